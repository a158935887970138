"""Tables of case work."""

from sankofa.cases.models.cases import Case
from sankofa.cases.models.plans import Delivery, Plan

__all__ = ["Case", "Delivery", "Plan"]

"""Tables of case work."""

from sankofa.cases.models.cases import Case
from sankofa.cases.models.grants import Handover, PlanGrant
from sankofa.cases.models.plans import Delivery, Plan

__all__ = ["Case", "Delivery", "Handover", "Plan", "PlanGrant"]

"""Tables of case work."""

from sankofa.cases.models.cases import Case
from sankofa.cases.models.grants import Handover, PlanGrant
from sankofa.cases.models.mediation import Mediation, MediationTalk
from sankofa.cases.models.plans import Delivery, Plan
from sankofa.cases.models.visits import VisitTry

__all__ = ["Case", "Delivery", "Handover", "Mediation", "MediationTalk", "Plan", "PlanGrant", "VisitTry"]

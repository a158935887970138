"""Pages of case work: my cases, one case, its plan, and the paper of the plan."""

from sankofa.cases.views.cases import again, assign, begin, case, close, delivered, mine, talk
from sankofa.cases.views.grants import cancel_grant, grant, grant_for, hand_over, receipt, take_back
from sankofa.cases.views.plans import activity, agree, paper, plan
from sankofa.cases.views.visits import mediate, mediation, visit

__all__ = [
    "activity",
    "again",
    "agree",
    "assign",
    "begin",
    "cancel_grant",
    "case",
    "close",
    "delivered",
    "grant",
    "grant_for",
    "hand_over",
    "mediate",
    "mediation",
    "mine",
    "paper",
    "plan",
    "receipt",
    "take_back",
    "talk",
    "visit",
]

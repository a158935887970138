"""Pages of case work: my cases, one case, its plan, and the paper of the plan."""

from sankofa.cases.views.cases import again, assign, begin, case, close, delivered, mine, talk
from sankofa.cases.views.plans import activity, agree, paper, plan

__all__ = [
    "activity",
    "again",
    "agree",
    "assign",
    "begin",
    "case",
    "close",
    "delivered",
    "mine",
    "paper",
    "plan",
    "talk",
]

"""Pages of reported loans, a module for each noun."""

from sankofa.loans.views.loans import add, correct, loan, loans, paper
from sankofa.loans.views.reports import anew, end, never, paid, report, which
from sankofa.loans.views.talks import talk

__all__ = [
    "add",
    "anew",
    "correct",
    "end",
    "loan",
    "loans",
    "never",
    "paid",
    "paper",
    "report",
    "talk",
    "which",
]

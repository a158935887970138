"""Pages of reported loans, a module for each noun."""

from sankofa.loans.views.desk import at_desk, desk, desk_given, desk_report, desk_wrong
from sankofa.loans.views.loans import add, correct, loan, loans, paper
from sankofa.loans.views.reports import anew, end, never, paid, report, which
from sankofa.loans.views.talks import talk
from sankofa.loans.views.tries import take_up, tried, unreached

__all__ = [
    "add",
    "anew",
    "at_desk",
    "correct",
    "desk",
    "desk_given",
    "desk_report",
    "desk_wrong",
    "end",
    "loan",
    "loans",
    "never",
    "paid",
    "paper",
    "report",
    "take_up",
    "talk",
    "tried",
    "unreached",
    "which",
]

"""Writes of reported loans."""

from sankofa.loans.actions.loans import (
    BadLoan,
    LoanTold,
    NotOnTheList,
    NotTheirDebt,
    NotTheirProduct,
    OfADebtAlready,
    amend_loan,
    erase_loans,
    note_loan,
)
from sankofa.loans.actions.reports import (
    BadReport,
    LookedAtAlready,
    NotTwoOfOnePayment,
    ReportTold,
    Which,
    correct_report,
    note_report,
    set_aside,
    settle,
)
from sankofa.loans.actions.talks import BadTalk, TalkTold, note_talk

__all__ = [
    "BadLoan",
    "BadReport",
    "BadTalk",
    "LoanTold",
    "LookedAtAlready",
    "NotOnTheList",
    "NotTheirDebt",
    "NotTheirProduct",
    "NotTwoOfOnePayment",
    "OfADebtAlready",
    "ReportTold",
    "TalkTold",
    "Which",
    "amend_loan",
    "correct_report",
    "erase_loans",
    "note_loan",
    "note_report",
    "note_talk",
    "set_aside",
    "settle",
]

"""Writes of reported loans."""

from sankofa.loans.actions.desk import (
    BeforeItWasSent,
    DeskTold,
    NotGivenYet,
    NotReportable,
    report_at_desk,
    report_given,
    take_back_at_desk,
)
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
from sankofa.loans.actions.tries import NothingToTakeUp, note_care_try, take_up_unreached

__all__ = [
    "BadLoan",
    "BadReport",
    "BadTalk",
    "BeforeItWasSent",
    "DeskTold",
    "LoanTold",
    "LookedAtAlready",
    "NotGivenYet",
    "NotOnTheList",
    "NotReportable",
    "NotTheirDebt",
    "NotTheirProduct",
    "NotTwoOfOnePayment",
    "NothingToTakeUp",
    "OfADebtAlready",
    "ReportTold",
    "TalkTold",
    "Which",
    "amend_loan",
    "correct_report",
    "erase_loans",
    "note_care_try",
    "note_loan",
    "note_report",
    "note_talk",
    "report_at_desk",
    "report_given",
    "set_aside",
    "settle",
    "take_back_at_desk",
    "take_up_unreached",
]

"""Writes of lenders, a module for each noun."""

from sankofa.lenders.actions.assessments import (
    HandInTwice,
    LendsNothing,
    NoSuchQuestion,
    NotAnAnswer,
    NotDraft,
    NotHandedIn,
    Told,
    WorkedOnAlready,
    begin_assessment,
    conclude,
    hand_in,
    note_answer,
    reopen,
)
from sankofa.lenders.actions.lenders import LenderSaid, OnTheListAlready, add_lender, amend_lender
from sankofa.lenders.actions.linking import NotALender, link_organisation
from sankofa.lenders.actions.products import (
    NamedAlready,
    NothingChanged,
    NotLater,
    ProductSaid,
    add_product,
    amend_product,
    end_product,
)

__all__ = [
    "HandInTwice",
    "LenderSaid",
    "LendsNothing",
    "NamedAlready",
    "NoSuchQuestion",
    "NotALender",
    "NotAnAnswer",
    "NotDraft",
    "NotHandedIn",
    "NotLater",
    "NothingChanged",
    "OnTheListAlready",
    "ProductSaid",
    "Told",
    "WorkedOnAlready",
    "add_lender",
    "add_product",
    "amend_lender",
    "amend_product",
    "begin_assessment",
    "conclude",
    "end_product",
    "hand_in",
    "link_organisation",
    "note_answer",
    "reopen",
]

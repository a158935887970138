"""Whether a check of suitability still holds, and why it does not.

A check is of one person, one offer and one day.  It holds until its last day, as long as the offer is the same, the
lender is approved, no other file of the person was joined since, nothing was told of debts since, and the person still
wants it.  A check that does not hold carries nobody to a lender through the programme; the person may go to any lender
all the same.

Source: responsible-finance rules, 1.3 (expiry, R29) and 2; Knowledge Paper 1, 4.2.2 and 4.2.3.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sankofa.credit.rules.suitability import Outcome

FITS: Final = frozenset({Outcome.SUITABLE, Outcome.WITH_CONDITIONS})
"""The outcomes that a referral may follow."""


class Falls(StrEnum):
    """Why a check does not hold, or does not hold any more."""

    NONE_MADE = "none_made"
    NOT_DECIDED = "not_decided"
    WITHDRAWN = "withdrawn"
    ANOTHER_WAY = "another_way"  # the person chose something else than asking
    SOMETHING_FIRST = "something_first"
    RUN_OUT = "run_out"
    OTHER_OFFER = "other_offer"
    TERMS_CHANGED = "terms_changed"
    LENDER_NOT_APPROVED = "lender_not_approved"
    DEBTS_TOLD = "debts_told"  # something was told of debts since
    FILES_JOINED = "files_joined"
    CANNOT_OPEN = "cannot_open"


@dataclass(frozen=True, slots=True)
class Made:
    """A check as far as holding goes.  Days are None, and the outcome too, until it was decided."""

    outcome: Outcome | None
    decided_on: date | None
    valid_until: date | None
    is_ended: bool
    chose_another_way: bool
    terms_are_same: bool
    lender_is_approved: bool
    files_are_same: bool
    debts_are_same: bool = True


def falls(made: Made, on: date) -> Falls | None:
    """Return why a check does not hold on a day; None where it holds."""
    if made.is_ended:
        return Falls.WITHDRAWN
    if made.outcome is None or made.decided_on is None or made.valid_until is None or on < made.decided_on:
        return Falls.NOT_DECIDED
    reasons = (
        (Falls.FILES_JOINED, not made.files_are_same),
        (Falls.RUN_OUT, on >= made.valid_until),
        (Falls.TERMS_CHANGED, not made.terms_are_same),
        (Falls.LENDER_NOT_APPROVED, not made.lender_is_approved),
        (Falls.DEBTS_TOLD, not made.debts_are_same),
        (Falls.SOMETHING_FIRST, made.outcome not in FITS),
        (Falls.ANOTHER_WAY, made.chose_another_way),
    )
    return next((reason for reason, is_so in reasons if is_so), None)

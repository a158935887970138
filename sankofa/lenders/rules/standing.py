"""Where a lender stands on a day: what its last assessment came to, and whether that still holds.

Source: responsible-finance rules, 3.1 (an approval ends) and 3.3; Knowledge Paper 1, 4.2.3 (R26).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sankofa.kernel.periods import add_months
from sankofa.lenders.rules.due_diligence import Framework, Scorecard, Status
from sankofa.lenders.rules.frameworks import ASSESSMENT_MONTHS, BANK, MFI


class LenderKind(StrEnum):
    """What kind of lender it is."""

    MFI = "mfi"
    COOPERATIVE = "cooperative"
    BANK = "bank"
    STATE = "state"  # a bank or a lending programme of the state
    REFERRAL = "referral"  # leads people to lenders and lends nothing itself


class Standing(StrEnum):
    """Where a lender stands."""

    NOT_ASSESSED = "not_assessed"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    RUN_OUT = "run_out"
    LENDS_NOTHING = "lends_nothing"


@dataclass(frozen=True, slots=True)
class Decided:
    """An assessment that was decided: what it came to, when, and until when it holds."""

    status: Status
    decided_on: date
    valid_until: date | None


def framework_for(kind: LenderKind) -> Framework | None:
    """Return what is asked of a kind of lender; None of one that lends nothing itself."""
    match kind:
        case LenderKind.MFI | LenderKind.COOPERATIVE:
            return MFI
        case LenderKind.BANK | LenderKind.STATE:
            return BANK
        case LenderKind.REFERRAL:
            return None


TO_BE_REFERRED_TO: Final = frozenset({Standing.APPROVED, Standing.CONDITIONAL})


class NotToBeReferredTo(Exception):
    """Nobody is sent to this lender today; carries where it stands."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        super().__init__(standing.value)


def check_may_refer_to(standing: Standing) -> None:
    """Raise NotToBeReferredTo where nobody is sent to a lender: not looked into, refused, stopped, or run out."""
    if standing not in TO_BE_REFERRED_TO:
        raise NotToBeReferredTo(standing)


def may_refer_to(standing: Standing) -> bool:
    """Whether somebody may be sent to a lender that stands so."""
    return standing in TO_BE_REFERRED_TO


def standing(kind: LenderKind, decided: Decided | None, *, on: date, is_suspended: bool = False) -> Standing:
    """Return where a lender stands on a day; an approval that ended is no approval, and a stop comes before all."""
    if kind is LenderKind.REFERRAL:
        return Standing.LENDS_NOTHING
    if is_suspended:
        return Standing.SUSPENDED
    if decided is None:
        return Standing.NOT_ASSESSED
    holds = decided.status in {Status.APPROVED, Status.CONDITIONAL}
    if holds and (decided.valid_until is None or decided.valid_until <= on):
        return Standing.RUN_OUT
    return Standing(decided.status.value)


def holds_until(found: Scorecard, *, decided_on: date) -> date:
    """Return the day from which a decision holds no more: when the first answer runs out, two years at most."""
    longest = add_months(decided_on, ASSESSMENT_MONTHS)
    return longest if found.valid_until is None else min(found.valid_until, longest)

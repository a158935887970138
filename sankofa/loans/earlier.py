"""What a person borrowed before, as a look at another loan asks for it: how often, how much, and how each loan went."""

from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.credit.hooks import Borrowed
from sankofa.credit.rules.terms import EarlierLoan, Went
from sankofa.kernel.money import total
from sankofa.loans import queries
from sankofa.loans.rules.cycles import PastLoan

if TYPE_CHECKING:
    from sankofa.lenders.models import Lender
    from sankofa.returnees.models import Person


def borrowed(person: "Person", lender: "Lender", currency: str, viewer: Actor, on: date) -> Borrowed | None:
    """Return what a person borrowed before, in one money; None where nothing is told here, or not all of it opens."""
    if not queries.may_view(person, viewer=viewer, on=on):
        return None
    held = queries.loans_of(person, viewer=viewer, on=on)
    if not held or any(one.lent is None or one.reading is None for one in held):
        return None
    same = [one for one in held if one.record.lender_id == lender.pk]
    amounts = [one.lent.amount for one in same if one.lent is not None and one.lent.amount.currency == currency]
    return Borrowed(
        loans=tuple(_went(one) for one in queries.past_of(held, currency, on)),
        with_lender=len(same),
        of_lender=total(amounts, currency) if len(amounts) == len(same) else None,
        told_on=max(one.record.told_on for one in held),
    )


def _went(past: PastLoan) -> EarlierLoan:
    went = Went.REPAID if past.is_repaid else Went.GIVEN_UP if past.was_written_off else Went.RUNNING
    return EarlierLoan(past.amount, went, past.worst_days_late)

"""What a look at a loan has asked already and a lender asks too, so that nobody is asked twice.

Only how long the business has run and how many people stand in: both are the lender's own conditions.  What the look
found, and all the rest that was said in it, stays where it is.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sankofa.credit.models import LoanCheck
from sankofa.credit.rules.terms import BusinessStatus
from sankofa.returnees.clusters import ids_together
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.lenders.models import Product
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class Carried:
    """What a look knows of two things that lenders ask for; None where it does not know."""

    business_since: date | None = None
    guarantors: int | None = None


def carried(person: "Person", product: "Product", *, on: date) -> Carried:
    """Return what the newest look at this product knows, where it was decided, did not end and has not run out."""
    rows = LoanCheck.objects.filter(
        person_id__in=ids_together(person.pk), version__product=product, ended_on=None, valid_until__gt=on
    )
    held = rows.order_by("-begun_on", "-created_at").first()
    try:
        case = {} if held is None or held.found is None else held.found["case"]
    except CannotOpen:
        return Carried()
    if not case:
        return Carried()
    since = case["business_started_on"] if case["business"] == BusinessStatus.RUNNING else None
    stand_in = case["offer"]["guarantors"]
    return Carried(None if since is None else date.fromisoformat(since), None if stand_in is None else len(stand_in))

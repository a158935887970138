"""How rooms that know a person only by an id meet the register: whose an account is, and what erasing clears there."""

from collections.abc import Sequence
from uuid import UUID

from sankofa.accounts import actions as staff
from sankofa.returnees.hooks import Erasing
from sankofa.store.models import Record

PERSON = "returnees.person"


def forget_openings(event: Erasing) -> Sequence[Record]:
    """Clear what was written when the file of somebody who is being erased was opened with a reason."""
    return staff.forget_openings(str(event.person.pk))


def person_behind(owner_kind: str, owner_id: str) -> UUID | None:
    """Return the person for whom an account of the books is kept by their own id; loans answer for themselves later."""
    return UUID(owner_id) if owner_kind == PERSON else None

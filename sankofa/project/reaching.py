"""How messages and books meet the register: what erasing somebody clears, whose an account is, what a yes changes."""

from collections.abc import Sequence
from uuid import UUID

from sankofa.accounts import actions as staff
from sankofa.consent.hooks import Answered, Withdrawn
from sankofa.messages import actions as messages
from sankofa.returnees.hooks import Erasing
from sankofa.store.models import Record

PERSON = "returnees.person"


def erase(event: Erasing) -> Sequence[Record]:
    """Clear how somebody who is being erased was reached, and what they were sent."""
    return messages.forget(event.person.pk, at=event.at)


def forget_openings(event: Erasing) -> Sequence[Record]:
    """Clear what was written when the file of somebody who is being erased was opened with a reason."""
    return staff.forget_openings(str(event.person.pk))


def look_again(event: Answered | Withdrawn) -> None:
    """Let go, or hold at once, what waits for somebody who said yes or no."""
    messages.look_again(event.subject_id, at=event.at)


def person_behind(owner_kind: str, owner_id: str) -> UUID | None:
    """Return the person for whom an account of the books is kept by their own id; loans answer for themselves later."""
    return UUID(owner_id) if owner_kind == PERSON else None

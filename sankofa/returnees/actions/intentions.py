"""Writing down whether somebody thinks of going again: a new answer each time, none is overwritten."""

from collections.abc import Mapping
from datetime import datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.models import Intention, Person


@action(permissions.ASK_INTENTION, on="person")
def note_intention(*, person: Person, said: Mapping[str, str], by: Actor, at: datetime) -> Intention:
    """Keep what somebody says about going again.  It can be the right choice; it is nobody's business but theirs.

    Raises AlreadyErased.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    made = Intention(
        created_at=at,
        person=person,
        going=said["going"],
        because=said.get("because") or None,
        when=said.get("when") or None,
        where=said.get("where") or None,
        prepared=said.get("prepared") or None,
        asked_at=at,
        asked_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made

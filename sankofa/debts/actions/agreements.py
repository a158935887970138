"""Writes of agreements: whether somebody's debts may be counted together with their home."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.models import HomeAgreement
from sankofa.kernel import clock
from sankofa.returnees import households
from sankofa.returnees.clusters import clusters_of
from sankofa.returnees.erasing import AlreadyErased

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


class NoHome(Exception):
    """No household of this person is written down, so there is nothing to count their debts together with."""


@action(permissions.NOTE, on="person")
def note_agreement(*, person: "Person", agrees: bool, by: Actor, at: datetime) -> HomeAgreement:
    """Keep whether somebody's debts may be counted with their home; a no counts at once.

    Raises NoHome, AlreadyErased.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    homes = households.homes_of(*clusters_of([person])[person.pk].files)
    if not homes:
        raise NoHome
    made = HomeAgreement(
        created_at=at,
        person=person,
        household_id=homes[0].household_id,
        said_on=clock.day_of(at, by.zone),
        said={"agrees": "yes" if agrees else "no"},
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made

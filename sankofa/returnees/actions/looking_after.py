"""Writing down which colleague looks after somebody."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import permissions
from sankofa.returnees.models import Person

if TYPE_CHECKING:
    from sankofa.accounts.models import User


class NotAColleague(Exception):
    """Only somebody of the person's office who may see them can look after them."""


@action(permissions.ASSIGN, on="person")
def give_to(*, person: Person, colleague: "User", by: Actor, at: datetime) -> Person:
    """Let a colleague look after somebody: they stand on that colleague's list and phone.  Raises NotAColleague."""
    on = clock.day_of(at, by.zone)
    sees = decision_on(person, actor=colleague.as_actor(), permission=permissions.VIEW, on=on).allowed
    if not colleague.is_active or colleague.office_id != person.office_id or not sees:
        raise NotAColleague
    person.owner = colleague
    person.save(update_fields=["owner"])
    return person

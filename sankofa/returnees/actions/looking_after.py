"""Writing down which colleague looks after somebody."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.hooks import Notice, notices
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
    """Let a colleague look after somebody: they stand on that colleague's list and phone.

    The colleague hears of it.  Raises NotAColleague.
    """
    on = clock.day_of(at, by.zone)
    sees = decision_on(person, actor=colleague.as_actor(), permission=permissions.VIEW, on=on).allowed
    if not colleague.is_active or colleague.office_id != person.office_id or not sees:
        raise NotAColleague
    is_news = person.owner_id != colleague.pk and by.id != str(colleague.pk)
    person.owner = colleague
    person.save(update_fields=["owner"])
    if is_news:
        # The list and not the person: a mail may be read by anybody, and names nobody.
        notices.tell(Notice(to=colleague, code="given_to_look_after", at=at, path="/cases/"))
    return person

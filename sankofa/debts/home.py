"""What a home owes together, as far as each grown member agreed, and what the viewer may see of each.

Members whom the viewer may not see are in no count.  Who of the others agreed is told nowhere: only how many.
"""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext, ngettext

from sankofa.accounts.rules.terms import Actor
from sankofa.debts import portrait, queries
from sankofa.debts.models import HomeAgreement
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.home import HomeOwes, Member, home_owes
from sankofa.debts.rules.terms import Answer
from sankofa.returnees import households
from sankofa.returnees import queries as register
from sankofa.returnees.contributions import ids_of
from sankofa.returnees.rules.households import AgeGroup
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


def agreement_of(person: "Person", household_id: UUID) -> Answer:
    """Return whether somebody agrees, as last said about this home; not known where nobody asked."""
    rows = HomeAgreement.objects.filter(person_id__in=ids_of(person), household_id=household_id)
    last = rows.order_by("-created_at", "-pk").first()
    try:
        return Answer.UNKNOWN if last is None else last.to_terms()
    except CannotOpen:
        return Answer.UNKNOWN


def home_of(person: "Person", *, viewer: Actor, on: date) -> tuple[UUID, list["Person"]] | None:
    """Return the home of a person with its grown members whom the viewer may see; None where they live alone."""
    files = register.cluster(person, viewer=viewer, on=on).files
    homes = households.homes_of(*files)
    if not homes:
        return None
    held = households.home(homes[0], viewer=viewer, on=on)
    grown = [one.person for one in held.members if households.group(one.person, on=on) is not AgeGroup.CHILD]
    return (homes[0].household_id, grown) if len(grown) > 1 else None


def owed_by_home(person: "Person", *, viewer: Actor, on: date) -> HomeOwes | None:
    """Return what the home of a person owes together; None where they live with no other grown member."""
    found = home_of(person, viewer=viewer, on=on)
    if found is None:
        return None
    household_id, grown = found
    members = [_member(one, household_id, viewer=viewer, on=on) for one in grown]
    return home_owes(members, on=on, policy=portrait.POLICY)


def lines(found: HomeOwes) -> list[str]:
    """Return what a home owes together in sentences, or why it is not known."""
    if found.owed is not None:
        told = [*portrait.owed_lines(found.owed), *portrait.monthly_lines(found.owed)]
        return told or [gettext("Nobody at home owes anything, as far as we were told.")]
    if found.agreed < found.members:
        text = gettext("Not known: as far as you may see, %(agreed)s of %(members)s grown members have agreed.")
        return [text % {"members": words.number(found.members), "agreed": words.number(found.agreed)}]
    text = ngettext(
        "Not known: all agreed, but what %(count)s of them owes is not written down.",
        "Not known: all agreed, but what %(count)s of them owe is not written down.",
        found.not_told,
    )
    return [text % {"count": words.number(found.not_told)}]


def _member(person: "Person", household_id: UUID, *, viewer: Actor, on: date) -> Member:
    if not queries.may_view(person, viewer=viewer, on=on):
        return Member()
    agreed = agreement_of(person, household_id)
    if agreed is not Answer.YES:
        return Member(agreed)
    record = queries.latest_talk(person, viewer=viewer, on=on)
    talked = None if record is None else queries.talked(record)
    held = queries.debts_of(person, viewer=viewer, on=on)
    owes = Owes.UNKNOWN if talked is None else talked.six.owes
    return Member(agreed, owes, tuple(one.as_it_stands() for one in held))

"""What happened with a person, told across rooms: its nouns, and the hook that every room fills with a cheap read.

Each room reads as many of its newest entries as one page can need, so a long history costs no more questions than a
short one.  Source: the screens' notes, pattern 9 (one stream, newest first, days as exactly as they are known).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import portrait
from sankofa.returnees.clusters import Cluster
from sankofa.returnees.models import PaperHelp
from sankofa.returnees.queries import journeys_of
from sankofa.shell import words
from sankofa.store.hooks import Hook
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

A_PAGE = 12


class Matter(StrEnum):
    """What an entry is about, for whoever wants to see one kind alone."""

    REGISTER = "register"
    TALK = "talk"
    SCORE = "score"
    CASE = "case"
    PLAN = "plan"
    VISIT = "visit"
    DEBT = "debt"
    HELP = "help"
    LOAN = "loan"
    CONSENT = "consent"


NAMES: Mapping[Matter, Any] = {
    Matter.REGISTER: _("Register"),
    Matter.TALK: _("Talks and forms"),
    Matter.SCORE: _("Reintegration talks"),
    Matter.CASE: _("The case"),
    Matter.PLAN: _("Plan"),
    Matter.VISIT: _("Visits"),
    Matter.DEBT: _("Debts"),
    Matter.HELP: _("Help"),
    Matter.LOAN: _("Loans"),
    Matter.CONSENT: _("Consent"),
}
"""What each kind is called above a history."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: the day that sets it in order, and the same in words, as exactly as it is known."""

    on: date
    when: str
    matter: Matter
    title: str
    by: str = ""
    detail: str = ""
    url: str = ""
    at: datetime | None = None
    """The moment, where one is known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose history is asked for: all files read as one that the viewer may see, and how many of the newest."""

    together: Cluster
    viewer: Actor
    on: date
    most: int = A_PAGE + 1
    only: Matter | None = None

    @property
    def person(self) -> "Person":
        """The file that leads."""
        return self.together.leading

    @property
    def ids(self) -> list[UUID]:
        """The ids of all files."""
        return [file.pk for file in self.together.files]

    def most_of(self, *matters: Matter) -> int:
        """Return how many entries of these kinds are wanted: one is enough to know that there are any."""
        return self.most if self.only is None or self.only in matters else 1


timeline: Hook[[Asked], Iterable[Entry]] = Hook("what happened with a person")
"""Each asks the database as often for a long history as for a short one, and nothing where the viewer may not know."""


@dataclass(frozen=True, slots=True)
class Told:
    """One page of a history, the newest first; which kinds there are; whether older entries follow."""

    entries: tuple[Entry, ...]
    matters: tuple[Matter, ...]
    is_more: bool
    is_partly_closed: bool = False
    """Some of it cannot be opened: a key is missing."""


def happened(asked: Asked, *, skipped: int = 0) -> Told:
    """Return what happened, told by all rooms, the newest first: what follows the `skipped` first ones."""
    found: list[Entry] = []
    is_partly_closed = False
    for tells in timeline.functions:
        try:
            found.extend(tells(asked))
        except CannotOpen:
            is_partly_closed = True
    matters = {one.matter for one in found}
    wanted = [one for one in found if asked.only in (None, one.matter)]
    wanted.sort(key=_order, reverse=True)
    end = skipped + A_PAGE
    return Told(
        tuple(wanted[skipped:end]), tuple(one for one in Matter if one in matters), len(wanted) > end, is_partly_closed
    )


def _order(entry: Entry) -> tuple[date, bool, float]:
    """Return where an entry stands: by its day; within a day what has an hour comes after what has none."""
    return entry.on, entry.at is not None, 0.0 if entry.at is None else entry.at.timestamp()


def of_register(asked: Asked) -> Sequence[Entry]:
    """Return what the register knows: when somebody came back, was added, and was helped with papers."""
    most = asked.most_of(Matter.REGISTER, Matter.HELP)
    found = [
        Entry(
            file.created_at.date(),
            words.moment(file.created_at),
            Matter.REGISTER,
            gettext("Added to the register"),
            detail=file.case_number if asked.together.others else "",
            at=file.created_at,
        )
        for file in asked.together.files
    ]
    for journey in journeys_of(*asked.together.files)[:most]:
        said = portrait.partial_words(journey.returned)
        if said is not None and journey.returned.latest is not None:
            where = portrait.country(journey.destination_id)
            title = gettext("Came back from %(country)s") % {"country": where} if where else gettext("Came back")
            found.append(Entry(min(journey.returned.latest, asked.on), said, Matter.REGISTER, title))
    helped = PaperHelp.objects.filter(person__in=asked.ids).select_related("begun_by").order_by("-asked_on", "-pk")
    for one in helped[:most]:
        by = "" if one.begun_by is None else one.begun_by.name
        title = gettext("Help begun with a paper: %(paper)s") % {"paper": portrait.paper_kind(one.kind)}
        found.append(Entry(one.asked_on, words.day(one.asked_on), Matter.HELP, title, by))
        if one.closed_on is not None:
            title = gettext("Help with a paper ended: %(paper)s") % {"paper": portrait.paper_kind(one.kind)}
            found.append(Entry(one.closed_on, words.day(one.closed_on), Matter.HELP, title))
    return found

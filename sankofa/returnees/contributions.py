"""What other rooms add to a person's page, and the nouns in which they say it.

The register knows nothing of scores, debts or loans.  Each room that does fills the hooks below, in the one list in
`project/hooks.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import queries
from sankofa.returnees.clusters import Cluster, ids_together
from sankofa.returnees.models import Person
from sankofa.store.hooks import Hook
from sankofa.store.rules.sealing import CannotOpen

_Read = TypeVar("_Read")


class Status(StrEnum):
    """How far a task is; the only words used for it."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    CANNOT_START = "cannot_start"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Task:
    """A row of what is to do."""

    title: str
    status: Status
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: a short title, who, when, and at most two lines."""

    at: datetime
    title: str
    by: str = ""
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next thing, by when, why, and where to begin."""

    code: str
    title: str
    due_on: date
    why: str
    url: str
    button: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word on the identity bar, with its tone: good, care, information or plain."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A card beside the work: a template and what it needs."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """Something else that can be done with a file, on another room's page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """Everything one room adds to the page of one person."""

    panels: tuple[Panel, ...] = ()
    tasks: tuple[Task, ...] = ()
    happenings: tuple[Happening, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """What is next for a person, as the register stores it for lists: a code and a day."""

    code: str
    on: date


@dataclass(slots=True)
class Gathered:
    """What all rooms add to one page, in the order in which they speak."""

    panels: list[Panel] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    next_steps: list[NextStep] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


contributions: Hook[[Person, Actor, date], Contribution] = Hook("a person's page")
seen_by: Hook[[Person, Actor, date], str] = Hook("the address that tells who has seen a person, or nothing")
first_due: Hook[[date], Due] = Hook("what is due first for somebody newly registered")


_read_as_one: ContextVar[Cluster | None] = ContextVar(
    "the files of the person whose page is put together", default=None
)


def cluster_of(person: Person, *, viewer: Actor, on: date) -> Cluster:
    """Return all files that are read as one with a person's; on the person's page they were read already."""
    held = _read_as_one.get()
    return held if held is not None and held.leading is person else queries.cluster(person, viewer=viewer, on=on)


def ids_of(person: Person) -> frozenset[UUID]:
    """Return the ids of all files read as one with a person's; on the person's page they were read already.

    Files that the viewer of that page may not see are not among them; elsewhere they are, and the question is scoped.
    """
    held = _read_as_one.get()
    return frozenset(one.pk for one in held.files) if held and held.leading is person else ids_together(person.pk)


_read_once: ContextVar[dict[tuple[str, int], Any] | None] = ContextVar(
    "what rooms have read already for the page that is put together", default=None
)


def read_once(what: str, person: Person, read: Callable[[], _Read]) -> _Read:
    """Return what a room reads of a person; while their page is put together it is read once, elsewhere each time."""
    held = _read_once.get()
    if held is None:
        return read()
    key = (what, id(person))
    if key not in held:
        held[key] = read()
    found: _Read = held[key]
    return found


@contextmanager
def read_as_one(together: Cluster | None) -> Iterator[None]:
    """Let rooms that add to a page know which files it reads as one, so that none of them asks for it again."""
    token, once = _read_as_one.set(together), _read_once.set({})
    try:
        yield
    finally:
        _read_as_one.reset(token)
        _read_once.reset(once)


def gathered(person: Person, *, viewer: Actor, on: date, together: Cluster | None = None) -> Gathered:
    """Return what all rooms add to a person's page for this viewer; the newest happening and earliest step first.

    Of files that are read as one with it (`together`), what happened is told; what is next is the leading file's.
    """
    with read_as_one(together):
        return _gathered(person, viewer=viewer, on=on, also=together.others if together else ())


def _gathered(person: Person, *, viewer: Actor, on: date, also: Sequence[Person] = ()) -> Gathered:
    found = Gathered()
    for adds in contributions.functions:
        try:
            added = adds(person, viewer, on)
        except CannotOpen:
            # One room's part does not open; the page says so in its place and shows the others.
            added = Contribution(panels=(Panel("returnees/key_missing.html", {}),))
        found.panels.extend(added.panels)
        found.tasks.extend(added.tasks)
        found.happenings.extend(added.happenings)
        found.next_steps.extend(added.next_steps)
        found.tags.extend(added.tags)
        found.links.extend(added.links)
    for other in also:
        found.happenings.extend(_gathered(other, viewer=viewer, on=on).happenings)
    found.happenings.sort(key=lambda happening: happening.at, reverse=True)
    found.next_steps.sort(key=lambda step: step.due_on)
    return found

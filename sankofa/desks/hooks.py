"""What the desks ask the rooms: what somebody has to do now, and what waits for them and is counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.desks.rules.order import Risk
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

TODO_MAX = 200
"""Nobody does more within a week; a longer list says nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits for somebody: a sentence with its count, and where it is done."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do with a person, by when, why, and where it is done."""

    person: "Person"
    what: Callable[[], str]
    why: Callable[[], str]
    """What is said is made only for the few things that are shown."""
    url: str
    due_on: date | None = None
    risk: Risk = Risk.USUAL


waiting: Hook[[Actor, date], Line | None] = Hook("what waits for somebody on their first page")
"""Each answers with a line, or None where nothing waits or the viewer may not do it; then it asks at most once."""

to_do: Hook[[Actor, date], Sequence[Todo]] = Hook("what somebody has to do now, person by person")
"""Each answers with what is overdue or due within a week, `TODO_MAX` at most, always for as many questions."""

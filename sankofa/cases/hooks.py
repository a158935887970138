"""What the house tells case work, and what the page of a case asks the rooms.

How much a programme may give to one person at most; what stands beside the work, and what else there is to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.money import Money
from sankofa.returnees.contributions import Link, NextStep, Panel, Tag, Task
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

ANY = "*"
"""Instead of a programme's code: any grant."""

ceilings: Hook[[], Mapping[str, tuple[Money, ...]]] = Hook("the most that a programme gives to one person")
"""By the code of a programme on the map of help, an amount for each currency."""


class Part(StrEnum):
    """The parts of the work with one person, in their usual order."""

    INTAKE = "intake"
    ASSESS = "assess"
    PLAN = "plan"
    DELIVER = "deliver"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Beside:
    """What one room adds to the page of a case.  A task with a problem is the next thing, whatever else is due."""

    panels: tuple[Panel, ...] = ()
    tasks: Mapping[Part, tuple[Task, ...]] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    """Its own pages of this person, for the list of pages beside the work."""
    due: tuple[NextStep, ...] = ()
    """What is to do by a day: the next thing, where it is due before what the case itself asks for."""


beside: Hook[["Person", Actor, date], Beside] = Hook("the page of a case")
"""Each asks the database as often for a long history as for a short one, and nothing where the viewer may not know."""

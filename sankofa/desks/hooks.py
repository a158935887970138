"""What the desks ask the rooms: which lines stand on somebody's first page because something waits for them."""

from dataclasses import dataclass
from datetime import date

from sankofa.accounts.rules.terms import Actor
from sankofa.store.hooks import Hook


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits for somebody: a sentence with its count, and where it is done."""

    text: str
    url: str


waiting: Hook[[Actor, date], Line | None] = Hook("what waits for somebody on their first page")
"""Each answers with a line, or None where nothing waits or the viewer may not do it; then it asks at most once."""

"""The entries of the main navigation: every room adds its own, and a person sees those they may open."""

from collections.abc import Mapping
from dataclasses import dataclass

from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.kernel import clock
from sankofa.store.hooks import Hook


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: the name of its address, the words on it, and the permission that its page asks for.

    With a section it stands on the page "More", under that heading and with its note, and not in the bar at the top:
    the bar holds what people use every day.
    """

    view: str
    label: str
    permission: Permission
    section: str = ""
    note: str = ""
    icon: str = ""


entries: Hook[[], tuple[Entry, ...]] = Hook("navigation")
frame: Hook[[Actor], Mapping[str, str]] = Hook("what else stands in the frame of every page, such as the search")


def entries_for(actor: Actor) -> list[Entry]:
    """Return the entries whose pages somebody may open, in the order in which they were put down."""
    today = clock.today(actor.zone)
    return [
        entry
        for added in entries.answers()
        for entry in added
        if access.holds(actor.grants, entry.permission, on=today)
    ]

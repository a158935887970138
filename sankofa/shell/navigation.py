"""The entries of the main navigation: every room adds its own, and a person sees those they may open."""

from collections.abc import Mapping
from dataclasses import dataclass

from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.store.hooks import Hook


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: the name of its address, the words on it, and the permission that its page asks for."""

    view: str
    label: str
    permission: Permission


entries: Hook[[], tuple[Entry, ...]] = Hook("navigation")
frame: Hook[[Actor], Mapping[str, str]] = Hook("what else stands in the frame of every page, such as the search")

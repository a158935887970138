"""The life of a file that came in, as one table: sent, mapped, checked, applied, done, and taken back."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """How far a file has come."""

    SENT = "sent"  # kept as it came; its columns wait to be confirmed
    MAPPED = "mapped"  # columns confirmed; its rows are being checked
    CHECKED = "checked"  # every row has a verdict; nothing is written yet
    APPLYING = "applying"  # rows are going in
    DONE = "done"
    UNDOING = "undoing"  # what came in by it is being taken out again
    UNDONE = "undone"  # taken out, but for those on whom something was built since


class Undone(StrEnum):
    """What became of the record of a row when its file was taken back."""

    OUT = "out"  # taken out of the register again
    STAYS = "stays"  # something was built on it since


NEXT: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.SENT: frozenset({Stage.MAPPED}),
        Stage.MAPPED: frozenset({Stage.MAPPED, Stage.CHECKED}),
        Stage.CHECKED: frozenset({Stage.MAPPED, Stage.APPLYING, Stage.DONE}),
        Stage.APPLYING: frozenset({Stage.APPLYING, Stage.DONE, Stage.UNDOING}),
        Stage.DONE: frozenset({Stage.UNDOING}),
        Stage.UNDOING: frozenset({Stage.UNDOING, Stage.UNDONE}),
        Stage.UNDONE: frozenset(),
    }
)


def may_become(stage: Stage, following: Stage) -> bool:
    """Whether a file may go from one stage to another."""
    return following in NEXT[stage]

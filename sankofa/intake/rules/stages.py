"""The life of a file that came in, as one table: sent, mapped, checked, applied, done."""

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


NEXT: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.SENT: frozenset({Stage.MAPPED}),
        Stage.MAPPED: frozenset({Stage.MAPPED, Stage.CHECKED}),
        Stage.CHECKED: frozenset({Stage.MAPPED, Stage.APPLYING, Stage.DONE}),
        Stage.APPLYING: frozenset({Stage.APPLYING, Stage.DONE}),
        Stage.DONE: frozenset(),
    }
)


def may_become(stage: Stage, following: Stage) -> bool:
    """Whether a file may go from one stage to another."""
    return following in NEXT[stage]

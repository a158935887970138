"""How help with getting a paper goes on: asked for, applied for, and what came of it.

Source: Knowledge Paper 1 (2021), 3.3 and 4.2.4: helping returnees to get identity papers and to open bank accounts.
"""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """How far help with one paper is."""

    ASKED = "asked"
    APPLIED = "applied"
    OBTAINED = "obtained"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.ASKED: frozenset({Stage.APPLIED, Stage.OBTAINED, Stage.GIVEN_UP}),
    Stage.APPLIED: frozenset({Stage.OBTAINED, Stage.REFUSED, Stage.GIVEN_UP}),
    Stage.OBTAINED: frozenset(),
    Stage.REFUSED: frozenset(),
    Stage.GIVEN_UP: frozenset(),
}
NEEDS_REASON = frozenset({Stage.REFUSED, Stage.GIVEN_UP})
"""What is not written down without a word on why: it is what the next caseworker has to know."""


def may_become(now: Stage, then: Stage) -> bool:
    """Whether help at one stage can go on to another."""
    return then in NEXT[now]


def is_open(stage: Stage) -> bool:
    """Whether there is still something to do."""
    return bool(NEXT[stage])

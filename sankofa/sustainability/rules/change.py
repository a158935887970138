"""How the scores of one person changed between two talks, and which answers moved them.

Only scores made in the same way can be set side by side: same scheme, same version, same content. The moves of a score
add up exactly to its change. Where not the same questions were answered both times, part of a change is only that:
the finding says so and gives the change on the questions answered both times.

Source: domain notes on the score, 1.6 (change over time only between the same scheme version).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.sustainability.rules.score import Part, Result, Score, figure

_SOURCE: Final = "score 1.6: change over time only between same scheme version"


class NotComparable(ValueError):
    """Two results made in different ways; score the older answers again with the newer scheme to compare them."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(before, after)
        self.before = before
        self.after = after

    def __str__(self) -> str:
        """Name the two schemes."""
        return f"A score made with {self.before} cannot be compared with one made with {self.after}."

    @property
    def finding(self) -> Finding:
        """The refusal as a sentence for a page."""
        return Finding("change.not_comparable", Weight.BARRIER, _SOURCE, before=self.before, after=self.after)


@dataclass(frozen=True, slots=True)
class Move:
    """What one question did to the change. Its weight alone can move too, when other questions were left out."""

    question: str
    before: frozenset[str]
    after: frozenset[str]
    adds: Fraction

    @property
    def is_new_answer(self) -> bool:
        """Whether the person answered differently, rather than only the weight having changed."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The change of one score. `difference` is after less before, of the stored figures; None where one is unknown."""

    code: str
    before: Decimal | None
    after: Decimal | None
    difference: Decimal | None
    moves: tuple[Move, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two talks: every score, and the flags that came or went."""

    scores: tuple[ScoreChange, ...]
    flags_new: tuple[Finding, ...]
    flags_gone: tuple[Finding, ...]

    def score(self, code: str) -> ScoreChange:
        """The change of a dimension, or of "composite". Raises KeyError."""
        for score in self.scores:
            if score.code == code:
                return score
        raise KeyError(code)


def change(before: Result, after: Result) -> Change:
    """Return what changed between two results of one person. Raises NotComparable."""
    if before.scheme != after.scheme:
        raise NotComparable(before.scheme, after.scheme)
    if before.digest != after.digest:
        raise NotComparable(f"{before.scheme} ({before.digest[:8]})", f"{after.scheme} ({after.digest[:8]})")
    earlier = {flag.code for flag in before.flags}
    later = {flag.code for flag in after.flags}
    return Change(
        scores=tuple(_score_change(score, after.score(score.code)) for score in before.scores),
        flags_new=tuple(flag for flag in after.flags if flag.code not in earlier),
        flags_gone=tuple(flag for flag in before.flags if flag.code not in later),
    )


def _score_change(before: Score, after: Score) -> ScoreChange:
    if before.value is None or after.value is None:
        unknown = Finding("change.unknown", Weight.NOTE, _SOURCE, score=before.code)
        return ScoreChange(before.code, before.value, after.value, None, (), (unknown,))
    pairs = list(zip(before.parts, after.parts, strict=True))
    moves = [Move(old.question, old.codes, new.codes, _adds(new) - _adds(old)) for old, new in pairs]
    return ScoreChange(
        code=before.code,
        before=before.value,
        after=after.value,
        difference=after.value - before.value,
        moves=tuple(sorted((move for move in moves if move.adds), key=lambda move: -abs(move.adds))),
        findings=_answered_differently(before.code, pairs),
    )


def _adds(part: Part) -> Fraction:
    """A question without a value brings nothing of its own: its weight went to the others."""
    return Fraction(0) if part.adds is None else part.adds


def _answered_differently(code: str, pairs: list[tuple[Part, Part]]) -> tuple[Finding, ...]:
    once = tuple(old.question for old, new in pairs if (old.worth is None) != (new.worth is None))
    if not once:
        return ()
    total = earned = Fraction(0)
    both = 0
    for old, new in pairs:
        if old.worth is not None and new.worth is not None:
            both += 1
            total += old.weight
            earned += old.weight * (new.worth - old.worth)
    if not total:
        return (Finding("change.no_question_in_common", Weight.CONCERN, _SOURCE, score=code),)
    facts: dict[str, Fact] = {"questions": once, "count": both, "difference": figure(earned / total)}
    return (Finding("change.answered_differently", Weight.CONCERN, _SOURCE, score=code, **facts),)

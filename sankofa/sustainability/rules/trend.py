"""A person's scores over all their talks: one line as long as the way of scoring stays the same, and no longer.

Talks scored in different ways (another scheme, another version, or the same version with another content) stand in
different *stretches*, and no line is drawn from one to the next. A talk without a figure breaks the line too: what
is not known lies nowhere, and never at nought.

The picture is worked out in whole thousandths, so that every page and every paper draws the same.

Source: domain notes on the score, 1.6 (change over time only between the same scheme version).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.periods import add_months

SOURCE: Final = "score 1.6: change over time only between same scheme version"
WIDE: Final = 1000
"""How wide and how high the picture is, in its own units: a figure of 1 lies at the top, the last day at the end."""
EDGE: Final = 30
"""How much room is left before the first talk and after the last, so that their marks are whole."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk with its figures under one way of scoring; a figure that is not known is None."""

    key: str
    on: date
    scheme: str
    digest: str
    figures: Mapping[str, Decimal | None]

    @property
    def way(self) -> tuple[str, str]:
        """The way of scoring: only talks that share it can be set side by side."""
        return self.scheme, self.digest


@dataclass(frozen=True, slots=True)
class Stretch:
    """Talks that followed one another and were scored in the same way, the earliest first."""

    scheme: str
    talks: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the picture, in its own units, counted from where reading begins and from the top."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One score over time: lines between talks that may be compared, a spot for each talk, and what breaks the line."""

    lines: tuple[tuple[Spot, ...], ...]
    spots: tuple[Spot, ...]
    unknown: tuple[int, ...]
    """Where a talk has no figure."""
    breaks: tuple[int, ...]
    """Where another way of scoring begins."""


def stretches(talks: Sequence[Talk]) -> tuple[Stretch, ...]:
    """Return talks, the earliest first, in stretches of one way of scoring."""
    ordered = sorted(talks, key=lambda talk: (talk.on, talk.key))
    return tuple(Stretch(way[0], tuple(group)) for way, group in groupby(ordered, key=lambda talk: talk.way))


def picture(found: Sequence[Stretch], code: str) -> Picture:
    """Return where one score lies over all talks."""
    talks = [talk for stretch in found for talk in stretch.talks]
    if not talks:
        return Picture((), (), (), ())
    place = _Across(talks[0].on, talks[-1].on)
    lines: list[tuple[Spot, ...]] = []
    for stretch in found:
        for is_known, group in groupby(stretch.talks, key=lambda talk: talk.figures[code] is not None):
            spots = tuple(_spot(place, talk, code) for talk in group) if is_known else ()
            if len(spots) > 1:
                lines.append(spots)
    known = [talk for talk in talks if talk.figures[code] is not None]
    return Picture(
        lines=tuple(lines),
        spots=tuple(_spot(place, talk, code) for talk in known),
        unknown=tuple(place(talk.on) for talk in talks if talk.figures[code] is None),
        breaks=tuple((place(before.talks[-1].on) + place(after.talks[0].on)) // 2 for before, after in pairwise(found)),
    )


def findings(found: Sequence[Stretch], codes: Sequence[str], *, long_months: int) -> tuple[Finding, ...]:
    """Return what a reader of the picture has to know, in the order of days: breaks, gaps, talks without a figure."""
    return tuple(finding for _, finding in sorted(_findings(found, codes, long_months), key=lambda one: one[0]))


def comparable(found: Sequence[Stretch]) -> tuple[Talk, ...]:
    """Return the talks that can be compared with the last one, the earliest first, the last one among them."""
    if not found:
        return ()
    way = found[-1].talks[-1].way
    return tuple(talk for stretch in found for talk in stretch.talks if talk.way == way)


def _findings(found: Sequence[Stretch], codes: Sequence[str], long_months: int) -> Iterator[tuple[date, Finding]]:
    for before, after in pairwise(found):
        on = after.talks[0].on
        if before.scheme == after.scheme:
            yield on, Finding("trend.scheme_mended", Weight.CONCERN, SOURCE, way=after.scheme, on=on)
        else:
            yield (
                on,
                Finding(
                    "trend.scheme_changed", Weight.CONCERN, SOURCE, before=before.scheme, after=after.scheme, on=on
                ),
            )
    talks = [talk for stretch in found for talk in stretch.talks]
    for earlier, later in pairwise(talks):
        if add_months(earlier.on, long_months) < later.on:
            yield later.on, Finding("trend.long_gap", Weight.NOTE, SOURCE, before=earlier.on, after=later.on)
    for talk in talks:
        unknown = tuple(code for code in codes if talk.figures[code] is None)
        if unknown:
            yield talk.on, Finding("trend.no_figure", Weight.NOTE, SOURCE, on=talk.on, scores=unknown)


@dataclass(frozen=True, slots=True)
class _Across:
    """Lays days out from the first to the last; one day alone lies in the middle."""

    first: date
    last: date

    def __call__(self, on: date) -> int:
        days = (self.last - self.first).days
        if not days:
            return WIDE // 2
        return EDGE + (on - self.first).days * (WIDE - 2 * EDGE) // days


def _spot(place: _Across, talk: Talk, code: str) -> Spot:
    value = talk.figures[code]
    assert value is not None, "only known figures have a place"
    return Spot(place(talk.on), int((1 - value) * WIDE))

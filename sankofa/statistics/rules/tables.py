"""Tables of many people: how many, the mean, how far apart, the lowest and the highest, counted in one pass.

Sums are whole numbers, so no order of adding changes them; a mean is divided once and rounded half up to thousandths,
as the mapping prints it.  The standard deviation is that of a sample: divided by the number of people less one.

Everybody in a table has all four scores, so that one number of people stands for all of them; who answered too few
questions is left out and counted apart.

Source: the South Asia mapping, 8.3, Tables 1 to 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

import numpy as np

from sankofa.kernel.money import Rounding, round_fraction
from sankofa.statistics.rules import survey_screen
from sankofa.statistics.rules.asking import Division, Question, asked, division
from sankofa.statistics.rules.columns import MANY, NOT_KNOWN, Chosen, Columns, Whole
from sankofa.statistics.rules.survey_screen import LeftOut

TOTAL: Final = "Total"
UNIT: Final = 10_000
Place = tuple[str, str]
"""A row and a column by their codes; TOTAL for everybody."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of one score of some people; nothing is known of nobody, and no deviation of one person."""

    people: int
    mean: Decimal | None
    deviation: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True)
class Counted:
    """A table as it was counted: true figures, to be shown inside one's scope only.

    `cells` holds every row and column, totals included.  In a table of several answers the rows do not add up.
    """

    question: Question
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, Mapping[str, Figures]]
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    too_few_answers: int = 0
    not_answered: int = 0
    """In a table of several answers: how many people have no answer recorded to this question."""

    def people(self, row: str = TOTAL, column: str = TOTAL) -> int:
        """Return how many people stand in a cell."""
        return next(iter(self.cells[row, column].values())).people


@dataclass(frozen=True)
class Sample:
    """The talks of a table, with how they are divided."""

    columns: Columns
    rows: Division
    along: Division | None
    left_out: Mapping[LeftOut, int]
    too_few_answers: int
    not_answered: int

    def places(self) -> Whole:
        """Return for each talk a number for its row, or its rows, and its column together."""
        width = 1 if self.along is None else len(self.along.codes)
        found: Whole = self.rows.places.astype(np.int64) * width
        return found if self.along is None else found + self.along.places

    def where(self, row: str, column: str) -> Chosen:
        """Return which of the talks stand in a cell."""
        found: Chosen = np.ones(len(self.columns), dtype=np.bool_)
        if row != TOTAL:
            found &= self.rows.chosen(self.rows.codes.index(row))
        if column != TOTAL:
            assert self.along is not None
            found &= self.along.chosen(self.along.codes.index(column))
        return found


def sample(columns: Columns, question: Question, *, scheme: str) -> Sample:
    """Return the talks that a table is counted from, and how many were left out for which reason."""
    stays = asked(columns, question, scheme=scheme)
    left_out: Mapping[LeftOut, int] = {}
    if question.is_screened:
        why = survey_screen.screened(columns)
        left_out = survey_screen.counted(why[stays])
        stays = stays & (why == survey_screen.STAYS)
    complete = stays & (columns.composite != NOT_KNOWN)
    too_few = int(stays.sum()) - int(complete.sum())
    stays, not_answered = complete, 0
    if question.rows in MANY:
        stays = complete & (getattr(columns, question.rows) != 0)
        not_answered = int(complete.sum()) - int(stays.sum())
    # Taken out once: each column of a million talks is copied a single time, or not at all.
    held = columns if stays.all() else columns.of(stays)
    along = division(held, question.columns) if question.columns else None
    return Sample(held, division(held, question.rows), along, left_out, too_few, not_answered)


def counted(columns: Columns, question: Question, *, scheme: str) -> Counted:
    """Return the table that a question asks for."""
    return counted_of(sample(columns, question, scheme=scheme), question)


def counted_of(held: Sample, question: Question) -> Counted:
    """Return the table of talks that were chosen already."""
    scores = {name: held.columns.score(name) for name in question.scores}
    along = held.along
    cells: dict[Place, dict[str, Figures]] = {}
    everybody = np.zeros(len(held.columns), dtype=np.int64)
    across = everybody if along is None else along.places.astype(np.int64)
    width = 1 if along is None else len(along.codes)

    def fill(row: str, places: Whole, values: Mapping[str, Whole]) -> None:
        """Count one row: every column of it, and its total."""
        for column, found in zip(_codes(along), _divided(places, values, width), strict=True):
            cells[row, column] = found
        cells[row, TOTAL] = {name: _figures(each) for name, each in values.items()}

    fill(TOTAL, across, scores)
    if held.rows.bits:
        for number, code in enumerate(held.rows.codes):
            here = held.rows.chosen(number)
            fill(code, across[here], {name: each[here] for name, each in scores.items()})
    else:
        down = held.rows.places.astype(np.int64)
        together = _divided(down * width + across, scores, width * len(held.rows.codes))
        whole = _divided(down, scores, len(held.rows.codes))
        for number, code in enumerate(held.rows.codes):
            for place, column in enumerate(_codes(along)):
                cells[code, column] = together[number * width + place]
            cells[code, TOTAL] = whole[number]
    # A row or a column without anybody says nothing, and is not shown.
    rows = tuple(code for code in held.rows.codes if _count(cells[code, TOTAL]))
    shown = tuple(code for code in _codes(along) if code != TOTAL and _count(cells[TOTAL, code]))
    kept = {(row, column): dict(cells[row, column]) for row in (*rows, TOTAL) for column in (*shown, TOTAL)}
    return Counted(question, rows, shown, kept, held.left_out, held.too_few_answers, held.not_answered)


def _codes(along: Division | None) -> tuple[str, ...]:
    return (TOTAL,) if along is None else along.codes


def _count(cell: Mapping[str, Figures]) -> int:
    return next(iter(cell.values())).people


def _divided(places: Whole, scores: Mapping[str, Whole], size: int) -> list[dict[str, Figures]]:
    """Return the figures of every part, in one pass: sorted once, cut where the number changes."""
    order = np.argsort(places, kind="stable")
    cuts = np.searchsorted(places[order], np.arange(size + 1))
    found: list[dict[str, Figures]] = [{} for _ in range(size)]
    for name, each in scores.items():
        sorted_ = each[order]
        for number in range(size):
            found[number][name] = _figures(sorted_[cuts[number] : cuts[number + 1]])
    return found


def _figures(values: Whole) -> Figures:
    """Return the figures of whole ten-thousandths."""
    people = len(values)
    if not people:
        return Figures(0, None, None, None, None)
    wide = values.astype(np.int64)
    total, squares = int(wide.sum()), int((wide * wide).sum())
    return Figures(
        people,
        thousandths(Fraction(total, people * UNIT)),
        _deviation(people, total, squares),
        thousandths(Fraction(int(wide.min()), UNIT)),
        thousandths(Fraction(int(wide.max()), UNIT)),
    )


def thousandths(value: Fraction) -> Decimal:
    """Return a figure with three decimals, half up, as the mapping prints it."""
    return Decimal(round_fraction(value * 1000, Rounding.HALF_UP)).scaleb(-3)


def _deviation(people: int, total: int, squares: int) -> Decimal | None:
    if people < 2:
        return None
    with localcontext() as context:
        context.prec = 40
        variance = Decimal(people * squares - total * total) / Decimal(people * (people - 1))
        return (variance.sqrt() / UNIT).quantize(Decimal("0.001"), ROUND_HALF_UP)

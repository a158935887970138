"""A table as a page and a file show it: rows with their figures in the reader's language, and the picture of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from sankofa.disclosure.terms import Policy
from sankofa.kernel.money import Rounding
from sankofa.kernel.share import Share
from sankofa.shell import words
from sankofa.statistics import labels
from sankofa.statistics.rules import published
from sankofa.statistics.rules.asking import Question
from sankofa.statistics.rules.tables import TOTAL, Figures, Place

Cells = Mapping[Place, Mapping[str, Figures] | None]
Field = str | int | Decimal | None


@dataclass(frozen=True)
class Shown:
    """A table to be shown: the question, rows and columns by code, and the cells; None where a cell is hidden."""

    question: Question
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Cells
    names: Mapping[str, str]
    is_for_sharing: bool = False

    @property
    def down(self) -> tuple[str, ...]:
        """The rows with everybody last."""
        return (*self.rows, TOTAL)

    @property
    def along(self) -> tuple[str, ...]:
        """The columns with everybody last; everybody alone where nothing stands along the top."""
        return (*self.columns, TOTAL)

    def row_name(self, row: str) -> str:
        """Return how a row is called."""
        return labels.row_name(self.question.rows, row, self.names)

    def column_name(self, column: str) -> str:
        """Return how a column is called."""
        return labels.row_name(self.question.columns, column, self.names)

    def share(self, row: str, column: str) -> Share | None:
        """Return how many of a column's people stand in a row; None where that is hidden or would tell too much."""
        part, whole = self.cells[row, column], self.cells[TOTAL, column]
        if part is None or whole is None:
            return None
        inside, base = _people(part), _people(whole)
        if not base:
            return None
        if self.is_for_sharing:
            policy = Policy()
            if base < policy.percentage_base or 0 < base - inside < policy.threshold:
                return None
        return Share.of(inside, base)


def table(shown: Shown) -> dict[str, Any]:
    """Return the table for the page: each row its name, and for each figure what is written in its cell."""
    head = _head(shown)
    words_first = 0 if shown.columns or len(shown.question.scores) == 1 else 1
    columns = [{"label": labels.WAYS[shown.question.rows]}]
    columns += [{"label": one, "number": place >= words_first} for place, one in enumerate(head)]
    return {"caption": labels.title(shown.question), "columns": columns, "rows": list(_rows(shown))}


def _head(shown: Shown) -> list[str]:
    if shown.columns:
        return [shown.column_name(column) for column in shown.along]
    lowest, highest = ends_named(shown.is_for_sharing)
    measures = [gettext("Mean"), gettext("Standard deviation"), lowest, highest]
    if len(shown.question.scores) == 1:
        return [gettext("People"), *measures]
    return [gettext("Score"), gettext("People"), *measures]


def ends_named(is_for_sharing: bool) -> tuple[str, str]:
    """Return how the two ends of a range are called."""
    if is_for_sharing:
        return gettext("5 % are below"), gettext("5 % are above")
    return gettext("Lowest"), gettext("Highest")


def _rows(shown: Shown) -> Iterator[dict[str, Any]]:
    scores = shown.question.scores
    for row in shown.down:
        name = shown.row_name(row)
        if shown.columns:
            cells = [_in_cell(shown, row, column) for column in shown.along]
            yield {"cells": [name, *cells], "is_total": row == TOTAL}
            continue
        held = shown.cells[row, TOTAL]
        for score in scores:
            figures = None if held is None else held[score]
            written = [_written(one) for one in measures_of(figures)]
            told = [labels.score_name(score)] if len(scores) > 1 else []
            yield {"cells": [name, *told, *written], "is_total": row == TOTAL}


def _in_cell(shown: Shown, row: str, column: str) -> str:
    held = shown.cells[row, column]
    if held is None:
        return gettext("hidden")
    figures = held[shown.question.score]
    if not figures.people:
        return words.number(0)
    return gettext("%(mean)s (%(people)s)") % {
        "mean": _written(figures.mean),
        "people": words.number(figures.people),
    }


def measures_of(figures: Figures | None) -> list[Field]:
    """Return the five measures of a cell; the word for hidden where it is."""
    if figures is None:
        return [gettext("hidden")] * 5
    return [figures.people, figures.mean, figures.deviation, figures.lowest, figures.highest]


def _written(value: Field) -> str:
    match value:
        case None:
            return "–"
        case int():
            return words.number(value)
        case Decimal():
            return words.figure(value)
        case _:
            return value


def picture(shown: Shown, *, of_people: bool) -> list[dict[str, Any]]:
    """Return the bars: for each row its name and, for each column or score, a word and how far the bar goes."""
    if of_people or len(shown.question.scores) == 1:
        score = shown.question.scores[-1]
        asked = [(column, score, shown.column_name(column) if shown.columns else "") for column in shown.along]
    else:
        asked = [(TOTAL, score, labels.score_name(score)) for score in shown.question.scores]
    lines = []
    for row in shown.rows:
        bars = []
        for column, score, label in asked:
            percent, word = _drawn(shown, row, column, score, of_people=of_people)
            kind = score if len(asked) > 1 and score in published.DIMENSIONS and not shown.columns else "act"
            bars.append({"label": label, "percent": percent, "word": word, "kind": kind})
        lines.append({"label": shown.row_name(row), "bars": bars})
    return lines


def _drawn(shown: Shown, row: str, column: str, score: str, *, of_people: bool) -> tuple[Decimal | None, str]:
    """Return how far a bar goes, in per cent, and the word beside it."""
    held = shown.cells[row, column]
    if held is None:
        return None, gettext("hidden")
    if of_people:
        share = shown.share(row, column)
        return (None if share is None else share.as_percent(1, Rounding.HALF_UP)), _of_people(_people(held), share)
    mean = held[score].mean
    return (None if mean is None else mean * 100), _written(mean)


def _of_people(people: int, share: Share | None) -> str:
    if share is None:
        return words.number(people)
    return gettext("%(people)s (%(percent)s %%)") % {
        "people": words.number(people),
        "percent": words.figure(share.as_percent(1, Rounding.HALF_UP)),
    }


def printed_beside(question: Question, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what the mapping printed for the same rows, word for word; None where it printed nothing like it."""
    if question.columns or question.rows not in published.BY_WAY:
        return None
    if question.rows == "group" and len(question.scores) > 1:
        lines = [
            [_printed_row(question, code, names), labels.score_name(score), *_printed(line)]
            for code, held in published.TABLE_1.items()
            for score, line in held.items()
        ]
        head = [labels.WAYS["group"], gettext("Score")]
    elif question.score != published.COMPOSITE:
        return None
    else:
        lines = [
            [_printed_row(question, code, names), *_printed(line)]
            for code, line in published.BY_WAY[question.rows].items()
        ]
        head = [labels.WAYS[question.rows]]
    lowest, highest = ends_named(False)
    measures = [gettext("People"), gettext("Mean"), gettext("Standard deviation"), lowest, highest]
    columns = [{"label": str(label)} for label in head] + [{"label": label, "number": True} for label in measures]
    return {
        "caption": gettext("As the mapping printed it"),
        "hide_caption": True,
        "columns": columns,
        "rows": [{"cells": line} for line in lines],
    }


def _printed_row(question: Question, code: str, names: Mapping[str, str]) -> str:
    return labels.row_name(question.rows, TOTAL if code == published.EVERYBODY else code, names)


def _printed(line: published.Printed) -> list[str]:
    return [
        words.number(line.people),
        *(words.figure(one) for one in (line.mean, line.deviation, line.lowest, line.highest)),
    ]


def lines_of(shown: Shown, *, mark: str) -> tuple[list[str], list[list[Field]]]:
    """Return the headings and the lines of a file: a line for each cell and score, each with the mark of the copy."""
    lowest, highest = ends_named(shown.is_for_sharing)
    head = [str(labels.WAYS[shown.question.rows])]
    if shown.columns:
        head.append(str(labels.WAYS[shown.question.columns]))
    head += [gettext("Score"), gettext("People"), gettext("Mean"), gettext("Standard deviation"), lowest, highest]
    head += [gettext("How to treat it"), gettext("Copy")]
    treat = gettext("for sharing") if shown.is_for_sharing else gettext("not for sharing")
    lines: list[list[Field]] = []
    for row in shown.down:
        for column in shown.along:
            held = shown.cells[row, column]
            for score in shown.question.scores:
                figures = None if held is None else held[score]
                told: list[Field] = [shown.row_name(row)]
                if shown.columns:
                    told.append(shown.column_name(column))
                lines.append([*told, labels.score_name(score), *measures_of(figures), treat, mark])
    return head, lines


def _people(held: Mapping[str, Figures]) -> int:
    return next(iter(held.values())).people

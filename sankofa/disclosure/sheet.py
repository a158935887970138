"""How a protected table is printed: the table as it may go out, and below it, for the office, why."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import product

from sankofa.disclosure.protection import Protection
from sankofa.disclosure.rounding import Rounded
from sankofa.disclosure.table import Cell, Table
from sankofa.disclosure.terms import SOURCE
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.wording import text

ROOM = "sankofa.disclosure"
CODES = ("may_go_out", "must_not_go_out", "for_the_office")
"""What the page says around the table."""
Lines = list[list[str]]


def is_safe(findings: Iterable[Finding]) -> bool:
    """Whether nothing found keeps a table from going out."""
    return all(finding.weight is not Weight.BARRIER for finding in findings)


def of_protection(done: Protection, hidden: str) -> Lines:
    """Return a protected table as lines of fields, with a sign for hidden numbers."""
    return _lines(
        done.table, [hidden if place in done.reasons else str(value) for place, value in enumerate(done.table.values)]
    )


def of_rounded(done: Rounded) -> Lines:
    """Return a rounded table as lines of fields."""
    return _lines(done.table, [str(value) for value in done.values])


def _lines(table: Table, fields: Sequence[str]) -> Lines:
    """The last dimension goes along the top, the others down the side."""
    *down, along = table.dimensions
    lines = [[*(dimension.name for dimension in down), *along.nodes]]
    for cell in product(*(dimension.nodes for dimension in down)):
        lines.append([*cell, *(fields[table.place[_cell(cell, node)]] for node in along.nodes)])
    return lines


def _cell(cell: Cell, node: str) -> Cell:
    return (*cell, node)


def csv_text(lines: Lines) -> str:
    """Return lines of fields as the text of a CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def page(lines: Lines, findings: Sequence[Finding], *, is_safe: bool, locale: str) -> str:
    """Return the table and its explanations for the screen."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = ["  ".join(field.rjust(width) for field, width in zip(line, widths, strict=True)) for line in lines]
    said = ["may_go_out" if is_safe else "must_not_go_out", *(["for_the_office"] if findings else [])]
    verdict, *heading = (text(Finding(code, Weight.NOTE, SOURCE), locale, ROOM) for code in said)
    notes = [f"- {text(finding, locale, ROOM)}" for finding in findings]
    return "\n".join([*table, "", verdict, *(["", *heading] if notes else []), *notes])

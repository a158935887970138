"""Reading a table from a file: a list with one row per combination, or a sheet with rows and columns.

A **list** has a column `count` (people), or a column `amount` (whole minor units) with `people` and `largest_1`,
`largest_2`; every other column is a dimension.  A **sheet** has a dimension down the first column and another along the
first line.  A row or column called Total must add up and is otherwise not needed.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from sankofa.disclosure.table import TOTAL, Cell, Contributions, Dimension, Table, cell_name

COUNT, AMOUNT, PEOPLE = "count", "amount", "people"
_WHOLE = re.compile(r"-?[0-9]+")
_LARGEST = re.compile(r"largest_[0-9]+")

SCHEMA: Mapping[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A table to protect: one object per combination of categories (the CSV file has one row for each)",
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "count": {"type": "integer", "minimum": 0, "description": "how many people"},
            "amount": {"type": "integer", "minimum": 0, "description": "instead of count: a sum in whole minor units"},
            "people": {"type": "integer", "minimum": 0, "description": "with amount: how many people it comes from"},
        },
        "patternProperties": {"^largest_[0-9]+$": {"type": "integer", "minimum": 0}},
        "additionalProperties": {"type": "string", "description": "a dimension and its category"},
        "oneOf": [{"required": ["count"]}, {"required": ["amount", "people", "largest_1", "largest_2"]}],
    },
}


class UnreadableTable(ValueError):
    """The file is not a table as it must be; `field` says where, `right` what would be right."""

    def __init__(self, field: str, right: str) -> None:
        super().__init__(field, right)
        self.field = field
        self.right = right

    def __str__(self) -> str:
        return f"{self.field}: {self.right}."


def table_of(text: str, inside: Mapping[str, str] | None = None, *, absent_is_zero: bool = False) -> Table:
    """Return the table that the text of a CSV file holds.

    `inside` names columns that lie inside another: `{"district": "region"}` makes one dimension of the two.
    Raises UnreadableTable and what `Table` raises.
    """
    rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if any(field.strip() for field in row)]
    if len(rows) < 2:
        raise UnreadableTable("the file", "it needs a line of headings and at least one line of numbers")
    heading = [field.strip() for field in rows[0]]
    if len(set(heading)) < len(heading):
        twice = next(name for name in heading if heading.count(name) > 1)
        raise UnreadableTable(f"the heading {twice!r}", "it stands there twice; every column needs a name of its own")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(heading):
            raise UnreadableTable(
                f"line {number}", f"it has {len(row)} fields; it must have {len(heading)} as the headings"
            )
    body = [[field.strip() for field in row] for row in rows[1:]]
    if COUNT in heading or AMOUNT in heading:
        return _of_list([dict(zip(heading, row, strict=True)) for row in body], inside or {}, absent_is_zero)
    return _of_sheet(heading, body)


def _of_list(rows: Sequence[Mapping[str, str]], inside: Mapping[str, str], absent_is_zero: bool) -> Table:
    names = list(rows[0])
    measure = COUNT if COUNT in names else AMOUNT
    largest = sorted((name for name in names if _LARGEST.fullmatch(name)), key=lambda name: int(name.partition("_")[2]))
    if measure == AMOUNT and not {PEOPLE, "largest_1", "largest_2"} <= set(names):
        raise UnreadableTable(AMOUNT, "sums also need the columns people, largest_1 and largest_2")
    columns = [name for name in names if name not in {measure, PEOPLE, *largest}]
    for finer, wider in inside.items():
        for name in (finer, wider):
            if name not in columns:
                raise UnreadableTable(name, f"there is no such column; the file has {', '.join(columns)}")
    if not columns:
        raise UnreadableTable("the headings", f"beside {measure} there must be at least one column of categories")
    for number, row in enumerate(rows, start=2):
        if any(row[name] == TOTAL for name in columns):
            raise UnreadableTable(
                f"line {number}", f"a list must not hold lines for {TOTAL}; they are added up from the others"
            )
    axes = [name for name in columns if name not in inside.values()]
    dimensions = [_dimension(rows, name, inside) for name in axes]
    values: dict[Cell, int] = {}
    behind: dict[Cell, Contributions] = {}
    for number, row in enumerate(rows, start=2):
        cell = tuple(row[name] for name in axes)
        if cell in values:
            raise UnreadableTable(f"line {number}", f"{cell_name(cell)} stands there twice; give each combination once")
        values[cell] = _whole(row[measure], f"line {number}, {measure}")
        if measure == AMOUNT:
            behind[cell] = _contributions(row, values[cell], largest, number)
    return Table(dimensions, values, behind if measure == AMOUNT else None, absent_is_zero=absent_is_zero)


def _contributions(row: Mapping[str, str], amount: int, largest: Sequence[str], number: int) -> Contributions:
    people = _whole(row[PEOPLE], f"line {number}, {PEOPLE}")
    amounts = tuple(_whole(row[name], f"line {number}, {name}") for name in largest if row[name])
    if list(amounts) != sorted(amounts, reverse=True) or (amounts and amounts[-1] < 0):
        raise UnreadableTable(
            f"line {number}, {largest[0]}", "the largest amounts must come first and none may be below zero"
        )
    if sum(amounts) > amount:
        raise UnreadableTable(
            f"line {number}, {AMOUNT}", f"{amount} is less than its largest amounts together ({sum(amounts)})"
        )
    if people < 0 or len(amounts) < min(people, 2) or (people == 0 and amount):
        raise UnreadableTable(
            f"line {number}, {PEOPLE}", "it must fit the amounts: one largest amount per person, up to two"
        )
    return Contributions(people, amounts[:people])


def _dimension(rows: Sequence[Mapping[str, str]], name: str, inside: Mapping[str, str]) -> Dimension:
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        finer = name
        while finer in inside:
            _placed(found, row[finer], row[inside[finer]], finer, number)
            finer = inside[finer]
        _placed(found, row[finer], TOTAL, finer, number)
    return Dimension(name, found)


def _placed(found: dict[str, str], category: str, wider: str, column: str, number: int) -> None:
    if not category:
        raise UnreadableTable(f"line {number}, {column}", "it is empty; write “unknown” where it is unknown")
    if found.setdefault(category, wider) != wider:
        raise UnreadableTable(
            f"line {number}, {column}",
            f"{category} lies in {wider} here and in {found[category]} before; it must be one",
        )


def _of_sheet(heading: Sequence[str], body: Sequence[Sequence[str]]) -> Table:
    numbers: dict[Cell, int] = {}
    for number, row in enumerate(body, start=2):
        for column, field in zip(heading[1:], row[1:], strict=True):
            if (row[0], column) in numbers:
                raise UnreadableTable(f"line {number}", f"{row[0]} stands there twice; give each category once")
            numbers[row[0], column] = _whole(field, f"line {number}, {column}")
    rows = Dimension.flat(heading[0] or "rows", [row[0] for row in body if row[0] != TOTAL])
    columns = Dimension.flat("columns", [column for column in heading[1:] if column != TOTAL])
    table = Table([rows, columns], {cell: value for cell, value in numbers.items() if TOTAL not in cell})
    for cell, value in numbers.items():
        if value != table.value(*cell):
            raise UnreadableTable(cell_name(cell), f"it is {value}, but its parts add up to {table.value(*cell)}")
    return table


def _whole(field: str, where: str) -> int:
    if not _WHOLE.fullmatch(field):
        raise UnreadableTable(where, f"{field!r} is not a whole number in plain digits")
    return int(field)

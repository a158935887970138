"""Counting people at an event by sex and age, without names.

A cell that nobody counted is unknown and not nought; a sum says how much of it is known.  Source: casework 2.5: figures
by sex and age; the rule that unknown is its own value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SEXES = ("female", "male", "other", "unknown")
AGES = ("0-17", "18-24", "25-59", "60+", "unknown")
CELLS = tuple(f"{sex}|{age}" for sex in SEXES for age in AGES)
COUNT_MAX = 100_000
Counts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Total:
    """How many people were counted, and whether some cells were left uncounted."""

    people: int | None
    is_complete: bool


def total(counts: Counts, cells: Iterable[str] = CELLS) -> Total:
    """Return the sum of some cells.  None where nobody counted any of them.

    People of unknown sex or age are people: they count.  The cells for them may stay empty without a gap.
    """
    held = {cell: counts.get(cell) for cell in cells}
    known = [number for number in held.values() if number is not None]
    gaps = [cell for cell, number in held.items() if number is None and "unknown" not in cell and "other" not in cell]
    return Total(sum(known) if known else None, is_complete=bool(known) and not gaps)


def of_sex(sex: str) -> tuple[str, ...]:
    """Return the cells of one sex."""
    return tuple(cell for cell in CELLS if cell.startswith(f"{sex}|"))


def of_age(age: str) -> tuple[str, ...]:
    """Return the cells of one age group."""
    return tuple(cell for cell in CELLS if cell.endswith(f"|{age}"))

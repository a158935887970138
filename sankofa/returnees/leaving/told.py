"""One person as a row of a list that leaves the register sees them: all their files read as one.

Of facts that somebody has one of, the first file that says anything counts, the leading one first, unless somebody
chose between them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext

from sankofa.returnees.models import Document, Journey, Passage, Person
from sankofa.store.models import Record
from sankofa.store.rules.sealing import CannotOpen

Cell = str | int | date | None
UNKNOWN = "unknown"
NOTHING = frozenset({None, "", UNKNOWN})
BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Told:
    """One person as a row sees them: all their files read as one."""

    person: Person
    journey: Journey | None
    document: Document | None
    mark: str
    number: str
    papers: Sequence[Document] = ()
    more: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """What was asked beyond the first page, by the kind of record, of the leading file first."""
    chosen: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    """The record whose word stands, by kind and column, where somebody chose between joined files."""

    is_naming: bool = True
    """Whether the list tells who its rows are about; one that does not has no whole days."""

    @property
    def passage(self) -> Passage | None:
        """How the journey of the row went, where somebody told it."""
        return next((one for one in self.more.get("passage", ()) if one.journey_id == self._journey_id), None)

    @property
    def _journey_id(self) -> Any:
        return None if self.journey is None else self.journey.pk

    def first(self, kind: str, column: str) -> Any:
        """Return what the first record of a kind that says anything holds in a column; None: nobody said."""
        held = (getattr(record, column) for record in self._of(kind, column))
        return next((value for value in held if value not in NOTHING), None)

    def first_opened(self, kind: str, column: str) -> str | None:
        """Return what the first record of a kind holds in a sealed column; None: nobody said."""
        held = (opened(record, column) for record in self._of(kind, column))
        return next((value for value in held if value), None)

    def _of(self, kind: str, column: str) -> Sequence[Any]:
        stands = self.chosen.get((kind, column))
        return self.more.get(kind, ()) if stands is None else (stands,)

    def all(self, kind: str, column: str, /, **where: str) -> str | None:
        """Return what every record of a kind holds in a column, each once, with commas between; None: nothing."""
        return BETWEEN.join(dict.fromkeys(self._all(kind, column, where))) or None

    def _all(self, kind: str, column: str, where: Mapping[str, str]) -> Iterator[str]:
        for record in self.more.get(kind, ()):
            value = getattr(record, column)
            if value not in NOTHING and all(getattr(record, name) == wanted for name, wanted in where.items()):
                yield str(value)


def opened(record: Record | None, column: str) -> str | None:
    """Return what a sealed column says, or that its key is missing; None where it says nothing."""
    if record is None:
        return None
    try:
        said: str | None = getattr(record, column)
    except CannotOpen:
        return gettext("cannot be opened: a key is missing")
    return said


def opened_codes(record: Record | None, column: str) -> str | None:
    """Return the codes of a sealed answer with commas between; None where it says nothing."""
    said = opened(record, column)
    return BETWEEN.join(said.split()) if said else None


def of_journey(told: Told, column: str) -> str:
    """Return a code of the row's journey."""
    return UNKNOWN if told.journey is None else str(getattr(told.journey, column))


def district(path: str | None) -> str:
    """Return the path of the district in which a place lies; empty where none is known."""
    return ".".join(path.split(".")[:3]) if path else ""


def day(told: Told, name: str) -> date | None:
    """Return a day of the row's journey, such as `left`; in a list without names a whole day as its month.

    The day somebody came back, beside their district, tells who they are to whoever saw them come.
    """
    held: date | None = None if told.journey is None else getattr(told.journey, f"{name}_on")
    return month(held) if held is not None and _is_coarsened(told, name) else held


def month(held: date) -> date:
    """Return the first day of the month in which a day lies."""
    return held.replace(day=1)


def precision(told: Told, name: str) -> str:
    """Return how exactly a day of the row's journey stands in the row."""
    return "month" if _is_coarsened(told, name) else of_journey(told, f"{name}_precision")


def calendar_of_journey(told: Told, name: str) -> str:
    """Return the calendar in which a day of the row's journey stands in the row."""
    return "gregorian" if _is_coarsened(told, name) else calendar(told.journey, name)


def _is_coarsened(told: Told, name: str) -> bool:
    return not told.is_naming and of_journey(told, f"{name}_precision") == "day"


def calendar(record: Record | None, day: str) -> str:
    """Return the calendar in which a day was said; unknown where the day is."""
    if record is None or getattr(record, f"{day}_precision") == UNKNOWN:
        return UNKNOWN
    return str(getattr(record, f"{day}_calendar"))

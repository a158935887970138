"""What a list says of somebody beyond the first page, as rows of its own tables.

A list brings family names, nationality, other numbers, languages, occupations and how a journey went.  Nothing asked
with care, such as health, comes in by a list.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sankofa.returnees.models import Journey, Passage, Person, Profile, ReferenceNumber, SpokenLanguage, Work
from sankofa.returnees.rules.terms import PersonTerms

MoreRecord = Profile | ReferenceNumber | SpokenLanguage | Work | Passage
BROUGHT: Mapping[str, type[Any]] = {
    "profile": Profile,
    "reference": ReferenceNumber,
    "language": SpokenLanguage,
    "work": Work,
    "passage": Passage,
}
"""The tables that a list can fill, by the kind of record."""


def rows_of(said: PersonTerms, person: Person, journey: Journey | None, *, at: datetime) -> Iterator[MoreRecord]:
    """Yield what was said of somebody beyond the first page as rows that are not written yet."""
    for more in said.more:
        if more.kind == "passage":
            assert journey is not None, "how a journey went is told of a journey"
            yield Passage(person=person, created_at=at, journey=journey, **dict(more.said))
        else:
            yield BROUGHT[more.kind](person=person, created_at=at, **dict(more.said))


def write(rows: Sequence[MoreRecord]) -> None:
    """Write rows, table by table, inside the action that registers the people they are about."""
    for table in BROUGHT.values():
        if held := [row for row in rows if type(row) is table]:
            table._base_manager.bulk_create(held)

"""What was built on somebody since they came in by a list: the reason why they stay when the list is taken back.

No room is asked by name, so none can be forgotten: every foreign key that points at a person, or at what is registered
with one, counts, and every column of any room that can hold a person's id.  Only what registering itself writes does
not count, as long as nobody has touched it since.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from sankofa.intake import queries as files
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees.models import Document, Journey, PairState, Person, PossibleSame, ProtectedMatch, SearchKey
from sankofa.returnees.said_more import BROUGHT
from sankofa.store.models import Revision

WITH_HISTORY: tuple[type[models.Model], ...] = (*BROUGHT.values(), Document, Journey)
PARTS: tuple[type[models.Model], ...] = (SearchKey, PossibleSame, ProtectedMatch, *WITH_HISTORY)
"""What is written when somebody comes in, in the order in which it goes again; the person goes last."""
HISTORIES = frozenset({"store.revision", "audit.event"})
"""Tables that tell what happened; being told of is not being built on."""
ROWS_OF_FILES = "intake.rowresult"
AT_ONCE = 400
SOURCE = "taking a list back"
_WHY: Mapping[str, str] = {
    "surveys": "stays_talked",
    "sustainability": "stays_talked",
    "debts": "stays_talked",
    "consent": "stays_consent",
    "messages": "stays_written_to",
    "approvals": "stays_proposed",
    "shell.draft": "stays_begun",
    "accounts.opening": "stays_opened",
    "returnees.sentback": "stays_sent_back",
    "returnees.sameperson": "stays_compared",
    "returnees.fieldchoice": "stays_compared",
    ROWS_OF_FILES: "stays_other_list",
}
"""The reason by room or by table.  What stands here under no name is other work: its reason says no more."""
ELSEWHERE, CORRECTED, COMPARED = "stays_elsewhere", "stays_corrected", "stays_compared"
CODES = (
    "stays_talked",
    "stays_consent",
    "stays_written_to",
    "stays_proposed",
    "stays_begun",
    "stays_opened",
    "stays_sent_back",
    "stays_compared",
    "stays_other_list",
    "stays_corrected",
    "stays_elsewhere",
)
assert set(CODES) == {*_WHY.values(), ELSEWHERE, CORRECTED, COMPARED}, "every reason has its code"


def reasons(codes: Collection[str]) -> tuple[Finding, ...]:
    """Return why somebody stays, each reason once."""
    return tuple(Finding(code, Weight.NOTE, SOURCE) for code in CODES if code in codes)


def built_on(people: Collection[UUID], *, source: str) -> dict[UUID, set[str]]:
    """Return, of people whom a file brought in, those on whom something was built since, and what: codes."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for some in _some(sorted(people)):
        parts = {part: _parts(part, some) for part in PARTS if part in WITH_HISTORY or keys_to(part)}
        for whose, code in _changed(some, parts, source=source):
            found[whose].add(code)
        for whose in _compared(some):
            found[whose].add(COMPARED)
        for whose in _matched(some):
            found[whose].add(ELSEWHERE)
        of_people: dict[type[models.Model], Mapping[Any, Sequence[UUID]]] = {
            Person: {whose: [whose] for whose in some},
            **parts,
        }
        for target, owners in of_people.items():
            for label, whose in _pointing(target, owners):
                found[whose].add(_why(label))
        for label, whose in _named(some, source=source):
            found[whose].add(_why(label))
    return dict(found)


def keys_to(target: type[models.Model]) -> "list[models.ForeignKey[Any, Any]]":
    """Return every foreign key of any table that points at this one, but for those of what is registered together."""
    relations = target._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in PARTS
    ]


def columns_of_ids() -> "list[models.Field[Any, Any]]":
    """Return every column of any table, foreign keys apart, that can hold the id of a person."""
    return [
        field
        for table in apps.get_models(include_auto_created=True)
        if table.__module__.startswith("sankofa.") and table._meta.label_lower not in HISTORIES
        for field in table._meta.concrete_fields
        if not field.is_relation and not field.primary_key and _holds_ids(field)
    ]


def _holds_ids(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.UUIDField):
        return True
    return isinstance(field, models.CharField) and field.name.endswith("_id") and (field.max_length or 0) >= 36


def _why(label: str) -> str:
    return _WHY.get(label) or _WHY.get(label.partition(".")[0]) or ELSEWHERE


def _parts(part: type[models.Model], people: Sequence[UUID]) -> dict[Any, list[UUID]]:
    """Return whose the rows of a table are: the people by the row's key."""
    owners: dict[Any, list[UUID]] = defaultdict(list)
    wanted = set(people)
    for key in (field for field in part._meta.concrete_fields if field.related_model is Person):
        rows = part._base_manager.filter(**{f"{key.name}__in": people}).values_list("pk", key.attname)
        for row, whose in rows:
            if whose in wanted:
                owners[row].append(whose)
    return dict(owners)


def _changed(
    people: Sequence[UUID], parts: Mapping[type[models.Model], Mapping[Any, Sequence[UUID]]], *, source: str
) -> Iterator[tuple[UUID, str]]:
    """Yield who was corrected since, or has a journey or a paper that did not come in by the file."""
    owners: dict[tuple[str, str], Sequence[UUID]] = {(_kind(Person), str(whose)): [whose] for whose in people}
    for part in WITH_HISTORY:
        owners |= {(_kind(part), str(row)): whose for row, whose in parts[part].items()}
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, row in owners:
        by_kind[kind].append(row)
    came_in_at: dict[UUID, Any] = {}
    others: list[tuple[UUID, Any]] = []
    brought = set()
    for kind, rows in by_kind.items():
        for some in _some(rows):
            lines = Revision.objects.filter(subject_kind=kind, subject_id__in=some)
            for row, number, at, reference in lines.values_list("subject_id", "number", "at", "source_reference"):
                for whose in owners[kind, row]:
                    if number > 1:
                        yield whose, CORRECTED
                    elif kind == _kind(Person):
                        came_in_at[whose] = at
                        if reference.startswith(f"{source}/"):
                            brought.add(whose)
                    else:
                        others.append((whose, at))
    for whose, at in others:
        if came_in_at.get(whose) != at:
            yield whose, CORRECTED
    for whose in people:
        if whose not in brought:
            yield whose, ELSEWHERE


def _compared(people: Sequence[UUID]) -> Iterator[UUID]:
    """Yield whom somebody compared with another file, whatever they said."""
    wanted = set(people)
    decided = PossibleSame.objects.exclude(state=PairState.OPEN)
    rows = decided.filter(models.Q(one__in=people) | models.Q(other__in=people)).values_list("one_id", "other_id")
    for pair in rows:
        yield from wanted.intersection(pair)


def _matched(people: Sequence[UUID]) -> Iterator[UUID]:
    """Yield whom an officer compared with a protected file; whoever reads the reason is not told so."""
    settled = ProtectedMatch.objects.filter(settled_at__isnull=False, other__in=people)
    yield from settled.values_list("other_id", flat=True)


def _pointing(target: type[models.Model], owners: Mapping[Any, Sequence[UUID]]) -> Iterator[tuple[str, UUID]]:
    for key in keys_to(target):
        for some in _some(list(owners)):
            rows = key.model._base_manager.filter(**{f"{key.name}__in": some})
            for held in rows.values_list(key.attname, flat=True):
                for whose in owners[held]:
                    yield key.model._meta.label_lower, whose


def _named(people: Sequence[UUID], *, source: str) -> Iterator[tuple[str, UUID]]:
    texts = {str(whose): whose for whose in people}
    for column in columns_of_ids():
        label = column.model._meta.label_lower
        if label == ROWS_OF_FILES:
            continue
        wanted: Sequence[Any] = people if isinstance(column, models.UUIDField) else list(texts)
        held = column.model._base_manager.filter(**{f"{column.name}__in": wanted})
        for one in held.values_list(column.name, flat=True).distinct():
            yield label, texts[str(one)]
    for one in files.named_elsewhere(texts, source=source):
        yield ROWS_OF_FILES, texts[one]


def _kind(table: type[models.Model]) -> str:
    return table._meta.label_lower


def _some(many: Iterable[Any]) -> Iterator[list[Any]]:
    held = list(many)
    for first in range(0, len(held), AT_ONCE):
        yield held[first : first + AT_ONCE]

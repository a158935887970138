"""Changing the current key while the product runs, and giving up an old one once nothing needs it.

A rotation first adds a key to the ring, so that everything new is sealed under it at once, then reseals what is there,
a few hundred values at a time: the keys of people, the keys of files, and every sealed column of every table.  What is
sealed under a person's own key is not touched; it follows that key.  Where it has come to is kept in a row, so a stop
loses nothing.  A value that somebody writes meanwhile is not overwritten: only what was read is replaced.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from sankofa.store import keys, subjects
from sankofa.store.blobs import place_of as place_of_blob
from sankofa.store.fields import _Sealed, sealed_fields
from sankofa.store.hooks import Hook
from sankofa.store.models import Blob, Revision, Rotation, SubjectKey
from sankofa.store.rules import sealing

BATCH = 500
ROUNDS_MAX = 3
"""How often what is left is looked for again; what is written under an old key while one round runs is left for it."""
HISTORY = "history"


class CurrentKey(Exception):
    """The key is the current one; it can be retired once another one is current."""


class UnknownKey(Exception):
    """There is no such key on the ring."""


class StillNeeded(Exception):
    """Something is sealed under the key; carries what and how much."""

    def __init__(self, needing: Mapping[str, int]) -> None:
        self.needing = dict(needing)
        super().__init__(", ".join(f"{count} in {where}" for where, count in needing.items()))


@dataclass(frozen=True, slots=True)
class KeysChanged:
    """The key ring changed: a key was added, everything was resealed, a key was retired."""

    what: str
    number: int
    at: datetime


changed: Hook[[KeysChanged], None] = Hook("the keys changed")
"""Told inside the transaction that notes it, for the record of who did what."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that holds sealed values, and how one of them is sealed anew."""

    model: type[models.Model]
    name: str
    anew: Callable[[Any], bytes]

    @property
    def label(self) -> str:
        """The name by which people and the cursor call it: table and column."""
        return f"{self.model._meta.db_table}.{self.name}"

    def rows(self, after: Any = None) -> "models.QuerySet[models.Model]":
        """Return the rows whose value lies under a key of the ring, in the order of their keys."""
        table, name = connection.ops.quote_name(self.model._meta.db_table), connection.ops.quote_name(self.name)
        found = self.model._base_manager.extra(  # noqa: S610  names of our own tables
            where=[f"substr({table}.{name}, 1, 1) = %s"], params=[bytes([sealing.FORMAT])]
        ).order_by("pk")
        return found if after is None else found.filter(pk__gt=after)

    def counts(self) -> dict[int, int]:
        """Return how many values lie under each key of the ring."""
        table, name = connection.ops.quote_name(self.model._meta.db_table), connection.ops.quote_name(self.name)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT substr({name}, 1, 3), count(*) FROM {table} "  # noqa: S608  names of our own tables
                f"WHERE substr({name}, 1, 1) = %s GROUP BY 1",
                [bytes([sealing.FORMAT])],
            )
            return {int.from_bytes(bytes(head)[1:3], "big"): count for head, count in cursor.fetchall()}

    def replace(self, changes: Sequence[tuple[bytes, Any, bytes]]) -> None:
        """Replace values by what they are sealed anew, each (new, row, old) only where it still is what was read."""
        meta = self.model._meta
        assert meta.pk is not None
        quote = connection.ops.quote_name
        sql = (
            f"UPDATE {quote(meta.db_table)} SET {quote(self.name)} = %s "  # noqa: S608  names of our own tables
            f"WHERE {quote(meta.pk.column)} = %s AND {quote(self.name)} = %s"
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                sql, [(new, meta.pk.get_db_prep_value(row, connection), old) for new, row, old in changes]
            )


def columns() -> list[Column]:
    """Return every column that holds sealed values: keys of people and files first, then what the tables declare."""
    own = [
        Column(SubjectKey, "sealed_key", lambda row: _rewrapped(row.sealed_key, subjects.place_of(row.pk))),
        Column(Blob, "sealed_key", lambda row: _rewrapped(row.sealed_key, place_of_blob(row))),
    ]
    declared = [Column(model, field.column, _anew(field)) for model, field in sealed_fields()]
    return [*own, *sorted(declared, key=lambda column: column.label)]


def status() -> dict[int, dict[str, int]]:
    """Return, for every key that is on the ring or needed, how many values of which column lie under it."""
    found: dict[int, dict[str, int]] = {number: {} for number in keys.ring().sealing}
    for column in columns():
        for number, count in column.counts().items():
            found.setdefault(number, {})[column.label] = count
    return found


def begin(*, at: datetime) -> Rotation:
    """Return the rotation that is under way, or begin one: the ring has a new current key once this returns."""
    under_way = Rotation.objects.filter(finished_at__isnull=True).order_by("to_key").first()
    if under_way is not None:
        return under_way
    current = keys.ring().current
    # The power went between the ring and this table: go on with the key that is there already.
    is_noted = current == 1 or Rotation.objects.filter(to_key=current).exists()
    number = keys.change_ring(_ring_file(), sealing.KeyRing.with_new_key).current if is_noted else current
    with transaction.atomic():
        made = Rotation.objects.create(to_key=number, created_at=at)
        changed.tell(KeysChanged("key_added", number, at))
    return made


def to_reseal(rotation: Rotation) -> int:
    """Return how many values still lie under another key than the current one."""
    return sum(sum(_needing(number).values()) for number in status() if number != rotation.to_key)


def reseal(rotation: Rotation, *, at: datetime) -> Iterator[int]:
    """Reseal what lies under older keys, yielding how many values each batch held.  Begins where it stopped."""
    for _ in range(ROUNDS_MAX):
        for column in _from(rotation.step):
            yield from _reseal_column(column, rotation)
        rotation.step, rotation.cursor = "", ""
        rotation.save(update_fields=["step", "cursor"])
        if not to_reseal(rotation):
            break
    if to_reseal(rotation):
        return
    with transaction.atomic():
        rotation.finished_at = at
        rotation.save(update_fields=["finished_at"])
        changed.tell(KeysChanged("resealed", rotation.to_key, at))


def retire(number: int, *, at: datetime, with_history: bool = False) -> None:
    """Take an old key off the ring for good.  Raises CurrentKey, UnknownKey, StillNeeded.

    Old values in histories cannot be resealed, because the record of events vouches for their bytes.  `with_history`
    gives them up: nobody reads them any more.
    """
    ring = keys.ring()
    if number not in ring.sealing:
        raise UnknownKey
    if number == ring.current:
        raise CurrentKey
    needing = _needing(number) | ({} if with_history else _in_history(number))
    if needing:
        raise StillNeeded(needing)
    with transaction.atomic():
        changed.tell(KeysChanged("key_retired", number, at))
        keys.change_ring(_ring_file(), lambda held: held.without_key(number))


def _reseal_column(column: Column, rotation: Rotation) -> Iterator[int]:
    after = column.model._meta.pk.to_python(rotation.cursor) if rotation.cursor else None
    rotation.step = column.label
    while batch := list(column.rows(after)[:BATCH]):
        subjects.fetch([whose for row in batch if (whose := subjects.subject_of_record(row)) is not None])
        changes = [change for row in batch if (change := _change(column, row, rotation.to_key)) is not None]
        after = batch[-1].pk
        with transaction.atomic():
            column.replace(changes)
            rotation.cursor, rotation.resealed = str(after), rotation.resealed + len(changes)
            rotation.save(update_fields=["step", "cursor", "resealed"])
        yield len(changes)
    rotation.cursor = ""


def _change(column: Column, row: models.Model, current: int) -> tuple[bytes, Any, bytes] | None:
    old = _held(row, column.name)
    is_current = sealing.key_number_of(old) == current and subjects.subject_of_record(row) is None
    if is_current:
        return None
    try:
        return column.anew(row), row.pk, old
    except sealing.Erased:
        # Theirs from before there were keys of people, and they were erased since: nothing may be kept of it.
        return None


def _held(row: models.Model, name: str) -> bytes:
    field = next(field for field in row._meta.concrete_fields if field.column == name)
    held = row.__dict__[field.attname]
    return bytes(getattr(held, "sealed", held))


def _anew(field: _Sealed) -> Callable[[Any], bytes]:
    def anew(row: models.Model) -> bytes:
        return field.sealed_anew(row, field.opened_on(row, _held(row, field.column)))

    return anew


def _rewrapped(sealed: bytes, place: str) -> bytes:
    ring = keys.ring()
    return sealing.seal(sealing.opened(bytes(sealed), ring=ring, place=place), ring=ring, place=place)


def _from(step: str) -> Sequence[Column]:
    every = columns()
    labels = [column.label for column in every]
    return every[labels.index(step) :] if step in labels else every


def _needing(number: int) -> dict[str, int]:
    found = {column.label: column.counts().get(number, 0) for column in columns()}
    return {label: count for label, count in found.items() if count}


def _in_history(number: int) -> dict[str, int]:
    """Return how many old values in histories lie under a key."""
    head = f"{sealing.FORMAT:02x}{number:04x}"
    sealed: dict[str, set[str]] = {}
    for model, field in sealed_fields():
        sealed.setdefault(model._meta.label_lower, set()).add(field.attname)
    lines = Revision.objects.filter(subject_kind__in=sealed)
    count = 0
    for kind, changes in lines.values_list("subject_kind", "changes").iterator(chunk_size=2000):
        values = (value for name in sealed[kind] & set(changes) for value in changes[name])
        count += sum(str(value or "").startswith(head) for value in values)
    return {HISTORY: count} if count else {}


def _ring_file() -> Path:
    return Path(settings.KEY_RING_FILE)

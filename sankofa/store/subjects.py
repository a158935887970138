"""The own keys of people: made when something of theirs is first sealed, met when it is read, destroyed to erase.

Reading costs one query however many people are on a page: whose values come from the database is remembered, and the
first value that is opened fetches the keys of all of them.  What was fetched is forgotten when a request ends.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from sankofa.kernel import clock
from sankofa.store import keys
from sankofa.store.rules import sealing

if TYPE_CHECKING:
    from sankofa.store.models import SubjectKey

MET_MAX = 1_000
"""How many people's keys are fetched at once; who reads more rows than this fetches again for the next ones."""
FETCHED_MAX = 20_000
CHUNK = 500


class _Chain(threading.local):
    """What one thread knows of people's keys while it answers one request."""

    def __init__(self) -> None:
        self.met: dict[bytes, None] = {}
        self.sealed: dict[UUID, bytes] = {}
        self.opened: dict[UUID, bytes] = {}
        self.held: dict[UUID, bytes] = {}


_chain = _Chain()


def subject_of_record(record: models.Model) -> UUID | None:
    """Return whose record this is; None where it is nobody's."""
    # Asked by name: the tables are made of these fields, so this module cannot import what a table is made of.
    whose = getattr(record, "sealed_for", None)
    return None if whose is None else cast("UUID | None", whose())


def meet(sealed: bytes) -> None:
    """Remember whose value was read, so that its key is fetched together with those of the others."""
    if sealed[:1] == bytes([sealing.FORMAT_OF_SUBJECT]):
        whose = sealed[1 : 1 + sealing.SUBJECT_BYTES]
        _chain.met[whose] = None
        if len(_chain.met) > MET_MAX:
            del _chain.met[next(iter(_chain.met))]


def key_to_open(whose: UUID, *, place: str) -> bytes:
    """Return somebody's own key.  Raises Erased where it was destroyed, CannotOpen where it is not there."""
    known = _chain.held.get(whose) or _chain.opened.get(whose)
    if known is not None:
        return known
    if whose not in _chain.sealed:
        fetch({whose, *(UUID(bytes=met) for met in _chain.met)})
    if whose not in _chain.sealed:
        raise sealing.CannotOpen(place, "the own key of whom it belongs to is not there")
    _chain.opened[whose] = _open(whose, _chain.sealed[whose])
    return _chain.opened[whose]


def fetch(subjects: Collection[UUID]) -> None:
    """Fetch the keys of many at once, for whoever is about to read their values row by row."""
    _chain.met.clear()
    if len(_chain.sealed) + len(subjects) > FETCHED_MAX:
        _chain.sealed.clear()
        _chain.opened.clear()
    for chunk in _chunks([one for one in subjects if one not in _chain.sealed]):
        _chain.sealed.update(_rows(chunk))


def key_to_seal(whose: UUID) -> bytes:
    """Return the key to seal something of somebody's under, made now where there is none.  Raises Erased.

    Never from what an earlier transaction fetched: a key made in one that was taken back is no key.
    """
    known = _chain.held.get(whose)
    return known if known is not None else _kept([whose], at=clock.now())[whose]


@contextmanager
def holding(subjects: Iterable[UUID], *, at: datetime, are_new: bool = False) -> Iterator[None]:
    """Hold the keys of many while their values are sealed: one query instead of one for each value.

    Inside one transaction only.  People known to be new need not be looked for.  Raises Erased.
    """
    assert transaction.get_connection().in_atomic_block, "keys are held inside the transaction that made them"
    before = _chain.held
    _chain.held = {**before, **_kept(list(subjects), at=at, are_new=are_new)}
    try:
        yield
    finally:
        _chain.held = before


def sealed_text(text: str, *, record: models.Model, place: str) -> bytes:
    """Return text sealed for a place outside the tables' own columns, under the key of whom a record belongs to."""
    whose = subject_of_record(record)
    if whose is None:
        return sealing.seal(text.encode(), ring=keys.ring(), place=place)
    return sealing.seal_for(text.encode(), subject=whose, key=key_to_seal(whose), place=place)


def opened_text(sealed: bytes, *, place: str) -> str:
    """Return text that was sealed for a place outside the tables' own columns.  Raises CannotOpen, Erased."""
    return opened_bytes(sealed, place=place).decode()


def opened_bytes(sealed: bytes, *, place: str) -> bytes:
    """Return what a sealed value holds, whichever key it lies under.  Raises CannotOpen, Erased."""
    whose = sealing.subject_of(sealed)
    if whose is None:
        return sealing.opened(sealed, ring=keys.ring(), place=place)
    return sealing.opened_for(sealed, key=key_to_open(whose, place=place), place=place)


def destroy(whose: UUID, *, at: datetime) -> None:
    """Destroy somebody's own key: whatever of theirs is sealed anywhere, nobody opens it again.

    Where there was none a destroyed one is written all the same, so that none can be made later.
    """
    _table()._default_manager.update_or_create(
        pk=whose, defaults={"sealed_key": b"", "destroyed_at": at}, create_defaults=_destroyed(at)
    )
    forget()


def destroy_all(subjects: Collection[UUID], *, at: datetime) -> None:
    """Destroy the own keys of many people at once, as `destroy` does for one."""
    for chunk in _chunks(list(subjects)):
        _table()._default_manager.filter(pk__in=chunk).update(sealed_key=b"", destroyed_at=at)
        missing = set(chunk) - set(_rows(chunk))
        _table()._default_manager.bulk_create(_table()(pk=whose, **_destroyed(at)) for whose in missing)
    forget()


def not_yet_destroyed(subjects: Collection[UUID]) -> set[UUID]:
    """Return which of these people's keys are not destroyed here, whether or not there is a row of theirs."""
    gone: set[UUID] = set()
    for chunk in _chunks(list(subjects)):
        gone |= set(
            _table()._default_manager.filter(pk__in=chunk, destroyed_at__isnull=False).values_list("pk", flat=True)
        )
    return set(subjects) - gone


def destroyed() -> dict[UUID, datetime]:
    """Return whose keys were destroyed, and when."""
    found = _table()._default_manager.filter(destroyed_at__isnull=False)
    return dict(cast("Iterable[tuple[UUID, datetime]]", found.values_list("pk", "destroyed_at")))


def forget(**_: Any) -> None:
    """Forget every key that was fetched; a destroyed one must not live on in a process."""
    _chain.met.clear()
    _chain.sealed.clear()
    _chain.opened.clear()


def place_of(whose: UUID) -> str:
    """Return the place that somebody's own key is bound to."""
    return f"subject/{whose}"


def _destroyed(at: datetime) -> dict[str, Any]:
    return {"sealed_key": b"", "made_at": at, "destroyed_at": at}


def _open(whose: UUID, sealed: bytes) -> bytes:
    if not sealed:
        raise sealing.Erased(whose)
    return sealing.opened(sealed, ring=keys.ring(), place=place_of(whose))


def _kept(subjects: Sequence[UUID], *, at: datetime, are_new: bool = False) -> dict[UUID, bytes]:
    """Return the keys of people as the database holds them, made where there are none."""
    there: dict[UUID, bytes] = {}
    if not are_new:
        for chunk in _chunks(subjects):
            there.update(_rows(chunk))
    found = {whose: _open(whose, sealed) for whose, sealed in there.items()}
    missing = [whose for whose in dict.fromkeys(subjects) if whose not in found]
    if not missing:
        return found
    table, ring = _table(), keys.ring()
    fresh = {whose: sealing.fresh_key() for whose in missing}
    table._default_manager.bulk_create(
        [
            table(pk=whose, made_at=at, sealed_key=sealing.seal(key, ring=ring, place=place_of(whose)))
            for whose, key in fresh.items()
        ],
        ignore_conflicts=not are_new,
    )
    if are_new:
        return found | fresh
    # Another transaction may have been first with one of them; its key is the key.
    for chunk in _chunks(missing):
        found.update({whose: _open(whose, sealed) for whose, sealed in _rows(chunk).items()})
    return found


def _rows(subjects: Sequence[UUID]) -> dict[UUID, bytes]:
    rows = _table()._default_manager.filter(pk__in=subjects).values_list("pk", "sealed_key")
    return {whose: bytes(sealed) for whose, sealed in rows}


def _chunks(subjects: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(subjects), CHUNK):
        yield subjects[start : start + CHUNK]


def _table() -> "type[SubjectKey]":
    return cast("type[SubjectKey]", apps.get_model("store", "SubjectKey"))

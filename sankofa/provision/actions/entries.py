"""Writes of entries: add help to the map, put it right in a new version, say that it is over.

They are done for an office, of help in its own country: the map belongs to everybody, and whoever is near knows best.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.provision import permissions, queries
from sankofa.provision.actions import keeping
from sankofa.provision.models import Entry, EntryVersion, Origin
from sankofa.provision.rules import content, kept, terms
from sankofa.store import revisions

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class NotNearby(Exception):
    """An office puts right what is in its own country, and never another organisation's own entry."""


class NothingChanged(Exception):
    """What was written is word for word what was there."""


class ClosedAlready(Exception):
    """It is said already that this is over."""


class NothingWaits(Exception):
    """No newer text of the paper waits beside what the office wrote."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote of an entry: the entry, who says so, what changed, and whether everybody may find it."""

    entry: terms.Entry
    said_by: str
    note: str = ""
    is_public: bool = True


@action(permissions.KEEP, on="office")
def add_entry(*, office: "Office", written: Written, by: Actor, at: datetime) -> Entry:
    """Add help to the map as an organisation's own.  It is offered to nobody before it is checked.

    Raises ContentNotUnderstood with everything that is wrong in it, and NotNearby for another country.
    """
    country = written.entry.country
    key = uuid7()
    said = replace(written.entry, code=f"own-{(country or 'none').lower()}-{key.hex[-10:]}")
    content.check_beside(said, queries.known_terms(office.organisation_id))
    held = Entry(id=key, created_at=at, code=said.code, office=office, is_public=written.is_public)
    keeping.columns(held, said)
    if not queries.may_keep(held, office):
        raise NotNearby
    held.full_clean(exclude=["country"])
    held.save(force_insert=True)
    keeping.write_facets(held, said)
    _next_version(held, said, written, by=by, at=at)
    return held


@action(permissions.KEEP, on="office")
def amend_entry(*, office: "Office", entry: Entry, written: Written, by: Actor, at: datetime) -> EntryVersion:
    """Put right what is said of an entry: a new version counts from now, and the one before stays to be read.

    A check of what was written before holds no more.  Raises ContentNotUnderstood, NotNearby and NothingChanged.
    """
    held = _locked(entry, office)
    said = replace(written.entry, code=held.code)
    content.check_beside(said, queries.known_terms(office.organisation_id))
    now = queries.current(held)
    if now.digest == kept.digest(said) and held.is_public == written.is_public:
        raise NothingChanged

    def changed() -> EntryVersion:
        is_said_anew = now.digest != kept.digest(said)
        if is_said_anew:
            keeping.forget_check(held, on=clock.day_of(at, office.zone))
        held.is_public = written.is_public
        return _followed(held, now, said, written, by=by, at=at)

    return _revised(held, changed, by=by, at=at)


@action(permissions.KEEP, on="office")
def close_entry(*, office: "Office", entry: Entry, because: str, by: Actor, at: datetime) -> EntryVersion:
    """Say that help is over.  It stays on the map as closed, and nobody is sent there.

    Raises NotNearby and ClosedAlready.
    """
    held = _locked(entry, office)
    now = queries.current(held)
    before = now.to_terms()
    if before.status is terms.Status.CLOSED:
        raise ClosedAlready
    said = replace(before, status=terms.Status.CLOSED)
    written = Written(said, said_by="", note=because, is_public=held.is_public)
    return _revised(held, lambda: _followed(held, now, said, written, by=by, at=at), by=by, at=at)


@action(permissions.KEEP, on="office")
def use_newer_text(*, office: "Office", entry: Entry, by: Actor, at: datetime) -> EntryVersion:
    """Let the newer text of the paper count instead of what an office wrote, which stays to be read.

    Raises NotNearby and NothingWaits.
    """
    held = _locked(entry, office)
    newer = queries.waiting_version(held)
    if newer is None:
        raise NothingWaits
    now = queries.current(held)

    def changed() -> EntryVersion:
        said = newer.to_terms()
        now.until_at = at
        now.save(update_fields=["until_at"])
        # Older texts that waited are overtaken with it: they counted for no moment.
        EntryVersion.objects.filter(entry=held, from_at=None).exclude(pk=newer.pk).update(from_at=at, until_at=at)
        newer.from_at = at
        newer.noted_by_id = _user(by)
        newer.save(update_fields=["from_at", "noted_by"])
        keeping.columns(held, said)
        keeping.forget_check(held, on=clock.day_of(at, office.zone))
        held.save()
        keeping.write_facets(held, said)
        return newer

    return _revised(held, changed, by=by, at=at)


def _locked(entry: Entry, office: "Office") -> Entry:
    """Return the entry as it is now, held until the end of the transaction.  Raises NotNearby."""
    held = Entry.objects.select_for_update(of=("self",)).select_related("office").get(pk=entry.pk)
    if not queries.may_keep(held, office):
        raise NotNearby
    return held


def _followed(
    held: Entry, now: EntryVersion, said: terms.Entry, written: Written, *, by: Actor, at: datetime
) -> EntryVersion:
    now.until_at = at
    now.save(update_fields=["until_at"])
    keeping.columns(held, said)
    held.save()
    keeping.write_facets(held, said)
    return _next_version(held, said, written, by=by, at=at)


def _next_version(held: Entry, said: terms.Entry, written: Written, *, by: Actor, at: datetime) -> EntryVersion:
    number = (held.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    made = keeping.version(
        held,
        said,
        number=number,
        origin=Origin.OFFICE,
        at=at,
        said_by=written.said_by,
        note=written.note,
        user=_user(by),
    )
    made.save(force_insert=True)
    return made


def _revised(held: Entry, change: Callable[[], EntryVersion], *, by: Actor, at: datetime) -> EntryVersion:
    """Change an entry and write down in its history what changed."""
    before = held.image()
    made = change()
    where = origin.get()
    revisions.revise(held, before=before, at=at, actor=f"{by.kind}:{by.id}", source=where.source)
    return made


def _user(by: Actor) -> str | None:
    return by.id if by.kind == "user" else None

"""Writes about lists that leave the register: asked for, made ready by one or two people, taken."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import action, who_acts
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.returnees import permissions
from sankofa.returnees.leaving import people as leaving
from sankofa.returnees.models import Export, Exported, ExportState
from sankofa.returnees.rules.exporting import ALWAYS, READY_FOR, WORKBOOK_ROWS_MAX, Format, Group

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

CHUNK = 5_000


class NobodyInIt(Exception):
    """Nobody whom the asker may take out fits."""


class MayNotTake(Exception):
    """The asker may not take these groups out."""

    def __init__(self, groups: Collection[Group]) -> None:
        self.groups = frozenset(groups)
        super().__init__(", ".join(sorted(groups)))


class TooLongForWorkbook(Exception):
    """A workbook holds fewer rows than this list has."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        super().__init__(str(rows))


class NotYours(Exception):
    """Somebody else asked for the list; only they take it."""


class NotReady(Exception):
    """The list is not ready, or its day is over."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of taking a list."""

    export: Export

    def audit_detail(self) -> Mapping[str, Any]:
        """Return what was taken out, of how many."""
        return {"rows": self.export.rows, "groups": sorted(self.export.groups), "format": self.export.format}


@dataclass(frozen=True, slots=True)
class Released:
    """The outcome of making a list ready."""

    export: Export
    digest: str

    def audit_detail(self) -> Mapping[str, Any]:
        """Return of how many people, with a digest of who they are."""
        return {"rows": self.export.rows, "people": self.digest}


@action(permissions.EXPORT, on="office")
def ask_export(
    *,
    office: "Office",
    groups: Collection[str],
    format: str,  # noqa: A002  the word on the form
    narrowed: Mapping[str, str],
    purpose: str,
    by: Actor,
    at: datetime,
) -> Export:
    """Ask for a list: of whom, of what, in which format, and what for.

    Raises MayNotTake, NobodyInIt and TooLongForWorkbook.
    """
    wanted = frozenset(Group(code) for code in groups) | ALWAYS
    if wrong := wanted - leaving.groups_allowed(by, on=clock.day_of(at, by.zone)):
        raise MayNotTake(wrong)
    made = Export(
        created_at=at,
        office=office,
        asked_by_id=by.id,
        asked_at=at,
        purpose=purpose,
        format=Format(format).value,
        groups=sorted(wanted),
        narrowed=dict(narrowed),
        rows=0,
    )
    made.rows = leaving.people_in(made, viewer=by, on=clock.day_of(at, by.zone)).count()
    if not made.rows:
        raise NobodyInIt
    if made.format == Format.XLSX and made.rows > WORKBOOK_ROWS_MAX:
        raise TooLongForWorkbook(made.rows)
    made.save(force_insert=True)
    return made


@action(permissions.EXPORT, on="export")
def release_export(*, export: Export, by: Actor, at: datetime) -> Released:
    """Make a list ready: a short one alone, a long one once a second person agreed.  Raises NotYours and NobodyInIt."""
    _check_own(export, by)
    return _released(export, by=by, at=at)


@action(permissions.EXPORT, on="export")
def take_export(*, export: Export, by: Actor, at: datetime) -> Taken:
    """Take a list that is ready; it goes on record as taken out.  Raises NotYours and NotReady."""
    _check_own(export, by)
    if export.until_at is None or at >= export.until_at:
        raise NotReady
    day = clock.day_of(at, by.zone)
    if wrong := export.held_groups - leaving.groups_allowed(by, on=day):
        raise MayNotTake(wrong)
    export.taken += 1
    export.save(update_fields=["taken"])
    taken = Taken(export)
    audit.record(
        kind=Kind.EXPORT,
        action="returnees.export",
        who=who_acts(by, export),
        at=at,
        subject_kind="returnees.export",
        subject_id=str(export.pk),
        detail=taken.audit_detail(),
    )
    return taken


def _check_own(export: Export, by: Actor) -> None:
    if by.kind != "user" or str(export.asked_by_id) != by.id:
        raise NotYours


def _released(export: Export, *, by: Actor, at: datetime) -> Released:
    """Write down who is in the list, as the asker may see them now.

    It never grows beyond what was counted when it was asked for: so many were agreed to, or may be taken alone.
    """
    if export.state == ExportState.READY:
        return Released(export, "")
    found = leaving.people_in(export, viewer=by, on=clock.day_of(at, by.zone))
    ids = found.values_list("pk", flat=True)[: export.rows].iterator(chunk_size=CHUNK)
    digest, rows = hashlib.sha256(), 0
    while some := list(islice(ids, CHUNK)):
        Exported.objects.bulk_create([Exported(export=export, person_id=key) for key in some], batch_size=CHUNK)
        rows += len(some)
        for key in some:
            digest.update(key.bytes)
    if not rows:
        raise NobodyInIt
    export.rows, export.state, export.ready_at, export.until_at = rows, ExportState.READY, at, at + READY_FOR
    export.save()
    return Released(export, digest.hexdigest())

"""Writes of lists of services that others keep: taken over as an organisation's own entries, and taken out again.

What is taken over is reported, like what a paper says: nobody is sent there before a person nearby has checked it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.provision import permissions, queries
from sankofa.provision.actions import keeping
from sankofa.provision.actions.entries import NotNearby
from sankofa.provision.models import Check, Entry, EntryVersion, Facet, Origin
from sankofa.provision.rules import terms

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


@dataclass(frozen=True, slots=True)
class Listed:
    """One help of a list: the row it came in by, as histories name it, and what is said of it."""

    row: str
    entry: terms.Entry


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The entries made of some rows, in order; a row that was written before is not written again."""

    entries: tuple[Entry, ...]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many entries there are now."""
        return {"entries": len(self.entries)}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Which entries are gone; what somebody checked or put right stays."""

    entries: tuple[UUID, ...]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many are gone."""
        return {"entries": len(self.entries)}


@action(permissions.KEEP, on="office")
def take_over(*, office: "Office", rows: Sequence[Listed], by: Actor, at: datetime) -> TakenOver:
    """Take helps of a list over as an organisation's own entries, reported and unchecked.

    Raises NotNearby where one lies in another country than the office.
    """
    there = {entry.code: entry for entry in Entry.objects.filter(code__in=[one.entry.code for one in rows])}
    made: dict[str, tuple[Entry, Listed]] = {}
    for one in rows:
        if one.entry.code in there or one.entry.code in made:
            continue
        held = Entry(created_at=at, code=one.entry.code, office=office, is_public=False)
        keeping.columns(held, one.entry)
        if not queries.may_keep(held, office):
            raise NotNearby
        made[held.code] = held, one
    Entry.objects.bulk_create([held for held, _ in made.values()], batch_size=200)
    EntryVersion.objects.bulk_create(
        [
            keeping.version(
                held,
                one.entry,
                number=1,
                origin=Origin.DIRECTORY,
                at=at,
                said_by=one.row,
                user=by.id if by.kind == "user" else None,
            )
            for held, one in made.values()
        ],
        batch_size=100,
    )
    Facet.objects.bulk_create(
        [
            Facet(entry=held, kind=kind, value=value)
            for held, one in made.values()
            for kind, value in keeping.facets(one.entry)
        ],
        batch_size=500,
    )
    known = there | {code: held for code, (held, _) in made.items()}
    return TakenOver(tuple(known[one.entry.code] for one in rows))


@action(permissions.KEEP, on="office")
def take_out_listed(
    *,
    office: "Office",
    entries: Sequence[UUID],
    by: Actor,  # noqa: ARG001  the record names who
    at: datetime,  # noqa: ARG001
) -> TakenOut:
    """Take entries that a list made out again, but for those that were checked or put right since."""
    staying = built_on(entries)
    gone = list(
        Entry.objects.filter(pk__in=set(entries) - set(staying), office__organisation_id=office.organisation_id)
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    EntryVersion.objects.filter(entry__in=gone).delete()
    Entry.objects.filter(pk__in=gone).delete()
    return TakenOut(tuple(gone))


def built_on(entries: Collection[UUID]) -> Mapping[UUID, str]:
    """Return, of entries that a list made, those that somebody checked or put right since, and which of the two."""
    amended = EntryVersion.objects.filter(entry__in=entries, number__gt=1).values_list("entry_id", flat=True)
    checked = Check.objects.filter(entry__in=entries).values_list("entry_id", flat=True)
    return dict.fromkeys(amended, "list_amended") | dict.fromkeys(checked, "list_checked")

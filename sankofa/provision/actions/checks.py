"""Writes of checks: somebody asked there, and this is what they found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.provision import permissions, queries
from sankofa.provision.actions.entries import NotNearby
from sankofa.provision.models import Check, Entry
from sankofa.provision.rules import checking
from sankofa.provision.rules.checking import Confirmed, Witness, is_over
from sankofa.store import revisions

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class InTheFuture(Exception):
    """Nobody has checked anything on a day that has not come."""


class Over(Exception):
    """The map says that this is closed, planned or over: that is put right before anybody confirms it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody found out: what is as written, and what people need who go there."""

    confirmed: Confirmed
    how: str
    phone: str = ""
    place: str = ""
    hours: str = ""
    languages: str = ""
    waiting: str = ""
    access: str = ""
    found: str = ""
    spoke_with: str = ""
    direct_line: str = ""


@action(permissions.CHECK, on="office")
def note_check(
    *, office: "Office", entry: Entry, asked: Asked, by: Actor, at: datetime, is_demonstration: bool = False
) -> Check:
    """Write down that somebody nearby asked about help, and whether phone, place and rules are as written.

    All three together hold for six months, or until the entry ends; anything less ends what was confirmed before.
    Only a named person checks: nothing that runs by itself can.  Raises NotNearby, InTheFuture and Over.
    """
    held = Entry.objects.select_for_update(of=("self",)).select_related("office").get(pk=entry.pk)
    if by.kind != "user" or not queries.may_keep(held, office):
        raise NotNearby
    confirmed = asked.confirmed
    if confirmed.checked_on > clock.day_of(at, office.zone):
        raise InTheFuture
    version = queries.current(held)
    said = version.to_terms()
    if confirmed.is_whole and is_over(said, confirmed.checked_on):
        raise Over
    holds_until = checking.holds_until(confirmed, said)
    made = Check(
        created_at=at,
        entry=held,
        version=version,
        office=office,
        checked_by_id=by.id,
        checked_on=confirmed.checked_on,
        holds_until=holds_until,
        how=asked.how,
        phone_confirmed=confirmed.phone,
        place_confirmed=confirmed.place,
        rules_confirmed=confirmed.rules,
        phone=asked.phone,
        place=asked.place,
        hours=asked.hours,
        languages=asked.languages,
        waiting=asked.waiting,
        access=asked.access,
        found=asked.found,
        spoke_with=asked.spoke_with or None,
        direct_line=asked.direct_line or None,
        is_demonstration=is_demonstration,
    )
    made.full_clean(exclude=["entry", "version", "office", "checked_by"])
    made.save(force_insert=True)
    _let_it_count(held, made, by=by, at=at)
    return made


def _public_until(made: Check) -> date | None:
    """Return until when two people stand behind the number of a check: who checked, and who wrote it on the map."""
    if made.holds_until is None:
        return None
    version = made.version
    checks = Check.objects.filter(version=version, holds_until__gt=made.checked_on)
    witnesses = [Witness(str(one.checked_by_id), one.phone, one.holds_until) for one in checks]
    # A paper is nobody who works here: what it prints is one voice, and who asks there is the other.
    written_by = str(version.noted_by_id or version.origin)
    said_until = checking.public_until(made.phone, [*witnesses, Witness(written_by, version.to_terms().contact)])
    return None if said_until is None else min(said_until, made.holds_until)


def _let_it_count(held: Entry, made: Check, *, by: Actor, at: datetime) -> None:
    """Let the latest check count on the entry; one of an earlier day than the latest changes nothing."""
    if held.checked_on is not None and made.checked_on < held.checked_on:
        return
    before = held.image()
    held.checked_on, held.holds_until = made.checked_on, made.holds_until
    held.public_until = _public_until(made)
    held.save(update_fields=["checked_on", "holds_until", "public_until"])
    revisions.revise(held, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)

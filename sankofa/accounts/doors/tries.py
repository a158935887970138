"""Counting wrong tries, so that nobody may guess for long.

A try is counted as a wrong one before it is looked at, and taken back when it was right: however many arrive at the
same moment, no more of them are looked at than are free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from sankofa.accounts.models import WrongTries
from sankofa.accounts.rules import lockout
from sankofa.accounts.rules.lockout import Counted, Tries
from sankofa.accounts.rules.networks import network_of
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index


class TooManyTries(Exception):
    """Too many wrong tries; the door opens again by itself."""

    def __init__(self, opens_at: datetime) -> None:
        self.opens_at = opens_at
        super().__init__(f"closed until {opens_at.isoformat()}")


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was counted: by which keys, and how they stood before it."""

    before: Mapping[str, Tries]
    shared: frozenset[str]
    number: int
    at: datetime


def key_of(counted: Counted, value: str) -> str:
    """Return the keyed digest under which something is counted; people sometimes type a password as their address."""
    return blind_index(value, ring=keys.ring(), purpose=f"tries.{counted}")


def network(request: HttpRequest, *, proxies: int) -> str | None:
    """Return the network that a request comes from, or None where it is not known."""
    return network_of(
        request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""), proxies=proxies
    )


def begin(by: Mapping[Counted, str | None], *, who: audit.Who, action: str, at: datetime) -> Try:
    """Count a try by everything that is known.  Raises TooManyTries where one of the doors is closed.

    What is named None is not known and not counted.  The first named is the one that the record counts by.
    """
    wanted = {key_of(counted, value): counted for counted, value in by.items() if value is not None}
    with transaction.atomic():
        held = _locked(wanted)
        opens = {key: lockout.opens_at(_tries(row), lockout.PATIENCE[wanted[key]], at=at) for key, row in held.items()}
        closed = max((moment for moment in opens.values() if moment is not None), default=None)
        if closed is None:
            return _counted(wanted, held, at=at)
        for key, moment in opens.items():
            if moment is not None:
                _turn_away(held[key], who=who, action=action, at=at)
    raise TooManyTries(closed)


def note_wrong(tried: Try, *, who: audit.Who, action: str) -> None:
    """Put a wrong try on record: the first ten each, then each time there are twice as many."""
    if lockout.is_recorded(tried.number):
        audit.record(kind=Kind.REFUSED, action=action, who=who, at=tried.at, detail={"tries": tried.number})


@transaction.atomic
def take_back(tried: Try) -> None:
    """Forget a try that was right, and with it the wrong ones before; of a shared network only this one."""
    for key, before in tried.before.items():
        rows = WrongTries.objects.filter(pk=key)
        if key not in tried.shared:
            rows.delete()
        elif not rows.filter(count=before.count + 1, last_at=tried.at).update(
            count=before.count, last_at=before.last_at
        ):
            rows.filter(count__gt=0).update(count=F("count") - 1)


def forget(*, before: datetime) -> int:
    """Forget counts to which nothing was added since a moment; return how many."""
    return WrongTries.objects.filter(last_at__lt=before).delete()[0]


def _locked(wanted: Mapping[str, Counted]) -> dict[str, WrongTries]:
    """Return the rows by key, locked in one order for everybody; with the first key first."""
    for key in sorted(wanted):
        WrongTries.objects.get_or_create(pk=key, defaults={"counted": wanted[key]})
    rows = {row.pk: row for row in WrongTries.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    return {key: rows[key] for key in wanted}


def _tries(row: WrongTries) -> Tries:
    return Tries(row.count, row.last_at)


def _counted(wanted: Mapping[str, Counted], held: Mapping[str, WrongTries], *, at: datetime) -> Try:
    before = {key: lockout.settled(_tries(row), at=at) for key, row in held.items()}
    for key, row in held.items():
        more = lockout.with_one_more(before[key], at=at)
        row.count, row.last_at, row.turned_away = more.count, more.last_at, 0
        row.save(update_fields=["count", "last_at", "turned_away"])
    shared = frozenset(key for key, counted in wanted.items() if counted is Counted.NETWORK)
    return Try(before, shared, number=next(iter(held.values())).count, at=at)


def _turn_away(row: WrongTries, *, who: audit.Who, action: str, at: datetime) -> None:
    """Count somebody who came to a closed door, without closing it for longer."""
    # Where the clock was put back, the moment of the last try is put back with it, so that the wait runs off.
    row.last_at = lockout.settled(_tries(row), at=at).last_at
    row.turned_away += 1
    row.save(update_fields=["last_at", "turned_away"])
    if lockout.is_recorded(row.turned_away):
        detail = {"by": row.counted, "tries": row.count, "turned_away": row.turned_away}
        audit.record(kind=Kind.REFUSED, action=f"{action}_closed", who=who, at=at, detail=detail)

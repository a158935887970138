"""Phones that people connect to their own people, and that are ended when they are lost or their holder leaves.

Everybody connects their own phone and nobody else's: a token handed out for a colleague would be that colleague's reach
in other hands.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sankofa.accounts.action import action
from sankofa.accounts.rules import keys
from sankofa.accounts.rules.keys import FreshKey
from sankofa.accounts.rules.terms import Actor
from sankofa.surveys import permissions
from sankofa.surveys.models import Device

if TYPE_CHECKING:
    from sankofa.accounts.models import Office, User

SEEN_EVERY = timedelta(minutes=10)
"""When a phone was last seen is noted no oftener than this: it must not cost a writing for every call."""


class NotOnesOwn(Exception):
    """A phone was to be connected or ended by somebody who does not carry it, or for an office that is not theirs."""


@action(permissions.CONNECT, on="office")
def connect_device(*, office: "Office", name: str, made: FreshKey, by: Actor, at: datetime) -> Device:
    """Connect a phone of one's own; of its token only a digest is kept.  Raises NotOnesOwn."""
    if by.kind != "user" or by.office != str(office.pk):
        raise NotOnesOwn
    device = Device(
        created_at=at,
        holder_id=by.id,
        name=name,
        prefix=made.prefix,
        digest=made.digest,
        expires_at=at + keys.LONGEST,
    )
    device.full_clean()
    device.save(force_insert=True)
    return device


@action(permissions.CONNECT, on="device")
def end_own_device(*, device: Device, by: Actor, at: datetime) -> Device:
    """End a phone of one's own: from the next call on it gets no forms and no names.  Raises NotOnesOwn."""
    if str(device.holder_id) != by.id:
        raise NotOnesOwn
    return _ended(device, by=by, at=at)


@action(permissions.END_PHONES, on="device")
def end_device(*, device: Device, by: Actor, at: datetime) -> Device:
    """End the phone of a colleague, such as one that was lost.  Ending it twice changes nothing."""
    return _ended(device, by=by, at=at)


def end_devices_of(user: "User", at: datetime) -> None:
    """End every phone of somebody who leaves, within the action that ends their account."""
    Device.objects.filter(holder=user, ended_at=None).update(ended_at=at)


def note_seen(device: Device, *, at: datetime) -> None:
    """Note that a phone called, where that was not noted just now."""
    if device.last_seen_at is None or not at - device.last_seen_at < SEEN_EVERY:
        note_all_seen([device.pk], at=at)


def note_all_seen(devices: Collection[UUID], *, at: datetime) -> None:
    """Note that phones called, of those for which that was not noted just now.

    A phone that somebody else notes at this moment is left to them: two who note several never wait for each other.
    """
    stale = Device.objects.filter(Q(last_seen_at=None) | Q(last_seen_at__lte=at - SEEN_EVERY), pk__in=devices)
    with transaction.atomic():
        if found := list(stale.select_for_update(skip_locked=True).values_list("pk", flat=True)):
            Device.objects.filter(pk__in=found).update(last_seen_at=at)


def _ended(device: Device, *, by: Actor, at: datetime) -> Device:
    if device.ended_at is None:
        device.ended_at = at
        device.ended_by_id = by.id if by.kind == "user" else None
        device.save(update_fields=["ended_at", "ended_by"])
    return device

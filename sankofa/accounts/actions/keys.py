"""Writes about keys of other systems and devices: given, replaced, ended, used."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, Value, When

from sankofa.accounts import permissions, registry
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.models import Key, Office, Organisation
from sankofa.accounts.rules import access, keys
from sankofa.accounts.rules.keys import FreshKey, Standing
from sankofa.accounts.rules.terms import Actor, Permission, Resource
from sankofa.kernel import clock

MINUTE = timedelta(minutes=1)


class ForPeopleAlone(Exception):
    """A key was to carry a permission that only people hold: no machine manages people, decides or looks at files."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class EndNotPossible(Exception):
    """A key was to end in the past, or later than keys may last."""

    def __init__(self, latest: datetime) -> None:
        self.latest = latest
        super().__init__(latest.isoformat())


class NoLongerOpen(Exception):
    """The key was ended, has run out or was replaced already, so it cannot be replaced."""

    def __init__(self, key: Key) -> None:
        self.key = key
        super().__init__(str(key.pk))


class OtherOrganisation(Exception):
    """The office does not belong to the organisation that the key is for."""


@action(permissions.GIVE_KEYS, on="organisation")
def give_key(
    *,
    organisation: Organisation,
    office: Office | None,
    kind: str,
    name: str,
    may: Iterable[str],
    expires_at: datetime,
    made: FreshKey,
    by: Actor,
    at: datetime,
) -> Key:
    """Give a key to another system or a device, with permissions that the giver holds themselves for the same reach.

    Raises NotAllowed, ForPeopleAlone, EndNotPossible and OtherOrganisation.
    """
    if office is not None and office.organisation_id != organisation.pk:
        raise OtherOrganisation
    if not at < expires_at <= at + keys.LONGEST:
        raise EndNotPossible(at + keys.LONGEST)
    codes = sorted({*may, permissions.USE_API.code})
    reach = Resource(organisation=str(organisation.pk)) if office is None else office.resource()
    for code in codes:
        _check_may_give(registry.declared()[code], reach, by=by, at=at)
    key = Key(
        created_at=at,
        kind=kind,
        name=name,
        organisation=organisation,
        office=office,
        prefix=made.prefix,
        digest=made.digest,
        permissions=codes,
        given_by_id=by.id if by.kind == "user" else None,
        expires_at=expires_at,
    )
    key.full_clean(exclude=["permissions"])
    key.save(force_insert=True)
    return key


@action(permissions.GIVE_KEYS, on="key")
def replace_key(*, key: Key, made: FreshKey, by: Actor, at: datetime) -> Key:
    """Give a new key in the place of an old one, with the same terms; both open for some days.

    The one who replaces must hold what the key carries, as the one who gave it did.  Raises NoLongerOpen, NotAllowed.
    """
    if key.standing(at) is not Standing.OPEN or key.replaced_by_id is not None:
        raise NoLongerOpen(key)
    lasts = key.expires_at - key.created_at
    reach = Resource(organisation=str(key.organisation_id)) if key.office is None else key.office.resource()
    for code in key.permissions:
        _check_may_give(registry.declared()[code], reach, by=by, at=at)
    following = Key(
        created_at=at,
        kind=key.kind,
        name=key.name,
        organisation_id=key.organisation_id,
        office_id=key.office_id,
        prefix=made.prefix,
        digest=made.digest,
        permissions=list(key.permissions),
        given_by_id=by.id if by.kind == "user" else None,
        expires_at=at + lasts,
    )
    following.save(force_insert=True)
    key.replaced_by = following
    key.expires_at = min(key.expires_at, at + keys.OVERLAP)
    key.save(update_fields=["replaced_by", "expires_at"])
    return following


@action(permissions.GIVE_KEYS, on="key")
def revoke_key(*, key: Key, by: Actor, at: datetime) -> Key:  # noqa: ARG001
    """End a key at once: its next call is refused.  Ending it twice changes nothing."""
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
    return key


def count_call(key: Key, *, at: datetime) -> bool:
    """Count a call with a key and return whether it is within the calls that a key has in a minute.

    One statement, so that workers that answer at the same time count together.
    """
    fresh = Q(minute_from__isnull=True) | Q(minute_from__lte=at - MINUTE)
    Key.objects.filter(pk=key.pk).update(
        last_used_at=at,
        minute_calls=Case(When(fresh, then=Value(1)), default=F("minute_calls") + 1),
        minute_from=Case(When(fresh, then=Value(at)), default=F("minute_from")),
    )
    return Key.objects.values_list("minute_calls", flat=True).get(pk=key.pk) <= keys.CALLS_A_MINUTE


def _check_may_give(permission: Permission, reach: Resource, *, by: Actor, at: datetime) -> None:
    if permission.code not in registry.for_keys():
        raise ForPeopleAlone(permission.code)
    # What somebody holds only because they cover for a colleague ends with the cover; a key would outlast it.
    own = [grant for grant in by.grants if not grant.cover_of]
    decision = access.decide(own, permission, reach, actor_id=by.id, on=clock.day_of(at, by.zone))
    if not decision.allowed:
        raise NotAllowed(decision, permission)

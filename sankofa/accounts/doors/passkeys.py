"""Passkeys: a key on a device that opens with a finger, a face or a number, and so proves both steps at once.

The challenge lies in the session, is good once and for ten minutes.  The key answers for the very address of these
pages, so a page that only looks like them gets nothing.

Source: Web Authentication Level 3, sections 7.1 and 7.2.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from sankofa.accounts.models import Passkey, User
from sankofa.accounts.rules import proofs

_STATE = "passkey"
_ANSWERS_WITHIN = timedelta(minutes=10)
_SIGNS_MAX = 20_000


class NotThisKey(Exception):
    """A passkey did not prove what was asked; `reason` is a code for the record, never shown."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class KnownKey(Exception):
    """This passkey counts already, for this person or another."""


def keys_of(user: User) -> list[Passkey]:
    """Return somebody's passkeys, the first one first."""
    return list(Passkey.objects.filter(user=user).order_by("created_at", "pk"))


def check_is_new(key: Passkey) -> None:
    """Make sure that a passkey does not count for anybody yet.  Raises KnownKey."""
    if Passkey.objects.filter(credential_id=key.credential_id).exists():
        raise KnownKey


def host_of(request: HttpRequest) -> str:
    """Return the name of these pages that keys are made for: the host without its port."""
    host = request.get_host()
    return host if host.startswith("[") else host.rpartition(":")[0] or host


def question_for_new(request: HttpRequest, user: User, *, at: datetime) -> dict[str, Any]:
    """Return what the browser needs to make a key for somebody; the challenge stays in the session."""
    held = [_data(key) for key in Passkey.objects.filter(user=user, host=host_of(request))]
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=user.pk.bytes, name=user.email, display_name=user.name),
        credentials=held,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _keep(request, state, at=at)
    return dict(options)


def question_for_known(request: HttpRequest, user: User | None, *, at: datetime) -> dict[str, Any]:
    """Return what the browser needs to ask for a key: one of somebody's, or, nobody named, any made for these pages."""
    held = None if user is None else [_data(key) for key in Passkey.objects.filter(user=user, host=host_of(request))]
    options, state = _server(request).authenticate_begin(
        credentials=held, user_verification=UserVerificationRequirement.REQUIRED
    )
    _keep(request, state, at=at)
    return dict(options)


def made_by(request: HttpRequest, answer: str, user: User, *, name: str, at: datetime) -> Passkey:
    """Return the key that a browser made, not saved yet.  Raises NotThisKey."""
    state = _taken(request, at=at)
    try:
        said = _server(request).register_complete(state, _read(answer))
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise NotThisKey("not_made_here") from wrong
    data = said.credential_data
    if data is None:
        raise NotThisKey("no_key")
    return Passkey(
        user=user,
        name=name,
        credential_id=websafe_encode(data.credential_id),
        credential=bytes(data),
        host=host_of(request),
        signatures=said.counter,
        created_at=at,
    )


def proved_by(request: HttpRequest, answer: str, *, at: datetime, user: User | None = None) -> Passkey:
    """Return the key that proved itself, with its use noted.  Raises NotThisKey.

    Must be called in a transaction: the key's row is locked while its count of signatures is compared.
    """
    state = _taken(request, at=at)
    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        keys = Passkey.objects.select_for_update(of=("self",)).select_related("user").filter(user__is_active=True)
        if user is not None:
            keys = keys.filter(user=user)
        key = keys.filter(credential_id=websafe_encode(given.raw_id)).first()
        if key is None:
            raise NotThisKey("unknown_key")
        handle = given.response.user_handle
        if handle is not None and handle != key.user.pk.bytes:
            raise NotThisKey("another_person")
        _server(request).authenticate_complete(state, [_data(key)], given)
        signatures = given.response.authenticator_data.counter
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise NotThisKey("not_proved") from wrong
    # A count that does not grow tells of a copied key; keys that are kept in several places do not count at all.
    if (signatures or key.signatures) and signatures <= key.signatures:
        raise NotThisKey("copied_key")
    key.signatures, key.used_at = signatures, at
    key.save(update_fields=["signatures", "used_at"])
    return key


def _server(request: HttpRequest) -> Fido2Server:
    here = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host_of(request), name="Sankofa"), verify_origin=lambda origin: origin == here
    )


def _data(key: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(key.credential))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _SIGNS_MAX:
        raise ValueError("too long")
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError("not an answer of a key")
    return read


def _keep(request: HttpRequest, state: Any, *, at: datetime) -> None:
    request.session[_STATE] = {"state": state, "at": at.isoformat()}


def _taken(request: HttpRequest, *, at: datetime) -> Any:
    """Return what was asked, and forget it: a challenge is good once."""
    held = request.session.pop(_STATE, None)
    if held is None or not proofs.counts(datetime.fromisoformat(held["at"]), _ANSWERS_WITHIN, at=at):
        raise NotThisKey("nothing_asked")
    return held["state"]

"""How SMS leave the house: a gateway that speaks HTTP, or the inbox of the demonstration.

SANKOFA_SMS names the gateway's address (https).  It gets a POST with JSON: `{"id", "to", "from", "text"}`, the key of
SANKOFA_SMS_KEY as a bearer token, and the id again as `Idempotency-Key`: a gateway that is asked twice under one id
sends once.  It answers 2xx with `{"id": its own reference}`, or 409 where it has taken this id before.  For a gateway
with other habits a small translator stands between.
"""

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from sankofa.messages.ports import Letter, TryLater, WillNotTake

SECONDS_MAX = 20.0
TAKEN_BEFORE = 409
NOT_FOR_EVER = frozenset({401, 403, 404, 408, 425, 429})
"""Answers that change once the gateway, or its settings here, are put right."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NotAGateway(ValueError):
    """SANKOFA_SMS does not name a gateway as it should."""


class SmsPort(Protocol):
    """A way by which SMS leave."""

    def send(self, letter: Letter) -> str:
        """Hand an SMS over; return the reference of whoever took it.  Raises TryLater and WillNotTake."""


class Inbox:
    """Keeps SMS where they are: the page of the inbox shows them.  For the demonstration alone."""

    def send(self, letter: Letter) -> str:
        """Take every SMS."""
        return "inbox"


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway that speaks HTTP."""

    address: str
    key: str = field(repr=False)
    sender: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise NotAGateway("SANKOFA_SMS must be an https address; http only on this machine.")

    def send(self, letter: Letter) -> str:
        """Hand an SMS to the gateway."""
        # A gateway on this machine may ask for no key; an empty one would be no header that can be sent.
        shown = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            answer = httpx.post(
                self.address,
                json={"id": letter.key, "to": letter.to, "from": self.sender, "text": letter.text},
                headers={**shown, "Idempotency-Key": letter.key},
                timeout=SECONDS_MAX,
                follow_redirects=False,
                trust_env=False,
            )
        except httpx.HTTPError:
            raise TryLater("no_connection") from None
        if answer.is_success:
            return _reference(answer)
        if answer.status_code == TAKEN_BEFORE:
            return "taken before"
        code = f"answer_{answer.status_code}"
        if answer.is_client_error and answer.status_code not in NOT_FOR_EVER:
            raise WillNotTake(code)
        raise TryLater(code)


def port() -> SmsPort | None:
    """Return the way by which SMS leave this deployment; None where none was set up."""
    if settings.SMS:
        return Gateway(settings.SMS, settings.SMS_KEY, settings.SMS_FROM)
    return Inbox() if settings.DEMONSTRATION else None


def _reference(answer: httpx.Response) -> str:
    try:
        told = answer.json()
    except ValueError:
        return ""
    return str(told.get("id", ""))[:120] if isinstance(told, dict) else ""

"""What passes between the house and a browser that keeps forms: the pass, the key of drafts, and sealed parcels.

The pass says who fills forms for which office.  It is signed by the server and lies inside the seal of every finished
form, so whoever carries the forms to the server later, the server knows who wrote them.

The key of drafts is the writer's own and follows from the secret of the installation.  The server hands it out in a
cookie to whoever is signed in and takes it back with the sign-out; what lies on the device opens with it alone.
"""

import base64
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

from sankofa.returnees.rules import device_sealing
from sankofa.surveys.models import Postbox

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

INFO: Final = b"sankofa filled form 1"
LASTS: Final = timedelta(days=30)
"""How long a pass says who wrote a form; a form that comes later counts as its sender's."""
KEY_COOKIE: Final = "forms_key"
UNSENT_COOKIE: Final = "forms_unsent"
PATH: Final = "/fill/"
"""The key of drafts is sent to no other page."""
_PASS: Final = "surveys.postbox.pass"  # noqa: S105  a name, no secret
_DRAFTS: Final = "surveys.postbox.drafts"


class NotForUs(Exception):
    """The parcel does not open: it was changed on the way, cut off, or sealed for another office."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A finished form as it lay in its seal, and who wrote it; None where the pass does not say so any more."""

    content: bytes
    writer: UUID | None


def postbox(office: "Office") -> Postbox | None:
    """Return where devices of an office put their forms, or None where it was never opened."""
    return Postbox.objects.filter(office=office).first()


def pass_of(user_id: str, office_id: UUID) -> str:
    """Return the pass of somebody who fills forms for an office, as the device keeps it."""
    return signing.dumps([user_id, str(office_id)], salt=_PASS)


def draft_key(user_id: str) -> str:
    """Return what opens the drafts of somebody, as the cookie carries it: who, a point, and the key."""
    key = salted_hmac(_DRAFTS, user_id, algorithm="sha256").digest()
    return f"{user_id}.{base64.urlsafe_b64encode(key).decode().rstrip('=')}"


def opened(sealed: bytes, *, office_id: UUID, number: UUID) -> Posted:
    """Return what a device sealed under a number for an office.  Raises NotForUs."""
    held = Postbox.objects.filter(office_id=office_id).first()
    if held is None:
        raise NotForUs
    try:
        plain = device_sealing.opened(
            sealed, secret=bytes.fromhex(held.secret_key), about=f"{office_id}/{number}", info=INFO
        )
        told = json.loads(plain)
        return Posted(str(told["xml"]).encode(), _writer(str(told["pass"]), office_id))
    except (device_sealing.NotForThisKey, ValueError, KeyError, TypeError, RecursionError) as no:
        raise NotForUs from no


def _writer(shown: str, office_id: UUID) -> UUID | None:
    try:
        user, office = signing.loads(shown, salt=_PASS, max_age=LASTS)
        return UUID(user) if UUID(office) == office_id else None
    except (signing.BadSignature, ValueError, TypeError):
        return None

"""Opening the postbox of an office, so that its people can fill forms without a line."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.rules import device_sealing
from sankofa.surveys import permissions, postbox
from sankofa.surveys.models import Postbox

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.models import Person


@action(permissions.INTERVIEW, on="person")
def open_postbox(*, person: "Person", by: Actor, at: datetime) -> Postbox:  # noqa: ARG001  the record names who
    """Make the key to which forms about a person are sealed on devices: that of their office, made once."""
    return _of(person.office, at=at)


@action(permissions.INTERVIEW, on="office")
def open_office_postbox(*, office: "Office", by: Actor, at: datetime) -> Postbox:  # noqa: ARG001  the record names who
    """Make the key to which forms about households and enterprises are sealed: the same one, made once."""
    return _of(office, at=at)


def _of(office: "Office", *, at: datetime) -> Postbox:
    held = postbox.postbox(office)
    if held is not None:
        return held
    public, secret = device_sealing.fresh_pair()
    made = Postbox(office=office, created_at=at, public_key=public.hex(), secret_key=secret.hex())
    made.save(force_insert=True)
    return made

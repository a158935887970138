"""Opening the postbox of an office, so that its people can fill forms without a line."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.rules import device_sealing
from sankofa.surveys import permissions, postbox
from sankofa.surveys.models import Postbox

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


@action(permissions.INTERVIEW, on="person")
def open_postbox(*, person: "Person", by: Actor, at: datetime) -> Postbox:  # noqa: ARG001  the record names who
    """Make the key to which forms about a person are sealed on devices: that of their office, made once."""
    held = postbox.postbox(person.office)
    if held is not None:
        return held
    public, secret = device_sealing.fresh_pair()
    made = Postbox(office=person.office, created_at=at, public_key=public.hex(), secret_key=secret.hex())
    made.save(force_insert=True)
    return made

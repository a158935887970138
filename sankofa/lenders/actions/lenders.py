"""Writes of lenders: put one on the list of an office, and put right what is said of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.lenders import permissions
from sankofa.lenders.models import Lender
from sankofa.lenders.rules.standing import LenderKind

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class OnTheListAlready(Exception):
    """A lender of this name is on the list of this office."""


@dataclass(frozen=True, slots=True)
class LenderSaid:
    """What somebody says of a lender; empty means not known."""

    name: str
    kind: LenderKind
    licence: str = ""
    places: tuple[str, ...] = ()
    phone: str = ""
    complaints: str = ""
    note: str = ""
    said_by: str = ""
    contact: str = ""


@action(permissions.KEEP, on="office")
def add_lender(
    *,
    office: "Office",
    said: LenderSaid,
    is_demonstration: bool = False,
    by: Actor,  # noqa: ARG001  the decorator writes down by whom
    at: datetime,
) -> Lender:
    """Put a lender on the list of an office.  Nobody is sent there before it was looked into.

    Raises OnTheListAlready.
    """
    held = Lender(created_at=at, office=office, is_demonstration=is_demonstration)
    _say(held, said)
    held.save(force_insert=True)
    return held


@action(permissions.KEEP, on="lender")
def amend_lender(*, lender: Lender, said: LenderSaid, by: Actor, at: datetime) -> Lender:  # noqa: ARG001  written down by the decorator
    """Put right what is said of a lender.  Its kind stays, because it decides what is asked of it.

    Raises OnTheListAlready.
    """
    _say(lender, said, keep_kind=True)
    lender.save()
    return lender


def _say(held: Lender, said: LenderSaid, *, keep_kind: bool = False) -> None:
    if not keep_kind:
        held.kind = said.kind.value
    held.name, held.licence = said.name.strip(), said.licence.strip()
    held.places = list(said.places)
    held.phone, held.complaints = said.phone.strip(), said.complaints.strip()
    held.note, held.said_by = said.note.strip(), said.said_by.strip()
    held.contact = said.contact.strip() or None
    if Lender.objects.filter(office=held.office, name=held.name).exclude(pk=held.pk).exists():
        raise OnTheListAlready
    held.full_clean(exclude=["office"])

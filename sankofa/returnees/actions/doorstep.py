"""Writes of the open door: keep a letter, take it back, note a call that reached nobody, hand on, clear a flood.

Whoever writes has no name here: the letter is kept by the house itself.  What it says goes sealed into one row with its
number, in one transaction; a page sent twice is one letter.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.identifiers import receipt_number
from sankofa.messages import actions as messages
from sankofa.messages.rules import contact
from sankofa.returnees import arriving, doorstep, permissions
from sankofa.returnees.actions.arrivals import NobodyWaits, _end
from sankofa.returnees.models import (
    Announced,
    AnnouncedState,
    CallEnd,
    CallTry,
    Channel,
    Doorstep,
    Letter,
)
from sankofa.returnees.rules import doorstep as rules
from sankofa.returnees.rules.doorstep import Asked, Taken
from sankofa.store import revisions

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

_WORD_FIGURES = 4


class TooManyLetters(Exception):
    """So many letters come that this one was not kept; the page says how else we can be reached."""


class NotThere(Exception):
    """The office that somebody should be handed on to does not call back, and is none of the organisation's."""


class ClearedBecause(TextChoices):
    """Why letters are removed; a code, because words could say who wrote."""

    FLOOD = "flood", _("Many letters of one hand: nobody is behind them")
    NOT_MEANT = "not_meant", _("A joke or a try")
    NEVER_REACHED = "never_reached", _("Called often, and never reached")


@dataclass(frozen=True, slots=True)
class Cleared:
    """The outcome of clearing letters: how many, of how many that were chosen, and why."""

    count: int
    chosen: int
    because: str

    def audit_detail(self) -> Mapping[str, Any]:
        """Return the counts and the reason."""
        return {"count": self.count, "chosen": self.chosen, "because": self.because}


@action(permissions.KEEP_DOORSTEP, on="office")
def keep_door(*, office: "Office", is_open: bool, by: Actor, at: datetime) -> Doorstep:
    """Say whether an office calls back whoever writes to it.  What was written before stays in its queue."""
    held = Doorstep.objects.filter(office=office).first()
    if held is None:
        made = Doorstep(created_at=at, office=office, is_open=is_open)
        made.save(force_insert=True)
        return made
    if held.is_open != is_open:
        before = held.image()
        held.is_open = is_open
        held.save(update_fields=["is_open"])
        revisions.revise(held, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)
    return held


@action(permissions.REGISTER, on="office", lock=False)
def keep_letter(
    *, office: "Office", number: UUID, told: Asked, network: str, is_honey_full: bool, by: Actor, at: datetime
) -> Letter:
    """Keep what somebody wrote, in the queue of the office that calls back; young or in danger, for officers alone.

    `number` is made with the page; the same page sent twice is one letter.  `network` is the digest of where it came
    from.  Where somebody gave no word they get one, in figures.  Raises TooManyLetters.
    """
    there = Letter.objects.filter(pk=number).first()
    if there is not None:
        return there
    state = rules.taken(*doorstep.counts(network, at=at), is_honey_full=is_honey_full)
    if state is Taken.TURNED_AWAY:
        raise TooManyLetters
    facts = told.facts()
    facts["word"] = told.word or "".join(str(secrets.randbelow(10)) for _figure in range(_WORD_FIGURES))
    announced = Announced(
        created_at=at,
        office=office,
        channel=Channel.SELF,
        state=AnnouncedState.WAITING,
        facts=facts,
        is_set_apart=told.is_set_apart,
        announced_at=at,
    )
    announced.save(force_insert=True)
    revisions.revise(announced, before=None, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)
    made = Letter(
        id=number,
        created_at=at,
        announced=announced,
        receipt=receipt_number(number),
        received_at=at,
        network=network,
        is_doubtful=state is Taken.MARKED,
    )
    made.save(force_insert=True)
    _confirm(made, told, state, at=at)
    return made


def _confirm(letter: Letter, told: Asked, state: Taken, *, at: datetime) -> None:
    """Let whoever wrote have their number as a short message, where this deployment does so and they want it."""
    digest = doorstep.phone_digest(told.phone) if told.phone else ""
    if not settings.CONFIRM_LETTERS or not rules.wants_text(told, state) or doorstep.was_texted(digest, at=at):
        return
    office = letter.announced.office
    from_hour, until_hour = rules.SPANS[told.hours] or (0, 24)
    plan = contact.Plan(
        number=told.phone,
        whose=contact.Whose.OWN,
        heard_by=contact.Heard.NOBODY,
        is_safe=True,
        ways=frozenset({contact.Way.SMS}),
        from_hour=from_hour,
        until_hour=until_hour,
        zone=office.zone,
        language=told.language,
    )
    messages.confirm_letter(
        letter_of=letter.announced_id,
        office_id=office.pk,
        plan=plan,
        number=letter.receipt,
        confirmed_on=clock.day_of(at, office.zone),
        at=at,
    )
    letter.texted = digest
    letter.save(update_fields=["texted"])


@action(permissions.REGISTER, on="announced")
def take_back(*, announced: Announced, by: Actor, at: datetime) -> Announced:  # noqa: ARG001
    """Take a letter back for whoever wrote it, and destroy what it says.  Raises NobodyWaits.

    Where it is for officers alone it stays with them, marked: nobody else may take back what a child or somebody in
    danger said, and whoever holds the phone may not be who wrote.
    """
    if announced.state != AnnouncedState.WAITING:
        raise NobodyWaits
    if announced.is_set_apart:
        announced.facts = {**arriving.facts_of(announced), "taken_back": 1}
        announced.save(update_fields=["facts"])
        return announced
    _end(announced, AnnouncedState.LET_GO, at=at)
    return announced


@action(permissions.REGISTER, on="announced")
def note_try(*, announced: Announced, ended: str, by: Actor, at: datetime) -> CallTry:
    """Note a call with which somebody was not reached.  Raises NobodyWaits."""
    if announced.state != AnnouncedState.WAITING:
        raise NobodyWaits
    made = CallTry(
        created_at=at,
        announced=announced,
        ended=CallEnd(ended),
        tried_at=at,
        tried_by_id=UUID(by.id) if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made


@action(permissions.REGISTER, on="announced")
def hand_on(*, announced: Announced, to: "Office", by: Actor, at: datetime) -> Announced:  # noqa: ARG001
    """Hand somebody who waits on to the office that should go on with them.  Raises NobodyWaits and NotThere."""
    if announced.state != AnnouncedState.WAITING:
        raise NobodyWaits
    if to not in doorstep.offices_to_hand_on(announced):
        raise NotThere
    announced.office = to
    announced.save(update_fields=["office"])
    return announced


@action(permissions.KEEP_DOORSTEP, on="office")
def clear_letters(
    *,
    office: "Office",
    ids: Sequence[str],
    because: str,
    by: Actor,  # noqa: ARG001
    at: datetime,
) -> Cleared:
    """Remove many letters at once and destroy what they say, with a reason on record.

    Those set apart stay, and so does whatever does not wait at this office.
    """
    why = ClearedBecause(because)
    found = list(doorstep.letters_of(office, ids))
    for announced in found:
        _end(announced, AnnouncedState.LET_GO, at=at)
    return Cleared(len(found), len(ids), why.value)


@action(permissions.LOOK_AFTER, on="office")
def clear_apart(*, office: "Office", ids: Sequence[str], because: str, by: Actor, at: datetime) -> Cleared:
    """Remove many letters for officers alone at once and destroy what they say, with a reason on record.

    Only those that look like part of a flood, and on which whoever does this is named; all others stay.
    """
    why = ClearedBecause(because)
    marked = doorstep.flood_apart(by, on=clock.day_of(at, by.zone)).filter(office=office, pk__in=ids)
    found = list(marked.order_by("pk"))
    for announced in found:
        _end(announced, AnnouncedState.LET_GO, at=at)
    return Cleared(len(found), len(ids), why.value)


def tend_doorstep(*, at: datetime) -> None:
    """Do the periodic work of the open door: forget which letters came from one network, and whom we wrote to."""
    old = Letter.objects.filter(received_at__lt=at - rules.NETWORK_KEPT)
    old.exclude(network="", texted="").update(network="", texted="")

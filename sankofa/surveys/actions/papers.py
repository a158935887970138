"""Sending what was typed from paper: it goes the way of all filled forms, or waits for a second typing first."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys.actions.arriving import Incoming
from sankofa.surveys.actions.reading import read_now, set_aside_arrival
from sankofa.surveys.actions.together import arrive
from sankofa.surveys.models import Arrival, Source, State
from sankofa.surveys.rules.unlinked import Because


def send_paper(
    *,
    content: bytes,
    code: str,
    number: UUID,
    office_id: UUID,
    person_id: UUID | None,
    waits: bool,
    first: Arrival | None,
    by: Actor,
    at: datetime,
) -> Arrival:
    """Keep a typed paper and read it; where it `waits`, it is kept until somebody else has typed it as well.

    `first` is the typing of somebody else that this one settles: it is set aside and kept.  Only what two people typed
    of one paper is one paper, so a second sending of the same content changes nothing.
    """
    user_id = UUID(by.id) if by.kind == "user" else None
    incoming = Incoming(content, Source.PAPER, office_id, user_id=user_id, person_id=person_id)
    with transaction.atomic():
        received = arrive(incoming, at=at)
        held = received.arrival
        if waits and received.is_new:
            reason = Finding("arrival.second_typing", Weight.NOTE, "docs/adr/0044").record()
            held.state, held.reasons, held.looked_at = State.WAITING, [reason], at
            held.form_code, held.instance_id = code, number
            held.save(update_fields=["state", "reasons", "looked_at", "form_code", "instance_id"])
        if first is not None and first.pk != held.pk:
            behind = replace(system("typed twice", on=at.date(), zone=by.zone), on_behalf_of=by.id)
            set_aside_arrival(arrival=first, because=Because.TWICE, by=behind, at=at)
    return held if waits else read_now(held.pk, at=at)

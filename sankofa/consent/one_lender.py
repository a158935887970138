"""Asking about one lender alone: this lender, the parts it needs, and nothing else.

Begun where somebody is introduced to a lender.  What is asked, read and recorded is the same as in the long way of
asking; only everything else that could be asked is left out.  The draft stands apart from that of the long way.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sankofa.accounts import queries as accounts
from sankofa.consent.asking import PARTNERS, Asking, Topic, asking
from sankofa.consent.hooks import Subject
from sankofa.consent.rules import texts
from sankofa.consent.rules.terms import Field, Purpose
from sankofa.kernel.identifiers import uuid7

FLOW = "consent for a lender"
PURPOSE = Purpose.CREDIT_REFERRAL


def address(person_id: UUID | str, partner_id: UUID, *, parts: Sequence[Field], on: str) -> str:
    """Return where somebody is asked about one lender and these parts alone; `on` is where it goes on afterwards."""
    told = urlencode({"part": [part.value for part in parts], "on": on}, doseq=True)
    return f"{reverse('consent:lender', args=[person_id, partner_id])}?{told}"


def way_on(told: Mapping[str, str]) -> str:
    """Return where it goes on afterwards, within the house; empty where nothing, or somewhere else, is named."""
    on = told.get("on", "")
    return on if on.startswith("/") and url_has_allowed_host_and_scheme(on, allowed_hosts=None) else ""


def parts_asked(told: QueryDict) -> list[Field]:
    """Return the parts that are asked about: those named, as far as this purpose may ask for them; else all."""
    allowed = texts.terms()[PURPOSE].fields
    named = {part.value for part in allowed} & set(told.getlist("part"))
    return [part for part in Field if part in allowed and (not named or part.value in named)]


def asking_alone(*, owner_id: str, subject: Subject, partner_id: UUID, organisation_id: str) -> Asking | None:
    """Return the asking about one lender, as it was left or a new one; None where this is no lender to go to."""
    told = accounts.organisations_beside(organisation_id).get(str(partner_id))
    if told is None or told[1] not in PARTNERS[PURPOSE]:
        return None
    topic = Topic(PURPOSE, partner_id, told[0])
    held = asking(owner_id=owner_id, subject=subject, flow=FLOW)
    if held is not None and held.content.get("topics") == [topic.key]:
        return held
    begun = {"sent": str(uuid7()), "partners": {str(partner_id): list(told)}, "topics": [topic.key]}
    return Asking(owner_id, subject, begun, FLOW)

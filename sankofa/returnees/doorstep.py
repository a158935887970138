"""Reads of the open door: where one can be reached from, who wrote, how often they were called."""

import hmac
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules.terms import Actor
from sankofa.messages.hooks import Contact
from sankofa.messages.rules.terms import Channel as Ways
from sankofa.places.rules import reference
from sankofa.places.rules.terms import Place
from sankofa.returnees import arriving, permissions
from sankofa.returnees.models import Announced, AnnouncedState, CallTry, Channel, Desk, Doorstep, Letter
from sankofa.returnees.rules import arrivals, doorstep, search
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

LISTED_MAX = 200
DISTRICT_STEPS = 3
"""Country, province, district."""


def offices_open() -> list["Office"]:
    """Return the offices that call back whoever writes to them.  For everybody: it says nothing of anybody."""
    rows = Doorstep.objects.filter(is_open=True, office__closed_on=None).select_related("office__place")
    return [row.office for row in rows.order_by("office__place__path", "office__name")]


def areas() -> list[Place]:
    """Return the provinces of the countries in which an office calls back."""
    countries = {office.place_id.split(".")[0] for office in offices_open()}
    return [
        place for place in reference.places() if place.path.count(".") == 1 and place.path.split(".")[0] in countries
    ]


def districts(path: str) -> list[Place]:
    """Return the districts of a province."""
    return [
        place
        for place in reference.places()
        if place.path.startswith(f"{path}.") and place.path.count(".") == DISTRICT_STEPS - 1
    ]


def place(path: str) -> Place | None:
    """Return a province or a district in a country where an office calls back, or None."""
    countries = {office.place_id.split(".")[0] for office in offices_open()}
    found = next((one for one in reference.places() if one.path == path), None)
    is_near = found is not None and found.path.split(".")[0] in countries
    return found if is_near and path.count(".") in {1, DISTRICT_STEPS - 1} else None


def office_for(path: str) -> "Office | None":
    """Return the office that calls back somebody of a district: the nearest of the country, or None."""
    country = path.partition(".")[0]
    offices = [office for office in offices_open() if office.place_id.partition(".")[0] == country]
    if not offices:
        return None
    near = arrivals.office_for(path, [(one.pk, one.place_id) for one in offices], otherwise=offices[0].pk)
    return next(one for one in offices if one.pk == near)


def phones() -> list[tuple[str, str]]:
    """Return the offices that call back, with the phone that stands on their slips: for whoever cannot write."""
    known = dict(Desk.objects.exclude(phone="").values_list("office_id", "phone"))
    return [(office.name, known.get(office.pk, "")) for office in offices_open()]


def network_digest(network: str | None) -> str:
    """Return the keyed digest under which letters of a network are counted; empty where it is not known."""
    return "" if network is None else blind_index(network, ring=keys.ring(), purpose="letters.network")


def counts(network: str, *, at: datetime) -> tuple[int | None, int]:
    """Return how many letters came in the last hour from a network (None where it is not known), and in all."""
    lately = Letter.objects.filter(received_at__gt=at - doorstep.WINDOW)
    return (lately.filter(network=network).count() if network else None), lately.count()


def phone_digest(phone: str) -> str:
    """Return the keyed digest under which short messages to a number are counted."""
    return blind_index(search.phone_digits(phone), ring=keys.ring(), purpose="letters.phone")


def was_texted(digest: str, *, at: datetime) -> bool:
    """Whether a number was sent a short message in the last day: nobody may make us write to it again and again."""
    return Letter.objects.filter(texted=digest, received_at__gt=at - doorstep.NETWORK_KEPT).exists()


def may_contact(letter_of: UUID, channel: Ways, at: datetime) -> Contact | None:  # noqa: ARG001  the hook's
    """Return yes for whoever wrote to us and wants a short message first; None for everybody else."""
    if channel is not Ways.SMS:
        return None
    waits = Announced.objects.filter(pk=letter_of, channel=Channel.SELF, state=AnnouncedState.WAITING)
    found = waits.filter(is_set_apart=False, letter__isnull=False).first()
    facts = {} if found is None else arriving.facts_of(found)
    return Contact.YES if facts.get("may_call") and facts.get("by") == doorstep.By.SMS else None


def is_kept(number: UUID) -> bool:
    """Whether the page with this number was sent before."""
    return Letter.objects.filter(pk=number).exists()


def letter_numbered(receipt: str, *, word: str) -> Announced | None:
    """Return who wrote under a number, where the word is theirs too; else None, whatever it was that did not fit.

    What was taken back is found no more, kept for officers or not: whoever tries again with somebody's phone in hand
    must not learn from the answer that the letter was one for officers.
    """
    found = (
        Announced.objects.filter(letter__receipt=receipt, state=AnnouncedState.WAITING)
        .select_related("office__place", "letter")
        .first()
    )
    facts = {} if found is None else arriving.facts_of(found)
    held = "" if facts.get("taken_back") else doorstep.same_word(str(facts.get("word") or ""))
    is_theirs = hmac.compare_digest(held.encode(), doorstep.same_word(word).encode())
    return found if held and is_theirs else None


def calls(viewer: Actor, *, on: date, are_doubtful: bool) -> QuerySet[Announced]:
    """Return who wrote to the viewer's offices and waits for a call, whoever waits longest first."""
    rows = arriving.waiting(viewer, on=on).filter(channel=Channel.SELF, letter__is_doubtful=are_doubtful)
    return rows.annotate(tried=Count("tries"), tried_last=Max("tries__tried_at")).order_by("announced_at", "pk")


def flood_apart(viewer: Actor, *, on: date) -> QuerySet[Announced]:
    """Return the letters for officers alone that look like part of a flood, of those on which the viewer is named."""
    return arriving.set_apart(viewer, on=on).filter(channel=Channel.SELF, letter__is_doubtful=True)


def offices_with_flood_apart(viewer: Actor, *, ids: Sequence[str], on: date) -> list["Office"]:
    """Return the offices at which some of these letters wait, each once."""
    rows = flood_apart(viewer, on=on).filter(pk__in=ids).select_related("office__place")
    found = {one.office_id: one.office for one in rows}
    return sorted(found.values(), key=lambda office: (office.name, office.pk))


def has_written(announced: Announced) -> bool:
    """Whether somebody wrote to us, and was not met."""
    return announced.channel == Channel.SELF


def tries(announced: Announced) -> list[CallTry]:
    """Return the calls with which somebody was not reached, the latest first."""
    return list(CallTry.objects.filter(announced=announced).select_related("tried_by").order_by("-tried_at", "-pk"))


def offices_to_hand_on(announced: Announced) -> list["Office"]:
    """Return the offices that can go on with somebody: others of the organisation, and all that call back."""
    own = announced.office.organisation.offices.filter(closed_on=None)
    found = {office.pk: office for office in [*own, *offices_open()] if office.pk != announced.office_id}
    return sorted(found.values(), key=lambda office: (office.name, office.pk))


def offices_kept(viewer: Actor, *, on: date) -> list["Office"]:
    """Return the offices for which the viewer decides whether they call back."""
    rows = offices_of(viewer, permissions.KEEP_DOORSTEP, on=on).filter(closed_on=None)
    return list(rows.select_related("doorstep").order_by("name"))


def office_of_poster(office_id: UUID, *, viewer: Actor, on: date) -> "Office | None":
    """Return an office whose poster the viewer may print, or None."""
    return offices_of(viewer, permissions.REGISTER, on=on).filter(pk=office_id, closed_on=None).first()


def letters_of(office: "Office", ids: Sequence[str]) -> QuerySet[Announced]:
    """Return those of some letters that wait at an office and are not set apart."""
    return Announced.objects.filter(
        pk__in=ids, office=office, channel=Channel.SELF, state=AnnouncedState.WAITING, is_set_apart=False
    )

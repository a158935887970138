"""Reads of the arrival desk: who is expected, which help waits, who waits for a first talk, what was not read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from sankofa.accounts.queries import offices_of, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.identifiers import NotASlipNumber, parse_slip_number
from sankofa.kernel.periods import add_months
from sankofa.places.rules import matching, reference
from sankofa.returnees import permissions
from sankofa.returnees.models import (
    Announced,
    AnnouncedState,
    Came,
    Crossing,
    Desk,
    Help,
    Letter,
    Meeting,
    Parcel,
    ParcelState,
    Person,
    SealedLine,
)
from sankofa.returnees.rules import arrivals, retention
from sankofa.returnees.rules.arrivals import HelpKind

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

CROSSINGS_SHOWN = timedelta(days=3)
"""How long after its day a flight can still be chosen at the desk."""
QUEUE_MAX = 200
ON_LIST = (AnnouncedState.EXPECTED, AnnouncedState.NOT_COME)
"""Whoever stands on a list and was not met."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A help that waits: the number of the slip, what it is, and since when."""

    help: Help
    slip: str
    kind: HelpKind


def office(office_id: str, *, viewer: Actor, on: date) -> "Office | None":
    """Return an office at whose desk the viewer may meet people, or None."""
    return offices_of(viewer, permissions.MEET, on=on).filter(pk=office_id, closed_on=None).first()


def desk(office: "Office") -> Desk | None:
    """Return what the office has opened its desk with, or None."""
    return Desk.objects.filter(office=office).first()


def crossings(viewer: Actor, *, on: date) -> QuerySet[Crossing]:
    """Return the flights, buses and boats of the viewer's offices, the next and latest first, with their counts."""
    rows = within_scope(Crossing.objects.select_related("office"), viewer=viewer, permission=permissions.MEET, on=on)
    return rows.annotate(
        expected=Count("listed", filter=Q(listed__state=AnnouncedState.EXPECTED), distinct=True),
        not_come=Count("listed", filter=Q(listed__state=AnnouncedState.NOT_COME), distinct=True),
        met=Count("meetings", distinct=True),
    ).order_by("-due_on", "label")


def crossings_at(office: "Office", *, on: date) -> QuerySet[Crossing]:
    """Return the crossings that somebody at the desk can have come with today."""
    return Crossing.objects.filter(
        office=office, closed_at=None, due_on__gte=on - CROSSINGS_SHOWN, due_on__lte=on + CROSSINGS_SHOWN
    ).order_by("due_on", "label")


def expected(crossing: Crossing) -> list[Announced]:
    """Return who is on the list and was not met, in the order of the list."""
    states = [AnnouncedState.EXPECTED, AnnouncedState.NOT_COME]
    return list(Announced.objects.filter(crossing=crossing, state__in=states).order_by("number_on_list"))


def helps_open(viewer: Actor, *, on: date) -> QuerySet[Help]:
    """Return the help that waits at the viewer's desks, whoever waits longest first."""
    rows = Help.objects.filter(state="needed").select_related("meeting")
    return within_scope(rows, viewer=viewer, permission=permissions.MEET, on=on).order_by("noted_at", "pk")


def helps_waiting(viewer: Actor, *, on: date, office: "Office | None" = None) -> list[Waiting]:
    """Return the help that waits, the most urgent first, and among equals whoever waits longest."""
    rows = helps_open(viewer, on=on)
    if office is not None:
        rows = rows.filter(meeting__office=office)
    found = [Waiting(row, row.meeting.slip, HelpKind(row.kind)) for row in rows]
    return sorted(found, key=lambda one: arrivals.urgency(one.kind))


def help_at(help_id: str, *, viewer: Actor, on: date) -> Help | None:
    """Return a help at a desk of the viewer's, or None."""
    rows = Help.objects.select_related("meeting__office")
    return within_scope(rows, viewer=viewer, permission=permissions.MEET, on=on).filter(pk=help_id).first()


def meeting(meeting_id: str, *, viewer: Actor, on: date) -> Meeting | None:
    """Return a line of a desk of the viewer's, or None."""
    rows = Meeting.objects.select_related("office__desk")
    return within_scope(rows, viewer=viewer, permission=permissions.MEET, on=on).filter(pk=meeting_id).first()


def came(viewer: Actor, *, on: date) -> QuerySet[Announced]:
    """Return who waits for the first talk at the viewer's offices, whoever waits longest first.

    Whoever is set apart is not among them, but for the officers named.  Letters that look like a flood stand apart too,
    so that they push nobody out of the queue.
    """
    return waiting(viewer, on=on).exclude(letter__is_doubtful=True)


def waiting(viewer: Actor, *, on: date) -> QuerySet[Announced]:
    """Return who waits for the first talk, and the letters that look like a flood."""
    rows = Announced.objects.filter(state=AnnouncedState.WAITING).select_related("meeting", "office__place")
    found = within_scope(rows, viewer=viewer, permission=permissions.REGISTER, on=on)
    return found.filter(is_set_apart=False).order_by("announced_at", "pk")


def somebody(announced_id: str, *, viewer: Actor, on: date) -> Announced | None:
    """Return somebody who waits for the first talk, or None."""
    return waiting(viewer, on=on).filter(pk=announced_id).first()


def with_slip(text: str, *, viewer: Actor, on: date) -> Announced | None:
    """Return who waits under the number of a slip, or None: nobody, somebody elsewhere and somebody set apart alike.

    Raises NotASlipNumber.
    """
    return came(viewer, on=on).filter(meeting__slip=parse_slip_number(text)).first()


def person_with_slip(text: str) -> UUID | None:
    """Return who in the register had a slip, for looking them up as the viewer may; None where nobody has."""
    try:
        number = parse_slip_number(text)
    except NotASlipNumber:
        return None
    return Came.objects.filter(announced__meeting__slip=number).values_list("person_id", flat=True).first()


def set_apart(viewer: Actor, *, on: date) -> QuerySet[Announced]:
    """Return who was set apart on arrival and waits for the viewer, who is named, to look after them.

    Letters that look like a flood come last: what somebody sends by the thousand pushes no child out of sight.
    """
    rows = Announced.objects.filter(is_set_apart=True, state=AnnouncedState.WAITING).select_related("meeting", "office")
    found = within_scope(rows, viewer=viewer, permission=permissions.LOOK_AFTER, on=on)
    return found.order_by(Coalesce("letter__is_doubtful", False), "announced_at", "pk")


def helps_of(announced: Announced) -> list[tuple[HelpKind, str]]:
    """Return the help that somebody needed on the day they came, and what became of it."""
    if announced.meeting_id is None:
        return []
    rows = Help.objects.filter(meeting=announced.meeting_id)
    found = [(HelpKind(row.kind), str(row.get_state_display())) for row in rows]
    return sorted(found, key=lambda one: arrivals.urgency(one[0]))


def unreadable(viewer: Actor, *, on: date) -> QuerySet[Parcel]:
    """Return the lines of devices that could not be read, or were not yet, the oldest first."""
    rows = Parcel.objects.exclude(state=ParcelState.READ).select_related("office", "sent_by")
    return within_scope(rows, viewer=viewer, permission=permissions.MEET, on=on).order_by("received_at", "pk")


def parcel(parcel_id: str, *, viewer: Actor, on: date) -> Parcel | None:
    """Return a line of a device that could not be read yet, or None."""
    return unreadable(viewer, on=on).filter(pk=parcel_id).first()


def parcels_to_read() -> QuerySet[Parcel]:
    """Return what was kept and never read, because something went wrong between the two.  For periodic work."""
    return Parcel.objects.filter(state=ParcelState.KEPT).order_by("received_at", "pk")


def without_officer() -> QuerySet[Announced]:
    """Return who was set apart and nobody is named for yet, or no longer.  For periodic work."""
    rows = Announced.objects.filter(is_set_apart=True, state=AnnouncedState.WAITING)
    return rows.exclude(named__ended_at=None, named__user__is_active=True).select_related("office__place")


def over(on: date) -> QuerySet[Announced]:
    """Return whose time for being kept without a first talk is over."""
    before = add_months(on, -retention.shipped()[retention.Purpose.ARRIVAL])
    states = [AnnouncedState.EXPECTED, AnnouncedState.WAITING, AnnouncedState.NOT_COME]
    return Announced.objects.filter(state__in=states, announced_at__date__lt=before).order_by("announced_at", "pk")


def lines_over(on: date) -> QuerySet[SealedLine]:
    """Return the unreadable lines whose time is over."""
    before = add_months(on, -retention.shipped()[retention.Purpose.ARRIVAL])
    return SealedLine.objects.filter(parcel__state=ParcelState.UNREADABLE, parcel__received_at__date__lt=before)


def place_of(text: str, *, office: "Office") -> str:
    """Return the path of the district that somebody named; empty where it is not clear which one is meant."""
    country = office.place.country_id
    if not text or country not in reference.origins():
        return ""
    return matching.place_meant(text, within=country, level=2).path or ""


def going_on_at(place: str, *, office: "Office") -> UUID:
    """Return the office that goes on with somebody who goes to a district."""
    offices = office.organisation.offices.filter(closed_on=None).values_list("pk", "place_id")
    return arrivals.office_for(place, offices, otherwise=office.pk)


def facts_of(announced: Announced) -> Mapping[str, Any]:
    """Return what is known of somebody who was announced."""
    return announced.facts or {}


def is_doubtful(announced: Announced) -> bool:
    """Whether somebody wrote while so many wrote that it looks like a flood."""
    return Letter.objects.filter(announced=announced, is_doubtful=True).exists()


def is_in_register(person: Person) -> bool:
    """Whether somebody can be said to be the one who came: in the register and not erased."""
    return person.erased_on is None


def crossing_of(announced_id: str) -> UUID:
    """Return the list that somebody who is expected stands on."""
    found = Announced.objects.values_list("crossing_id", flat=True).get(pk=announced_id)
    assert found is not None, "whoever came in with a file stands on a list"
    return found


def met_since(announced: Collection[str]) -> list[str]:
    """Return, of people on lists, those who were met since or are no longer on one."""
    rows = Announced.objects.filter(pk__in=announced).exclude(state__in=ON_LIST)
    return [str(key) for key in rows.values_list("pk", flat=True)]

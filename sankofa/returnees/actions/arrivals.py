"""Writes of the arrival desk: expect people, meet them, note and settle help, take them into the register.

Help is noted without a name.  A line from a device is kept as sealed bytes before anybody reads it, and what cannot be
read waits with its reason.  A line sent twice is one line: its key is made where it is written.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import action, origin
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.identifiers import slip_number, uuid7
from sankofa.messages import actions as messages
from sankofa.returnees import arriving, desk_pass, permissions
from sankofa.returnees.actions.protection import _protect
from sankofa.returnees.actions.register import _put_in
from sankofa.returnees.desk_pass import DeskPass
from sankofa.returnees.models import (
    Announced,
    AnnouncedNamed,
    AnnouncedState,
    Came,
    Channel,
    Crossing,
    Desk,
    Help,
    Meeting,
    Parcel,
    ParcelState,
    Person,
    ProtectionKind,
    SealedLine,
)
from sankofa.returnees.rules import arrivals, device_sealing
from sankofa.returnees.rules.arrivals import HelpKind, HelpState, Line, NotUnderstood
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, PersonTerms, Precision, Sex
from sankofa.store import counters, erasures, revisions, subjects

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

BLOCK = 60
"""How many numbers a device is given at once: enough for a third of a full flight without a line."""
LOOKED_AT_AGAIN = timedelta(days=30)
_COUNTER = "slip number"


class EntryTaken(Exception):
    """The key of a line belongs to a line of another office."""


class SettledBefore(Exception):
    """What became of the help was noted before, and cannot become that."""


class NobodyWaits(Exception):
    """They are in the register already, or no longer kept."""


class NothingSaid(Exception):
    """Nobody is on the list."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """The outcome of keeping numbers for a device."""

    first: int
    count: int

    def audit_detail(self) -> Mapping[str, Any]:
        """Return which numbers."""
        return {"first": self.first, "count": self.count}


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the list of a flight, as the carrier or the embassy writes them."""

    name: str = ""
    age: int | None = None
    paper: str = ""
    district: str = ""
    sex: str = "unknown"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The outcome of expecting people: the crossings and who is on their lists, in the order of the rows."""

    crossing: Crossing
    people: tuple[Announced, ...]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many, and which rows became whom; no names."""
        return {
            "crossing": str(self.crossing.pk),
            "rows": [[one.reference or one.number_on_list, str(one.pk)] for one in self.people],
        }


@dataclass(frozen=True, slots=True)
class TakenOff:
    """The outcome of taking people off lists: who they were, by id."""

    people: tuple[str, ...]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return whom; no names."""
        return {"people": list(self.people)}


@action(permissions.MEET, on="office")
def open_desk(*, office: "Office", phone: str, by: Actor, at: datetime) -> Desk:
    """Open the arrival desk of an office, or change the phone that stands on its slips."""
    held = Desk.objects.filter(office=office).first()
    if held is not None:
        if held.phone != phone:
            before = held.image()
            held.phone = phone
            held.save(update_fields=["phone"])
            revisions.revise(held, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)
        return held
    public, secret = device_sealing.fresh_pair()
    made = Desk(office=office, phone=phone, public_key=public.hex(), secret_key=secret.hex())
    made.save(force_insert=True)
    return made


@action(permissions.MEET, on="office", lock=False)
def reserve_slips(*, office: "Office", by: Actor, at: datetime) -> Reserved:  # noqa: ARG001
    """Keep a block of numbers for a device, so that no two slips are ever alike, with or without a line."""
    taken = counters.take(_COUNTER, BLOCK)
    return Reserved(taken.start, len(taken))


@action(permissions.MEET, on="office")
def expect(
    *, office: "Office", kind: str, label: str, due_on: date, rows: Sequence[Expected], by: Actor, at: datetime
) -> Listed:
    """Note a flight, a bus or a boat and who is expected on it; more of the same go onto the same list.

    A row with a reference that was written before is not written again.  Raises NothingSaid.
    """
    if any(not (row.name or row.paper) for row in rows):
        raise NothingSaid
    crossing, _is_new = Crossing.objects.get_or_create(
        office=office, due_on=due_on, label=label, defaults={"kind": kind, "created_at": at}
    )
    there = {
        one.reference: one
        for one in Announced.objects.filter(crossing=crossing).exclude(reference="")
        if one.reference in {row.reference for row in rows}
    }
    last = Announced.objects.filter(crossing=crossing).order_by("-number_on_list").first()
    number = 0 if last is None else last.number_on_list or 0
    people: list[Announced] = []
    made: list[Announced] = []
    for row in rows:
        if row.reference and row.reference in there:
            people.append(there[row.reference])
            continue
        number += 1
        line = Line(name=row.name, age=row.age, paper=row.paper, district=row.district, sex=Sex(row.sex))
        made.append(
            Announced(
                id=uuid7(),
                created_at=at,
                office=office,
                channel=Channel.DESK,
                state=AnnouncedState.EXPECTED,
                facts=_facts(line, office=office),
                crossing=crossing,
                number_on_list=number,
                reference=row.reference,
                announced_at=at,
            )
        )
        people.append(made[-1])
    with subjects.holding([one.pk for one in made], at=at, are_new=True):
        Announced.objects.bulk_create(made)
    revisions.first_revisions(
        [(one, one.reference) for one in made], at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source
    )
    return Listed(crossing, tuple(people))


@action(permissions.MEET, on="office")
def take_off_lists(*, office: "Office", people: Sequence[UUID], by: Actor, at: datetime) -> TakenOff:  # noqa: ARG001
    """Take people of a file off their lists again, destroying what the file said; whoever was met since stays."""
    rows = Announced.objects.select_for_update().filter(pk__in=people, office=office, state__in=arriving.ON_LIST)
    gone = list(rows.order_by("pk"))
    for one in gone:
        _end(one, AnnouncedState.LET_GO, at=at)
    return TakenOff(tuple(str(one.pk) for one in gone))


@action(permissions.MEET, on="crossing")
def close_crossing(*, crossing: Crossing, by: Actor, at: datetime) -> Crossing:  # noqa: ARG001
    """Say that everybody has come who will: who is still expected did not come.  They can still be met later."""
    crossing.closed_at = at
    crossing.save(update_fields=["closed_at"])
    Announced.objects.filter(crossing=crossing, state=AnnouncedState.EXPECTED).update(state=AnnouncedState.NOT_COME)
    return crossing


@action(permissions.MEET, on="office", lock=False)
def meet(*, office: "Office", number: UUID, line: Line, by: Actor, at: datetime) -> Meeting:
    """Meet somebody who arrives: note the help they need, and what is known of them for the district's office.

    `number` is made with the form; the same form sent twice is one line.  Raises EntryTaken and NotUnderstood.
    """
    serial = None if Meeting.objects.filter(pk=number).exists() else counters.take(_COUNTER)[0]
    return _met(office, number, line, serial=serial, met_by=by.id if by.kind == "user" else None, by=by, at=at)


@action(permissions.MEET, on="office", lock=False)
def keep_parcel(
    *, office: "Office", number: UUID, sealed: bytes, device_sent_at: datetime | None, by: Actor, at: datetime
) -> Parcel:
    """Keep the sealed line of a device before anybody reads it.  Sent twice it is kept once.  Raises EntryTaken."""
    made, is_new = Parcel.objects.get_or_create(
        pk=number,
        defaults={
            "office": office,
            "created_at": at,
            "received_at": at,
            "device_sent_at": device_sent_at,
            "sent_by_id": by.id if by.kind == "user" else None,
        },
    )
    if made.office_id != office.pk:
        raise EntryTaken
    if is_new:
        SealedLine.objects.create(parcel=made, sealed=sealed)
    return made


@action(permissions.MEET, on="parcel")
def read_parcel(*, parcel: Parcel, by: Actor, at: datetime) -> Parcel:
    """Open the line of a device and write it down as its writer's; what cannot be read waits with its reason.

    Whoever sends it is not taken for whoever wrote it: the pass that is sealed in says who that was.
    """
    if parcel.state == ParcelState.READ:
        return parcel
    parcel.state, parcel.reason = ParcelState.UNREADABLE, _read(parcel, by=by, at=at)
    if not parcel.reason:
        parcel.state = ParcelState.READ
        SealedLine.objects.filter(parcel=parcel).delete()
    parcel.save(update_fields=["state", "reason"])
    return parcel


@action(permissions.MEET, on="help")
def settle_help(*, help: Help, state: str, by: Actor, at: datetime) -> Help:  # noqa: A002  the paper's word
    """Note what became of a help: given, not wanted, not to be had.  Raises SettledBefore."""
    wanted = HelpState(state)
    if help.state == wanted:
        return help
    if not arrivals.is_to_follow(HelpState(help.state), wanted):
        raise SettledBefore
    help.state, help.settled_at = wanted, at
    help.settled_by_id = UUID(by.id) if by.kind == "user" else None
    help.save(update_fields=["state", "settled_at", "settled_by"])
    return help


@action(permissions.REGISTER, on="announced")
def take_in(*, announced: Announced, person: Person, by: Actor, at: datetime) -> Came:  # noqa: ARG001
    """Say who in the register it was that came; what was noted on arrival is destroyed, the register knows it now.

    Raises NobodyWaits.
    """
    return _came(announced, person, at=at)


@action(permissions.LOOK_AFTER, on="announced")
def take_in_protected(*, announced: Announced, by: Actor, at: datetime) -> Came:
    """Put somebody who was set apart on arrival into the register, as a protected file from the first moment.

    Raises NobodyWaits.
    """
    if announced.state != AnnouncedState.WAITING or not announced.is_set_apart:
        raise NobodyWaits
    facts = arriving.facts_of(announced)
    done = _put_in(
        [(f"arrival/{announced.pk}", terms_of(facts, on=at.date()))],
        numbers=[uuid7()],
        office=announced.office,
        by=by,
        at=at,
    )
    is_child = facts.get("child_alone") or facts.get("under_18")
    kind = ProtectionKind.CHILD_ALONE if is_child else ProtectionKind.THREAT
    review_on = clock.day_of(at, announced.office.zone) + LOOKED_AT_AGAIN
    _protect(done.people[0], kind=kind, reason="noted on arrival", review_on=review_on, by=by, at=at)
    return _came(announced, done.people[0], at=at)


@action(permissions.LOOK_AFTER, on="announced")
def give_to_office(*, announced: Announced, by: Actor, at: datetime) -> Announced:  # noqa: ARG001
    """Give somebody who was set apart to the office that goes on with them.  Raises NobodyWaits."""
    if announced.state != AnnouncedState.WAITING:
        raise NobodyWaits
    AnnouncedNamed.objects.filter(announced=announced, ended_at=None).update(ended_at=at)
    announced.is_set_apart = False
    announced.save(update_fields=["is_set_apart"])
    return announced


@action(permissions.LOOK_AFTER, on="announced")
def name_officers(*, announced: Announced, by: Actor, at: datetime) -> Announced:
    """Name the protection officers of the office on somebody who was set apart, and let them know."""
    on = clock.day_of(at, by.zone)
    for officer in accounts.holders_of(permissions.LOOK_AFTER, announced.resource(), on=on):
        AnnouncedNamed.objects.get_or_create(announced=announced, user=officer)
        if arriving.is_doubtful(announced):
            # A flood of letters is read like any other, but fills nobody's mailbox.
            continue
        path = f"/arrivals/apart/{announced.pk}/"
        notices.tell(Notice(to=officer, code="arrival_set_apart", at=at, path=path))
    return announced


@action(permissions.ERASE, on="announced")
def let_go(*, announced: Announced, by: Actor, at: datetime) -> Announced:  # noqa: ARG001
    """Destroy what was noted of somebody who never had a first talk; the row stays for counts.  Raises NobodyWaits."""
    if announced.ended_at is not None:
        raise NobodyWaits
    _end(announced, AnnouncedState.LET_GO, at=at)
    return announced


def tend_arrivals(*, by: Actor, at: datetime) -> None:
    """Do the periodic work of the desk: read what was kept, name officers in silence, let go whose time is over.

    Naming is done here and not while a line is sent: so sending takes no longer and says no more.
    """
    for parcel in arriving.parcels_to_read():
        read_parcel(parcel=parcel, by=by, at=at)
    for announced in arriving.without_officer():
        name_officers(announced=announced, by=by, at=at)
    for announced in arriving.over(at.date()):
        let_go(announced=announced, by=by, at=at)
    arriving.lines_over(at.date()).delete()


def terms_of(facts: Mapping[str, Any], *, on: date) -> PersonTerms:
    """Return what was noted on arrival as the first page of the register asks it."""
    name = str(facts.get("name") or "")
    given, _space, family = name.rpartition(" ") if " " in name else (name, "", "")
    age = facts.get("age")
    return PersonTerms(
        given_name=given or "?",
        family_name=family,
        sex=Sex(facts.get("sex") or Sex.UNKNOWN),
        born=NOT_KNOWN if age is None else PartialDay(date(on.year - age, 1, 1), Precision.ESTIMATED),
        phone=str(facts.get("phone") or "") if facts.get("phone_whose") in {"own", "unknown"} else "",
        place=str(facts.get("place") or ""),
        document_kind="passport" if facts.get("paper") else "",
        document_number=str(facts.get("paper") or ""),
    )


def _met(
    office: "Office",
    number: UUID,
    line: Line,
    *,
    serial: int | None,
    met_by: str | None,
    by: Actor,
    at: datetime,
    device_at: datetime | None = None,
) -> Meeting:
    there = Meeting.objects.filter(pk=number).first()
    if there is not None:
        if there.office_id != office.pk:
            raise EntryTaken
        return there
    assert serial is not None, "a new line has a number"
    crossing = None
    if line.crossing is not None:
        crossing = Crossing.objects.filter(pk=line.crossing, office=office).first()
        if crossing is None:
            raise NotUnderstood("crossing")
    made = Meeting(
        id=number,
        created_at=at,
        office=office,
        crossing=crossing,
        slip=slip_number(serial),
        met_at=at,
        device_at=device_at,
        met_by_id=None if met_by is None else UUID(met_by),
    )
    made.save(force_insert=True)
    for kind, state in line.helps.items():
        _help(made, kind, state, line, at=at)
    if line.says_who:
        _announce(made, line, by=by, at=at)
    return made


def _help(meeting: Meeting, kind: HelpKind, state: HelpState, line: Line, *, at: datetime) -> None:
    is_settled = state is not HelpState.NEEDED
    Help(
        created_at=at,
        meeting=meeting,
        kind=kind.value,
        words=line.other or None if kind is HelpKind.OTHER else None,
        state=state,
        noted_at=at,
        settled_at=at if is_settled else None,
        settled_by_id=meeting.met_by_id if is_settled else None,
    ).save(force_insert=True)


def _announce(meeting: Meeting, line: Line, *, by: Actor, at: datetime) -> None:
    facts = _facts(line, office=meeting.office)
    listed = None
    if line.number_on_list is not None:
        states = [AnnouncedState.EXPECTED, AnnouncedState.NOT_COME]
        listed = (
            Announced.objects.select_for_update()
            .filter(crossing=meeting.crossing, number_on_list=line.number_on_list, state__in=states)
            .first()
        )
        if listed is None:
            # Nobody stands there, or somebody who was met already: the number is kept with the rest.
            facts["number_on_list"] = line.number_on_list
    before = None if listed is None else listed.image()
    held = listed or Announced(id=uuid7(), created_at=at, channel=Channel.DESK, announced_at=at)
    if listed is not None:
        facts = {name: value if value not in {None, "", "unknown"} else (listed.facts or {}).get(name, value)
                 for name, value in facts.items()}  # fmt: skip
    held.state, held.facts, held.meeting, held.announced_at = AnnouncedState.WAITING, facts, meeting, at
    held.office_id = arriving.going_on_at(str(facts["place"] or ""), office=meeting.office)
    held.is_set_apart = line.is_set_apart
    held.save(force_insert=listed is None)
    revisions.revise(held, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)


def _facts(line: Line, *, office: "Office") -> dict[str, Any]:
    return {**line.facts(), "place": arriving.place_of(line.district, office=office)}


def _read(parcel: Parcel, *, by: Actor, at: datetime) -> str:
    """Write down what a parcel holds; return why it could not be read, empty where it could."""
    desk = arriving.desk(parcel.office)
    if desk is None or not SealedLine.objects.filter(parcel=parcel).exists():
        return "nothing_there"
    about = f"{parcel.office_id}/{parcel.pk}"
    try:
        plain = device_sealing.opened(bytes(parcel.line.sealed), secret=bytes.fromhex(desk.secret_key), about=about)
        told = json.loads(plain)
        proof = base64.b64decode(str(told["proof"]), validate=True)
        shown = desk_pass.proven(str(told["pass"]), said=str(told["said"]), proof=proof, about=about)
        said = json.loads(str(told["said"]))
        serial, fields = int(said["slip"]), dict(said["fields"])
        said_at = datetime.fromisoformat(str(said["at"]))
        line = arrivals.read(fields)
        if said_at.tzinfo is None:
            return "not_understood"
        # Here and not in the database: one refuses a day before all days, the other keeps it.
        device_at = said_at.astimezone(UTC)
        return _written(parcel, shown, line, serial=serial, device_at=device_at, by=by, at=at)
    except device_sealing.NotForThisKey:
        return "does_not_open"
    except desk_pass.NoPass:
        return "no_pass"
    except (NotUnderstood, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        # Infinity for a number, a day before all days, brackets a thousand deep: a line is never more than unreadable.
        return "not_understood"


def _written(
    parcel: Parcel, shown: DeskPass, line: Line, *, serial: int, device_at: datetime, by: Actor, at: datetime
) -> str:
    if shown.office != parcel.office_id or not shown.holds(serial):
        return "number_not_kept"
    taken = Meeting.objects.filter(slip=slip_number(serial)).exclude(pk=parcel.pk).exists()
    if taken:
        return "number_taken"
    try:
        with transaction.atomic():
            _met(parcel.office, parcel.pk, line, serial=serial, met_by=shown.user, by=by, at=at, device_at=device_at)
    except EntryTaken:
        return "number_taken"
    return ""


def _came(announced: Announced, person: Person, *, at: datetime) -> Came:
    if announced.state != AnnouncedState.WAITING or not arriving.is_in_register(person):
        raise NobodyWaits
    made = Came(created_at=at, announced=announced, person=person, at=at)
    made.save(force_insert=True)
    _end(announced, AnnouncedState.IN, at=at)
    return made


def _end(announced: Announced, state: AnnouncedState, *, at: datetime) -> None:
    if announced.channel == Channel.SELF:
        messages.forget(announced.pk, at=at)
    announced.state, announced.facts, announced.ended_at = state, None, at
    announced.save(update_fields=["state", "facts", "ended_at"])
    subjects.destroy(announced.pk, at=at)
    transaction.on_commit(lambda: erasures.note([announced.pk], at=at))

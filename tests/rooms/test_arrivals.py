"""The arrival desk: help without a name, one line however often it is sent, in silence for whoever is set apart."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from sankofa.accounts.action import NotAllowed, system
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.kernel.identifiers import slip_number
from sankofa.returnees import actions, arriving, desk_pass, permissions
from sankofa.returnees.models import (
    Announced,
    AnnouncedNamed,
    Came,
    Crossing,
    Help,
    Meeting,
    Parcel,
    Person,
    SealedLine,
    SearchKey,
)
from sankofa.returnees.rules import arrivals, device_sealing
from sankofa.store.hooks import Hook
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = [permissions.MEET, permissions.REGISTER, permissions.VIEW]


@pytest.fixture
def port() -> Office:
    return builders.office(path="BD.30.26", name="Airport desk")


@pytest.fixture
def district(port: Office) -> Office:
    return builders.office(port.organisation, path="BD.60.91", name="Sylhet office")


@pytest.fixture
def worker(port: Office) -> User:
    return builders.user(port, may=MAY, name="Shirin Das")


@pytest.fixture
def officer(port: Office) -> User:
    may = [permissions.LOOK_AFTER, permissions.VIEW, permissions.PROTECT]
    return builders.user(port, may=may, scope="organisation", name="Parvin Sultana")


def met(port: Office, by: User, number: UUID | None = None, **told: str) -> Meeting:
    line = arrivals.read(told)
    return actions.meet(office=port, number=number or uuid4(), line=line, by=by.as_actor(), at=AT)


def tended(at: datetime = AT) -> None:
    actions.tend_arrivals(by=system("upkeep", on=at.date()), at=at)


class Device:
    """A device at the desk: what it holds of the office, and how it seals a line."""

    def __init__(self, port: Office, by: User) -> None:
        self.port, self.by = port, by
        self.desk = actions.open_desk(office=port, phone="02-55-0101", by=by.as_actor(), at=AT)
        self.block = actions.reserve_slips(office=port, by=by.as_actor(), at=AT)
        self.own = ec.generate_private_key(ec.SECP256R1())
        point = self.own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.shown = desk_pass.DeskPass(str(by.pk), port.pk, self.block.first, self.block.count, point).signed()

    def sealed(self, number: UUID, slip: float, at: str = "2019-01-01T00:00:00+00:00", **fields: str) -> bytes:
        said = json.dumps({"slip": slip, "at": at, "fields": fields})
        told = {"pass": self.shown, "said": said, "proof": self.proof(number, said)}
        return self.sealed_text(number, json.dumps(told))

    def proof(self, number: UUID, said: str) -> str:
        content = desk_pass.signed_content(self.shown, said=said, about=f"{self.port.pk}/{number}")
        return base64.b64encode(device_sealing.signed_by(self.own, content)).decode()

    def sealed_text(self, number: UUID, text: str) -> bytes:
        about = f"{self.port.pk}/{number}"
        return device_sealing.sealed(text.encode(), public=bytes.fromhex(self.desk.public_key), about=about)

    def sent(self, number: UUID, sealed: bytes, by: User | None = None) -> Parcel:
        who = (by or self.by).as_actor()
        kept = actions.keep_parcel(
            office=self.port, number=number, sealed=sealed, device_sent_at=AT + timedelta(days=400), by=who, at=AT
        )
        return actions.read_parcel(parcel=kept, by=who, at=AT)


def test_help_is_noted_without_a_name_and_waits_by_its_urgency(port: Office, worker: User) -> None:
    hungry = met(port, worker, help_food="needed", help_phone_call="given")
    ill = met(port, worker, help_medical="needed")
    waiting = arriving.helps_waiting(worker.as_actor(), on=ON, office=port)
    assert [(one.slip, one.kind.value) for one in waiting] == [(ill.slip, "medical"), (hungry.slip, "food")]
    assert not Announced.objects.exists(), "a need names nobody"


def test_the_same_form_sent_twice_is_one_line_with_one_number(port: Office, worker: User) -> None:
    number = uuid4()
    once, twice = (met(port, worker, number, name="Amina Rahman", help_food="needed") for _ in range(2))
    assert once.slip == twice.slip
    assert (Meeting.objects.count(), Help.objects.count(), Announced.objects.count()) == (1, 1, 1)


def test_a_line_of_another_office_is_not_written_over(port: Office, worker: User) -> None:
    number = met(port, worker).pk
    other = builders.office(port.organisation)
    with pytest.raises(actions.EntryTaken):
        met(other, builders.user(other, may=MAY), number)


def test_what_is_known_goes_to_the_office_of_the_district_and_lies_sealed(
    port: Office, district: Office, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "place_of", lambda text, office: "BD.60.91" if text == "Sylhet" else "")
    line = met(port, worker, name="Amina Zqrahman", district="Sylhet", age="31")
    there = builders.user(district, may=MAY)
    [waits] = arriving.came(there.as_actor(), on=ON)
    assert (waits.office, waits.facts["name"], waits.facts["age"]) == (district, "Amina Zqrahman", 31)
    assert arriving.with_slip(line.slip.lower(), viewer=there.as_actor(), on=ON) == waits
    assert list(arriving.came(worker.as_actor(), on=ON)) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM returnees_announced")
        assert b"Zqrahman" not in bytes(cursor.fetchone()[0])
    assert not [event for event in Event.objects.all() if "Zqrahman" in str(event.detail)]
    assert not [one for one in Revision.objects.all() if "Zqrahman" in str(one.changes)]


def test_a_help_is_settled_once_by_somebody_at_some_moment(port: Office, worker: User) -> None:
    met(port, worker, help_medical="needed")
    held = Help.objects.get()
    done = actions.settle_help(help=held, state="not_available", by=worker.as_actor(), at=AT)
    assert (done.state, done.settled_by, done.settled_at) == ("not_available", worker, AT)
    actions.settle_help(help=held, state="given", by=worker.as_actor(), at=AT)
    with pytest.raises(actions.SettledBefore):
        actions.settle_help(help=held, state="refused", by=worker.as_actor(), at=AT)


def expected(port: Office, by: User, *names: str) -> Crossing:
    rows = [actions.Expected(name=name, paper=f"BX{place}") for place, name in enumerate(names)]
    said = {"kind": "flight", "label": "QR 634", "due_on": ON, "rows": rows}
    return actions.expect(office=port, **said, by=by.as_actor(), at=AT).crossing


def test_somebody_on_the_list_is_met_by_their_number_and_keeps_what_the_list_says(port: Office, worker: User) -> None:
    flight = expected(port, worker, "Amina Rahman", "Nasima Begum")
    met(port, worker, crossing=str(flight.pk), number_on_list="2", age="40")
    assert [one.facts["name"] for one in arriving.expected(flight)] == ["Amina Rahman"]
    [waits] = arriving.came(worker.as_actor(), on=ON)
    assert (waits.facts["name"], waits.facts["paper"], waits.facts["age"]) == ("Nasima Begum", "BX1", 40)


def test_somebody_met_twice_under_one_number_of_the_list_is_two_lines_and_nothing_is_lost(
    port: Office, worker: User
) -> None:
    flight = expected(port, worker, "Amina Rahman")
    for name in ("Amina Rahman", "Somebody Else"):
        met(port, worker, crossing=str(flight.pk), number_on_list="1", name=name)
    assert {one.facts["name"] for one in arriving.came(worker.as_actor(), on=ON)} == {"Amina Rahman", "Somebody Else"}


def test_who_is_still_expected_when_the_flight_is_closed_did_not_come_and_may_come_later(
    port: Office, worker: User
) -> None:
    flight = expected(port, worker, "Amina Rahman")
    actions.close_crossing(crossing=flight, by=worker.as_actor(), at=AT)
    assert Announced.objects.get().state == "not_come"
    met(port, worker, crossing=str(flight.pk), number_on_list="1")
    assert Announced.objects.get().state == "waiting"


def test_a_list_with_a_row_that_names_nobody_is_not_taken(port: Office, worker: User) -> None:
    said = {"kind": "bus", "label": "Bus 4", "due_on": ON, "rows": [actions.Expected()]}
    with pytest.raises(actions.NothingSaid):
        actions.expect(office=port, **said, by=worker.as_actor(), at=AT)
    assert not Crossing.objects.exists()


def test_a_row_of_a_file_is_written_once(port: Office, worker: User) -> None:
    rows = [actions.Expected(name="Amina Rahman", reference="file/1")]
    for _ in range(2):
        said = {"kind": "flight", "label": "QR 1", "due_on": ON, "rows": rows}
        actions.expect(office=port, **said, by=worker.as_actor(), at=AT)
    assert Announced.objects.count() == 1


def test_a_file_that_is_taken_back_takes_off_whoever_was_not_met(port: Office, worker: User) -> None:
    flight = expected(port, worker, "Amina Rahman", "Nasima Begum")
    met(port, worker, crossing=str(flight.pk), number_on_list="2")
    everybody = [one.pk for one in Announced.objects.order_by("number_on_list")]
    assert arriving.met_since([str(key) for key in everybody]) == [str(everybody[1])]
    done = actions.take_off_lists(office=port, people=everybody, by=worker.as_actor(), at=AT)
    assert done.people == (str(everybody[0]),)
    assert Announced.objects.get(pk=everybody[0]).facts is None
    assert Announced.objects.get(pk=everybody[1]).state == "waiting"


def test_whoever_is_set_apart_is_answered_like_everybody_and_is_there_for_the_officer_alone(
    port: Office, worker: User, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Notice] = []
    heard: Hook[[Notice], None] = Hook("for the test")
    heard.fill(told.append)
    monkeypatch.setattr(notices, "tell", heard.tell)
    line = met(port, worker, name="Amina Rahman", age="15", child_alone="on")
    assert line.slip, "she has a slip like everybody"
    assert not told, "nothing is sent while the line is written"
    tended()
    tended()
    held = Announced.objects.get()
    assert [(one.to, one.code, one.path) for one in told] == [
        (officer, "arrival_set_apart", f"/arrivals/apart/{held.pk}/")
    ]
    assert list(arriving.came(worker.as_actor(), on=ON)) == []
    assert arriving.with_slip(line.slip, viewer=worker.as_actor(), on=ON) is None
    with pytest.raises(NotAllowed):
        actions.take_in(announced=held, person=builders.person(port), by=worker.as_actor(), at=AT)
    assert list(arriving.set_apart(officer.as_actor(), on=ON)) == [held]


def test_the_officer_puts_a_child_alone_into_the_register_as_a_protected_file(
    port: Office, worker: User, officer: User
) -> None:
    met(port, worker, name="Amina Rahman", age="15", child_alone="on")
    tended()
    done = actions.take_in_protected(announced=Announced.objects.get(), by=officer.as_actor(), at=AT)
    assert (done.person.is_protected, done.person.name) == (True, "Amina Rahman")
    assert [held.kind for held in done.person.protections.all()] == ["child_alone"]
    assert Announced.objects.get().facts is None


def test_the_officer_gives_somebody_to_the_office_that_goes_on(port: Office, worker: User, officer: User) -> None:
    met(port, worker, name="Amina Rahman", in_danger="on")
    tended()
    actions.give_to_office(announced=Announced.objects.get(), by=officer.as_actor(), at=AT)
    assert len(arriving.came(worker.as_actor(), on=ON)) == 1
    assert not AnnouncedNamed.objects.filter(ended_at=None).exists()
    assert "returnees.name_officers" in Event.objects.values_list("action", flat=True)


def test_taking_in_destroys_what_was_noted_on_arrival(port: Office, worker: User) -> None:
    line = met(port, worker, name="Amina Rahman", phone="01712345678")
    held, person = Announced.objects.get(), builders.person(port)
    actions.take_in(announced=held, person=person, by=worker.as_actor(), at=AT)
    held = Announced.objects.get()
    assert (held.state, held.facts) == ("in", None)
    assert arriving.person_with_slip(line.slip) == person.pk
    with pytest.raises(actions.NobodyWaits):
        actions.take_in(announced=held, person=person, by=worker.as_actor(), at=AT)


def test_of_somebody_erased_no_slip_leads_to_them(port: Office, worker: User) -> None:
    line = met(port, worker, name="Amina Rahman")
    person = builders.person(port)
    actions.take_in(announced=Announced.objects.get(), person=person, by=worker.as_actor(), at=AT)
    actions.erase(person=person, because="asked", by=system("upkeep", on=ON), at=AT)
    assert arriving.person_with_slip(line.slip) is None
    assert not Came.objects.exists()


def test_who_never_had_a_first_talk_is_let_go_after_the_time_of_the_policy(port: Office, worker: User) -> None:
    met(port, worker, name="Amina Rahman")
    tended(AT + timedelta(days=170))
    assert Announced.objects.get().state == "waiting"
    tended(AT + timedelta(days=200))
    held = Announced.objects.get()
    assert (held.state, held.facts) == ("let_go", None)
    assert Meeting.objects.count() == 1, "that somebody came is still counted"
    assert "returnees.let_go" in Event.objects.values_list("action", flat=True)


def test_what_a_device_wrote_is_its_writers_whoever_carries_it_and_both_clocks_stand_there(
    port: Office, worker: User
) -> None:
    device, colleague, number = Device(port, worker), builders.user(port, may=MAY), uuid4()
    sent = device.sent(number, device.sealed(number, device.block.first, help_food="needed"), by=colleague)
    held = Meeting.objects.get(pk=number)
    assert (held.met_by, sent.sent_by) == (worker, colleague)
    assert (held.slip, held.met_at) == (slip_number(device.block.first), AT)
    assert held.device_at == datetime(2019, 1, 1, tzinfo=UTC)
    assert sent.device_sent_at == AT + timedelta(days=400)
    assert sent.state == "read"
    assert not SealedLine.objects.exists()


def test_a_line_sent_again_and_again_is_one(port: Office, worker: User) -> None:
    device, number = Device(port, worker), uuid4()
    held = device.sealed(number, device.block.first, name="Amina")
    for _ in range(3):
        device.sent(number, held)
    assert (Meeting.objects.count(), Announced.objects.count(), Parcel.objects.count()) == (1, 1, 1)


def test_a_line_that_was_kept_and_never_read_is_read_by_the_periodic_work(port: Office, worker: User) -> None:
    device, number = Device(port, worker), uuid4()
    held = device.sealed(number, device.block.first, name="Amina")
    actions.keep_parcel(office=port, number=number, sealed=held, device_sent_at=None, by=worker.as_actor(), at=AT)
    tended()
    assert Meeting.objects.get(pk=number).met_by == worker


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        pytest.param(lambda one, key: b"nonsense", "does_not_open", id="bytes-nobody-sealed"),
        pytest.param(lambda one, key: one.sealed(uuid4(), one.block.first), "does_not_open", id="of-another-line"),
        pytest.param(lambda one, key: one.sealed(key, 999_999), "number_not_kept", id="a-number-kept-for-others"),
        pytest.param(lambda one, key: one.sealed(key, one.block.first, age="old"), "not_understood", id="no-age"),
        pytest.param(lambda one, key: one.sealed(key, float("inf")), "not_understood", id="a-number-without-end"),
        pytest.param(lambda one, key: one.sealed_text(key, "[" * 9_000), "not_understood", id="brackets-without-end"),
        pytest.param(
            lambda one, key: one.sealed(key, one.block.first, at="0001-01-01T00:00:00+14:00"),
            "not_understood",
            id="a-day-before-all-days",
        ),
    ],
)
def test_what_cannot_be_read_waits_with_its_reason_and_is_not_lost(
    port: Office, worker: User, made: Any, reason: str
) -> None:
    device, number = Device(port, worker), uuid4()
    sent = device.sent(number, made(device, number))
    assert (sent.state, sent.reason) == ("unreadable", reason)
    assert SealedLine.objects.filter(parcel=sent).exists()
    assert list(arriving.unreadable(worker.as_actor(), on=ON)) == [sent]
    assert not Meeting.objects.exists()


def test_a_number_given_out_twice_waits_for_a_person(port: Office, worker: User) -> None:
    device, first, second = Device(port, worker), uuid4(), uuid4()
    device.sent(first, device.sealed(first, device.block.first))
    assert device.sent(second, device.sealed(second, device.block.first)).reason == "number_taken"


def test_a_pass_that_was_copied_from_a_device_is_worth_nothing_on_another(port: Office, worker: User) -> None:
    """A thief has the pass and the numbers, and a key of their own; what they seal waits for a person to look at it."""
    device, number = Device(port, worker), uuid4()
    device.own = ec.generate_private_key(ec.SECP256R1())
    assert device.sent(number, device.sealed(number, device.block.first)).reason == "no_pass"
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("change", ["proof", "said", "line"])
def test_what_a_device_signed_counts_for_that_line_and_those_words_alone(
    port: Office, worker: User, change: str
) -> None:
    device, number = Device(port, worker), uuid4()
    said = json.dumps({"slip": device.block.first, "at": "2026-11-22T09:00:00+00:00", "fields": {"name": "Amina"}})
    told = {"pass": device.shown, "said": said, "proof": device.proof(uuid4() if change == "line" else number, said)}
    if change == "said":
        told["said"] = said.replace("Amina", "Salma")
    elif change == "proof":
        told["proof"] = base64.b64encode(bytes(64)).decode()
    assert device.sent(number, device.sealed_text(number, json.dumps(told))).reason == "no_pass"


def test_a_pass_that_nobody_signed_lets_nothing_in(port: Office, worker: User) -> None:
    device, number = Device(port, worker), uuid4()
    device.shown = device.shown[:-1] + "?"
    assert device.sent(number, device.sealed(number, device.block.first)).reason == "no_pass"


def test_no_two_devices_are_given_the_same_number(port: Office, worker: User) -> None:
    one, other = Device(port, worker), Device(port, worker)
    alone = met(port, worker)
    numbers = [*range(one.block.first, one.block.first + one.block.count)]
    numbers += range(other.block.first, other.block.first + other.block.count)
    assert len(set(numbers)) == 2 * actions.BLOCK
    assert alone.slip not in {slip_number(number) for number in numbers}


def test_nobody_meets_people_at_the_desk_of_another_office(worker: User) -> None:
    with pytest.raises(NotAllowed):
        met(builders.office(), worker)


def test_what_was_noted_on_arrival_is_what_the_first_page_begins_with() -> None:
    said = actions.terms_of({"name": "Amina Rahman", "sex": "female", "age": 31, "paper": "BX1"}, on=ON)
    assert (said.given_name, said.family_name, said.sex.value, said.document_number) == (
        "Amina",
        "Rahman",
        "female",
        "BX1",
    )
    assert (said.born.day.year, said.born.precision.value) == (ON.year - 31, "estimated")  # type: ignore[union-attr]
    assert actions.terms_of({"phone": "017", "phone_whose": "family"}, on=ON).phone == ""


def test_the_tables_of_the_desk_are_not_the_register(port: Office, worker: User) -> None:
    met(port, worker, name="Amina Rahman")
    assert not Person.objects.exists()
    assert not SearchKey.objects.exists()

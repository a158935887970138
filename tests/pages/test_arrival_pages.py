"""Pages of the arrival desk: a line without script, a device's sealed line, the queue of the district, the officer."""

import base64
import json
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.kernel.identifiers import slip_number
from sankofa.project import hooks
from sankofa.returnees import actions, desk_pass, permissions
from sankofa.returnees.models import Announced, Came, Crossing, Desk, Help, Meeting, Parcel, Person
from sankofa.returnees.rules import device_sealing
from tests import builders
from tests.drawn import settled

pytestmark = pytest.mark.django_db
MAY = [SIGNED_IN, permissions.MEET, permissions.REGISTER, permissions.VIEW, permissions.PROTECT, SEND]


@pytest.fixture
def port() -> Office:
    hooks.fill()
    return builders.office(name="Airport office")


@pytest.fixture
def worker(port: Office) -> User:
    return builders.user(port, may=MAY, name="Shirin Das")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(worker: User) -> Client:
    return browser(worker)


def met(desk: Client, port: Office, **told: str) -> Any:
    return desk.post(f"/arrivals/desk/{port.pk}/", {"entry": str(uuid4()), **told}, follow=True)


def test_a_line_without_script_gives_a_slip_that_says_nothing_of_why(desk: Client, port: Office) -> None:
    desk.post(f"/arrivals/desk/{port.pk}/phone/", {"phone": "02-55-0101"})
    answer = met(desk, port, name="Amina Rahman", sex="female", age="31", help_medical="needed")
    held = Meeting.objects.get()
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert answer.redirect_chain[-1][0] == f"/arrivals/slips/{held.pk}/"
    assert held.slip in main
    assert "Airport office" in main
    assert "02-55-0101" in main
    for word in ("Amina", "return", "migra", "debt", "arriv"):
        assert word not in settled(main.partition('class="why"')[0].replace("/arrivals/", "")).lower()


def test_help_alone_is_enough_and_stands_on_the_desk_until_it_is_settled(desk: Client, port: Office) -> None:
    met(desk, port, help_place_tonight="needed")
    held = Help.objects.get()
    page = desk.get(f"/arrivals/desk/{port.pk}/").content.decode()
    assert held.meeting.slip in page
    assert "Safe place tonight" in page
    desk.post(f"/arrivals/help/{held.pk}/", {"state": "given"})
    page = desk.get(f"/arrivals/desk/{port.pk}/").content.decode()
    assert "Nobody waits for help." in page
    assert Help.objects.get().state == "given"


def test_no_name_of_anybody_met_stands_on_the_desk(desk: Client, port: Office) -> None:
    met(desk, port, name="Qamrun Nahar", help_food="needed")
    assert "Qamrun" not in desk.get(f"/arrivals/desk/{port.pk}/").content.decode()


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"age": "four hundred"}, id="an-age-in-words"),
        pytest.param({"number_on_list": "3"}, id="a-number-on-no-list"),
    ],
)
def test_what_cannot_be_is_asked_again_and_nothing_is_written(desk: Client, port: Office, told: dict[str, str]) -> None:
    assert met(desk, port, **told).status_code == 422
    assert not Meeting.objects.exists()


def test_a_list_written_by_hand_is_ticked_by_number(desk: Client, port: Office) -> None:
    said = {
        "office": str(port.pk),
        "kind": "flight",
        "label": "QR 634",
        "due_on": str(clock.today(port.zone)),
        "people": "Amina Rahman; 31; BX0123456; Sylhet\nNasima Begum",
    }
    page = desk.post("/arrivals/new/", said, follow=True).content.decode()
    assert "2. <bdi>Nasima Begum</bdi>" in page
    flight = Crossing.objects.get()
    met(desk, port, crossing=str(flight.pk), number_on_list="2")
    page = desk.get(f"/arrivals/lists/{flight.pk}/").content.decode()
    assert "Nasima" not in page
    assert "1 met" in page
    desk.post(f"/arrivals/lists/{flight.pk}/")
    assert "did not come" in desk.get(f"/arrivals/lists/{flight.pk}/").content.decode()


def test_the_day_of_a_list_is_typed_in_the_calendar_beside_it(desk: Client, port: Office) -> None:
    said = {"office": str(port.pk), "kind": "bus", "label": "4", "due_on": "01/01/2083"}
    desk.post("/arrivals/new/", {**said, "due_on_calendar": "bikram_sambat", "people": "Ok"})
    assert str(Crossing.objects.get().due_on) == "2026-04-14"


@pytest.mark.parametrize(
    "people",
    ["Amina; old", "Amina; 31; BX1; Sylhet; more", "; 31", "x" * 200],
    ids=["age", "too-much", "nobody", "too-long"],
)
def test_a_line_of_a_list_that_cannot_be_read_is_named(desk: Client, port: Office, people: str) -> None:
    said = {"office": str(port.pk), "kind": "bus", "label": "4", "due_on": "2026-11-22", "people": f"Ok\n{people}"}
    answer = desk.post("/arrivals/new/", said)
    assert answer.status_code == 422
    assert "Line 2 cannot be read" in answer.content.decode()


def posted(desk: Client, path: str, told: Any) -> Any:
    return desk.post(path, json.dumps(told), content_type="application/json")


OWN = ec.derive_private_key(7, ec.SECP256R1())
DEVICE = {"device": OWN.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()}


def sealed_by(told: Any, port: Office, number: str, slip: int, shown: str, **fields: str) -> str:
    public, about = bytes.fromhex(told["key"]), f"{port.pk}/{number}"
    said = json.dumps({"slip": slip, "at": "2026-11-22T09:00:00+00:00", "fields": fields})
    proof = device_sealing.signed_by(OWN, desk_pass.signed_content(shown, said=said, about=about))
    content = {"pass": shown, "said": said, "proof": base64.b64encode(proof).decode()}
    return base64.b64encode(device_sealing.sealed(json.dumps(content).encode(), public=public, about=about)).decode()


def test_a_device_gets_numbers_and_its_sealed_line_comes_in_once(desk: Client, port: Office) -> None:
    told = posted(desk, f"/arrivals/desk/{port.pk}/numbers/", DEVICE).json()
    serial, number, squares = told["numbers"][0]
    assert (number, len(told["numbers"])) == (slip_number(serial), actions.BLOCK)
    assert int(squares, 16) < 2**441
    key = str(uuid4())
    line = {
        "id": key,
        "sealed": sealed_by(told, port, key, serial, told["pass"], name="Amina", help_food="needed"),
        "now": "2026-11-22T09:05:00+00:00",
    }
    for _ in range(2):
        assert posted(desk, f"/arrivals/desk/{port.pk}/lines/", line).json() == {"state": "kept"}
    assert Meeting.objects.get().slip == number
    assert Announced.objects.get().facts["name"] == "Amina"
    assert Desk.objects.count() == 1


def test_a_line_that_cannot_be_read_is_answered_alike_and_waits_on_a_page(desk: Client, port: Office) -> None:
    posted(desk, f"/arrivals/desk/{port.pk}/numbers/", DEVICE)
    line = {"id": str(uuid4()), "sealed": base64.b64encode(b"x" * 90).decode(), "now": "2026-11-22T09:05:00+00:00"}
    assert posted(desk, f"/arrivals/desk/{port.pk}/lines/", line).json() == {"state": "kept"}
    assert "It does not open." in desk.get("/arrivals/unread/").content.decode()
    held = Parcel.objects.get()
    assert desk.post(f"/arrivals/unread/{held.pk}/", follow=True).status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", "{}", '{"device": "04"}', '{"device": 4}', '{"device": "zz"}'])
def test_a_device_that_shows_no_key_of_its_own_gets_no_numbers(desk: Client, port: Office, body: str) -> None:
    answer = desk.post(f"/arrivals/desk/{port.pk}/numbers/", body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("body", ["", "[]", "{", '{"id": 1}', '{"id": "x", "sealed": "?", "now": "x"}'])
def test_what_is_no_line_is_refused_and_nothing_is_kept(desk: Client, port: Office, body: str) -> None:
    answer = desk.post(f"/arrivals/desk/{port.pk}/lines/", body, content_type="application/json")
    assert answer.status_code == 400
    assert not Parcel.objects.exists()


def test_without_a_session_a_device_is_told_to_sign_in_and_keeps_its_line(port: Office) -> None:
    answer = posted(Client(), f"/arrivals/desk/{port.pk}/lines/", {"id": str(uuid4())})
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_the_worker_of_the_desk_is_a_script_that_reaches_no_other_page(desk: Client) -> None:
    answer = desk.get("/arrivals/desk/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer


def test_whoever_came_is_found_by_the_slip_and_put_into_the_register_from_what_was_noted(
    desk: Client, port: Office, worker: User
) -> None:
    met(desk, port, name="Qamrun Nahar", sex="female", age="31", phone="01712345678", phone_whose="own")
    slip, held = Meeting.objects.get().slip, Announced.objects.get()
    page = desk.get("/arrivals/came/").content.decode()
    assert "Qamrun Nahar" in page
    answer = desk.get("/arrivals/came/", {"slip": slip.lower().replace("-", " ")})
    assert answer["Location"] == f"/arrivals/came/{held.pk}/"
    page = desk.get(answer["Location"]).content.decode()
    assert "01712345678" in page
    first = desk.post("/people/add/first-page/", {"q": "Qamrun Nahar", "came": str(held.pk)}).content.decode()
    assert 'value="Qamrun"' in first
    assert 'value="Nahar"' in first
    assert f'name="came" value="{held.pk}"' in first
    number = first.partition('name="number" value="')[2].partition('"')[0]
    given = {"number": number, "came": str(held.pk), "kind": "returnee", "given_name": "Qamrun", "sex": "female"}
    done = desk.post("/people/add/first-page/", {**given, "office": str(port.pk)}, follow=True)
    assert "is in the register" in done.content.decode()
    person = Person.objects.get()
    assert Came.objects.get().person == person
    assert desk.get("/arrivals/came/", {"slip": slip})["Location"] == f"/people/{person.pk}/"


def test_whoever_is_in_the_register_already_is_not_put_in_again(desk: Client, port: Office, worker: User) -> None:
    from tests.pages.conftest import registered

    person = registered(port, worker, "Qamrun Nahar")[0]
    met(desk, port, name="Qamrun Nahar")
    held = Announced.objects.get()
    assert str(person.pk) in desk.get(f"/arrivals/came/{held.pk}/").content.decode()
    desk.post(f"/arrivals/came/{held.pk}/", {"person": "nobody"})
    assert Announced.objects.get().state == "waiting"
    desk.post(f"/arrivals/came/{held.pk}/", {"person": str(person.pk)})
    assert Announced.objects.get().state == "in"
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        pytest.param("004-217-0", "This is no number of a slip.", id="misread"),
        pytest.param(slip_number(900_001), "Nobody waits here with this number.", id="nobody"),
    ],
)
def test_a_number_that_leads_nowhere_says_so(desk: Client, slip: str, said: str) -> None:
    assert said in desk.get("/arrivals/came/", {"slip": slip}).content.decode()


def test_whoever_is_set_apart_gets_a_slip_like_everybody_and_is_in_no_queue(desk: Client, port: Office) -> None:
    officer = builders.user(port, may=[SIGNED_IN, permissions.LOOK_AFTER, permissions.VIEW], scope="organisation")
    plain = met(desk, port, name="Amina Rahman")
    apart = met(desk, port, name="Qamrun Nahar", child_alone="on", age="14")
    shapes = [len(one.content.decode().split("<")) for one in (plain, apart)]
    assert shapes[0] == shapes[1], "the two pages differ in nothing but the number"
    held = Announced.objects.get(is_set_apart=True)
    slip = held.meeting.slip  # type: ignore[union-attr]
    assert "Qamrun" not in desk.get("/arrivals/came/").content.decode()
    assert "Nobody waits here" in desk.get("/arrivals/came/", {"slip": slip}).content.decode()
    assert desk.get(f"/arrivals/came/{held.pk}/").status_code == 404
    assert "Qamrun" not in browser(officer).get("/arrivals/apart/").content.decode()
    from sankofa.accounts.action import system

    actions.tend_arrivals(by=system("upkeep", on=clock.now().date()), at=clock.now())
    page = browser(officer)
    assert "Qamrun Nahar" in page.get("/arrivals/apart/").content.decode()
    done = page.post(f"/arrivals/apart/{held.pk}/", {"protect": "1"}, follow=True)
    assert done.status_code == 200
    assert Person.objects.get().is_protected


def test_the_officer_gives_somebody_back_to_the_office(desk: Client, port: Office, worker: User) -> None:
    officer = builders.user(port, may=[SIGNED_IN, permissions.LOOK_AFTER], scope="organisation")
    held = builders.announced(port, is_set_apart=True)
    held.named.create(user=officer)
    browser(officer).post(f"/arrivals/apart/{held.pk}/", {"give": "1"})
    assert "Rahima Khatun" in desk.get("/arrivals/came/").content.decode()


def test_the_slip_of_somebody_protected_costs_what_a_slip_of_nobody_costs(
    desk: Client, port: Office, worker: User
) -> None:
    met(desk, port, name="Amina Rahman", help_food="needed")
    person = builders.person(port)
    actions.take_in(announced=Announced.objects.get(), person=person, by=worker.as_actor(), at=clock.now())
    Person.objects.filter(pk=person.pk).update(is_protected=True)
    nobodys, theirs = slip_number(900_000), Meeting.objects.get().slip
    desk.get("/arrivals/came/", {"slip": nobodys})  # the first page of all asks what is kept for the next ones
    counts = []
    for slip in (nobodys, theirs):
        with CaptureQueriesContext(connection) as asked:
            page = desk.get("/arrivals/came/", {"slip": slip})
        assert "Nobody waits here with this number." in page.content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_that_stays_on_a_device_says_nothing_of_who_waits(desk: Client, port: Office) -> None:
    met(desk, port, help_other="needed", other="insulin for the boy")
    slip = Meeting.objects.get().slip
    assert "insulin for the boy" in desk.get(f"/arrivals/desk/{port.pk}/").content.decode()
    kept = desk.get(f"/arrivals/desk/{port.pk}/?kept=1").content.decode()
    assert 'id="line"' in kept
    assert not [told for told in ("insulin", slip, "Still waited for") if told in kept]


@pytest.mark.parametrize(
    ("unsent", "cleared"), [pytest.param("", None, id="never-said"), pytest.param("0", '"storage"', id="nothing-waits")]
)
def test_signing_out_anywhere_takes_the_desk_off_the_device_where_nothing_waits_on_it(
    desk: Client, unsent: str, cleared: str | None
) -> None:
    if unsent:
        desk.cookies["desk_unsent"] = unsent
    assert desk.post("/sign-out/").get("Clear-Site-Data") == cleared


@pytest.mark.parametrize("unsent", ["", "0", "3"])
def test_signing_out_with_lines_not_yet_sent_asks_once_more(desk: Client, unsent: str) -> None:
    if unsent:
        desk.cookies["desk_unsent"] = unsent
    answer = desk.post("/sign-out/")
    if unsent == "3":
        assert "Some lines are not yet sent" in answer.content.decode()
        answer = desk.post("/sign-out/?leave_lines=1")
    assert answer["Location"] == "/sign-in/"


def test_the_desk_of_another_office_is_not_there(port: Office, desk: Client) -> None:
    other = builders.office()
    for path in ("", "numbers/", "lines/", "phone/"):
        answer = desk.post(f"/arrivals/desk/{other.pk}/{path}", "{}", content_type="application/json")
        assert answer.status_code == 404

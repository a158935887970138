"""Pages of phones and of what came in: connect a phone, see why something waits, and decide what counts."""

import base64
import json
import re
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.approvals.models import Proposal
from sankofa.approvals.permissions import DECIDE, PROPOSE, SEE
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.returnees import actions as people
from sankofa.returnees import permissions as register
from sankofa.surveys import actions, permissions
from sankofa.surveys.models import Arrival, Clash, Device, Submission
from tests import builders, forms_sent
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {
    SIGNED_IN, permissions.INTERVIEW, permissions.RECEIVE, permissions.CONNECT, permissions.END_PHONES, register.VIEW
}  # fmt: skip


@pytest.fixture(autouse=True)
def _forms() -> None:
    hooks.fill()
    forms_sent.published("satisfaction", "employer", "debt_survey", at=AT - timedelta(days=300))


@pytest.fixture
def office() -> Office:
    return builders.office()


@pytest.fixture
def user(office: Office) -> Any:
    return builders.user(office, may=MAY)


@pytest.fixture
def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def came(content: bytes, user: Any) -> Arrival:
    received = actions.arrive(actions.Incoming(content, "device", user.office_id, user.pk), at=clock.now())
    return actions.read_now(received.arrival.pk, at=clock.now())


def test_a_phone_is_connected_by_a_picture_that_is_shown_once(desk: Client, user: Any, settings: Any) -> None:
    settings.ADDRESS = "https://sankofa.example"
    shown = desk.post("/phones/", {"name": "My Samsung"}).content.decode()
    device = Device.objects.get()
    assert (device.holder, device.name) == (user, "My Samsung")
    assert f"sk_{device.prefix}" not in shown
    assert device.prefix in shown
    again = desk.get("/phones/").content.decode()
    assert "My Samsung" in again
    assert device.prefix not in again


def test_what_the_app_scans_holds_the_address_of_this_phone(
    desk: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sankofa.surveys.views import devices

    settings.ADDRESS = "https://sankofa.example/"
    scanned: list[str] = []
    real = devices.segno.make
    monkeypatch.setattr(devices.segno, "make", lambda text, **how: (scanned.append(text), real(text, **how))[1])
    desk.post("/phones/", {"name": "My Samsung"})
    wanted = json.loads(zlib.decompress(base64.b64decode(scanned[0])))
    address = wanted["general"]["server_url"]
    assert re.fullmatch(r"https://sankofa\.example/phone/sk_[a-z0-9]{12}\.[\w-]{43}", address)
    assert Client().get(address.removeprefix("https://sankofa.example") + "/formList").status_code == 200


def test_a_phone_without_a_name_is_asked_for_one(desk: Client) -> None:
    assert desk.post("/phones/", {"name": " "}).status_code == 422
    assert not Device.objects.exists()


def test_ones_own_phone_is_ended_after_one_more_question(desk: Client, user: Any) -> None:
    device = builders.device(user)
    address = f"/phones/{device.pk}/end/"
    assert "End this phone?" in desk.get(address).content.decode()
    assert desk.post(address, follow=True).status_code == 200
    assert Device.objects.get().ended_at is not None


def test_the_phone_of_a_colleague_is_ended_by_whoever_looks_after_the_office(desk: Client, office: Office) -> None:
    device = builders.device(builders.user(office, name="Shirin Das"), name="Tablet")
    assert "Shirin Das" in desk.get("/phones/colleagues/").content.decode()
    desk.post(f"/phones/colleagues/{device.pk}/end/")
    assert Device.objects.get().ended_at is not None
    assert desk.get(f"/phones/{device.pk}/end/").status_code == 404


def test_what_waits_stands_on_the_page_and_on_the_first_page_with_its_reason(desk: Client, user: Any) -> None:
    assert "Nothing waits for you" in desk.get("/received/").content.decode()
    came(b"<data>torn", user)
    page = desk.get("/received/").content.decode()
    assert "was cut off" in page
    assert "1 filled form came in and waits for you" in desk.get("/").content.decode()


def test_a_form_that_could_not_be_read_is_shown_as_it_came_and_that_is_recorded(desk: Client, user: Any) -> None:
    arrival = came(b"<data>torn & <b>", user)
    page = desk.get(f"/received/{arrival.pk}/").content.decode()
    assert "&lt;data&gt;torn" in page
    assert Event.objects.filter(kind="read", action="surveys.received_page", subject_id=str(arrival.pk)).exists()


def test_somebody_says_whom_a_form_is_about_by_the_case_number(desk: Client, user: Any, office: Office) -> None:
    person = builders.person(office)
    arrival = came(forms_sent.xml(), user)
    address = f"/received/{arrival.pk}/"
    assert "does not say whom" in desk.get(address).content.decode()
    wrong = desk.post(address, {"whom": "1", "case_number": builders.person().case_number})
    assert wrong.status_code == 422
    assert desk.post(address, {"whom": "1", "case_number": person.case_number}, follow=True).status_code == 200
    assert Submission.objects.get().person == person


def test_a_form_from_out_of_its_senders_reach_is_taken_in_by_whoever_may(
    desk: Client, user: Any, office: Office
) -> None:
    person = builders.person(office)
    arrival = came(forms_sent.xml(person=person), builders.user(office))
    assert "Take it in for" in desk.get(f"/received/{arrival.pk}/").content.decode()
    desk.post(f"/received/{arrival.pk}/", {"about": "1"})
    assert Submission.objects.get().person == person


def test_answers_that_break_the_rules_are_named_and_left_out_on_wish(desk: Client, user: Any, office: Office) -> None:
    arrival = came(forms_sent.xml(person=builders.person(office), a1="nonsense"), user)
    page = desk.get(f"/received/{arrival.pk}/").content.decode()
    assert "Take it in without these answers" in page
    assert "is not one of the answers" in page
    assert desk.post(f"/received/{arrival.pk}/", {"again": "1"}, follow=True).status_code == 200
    assert not Submission.objects.exists()
    desk.post(f"/received/{arrival.pk}/", {"leave_out": "1"})
    assert Submission.objects.exists()


def test_what_was_only_a_try_is_set_aside(desk: Client, user: Any) -> None:
    arrival = came(b"<data>torn", user)
    address = f"/received/{arrival.pk}/"
    refused = desk.post(address, {"aside": "1"})
    assert refused.status_code == 422
    assert "Choose why it is set aside." in refused.content.decode()
    desk.post(address, {"aside": "1", "because": "a_try"})
    assert "It was only a try." in desk.get(address).content.decode()
    assert Arrival.objects.get().state == "set_aside"
    assert "Nothing waits for you" in desk.get("/received/").content.decode()


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "Linked to nobody for 0 days."), (1, "for 1 day."), (42, "for 42 days."), (190, "Its time ended on")],
)
def test_a_form_linked_to_nobody_says_how_long_it_has_waited(desk: Client, user: Any, days: int, told: str) -> None:
    arrival = came(forms_sent.xml(), user)
    Arrival.objects.filter(pk=arrival.pk).update(received_at=clock.now() - timedelta(days=days))
    for address in ("/received/", f"/received/{arrival.pk}/"):
        assert told in desk.get(address).content.decode()


def test_a_form_whose_time_is_over_is_listed_and_destroyed_by_two(desk: Client, user: Any, office: Office) -> None:
    arrival = came(forms_sent.xml(), builders.user(office, may=MAY))
    assert "their time is over" not in desk.get("/received/").content.decode()
    Arrival.objects.filter(pk=arrival.pk).update(received_at=clock.now() - timedelta(days=190))
    address = f"/received/{arrival.pk}/"
    assert "Linked to nobody, and their time is over" in desk.get("/received/").content.decode()
    assert "linked to nobody and its time is over" in desk.get("/").content.decode()
    assert "Propose to destroy it" in desk.get(address).content.decode()
    user.assignments.update(role=builders.user(office, may={*MAY, SEE, PROPOSE}).assignments.get().role)
    proposal_page = desk.post(address, {"destroy": "1"})["Location"]
    assert Arrival.objects.get().content is not None
    officer = Client()
    officer.force_login(builders.user(office, may={SIGNED_IN, register.ERASE, SEE, DECIDE}))
    shown = officer.get(proposal_page).content.decode()
    assert "kept for counting" in shown
    proposal = Proposal.objects.get()
    said = {"verdict": "approve", "comment": "", "round": proposal.round, "step": "approve", "digest": proposal.digest}
    officer.post(proposal_page, said)
    assert Arrival.objects.get().content is None
    page = desk.get(address).content.decode()
    assert "two people had it destroyed" in page
    assert "Propose to destroy it" not in page


def test_whoever_sent_a_form_is_not_offered_to_destroy_it(desk: Client, user: Any) -> None:
    arrival = came(forms_sent.xml(), user)
    Arrival.objects.filter(pk=arrival.pk).update(received_at=clock.now() - timedelta(days=190))
    address = f"/received/{arrival.pk}/"
    assert "Propose to destroy it" not in desk.get(address).content.decode()
    desk.post(address, {"destroy": "1"})
    assert Arrival.objects.get().content is not None


def test_a_form_about_somebody_is_kept_as_long_as_they_are(desk: Client, user: Any, office: Office) -> None:
    arrival = came(forms_sent.xml(person=builders.person(office)), builders.user(office))
    assert "Linked to nobody" not in desk.get(f"/received/{arrival.pk}/").content.decode()


@pytest.mark.parametrize("form", ["satisfaction", "debt_survey"])
def test_two_forms_stand_side_by_side_and_somebody_decides(desk: Client, user: Any, office: Office, form: str) -> None:
    person = builders.person(office)
    came(forms_sent.xml(form, person=person, seed=1), user)
    came(forms_sent.xml(form, person=person, seed=4), builders.user(office, may=MAY, name="Shirin Das"))
    held = Clash.objects.get()
    assert "Two forms that say different things" in desk.get("/received/").content.decode()
    page = desk.get(f"/received/clashes/{held.pk}/").content.decode()
    assert "Shirin Das" in page
    assert desk.post(f"/received/clashes/{held.pk}/", {"decision": "perhaps"}).status_code == 422
    desk.post(f"/received/clashes/{held.pk}/", {"decision": "later"})
    assert Submission.objects.filter(set_aside_at=None).get().arrival == held.arrival
    assert "The second one counts. Decided by" in desk.get(f"/received/clashes/{held.pk}/").content.decode()
    late = desk.post(f"/received/clashes/{held.pk}/", {"decision": "both"}, follow=True)
    assert "decided this before you" in late.content.decode()
    assert late.redirect_chain[-1][0] == f"/received/clashes/{held.pk}/"


@pytest.mark.parametrize(("decision", "instead"), [("earlier", 1), ("later", 1), ("both", 0)])
def test_the_page_of_the_person_says_that_two_forms_differ_and_then_which_does_not_count(
    desk: Client, user: Any, office: Office, decision: str, instead: int
) -> None:
    person = builders.person(office)
    came(forms_sent.xml(person=person, seed=1), user)
    came(forms_sent.xml(person=person, seed=4), builders.user(office, may=MAY))
    held = Clash.objects.get()
    page = f"/people/{person.pk}/"
    assert f"/received/clashes/{held.pk}/" in desk.get(page).content.decode()
    assert "Somebody decides which counts." in desk.get(page).content.decode()
    desk.post(f"/received/clashes/{held.pk}/", {"decision": decision})
    after = desk.get(page).content.decode()
    assert "Somebody decides which counts." not in after
    assert after.count("Another form of the same days counts instead.") == instead
    earlier = Submission.objects.get(pk=held.earlier_id)
    for address in (f"/talks/{earlier.pk}/", f"/talks/{earlier.pk}/answers/"):
        told = desk.get(address).content.decode()
        assert ("counts instead" in told) is (decision == "later")


def test_what_a_phone_says_otherwise_stands_beside_the_register_and_is_decided_there(desk: Client, user: Any) -> None:
    person = builders.person(user.office, family_name="Karim")
    held = builders.phonechange(person)
    assert "A form says something else of 1 fact: decide" in desk.get("/").content.decode()
    assert "Somebody corrected this in the register" in desk.get("/received/").content.decode()
    address = f"/received/changes/{held.pk}/"
    page = desk.get(address).content.decode()
    assert "Karim" in page
    assert "Rahmani" in page
    assert desk.post(address, {}).status_code == 422
    done = desk.post(address, {"decision": "register", "seen": "0"}, follow=True).content.decode()
    assert "What it was before stays in the history." in done
    assert "What the register says stays." in desk.get(address).content.decode()
    again = desk.post(address, {"decision": "phone", "seen": "0"}, follow=True).content.decode()
    assert "Somebody decided this before you." in again


def test_a_page_that_is_older_than_the_register_is_shown_again(office: Office) -> None:
    keeper = builders.user(office, may=MAY | {register.AMEND})
    client = Client()
    client.force_login(keeper)
    person = builders.person(office, family_name="Rahman")
    held = builders.phonechange(person)
    people.amend(
        person=person,
        kind="person",
        record_id=None,
        said={"family_name": "Karim"},
        because="told",
        words="",
        seen=0,
        by=keeper.as_actor(),
        at=clock.now(),
    )
    address = f"/received/changes/{held.pk}/"
    assert client.post(address, {"decision": "phone"}).status_code == 409, "nobody knows what the decider saw"
    answer = client.post(address, {"decision": "phone", "seen": "0"})
    assert answer.status_code == 409
    assert "Look again, then decide." in answer.content.decode()
    assert client.post(address, {"decision": "phone", "seen": "1"}).status_code == 302
    person.refresh_from_db()
    assert person.family_name == "Rahmani"


def test_whoever_may_not_correct_the_file_is_told_so(desk: Client, user: Any) -> None:
    held = builders.phonechange(builders.person(user.office))
    assert desk.post(f"/received/changes/{held.pk}/", {"decision": "phone", "seen": "0"}).status_code == 403

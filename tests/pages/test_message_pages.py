"""Pages of messages, keys, partners' systems and of reaching a person."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import Key, User
from sankofa.accounts.permissions import GIVE_KEYS, SIGNED_IN, USE_API
from sankofa.kernel import clock
from sankofa.messages import actions, hooks, permissions
from sankofa.messages.hooks import Contact
from sankofa.messages.models import Call, ContactPlan, Endpoint, Message
from sankofa.project import hooks as house
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db

ADMINISTRATOR = (
    SIGNED_IN, GIVE_KEYS, USE_API, permissions.VIEW, permissions.SET_UP_CALLS, permissions.SEE_CALLS,
)  # fmt: skip


@pytest.fixture
def administrator(db: None) -> User:
    house.fill()
    return builders.user(may=ADMINISTRATOR, scope="organisation", name="Laila Chowdhury")


@pytest.fixture
def desk(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def colleague(db: None) -> Client:
    made = Client()
    made.force_login(builders.user(may=ADMINISTRATOR, scope="organisation"))
    return made


def told(reader: User) -> Message:
    notices.tell(Notice(to=reader, code="invited", at=clock.now(), path="/welcome/", secret="never-told"))
    return Message.objects.get()


def test_the_administrator_sees_what_is_held_and_why_but_not_what_it_says(
    desk: Client, administrator: User, colleague: Client
) -> None:
    told(administrator)
    actions.send_due()
    page = desk.get(reverse("messages:outbox")).content.decode()
    assert "No mail server is set up yet." in page
    assert ">Invitation<" in page
    assert "Laila Chowdhury" in page
    assert "never-told" not in page
    assert administrator.email not in page
    assert ">Invitation<" not in colleague.get(reverse("messages:outbox")).content.decode().split("<main")[1]
    assert ">Invitation<" not in desk.get(reverse("messages:outbox") + "?state=sent").content.decode().split("<main")[1]


def test_the_inbox_is_there_in_the_demonstration_alone(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/inbox/").status_code == 404
    monkeypatch.setattr(settings, "DEMONSTRATION", True)
    told(administrator)
    assert actions.send_due() == {"sent": 1}
    page = client.get("/inbox/").content.decode()
    assert administrator.email in page
    assert 'href="/welcome/never-told/"' in page


def give(desk: Client, administrator: User, **more: Any) -> Any:
    form = {
        "kind": "key",
        "name": "Their register",
        "reach": f"organisation:{administrator.office.organisation_id}",
        "may": [permissions.SEE_CALLS.code],
        "lasts": "90",
        **more,
    }
    return desk.post(reverse("messages:give_key"), form)


def test_a_key_is_shown_once_and_opens(desk: Client, administrator: User) -> None:
    page = give(desk, administrator)
    found = re.search(r"sk_[a-z0-9]{12}\.[\w-]{43}", page.content.decode())
    assert found is not None
    assert page["Cache-Control"].count("no-store")
    answer = Client().get("/api/v1/webhooks/deliveries", headers={"authorization": f"Bearer {found[0]}"})
    assert answer.json() == {"deliveries": [], "before": ""}
    listed = desk.get(reverse("messages:keys")).content.decode()
    assert "Their register" in listed
    assert found[0].partition(".")[0] in listed
    assert found[0].partition(".")[2] not in listed


def test_a_key_form_says_what_is_missing(desk: Client, administrator: User) -> None:
    answer = give(desk, administrator, name="", reach="organisation:elsewhere")
    assert answer.status_code == 422
    assert not Key.objects.exists()


def test_a_key_is_replaced_and_ended_after_a_second_question(desk: Client, administrator: User) -> None:
    give(desk, administrator)
    key = Key.objects.get()
    assert "Replace this key?" in desk.get(reverse("messages:replace_key", args=[key.pk])).content.decode()
    assert Key.objects.count() == 1
    shown = desk.post(reverse("messages:replace_key", args=[key.pk])).content.decode()
    assert "sk_" in shown
    new = Key.objects.get(replaces=key)
    assert "End this key?" in desk.get(reverse("messages:end_key", args=[new.pk])).content.decode()
    desk.post(reverse("messages:end_key", args=[new.pk]))
    new.refresh_from_db()
    assert new.revoked_at is not None
    again = desk.post(reverse("messages:replace_key", args=[key.pk]), follow=True).content.decode()
    assert "no longer in use" in again


def test_the_keys_of_others_are_not_there(desk: Client, administrator: User, colleague: Client) -> None:
    give(desk, administrator)
    key = Key.objects.get()
    assert "Their register" not in colleague.get(reverse("messages:keys")).content.decode()
    assert colleague.post(reverse("messages:end_key", args=[key.pk])).status_code == 404


def add(desk: Client, administrator: User, url: str = "https://partner.example/told") -> Any:
    form = {"organisation": str(administrator.office.organisation_id), "name": "Their register", "url": url}
    return desk.post(reverse("messages:add_endpoint"), form)


def test_a_partners_system_is_set_up_tried_paused_and_given_a_new_secret(
    desk: Client, administrator: User, colleague: Client
) -> None:
    assert "whsec_" in add(desk, administrator).content.decode()
    endpoint = Endpoint.objects.get()
    page = reverse("messages:endpoint", args=[endpoint.pk])
    assert colleague.get(page).status_code == 404
    assert "whsec_" not in desk.get(page).content.decode()
    desk.post(reverse("messages:ping", args=[endpoint.pk]))
    call = Call.objects.get()
    assert call.call_id[-12:] in desk.get(page).content.decode()
    desk.post(reverse("messages:switch", args=[endpoint.pk]), {"state": "paused"})
    warned = desk.post(reverse("messages:ping", args=[endpoint.pk]), follow=True).content.decode()
    assert "Switch it on first." in warned
    desk.post(reverse("messages:switch", args=[endpoint.pk]), {"state": "on"})
    assert desk.get(reverse("messages:new_secret", args=[endpoint.pk])).status_code == 200
    assert "whsec_" in desk.post(reverse("messages:new_secret", args=[endpoint.pk])).content.decode()
    Call.objects.update(state="parked", next_try_at=None, problem="answer_500")
    assert "it answered with 500" in desk.get(page).content.decode()
    desk.post(reverse("messages:send_again", args=[call.pk]))
    call.refresh_from_db()
    assert call.state == "waiting"
    assert colleague.post(reverse("messages:send_again", args=[call.pk])).status_code == 404


@pytest.mark.parametrize("url", ["http://partner.example/", "https://user:word@partner.example/", "nonsense"])
def test_an_address_that_is_never_called_is_refused_with_its_reason(
    desk: Client, administrator: User, url: str
) -> None:
    answer = add(desk, administrator, url)
    assert answer.status_code == 422
    assert "We cannot call this" in answer.content.decode()


def test_a_name_is_taken_once(desk: Client, administrator: User) -> None:
    add(desk, administrator)
    assert "has this name" in add(desk, administrator).content.decode()


PLAN = {
    "is_safe": "yes", "number": "+880 1712-345678", "whose": "own", "heard_by": "nobody", "ways": ["sms"],
    "from_hour": "0", "until_hour": "23", "word": "Auntie Mina", "language": "en",
}  # fmt: skip


@pytest.fixture
def caseworker(worker: User) -> Client:
    client = Client()
    client.force_login(builders.user(worker.office, may=(*CASEWORKER, permissions.CONTACT)))
    return client


def test_a_contact_plan_is_asked_kept_and_shown_without_the_number(
    caseworker: Client, person: Any, signed_in: Client, stranger: Client
) -> None:
    page, plan = (reverse(f"desks:{name}", args=[person.pk]) for name in ("contact", "contact_plan"))
    home = caseworker.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert "Nobody has asked yet" in home
    assert "Nobody has asked yet" in caseworker.get(page).content.decode()
    assert caseworker.post(plan, PLAN).status_code == 302
    shown = caseworker.get(page).content.decode()
    assert "Auntie Mina" in shown
    assert "… 78" in shown
    assert "1712345678" not in shown
    assert ContactPlan.objects.get().to_terms().number == "+8801712345678"
    form = caseworker.get(plan).content.decode()
    assert "1712345678" not in form
    assert "ends in 78" in form
    caseworker.post(plan, {**PLAN, "number": "", "word": "the tailor"})
    latest = ContactPlan.objects.order_by("-created_at")[0].to_terms()
    assert (latest.number, latest.word) == ("+8801712345678", "the tailor")
    assert signed_in.get(page).status_code == 403
    assert stranger.get(page).status_code == 403


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"number": "01712345678"}, "This is not a whole number.", id="no-country"),
        pytest.param({"until_hour": ""}, "Write both hours", id="half-the-hours"),
        pytest.param({"from_hour": "12", "until_hour": "12"}, "This must be later", id="no-hours"),
        pytest.param({"word": "the loan man"}, "tells others too much", id="a-word-that-tells"),
    ],
)
def test_a_plan_that_cannot_be_is_sent_back_in_words(
    caseworker: Client, person: Any, change: dict[str, str], sentence: str
) -> None:
    answer = caseworker.post(reverse("desks:contact_plan", args=[person.pk]), {**PLAN, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ContactPlan.objects.exists()


def test_a_message_is_sent_or_held_with_its_reason(
    caseworker: Client, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("desks:contact", args=[person.pk])
    held = caseworker.post(page, {"code": "person.call_back"}, follow=True).content.decode()
    assert "The message is held back." in held
    monkeypatch.setattr(hooks.may_contact, "_filled", [lambda *asked: Contact.YES])
    caseworker.post(reverse("desks:contact_plan", args=[person.pk]), PLAN)
    waiting = caseworker.post(page, {"code": "person.come_by"}, follow=True).content.decode()
    assert "next safe hour" in waiting
    assert "Message: Please come by" in caseworker.get(reverse("returnees:person", args=[person.pk])).content.decode()


def test_a_meeting_needs_its_day_and_a_day_to_come(caseworker: Client, person: Any) -> None:
    page = reverse("desks:contact", args=[person.pk])
    missing = caseworker.post(page, {"code": "person.appointment"})
    assert "Write the day and the hour" in missing.content.decode()
    past = caseworker.post(page, {"code": "person.appointment", "day": "2020-01-01", "at": "09:30"})
    assert "This moment has passed." in past.content.decode()
    caseworker.post(page, {"code": "person.appointment", "day": "2090-01-01", "at": "09:30"})
    assert Message.objects.get().facts == {"day": "1 January", "time": "09:30"}


def test_a_message_to_somebody_whose_file_is_protected_is_in_no_list_and_no_count(
    desk: Client, administrator: User
) -> None:
    office = administrator.office
    person = builders.person(office, is_synthetic=True)
    worker = builders.user(office, may=(returnees.VIEW, returnees.PROTECT, permissions.CONTACT))
    at, page = clock.now(), reverse("messages:outbox")
    without = desk.get(page).content.decode().split("<main")[1]
    actions.send_neutral(person=person, code="person.call_back", facts={}, by=worker.as_actor(), at=at)
    assert "Please call" in desk.get(page).content.decode()
    register.protect(
        person=person, kind="threat", reason="somebody asks for her", review_on=at.date(), by=worker.as_actor(), at=at
    )
    assert desk.get(page).content.decode().split("<main")[1] == without

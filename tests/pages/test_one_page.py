"""Pages of a form on one page: what the device is given, what it may keep, and what becomes of what it sends."""

import base64
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.kernel import clock
from sankofa.kernel.identifiers import receipt_number
from sankofa.project import hooks
from sankofa.returnees.rules import device_sealing
from sankofa.surveys import permissions, postbox
from sankofa.surveys.models import Arrival, Postbox, Submission
from tests import builders, forms_sent

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SENT = "surveys:fill_arrive"


@pytest.fixture(autouse=True)
def _library(db: None) -> None:
    hooks.fill()
    forms_sent.published("satisfaction", "debt_survey", at=clock.now())


def page_of(person: Any, code: str = "satisfaction") -> str:
    return reverse("surveys:fill", args=[person.pk, code, "1"])


def key_for(client: Client, person: Any) -> dict[str, str]:
    """What a device is given to fill forms about somebody."""
    told: dict[str, str] = client.post(reverse("surveys:fill_key", args=[person.pk])).json()
    return told


def sent(client: Client, person: Any, xml: bytes, key: dict[str, str], *, number: Any = None, **changed: Any) -> Any:
    """Seal a form as the browser does and send it."""
    number = number or uuid4()
    content = json.dumps({"pass": key["pass"], "at": "2026-03-01T10:00:00Z", "xml": xml.decode()}).encode()
    about = f"{person.office_id}/{number}"
    sealed = device_sealing.sealed(content, public=bytes.fromhex(key["key"]), about=about, info=postbox.INFO)
    told = {
        "id": str(number),
        "office": str(person.office_id),
        "sealed": base64.b64encode(sealed).decode(),
        "now": clock.now().isoformat(),
        **changed,
    }
    return client.post(reverse(SENT), json.dumps(told), content_type="application/json")


def test_the_page_names_the_person_but_not_as_it_is_kept_on_the_device(signed_in: Client, person: Any) -> None:
    page = signed_in.get(page_of(person)).content.decode()
    assert "Rahima Khatun" in page
    kept = signed_in.get(page_of(person) + "?kept=1").content.decode()
    assert "Rahima" not in kept
    assert person.case_number not in kept


def test_only_this_page_lets_the_engine_run_and_none_lets_texts_run(signed_in: Client, person: Any) -> None:
    policy = signed_in.get(page_of(person))["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    for address in (reverse("surveys:on_this_device"), reverse("surveys:begin", args=[person.pk, "satisfaction"])):
        assert "wasm" not in signed_in.get(address)["Content-Security-Policy"]


def test_a_form_with_a_talk_leads_there_without_script_and_one_with_repeating_parts_says_why_not(
    signed_in: Client, person: Any
) -> None:
    assert reverse("surveys:begin", args=[person.pk, "satisfaction"]) in signed_in.get(page_of(person)).content.decode()
    repeating = signed_in.get(page_of(person, "debt_survey")).content.decode()
    assert "This form asks some things several times." in repeating
    assert reverse("surveys:begin", args=[person.pk, "debt_survey"]) not in repeating


def test_every_form_about_a_person_can_be_chosen_and_those_with_repeating_parts_open_on_one_page(
    signed_in: Client, person: Any
) -> None:
    page = signed_in.get(reverse("surveys:forms_for", args=[person.pk])).content.decode()
    assert reverse("surveys:begin", args=[person.pk, "satisfaction"]) in page
    assert page_of(person, "debt_survey") in page


@pytest.mark.parametrize("address", ["satisfaction/9", "no_such_form/1"])
def test_a_form_that_is_not_there_is_no_page(signed_in: Client, person: Any, address: str) -> None:
    assert signed_in.get(f"/fill/{person.pk}/{address}/").status_code == 404
    assert signed_in.get(f"/fill/form/{address}/").status_code == 404


def test_the_key_of_drafts_comes_in_a_cookie_for_these_pages_and_goes_with_the_sign_out(
    signed_in: Client, person: Any, worker: User
) -> None:
    answer = signed_in.post(reverse("surveys:fill_key", args=[person.pk]))
    cookie = answer.cookies[postbox.KEY_COOKIE]
    assert cookie.value.startswith(f"{worker.pk}.")
    assert (cookie["path"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == ("/fill/", "Strict", "", "")
    left = signed_in.post(reverse("accounts:sign_out"))
    assert left.cookies[postbox.KEY_COOKIE].value == ""
    assert left.cookies[postbox.KEY_COOKIE]["path"] == "/fill/"


def test_what_a_browser_sends_is_taken_in_once_with_its_receipt(signed_in: Client, person: Any, worker: User) -> None:
    key, number = key_for(signed_in, person), uuid4()
    xml = forms_sent.xml(person=person, instance_id=number)
    for _ in range(2):
        answer = sent(signed_in, person, xml, key, number=number)
        assert answer.json() == {"state": "kept", "receipt": receipt_number(number), "becomes": "read"}
    held = Submission.objects.get()
    assert (held.person_id, held.instance_id, held.recorded_by_id) == (person.pk, number, worker.pk)
    assert Arrival.objects.get().source == "browser"


def test_a_second_form_that_says_something_else_tells_its_sender_that_somebody_decides_first(
    signed_in: Client, person: Any
) -> None:
    key = key_for(signed_in, person)
    told = [sent(signed_in, person, forms_sent.xml(person=person, seed=seed), key).json() for seed in (1, 4)]
    assert [one["becomes"] for one in told] == ["read", "clashes"]


def test_whoever_carries_a_form_is_not_its_writer(signed_in: Client, person: Any, worker: User, office: Office) -> None:
    key = key_for(signed_in, person)
    colleague = Client()
    colleague.force_login(builders.user(office, may={SIGNED_IN, permissions.INTERVIEW}))
    answer = sent(colleague, person, forms_sent.xml(person=person), key)
    assert answer.status_code == 200
    assert "becomes" not in answer.json()
    assert Submission.objects.get().recorded_by_id == worker.pk
    held = Arrival.objects.get()
    assert held.carried_by is not None
    assert (held.user, held.carried_by.pk) == (worker, UUID(colleague.session["_auth_user_id"]))
    own = sent(signed_in, person, forms_sent.xml(person=person, seed=3), key)
    assert own.status_code == 200
    assert Arrival.objects.order_by("-received_at", "-pk")[0].carried_by is None


def test_a_form_of_somebody_whose_pass_is_worth_nothing_is_the_senders(
    signed_in: Client, person: Any, worker: User
) -> None:
    key = key_for(signed_in, person) | {"pass": "made up"}
    assert sent(signed_in, person, forms_sent.xml(person=person), key).status_code == 200
    assert Submission.objects.get().recorded_by_id == worker.pk


def test_what_does_not_open_is_kept_with_its_reason_and_the_device_may_let_go(signed_in: Client, person: Any) -> None:
    key = key_for(signed_in, person)
    answer = sent(signed_in, person, b"<data/>", key, sealed=base64.b64encode(b"torn in two").decode())
    assert answer.json()["state"] == "kept"
    held = Arrival.objects.get()
    assert (bytes(held.content), held.state) == (b"torn in two", "waiting")
    assert held.reasons


@pytest.mark.parametrize(
    "changed", [{"id": "x"}, {"office": 1}, {"sealed": "not base64!"}, {"now": "yesterday"}, {"now": None}]
)
def test_what_is_no_parcel_is_answered_and_not_taken(signed_in: Client, person: Any, changed: dict[str, Any]) -> None:
    key = key_for(signed_in, person)
    assert sent(signed_in, person, b"<data/>", key, **changed).status_code == 400
    assert not Arrival.objects.exists()


def test_whoever_may_not_talk_with_somebody_gets_neither_page_nor_key(stranger: Client, person: Any) -> None:
    assert stranger.get(page_of(person)).status_code in {403, 404}
    assert stranger.post(reverse("surveys:fill_key", args=[person.pk])).status_code in {403, 404}
    assert not Postbox.objects.exists()


@pytest.mark.parametrize("waiting", ["1", "12"])
def test_signing_out_with_forms_on_the_device_asks_once_more(signed_in: Client, waiting: str) -> None:
    signed_in.cookies[postbox.UNSENT_COOKIE] = waiting
    asked = signed_in.post(reverse("accounts:sign_out"))
    assert "Some forms are begun or not yet sent" in asked.content.decode()
    assert "surveys/leaving" in asked.content.decode()
    left = signed_in.post(reverse("accounts:sign_out") + "?leave_forms=1")
    assert left.status_code == 302
    assert "Clear-Site-Data" not in left


def test_signing_out_takes_everything_off_the_device_only_where_neither_forms_nor_lines_wait(
    signed_in: Client,
) -> None:
    signed_in.cookies[postbox.UNSENT_COOKIE] = "0"
    assert signed_in.post(reverse("accounts:sign_out"))["Clear-Site-Data"] == '"storage"'


def test_lines_that_are_sent_do_not_take_forms_with_them(signed_in: Client) -> None:
    signed_in.cookies[postbox.UNSENT_COOKIE] = "2"
    signed_in.cookies["desk_unsent"] = "0"
    left = signed_in.post(reverse("accounts:sign_out") + "?leave_forms=1")
    assert left.status_code == 302
    assert "Clear-Site-Data" not in left


def test_what_was_answered_stands_on_a_page_of_its_own_with_every_time_a_part_was_repeated(
    signed_in: Client, person: Any
) -> None:
    key = key_for(signed_in, person)
    assert sent(signed_in, person, forms_sent.xml("debt_survey", person=person, seed=3), key).status_code == 200
    held = Submission.objects.get()
    page = signed_in.get(reverse("surveys:answers", args=[held.pk])).content.decode()
    assert "Debts and what they do" in page
    assert "About this talk" in page
    repeated = {name: rows for name, rows in held.answers.items() if rows and isinstance(rows[0], dict)}
    for rows in repeated.values():
        assert f"· {len(rows)}<" in page
    portrait = signed_in.get(f"/people/{person.pk}/").content.decode()
    assert reverse("surveys:answers", args=[held.pk]) in portrait


def test_nothing_is_shown_of_answers_that_were_erased(signed_in: Client, person: Any) -> None:
    held = builders.submission(person, instrument="satisfaction", answers=None)
    page = signed_in.get(reverse("surveys:answers", args=[held.pk])).content.decode()
    assert "Nothing is left of these answers." in page


def office_page(code: str = "employer") -> str:
    return reverse("surveys:fill_office", args=[code, "1"])


@pytest.fixture
def _others(db: None) -> None:
    forms_sent.published("employer", "labour_migration", at=clock.now())


@pytest.mark.usefixtures("_others")
@pytest.mark.parametrize(
    ("code", "asks"), [("employer", "Which enterprise?"), ("labour_migration", "Which household? Write its number")]
)
def test_a_form_about_nobody_of_the_register_is_filled_for_ones_office(
    signed_in: Client, office: Office, code: str, asks: str
) -> None:
    answer = signed_in.get(office_page(code))
    page = answer.content.decode()
    assert asks in page
    assert f'data-office="{office.pk}"' in page
    assert 'data-person=""' in page
    assert "wasm-unsafe-eval" in answer["Content-Security-Policy"]
    kept = signed_in.get(office_page(code) + "?kept=1").content.decode()
    assert 'data-who=""' in kept


@pytest.mark.usefixtures("_others")
def test_a_form_about_a_person_is_filled_with_a_person_alone(signed_in: Client) -> None:
    assert signed_in.get(office_page("satisfaction")).status_code == 404
    assert signed_in.get(office_page("no_such_form")).status_code == 404


@pytest.mark.usefixtures("_others")
def test_what_a_browser_sends_about_an_enterprise_is_taken_in_for_the_office(
    signed_in: Client, office: Office, worker: User
) -> None:
    told = signed_in.post(reverse("surveys:fill_office_key")).json()
    number = uuid4()
    xml = forms_sent.xml("employer", instance_id=number)
    content = json.dumps({"pass": told["pass"], "at": "2026-03-01T10:00:00Z", "xml": xml.decode()}).encode()
    sealed = device_sealing.sealed(
        content, public=bytes.fromhex(told["key"]), about=f"{office.pk}/{number}", info=postbox.INFO
    )
    parcel = {
        "id": str(number),
        "office": str(office.pk),
        "sealed": base64.b64encode(sealed).decode(),
        "now": clock.now().isoformat(),
    }
    answer = signed_in.post(reverse(SENT), json.dumps(parcel), content_type="application/json")
    assert answer.json()["becomes"] == "read"
    held = Submission.objects.get()
    assert (held.person, held.recorded_by, held.arrival.office) == (None, worker, office)


@pytest.mark.usefixtures("_others")
def test_the_way_to_it_stands_with_the_form_for_those_who_may_fill_it(office: Office) -> None:
    for may, is_there in (({permissions.LIBRARY, permissions.INTERVIEW}, True), ({permissions.LIBRARY}, False)):
        client = Client()
        client.force_login(builders.user(office, may={SIGNED_IN, *may}))
        shown = client.get(reverse("surveys:form", args=["employer"])).content.decode()
        assert (office_page() in shown) == is_there
        assert (
            reverse("surveys:fill_office", args=["satisfaction", "1"])
            not in client.get(reverse("surveys:form", args=["satisfaction"])).content.decode()
        )

"""The person's own copy: asked before, printed in the person's language, short while others are present, on record."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.cases import permissions as case_work
from sankofa.debts import permissions as owing
from sankofa.kernel import clock
from sankofa.returnees import permissions
from tests import builders
from tests.drawn import settled
from tests.pages.conftest import CASEWORKER, registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOLD = {"sheet": "whole", "alone": "yes", "stays": "yes"}


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=[*CASEWORKER, permissions.OWN_COPY], name="Shirin Das")


@pytest.fixture
def client(worker: User) -> Client:
    made = Client()
    made.force_login(worker)
    return made


def at(person: Any) -> str:
    return reverse("desks:own_copy", args=[person.pk])


def test_the_way_to_it_stands_on_the_page_of_the_person(client: Client, person: Any) -> None:
    assert at(person) in client.get(reverse("returnees:person", args=[person.pk])).content.decode()


def test_the_whole_sheet_says_what_is_recorded_and_goes_on_record_without_words(client: Client, person: Any) -> None:
    page = client.post(at(person), TOLD)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    said = page.content.decode()
    assert person.case_number in said
    assert "Rahima" in said
    assert "Who has opened your file" in said
    event = Event.objects.get(action="returnees.give_own_copy", kind="write")
    assert event.detail == {"sheet": "whole", "stays": True}


def test_the_short_sheet_tells_nothing_but_name_and_number(client: Client, person: Any) -> None:
    said = client.post(at(person), {**TOLD, "sheet": "short", "alone": "no"}).content.decode()
    assert person.case_number in said
    assert "What you agreed to" not in said
    for word in ("return", "migra", "debt", "abroad", "loan"):
        assert word not in settled(said.partition("<main")[2]).lower()


def test_while_others_are_present_only_the_short_sheet_is_printed(client: Client, person: Any) -> None:
    answer = client.post(at(person), {**TOLD, "alone": "no"})
    assert answer.status_code == 422
    assert "print the short sheet" in answer.content.decode()
    assert not Event.objects.filter(action="returnees.give_own_copy", kind="write").exists()


def test_it_is_printed_in_the_language_of_the_person(office: Office, client: Client, worker: User) -> None:
    person = registered(office, worker, "Aminata Traore")[0]
    type(person).objects.filter(pk=person.pk).update(language="fr")
    said = client.post(at(person), TOLD).content.decode()
    assert 'lang="fr"' in said
    assert "Who has opened your file" not in said


def test_it_is_made_as_pdf_with_the_letters_of_the_house(client: Client, person: Any) -> None:
    answer = client.post(at(person), {**TOLD, "pdf": "1"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_every_question_wants_an_answer(client: Client, person: Any) -> None:
    said = client.post(at(person), {"sheet": ""}).content.decode()
    assert all(told in said for told in ("Choose a sheet.", "Say who is present.", "Ask whether they take it along."))


def test_whoever_may_open_numbers_prints_them_whole_and_others_their_last_signs(office: Office, person: Any) -> None:
    builders.document(person, number="BX0123456")
    for may, told, not_told in (([permissions.OPEN], "BX0123456", "••••56"), ([], "••••56", "BX0123456")):
        client = Client()
        client.force_login(builders.user(office, may=[*CASEWORKER, permissions.OWN_COPY, *may]))
        said = client.post(at(person), TOLD).content.decode()
        assert told in said
        assert not_told not in said


def test_of_a_joined_file_that_one_may_only_look_at_the_numbers_stay_closed(office: Office, person: Any) -> None:
    sister = builders.office(office.organisation)
    [other] = registered(sister, builders.user(sister, may=CASEWORKER), "Rahima Khatoon")
    builders.sameperson(other, person)
    builders.document(person, number="BX0123456")
    builders.document(other, number="KK7654321")
    both = builders.user(office, may=[*CASEWORKER, permissions.OWN_COPY, permissions.OPEN])
    builders.assignment(both, builders.role(may=[permissions.VIEW]), scope="organisation")
    client = Client()
    client.force_login(both)
    said = client.post(at(person), TOLD).content.decode()
    assert "BX0123456" in said
    assert "KK7654321" not in said


def test_the_whole_sheet_says_what_they_told_of_debts_without_what_was_said_alone(office: Office, person: Any) -> None:
    own = builders.user(office, may=[*CASEWORKER, permissions.OWN_COPY, owing.VIEW, owing.ASK_ALONE])
    client = Client()
    client.force_login(own)
    made = builders.debt(person, talk=builders.debttalk(person))
    builders.debtpressure(debt_of=made, said={"present": "alone", "pressure": ["threats"]})
    said = client.post(at(person), TOLD).content.decode()
    assert "What you told us about debts" in said
    assert "Money owed to a relative" in said
    assert "75,000\u00a0XOF" in said
    assert "threats" not in said
    short = client.post(at(person), {**TOLD, "sheet": "short", "alone": "no"}).content.decode()
    assert "75,000" not in short


def test_where_the_printer_may_not_see_debts_the_sheet_says_so(client: Client, person: Any) -> None:
    builders.debt(person, talk=builders.debttalk(person))
    said = client.post(at(person), TOLD).content.decode()
    assert "Not on this sheet" in said
    assert "75,000" not in said


def test_the_whole_sheet_says_what_was_given_apart_from_what_is_owed(office: Office, person: Any) -> None:
    own = builders.user(office, may=[*CASEWORKER, permissions.OWN_COPY, owing.VIEW, case_work.VIEW])
    client = Client()
    client.force_login(own)
    grant = builders.plangrant(builders.case(person), what="Shelves and scales", approved_at=clock.now())
    kept = builders.handover(grant)
    back = builders.handover(grant, taken_back_at=clock.now(), taken_back_by=own, why_taken_back="the wrong person")
    builders.debt(person, talk=builders.debttalk(person))
    said = client.post(at(person), TOLD).content.decode()
    order = [
        said.index(part) for part in ("never to be paid back", "What you agreed to", "What you told us about debts")
    ]
    assert order == sorted(order), "between what was given and what is owed stands something else"
    assert f"Shelves and scales · 100.00\u00a0BDT · {kept.number}" in said
    assert f"{back.number} · taken back" in said
    assert "the wrong person" not in said
    short = client.post(at(person), {**TOLD, "sheet": "short", "alone": "no"}).content.decode()
    assert "Shelves" not in short


def test_nothing_of_a_grant_is_told_where_the_printer_may_not_see_cases(client: Client, person: Any) -> None:
    builders.handover(builders.plangrant(builders.case(person), what="Shelves and scales", approved_at=clock.now()))
    assert "Shelves" not in client.post(at(person), TOLD).content.decode()

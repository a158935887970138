"""The pages of a person's papers: what is written down, how it stands, and who gets to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.returnees import papers, permissions, queries
from sankofa.returnees.models import Document, Person
from sankofa.returnees.rules.paper_gaps import Whereabouts
from tests import builders
from tests.pages.conftest import CASEWORKER, registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=[*CASEWORKER, permissions.AMEND, permissions.OPEN], name="Shirin Das")


def paper(person: Person, kind: str = "passport", **facts: Any) -> Document:
    return Document.objects.create(person=person, kind=kind, **facts)


def page_of(browser: Client, person: Person) -> str:
    answer = browser.get(f"/people/{person.pk}/papers/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_paper_is_written_down_with_where_it_is_and_shown_as_it_stands(signed_in: Client, person: Person) -> None:
    said = {
        "paper_kind": "passport",
        "whereabouts": "employer",
        "number": "BX0123456",
        "paper_country": "",
        "issuer": "",
        "issued_on": "2020-01-05",
        "valid_until": "2099-01-04",
        "because": "told",
        "seen": "0",
    }
    answer = signed_in.post(f"/people/{person.pk}/correct/paper/", said)
    assert answer.status_code == 302, answer.content.decode()
    told = page_of(signed_in, person)
    assert "Passport is kept by the employer." in told
    assert "BX0123456" not in told
    assert "••••56" in told
    assert papers.kept_from(person) == list(person.documents.all())
    assert "kept by the employer" in signed_in.get(f"/people/{person.pk}/").content.decode()


def test_a_paper_that_was_never_made_needs_no_number_and_gets_none(signed_in: Client, person: Person) -> None:
    said = {"paper_kind": "birth", "whereabouts": "never", "number": "17", "because": "told", "seen": "0"}
    refused = signed_in.post(f"/people/{person.pk}/correct/paper/", said)
    assert refused.status_code == 422
    assert "has no number" in refused.content.decode()
    assert signed_in.post(f"/people/{person.pk}/correct/paper/", {**said, "number": ""}).status_code == 302
    held = person.documents.get()
    assert (held.number, held.has_number, held.whereabouts) == (None, False, "never")
    assert "the person never had one" in page_of(signed_in, person)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param({"issued_on": "2199-01-01"}, "lies in the future", id="issued-tomorrow"),
        pytest.param(
            {"issued_on": "2020-01-05", "valid_until": "2019-01-05"},
            "before the day of issue",
            id="ends-before-it-began",
        ),
    ],
)
def test_days_that_cannot_be_come_back(signed_in: Client, person: Person, said: dict[str, str], told: str) -> None:
    given = {"paper_kind": "passport", "whereabouts": "with_person", "because": "told", "seen": "0", **said}
    answer = signed_in.post(f"/people/{person.pk}/correct/paper/", given)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not person.documents.exists()


def test_a_paper_without_a_number_is_found_by_nobody_and_hides_no_other(
    signed_in: Client, person: Person, worker: User
) -> None:
    said = {"whereabouts": "with_person", "because": "told", "seen": "0"}
    signed_in.post(f"/people/{person.pk}/correct/paper/", {**said, "paper_kind": "identity", "number": ""})
    signed_in.post(f"/people/{person.pk}/correct/paper/", {**said, "paper_kind": "passport", "number": "BX0123456"})
    today = clock.today("Asia/Dhaka")
    assert person in queries.find("BX0123456", viewer=worker.as_actor(), on=today).people
    assert queries.features_of(person).document == "BX0123456"


def test_the_database_keeps_no_number_of_a_paper_that_is_not_there(person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        paper(person, number="17", whereabouts=Whereabouts.NEVER)


def test_a_kind_that_a_list_wrote_otherwise_is_shown_as_written(signed_in: Client, person: Person) -> None:
    paper(person, "Voter card", number="77", whereabouts=Whereabouts.WITH_PERSON)
    paper(person, "Passport", number="78", whereabouts=Whereabouts.LOST)
    told = page_of(signed_in, person)
    assert "Voter card is there." in told
    assert "Passport was lost." in told


def test_papers_that_run_out_soon_are_marked_on_the_person_s_page(signed_in: Client, person: Person) -> None:
    soon = clock.today("Asia/Dhaka") + timedelta(days=30)
    paper(person, number="78", whereabouts=Whereabouts.WITH_PERSON, valid_until=soon)
    paper(person, number="79", whereabouts=Whereabouts.WITH_PERSON, valid_until=date(2020, 1, 1))
    told = signed_in.get(f"/people/{person.pk}/").content.decode()
    assert "runs out on" in told
    assert "ran out on 1 January 2020" in told


def test_the_papers_of_joined_files_stand_on_one_page(
    signed_in: Client, person: Person, office: Office, worker: User
) -> None:
    other = registered(office, worker, "Rahima Khatoon")[0]
    paper(person, number="78", whereabouts=Whereabouts.WITH_PERSON)
    paper(other, "identity", number="79", whereabouts=Whereabouts.LOST)
    builders.sameperson(other, person)
    told = page_of(signed_in, person)
    assert "Identity paper was lost." in told
    assert signed_in.get(f"/people/{other.pk}/papers/")["Location"] == f"/people/{person.pk}/papers/"


def test_looking_at_papers_is_on_record_and_only_for_those_who_see_the_person(
    signed_in: Client, stranger: Client, person: Person
) -> None:
    page_of(signed_in, person)
    assert Event.objects.filter(action="returnees.papers_page", subject_id=str(person.pk)).count() == 1
    assert stranger.get(f"/people/{person.pk}/papers/").status_code == 404

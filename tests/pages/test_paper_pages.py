"""The pages of a person's papers: what is written down, how it stands, and who gets to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import permissions, queries
from sankofa.returnees.forms.papers import REFUSED
from sankofa.returnees.models import Document, Person, Requirement, Scan
from sankofa.returnees.rules.paper_gaps import Whereabouts
from sankofa.store.pictures import Picture
from tests import builders
from tests.pages.conftest import CASEWORKER, registered
from tests.rooms.test_scans import photo

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
        "valid_until": "2031-01-04",
        "because": "told",
        "seen": "0",
    }
    answer = signed_in.post(f"/people/{person.pk}/correct/paper/", said)
    assert answer.status_code == 302, answer.content.decode()
    told = page_of(signed_in, person)
    assert "Passport is kept by the employer." in told
    assert "BX0123456" not in told
    assert "••••56" in told
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
        pytest.param({"issued_on": "2030-01-01"}, "lies in the future", id="issued-tomorrow"),
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


def scanned(person: Person) -> Scan:
    return builders.scan(builders.document(person), picture=Picture("image/jpeg", photo(), 40, 30))


def test_a_picture_is_added_and_opened_for_a_reason_that_stays_on_record(signed_in: Client, person: Person) -> None:
    held = builders.document(person)
    address = f"/people/{person.pk}/papers/{held.pk}/add-picture/"
    assert "Where and when it was taken" in signed_in.get(address).content.decode()
    sent = {"file": SimpleUploadedFile("photo.jpg", photo()), "number": str(uuid7())}
    assert signed_in.post(address, sent).status_code == 302
    kept = held.scans.get()
    where = f"/people/{person.pk}/papers/pictures/{kept.pk}/"
    assert where in page_of(signed_in, person)
    asked = signed_in.get(where).content.decode()
    assert "data:image" not in asked
    shown = signed_in.post(where, {"purpose": "identify"})
    assert "data:image/jpeg;base64," in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    event = Event.objects.get(action="returnees.scan", subject_id=str(person.pk))
    assert event.detail["purpose"] == "identify"


def test_a_picture_is_shown_to_nobody_who_does_not_say_what_for(signed_in: Client, person: Person) -> None:
    answer = signed_in.post(f"/people/{person.pk}/papers/pictures/{scanned(person).pk}/", {})
    assert answer.status_code == 422
    assert "data:image" not in answer.content.decode()
    assert not Event.objects.filter(action="returnees.scan").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"%PDF-1.7", "Take a picture of the paper and send that", id="pdf"),
        pytest.param(
            b"\0\0\0\x18ftypheic",
            "In the camera’s settings choose JPEG or “most compatible” and take it again, or send a screenshot",
            id="heic",
        ),
        pytest.param(b"", "The file is empty", id="nothing"),
        pytest.param(b"\xff" * (10 * 1024 * 1024 + 1), "larger than 10 MB", id="too-large"),
        pytest.param(b"\xff" * (21 * 1024 * 1024), "larger than 10 MB", id="so-large-that-it-is-not-taken-in"),
    ],
)
def test_a_file_that_is_not_kept_comes_back_with_what_to_do(
    signed_in: Client, person: Person, content: bytes, told: str
) -> None:
    held = builders.document(person)
    sent = {"file": SimpleUploadedFile("photo.jpg", content), "number": str(uuid7())}
    answer = signed_in.post(f"/people/{person.pk}/papers/{held.pk}/add-picture/", sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not held.scans.exists()


@pytest.mark.parametrize("language", ["fr", "ur"])
def test_a_picture_of_an_apple_phone_is_refused_with_what_to_do_in_every_language(
    signed_in: Client, person: Person, language: str
) -> None:
    held = builders.document(person)
    sent = {"file": SimpleUploadedFile("photo.heic", b"\0\0\0\x18ftypheic"), "number": str(uuid7())}
    address = f"/people/{person.pk}/papers/{held.pk}/add-picture/"
    told = signed_in.post(address, sent, headers={"accept-language": language}).content.decode()
    with translation.override(language):
        said = str(REFUSED["heic"])
    with translation.override("en"):
        assert said != str(REFUSED["heic"])
    assert "JPEG" in said
    assert said in told


def test_a_picture_is_taken_away_after_one_more_question(signed_in: Client, person: Person) -> None:
    kept = scanned(person)
    address = f"/people/{person.pk}/papers/pictures/{kept.pk}/take-away/"
    assert "destroyed here for good" in signed_in.get(address).content.decode()
    assert Scan.objects.get().taken_away_at is None
    assert signed_in.post(address).status_code == 302
    assert Scan.objects.get().taken_away_at is not None
    assert signed_in.get(address).status_code == 404


def test_whoever_may_not_open_papers_sees_that_there_is_a_picture_and_no_way_to_it(
    office: Office, person: Person
) -> None:
    kept = scanned(person)
    colleague = Client()
    colleague.force_login(builders.user(office, may=CASEWORKER))
    told = page_of(colleague, person)
    assert "Picture 1" in told
    assert str(kept.pk) not in told
    assert colleague.post(f"/people/{person.pk}/papers/pictures/{kept.pk}/", {"purpose": "call"}).status_code == 403


def test_a_picture_of_another_person_is_not_opened_through_one_s_own(
    signed_in: Client, person: Person, office: Office, worker: User
) -> None:
    kept = scanned(registered(office, worker, "Karim Uddin")[0])
    answer = signed_in.post(f"/people/{person.pk}/papers/pictures/{kept.pk}/", {"purpose": "call"})
    assert answer.status_code == 404


def test_what_is_missing_stands_beside_the_papers_with_help_to_get_it(
    signed_in: Client, person: Person, office: Office
) -> None:
    builders.requirement(office, needs=[{"kinds": ["identity", "birth"], "days_left_min": 0}])
    told = page_of(signed_in, person)
    assert "None of these is recorded: Identity paper, Birth registration. One is enough. Ask for it." in told
    assert "1 not there yet" in told
    assert f"/people/{person.pk}/papers/help/?kind=identity" in told
    sheet = signed_in.get(f"/people/{person.pk}/papers/print/").content.decode()
    assert "National Identity Registration Wing" in sheet
    paper(person, "birth", whereabouts=Whereabouts.WITH_PERSON)
    assert "all there" in page_of(signed_in, person)


def test_help_is_begun_applied_for_and_ended_on_the_pages(signed_in: Client, person: Person) -> None:
    begun = signed_in.post(f"/people/{person.pk}/papers/help/", {"paper_kind": "identity", "due_on": "2049-01-01"})
    where = begun["Location"]
    assert "Help to get: Identity paper" in signed_in.get(where).content.decode()
    again = signed_in.post(f"/people/{person.pk}/papers/help/", {"paper_kind": "identity", "due_on": "2049-01-01"})
    assert again["Location"] == where
    sent = {
        "what": "applied",
        "applied_on": "2026-11-01",
        "cost": "230",
        "cost_currency": "BDT",
        "due_on": "2026-10-01",
    }
    wrong = signed_in.post(where, sent)
    assert wrong.status_code == 422
    assert "before the day of applying" in wrong.content.decode()
    assert signed_in.post(where, {**sent, "due_on": "2049-12-01"}).status_code == 302
    shown = signed_in.get(where).content.decode()
    assert "230.00" in shown
    refused = signed_in.post(where, {"what": "outcome", "outcome": "refused", "because": ""})
    assert refused.status_code == 422
    assert "Say in a few words why." in refused.content.decode()
    assert signed_in.post(where, {"what": "outcome", "outcome": "obtained"}).status_code == 302
    assert "Identity paper is there." in page_of(signed_in, person)
    assert "It was applied for" not in signed_in.get(where).content.decode()


def test_what_a_partner_asks_for_is_written_down_changed_and_ended(office: Office, person: Person) -> None:
    desk = Client()
    desk.force_login(builders.user(office, may=[*CASEWORKER, permissions.NOTE_REQUIREMENT]))
    said = {"partner": "Gram Vikas", "purpose": "a loan", "said_by": "leaflet", "from_on": "2020-01-01"}
    empty = desk.post("/people/papers/asked-for/new/", said)
    assert empty.status_code == 422
    assert "Choose at least one paper." in empty.content.decode()
    kinds = {"kind_1_1": "identity", "kind_1_2": "passport", "kind_2_1": "land", "days_1": "90"}
    assert desk.post("/people/papers/asked-for/new/", {**said, **kinds}).status_code == 302
    listed = desk.get("/people/papers/asked-for/").content.decode()
    assert "Identity paper or Passport, valid for 90 days more" in listed
    held = Requirement.objects.get()
    change = f"/people/papers/asked-for/{held.pk}/"
    assert 'value="Gram Vikas"' in desk.get(change).content.decode()
    assert desk.post(change, {**said, "kind_1_1": "birth"}).status_code == 302
    newer = Requirement.objects.get(version=2)
    assert "What was asked for before" in desk.get("/people/papers/asked-for/").content.decode()
    assert desk.post(f"/people/papers/asked-for/{newer.pk}/end/").status_code == 302
    assert not Requirement.objects.filter(until_on=None).exists()


def test_what_is_due_about_papers_waits_on_the_first_page(signed_in: Client, person: Person) -> None:
    today = clock.today("Asia/Dhaka")
    assert "Nothing is due" in signed_in.get("/people/papers/due/").content.decode()
    builders.document(person, valid_until=today + timedelta(days=5))
    builders.paperhelp(person, due_on=today)
    listed = signed_in.get("/people/papers/due/").content.decode()
    assert "Passport runs out on" in listed
    assert "Help to get: Identity paper" in listed
    assert "2 papers run out soon or wait for you" in signed_in.get("/", follow=True).content.decode()

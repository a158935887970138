"""Phone and papers are masked and opened for a purpose; who is due is decided by somebody; a missing key is said."""

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from sankofa.accounts.action import system, words_of
from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.project.logs import QuietFormatter
from sankofa.returnees import actions, contributions, permissions
from sankofa.returnees.models import Person
from sankofa.returnees.rules.terms import JourneyTerms, PersonTerms
from sankofa.store import keys, subjects
from sankofa.store.rules.sealing import KeyRing
from tests import builders
from tests.pages.conftest import CASEWORKER, talked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PHONE, PAPER = "+8801798765432", "ZX7654321"
SAID = ("1798765432", "ZX7654321", "98765")
TERMS = PersonTerms(
    "Rahima",
    "Khatun",
    phone=PHONE,
    document_kind="passport",
    document_number=PAPER,
    journey=JourneyTerms(return_reason="the sheikh kept it"),
)


@pytest.fixture
def person(office: Office, worker: User) -> Person:
    return actions.register_many(office=office, rows=[("a", TERMS)], by=worker.as_actor(), at=clock.now()).people[0]


@pytest.fixture
def opener(office: Office) -> Client:
    """The browser of a caseworker who may open numbers."""
    client = Client()
    client.force_login(builders.user(office, may={*CASEWORKER, permissions.OPEN}))
    return client


@pytest.fixture
def officer(office: Office) -> Client:
    """The browser of the data officer."""
    client = Client()
    client.force_login(builders.user(office, may={SIGNED_IN, permissions.VIEW, permissions.ERASE}))
    return client


def numbers(person: Person) -> str:
    return reverse("returnees:open_numbers", args=[person.pk])


def other_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key under which everything is sealed is not on the ring any more."""
    ring = keys.ring()
    subjects.forget()
    monkeypatch.setattr(keys, "ring", lambda: KeyRing(9, {9: b"9" * 32}, ring.index, ring.audit))


def test_the_page_of_a_person_shows_the_last_two_signs_only(opener: Client, person: Person) -> None:
    page = opener.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert [said for said in SAID if said in page] == []
    assert "••••32" in page
    assert "••••21" in page
    assert numbers(person) in page


def test_whoever_may_not_open_is_not_offered_it_and_is_refused(signed_in: Client, person: Person) -> None:
    page = signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert "••••32" in page
    assert numbers(person) not in page
    assert signed_in.post(numbers(person), {"purpose": "call"}).status_code == 403


def test_the_numbers_are_shown_in_the_answer_to_a_purpose_and_kept_by_no_browser(
    opener: Client, person: Person
) -> None:
    asked = opener.get(numbers(person))
    assert [said for said in SAID if said in asked.content.decode()] == []
    answer = opener.post(numbers(person), {"purpose": "call"})
    assert answer.status_code == 200
    assert PHONE in answer.content.decode()
    assert PAPER in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert PHONE not in opener.get(numbers(person)).content.decode()


def test_opening_is_on_record_with_its_purpose_and_without_the_number(opener: Client, person: Person) -> None:
    opener.post(numbers(person), {"purpose": "refer", "words": "left over"})
    event = Event.objects.get(action="returnees.open_numbers")
    assert (event.kind, event.subject_id) == ("read", str(person.pk))
    assert event.detail == {"permission": "returnees.open", "purpose": "refer"}


def test_another_reason_is_told_in_words_that_lie_sealed_beside_the_record(opener: Client, person: Person) -> None:
    opener.post(numbers(person), {"purpose": "other", "words": "her aunt asked"})
    event = Event.objects.get(action="returnees.open_numbers")
    assert event.detail["purpose"] == "other"
    assert "aunt" not in str(event.detail)
    assert words_of(event) == "her aunt asked"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({}, id="nothing-chosen"),
        pytest.param({"purpose": "curious"}, id="no-such-purpose"),
        pytest.param({"purpose": "other"}, id="another-reason-without-words"),
        pytest.param({"purpose": "other", "words": "x" * 201}, id="a-story"),
    ],
)
def test_without_a_purpose_nothing_is_shown_and_nothing_recorded(
    opener: Client, person: Person, said: dict[str, str]
) -> None:
    answer = opener.post(numbers(person), said)
    assert answer.status_code == 422
    assert [known for known in SAID if known in answer.content.decode()] == []
    assert not Event.objects.filter(action="returnees.open_numbers").exists()


def test_the_numbers_of_another_office_look_like_nobodys(person: Person) -> None:
    client = Client()
    client.force_login(builders.user(may={*CASEWORKER, permissions.OPEN}))
    assert client.post(numbers(person), {"purpose": "call"}).status_code == 404


@pytest.mark.parametrize("path", ["/people/", "/people/?q=Rahima", f"/people/?q={PAPER}", "/", "/files/"])
def test_no_list_shows_a_number(opener: Client, person: Person, path: str) -> None:
    page = opener.get(path).content.decode()
    # What was typed into the box stays in the box.
    assert [said for said in SAID if said in page and said not in path] == []


def test_a_missing_key_is_said_in_its_place_and_the_rest_of_the_page_works(
    opener: Client, person: Person, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked(person, worker)
    other_ring(monkeypatch)
    answer = opener.get(reverse("returnees:person", args=[person.pk]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Rahima Khatun" in page
    assert "cannot be opened now: a key is missing" in page
    assert "its key is missing here" in page


def test_a_page_that_is_all_sealed_says_that_a_key_is_missing(
    opener: Client, person: Person, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked(person, worker)
    other_ring(monkeypatch)
    answer = opener.get(reverse("sustainability:score", args=[person.pk]))
    assert answer.status_code == 503
    assert "Tell your administrator" in answer.content.decode()


def test_an_address_that_only_takes_forms_answers_a_reader_with_a_page_and_a_machine_with_nothing(
    opener: Client,
) -> None:
    answer = opener.get("/language/", headers={"accept": "text/html"})
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "There is nothing to read at this address" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
    assert opener.get("/language/", headers={"accept": "application/json"}).content == b""


def test_a_full_disk_is_said_and_nothing_half_written_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    settings.BLOB_FOLDER = tmp_path

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sankofa.store.blobs.os.fsync", full)
    client = Client()
    client.force_login(builders.user(office, may={SIGNED_IN, SEND, permissions.REGISTER}))
    file = io.BytesIO(b"Name,Phone\nAmina Rahman,01712345678\n")
    file.name = "list.csv"
    answer = client.post("/files/send/", {"file": file, "importer": "returnees", "office": str(office.pk)})
    assert answer.status_code == 507
    assert "no room left" in answer.content.decode()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_error_page_and_its_log_hold_no_number(
    opener: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message of an error often quotes what caused it; neither the page nor the log shows it."""

    def breaks(*_: Any) -> Any:
        raise ValueError(f"invalid literal for int(): {PHONE!r}")

    monkeypatch.setattr(contributions.contributions, "_filled", [breaks])
    opener.raise_request_exception = False
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(QuietFormatter(**_line()))
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = opener.get(reverse("returnees:person", args=[person.pk]))
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert answer.status_code == 500
    told = answer.content.decode() + written.getvalue()
    assert "builtins.ValueError" in written.getvalue()
    assert "contributions.py" in written.getvalue()
    assert [said for said in SAID if said in told] == []


def test_the_log_of_the_product_is_written_by_the_quiet_formatter() -> None:
    assert django_settings.LOGGING["formatters"]["line"]["()"] == "sankofa.project.logs.QuietFormatter"
    assert django_settings.DEBUG is False


def _line() -> dict[str, str]:
    told = django_settings.LOGGING["formatters"]["line"]
    return {"fmt": told["format"], "style": told["style"]}


@pytest.mark.parametrize(
    ("line", "written"),
    [
        pytest.param("could not call +880 1798 765432", "could not call [number]", id="phone-in-parts"),
        pytest.param("row 01798765432 refused", "row [number] refused", id="phone"),
        pytest.param(
            "file 01900000-0000-7000-8000-000000000000 is gone",
            "file 01900000-0000-7000-8000-000000000000 is gone",
            id="the-id-of-a-record-stays",
        ),
        pytest.param("page 4217 of 123456", "page 4217 of 123456", id="a-count-stays"),
    ],
)
def test_long_numbers_are_hidden_in_a_line_of_the_log(line: str, written: str) -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, line, (), None)
    assert QuietFormatter("{message}", style="{").format(record) == written


def test_who_is_due_is_listed_with_why_and_nowhere_once_they_are_erased(
    officer: Client, opener: Client, person: Person
) -> None:
    assert "Rahima" not in officer.get("/people/due-for-erasure/").content.decode()
    Person.objects.filter(pk=person.pk).update(created_at=clock.now() - timedelta(days=800))
    page = officer.get("/people/due-for-erasure/").content.decode()
    assert "Rahima Khatun" in page
    assert "no talk since" in page
    erase = reverse("returnees:erase", args=[person.pk])
    assert "also in the history" in officer.get(erase).content.decode()
    # Who decides, one or two, is the business of the approvals; what the pages show afterwards is that of this test.
    by = system("test", on=clock.today("UTC"))
    actions.erase(person=person, because=actions.Because.KEPT_LONG_ENOUGH, by=by, at=clock.now())
    assert "Erased on" in officer.get(erase, follow=True).content.decode()
    assert "Rahima" not in officer.get("/people/due-for-erasure/").content.decode()
    for path in ("/people/", reverse("returnees:person", args=[person.pk])):
        assert "Rahima" not in opener.get(path).content.decode()
    assert opener.get(numbers(person)).status_code == 404
    assert opener.get(reverse("surveys:begin", args=[person.pk, "reintegration_score"])).status_code == 404
    assert officer.get(erase).status_code == 302


def test_a_talk_keeps_a_person_longer(officer: Client, person: Person, worker: User) -> None:
    Person.objects.filter(pk=person.pk).update(created_at=clock.now() - timedelta(days=800))
    talked(person, worker)
    assert "Rahima" not in officer.get("/people/due-for-erasure/").content.decode()


def test_people_of_another_office_are_not_listed(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(created_at=clock.now() - timedelta(days=800))
    client = Client()
    client.force_login(builders.user(may={SIGNED_IN, permissions.VIEW, permissions.ERASE}))
    assert "Rahima" not in client.get("/people/due-for-erasure/").content.decode()
    assert client.get(reverse("returnees:erase", args=[person.pk])).status_code == 404


@pytest.mark.parametrize(
    "said", [{}, {"because": "asked"}, {"because": "again", "is_meant": "on"}, {"is_meant": "on"}], ids=str
)
def test_nobody_is_erased_by_half_a_form(officer: Client, person: Person, said: dict[str, str]) -> None:
    answer = officer.post(reverse("returnees:erase", args=[person.pk]), said)
    assert answer.status_code == 422
    assert Person.objects.get(pk=person.pk).phone == PHONE


def test_whoever_may_not_erase_comes_to_neither_page(opener: Client, person: Person) -> None:
    assert opener.get("/people/due-for-erasure/").status_code == 403
    answer = opener.post(reverse("returnees:erase", args=[person.pk]), {"because": "asked", "is_meant": "on"})
    assert answer.status_code == 403

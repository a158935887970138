"""Who has seen a person's file: for staff line by line, for the person on paper; and the record taken away."""

from typing import Any

import pytest
from django.test import Client

from sankofa.accounts import permissions as accounts
from sankofa.accounts.action import look
from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def colleague(office: Office) -> User:
    role = builders.role("registrar_x", may={accounts.SIGNED_IN, returnees.VIEW})
    role.names = {"en": "Registrar", "fr": "Responsable de l’accueil", "ur": "رجسٹرار"}
    role.save()
    user = builders.user(office, name="Karim Uddin")
    builders.assignment(user, role)
    return user


@pytest.fixture
def guardian(office: Office) -> Client:
    client = Client()
    may = {accounts.SIGNED_IN, accounts.VIEW_PERSON, returnees.VIEW}
    client.force_login(builders.user(office, may=may, name="Nadia Islam"))
    return client


def looked(person: Any, by: User, what: str = "returnees.person_page", **said: str) -> None:
    look(person, permission=returnees.VIEW, by=by.as_actor(), at=clock.now(), what=what, **said)


def test_staff_see_who_came_in_which_role_and_what_for(guardian: Client, person: Any, colleague: User) -> None:
    looked(person, colleague)
    looked(person, colleague, "returnees.open_numbers", purpose="call")
    looked(person, colleague, "returnees.open_numbers", purpose="other", words="A letter came back")
    guardian.get(f"/people/{person.pk}/")
    page = guardian.get(f"/people/{person.pk}/seen/").content.decode()
    for told in ("Karim Uddin", "Registrar", "opened phone and papers", "To call the person", "A letter came back"):
        assert told in page
    assert "<b>you</b>" in page
    assert "Nadia" not in page.partition("<main")[2].replace("Your menu, Nadia Islam", "")


def test_looking_up_who_looked_is_recorded_too(guardian: Client, person: Any) -> None:
    guardian.get(f"/people/{person.pk}/seen/")
    guardian.get(f"/people/{person.pk}/seen/print/")
    assert set(Event.objects.filter(kind="read").values_list("action", flat=True)) == {
        "desks.seen_page",
        "desks.seen_paper",
    }


def test_the_paper_tells_roles_and_offices_and_names_only_by_policy(
    guardian: Client, person: Any, colleague: User, office: Office, settings: Any
) -> None:
    for _ in range(3):
        looked(person, colleague)
    looked(person, colleague, "returnees.open_numbers", purpose="other", words="A letter came back")
    paper = guardian.get(f"/people/{person.pk}/seen/print/").content.decode()
    assert f"Registrar, {office.name}: opened the page. (3 times)" in paper
    assert "Karim" not in paper
    assert "A letter came back" not in paper
    settings.NAMES_ON_PAPERS = True
    assert "Karim Uddin, Registrar" in guardian.get(f"/people/{person.pk}/seen/print/").content.decode()


def test_a_role_that_was_not_held_then_is_not_told(guardian: Client, person: Any, colleague: User) -> None:
    looked(person, colleague)
    held = colleague.assignments.get()
    held.from_on, held.until_on = builders.LONG_AGO, builders.LONG_AGO.replace(year=2021)
    held.save()
    assert "without a role that day" in guardian.get(f"/people/{person.pk}/seen/").content.decode()


def test_only_whoever_may_sees_who_came(
    guardian: Client, signed_in: Client, stranger: Client, person: Any, db: None
) -> None:
    assert "/seen/" in guardian.get(f"/people/{person.pk}/").content.decode()
    assert "/seen/" not in signed_in.get(f"/people/{person.pk}/").content.decode()
    for path in ("seen/", "seen/print/"):
        assert signed_in.get(f"/people/{person.pk}/{path}").status_code == 403
    elsewhere = Client()
    may = {accounts.SIGNED_IN, accounts.VIEW_PERSON, returnees.VIEW}
    elsewhere.force_login(builders.user(may=may))
    assert elsewhere.get(f"/people/{person.pk}/seen/").status_code == 404


def test_the_record_is_taken_away_on_record_itself(office: Office, person: Any) -> None:
    client = Client()
    client.force_login(builders.user(office, may={accounts.SIGNED_IN, accounts.VIEW_AUDIT}, scope="organisation"))
    answer = client.get("/record/csv/")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert answer["Cache-Control"] == "no-store"
    assert lines[0].startswith("turn,at,kind,action")
    assert "desks.record_csv" in lines[1]
    assert any("returnees.register_many" in line for line in lines)
    assert "Rahima" not in "\n".join(lines)
    assert Event.objects.get(kind="export").action == "desks.record_csv"


def _record_of(client: Client) -> str:
    answer = client.get("/record/csv/")
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_record_taken_away_holds_no_more_than_its_page(office: Office, person: Any, colleague: User) -> None:
    """Neither what other organisations did, nor what tells that somebody's file is protected."""
    looked(person, colleague)
    elsewhere = builders.user(may={accounts.SIGNED_IN, accounts.VIEW_AUDIT}, scope="organisation")
    reader = builders.user(office, may={accounts.SIGNED_IN, accounts.VIEW_AUDIT}, scope="organisation")
    client, stranger = Client(), Client()
    client.force_login(reader)
    stranger.force_login(elsewhere)
    assert str(person.pk) in _record_of(client)
    assert str(person.pk) not in _record_of(stranger)
    assert str(colleague.pk) not in _record_of(stranger)
    at = clock.now()
    protector = builders.user(office, may={returnees.VIEW, returnees.PROTECT})
    register.protect(
        person=person,
        kind="threat",
        reason="somebody asks for her",
        review_on=at.date(),
        by=protector.as_actor(),
        at=at,
    )
    taken = _record_of(client)
    assert str(person.pk) not in taken
    assert "returnees.protection" not in taken
    assert "returnees.named" not in taken


def test_a_folder_of_kept_seals_that_stays_empty_is_told_on_the_record(
    office: Office, settings: Any, tmp_path: Any
) -> None:
    client = Client()
    client.force_login(builders.user(office, may={accounts.SIGNED_IN, accounts.VIEW_AUDIT}, scope="organisation"))
    settings.SEALS_FOLDER = tmp_path
    assert "holds no seal yet" in client.get("/record/").content.decode()
    settings.SEALS_FOLDER = None
    assert "holds no seal yet" not in client.get("/record/").content.decode()


def test_the_paper_that_lies_at_home_names_neither_debts_nor_protection(
    guardian: Client, person: Any, colleague: User
) -> None:
    looked(person, colleague, "debts.debts_page")
    looked(person, colleague, "returnees.protection_page")
    page = guardian.get(f"/people/{person.pk}/seen/").content.decode()
    assert "opened the page of debts" in page
    assert "opened the page of the protection" in page
    paper = guardian.get(f"/people/{person.pk}/seen/print/").content.decode().partition("<main")[2]
    assert "looked at something in the file. (2 times)" in paper
    assert "debts" not in paper
    assert "protection" not in paper

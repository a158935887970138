"""The first page, the menu, the record of who did what, and the choice between light and dark."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sankofa.accounts import permissions as accounts
from sankofa.accounts.models import Office, User
from sankofa.audit.actions import seal_all
from sankofa.credit.permissions import LENDER_DESK
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.pages.conftest import registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def administrator(office: Office) -> Client:
    client = Client()
    client.force_login(builders.user(office, may={accounts.SIGNED_IN, accounts.VIEW_AUDIT}, scope="organisation"))
    return client


def test_the_first_page_greets_and_shows_who_is_due_and_who_is_new(
    signed_in: Client, office: Office, worker: User
) -> None:
    late, new = registered(office, worker, "Late Khatun", "New Khatun")
    late.next_due_on = clock.today("Asia/Dhaka") - timedelta(days=3)
    late.save(update_fields=["next_due_on"])
    page = signed_in.get("/").content.decode()
    due, _, newest = page.partition("New in the register")
    assert "Good day, Shirin" in due
    assert late.case_number in due
    assert new.case_number not in due
    assert new.case_number in newest


def test_the_first_page_of_a_role_without_people_shows_nobody(client: Client, office: Office, person: Any) -> None:
    client.force_login(builders.user(office, may={accounts.SIGNED_IN}))
    page = client.get("/").content.decode()
    assert person.case_number not in page
    assert "Send a file" not in page


def test_a_lenders_officer_is_told_how_many_wait_for_an_answer(client: Client, office: Office) -> None:
    house = builders.organisation(kind="lender")
    client.force_login(
        builders.user(builders.office(house), may={accounts.SIGNED_IN, LENDER_DESK}, scope="organisation")
    )
    assert "What comes to you appears here with its count." in client.get("/").content.decode()
    builders.sentpacket(organisation=house)
    builders.sentpacket(builders.referral(organisation=house, state="declined"))
    builders.sentpacket()
    page = client.get("/").content.decode()
    assert "1 person waits for your answer" in page
    assert 'href="/lender-desk/"' in page


def test_only_whoever_may_send_files_is_led_to_sending_one(client: Client, office: Office) -> None:
    seeing = {accounts.SIGNED_IN, returnees.VIEW}
    for may, told in ((seeing, False), (seeing | {SEND}, True)):
        client.force_login(builders.user(office, may=may))
        for address in ("/", "/people/"):
            assert ("Send a file" in client.get(address).content.decode()) is told


def test_nobody_of_another_office_stands_on_the_first_page(stranger: Client, person: Any) -> None:
    assert person.case_number not in stranger.get("/").content.decode()


def test_whoever_is_not_signed_in_comes_to_the_door(client: Client, db: None) -> None:
    for path in ("/", "/record/"):
        assert client.get(path)["Location"].startswith("/sign-in/?next=")


def test_the_record_names_who_looked_but_never_whom_they_looked_at(
    signed_in: Client, administrator: Client, person: Any
) -> None:
    signed_in.get(f"/people/{person.pk}/")
    page = administrator.get("/record/").content.decode()
    assert "Shirin Das" in page
    assert "Rahima" not in page


def test_the_record_is_checked_on_demand_and_found_whole(administrator: Client, person: Any) -> None:
    seal_all(at=clock.now())
    assert "The record is whole" in administrator.post("/record/").content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the way round the triggers is SQLite's")
def test_a_record_that_somebody_changed_is_found_broken(administrator: Client, person: Any) -> None:
    seal_all(at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE audit_event SET action = 'returnees.other' WHERE action = 'returnees.register_many'")
    assert "The record is whole" not in administrator.post("/record/").content.decode()


@pytest.mark.parametrize("page", ["x", "9999", "-1", "0"])
def test_a_page_of_the_record_that_is_none_shows_one_that_is(administrator: Client, person: Any, page: str) -> None:
    assert administrator.get(f"/record/?page={page}").status_code == 200


def test_a_caseworker_does_not_see_the_record(signed_in: Client, person: Any) -> None:
    assert signed_in.get("/record/").status_code == 403
    assert signed_in.post("/record/").status_code == 403


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [("dark", "dark"), ("light", "light"), ("", ""), ("<script>", "")],
)
def test_the_choice_of_light_or_dark_is_kept_and_comes_back_to_the_page(
    client: Client, db: None, wanted: str, kept: str
) -> None:
    answer = client.post("/theme/", {"theme": wanted}, headers={"referer": "http://testserver/sign-in/"})
    assert answer["Location"] == "http://testserver/sign-in/"
    assert answer.cookies["theme"].value == kept
    page = client.get("/sign-in/").content.decode()
    assert (f'data-theme="{kept}"' in page) if kept else ("data-theme" not in page)


def test_the_choice_of_light_or_dark_never_leads_outside(client: Client, db: None) -> None:
    answer = client.post("/theme/", {"theme": "dark"}, headers={"referer": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert client.get("/theme/").status_code == 405


def test_what_is_needed_now_and_then_stands_on_a_page_of_its_own_with_what_it_is_for(
    administrator: Client, signed_in: Client
) -> None:
    assert 'href="/more/"' in administrator.get("/").content.decode()
    page = administrator.get("/more/").content.decode()
    assert 'href="/record/"' in page
    assert "Who did what and who looked" in page
    assert 'href="/record/"' not in signed_in.get("/more/").content.decode()


def test_only_the_closest_entry_of_the_menu_is_marked(client: Client, office: Office) -> None:
    may = {accounts.SIGNED_IN, returnees.VIEW, returnees.LOOK_AFTER}
    client.force_login(builders.user(office, may=may))
    for path, marked in (("/people/", "People"), ("/people/protected/", "More"), ("/", "Today")):
        page = client.get(path).content.decode()
        assert re.findall(r'aria-current="page">([^<]+)</a>', page) == [marked], path

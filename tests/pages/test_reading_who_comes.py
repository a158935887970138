"""Who somebody is and what they may is asked in three questions a page; what ended is gone with the next click."""

import re
from datetime import timedelta
from itertools import takewhile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sankofa.accounts import permissions
from sankofa.accounts.models import Assignment, CodeApp, Cover, Office, Opening, User
from sankofa.kernel import clock
from tests import builders
from tests.pages.conftest import CASEWORKER

pytestmark = [pytest.mark.django_db, pytest.mark.database]


ABOUT_ONESELF = {
    "django_session", "accounts_user", "accounts_assignment", "accounts_cover", "accounts_opening",
    "accounts_codeapp", "accounts_passkey", "accounts_firstsignin", "accounts_office",
}  # fmt: skip
_FROM = re.compile(r'^SELECT (?:(?! FROM ).|\(.*?\))* FROM "(\w+)"')


def asked_about_oneself(client: Client, path: str) -> list[str]:
    """Return what is asked about whoever comes, before the page asks about anything else."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    tables = [found[1] if (found := _FROM.search(query["sql"])) else "" for query in asked]
    return list(takewhile(ABOUT_ONESELF.__contains__, tables))


@pytest.mark.parametrize("path", ["/", "/people/", "/people/?q=Rahima"])
def test_three_questions_tell_who_comes_and_what_they_may(signed_in: Client, person: Any, path: str) -> None:
    assert len(asked_about_oneself(signed_in, path)) == 3


def test_also_where_the_role_asks_for_a_second_step(office: Office, settings: Any, person: Any) -> None:
    settings.SECOND_STEP_BY_ROLE = True
    boss = builders.user(office, may=CASEWORKER)
    held = Assignment.objects.get(user=boss)
    type(held.role).objects.filter(pk=held.role_id).update(second_factor=True)
    CodeApp.objects.create(user=boss, secret="s", confirmed_at=clock.now())
    desk = Client()
    desk.force_login(boss)
    assert len(asked_about_oneself(desk, "/people/")) == 3


def test_a_role_that_ended_opens_nothing_with_the_next_click(signed_in: Client, worker: User) -> None:
    assert signed_in.get("/people/").status_code == 200
    Assignment.objects.filter(user=worker).update(until_on=clock.today("Asia/Dhaka"))
    assert signed_in.get("/people/").status_code == 403


def test_who_left_is_out_with_the_next_click(signed_in: Client, worker: User) -> None:
    User.objects.filter(pk=worker.pk).update(is_active=False)
    assert signed_in.get("/people/").status_code == 302


def test_a_cover_and_an_opening_count_from_the_next_click_until_the_click_after_their_end(
    office: Office, worker: User, person: Any
) -> None:
    elsewhere = builders.user(
        builders.office(office.organisation, path="NP.3"), may={*CASEWORKER, permissions.OPEN_OUTSIDE}
    )
    desk, path = Client(), f"/people/{person.pk}/"
    desk.force_login(elsewhere)
    assert desk.get(path).status_code == 404
    now = clock.now()
    opening = builders.opening(person, elsewhere, opened_at=now, ends_at=now + timedelta(hours=3))
    assert desk.get(path).status_code == 200
    Opening.objects.filter(pk=opening.pk).update(closed_at=now)
    assert desk.get(path).status_code == 404
    day = now.date()
    cover = builders.cover(worker, elsewhere, from_on=day - timedelta(days=1), until_on=day + timedelta(days=2))
    assert desk.get(path).status_code == 200
    Cover.objects.filter(pk=cover.pk).update(standing=None)
    assert desk.get(path).status_code == 404

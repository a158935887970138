"""A session is where its browser holds the key, and nowhere else."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from sankofa.accounts.permissions import SIGNED_IN
from tests import builders

pytestmark = pytest.mark.django_db


def _signed_in(client: Client) -> str:
    user = builders.user(may=[SIGNED_IN])
    answer = client.post("/sign-in/", {"email": user.email, "password": builders.PASSWORD})
    assert answer.status_code == 302
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_who_reads_the_database_finds_no_key_to_a_session(client: Client) -> None:
    key = _signed_in(client)
    held = Session.objects.get().session_key
    assert held != key
    assert client.get("/").status_code == 200
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = held
    assert thief.get("/")["Location"].startswith("/sign-in/")


def test_a_key_from_before_signing_in_is_worth_nothing_after(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert _signed_in(client) != "a" * 32
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert thief.get("/").status_code == 302


def test_a_session_ends_for_everybody_who_holds_its_key(client: Client) -> None:
    key = _signed_in(client)
    client.post("/sign-out/")
    assert not Session.objects.exists()
    late = Client()
    late.cookies[settings.SESSION_COOKIE_NAME] = key
    assert late.get("/").status_code == 302


def _last_used(before: timedelta) -> datetime:
    """Let the only session have been used last so long ago, and return when it ends."""
    ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE) - before
    Session.objects.update(expire_date=ends)
    return Session.objects.get().expire_date


def test_page_after_page_writes_the_session_once_a_minute(client: Client) -> None:
    _signed_in(client)
    ends = _last_used(timedelta(seconds=50))
    assert client.get("/account/").status_code == 200
    assert Session.objects.get().expire_date == ends


@pytest.mark.parametrize("minutes", [1, 10, 59])
def test_a_page_after_a_minute_gives_the_session_its_whole_hour_again(client: Client, minutes: int) -> None:
    _signed_in(client)
    _last_used(timedelta(minutes=minutes))
    before = timezone.now()
    assert client.get("/account/").status_code == 200
    ends = Session.objects.get().expire_date
    assert before <= ends - timedelta(seconds=settings.SESSION_COOKIE_AGE) <= timezone.now()


def test_a_session_ends_an_hour_after_its_last_page(client: Client) -> None:
    _signed_in(client)
    _last_used(timedelta(hours=1))
    assert client.get("/account/")["Location"].startswith("/sign-in/")

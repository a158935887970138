"""Keys that somebody gave stand where they leave and where access is reviewed, with a way to end each."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Key, Office, User
from sankofa.accounts.permissions import GIVE_KEYS, MANAGE, SIGNED_IN
from sankofa.kernel import clock
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(office: Office) -> User:
    return builders.user(office, may=[MANAGE, GIVE_KEYS, SIGNED_IN], scope="organisation")


@pytest.fixture
def leaving(office: Office) -> User:
    return builders.user(office, name="Tanvir Ahmed")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def key(office: Office, giver: User, name: str, **facts: Any) -> Any:
    at = clock.now()
    given = {"created_at": at - timedelta(days=1), "expires_at": at + timedelta(days=30), "given_by": giver}
    return builders.key(office, name=name, **{**given, **facts})


def end(held: Any) -> str:
    return f"/staff/keys/{held.pk}/end/"


def test_keys_and_devices_that_somebody_gave_are_listed_where_they_leave_and_ended_from_there(
    office: Office, boss: User, leaving: User
) -> None:
    system, device = key(office, leaving, "Clinic system"), key(office, leaving, "Field tablet 4", kind="device")
    key(office, boss, "Key of the boss")
    key(office, leaving, "Ended key", revoked_at=clock.now())
    key(office, leaving, "Old key", expires_at=clock.now() - timedelta(hours=1))
    managing, leave = browser(boss), f"/staff/people/{leaving.pk}/leave/"
    page = managing.get(leave).content.decode()
    for held in (system, device):
        assert held.name in page
        assert end(held) in page
        assert held.digest not in page
    for other in ("Key of the boss", "Ended key", "Old key"):
        assert other not in page
    assert "cannot be undone" in managing.get(end(system)).content.decode()
    assert Key.objects.get(pk=system.pk).revoked_at is None
    assert managing.post(end(system))["Location"] == leave
    assert managing.post(end(device))["Location"] == leave
    assert not Key.objects.filter(given_by=leaving, revoked_at=None, expires_at__gt=clock.now()).exists()
    assert "Keys that this person gave" not in managing.get(leave).content.decode()


def test_the_review_lists_every_open_key_and_says_whose_giver_has_left(
    office: Office, boss: User, leaving: User
) -> None:
    held = key(office, leaving, "Clinic system")
    key(builders.office(), leaving, "Key of another organisation")
    key(office, leaving, "Ended key", revoked_at=clock.now())
    managing, review = browser(boss), builders.review(office.organisation)
    address = f"/staff/reviews/{review.pk}/"
    page = managing.get(address).content.decode()
    assert "given by Tanvir Ahmed" in page
    assert "who gave it has left" not in page
    assert "Key of another organisation" not in page
    assert "Ended key" not in page
    User.objects.filter(pk=leaving.pk).update(is_active=False)
    page = managing.get(address).content.decode()
    assert "who gave it has left" in page
    assert f"{end(held)}?review={review.pk}" in page
    assert managing.post(f"{end(held)}?review={review.pk}")["Location"] == address
    assert "No key opens here now." in managing.get(address).content.decode()


def test_whoever_may_not_end_keys_sees_them_and_whom_to_ask(office: Office, leaving: User) -> None:
    held = key(office, leaving, "Clinic system")
    managing = browser(builders.user(office, may=[MANAGE, SIGNED_IN], scope="organisation"))
    page = managing.get(f"/staff/people/{leaving.pk}/leave/").content.decode()
    assert "Clinic system" in page
    assert "Ask whoever gives keys here." in page
    assert end(held) not in page
    assert managing.post(end(held)).status_code == 403
    elsewhere = browser(builders.user(may=[MANAGE, GIVE_KEYS, SIGNED_IN], scope="organisation"))
    assert elsewhere.post(end(held)).status_code == 404
    assert Key.objects.get(pk=held.pk).revoked_at is None


def test_a_key_without_a_review_or_a_giver_leads_back_to_ones_own_account(office: Office, boss: User) -> None:
    held = key(office, boss, "Orphan", given_by=None)
    assert browser(boss).post(f"{end(held)}?review=nonsense")["Location"] == "/account/"

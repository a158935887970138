"""Founding an organisation from the command line: everything typed is checked before anything is written."""

from typing import Any

import pytest

from sankofa.accounts import actions
from sankofa.accounts.commands import Unfit, clear_second_step, found_first
from sankofa.accounts.models import CodeApp, Organisation, User
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]
RIGHT: dict[str, Any] = {
    "organisation": "Agency",
    "kind": "agency",
    "office": "Sylhet",
    "place": "BD.60.91",
    "zone": "Asia/Dhaka",
    "name": "Laila Chowdhury",
    "email": "Laila@Example.org",
    "password": "right horse wrong battery",
}


@pytest.fixture(autouse=True)
def _ground() -> None:
    builders.place("BD.60.91")
    told = {"scope": "organisation", "names": {"en": "Administrator"}, "permissions": ["accounts.manage"]}
    actions.define_roles({"administrator": told})


def test_an_organisation_begins_with_an_office_and_an_administrator() -> None:
    found_first(**RIGHT)
    (grant,) = User.objects.get(email="laila@example.org").as_actor().grants
    assert (grant.role, grant.scope.anchor) == ("administrator", str(Organisation.objects.get().pk))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        pytest.param({"place": "BD.99.99"}, "no place", id="place-nobody-knows"),
        pytest.param({"zone": "Mars/Base"}, "no time zone", id="zone-nobody-knows"),
        pytest.param({"email": "laila"}, "not an e-mail", id="no-address"),
        pytest.param({"password": "short"}, "too short", id="short-password"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(Unfit, match=told):
        found_first(**{**RIGHT, **wrong})
    assert not Organisation.objects.exists()


def test_an_address_in_use_is_said() -> None:
    found_first(**RIGHT)
    with pytest.raises(Unfit, match="already"):
        found_first(**{**RIGHT, "organisation": "Other", "office": "Other"})


def test_the_only_administrator_who_lost_everything_is_helped_by_whoever_runs_the_server() -> None:
    user = builders.user(email="laila@example.org")
    CodeApp.objects.create(user=user, secret="JBSWY3DPEHPK3PXP", confirmed_at=builders.AT)
    assert clear_second_step(" Laila@example.org") == user.name
    assert not CodeApp.objects.exists()
    with pytest.raises(Unfit, match="Nobody signs in"):
        clear_second_step("nobody@example.org")

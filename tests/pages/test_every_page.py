"""What holds for every page: who gets in, what is refused and how, and the headers that protect."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sankofa.accounts.actions import define_roles
from sankofa.accounts.models import Role, User
from tests import builders
from tests.architecture.test_addresses import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.product]

ROLES = tomllib.loads((files("sankofa.project") / "roles.toml").read_text(encoding="utf-8"))
PAGES = [(f"/{address}", view) for address, view in ADDRESSES if not re.search(r"[<(]", address)]
GUARDED = [(address, view) for address, view in PAGES if hasattr(view, "permission")]
ANY_KEY = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def people() -> dict[str, User]:
    """Somebody of every role, within the reach the role is usually given."""
    define_roles(ROLES)
    office = builders.office()
    made = {}
    for code, role in ROLES.items():
        made[code] = builders.user(office)
        builders.assignment(made[code], Role.objects.get(code=code), scope=role["scope"])
    return made


@pytest.mark.parametrize(("address", "view"), PAGES, ids=[address for address, _ in PAGES])
def test_every_role_gets_in_or_is_told_why_not(
    address: str, view: Any, people: dict[str, User], client: Client
) -> None:
    for role, person in people.items():
        client.force_login(person)
        answer = client.get(address)
        permission = getattr(view, "permission", None)
        may = permission is None or permission.code in ROLES[role]["permissions"]
        assert (answer.status_code != 403) is may, f"{role} at {address}: {answer.status_code}"
        assert answer.status_code < 500


@pytest.mark.parametrize(("address", "view"), GUARDED, ids=[address for address, _ in GUARDED])
def test_nobody_gets_in_without_signing_in(address: str, view: Any, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize(
    ("address", "view"),
    [(f"/{address}", view) for address, view in ADDRESSES if "<" in address],
    ids=[address for address, _ in ADDRESSES if "<" in address],
)
def test_a_record_that_is_not_there_is_not_found_for_any_role(
    address: str, view: Any, people: dict[str, User], client: Client
) -> None:
    filled = re.sub(r"<(\w+):\w+>", lambda hit: {"uuid": ANY_KEY, "int": "1"}.get(hit[1], "x"), address)
    filled = re.sub(r"<\w+>", "x", filled)
    for role, person in people.items():
        client.force_login(person)
        status = client.get(filled).status_code
        assert status < 500, f"{role} at {filled}: {status}"
        assert status != 200 or getattr(view, "public_because", ""), f"{role} sees something at {filled}"
        if getattr(view, "permission", None) and view.permission.code not in ROLES[role]["permissions"]:
            assert status == 403


def test_a_grant_that_ended_lets_nobody_in(client: Client) -> None:
    define_roles(ROLES)
    person = builders.user()
    builders.assignment(person, Role.objects.get(code="caseworker"), until_on=builders.ON.replace(year=2021))
    client.force_login(person)
    assert client.get("/").status_code == 403


def test_pages_come_with_the_headers_that_protect(client: Client) -> None:
    answer = client.get("/sign-in/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    for promise in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert promise in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_a_page_says_its_language_and_direction(client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/sign-in/").content.decode()
    assert re.search(rf'<html[^>]*lang="{language}"', page)
    assert re.search(r'<html[^>]*dir="rtl"', page) if language == "ur" else 'dir="rtl"' not in page


def test_an_address_that_is_none_is_not_found_in_words(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_the_choice_of_language_comes_back_to_where_one_was_and_never_outside(client: Client) -> None:
    inside = client.post("/language/", {"language": "fr", "next": "/sign-in/"})
    outside = client.post("/language/", {"language": "fr", "next": "https://evil.example/"})
    assert (inside["Location"], inside.cookies[settings.LANGUAGE_COOKIE_NAME].value) == ("/sign-in/", "fr")
    assert "evil" not in outside["Location"]

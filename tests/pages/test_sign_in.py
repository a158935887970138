"""Coming in and leaving: what the page says, where it leads, and where it does not."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.accounts.rules.lockout import PATIENCE, Counted
from sankofa.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db

ADDRESS = "/sign-in/"


@pytest.fixture
def rahima() -> User:
    return builders.user(may=[SIGNED_IN], email="rahima@example.org", language="ur")


def _send(client: Client, password: str = builders.PASSWORD, **fields: str) -> object:
    return client.post(ADDRESS, {"email": "rahima@example.org", "password": password, **fields})


def test_the_page_can_be_read_without_signing_in_and_is_not_kept_by_the_browser(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("rahima")
def test_a_right_password_leads_in_and_sets_the_reader_s_language(client: Client) -> None:
    answer = _send(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("ur", True, "Lax")
    assert "_auth_user_id" in client.session


@pytest.mark.usefixtures("rahima")
def test_a_wrong_password_is_said_in_words_and_the_password_is_not_sent_back(client: Client) -> None:
    answer = _send(client, "wrong horse")
    assert answer.status_code == 422
    assert "do not match" in answer.content.decode()
    assert "wrong horse" not in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client: Client, rahima: User) -> None:
    known, unknown = _send(client, "wrong"), _send(client, "wrong", email="nobody@example.org")
    assert known.status_code == unknown.status_code == 422
    assert "do not match" in unknown.content.decode()


@pytest.mark.parametrize("fields", [{"email": ""}, {"email": "no address"}, {"password": ""}], ids=str)
@pytest.mark.usefixtures("rahima")
def test_what_is_missing_is_said_beside_the_field(client: Client, fields: dict[str, str]) -> None:
    answer = client.post(ADDRESS, {"email": "rahima@example.org", "password": "x", **fields})
    assert answer.status_code == 422
    assert not Event.objects.exists()


@pytest.mark.usefixtures("rahima")
def test_after_too_many_wrong_tries_the_page_says_when_the_door_opens(client: Client) -> None:
    for _ in range(PATIENCE[Counted.ADDRESS].free):
        _send(client, "wrong")
    answer = _send(client)
    assert answer.status_code == 422
    assert "Too many wrong passwords" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        pytest.param("/files/", "/files/", id="inside"),
        pytest.param("/files/?q=a", "/files/?q=a", id="inside-with-query"),
        pytest.param("https://evil.example/", "/", id="another-host"),
        pytest.param("//evil.example/", "/", id="another-host-without-scheme"),
        pytest.param("///evil.example/", "/", id="three-slashes"),
        pytest.param("/\\evil.example/", "/", id="backslash"),
        pytest.param("\\\\evil.example", "/", id="backslashes"),
        pytest.param("javascript:alert(1)", "/", id="script"),
        pytest.param("http:evil.example", "/", id="scheme-without-slashes"),
        pytest.param("https://testserver@evil.example/", "/", id="name-before-host"),
        pytest.param("", "/", id="nothing"),
    ],
)
@pytest.mark.parametrize("where", ["field", "address"])
@pytest.mark.usefixtures("rahima")
def test_signing_in_never_leads_outside(client: Client, following: str, expected: str, where: str) -> None:
    fields = {"email": "rahima@example.org", "password": builders.PASSWORD}
    if where == "field":
        answer = client.post(ADDRESS, {**fields, "next": following})
    else:
        answer = client.post(ADDRESS, fields, query_params={"next": following})
    assert answer["Location"] == expected


@pytest.mark.usefixtures("rahima")
def test_signing_in_begins_a_new_session(client: Client) -> None:
    client.get(ADDRESS)
    before = client.session.session_key
    _send(client)
    assert client.session.session_key != before


def test_leaving_ends_the_session_and_is_on_record(client: Client, rahima: User) -> None:
    client.force_login(rahima)
    answer = client.post(reverse("accounts:sign_out"))
    assert answer["Location"] == ADDRESS
    assert "_auth_user_id" not in client.session
    assert Event.objects.get().action == "accounts.sign_out"


def test_a_link_cannot_sign_somebody_out(client: Client, rahima: User) -> None:
    client.force_login(rahima)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert "_auth_user_id" in client.session


@pytest.mark.usefixtures("rahima")
def test_a_form_from_elsewhere_cannot_sign_in() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = _send(strict)
    assert answer.status_code == 403
    assert "_auth_user_id" not in strict.session


@pytest.mark.parametrize(("language", "word"), [("ur", "پاس ورڈ"), ("fr", "Mot de passe")])
def test_our_word_for_password_is_shown_and_not_the_framework_s(language: str, word: str) -> None:
    page = Client(headers={"accept-language": language}).get("/sign-in/").content.decode()
    assert word in page
    assert "لفظ اجازت" not in page

"""One's own account: password, second step, passkeys, codes on paper, where one is signed in."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sankofa.accounts.actions import define_roles
from sankofa.accounts.doors import codes
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import CodeApp, Passkey, PasswordLink, RecoveryCode, Role, SignedInSession, User
from sankofa.accounts.permissions import MANAGE, SIGNED_IN
from sankofa.audit.models import Event
from sankofa.kernel import clock
from tests import builders
from tests.builders import AT
from tests.pages.test_every_page import ROLES
from tests.passkey import SoftKey

pytestmark = pytest.mark.django_db

NEW = "a new long sentence"
LOCAL = {"HTTP_HOST": "localhost"}


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def told() -> Iterator[list[Notice]]:
    """The mails that would have been sent."""
    said: list[Notice] = []
    notices.fill(said.append)
    yield said
    notices._filled.remove(said.append)


@pytest.fixture
def rahima() -> User:
    return builders.user(may=[SIGNED_IN], email="rahima@example.org")


def _in(user: User, **said: Any) -> Client:
    """A browser in which somebody signed in with their password."""
    client = Client(**LOCAL)
    answer = client.post("/sign-in/", {"email": user.email, "password": said.get("password", builders.PASSWORD)})
    assert answer.status_code == 302
    return client


def _is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def _code(user: User, **later: float) -> str:
    at = (clock.now() + timedelta(**later)).timestamp()
    return str(pyotp.TOTP(CodeApp.objects.get(user=user).secret).at(int(at)))


def _with_app(user: User) -> list[str]:
    """Set an application up through the pages; return the codes on paper."""
    client = _in(user)
    client.get("/account/second-step/app/")
    shown = client.post("/account/second-step/app/", {"code": _code(user)})
    assert shown.status_code == 200
    return re.findall(r'class="code" dir="ltr">([0-9A-Z]{5}-[0-9A-Z]{5})<', shown.content.decode())


def _with_key(client: Client, key: SoftKey, name: str = "my telephone") -> Any:
    question = client.post("/account/second-step/passkey/question/").json()
    return client.post("/account/second-step/passkey/", {"name": name, "answer": key.made(question)})


def test_the_account_page_shows_this_device_and_every_other(rahima: User) -> None:
    here = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 10) Chrome/120.0 Mobile Safari/537.36", **LOCAL)
    here.post("/sign-in/", {"email": rahima.email, "password": builders.PASSWORD})
    _in(rahima)
    page = here.get("/account/").content.decode()
    assert "Chrome on Android" in page
    assert "Unknown device" in page
    assert page.count("This device") == 1


def test_a_session_can_be_ended_from_another_and_is_over_at_once(rahima: User) -> None:
    here, elsewhere = _in(rahima), _in(rahima)
    other = SignedInSession.objects.order_by("created_at", "pk").last()
    assert other is not None
    here.post(f"/account/sessions/{other.pk}/end/")
    assert not _is_in(elsewhere)
    assert _is_in(here)
    assert Event.objects.filter(action="accounts.end_sessions").count() == 1


def test_all_other_sessions_can_be_ended(rahima: User) -> None:
    here, one, another = _in(rahima), _in(rahima), _in(rahima)
    here.post("/account/sessions/end/")
    assert (_is_in(here), _is_in(one), _is_in(another)) == (True, False, False)


def test_nobody_ends_the_session_of_somebody_else(rahima: User) -> None:
    hers = _in(rahima)
    stranger = _in(builders.user(rahima.office, may=[SIGNED_IN], scope="organisation"))
    stranger.post(f"/account/sessions/{SignedInSession.objects.get(user=rahima).pk}/end/")
    assert _is_in(hers)


def test_a_new_password_ends_every_other_session_and_is_told_by_mail(rahima: User, told: list[Notice]) -> None:
    here, elsewhere = _in(rahima), _in(rahima)
    answer = here.post("/account/password/", {"old": builders.PASSWORD, "new": NEW})
    assert answer.status_code == 302
    assert (_is_in(here), _is_in(elsewhere)) == (True, False)
    assert [notice.code for notice in told] == ["password_changed"]
    _in(rahima, password=NEW)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("wrong", NEW, "not your password now", id="wrong-old-one"),
        pytest.param(builders.PASSWORD, "short", "too short", id="too-short"),
        pytest.param(builders.PASSWORD, "", "Write a new password", id="none"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_and_a_good_new_one(
    rahima: User, old: str, new: str, says: str
) -> None:
    client = _in(rahima)
    answer = client.post("/account/password/", {"old": old, "new": new})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    _in(rahima)


def test_guessing_the_old_password_from_an_open_session_has_its_limit(rahima: User) -> None:
    client = _in(rahima)
    for _ in range(10):
        client.post("/account/password/", {"old": "wrong", "new": NEW})
    answer = client.post("/account/password/", {"old": builders.PASSWORD, "new": NEW})
    assert "Too many wrong tries" in answer.content.decode()


def test_the_language_of_the_pages_is_chosen_and_kept(rahima: User) -> None:
    client = _in(rahima)
    answer = client.post("/account/language/", {"language": "ur"})
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ur"
    rahima.refresh_from_db()
    assert rahima.language == "ur"
    client.post("/account/language/", {"language": "xx"})
    rahima.refresh_from_db()
    assert rahima.language == "ur"


def test_an_application_is_set_up_with_its_first_code_and_ten_codes_on_paper(rahima: User, told: list[Notice]) -> None:
    client = _in(rahima)
    page = client.get("/account/second-step/app/").content.decode()
    assert 'src="data:image/svg+xml' in page
    assert client.post("/account/second-step/app/", {"code": "000000"}).status_code == 422
    assert not CodeApp.objects.get(user=rahima).confirmed_at
    shown = client.post("/account/second-step/app/", {"code": _code(rahima)}).content.decode()
    assert len(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}<", shown)) == 10
    assert [notice.code for notice in told] == ["second_step_added"]


def test_the_secret_of_an_application_is_shown_to_nobody_once_it_counts(rahima: User) -> None:
    _with_app(rahima)
    client = _in(rahima)
    client.post("/sign-in/code/", {"code": _code(rahima, seconds=30)})
    assert client.get("/account/second-step/app/").status_code == 302


def test_with_an_application_the_password_alone_opens_nothing(rahima: User) -> None:
    _with_app(rahima)
    client = Client(**LOCAL)
    answer = client.post("/sign-in/", {"email": rahima.email, "password": builders.PASSWORD, "next": "/account/"})
    assert answer["Location"] == "/sign-in/code/"
    assert not _is_in(client)
    with clock.frozen(AT + timedelta(minutes=1)):
        answer = client.post("/sign-in/code/", {"code": _code(rahima)})
        assert answer["Location"] == "/account/"
        assert _is_in(client)


def test_a_code_opens_once(rahima: User) -> None:
    _with_app(rahima)
    with clock.frozen(AT + timedelta(minutes=1)):
        code = _code(rahima)
        first, second = _in(rahima), _in(rahima)
        assert first.post("/sign-in/code/", {"code": code}).status_code == 302
        assert second.post("/sign-in/code/", {"code": code}).status_code == 422
        assert not _is_in(second)


@pytest.mark.parametrize("later", [timedelta(minutes=10), timedelta(days=-1)], ids=["too-late", "clock-put-back"])
def test_who_waits_too_long_for_the_second_step_begins_again(rahima: User, later: timedelta) -> None:
    _with_app(rahima)
    client = _in(rahima)
    with clock.frozen(AT + later):
        answer = client.post("/sign-in/code/", {"code": _code(rahima)})
    assert answer["Location"] == "/sign-in/"


def test_nobody_comes_to_the_second_step_without_the_first(rahima: User) -> None:
    _with_app(rahima)
    answer = Client(**LOCAL).post("/sign-in/code/", {"code": _code(rahima, seconds=30)})
    assert answer["Location"] == "/sign-in/"


def test_wrong_codes_close_the_second_step_for_a_while(rahima: User) -> None:
    _with_app(rahima)
    client = _in(rahima)
    for _ in range(5):
        client.post("/sign-in/code/", {"code": "000000"})
    answer = client.post("/sign-in/code/", {"code": _code(rahima, seconds=30)})
    assert "Too many wrong codes" in answer.content.decode()
    assert not _is_in(client)


def test_a_code_on_paper_opens_once_and_few_left_is_said(rahima: User) -> None:
    paper = _with_app(rahima)
    for number, written in enumerate(paper[:8]):
        client = _in(rahima)
        typed = written.lower().replace("-", " ") if number else written
        assert client.post("/sign-in/code/", {"code": typed}).status_code == 302
    page = client.get("/account/").content.decode()
    assert "2 codes on paper left" in page
    again = _in(rahima)
    assert again.post("/sign-in/code/", {"code": paper[0]}).status_code == 422


def test_codes_on_paper_lie_in_the_database_as_digests_and_are_bound_to_their_owner(rahima: User) -> None:
    paper = _with_app(rahima)
    other = builders.user(may=[SIGNED_IN])
    _with_app(other)
    held = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(one in held or one.replace("-", "") in held for one in paper)
    client = _in(other)
    assert client.post("/sign-in/code/", {"code": paper[0]}).status_code == 422


def test_new_codes_on_paper_replace_the_old_ones(rahima: User) -> None:
    paper = _with_app(rahima)
    client = _in(rahima)
    client.post("/sign-in/code/", {"code": paper[0]})
    shown = client.post("/account/second-step/codes/").content.decode()
    assert len(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}<", shown)) == 10
    again = _in(rahima)
    assert again.post("/sign-in/code/", {"code": paper[1]}).status_code == 422


def test_a_passkey_opens_the_door_without_a_password(rahima: User) -> None:
    key = SoftKey()
    assert _with_key(_in(rahima), key).status_code == 200
    client = Client(**LOCAL)
    question = client.post("/sign-in/passkey/question/").json()
    answer = client.post("/sign-in/passkey/", {"answer": key.proved(question, owner=rahima.pk.bytes)})
    assert answer.status_code == 302
    assert _is_in(client)
    assert SignedInSession.objects.filter(user=rahima, way="passkey").exists()


def test_a_passkey_is_the_second_step_after_a_password(rahima: User) -> None:
    key = SoftKey()
    _with_key(_in(rahima), key)
    client = _in(rahima)
    assert not _is_in(client)
    question = client.post("/sign-in/passkey/question/").json()
    assert [one["id"] for one in question["publicKey"]["allowCredentials"]]
    client.post("/sign-in/passkey/", {"answer": key.proved(question)})
    assert _is_in(client)


Prove = Callable[[Client, SoftKey, dict[str, Any]], str]


@pytest.mark.parametrize(
    "prove",
    [
        pytest.param(lambda client, key, asked: SoftKey(id=key.id).proved(asked), id="another-key-of-that-name"),
        pytest.param(lambda client, key, asked: SoftKey().proved(asked), id="a-key-nobody-knows"),
        pytest.param(
            lambda client, key, asked: SoftKey(id=key.id, key=key.key, origin="https://sankofa.example").proved(asked),
            id="asked-by-a-page-that-looks-like-ours",
        ),
        pytest.param(
            lambda client, key, asked: SoftKey(id=key.id, key=key.key, is_verified=False, signatures=5).proved(asked),
            id="without-finger-or-number",
        ),
        pytest.param(
            lambda client, key, asked: SoftKey(id=key.id, key=key.key, signatures=0).proved(asked),
            id="a-copy-that-counts-from-the-start",
        ),
        pytest.param(lambda client, key, asked: key.proved(asked, owner=b"somebody else"), id="for-another-person"),
        pytest.param(
            lambda client, key, asked: key.proved(client.post("/sign-in/passkey/question/").json() and asked),
            id="an-older-question",
        ),
        pytest.param(lambda client, key, asked: "{}", id="nothing-in-it"),
        pytest.param(lambda client, key, asked: "[1]", id="no-answer-of-a-key"),
        pytest.param(lambda client, key, asked: "no json", id="nonsense"),
        pytest.param(lambda client, key, asked: "", id="no-script"),
    ],
)
def test_a_passkey_that_does_not_prove_itself_opens_nothing(rahima: User, prove: Prove) -> None:
    key = SoftKey()
    _with_key(_in(rahima), key)
    client = Client(**LOCAL)
    asked = client.post("/sign-in/passkey/question/").json()
    answer = client.post("/sign-in/passkey/", {"answer": prove(client, key, asked)})
    assert answer.status_code == 422
    assert not _is_in(client)


def test_an_answer_of_a_passkey_opens_once(rahima: User) -> None:
    key = SoftKey(counts=False)
    _with_key(_in(rahima), key)
    client = Client(**LOCAL)
    said = key.proved(client.post("/sign-in/passkey/question/").json())
    assert client.post("/sign-in/passkey/", {"answer": said}).status_code == 302
    client.post("/sign-out/")
    assert client.post("/sign-in/passkey/", {"answer": said}).status_code == 422


def test_the_same_passkey_cannot_count_for_two_people(rahima: User) -> None:
    key = SoftKey()
    _with_key(_in(rahima), key)
    other = builders.user(may=[SIGNED_IN])
    client = _in(other)
    assert _with_key(client, key).status_code == 302
    assert not Passkey.objects.filter(user=other).exists()


def test_a_passkey_is_removed_by_its_name_and_its_codes_go_with_the_last(rahima: User) -> None:
    client = _in(rahima)
    _with_key(client, SoftKey(), "the office computer")
    assert "the office computer" in client.get("/account/second-step/").content.decode()
    client.post(f"/account/second-step/passkey/{Passkey.objects.get().pk}/remove/")
    assert not Passkey.objects.exists()
    assert codes.recovery_codes_left(rahima) == 0


@pytest.fixture
def laila() -> User:
    """An administrator, whose role asks for a second step."""
    define_roles(ROLES)
    laila = builders.user(email="laila@example.org")
    builders.assignment(laila, Role.objects.get(code="administrator"), scope="organisation")
    return laila


def test_an_administrator_has_seven_days_and_then_sets_up_a_second_step_before_anything_else(
    laila: User, rahima: User
) -> None:
    client = _in(laila)
    assert client.get("/record/").status_code == 200
    assert "Set one up before 29 November 2026" in client.get("/account/second-step/").content.decode()
    with clock.frozen(AT + timedelta(days=7)):
        client = _in(laila)
        assert client.get("/record/")["Location"] == "/account/second-step/"
        colleague = reverse("accounts:clear_second_step", args=[rahima.pk])
        assert client.post(colleague)["Location"] == "/account/second-step/", "nor is anybody else's taken off"
        assert "set up a second step now" in client.get("/account/second-step/").content.decode()
        client.get("/account/second-step/app/")
        client.post("/account/second-step/app/", {"code": _code(laila)})
        assert client.get("/record/").status_code == 200


def test_the_last_second_step_that_a_role_asks_for_stays(laila: User) -> None:
    client = _in(laila)
    _with_key(client, SoftKey())
    client.post(f"/account/second-step/passkey/{Passkey.objects.get().pk}/remove/")
    assert Passkey.objects.filter(user=laila).exists()


def test_the_demonstration_asks_nobody_for_a_second_step(laila: User, settings: Any) -> None:
    settings.SECOND_STEP_BY_ROLE = False
    settings.DEMONSTRATION = True
    _in(laila)
    with clock.frozen(AT + timedelta(days=30)):
        client = _in(laila)
        assert client.get("/record/").status_code == 200
        assert "In this trial" in client.get("/account/second-step/").content.decode()


def test_something_grave_asks_again_after_ten_minutes_and_comes_back(rahima: User) -> None:
    client = _in(rahima)
    with clock.frozen(AT + timedelta(minutes=11)):
        answer = client.get("/account/second-step/app/")
        assert answer["Location"] == "/account/prove/?next=%2Faccount%2Fsecond-step%2Fapp%2F"
        assert client.post("/account/prove/", {"password": "wrong"}).status_code == 422
        back = client.post(answer["Location"], {"password": builders.PASSWORD, "next": "/account/second-step/app/"})
        assert back["Location"] == "/account/second-step/app/"
        assert client.get("/account/second-step/app/").status_code == 200


def test_proving_anew_takes_the_second_step_too_and_never_leads_outside(rahima: User) -> None:
    paper = _with_app(rahima)
    client = _in(rahima)
    client.post("/sign-in/code/", {"code": paper[0]})
    proof = {"password": builders.PASSWORD, "next": "https://evil.example/"}
    assert client.post("/account/prove/", proof).status_code == 422
    assert client.post("/account/prove/", {**proof, "code": paper[1]})["Location"] == "/account/"


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(rahima: User, told: list[Notice]) -> None:
    elsewhere = _in(rahima)
    client = Client(**LOCAL)
    assert client.post("/sign-in/forgotten/", {"email": "Rahima@example.org"})["Location"] == "/sign-in/forgotten/sent/"
    (letter,) = told
    assert (letter.code, letter.to) == ("password_forgotten", rahima)
    assert letter.secret not in str(list(PasswordLink.objects.values_list("digest", flat=True)))
    assert letter.secret not in str([event.said() for event in Event.objects.all()])
    address = f"{letter.path}{letter.secret}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"new": "short"}).status_code == 422
    assert client.post(address, {"new": NEW})["Location"] == "/sign-in/"
    assert not _is_in(elsewhere)
    assert client.post(address, {"new": NEW}).status_code == 410
    _in(rahima, password=NEW)


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=-365)], ids=["an-hour-later", "clock-put-back"])
def test_a_link_to_a_new_password_does_not_work_for_ever(rahima: User, told: list[Notice], later: timedelta) -> None:
    client = Client(**LOCAL)
    client.post("/sign-in/forgotten/", {"email": rahima.email})
    with clock.frozen(AT + later):
        assert client.get(f"{told[0].path}{told[0].secret}/").status_code == 410


def test_only_the_newest_link_works(rahima: User, told: list[Notice]) -> None:
    client = Client(**LOCAL)
    for _ in range(2):
        client.post("/sign-in/forgotten/", {"email": rahima.email})
    first, second = (client.get(f"{letter.path}{letter.secret}/").status_code for letter in told)
    assert (first, second) == (410, 200)


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_asking_for_a_link_says_the_same_for_known_and_unknown_addresses(
    rahima: User, told: list[Notice], is_known: bool
) -> None:
    client = Client(**LOCAL)
    email = rahima.email if is_known else "nobody@example.org"
    said = [client.post("/sign-in/forgotten/", {"email": email}) for _ in range(4)]
    assert [answer.status_code for answer in said] == [302, 302, 302, 422]
    assert "asked for several times" in said[3].content.decode()
    assert len(told) == (3 if is_known else 0)


def test_a_link_does_not_get_past_the_second_step(rahima: User, told: list[Notice]) -> None:
    _with_app(rahima)
    told.clear()
    client = Client(**LOCAL)
    client.post("/sign-in/forgotten/", {"email": rahima.email})
    client.post(f"{told[0].path}{told[0].secret}/", {"new": NEW})
    assert not _is_in(_in(rahima, password=NEW))


def test_the_page_of_providers_says_when_there_are_none() -> None:
    client = _in(builders.user(may=[SIGNED_IN, MANAGE], scope="organisation"))
    assert "No provider is set up" in client.get("/account/providers/").content.decode()


def test_an_administrator_takes_off_a_lost_second_step_after_a_stop_to_check(rahima: User) -> None:
    _with_app(rahima)
    laila = builders.user(rahima.office, may=[SIGNED_IN, MANAGE], scope="organisation")
    client = _in(laila)
    page = f"/staff/people/{rahima.pk}/second-step/"
    assert "ring a number that you know" in client.get(page).content.decode()
    client.post(page)
    assert _is_in(_in(rahima))
    stranger = builders.user()
    assert client.get(f"/staff/people/{stranger.pk}/second-step/").status_code == 404
    client.post(f"/staff/people/{laila.pk}/second-step/")
    assert "Ask another administrator" in client.get(f"/staff/people/{laila.pk}/").content.decode()

"""Signing in through a provider: a certified one that the tests start, and strange ones that no certificate covers."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from fido2.utils import websafe_encode
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from sankofa.accounts import actions
from sankofa.accounts.models import SignedInSession, Subject, User
from sankofa.accounts.permissions import MANAGE, SIGNED_IN
from sankofa.audit.models import Event
from sankofa.kernel import clock
from tests import builders
from tests.builders import AT
from tests.conftest import cannot
from tests.engines import oidc_provider
from tests.engines.oidc_provider import CLIENT_ID, SECRET, RunningProvider

pytestmark = pytest.mark.django_db

BACK = "http://testserver/sign-in/with/example/back/"


@pytest.fixture(scope="module")
def running_provider() -> Iterator[RunningProvider]:
    """A certified provider in a process of its own."""
    try:
        with oidc_provider.running(BACK) as running:
            yield running
    except oidc_provider.NotInstalled as missing:
        cannot("node", str(missing))


@pytest.fixture
def certified(running_provider: RunningProvider, machines_clock: None) -> RunningProvider:
    """The certified provider, whose answers say by the machine's clock how long they hold."""
    return running_provider


@pytest.fixture
def rahima() -> User:
    return builders.user(may=[SIGNED_IN, MANAGE], scope="organisation", email="rahima@example.org")


@pytest.fixture
def named(tmp_path: Path, settings: Any) -> Callable[[str], None]:
    """Name a provider in the deployment's file."""

    def name(issuer: str) -> None:
        (tmp_path / "secret").write_text(f"{SECRET}\n")
        (tmp_path / "oidc.toml").write_text(
            f'[example]\nname = "Example ministry"\nissuer = "{issuer}"\nclient_id = "{CLIENT_ID}"\n'
            'client_secret_file = "secret"\n'
        )
        settings.OIDC_FILE = tmp_path / "oidc.toml"

    return name


def _allow(user: User) -> None:
    actions.allow_provider(
        organisation=user.office.organisation, provider="example", by=user.as_actor(), at=clock.now()
    )


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_certified_provider_lets_in_whom_it_vouches_for(
    certified: RunningProvider, named: Callable[[str], None], rahima: User
) -> None:
    named(certified.issuer)
    _allow(rahima)
    client = Client()
    assert "Sign in with Example ministry" in client.get("/sign-in/?next=/account/").content.decode()
    asked = client.get("/sign-in/with/example/?next=/account/")["Location"]
    assert "code_challenge_method=S256" in asked
    answer = client.get(_path(certified.sign_in(asked, "rahima")))
    assert answer["Location"] == "/account/"
    assert _is_in(client)
    assert Subject.objects.get().user == rahima
    assert SignedInSession.objects.get().way == "provider"
    assert Event.objects.get(action="accounts.sign_in").detail == {"way": "provider"}


@pytest.mark.parametrize(
    ("login", "allowed", "reason"),
    [
        pytest.param("rahima", False, "not_allowed", id="no-allowance"),
        pytest.param("stranger", True, "unknown", id="nobody-here"),
        pytest.param("unverified", True, "not_verified", id="address-not-verified"),
    ],
)
def test_a_certified_provider_alone_opens_nothing(
    certified: RunningProvider,
    named: Callable[[str], None],
    rahima: User,
    login: str,
    allowed: bool,
    reason: str,
) -> None:
    named(certified.issuer)
    builders.user(rahima.office, may=[SIGNED_IN], email="unverified@example.org")
    if allowed:
        _allow(rahima)
    client = Client()
    answer = client.get(_path(certified.sign_in(client.get("/sign-in/with/example/")["Location"], login)))
    assert answer.status_code == 422
    assert "Ask your administrator" in answer.content.decode()
    assert not _is_in(client)
    assert Event.objects.get(action="accounts.sign_in_with_provider").detail == {"reason": reason}


def test_an_answer_opens_once_and_only_the_browser_that_asked(
    certified: RunningProvider, named: Callable[[str], None], rahima: User
) -> None:
    named(certified.issuer)
    _allow(rahima)
    client, thief = Client(), Client()
    back = _path(certified.sign_in(client.get("/sign-in/with/example/")["Location"], "rahima"))
    thief.get("/sign-in/with/example/")
    assert thief.get(back).status_code == 422
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    assert client.get(back).status_code == 422
    assert (_is_in(client), _is_in(thief)) == (False, False)


def test_who_refuses_at_the_provider_is_told_so(
    certified: RunningProvider, named: Callable[[str], None], rahima: User
) -> None:
    named(certified.issuer)
    client = Client()
    back = certified.sign_in(client.get("/sign-in/with/example/")["Location"], "rahima", refuse=True)
    answer = client.get(_path(back))
    assert "did not work. Begin again" in answer.content.decode()


def test_who_has_a_second_step_takes_it_after_the_provider_too(
    certified: RunningProvider, named: Callable[[str], None], rahima: User
) -> None:
    from sankofa.accounts.models import CodeApp

    named(certified.issuer)
    _allow(rahima)
    CodeApp.objects.create(user=rahima, secret="JBSWY3DPEHPK3PXP", confirmed_at=AT)
    client = Client()
    answer = client.get(_path(certified.sign_in(client.get("/sign-in/with/example/")["Location"], "rahima")))
    assert answer["Location"] == "/sign-in/code/"
    assert not _is_in(client)


KEY = ECKey.generate_key("P-256", {"kid": "one", "use": "sig", "alg": "ES256"})
OTHER_KEY = ECKey.generate_key("P-256", {"kid": "one", "use": "sig", "alg": "ES256"})
Change = dict[str, Any]


@dataclass
class Strange:
    """A provider that answers as a test asks: rightly but for one thing.  Its right answers open the door."""

    change: Change = field(default_factory=dict)
    issuer: str = ""
    nonce: str = ""

    def claims(self) -> dict[str, Any]:
        now = int(clock.now().timestamp())
        right = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "subject",
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
            "email": "rahima@example.org",
            "email_verified": True,
        }
        return {
            name: said
            for name, said in {**right, **self.change.get("claims", {})}.items()
            if name not in self.change.get("without", ())
        }

    def token(self) -> str:
        match self.change.get("signed", "rightly"):
            case "by another key":
                return jwt.encode({"alg": "ES256", "kid": "one"}, self.claims(), OTHER_KEY)
            case "by the secret that we share":
                key = OctKey.import_key(SECRET * 3)
                return jwt.encode({"alg": "HS256", "kid": "one"}, self.claims(), key)
            case "by nobody":
                parts = ({"alg": "none"}, self.claims())
                return ".".join([*(websafe_encode(json.dumps(part).encode()) for part in parts), ""])
            case _:
                return jwt.encode({"alg": "ES256", "kid": "one"}, self.claims(), KEY)

    def answer(self, path: str) -> tuple[int, Any]:
        said = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/me",
            }
            | self.change.get("discovery", {}),
            "/keys": {"keys": [KEY.as_dict(private=False)]},
            "/me": self.change.get("userinfo", {}),
        }
        if path == "/token":
            return self.change.get("status", 200), self.change.get("tokens", {"access_token": "x", "id_token": None})
        return 200, said.get(path, {})


@pytest.fixture
def strange() -> Iterator[Strange]:
    """A provider of the tests on this machine."""
    told = Strange()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, said = told.answer(urlsplit(self.path).path)
            if isinstance(said, dict) and said.get("id_token", "") is None:
                said = {**said, "id_token": told.token()}
            body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def _through(client: Client, strange: Strange, **came: str) -> Any:
    asked = parse_qs(urlsplit(client.get("/sign-in/with/example/")["Location"]).query)
    strange.nonce = asked["nonce"][0]
    return client.get("/sign-in/with/example/back/", {"code": "x", "state": asked["state"][0], **came})


def test_the_provider_of_the_tests_answers_rightly_when_nothing_is_changed(
    strange: Strange, named: Callable[[str], None], rahima: User
) -> None:
    named(strange.issuer)
    _allow(rahima)
    client = Client()
    assert _through(client, strange).status_code == 302
    assert _is_in(client)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"claims": {"iss": "https://evil.example"}}, "not_for_us_now", id="another-issuer"),
        pytest.param({"claims": {"aud": "somebody"}}, "not_for_us_now", id="for-somebody-else"),
        pytest.param({"claims": {"aud": [CLIENT_ID, "x"]}}, "for_another", id="for-several-and-nobody-says-which"),
        pytest.param({"claims": {"aud": [CLIENT_ID, "x"], "azp": "x"}}, "for_another", id="asked-for-by-another"),
        pytest.param({"claims": {"exp": 1}}, "not_for_us_now", id="run-out"),
        pytest.param({"without": ["exp"]}, "not_for_us_now", id="never-runs-out"),
        pytest.param({"claims": {"nonce": "x"}}, "another_nonce", id="another-nonce"),
        pytest.param({"without": ["nonce"]}, "another_nonce", id="no-nonce"),
        pytest.param({"without": ["sub"]}, "not_for_us_now", id="nobody"),
        pytest.param({"claims": {"sub": 7}}, "not_for_us_now", id="a-number-for-a-name"),
        pytest.param({"claims": {"sub": ""}}, "not_for_us_now", id="an-empty-name"),
        pytest.param({"signed": "by another key"}, "not_signed", id="another-key"),
        pytest.param({"signed": "by nobody"}, "not_signed", id="no-signature"),
        pytest.param({"signed": "by the secret that we share"}, "not_signed", id="signed-with-the-shared-secret"),
        pytest.param({"tokens": {}}, "no_token", id="no-token"),
        pytest.param({"tokens": {"id_token": "x.y.z"}}, "not_signed", id="nonsense-token"),
        pytest.param({"tokens": "not json"}, "not_understood", id="nonsense"),
        pytest.param({"tokens": [1]}, "not_understood", id="a-list"),
        pytest.param({"status": 400}, "refused_there", id="refused"),
        pytest.param({"status": 503}, "not_reached", id="down"),
        pytest.param({"claims": {"email_verified": "true"}}, "not_verified", id="true-as-a-text-is-not-true"),
        pytest.param({"claims": {"email_verified": 1}}, "not_verified", id="one-is-not-true"),
        pytest.param({"without": ["email_verified"]}, "not_verified", id="nothing-said-is-not-true"),
        pytest.param({"without": ["email"], "userinfo": {"sub": "x"}}, "another_person", id="facts-about-another"),
    ],
)
def test_a_strange_answer_of_a_provider_opens_nothing_and_is_on_record(
    strange: Strange, named: Callable[[str], None], rahima: User, change: Change, reason: str
) -> None:
    named(strange.issuer)
    _allow(rahima)
    strange.change = change
    client = Client()
    answer = _through(client, strange)
    assert answer.status_code == 422
    assert not _is_in(client)
    assert Event.objects.get(action="accounts.sign_in_with_provider").detail == {"reason": reason}


@pytest.mark.parametrize(
    "came",
    [
        pytest.param({"state": "x"}, id="another-state"),
        pytest.param({"state": ""}, id="no-state"),
        pytest.param({"iss": "https://evil.example"}, id="answered-by-another-provider"),
        pytest.param({"error": "access_denied"}, id="refused-there"),
        pytest.param({"code": ""}, id="no-code"),
    ],
)
def test_an_answer_to_another_question_opens_nothing(
    strange: Strange, named: Callable[[str], None], rahima: User, came: dict[str, str]
) -> None:
    named(strange.issuer)
    _allow(rahima)
    client = Client()
    assert _through(client, strange, **came).status_code == 422
    assert not _is_in(client)


def test_an_answer_that_comes_too_late_opens_nothing(
    strange: Strange, named: Callable[[str], None], rahima: User
) -> None:
    named(strange.issuer)
    _allow(rahima)
    client = Client()
    with clock.frozen(AT):
        asked = parse_qs(urlsplit(client.get("/sign-in/with/example/")["Location"]).query)
    strange.nonce = asked["nonce"][0]
    with clock.frozen(AT.replace(minute=41)):
        answer = client.get("/sign-in/with/example/back/", {"code": "x", "state": asked["state"][0]})
    assert answer.status_code == 422


def test_a_provider_that_does_not_answer_is_said_in_words(named: Callable[[str], None], rahima: User) -> None:
    named("http://127.0.0.1:9")
    answer = Client().get("/sign-in/with/example/")
    assert answer.status_code == 422
    assert "does not answer at the moment" in answer.content.decode()


def test_a_provider_that_describes_another_is_not_believed(
    strange: Strange, named: Callable[[str], None], rahima: User
) -> None:
    named(strange.issuer)
    strange.change = {"discovery": {"issuer": "https://evil.example"}}
    assert Client().get("/sign-in/with/example/").status_code == 422
    strange.change = {"discovery": {"authorization_endpoint": "http://evil.example/auth"}}
    assert Client().get("/sign-in/with/example/").status_code == 422


def test_a_junk_answer_nobody_asked_for_leaves_no_event(
    strange: Strange, named: Callable[[str], None], rahima: User
) -> None:
    named(strange.issuer)
    assert Client().get("/sign-in/with/example/back/", {"code": "x", "state": "y"}).status_code == 422
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("[example]\nname = 'x'\n", id="half-written"),
        pytest.param("[example", id="no-toml"),
        pytest.param("example = 3\n", id="not-a-table"),
        pytest.param(
            '[example]\nname = "x"\nissuer = "http://login.example"\nclient_id = "x"\nclient_secret_file = "secret"\n',
            id="without-https",
        ),
    ],
)
def test_a_file_that_cannot_be_used_leaves_the_password_door_open(
    written: str, tmp_path: Path, settings: Any, rahima: User
) -> None:
    (tmp_path / "oidc.toml").write_text(written)
    settings.OIDC_FILE = tmp_path / "oidc.toml"
    client = Client()
    assert client.get("/sign-in/").status_code == 200
    client.post("/sign-in/", {"email": rahima.email, "password": builders.PASSWORD})
    assert _is_in(client)


def test_an_administrator_allows_and_ends_a_provider_for_their_organisation_only(
    strange: Strange, named: Callable[[str], None], rahima: User
) -> None:
    named(strange.issuer)
    other = builders.organisation()
    client = Client()
    client.post("/sign-in/", {"email": rahima.email, "password": builders.PASSWORD})
    page = "/account/providers/"
    assert other.name not in client.get(page).content.decode()
    said = {"provider": "example", "organisation": str(rahima.office.organisation_id)}
    client.post(page, {**said, "allow": "1"})
    assert "End it" in client.get(page).content.decode()
    client.post(page, {**said, "allow": "0"})
    assert "End it" not in client.get(page).content.decode()
    client.post(page, {**said, "organisation": str(other.pk), "allow": "1"})
    client.post(page, {**said, "provider": "unknown", "allow": "1"})
    assert [event.action for event in Event.objects.filter(kind="write").order_by("at", "id")] == [
        "accounts.allow_provider",
        "accounts.end_allowance",
    ]

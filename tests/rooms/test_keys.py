"""Keys of other systems and devices: given within one's reach, shown once, refused from the moment they end."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sankofa.accounts import actions, permissions
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.models import Key
from sankofa.accounts.rules import keys
from sankofa.accounts.rules.keys import FreshKey
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.messages import permissions as messages
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db

GIVER = (permissions.GIVE_KEYS, permissions.USE_API, messages.SEE_CALLS, permissions.SIGNED_IN)
YEAR = timedelta(days=365)


@pytest.fixture
def giver(db: None) -> Any:
    return builders.user(may=GIVER, scope="organisation")


def given(
    giver: Any, *, may: Any = (messages.SEE_CALLS.code,), office: Any = None, **more: Any
) -> tuple[Key, FreshKey]:
    made = keys.fresh()
    terms: dict[str, Any] = {"kind": "key", "name": "Their register", "expires_at": AT + YEAR, "at": AT, **more}
    by = terms.pop("by", giver.as_actor())
    key = actions.give_key(organisation=giver.office.organisation, office=office, may=may, made=made, by=by, **terms)
    return key, made


def call(whole: str, path: str = "/api/v1/me", **more: Any) -> Any:
    return Client().get(path, headers={"authorization": f"Bearer {whole}"}, **more)


def test_a_key_says_who_it_is_and_what_it_may(giver: Any) -> None:
    key, made = given(giver)
    with clock.frozen(AT):
        answer = call(made.whole)
    assert answer.status_code == 200
    assert answer.json() == {
        "kind": "key",
        "id": str(key.pk),
        "name": "Their register",
        "office": None,
        "permissions": ["accounts.use_api", "messages.see_calls"],
    }
    assert answer["Cache-Control"] == "no-store, private"


def test_a_device_acts_as_a_device_of_its_office(giver: Any) -> None:
    key, made = given(giver, kind="device", office=giver.office)
    with clock.frozen(AT):
        told = call(made.whole).json()
    assert (told["kind"], told["office"]) == ("device", str(giver.office_id))
    assert key.as_actor().zone == giver.office.zone


def test_of_a_key_only_prefix_and_digest_are_kept(giver: Any) -> None:
    _, made = given(giver)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_key")
        row = json.dumps(cursor.fetchone(), default=str)
    history = json.dumps(
        [*Revision.objects.values_list("changes", flat=True), *Event.objects.values_list("detail", flat=True)]
    )
    assert made.secret not in row + history
    assert made.digest not in history
    assert made.digest in row


def test_a_key_used_after_it_was_ended_is_refused_in_words_and_on_record(giver: Any) -> None:
    key, made = given(giver)
    with clock.frozen(AT):
        assert call(made.whole).status_code == 200
        actions.revoke_key(key=key, by=giver.as_actor(), at=AT)
        answer = call(made.whole)
    assert answer.status_code == 401
    assert answer.json() == {
        "code": "key_revoked",
        "error": "This key was ended. Ask whoever gave it to you for a new one.",
    }
    event = Event.objects.get(action="accounts.key_call")
    assert (event.actor_kind, event.actor_id, event.detail) == ("key", str(key.pk), {"reason": "revoked"})


@pytest.mark.parametrize(
    ("days", "status"), [pytest.param(364, 200, id="its-last-day"), pytest.param(365, 401, id="its-end")]
)
def test_a_key_ends_by_itself(giver: Any, days: int, status: int) -> None:
    _, made = given(giver)
    with clock.frozen(AT + timedelta(days=days)):
        assert call(made.whole).status_code == status


@pytest.mark.parametrize("shown", ["Bearer sk_abcdefghjkmn." + "a" * 43, "Bearer nonsense", "Basic dXNlcg==", "Bearer"])
def test_a_key_that_is_none_is_refused_even_beside_a_session(giver: Any, shown: str) -> None:
    client = Client()
    client.force_login(giver)
    assert client.get("/api/v1/me").status_code == 200
    answer = client.get("/api/v1/me", headers={"authorization": shown})
    assert (answer.status_code, answer.json()["code"]) == (401, "key_unknown")
    assert Event.objects.filter(action="accounts.key_call", actor_kind="nobody").count() == 1


def test_a_wrong_secret_of_a_known_prefix_is_refused_as_unknown(giver: Any) -> None:
    _, made = given(giver)
    with clock.frozen(AT):
        answer = call(f"sk_{made.prefix}.{keys.fresh().secret}")
    assert answer.json()["code"] == "key_unknown"


def test_without_key_and_session_a_call_is_told_what_is_needed(db: None) -> None:
    answer = Client().get("/api/v1/me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["code"] == "no_key"


def test_a_key_reaches_no_page_and_a_page_no_operation_without_its_token(giver: Any) -> None:
    _, made = given(giver)
    with clock.frozen(AT):
        assert call(made.whole, "/").status_code == 302
    client = Client(enforce_csrf_checks=True)
    client.force_login(giver)
    answer = client.post(f"/api/v1/webhooks/{giver.pk}/ping")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_token")


def test_a_key_does_only_what_it_carries(giver: Any) -> None:
    _, made = given(giver, may=())
    with clock.frozen(AT):
        answer = call(made.whole, "/api/v1/webhooks/deliveries")
    assert (answer.status_code, answer.json()["code"]) == (403, "may_not")


def test_nobody_gives_a_key_more_than_they_hold(giver: Any) -> None:
    with pytest.raises(NotAllowed):
        given(giver, may=[messages.SET_UP_CALLS.code])
    with pytest.raises(actions.ForPeopleAlone):
        given(giver, may=[permissions.GIVE_KEYS.code])
    with pytest.raises(actions.ForPeopleAlone):
        given(giver, may=[permissions.SIGNED_IN.code])
    of_one_office = builders.user(giver.office, may=GIVER, scope="office")
    with pytest.raises(NotAllowed):
        given(giver, by=of_one_office.as_actor())
    assert not Key.objects.exists()


def test_a_key_lasts_a_year_at_most_and_belongs_to_one_organisation(giver: Any) -> None:
    with pytest.raises(actions.EndNotPossible):
        given(giver, expires_at=AT)
    with pytest.raises(actions.EndNotPossible):
        given(giver, expires_at=AT + keys.LONGEST + timedelta(seconds=1))
    with pytest.raises(actions.OtherOrganisation):
        given(giver, office=builders.office())


def test_while_a_key_is_replaced_both_open_and_then_only_the_new_one(giver: Any) -> None:
    key, old = given(giver)
    new = keys.fresh()
    following = actions.replace_key(key=key, made=new, by=giver.as_actor(), at=AT + timedelta(days=30))
    assert following.expires_at == AT + timedelta(days=30) + YEAR
    with clock.frozen(AT + timedelta(days=36)):
        assert [call(one.whole).status_code for one in (old, new)] == [200, 200]
    with clock.frozen(AT + timedelta(days=37)):
        assert [call(one.whole).status_code for one in (old, new)] == [401, 200]
    with pytest.raises(actions.NoLongerOpen):
        actions.replace_key(key=key, made=keys.fresh(), by=giver.as_actor(), at=AT + timedelta(days=31))


def test_a_key_that_calls_too_often_waits_a_minute(giver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "CALLS_A_MINUTE", 3)
    _, made = given(giver)
    with clock.frozen(AT):
        assert [call(made.whole).status_code for _ in range(4)] == [200, 200, 200, 429]
    with clock.frozen(AT + timedelta(seconds=59)):
        assert call(made.whole)["Retry-After"] == "60"
    with clock.frozen(AT + timedelta(seconds=60)):
        assert call(made.whole).status_code == 200


def test_a_part_that_is_not_understood_is_named_and_not_repeated(giver: Any) -> None:
    _, made = given(giver)
    with clock.frozen(AT):
        answer = call(made.whole, "/api/v1/webhooks/deliveries?before=Rahima")
    assert answer.status_code == 422
    assert answer.json()["error"] == "These parts could not be understood: query.before."


def test_the_description_names_every_operation_and_comes_from_here(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert set(told["paths"]) == {
        "/api/v1/me",
        "/api/v1/webhooks/deliveries",
        "/api/v1/webhooks/{endpoint_id}/ping",
    }
    assert "bearer" in json.dumps(told["components"]["securitySchemes"])
    assert client.get("/api/v1/docs").status_code == 404


def test_what_is_held_only_by_covering_for_a_colleague_goes_into_no_key(giver: Any) -> None:
    """A cover ends after days, and nobody may leave a key behind that goes on for a year."""
    stands_in = builders.user(giver.office, may=[permissions.SIGNED_IN])
    builders.cover(giver, stands_in)
    key, _made = given(giver)
    with pytest.raises(NotAllowed):
        given(giver, by=stands_in.as_actor())
    with pytest.raises(NotAllowed):
        actions.replace_key(key=key, made=keys.fresh(), by=stands_in.as_actor(), at=AT)


def test_what_is_no_key_fills_no_record(giver: Any) -> None:
    _key, made = given(giver)
    with clock.frozen(AT):
        said = [call("sk_nonsense").status_code for _ in range(60)]
        assert call(made.whole).status_code == 200, "who holds a key is not shut out by others"
    assert said[0] == 401
    assert said[-1] == 429
    assert Event.objects.filter(action__startswith="accounts.key_call").count() < 25

"""Calls to partners' systems: signed, tried again under one id, parked, never into our own network."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from sankofa.accounts.rules.terms import Actor
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.messages import actions, call_port, hooks, permissions
from sankofa.messages.models import Call, Endpoint, Message
from sankofa.messages.ports import TryLater
from sankofa.messages.rules import payload, signing
from sankofa.messages.rules.reaching import NotAnAddress
from sankofa.project import hooks as house
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db


class Partner:
    """A partner's system on this machine: it keeps what it was told and answers as told to."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        partner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                partner.told.append(({k.lower(): v for k, v in self.headers.items()}, body))
                status = partner.answers.pop(0) if partner.answers else 204
                self.send_response(status)
                if status in {301, 302, 307}:
                    self.send_header("location", "http://127.0.0.1:9/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/told?from=sankofa"


@pytest.fixture
def partner() -> Iterator[Partner]:
    made = Partner()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def administrator(db: None) -> Any:
    house.fill()
    return builders.user(may=[permissions.SET_UP_CALLS, permissions.SEE_CALLS], scope="organisation")


@pytest.fixture
def by(administrator: Any) -> Actor:
    actor: Actor = administrator.as_actor()
    return actor


@pytest.fixture
def endpoint(administrator: Any, by: Actor, partner: Partner) -> Endpoint:
    return actions.add_endpoint(
        organisation=administrator.office.organisation,
        name="Their register",
        url=partner.url,
        told_of=[],
        secret=signing.fresh_secret(),
        by=by,
        at=AT,
    )


def calls(at: datetime) -> dict[str, int]:
    with clock.frozen(at):
        return dict(actions.call_due())


@pytest.mark.usefixtures("machines_clock")
def test_a_call_is_verified_by_an_independent_reader(endpoint: Endpoint, by: Actor, partner: Partner) -> None:
    now = clock.now()
    call = actions.ping(endpoint=endpoint, by=by, at=now)
    assert calls(now) == {"delivered": 1}
    ((headers, body),) = partner.told
    told = Webhook(endpoint.secret).verify(body, headers)
    assert told["type"] == "endpoint.ping"
    assert told["data"] == {"endpoint": str(endpoint.pk)}
    assert headers["webhook-id"] == call.call_id
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(body + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.fresh_secret()).verify(body, headers)


@pytest.mark.usefixtures("machines_clock")
def test_an_old_call_sent_again_by_somebody_else_is_not_believed(
    endpoint: Endpoint, by: Actor, partner: Partner
) -> None:
    long_ago = clock.now() - timedelta(minutes=10)
    actions.ping(endpoint=endpoint, by=by, at=long_ago)
    calls(long_ago)
    headers, body = partner.told[0]
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(endpoint.secret).verify(body, headers)


def test_a_call_that_was_refused_is_made_again_under_the_same_id_with_the_same_body(
    endpoint: Endpoint, by: Actor, partner: Partner
) -> None:
    partner.answers = [500, 302, 200]
    actions.ping(endpoint=endpoint, by=by, at=AT)
    assert calls(AT) == {"waiting": 1}
    assert calls(AT + timedelta(seconds=29)) == {}
    assert calls(AT + timedelta(seconds=30)) == {"waiting": 1}
    assert Call.objects.get().problem == "answer_302", "a redirect is not followed"
    assert calls(AT + timedelta(minutes=6)) == {"delivered": 1}
    assert len({headers["webhook-id"] for headers, _ in partner.told}) == 1
    assert len({body for _, body in partner.told}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in partner.told}) == 3
    assert Event.objects.get(action="messages.call_delivered").detail["tries"] == 3


def test_after_three_days_the_system_is_parked_and_whoever_set_it_up_hears_of_it(
    endpoint: Endpoint, by: Actor, partner: Partner, administrator: Any
) -> None:
    partner.answers = [503] * 50
    actions.ping(endpoint=endpoint, by=by, at=AT)
    at = AT
    while (waiting := Call.objects.filter(state="waiting").first()) is not None:
        at = waiting.next_try_at
        calls(at)
    assert at - AT < timedelta(days=3)
    endpoint.refresh_from_db()
    assert endpoint.state == "parked"
    notice = Message.objects.get()
    assert (notice.user, notice.code) == (administrator, "staff.call_parked")
    with pytest.raises(actions.NotNow):
        actions.ping(endpoint=endpoint, by=by, at=at)
    actions.resume(endpoint=endpoint, by=by, at=at)
    partner.answers = []
    again = actions.send_again(call=Call.objects.get(), by=by, at=at)
    assert calls(at) == {"delivered": 1}
    assert partner.told[-1][0]["webhook-id"] == again.call_id == partner.told[0][0]["webhook-id"]


def test_a_system_that_is_gone_is_parked_at_once(endpoint: Endpoint, by: Actor, partner: Partner) -> None:
    partner.answers = [410]
    actions.ping(endpoint=endpoint, by=by, at=AT)
    assert calls(AT) == {"parked": 1}
    endpoint.refresh_from_db()
    assert endpoint.state == "parked"


@pytest.mark.usefixtures("machines_clock")
def test_while_a_secret_is_replaced_both_are_believed_and_then_only_the_new_one(
    endpoint: Endpoint, by: Actor, partner: Partner
) -> None:
    old, new, now = endpoint.secret, signing.fresh_secret(), clock.now()
    actions.replace_secret(endpoint=endpoint, secret=new, by=by, at=now)
    actions.ping(endpoint=endpoint, by=by, at=now)
    calls(now)
    headers, body = partner.told[0]
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers)
    later = now + signing.OVERLAP
    actions.ping(endpoint=endpoint, by=by, at=later)
    calls(later)
    assert " " not in partner.told[1][0]["webhook-signature"]


def test_a_paused_system_is_not_called_until_it_is_switched_on(endpoint: Endpoint, by: Actor, partner: Partner) -> None:
    actions.ping(endpoint=endpoint, by=by, at=AT)
    actions.pause(endpoint=endpoint, by=by, at=AT)
    assert calls(AT) == {}
    actions.resume(endpoint=endpoint, by=by, at=AT)
    assert calls(AT) == {"delivered": 1}


def test_a_worker_that_was_killed_half_way_leaves_the_call_to_the_next_one(
    endpoint: Endpoint, by: Actor, partner: Partner
) -> None:
    from sankofa.messages.actions.calls import LEASE, _claimed

    actions.ping(endpoint=endpoint, by=by, at=AT)
    assert _claimed(at=AT) is not None
    assert _claimed(at=AT) is None
    assert calls(AT + LEASE) == {"delivered": 1}
    assert len(partner.told) == 1


def test_only_systems_that_listen_are_told_and_only_ids_and_codes(endpoint: Endpoint, by: Actor) -> None:
    owner = endpoint.organisation_id
    told = actions.publish("endpoint.ping", {"endpoint": str(endpoint.pk), "count": 3}, organisation_id=owner, at=AT)
    assert [call.endpoint for call in told] == [endpoint]
    with pytest.raises(payload.NotACode) as refused:
        actions.publish("endpoint.ping", {"who": "Rahima Khatun"}, organisation_id=owner, at=AT)
    assert refused.value.name == "who"
    with pytest.raises(actions.UnknownEvent):
        actions.publish("no.such_event", {}, organisation_id=owner, at=AT)


def test_about_a_person_nothing_goes_out_but_a_packet_of_the_consents(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = endpoint.organisation_id
    with pytest.raises(actions.NoPacket):
        actions.publish_packet("endpoint.ping", {"name": "Rahima"}, organisation_id=owner, at=AT)
    packet = object()
    monkeypatch.setattr(
        hooks.packets, "_filled", [lambda asked, to: {"ok": 1} if (asked, to) == (packet, owner) else None]
    )
    assert len(actions.publish_packet("endpoint.ping", packet, organisation_id=owner, at=AT)) == 1
    with pytest.raises(actions.NoPacket):
        actions.publish_packet("endpoint.ping", object(), organisation_id=owner, at=AT)
    with pytest.raises(actions.NoPacket):
        actions.publish_packet("endpoint.ping", packet, organisation_id=builders.organisation().pk, at=AT)


@pytest.mark.parametrize(
    "leads_to",
    [
        "10.0.0.5",
        "192.168.1.1",
        "169.254.169.254",
        "172.16.3.4",
        "0.0.0.0",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
    ],
)
def test_a_name_that_leads_into_our_own_network_is_not_called(monkeypatch: pytest.MonkeyPatch, leads_to: str) -> None:
    monkeypatch.setattr(call_port.socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (leads_to, 443))])
    with pytest.raises(TryLater) as refused:
        call_port.post("https://partner.example/told", body=b"{}", headers={})
    assert refused.value.code == "not_public"


def test_a_name_of_which_one_address_is_ours_is_not_called_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(call_port.settings, "CALLS_TO_THIS_MACHINE", False)
    monkeypatch.setattr(call_port.socket, "getaddrinfo", lambda *a, **k: found)
    with pytest.raises(TryLater, match="not_public"):
        call_port.post("https://partner.example/told", body=b"{}", headers={})


def test_outside_of_tests_this_machine_is_not_an_address(
    monkeypatch: pytest.MonkeyPatch, administrator: Any, by: Actor
) -> None:
    monkeypatch.setattr(call_port.settings, "CALLS_TO_THIS_MACHINE", False)
    with pytest.raises(NotAnAddress):
        actions.add_endpoint(
            organisation=administrator.office.organisation,
            name="Ours",
            url="http://127.0.0.1:8000/",
            told_of=[],
            secret=signing.fresh_secret(),
            by=by,
            at=AT,
        )


def test_neither_history_nor_record_holds_a_secret(endpoint: Endpoint, by: Actor) -> None:
    actions.replace_secret(endpoint=endpoint, secret=signing.fresh_secret(), by=by, at=AT)
    held = json.dumps(
        [*Revision.objects.values_list("changes", flat=True), *Event.objects.values_list("detail", flat=True)]
    )
    assert "whsec_" not in held
    assert 'secret"' not in held


def test_a_name_is_taken_once_and_an_event_must_exist(endpoint: Endpoint, administrator: Any, by: Actor) -> None:
    def add(name: str, *told_of: str) -> Endpoint:
        return actions.add_endpoint(
            organisation=administrator.office.organisation,
            name=name,
            url="https://partner.example/",
            told_of=told_of,
            secret=signing.fresh_secret(),
            by=by,
            at=AT,
        )

    with pytest.raises(actions.NameTaken):
        add("Their register")
    with pytest.raises(actions.UnknownEvent):
        add("Another", "no.such_event")


@pytest.mark.parametrize("url", [f"https://{'a' * 64}.example/", "https://partner..example/", "https://a.example/\x01"])
def test_an_address_that_cannot_be_called_does_not_stop_those_behind_it(url: str) -> None:
    """Such an address may lie in the table from before it was refused at the door."""
    with pytest.raises(TryLater):
        call_port.post(url, body=b"{}", headers={})


@pytest.mark.parametrize("fails", [UnicodeError(), OSError()])
def test_a_name_that_cannot_be_asked_for_is_tried_later(monkeypatch: pytest.MonkeyPatch, fails: Exception) -> None:
    def ask(*_asked: Any, **_more: Any) -> Any:
        raise fails

    monkeypatch.setattr(call_port.socket, "getaddrinfo", ask)
    with pytest.raises(TryLater):
        call_port.post("https://partner.example/", body=b"{}", headers={})

"""What the SMS gateway reports: taken once, only signed, only fresh, and never before the SMS itself was taken."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.messages.models import Message
from sankofa.messages.rules import signing
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
SECRET = signing.fresh_secret()


@pytest.fixture(autouse=True)
def _gateway_reports(settings: Any) -> None:
    settings.SMS_REPORTS = SECRET


def message(state: str = "sent") -> Message:
    user = builders.user()
    waiting = {"next_try_at": AT} if state == "waiting" else {}
    made: Message = Message.objects.create(
        channel="sms",
        code="person.call_back",
        language="en",
        subject_id=uuid7(),
        office=user.office,
        state=state,
        expires_at=AT + timedelta(days=3),
        **waiting,
    )
    return made


def report(told: object, *, secret: str = SECRET, signed_at: Any = AT) -> int:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    with clock.frozen(AT):
        return (
            Client(
                enforce_csrf_checks=True,
                headers=dict(signing.headers([secret], call_id="call-1", at=signed_at, body=body)),
            )
            .post("/sms/reports/", body, content_type="application/json")
            .status_code
        )


@pytest.mark.parametrize("arrived", ["delivered", "failed"])
def test_a_report_is_written_down_once(arrived: str) -> None:
    sent = message()
    assert report({"id": str(sent.pk), "state": arrived}) == 204
    assert report({"id": str(sent.pk), "state": arrived}) == 204
    assert Message.objects.get().state == arrived
    assert Event.objects.filter(action=f"messages.{arrived}").count() == 1


def test_the_first_report_stands() -> None:
    sent = message()
    report({"id": str(sent.pk), "state": "delivered"})
    assert report({"id": str(sent.pk), "state": "failed"}) == 204
    assert Message.objects.get().state == "delivered"


def test_a_report_that_comes_too_early_is_to_come_again() -> None:
    waiting = message("waiting")
    assert report({"id": str(waiting.pk), "state": "delivered"}) == 409
    assert Message.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "late",
    [
        pytest.param({"secret": signing.fresh_secret()}, id="another-secret"),
        pytest.param({"signed_at": AT - timedelta(minutes=6)}, id="caught-and-sent-again"),
        pytest.param({"signed_at": AT + timedelta(minutes=6)}, id="from-the-future"),
    ],
)
def test_what_is_not_signed_just_now_changes_nothing(late: dict[str, Any]) -> None:
    sent = message()
    assert report({"id": str(sent.pk), "state": "failed"}, **late) == 401
    assert Message.objects.get().state == "sent"


@pytest.mark.parametrize("told", [b"not json", [], {}, {"id": 7, "state": "delivered"}, {"id": "x", "state": "sent"}])
def test_what_is_no_report_is_refused(told: object) -> None:
    assert report(told) == 400


def test_only_what_a_gateway_can_know_is_taken() -> None:
    assert report({"id": str(message().pk), "state": "waiting"}) == 400


def test_of_a_message_that_we_do_not_know_nothing_is_told() -> None:
    assert report({"id": str(uuid7()), "state": "delivered"}) == 204


def test_without_a_secret_there_is_no_such_page(settings: Any) -> None:
    settings.SMS_REPORTS = ""
    assert report({"id": str(message().pk), "state": "delivered"}) == 404

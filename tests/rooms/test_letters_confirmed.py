"""A short message that we have a letter: only where it was asked for, and gone with the letter."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from sankofa.accounts.models import Office
from sankofa.kernel import clock
from sankofa.messages import actions as sending
from sankofa.messages import sms_port
from sankofa.messages.models import ContactPlan, Message
from sankofa.project import hooks
from sankofa.returnees import actions
from sankofa.returnees.models import Letter
from sankofa.returnees.rules.doorstep import OF_NETWORK, By, Hours, Need, Owner
from tests import builders
from tests.builders import AT
from tests.rooms.test_contact import Gateway
from tests.rooms.test_open_door import NOBODY, written

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WANTS = {"by": By.SMS, "consent_version": "contact_sms 1 en"}


@pytest.fixture
def office(settings: Any) -> Office:
    settings.CONFIRM_LETTERS = True
    hooks.fill()
    found = builders.office(path="BD.60.91", name="Sylhet office", zone="Asia/Dhaka")
    builders.doorstep(found)
    return found


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    made = Gateway()
    monkeypatch.setattr(sms_port, "port", lambda: made)
    monkeypatch.setattr(clock, "now", lambda: AT)
    return made


def test_whoever_wants_a_short_message_gets_their_number_and_nothing_else(office: Office, gateway: Gateway) -> None:
    letter = written(office, **WANTS)
    sending.send_due()
    [sent] = gateway.taken
    assert (sent.to, sent.text) == ("01712345678", f"{letter.receipt}: we have it. You need not answer.")
    assert "mango" not in sent.text, "with number and word a letter can be taken back"
    assert Message.objects.get().state == "sent"


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"by": By.CALL}, id="wants-a-call"),
        pytest.param({"may_call": False}, id="does-not-want-to-be-reached"),
        pytest.param({"phone": ""}, id="gave-no-number"),
        pytest.param({"whose": Owner.FAMILY}, id="a-phone-of-the-family"),
        pytest.param({"whose": Owner.OTHER}, id="a-phone-of-somebody-else"),
        pytest.param({"is_adult": False}, id="under-eighteen"),
        pytest.param({"need": Need.NOT_SAFE}, id="not-safe"),
        pytest.param({"consent_version": ""}, id="no-text-was-read"),
        pytest.param({"honey": True}, id="a-letter-that-is-marked"),
    ],
)
def test_nobody_else_is_written_to(office: Office, gateway: Gateway, told: dict[str, Any]) -> None:
    written(office, **{**WANTS, **told})
    sending.send_due()
    assert not gateway.taken
    assert not Message.objects.exists()
    assert not ContactPlan.objects.exists()


def test_it_is_off_until_somebody_switches_it_on(office: Office, gateway: Gateway, settings: Any) -> None:
    settings.CONFIRM_LETTERS = False
    written(office, **WANTS)
    assert not Message.objects.exists()


def test_a_number_gets_one_a_day_whoever_writes_it_and_however(office: Office, gateway: Gateway) -> None:
    written(office, **WANTS)
    written(office, **WANTS, phone="+880 1712-345678", network="elsewhere")
    assert Message.objects.count() == 1
    written(office, **WANTS, phone="01712349999")
    assert Message.objects.count() == 2
    Letter.objects.update(received_at=AT - timedelta(hours=25))
    actions.tend_doorstep(at=AT)
    assert set(Letter.objects.values_list("texted", flat=True)) == {""}
    written(office, **WANTS)
    assert Message.objects.count() == 3


def test_a_flood_makes_the_house_write_to_nobody(office: Office, gateway: Gateway) -> None:
    for number in range(OF_NETWORK.marked + 3):
        written(office, network="flood", **WANTS, phone=f"017123456{number:02}")
    assert Message.objects.count() == OF_NETWORK.marked


def test_nothing_leaves_after_the_letter_was_taken_back(office: Office, gateway: Gateway) -> None:
    letter = written(office, **WANTS)
    actions.take_back(announced=letter.announced, by=NOBODY, at=AT)
    sending.send_due()
    assert not gateway.taken
    [message] = Message.objects.all()
    assert (message.state, message.facts, ContactPlan.objects.get().plan) == ("expired", None, None)


def test_outside_the_safe_hours_it_waits_for_them(office: Office, gateway: Gateway) -> None:
    """At the moment of the tests it is half past three in the afternoon in Dhaka."""
    written(office, **WANTS, hours=Hours.EVENING)
    sending.send_due()
    assert not gateway.taken
    [message] = Message.objects.all()
    assert message.next_try_at is not None
    assert message.next_try_at.astimezone(ZoneInfo("Asia/Dhaka")).hour == 17


def test_the_number_lies_sealed_under_the_key_of_the_letter(office: Office, gateway: Gateway) -> None:
    letter = written(office, **WANTS)
    sending.send_due()
    for table, column in (("messages_message", "address"), ("messages_contactplan", "plan")):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table}")
            assert b"1712345678" not in bytes(cursor.fetchone()[0])
    assert Message.objects.get().sealed_for() == letter.announced_id
    assert "1712345678" not in letter.texted

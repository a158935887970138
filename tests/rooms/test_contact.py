"""Messages to people: only by their plan, only with their yes, and looked at again in the moment they leave."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.messages import actions, hooks, permissions, queries, sms_port
from sankofa.messages.hooks import Contact
from sankofa.messages.models import ContactPlan, Message
from sankofa.messages.ports import Letter
from sankofa.messages.rules.contact import Heard, Plan, Way, Whose
from sankofa.messages.rules.terms import Channel
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db

PLAN = Plan(
    number="+8801712345678",
    whose=Whose.OWN,
    heard_by=Heard.NOBODY,
    is_safe=True,
    ways=frozenset({Way.SMS}),
    from_hour=9,
    until_hour=17,
    zone="Asia/Dhaka",
    word="Auntie Mina",
)
"""At the moment of the tests it is half past three in Dhaka."""
EVENING = AT + timedelta(hours=3)


class Gateway:
    """An SMS port that keeps what it was handed."""

    def __init__(self) -> None:
        self.taken: list[Letter] = []

    def send(self, letter: Letter) -> str:
        self.taken.append(letter)
        return "ref"


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    made = Gateway()
    monkeypatch.setattr(sms_port, "port", lambda: made)
    return made


@pytest.fixture
def agreed(monkeypatch: pytest.MonkeyPatch) -> list[Contact | None]:
    """What the person said to being contacted; tests change it."""
    said: list[Contact | None] = [Contact.YES]
    monkeypatch.setattr(hooks.may_contact, "_filled", [lambda subject, channel, at: said[0]])
    return said


@pytest.fixture
def worker(db: None) -> Any:
    return builders.user(may=[permissions.CONTACT])


@pytest.fixture
def person(worker: Any) -> Any:
    return builders.person(worker.office)


def keep(person: Any, worker: Any, plan: Plan = PLAN, at: datetime = AT) -> ContactPlan:
    return actions.keep_plan(person=person, plan=plan, by=worker.as_actor(), at=at)


def send(person: Any, worker: Any, code: str = "person.call_back", at: datetime = AT, **facts: str) -> Message:
    return actions.send_neutral(person=person, code=code, facts=facts, by=worker.as_actor(), at=at)


def sent(at: datetime) -> dict[str, int]:
    with clock.frozen(at):
        return dict(actions.send_due())


def test_a_message_goes_to_the_number_of_the_plan_and_begins_with_its_word(
    person: Any, worker: Any, gateway: Gateway, agreed: Any
) -> None:
    keep(person, worker)
    message = send(person, worker)
    assert sent(AT) == {"sent": 1}
    (letter,) = gateway.taken
    assert (letter.key, letter.to, letter.text) == (
        str(message.pk),
        PLAN.number,
        "Auntie Mina: please call us when you can.",
    )


def test_until_somebody_asked_for_consent_nothing_goes_to_a_person(person: Any, worker: Any, gateway: Gateway) -> None:
    keep(person, worker)
    assert send(person, worker).held_because == "not_asked"
    assert sent(AT) == {}
    assert gateway.taken == []


@pytest.mark.parametrize(
    ("plan", "because"),
    [
        pytest.param(replace(PLAN, is_safe=None), "not_safe", id="unknown-is-not-safe"),
        pytest.param(replace(PLAN, ways=frozenset()), "voice_only", id="not-by-sms"),
        pytest.param(replace(PLAN, number=""), "no_number", id="no-number"),
    ],
)
def test_a_message_is_held_with_its_reason_and_goes_once_the_plan_is_put_right(
    person: Any, worker: Any, gateway: Gateway, agreed: Any, plan: Plan, because: str
) -> None:
    keep(person, worker, plan)
    assert send(person, worker).held_because == because
    assert sent(AT) == {}
    keep(person, worker)
    assert sent(AT) == {"sent": 1}


def test_a_message_waits_for_the_safe_hours_and_the_try_is_no_call(
    person: Any, worker: Any, gateway: Gateway, agreed: Any
) -> None:
    keep(person, worker)
    message = send(person, worker, at=EVENING)
    morning = datetime.fromisoformat("2026-11-23T03:00:00+00:00")
    assert (message.state, message.next_try_at) == ("waiting", morning)
    assert sent(EVENING) == {}
    assert sent(morning) == {"sent": 1}


def test_hours_that_changed_meanwhile_count(person: Any, worker: Any, gateway: Gateway, agreed: Any) -> None:
    keep(person, worker)
    message = send(person, worker)
    keep(person, worker, replace(PLAN, from_hour=19, until_hour=21))
    assert sent(AT) == {"waiting": 1}
    message.refresh_from_db()
    assert message.next_try_at == datetime.fromisoformat("2026-11-22T13:00:00+00:00")
    assert gateway.taken == []


def test_a_no_said_a_second_before_holds_the_message(
    person: Any, worker: Any, gateway: Gateway, agreed: list[Any]
) -> None:
    keep(person, worker)
    message = send(person, worker)
    agreed[0] = Contact.NO
    assert sent(AT) == {"held": 1}
    message.refresh_from_db()
    assert (message.held_because, message.text, gateway.taken) == ("refused", None, [])
    agreed[0] = Contact.YES
    actions.release(person.pk, at=AT)
    assert sent(AT) == {"sent": 1}


def test_a_number_that_changed_meanwhile_is_the_one_that_counts(
    person: Any, worker: Any, gateway: Gateway, agreed: Any
) -> None:
    keep(person, worker)
    send(person, worker)
    keep(person, worker, replace(PLAN, number="+8801812345678", word="the tailor"))
    sent(AT)
    assert (gateway.taken[0].to, gateway.taken[0].text[:10]) == ("+8801812345678", "the tailor")


def test_what_is_private_stays_off_a_phone_that_others_hear(
    person: Any, worker: Any, gateway: Gateway, agreed: Any
) -> None:
    keep(person, worker, replace(PLAN, heard_by=Heard.FAMILY))
    held = send(person, worker, "person.appointment", day="24 November", time="09:30")
    assert held.held_because == "shared_phone"
    assert send(person, worker).state == "waiting"


def test_only_texts_for_people_with_their_facts_can_be_sent(person: Any, worker: Any, agreed: Any) -> None:
    keep(person, worker)
    with pytest.raises(actions.NoSuchText):
        send(person, worker, "staff.anything")
    with pytest.raises(actions.NoSuchText):
        send(person, worker, "person.appointment")
    with pytest.raises(actions.NoSuchText):
        send(person, worker, "person.call_back", more="words of my own")


def test_a_word_that_says_too_much_is_not_kept(person: Any, worker: Any) -> None:
    for word in ("your loan", "a" * 21):
        with pytest.raises(actions.NotNeutral):
            keep(person, worker, replace(PLAN, word=word))
    assert not ContactPlan.objects.exists()


def test_every_plan_stays_and_the_latest_counts(person: Any, worker: Any) -> None:
    keep(person, worker)
    keep(person, worker, replace(PLAN, is_safe=False), at=AT + timedelta(days=1))
    held = queries.plan_of(person.pk)
    assert held is not None
    assert held.to_terms().is_safe is False
    assert ContactPlan.objects.count() == 2


def test_number_and_word_lie_sealed_and_the_record_says_neither(
    person: Any, worker: Any, gateway: Gateway, agreed: Any
) -> None:
    keep(person, worker)
    send(person, worker)
    sent(AT)
    rows = []
    with connection.cursor() as cursor:
        for table in ("messages_message", "messages_contactplan", "audit_event", "store_revision"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for r in cursor for v in r]
    assert rows
    assert [row for row in rows if b"1712345678" in row or b"Mina" in row] == []
    assert Event.objects.filter(action="messages.sent").get().detail["code"] == "person.call_back"


def test_somebody_elses_people_are_not_reached(person: Any, worker: Any, agreed: Any) -> None:
    keep(person, worker)
    stranger = builders.user(may=[permissions.CONTACT])
    with pytest.raises(NotAllowed):
        send(person, stranger)
    with pytest.raises(NotAllowed):
        keep(person, stranger)


def test_what_consent_says_is_what_messages_hear(
    person: Any, worker: Any, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hook as the house fills it: never asked holds, a yes sends, and a no taken back later holds again."""
    from sankofa.consent import queries as consents
    from sankofa.consent.rules import sharing
    from sankofa.kernel.finding import Finding, Weight
    from sankofa.project import consents as meeting
    from sankofa.project import hooks as house

    house.fill()
    keep(person, worker)
    assert send(person, worker).held_because == "not_asked"
    said = {"given": Contact.YES, "refused": Contact.NO, "withdrawn": Contact.NO, "never_asked": None}
    for code, heard in said.items():
        verdict = sharing.Verdict(code == "given", Finding(code, Weight.NOTE, "tests"))
        monkeypatch.setattr(consents, "may_contact", lambda *asked, verdict=verdict, **more: verdict)
        assert meeting.may_contact(person.pk, Channel.SMS, AT) is heard
    assert meeting.may_contact(person.pk, Channel.MAIL, AT) is None


def test_of_somebody_who_is_erased_neither_number_nor_message_is_left(
    person: Any, worker: Any, gateway: Gateway, agreed: Any
) -> None:
    keep(person, worker)
    send(person, worker)
    sent(AT)
    waiting = send(person, worker, "person.come_by")
    rows = actions.forget(person.pk, at=AT)
    assert len(rows) == 3
    assert sent(AT) == {}
    waiting.refresh_from_db()
    assert waiting.state == "expired"
    assert {(m.address, m.text, m.facts) for m in Message.objects.all()} == {(None, None, None)}
    held = queries.plan_of(person.pk)
    assert held is not None
    assert held.to_terms() == Plan()

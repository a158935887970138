"""The outbox: what is written with its cause, what is sent once, what is held and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import User
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.messages import actions, mail_port
from sankofa.messages.actions import outbox, sending
from sankofa.messages.models import Message
from sankofa.messages.ports import Letter, TryLater, WillNotTake
from sankofa.messages.rules.terms import State
from sankofa.project import hooks
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db


class Post:
    """A mail port that keeps what it was handed, and fails as told."""

    def __init__(self) -> None:
        self.taken: list[Letter] = []
        self.fails: list[Exception] = []

    def send(self, letter: Letter) -> str:
        self.taken.append(letter)
        if self.fails:
            raise self.fails.pop(0)
        return f"<{letter.key}>"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    made = Post()
    monkeypatch.setattr(mail_port, "port", lambda: made)
    return made


@pytest.fixture
def reader(db: None) -> User:
    hooks.fill()
    return builders.user(language="fr")


def told(reader: User, code: str = "accounts.invited", **more: Any) -> Message:
    notices.tell(Notice(to=reader, code=code, at=AT, path="/welcome/", secret="s3cret-token", **more))
    return Message.objects.latest("created_at", "pk")


def test_a_notice_becomes_a_mail_in_the_language_of_its_reader(reader: User) -> None:
    message = told(reader)
    assert (message.code, message.language, message.state) == ("staff.invited", "fr", "waiting")
    assert message.address == reader.email
    assert "/welcome/s3cret-token/" in message.text
    assert message.office_id == reader.office_id


def test_a_notice_without_a_text_of_its_own_says_that_something_waits(reader: User) -> None:
    message = told(reader, code="cases.something_new")
    assert message.code == "staff.anything"
    assert "/welcome/s3cret-token/" in message.text


def test_a_notice_stands_or_falls_with_its_cause(reader: User) -> None:
    @transaction.atomic
    def cause() -> None:
        told(reader)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cause()
    assert not Message.objects.exists()


def test_a_secret_takes_its_place_in_the_address() -> None:
    assert outbox.link("/a/{secret}/b/", "x").endswith("/a/x/b/")
    assert outbox.link("/a/", "x").endswith("/a/x/")
    assert outbox.link("/a/").endswith("/a/")


def test_neither_address_nor_secret_lies_readable_in_the_table(reader: User) -> None:
    told(reader)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messages_message")
        row = b" ".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone())
    assert reader.email.encode() not in row
    assert b"s3cret" not in row


def test_what_is_due_is_sent_once_and_put_on_record(reader: User, post: Post) -> None:
    message = told(reader)
    with clock.frozen(AT):
        assert actions.send_due() == {"sent": 1}
        assert actions.send_due() == {}
    message.refresh_from_db()
    assert (message.state, message.tries, message.sent_at) == ("sent", 1, AT)
    assert [letter.key for letter in post.taken] == [str(message.pk)]
    event = Event.objects.get(action="messages.sent")
    assert event.subject_id == str(message.pk)
    assert event.detail == {"code": "staff.invited", "channel": "mail", "tries": 1, "problem": ""}


def test_a_server_that_is_away_is_tried_again_later_under_the_same_key(reader: User, post: Post) -> None:
    message = told(reader)
    post.fails = [TryLater("no_connection")]
    with clock.frozen(AT):
        actions.send_due()
    message.refresh_from_db()
    assert (message.state, message.problem, message.next_try_at) == (
        "waiting",
        "no_connection",
        AT + timedelta(minutes=1),
    )
    with clock.frozen(AT + timedelta(seconds=59)):
        assert actions.send_due() == {}
    with clock.frozen(AT + timedelta(minutes=1)):
        assert actions.send_due() == {"sent": 1}
    assert len({letter.key for letter in post.taken}) == 1


def test_an_address_that_does_not_exist_is_not_tried_again(reader: User, post: Post) -> None:
    message = told(reader)
    post.fails = [WillNotTake("address_refused")]
    with clock.frozen(AT):
        assert actions.send_due() == {"failed": 1}
        assert actions.send_due() == {}
    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", "address_refused")


def test_without_a_server_a_mail_is_held_and_goes_out_once_there_is_one(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = told(reader)
    with clock.frozen(AT):
        assert actions.send_due() == {"held": 1}
    message.refresh_from_db()
    assert (message.state, message.held_because) == ("held", "no_mail")
    post = Post()
    monkeypatch.setattr(mail_port, "port", lambda: post)
    with clock.frozen(AT + timedelta(hours=5)):
        assert actions.send_due() == {"sent": 1}


def test_a_worker_that_was_killed_half_way_leaves_the_message_to_the_next_one(reader: User, post: Post) -> None:
    message = told(reader)
    claimed = sending._claimed(at=AT)
    assert claimed is not None
    assert (claimed.pk, claimed.tries) == (message.pk, 1)
    assert sending._claimed(at=AT) is None, "nobody else calls meanwhile"
    with clock.frozen(AT + sending.LEASE):
        assert actions.send_due() == {"sent": 1}
    message.refresh_from_db()
    assert message.tries == 2


def test_whoever_lost_the_lease_writes_nothing_over_what_came_later(reader: User, post: Post) -> None:
    message = told(reader)
    slow = sending._claimed(at=AT)
    assert slow is not None
    with clock.frozen(AT + sending.LEASE):
        actions.send_due()
        assert sending._settle(slow, State.FAILED, problem="no_connection") == "sent"
    message.refresh_from_db()
    assert (message.state, message.problem) == ("sent", "")


def test_what_is_too_old_is_closed_and_never_sent(reader: User, post: Post) -> None:
    message = told(reader)
    late = AT + outbox.TRIED_FOR
    with clock.frozen(late):
        assert actions.send_due() == {}
        actions.tidy(at=late)
    message.refresh_from_db()
    assert (message.state, post.taken) == ("expired", [])


def test_what_a_message_said_is_destroyed_a_month_after_it_was_sent(reader: User, post: Post) -> None:
    message = told(reader)
    with clock.frozen(AT):
        actions.send_due()
    actions.tidy(at=AT + outbox.TEXT_KEPT_FOR - timedelta(seconds=1))
    message.refresh_from_db()
    assert message.text is not None
    actions.tidy(at=AT + outbox.TEXT_KEPT_FOR)
    message.refresh_from_db()
    assert (message.text, message.title, message.address) == (None, None, None)


def test_a_link_waits_no_longer_than_it_is_good(reader: User, post: Post) -> None:
    told(reader, code="password_forgotten", until=AT + timedelta(hours=1))
    with clock.frozen(AT + timedelta(hours=1)):
        assert actions.send_due() == {}
        actions.tidy(at=clock.now())
    assert post.taken == []
    assert Message.objects.get().state == State.EXPIRED


def test_without_an_end_of_its_own_a_mail_is_tried_for_three_days(reader: User) -> None:
    assert told(reader).expires_at == AT + outbox.TRIED_FOR
    assert told(reader, until=AT + timedelta(days=30)).expires_at == AT + outbox.TRIED_FOR

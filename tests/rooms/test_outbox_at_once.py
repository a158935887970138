"""Two workers that send at once: each message goes out once, and neither worker waits for the other."""

import threading
from typing import Any

import pytest

from sankofa.accounts.hooks import Notice
from sankofa.kernel import clock
from sankofa.messages import actions, mail_port
from sankofa.messages.models import Message
from sankofa.messages.ports import Letter
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES = 20


class Post:
    """A mail port that keeps the two workers together at the first call, so that both hold one."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.together = threading.Barrier(2)

    def send(self, letter: Letter) -> str:
        if len(self.taken) < 2:
            self.taken.append(letter.key)
            self.together.wait(30)
        else:
            self.taken.append(letter.key)
        return "ref"


def test_two_workers_at_once_send_every_message_once(at_once: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post()
    monkeypatch.setattr(mail_port, "port", lambda: post)
    reader = builders.user()
    for _ in range(MESSAGES):
        actions.queue_notice(Notice(to=reader, code="trial", at=AT))

    def work() -> Any:
        with clock.frozen(AT):
            return actions.send_due()

    done = at_once([work, work])
    assert sum(answer["sent"] for answer in done) == MESSAGES
    assert min(answer["sent"] for answer in done) >= 1
    assert sorted(post.taken) == sorted(str(one.pk) for one in Message.objects.all())
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}

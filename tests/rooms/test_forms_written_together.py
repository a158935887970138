"""Forms that come in at the same moment are written together, and each sender is answered for their own form alone."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connections

from sankofa.surveys import actions
from sankofa.surveys.actions import Incoming, arriving, together
from sankofa.surveys.actions.arriving import Received
from sankofa.surveys.models import Arrival, Device
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
OTHERS = 6
Writing = Callable[..., list[Received]]


class Desk:
    """Holds the first form until all the others wait, so that those are written together; says how many at once."""

    def __init__(self, write: Writing) -> None:
        self.write, self.batches = write, list[int]()
        self.is_first = threading.Lock()

    def __call__(self, incoming: Sequence[Incoming], *, at: datetime) -> list[Received]:
        if self.is_first.acquire(blocking=False):
            while len(together._waiting) < OTHERS:
                threading.Event().wait(0.005)
        self.batches.append(len(incoming))
        return self.write(incoming, at=at)


@pytest.fixture
def worker() -> Any:
    return builders.user()


@pytest.fixture(autouse=True)
def _nobody_waits() -> Iterator[None]:
    yield
    assert together._waiting == []
    assert not together._busy.locked()


def all_at_once(forms: Sequence[Incoming]) -> list[Any]:
    """Send forms at once, each from a thread of its own; return what each was answered or what it raised."""

    def send(one: Incoming) -> Any:
        try:
            return actions.arrive(one, at=AT)
        except BaseException as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def form(worker: Any, content: bytes, **facts: Any) -> Incoming:
    return Incoming(content, **{"source": "device", "office_id": worker.office_id, "user_id": worker.pk, **facts})


def distinct(worker: Any) -> list[Incoming]:
    return [form(worker, b"<data>%d" % number) for number in range(OTHERS + 1)]


def kept() -> list[bytes]:
    return sorted(one.content for one in Arrival.objects.all())


def test_what_waits_is_written_at_once_and_each_is_answered_for_its_own(
    worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(arriving.arrive_many)
    monkeypatch.setattr(arriving, "arrive_many", desk)
    forms = distinct(worker)
    answers = all_at_once(forms)
    assert desk.batches == [1, OTHERS]
    assert [one.is_new for one in answers] == [True] * len(forms)
    assert [one.arrival.digest for one in answers] == [arriving.digest_of(one.content) for one in forms]
    assert kept() == sorted(one.content for one in forms)


def test_the_same_form_twice_in_one_writing_is_kept_once(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "arrive_many", Desk(arriving.arrive_many))
    answers = all_at_once([form(worker, b"<data>same")] * (OTHERS + 1))
    assert sorted(one.is_new for one in answers) == [False] * OTHERS + [True]
    assert {one.arrival for one in answers} == {Arrival.objects.get()}


def test_one_that_cannot_be_kept_fails_alone(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "arrive_many", Desk(arriving.arrive_many))
    forms = distinct(worker)
    forms[3] = form(worker, b"<data>of no office", office_id=uuid4())
    answers = all_at_once(forms)
    assert isinstance(answers.pop(3), IntegrityError)
    assert all(one.is_new for one in answers)
    assert kept() == sorted(one.content for one in forms if one is not forms[3])


def test_a_database_that_is_busy_acknowledges_nothing(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(incoming: Sequence[Incoming], *, at: datetime) -> list[Received]:
        raise OperationalError("database is locked")

    desk = Desk(busy)
    monkeypatch.setattr(arriving, "arrive_many", desk)
    answers = all_at_once(distinct(worker))
    assert all(isinstance(one, OperationalError) for one in answers)
    assert desk.batches == [1, OTHERS]
    assert kept() == []


def test_where_the_answer_is_lost_after_the_writing_nobody_is_told_and_sending_again_finds_it(
    worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = arriving.arrive_many

    def cut(incoming: Sequence[Incoming], *, at: datetime) -> list[Received]:
        write(incoming, at=at)
        raise SystemExit

    forms = distinct(worker)
    with monkeypatch.context() as patched:
        patched.setattr(arriving, "arrive_many", Desk(cut))
        answers = all_at_once(forms)
    assert {type(one) for one in answers} == {SystemExit, OperationalError}
    again = all_at_once(forms)
    assert [one.is_new for one in again] == [False] * len(forms)
    assert kept() == sorted(one.content for one in forms)


def test_phones_that_bring_forms_are_noted_as_seen(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "arrive_many", Desk(arriving.arrive_many))
    phones = [builders.device(worker, last_seen_at=seen) for seen in (None, AT)]
    forms = [form(worker, b"<data>%d" % number, device_id=phones[number % 2].pk) for number in range(OTHERS + 1)]
    all_at_once(forms)
    assert set(Device.objects.values_list("last_seen_at", flat=True)) == {AT}

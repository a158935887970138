"""What two people do with filled forms: take many out, and destroy what belongs to nobody when its time is over."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.approvals import actions as approvals
from sankofa.approvals.permissions import DECIDE, PROPOSE
from sankofa.audit.models import Event
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.store import blobs, subjects
from sankofa.store.rules import sealing
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.actions.arriving import keep_files
from sankofa.surveys.models import AnswersTaken, Arrival, ArrivalFile, State, Submission
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (permissions.ANSWERS, PROPOSE, DECIDE)
HALF_A_YEAR_AGO = AT - timedelta(days=190)


@pytest.fixture(autouse=True)
def _hooks() -> Iterator[None]:
    hooks.fill()
    yield
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def asker(office: Any) -> Any:
    return builders.user(office, may=MAY)


@pytest.fixture
def version(office: Any) -> Any:
    return builders.formversion(builders.instrument(code="cows", office=office))


def answered(office: Any, version: Any, **facts: Any) -> Any:
    person = facts.pop("person", None) or builders.person(office)
    given = {"instrument": version.instrument.code, "version": version.version, "answers": {"a": ["yes"]}}
    return builders.submission(person, **{**given, "created_at": AT - timedelta(days=1), **facts})


def ask(office: Any, version: Any, asker: Any, *, rows: int = 1, has_texts: bool = False) -> Any:
    return actions.ask_answers(
        office=office,
        version=version,
        layout="wide",
        format="xlsx",
        has_texts=has_texts,
        purpose="the yearly report",
        rows=rows,
        by=asker.as_actor(),
        at=AT,
    )


def proposed(subject: Any, kind: str, by: Any) -> tuple[Any, Any]:
    held = approvals.propose(subject=subject, kind=kind, content={}, by=by.as_actor(), at=AT)
    return held, approvals.Seen(held.round, "approve", held.digest)


def agreed(asked: Any, asker: Any, second: Any) -> None:
    held, seen = proposed(asked, "surveys.release_answers", asker)
    approvals.approve(proposal=held, seen=seen, by=second.as_actor(), at=AT)
    asked.refresh_from_db()


def take(asked: Any, by: Any, at: Any = AT) -> Any:
    rows = queries.answers_agreed(asked, viewer=by.as_actor(), on=ON).count()
    return actions.take_agreed_answers(asked=asked, rows=rows, by=by.as_actor(), at=at).record


def test_many_answers_go_out_once_a_second_person_agreed_and_not_before(office: Any, version: Any, asker: Any) -> None:
    second = builders.user(office, may=MAY)
    answered(office, version)
    asked = ask(office, version, asker)
    with pytest.raises(NeedsSecondPerson):
        actions.release_answers(asked=asked, by=asker.as_actor(), at=AT)
    with pytest.raises(actions.NotReady):
        take(asked, asker)
    held, seen = proposed(asked, "surveys.release_answers", asker)
    with pytest.raises(approvals.MayNot):
        approvals.approve(proposal=held, seen=seen, by=asker.as_actor(), at=AT)
    approvals.approve(proposal=held, seen=seen, by=second.as_actor(), at=AT)
    asked.refresh_from_db()
    assert take(asked, asker).asked == asked
    assert Event.objects.filter(action="surveys.answers", kind="export").count() == 1
    with pytest.raises(actions.NotYoursToTake):
        take(asked, second)
    with pytest.raises(actions.NotReady):
        take(asked, asker, at=asked.until_at)


def test_what_two_agreed_to_is_not_counted_once_more_for_what_one_takes_alone(
    office: Any, version: Any, asker: Any
) -> None:
    answered(office, version)
    asked = ask(office, version, asker, rows=100_000)
    agreed(asked, asker, builders.user(office, may=MAY))
    take(asked, asker)
    AnswersTaken.objects.update(rows=100_000)
    other = builders.formversion(builders.instrument(code="goats", office=office))
    wish = {"office": office, "version": other, "layout": "wide", "has_texts": False, "purpose": "a report"}
    assert actions.take_answers(**wish, rows=1_000, by=asker.as_actor(), at=AT).record.asked is None
    AnswersTaken.objects.update(asked=None)
    with pytest.raises(actions.TooManyAlone):
        actions.take_answers(**wish, rows=1_000, by=asker.as_actor(), at=AT)


def test_what_came_in_after_it_was_asked_for_does_not_go_out(office: Any, version: Any, asker: Any) -> None:
    before = answered(office, version)
    asked = ask(office, version, asker)
    answered(office, version, created_at=AT + timedelta(minutes=1))
    agreed(asked, asker, builders.user(office, may=MAY))
    assert list(queries.answers_agreed(asked, viewer=asker.as_actor(), on=ON)) == [before]
    assert take(asked, asker).rows == 1


def test_more_than_somebody_agreed_to_does_not_go_out(office: Any, version: Any, asker: Any) -> None:
    answered(office, version)
    asked = ask(office, version, asker)
    agreed(asked, asker, builders.user(office, may=MAY))
    answered(office, version)
    answered(office, version)
    with pytest.raises(actions.MoreThanAgreed):
        take(asked, asker)


def test_whoever_moves_on_takes_no_other_office_s_answers_on_what_was_agreed_here(
    office: Any, version: Any, asker: Any
) -> None:
    sister = builders.office(office.organisation)
    answered(office, version)
    answered(sister, version)
    asked = ask(office, version, asker)
    agreed(asked, asker, builders.user(office, may=MAY))
    builders.assignment(asker, builders.role(may=[permissions.ANSWERS]), office=sister)
    assert queries.answers_in(version, viewer=asker.as_actor(), on=ON).count() == 2
    assert take(asked, asker).rows == 1, "of the office of which it was agreed"


def test_nobody_agrees_to_answers_beyond_their_own_reach(office: Any, version: Any) -> None:
    sister = builders.office(office.organisation)
    wide = builders.user(office, may=MAY, scope="organisation")
    answered(sister, version)
    asked = ask(office, version, wide)
    held, seen = proposed(asked, "surveys.release_answers", wide)
    with pytest.raises(NotAllowed):
        approvals.approve(proposal=held, seen=seen, by=builders.user(office, may=MAY).as_actor(), at=AT)
    other = builders.user(office, may=MAY, scope="organisation")
    approvals.approve(proposal=held, seen=seen, by=other.as_actor(), at=AT)


def test_free_words_are_for_those_who_take_names_out_and_are_agreed_to_by_such_a_one(
    office: Any, version: Any, asker: Any
) -> None:
    with pytest.raises(actions.MayNotTakeTexts):
        ask(office, version, asker, has_texts=True)
    wish = {"office": office, "version": version, "layout": "wide", "purpose": "a report", "rows": 1}
    with pytest.raises(actions.MayNotTakeTexts):
        actions.take_answers(**wish, has_texts=True, by=asker.as_actor(), at=AT)
    naming = builders.user(office, may={*MAY, register.EXPORT_NAMED})
    asked = ask(office, version, naming, has_texts=True)
    held, seen = proposed(asked, "surveys.release_answers", naming)
    with pytest.raises(NotAllowed):
        approvals.approve(proposal=held, seen=seen, by=asker.as_actor(), at=AT)


def test_answers_of_protected_people_are_in_no_table_not_even_for_those_named(office: Any, version: Any) -> None:
    hidden = builders.person(office)
    named = builders.user(office, may=(*MAY, register.EXPORT_NAMED))
    answered(office, version, person=hidden)
    assert queries.answers_in(version, viewer=named.as_actor(), on=ON).count() == 1
    type(hidden).objects.filter(pk=hidden.pk).update(is_protected=True)
    builders.named(hidden, named)
    for has_texts in (False, True):
        assert not queries.answers_in(version, viewer=named.as_actor(), on=ON, has_texts=has_texts).exists()


def test_a_form_that_waits_apart_is_in_no_table(office: Any, version: Any, asker: Any) -> None:
    given = {"instrument": "cows", "version": "1", "answers": {"a": ["yes"]}, "instance_id": builders.uuid7()}
    held = builders.arrival(office, state="read")
    Submission.objects.create(arrival=held, answered_on=ON, **given)
    assert queries.answers_in(version, viewer=asker.as_actor(), on=ON).count() == 1
    Arrival.objects.update(is_apart=True)
    assert not queries.answers_in(version, viewer=asker.as_actor(), on=ON).exists()


@pytest.fixture
def clerk(office: Any) -> Any:
    return builders.user(office, may=(permissions.RECEIVE, PROPOSE))


@pytest.fixture
def data_officer(office: Any) -> Any:
    return builders.user(office, may=(register.ERASE, DECIDE))


def waiting(office: Any, **facts: Any) -> Any:
    made = builders.arrival(office, **{"state": "waiting", "received_at": HALF_A_YEAR_AGO, **facts})
    keep_files(made, {"face.jpg": b"a picture of somebody"})
    return made


def test_a_form_of_nobody_is_destroyed_with_its_pictures_when_two_agree(
    office: Any, clerk: Any, data_officer: Any
) -> None:
    arrival = waiting(office)
    digest, blob = arrival.digest, ArrivalFile.objects.get().blob
    with pytest.raises(NeedsSecondPerson):
        actions.destroy_unlinked(arrival=arrival, by=clerk.as_actor(), at=AT)
    held, seen = proposed(arrival, "surveys.destroy_unlinked", clerk)
    assert ["What stands in it", "kept", "destroyed"] in [row[:3] for row in held.shown]
    approvals.approve(proposal=held, seen=seen, by=data_officer.as_actor(), at=AT)
    arrival = Arrival.objects.get()
    assert (arrival.content, arrival.state, arrival.digest) == (None, State.DESTROYED, digest)
    assert arrival.received_at == HALF_A_YEAR_AGO
    assert not ArrivalFile.objects.exists()
    blob.refresh_from_db()
    with pytest.raises(blobs.Destroyed):
        blobs.content_of(blob)
    assert Event.objects.filter(action="surveys.destroy_unlinked", kind="write").exists()


def test_the_same_form_sent_again_after_it_was_destroyed_is_known_and_stays_destroyed(
    office: Any, clerk: Any, data_officer: Any
) -> None:
    incoming = actions.Incoming(content=b"<data/>", source="device", office_id=office.pk, files={"a.jpg": b"again"})
    first = actions.arrive(incoming, at=HALF_A_YEAR_AGO).arrival
    Arrival.objects.update(state="waiting")
    held, seen = proposed(first, "surveys.destroy_unlinked", clerk)
    approvals.approve(proposal=held, seen=seen, by=data_officer.as_actor(), at=AT)
    again = actions.arrive(incoming, at=AT)
    assert (again.is_new, again.arrival.pk) == (False, first.pk)
    assert Arrival.objects.get().content is None
    assert not ArrivalFile.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"received_at": AT - timedelta(days=170)}, id="its-time-is-not-over"),
        pytest.param({"state": "read"}, id="it-was-taken-in"),
        pytest.param({"content": None}, id="destroyed-already"),
        pytest.param({"person": True}, id="it-belongs-to-somebody"),
    ],
)
def test_what_has_an_owner_or_time_left_is_not_destroyed_even_when_two_agree(
    office: Any, clerk: Any, data_officer: Any, facts: dict[str, Any]
) -> None:
    if facts.get("person"):
        facts = {"person": builders.person(office)}
    arrival = builders.arrival(office, **{"state": "waiting", "received_at": HALF_A_YEAR_AGO, **facts})
    assert not queries.over_time(clerk.as_actor(), on=ON).exists()
    held, seen = proposed(arrival, "surveys.destroy_unlinked", clerk)
    with pytest.raises(approvals.CannotCarryOut):
        approvals.approve(proposal=held, seen=seen, by=data_officer.as_actor(), at=AT)
    assert Arrival.objects.get().state != State.DESTROYED


def test_one_that_was_set_aside_and_belongs_to_nobody_is_listed_and_its_sender_is_not_asked(
    office: Any, clerk: Any, data_officer: Any
) -> None:
    aside, own = waiting(office, state="set_aside"), waiting(office, user=clerk)
    assert list(queries.over_time(clerk.as_actor(), on=ON)) == [aside]
    held, seen = proposed(own, "surveys.destroy_unlinked", clerk)
    with pytest.raises(approvals.CannotCarryOut):
        approvals.approve(proposal=held, seen=seen, by=data_officer.as_actor(), at=AT)


def test_a_sender_learns_nothing_of_a_protected_file_from_the_list_of_what_may_be_destroyed(
    office: Any, clerk: Any
) -> None:
    hidden = builders.person(office, is_protected=True)
    waiting(office, user=clerk, person=hidden, is_apart=True, seems_nobodys=True)
    waiting(office, user=clerk)
    assert queries.waiting(clerk.as_actor(), on=ON).count() == 2
    assert not queries.over_time(clerk.as_actor(), on=ON).exists()


def test_an_old_copy_of_a_destroyed_form_cannot_be_opened_any_more(office: Any, clerk: Any, data_officer: Any) -> None:
    arrival = waiting(office)
    [before] = Arrival.objects.values_list("content", flat=True)
    assert Arrival.objects.get().content == b"<data/>"
    held, seen = proposed(arrival, "surveys.destroy_unlinked", clerk)
    approvals.approve(proposal=held, seen=seen, by=data_officer.as_actor(), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE surveys_arrival SET content = %s", [before.sealed])
    subjects.forget()
    with pytest.raises(sealing.Erased):
        _ = Arrival.objects.get().content

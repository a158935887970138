"""Filled forms that come in: acknowledged once and durably, read apart from that, and never lost whatever they are."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.returnees.models import Person
from sankofa.store.models import Revision
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.actions import Incoming
from sankofa.surveys.models import Arrival, ArrivalFile, Clash, Submission
from sankofa.surveys.rules.unlinked import Because
from sankofa.sustainability.models import Score
from tests import builders, forms_sent
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {permissions.INTERVIEW, permissions.RECEIVE, register.VIEW}


@pytest.fixture(autouse=True)
def _library() -> None:
    hooks.fill()
    codes = ("satisfaction", "reintegration_score", "employer", "debt_survey")
    forms_sent.published(*codes, at=AT - timedelta(days=300))


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY)


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


def came(content: bytes, worker: Any, **facts: Any) -> Arrival:
    """Something came in from a phone of somebody, and was read."""
    at = facts.pop("at", AT)
    given = {"source": "device", "office_id": worker.office_id, "user_id": worker.pk}
    received = actions.arrive(Incoming(content, **{**given, **facts}), at=at)
    return actions.read_now(received.arrival.pk, at=at)


def codes(arrival: Arrival) -> list[str]:
    return [reason["code"] for reason in arrival.reasons]


def test_the_same_bytes_are_one_arrival_however_often_they_come(worker: Any) -> None:
    sent = Incoming(b"<data>torn", "device", worker.office_id, user_id=worker.pk)
    first = actions.arrive(sent, at=AT)
    again = actions.arrive(sent, at=AT + timedelta(days=1))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.arrival == again.arrival
    assert [one.is_new for one in actions.arrive_many([sent, sent], at=AT)] == [False, False]
    assert Arrival.objects.get().content == b"<data>torn"


def test_an_arrival_is_sealed_under_a_key_of_its_own_and_in_no_history(worker: Any, person: Any) -> None:
    sent = forms_sent.xml(person=person, seed=3)
    arrival = came(sent, worker)
    assert arrival.state == "read"
    held = bytes(Arrival.objects.values_list("content", flat=True)[0].sealed)
    assert held[1:17] == arrival.pk.bytes
    assert Arrival.objects.get().content == sent
    assert not [line for line in Revision.objects.all() if "content" in line.changes]


def test_a_form_of_a_person_is_taken_in_scored_and_recorded_for_its_sender(worker: Any, person: Any) -> None:
    sent = forms_sent.xml("reintegration_score", person=person, ended_at=AT - timedelta(days=9))
    arrival = came(sent, worker)
    made = Submission.objects.get()
    assert (arrival.state, arrival.person, made.person, made.arrival) == ("read", person, person, arrival)
    assert (made.answered_on, made.recorded_by) == (ON - timedelta(days=9), worker)
    assert Score.objects.get().submission == made
    event = Event.objects.get(action="surveys.read_arrival")
    assert (event.subject_kind, event.subject_id) == ("surveys.submission", str(made.pk))
    assert (event.actor_kind, event.on_behalf_of) == ("system", str(worker.pk))


def test_a_form_that_names_a_case_number_is_linked_to_whoever_has_it(worker: Any, person: Any) -> None:
    arrival = came(forms_sent.xml(case_number=person.case_number), worker)
    assert (arrival.state, arrival.person) == ("read", person)


def test_a_form_about_an_enterprise_belongs_to_the_office_alone(worker: Any) -> None:
    arrival = came(forms_sent.xml("employer"), worker)
    made = Submission.objects.get()
    assert (arrival.state, made.person, made.arrival) == ("read", None, arrival)
    assert list(queries.without_a_person(worker.as_actor(), on=ON)) == [made]
    elsewhere = builders.user(may=MAY).as_actor()
    assert list(queries.without_a_person(elsewhere, on=ON)) == []


def test_rows_of_a_repeating_part_stay_rows(worker: Any, person: Any) -> None:
    came(forms_sent.xml("debt_survey", person=person, seed=1), worker)
    answers = Submission.objects.get().answers
    assert any(given and isinstance(given[0], dict) for given in answers.values())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(forms_sent.xml()[:-40], "arrival.not_a_form", id="cut off"),
        pytest.param(b"\xff\xfe\x00", "arrival.not_a_form", id="no text at all"),
        pytest.param(b"", "arrival.not_a_form", id="nothing"),
        pytest.param(forms_sent.xml().replace(b"uuid:", b"nobody:"), "arrival.no_number", id="no number"),
        pytest.param(b'<data id="cows" version="1"/>', "arrival.form_unknown", id="unknown form"),
        pytest.param(forms_sent.xml(version="77"), "arrival.version_unknown", id="unknown version"),
        pytest.param(forms_sent.xml(), "arrival.nobody_named", id="about nobody"),
        pytest.param(forms_sent.xml(case_number="BD-30-0001-7"), "arrival.nobody_with_number", id="unknown number"),
    ],
)
def test_what_cannot_be_taken_in_waits_with_its_reason(worker: Any, content: bytes, code: str) -> None:
    arrival = came(content, worker)
    assert (arrival.state, codes(arrival)) == ("waiting", [code])
    assert arrival.content == content
    assert list(queries.waiting(worker.as_actor(), on=ON)) == [arrival]
    assert not Submission.objects.exists()


def test_somebody_says_whom_a_form_is_about(worker: Any, person: Any) -> None:
    arrival = came(forms_sent.xml(), worker)
    actions.read_arrival(arrival=arrival, person=person, by=worker.as_actor(), at=AT)
    assert Submission.objects.get().person == person
    assert not queries.waiting(worker.as_actor(), on=ON).exists()


def test_nobody_links_a_form_to_a_person_they_may_not_talk_with(worker: Any) -> None:
    arrival = came(forms_sent.xml(), worker)
    with pytest.raises(NotAllowed):
        actions.read_arrival(arrival=arrival, person=builders.person(), by=worker.as_actor(), at=AT)
    arrival.refresh_from_db()
    assert arrival.state == "waiting"


def test_a_phone_opens_no_file_out_of_its_holders_reach(office: Any, person: Any) -> None:
    neighbour = builders.user(builders.office(office.organisation), may=MAY)
    arrival = came(forms_sent.xml(person=person), neighbour)
    assert (arrival.state, codes(arrival)) == ("waiting", ["arrival.not_in_reach"])


def test_a_form_about_somebody_protected_waits_for_those_named_alone(office: Any, worker: Any) -> None:
    protected = builders.person(office, is_protected=True)
    arrival = came(forms_sent.xml(person=protected), worker)
    assert (codes(arrival), arrival.is_apart) == (["arrival.not_in_reach"], True)
    colleague = builders.user(office, may=MAY)
    assert not queries.waiting(colleague.as_actor(), on=ON).exists()
    named = builders.user(office, may=MAY)
    builders.named(protected, named)
    assert queries.waiting(named.as_actor(), on=ON).get() == arrival
    assert came(forms_sent.xml(person=protected, seed=1), named).state == "read"


def test_somebody_protected_later_takes_what_waits_out_of_the_queue(worker: Any, person: Any) -> None:
    arrival = came(forms_sent.xml(person=person), builders.user(builders.office(worker.office.organisation)))
    Arrival.objects.filter(pk=arrival.pk).update(office=worker.office)
    assert queries.waiting(worker.as_actor(), on=ON).exists()
    Person.objects.filter(pk=person.pk).update(is_protected=True)
    assert not queries.waiting(worker.as_actor(), on=ON).exists()


def test_a_form_about_somebody_joined_meanwhile_goes_to_the_file_that_leads(worker: Any, office: Any) -> None:
    link = builders.sameperson(builders.person(office), builders.person(office))
    came(forms_sent.xml(person=link.person), worker)
    assert Submission.objects.get().person == link.leading


def test_a_form_of_a_phone_that_was_ended_waits_for_somebody_to_look(worker: Any, person: Any) -> None:
    phone = builders.device(worker, ended_at=AT - timedelta(hours=1))
    arrival = came(forms_sent.xml(person=person), worker, device_id=phone.pk)
    assert codes(arrival) == ["arrival.phone_ended"]
    actions.read_arrival(arrival=arrival, by=worker.as_actor(), at=AT)
    arrival.refresh_from_db()
    assert (arrival.state, codes(arrival)) == ("read", ["arrival.phone_had_ended"])


def test_a_form_of_a_closed_version_is_taken_in_and_says_so(worker: Any, person: Any) -> None:
    held = queries.version("satisfaction", "1", among=queries.published())
    assert held is not None
    held.closed_at = AT - timedelta(days=2)
    held.save(update_fields=["closed_at"])
    arrival = came(forms_sent.xml(person=person), worker)
    assert (arrival.state, codes(arrival)) == ("read", ["arrival.version_closed"])


@pytest.mark.parametrize(
    ("ahead", "code"), [(timedelta(days=3), "arrival.clock_ahead"), (timedelta(days=-3), "arrival.clock_behind")]
)
def test_a_clock_three_days_wrong_is_put_right(worker: Any, person: Any, ahead: timedelta, code: str) -> None:
    sent = forms_sent.xml(person=person, ended_at=AT + ahead - timedelta(days=7))
    arrival = came(sent, worker, clock_at=AT + ahead)
    assert codes(arrival) == [code]
    assert Submission.objects.get().answered_on == ON - timedelta(days=7)


def test_a_form_under_a_number_that_is_taken_waits_and_overwrites_nothing(worker: Any, person: Any) -> None:
    number = uuid7()
    came(forms_sent.xml(person=person, instance_id=number), worker)
    arrival = came(forms_sent.xml(person=person, instance_id=number, seed=1), worker)
    assert codes(arrival) == ["arrival.number_taken"]
    assert Submission.objects.count() == 1


def test_answers_that_break_the_rules_wait_and_can_be_left_out(worker: Any, person: Any) -> None:
    arrival = came(forms_sent.xml(person=person, a1="nonsense"), worker)
    assert arrival.state == "waiting"
    actions.read_arrival(arrival=arrival, leaves_out=True, by=worker.as_actor(), at=AT)
    arrival.refresh_from_db()
    assert (arrival.state, codes(arrival)) == ("read", ["arrival.answers_left_out"])
    assert "a1" not in Submission.objects.get().answers
    assert b"nonsense" in arrival.content


def test_a_form_that_came_before_its_version_is_read_once_that_is_published(worker: Any) -> None:
    sent = b'<data id="cows" version="1"><cows>3</cows><meta><instanceID>uuid:%s</instanceID></meta></data>'
    arrival = came(sent % str(uuid7()).encode(), worker)
    publisher = builders.user(worker.office, may={permissions.PUBLISH})
    sheets = {
        "survey": "type,name,label\ninteger,cows,How many cows?\n",
        "settings": "form_title,form_id,version\nC,cows,1\n",
    }
    actions.publish(office=worker.office, sheets=sheets, note="", by=publisher.as_actor(), at=AT)
    assert actions.read_waiting(at=AT + timedelta(minutes=1)) == 1
    arrival.refresh_from_db()
    assert arrival.state != "waiting" or codes(arrival) == ["arrival.nobody_named"]


def test_whoever_comes_into_the_register_later_gets_what_waited(worker: Any, office: Any) -> None:
    person = builders.person(office)
    number = person.case_number
    Person.objects.filter(pk=person.pk).update(case_number="BD-26-0000-1")
    arrival = came(forms_sent.xml(case_number=number), worker)
    assert codes(arrival) == ["arrival.nobody_with_number"]
    Person.objects.filter(pk=person.pk).update(case_number=number)
    assert actions.read_waiting(at=AT + timedelta(minutes=30)) == 0
    assert actions.read_waiting(at=AT + timedelta(minutes=90)) == 1
    assert Submission.objects.get().person == person


def test_what_nobody_came_for_in_five_days_is_left_to_a_person(worker: Any) -> None:
    came(forms_sent.xml(case_number="BD-30-0001-7"), worker)
    assert actions.read_waiting(at=AT + timedelta(days=4)) == 1
    assert actions.read_waiting(at=AT + timedelta(days=9)) == 0


def test_two_people_who_fill_the_same_form_in_one_round_clash(worker: Any, office: Any, person: Any) -> None:
    first = came(forms_sent.xml(person=person), worker)
    second = came(forms_sent.xml(person=person, seed=1), builders.user(office, may=MAY), at=AT + timedelta(days=3))
    assert (first.state, second.state) == ("read", "clashes")
    clash = Clash.objects.get()
    assert (clash.arrival, clash.earlier, clash.person) == (second, first.submission, person)
    assert Submission.objects.count() == 1
    assert list(queries.clashes(worker.as_actor(), on=ON)) == [clash]


def test_a_talk_a_month_later_clashes_with_nothing(worker: Any, office: Any, person: Any) -> None:
    came(forms_sent.xml(person=person), worker)
    later = came(forms_sent.xml(person=person, seed=1), builders.user(office, may=MAY), at=AT + timedelta(days=30))
    assert later.state == "read"


def test_one_form_that_nobody_foresaw_does_not_hold_up_those_behind_it(
    worker: Any, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    came_in = [Incoming(forms_sent.xml(person=person, seed=n), "device", worker.office_id, worker.pk) for n in (0, 1)]
    actions.arrive_many(came_in, at=AT)
    real = queries.of_one_round
    calls = iter([True, False])

    def once(*args: Any, **kwargs: Any) -> Any:
        if next(calls):
            raise ZeroDivisionError
        return real(*args, **kwargs)

    monkeypatch.setattr(queries, "of_one_round", once)
    assert actions.read_waiting(at=AT) == 2
    assert sorted(Arrival.objects.values_list("state", flat=True)) == ["read", "waiting"]


def test_pictures_join_their_form_once_whenever_they_come(worker: Any) -> None:
    content = forms_sent.xml("employer", files=("a.jpg", "b.jpg"))
    for files in ({"a.jpg": b"A" * 10}, {"b.jpg": b"B" * 20}, {"a.jpg": b"A" * 10, "b.jpg": b"B" * 20}):
        actions.arrive(Incoming(content, "device", worker.office_id, worker.pk, files=files), at=AT)
    assert sorted((one.name, one.size_bytes) for one in ArrivalFile.objects.all()) == [("a.jpg", 10), ("b.jpg", 20)]


def test_set_aside_is_kept_and_not_in_the_queue(worker: Any) -> None:
    arrival = came(b"<data>torn", worker)
    actions.set_aside_arrival(arrival=arrival, because=Because.A_TRY, by=worker.as_actor(), at=AT)
    assert not queries.waiting(worker.as_actor(), on=ON).exists()
    assert Arrival.objects.get().content == b"<data>torn"

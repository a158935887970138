"""Two filled forms of one round: both are kept, and a person says which counts."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed, system
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.models import Arrival, ArrivalFile, Clash, Submission
from sankofa.surveys.rules.unlinked import Because
from sankofa.sustainability import permissions as scores
from sankofa.sustainability import queries as scored
from tests import builders, forms_sent
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {permissions.INTERVIEW, permissions.RECEIVE, returnees.VIEW, scores.VIEW}
FORM = "reintegration_score"


@pytest.fixture(autouse=True)
def _forms() -> None:
    hooks.fill()
    forms_sent.published(FORM, at=AT - timedelta(days=300))


@pytest.fixture
def worker() -> Any:
    return builders.user(may=MAY)


@pytest.fixture
def person(worker: Any) -> Any:
    return builders.person(worker.office)


@pytest.fixture
def clash(worker: Any, person: Any) -> Clash:
    for seed, sender in enumerate((worker, builders.user(worker.office, may=MAY))):
        sent = forms_sent.xml(FORM, person=person, seed=seed)
        incoming = actions.Incoming(sent, "device", sender.office_id, sender.pk)
        actions.read_now(actions.arrive(incoming, at=AT + timedelta(days=seed)).arrival.pk, at=AT + timedelta(days=1))
    return Clash.objects.get()


def counting(person: Any, worker: Any) -> list[Submission]:
    return list(queries.all_of(FORM, viewer=worker.as_actor(), on=ON).filter(person=person))


def test_while_nobody_has_decided_the_first_counts_and_the_second_is_kept(clash: Clash, worker: Any) -> None:
    assert counting(clash.person, worker) == [clash.earlier]
    assert clash.arrival.content


@pytest.mark.parametrize(("decision", "count"), [("both", 2), ("earlier", 1), ("later", 1)])
def test_what_counts_is_what_somebody_decided_and_everything_is_kept(
    clash: Clash, worker: Any, decision: str, count: int
) -> None:
    before = Submission.objects.get()
    actions.settle_clash(clash=clash, decision=decision, by=worker.as_actor(), at=AT)
    found = counting(clash.person, worker)
    assert len(found) == count
    assert (before in found) == (decision != "later")
    assert Arrival.objects.filter(content__isnull=False).count() == 2
    assert len(scored.scores_of(clash.person, viewer=worker.as_actor(), on=ON)) == count
    assert not queries.clashes(worker.as_actor(), on=ON).exists()
    before.refresh_from_db()
    assert before.answers


def test_it_is_decided_once(clash: Clash, worker: Any) -> None:
    actions.settle_clash(clash=clash, decision="earlier", by=worker.as_actor(), at=AT)
    with pytest.raises(actions.DecidedAlready):
        actions.settle_clash(clash=clash, decision="later", by=worker.as_actor(), at=AT)
    assert Submission.objects.count() == 1


def test_nobody_decides_about_people_out_of_their_reach(clash: Clash) -> None:
    with pytest.raises(NotAllowed):
        actions.settle_clash(clash=clash, decision="both", by=builders.user(may=MAY).as_actor(), at=AT)


def test_what_was_filled_and_what_clashed_is_told_of_a_person_only_to_whom_their_file_may_be_shown(
    clash: Clash, worker: Any
) -> None:
    def told(viewer: Any) -> tuple[int, int, int]:
        return (
            queries.filled_with(clash.person, viewer=viewer, on=ON).count(),
            queries.clashes_of(clash.person, viewer=viewer, on=ON).count(),
            len(scored.scores_of(clash.person, viewer=viewer, on=ON)),
        )

    assert told(worker.as_actor()) == (1, 1, 1)
    assert told(builders.user(may=MAY).as_actor()) == (0, 0, 0)
    assert told(builders.user(worker.office, may={returnees.VIEW}).as_actor()) == (0, 0, 0)
    type(clash.person).objects.filter(pk=clash.person.pk).update(is_protected=True)
    clash.person.refresh_from_db()
    assert told(worker.as_actor()) == (0, 0, 0)
    builders.named(clash.person, worker)
    assert told(worker.as_actor()) == (1, 1, 1)


def test_a_clash_about_somebody_protected_is_there_for_those_named_alone(clash: Clash, worker: Any) -> None:
    type(clash.person).objects.filter(pk=clash.person.pk).update(is_protected=True)
    assert not queries.clashes(worker.as_actor(), on=ON).exists()
    builders.named(clash.person, worker)
    assert queries.clashes(worker.as_actor(), on=ON).get() == clash


def test_whoever_is_erased_leaves_nothing_of_what_came_in(
    clash: Clash, worker: Any, django_capture_on_commit_callbacks: Any
) -> None:
    sent = clash.arrival.content
    picture = {"a.jpg": b"A" * 100}
    actions.arrive(actions.Incoming(sent, "device", worker.office_id, worker.pk, files=picture), at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        register.erase(person=clash.person, because="asked", by=system("test", on=ON), at=AT)
    assert not Arrival.objects.filter(content__isnull=False).exists()
    assert not ArrivalFile.objects.exists()
    assert not queries.clashes(worker.as_actor(), on=ON).exists()
    again = actions.arrive(actions.Incoming(sent, "device", worker.office_id, worker.pk, files=picture), at=AT)
    assert not again.is_new
    assert not ArrivalFile.objects.exists()


def test_what_comes_about_somebody_erased_waits_and_is_destroyed_when_set_aside(worker: Any, person: Any) -> None:
    type(person).objects.filter(pk=person.pk).update(
        given_name="", family_name="", native_name="", phone=None, erased_on=ON
    )
    incoming = actions.Incoming(forms_sent.xml(FORM, person=person), "device", worker.office_id, worker.pk)
    arrival = actions.read_now(actions.arrive(incoming, at=AT).arrival.pk, at=AT)
    assert [one["code"] for one in arrival.reasons] == ["arrival.person_erased"]
    actions.set_aside_arrival(arrival=arrival, because=Because.A_TRY, by=worker.as_actor(), at=AT)
    assert Arrival.objects.filter(content=None).count() == 1


def talk(person: Any, worker: Any, **changes: Any) -> Submission:
    """A talk held question by question, with the first answer to everything."""
    form = queries.instrument(FORM, "1")
    given = {asked.name: [asked.choices[0].code] for asked in form.questions if asked.choices}
    told: dict[str, Any] = {
        "person": person,
        "instrument": form,
        "answers": queries.understood(form, given),
        "instance_id": uuid7(),
        "answered_on": ON,
        "by": worker.as_actor(),
        "at": AT,
    }
    return actions.record_interview(**{**told, **changes})


def test_a_talk_held_question_by_question_asks_which_counts_like_a_form_of_a_phone(worker: Any, person: Any) -> None:
    colleague = builders.user(worker.office, may=MAY)
    incoming = actions.Incoming(forms_sent.xml(FORM, person=person), "device", colleague.office_id, colleague.pk)
    actions.read_now(actions.arrive(incoming, at=AT).arrival.pk, at=AT)
    number = uuid7()
    with pytest.raises(actions.AskedTwice) as twice:
        talk(person, worker, instance_id=number)
    held = twice.value.clash
    assert (held.person, held.earlier, held.arrival.user) == (person, Submission.objects.get(), worker)
    assert list(queries.clashes(worker.as_actor(), on=ON)) == [held]
    with pytest.raises(actions.AskedTwice) as again:
        talk(person, worker, instance_id=number)
    assert again.value.clash == held
    assert Arrival.objects.count() == 2
    made = actions.settle_clash(clash=held, decision="later", by=worker.as_actor(), at=AT)
    assert counting(person, worker) == [made]
    assert (made.instance_id, made.answered_on, made.recorded_by) == (number, ON, worker)
    assert len(scored.scores_of(person, viewer=worker.as_actor(), on=ON)) == 1


def test_what_was_answered_question_by_question_is_the_same_after_the_decision(worker: Any, person: Any) -> None:
    answers = dict(talk(person, worker).answers)
    Submission.objects.update(recorded_by=builders.user(worker.office))
    with pytest.raises(actions.AskedTwice) as twice:
        talk(person, worker)
    made = actions.settle_clash(clash=twice.value.clash, decision="both", by=worker.as_actor(), at=AT)
    assert made.answers == answers


def test_whoever_comes_back_to_somebody_on_another_day_holds_another_talk(worker: Any, person: Any) -> None:
    talk(person, worker, answered_on=ON - timedelta(days=3))
    talk(person, worker)
    assert not Clash.objects.exists()
    with pytest.raises(actions.AskedTwice):
        talk(person, worker)


def test_the_number_of_a_talk_that_waits_is_nobody_elses(worker: Any, person: Any) -> None:
    talk(person, worker)
    number = uuid7()
    with pytest.raises(actions.AskedTwice):
        talk(person, worker, instance_id=number)
    with pytest.raises(actions.NumberTaken):
        talk(builders.person(worker.office), worker, instance_id=number)


def test_a_second_talk_with_somebody_protected_is_kept_apart(worker: Any) -> None:
    person = builders.person(worker.office, is_protected=True)
    builders.named(person, worker)
    talk(person, worker)
    with pytest.raises(actions.AskedTwice) as twice:
        talk(person, worker)
    assert twice.value.clash.arrival.is_apart
    assert not queries.clashes(builders.user(worker.office, may=MAY).as_actor(), on=ON).exists()

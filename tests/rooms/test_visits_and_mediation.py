"""Visits that were not held and what comes next; talks with others beside the person; who is told of a case."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.hooks import Notice, notices
from sankofa.cases import actions, permissions, queries
from sankofa.cases.models import Case, Mediation, MediationTalk, VisitTry
from sankofa.cases.rules import steps
from sankofa.cases.rules.mediation import Outcome, Said, With
from sankofa.cases.rules.stages import Closing
from sankofa.cases.rules.steps import Step
from sankofa.cases.rules.visits import NotReached
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {permissions.VIEW, permissions.WORK, returnees.VIEW, returnees.ASSIGN}
WITH_BROTHER = Said(With.FAMILY, "Her brother", "The house is in his name")
DUE = ON + timedelta(days=14)


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def worker() -> Any:
    return builders.user(builders.office(), may=MAY)


@pytest.fixture
def case(worker: Any) -> Case:
    """A case whose plan was agreed five weeks ago: the first visit is late."""
    person = builders.person(worker.office, owner=worker)
    agreed_on = ON - timedelta(days=35)
    held = builders.case(person, opened_on=agreed_on, talk_on=agreed_on)
    return Case.objects.get(pk=builders.plan(held, agreed_on=agreed_on, agreed_how="signature").case.pk)


def tried(case: Case, worker: Any, why: NotReached = NotReached.NO_ANSWER, **changes: Any) -> VisitTry:
    said: dict[str, Any] = {"months": 1, "tried_on": ON, "why": why, "note": "Zqnote", **changes}
    return actions.note_try(case=case, **said, by=worker.as_actor(), at=AT)


def next_of(case: Case) -> steps.Next:
    found = steps.next_step(queries.facts_of([case])[case.pk], on=ON)
    assert found is not None
    return found


def mediated(case: Case, worker: Any, **changes: Any) -> Mediation:
    said: dict[str, Any] = {"said": WITH_BROTHER, "until_on": DUE, "is_wanted": True, **changes}
    return actions.open_mediation(case=case, **said, by=worker.as_actor(), at=AT)


def test_a_visit_that_was_tried_in_vain_stays_next_and_says_why(case: Case, worker: Any) -> None:
    tried(case, worker, tried_on=ON - timedelta(days=1))
    tried(case, worker, NotReached.NOT_FOUND)
    one = next_of(case)
    assert (one.step, one.months, one.why.code) == (Step.VISIT, 1, "why.tried_not_found")
    assert one.why.facts["count"] == 2
    assert b"Zqnote" not in bytes(VisitTry.objects.values_list("note", flat=True)[0].sealed)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"months": 2}, actions.NoSuchVisit, id="there-is-no-such-visit"),
        pytest.param({"tried_on": ON + timedelta(days=1)}, actions.DayToCome, id="tomorrow"),
    ],
)
def test_a_try_that_cannot_be_is_not_noted(
    case: Case, worker: Any, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        tried(case, worker, **changes)
    assert not VisitTry.objects.exists()


def test_no_try_is_noted_without_a_plan_or_for_a_visit_that_was_held(case: Case, worker: Any) -> None:
    with pytest.raises(actions.NoSuchVisit):
        tried(builders.case(builders.person(worker.office)), worker)
    builders.submission(case.person, instrument="business_visit", answered_on=ON - timedelta(days=2))
    with pytest.raises(actions.NoSuchVisit):
        tried(case, worker)


def test_a_mediation_is_a_task_of_the_case_until_it_ends(case: Case, worker: Any) -> None:
    held = mediated(case, worker, until_on=ON)
    assert (next_of(case).step, next_of(case).mediation) == (Step.VISIT, None), "the late visit comes first"
    builders.submission(case.person, instrument="business_visit", answered_on=ON)
    assert (next_of(case).step, next_of(case).mediation) == (Step.MEDIATE, held.pk)
    talk = actions.note_mediation(
        mediation=held, held_on=ON, said="He will sign", until_on=DUE, by=worker.as_actor(), at=AT
    )
    assert Mediation.objects.get().until_on == DUE
    assert b"sign" not in bytes(MediationTalk.objects.values_list("said", flat=True)[0].sealed)
    assert talk.noted_by == worker
    actions.end_mediation(mediation=held, outcome=Outcome.AGREED, ended_on=ON, by=worker.as_actor(), at=AT)
    assert next_of(case).step is not Step.MEDIATE
    with pytest.raises(actions.Ended):
        actions.note_mediation(mediation=held, held_on=ON, said="More", by=worker.as_actor(), at=AT)


def test_nobody_is_spoken_to_unless_the_person_wants_it(case: Case, worker: Any) -> None:
    with pytest.raises(actions.NotWanted):
        mediated(case, worker, is_wanted=False)
    with pytest.raises(actions.ReasonNeeded):
        mediated(case, worker, said=Said(With.LENDER, "A shop", " "))
    with pytest.raises(actions.EndsBeforeItBegins):
        mediated(case, worker, until_on=ON - timedelta(days=1))
    assert not Mediation.objects.exists()


def test_another_room_opens_one_mediation_about_one_thing_and_a_case_where_there_is_none(worker: Any) -> None:
    person = builders.person(worker.office)
    about: dict[str, Any] = {"said": Said(With.LENDER, "", "Two payments are late"), "until_on": DUE, "is_wanted": True}
    about |= {"about_kind": "loans.loan", "about_id": "17", "by": worker.as_actor(), "at": AT}
    first = actions.open_mediation_for(person=person, **about)
    again = actions.open_mediation_for(person=person, **about)
    assert first == again
    assert (Case.objects.count(), first.case.person_id) == (1, person.pk)
    actions.end_mediation(mediation=first, outcome=Outcome.NOT_WANTED, ended_on=ON, by=worker.as_actor(), at=AT)
    assert actions.open_mediation_for(person=person, **about) != first


def test_a_mediation_that_ended_with_its_case_stands_in_nobodys_way(worker: Any) -> None:
    person = builders.person(worker.office)
    about: dict[str, Any] = {"said": Said(With.LENDER, "", "Two payments are late"), "until_on": DUE, "is_wanted": True}
    about |= {"about_kind": "loans.loan", "about_id": "17", "by": worker.as_actor(), "at": AT}
    first = actions.open_mediation_for(person=person, **about)
    actions.close_case(case=first.case, reason=Closing.WITHDREW, closed_on=ON, by=worker.as_actor(), at=AT)
    second = actions.open_mediation_for(person=person, **about)
    first.refresh_from_db()
    assert (second.case.closed_on, second.ended_on, first.ended_on) == (None, None, ON)
    actions.note_mediation(mediation=second, held_on=ON, said="He will wait", by=worker.as_actor(), at=AT)


def test_joined_files_have_their_mediation_in_the_one_open_case(case: Case, worker: Any) -> None:
    other = builders.person(worker.office)
    builders.sameperson(other, case.person)
    said: dict[str, Any] = {"said": WITH_BROTHER, "until_on": DUE, "is_wanted": True}
    made = actions.open_mediation_for(person=other, **said, by=worker.as_actor(), at=AT)
    assert made.case_id == case.pk


def test_nothing_of_it_is_left_of_somebody_erased_and_nothing_goes_on_in_a_closed_case(case: Case, worker: Any) -> None:
    held = mediated(case, worker)
    actions.note_mediation(mediation=held, held_on=ON, said="Zqsaid", by=worker.as_actor(), at=AT)
    tried(case, worker)
    actions.close_case(case=case, reason=Closing.WITHDREW, closed_on=ON, by=worker.as_actor(), at=AT)
    with pytest.raises(actions.CaseClosed):
        actions.end_mediation(mediation=held, outcome=Outcome.AGREED, ended_on=ON, by=worker.as_actor(), at=AT)
    cleared = actions.erase_cases(Erasing(case.person, AT))
    assert {type(one) for one in cleared} >= {VisitTry, Mediation, MediationTalk}
    assert (Mediation.objects.get().what, MediationTalk.objects.get().said) == (None, None)
    assert VisitTry.objects.get().note is None


def test_whoever_only_sees_cases_opens_no_mediation(case: Case, worker: Any) -> None:
    reader = builders.user(worker.office, may={permissions.VIEW, returnees.VIEW})
    with pytest.raises(NotAllowed):
        mediated(case, reader)


def test_a_colleague_to_whom_somebody_is_given_hears_of_it_without_a_name(
    case: Case, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Notice] = []
    monkeypatch.setattr(notices, "_filled", [heard.append])
    colleague = builders.user(worker.office, may=MAY)
    register.give_to(person=case.person, colleague=colleague, by=worker.as_actor(), at=AT)
    register.give_to(person=case.person, colleague=colleague, by=worker.as_actor(), at=AT)
    register.give_to(person=case.person, colleague=worker, by=worker.as_actor(), at=AT)
    assert [(one.to, one.code, one.path, one.facts) for one in heard] == [
        (colleague, "given_to_look_after", "/cases/", {})
    ], "once, and nobody is told of what they did themselves"

"""A talk is recorded once, scored the moment it is sent, sealed, and scored again to the same figures."""

import tomllib
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from sankofa.accounts import registry
from sankofa.accounts.action import NotAllowed, system
from sankofa.audit.models import Event
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks, setup
from sankofa.returnees import contributions
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.models import Submission
from sankofa.sustainability import actions as sustainability
from sankofa.sustainability import permissions as scores
from sankofa.sustainability import queries as scored
from sankofa.sustainability.models import Score
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FORM = queries.instrument(*queries.REINTEGRATION_SCORE)


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


def first_answers(**said: str) -> dict[str, Any]:
    """Everybody picks the first answer of every question, but for what is said."""
    given = {question.name: [question.choices[0].code] for question in FORM.questions if question.choices}
    given |= {name: text.split() for name, text in said.items()}
    return queries.understood(FORM, given)


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may={permissions.INTERVIEW, scores.VIEW}).as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


def record(person: Any, by: Any, **changes: Any) -> Submission:
    told: dict[str, Any] = {
        "person": person,
        "instrument": FORM,
        "answers": first_answers(),
        "instance_id": uuid7(),
        "answered_on": ON,
        "by": by,
        "at": AT,
    }
    return actions.record_interview(**{**told, **changes})


def test_a_talk_is_recorded_sealed_and_scored_in_one_transaction(person: Any, worker: Any) -> None:
    made = record(person, worker)
    score = Score.objects.get(submission=made)
    assert score.scheme == "open-rss/1"
    assert score.composite is not None
    assert Decimal(0) <= score.composite <= Decimal(1)
    assert (score.questions_answered, score.questions_asked) == (29, 29)
    held = bytes(Submission.objects.values_list("answers", flat=True)[0].sealed)
    assert b"satisf" not in held
    person.refresh_from_db()
    assert person.next_code == "following_talk"
    assert Event.objects.get(action="surveys.submit").subject_id == str(made.pk)


def test_sending_twice_records_once(person: Any, worker: Any) -> None:
    number = uuid7()
    one, two = record(person, worker, instance_id=number), record(person, worker, instance_id=number)
    assert one == two
    assert Score.objects.count() == 1


def test_the_number_of_another_persons_talk_is_refused_and_no_talk_is_passed_off_as_it(
    person: Any, worker: Any
) -> None:
    elsewhere = builders.office()
    stranger = builders.user(elsewhere, may={permissions.INTERVIEW}).as_actor()
    number = record(builders.person(elsewhere), stranger).instance_id
    with pytest.raises(actions.NumberTaken):
        record(person, worker, instance_id=number)
    assert Submission.objects.count() == 1


def test_a_form_with_a_missing_answer_is_not_taken_and_says_which(person: Any, worker: Any) -> None:
    answers = first_answers()
    del answers["e1"]
    with pytest.raises(actions.NotAcceptable) as refused:
        record(person, worker, answers=answers)
    assert [(found.code, found.facts["question"]) for found in refused.value.findings] == [("answer.missing", "e1")]
    assert not Submission.objects.exists()


def test_an_answer_that_does_not_concern_the_person_any_more_is_left_out(person: Any, worker: Any) -> None:
    made = record(person, worker, answers=first_answers(p9="yes", p10="no_work"))
    assert "p10" not in made.answers


def test_a_form_that_came_before_is_told_apart_inside_the_action(person: Any, worker: Any) -> None:
    number = uuid7()
    first = record(person, worker, instance_id=number)
    told = {"instrument": FORM, "answers": first_answers(), "instance_id": number, "answered_on": ON, "at": AT}
    with pytest.raises(actions.AlreadySent) as again:
        actions.submit(person=person, by=worker, **told)
    assert again.value.earlier == first


def test_somebody_of_another_office_may_not_record_a_talk(person: Any) -> None:
    stranger = builders.user(may={permissions.INTERVIEW}).as_actor()
    with pytest.raises(NotAllowed):
        record(person, stranger)
    assert not Submission.objects.exists()
    assert not Score.objects.exists()


def test_scores_worked_out_again_are_the_same_and_a_changed_one_is_told(person: Any, worker: Any) -> None:
    made = record(person, worker)
    by = system("test", on=ON)
    same = sustainability.rescore(submission=made, scheme="open-rss/1", by=by, at=AT)
    assert (same.is_new, same.differs) == (False, ())
    other = sustainability.rescore(submission=made, scheme="open-rss-mapping/1", by=by, at=AT)
    assert other.is_new
    Score.objects.filter(pk=same.score.pk).update(economic=Decimal("0.1234"))
    assert sustainability.rescore(submission=made, scheme="open-rss/1", by=by, at=AT).differs == ("economic",)


def test_whatever_people_answer_what_is_worked_out_again_is_what_was_stored(person: Any, worker: Any) -> None:
    drawn = Random(4711)
    by = system("test", on=ON)
    for _ in range(12):
        said = {
            question.name: drawn.choice(question.choices).code
            for question in FORM.questions
            if question.choices and question.name in scored.scheme().worth
        }
        made = record(person, worker, answers=first_answers(**said))
        for file in scored.SHIPPED:
            named = scored.scheme(file).name
            first = sustainability.rescore(submission=made, scheme=named, by=by, at=AT)
            again = sustainability.rescore(submission=made, scheme=named, by=by, at=AT)
            assert (again.is_new, again.differs) == (False, ())
            assert first.score == again.score
            assert first.differs == ()


def test_the_page_shows_the_score_only_to_those_who_may_see_it(person: Any, worker: Any, office: Any) -> None:
    record(person, worker)
    person.refresh_from_db()
    shown = contributions.gathered(person, viewer=worker, on=ON)
    assert [panel.template for panel in shown.panels].count("sustainability/panel.html") == 1
    assert shown.next_steps[0].code == "following_talk"
    hidden = contributions.gathered(person, viewer=builders.user(office, may={permissions.INTERVIEW}).as_actor(), on=ON)
    assert "sustainability/panel.html" not in [panel.template for panel in hidden.panels]
    assert (hidden.tasks, hidden.happenings, hidden.next_steps) == ([], [], [])


def test_a_wish_for_counselling_becomes_a_task_whatever_the_score(person: Any, worker: Any) -> None:
    record(person, worker, answers=first_answers(p8="yes"))
    score = scored.scores_of(person, viewer=worker, on=ON)[0]
    assert "flag.wants_counselling" in [flag.code for flag in scored.flags_of(score)]
    assert any("counsellor" in task.title for task in contributions.gathered(person, viewer=worker, on=ON).tasks)


def test_every_permission_of_a_shipped_role_is_declared() -> None:
    roles = tomllib.loads(setup.ROLES_FILE.read_text(encoding="utf-8"))
    assert {"caseworker", "administrator", "protection_officer", "data_officer"} <= set(roles)
    assert {code for role in roles.values() for code in role["permissions"]} <= set(registry.declared())

"""What answers ask to be done is on the day's list until somebody did it, whatever the score; the safety card tells."""

from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.messages.models import Message
from sankofa.project import hooks, waiting
from sankofa.returnees import contributions
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from sankofa.surveys.permissions import INTERVIEW
from sankofa.sustainability import actions, concerns, permissions, queries
from sankofa.sustainability.models import Concern
from tests import builders
from tests.builders import AT, ON
from tests.rooms.test_talks_and_scores import first_answers, record

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CALM = {"e2": "never", "e4": "never", "p4": "very_safe", "p5": "never", "p7": "never", "p8": "no", "p9": "yes"}
"""Answers that ask for nothing grave."""


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may={INTERVIEW, permissions.VIEW, permissions.CARE}).as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


def talk(person: Any, worker: Any, **said: str) -> Any:
    return record(person, worker, answers=first_answers(**{**CALM, **said}))


def open_codes(worker: Any) -> list[str]:
    return [str(one.what) for one in concerns.open_concerns(worker, on=ON)]


@pytest.mark.parametrize(
    ("said", "code", "is_today"),
    [
        pytest.param({"e2": "very_often"}, "flag.hunger", True, id="food"),
        pytest.param({"p8": "yes"}, "flag.wants_counselling", True, id="counselling"),
        pytest.param({"p7": "very_often"}, "flag.heavy_distress", True, id="distress"),
        pytest.param({"p4": "very_unsafe"}, "flag.danger_outside", True, id="safety"),
        pytest.param({"e4": "often", "e5": "debt_larger"}, "flag.debt_pressure", False, id="debt"),
    ],
)
def test_a_grave_answer_is_on_the_days_list_whatever_the_score(
    person: Any, worker: Any, said: dict[str, str], code: str, is_today: bool
) -> None:
    talk(person, worker, **said)
    assert open_codes(worker) == [code]
    assert concerns.today(worker, on=ON).exists() is is_today
    line = waiting.care(worker, ON)
    assert (line is not None) is is_today
    assert code.encode() not in bytes(Concern.objects.values_list("what", flat=True)[0].sealed)


def test_good_answers_put_nothing_on_the_list(person: Any, worker: Any) -> None:
    talk(person, worker)
    assert open_codes(worker) == []
    assert waiting.care(worker, ON) is None


def test_what_was_done_takes_it_off_the_list_and_is_kept_sealed(person: Any, worker: Any) -> None:
    talk(person, worker, p8="yes")
    held = Concern.objects.get()
    assert any(
        task.url.endswith(f"/care/{held.pk}/") for task in contributions.gathered(person, viewer=worker, on=ON).tasks
    )
    with pytest.raises(actions.NothingSaid):
        actions.settle(concern=held, done="  ", by=worker, at=AT)
    actions.settle(concern=held, done="A counsellor comes on Tuesday.", by=worker, at=AT)
    assert open_codes(worker) == []
    assert b"Tuesday" not in bytes(Concern.objects.values_list("done", flat=True)[0].sealed)
    assert "Tuesday" not in str(Event.objects.get(action="sustainability.settle").detail)
    with pytest.raises(actions.SettledAlready):
        actions.settle(concern=held, done="Again.", by=worker, at=AT)
    assert not any("/care/" in task.url for task in contributions.gathered(person, viewer=worker, on=ON).tasks)


def test_working_a_score_out_again_asks_for_nothing_twice(person: Any, worker: Any, office: Any) -> None:
    made = talk(person, worker, p8="yes")
    again = builders.user(office, may={permissions.RESCORE}).as_actor()
    actions.rescore(submission=made, scheme="open-rss-mapping/1", by=again, at=AT)
    assert open_codes(worker) == ["flag.wants_counselling"]


def test_thoughts_of_ending_life_go_before_everything_and_the_protection_officers_are_told_without_a_word_of_it(
    person: Any, worker: Any, office: Any
) -> None:
    officer = builders.user(office, may={returnees.LOOK_AFTER})
    talk(person, worker, e2="very_often")
    made = actions.note_danger_to_life(person=person, by=worker, at=AT)
    assert actions.note_danger_to_life(person=person, by=worker, at=AT) == made
    assert open_codes(worker) == ["flag.danger_to_life", "flag.hunger"]
    told = Message.objects.filter(user=officer)
    assert [one.code for one in told] == ["staff.danger_to_life", "staff.danger_to_life"]
    assert all(str(person.pk) not in str(one.facts) for one in told)


def test_only_those_whose_role_says_so_see_to_people_and_nobody_elsewhere(person: Any, worker: Any) -> None:
    talk(person, worker, p8="yes")
    stranger = builders.user(may={permissions.CARE}).as_actor()
    assert open_codes(stranger) == []
    with pytest.raises(NotAllowed):
        actions.note_danger_to_life(person=person, by=stranger, at=AT)


def test_a_protected_file_is_on_nobodys_list_but_of_those_named(person: Any, worker: Any) -> None:
    talk(person, worker, p8="yes")
    type(person).objects.filter(pk=person.pk).update(is_protected=True)
    assert open_codes(worker) == []
    assert waiting.care(worker, ON) is None


def test_nothing_is_left_of_somebody_erased(person: Any, worker: Any) -> None:
    talk(person, worker, p8="yes")
    held = Concern.objects.get()
    assert actions.erase_concerns(Erasing(person, AT)) == [held]
    held.refresh_from_db()
    assert (held.what, held.done, held.settled_at) == (None, None, AT)
    assert queries.scores_of(person, viewer=worker, on=ON)

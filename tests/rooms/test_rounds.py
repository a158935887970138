"""Rounds of talks: who is due, why somebody was not reached, who is told, and what is counted."""

from datetime import date, timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.messages import actions as messages
from sankofa.messages import hooks as outgoing
from sankofa.messages import permissions as sending
from sankofa.messages.hooks import Contact
from sankofa.messages.models import Message
from sankofa.messages.rules.contact import Heard, Plan, Way, Whose
from sankofa.messages.rules.terms import Held
from sankofa.project import hooks
from sankofa.returnees.hooks import Erasing
from sankofa.surveys.permissions import INTERVIEW
from sankofa.sustainability import actions, permissions, rounds
from sankofa.sustainability.models import Attempt, OutsideCount, Reminder, Round
from sankofa.sustainability.rules.rounds import Reason, Standing
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
YEAR_AGO = ON - timedelta(days=400)
TEXTS = Plan(
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


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may={INTERVIEW, sending.CONTACT})


@pytest.fixture
def planner(office: Any) -> Any:
    return builders.user(office, may={permissions.KEEP_ROUNDS}, scope="organisation")


def back(office: Any, returned_on: date | None = YEAR_AGO, **facts: Any) -> Any:
    """Somebody who came back on a day."""
    made = builders.person(office, **facts)
    precision = "unknown" if returned_on is None else "day"
    made.journeys.create(returned_on=returned_on, returned_precision=precision)
    return made


def standing(person: Any, held: Round, worker: Any, on: date = ON) -> Any:
    found = rounds.in_round(held, viewer=worker.as_actor(), on=on, permission=INTERVIEW)
    return {one.person.pk: one.place for one in found.people}.get(person.pk)


def plan(office: Any, planner: Any, **changes: Any) -> Round:
    told: dict[str, Any] = {
        "reach": "office",
        "name": "One year after return",
        "instrument": "reintegration_score",
        "from_on": ON - timedelta(days=5),
        "until_on": ON + timedelta(days=60),
        "months_from": 12,
        "months_until": 18,
    }
    return actions.plan_round(office=office, by=planner.as_actor(), at=AT, **{**told, **changes})


def note(person: Any, held: Round, worker: Any, reason: Reason, note: str = "") -> Attempt:
    return actions.note_attempt(
        person=person, held=held, reason=reason, tried_on=ON, note=note, by=worker.as_actor(), at=AT
    )


def test_a_round_is_planned_on_record_and_its_people_are_due_by_their_day_of_return(
    office: Any, planner: Any, worker: Any
) -> None:
    due, early, late, unknown = (
        back(office),
        back(office, ON - timedelta(days=30)),
        back(office, ON - timedelta(days=900)),
        back(office, None),
    )
    resident = back(office, kind="resident")
    held = plan(office, planner)
    assert held.scheme == "open-rss/1"
    assert Event.objects.get(action="sustainability.plan_round").actor_id == str(planner.pk)
    found = rounds.in_round(held, viewer=worker.as_actor(), on=ON, permission=INTERVIEW)
    assert [one.person.pk for one in found.people] == [due.pk]
    assert found.people[0].place.standing is Standing.DUE
    assert found.without_day == 1
    assert all(standing(one, held, worker) is None for one in (early, late, unknown, resident))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"until_on": ON - timedelta(days=9)}, "until_on", id="ends-before-it-begins"),
        pytest.param({"from_on": date(2020, 1, 1), "until_on": date(2020, 5, 1)}, "until_on", id="over-already"),
        pytest.param({"months_from": 18, "months_until": 18}, "months_until", id="no-month-between"),
        pytest.param({"instrument": "no_such_form"}, "instrument", id="no-such-form"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(office: Any, planner: Any, changes: Any, field: str) -> None:
    with pytest.raises(actions.BadRound) as bad:
        plan(office, planner, **changes)
    assert bad.value.field == field
    assert not Round.objects.exists()


def test_somebody_of_another_organisation_plans_no_round_here(office: Any) -> None:
    stranger = builders.user(may={permissions.KEEP_ROUNDS})
    with pytest.raises(NotAllowed):
        plan(office, stranger)


def test_an_answer_takes_somebody_off_the_list_and_so_does_a_final_reason(
    office: Any, planner: Any, worker: Any
) -> None:
    answered, refused, later = back(office), back(office), back(office)
    held = plan(office, planner)
    builders.submission(answered)
    note(refused, held, worker, Reason.REFUSED)
    note(later, held, worker, Reason.LATER)
    assert standing(answered, held, worker).standing is Standing.ANSWERED
    assert (standing(refused, held, worker).standing, standing(refused, held, worker).reason) == (
        Standing.LOST,
        "refused",
    )
    [(_, now)] = rounds.due_now(worker.as_actor(), on=ON)
    assert [one.person.pk for one in now] == [later.pk]
    after = held.until_on
    assert standing(later, held, worker, on=after).reason == "later"


def test_files_that_are_read_as_one_count_once_with_all_their_answers(office: Any, planner: Any, worker: Any) -> None:
    leading, following = back(office, None), back(office)
    builders.sameperson(following, leading)
    held = plan(office, planner)
    assert standing(leading, held, worker).standing is Standing.DUE
    assert standing(following, held, worker) is None
    builders.submission(following)
    assert standing(leading, held, worker).standing is Standing.ANSWERED


def test_a_protected_file_is_in_no_round_of_those_who_are_not_named(office: Any, planner: Any, worker: Any) -> None:
    person = back(office)
    held = plan(office, planner)
    assert standing(person, held, worker) is not None
    type(person).objects.filter(pk=person.pk).update(is_protected=True)
    assert standing(person, held, worker) is None
    assert rounds.due_now(worker.as_actor(), on=ON) == []


def test_a_round_reaches_the_offices_it_says_and_no_others(office: Any, planner: Any) -> None:
    sister = builders.office(office.organisation, path="BD.30.29")
    abroad = builders.office(office.organisation, path="NP.3")
    stranger = builders.office(path="BD.30.26")
    for reach, wanted in (("office", 1), ("country", 2), ("organisation", 3)):
        held = plan(office, planner, reach=reach)
        reached = [rounds.reaches(held, one) for one in (office, sister, abroad, stranger)]
        assert reached.count(True) == wanted
        assert not reached[3]


def test_why_somebody_was_not_reached_is_kept_sealed_and_goes_with_the_person(
    office: Any, planner: Any, worker: Any
) -> None:
    person = back(office)
    held = plan(office, planner)
    made = note(person, held, worker, Reason.UNSAFE, "Her brother answers the phone.")
    assert b"brother" not in bytes(Attempt.objects.values_list("note", flat=True)[0].sealed)
    assert rounds.attempts(held, person, viewer=worker.as_actor(), on=ON)[0].note == "Her brother answers the phone."
    assert actions.erase_attempts(Erasing(person, AT)) == [made]
    made.refresh_from_db()
    assert (made.note, made.reason) == (None, "unsafe")


def test_nobody_is_noted_who_is_not_in_the_round_and_nothing_on_a_day_to_come(
    office: Any, planner: Any, worker: Any
) -> None:
    held = plan(office, planner)
    with pytest.raises(actions.NotInRound):
        note(back(office, ON - timedelta(days=30)), held, worker, Reason.DIED)
    with pytest.raises(actions.AlreadyOver):
        actions.note_attempt(
            person=back(office),
            held=held,
            reason=Reason.DIED,
            tried_on=ON + timedelta(days=1),
            note="",
            by=worker.as_actor(),
            at=AT,
        )
    assert not Attempt.objects.exists()


def test_a_round_called_off_asks_nobody_any_more_and_keeps_what_was_noted(
    office: Any, planner: Any, worker: Any
) -> None:
    person = back(office)
    held = plan(office, planner)
    note(person, held, worker, Reason.LATER)
    actions.call_off(held=held, by=planner.as_actor(), at=AT)
    assert rounds.due_now(worker.as_actor(), on=ON) == []
    assert Attempt.objects.count() == 1
    with pytest.raises(actions.AlreadyOver):
        actions.call_off(held=held, by=planner.as_actor(), at=AT)


def test_staff_with_somebody_to_talk_with_are_told_once_when_a_round_begins_and_once_before_it_ends(
    office: Any, planner: Any, worker: Any
) -> None:
    sister = builders.office(office.organisation)
    builders.user(sister, may={INTERVIEW})
    back(office)
    held = plan(office, planner, reach="organisation")
    assert actions.tell_staff(at=AT) == 1
    assert actions.tell_staff(at=AT) == 0
    soon = AT + (held.until_on - ON) - timedelta(days=10)
    assert actions.tell_staff(at=soon) == 1
    assert set(Reminder.objects.values_list("user", "occasion")) == {(worker.pk, "begins"), (worker.pk, "ends")}
    assert [one.code for one in Message.objects.order_by("created_at")] == ["staff.round_begins", "staff.round_ends"]


def test_somebody_is_written_to_only_with_their_yes_and_a_safe_plan(
    office: Any, planner: Any, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Contact | None] = [None]
    monkeypatch.setattr(outgoing.may_contact, "_filled", [lambda subject, channel, at: said[0]])
    person = back(office)
    held = plan(office, planner)

    def remind() -> Attempt:
        return actions.send_reminder(person=person, held=held, by=worker.as_actor(), at=AT)

    with pytest.raises(actions.MayNotBeWrittenTo) as no_plan:
        remind()
    assert no_plan.value.held is Held.NO_PLAN
    messages.keep_plan(person=person, plan=TEXTS, by=worker.as_actor(), at=AT)
    with pytest.raises(actions.MayNotBeWrittenTo) as never_asked:
        remind()
    assert never_asked.value.held is Held.NOT_ASKED
    assert not Message.objects.exists()
    said[0] = Contact.YES
    assert remind().reason == "reminded"
    assert Message.objects.get().code == "person.call_back"
    assert standing(person, held, worker).standing is Standing.DUE, "a message is no talk"


def test_those_we_lost_touch_with_are_counted_by_sex_office_and_where_they_stood_before(
    office: Any, planner: Any, worker: Any
) -> None:
    women = [back(office, sex="female") for _ in range(3)]
    man = back(office, sex="male")
    held = plan(office, planner)
    builders.submission(women[0])
    note(man, held, worker, Reason.ABROAD)
    found = rounds.in_round(held, viewer=planner.as_actor(), on=ON, permission=permissions.KEEP_ROUNDS)
    members = rounds.members(found, held)
    told = {(member.groups["sex"], member.place.standing.value) for member in members}
    assert told == {("female", "answered"), ("female", "due"), ("male", "lost")}
    assert {member.groups["third"] for member in members} == {"none"}


def test_people_outside_ones_reach_are_counted_apart(office: Any, worker: Any) -> None:
    sister = builders.office(office.organisation, path="NP.3")
    for one in (office, sister, sister):
        back(one)
    planner = builders.user(office, may={permissions.KEEP_ROUNDS})
    held = plan(office, planner, reach="organisation")
    own = rounds.in_round(held, viewer=planner.as_actor(), on=ON, permission=permissions.KEEP_ROUNDS)
    assert len(own.people) == 1
    assert len(rounds.beyond(held, viewer=planner.as_actor(), on=ON)[0]) == 2
    for hidden in (back(sister), back(office)):
        type(hidden).objects.filter(pk=hidden.pk).update(is_protected=True)
    assert len(rounds.beyond(held, viewer=planner.as_actor(), on=ON)[0]) == 2


@pytest.fixture
def sister(office: Any) -> Any:
    return builders.office(office.organisation)


def count(held: Round, by: Any) -> OutsideCount:
    return actions.count_outside(held=held, by=by.as_actor(), at=AT)


def near(office: Any) -> Any:
    """Somebody who plans rounds and reaches the people of their own office alone."""
    return builders.user(office, may={permissions.KEEP_ROUNDS})


def test_two_rounds_a_month_apart_cannot_be_subtracted_to_find_one_person(
    office: Any, planner: Any, sister: Any
) -> None:
    for _ in range(12):
        back(sister, sex="female")
    held = plan(office, planner, reach="organisation")
    made = count(held, near(office))
    assert ["female", [12, 0, 12, 0]] in made.shown
    later = plan(office, planner, reach="organisation", name="A month later")
    assert count(later, near(office)).shown == made.shown, "the same people again tell of nobody"
    back(sister, sex="female")
    for one in (held, later):
        with pytest.raises(actions.NotToBeShown) as refused:
            count(one, near(office))
        assert [found.code for found in refused.value.findings] == ["few_differ", "few_differ"]
    assert OutsideCount.objects.count() == 2
    for _ in range(9):
        back(sister, sex="female")
    assert ["female", [22, 0, 22, 0]] in count(later, near(office)).shown


def test_who_answered_since_is_not_told_by_a_second_count(office: Any, planner: Any, sister: Any) -> None:
    people = [back(sister, sex="female") for _ in range(24)]
    for person in people[:12]:
        builders.submission(person)
    held = plan(office, planner, reach="organisation")
    assert ["female", [24, 12, 12, 0]] in count(held, near(office)).shown
    builders.submission(people[12])
    with pytest.raises(actions.NotToBeShown):
        count(held, near(office))


def test_fewer_than_ten_outside_are_no_number_and_a_round_of_one_office_has_nobody_outside(
    office: Any, planner: Any, sister: Any
) -> None:
    for _ in range(9):
        back(sister)
    with pytest.raises(actions.NotToBeShown):
        count(plan(office, planner, reach="organisation"), near(office))
    with pytest.raises(actions.NobodyOutside):
        count(plan(office, planner), near(office))


def test_nobody_elsewhere_counts_the_people_of_a_round(office: Any, planner: Any) -> None:
    with pytest.raises(NotAllowed):
        count(plan(office, planner, reach="organisation"), builders.user(may={permissions.KEEP_ROUNDS}))

"""Households by real rows: formed, split, moved and joined; who is shown to whom; school; erasing and joined files."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sankofa.accounts.action import NotAllowed, system
from sankofa.project import hooks
from sankofa.returnees import actions, households, permissions
from sankofa.returnees.models import Dwelling, Household, Membership, Schooling, Unnamed
from sankofa.returnees.rules.households import BeforeItBegan, LivesElsewhere, NobodyStays
from sankofa.returnees.rules.terms import PartialDay, Precision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LONG_AGO = ON - timedelta(days=400)
LAST_MONTH = ON - timedelta(days=30)


@pytest.fixture
def office() -> Any:
    hooks.fill()
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=[permissions.VIEW, permissions.AMEND], scope="office").as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office, given_name="Rahima")


def exactly(day: Any) -> PartialDay:
    return day if isinstance(day, PartialDay) else PartialDay(day, Precision.DAY)


def formed(person: Any, by: Any, since: Any = LONG_AGO) -> Household:
    return actions.form_household(
        person=person, since=exactly(since), together="head", called="", place=None, by=by, at=AT
    )


def added(person: Any, by: Any, *, since: Any = LONG_AGO, **facts: Any) -> Any:
    member = builders.person(person.office, **facts)
    actions.add_member(person=person, member_id=member.pk, together="child", since=exactly(since), by=by, at=AT)
    return member


def seen(person: Any, by: Any) -> households.Home:
    return households.home(households.homes_of(person)[0], viewer=by, on=ON)


def names(person: Any, by: Any) -> list[str]:
    return [one.person.given_name for one in seen(person, by).members]


def test_a_household_forms_and_takes_somebody_in(person: Any, worker: Any) -> None:
    formed(person, worker)
    added(person, worker, given_name="Amin")
    assert names(person, worker) == ["Rahima", "Amin"]


def test_nobody_lives_in_two_households_on_one_day(person: Any, worker: Any) -> None:
    formed(person, worker)
    with pytest.raises(LivesElsewhere):
        formed(person, worker)
    other = builders.person(person.office)
    formed(other, worker)
    with pytest.raises(LivesElsewhere):
        actions.add_member(person=person, member_id=other.pk, together="other", since=exactly(ON), by=worker, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=person, household=Household.objects.first(), from_on=ON)


def test_whoever_left_may_live_elsewhere_from_that_day(person: Any, worker: Any) -> None:
    formed(person, worker)
    gone = actions.leave_household(person=person, on=exactly(LAST_MONTH), because="married", by=worker, at=AT)
    assert (gone.until_on, gone.because) == (LAST_MONTH, "married")
    with pytest.raises(actions.NoHousehold):
        actions.leave_household(person=person, on=exactly(ON), because="other", by=worker, at=AT)
    assert formed(person, worker, LAST_MONTH)


def test_a_household_splits_and_the_new_one_knows_where_it_came_from(person: Any, worker: Any) -> None:
    old = formed(person, worker)
    son = added(person, worker, given_name="Amin")
    wife = added(person, worker, given_name="Lina", since=LAST_MONTH)
    new = actions.split_household(person=person, goers=[son.pk, wife.pk], place=None, on=exactly(ON), by=worker, at=AT)
    assert new.came_from == old
    assert (names(person, worker), names(son, worker)) == (["Rahima"], ["Amin", "Lina"])
    with pytest.raises(NobodyStays):
        actions.split_household(person=person, goers=[person.pk], place=None, on=exactly(ON), by=worker, at=AT)


def test_two_households_come_together_with_those_who_have_no_names(person: Any, worker: Any) -> None:
    formed(person, worker)
    other = builders.person(person.office, given_name="Karim")
    theirs = formed(other, worker)
    actions.count_unnamed(person=person, counts={"female|child": 1}, on=exactly(LAST_MONTH), by=worker, at=AT)
    actions.count_unnamed(
        person=other, counts={"female|child": 2, "male|adult": 1}, on=exactly(LAST_MONTH), by=worker, at=AT
    )
    actions.join_households(person=person, other_id=other.pk, on=exactly(ON), by=worker, at=AT)
    assert names(person, worker) == ["Rahima", "Karim"]
    assert seen(person, worker).unnamed.counts == {"female|child": 3, "male|adult": 1}  # type: ignore[union-attr]
    theirs.refresh_from_db()
    assert theirs.until_on == ON
    with pytest.raises(actions.OneHousehold):
        actions.join_households(person=person, other_id=other.pk, on=exactly(ON), by=worker, at=AT)


def test_a_household_that_moves_has_a_place_every_day(person: Any, worker: Any) -> None:
    formed(person, worker)
    builders.place("BD.30.26")
    actions.move_household(person=person, place="BD.30.26", on=exactly(LAST_MONTH), by=worker, at=AT)
    spans = [(one.place_id, one.from_on, one.until_on) for one in Dwelling.objects.order_by("from_on")]
    assert spans == [(None, LONG_AGO, LAST_MONTH), ("BD.30.26", LAST_MONTH, None)]
    with pytest.raises(BeforeItBegan):
        actions.move_household(person=person, place=None, on=exactly(LONG_AGO), by=worker, at=AT)


def test_those_without_names_are_counted_anew_and_the_old_count_stays(person: Any, worker: Any) -> None:
    formed(person, worker)
    actions.count_unnamed(person=person, counts={"male|child": 1}, on=exactly(LAST_MONTH), by=worker, at=AT)
    actions.count_unnamed(person=person, counts={"male|child": 2}, on=exactly(ON), by=worker, at=AT)
    assert [one.until_on for one in Unnamed.objects.order_by("from_on")] == [ON, None]
    found = seen(person, worker)
    assert households.unnamed_words(found.unnamed) == "2 boys"
    assert households.dependants_words(found.members, found.unnamed, on=ON) == "2 children, 1 of unknown age"


YEAR = PartialDay(ON.replace(month=1, day=1), Precision.YEAR)
EARLIER = PartialDay(date(ON.year - 3, 1, 1), Precision.YEAR)


def test_of_whom_the_year_alone_is_known_no_day_is_made_up(person: Any, worker: Any) -> None:
    formed(person, worker, EARLIER)
    member = added(person, worker, since=replace(EARLIER, precision=Precision.MONTH, day=date(ON.year - 3, 5, 1)))
    held = Membership.objects.order_by("from_on")
    assert [(one.since.precision, one.from_on.month) for one in held] == [(Precision.YEAR, 1), (Precision.MONTH, 5)]
    actions.leave_household(person=member, on=YEAR, because="married", by=worker, at=AT)
    assert held.get(person=member).until == YEAR


def test_a_year_that_holds_the_day_on_which_something_else_ended_is_read_from_that_day(
    person: Any, worker: Any
) -> None:
    formed(person, worker)
    actions.leave_household(person=person, on=exactly(LAST_MONTH), because="other", by=worker, at=AT)
    assert formed(person, worker, YEAR).from_on == LAST_MONTH
    ended = actions.leave_household(person=person, on=YEAR, because="other", by=worker, at=AT)
    assert (ended.until_on, ended.until.precision) == (LAST_MONTH, Precision.YEAR)
    with pytest.raises(LivesElsewhere):
        formed(person, worker, EARLIER)


def test_a_day_to_come_is_refused(person: Any, worker: Any) -> None:
    with pytest.raises(actions.StillToCome):
        formed(person, worker, ON + timedelta(days=1))


@pytest.fixture
def hidden(person: Any, worker: Any) -> Any:
    formed(person, worker)
    member = added(person, worker, given_name="Zqhidden", born_on=ON - timedelta(days=3000), born_precision="day")
    added(person, worker, given_name="Amin")
    member.is_protected = True
    member.save()
    return member


def test_a_protected_member_is_in_no_list_count_or_sentence_of_others(person: Any, worker: Any, hidden: Any) -> None:
    found = seen(person, worker)
    assert names(person, worker) == ["Rahima", "Amin"]
    assert [one.person.given_name for one in found.past] == ["Rahima", "Amin"]
    assert households.dependants_words(found.members, None, on=ON) == "2 of unknown age"
    added_to_page = households.contribution(person, worker, ON)
    assert "Zqhidden" not in str(added_to_page)


def test_whoever_is_named_on_the_file_sees_the_member(person: Any, worker: Any, hidden: Any) -> None:
    named = builders.user(person.office, may=[permissions.VIEW])
    builders.named(hidden, named)
    assert "Zqhidden" in names(person, named.as_actor())


def test_a_split_answers_as_if_the_protected_member_were_not_there(person: Any, worker: Any, hidden: Any) -> None:
    everybody = [one.person_id for one in seen(person, worker).members]
    with pytest.raises(NobodyStays):
        actions.split_household(person=person, goers=everybody, place=None, on=exactly(ON), by=worker, at=AT)
    with pytest.raises(actions.NotAPerson):
        actions.split_household(person=person, goers=[hidden.pk], place=None, on=exactly(ON), by=worker, at=AT)


def test_a_protected_member_moves_with_the_whole_household_in_silence(person: Any, worker: Any, hidden: Any) -> None:
    other = builders.person(person.office)
    home = formed(other, worker)
    actions.join_households(person=other, other_id=person.pk, on=exactly(ON), by=worker, at=AT)
    assert Membership.objects.get(person=hidden, until_on=None).household == home
    assert "Zqhidden" not in names(other, worker)


def test_nobody_adds_somebody_whom_they_may_not_correct(person: Any, worker: Any) -> None:
    formed(person, worker)
    stranger = builders.person()
    with pytest.raises(actions.NotAPerson):
        actions.add_member(person=person, member_id=stranger.pk, together="other", since=exactly(ON), by=worker, at=AT)
    with pytest.raises(NotAllowed):
        formed(stranger, worker)


def test_joined_files_are_one_member(person: Any, worker: Any) -> None:
    formed(person, worker)
    twin = builders.person(person.office, given_name="Rahima")
    formed(twin, worker)
    builders.sameperson(twin, person)
    assert len(households.homes_of(person, twin)) == 2
    actions.join_households(person=person, other_id=twin.pk, on=exactly(ON), by=worker, at=AT)
    assert len(households.homes_of(person, twin)) == 1
    assert names(person, worker) == ["Rahima"]


def test_a_file_that_was_joined_lives_nowhere_else(person: Any, worker: Any) -> None:
    formed(person, worker)
    twin = builders.person(person.office)
    builders.sameperson(twin, person)
    with pytest.raises(LivesElsewhere):
        formed(twin, worker)


def test_whoever_was_erased_is_in_no_household_and_its_name_goes_with_the_last(person: Any, worker: Any) -> None:
    held = actions.form_household(
        person=person, since=exactly(LONG_AGO), together="head", called="Zqhouse", place=None, by=worker, at=AT
    )
    actions.erase(person=person, because="asked", by=system("test", on=ON), at=AT)
    held.refresh_from_db()
    assert held.called is None
    assert not Membership.objects.exists()


def schooled(person: Any, by: Any, state: str, since: Any = ON, **said: Any) -> Schooling:
    given: dict[str, Any] = {"school": "", "class_name": "", "language": "", "stopped_because": "", "look_on": None}
    return actions.note_schooling(person=person, state=state, since=exactly(since), **{**given, **said}, by=by, at=AT)


def test_school_is_written_in_spans_and_a_child_who_stopped_is_due(person: Any, worker: Any) -> None:
    child = builders.person(person.office, born_on=ON.replace(year=2016), born_precision="day")
    schooled(child, worker, "attends", LONG_AGO, school="Zila School")
    held = schooled(child, worker, "stopped", LAST_MONTH, stopped_because="cost", look_on=ON + timedelta(days=7))
    assert [one.until_on for one in Schooling.objects.order_by("from_on")] == [LAST_MONTH, None]
    added_to_page = households.contribution(child, worker, ON)
    assert [step.due_on for step in added_to_page.next_steps] == [held.look_on]
    assert [tag.text for tag in added_to_page.tags] == ["Counts as a child"]
    assert households.school_papers([child], on=ON)
    builders.document(child, kind="birth", number=None)
    assert households.school_papers([child], on=ON) == []
    with pytest.raises(BeforeItBegan):
        schooled(child, worker, "attends", LONG_AGO)


def test_an_adult_who_left_school_is_no_reason_to_act(person: Any, worker: Any) -> None:
    grown = builders.person(person.office, born_on=ON.replace(year=2000), born_precision="day")
    schooled(grown, worker, "stopped", LONG_AGO, look_on=ON)
    assert households.contribution(grown, worker, ON).next_steps == ()


def test_school_of_somebody_erased_goes_with_them(person: Any, worker: Any) -> None:
    schooled(person, worker, "attends", school="Zqschool")
    actions.erase(person=person, because="asked", by=system("test", on=ON), at=AT)
    assert not Schooling.objects.exists()

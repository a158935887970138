"""How people of a country see its help, in versions; and how many people of each group live where, in tens."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sankofa.accounts.action import NotAllowed
from sankofa.provision import actions, gaps, permissions
from sankofa.provision.models import CountryView, GroupCount
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.matrix import EVERYBODY, State
from sankofa.provision.rules.terms import Dimension, Level
from sankofa.returnees.group_numbers import group_numbers
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SIDES = actions.Sides(strengths=("Offices in every district",), threats=("Projects end",))


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=[permissions.VIEW, permissions.KEEP]).as_actor()


def test_what_is_written_counts_and_what_stood_before_stays_to_be_read(office: Any, worker: Any) -> None:
    actions.write_country_view(office=office, sides=SIDES, seen=0, by=worker, at=AT)
    later = AT + timedelta(days=1)
    now = actions.write_country_view(office=office, sides=replace(SIDES, threats=()), seen=1, by=worker, at=later)
    assert gaps.view_of("BD") == now
    assert [(one.number, one.threats) for one in gaps.views_of("BD")] == [(2, []), (1, ["Projects end"])]
    assert actions.sides_of(now) == replace(SIDES, threats=())


def test_two_who_write_at_once_do_not_overwrite_one_another(office: Any, worker: Any) -> None:
    actions.write_country_view(office=office, sides=SIDES, seen=0, by=worker, at=AT)
    with pytest.raises(actions.SeenMeanwhile) as told:
        actions.write_country_view(office=office, sides=actions.Sides(), seen=0, by=worker, at=AT)
    assert told.value.number == 1
    assert CountryView.objects.count() == 1


def test_a_version_that_never_was_is_told_like_one_written_meanwhile(office: Any, worker: Any) -> None:
    with pytest.raises(actions.SeenMeanwhile) as told:
        actions.write_country_view(office=office, sides=SIDES, seen=4, by=worker, at=AT)
    assert told.value.number == 0


def test_the_same_words_make_no_version(office: Any, worker: Any) -> None:
    with pytest.raises(actions.SameView):
        actions.write_country_view(office=office, sides=actions.Sides(), seen=0, by=worker, at=AT)
    actions.write_country_view(office=office, sides=SIDES, seen=0, by=worker, at=AT)
    with pytest.raises(actions.SameView):
        actions.write_country_view(office=office, sides=SIDES, seen=1, by=worker, at=AT)


@pytest.mark.parametrize(
    "sides",
    [
        pytest.param(actions.Sides(strengths=("x" * 301,)), id="too-long"),
        pytest.param(actions.Sides(threats=("x",) * 21), id="too-many"),
    ],
)
def test_more_than_paper_holds_is_refused(office: Any, worker: Any, sides: actions.Sides) -> None:
    with pytest.raises(actions.TooMuch):
        actions.write_country_view(office=office, sides=sides, seen=0, by=worker, at=AT)


def test_only_who_may_keep_the_map_writes(office: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.write_country_view(
            office=office, sides=SIDES, seen=0, by=builders.user(office, may=[permissions.VIEW]).as_actor(), at=AT
        )


def test_one_version_of_a_country_counts(office: Any) -> None:
    builders.countryview(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.countryview(office, number=2)


def test_people_are_counted_by_district_and_group_and_what_is_not_known_is_no_no(office: Any) -> None:
    here, there = office.place, builders.place("BD.40.01")
    builders.country("IN")
    woman = builders.person(office, place=here, sex="female", born_on=date(1960, 1, 1), born_precision="day")
    woman.journeys.create(return_kind="forced", destination_id="IN")
    builders.person(office, place=here)
    builders.person(office, place=there, sex="male", born_on=date(ON.year - 10, 1, 1), born_precision="day")
    builders.person(office, sex="female")
    builders.person(office, place=here, kind="relative")
    found = {(one.district, one.group): (one.people, one.not_known) for one in group_numbers("BD", on=ON)}
    assert found["BD.30.26", ""] == (2, 0)
    assert found["BD.30.26", "women"] == (1, 1)
    assert found["BD.30.26", "older"] == (1, 1)
    assert found["BD.30.26", "forced_return"] == (1, 1)
    assert found["BD.30.26", "from_india"] == (1, 1)
    assert found["BD.40.01", "children"] == (1, 0)
    assert found["BD", "women"] == (1, 0), "whoever has no district stands under the country"


def test_who_has_no_paper_at_hand_is_counted_and_of_whom_no_paper_is_written_nobody_knows(office: Any) -> None:
    without, several, _unknown = (builders.person(office, place=office.place) for _ in range(3))
    builders.document(without, number=None, whereabouts="never")
    builders.document(without, whereabouts="employer")
    builders.document(several, whereabouts="lost")
    builders.document(several, whereabouts="with_person")
    builders.document(builders.person(office, place=office.place), valid_until=ON - timedelta(days=1))
    found = {(one.district, one.group): (one.people, one.not_known) for one in group_numbers("BD", on=ON)}
    assert found["BD.30.26", "without_papers"] == (2, 1)


def test_families_are_counted_beside_those_who_came_back(office: Any) -> None:
    builders.person(office, place=office.place, kind="relative")
    found = {one.group: (one.people, one.not_known) for one in group_numbers("BD", on=ON)}
    assert (found["families"], found[""], found["without_papers"]) == ((1, 0), (0, 0), (0, 0))


def test_somebody_with_several_journeys_counts_once(office: Any) -> None:
    woman = builders.person(office, place=office.place)
    for kind in ("forced", "forced", "unknown"):
        woman.journeys.create(return_kind=kind)
    found = {one.group: (one.people, one.not_known) for one in group_numbers("BD", on=ON)}
    assert found["forced_return"] == (1, 0)


def test_protected_files_and_second_files_are_in_no_count(office: Any) -> None:
    first, second = builders.person(office, place=office.place), builders.person(office, place=office.place)
    builders.sameperson(second, first)
    builders.person(office, place=office.place, is_protected=True)
    hidden = builders.person(office, place=office.place)
    builders.sameperson(builders.person(office, place=office.place, is_protected=True), hidden)
    found = {(one.district, one.group): one.people for one in group_numbers("BD", on=ON)}
    assert found["BD.30.26", ""] == 1


def test_numbers_are_told_in_tens_and_few_people_as_few(office: Any) -> None:
    rows = [("BD.30.26", "", 43, 0), ("BD.30.26", "women", 7, 12), ("BD.40.01", "", 104, 0)]
    for district, group, people, unknown in rows:
        GroupCount.objects.create(
            country="BD", district=district, group=group, people=people, not_known=unknown, counted_at=AT
        )
    told, counted_at = gaps.numbers("BD.30.26")
    assert (told[""].people, told[""].is_few, told["women"].people, told["women"].is_few) == (40, False, 0, True)
    assert (told["women"].not_known, counted_at) == (10, AT)
    assert gaps.numbers("BD")[0][""].people == 150
    few = gaps.Number(people=0, is_few=True, not_known=0)
    assert gaps.numbers("BD.40.01")[0]["women"] == few
    assert gaps.numbers("BD.10.04")[0] == {"": few, "women": few}, "the first one to come is seen in no number"
    assert gaps.numbers("NP") == ({}, None)


def test_numbers_are_made_anew_once_a_day(office: Any) -> None:
    builders.person(office, place=office.place)
    assert actions.count_groups(at=AT, countries=["BD"]) == 1
    builders.person(office, place=office.place)
    actions.count_groups(at=AT + timedelta(hours=1))
    assert GroupCount.objects.get(country="BD", group="").people == 1
    actions.count_groups(at=AT + timedelta(hours=25))
    assert GroupCount.objects.get(country="BD", group="").people == 2


def test_a_check_fills_a_cell_until_it_ends(office: Any, worker: Any) -> None:
    held = builders.entry(code="bd-course", dimensions=["economic"], groups=["women"])
    key = Dimension.ECONOMIC, Level.INDIVIDUAL, Group.WOMEN

    def state(on: date) -> State:
        return gaps.gaps("BD", viewer=worker, on=on).cells[key].state

    assert state(ON) is State.EMPTY
    builders.check(held, checked_on=ON, office=office)
    assert state(ON) is State.SERVED
    assert state(ON + timedelta(days=200)) is State.EMPTY


def test_help_that_was_not_as_written_is_not_even_reported(office: Any, worker: Any) -> None:
    held = builders.entry(code="bd-course", dimensions=["economic"])
    builders.check(held, checked_on=ON, office=office, phone_confirmed=False)
    found = gaps.gaps("BD", viewer=worker, on=ON)
    assert found.over == ("bd-course",)
    assert found.cells[Dimension.ECONOMIC, Level.INDIVIDUAL, EVERYBODY].reported == ()

"""In which order a day's work is done."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.desks.rules.order import Due, Risk, late, turns

ON = date(2026, 11, 22)
AMINA, KAMALA, ROSE, OMAR = (UUID(int=number) for number in range(1, 5))
HOME = UUID(int=99)


def due(whose: UUID, days: int | None, said: str = "", risk: Risk = Risk.USUAL) -> Due[str]:
    return Due(whose, risk, None if days is None else ON + timedelta(days=days), said)


def test_what_cannot_wait_comes_first_then_the_longest_overdue_then_what_has_no_date() -> None:
    held = [due(AMINA, 5), due(KAMALA, None), due(ROSE, -30), due(OMAR, 0, risk=Risk.TODAY)]
    assert [turn.first.whose for turn in turns(held, {})] == [OMAR, ROSE, AMINA, KAMALA]


def test_a_person_has_one_turn_with_all_there_is_to_do_for_them() -> None:
    held = [due(AMINA, 5, "visit"), due(KAMALA, 1, "talk"), due(AMINA, -2, "plan")]
    first, second = turns(held, {})
    assert (first.first.said, [one.said for one in first.also]) == ("plan", ["visit"])
    assert (second.first.said, second.also) == ("talk", ())


def test_others_of_the_same_home_stand_beside_each_other_and_nobody_elses() -> None:
    held = [due(AMINA, 1, "visit"), due(KAMALA, 3, "talk"), due(ROSE, 2, "plan"), due(OMAR, 4, "talk")]
    found = {turn.first.whose: turn for turn in turns(held, {AMINA: HOME, KAMALA: HOME, ROSE: UUID(int=98)})}
    assert [one.whose for one in found[AMINA].at_home] == [KAMALA]
    assert [one.whose for one in found[KAMALA].at_home] == [AMINA]
    assert found[ROSE].at_home == ()
    assert found[OMAR].at_home == (), "nobody knows where Omar lives, which is no home that others share"


@pytest.mark.parametrize(
    ("days", "count"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([0], 0, id="due-today-is-not-late"),
        pytest.param([-1, -400, 3, None], 2, id="yesterday-and-long-ago"),
    ],
)
def test_what_is_late_is_what_should_have_been_done_before_today(days: list[int | None], count: int) -> None:
    assert late([due(AMINA, day) for day in days], on=ON) == count


@given(
    st.lists(
        st.tuples(
            st.sampled_from([AMINA, KAMALA, ROSE, OMAR]),
            st.none() | st.integers(-60, 60),
            st.sampled_from(list(Risk)),
        ),
        max_size=12,
    )
)
def test_nothing_is_lost_and_nothing_is_told_twice(held: list[tuple[UUID, int | None, Risk]]) -> None:
    things = [due(whose, days, str(number), risk) for number, (whose, days, risk) in enumerate(held)]
    found = turns(things, {})
    told = [one.said for turn in found for one in (turn.first, *turn.also)]
    assert sorted(told) == sorted(one.said for one in things)
    assert len(found) == len({one.whose for one in things})

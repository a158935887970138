"""Laws of households over random histories: one roof per person and day, and no day is lost."""

import contextlib
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from sankofa.returnees.rules.households import (
    BeforeItBegan,
    LivesElsewhere,
    NobodyGoes,
    NobodyStays,
    Stay,
    applied,
    check_free,
    home_on,
    join,
    leave,
    split,
)

BEGIN, DAYS = date(2026, 1, 1), 40
PEOPLE, HOUSES = ["a", "b", "c", "d"], ["one", "two"]
STEP = st.tuples(
    st.sampled_from(["come", "leave", "split", "join"]),
    st.integers(0, DAYS - 1).map(lambda days: BEGIN + timedelta(days)),
    st.sampled_from(PEOPLE),
    st.sampled_from(HOUSES),
    st.sets(st.sampled_from(PEOPLE)),
)


def keyed(stays: Iterable[Stay]) -> list[Stay]:
    """Give every stay a key of its own, as rows have."""
    number = count(1)
    return [
        Stay(one.person, one.household, one.from_on, one.until_on, one.together, str(next(number))) for one in stays
    ]


def stepped(stays: list[Stay], step: tuple[str, date, str, str, set[str]]) -> list[Stay]:
    """Return the stays after one step, unchanged where it is refused."""
    what, on, person, house, goers = step
    there = [stay for stay in stays if stay.household == house and stay.until_on is None]
    with contextlib.suppress(LivesElsewhere, BeforeItBegan, NobodyGoes, NobodyStays):
        match what:
            case "come":
                new = Stay(person, house, on)
                check_free(stays, new)
                return keyed([*stays, new])
            case "leave":
                for stay in there:
                    if stay.person == person:
                        return keyed(applied(stays, leave(stay, on=on)))
            case "split":
                return keyed(applied(stays, split(there, goers=goers, to=f"{house} split {len(stays)}", on=on)))
            case _:
                other = HOUSES[1 - HOUSES.index(house)]
                return keyed(applied(stays, join(there, to=other, on=on)))
    return stays


def roofs(stays: list[Stay], person: str, on: date) -> int:
    return sum(stay.person == person and stay.covers(on) for stay in stays)


@given(st.lists(STEP, max_size=12))
def test_nobody_is_under_two_roofs_on_one_day(steps: list[tuple[str, date, str, str, set[str]]]) -> None:
    stays: list[Stay] = []
    for step in steps:
        stays = stepped(stays, step)
    for day in range(DAYS + 2):
        assert all(roofs(stays, person, BEGIN + timedelta(day)) <= 1 for person in PEOPLE)


@given(st.lists(STEP, max_size=8), STEP)
def test_splitting_and_joining_lose_no_day_of_anybody(
    before: list[tuple[str, date, str, str, set[str]]], last: tuple[str, date, str, str, set[str]]
) -> None:
    stays: list[Stay] = []
    for step in before:
        stays = stepped(stays, step)
    after = stepped(stays, ("join" if last[0] == "join" else "split", *last[1:]))
    for day in range(DAYS + 2):
        on = BEGIN + timedelta(day)
        for person in PEOPLE:
            assert (home_on(stays, person, on) is None) is (home_on(after, person, on) is None)


@given(st.lists(STEP, max_size=8), st.sampled_from(PEOPLE))
def test_what_was_before_a_change_stays_as_it_was(
    steps: list[tuple[str, date, str, str, set[str]]], person: str
) -> None:
    stays: list[Stay] = []
    for step in steps:
        after = stepped(stays, step)
        for day in range(DAYS):
            on = BEGIN + timedelta(day)
            if on < step[1]:
                assert home_on(after, person, on) == home_on(stays, person, on)
        stays = after

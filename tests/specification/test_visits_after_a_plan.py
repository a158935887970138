"""Visits after a plan: one, three, six and twelve months after it was agreed, and which form belongs to which.

Source: case-work notes, 2.1 (regular follow-up); a form belongs to the visit in whose time it was filled.  That a
visit's time begins two weeks before its day is our own choice.
"""

from datetime import date

import pytest

from sankofa.cases.rules.visits import Standing, visits

AGREED = date(2026, 1, 31)


def test_visits_fall_one_three_six_and_twelve_months_after_the_plan() -> None:
    assert [one.due_on for one in visits(AGREED)] == [
        date(2026, 2, 28),
        date(2026, 4, 30),
        date(2026, 7, 31),
        date(2027, 1, 31),
    ]


@pytest.mark.parametrize(
    ("filled_on", "months"),
    [
        pytest.param(date(2026, 1, 30), None, id="before-the-plan-it-is-no-visit"),
        pytest.param(date(2026, 1, 31), 1, id="on-the-day-of-the-plan"),
        pytest.param(date(2026, 2, 28), 1, id="on-the-day"),
        pytest.param(date(2026, 4, 15), 1, id="late-for-the-first"),
        pytest.param(date(2026, 4, 16), 3, id="two-weeks-early-for-the-next"),
        pytest.param(date(2026, 9, 1), 6, id="late-for-the-third"),
        pytest.param(date(2027, 1, 17), 12, id="two-weeks-early-for-the-last"),
        pytest.param(date(2029, 1, 1), 12, id="the-last-one-stays-open"),
    ],
)
def test_a_form_belongs_to_the_visit_in_whose_time_it_was_filled(filled_on: date, months: int | None) -> None:
    held = [one.months for one in visits(AGREED, [filled_on]) if one.held_on is not None]
    assert held == ([] if months is None else [months])


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        pytest.param(date(2026, 4, 15), Standing.COMING, id="more-than-two-weeks-before"),
        pytest.param(date(2026, 4, 16), Standing.DUE, id="two-weeks-before"),
        pytest.param(date(2026, 4, 30), Standing.DUE, id="on-the-day"),
        pytest.param(date(2026, 5, 1), Standing.LATE, id="the-day-after"),
        pytest.param(date(2026, 7, 16), Standing.LATE, id="the-last-day-of-its-time"),
        pytest.param(date(2026, 7, 17), Standing.MISSED, id="when-the-next-ones-time-began"),
    ],
)
def test_where_the_visit_after_three_months_stands(on: date, stands: Standing) -> None:
    assert visits(AGREED)[1].standing(on) is stands


def test_a_visit_that_was_held_stays_held() -> None:
    assert visits(AGREED, [date(2026, 4, 30)])[1].standing(date(2028, 1, 1)) is Standing.HELD

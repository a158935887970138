"""On which days instalments fall due.  Source: "Responsible finance" 7; lending cases on month ends."""

from datetime import date

import pytest

from sankofa.instalments.due_dates import MONTHLY, Closed, Every, Shift, Unit, due_dates

D = date.fromisoformat


@pytest.mark.parametrize(
    ("first", "every", "expected"),
    [
        pytest.param(
            "2023-01-30",
            MONTHLY,
            ["2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30"],
            id="the 30th does not drift",
        ),
        pytest.param(
            "2024-01-31",
            MONTHLY,
            ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"],
            id="the 31st in a leap year",
        ),
        pytest.param("2026-11-30", Every(3), ["2026-11-30", "2027-02-28", "2027-05-30"], id="every three months"),
        pytest.param(
            "2026-01-05", Every(2, Unit.WEEK), ["2026-01-05", "2026-01-19", "2026-02-02"], id="every two weeks"
        ),
        pytest.param(
            "2026-01-05", Every(10, Unit.DAY), ["2026-01-05", "2026-01-15", "2026-01-25"], id="every ten days"
        ),
        pytest.param(
            "2026-01-15",
            Every(1, Unit.HALF_MONTH),
            ["2026-01-15", "2026-01-30", "2026-02-15", "2026-02-28", "2026-03-15"],
            id="twice a month",
        ),
        pytest.param("2024-02-29", Every(1, Unit.YEAR), ["2024-02-29", "2025-02-28", "2026-02-28"], id="every year"),
        pytest.param(
            "2026-01-01",
            Every(unit=Unit.MEETING, weekday=1, ordinals=(1, 3)),
            ["2026-01-06", "2026-01-20", "2026-02-03", "2026-02-17"],
            id="first and third Tuesday",
        ),
        pytest.param(
            "2026-01-01",
            Every(unit=Unit.MEETING, weekday=4, ordinals=(-1,)),
            ["2026-01-30", "2026-02-27"],
            id="last Friday",
        ),
    ],
)
def test_agreed_dates(first: str, every: Every, expected: list[str]) -> None:
    assert list(due_dates(D(first), every, len(expected))) == [D(day) for day in expected]


@pytest.mark.parametrize(
    ("shift", "day", "expected"),
    [
        pytest.param(Shift.NEXT, "2026-05-01", "2026-05-04", id="a holiday on a Friday moves to Monday"),
        pytest.param(Shift.PREVIOUS, "2026-05-01", "2026-04-30", id="or to the day before"),
        pytest.param(Shift.NEXT_IN_MONTH, "2026-05-31", "2026-05-29", id="not into the next month"),
        pytest.param(Shift.NONE, "2026-05-01", "2026-05-01", id="or stays"),
    ],
)
def test_a_due_date_on_a_closed_day_moves_as_agreed(shift: Shift, day: str, expected: str) -> None:
    closed = Closed(frozenset({D("2026-05-01")}), frozenset({5, 6}), shift)
    assert closed.shifted(D(day)) == D(expected)


def test_skipping_leaves_the_closed_date_out_and_adds_one_at_the_end() -> None:
    closed = Closed(frozenset({D("2026-03-01")}), shift=Shift.SKIP)
    dates = due_dates(D("2026-02-01"), MONTHLY, 3, closed)
    assert dates == (D("2026-02-01"), D("2026-04-01"), D("2026-05-01"))

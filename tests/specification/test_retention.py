"""Until when a person is kept, and because of what.

Source: the retention policy shipped in `returnees/retention.toml`; principle 9 of the data protection principles for
migrants and Regulation (EU) 2016/679, article 5 (1) (e), which name no months.
"""

from datetime import date

import pytest

from sankofa.returnees.rules.retention import Kept, Policy, Purpose, Term, shipped, soonest, term

POLICY: Policy = {
    Purpose.REGISTER: 24,
    Purpose.FOLLOW_UP: 60,
    Purpose.SENT_FILE: 6,
    Purpose.ARRIVAL: 6,
    Purpose.FILLED_FORM: 6,
}


@pytest.mark.parametrize(
    ("kept", "until_on", "purpose"),
    [
        pytest.param([("register", date(2021, 3, 10))], date(2023, 3, 10), "register", id="registered-and-never-met"),
        pytest.param(
            [("register", date(2021, 3, 10)), ("follow_up", date(2021, 6, 1))],
            date(2026, 6, 1),
            "follow_up",
            id="one-talk-keeps-longer-than-the-register",
        ),
        pytest.param(
            [("register", date(2021, 3, 10)), ("follow_up", date(2021, 6, 1)), ("follow_up", date(2023, 6, 1))],
            date(2028, 6, 1),
            "follow_up",
            id="the-latest-talk-decides",
        ),
        pytest.param(
            [("register", date(2026, 3, 10)), ("follow_up", date(2020, 6, 1))],
            date(2028, 3, 10),
            "register",
            id="an-old-talk-brought-in-later-does-not-shorten",
        ),
        pytest.param([("register", date(2024, 2, 29))], date(2026, 2, 28), "register", id="the-end-of-february"),
        pytest.param([("sent_file", date(2026, 8, 31))], date(2027, 2, 28), "sent_file", id="a-sent-file"),
    ],
)
def test_the_purpose_that_reaches_furthest_decides(kept: list[tuple[str, date]], until_on: date, purpose: str) -> None:
    found = term([Kept(Purpose(name), last_on) for name, last_on in kept], POLICY)
    assert (found.until_on, found.purpose) == (until_on, purpose)


@pytest.mark.parametrize(
    ("on", "is_over"),
    [
        pytest.param(date(2023, 3, 9), False, id="the-day-before"),
        pytest.param(date(2023, 3, 10), True, id="on-the-day"),
        pytest.param(date(2023, 3, 11), True, id="the-day-after"),
    ],
)
def test_the_time_is_over_on_the_last_day_itself(on: date, is_over: bool) -> None:
    assert Term(date(2023, 3, 10), Purpose.REGISTER, date(2021, 3, 10)).is_over(on) is is_over


def test_the_shipped_policy_names_months_for_every_purpose() -> None:
    assert shipped() == POLICY


@pytest.mark.parametrize("months", [1, 12, 24, 60])
def test_nobody_due_was_registered_after_the_day_from_which_the_search_begins(months: int) -> None:
    policy = {**POLICY, Purpose.REGISTER: months}
    on = date(2026, 11, 22)
    begins = soonest(on, policy)
    assert term([Kept(Purpose.REGISTER, begins)], policy).is_over(on) or policy[Purpose.FOLLOW_UP] < months
    assert not term([Kept(Purpose.REGISTER, date.fromordinal(begins.toordinal() + 1))], policy).is_over(on)

"""Rounds of talks: when somebody is due by the day they came back, and what becomes of those who are not reached.

Source: domain notes on the score, 1 (base and end measurement, rounds of the longitudinal survey).
"""

from datetime import date

import pytest

from sankofa.sustainability.rules.rounds import NEVER_TRIED, Place, Plan, Reason, Standing, Window, place, window

AUTUMN = Plan(date(2026, 9, 1), date(2026, 12, 1), 12, 18)
"""Open from September until the end of November, for people who have been back for twelve to eighteen months."""


@pytest.mark.parametrize(
    ("returned_on", "due"),
    [
        pytest.param(date(2025, 6, 15), Window(date(2026, 9, 1), date(2026, 12, 1)), id="back-for-15-months-all-along"),
        pytest.param(date(2025, 10, 20), Window(date(2026, 10, 20), date(2026, 12, 1)), id="a-year-back-in-october"),
        pytest.param(date(2025, 3, 20), Window(date(2026, 9, 1), date(2026, 9, 20)), id="18-months-back-in-september"),
        pytest.param(date(2025, 12, 1), None, id="a-year-back-when-it-is-over"),
        pytest.param(date(2025, 3, 1), None, id="18-months-back-when-it-begins"),
        pytest.param(None, None, id="nobody-knows-when-they-came-back"),
    ],
)
def test_somebody_is_due_while_the_round_is_open_and_they_have_been_back_as_long_as_it_asks(
    returned_on: date | None, due: Window | None
) -> None:
    assert window(returned_on, AUTUMN) == due


@pytest.mark.parametrize(
    ("tried", "on", "stands"),
    [
        pytest.param([], date(2026, 9, 5), Place(Standing.DUE), id="nobody-tried-yet"),
        pytest.param([], date(2026, 9, 20), Place(Standing.LATE), id="their-days-are-over-the-round-is-not"),
        pytest.param([], date(2026, 12, 1), Place(Standing.LOST, NEVER_TRIED), id="the-round-is-over-and-nobody-tried"),
        pytest.param([Reason.NO_ANSWER], date(2026, 9, 5), Place(Standing.DUE), id="no-answer-is-tried-again"),
        pytest.param([Reason.ABROAD], date(2026, 9, 5), Place(Standing.LOST, "abroad"), id="went-abroad-again"),
        pytest.param([Reason.DIED], date(2026, 9, 5), Place(Standing.LOST, "died"), id="died"),
        pytest.param([Reason.REFUSED, Reason.LATER], date(2026, 9, 5), Place(Standing.DUE), id="refused-then-later"),
        pytest.param([Reason.UNSAFE], date(2026, 12, 1), Place(Standing.LOST, "unsafe"), id="unsafe-until-the-end"),
        pytest.param([Reason.REMINDED], date(2026, 9, 5), Place(Standing.DUE), id="a-message-is-no-try"),
    ],
)
def test_the_last_reason_counts_and_who_was_never_tried_is_named_so(
    tried: list[Reason], on: date, stands: Place
) -> None:
    held = Window(date(2026, 9, 1), date(2026, 9, 20))
    assert place(held, AUTUMN, answered_on=[], tried=[(date(2026, 9, 3), reason) for reason in tried], on=on) == stands


def test_an_answer_after_their_own_days_still_counts_while_the_round_is_open() -> None:
    held = Window(date(2026, 9, 1), date(2026, 9, 20))
    late = place(held, AUTUMN, answered_on=[date(2026, 11, 2)], tried=[], on=date(2026, 11, 3))
    assert late == Place(Standing.ANSWERED)

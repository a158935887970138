"""Until when a filled form that is linked to nobody may wait.

Source: the retention policy shipped in `returnees/retention.toml`.
"""

from datetime import date

import pytest

from sankofa.returnees.rules.retention import shipped
from sankofa.surveys.rules.unlinked import waiting


@pytest.mark.parametrize(
    ("received_on", "on", "days", "until_on", "is_over"),
    [
        pytest.param(date(2026, 3, 10), date(2026, 3, 10), 0, date(2026, 9, 10), False, id="on-the-day-it-came-in"),
        pytest.param(date(2026, 3, 10), date(2026, 4, 21), 42, date(2026, 9, 10), False, id="after-six-weeks"),
        pytest.param(date(2026, 3, 10), date(2026, 9, 9), 183, date(2026, 9, 10), False, id="the-day-before"),
        pytest.param(date(2026, 3, 10), date(2026, 9, 10), 184, date(2026, 9, 10), True, id="its-time-is-over"),
        pytest.param(date(2025, 8, 31), date(2026, 2, 28), 181, date(2026, 2, 28), True, id="the-end-of-february"),
    ],
)
def test_a_form_linked_to_nobody_waits_half_a_year(
    received_on: date, on: date, days: int, until_on: date, is_over: bool
) -> None:
    found = waiting(received_on, on=on, policy=shipped())
    assert (found.days, found.until_on, found.is_over) == (days, until_on, is_over)

"""What visits to a business say of it for a look at a loan: how it stands, and since when it runs at the latest.

Source: responsible-finance rules, 1.2; Knowledge Paper 1, 4.2.1 (R36).
"""

from datetime import date

import pytest

from sankofa.credit.rules.terms import BusinessStatus
from sankofa.credit.rules.visited import Visit, business_by, running_since

MAR, JUN, SEP = date(2026, 3, 5), date(2026, 6, 5), date(2026, 9, 5)


@pytest.mark.parametrize(
    ("visits", "status", "since"),
    [
        pytest.param([], None, None, id="no-visit"),
        pytest.param([Visit(MAR, "open")], BusinessStatus.RUNNING, MAR, id="seen-open"),
        pytest.param([Visit(JUN, "open"), Visit(MAR, "open")], BusinessStatus.RUNNING, MAR, id="open-all-the-time"),
        pytest.param(
            [Visit(MAR, "open"), Visit(JUN, "paused"), Visit(SEP, "open")],
            BusinessStatus.RUNNING,
            SEP,
            id="a-break-starts-the-count-anew",
        ),
        pytest.param([Visit(MAR, "open"), Visit(JUN, "paused")], BusinessStatus.STARTED, None, id="closed-for-a-while"),
        pytest.param([Visit(MAR, "open"), Visit(JUN, "closed")], BusinessStatus.NONE, None, id="closed-for-good"),
        pytest.param([Visit(MAR, "never")], BusinessStatus.PLANNED, None, id="it-never-began"),
        pytest.param(
            [Visit(MAR, "open"), Visit(JUN, None)], BusinessStatus.RUNNING, MAR, id="a-visit-that-could-not-tell"
        ),
    ],
)
def test_a_business_runs_since_the_first_visit_that_found_it_open(
    visits: list[Visit], status: BusinessStatus | None, since: date | None
) -> None:
    found = business_by(visits)
    assert (None if found is None else found[0]) is status
    assert running_since(visits) == since


def test_what_is_left_is_known_only_where_both_are() -> None:
    assert Visit(MAR, "open", 900, 1_000, "BDT").left == -100
    assert Visit(MAR, "open", 900, None, "BDT").left is None

"""The portfolio in one call gives the same whole numbers as every loan by itself."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.instalments.errors import BadTerms
from sankofa.kernel.money import Money
from sankofa.loans.rules.agreement import PAR_BUCKETS, Lateness
from sankofa.loans.rules.arrears import Exposure, arrears, at_risk, unpaid_oldest_first
from sankofa.loans.rules.portfolio_many import Portfolio, arrears_many, at_risk_many

START = date(2026, 1, 1)
loans = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 400), st.integers(0, 10**12)), min_size=1, max_size=8),
        st.integers(0, 10**13),
        st.integers(0, 10**12),
        st.booleans(),
    ),
    max_size=12,
)
latenesses = st.builds(
    Lateness,
    grace_days=st.integers(0, 10),
    tolerance=st.none() | st.integers(0, 1_000).map(lambda minor: Money(minor, "BDT")),
    buckets=st.sampled_from([PAR_BUCKETS, ((1, 30), (31, 90))]),
)


def whole(values: list[int]) -> "np.typing.NDArray[np.int64]":
    return np.array(values, dtype=np.int64)


@given(loans, st.integers(0, 800), latenesses, st.booleans())
def test_many_loans_at_once_are_as_late_as_each_by_itself(
    given_: list[tuple[list[tuple[int, int]], int, int, bool]], day: int, lateness: Lateness, rescheduled_count: bool
) -> None:
    on = START + timedelta(days=day)
    starts, due_on, amounts = [], [], []
    for rows, _, _, _ in given_:
        starts.append(len(due_on))
        for days, amount in sorted(rows):
            due_on.append((START + timedelta(days=days)).toordinal())
            amounts.append(amount)
    portfolio = Portfolio(
        whole(starts),
        whole(due_on),
        whole(amounts),
        whole([paid for _, paid, _, _ in given_]),
        whole([owed for _, _, owed, _ in given_]),
        np.array([again for *_, again in given_], dtype=np.bool_),
    )
    found = arrears_many(portfolio, on, lateness)
    exposures = []
    for place, (rows, paid, owed, again) in enumerate(given_):
        in_order = sorted(rows)
        unpaid = unpaid_oldest_first([amount for _, amount in in_order], paid)
        dues = [(START + timedelta(days=days), left) for (days, _), left in zip(in_order, unpaid, strict=True)]
        one = arrears(dues, on, lateness)
        assert (one.since.toordinal() if one.since else 0) == found.since[place]
        assert one.days == found.days[place]
        assert one.amount == found.amount[place]
        assert (lateness.buckets.index(one.bucket) if one.bucket else -1) == found.bucket[place]
        exposures.append(Exposure(Money(owed, "BDT"), one.days, again))
    sums = at_risk_many(portfolio, found, buckets=len(lateness.buckets), includes_rescheduled=rescheduled_count)
    for days in (1, 30, 90):
        single = at_risk(exposures, days, "BDT", includes_rescheduled=rescheduled_count)
        assert sums.at_risk[days] == single.at_risk.minor
        assert sums.share(days) == single.share


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"paid": whole([1, 2])}, "paid", id="a payment for no loan"),
        pytest.param({"amounts": whole([1])}, "amounts", id="a date without an amount"),
        pytest.param({"starts": whole([1])}, "starts", id="not from the start"),
        pytest.param({"amounts": whole([-1, 5])}, "amounts", id="below zero"),
        pytest.param({"outstanding": np.array([1.5])}, "outstanding", id="fractions"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, object], field: str) -> None:
    usual: dict[str, object] = {
        "starts": whole([0]),
        "due_on": whole([1, 2]),
        "amounts": whole([5, 5]),
        "paid": whole([0]),
        "outstanding": whole([10]),
        "is_rescheduled": np.array([False]),
    }
    with pytest.raises(BadTerms, match=field):
        Portfolio(**{**usual, **changes})  # type: ignore[arg-type]

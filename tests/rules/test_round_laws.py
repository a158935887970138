"""Laws of rounds: nobody is in one twice or vanishes from it, and every group adds up."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sankofa.sustainability.rules.rounds import (
    FINAL,
    NEVER_TRIED,
    Member,
    Place,
    Plan,
    Reason,
    Standing,
    attrition,
    place,
    returned_between,
    thirds,
    together,
    window,
)

BASE = date(2026, 1, 1)
days = st.integers(-1500, 1500).map(lambda number: BASE + timedelta(days=number))
plans = st.builds(
    lambda first, long, months, more: Plan(first, first + timedelta(days=long), months, months + more),
    days,
    st.integers(1, 400),
    st.integers(0, 60),
    st.integers(1, 24),
)
reasons = st.sampled_from(list(Reason))
places = st.builds(
    lambda standing, reason: Place(standing, reason.value if standing is Standing.LOST else ""),
    st.sampled_from(list(Standing)),
    reasons,
)


@given(plans, days)
def test_nobody_is_due_outside_the_round_or_outside_the_months_since_they_came_back(plan, returned_on) -> None:
    found = window(returned_on, plan)
    if found is not None:
        assert plan.from_on <= found.from_on < found.until_on <= plan.until_on
        first, last = returned_between(plan)
        assert first <= returned_on < last, "the search before the rule leaves nobody out"


@given(plans, days, days)
def test_who_came_back_earlier_is_never_due_later(plan, one, other) -> None:
    early, late = (window(day, plan) for day in sorted((one, other)))
    if early is not None and late is not None:
        assert early.from_on <= late.from_on
        assert early.until_on <= late.until_on


@given(plans)
def test_nobody_without_a_day_of_return_is_placed(plan) -> None:
    assert window(None, plan) is None


@given(plans, days, st.lists(days, max_size=3), st.lists(st.tuples(days, reasons), max_size=4), days)
def test_an_answer_in_time_counts_whatever_was_noted_and_after_the_end_nobody_is_open(
    plan, returned_on, answered, tried, on
) -> None:
    held = window(returned_on, plan)
    if held is None:
        return
    found = place(held, plan, answered_on=answered, tried=sorted(tried, key=lambda one: one[0]), on=on)
    in_time = any(held.from_on <= day < plan.until_on for day in answered)
    assert (found.standing is Standing.ANSWERED) is in_time
    if on >= plan.until_on:
        assert found.standing in {Standing.ANSWERED, Standing.LOST}
    assert (found.standing is Standing.LOST) is bool(found.reason)


@given(plans, days, st.sampled_from(sorted(FINAL)), days)
def test_who_wants_to_talk_after_all_is_due_again(plan, returned_on, final, on) -> None:
    held = window(returned_on, plan)
    if held is None or not plan.from_on < on < plan.until_on:
        return
    gone = [(plan.from_on, Reason(final))]
    assert place(held, plan, answered_on=[], tried=gone, on=on).standing is Standing.LOST
    back = [*gone, (plan.from_on, Reason.LATER)]
    assert place(held, plan, answered_on=[], tried=back, on=on).standing is not Standing.LOST


def test_a_message_is_no_try_and_who_was_never_tried_is_named_so() -> None:
    plan = Plan(BASE, BASE + timedelta(days=30), 12, 18)
    held = window(date(2024, 12, 1), plan)
    assert held is not None
    found = place(held, plan, answered_on=[], tried=[(BASE, Reason.REMINDED)], on=plan.until_on)
    assert found == Place(Standing.LOST, NEVER_TRIED)


@given(st.lists(st.tuples(st.sampled_from(["female", "male"]), places), max_size=30))
def test_the_groups_of_a_round_add_up_to_everybody(rows) -> None:
    members = [Member({"sex": sex}, where) for sex, where in rows]
    everybody = together(members)
    groups = attrition(members, "sex", ["female", "male"])
    for one in [everybody, *groups]:
        assert one.people == one.answered + one.open + one.lost_people
    assert sum(group.people for group in groups) == everybody.people
    assert sum(group.lost_people for group in groups) == everybody.lost_people


figures = st.none() | st.integers(0, 20).map(lambda parts: Decimal(parts) / 20)


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), figures, max_size=20))
def test_thirds_keep_the_order_and_equal_figures_together(baseline) -> None:
    found = thirds(baseline)
    assert found.keys() == baseline.keys()
    rank = {"low": 0, "middle": 1, "high": 2}
    for one, first in baseline.items():
        assert (found[one] == "none") is (first is None or sum(v is not None for v in baseline.values()) < 3)
        for other, second in baseline.items():
            if first is not None and second is not None and found[one] != "none":
                if first == second:
                    assert found[one] == found[other]
                elif first < second:
                    assert rank[found[one]] <= rank[found[other]]

"""Laws of reported loans, for any payments that anybody tells of."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans.rules import caring, reported
from sankofa.loans.rules.reported import Kind, Lent, Said, Source

START = date(2026, 1, 10)
LENT = Lent(Money(1_000_000, "BDT"), START, 10, Frequency.MONTH, each=Money(110_000, "BDT"))
payments = st.lists(
    st.builds(
        lambda number, days, minor, source, counts: Said(
            f"{number}", Kind.PAYMENT, START + timedelta(days=days), source, Money(minor, "BDT"), counts
        ),
        st.integers(0, 10**9),
        st.integers(0, 400),
        st.integers(1, 300_000),
        st.sampled_from(Source),
        st.sampled_from([None, True, False]),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)
days = st.integers(0, 420).map(lambda days: START + timedelta(days=days))


@given(payments, days)
def test_nothing_told_is_lost_or_counted_twice(said: list[Said], on: date) -> None:
    came = reported.reading(LENT, said, on).came
    assert sorted(one.id for both in came for one in both.said) == sorted(
        one.id for one in said if one.counts is not False
    )


@given(payments, days)
def test_what_is_late_whatever_is_right_is_late_at_most(said: list[Said], on: date) -> None:
    read = reported.reading(LENT, said, on)
    assert {one.number for one in read.late} <= {one.number for one in read.late_at_most}
    assert len({one.source for came in read.doubts for one in came.said}) in {0, 2, 3}


@given(payments, days)
def test_the_order_of_telling_changes_nothing(said: list[Said], on: date) -> None:
    assert reported.reading(LENT, said, on) == reported.reading(LENT, said[::-1], on)


@given(payments, days)
def test_one_payment_more_never_asks_for_more_care(said: list[Said], on: date) -> None:
    """Of payments that somebody looked at: where two differ, more may have to be found out."""
    known = [one for one in said if one.counts]
    more = Said("x", Kind.PAYMENT, START, Source.SLIP, Money(110_000, "BDT"), True)
    before, after = (reported.reading(LENT, told, on) for told in (known, [*known, more]))
    assert len(after.late) <= len(before.late)
    is_calm = caring.care(before, [], on).step is caring.Step.NOTHING
    assert not is_calm or caring.care(after, [], on).step is caring.Step.NOTHING


@given(payments)
def test_what_is_kept_is_read_again_as_it_was(said: list[Said]) -> None:
    assert reported.lent_from(reported.lent_to(LENT)) == LENT
    for one in said:
        held = reported.what_to(one)
        assert reported.money_from(held["amount"]) == one.amount


@given(payments, days, st.integers(0, 200), st.lists(days, max_size=3))
def test_a_loan_asks_nothing_before_the_day_that_was_reckoned(
    said: list[Said], on: date, later: int, talked: list[date]
) -> None:
    """What is kept of a loan for lists never hides one that asks something, however long nobody tells anything new."""
    told = [one for one in said if one.on <= on]
    talks = [caring.Talk(day) for day in talked if day <= on]
    from_on = caring.asks_from(reported.reading(LENT, told, on), talks)
    then = on + timedelta(days=later)
    if caring.care(reported.reading(LENT, told, then), talks, then).step in caring.ASKS:
        assert from_on is not None
        assert from_on <= then


@given(payments, days)
def test_a_payment_told_before_the_money_was_handed_out_still_counts(said: list[Said], on: date) -> None:
    """Two may tell the day of the loan differently; then nobody's payment is lost by that."""
    early = Said("early", Kind.PAYMENT, START - timedelta(days=3), Source.LENDER, Money(110_000, "BDT"), True)
    read = reported.reading(LENT, [*said, early], on)
    assert any(early in came.said for came in read.came)


@given(payments, days, days)
def test_what_the_lender_calls_late_is_answered_by_what_came_later_alone(
    said: list[Said], told_on: date, on: date
) -> None:
    late = Said("late", Kind.LATE, told_on, Source.LENDER)
    since = [one for one in said if one.counts is not False and told_on < one.on <= on]
    read = reported.reading(LENT, [*said, late], on)
    assert (read.said_late_on == told_on) is (told_on <= on and not since)
    assert read.late == reported.reading(LENT, said, on).late, "a word alone makes nobody late"

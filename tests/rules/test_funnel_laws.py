"""Laws of the funnel: everybody stands once, and tables for others are sums of one set of steps."""

from hypothesis import given
from hypothesis import strategies as st

from sankofa.credit.rules.funnel import (
    ALL,
    POLICY,
    STEP,
    End,
    Introduced,
    Looked,
    Reached,
    Row,
    by_lender,
    by_programme,
    counted,
    told,
)
from sankofa.credit.rules.referrals import State

CODES = st.sampled_from(["", "p", "q", "+"])
BEFORE = [End.SUGGESTED, End.LEFT, End.LOOKED_AT, End.NOT_READ, End.NOT_YET, End.OTHER_WAY, End.SAID_NO, End.AGREED]
INTRODUCED = st.builds(
    Introduced,
    st.sampled_from(["G", "H"]),
    st.sampled_from(State),
    programme=CODES,
    is_lent=st.booleans(),
)
ROW: st.SearchStrategy[Row] = st.one_of(INTRODUCED, st.builds(Looked, st.sampled_from(BEFORE), CODES))
CROWD = st.tuples(ROW, st.integers(1, 30)).map(lambda one: [one[0]] * one[1])
ROWS = st.lists(CROWD, max_size=12).map(lambda crowds: [row for crowd in crowds for row in crowd])


@given(ROWS)
def test_everybody_is_spoken_of_once_and_no_step_has_more_than_the_one_before(rows: list[Row]) -> None:
    held = by_programme(counted(rows))
    assert sum(one.reached[Reached.SUGGESTED] for one in held) == len(rows)
    for one in held:
        numbers = [one.reached[step] for step in Reached]
        assert numbers == sorted(numbers, reverse=True)


@given(ROWS, ROW)
def test_one_person_more_changes_nothing_for_others_or_moves_one_number_by_one_step(rows: list[Row], one: Row) -> None:
    before, after = told(rows), told([*rows, one])
    moved = {cell: after[cell] - before.get(cell, 0) for cell in after if after[cell] != before.get(cell, 0)}
    assert before.keys() <= after.keys()
    assert len(moved) <= 1
    assert all(by in {STEP, POLICY.threshold} for by in moved.values())


@given(ROWS)
def test_every_number_for_others_is_a_sum_of_the_same_steps_and_below_the_truth(rows: list[Row]) -> None:
    held, true = told(rows), counted(rows)
    assert all(number % STEP == 0 and POLICY.threshold <= number <= true[cell] for cell, number in held.items())
    lenders = {one.lender for one in rows} - {""}
    assert by_lender(held).get((ALL, ALL), 0) == sum(number for (_, lender, _), number in held.items() if lender)
    assert all(by_lender(held).get((one, ALL), 0) % STEP == 0 for one in lenders)
    assert sum(one.reached[Reached.SUGGESTED] for one in by_programme(held)) == sum(held.values())

"""What came of introductions to lenders, counted: a funnel by lender, reasons, and the same for others.

Source: responsible-finance rules, 8.1 (always show the funnel first) and 8.3 ("Suppress all non-zero counts which are
less than ten"; base-5 rounding).
"""

import pytest

from sankofa.credit.rules.funnel import ALL, End, Introduced, Line, lines, reasons, shared
from sankofa.credit.rules.referrals import State, Why


@pytest.mark.parametrize(
    ("states", "line"),
    [
        pytest.param([State.SENT], Line("G", 1, 0, 0, 0), id="sent-and-waiting"),
        pytest.param([State.DECLINED], Line("G", 1, 1, 0, 0), id="the-lender-said-no"),
        pytest.param([State.OFFERED_OTHERWISE], Line("G", 1, 1, 1, 0), id="offered-and-not-decided"),
        pytest.param([State.TAKEN, State.NOT_TAKEN], Line("G", 2, 2, 2, 1), id="one-takes-it-one-does-not"),
        pytest.param([State.WITHDRAWN, State.ENDED], Line("G", 2, 0, 0, 0), id="taken-back-is-introduced-all-the-same"),
    ],
)
def test_each_number_is_part_of_the_one_before(states: list[State], line: Line) -> None:
    assert lines([Introduced("G", state) for state in states]) == (line,)


def test_reasons_are_counted_the_commonest_first() -> None:
    said = [Why.PAPERS, Why.GUARANTOR, Why.GUARANTOR]
    rows = [Introduced("G", State.DECLINED, why) for why in said]
    assert reasons(rows) == ((Why.GUARANTOR, 2), (Why.PAPERS, 1))


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        pytest.param(12, 10, id="twelve-are-ten-or-more"),
        pytest.param(15, 15, id="fifteen-are-fifteen-or-more"),
        pytest.param(9, None, id="nine-are-hidden"),
        pytest.param(0, None, id="nobody-looks-like-a-few"),
    ],
)
def test_others_are_told_steps_of_five_and_no_few(taken: int, told: int | None) -> None:
    held = shared([Introduced("G", State.TAKEN)] * taken + [Introduced("G", State.DECLINED)] * 40)
    assert held is not None
    assert held.get(("G", End.TAKEN.value)) == told
    assert held["G", ALL] == held[ALL, ALL] == 40 + (told or 0)


@pytest.mark.parametrize(
    "further",
    [
        pytest.param(State.TAKEN, id="one-more-takes-it"),
        pytest.param(State.SENT, id="the-first-one-waits"),
        pytest.param(State.NOT_TAKEN, id="of-few-one-more"),
    ],
)
def test_two_tables_of_which_one_has_one_person_more_are_alike(further: State) -> None:
    rows = [Introduced("G", State.TAKEN)] * 12 + [Introduced("G", State.DECLINED)] * 26
    rows += [Introduced("G", State.NOT_TAKEN)] * 3 + [Introduced("H", State.DECLINED)] * 31
    assert shared(rows) == shared([*rows, Introduced("G", further)])


def test_where_few_were_introduced_there_is_nothing_to_share() -> None:
    assert shared([]) is None
    assert shared([Introduced("G", State.TAKEN)] * 9 + [Introduced("H", State.TAKEN)] * 9) is None

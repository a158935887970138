"""What came of introductions to lenders, counted: a funnel by lender, reasons, and the same for others.

Source: responsible-finance rules, 8.1 (always show the funnel first) and 8.3 ("Suppress all non-zero counts which are
less than ten").
"""

import pytest

from sankofa.credit.rules.funnel import End, Introduced, Line, lines, reasons
from sankofa.credit.rules.funnel_many import ALL, shared
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
    ("taken", "declined", "shown"),
    [
        pytest.param(12, 25, 12, id="twelve-may-be-told"),
        pytest.param(3, 40, None, id="three-are-hidden"),
    ],
)
def test_few_people_are_hidden_from_others(taken: int, declined: int, shown: int | None) -> None:
    rows = [Introduced("G", State.TAKEN)] * taken + [Introduced("G", State.DECLINED)] * declined
    rows += [Introduced("H", State.TAKEN)] * 20 + [Introduced("H", State.DECLINED)] * 30
    protected = shared(rows)
    assert protected is not None
    assert protected.shown("G", End.TAKEN.value) == shown
    assert protected.shown(ALL, ALL) == len(rows)


def test_where_nobody_was_introduced_there_is_nothing_to_share() -> None:
    assert shared([]) is None

"""What came of introductions to lenders, counted: funnels by programme and lender, reasons, and the same for others.

Source: responsible-finance rules, 8.1 (always show the funnel first) and 8.3 ("Suppress all non-zero counts which are
less than ten"; base-5 rounding).
"""

import pytest

from sankofa.credit.rules.funnel import (
    ALL,
    NONE,
    SEVERAL,
    End,
    Introduced,
    Line,
    Looked,
    Reached,
    Row,
    by_lender,
    by_programme,
    counted,
    lines,
    reasons,
    told,
)
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
    rows: list[Row] = [Introduced("G", state) for state in states]
    assert lines([*rows, Looked(End.NOT_YET)]) == (line,)


@pytest.mark.parametrize(
    ("row", "reached", "left"),
    [
        pytest.param(Looked(End.SUGGESTED), Reached.SUGGESTED, None, id="spoken-of"),
        pytest.param(Looked(End.LEFT), Reached.SUGGESTED, End.LEFT, id="did-not-want-to-go-on"),
        pytest.param(Looked(End.NOT_YET), Reached.LOOKED_AT, End.NOT_YET, id="something-comes-first"),
        pytest.param(Looked(End.OTHER_WAY), Reached.LOOKED_AT, End.OTHER_WAY, id="chose-to-save-first"),
        pytest.param(Looked(End.NOT_READ), Reached.LOOKED_AT, None, id="a-key-is-missing"),
        pytest.param(Looked(End.SAID_NO), Reached.LOOKED_AT, End.SAID_NO, id="said-no-to-the-lender"),
        pytest.param(Looked(End.AGREED), Reached.AGREED, None, id="agreed-and-not-sent"),
        pytest.param(Introduced("G", State.ASKED), Reached.SENT, None, id="the-lender-asks"),
        pytest.param(Introduced("G", State.WITHDRAWN), Reached.SENT, End.BACK, id="taken-back"),
        pytest.param(Introduced("G", State.DECLINED, Why.PAPERS), Reached.ANSWERED, End.DECLINED, id="the-lenders-no"),
        pytest.param(Introduced("G", State.NOT_TAKEN), Reached.ANSWERED, End.NOT_TAKEN, id="the-persons-no"),
        pytest.param(Introduced("G", State.TAKEN), Reached.ANSWERED, None, id="taken-and-no-loan-told-of"),
        pytest.param(Introduced("G", State.TAKEN, is_lent=True), Reached.LENT, None, id="a-loan-was-told-of"),
        pytest.param(Introduced("G", State.SENT, is_lent=True), Reached.SENT, None, id="an-older-loan-of-this-lender"),
    ],
)
def test_everybody_came_so_far_and_left_for_one_reason_or_stays(row: Row, reached: Reached, left: End | None) -> None:
    (found,) = by_programme(counted([row]))
    assert found.reached == {step: int(step <= reached) for step in Reached}
    assert found.left == ({} if left is None else {left: 1})


def test_programmes_stand_apart_and_who_has_none_or_more_than_one_does_too() -> None:
    rows = [Looked(End.NOT_YET, code) for code in ("p", "p", "q", SEVERAL, NONE)]
    assert {one.programme: one.reached[Reached.LOOKED_AT] for one in by_programme(counted(rows))} == {
        "p": 2,
        "q": 1,
        SEVERAL: 1,
        NONE: 1,
    }


def test_reasons_are_counted_the_commonest_first() -> None:
    said = [Why.PAPERS, Why.GUARANTOR, Why.GUARANTOR]
    rows = [Introduced("G", State.DECLINED, why) for why in said]
    assert reasons(rows) == ((Why.GUARANTOR, 2), (Why.PAPERS, 1))


@pytest.mark.parametrize(
    ("taken", "says"),
    [
        pytest.param(12, 10, id="twelve-are-ten-or-more"),
        pytest.param(15, 15, id="fifteen-are-fifteen-or-more"),
        pytest.param(9, None, id="nine-are-hidden"),
        pytest.param(0, None, id="nobody-looks-like-a-few"),
    ],
)
def test_others_are_told_steps_of_five_and_no_few(taken: int, says: int | None) -> None:
    held = by_lender(told([Introduced("G", State.TAKEN)] * taken + [Introduced("G", State.DECLINED)] * 40))
    assert held.get(("G", End.TAKEN.value)) == says
    assert held["G", ALL] == held[ALL, ALL] == 40 + (says or 0)


@pytest.mark.parametrize(
    "further",
    [
        pytest.param(Introduced("G", State.TAKEN), id="one-more-takes-it"),
        pytest.param(Introduced("G", State.SENT), id="the-first-one-waits"),
        pytest.param(Introduced("G", State.NOT_TAKEN), id="of-few-one-more"),
        pytest.param(Introduced("G", State.TAKEN, programme="p"), id="the-first-one-of-a-programme"),
        pytest.param(Looked(End.NOT_YET, "p"), id="one-more-for-whom-something-comes-first"),
    ],
)
def test_two_tables_of_which_one_has_one_person_more_are_alike(further: Row) -> None:
    rows: list[Row] = [Introduced("G", State.TAKEN)] * 12 + [Introduced("G", State.DECLINED)] * 26
    rows += [Introduced("G", State.NOT_TAKEN)] * 3 + [Introduced("H", State.DECLINED)] * 31
    rows += [Looked(End.NOT_YET, "p")] * 11
    assert told(rows) == told([*rows, further])


def test_taking_the_lenders_from_the_programmes_tells_of_nobody() -> None:
    """Twelve of one programme and three of another took it from the same lender: the three are not told by the rest."""
    rows = [Introduced("G", State.TAKEN, programme="p")] * 12 + [Introduced("G", State.TAKEN, programme="q")] * 3
    held = told(rows)
    assert by_lender(held)["G", End.TAKEN.value] == 10
    assert [(one.programme, one.reached[Reached.ANSWERED]) for one in by_programme(held)] == [("p", 10)]


def test_where_few_were_introduced_there_is_nothing_to_share() -> None:
    assert told([]) == {}
    assert told([Introduced("G", State.TAKEN)] * 9 + [Introduced("H", State.TAKEN)] * 9) == {}

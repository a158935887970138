"""Grants: how far one is, what it takes of a promise and of a ceiling, and when the plan's promise is kept.

Source: case-work notes, 2.2 (type of aid, amount, provider); Knowledge Paper 1 (2021), 4.2.3 (grants apart from loans).
The ceiling and the parts are our own reading: no source gives figures.
"""

from datetime import date

import pytest

from sankofa.cases.rules.grants import Decision, GrantTerms, Handed, State, done_on, objections, room_below
from sankofa.kernel.money import Money

MON, TUE = date(2026, 11, 16), date(2026, 11, 17)
YES = Decision.APPROVED


def taka(minor: int) -> Money:
    return Money(minor, "BDT")


def grant(
    minor: int, decision: Decision = YES, *handed: int, is_cancelled: bool = False, back: bool = False
) -> GrantTerms:
    rows = tuple(Handed(taka(one), day, is_taken_back=back) for one, day in zip(handed, (MON, TUE), strict=False))
    return GrantTerms(taka(minor), decision, rows, is_cancelled)


@pytest.mark.parametrize(
    ("held", "state", "left", "counts_as"),
    [
        pytest.param(grant(100, Decision.WAITING), State.WAITING, 0, 100, id="proposed"),
        pytest.param(grant(100, Decision.SENT_BACK), State.SENT_BACK, 0, 100, id="sent-back"),
        pytest.param(grant(100, Decision.REFUSED), State.REFUSED, 0, 0, id="refused"),
        pytest.param(grant(100, Decision.WITHDRAWN), State.WITHDRAWN, 0, 0, id="taken-back-by-who-proposed"),
        pytest.param(grant(100), State.APPROVED, 100, 100, id="approved"),
        pytest.param(grant(100, YES, 40), State.IN_PART, 60, 100, id="in-part"),
        pytest.param(grant(100, YES, 40, 60), State.GIVEN, 0, 100, id="in-two-parts"),
        pytest.param(grant(100, YES, 100, back=True), State.APPROVED, 100, 100, id="handed-over-wrongly"),
        pytest.param(grant(100, YES, is_cancelled=True), State.CANCELLED, 0, 0, id="cancelled-before"),
        pytest.param(grant(100, YES, 40, is_cancelled=True), State.REST_CANCELLED, 0, 40, id="the-rest-cancelled"),
    ],
)
def test_how_far_a_grant_is(held: GrantTerms, state: State, left: int, counts_as: int) -> None:
    assert (held.state, held.left, held.counts_as) == (state, taka(left), taka(counts_as))


@pytest.mark.parametrize(
    ("grants", "planned", "day"),
    [
        pytest.param([], 100, None, id="none"),
        pytest.param([grant(100)], 100, None, id="approved-only"),
        pytest.param([grant(100, YES, 40)], 100, None, id="in-part"),
        pytest.param([grant(100, YES, 40, 60)], 100, TUE, id="the-last-part"),
        pytest.param([grant(100, YES, 100, back=True)], 100, None, id="taken-back"),
        pytest.param([grant(40, YES, 40)], 100, None, id="less-than-the-plan-and-nothing-said-of-the-rest"),
        pytest.param([grant(100, YES, 40, is_cancelled=True)], 100, MON, id="the-rest-cancelled"),
        pytest.param([grant(40, YES, 40), grant(60, Decision.WAITING)], 100, None, id="the-rest-proposed"),
        pytest.param([grant(100, YES, 100), grant(5, Decision.REFUSED)], 100, MON, id="more-was-refused"),
    ],
)
def test_when_the_promise_of_the_plan_is_kept(grants: list[GrantTerms], planned: int, day: date | None) -> None:
    assert done_on(grants, taka(planned)) == day


@pytest.mark.parametrize(
    ("minor", "planned", "before", "room", "codes"),
    [
        pytest.param(100, taka(100), [], None, [], id="as-planned"),
        pytest.param(101, taka(100), [], None, ["grant.more_than_planned"], id="more-than-planned"),
        pytest.param(60, taka(100), [grant(50, YES, 50)], None, ["grant.more_than_planned"], id="with-what-was-given"),
        pytest.param(60, taka(100), [grant(50, Decision.REFUSED)], None, [], id="what-was-refused-takes-nothing"),
        pytest.param(50, taka(100), [], taka(40), ["grant.more_than_ceiling"], id="above-the-ceiling"),
        pytest.param(50, taka(100), [], Money(90, "XOF"), ["grant.more_than_ceiling"], id="a-ceiling-in-other-money"),
        pytest.param(0, taka(100), [], None, ["grant.not_an_amount"], id="nothing"),
        pytest.param(-5, taka(100), [], None, ["grant.not_an_amount"], id="less-than-nothing"),
        pytest.param(5, None, [], None, ["grant.not_planned"], id="the-plan-names-no-amount"),
        pytest.param(5, Money(100, "XOF"), [], None, ["grant.not_planned"], id="planned-in-other-money"),
    ],
)
def test_how_large_a_grant_may_be(
    minor: int, planned: Money | None, before: list[GrantTerms], room: Money | None, codes: list[str]
) -> None:
    found = objections(taka(minor), planned=planned, promised_before=before, room=room)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("others", "room"),
    [
        pytest.param([], 100, id="nothing-else"),
        pytest.param([grant(30), grant(20, YES, 20)], 50, id="what-may-be-given-and-what-was"),
        pytest.param([grant(300)], 0, id="never-below-nothing"),
        pytest.param([grant(90, Decision.REFUSED)], 100, id="what-was-refused"),
    ],
)
def test_what_a_ceiling_leaves(others: list[GrantTerms], room: int) -> None:
    assert room_below(taka(100), others) == taka(room)

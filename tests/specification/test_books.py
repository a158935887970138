"""Books: what may be entered, what a day's end may not show, what a statement adds up to.

A posting takes an amount out of one account and puts it into another of the same book and currency.  An account that
may not go below zero does not, at the end of any day, whenever the entry is made.

Source: Knowledge Paper 1 (2021), 4.2.3 (grants and loans are kept apart); the books' own promises, decision 22.
"""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from sankofa.kernel.money import Money
from sankofa.ledger.rules import posting
from sankofa.ledger.rules.posting import CannotMeet, NotEnough, PeriodClosed, PeriodNotOver
from sankofa.ledger.rules.statement import Entry, statement
from sankofa.ledger.rules.terms import AccountTerms, Line, Movement, PeriodTerms

BOOK, GRANTS = UUID(int=1), UUID(int=2)
CASH, SAVINGS, OUTSIDE, FRANCS, GRANT = (UUID(int=number) for number in range(11, 16))
MON, TUE, WED = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


def accounts(cash: int) -> dict[UUID, AccountTerms]:
    return {
        CASH: AccountTerms(CASH, BOOK, "BDT", False, cash),
        SAVINGS: AccountTerms(SAVINGS, BOOK, "BDT", False),
        OUTSIDE: AccountTerms(OUTSIDE, BOOK, "BDT", True),
        FRANCS: AccountTerms(FRANCS, BOOK, "XOF", True),
        GRANT: AccountTerms(GRANT, GRANTS, "BDT", True),
    }


def movement(*lines: tuple[UUID, UUID, int], on: date = TUE) -> Movement:
    made = tuple(Line(one, other, Money(minor, "BDT")) for one, other, minor in lines)
    return Movement(UUID(int=99), made, on)


@pytest.mark.parametrize(
    ("out_of", "into", "because"),
    [
        pytest.param(OUTSIDE, CASH, "", id="same-book-same-currency"),
        pytest.param(GRANT, CASH, "books", id="a-grant-never-meets-a-loan"),
        pytest.param(OUTSIDE, FRANCS, "currencies", id="taka-never-meet-francs"),
        pytest.param(CASH, CASH, "one_account", id="not-to-itself"),
    ],
)
def test_which_accounts_may_meet(out_of: UUID, into: UUID, because: str) -> None:
    said = ""
    try:
        posting.check_lines([movement((out_of, into, 100))], accounts(0), book=BOOK)
    except CannotMeet as refused:
        said = refused.because
    assert said == because


@pytest.mark.parametrize(
    ("cash", "out", "entered_on", "later_out", "later_in", "enough"),
    [
        pytest.param(100, 100, TUE, 0, 0, True, id="all-that-is-there"),
        pytest.param(100, 101, TUE, 0, 0, False, id="one-more-than-is-there"),
        pytest.param(100, 100, MON, 0, 100, False, id="it-came-only-on-wednesday"),
        pytest.param(100, 100, WED, 0, 100, True, id="from-wednesday-on-it-is-there"),
        pytest.param(10, 20, MON, 90, 0, False, id="late-entry-and-spent-meanwhile"),
        pytest.param(10, 10, MON, 90, 0, True, id="late-entry-of-what-was-left"),
    ],
)
def test_whether_there_is_enough_at_the_end_of_every_day(
    cash: int, out: int, entered_on: date, later_out: int, later_in: int, enough: bool
) -> None:
    """`cash` is what stands there now, after what left and came on Wednesday."""
    moved = posting.nets([movement((CASH, OUTSIDE, out), on=entered_on)])
    later = {CASH: {WED: later_in - later_out}}
    said = True
    try:
        posting.check_cover(moved, accounts(cash), later)
    except NotEnough:
        said = False
    assert said is enough


@pytest.mark.parametrize(
    ("day", "takes"),
    [
        pytest.param(date(2026, 1, 1), False, id="first-day-of-the-closed-year"),
        pytest.param(date(2026, 10, 31), False, id="last-closed-day"),
        pytest.param(date(2026, 11, 1), True, id="first-open-day"),
    ],
)
def test_a_closed_period_takes_nothing(day: date, takes: bool) -> None:
    closed = [PeriodTerms(date(2026, 1, 1), date(2026, 11, 1))]
    said = True
    try:
        posting.check_days(
            [movement((OUTSIDE, CASH, 1), on=day)],
            open_from=posting.open_from(date(2026, 1, 1), closed),
            today=WED,
        )
    except PeriodClosed:
        said = False
    assert said is takes


@pytest.mark.parametrize(
    ("until_on", "may"),
    [
        pytest.param(date(2026, 11, 18), True, id="up-to-and-including-yesterday"),
        pytest.param(date(2026, 11, 19), False, id="today-is-not-over"),
        pytest.param(date(2026, 11, 1), False, id="closed-before"),
    ],
)
def test_which_period_may_be_closed_on_a_wednesday(until_on: date, may: bool) -> None:
    closed = [PeriodTerms(date(2026, 1, 1), date(2026, 11, 1))]
    said = True
    try:
        posting.next_period(date(2026, 1, 1), closed, until_on=until_on, today=WED)
    except PeriodNotOver:
        said = False
    assert said is may


@pytest.mark.parametrize(
    ("opening", "changes", "balances"),
    [
        pytest.param(0, [], [], id="nothing-happened"),
        pytest.param(500, [-200, 50], [300, 350], id="out-and-in"),
        pytest.param(0, [700, -700], [700, 0], id="in-and-all-out"),
    ],
)
def test_a_statement_adds_up(opening: int, changes: list[int], balances: list[int]) -> None:
    at = datetime(2026, 11, 17, tzinfo=UTC)
    entries = [
        Entry(UUID(int=number), UUID(int=number), OUTSIDE, Money(minor, "BDT"), TUE, TUE, at)
        for number, minor in enumerate(changes)
    ]
    shown = statement(Money(opening, "BDT"), entries, from_on=MON, until_on=WED)
    assert [line.balance.minor for line in shown.lines] == balances
    assert shown.closing.minor == opening + shown.came_in.minor - shown.went_out.minor

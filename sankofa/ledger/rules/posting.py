"""Whether movements may be posted, and what they do to balances.

Source: the books' own promises (docs/handbook/books.md): a posting is balanced because it is one row; accounts of two
books or two currencies never meet; a closed period takes nothing; what may not go below zero does not, on any day.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

from sankofa.kernel.money import Money
from sankofa.ledger.rules.terms import AMOUNT_MAX_MINOR, AccountTerms, Line, Movement, PeriodTerms

Nets = dict[UUID, dict[date, int]]
"""What each account gains or loses on each day, in minor units."""


class CannotMeet(Exception):
    """The two accounts of a posting are of different books or currencies, or one and the same account."""

    def __init__(self, line: Line, because: str) -> None:
        self.line = line
        self.because = because
        super().__init__(f"{line.from_account} and {line.to_account}: {because}")


class NotAnAmountToPost(Exception):
    """A posting moves more than nothing, and less than the largest amount that books hold."""

    def __init__(self, amount: Money) -> None:
        self.amount = amount
        super().__init__(str(amount))


class NotEnough(Exception):
    """An account that may not go below zero would: on `on` it holds `balance` and `needed` was asked of it."""

    def __init__(self, account: UUID, *, balance: Money, needed: Money, on: date) -> None:
        self.account = account
        self.balance = balance
        self.needed = needed
        self.on = on
        super().__init__(f"{account} holds {balance} on {on}; {needed} is needed")


class PeriodClosed(Exception):
    """The day is closed, or before the book was opened; `open_from` is the first day that takes postings."""

    def __init__(self, booked_on: date, open_from: date) -> None:
        self.booked_on = booked_on
        self.open_from = open_from
        super().__init__(f"{booked_on}: open from {open_from}")


class NotYet(Exception):
    """Books hold what has happened: the day is after today, or the correction is about a later day than its own."""

    def __init__(self, day: date, today: date) -> None:
        self.day = day
        self.today = today
        super().__init__(f"{day} is after {today}")


class NothingMoves(Exception):
    """A movement has no lines."""


class PeriodNotOver(Exception):
    """A period can be closed when its last day is over, and begins where the last closed one ended."""

    def __init__(self, from_on: date, until_on: date, today: date) -> None:
        self.from_on = from_on
        self.until_on = until_on
        self.today = today
        super().__init__(f"{from_on} until {until_on}, today is {today}")


def open_from(opened_on: date, periods: Sequence[PeriodTerms]) -> date:
    """Return the first day that takes postings: the day the book was opened, or the end of what is closed."""
    return max((period.until_on for period in periods), default=opened_on)


def next_period(opened_on: date, periods: Sequence[PeriodTerms], *, until_on: date, today: date) -> PeriodTerms:
    """Return the period that closing up to a day would make.  Raises PeriodNotOver."""
    first = open_from(opened_on, periods)
    if not first < until_on <= today:
        raise PeriodNotOver(first, until_on, today)
    return PeriodTerms(first, until_on)


def check_lines(movements: Sequence[Movement], accounts: Mapping[UUID, AccountTerms], *, book: UUID) -> None:
    """Check that every line moves an amount between two accounts that may meet.

    Raises NothingMoves, NotAnAmountToPost and CannotMeet.
    """
    for movement in movements:
        if not movement.lines:
            raise NothingMoves
        for line in movement.lines:
            if not 0 < line.amount.minor <= AMOUNT_MAX_MINOR:
                raise NotAnAmountToPost(line.amount)
            if line.from_account == line.to_account:
                raise CannotMeet(line, "one_account")
            pair = [accounts.get(line.from_account), accounts.get(line.to_account)]
            if any(one is None or one.book != book for one in pair):
                raise CannotMeet(line, "books")
            if any(one is not None and one.currency != line.amount.currency for one in pair):
                raise CannotMeet(line, "currencies")


def check_days(movements: Sequence[Movement], *, open_from: date, today: date) -> None:
    """Check that every movement is booked on a day that takes postings.  Raises PeriodClosed and NotYet."""
    for movement in movements:
        if movement.booked_on > today:
            raise NotYet(movement.booked_on, today)
        if movement.day > movement.booked_on:
            raise NotYet(movement.day, movement.booked_on)
        if movement.booked_on < open_from:
            raise PeriodClosed(movement.booked_on, open_from)


def nets(movements: Sequence[Movement]) -> Nets:
    """Return what movements add to each account on each day, in minor units."""
    found: Nets = {}
    for movement in movements:
        for line in movement.lines:
            for account, minor in ((line.from_account, -line.amount.minor), (line.to_account, line.amount.minor)):
                days = found.setdefault(account, {})
                days[movement.booked_on] = days.get(movement.booked_on, 0) + minor
    return found


def needs_cover(moved: Nets, accounts: Mapping[UUID, AccountTerms]) -> dict[UUID, date]:
    """Return the accounts that lose something and may not go below zero, each with the first day that it changes."""
    return {
        account: min(days)
        for account, days in moved.items()
        if not accounts[account].may_be_negative and any(minor < 0 for minor in days.values())
    }


def check_cover(moved: Nets, accounts: Mapping[UUID, AccountTerms], later: Nets) -> None:
    """Check that no account that may not go below zero does, at the end of any day.

    All that is posted together counts as one: what comes in on a day covers what goes out on it.  `later` is what
    stands in the books after the first day that changes, so that a late entry cannot make an earlier day untrue.
    Raises NotEnough for the first account, in their order, on its first day.
    """
    for account, first in sorted(needs_cover(moved, accounts).items()):
        held = accounts[account]
        standing = {day: minor for day, minor in later.get(account, {}).items() if day > first}
        before = held.balance_minor - sum(standing.values())
        for day, added, balance in _day_ends(before, standing, moved[account]):
            if balance < 0:
                raise NotEnough(
                    account,
                    balance=Money(balance - added, held.currency),
                    needed=Money(-added, held.currency),
                    on=day,
                )


def _day_ends(before: int, standing: Mapping[date, int], moved: Mapping[date, int]) -> Iterator[tuple[date, int, int]]:
    """Yield each day that changes, what the new movements have added by its end, and the balance then."""
    added, balance = 0, before
    for day in sorted({*standing, *moved}):
        added += moved.get(day, 0)
        balance += standing.get(day, 0) + moved.get(day, 0)
        yield day, added, balance


def is_gapless(opened_on: date, periods: Sequence[PeriodTerms]) -> bool:
    """Whether closed periods follow one another from the day the book was opened, without gap or overlap."""
    ordered = sorted(periods, key=lambda period: period.from_on)
    starts_well = not ordered or ordered[0].from_on == opened_on
    return starts_well and all(one.until_on == other.from_on for one, other in pairwise(ordered))

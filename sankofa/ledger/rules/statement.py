"""A statement: what an account held at first, what came and went, what it holds at last; and the trial balance.

Source: a statement can be added up by hand by whoever holds it; opening, plus what came in, less what went out, is
the closing balance, line by line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sankofa.kernel.money import Money
from sankofa.ledger.rules.terms import AccountTerms


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting as one of its two accounts sees it: more or less than nothing, and the account on the other side."""

    posting: UUID
    movement: UUID
    other: UUID
    change: Money
    booked_on: date
    about_on: date
    at: datetime
    code: str = ""
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class StatementLine:
    """An entry with the balance after it."""

    entry: Entry
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """What an account held, line by line.  `until_on` is excluded."""

    from_on: date
    until_on: date
    opening: Money
    lines: tuple[StatementLine, ...]

    @property
    def closing(self) -> Money:
        """What the account holds at the end."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def came_in(self) -> Money:
        """All that came in."""
        return self._sum(line.entry.change.minor for line in self.lines if line.entry.change.minor > 0)

    @property
    def went_out(self) -> Money:
        """All that went out, as an amount above zero."""
        return self._sum(-line.entry.change.minor for line in self.lines if line.entry.change.minor < 0)

    def _sum(self, minors: Iterable[int]) -> Money:
        return Money(sum(minors), self.opening.currency)


def statement(opening: Money, entries: Sequence[Entry], *, from_on: date, until_on: date) -> Statement:
    """Return the statement of entries in the order of their days, each with the balance after it."""
    ordered = sorted(entries, key=lambda entry: (entry.booked_on, entry.at, entry.posting))
    lines, balance = [], opening
    for entry in ordered:
        balance += entry.change
        lines.append(StatementLine(entry, balance))
    return Statement(from_on, until_on, opening, tuple(lines))


def sums(accounts: Iterable[AccountTerms]) -> dict[str, int]:
    """Return what the balances of a book come to in each currency, in minor units: zero, or something is wrong."""
    found: dict[str, int] = {}
    for account in accounts:
        found[account.currency] = found.get(account.currency, 0) + account.balance_minor
    return dict(sorted(found.items()))

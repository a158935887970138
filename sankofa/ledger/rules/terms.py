"""The nouns of the books.

A posting takes an amount out of one account and puts it into another of the same book and currency, in one row; so
nothing comes from nowhere and nothing is lost.  What comes in from outside (a donor, a member, a borrower) comes out
of an account that may be negative; what can only hold what is there (cash, savings) may not.

Source: Knowledge Paper 1 (2021), 4.2.3: it is "essential to clearly distinguish" what gives grants from what lends;
so a book is of one kind, and accounts of two books never meet.  The kinds of account are those of a revolving fund
(grant in, local share, interest and fees, administration, write-off, recovery, loans out, cash).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sankofa.kernel.money import Money

AMOUNT_MAX_MINOR = 10**15
"""No single posting moves more: far above any programme, far below what a column can add up."""


class BookKind(StrEnum):
    """What a book is about.  Grants and loans are kept apart, because who gives must not seem to lend."""

    GRANT = "grant"
    LOAN = "loan"
    SAVINGS = "savings"
    FUND = "fund"
    REMITTANCE = "remittance"


class AccountKind(StrEnum):
    """What an account holds or stands for."""

    CASH = "cash"
    BANK = "bank"
    GRANT_IN = "grant_in"
    LOCAL_SHARE = "local_share"
    LOANS_OUT = "loans_out"
    INTEREST = "interest"
    FEES = "fees"
    ADMIN = "admin"
    WRITE_OFF = "write_off"
    RECOVERY = "recovery"
    SAVINGS = "savings"
    RESERVE = "reserve"
    OUTSIDE = "outside"

    @property
    def is_a_source(self) -> bool:
        """Whether money comes from here without having been put in before, so that the account goes below zero."""
        return self in _SOURCES


_OF_LENDING = frozenset(
    {
        AccountKind.LOANS_OUT,
        AccountKind.INTEREST,
        AccountKind.FEES,
        AccountKind.WRITE_OFF,
        AccountKind.RECOVERY,
        AccountKind.SAVINGS,
    }
)


def may_stand_in(kind: AccountKind, book: BookKind) -> bool:
    """Whether a book of a kind may hold an account of a kind: what lends never stands beside what gives."""
    if book is BookKind.GRANT:
        return kind not in _OF_LENDING
    return kind is not AccountKind.GRANT_IN or book is not BookKind.LOAN


_SOURCES = frozenset(
    {
        AccountKind.GRANT_IN,
        AccountKind.LOCAL_SHARE,
        AccountKind.INTEREST,
        AccountKind.FEES,
        AccountKind.RECOVERY,
        AccountKind.OUTSIDE,
    }
)


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """An account as the rules know it: where it belongs, what it holds now, whether it may hold less than nothing."""

    id: UUID
    book: UUID
    currency: str
    may_be_negative: bool
    balance_minor: int = 0

    @property
    def balance(self) -> Money:
        """What the account holds."""
        return Money(self.balance_minor, self.currency)


@dataclass(frozen=True, slots=True)
class Line:
    """One posting of a movement: so much out of one account into another."""

    from_account: UUID
    to_account: UUID
    amount: Money


@dataclass(frozen=True, slots=True)
class Movement:
    """What happened to money, in one line or several that belong together, under a key that is posted once only.

    `booked_on` is the day in the books.  `about_on` is the day it is about, where that lies in a closed period; None
    where it is the same day.  `code` names the occasion for counting; `note` is for people and is sealed.
    """

    key: UUID
    lines: tuple[Line, ...]
    booked_on: date
    about_on: date | None = None
    code: str = ""
    note: str = ""

    @property
    def day(self) -> date:
        """The day that the movement is about."""
        return self.about_on or self.booked_on


@dataclass(frozen=True, slots=True)
class PeriodTerms:
    """A closed stretch of a book: nothing is posted into it any more.  `until` is excluded."""

    from_on: date
    until_on: date


def accounts_of(movements: Sequence[Movement]) -> list[UUID]:
    """Return the accounts that movements touch, in the one order in which everybody locks them."""
    return sorted(
        {account for one in movements for line in one.lines for account in (line.from_account, line.to_account)}
    )

"""Books the slow and obvious way: a list of what was entered, added up anew whenever anybody asks.

The books of the product are held against it.  Nothing is kept but the list, so there is nothing that could disagree.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sankofa.ledger.rules.terms import Movement


class No(Exception):
    """The slow books refuse; the text says why, in a word."""


@dataclass
class SlowBooks:
    """One book with its accounts, by key: whether each may be negative, and its currency."""

    opened_on: date
    accounts: dict[UUID, tuple[str, bool]] = field(default_factory=dict)
    entered: list[Movement] = field(default_factory=list)
    taken_back: dict[UUID, UUID] = field(default_factory=dict)
    open_from: date = date.min

    def balance(self, account: UUID, on: date, entered: list[Movement] | None = None) -> int:
        """Add up all that touched an account until the end of a day."""
        minor = 0
        for movement in self.entered if entered is None else entered:
            for line in movement.lines if movement.booked_on <= on else ():
                minor += line.amount.minor * ((line.to_account == account) - (line.from_account == account))
        return minor

    def post(self, movements: list[Movement], *, today: date) -> None:
        """Enter movements, or say No."""
        new = []
        for movement in movements:
            if (standing := self.found(movement.key)) is not None:
                if standing != movement:
                    raise No("differs")
            else:
                new.append(movement)
        for movement in new:
            for line in movement.lines:
                pair = {line.from_account, line.to_account}
                if len(pair) < 2 or not pair <= set(self.accounts):
                    raise No("apart")
                if {self.accounts[one][0] for one in pair} != {line.amount.currency}:
                    raise No("apart")
        if any(not max(self.opened_on, self.open_from) <= movement.booked_on <= today for movement in new):
            raise No("day")
        after = self.entered + new
        day = min((movement.booked_on for movement in new), default=today)
        losing = {line.from_account for movement in new for line in movement.lines}
        while day <= today:
            for account in losing:
                if not self.accounts[account][1] and self.balance(account, day, after) < 0:
                    raise No("cover")
            day += timedelta(days=1)
        self.entered = after

    def found(self, key: UUID) -> Movement | None:
        """Return the movement under a key."""
        return next((movement for movement in self.entered if movement.key == key), None)

    def close(self, until_on: date, *, today: date) -> None:
        """Close everything before a day, or say No."""
        if not max(self.opened_on, self.open_from) < until_on <= today:
            raise No("period")
        self.open_from = until_on

"""A loan as others tell it: its terms as a lender or a person says them, what is said to have come, how it stands.

We lend nothing and collect nothing.  Two sources may tell one payment differently; then both stand side by side, and
how the loan stands is reckoned twice, with the smaller and with the larger amount, until somebody says which is right.

Source: issue of the story on pages, 7; "Responsible finance", 3.2 and 6.  In how many days two sources may mean one
payment is our own choice: no source names it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from sankofa.instalments.due_dates import MONTHLY, Every, Unit
from sankofa.instalments.errors import BadTerms
from sankofa.instalments.terms import RateBasis, Terms
from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans.rules.agreement import Agreement
from sankofa.loans.rules.arrears import Exposure
from sankofa.loans.rules.book import OutOfPlace, Stage
from sankofa.loans.rules.events import Event, HandedOut, Paid, Rescheduled
from sankofa.loans.rules.life import Instalment, State, state
from sankofa.loans.rules.lines import NothingLeftToMove

COUNT_MOST: Final = 600
_EVERY: Final[Mapping[Frequency, Every]] = {
    Frequency.WEEK: Every(unit=Unit.WEEK),
    Frequency.TWO_WEEKS: Every(2, Unit.WEEK),
    Frequency.MONTH: MONTHLY,
    Frequency.ONCE: MONTHLY,
}
_WITHIN_DAYS: Final[Mapping[Frequency, int]] = {Frequency.WEEK: 3, Frequency.TWO_WEEKS: 6}
_WITHIN_DAYS_ELSE: Final = 7
LACKS_LITTLE: Final = 20
"""An instalment of which less than one part in so many is open is not late: coins are rounded.  Our own choice."""


class Source(StrEnum):
    """Who says so."""

    LENDER = "lender"  # the lender told us
    VISIT = "visit"  # the person told us
    SLIP = "slip"  # a paper of the lender that we saw


class Kind(StrEnum):
    """What is said to have happened to a loan."""

    PAYMENT = "payment"
    REPAID = "repaid"  # the lender says that nothing is owed any more
    WRITTEN_OFF = "written_off"  # the lender has given it up
    AGREED_ANEW = "agreed_anew"  # a pause, or smaller parts
    LATE = "late"  # the lender says that a payment is late


ENDS: Final = frozenset({Kind.REPAID, Kind.WRITTEN_OFF})


class LessThanLent(BadTerms):
    """All payments together are less than what was lent, so that one of the three was heard wrongly."""

    def __init__(self, each: Money, count: int, amount: Money) -> None:
        self.together = Money(each.minor * count, each.currency)
        self.amount = amount
        super().__init__("each", each, f"{count} payments pay back {amount} at least")


class NothingToReckonWith(BadTerms):
    """Neither the payment nor a rate with its basis is known, so that nothing can be reckoned."""

    def __init__(self) -> None:
        super().__init__("each", "", "either one payment, or a rate and what it is a rate of")


class DayMissing(BadTerms):
    """A loan that is paid back all at once needs its payment and its day."""

    def __init__(self) -> None:
        super().__init__("first_due_on", "", "the day on which all of it is paid back, and how much that is")


@dataclass(frozen=True, slots=True)
class Lent:
    """What was agreed about a loan, as somebody says it.

    `each` is one payment as the paper or the person names it; where it is not known, the rate of the product reckons
    it.  `first_due_on` None means one time of `frequency` after the money was handed out.
    """

    amount: Money
    handed_out_on: date
    count: int
    frequency: Frequency
    each: Money | None = None
    rate_percent: Fraction | None = None
    basis: RateBasis | None = None
    first_due_on: date | None = None

    def agreement(self) -> Agreement:
        """Return the agreement, as the engine reckons with it.

        Raises LessThanLent, NothingToReckonWith, DayMissing, and BadTerms of the engine.
        """
        if not 1 <= self.count <= COUNT_MOST:
            raise BadTerms("count", self.count, f"the number of payments is 1 to {COUNT_MOST}")
        if self.frequency is Frequency.ONCE and (self.first_due_on is None or self.each is None or self.count != 1):
            raise DayMissing
        basis, percent = self._price()
        return Agreement(
            Terms(
                principal=self.amount,
                basis=basis,
                rate_percent=percent,
                starts_on=self.handed_out_on,
                count=self.count,
                every=_EVERY[self.frequency],
                first_due_on=self.first_due_on,
            )
        )

    def _price(self) -> tuple[RateBasis, Fraction]:
        if self.each is not None:
            more = self.each.minor * self.count - self.amount.minor
            if self.each.currency != self.amount.currency or more < 0:
                raise LessThanLent(self.each, self.count, self.amount)
            return RateBasis.MARKUP_TOTAL, Fraction(more * 100, self.amount.minor or 1)
        if self.basis is RateBasis.NONE:
            return RateBasis.NONE, Fraction(0)
        if self.basis in {None, RateBasis.PROFIT_SHARE} or self.rate_percent is None:
            raise NothingToReckonWith
        assert self.basis is not None, "asked just before"
        return self.basis, self.rate_percent

    @property
    def within_days(self) -> int:
        """In how many days two sources may mean one payment."""
        return _WITHIN_DAYS.get(self.frequency, _WITHIN_DAYS_ELSE)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that somebody said of a loan.

    `counts` None: nobody has looked at it; True: somebody said that it holds; False: that it does not.  What was put
    right names what it stands for in `corrects`.  With new terms the instalment due on `from_due_on` moves to `to`,
    and there are `extra` more.
    """

    id: str
    kind: Kind
    on: date
    source: Source
    amount: Money | None = None
    counts: bool | None = None
    corrects: str | None = None
    from_due_on: date | None = None
    to: date | None = None
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Came:
    """One payment, as one source tells it or two do."""

    said: tuple[Said, ...]

    @property
    def on(self) -> date:
        """The earlier of the days: what was paid counts from the day that is better for the person."""
        return min(one.on for one in self.said)

    @property
    def least(self) -> Money:
        """The smaller of the amounts."""
        return min(one.amount for one in self.said if one.amount is not None)

    @property
    def most(self) -> Money:
        """The larger of the amounts."""
        return max(one.amount for one in self.said if one.amount is not None)

    @property
    def is_sure(self) -> bool:
        """Whether all who tell of it tell the same amount."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Ended:
    """How a loan came to its end, on which day, and whether that was before its last due date."""

    kind: Kind
    on: date
    is_early: bool
    said: bool
    """Whether somebody said so; otherwise what came in says it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a loan stands on a day: reckoned with the smaller amounts, and with the larger ones where two differ."""

    least: State
    most: State
    came: tuple[Came, ...]
    ended: Ended | None
    said_late_on: date | None = None
    """The day on which the lender said that a payment is late, where nothing came since; None where it did not."""
    idle: tuple[str, ...] = ()
    """What was said and changes nothing here: payments in other money, and new terms of what was paid before."""

    @property
    def doubts(self) -> tuple[Came, ...]:
        """The payments that two sources tell differently."""
        return tuple(one for one in self.came if not one.is_sure)

    @property
    def late(self) -> tuple[Instalment, ...]:
        """The instalments that are late whatever is right, the oldest first; none of a loan that ended."""
        return () if self.ended is not None else tuple(_late(self.most))

    @property
    def late_at_most(self) -> tuple[Instalment, ...]:
        """The instalments that are late where the smaller amounts are right."""
        return () if self.ended is not None else tuple(_late(self.least))

    @property
    def days_late(self) -> int:
        """How many days the oldest late instalment is late, whatever is right."""
        return (self.most.on - self.late[0].due_on).days if self.late else 0

    @property
    def still_to_pay(self) -> Money:
        """What is still to be paid in all, whatever is right; zero of a loan that ended."""
        return self.least.money(0 if self.ended is not None else sum(one.unpaid for one in self.least.instalments))

    @property
    def exposure(self) -> Exposure:
        """What this loan weighs in a lender's share of money that is late; what was given up weighs nothing."""
        held = self.most
        left = 0 if self.ended is not None else held.principal
        return Exposure(held.money(left), self.days_late, held.is_rescheduled)


def reading(lent: Lent, said: Iterable[Said], on: date) -> Reading:
    """Return how a loan stands on a day by all that was said of it.  Raises BadTerms and its kinds.

    Two tell of one loan, and neither is refused for what the other told: what does not fit is `idle`.
    """
    agreement, counted = lent.agreement(), counting(said)
    idle = [one.id for one in counted if one.amount is not None and one.amount.currency != lent.amount.currency]
    fitting = [one for one in counted if one.id not in idle]
    came = payments(fitting, lent.within_days)
    anew = [_anew(one) for one in fitting if one.kind is Kind.AGREED_ANEW]
    is_sure = all(one.is_sure for one in came)
    while True:
        try:
            least = state(agreement, [*_events(lent, came, largest=False), *anew], on)
            most = least if is_sure else state(agreement, [*_events(lent, came, largest=True), *anew], on)
        except (OutOfPlace, NothingLeftToMove) as late:
            if late.event_id not in {one.id for one in anew}:
                raise
            idle.append(late.event_id)
            anew = [one for one in anew if one.id != late.event_id]
        else:
            break
    return Reading(least, most, came, _ended(counted, least, came, on), _said_late(counted, on), tuple(idle))


def counting(said: Iterable[Said]) -> list[Said]:
    """Return what counts of all that was said: not what somebody set aside, and not what was put right since."""
    rows = list(said)
    replaced = {one.corrects for one in rows if one.corrects is not None}
    return sorted(
        (one for one in rows if one.counts is not False and one.id not in replaced), key=lambda one: (one.on, one.id)
    )


def payments(said: Sequence[Said], within_days: int) -> tuple[Came, ...]:
    """Return the payments: what two sources say within so many days is one payment, the same amounts first.

    What somebody looked at and let stand is a payment of its own.
    """
    rows = [one for one in said if one.kind is Kind.PAYMENT and one.amount is not None]
    found = [Came((one,)) for one in rows if one.counts]
    waiting = [one for one in rows if one.counts is None]
    for is_alike in (True, False):
        for one in list(waiting):
            if one not in waiting:
                continue
            other = _other(one, waiting, within_days, is_alike=is_alike)
            if other is not None:
                waiting.remove(one)
                waiting.remove(other)
                found.append(Came((one, other)))
    found += [Came((one,)) for one in waiting]
    return tuple(sorted(found, key=lambda came: (came.on, came.said[0].id)))


def _other(one: Said, waiting: Sequence[Said], within_days: int, *, is_alike: bool) -> Said | None:
    """Return what another source says of the same payment, the nearest day first."""
    near = [
        other
        for other in waiting
        if other.source is not one.source
        and abs((other.on - one.on).days) <= within_days
        and (other.amount == one.amount) is is_alike
    ]
    return min(near, key=lambda other: (abs((other.on - one.on).days), other.id), default=None)


def _events(lent: Lent, came: Iterable[Came], *, largest: bool) -> list[Event]:
    # Two may tell the day of the loan differently: nothing is paid before it was handed out.
    paid = [
        Paid(
            id=one.said[0].id,
            on=max(one.on, lent.handed_out_on),
            amount=one.most if largest else one.least,
        )
        for one in came
    ]
    return [HandedOut(id="handed_out", on=lent.handed_out_on, amount=lent.amount), *paid]


def _anew(said: Said) -> Event:
    assert said.from_due_on is not None, "new terms begin with an instalment"
    return Rescheduled(id=said.id, on=said.on, from_due_on=said.from_due_on, to=said.to, extra=said.extra)


def _ended(counted: Sequence[Said], least: State, came: Sequence[Came], on: date) -> Ended | None:
    """Return how the loan ended: as somebody said, or else because all of it came in, whichever amount is right."""
    last_due = least.instalments[-1].due_on if least.instalments else on
    told = next((one for one in reversed(counted) if one.kind in ENDS and one.on <= on), None)
    if told is not None:
        return Ended(told.kind, told.on, told.kind is Kind.REPAID and told.on < last_due, said=True)
    if least.stage in {Stage.REPAID, Stage.OVERPAID}:
        paid_on = max((one.on for one in came if one.on <= on), default=on)
        return Ended(Kind.REPAID, paid_on, paid_on < last_due, said=False)
    return None


def _said_late(counted: Sequence[Said], on: date) -> date | None:
    """Return since when the lender says that something is late: a payment or new terms on a later day answer it."""
    told = [one.on for one in counted if one.kind is Kind.LATE and one.on <= on]
    since = [one.on for one in counted if one.kind in {Kind.PAYMENT, Kind.AGREED_ANEW} and one.on <= on]
    last = max(told, default=None)
    return None if last is None or any(day > last for day in since) else last


def is_open(one: Instalment) -> bool:
    """Whether an instalment still waits for its money; coins that are missing do not count."""
    return one.unpaid * LACKS_LITTLE > one.due


def _late(held: State) -> list[Instalment]:
    return [one for one in held.instalments if one.due_on < held.on and is_open(one)]


def lent_to(lent: Lent) -> dict[str, Any]:
    """Return what was agreed as JSON can hold it; what is not known stands as null."""
    return {
        "amount": _of_money(lent.amount),
        "handed_out_on": lent.handed_out_on.isoformat(),
        "count": lent.count,
        "frequency": lent.frequency.value,
        "each": _of_money(lent.each),
        "rate_percent": None if lent.rate_percent is None else str(lent.rate_percent),
        "basis": None if lent.basis is None else lent.basis.value,
        "first_due_on": _of_day(lent.first_due_on),
    }


def lent_from(held: Mapping[str, Any]) -> Lent:
    """Return what was agreed as it was kept."""
    amount = money_from(held["amount"])
    assert amount is not None, "a loan has an amount"
    rate, basis = held["rate_percent"], held["basis"]
    return Lent(
        amount,
        date.fromisoformat(held["handed_out_on"]),
        int(held["count"]),
        Frequency(held["frequency"]),
        money_from(held["each"]),
        None if rate is None else Fraction(rate),
        None if basis is None else RateBasis(basis),
        day_from(held["first_due_on"]),
    )


def what_to(said: Said) -> dict[str, Any]:
    """Return what somebody said, without its kind, day and source, as JSON can hold it."""
    return {
        "amount": _of_money(said.amount),
        "from_due_on": _of_day(said.from_due_on),
        "to": _of_day(said.to),
        "extra": said.extra,
    }


def money_from(held: Mapping[str, Any] | None) -> Money | None:
    """Return an amount as it was kept."""
    return None if held is None else Money(int(held["minor"]), str(held["currency"]))


def day_from(held: str | None) -> date | None:
    """Return a day as it was kept."""
    return None if held is None else date.fromisoformat(held)


def _of_money(amount: Money | None) -> dict[str, Any] | None:
    return None if amount is None else {"minor": amount.minor, "currency": amount.currency}


def _of_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

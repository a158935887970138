"""The book of one loan: events are booked day by day, and every unit of money finds its claim.

A book is made, filled and read within one reckoning (`life.state`); nothing outside sees it change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import Agreement, Interest, Part, PaymentKind, SameDay
from sankofa.loans.rules.allocation import Claim, shares
from sankofa.loans.rules.events import (
    RANK,
    Charged,
    ChargedOff,
    Event,
    HandedOut,
    Paid,
    Refunded,
    Rescheduled,
    Reversed,
    Waived,
    WrittenOff,
)
from sankofa.loans.rules.lines import AgreedPlan, Line
from sankofa.loans.rules.recalculation import RecalculatedPlan


class Stage(StrEnum):
    """Where a loan stands."""

    AGREED = "agreed"  # nothing handed out yet
    RUNNING = "running"
    REPAID = "repaid"
    OVERPAID = "overpaid"  # more came than was owed; it goes back
    WRITTEN_OFF = "written_off"


_MONEY_IN = frozenset({Paid, Charged, Waived})
MAY_HAPPEN: dict[Stage, frozenset[type[Event]]] = {
    Stage.AGREED: frozenset({HandedOut}),
    Stage.RUNNING: _MONEY_IN | {HandedOut, Rescheduled, ChargedOff, WrittenOff},
    Stage.REPAID: _MONEY_IN | {HandedOut},
    Stage.OVERPAID: _MONEY_IN | {HandedOut, Refunded},
    Stage.WRITTEN_OFF: frozenset({Paid}),
}
"""What may happen to a loan in each stage.  The stage after it follows from what is owed then."""


class OutOfPlace(BadTerms):
    """An event cannot happen in the stage in which the loan was on its day."""

    def __init__(self, event: Event, stage: Stage) -> None:
        may = sorted(kind.__name__ for kind in MAY_HAPPEN[stage])
        super().__init__(
            f"events.{event.id}",
            f"{type(event).__name__} on {event.on}",
            f"the loan is then {stage.value.replace('_', ' ')}, where what may happen is {', '.join(may)}",
        )
        self.event_id = event.id
        self.stage = stage


class UnknownEvent(BadTerms):
    """An event names another one that is not there, or that came later."""

    def __init__(self, event: Event, named: str) -> None:
        super().__init__(f"events.{event.id}", named, "it names an event of this loan, on the same day or earlier")


class SameId(BadTerms):
    """Two events of one loan have the same id, so that a reversal would not know which is meant."""

    def __init__(self, identifier: str) -> None:
        super().__init__("events.id", identifier, "every event has an id of its own")


class TooMuchBack(BadTerms):
    """More was refunded than had been paid too much."""

    def __init__(self, event: Refunded, most: object) -> None:
        super().__init__(f"events.{event.id}.amount", event.amount, f"at most what was paid too much goes back, {most}")


class NotAnEventAmount(BadTerms):
    """An event has an amount of zero or less, or in another currency."""

    def __init__(self, event: Event, amount: object, currency: str) -> None:
        super().__init__(f"events.{event.id}.amount", amount, f"it is more than zero, in {currency}")


@dataclass(slots=True)
class Posting:
    """How one event was booked: which parts it settled, in minor units."""

    event: str
    on: Day
    kind: str
    amount: int
    parts: dict[Part, int] = field(default_factory=lambda: dict.fromkeys(Part, 0))
    ahead: int = 0  # waits for its day
    over: int = 0  # paid too much
    recovered: int = 0  # after writing off
    balance: int = 0  # principal handed out and not yet paid back, after it


def in_order(agreement: Agreement, events: Iterable[Event], on: Day) -> list[Event]:
    """Return what counts on a day: events up to it, without those reversed by then, in the order of booking.

    Raises SameId and UnknownEvent.
    """
    listed = list(events)
    known = {}
    for event in listed:
        if event.id in known:
            raise SameId(event.id)
        known[event.id] = event
    for event in listed:
        if isinstance(event, Reversed) and (event.event not in known or known[event.event].on > event.on):
            raise UnknownEvent(event, event.event)
    counted = [event for event in listed if event.on <= on]
    undone: set[str] = set()
    # The latest reversal first, so that a reversal that was itself reversed undoes nothing.
    for event in sorted(
        (e for e in counted if isinstance(e, Reversed)), key=lambda e: (e.on, listed.index(e)), reverse=True
    ):
        if event.id not in undone:
            undone.add(event.event)
    left = [event for event in counted if event.id not in undone and not isinstance(event, Reversed)]
    if agreement.same_day is SameDay.AS_LISTED:
        return sorted(left, key=lambda event: event.on)
    return sorted(left, key=lambda event: (event.on, RANK[type(event)], _content(event), event.id))


def _content(event: Event) -> str:
    names = [name for kind in type(event).__mro__ for name in getattr(kind, "__slots__", ()) if name != "id"]
    return "|".join(f"{name}={getattr(event, name)!s:>24}" for name in sorted(names))


class Book:
    """The claims, payments and balances of one loan while it is reckoned up to a day."""

    def __init__(self, agreement: Agreement, on: Day) -> None:
        self.agreement = agreement
        self.on = on
        self.currency = agreement.currency
        again = agreement.recalculation.interest is Interest.AS_OWED
        self.plan: AgreedPlan | RecalculatedPlan = RecalculatedPlan(agreement, on) if again else AgreedPlan(agreement)
        self.charges: list[Claim] = []
        self.postings: list[Posting] = []
        self.handed_out = 0
        self.over = 0
        self.recovered = 0
        self.written_off_on: Day | None = None
        self.charged_off_on: Day | None = None
        self.rescheduled_on: list[Day] = []
        self.reached: Day | None = None
        self.late_interest: Claim | None = None
        self.late_since: Day | None = None
        self.late_interest_exact = Fraction(0)
        self.penalised: set[Day] = set()

    # Reading

    @property
    def lines(self) -> list[Line]:
        """The instalments."""
        return self.plan.lines

    def claims(self) -> list[Claim]:
        """Return everything that was asked for or will be."""
        return [claim for line in self.lines for claim in line.claims] + self.charges

    def unpaid(self) -> int:
        """Return all that is open, due or not, without money that waits."""
        return sum(claim.unpaid for claim in self.claims())

    def balance(self) -> int:
        """Return the principal handed out and not yet paid back, minor units."""
        back = sum(claim.paid + claim.written_off for claim in self.claims() if claim.part is Part.PRINCIPAL)
        return self.handed_out - back

    @property
    def stage(self) -> Stage:
        """Where the loan stands now."""
        if self.written_off_on is not None:
            return Stage.WRITTEN_OFF
        if not self.handed_out:
            return Stage.AGREED
        if any(not line.is_closed for line in self.lines) and self.plan.holds_ahead:
            return Stage.RUNNING
        if self.unpaid():
            return Stage.RUNNING
        return Stage.OVERPAID if self.over else Stage.REPAID

    def row_due_on(self, due_on: Day) -> Day:
        """Return the due date of the instalment with which a charge of this day stands."""
        days = [line.due_on for line in self.lines if not line.is_down_payment and line.due_on >= due_on]
        return min(days, default=due_on)

    # Booking

    def run(self, events: Sequence[Event]) -> None:
        """Book events in order, and everything that days bring between them, up to the day of the book."""
        by_day: dict[Day, list[Event]] = {}
        for event in events:
            by_day.setdefault(event.on, []).append(event)
        for day in sorted({*by_day, self.on}):
            self._pass_days(day)
            self._reach(day)
            for event in by_day.get(day, ()):
                if type(event) not in MAY_HAPPEN[self.stage]:
                    raise OutOfPlace(event, self.stage)
                self._book(event)
            self._close(day)
        self.plan.project(self.on)

    def _pass_days(self, until: Day) -> None:
        """Go through the days before this one on which something falls due or becomes late."""
        passed = self.reached
        while self.handed_out and self.written_off_on is None:
            days = [day for day in self._days() if (passed is None or day > passed) and day < until]
            if not days:
                return
            passed = min(days)
            self._reach(passed)
            self._close(passed)

    def _days(self) -> Iterable[Day]:
        yield from self.plan.days()
        fee, late = self.agreement.late_fee, self.agreement.late_interest
        for line in self.lines if fee or late else ():
            if fee and line.due_on not in self.penalised:
                yield line.due_on + timedelta(days=fee.after_days)
            if late:
                yield line.due_on
                yield line.due_on + timedelta(days=late.grace_days)

    def _reach(self, day: Day) -> None:
        self.plan.reach(day)
        self._grow_late_interest(day)
        self.reached = day

    def _close(self, day: Day) -> None:
        self.plan.close(day)
        if isinstance(self.plan, RecalculatedPlan):
            self._post_held(self.plan)
        self._add_late_fees(day)
        if self.over:
            self._use_credit(day)

    def _book(self, event: Event) -> None:
        amount = getattr(event, "amount", None)
        if amount is not None and (amount.minor <= 0 or amount.currency != self.currency):
            raise NotAnEventAmount(event, amount, self.currency)
        match event:
            case HandedOut():
                self.plan.hand_out(event)
                self.handed_out += event.amount.minor
                self._note(event, event.amount.minor)
                self._place_charges()
            case Paid():
                self._pay(event)
            case Charged():
                self._charge(event)
            case Waived():
                self._waive(event)
            case Rescheduled():
                self.plan.reschedule(event)
                self.rescheduled_on.append(event.on)
                self._note(event, 0)
                self._place_charges()
            case Refunded():
                if event.amount.minor > self.over:
                    raise TooMuchBack(event, Money(self.over, self.currency))
                self.over -= event.amount.minor
                self._note(event, event.amount.minor)
            case ChargedOff():
                self.charged_off_on = event.on
                self._note(event, self.balance())
            case WrittenOff():
                self._write_off(event)

    def _note(self, event: Event, amount: int) -> Posting:
        kind = event.kind.value if isinstance(event, Paid) else _words(type(event).__name__)
        posting = Posting(event.id, event.on, kind, amount, balance=self.balance())
        self.postings.append(posting)
        return posting

    def _place_charges(self) -> None:
        for claim in self.charges:
            claim.row_due_on = self.row_due_on(claim.due_on)

    def _pay(self, event: Paid) -> None:
        posting = self._note(event, event.amount.minor)
        if self.written_off_on is not None:
            posting.recovered = event.amount.minor
            self.recovered += event.amount.minor
            return
        order = self.agreement.order_of(event.kind)
        claims = self.claims()
        amount = event.amount.minor
        if isinstance(self.plan, RecalculatedPlan):
            open_lines = {id(claim) for line in self.lines if not line.is_closed for claim in line.claims}
            due = [claim for claim in claims if id(claim) not in open_lines and claim.due_on <= event.on]
            left = self._post(posting, shares(due, amount, event.on, order))
            if left and any(not line.is_closed for line in self.lines):
                ahead = sum(
                    claim.unpaid
                    for claim in claims
                    if claim.due_on > event.on and claim.part in {Part.FEE, Part.PENALTY}
                )
                ends = self.plan.hold(event.id, event.on, left, ahead)
                own = [held for held in self.plan.held if held.event == event.id]
                posting.parts[Part.PRINCIPAL] += sum(held.amount for held in own if held.is_principal)
                posting.ahead = sum(held.amount for held in own if not held.is_principal)
                if ends:
                    self.plan.end(event.on)
                    self._post_held(self.plan)
            elif left:
                self.over += left
                posting.over = left
        else:
            let_go = self.plan.unearned(event.on)
            if let_go and amount + self.over >= self.unpaid() - sum(part for _, part in let_go):
                for claim, part in let_go:
                    claim.waived += part
            left = self._post(posting, shares(claims, amount, event.on, order))
            self.over += left
            posting.over = left
        posting.balance = self.balance()

    def _post(self, posting: Posting, given: tuple[list[tuple[Claim, int]], int], on: Day | None = None) -> int:
        for claim, part in given[0]:
            claim.pay(on or posting.on, part)
            posting.parts[claim.part] += part
        return given[1]

    def _post_held(self, plan: RecalculatedPlan) -> None:
        """Post money that waited to what is due now; what the ended loan does not need was paid too much."""
        closed = [claim for line in plan.lines if line.is_closed for claim in line.claims]
        has_ended = all(line.is_closed for line in plan.lines)
        today = self.reached or self.on
        if plan.begins or has_ended:
            plan.held = [held for held in plan.held if not held.is_principal]
        for held in [held for held in plan.held if not held.is_principal]:
            posting = next(posting for posting in self.postings if posting.event == held.event)
            kind = PaymentKind(posting.kind)
            charges = [claim for claim in self.charges if has_ended or claim.due_on <= today]
            left = self._post(
                posting, shares([*closed, *charges], held.amount, today, self.agreement.order_of(kind)), held.on
            )
            plan.held.remove(held)
            if left and has_ended:
                self.over += left
                posting.over += left
            elif left:
                plan.held.append(type(held)(held.event, held.on, left))
            posting.ahead = left if not has_ended else 0
            posting.balance = self.balance()
        plan.settled()

    def _charge(self, event: Charged) -> None:
        claim = Claim(event.part, event.due_on, event.amount.minor, self.row_due_on(event.due_on), event.id, event.name)
        self.charges.append(claim)
        posting = self._note(event, event.amount.minor)
        posting.parts[event.part] = event.amount.minor

    def _waive(self, event: Waived) -> None:
        if event.charge is not None and all(claim.source != event.charge for claim in self.charges):
            raise UnknownEvent(event, event.charge)
        left = event.amount.minor if event.amount is not None else None
        waived = 0
        for claim in sorted(self.claims(), key=lambda claim: claim.due_on):
            if claim.part is event.part and event.charge in {None, claim.source}:
                if self.plan.holds_ahead and claim.part is Part.INTEREST and claim.due_on > event.on:
                    continue  # interest that is not reckoned yet cannot be let go
                part = claim.unpaid if left is None else min(left, claim.unpaid)
                claim.waived += part
                waived += part
                left = left - part if left is not None else None
        if left:
            raise BadTerms(
                f"events.{event.id}.amount", event.amount, f"no more is waived than is open, {waived} minor units"
            )
        self._note(event, waived).parts[event.part] = waived

    def _write_off(self, event: WrittenOff) -> None:
        if isinstance(self.plan, RecalculatedPlan):
            self._end_for_writing_off(self.plan, event.on)
        lost = self._note(event, 0)
        for claim in self.claims():
            if claim.part is not Part.PRINCIPAL and claim.due_on > event.on:
                claim.amount -= claim.unpaid  # never fell due: it is not a loss, it is not asked for
            lost.parts[claim.part] += claim.unpaid
            claim.written_off += claim.unpaid
        lost.amount = sum(lost.parts.values())
        lost.balance = self.balance()
        self.written_off_on = event.on

    def _end_for_writing_off(self, plan: RecalculatedPlan, on: Day) -> None:
        plan.end(on)
        self._post_held(plan)

    def _use_credit(self, day: Day) -> None:
        """Let money that was paid too much settle what is asked for since."""
        given, left = shares(self.claims(), self.over, day, self.agreement.order)
        for claim, part in given:
            claim.pay(day, part)
        self.over = left

    # What lateness adds

    def _add_late_fees(self, day: Day) -> None:
        rule = self.agreement.late_fee
        if rule is None or self.written_off_on is not None:
            return
        for due_on in sorted({line.due_on for line in self.lines} - self.penalised):
            if due_on + timedelta(days=rule.after_days) > day:
                continue
            self.penalised.add(due_on)
            asked = [claim for line in self.lines if line.due_on == due_on for claim in line.claims]
            late = sum(claim.unpaid for claim in asked if claim.part in rule.of)
            if late:
                share = rounded(late * rule.percent.numerator, 100 * rule.percent.denominator, Rounding.HALF_UP)
                amount = share + (rule.amount.minor if rule.amount else 0)
                source = f"late {due_on}"
                self.charges.append(Claim(Part.PENALTY, day, amount, due_on, source, follows_lateness=True))

    def _grow_late_interest(self, day: Day) -> None:
        rule = self.agreement.late_interest
        if rule is None or self.reached is None or not self.handed_out or self.written_off_on is not None:
            return
        days = (day - self.reached).days
        late = sum(
            claim.unpaid
            for line in self.lines
            for claim in line.claims
            if claim.part in rule.of and claim.due_on + timedelta(days=rule.grace_days) <= self.reached
        )
        if not late or not days:
            return
        self.late_since = self.late_since or self.reached
        self.late_interest_exact += penalty_interest(late, rule.percent, days, rule.year_days)
        amount = rounded(self.late_interest_exact.numerator, self.late_interest_exact.denominator, Rounding.HALF_UP)
        if self.late_interest is None and amount:
            since = self.late_since
            row = self.row_due_on(since)
            self.late_interest = Claim(Part.PENALTY, since, 0, row, "late interest", follows_lateness=True)
            self.charges.append(self.late_interest)
        if self.late_interest is not None:
            self.late_interest.amount = amount


def penalty_interest(late: int | Fraction, percent: Fraction, days: int, year_days: int = 365) -> Fraction:
    """Return the exact penalty interest on what is late: amount x percent x days / (100 x days of the year)."""
    return Fraction(late) * percent * days / (100 * year_days)


def _words(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")

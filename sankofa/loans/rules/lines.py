"""Lines: the instalments of a running loan, and the plan by which they follow from an agreed schedule.

Here interest stays as agreed.  Every part that is handed out has a schedule of its own over the dates still to
come, and a line is their sum; `recalculation` holds the plan in which interest follows what is owed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.schedule import Row, schedule
from sankofa.instalments.terms import Grace, RateBasis, Shape, Terms
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import Agreement, Part, Rebate
from sankofa.loans.rules.allocation import Claim
from sankofa.loans.rules.events import HandedOut, Rescheduled


class NothingLeftToMove(BadTerms):
    """A rescheduling names a date from which nothing is due any more."""

    def __init__(self, event: str, from_due_on: Day) -> None:
        super().__init__(
            f"events.{event}.from_due_on", from_due_on, "an instalment is due on it or later and still open"
        )
        self.event_id = event


class TooLateToHandOut(BadTerms):
    """A further part of the loan was handed out after the last due date."""

    def __init__(self, event: str, on: Day, last: Day) -> None:
        super().__init__(f"events.{event}.on", on, f"further parts are handed out before the last due date, {last}")


@dataclass(frozen=True, slots=True)
class Span:
    """Days in which the same amount bore interest, and how much exactly, in minor units."""

    from_: Day
    until: Day
    bearing: int
    interest: Fraction = Fraction(0)


@dataclass(slots=True)
class Line:
    """One instalment: what it asks for, and whether its day has come."""

    from_: Day
    due_on: Day
    principal: Claim
    interest: Claim
    fee: Claim
    is_down_payment: bool = False
    is_closed: bool = False
    pays_no_principal: bool = False
    planned: int = 0  # principal agreed for this line where the shape is not equal instalments
    spans: tuple[Span, ...] = ()  # how its interest came about, where it follows what is owed

    @property
    def claims(self) -> tuple[Claim, Claim, Claim]:
        """What the schedule asks for, without charges."""
        return self.principal, self.interest, self.fee

    def ask(self, principal: int, interest: int) -> None:
        """Ask for these amounts instead."""
        self.principal.amount, self.interest.amount = principal, interest

    def move(self, due_on: Day) -> None:
        """Make the line due on another day."""
        self.due_on = due_on
        for claim in self.claims:
            claim.due_on = claim.row_due_on = due_on


def new_line(from_: Day, due_on: Day, principal: int, interest: int, fees: int, *, down: bool = False) -> Line:
    """Return a line that asks for these amounts."""
    return Line(
        from_,
        due_on,
        Claim(Part.PRINCIPAL, due_on, principal, due_on),
        Claim(Part.INTEREST, due_on, interest, due_on),
        Claim(Part.FEE, due_on, fees, due_on),
        is_down_payment=down,
        planned=principal,
    )


def lines_of(rows: Sequence[Row], starts_on: Day) -> list[Line]:
    """Return the lines of a schedule."""
    lines, before = [], starts_on
    for row in rows:
        lines.append(new_line(before, row.due_on, row.principal, row.interest, row.fees, down=row.number == 0))
        before = row.due_on
    return lines


def first_terms(terms: Terms, on: Day, amount: Money) -> Terms:
    """Return the terms as they run once the first part was handed out: its amount, from its day."""
    down = None
    if terms.down_payment is not None:
        down = down_payment_of(terms, amount)
    return replace(terms, principal=amount, starts_on=on, tranches=(), down_payment=down)


def down_payment_of(terms: Terms, amount: Money) -> Money | None:
    """Return the down payment on a part: the same share as of the whole loan, None where none is agreed."""
    if terms.down_payment is None:
        return None
    return amount.times(Fraction(terms.down_payment.minor, terms.principal.minor), Rounding.HALF_EVEN)


def over_dates(terms: Terms, owed: Money, on: Day, dates: Sequence[Day], grace: int = 0) -> Terms:
    """Return terms that pay an amount back over given dates, by the rate and rounding of the loan."""
    shape = terms.shape if terms.shape in {Shape.EQUAL_PRINCIPAL, Shape.INTEREST_ONLY, Shape.BULLET} else None
    return replace(
        terms,
        principal=owed,
        starts_on=on,
        due_on=tuple(dates),
        count=None,
        first_due_on=None,
        shape=shape or Shape.EQUAL_INSTALMENTS,
        fixed_instalment=None,
        balloon=None,
        amortised_over=None,
        steps=(),
        principal_on=(),
        tranches=(),
        down_payment=None,
        grace=Grace(principal=grace),
        skipped=frozenset(),
        fees=(),
    )


def without_rate(terms: Terms) -> Terms:
    """Return the same terms without a rate: how the principal alone comes back."""
    return replace(terms, basis=RateBasis.NONE, rate_percent=Fraction(0))


def new_dates(terms: Terms, dates: Sequence[Day], event: Rescheduled) -> list[Day]:
    """Return the due dates from a rescheduling on: moved, and with those it adds."""
    count = len(dates) + event.extra + event.grace_principal
    if event.to is not None:
        moved = [event.to] + [terms.every.after(event.to, step) for step in range(1, count)]
    else:
        added = count - len(dates)
        moved = [*dates, *(terms.every.after(dates[-1], step) for step in range(1, added + 1))]
    return [terms.closed.shifted(day) for day in moved] if terms.closed is not None else moved


class AgreedPlan:
    """The plan in which every instalment stands as agreed, whenever payments come."""

    holds_ahead = False

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.terms = agreement.terms
        self.lines: list[Line] = []
        self.credit = 0  # never used here: what is paid ahead is posted at once

    def hand_out(self, event: HandedOut) -> None:
        """Add what a part that is handed out will ask for."""
        on, amount = event.on, event.amount
        if not self.lines:
            self.terms = first_terms(self.agreement.terms, on, amount)
            self.lines = lines_of(schedule(self.terms).rows, on)
            return
        down = down_payment_of(self.agreement.terms, amount)
        if down:
            self.lines.append(new_line(on, on, down.minor, 0, 0, down=True))
            amount -= down
        coming = [line for line in self.lines if line.due_on > on and not line.is_down_payment]
        if not coming:
            raise TooLateToHandOut(event.id, on, max(line.due_on for line in self.lines))
        dates = [line.due_on for line in coming]
        own = self._by_date(over_dates(self.terms, amount, on, dates))
        parts = [own[day][0] for day in dates]
        if not self.terms.basis.is_declining:
            # Without interest on the balance, what is left is levelled anew as a whole, so that cents do not add up.
            whole = amount + Money(sum(line.principal.amount for line in coming), amount.currency)
            level = self._by_date(without_rate(over_dates(self.terms, whole, on, dates)))
            changes = [level[line.due_on][0] - line.principal.amount for line in coming]
            # A line that is paid beyond the new level keeps its own, and the new part stands beside it.
            if all(line.principal.unpaid + change >= 0 for line, change in zip(coming, changes, strict=True)):
                parts = changes
        for line, part in zip(coming, parts, strict=True):
            line.principal.amount += part
            line.interest.amount += own[line.due_on][1]
        self._sort()

    def reach(self, on: Day) -> None:
        """Nothing grows by the day in this plan."""

    def close(self, on: Day) -> None:
        """Nothing is settled on a due date that was not booked before."""

    def days(self) -> list[Day]:
        """Return the days on which something must be reckoned: none."""
        return []

    def project(self, on: Day) -> None:
        """Nothing changes with the day in this plan."""

    def reschedule(self, event: Rescheduled) -> None:
        """Agree the open instalments from one due date on anew.  Principal is the same to the last unit.

        A flat rate or mark-up is not charged again for the longer time: what was agreed is spread over the new dates.
        """
        moved = [line for line in self.lines if line.due_on >= event.from_due_on and not line.is_down_payment]
        if not moved or not any(line.principal.unpaid for line in moved):
            raise NothingLeftToMove(event.id, event.from_due_on)
        from_ = moved[0].from_
        kept = [line for line in self.lines if line not in moved]
        settled = _settled(moved, event.on)
        principal, interest, fees = (sum(line.claims[place].unpaid for line in moved) for place in range(3))
        late_interest = 0
        if event.with_arrears:
            for line in (line for line in kept if line.due_on <= event.on):
                principal += line.principal.unpaid
                late_interest += line.interest.unpaid
                fees += line.fee.unpaid
                for claim in line.claims:
                    claim.amount -= claim.unpaid
        dates = new_dates(self.terms, [line.due_on for line in moved], event)
        before = max((line.due_on for line in kept if not line.is_down_payment), default=from_)
        from_ = max(before, from_)
        terms = over_dates(self.terms, Money(principal, self.terms.currency), from_, dates, event.grace_principal)
        if not terms.basis.is_declining:
            terms = without_rate(terms)
        lines = lines_of(schedule(terms).rows, from_)
        if not terms.basis.is_declining:
            for line, part in zip(lines, spread(interest, len(lines)), strict=True):
                line.interest.amount = part
        lines[0].interest.amount += late_interest
        for line in lines[: event.grace_principal]:
            line.pays_no_principal = True
        for line, part in zip(lines, spread(fees, len(lines)), strict=True):
            line.fee.amount = part
        self.lines = [*kept, *settled, *lines]
        self._sort()

    def unearned(self, on: Day) -> list[tuple[Claim, int]]:
        """Return the agreed interest that would be let go if everything were paid on this day."""
        rebate = self.agreement.recalculation.rebate
        if rebate is Rebate.NONE:
            return []
        found = []
        for line in self.lines:
            if line.from_ >= on:
                part = line.interest.unpaid
            elif line.due_on > on and rebate is Rebate.BY_DAYS:
                days = (line.due_on - line.from_).days
                left = rounded(line.interest.amount * (line.due_on - on).days, days, Rounding.HALF_UP)
                part = min(left, line.interest.unpaid)
            else:
                part = 0
            if part:
                found.append((line.interest, part))
        return found

    def _by_date(self, terms: Terms) -> dict[Day, tuple[int, int]]:
        """Principal and interest by due date; a small amount may be paid back before the last of the dates."""
        found = dict.fromkeys(terms.due_on, (0, 0))
        return found | {row.due_on: (row.principal, row.interest) for row in schedule(terms).rows}

    def _sort(self) -> None:
        self.lines.sort(key=lambda line: (line.due_on, not line.is_down_payment))
        before = self.terms.starts_on
        for line in self.lines:
            if not line.is_down_payment:
                line.from_, before = before, line.due_on


def spread(total: int, count: int) -> list[int]:
    """Return a total in equal whole parts, the last taking the rest."""
    each = rounded(total, count, Rounding.HALF_EVEN)
    if each * (count - 1) > total:
        each = total // count
    return [each] * (count - 1) + [total - each * (count - 1)]


def _settled(lines: Sequence[Line], on: Day) -> list[Line]:
    """What was already paid or let go of lines that are agreed anew, as a line of its own."""
    done = new_line(on, on, 0, 0, 0)
    done.is_closed = True
    for line in lines:
        for claim, own in zip(done.claims, line.claims, strict=True):
            claim.amount += own.amount - own.unpaid
            claim.paid += own.paid
            claim.waived += own.waived
            claim.receipts += own.receipts
    return [done] if any(claim.amount for claim in done.claims) else []

"""Recalculation: the plan in which interest follows what is owed, day by day.

Money paid before its day waits for it, and bears no interest meanwhile; on the due date it is posted to the instalment.
Principal that is late may go on bearing interest.  After every event the lines to come are reckoned anew, as if what is
late were paid on the day of the reckoning and everything after it on time.
"""

from dataclasses import dataclass, replace

from sankofa.instalments.schedule import schedule
from sankofa.instalments.terms import Shape
from sankofa.kernel.money import allocation
from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import Agreement, Early, Overdue
from sankofa.loans.rules.allocation import Claim
from sankofa.loans.rules.events import HandedOut, Rescheduled
from sankofa.loans.rules.lines import (
    Line,
    NothingLeftToMove,
    Span,
    TooLateToHandOut,
    down_payment_of,
    first_terms,
    lines_of,
    new_dates,
    new_line,
)
from sankofa.loans.rules.outlook import Outlook, Standing, outlooks
from sankofa.loans.rules.running_interest import RunningInterest, joined


@dataclass(frozen=True, slots=True)
class Held:
    """Money that came before its day: it waits, or it has paid principal already."""

    event: str
    on: Day
    amount: int
    is_principal: bool = False


class RecalculatedPlan:
    """The plan in which interest is on what is owed."""

    holds_ahead = True

    def __init__(self, agreement: Agreement, on: Day) -> None:
        self.agreement = agreement
        self.policy = agreement.recalculation
        self.terms = agreement.terms
        self.on = on
        self.lines: list[Line] = []
        self.owed = 0  # principal of lines that are still open
        self.instalment = 0
        self.ahead = 0
        self.held: list[Held] = []
        self.spans: list[Span] = []  # of the running line
        self.since = on
        self.late_at_start = 0
        self.begins = False
        self.interest = RunningInterest(self.terms, self.lines, rounds_each_span=self.policy.rounds_each_span)

    # What the book asks

    def hand_out(self, event: HandedOut) -> None:
        """Start the loan, or add a further part to what is owed."""
        on, amount = event.on, event.amount
        if not self.lines:
            self._start(event)
            return
        down = down_payment_of(self.agreement.terms, amount)
        if down:
            self.lines.append(new_line(on, on, down.minor, 0, 0, down=True))
            self.lines[-1].is_closed = True
            self.lines.sort(key=lambda line: (line.due_on, not line.is_down_payment))
            amount -= down
        coming = [line for line in self._open() if line.due_on > on]
        if not coming:
            raise TooLateToHandOut(event.id, on, max(line.due_on for line in self.lines))
        before = self._principal_before(coming[0].due_on, on)
        self.owed += amount.minor
        if self._is_level and self.terms.fixed_instalment is None:
            self.instalment = self.interest.level(self.owed - before, coming)
        elif not self._is_level:
            for line, part in zip(coming, allocation(amount.minor, [1] * len(coming)), strict=True):
                line.planned += part

    def _start(self, event: HandedOut) -> None:
        self.terms = first_terms(self.agreement.terms, event.on, event.amount)
        dated = self.terms
        if self.terms.count is not None or self.terms.due_on:
            dated = replace(self.terms, fixed_instalment=None)
        made = schedule(dated)
        fixed = self.terms.fixed_instalment
        self.instalment = fixed.minor if fixed is not None else made.instalment
        self.lines = lines_of(made.rows, event.on)
        for line in self.lines:
            line.is_closed = line.is_down_payment
        self.owed = sum(line.principal.amount for line in self._open())
        self.since = event.on
        self.interest = RunningInterest(self.terms, self.lines, rounds_each_span=self.policy.rounds_each_span)

    def reach(self, on: Day) -> None:
        """Let interest run until a day; nothing of that day has happened yet."""
        open_lines = self._open()
        if not open_lines or on <= self.since:
            return
        self.spans = joined(self.spans, Span(self.since, on, self._bearing(open_lines[0])))
        self.since = on

    def close(self, on: Day) -> None:
        """Settle the line that is due on a day."""
        open_lines = self._open()
        if not open_lines or open_lines[0].due_on != on:
            return
        outlook = self._outlook(on)[0]
        self._commit(outlook)
        self.spans = []
        self.since = on
        self.begins = True

    def settled(self) -> None:
        """Note what is late as a period begins, after waiting money was posted."""
        if self.begins:
            self.late_at_start = self._late()
        self.begins = False

    def days(self) -> list[Day]:
        """Return the due dates still to be settled."""
        return [line.due_on for line in self._open()]

    def hold(self, event: str, on: Day, amount: int, asked_ahead: int) -> bool:
        """Keep money that nothing asks for yet.  Returns whether it is enough to end the loan on this day.

        `asked_ahead` is what charges will ask for.
        """
        if self.policy.early_is_principal:
            self._pay_principal(event, on, amount)
        else:
            self.held.append(Held(event, on, amount))
        return bool(self._open()) and self._held_sum() >= self.owed + self.interest_until(on) + asked_ahead

    def _pay_principal(self, event: str, on: Day, amount: int) -> None:
        line = self._open()[0]
        paid = min(amount, self.owed - line.principal.paid) if on < line.due_on else 0
        if paid:
            self.held.append(Held(event, on, paid, is_principal=True))
            line.principal.amount = max(line.principal.amount, line.principal.paid + paid)
            line.principal.pay(on, paid)
        if amount > paid:
            self.held.append(Held(event, on, amount - paid))

    def end(self, on: Day) -> None:
        """Make everything due on this day: interest runs no longer."""
        interest = self.interest_until(on)
        running = self._open()[0]
        until = running.due_on if self.policy.at_due_dates else on
        running.spans = self.interest.explained(running, self.spans + self._tail(until, self._bearing(running)))
        keeps_lines = self.policy.early is Early.NEXT_INSTALMENT
        for line in self._open():
            regular = max(self.instalment - interest, 0) if self._is_level else line.planned
            principal = min(regular, self.owed) if keeps_lines and line is not self.lines[-1] else self.owed
            line.ask(principal, interest)
            for claim in line.claims:
                claim.due_on = min(on, line.due_on)
            line.is_closed = True
            self.owed -= principal
            interest = 0
        self._drop_empty()
        self.spans = []

    def interest_until(self, on: Day) -> int:
        """Return the interest of the running line if everything were paid on this day, in minor units."""
        open_lines = self._open()
        if not open_lines:
            return 0
        line = open_lines[0]
        until = line.due_on if self.policy.at_due_dates else on
        return self.interest.of(line, self.spans + self._tail(until, self._bearing(line)))

    def project(self, on: Day) -> None:
        """Write into the open lines what they will ask for, seen from a day."""
        lines = self._open()
        outlooks = self._outlook(on)
        for outlook in outlooks:
            outlook.line.ask(outlook.principal, outlook.interest)
            outlook.line.spans = self.interest.explained(outlook.line, outlook.spans)
        for line in lines[len(outlooks) :]:
            line.ask(0, 0)

    def reschedule(self, event: Rescheduled) -> None:
        """Agree the open instalments from one due date on anew; interest runs on for the days between."""
        open_lines = self._open()
        moved = [line for line in open_lines if line.due_on >= event.from_due_on]
        if not moved:
            raise NothingLeftToMove(event.id, event.from_due_on)
        earlier = self._principal_before(event.from_due_on, event.on)
        if event.with_arrears:
            self._fold_arrears(moved[0], event.on)
        dates = new_dates(self.terms, [line.due_on for line in moved], event)
        before = moved[0].from_
        for line, due_on in zip(moved, dates, strict=False):
            line.from_ = before
            line.move(due_on)
            before = due_on
        for due_on in dates[len(moved) :]:
            moved.append(new_line(before, due_on, 0, 0, 0))
            self.lines.append(moved[-1])
            before = due_on
        for place, line in enumerate(moved):
            line.pays_no_principal = place < event.grace_principal
        paying = [line for line in moved if not line.pays_no_principal]
        if self._is_level:
            self.instalment = self.interest.level(self.owed - earlier, paying)
        else:
            total = self.owed - sum(line.planned for line in open_lines if line not in moved)
            parts = iter(allocation(total, [1] * len(paying)))
            for line in moved:
                line.planned = 0 if line.pays_no_principal else next(parts)

    def unearned(self, on: Day) -> list[tuple[Claim, int]]:
        """Interest is only ever reckoned as it is earned here."""
        return []

    @property
    def credit(self) -> int:
        """Money that waits, in minor units."""
        return sum(held.amount for held in self.held if not held.is_principal)

    @property
    def to_end(self) -> int:
        """Principal of open lines and interest until now, less all that came before its day."""
        return self.owed + self.interest_until(self.since) - self._held_sum()

    # How it comes about

    @property
    def _is_level(self) -> bool:
        return self.terms.shape is Shape.EQUAL_INSTALMENTS

    def _open(self) -> list[Line]:
        return [line for line in self.lines if not line.is_closed]

    def _held_sum(self) -> int:
        return sum(held.amount for held in self.held)

    def _late(self) -> int:
        parts = (
            line.claims[:2] if self.policy.compounds_overdue else line.claims[:1]
            for line in self.lines
            if line.is_closed
        )
        return sum(claim.unpaid for claims in parts for claim in claims)

    def _principal_before(self, due_on: Day, on: Day) -> int:
        """What open lines due before a day will ask for of the principal, seen from `on`."""
        return sum(outlook.principal for outlook in self._outlook(on) if outlook.line.due_on < due_on)

    def _bearing(self, line: Line) -> int:
        """What bears interest now, in the running line."""
        policy = self.policy
        counts_late = policy.overdue is Overdue.UNTIL_PAID or (
            policy.overdue is Overdue.CURRENT_PERIOD and line.from_ < self.on <= line.due_on
        )
        late = (self.late_at_start if policy.at_due_dates else self._late()) if counts_late else 0
        works = [held for held in self.held if not policy.at_due_dates or held.on <= line.from_]
        return max(self.owed + late - sum(held.amount for held in works), 0)

    def _tail(self, until: Day, bearing: int) -> list[Span]:
        return [Span(self.since, until, bearing)] if until > self.since else []

    def _outlook(self, on: Day) -> list[Outlook]:
        """What every open line will ask for, seen from a day."""
        lines = self._open()
        if not lines:
            return []
        now = Standing(
            lines=lines,
            spans=self.spans + self._rest_of_period(lines[0], on),
            owed=self.owed,
            instalment=self.instalment,
            ahead=self.ahead,
            held=self._held_sum(),
            at_once=sum(held.amount for held in self.held if held.is_principal),
        )
        return outlooks(now, self.interest, self.policy.early)

    def _rest_of_period(self, line: Line, on: Day) -> list[Span]:
        """The days of the running line that are still to come, as if what is late were paid now."""
        if self.policy.at_due_dates:
            return self._tail(line.due_on, self._bearing(line))
        passed = self._tail(on, self._bearing(line)) if on > self.since else []
        from_ = max(on, self.since)
        if line.due_on <= from_:
            return passed
        return [*passed, Span(from_, line.due_on, max(self.owed - self._held_sum(), 0))]

    def _commit(self, outlook: Outlook) -> None:
        line = outlook.line
        line.ask(outlook.principal, outlook.interest)
        line.spans = self.interest.explained(line, outlook.spans)
        line.is_closed = True
        self.owed -= outlook.principal
        self.instalment, self.ahead = outlook.instalment, outlook.ahead
        for later, part in zip(self._open(), outlook.planned, strict=False):
            later.planned = part
        if not self.owed:
            for later in self._open():
                later.ask(0, 0)
            self._drop_empty()

    def _drop_empty(self) -> None:
        """Leave out lines that ask for nothing any more because the loan ended before them."""
        while self.lines and not any(claim.amount for claim in self.lines[-1].claims):
            self.lines.pop()

    def _fold_arrears(self, first: Line, on: Day) -> None:
        for line in self.lines:
            if line.is_closed and line.due_on <= on:
                self.owed += line.principal.unpaid
                first.planned += line.principal.unpaid
                first.fee.amount += line.fee.unpaid
                for claim in (line.principal, line.fee):
                    claim.amount -= claim.unpaid

"""The life of a loan: what is owed on a day, from the agreement, the events and that day alone.

    state(agreement, events, on)

The same three things always give the same state; a reversed event leaves no trace but itself.  Every state can say how
it came about (`State.sheet`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sankofa.instalments.schedule import schedule
from sankofa.instalments.sheet import worked
from sankofa.instalments.whole import rounded
from sankofa.kernel.currencies import exponent
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import PROTECTING, Agreement, Part, PaymentKind
from sankofa.loans.rules.allocation import Claim, shares
from sankofa.loans.rules.arrears import Arrears, Exposure, arrears, bucket_words
from sankofa.loans.rules.book import Book, Posting, Stage, in_order
from sankofa.loans.rules.events import Event
from sankofa.loans.rules.lines import Line, Span, first_terms
from sankofa.loans.rules.recalculation import RecalculatedPlan

SOURCE = "Responsible finance 6"
ROOM = "sankofa.loans"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment as it stands.  Minor units; `ahead` and `late` are the parts of `paid` before and after its
    day."""

    number: int
    from_: Day
    due_on: Day
    principal: int
    interest: int
    fees: int
    penalties: int
    paid: int
    ahead: int
    late: int
    waived: int
    written_off: int
    settled_on: Day | None  # the day the last part was paid
    balance: int  # principal handed out by then and still owed after it, if it is paid
    is_down_payment: bool = False
    spans: tuple[Span, ...] = ()  # how its interest came about, where it follows what is owed

    @property
    def due(self) -> int:
        """All it asks for."""
        return self.principal + self.interest + self.fees + self.penalties

    @property
    def unpaid(self) -> int:
        """What is open of it."""
        return self.due - self.paid - self.waived - self.written_off


@dataclass(frozen=True, slots=True)
class Booking:
    """How one event was booked.  Minor units."""

    event: str
    on: Day
    kind: str
    amount: int
    principal: int
    interest: int
    fees: int
    penalties: int
    ahead: int
    over: int
    recovered: int
    balance: int


@dataclass(frozen=True, slots=True)
class State:
    """A loan on a day.  Amounts are minor units of `currency`."""

    agreement: Agreement
    on: Day
    stage: Stage
    currency: str
    instalments: tuple[Instalment, ...]
    bookings: tuple[Booking, ...]
    handed_out: int
    principal: int  # handed out and not yet paid back or written off
    due_now: int  # unpaid, of due dates up to the day
    to_end_now: int  # what would end the loan on the day
    waiting: int  # paid before its day
    over: int
    recovered: int
    written_off: int
    waived: int
    arrears: Arrears
    charged_off_on: Day | None
    written_off_on: Day | None
    is_rescheduled: bool

    def money(self, minor: int) -> Money:
        """Return minor units as money of the loan's currency."""
        return Money(minor, self.currency)

    @property
    def next_instalment(self) -> Instalment | None:
        """The next instalment after the day that asks for anything, None when there is none."""
        return next((line for line in self.instalments if line.due_on > self.on and line.unpaid > 0), None)

    def total(self, name: str) -> int:
        """Return the sum of a column of the instalments."""
        return sum(getattr(line, name) for line in self.instalments)

    @property
    def exposure(self) -> Exposure:
        """What this loan weighs in a portfolio at risk."""
        return Exposure(self.money(self.principal), self.arrears.days, self.is_rescheduled)

    @property
    def agreed(self) -> int:
        """All that was agreed to be handed out, in minor units."""
        terms = self.agreement.terms
        return terms.principal.minor + sum(tranche.amount.minor for tranche in terms.tranches)

    def agreed_sheet(self) -> tuple[Finding, ...]:
        """Return how the schedule of the first part came about; its sentences are in the wording of instalments."""
        first = next((booking for booking in self.bookings if booking.kind == "handed_out"), None)
        if first is None:
            return ()
        return worked(schedule(first_terms(self.agreement.terms, first.on, self.money(first.amount))))

    def sheet(self) -> tuple[Finding, ...]:
        """Return how this state comes about, step by step, for a loan officer to check by hand."""
        return tuple(_sheet(self))


def state(agreement: Agreement, events: Iterable[Event], on: Day) -> State:
    """Return how a loan stands at the end of a day.

    Events after the day do not count yet.  Raises BadTerms and its kinds, each one sentence: OutOfPlace, UnknownEvent,
    SameId, TooMuchBack, NotAnEventAmount, NothingLeftToMove, TooLateToHandOut.
    """
    book = Book(agreement, on)
    book.run(in_order(agreement, events, on))
    # Before the view posts waiting money to the lines for which it waits, note what the book itself knows.
    stage, waiting, balance, to_end = book.stage, book.plan.credit, book.balance(), _to_end(book)
    late = arrears(_dues(book), on, agreement.lateness)
    due_now = sum(claim.unpaid for claim in book.claims() if claim.due_on <= on)
    _show_waiting(book)
    claims = book.claims()
    return State(
        agreement=agreement,
        on=on,
        stage=stage,
        currency=book.currency,
        instalments=tuple(_instalments(book)),
        bookings=tuple(_booking(posting) for posting in book.postings),
        handed_out=book.handed_out,
        principal=balance,
        due_now=due_now,
        to_end_now=to_end,
        waiting=waiting,
        over=book.over,
        recovered=book.recovered,
        written_off=sum(claim.written_off for claim in claims),
        waived=sum(claim.waived for claim in claims),
        arrears=late,
        charged_off_on=book.charged_off_on,
        written_off_on=book.written_off_on,
        is_rescheduled=bool(book.rescheduled_on),
    )


def _dues(book: Book) -> list[tuple[Day, int]]:
    """What counts for the age: what lateness itself added does not make anybody later."""
    return [(claim.due_on, claim.unpaid) for claim in book.claims() if not claim.follows_lateness]


def _to_end(book: Book) -> int:
    """What would end the loan on the day: all that is open, without interest that would not be earned."""
    if isinstance(book.plan, RecalculatedPlan):
        open_lines = [line for line in book.lines if not line.is_closed]
        coming = {id(claim) for line in open_lines for claim in (line.principal, line.interest)}
        closed = sum(claim.unpaid for claim in book.claims() if id(claim) not in coming)
        return max(closed + (book.plan.to_end if open_lines else -book.plan.credit) - book.over, 0)
    let_go = sum(part for _, part in book.plan.unearned(book.on))
    return max(book.unpaid() - let_go - book.over, 0)


def _show_waiting(book: Book) -> None:
    """Post money that waits to the lines for which it waits, for the view alone."""
    if not isinstance(book.plan, RecalculatedPlan):
        return
    for held in (held for held in book.plan.held if not held.is_principal):
        given, _ = shares(book.claims(), held.amount, book.on, book.agreement.order)
        for claim, part in given:
            claim.pay(held.on, part)


def _instalments(book: Book) -> list[Instalment]:
    placed: dict[Day, list[Claim]] = {}
    for claim in book.charges:
        placed.setdefault(claim.row_due_on, []).append(claim)
    lines: list[tuple[Line | None, Day, Day, list[Claim]]] = []
    for line in book.lines:
        charges = [] if line.is_down_payment else placed.pop(line.due_on, [])
        lines.append((line, line.from_, line.due_on, [*line.claims, *charges]))
    last = book.lines[-1].due_on if book.lines else book.on
    for due_on, charges in sorted(placed.items()):
        # Charges after the last instalment stand in a line of their own.
        lines.append((None, last, due_on, charges))
        last = due_on
    found: list[Instalment] = []
    parts = [(posting.on, posting.amount) for posting in book.postings if posting.kind == "handed_out"]
    back = 0
    for at, from_, due_on, claims in lines:
        if not any(claim.amount for claim in claims) and at is not None and not at.pays_no_principal:
            continue
        back += sum(claim.amount for claim in claims if claim.part is Part.PRINCIPAL)
        balance = sum(amount for day, amount in parts if day <= due_on) - back
        found.append(_instalment(len(found) + 1, at, from_, due_on, claims, balance))
    return found


def _instalment(
    number: int, line: Line | None, from_: Day, due_on: Day, claims: list[Claim], balance: int
) -> Instalment:
    def asked(part: Part) -> int:
        return sum(claim.amount for claim in claims if claim.part is part)

    receipts = [receipt for claim in claims for receipt in claim.receipts]
    is_settled = all(claim.unpaid == 0 for claim in claims)
    return Instalment(
        number=number,
        from_=from_,
        due_on=due_on,
        principal=asked(Part.PRINCIPAL),
        interest=asked(Part.INTEREST),
        fees=asked(Part.FEE),
        penalties=asked(Part.PENALTY),
        paid=sum(amount for _, amount in receipts),
        ahead=sum(amount for day, amount in receipts if day < due_on),
        late=sum(amount for day, amount in receipts if day > due_on),
        waived=sum(claim.waived for claim in claims),
        written_off=sum(claim.written_off for claim in claims),
        settled_on=max(day for day, _ in receipts) if is_settled and receipts else None,
        balance=balance,
        is_down_payment=line is not None and line.is_down_payment,
        spans=line.spans if line is not None else (),
    )


def _booking(posting: Posting) -> Booking:
    parts = posting.parts
    return Booking(
        posting.event,
        posting.on,
        posting.kind,
        posting.amount,
        parts[Part.PRINCIPAL],
        parts[Part.INTEREST],
        parts[Part.FEE],
        parts[Part.PENALTY],
        posting.ahead,
        posting.over,
        posting.recovered,
        posting.balance,
    )


def _sheet(loan: State) -> list[Finding]:
    money = loan.money

    def step(code: str, weight: Weight = Weight.NOTE, source: str = SOURCE, **facts: Fact) -> Finding:
        return Finding(f"state.{code}", weight, source, **facts)

    lines = [step(f"stage.{loan.stage}", on=loan.on)]
    if loan.stage is Stage.AGREED:
        return lines
    back = loan.handed_out - loan.principal
    lines.append(step("principal", handed_out=money(loan.handed_out), back=money(back), left=money(loan.principal)))
    if loan.handed_out > loan.agreed:
        handed_out, agreed = money(loan.handed_out), money(loan.agreed)
        lines.append(step("more_than_agreed", Weight.CONCERN, handed_out=handed_out, agreed=agreed))
    for line in loan.instalments:
        if line.from_ < loan.on and line.interest:
            lines += _how_grown(loan, line)
    lines.append(step("order.protecting" if loan.agreement.order == PROTECTING else "order.agreed"))
    for booking in loan.bookings:
        if booking.kind in {kind.value for kind in PaymentKind}:
            lines.append(_how_booked(loan, booking))
    if loan.due_now:
        lines.append(step("due_now", amount=money(loan.due_now), on=loan.on))
    late = loan.arrears
    if late.since is not None and late.bucket is not None:
        lines.append(
            step(
                "late",
                Weight.CONCERN,
                "Responsible finance 3.2",
                amount=money(late.amount),
                since=late.since,
                days=late.days,
                counted_from=late.counted_from or late.since,
                bucket=bucket_words(late.bucket),
            )
        )
    elif late.since is not None:
        lines.append(
            step("in_grace", amount=money(late.amount), since=late.since, until=late.counted_from or late.since)
        )
    if loan.waiting:
        lines.append(step("waiting", amount=money(loan.waiting)))
    if loan.waived:
        lines.append(step("waived", amount=money(loan.waived)))
    if loan.over:
        lines.append(step("over", Weight.CONCERN, amount=money(loan.over)))
    if loan.written_off_on is not None:
        lines.append(
            step("written_off", on=loan.written_off_on, amount=money(loan.written_off), recovered=money(loan.recovered))
        )
    if loan.is_rescheduled:
        lines.append(step("rescheduled", source="Responsible finance 3.2"))
    coming = loan.next_instalment
    if coming is not None and loan.stage is Stage.RUNNING:
        lines.append(step("next", amount=money(coming.unpaid), on=coming.due_on))
    if loan.stage is Stage.RUNNING:
        lines.append(step("to_end", amount=money(loan.to_end_now), on=loan.on))
    return lines


def _how_grown(loan: State, line: Instalment) -> list[Finding]:
    """How the interest of an instalment came about, day span by day span."""
    found = []
    for span in line.spans:
        shown = _places(span.interest / 10 ** exponent(loan.currency), exponent(loan.currency) + 2)
        share = span.interest / span.bearing if span.bearing else span.interest
        found.append(
            Finding(
                "state.interest_span",
                Weight.NOTE,
                "Responsible finance 2.1",
                bearing=loan.money(span.bearing),
                percent=_places(share * 100, 6),
                days=(span.until - span.from_).days,
                since=span.from_,
                until=span.until,
                interest=shown,
            )
        )
    if found:
        asked = loan.money(line.interest)
        found.append(
            Finding("state.interest_sum", Weight.NOTE, "Responsible finance 2.1", interest=asked, on=line.due_on)
        )
    return found


def _places(number: Fraction, places: int) -> Decimal:
    shifted = number * 10**places
    return Decimal(rounded(shifted.numerator, shifted.denominator, Rounding.HALF_UP)).scaleb(-places)


def _how_booked(loan: State, booking: Booking) -> Finding:
    money = loan.money
    if booking.recovered:
        return Finding("state.recovered", Weight.NOTE, SOURCE, on=booking.on, amount=money(booking.amount))
    facts: dict[str, Fact] = {
        "on": booking.on,
        "amount": money(booking.amount),
        "interest": money(booking.interest),
        "principal": money(booking.principal),
        "fees": money(booking.fees),
        "penalties": money(booking.penalties),
    }
    if booking.ahead or booking.over:
        facts |= {"ahead": money(booking.ahead), "over": money(booking.over)}
    has_rest = bool(booking.ahead or booking.over)
    return Finding("state.paid_with_rest" if has_rest else "state.paid", Weight.NOTE, SOURCE, **facts)

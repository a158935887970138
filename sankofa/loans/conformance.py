"""Checks of published cases about a running loan: posting orders, recalculation, days late, penalty interest.

Loan set-ups of Apache Fineract's scenarios name products by codes; what a code stands for in that system is in
`handling_of` and `CHARGES`.  Events come as records or as the words of a scenario; an event that nothing here reads
makes a case unsupported.  What that system books for its own accounts (accruals) is no event of the borrower's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sankofa.instalments.conform_rates import day_of
from sankofa.instalments.conform_scenarios import day_in_words, terms_of_loan
from sankofa.instalments.conformance import Case, Comparison, Unsupported, checks, exact_number
from sankofa.instalments.daycount import day_count_of
from sankofa.instalments.schedule import schedule
from sankofa.instalments.terms import RateBasis, Roundings, Shape, Terms
from sankofa.kernel.money import Money, Rounding, exponent
from sankofa.loans.rules.agreement import (
    Agreement,
    Early,
    Interest,
    LateFee,
    Lateness,
    Order,
    Overdue,
    Part,
    PaymentKind,
    Recalculation,
    SameDay,
    Timing,
    steps,
)
from sankofa.loans.rules.arrears import arrears, bucket_words
from sankofa.loans.rules.book import penalty_interest
from sankofa.loans.rules.events import (
    Charged,
    ChargedOff,
    Event,
    HandedOut,
    Paid,
    Refunded,
    Rescheduled,
    Reversed,
    WrittenOff,
)
from sankofa.loans.rules.life import Booking, State, state
from sankofa.loans.rules.lines import down_payment_of

_PARTS = {"PENALT": Part.PENALTY, "FEE": Part.FEE, "INTEREST": Part.INTEREST, "PRINCIPAL": Part.PRINCIPAL}
_PART = re.compile("PENALT|FEE|INTEREST|PRINCIPAL")


def order_of(name: str) -> Order:
    """Return the posting order of a strategy's name, such as PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER.

    Every one of these settles the oldest instalment first.  Raises Unsupported.
    """
    if name == "ADVANCED_PAYMENT_ALLOCATION":
        return Order(steps(tuple(Timing), tuple(Part)), by_instalment=True)
    due, has_ahead, ahead = name.partition("_IN_ADVANCE_")
    to_date = tuple(_PARTS[word] for word in _PART.findall(due))
    in_advance = tuple(_PARTS[word] for word in _PART.findall(ahead)) if has_ahead else to_date
    if set(to_date) != set(Part) or set(in_advance) != set(Part) or len(to_date) + len(in_advance) != 2 * len(Part):
        raise Unsupported(f"the posting order {name}")
    return Order(
        steps((Timing.PAST_DUE, Timing.DUE), to_date) + steps((Timing.IN_ADVANCE,), in_advance), by_instalment=True
    )


_EARLY = {"REDUCE_NR_INST": Early.FEWER_INSTALMENTS, "RESCH_NEXT_REP": Early.NEXT_PRINCIPAL}


def handling_of(code: str, terms: Terms, order: Order) -> Agreement:
    """Return the agreement that a product code stands for: what its words say about recalculation and lateness."""
    again = Recalculation()
    if "RECALCULATION" in code:
        is_progressive = "ADV_PYMNT" in code or "PROGRESSIVE" in code
        if is_progressive:
            again = Recalculation(Interest.AS_OWED, Early.NEXT_INSTALMENT, Overdue.UNTIL_PAID)
        else:
            at_due_dates = "RECALCULATION_SAME_AS_REPAYMENT" in code
            again = Recalculation(
                Interest.AS_OWED,
                next((early for word, early in _EARLY.items() if word in code), Early.LOWER_INSTALMENTS),
                Overdue.CURRENT_PERIOD,
                at_due_dates=at_due_dates,
                compounds_overdue="COMPOUNDING_NONE" not in code,
                rounds_each_span=True,
                early_is_principal=not at_due_dates,
            )
    if "MULTIDISB" in code:
        # The instalment follows from the amount approved, however much of it was handed out.
        terms = replace(terms, fixed_instalment=Money(schedule(terms).instalment, terms.currency))
    late_fee = None
    if "OVERDUE_FROM_AMOUNT_INTEREST" in code:
        late_fee = LateFee(percent=_OVERDUE_PERCENT)
    return Agreement(terms, order, recalculation=again, late_fee=late_fee, same_day=SameDay.AS_LISTED)


_OVERDUE_PERCENT = Fraction(3, 2)
CHARGES: Mapping[str, tuple[Part, str]] = {
    "LOAN_NSF_FEE": (Part.PENALTY, "10"),  # a bounced payment: an amount of 10 where none is stated
    "LOAN_SNOOZE_FEE": (Part.FEE, ""),
}


@dataclass(slots=True)
class Story:
    """What has happened to a loan so far, and how far its interest was reckoned."""

    terms: Terms
    code: str
    today: date
    kinds: Mapping[str, str]
    events: list[Event] = field(default_factory=list)
    reckoned: date | None = None  # until when the system reckoned interest anew
    reckons_daily: bool = False
    supplied: Mapping[str, Any] = field(default_factory=dict)  # settings a set-up does not state, given by who asks

    def add(self, kind: type[Event], on: date, /, **content: Any) -> Event:
        """Add an event on a day."""
        event = kind(id=str(len(self.events) + 1), on=on, **content)
        self.events.append(event)
        if isinstance(event, HandedOut | Paid | Reversed):
            self.reckoned = max(self.reckoned or on, on)
        return event

    def hand_out(self, on: date, amount: Money) -> None:
        """Hand out a part; some products take the down payment on it at once."""
        self.add(HandedOut, on, amount=amount)
        down = down_payment_of(self.terms, amount)
        if down and "DOWNPAYMENT_AUTO" in self.code:
            self.add(Paid, on, amount=down, kind=PaymentKind.DOWN_PAYMENT)

    def charge(self, name: str, due_on: date, amount: Money) -> None:
        """Add a charge by the name it has in that system."""
        stated = self.kinds.get(name)
        if stated is None and name not in CHARGES:
            raise Unsupported(f"the charge {name}")
        part = Part(stated) if stated is not None else CHARGES[name][0]
        self.add(Charged, self.today, amount=amount, due_on=due_on, part=part, name=name)

    def reverse(self, nth: int, on: date) -> None:
        """Undo the n-th payment of a day."""
        undone = {event.event for event in self.events if isinstance(event, Reversed)}
        paid = [event for event in self.events if isinstance(event, Paid) and event.on == on and event.id not in undone]
        if not 1 <= nth <= len(paid):
            raise Unsupported(f"undoing payment {nth} of {on}, of which there are {len(paid)}")
        self.add(Reversed, max(self.today, on), event=paid[nth - 1].id)

    def agreement(self, order: Order) -> Agreement:
        """Return the agreement of this loan.

        A payment booked after a charge-off makes that system, in the version of these scenarios, reckon its schedule
        anew without the product's multiples; without such a payment they stand.
        """
        terms = self.terms
        if self._is_paid_after_charging_off():
            terms = replace(terms, rounding=replace(terms.rounding, instalment_step=1))
        return handling_of(self.code, terms, order)

    def _is_paid_after_charging_off(self) -> bool:
        charged_off = [place for place, event in enumerate(self.events) if isinstance(event, ChargedOff)]
        return bool(charged_off) and any(isinstance(event, Paid) for event in self.events[charged_off[-1] :])

    def stand(self, order: Order) -> tuple[Agreement, State]:
        """Return the loan as that system showed it: interest as of its last reckoning, all payments posted."""
        agreement = self.agreement(order)
        on = max([self.today, *(event.on for event in self.events)])
        if agreement.recalculation.interest is Interest.AS_OWED and not self.reckons_daily and self.reckoned:
            on = self.reckoned
        return agreement, state(agreement, self.events, on)


_PAYMENTS = {
    "repayment": PaymentKind.PAYMENT,
    "merchant_issued_refund": PaymentKind.MERCHANT_REFUND,
    "payout_refund": PaymentKind.MERCHANT_REFUND,
    "goodwill_credit": PaymentKind.GOODWILL,
    "down_payment": PaymentKind.DOWN_PAYMENT,
}


def _story(inputs: Mapping[str, Any]) -> Story:
    loan = inputs["loan"]
    terms = terms_of_loan({name: value for name, value in inputs.items() if name not in {"events", "steps"}})
    kinds, supplied = inputs.get("charge_kinds", {}), inputs.get("supplied", {})
    return Story(terms, loan["LoanProduct"], terms.starts_on, kinds, supplied=supplied)


def _euros(amount: object) -> Money:
    return Money.of(str(amount), "EUR")


def _happen(story: Story, record: Mapping[str, Any]) -> None:
    """Add an event given as a record."""
    kind = record["type"]
    on = date.fromisoformat(record["date"]) if record.get("date") else story.today
    match kind:
        case "business_date":
            story.today = on
        case "approve":
            pass
        case "disburse":
            story.hand_out(on, _euros(record["amount"]))
        case "charge":
            story.charge(record["charge"], date.fromisoformat(record["due"]), _euros(record["amount"]))
        case "undo" | "undo_repayment":
            story.reverse(int(record.get("nth", 1)), on)
        case "charge_off":
            story.add(ChargedOff, on)
        case "write_off":
            story.add(WrittenOff, on)
        case "credit_balance_refund":
            story.add(Refunded, on, amount=_euros(record["amount"]))
        case "enable_interest_recalculation_in_cob":
            story.reckons_daily = True
        case "cob":
            if story.reckons_daily:
                story.reckoned = story.today
        case _ if kind in _PAYMENTS:
            story.add(Paid, on, amount=_euros(record["amount"]), kind=_PAYMENTS[kind])
        case _:
            raise Unsupported(f"the event {kind}")


_ON = r'"(\d{1,2} \w+ \d{4})"'
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (rf"sets the business date to {_ON}", "business_date"),
        (rf'disburses? the loan on {_ON} with "([\d.]+)"', "disburse"),
        (rf'makes "AUTOPAY" repayment on {_ON} with ([\d.]+) EUR', "repayment"),
        (rf'makes "([A-Z_]+)" transaction with "AUTOPAY" payment type on {_ON} with ([\d.]+) EUR', "transaction"),
        (rf'adds "(\w+)" due date charge with {_ON} due date and ([\d.]+) EUR', "charge"),
        (rf"adds an NSF fee because of payment bounce with {_ON}", "bounce"),
        (rf"adds a ([\d.]+) % Processing charge to the loan .* on date: {_ON}", "processing"),
        (rf'undo "(\d+)"th (?:repayment|transaction made) on {_ON}', "undo"),
        (rf"does charge-off the loan on {_ON}", "charge_off"),
        (r'puts "LOAN_INTEREST_RECALCULATION" business step', "enable"),
        (r"runs inline COB job", "cob"),
        (r"creates and approves Loan reschedule", "reschedule"),
        (r"creates a fully customized loan|successfully approves|^Then |Fraud flag|removes \"LOAN_INTEREST", "nothing"),
    )
)


def _happen_in_words(story: Story, step: str) -> None:
    """Add what a step of a scenario says."""
    for pattern, kind in _WORDS:  # noqa: B007  the kind that fitted is used below
        if found := pattern.search(step):
            break
    else:
        raise Unsupported(f"the step {step!r}")
    said = found.groups()
    match kind:
        case "business_date":
            story.today = day_in_words(said[0])
        case "disburse":
            story.hand_out(day_in_words(said[0]), _euros(said[1]))
        case "repayment":
            story.add(Paid, day_in_words(said[0]), amount=_euros(said[1]))
        case "transaction":
            if said[0].lower() not in _PAYMENTS:
                raise Unsupported(f"the transaction {said[0]}")
            story.add(Paid, day_in_words(said[1]), amount=_euros(said[2]), kind=_PAYMENTS[said[0].lower()])
        case "charge":
            story.charge(said[0], day_in_words(said[1]), _euros(said[2]))
        case "bounce":
            story.charge("LOAN_NSF_FEE", day_in_words(said[0]), _euros(CHARGES["LOAN_NSF_FEE"][1]))
        case "processing":
            made = schedule(replace(story.terms, down_payment=None))
            whole = Money(story.terms.principal.minor + made.total_interest, story.terms.currency)
            amount = whole.times(exact_number(said[0]) / 100, Rounding.HALF_EVEN)
            story.add(Charged, story.today, amount=amount, due_on=day_in_words(said[1]), name="processing")
        case "undo":
            story.reverse(int(said[0]), day_in_words(said[1]))
        case "charge_off":
            story.add(ChargedOff, day_in_words(said[0]))
        case "enable":
            story.reckons_daily = True
        case "cob":
            if story.reckons_daily:
                story.reckoned = story.today
        case "reschedule":
            if "reschedule" not in story.supplied:
                raise Unsupported("a rescheduling whose data the set-up does not hold")
            story.add(Rescheduled, story.today, **story.supplied["reschedule"])


@checks("scenario with events")
def check_scenario(case: Case, compare: Comparison) -> None:
    """A loan set-up with what happened, told in words, and the schedule afterwards."""
    if not case.expected["rows"]:
        raise Unsupported("no expected schedule")
    story = _story(case.inputs)
    for step in case.inputs["steps"]:
        _happen_in_words(story, step)
    order = order_of(case.inputs["loan"]["Payment strategy"])
    _, reached = story.stand(order)
    _compare_schedule(compare, "", case.expected["rows"], reached, story)


def check_events(case: Case, compare: Comparison) -> None:
    """A loan with events as records, and what is expected after some of them."""
    order = order_of(case.inputs["allocation"])
    story = _story(case.inputs)
    happened = 0
    for checkpoint in case.expected["checkpoints"]:
        after = checkpoint["after_event"]
        for record in case.inputs["events"][happened:after]:
            _happen(story, record)
        happened = max(happened, after)
        _, reached = story.stand(order)
        where = f"after event {after}: "
        unread = checkpoint.keys() - {"after_event", "schedule", "totals", "transactions"}
        if unread:
            raise Unsupported(f"the expected {', '.join(sorted(unread))}")
        if "schedule" in checkpoint:
            _compare_schedule(compare, where, checkpoint["schedule"], reached, story)
        if "totals" in checkpoint:
            _compare_totals(compare, where, checkpoint["totals"], reached)
        if "transactions" in checkpoint:
            _compare_bookings(compare, where, checkpoint["transactions"], reached, story, order)


def _units(minor: int) -> Fraction:
    return Fraction(minor, 100)


_COLUMNS = {
    "Principal due": "principal",
    "Interest": "interest",
    "Fees": "fees",
    "Penalties": "penalties",
    "Due": "due",
    "Paid": "paid",
    "In advance": "ahead",
    "Late": "late",
    "Outstanding": "unpaid",
}


def _compare_schedule(
    compare: Comparison, where: str, rows: Sequence[Mapping[str, Any]], reached: State, story: Story
) -> None:
    handed_out = [event for event in story.events if isinstance(event, HandedOut)]
    parts = [row for row in rows if not row.get("Nr")]
    numbered = [row for row in rows if row.get("Nr")]
    compare.same(f"{where}parts handed out", len(parts), len(handed_out))
    for row, event in zip(parts, handed_out, strict=False):
        compare.same(f"{where}handed out on", day_in_words(row["Date"]), event.on)
        compare.number(f"{where}handed out", row["Balance of loan"], _units(event.amount.minor))
    compare.same(f"{where}rows", len(numbered), len(reached.instalments))
    for row, line in zip(numbered, reached.instalments, strict=False):
        name = f"{where}row {row['Nr']}, "
        compare.same(f"{name}number", row["Nr"], line.number)
        compare.same(f"{name}date", day_in_words(row["Date"]), line.due_on)
        compare.same(f"{name}days", row["Days"], (line.due_on - line.from_).days)
        if row.get("Paid date"):
            compare.same(f"{name}paid date", day_in_words(row["Paid date"]), line.settled_on)
        elif line.due:
            compare.same(f"{name}paid date", None, line.settled_on)
        compare.number(f"{name}balance", row["Balance of loan"], _units(line.balance))
        for column, attribute in _COLUMNS.items():
            if row.get(column) not in {None, ""}:
                compare.number(f"{name}{column}", row[column], _units(getattr(line, attribute)))


def _compare_totals(compare: Comparison, where: str, totals: Mapping[str, Any], reached: State) -> None:
    for column, published in totals.items():
        if column not in _COLUMNS:
            raise Unsupported(f"the total {column}")
        compare.number(f"{where}total {column}", published, _units(reached.total(_COLUMNS[column])))


_KINDS = {
    "Disbursement": "handed_out",
    "Repayment": PaymentKind.PAYMENT.value,
    "Down Payment": PaymentKind.DOWN_PAYMENT.value,
    "Merchant Issued Refund": PaymentKind.MERCHANT_REFUND.value,
    "Payout Refund": PaymentKind.MERCHANT_REFUND.value,
    "Goodwill Credit": PaymentKind.GOODWILL.value,
    "Charge-off": "charged_off",
    "Credit Balance Refund": "refunded",
}


def _compare_bookings(
    compare: Comparison, where: str, rows: Sequence[Mapping[str, Any]], reached: State, story: Story, order: Order
) -> None:
    listed = [row for row in rows if row["Transaction Type"] not in {"Accrual", "Accrual Activity"}]
    bookings = list(_bookings(reached, story, order))
    compare.same(f"{where}transactions", len(listed), len(bookings))
    for row, booking in zip(listed, bookings, strict=False):
        kind = row["Transaction Type"]
        if kind not in _KINDS:
            raise Unsupported(f"the transaction {kind}")
        name = f"{where}{kind} of {row['Transaction date']}, "
        compare.same(f"{name}kind", _KINDS[kind], booking.kind)
        compare.same(f"{name}date", day_in_words(row["Transaction date"]), booking.on)
        compare.number(f"{name}amount", row["Amount"], _units(booking.amount))
        for column, minor in (
            ("Principal", booking.principal),
            ("Interest", booking.interest),
            ("Fees", booking.fees),
            ("Penalties", booking.penalties),
            ("Loan Balance", booking.balance),
        ):
            compare.number(f"{name}{column}", row[column], _units(minor))


def _bookings(reached: State, story: Story, order: Order) -> Iterator[Booking]:
    """Bookings of money, undone ones as they stood until then: that system goes on listing them."""
    known = {booking.event: booking for booking in reached.bookings}
    for event in story.events:
        if isinstance(event, Charged | Reversed):
            continue
        if event.id in known:
            yield known[event.id]
            continue
        before = [other for other in story.events if not (isinstance(other, Reversed) and other.event == event.id)]
        stood = state(story.agreement(order), before, reached.on)
        yield next(booking for booking in stood.bookings if booking.event == event.id)


@checks("recalculation")
def check_recalculation(case: Case, compare: Comparison) -> None:
    """Interest reckoned anew after early, late, partial payments."""
    check_events(case, compare)


@checks("allocation")
def check_allocation(case: Case, compare: Comparison) -> None:
    """The posting of payments: a story with checkpoints, or one payment against the first instalment."""
    if "loan" in case.inputs:
        check_events(case, compare)
        return
    inputs = case.inputs
    unread = inputs.keys() - {"principal", "annual_rate_percent", "periods", "payment", "note"}
    if unread:
        raise Unsupported(f"the inputs {', '.join(sorted(unread))}")
    # The source rounds the instalment up to a whole unit; where a note names the instalment, that is the one agreed.
    named = re.search(r"instal?lment (\d+(?:\.\d+)?)", f"{inputs.get('note', '')} {case.notes}")
    terms = Terms(
        principal=_euros(inputs["principal"]),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=exact_number(inputs["annual_rate_percent"]),
        starts_on=date(2026, 1, 1),
        count=int(inputs["periods"]),
        shape=Shape.EQUAL_INSTALMENTS,
        fixed_instalment=_euros(named[1]) if named else None,
        rounding=Roundings(instalment=Rounding.CEILING, instalment_step=100),
    )
    first = schedule(terms).rows[0].due_on
    events: list[Event] = [
        HandedOut(id="1", on=terms.starts_on, amount=terms.principal),
        Paid(id="2", on=first, amount=_euros(inputs["payment"]["amount"])),
    ]
    line = state(Agreement(terms, order_of("PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER")), events, first).instalments[0]
    if line.unpaid:
        raise Unsupported("a payment below the instalment, with no order stated")
    compare.number("paid_interest", case.expected["paid_interest"], _units(line.interest))
    compare.number("paid_principal", case.expected["paid_principal"], _units(line.principal))


_USUAL_BUCKETS = ((1, 3), (4, 30), (31, 60), (61, 90), (91, 120), (121, 150), (151, 180), (181, 240), (241, None))


@checks("delinquency")
def check_delinquency(case: Case, compare: Comparison) -> None:
    """Since when a loan counts as late, and the class of its days.  Without classes, that system's own are meant."""
    inputs = case.inputs
    on = day_of(inputs["as_of"])
    buckets = tuple(
        (int(from_), None if to is None else int(to)) for from_, to in inputs.get("buckets") or _USUAL_BUCKETS
    )
    lateness = Lateness(grace_days=int(inputs.get("grace_on_arrears_ageing_days", 0)), buckets=buckets)
    # Nothing was paid unless an instalment says so; an amount that is not stated is more than zero.
    dues = []
    for part in inputs["instalments"]:
        amount = exact_number(part.get("amount", "1")) - exact_number(part.get("paid", "0"))
        dues.append((day_of(part["due"]), round(amount * 10 ** exponent("EUR"))))
    found = arrears(dues, on, lateness)
    for name, published in case.expected.items():
        match name:
            case "delinquent_date":
                compare.same(name, published, found.counted_from)
            case "range":
                days = re.search(r"(\d+\.\.\d*|\d+\+)", str(published))
                if not days:
                    raise Unsupported(f"the class {published!r}")
                compare.same(name, days[1].replace("+", ".."), bucket_words(found.bucket) if found.bucket else None)
            case "days" | "past_due_days":
                compare.same(name, published, found.days)
            case "delinquent_amount" | "amount":
                compare.number(name, published, _units(found.amount))
            case _:
                raise Unsupported(f"the expected {name}")


@checks("penalty")
def check_penalty(case: Case, compare: Comparison) -> None:
    """Interest of some days, and penalty interest on the unpaid part of it."""
    inputs = case.inputs
    year_days = {"actual/365": 365, "actual/360": 360}.get(day_count_of(inputs["day_count"]))
    found = re.fullmatch(r"(\d+/\d+|[\d.]+) of interest", inputs["unpaid_share"])
    if year_days is None or found is None:
        raise Unsupported(f"{inputs['day_count']}, {inputs['unpaid_share']}")
    principal = exact_number(inputs["principal"])
    interest = (
        principal * exact_number(inputs["annual_rate_percent"]) * int(inputs["interest_days"]) / (100 * year_days)
    )
    compare.number("interest_30_days", case.expected["interest_30_days"], interest, printed=True)
    late = interest * exact_number(found[1])
    penalty = penalty_interest(
        late, exact_number(inputs["penalty_rate_percent"]), int(inputs["penalty_days"]), year_days
    )
    compare.number("penalty", case.expected["penalty"], penalty, printed=True)

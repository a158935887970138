"""The stories of published cases: a loan set-up of another system and what happened to it, as our own nouns.

Apache Fineract's scenarios name products by codes; what a code stands for in that system is in `handling_of` and
`CHARGES`.  Events come as records or as the words of a scenario; one that nothing here reads makes a case unsupported.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sankofa.instalments.conform_scenarios import day_in_words, terms_of_loan
from sankofa.instalments.conformance import Unsupported, exact_number
from sankofa.instalments.schedule import schedule
from sankofa.instalments.terms import Terms
from sankofa.kernel.money import Money, Rounding
from sankofa.loans.rules.agreement import (
    Agreement,
    Early,
    Interest,
    LateFee,
    Order,
    Overdue,
    Part,
    PaymentKind,
    Recalculation,
    SameDay,
    Timing,
    steps,
)
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
from sankofa.loans.rules.life import State, state
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
        """Return the agreement of this loan; whoever asks may supply the step of instalments that a set-up hides."""
        terms = self.terms
        if "instalment_step" in self.supplied:
            terms = replace(terms, rounding=replace(terms.rounding, instalment_step=self.supplied["instalment_step"]))
        return handling_of(self.code, terms, order)

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


def story_of(inputs: Mapping[str, Any]) -> Story:
    """Return the beginning of a case's story: its terms and product, nothing handed out."""
    loan = inputs["loan"]
    terms = terms_of_loan({name: value for name, value in inputs.items() if name not in {"events", "steps"}})
    kinds, supplied = inputs.get("charge_kinds", {}), inputs.get("supplied", {})
    return Story(terms, loan["LoanProduct"], terms.starts_on, kinds, supplied=supplied)


def euros(amount: object) -> Money:
    """Return an amount of these cases; all are in euros."""
    return Money.of(str(amount), "EUR")


def happen(story: Story, record: Mapping[str, Any]) -> None:
    """Add an event given as a record."""
    kind = record["type"]
    on = date.fromisoformat(record["date"]) if record.get("date") else story.today
    match kind:
        case "business_date":
            story.today = on
        case "approve":
            pass
        case "disburse":
            story.hand_out(on, euros(record["amount"]))
        case "charge":
            story.charge(record["charge"], date.fromisoformat(record["due"]), euros(record["amount"]))
        case "undo" | "undo_repayment":
            story.reverse(int(record.get("nth", 1)), on)
        case "charge_off":
            story.add(ChargedOff, on)
        case "write_off":
            story.add(WrittenOff, on)
        case "credit_balance_refund":
            story.add(Refunded, on, amount=euros(record["amount"]))
        case "enable_interest_recalculation_in_cob":
            story.reckons_daily = True
        case "cob":
            if story.reckons_daily:
                story.reckoned = story.today
        case _ if kind in _PAYMENTS:
            story.add(Paid, on, amount=euros(record["amount"]), kind=_PAYMENTS[kind])
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


def happen_in_words(story: Story, step: str) -> None:
    """Add what a step of a scenario says."""
    kind, said = next(((kind, found.groups()) for pattern, kind in _WORDS if (found := pattern.search(step))), ("", ()))
    match kind:
        case "business_date":
            story.today = day_in_words(said[0])
        case "disburse":
            story.hand_out(day_in_words(said[0]), euros(said[1]))
        case "repayment":
            story.add(Paid, day_in_words(said[0]), amount=euros(said[1]))
        case "transaction":
            if said[0].lower() not in _PAYMENTS:
                raise Unsupported(f"the transaction {said[0]}")
            story.add(Paid, day_in_words(said[1]), amount=euros(said[2]), kind=_PAYMENTS[said[0].lower()])
        case "charge":
            story.charge(said[0], day_in_words(said[1]), euros(said[2]))
        case "bounce":
            story.charge("LOAN_NSF_FEE", day_in_words(said[0]), euros(CHARGES["LOAN_NSF_FEE"][1]))
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
        case "":
            raise Unsupported(f"the step {step!r}")
        case "reschedule":
            if "reschedule" not in story.supplied:
                raise Unsupported("a rescheduling whose data the set-up does not hold")
            story.add(Rescheduled, story.today, **story.supplied["reschedule"])

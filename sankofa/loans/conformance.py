"""Checks of published cases about a running loan: posting orders, recalculation, days late, penalty interest.

What another system books for its own accounts (accruals) is no event of the borrower's and is not compared.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sankofa.instalments.conform_rates import day_of
from sankofa.instalments.conform_scenarios import day_in_words
from sankofa.instalments.conformance import Case, Comparison, Unsupported, checks, exact_number
from sankofa.instalments.daycount import day_count_of
from sankofa.instalments.schedule import schedule
from sankofa.instalments.terms import RateBasis, Roundings, Shape, Terms
from sankofa.kernel.money import Rounding, exponent
from sankofa.loans.conform_stories import Story, euros, happen, happen_in_words, order_of, story_of
from sankofa.loans.rules.agreement import Agreement, Lateness, Order, PaymentKind
from sankofa.loans.rules.arrears import arrears, bucket_words
from sankofa.loans.rules.book import penalty_interest
from sankofa.loans.rules.events import Charged, Event, HandedOut, Paid, Reversed
from sankofa.loans.rules.life import Booking, State, state


@checks("scenario with events")
def check_scenario(case: Case, compare: Comparison) -> None:
    """A loan set-up with what happened, told in words, and the schedule afterwards."""
    if not case.expected["rows"]:
        raise Unsupported("no expected schedule")
    story = story_of(case.inputs)
    for step in case.inputs["steps"]:
        happen_in_words(story, step)
    order = order_of(case.inputs["loan"]["Payment strategy"])
    _, reached = story.stand(order)
    _compare_schedule(compare, "", case.expected["rows"], reached, story)


def check_events(case: Case, compare: Comparison) -> None:
    """A loan with events as records, and what is expected after some of them."""
    order = order_of(case.inputs["allocation"])
    story = story_of(case.inputs)
    happened = 0
    for checkpoint in case.expected["checkpoints"]:
        after = checkpoint["after_event"]
        for record in case.inputs["events"][happened:after]:
            happen(story, record)
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
        principal=euros(inputs["principal"]),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=exact_number(inputs["annual_rate_percent"]),
        starts_on=date(2026, 1, 1),
        count=int(inputs["periods"]),
        shape=Shape.EQUAL_INSTALMENTS,
        fixed_instalment=euros(named[1]) if named else None,
        rounding=Roundings(instalment=Rounding.CEILING, instalment_step=100),
    )
    first = schedule(terms).rows[0].due_on
    events: list[Event] = [
        HandedOut(id="1", on=terms.starts_on, amount=terms.principal),
        Paid(id="2", on=first, amount=euros(inputs["payment"]["amount"])),
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

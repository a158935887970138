"""Agreements and events out of files: plain JSON in, nouns or one sentence about what is wrong out."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.reading import (
    Fields,
    a_day,
    a_list,
    a_number,
    a_whole,
    a_word,
    a_yes,
    an_amount,
    terms_of,
)
from sankofa.instalments.schema import AMOUNT, DAY, NUMBER, WHOLE, YES, listed, record, terms_schema, words
from sankofa.loans.rules.agreement import (
    PROTECTING,
    Agreement,
    Ahead,
    Bucket,
    Early,
    Interest,
    LateFee,
    LateInterest,
    Lateness,
    Order,
    Overdue,
    Part,
    PaymentKind,
    Rebate,
    Recalculation,
    SameDay,
    Step,
    Timing,
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
    Waived,
    WrittenOff,
)


def agreement_of(given: object) -> Agreement:
    """Return the agreement that a record states: terms, and under `handling` how its life is handled.  Raises
    BadTerms."""
    terms = terms_of(given, extra=("handling", "deposits", "note"))
    handling = given.get("handling") if isinstance(given, dict) else None
    fields = Fields(handling if handling is not None else {}, "handling")
    amount = an_amount(terms.currency)
    agreement = Agreement(
        terms=terms,
        order=fields.taken("order", _order, PROTECTING),
        orders=fields.taken("orders", _orders, {}),
        recalculation=fields.taken("recalculation", _recalculation, Recalculation()),
        lateness=fields.taken("lateness", _lateness(amount), Lateness()),
        late_fee=fields.taken("late_fee", _late_fee(amount), None),
        late_interest=fields.taken("late_interest", _late_interest, None),
        same_day=fields.taken("same_day", a_word(SameDay), SameDay.BY_KIND),
    )
    fields.end()
    return agreement


def _step(field: str, value: Any) -> Step:
    timing, _, part = str(value).partition(" ")
    return a_word(Timing)(field, timing), a_word(Part)(field, part)


def _order(field: str, value: Any) -> Order:
    fields = Fields(value, field)
    order = Order(
        steps=fields.needed("steps", a_list(_step), 'twelve steps such as "past_due interest"'),
        by_instalment=fields.taken("by_instalment", a_yes, False),
        ahead=fields.taken("ahead", a_word(Ahead), Ahead.NEXT),
    )
    fields.end()
    return order


def _orders(field: str, value: Any) -> dict[PaymentKind, Order]:
    fields = Fields(value, field)
    orders = {kind: fields.taken(kind.value, _order, None) for kind in PaymentKind}
    fields.end()
    return {kind: order for kind, order in orders.items() if order is not None}


def _recalculation(field: str, value: Any) -> Recalculation:
    fields, usual = Fields(value, field), Recalculation()
    again = Recalculation(
        interest=fields.taken("interest", a_word(Interest), usual.interest),
        early=fields.taken("early", a_word(Early), usual.early),
        overdue=fields.taken("overdue", a_word(Overdue), usual.overdue),
        at_due_dates=fields.taken("at_due_dates", a_yes, False),
        compounds_overdue=fields.taken("compounds_overdue", a_yes, False),
        rounds_each_span=fields.taken("rounds_each_span", a_yes, False),
        early_is_principal=fields.taken("early_is_principal", a_yes, False),
        rebate=fields.taken("rebate", a_word(Rebate), usual.rebate),
    )
    fields.end()
    return again


def _bucket(field: str, value: Any) -> Bucket:
    if not isinstance(value, list) or len(value) != 2:
        raise BadTerms(field, value, "a class is two numbers of days, the last null for the open one")
    return a_whole(field, value[0]), None if value[1] is None else a_whole(field, value[1])


def _lateness(amount: Callable[[str, Any], Any]) -> Callable[[str, Any], Lateness]:
    def take(field: str, value: Any) -> Lateness:
        fields, usual = Fields(value, field), Lateness()
        lateness = Lateness(
            grace_days=fields.taken("grace_days", a_whole, 0),
            tolerance=fields.taken("tolerance", amount, None),
            buckets=fields.taken("buckets", a_list(_bucket), usual.buckets),
        )
        fields.end()
        return lateness

    return take


def _late_fee(amount: Callable[[str, Any], Any]) -> Callable[[str, Any], LateFee | None]:
    def take(field: str, value: Any) -> LateFee:
        fields = Fields(value, field)
        rule = LateFee(
            amount=fields.taken("amount", amount, None),
            percent=fields.taken("percent", a_number, Fraction(0)),
            of=fields.taken("of", a_list(a_word(Part)), (Part.PRINCIPAL, Part.INTEREST)),
            after_days=fields.taken("after_days", a_whole, 1),
        )
        fields.end()
        return rule

    return take


def _late_interest(field: str, value: Any) -> LateInterest | None:
    fields = Fields(value, field)
    rule = LateInterest(
        percent=fields.needed("percent", a_number, "percent a year"),
        of=fields.taken("of", a_list(a_word(Part)), (Part.PRINCIPAL,)),
        year_days=fields.taken("year_days", a_whole, 365),
        grace_days=fields.taken("grace_days", a_whole, 0),
    )
    fields.end()
    return rule


_TYPES: dict[str, type[Event]] = {
    "handed_out": HandedOut,
    "paid": Paid,
    "charged": Charged,
    "waived": Waived,
    "rescheduled": Rescheduled,
    "refunded": Refunded,
    "charged_off": ChargedOff,
    "written_off": WrittenOff,
    "reversed": Reversed,
}


def events_of(given: object, currency: str) -> tuple[Event, ...]:
    """Return the events that a list of records states; without ids they are numbered as listed.  Raises BadTerms."""
    if not isinstance(given, list):
        raise BadTerms("events", type(given).__name__, "it must be a list of events")
    return tuple(_event(place, one, currency) for place, one in enumerate(given, 1))


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise BadTerms(field, value, "it must be text")
    return str(value)


def _event(place: int, given: object, currency: str) -> Event:
    fields = Fields(given, f"events[{place}]")
    amount = an_amount(currency)
    kind = fields.needed("type", _text, f"one of {', '.join(_TYPES)}")
    if kind not in _TYPES:
        raise BadTerms(fields.field("type"), kind, f"it must be one of {', '.join(_TYPES)}")
    id_ = fields.taken("id", _text, str(place))
    on: date = fields.needed("on", a_day, "the day it happened, written as 2026-01-31")
    reason = fields.taken("reason", _text, "")
    event: Event
    match _TYPES[kind]:
        case cls if cls is HandedOut:
            event = HandedOut(id=id_, on=on, amount=fields.needed("amount", amount, "how much"))
        case cls if cls is Paid:
            event = Paid(
                id=id_,
                on=on,
                amount=fields.needed("amount", amount, "how much"),
                kind=fields.taken("kind", a_word(PaymentKind), PaymentKind.PAYMENT),
            )
        case cls if cls is Charged:
            event = Charged(
                id=id_,
                on=on,
                amount=fields.needed("amount", amount, "how much"),
                due_on=fields.taken("due_on", a_day, on),
                part=fields.taken("part", a_word(Part), Part.FEE),
                name=fields.taken("name", _text, ""),
            )
        case cls if cls is Waived:
            event = Waived(
                id=id_,
                on=on,
                part=fields.needed("part", a_word(Part), "interest, fee or penalty"),
                amount=fields.taken("amount", amount, None),
                charge=fields.taken("charge", _text, None),
            )
        case cls if cls is Rescheduled:
            event = Rescheduled(
                id=id_,
                on=on,
                from_due_on=fields.needed("from_due_on", a_day, "the due date from which it holds"),
                to=fields.taken("to", a_day, None),
                extra=fields.taken("extra", a_whole, 0),
                grace_principal=fields.taken("grace_principal", a_whole, 0),
                with_arrears=fields.taken("with_arrears", a_yes, False),
                reason=reason,
            )
        case cls if cls is Refunded:
            event = Refunded(id=id_, on=on, amount=fields.needed("amount", amount, "how much"))
        case cls if cls is ChargedOff:
            event = ChargedOff(id=id_, on=on, reason=reason)
        case cls if cls is WrittenOff:
            event = WrittenOff(id=id_, on=on, reason=reason)
        case _:
            event = Reversed(
                id=id_, on=on, event=fields.needed("event", _text, "the id of what never happened"), reason=reason
            )
    fields.end()
    return event


def agreement_schema() -> dict[str, Any]:
    """Return the JSON Schema of an agreement: terms with `handling`."""
    schema = terms_schema()
    order = record(
        {
            "steps": listed(
                {"type": "string", "pattern": f"^({'|'.join(Timing)}) ({'|'.join(Part)})$"}, "All twelve, once."
            ),
            "by_instalment": YES,
            "ahead": words(Ahead),
        },
        ["steps"],
    )
    bucket = {"type": "array", "prefixItems": [WHOLE, {"type": ["integer", "null"]}], "minItems": 2, "maxItems": 2}
    handling = {
        "order": order,
        "orders": record({kind.value: order for kind in PaymentKind}),
        "recalculation": record(
            {
                "interest": words(Interest),
                "early": words(Early),
                "overdue": words(Overdue),
                "at_due_dates": YES,
                "compounds_overdue": YES,
                "rounds_each_span": YES,
                "early_is_principal": YES,
                "rebate": words(Rebate),
            }
        ),
        "lateness": record({"grace_days": WHOLE, "tolerance": AMOUNT, "buckets": listed(bucket)}),
        "late_fee": record({"amount": AMOUNT, "percent": NUMBER, "of": listed(words(Part)), "after_days": WHOLE}),
        "late_interest": record(
            {"percent": NUMBER, "of": listed(words(Part)), "year_days": WHOLE, "grace_days": WHOLE}, ["percent"]
        ),
        "same_day": words(SameDay),
    }
    schema["properties"] = {
        **schema["properties"],
        "handling": record(handling, description="How its life is handled."),
    }
    schema["title"] = "Agreement of a loan"
    return schema


def events_schema() -> dict[str, Any]:
    """Return the JSON Schema of a list of events."""
    own: dict[str, tuple[dict[str, Any], Iterable[str]]] = {
        "handed_out": ({"amount": AMOUNT}, ["amount"]),
        "paid": ({"amount": AMOUNT, "kind": words(PaymentKind)}, ["amount"]),
        "charged": (
            {"amount": AMOUNT, "due_on": DAY, "part": {"enum": ["fee", "penalty"]}, "name": {"type": "string"}},
            ["amount"],
        ),
        "waived": (
            {"part": {"enum": ["interest", "fee", "penalty"]}, "amount": AMOUNT, "charge": {"type": "string"}},
            ["part"],
        ),
        "rescheduled": (
            {"from_due_on": DAY, "to": DAY, "extra": WHOLE, "grace_principal": WHOLE, "with_arrears": YES},
            ["from_due_on"],
        ),
        "refunded": ({"amount": AMOUNT}, ["amount"]),
        "charged_off": ({}, []),
        "written_off": ({}, []),
        "reversed": ({"event": {"type": "string"}}, ["event"]),
    }
    common = {"id": {"type": ["string", "integer"]}, "on": DAY, "reason": {"type": "string"}}
    kinds = [
        record({"type": {"const": kind}, **common, **properties}, ["type", "on", *required])
        for kind, (properties, required) in own.items()
    ]
    return listed({"oneOf": kinds}, "What happened, each on its day.") | {"title": "Events of a loan"}

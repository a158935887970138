"""Checks of published rates, dates and day counts: the kinds that ask for no schedule."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sankofa.instalments import time_value
from sankofa.instalments.conformance import Case, Comparison, Unsupported, checks, exact_number, rounded_to
from sankofa.instalments.daycount import DayCount, UnknownDayCount, day_count_of, days_between, year_fraction
from sankofa.instalments.due_dates import Every, Unit, due_dates
from sankofa.instalments.rates import (
    Convention,
    Rate,
    Timed,
    UnitPayment,
    effective,
    eu_aprc_timed,
    irr,
    nominal,
    rate_of,
    us_appendix_j,
)
from sankofa.instalments.unit_periods import Remainder, unit_periods, years_back

_UNITS = {
    "day": Unit.DAY,
    "week": Unit.WEEK,
    "month": Unit.MONTH,
    "year": Unit.YEAR,
    "quarter": Unit.MONTH,
    "half-month": Unit.HALF_MONTH,
    "semimonth": Unit.HALF_MONTH,
    "half_month": Unit.HALF_MONTH,
}
_WORDS = {
    "daily": Every(1, Unit.DAY),
    "weekly": Every(1, Unit.WEEK),
    "biweekly": Every(2, Unit.WEEK),
    "fortnightly": Every(2, Unit.WEEK),
    "semimonthly": Every(1, Unit.HALF_MONTH),
    "semi-monthly": Every(1, Unit.HALF_MONTH),
    "twice a month": Every(1, Unit.HALF_MONTH),
    "monthly": Every(1, Unit.MONTH),
    "bimonthly": Every(2, Unit.MONTH),
    "quarterly": Every(3, Unit.MONTH),
    "semiannual": Every(6, Unit.MONTH),
    "semi-annual": Every(6, Unit.MONTH),
    "yearly": Every(1, Unit.YEAR),
    "annual": Every(1, Unit.YEAR),
    "annually": Every(1, Unit.YEAR),
}


def every_of(text: str) -> Every:
    """Return a frequency from its words: "1 MONTHS", "2 weeks", "month", "monthly".  Raises Unsupported."""
    words = str(text).strip().lower()
    if words in _WORDS:
        return _WORDS[words]
    number, _, unit = words.rpartition(" ")
    unit = unit.rstrip("s")
    if unit not in _UNITS or not (number or "1").isdigit():
        raise Unsupported(f"the frequency {text!r}")
    times = int(number or "1") * (3 if unit == "quarter" else 1)
    return Every(times, _UNITS[unit])


def day_of(text: object) -> date:
    """Return a day written as 2024-01-31.  Raises Unsupported."""
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise Unsupported(f"{text!r} is not a day") from error


def scaled(number: Fraction) -> Fraction:
    """Return an amount as it stands: rates need no minor units, and stay exact."""
    return number


def _segments(parts: Sequence[Any], sign: int) -> list[Timed]:
    """Run-length coded flows, `{first_t, every, n, amount | amounts}`, or pairs of time and amount."""
    flows: list[Timed] = []
    for part in parts:
        if isinstance(part, Mapping):
            amounts = part.get("amounts") or [part["amount"]] * int(part.get("n", 1))
            first = exact_number(part.get("first_t", part.get("t", "0")))
            step = exact_number(part.get("every", "0"))
            flows += [Timed(first + place * step, sign * exact_number(amount)) for place, amount in enumerate(amounts)]
        else:
            flows.append(Timed(exact_number(part[0]), sign * exact_number(part[1])))
    return flows


def _expect_rate(case: Case, compare: Comparison, percent: Fraction) -> None:
    for field, published in case.expected.items():
        if field.endswith("_published_1dp"):
            compare.same(field, published, rounded_to(percent, 1))
        elif field in {"apr_percent", "eir_percent", "aprc_percent", "rate_percent"}:
            if "half-up" in case.tolerance.lower() and not compare.tolerance:
                compare.same(field, published, rounded_to(percent, len(str(published).partition(".")[2])))
            else:
                compare.number(field, published, percent, printed=True)


@checks("apr")
def check_apr(case: Case, compare: Comparison) -> None:
    """Yearly rates by the convention that the case names."""
    method = str(case.inputs["method"]).upper()
    if method.startswith("EU_ANNEX_I"):
        rate = _eu(case.inputs)
    elif method.startswith("REG_Z"):
        rate = _reg_z(case.inputs, compare)
    elif method.startswith("UK"):
        _uk(case, compare)
        return
    elif method.startswith(("EIR", "APR", "NOMINAL", "XIRR", "MFT")):
        _period_rates(case, compare, method)
        return
    else:
        raise Unsupported(f"the method {case.inputs['method']}")
    _expect_rate(case, compare, Fraction(rate.value) * 100)


def _eu(inputs: Mapping[str, Any]) -> Rate:
    if "flows" in inputs or "dates" in inputs.get("time_unit", ""):
        raise Unsupported("dated flows without a count of time")
    flows = _segments(inputs["advances"], 1) + _segments(inputs["payments"], -1)
    if "days" in str(inputs.get("time_unit", "")):
        flows = [Timed(flow.at / 365, flow.amount) for flow in flows]
    return eu_aprc_timed(flows)


def _reg_z(inputs: Mapping[str, Any], compare: Comparison) -> Rate:
    payments = [
        UnitPayment(int(part["t"]), exact_number(part.get("f", "0")), _cents(part["amount"]), int(part.get("n", 1)))
        for part in inputs["payments"]
    ]
    advances = [UnitPayment(0, Fraction(0), _cents(inputs["amount_financed"]))] if "amount_financed" in inputs else []
    advances += [
        UnitPayment(int(part["t"]), exact_number(part.get("f", "0")), _cents(part["amount"]), int(part.get("n", 1)))
        for part in inputs.get("advances", [])
    ]
    dates = inputs.get("dates")
    if dates and "every" in dates:
        every = every_of(dates["every"])
        time = unit_periods(day_of(dates["advance"]), day_of(dates["first"]), every.unit, every.n)
        first = payments[0]
        compare.same("unit periods before the first payment", (first.whole, first.fraction), tuple(time))
    return us_appendix_j(advances, payments, exact_number(inputs["unit_periods_per_year"]))


def _cents(text: object) -> int:
    minor = exact_number(text) * 100
    if minor.denominator != 1:
        raise Unsupported(f"{text!r} is finer than a cent")
    return minor.numerator


def _uk(case: Case, compare: Comparison) -> None:
    basis = str(case.inputs.get("day_basis", ""))
    year = Fraction(1461, 4) if "365.25" in basis else Fraction(365)
    flows = _segments(case.inputs["advances"], 1) + _segments(case.inputs["payments"], -1)
    value, *_ = rate_of([Timed(flow.at / year, flow.amount) for flow in flows])
    _expect_rate(case, compare, Fraction(value) * 100)


_PERIODS = {"DAILY": 365, "WEEKLY": 52, "BIWEEKLY": 26, "FORTNIGHTLY": 26, "MONTHLY": 12, "QUARTERLY": 4, "YEARLY": 1}


def _period_rates(case: Case, compare: Comparison, method: str) -> None:
    inputs = case.inputs
    payments = inputs["payments"]
    flows = _segments(inputs["advances"], 1)
    if isinstance(payments, Mapping):
        every = every_of(payments["every"])
        times_a_year = every.a_year
        amounts = payments.get("amounts") or [payments["amount"]] * int(payments["n"])
        start = int(payments.get("first", 1))
        flows += [Timed(Fraction(start + place), -exact_number(amount)) for place, amount in enumerate(amounts)]
    else:
        flows += _segments(payments, -1)
        name = next((word for word in _PERIODS if word in method), None)
        if name is None:
            raise Unsupported(f"the method {inputs['method']} without a frequency")
        times_a_year = Fraction(_PERIODS[name])
    # A number in the name, as in WEEKLY_52 or WEEKLY_50, is the periods of a year that the source counts.
    counted = method.partition(":")[0].rpartition("_")[2]
    if counted.isdigit():
        times_a_year = Fraction(int(counted))
    value, changes, others = rate_of(flows)
    rate = Rate(value, Convention.PER_PERIOD, changes, others)
    for field, published in case.expected.items():
        if field.startswith("eir"):
            compare.number(field, published, Fraction(effective(rate, times_a_year).value) * 100, printed=True)
        elif field.startswith("apr"):
            compare.number(field, published, Fraction(nominal(rate, times_a_year).value) * 100, printed=True)
        else:
            raise Unsupported(f"the expected {field}")


@checks("daycount")
def check_daycount(case: Case, compare: Comparison) -> None:
    """Days between two days, and year fractions."""
    name, _, _ = str(case.inputs["convention"]).partition(",")
    ends = case.inputs.get("termination")
    ends_on = day_of(ends) if ends else None
    if "eu" in name.lower() and "month" in name.lower():
        _eu_months(case, compare)
        return
    try:
        count = day_count_of(name)
    except UnknownDayCount as error:
        raise Unsupported(str(error)) from error
    spans = [(day_of(from_), day_of(until)) for from_, until in case.inputs["cases"]]
    for place, published in enumerate(_listed(case.expected.get("days"))):
        compare.number(
            f"days of {spans[place][0]} to {spans[place][1]}", published, days_between(*spans[place], count, ends_on)
        )
    for field in ("year_fraction", "year_fractions", "fractions"):
        for place, published in enumerate(_listed(case.expected.get(field))):
            compare.number(field, published, year_fraction(*spans[place], count, ends_on))


def _eu_months(case: Case, compare: Comparison) -> None:
    spans = [(day_of(from_), day_of(until)) for from_, until in case.inputs["cases"]]
    field = next((name for name in ("years", "t", "year_fraction", "year_fractions") if name in case.expected), None)
    if field is None:
        raise Unsupported(f"the expected {', '.join(case.expected)}")
    for place, published in enumerate(_listed(case.expected[field])):
        compare.number(field, published, years_back(*spans[place], Remainder.MONTHS))


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


@checks("schedule_dates")
def check_dates(case: Case, compare: Comparison) -> None:
    """Due dates from a first one, anchored at its day."""
    inputs = case.inputs
    first = day_of(inputs.get("first_due") or inputs.get("repayment_start_date") or inputs["start"])
    every = every_of(inputs.get("every") or str(inputs.get("mode", "monthly")).split(" as ")[0])
    count = int(inputs.get("n") or inputs.get("periods") or inputs["count"])
    dates = due_dates(first, every, count)
    for place, published in enumerate(case.expected.get("due_dates", [])):
        compare.same(f"due date {place + 1}", published, dates[place])
    places = {"first": 0, "second": 1, "third": 2, "last": -1}
    for word in places.keys() & case.expected.keys():
        compare.same(f"{word} due date", case.expected[word], dates[places[word]])
    if "count" in case.expected:
        compare.same("count", case.expected["count"], len(dates))


@checks("rate_factor")
def check_rate_factor(case: Case, compare: Comparison) -> None:
    """Rate factors of calendar months."""
    inputs = case.inputs
    rate = exact_number(inputs["annual_rate"])
    places = 12
    half_even = "HALF_EVEN" in case.tolerance.upper()
    for place, month in enumerate(inputs["months"]):
        start = day_of(f"{month}-01")
        until = (start + timedelta(days=31)).replace(day=1)
        factor = _month_factor(
            rate, start, until, str(inputs["days_in_year"]), str(inputs.get("days_in_month", "actual"))
        )
        published = case.expected["rate_factors"][place]
        compare.number(month, published, Fraction(rounded_to(factor, places, half_even=half_even)))


def _month_factor(rate: Fraction, start: date, until: date, year: str, month: str) -> Fraction:
    days = 30 if month.endswith("30") else (until - start).days
    if year.lower().endswith("actual"):
        return rate * (year_fraction(start, until, DayCount.ACTUAL_ACTUAL) * days / (until - start).days)
    return rate * days / exact_number(year.rpartition("_")[2])


@checks("irr")
def check_irr(case: Case, compare: Comparison) -> None:
    """The rate of amounts one period apart."""
    rate = irr([exact_number(amount) for amount in case.inputs["flows"]])
    for field, published in case.expected.items():
        if field in {"irr", "value", "rate"}:
            compare.number(field, published, Fraction(rate.value), printed=True)
        elif field == "percent" or field.endswith("_percent"):
            compare.number(field, published, Fraction(rate.value) * 100, printed=True)


@checks("xirr")
def check_xirr(case: Case, compare: Comparison) -> None:
    """The effective yearly rate of dated amounts, days over 365."""
    inputs = case.inputs
    if "dates" in inputs:
        pairs = list(zip(inputs["dates"], inputs.get("amounts") or inputs["values"], strict=True))
    else:
        pairs = [
            (part["date"], part["amount"]) if isinstance(part, Mapping) else tuple(part) for part in inputs["flows"]
        ]
    amounts = [exact_number(amount) for _, amount in pairs]
    start = min(day_of(day) for day, _ in pairs)
    count = day_count_of(str(inputs.get("day_count", "actual/365")))
    flows = [
        Timed(year_fraction(start, day_of(day), count), amount) for (day, _), amount in zip(pairs, amounts, strict=True)
    ]
    value, *_ = rate_of(flows)
    for field, published in case.expected.items():
        if field in {"xirr", "value", "rate", "irr"}:
            compare.number(field, published, Fraction(value), printed=True)
        elif field.endswith("percent"):
            compare.number(field, published, Fraction(value) * 100, printed=True)


@checks("tvm")
def check_time_value(case: Case, compare: Comparison) -> None:
    """PMT, PPMT, IPMT, CUMIPMT, CUMPRINC, PV, FV, as spreadsheets define them."""
    function = str(case.inputs["function"]).upper()
    given = {name.lower(): value for name, value in case.inputs["args"].items()}

    def number(name: str, default: str = "0") -> Fraction:
        return exact_number(given.get(name, default))

    rate, periods = number("rate"), int(number("nper"))
    due_first = str(given.get("type", given.get("when", "0"))).lower() in {"1", "begin", "b", "start"}
    present, future = number("pv"), number("fv")
    match function:
        case "PMT":
            value = time_value.payment(rate, periods, present, future, due_first)
        case "IPMT":
            value = time_value.interest_part(rate, int(number("per")), periods, present, future, due_first)
        case "PPMT":
            value = time_value.principal_part(rate, int(number("per")), periods, present, future, due_first)
        case "CUMIPMT":
            value = time_value.interest_between(
                rate, periods, present, int(number("start")), int(number("end")), due_first
            )
        case "CUMPRINC":
            value = time_value.principal_between(
                rate, periods, present, int(number("start")), int(number("end")), due_first
            )
        case "PV":
            value = time_value.present_value(rate, periods, number("pmt"), future, due_first)
        case "FV":
            value = time_value.future_value(rate, periods, number("pmt"), present, due_first)
        case "RATE":
            flows = [present] + [number("pmt")] * periods
            flows[-1] += future
            value = Fraction(irr(flows).value)
        case "NPV":
            amounts = [exact_number(amount) for amount in given["values"]]
            value = sum((amount / (1 + rate) ** place for place, amount in enumerate(amounts)), Fraction(0))
        case _:
            raise Unsupported(f"the function {function}")
    compare.number("value", case.expected["value"], value, printed=compare.tolerance > 0)

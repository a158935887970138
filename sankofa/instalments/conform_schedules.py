"""Checks of published schedules and instalments: the terms in a case's words, reckoned and compared row by row.

Four ways of writing terms occur: a plain one, payments per year with a compounding, periods with their dates, and the
loan set-ups of another system's scenarios.  An input that nothing reads makes a case unsupported: it might matter.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sankofa.instalments.conform_rates import day_of, every_of
from sankofa.instalments.conform_scenarios import terms_of_loan
from sankofa.instalments.conformance import Case, Comparison, Unsupported, checks, exact_number, rounded_to
from sankofa.instalments.daycount import DayCount, day_count_of
from sankofa.instalments.due_dates import Every, Unit
from sankofa.instalments.factors import period_factors
from sankofa.instalments.schedule import Row, Schedule, schedule
from sankofa.instalments.terms import Fee, FeeTime, Grace, Level, RateBasis, Roundings, Shape, Terms, Tranche
from sankofa.instalments.tranches import period_segments
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Money, Rounding, exponent

_ANY_DAY = date(2001, 1, 1)
_BY_DECIMALS = {0: "JPY", 2: "USD", 3: "TND"}
_PER_YEAR = {
    1: Every(1, Unit.YEAR),
    2: Every(6),
    4: Every(3),
    6: Every(2),
    12: Every(1),
    24: Every(1, Unit.HALF_MONTH),
    26: Every(2, Unit.WEEK),
    52: Every(1, Unit.WEEK),
    365: Every(1, Unit.DAY),
}
_ROUNDINGS = {
    "ROUND_HALF_UP": Rounding.HALF_UP,
    "ROUND_HALF_EVEN": Rounding.HALF_EVEN,
    "ROUND_UP": Rounding.UP,
    "ROUND_DOWN": Rounding.DOWN,
    "ROUND_CEILING": Rounding.CEILING,
    "ROUND_FLOOR": Rounding.FLOOR,
}
_COMPOUNDINGS = {"monthly": None, "payment": None, "semi_annual": 2, "annual": 1, "quarterly": 4, "daily": 365}


class Inputs:
    """A case's inputs, which remembers what was read: what is left over was understood by nobody."""

    def __init__(self, inputs: Mapping[str, Any]) -> None:
        self._inputs = inputs
        self._left = {name for name, value in inputs.items() if value not in (None, "", [], {})}

    def take(self, *names: str, default: Any = None) -> Any:
        """Return the first of these inputs that is there."""
        self._left -= set(names)
        return next((self._inputs[name] for name in names if self._inputs.get(name) is not None), default)

    def number(self, *names: str, default: str = "0") -> Fraction:
        """Return an input as an exact number."""
        return exact_number(self.take(*names, default=default))

    def check_all_read(self) -> None:
        """Raise Unsupported when an input was read by nobody."""
        if self._left:
            raise Unsupported(f"the inputs {', '.join(sorted(self._left))}")


def money_of(amount: Fraction, currency: str) -> Money:
    """Return an amount in whole units as money.  Raises Unsupported when it is finer than the currency."""
    minor = amount * 10 ** exponent(currency)
    if minor.denominator != 1:
        raise Unsupported(f"the amount {amount} in a currency of {exponent(currency)} decimals")
    return Money(minor.numerator, currency)


def rounding_of(text: str) -> Rounding:
    """Return a rounding from its name in a case: "ROUND_HALF_UP", "HALF_EVEN, MathContext 12"."""
    name = text.upper().split(",")[0].strip()
    name = name if name.startswith("ROUND_") else f"ROUND_{name}"
    if name not in _ROUNDINGS:
        raise Unsupported(f"the rounding {text!r}")
    return _ROUNDINGS[name]


def _terms_per_year(inputs: Inputs) -> Terms:
    """Payments per year, months of the term and of the amortisation, compounding, roundings by name."""
    unit = inputs.number("currency_unit", default="0.01")
    currency = _BY_DECIMALS[0 if unit >= 1 else 2]
    step = int(unit * 10 ** exponent(currency))
    per_year = int(inputs.number("payments_per_year"))
    compounding = str(inputs.take("compounding", default="monthly"))
    if per_year not in _PER_YEAR or compounding not in _COMPOUNDINGS:
        raise Unsupported(f"{per_year} payments a year, compounding {compounding}")
    months = int(inputs.number("term_months"))
    over = int(inputs.number("amortization_months", default=str(months)))
    fee = inputs.take("fee_per_period")
    override = inputs.take("payment_override")
    by_days = str(inputs.take("day_count", default="30/360")).lower()
    if by_days not in {"30/360", "actual/360", "actual/365"}:
        raise Unsupported(f"the day count {by_days}")
    carry = inputs.take("balance_tracking", default="round_each") == "carry_precision" or by_days == "actual/360"
    interest_only = int(inputs.number("interest_only_months")) * per_year // 12
    return Terms(
        principal=money_of(inputs.number("principal"), currency),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=inputs.number("annual_rate_percent"),
        starts_on=day_of(inputs.take("start_date", default=_ANY_DAY)),
        count=over * per_year // 12,
        day_count=None if by_days == "30/360" else day_count_of(by_days),
        level=Level.NOMINAL,
        every=_PER_YEAR[per_year],
        compounding=_COMPOUNDINGS[compounding],
        fixed_instalment=money_of(exact_number(override), currency) if override is not None else None,
        grace=Grace(principal=interest_only),
        fees=(Fee("fee", money_of(exact_number(fee), currency), time=FeeTime.EACH),) if fee is not None else (),
        rounding=Roundings(
            interest=rounding_of(str(inputs.take("interest_rounding", default="HALF_UP"))),
            instalment=rounding_of(str(inputs.take("payment_rounding", default="HALF_UP"))),
            money_step=step,
            carry=carry,
        ),
    )


def _shape_of(words: str) -> tuple[Shape, bool]:
    """The shape of repayment and whether interest is on the balance, from words such as "flat, equal instalments"."""
    plain = words.lower().replace("_", " ")
    flat = "flat" in plain
    if "equal principal" in plain:
        return Shape.EQUAL_PRINCIPAL, not flat
    if "interest only" in plain or "interest-only" in plain:
        return Shape.INTEREST_ONLY, not flat
    if "bullet" in plain:
        return Shape.BULLET, not flat
    return Shape.EQUAL_INSTALMENTS, not flat


def _days_of(text: object) -> str:
    return str(text).upper().removeprefix("DAYS_").strip()


def _year_and_month(inputs: Inputs, rate: Fraction, every: Every) -> tuple[RateBasis, Fraction, DayCount | None]:
    """Days of a year and of a month as a system sets them: the rate's basis, the rate, the day count."""
    year, month = inputs.take("days_in_year"), inputs.take("days_in_month")
    if year is None and month is None:
        return RateBasis.DECLINING_YEAR, rate, None
    year, month = _days_of(year), _days_of(month if month is not None else "ACTUAL")
    if month == "30" and every.unit is Unit.MONTH:
        if year == "ACTUAL":
            raise Unsupported("months of 30 days in a year of its actual days")
        return RateBasis.DECLINING_PERIOD, rate * 30 * every.n / exact_number(year), None
    counts = {
        "360": DayCount.ACTUAL_360,
        "364": DayCount.ACTUAL_364,
        "365": DayCount.ACTUAL_365,
        "ACTUAL": DayCount.ACTUAL_ACTUAL_END,
    }
    if year not in counts:
        raise Unsupported(f"a year of {year} days")
    return RateBasis.DECLINING_YEAR, rate, counts[year]


def _disbursements(inputs: Inputs) -> list[tuple[date, Fraction]]:
    parts = inputs.take("disbursements", "disbursement")
    principal = inputs.take("principal")
    if isinstance(parts, Mapping):
        parts = [parts]
    if isinstance(parts, Sequence) and not isinstance(parts, str):
        listed = [(day_of(part["date"]), exact_number(part["amount"])) for part in parts]
        by_day: dict[date, Fraction] = {}
        for day, amount in sorted(listed):
            by_day[day] = by_day.get(day, Fraction(0)) + amount
        return list(by_day.items())
    day = day_of(parts) if parts is not None else day_of(inputs.take("start", "start_date", default=_ANY_DAY))
    return [(day, exact_number(principal))]


def _terms_plain(inputs: Inputs) -> Terms:
    """Principal, rate and number of periods in plain words, or periods with their dates."""
    decimals = int(inputs.number("currency_decimals", default="2"))
    if decimals not in _BY_DECIMALS:
        raise Unsupported(f"a currency of {decimals} decimals")
    currency = _BY_DECIMALS[decimals]
    unit = 10**decimals
    every = every_of(inputs.take("frequency", "period", "every", default="monthly"))
    shape, declining = _shape_of(str(inputs.take("type", "schedule_type", default="")))
    words = str(inputs.take("schedule_type", default="")).lower()
    handed_out = _disbursements(inputs)
    starts_on = handed_out[0][0]
    basis, rate = RateBasis.DECLINING_YEAR, inputs.number("annual_rate_percent")
    day_count: DayCount | None = None
    per_period = inputs.take("rate_per_period_percent")
    if per_period is not None:
        basis, rate = RateBasis.DECLINING_PERIOD, exact_number(per_period)
    elif declining:
        basis, rate, day_count = _year_and_month(inputs, rate, every)
    if not declining:
        basis = RateBasis.FLAT_PERIOD if per_period is not None else RateBasis.FLAT_YEAR
    periods = inputs.take("periods", "n")
    due_on: tuple[date, ...] = ()
    if isinstance(periods, list):
        due_on = tuple(day_of(part["due"]) for part in periods)
        if day_of(periods[0]["start"]) > starts_on or due_on[0] <= starts_on:
            raise Unsupported("money handed out outside the first period")
    count = len(due_on) or (int(periods) if periods is not None else None)
    first_due = inputs.take("first_due", "first_due_on")
    inputs.take("start", "interest_period", "period_rate", "fee_at_disbursement", "days_in_year", "days_in_month")
    fixed = inputs.take("fixed_instalment")
    step = inputs.take("installment_multiples_of", "multiples_of", "instalment_multiples_of")
    words_of_rounding = str(inputs.take("rounding", default="HALF_EVEN" if "progressive" in words else "HALF_UP"))
    carry = words_of_rounding.lower().startswith("none")
    interest = Rounding.HALF_UP if carry else rounding_of(words_of_rounding)
    instalment = interest
    instalment_words = str(inputs.take("instalment_rounding", default=""))
    instalment_step = int(exact_number(step) * unit) if step else 1
    if instalment_words:
        if "whole unit" in instalment_words:
            instalment_step = unit
        name = instalment_words.split(maxsplit=1)[0].upper()
        instalment = rounding_of({"CEIL": "CEILING", "FLOOR": "FLOOR"}.get(name, name))
    return Terms(
        principal=money_of(handed_out[0][1], currency),
        basis=basis,
        rate_percent=rate,
        starts_on=starts_on,
        count=count,
        every=every,
        shape=shape,
        level=Level.SMOOTH if "progressive" in words else Level.EACH,
        due_on=due_on,
        first_due_on=day_of(first_due) if first_due else None,
        day_count=day_count,
        fixed_instalment=money_of(exact_number(fixed), currency) if fixed is not None else None,
        tranches=tuple(Tranche(day, money_of(amount, currency)) for day, amount in handed_out[1:]),
        grace=Grace(
            principal=int(inputs.number("grace_on_principal", "graceOnPrincipalPayment")),
            interest_payment=int(inputs.number("grace_on_interest_payment", "graceOnInterestPayment")),
            interest_free=int(inputs.number("interest_free_periods", "grace_on_interest_charged")),
        ),
        rounding=Roundings(
            interest=interest,
            instalment=instalment,
            money_step=int(inputs.number("currency_in_multiples_of", default="0") * unit) or 1,
            instalment_step=instalment_step,
            carry=carry,
        ),
    )


def terms_of_case(case: Case) -> Terms:
    """Return the terms that a case's inputs state.  Raises Unsupported when an input is read by nobody."""
    if "loan" in case.inputs:
        return terms_of_loan(case.inputs)
    inputs = Inputs(case.inputs)
    terms = _terms_per_year(inputs) if "payments_per_year" in case.inputs else _terms_plain(inputs)
    inputs.check_all_read()
    return terms


@checks("schedule", "payment", "scenario")
def check_schedule(case: Case, compare: Comparison) -> None:
    """A schedule, or the instalment alone."""
    terms = terms_of_case(case)
    made = schedule(terms)
    expected = case.expected
    if compare.tolerance == 0 and "0 decimals" not in case.tolerance:
        compare.tolerance = Fraction(0)
    _compare_totals(compare, expected, made, case)
    for field in ("rows", "rows_0dp"):
        for where, published, row in _matched(expected.get(field) or [], made):
            _compare_row(compare, where, published, row, made, 0 if field.endswith("0dp") else None)
    if any("segments" in row for row in expected.get("rows") or []):
        _compare_segments(compare, expected["rows"], terms)
    for part in expected.get("ranges") or []:
        _compare_range(compare, part, made)


def _units(made: Schedule, minor: int) -> Fraction:
    return Fraction(minor, 10 ** exponent(made.currency))


def _compare_totals(compare: Comparison, expected: Mapping[str, Any], made: Schedule, case: Case) -> None:
    singles = {
        "periodic_payment": made.rows[0].payment if made.terms.grace.principal else made.instalment,
        "instalment": made.instalment,
        "payment": made.instalment,
        "total_interest": made.total_interest,
        "total_payment": made.total_payments,
        "total_interest_0dp": made.total_interest,
        "total_payment_0dp": made.total_payments,
    }
    for field in singles.keys() & expected.keys():
        reckoned = _units(made, singles[field])
        places = 0 if field.endswith("0dp") else None
        compare.number(field, expected[field], reckoned if places is None else Fraction(rounded_to(reckoned, places)))
    if ("count" in expected and "rows_0dp" in expected) or "total_interest_0dp" in expected:
        compare.same("count", expected["count"], len(made.rows))
    if expected.get("balloon_at_term") is not None:
        at_term = int(case.inputs["term_months"]) * int(case.inputs["payments_per_year"]) // 12
        compare.number("balloon_at_term", expected["balloon_at_term"], _units(made, made.rows[at_term - 1].balance))
    totals = expected.get("totals")
    if totals:
        principal = sum(row.principal for row in made.rows)
        for field, minor in (
            ("Principal due", principal),
            ("Interest", made.total_interest),
            ("Fees", sum(row.fees for row in made.rows)),
            ("Due", made.total_payments),
        ):
            if field in totals:
                compare.number(f"total {field}", totals[field], _units(made, minor))


def _matched(rows: Sequence[Mapping[str, Any]], made: Schedule) -> Iterator[tuple[str, Mapping[str, Any], Row]]:
    """The published rows with ours: by number where they have one, else in order."""
    has_down_payment = made.rows[0].number == 0
    for place, published in enumerate(rows):
        if "Nr" in published or "Balance of loan" in published:
            if not published.get("Nr"):
                continue
            index = int(published["Nr"]) - 1
        elif "index0" in published:
            index = int(published["index0"])
        elif "payment_amount" in published:
            index = int(published["payment"]) - 1
        elif "n" in published:
            index = int(published["n"]) - 1 + has_down_payment
        else:
            index = place
        if index >= len(made.rows):
            raise Unsupported(f"a row {index + 1} of {len(made.rows)}")
        yield f"row {index + 1}", published, made.rows[index]


_COLUMNS = {
    "principal": "principal",
    "Principal due": "principal",
    "interest": "interest",
    "Interest": "interest",
    "fees": "fees",
    "Fees": "fees",
    "balance": "balance",
    "Balance of loan": "balance",
    "payment_amount": "payment",
    "Due": "payment",
    "instalment": "payment",
}


def _compare_row(
    compare: Comparison, where: str, published: Mapping[str, Any], row: Row, made: Schedule, places: int | None
) -> None:
    columns = dict(_COLUMNS)
    if "payment_amount" not in published:
        columns["payment"] = "payment"
    for field, column in columns.items():
        text = published.get(field)
        if text in (None, ""):
            continue
        minor = getattr(row, column)
        if column == "balance":
            # What is handed out on a due date is owed at its end, though the next row's interest is the first on it.
            minor += sum(part.amount.minor for part in made.terms.tranches if part.on == row.due_on)
        reckoned = _units(made, minor)
        compare.number(
            f"{where} {column}", text, reckoned if places is None else Fraction(rounded_to(reckoned, places))
        )
    if "due" in published:
        compare.same(f"{where} due", published["due"], row.due_on)
    if published.get("Date"):
        compare.same(f"{where} date", datetime.strptime(published["Date"], "%d %B %Y").date(), row.due_on)  # noqa: DTZ007
    if published.get("Days"):
        compare.same(f"{where} days", published["Days"], row.days)


def _compare_segments(compare: Comparison, rows: Sequence[Mapping[str, Any]], terms: Terms) -> None:
    factors = period_factors(terms, terms.due_on)
    from_ = terms.starts_on
    for place, published in enumerate(rows):
        until = terms.due_on[place]
        segments = period_segments(terms, from_, until, factors[place], terms.due_on[-1])
        stated = [part for part in published["segments"] if exact_number(part["rate_factor"])]
        for number, (part, (factor, _)) in enumerate(zip(stated, segments, strict=True), 1):
            digits = 10**12
            to_twelve = Fraction(rounded(factor.numerator * digits, factor.denominator, Rounding.HALF_EVEN), digits)
            compare.number(f"row {place + 1} rate factor {number}", part["rate_factor"], to_twelve)
        from_ = until


def _compare_range(compare: Comparison, part: Mapping[str, Any], made: Schedule) -> None:
    first, last = int(part["start_payment"]), int(part["end_payment"])
    rows = made.rows[first - 1 : last]
    where = f"payments {first} to {last}"
    compare.number(f"{where} principal", part["principal"], _units(made, sum(row.principal for row in rows)))
    compare.number(f"{where} interest", part["interest"], _units(made, sum(row.interest for row in rows)))
    compare.number(f"{where} balance", part["balance"], _units(made, rows[-1].balance))

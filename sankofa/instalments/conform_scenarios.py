"""Loan set-ups of Apache Fineract's scenarios, read as terms.

Product codes stand for settings that a set-up does not repeat; `PRODUCTS` holds those that the source system gives its
test products (LoanProductsRequestFactory and LoanProductGlobalInitializerStep, Apache-2.0), by part of the code.
Two engines occur there: the cumulative one levels instalments by the first period's rate, the progressive one by each.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sankofa.instalments.conformance import Unsupported, exact_number
from sankofa.instalments.daycount import DayCount
from sankofa.instalments.due_dates import Every, Unit
from sankofa.instalments.terms import Fee, FeeBase, FeeTime, Grace, Level, RateBasis, Roundings, Shape, Terms
from sankofa.kernel.money import Money, Rounding

_UNITS = {"DAYS": Unit.DAY, "WEEKS": Unit.WEEK, "MONTHS": Unit.MONTH, "YEARS": Unit.YEAR}
_READ = {
    "LoanProduct",
    "submitted on date",
    "with Principal",
    "ANNUAL interest rate %",
    "interest type",
    "interest calculation period",
    "amortization type",
    "loanTermFrequency",
    "loanTermFrequencyType",
    "repaymentEvery",
    "repaymentFrequencyType",
    "numberOfRepayments",
    "graceOnPrincipalPayment",
    "graceOnInterestPayment",
    "interest free period",
    "Payment strategy",
}


@dataclass(frozen=True, slots=True)
class Product:
    """What a product code stands for."""

    multiples_of: int | None = 1
    down_payment_percent: int = 0
    days: DayCount | None = DayCount.ACTUAL_365
    is_progressive: bool = False


def product_of(code: str, stated: Mapping[str, Any]) -> Product:
    """Return the settings of a product code, those that a case states coming first."""
    is_progressive = "ADV_PYMNT" in code or "PROGRESSIVE" in code
    multiples = stated.get("installment_amount_in_multiples_of", None if is_progressive else 1)
    year_and_month = re.search(r"_(\d{3}|ACTUAL)_(30|ACTUAL)(?:_|$)", code)
    days: DayCount | None = DayCount.ACTUAL_365
    if year_and_month:
        days = {
            ("360", "30"): None,
            ("360", "ACTUAL"): DayCount.ACTUAL_360,
            ("365", "ACTUAL"): DayCount.ACTUAL_365,
            ("ACTUAL", "ACTUAL"): DayCount.ACTUAL_ACTUAL,
        }.get((year_and_month[1], year_and_month[2]), DayCount.ACTUAL_365)
    return Product(multiples, 25 if "DOWNPAYMENT" in code else 0, days, is_progressive)


def day_in_words(text: str) -> date:
    """Return a day written as 1 November 2022."""
    return datetime.strptime(text.strip(), "%d %B %Y").date()  # noqa: DTZ007 - a day has no zone


def terms_of_loan(inputs: Mapping[str, Any]) -> Terms:
    """Return the terms of a loan set-up.  Raises Unsupported for what the terms alone do not decide."""
    loan = inputs["loan"]
    unread = [name for name, value in loan.items() if name not in _READ and value]
    if unread:
        raise Unsupported(f"the inputs {', '.join(unread)}")
    stated = inputs.get("product_defaults", {})
    product = product_of(loan["LoanProduct"], stated)
    grace = {"graceOnPrincipalPayment": loan["graceOnPrincipalPayment"]}
    grace |= inputs.get("effective_parameters", {"graceOnInterestPayment": loan["interest free period"]})
    # In these scenarios the column "interest free period" is handed over as grace on interest payment, in place of
    # the column of that name (notes of the cases); effective_parameters say what was in force.
    principal = Money.of(loan["with Principal"], "EUR")
    starts_on = day_in_words(loan["submitted on date"])
    for step in inputs.get("events", ()):
        if step["type"] == "disburse":
            starts_on = date.fromisoformat(step["date"])
            principal = Money.of(step["amount"], "EUR")
        elif step["type"] not in {"business_date", "approve"}:
            raise Unsupported(f"what happens after terms were agreed: {step['type']}")
    starts_on, principal, fees = _steps(inputs.get("steps", ()), starts_on, principal)
    declining = loan["interest type"] == "DECLINING_BALANCE"
    daily = loan["interest calculation period"] == "DAILY"
    down = principal.times(Fraction(product.down_payment_percent, 100), Rounding.HALF_EVEN)
    return Terms(
        principal=principal,
        basis=RateBasis.DECLINING_YEAR if declining else RateBasis.FLAT_YEAR,
        rate_percent=exact_number(loan["ANNUAL interest rate %"]),
        starts_on=starts_on,
        count=int(loan["numberOfRepayments"]),
        every=Every(int(loan["repaymentEvery"]), _UNITS[loan["repaymentFrequencyType"]]),
        shape=Shape.EQUAL_PRINCIPAL
        if loan["amortization type"] == "EQUAL_PRINCIPAL_PAYMENTS"
        else Shape.EQUAL_INSTALMENTS,
        level=Level.SMOOTH if product.is_progressive else Level.FIRST,
        day_count=product.days if daily and declining else None,
        down_payment=down if down else None,
        grace=Grace(
            principal=int(grace["graceOnPrincipalPayment"]), interest_payment=int(grace["graceOnInterestPayment"])
        ),
        fees=fees,
        rounding=Roundings(
            interest=Rounding.HALF_EVEN,
            instalment=Rounding.HALF_EVEN,
            instalment_step=100 * int(product.multiples_of) if product.multiples_of else 1,
        ),
    )


_DISBURSED = re.compile(r'disburses? the loan on "([^"]+)" with "([^"]+)"')
_INSTALMENT_FEE = re.compile(r'"LOAN_INSTALLMENT_PERCENTAGE_FEE" charge with ([\d.]+) %')


def _steps(steps: Sequence[str], starts_on: date, principal: Money) -> tuple[date, Money, tuple[Fee, ...]]:
    """What the words of a scenario add to the terms: the day and amount handed out, fees with every instalment."""
    fees = []
    handed_out = 0
    for step in steps:
        if found := _DISBURSED.search(step):
            handed_out += 1
            if handed_out > 1:
                raise Unsupported("a second amount handed out")
            starts_on, principal = day_in_words(found[1]), Money.of(found[2], "EUR")
        elif found := _INSTALMENT_FEE.search(step):
            fees.append(Fee("instalment", percent=exact_number(found[1]), base=FeeBase.INSTALMENT, time=FeeTime.EACH))
    return starts_on, principal, tuple(fees)

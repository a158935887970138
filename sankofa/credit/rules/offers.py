"""A lender's product, as the decision table takes it: the price everything included, and every payment by its month.

What the mapping of the product has not found out stays unknown.  A product whose words have several readings has no
price here, so it stops: nobody is led to a loan whose cost nobody can say.

Source: responsible-finance rules, 1.2, 2.1 and 3.4; Knowledge Paper 1, 4.2.3 (R25).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from sankofa.credit.rules.terms import DueDiligence, Guarantor, Offer, Payment
from sankofa.debts.rules.terms import Answer, Pledge
from sankofa.kernel.money import Money
from sankofa.kernel.periods import add_months, months_between
from sankofa.lenders.rules.offers import Offered, OutsideAmounts, OutsideMonths, TruePrice, true_price
from sankofa.lenders.rules.standing import Standing

STANDS = {
    Standing.NOT_ASSESSED: DueDiligence.NONE,
    Standing.APPROVED: DueDiligence.APPROVED,
    Standing.CONDITIONAL: DueDiligence.CONDITIONAL,
    Standing.REFUSED: DueDiligence.REFUSED,
    Standing.SUSPENDED: DueDiligence.SUSPENDED,
    Standing.RUN_OUT: DueDiligence.NONE,
    Standing.LENDS_NOTHING: DueDiligence.NONE,
}


@dataclass(frozen=True, slots=True)
class AskedOfOffer:
    """What is asked face to face about an offer, beside what the map of lenders knows."""

    amount: Money | None = None
    months: int | None = None
    instead_of_grant: Answer = Answer.UNKNOWN
    price_cap_percent: Fraction | None = None
    pledges: frozenset[Pledge] | None = None
    guarantors: tuple[Guarantor, ...] | None = None


def priced(offered: Offered, amount: Money | None, months: int | None, on: date) -> TruePrice | None:
    """Return what an offer truly costs at an amount and a time; None where it does not lend so, or nobody asked yet."""
    if amount is None or months is None or not amount:
        return None
    try:
        return true_price(offered, amount, months, starts_on=on)
    except (OutsideAmounts, OutsideMonths):
        return None


def yearly_price(found: TruePrice | None) -> Fraction | None:
    """Return the effective price of a year in percent; None where it is not one known price."""
    if found is None or not found.is_whole:
        return None
    return Fraction(found.readings[0].effective_rate.percent(4))


def middle_price(prices: Collection[Fraction]) -> Fraction | None:
    """Return the middle of the prices known here; None where none is."""
    return median(prices) if prices else None


def payments_of(found: TruePrice | None, on: date) -> tuple[Payment, ...]:
    """Return what is paid in each month after the loan; several payments of one month together."""
    if found is None or not found.is_whole:
        return ()
    made = found.readings[0].schedule
    by_month: dict[int, int] = {}
    for row in made.rows:
        if row.number:
            month = _month_of(row.due_on, on)
            by_month[month] = by_month.get(month, 0) + row.payment
    return tuple(Payment(month, made.money(paid)) for month, paid in sorted(by_month.items()))


def offer_of(
    offered: Offered,
    *,
    lender: str,
    standing: Standing,
    approved_until: date | None,
    asked: AskedOfOffer,
    prices_here: Collection[Fraction],
    on: date,
) -> Offer:
    """Return the offer on a day, from what is mapped of it and what was asked about it."""
    product = offered.product
    found = priced(offered, asked.amount, asked.months, on)
    return Offer(
        lender=lender,
        due_diligence=STANDS[standing],
        due_diligence_until=approved_until,
        lender_is_programme=Answer.NO,
        instead_of_grant=asked.instead_of_grant,
        price_percent=yearly_price(found),
        price_cap_percent=asked.price_cap_percent,
        median_price_percent=middle_price(prices_here),
        least=product.least,
        payments=payments_of(found, on),
        documents_asked=product.documents,
        months_in_business_asked=product.months_in_business,
        age_limit=product.age_limit,
        insured=_insured(product.insurance),
        pledges=frozenset() if product.pledges == frozenset() else asked.pledges,
        guarantors=() if product.guarantors == 0 else asked.guarantors,
        by_group=_answer(product.by_group),
    )


def _month_of(due_on: date, on: date) -> int:
    whole = months_between(on, due_on)
    return max(1, whole if add_months(on, whole) == due_on else whole + 1)


def _answer(said: bool | None) -> Answer:
    if said is None:
        return Answer.UNKNOWN
    return Answer.YES if said else Answer.NO


def _insured(said: str | None) -> Answer:
    if said is None:
        return Answer.UNKNOWN
    return Answer.NO if said.strip().lower() in {"", "none"} else Answer.YES

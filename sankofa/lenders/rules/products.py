"""A lender's product as the mapping records it, and what is still missing before anyone is told about it.

Terms change: a record runs from a day until another and is never overwritten.  A product whose rate has no basis (flat
or falling, a year, a month or the whole loan) has no price: "15 %" has six readings.

Source: Knowledge Paper 1, 4.2.3 (R25); responsible-finance rules, 2.3 and 3.4.
"""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money

SOURCE: Final = "Knowledge Paper 1, 4.2.3 (R25)"
_MAY_BE_ABSENT: Final = frozenset({"until", "grace_months", "age_limit"})


class RateBasis(StrEnum):
    """What a stated rate is a rate of; without it a rate says nothing."""

    FLAT_TOTAL = "flat_total"
    FLAT_MONTH = "flat_month"
    FLAT_YEAR = "flat_year"
    DECLINING_MONTH = "declining_month"
    DECLINING_YEAR = "declining_year"
    MARKUP_TOTAL = "markup_total"
    PROFIT_SHARE = "profit_share"
    NONE = "none"  # no interest at all


@dataclass(frozen=True, slots=True)
class Product:
    """One product of one lender.  None means that the mapping has not found out; an empty set, that there is none."""

    code: str
    lender_kind: str | None = None
    branches: frozenset[str] | None = None
    reaches_rural: bool | None = None
    by_group: bool | None = None
    least: Money | None = None
    most: Money | None = None
    months_least: int | None = None
    months_most: int | None = None
    frequency: str | None = None
    grace_months: int | None = None
    rate_percent: Fraction | None = None
    rate_basis: RateBasis | None = None
    fees: frozenset[str] | None = None
    insurance: str | None = None
    compulsory_savings_percent: Fraction | None = None
    pledges: frozenset[str] | None = None
    guarantors: int | None = None
    own_contribution_percent: Fraction | None = None
    months_in_business: int | None = None
    months_of_residence: int | None = None
    papers_accepted: frozenset[str] | None = None
    land_deed_needed: bool | None = None
    bank_account_needed: bool | None = None
    age_limit: int | None = None
    excluded: frozenset[str] | None = None
    days_to_decide: int | None = None
    late_policy: str | None = None
    start_ups: bool | None = None
    documents: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    barriers: frozenset[str] | None = None
    from_: date | None = None
    until: date | None = None

    def is_offered_on(self, day: date) -> bool:
        """Whether these terms hold on a day; terms without a first day hold on none."""
        return self.from_ is not None and self.from_ <= day and (self.until is None or day < self.until)


def gaps(product: Product) -> list[Finding]:
    """Return what the mapping has not found out; a rate without a basis is a barrier, for it cannot be priced."""
    missing = [
        field.name.rstrip("_")
        for field in fields(product)
        if field.name not in _MAY_BE_ABSENT and field.name != "rate_basis" and getattr(product, field.name) is None
    ]
    found = []
    if product.rate_basis is None:
        found.append(Finding("product.no_basis", Weight.BARRIER, SOURCE, product=product.code))
    if missing:
        found.append(Finding("product.gaps", Weight.PREREQUISITE, SOURCE, product=product.code, missing=tuple(missing)))
    return found

"""What many returnees owe, taken together: medians and shares, never means.

A mean misleads here: in Mali the debts ran from 15,000 to 3,500,000 FCFA, with a median of 100,000.  A few large debts
would speak for everyone.  Whoever could not be counted is said.

Source: the debt studies of Mali and The Gambia (2020); derived measures of the debt questionnaire.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sankofa.debts.rules.terms import FOR_MIGRATION, Debt, Purpose
from sankofa.kernel.money import CurrencyMismatch, Money, Rounding, round_fraction
from sankofa.kernel.share import Share


@dataclass(frozen=True, slots=True)
class Profile:
    """Debts still open, in one currency.  A median or a share that rests on nobody is None."""

    currency: str
    counted: int
    without_amount: int
    median: Money | None
    lower_quarter: Money | None
    upper_quarter: Money | None
    for_migration: Share | None  # of the debts whose purpose is known
    for_business: Share | None


def profile(debts: Iterable[Debt], currency: str) -> Profile:
    """Return what open debts look like together.  Raises CurrencyMismatch when one is owed in another currency."""
    still_open = [debt for debt in debts if debt.is_open]
    amounts = []
    for debt in still_open:
        if debt.balance is not None:
            if debt.balance.currency != currency:
                raise CurrencyMismatch(debt.balance.currency, currency)
            amounts.append(debt.balance)
    purposes = [debt.purpose for debt in still_open if debt.purpose is not Purpose.UNKNOWN]
    return Profile(
        currency=currency,
        counted=len(amounts),
        without_amount=len(still_open) - len(amounts),
        median=quantile(amounts, Fraction(1, 2)),
        lower_quarter=quantile(amounts, Fraction(1, 4)),
        upper_quarter=quantile(amounts, Fraction(3, 4)),
        for_migration=_share(sum(purpose in FOR_MIGRATION for purpose in purposes), len(purposes)),
        for_business=_share(sum(purpose is Purpose.BUSINESS for purpose in purposes), len(purposes)),
    )


def quantile(amounts: Sequence[Money], place: Fraction) -> Money | None:
    """Return the amount below which this part of all amounts lies, or None where there are none.

    Between two amounts it lies in proportion (the usual definition, type 7), rounded half up to a whole minor unit.
    """
    if not amounts:
        return None
    ordered = sorted(amounts)
    whole, rest = divmod((len(ordered) - 1) * place, 1)
    below, above = ordered[int(whole)], ordered[min(int(whole) + 1, len(ordered) - 1)]
    return Money(round_fraction(below.minor + (above.minor - below.minor) * rest, Rounding.HALF_UP), below.currency)


def _share(part: int, whole: int) -> Share | None:
    return Share.of(part, whole) if whole else None

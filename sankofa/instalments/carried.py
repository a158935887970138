"""Schedules that carry fractions from row to row and round only what they show, as textbooks and spreadsheets do.

The last row still takes the rest, so that shown principal adds up to the loan.  A given instalment is paid as it
stands, and the last row is what is then owed with its interest, rounded once.
"""

from collections.abc import Sequence
from fractions import Fraction

from sankofa.instalments.errors import BadTerms, NeverRepays
from sankofa.instalments.factors import Factor
from sankofa.instalments.level import exact_level
from sankofa.instalments.rows import Amounts
from sankofa.instalments.terms import Shape, Terms
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Money

_DIGITS = 10**40


def carried_amounts(terms: Terms, factors: Sequence[Factor], count: int | None) -> tuple[list[Amounts], int]:
    """Return the rows as shown, in minor units, and the regular instalment.

    Unrounded balances are kept to 40 digits below the minor unit: exact fractions would grow with every row.
    """
    if terms.shape not in {Shape.EQUAL_INSTALMENTS, Shape.EQUAL_PRINCIPAL} or terms.tranches or terms.skipped:
        raise BadTerms("rounding.carry", terms.shape, "fractions are carried for equal instalments or equal principal")
    if any((terms.grace.principal, terms.grace.interest_payment, terms.grace.capitalised)):
        raise BadTerms("rounding.carry", "grace", "fractions are carried without a grace period")
    rounding = terms.rounding
    owed = Fraction(terms.principal.minor - (terms.down_payment.minor if terms.down_payment else 0))
    payment = _payment(terms, factors, int(owed))
    step = max(rounding.instalment_step, rounding.money_step)
    shown_payment = rounded(payment.numerator, payment.denominator, rounding.instalment, step)

    def shown(amount: Fraction) -> int:
        return rounded(amount.numerator, amount.denominator, rounding.interest, rounding.money_step)

    amounts: list[Amounts] = []
    shown_owed = int(owed)
    while owed > 0:
        place = len(amounts)
        interest = _short(owed * Fraction(*factors[min(place, len(factors) - 1)]))
        is_last = count is not None and place == count - 1 and not (terms.amortised_over or terms.balloon)
        if terms.shape is Shape.EQUAL_PRINCIPAL:
            principal = owed if is_last else min(payment, owed)
            shown_principal = shown_owed if is_last else shown(principal)
        else:
            if payment <= interest and count is None:
                raise NeverRepays(terms.fixed_instalment, Money(shown(interest), terms.currency))
            ends = is_last or payment - interest >= owed
            principal = owed if ends else payment - interest
            shown_principal = shown_payment - shown(interest)
            if ends:
                shown_principal = shown(owed)
                if terms.fixed_instalment is not None:
                    last = owed + interest
                    shown_principal = rounded(last.numerator, last.denominator, rounding.instalment, step) - shown(
                        interest
                    )
        owed = _short(owed - principal)
        after = shown(owed)
        amounts.append(Amounts(shown_owed, shown_principal, shown(interest), after))
        shown_owed = after
        if count is not None and len(amounts) == count:
            break
        if len(amounts) > 3_660:
            raise NeverRepays(terms.fixed_instalment, Money(shown(interest), terms.currency))
    if owed and (terms.amortised_over or terms.balloon):
        last_row = amounts[-1]
        amounts[-1] = Amounts(last_row.opening, last_row.principal + last_row.balance, last_row.interest, 0)
    return amounts, shown_payment


def _payment(terms: Terms, factors: Sequence[Factor], owed: int) -> Fraction:
    if terms.fixed_instalment is not None:
        return Fraction(terms.fixed_instalment.minor)
    if terms.shape is Shape.EQUAL_PRINCIPAL:
        return Fraction(owed, terms.amortised_over or len(factors))
    return _short(Fraction(*exact_level(terms, owed, factors)))


def _short(amount: Fraction) -> Fraction:
    if amount.denominator <= _DIGITS:
        return amount
    return Fraction(round(amount * _DIGITS), _DIGITS)

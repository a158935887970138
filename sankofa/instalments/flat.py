"""Flat interest and mark-up: the same charge on the whole loan whatever has been repaid.

`interest = L * r * n`, in equal parts; the last row takes what rounding left, so that the total is exactly the agreed
one.  Source: "Responsible finance", section 2.1.
"""

from fractions import Fraction

from sankofa.instalments.daycount import year_fraction
from sankofa.instalments.errors import BadTerms
from sankofa.instalments.fees import upfront_fees
from sankofa.instalments.plan import pays_principal, planned_principal
from sankofa.instalments.rows import Amounts
from sankofa.instalments.terms import FeeTime, RateBasis, Shape, Terms
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Rounding
from sankofa.kernel.periods import Day


def flat_total(terms: Terms, agreed: tuple[Day, ...], principal: int) -> Fraction:
    """Return the whole charge of a flat rate or a mark-up in minor units, before rounding."""
    rate = terms.rate_percent / 100
    count = len(agreed)
    match terms.basis:
        case RateBasis.FLAT_TOTAL | RateBasis.MARKUP_TOTAL:
            times = Fraction(1)
        case RateBasis.FLAT_PERIOD:
            times = Fraction(count)
        case RateBasis.FLAT_MONTH:
            times = _years(terms, agreed) * 12
        case _:
            times = _years(terms, agreed)
    return principal * rate * times


def _years(terms: Terms, agreed: tuple[Day, ...]) -> Fraction:
    if terms.day_count is not None:
        return year_fraction(terms.starts_on, agreed[-1], terms.day_count)
    return len(agreed) / terms.every.a_year


def flat_amounts(terms: Terms, agreed: tuple[Day, ...]) -> tuple[list[Amounts], int]:
    """Return the rows of a loan at a flat rate, and its regular instalment, in minor units."""
    if terms.tranches:
        raise BadTerms("tranches", len(terms.tranches), "a flat rate is charged on one amount handed out at once")
    if terms.amortised_over is not None:
        raise BadTerms("amortised_over", terms.amortised_over, "it belongs to a declining rate; name a balloon instead")
    rounding = terms.rounding
    owed = terms.principal.minor - (terms.down_payment.minor if terms.down_payment else 0)
    if any(fee.time is FeeTime.FINANCED for fee in terms.fees):
        owed += upfront_fees(terms).financed
    if not agreed:
        agreed = _dates_of_fixed(terms, owed)
    count = len(agreed)
    # What is handed out is charged for, though a part of it come back at once as a down payment.
    charge = flat_total(terms, agreed, owed + (terms.down_payment.minor if terms.down_payment else 0))
    total = rounded(charge.numerator, charge.denominator, rounding.interest, rounding.money_step)
    interests, each = _interests(terms, total, count)
    if terms.shape is Shape.EQUAL_INSTALMENTS and not terms.balloon:
        principals, instalment = _equal(terms, owed, charge, interests, each)
    else:
        principals = planned_principal(terms, owed, count)
        instalment = principals[0] + interests[0]
    amounts = []
    for principal, interest in zip(principals, interests, strict=True):
        amounts.append(Amounts(owed, principal, interest, owed - principal))
        owed -= principal
    return amounts, instalment


def _dates_of_fixed(terms: Terms, owed: int) -> tuple[Day, ...]:
    """A flat rate with a given instalment and no count: only a charge for the whole loan says how many there are."""
    if terms.fixed_instalment is None or terms.basis not in {RateBasis.FLAT_TOTAL, RateBasis.MARKUP_TOTAL}:
        raise BadTerms("count", terms.count, "a flat rate of a time needs the number of instalments")
    charge = owed * terms.rate_percent / 100
    total = owed + rounded(charge.numerator, charge.denominator, terms.rounding.interest, terms.rounding.money_step)
    count = rounded(total, terms.fixed_instalment.minor, Rounding.CEILING)
    first = terms.first_due_on or terms.every.after(terms.starts_on, 1)
    return tuple(terms.every.after(first, step) for step in range(count))


def _interests(terms: Terms, total: int, count: int) -> tuple[list[int], int]:
    """The whole charge over the rows that ask for interest, and the usual part.

    A deferred part comes with the first row that asks for interest again.
    """
    if terms.shape is Shape.BULLET:
        return [0] * (count - 1) + [total], total
    rounding = terms.rounding
    free = terms.grace.interest_free
    charged = [number for number in range(1, count + 1) if number > free]
    each = rounded(total, len(charged), rounding.interest, rounding.money_step)
    interests = [0] * count
    waiting, left = 0, total
    for number in charged:
        part = min(each, left) if number != count else left
        left -= part
        if number <= terms.grace.interest_payment or number <= terms.grace.capitalised or number in terms.skipped:
            waiting += part
        else:
            interests[number - 1] = part + waiting
            waiting = 0
    return interests, each


def _equal(terms: Terms, owed: int, charge: Fraction, interests: list[int], each: int) -> tuple[list[int], int]:
    """Principal so that instalments are equal: what they are more than the usual interest."""
    rounding = terms.rounding
    count = len(interests)
    paying = [place for place, pays in enumerate(pays_principal(terms, count)) if pays]
    if terms.fixed_instalment is not None:
        instalment = terms.fixed_instalment.minor
    else:
        whole = owed + charge * Fraction(len(paying), count)
        step = max(rounding.instalment_step, rounding.money_step)
        instalment = rounded(whole.numerator, whole.denominator * len(paying), rounding.instalment, step)
    principals = [0] * count
    left = owed
    for place in paying:
        principals[place] = left if place == count - 1 else max(0, min(instalment - each, left))
        left -= principals[place]
    return principals, instalment

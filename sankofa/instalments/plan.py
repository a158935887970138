"""Principal by plan: how the shapes other than equal instalments bring the principal back."""

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.terms import Shape, Terms
from sankofa.instalments.whole import rounded


def pays_principal(terms: Terms, count: int) -> list[bool]:
    """Return for every row whether it may pay back principal: not in a grace period, not skipped."""
    unpaid = max(terms.grace.principal, terms.grace.capitalised)
    return [number > unpaid and number not in terms.skipped for number in range(1, count + 1)]


def planned_principal(terms: Terms, owed: int, count: int) -> list[int]:
    """Return the principal of every row in minor units; the last row takes what rounding left.

    For all shapes but equal instalments and steps, whose principal follows from the interest.
    """
    principals = [0] * count
    match terms.shape:
        case Shape.INTEREST_ONLY | Shape.BULLET:
            principals[-1] = owed
        case Shape.EQUAL_PRINCIPAL:
            paying = [place for place, pays in enumerate(pays_principal(terms, count)) if pays]
            balloon = terms.balloon.minor if terms.balloon else 0
            over = terms.amortised_over - count + len(paying) if terms.amortised_over else len(paying)
            each = rounded(owed - balloon, over, terms.rounding.instalment, terms.rounding.money_step)
            left = owed
            for place in paying:
                principals[place] = min(each, left)
                left -= principals[place]
            principals[-1] += left
        case Shape.CUSTOM_PRINCIPAL:
            for number, amount in terms.principal_on:
                principals[number - 1] = amount.minor
            principals[-1] += owed - sum(principals)
        case _:
            raise BadTerms("shape", terms.shape, "this shape has no plan of principal at a flat rate")
    return principals

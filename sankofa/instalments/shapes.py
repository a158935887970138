"""Declining interest in every shape: grace, moratorium, skipped rows, steps, balloons, plans of principal.

Source: "Responsible finance", section 7.  Interest is on the balance; what grace defers is paid later without interest
on it, what a moratorium capitalises joins the balance.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from sankofa.instalments.factors import Factor
from sankofa.instalments.level import level_instalment
from sankofa.instalments.plan import pays_principal, planned_principal
from sankofa.instalments.rows import Amounts
from sankofa.instalments.terms import Level, Shape, Terms
from sankofa.instalments.whole import rounded


def shaped_amounts(terms: Terms, factors: Sequence[Factor], owed: int) -> tuple[list[Amounts], int]:
    """Return the rows of a declining loan of any shape, and its regular instalment, in minor units."""
    count = len(factors)
    factors = [(0, 1) if place < terms.grace.interest_free else factor for place, factor in enumerate(factors)]
    if terms.shape in {Shape.EQUAL_INSTALMENTS, Shape.STEPS}:
        paid_parts = _weights(terms, count)
        instalment = _level(terms, factors, owed, paid_parts)
        planned = None
    else:
        planned = planned_principal(terms, owed, count)
        paid_parts = []
        instalment = 0
    amounts: list[Amounts] = []
    waiting = 0
    for place, (a, b) in enumerate(factors):
        interest = rounded(owed * a, b, terms.rounding.interest, terms.rounding.money_step)
        opening = owed
        treatment = _treatment(terms, place + 1, count)
        if treatment == "capitalised":
            amounts.append(Amounts(opening, 0, 0, owed + interest))
            owed += interest
            continue
        is_last = place == count - 1
        if is_last:
            principal = owed
        elif planned is not None:
            principal = planned[place]
        elif not paid_parts[place]:
            principal = 0
        else:
            due = instalment * paid_parts[place]
            step = max(terms.rounding.instalment_step, terms.rounding.money_step)
            whole = rounded(due.numerator, due.denominator, terms.rounding.instalment, step)
            principal = max(0, min(whole - interest, owed))
        owed -= principal
        if treatment == "deferred":
            waiting += interest
            amounts.append(Amounts(opening, principal, 0, owed))
        else:
            amounts.append(Amounts(opening, principal, interest + waiting, owed))
            waiting = 0
    if planned is not None:
        first = next(row for row in amounts if row.principal or row.interest)
        instalment = first.principal + first.interest
    return amounts, instalment


def _treatment(terms: Terms, number: int, count: int) -> str:
    """What happens to the interest of a row: paid, deferred to the next row that pays, or added to what is owed."""
    if number == count:
        return "paid"
    if number <= terms.grace.capitalised or (number in terms.skipped and terms.skipped_capitalise):
        return "capitalised"
    if terms.shape is Shape.BULLET or number <= terms.grace.interest_payment or number in terms.skipped:
        return "deferred"
    return "paid"


def _weights(terms: Terms, count: int) -> list[Fraction]:
    weights = [Fraction(pays) for pays in pays_principal(terms, count)]
    if terms.shape is Shape.STEPS:
        for step in terms.steps:
            for place in range(step.from_number - 1, count):
                weights[place] = step.times if weights[place] else weights[place]
    return weights


def _level(terms: Terms, factors: Sequence[Factor], owed: int, weights: Sequence[Fraction]) -> int:
    if terms.fixed_instalment is not None:
        return terms.fixed_instalment.minor
    count = len(factors)
    balanced = []
    for place, factor in enumerate(factors):
        grows = weights[place] or _treatment(terms, place + 1, count) == "capitalised"
        balanced.append(factor if grows else (0, 1))
    if terms.level is Level.FIRST:
        balanced[0] = factors[0] if not terms.grace.interest_free else factors[-1]
    common = lcm(*(weight.denominator for weight in weights))
    return level_instalment(terms, owed, balanced, [int(weight * common) for weight in weights], common)

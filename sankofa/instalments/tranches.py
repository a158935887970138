"""Loans handed out in parts: every further tranche sets the instalment anew from the period it falls in.

Interest runs on what has been handed out, by days within the period; the new instalment is the one that repays all of
it by the agreed last date.  Source: "Responsible finance", section 7; the behaviour is that of progressive schedules.
"""

from collections.abc import Sequence
from fractions import Fraction

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.factors import Factor, span_factor, yearly_rate
from sankofa.instalments.level import smoothed
from sankofa.instalments.plan import pays_principal
from sankofa.instalments.rows import Amounts
from sankofa.instalments.terms import Level, Shape, Terms
from sankofa.instalments.whole import rounded
from sankofa.kernel.periods import Day


def period_segments(terms: Terms, from_: Day, until: Day, whole: Factor, ends_on: Day) -> list[tuple[Fraction, int]]:
    """Return the factors of a period from tranche to tranche, each with what is handed out at its start."""
    inside = [tranche for tranche in terms.tranches if from_ <= tranche.on < until]
    points = [(from_, 0)] + [(tranche.on, tranche.amount.minor) for tranche in inside]
    days = (until - from_).days
    segments = []
    for place, (start, amount) in enumerate(points):
        end = points[place + 1][0] if place + 1 < len(points) else until
        if terms.day_count is None or days == 0:
            part = Fraction(*whole) * (end - start).days / days
        else:
            part = Fraction(*span_factor(terms, yearly_rate(terms), start, end, ends_on))
        segments.append((part, amount))
    return segments


def declining_with_tranches(
    terms: Terms, agreed: tuple[Day, ...], factors: Sequence[Factor], owed: int
) -> tuple[list[Amounts], int]:
    """Return the rows of a declining loan in tranches, and its last regular instalment, in minor units."""
    if terms.shape not in {Shape.EQUAL_INSTALMENTS, Shape.EQUAL_PRINCIPAL, Shape.INTEREST_ONLY, Shape.BULLET}:
        raise BadTerms("shape", terms.shape, "a loan in tranches has equal instalments or principal, or one at the end")
    if terms.tranches[-1].on >= agreed[-1]:
        raise BadTerms("tranches", terms.tranches[-1].on, f"all is handed out before the last due date, {agreed[-1]}")
    rounding = terms.rounding
    step = max(rounding.instalment_step, rounding.money_step)
    count = len(agreed)
    pays = pays_principal(terms, count)
    amounts: list[Amounts] = []
    from_ = terms.starts_on
    waiting = instalment = 0
    for place, until in enumerate(agreed):
        free = place < terms.grace.interest_free
        segments = period_segments(terms, from_, until, (0, 1) if free else factors[place], agreed[-1])
        added = sum(amount for _, amount in segments)
        interest_exact, growing = Fraction(0), owed
        for factor, amount in segments:
            growing += amount
            interest_exact += growing * (0 if free else factor)
        interest = rounded(interest_exact.numerator, interest_exact.denominator, rounding.interest, rounding.money_step)
        if place == 0 or added:
            instalment = _instalment(terms, owed, segments, factors[place + 1 :], pays[place:], step)
        opening = owed = owed + added
        deferred = place < terms.grace.interest_payment or terms.shape is Shape.BULLET
        is_last = place == count - 1
        if is_last:
            principal = owed
        elif not pays[place] or terms.shape in {Shape.BULLET, Shape.INTEREST_ONLY}:
            principal = 0
        elif terms.shape is Shape.EQUAL_PRINCIPAL:
            principal = min(instalment, owed)
        else:
            principal = max(0, min(instalment - interest, owed))
        if deferred and not is_last:
            waiting += interest
            interest = 0
        else:
            interest += waiting
            waiting = 0
        owed -= principal
        amounts.append(Amounts(opening, principal, interest, owed))
        from_ = until
    return amounts, instalment


def _instalment(
    terms: Terms,
    owed: int,
    segments: Sequence[tuple[Fraction, int]],
    later: Sequence[Factor],
    pays: Sequence[bool],
    step: int,
) -> int:
    """The level instalment from this period on, its own interest reckoned on what is handed out within it."""
    rounding = terms.rounding
    if terms.shape is Shape.EQUAL_PRINCIPAL:
        whole = owed + sum(amount for _, amount in segments)
        return rounded(whole, max(1, sum(pays)), rounding.instalment, rounding.money_step)
    if terms.shape is not Shape.EQUAL_INSTALMENTS:
        return 0
    at_start = Fraction(owed)
    interest = Fraction(0)
    for factor, amount in segments:
        at_start += amount
        interest += at_start * factor
    debt = at_start + (interest if pays[0] else 0)
    paid = Fraction(bool(pays[0]))
    for (above, below), paying in zip(later, pays[1:], strict=True):
        grown = 1 + Fraction(above, below) if paying else Fraction(1)
        debt *= grown
        paid = paid * grown + paying
    level = debt / paid
    instalment = rounded(level.numerator, level.denominator, rounding.instalment, step)
    if terms.level is Level.SMOOTH and all(pays):
        first = rounded(interest.numerator, interest.denominator, rounding.interest, rounding.money_step)
        whole = owed + sum(amount for _, amount in segments)

        def rest_of(tried: int) -> int:
            left, due = whole, first
            for a, b in later:
                left -= tried - due
                due = rounded(left * a, b, rounding.interest, rounding.money_step)
            return left + due - tried

        return smoothed(terms, instalment, len(pays), rest_of)
    return instalment

"""What days bear in interest where it follows what is owed, and the instalment that pays off what is owed."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from sankofa.instalments.factors import Factor, period_factors, span_factor, yearly_rate
from sankofa.instalments.level import level_instalment
from sankofa.instalments.terms import Level, Shape, Terms
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Money
from sankofa.kernel.periods import Day
from sankofa.loans.rules.lines import Line, Span


def joined(spans: list[Span], span: Span) -> list[Span]:
    """Return spans with one more; one that goes on with the same amount makes the last one longer."""
    if spans and spans[-1].until == span.from_ and spans[-1].bearing == span.bearing:
        return [*spans[:-1], Span(spans[-1].from_, span.until, span.bearing)]
    return [*spans, span]


class RunningInterest:
    """The interest of lines by the terms as they run; `lines` are the plan’s own, which it goes on changing."""

    def __init__(self, terms: Terms, lines: list[Line], *, rounds_each_span: bool) -> None:
        self.terms = terms
        self.lines = lines
        self.rounds_each_span = rounds_each_span
        first = next((line for line in lines if not line.is_closed), None)
        self.first_factor: Factor = (0, 1) if first is None else self.factor(first)

    def factor(self, line: Line) -> Factor:
        """Return what the whole period of a line bears, as a fraction of what is owed."""
        return self._span_factor(line, line.from_, line.due_on)

    def explained(self, line: Line, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return spans with the exact interest of each; neighbours with the same amount are one."""
        together: list[Span] = []
        for span in spans:
            together = joined(together, span)
        found = []
        for span in together:
            above, below = self._span_factor(line, span.from_, span.until)
            found.append(replace(span, interest=Fraction(span.bearing * above, below)))
        return tuple(found)

    def of(self, line: Line, spans: Sequence[Span]) -> int:
        """Return the interest of a line for these days, in minor units."""
        rounding = self.terms.rounding
        parts = [span.interest for span in self.explained(line, spans)]
        if not self.rounds_each_span:
            parts = [sum(parts, Fraction(0))]
        return sum(rounded(part.numerator, part.denominator, rounding.interest, rounding.money_step) for part in parts)

    def level(self, owed: int, lines: Sequence[Line]) -> int:
        """Return the equal instalment that pays off what is owed over these lines, in minor units."""
        paying = [line for line in lines if not line.pays_no_principal]
        if self.terms.level is Level.FIRST:
            factors = [self.first_factor] * len(paying)
        else:
            factors = [self.factor(line) for line in paying]
        terms = replace(
            self.terms,
            principal=Money(max(owed, 1), self.terms.currency),
            due_on=(),
            count=len(paying),
            down_payment=None,
            first_due_on=None,
            fixed_instalment=None,
            amortised_over=None,
        )
        return level_instalment(terms, owed, factors)

    def _span_factor(self, line: Line, from_: Day, until: Day) -> Factor:
        """Return the factor of some days of a line; of equal periods, the part of the period's days."""
        if self.terms.day_count is not None:
            return span_factor(self.terms, yearly_rate(self.terms), from_, until, self.lines[-1].due_on)
        terms = replace(
            self.terms,
            starts_on=line.from_,
            due_on=(line.due_on,),
            count=None,
            first_due_on=None,
            fixed_instalment=None,
            down_payment=None,
            tranches=(),
            principal_on=(),
            shape=Shape.EQUAL_INSTALMENTS,
        )
        above, below = period_factors(terms, (line.due_on,))[0]
        return above * (until - from_).days, below * (line.due_on - line.from_).days

"""The worked sheet of a schedule: the steps by which a loan officer comes to the same numbers by hand.

Every step is a finding, so that it is told in the reader's language; the facts are the numbers used.
"""

from decimal import Decimal
from fractions import Fraction

from sankofa.instalments.factors import Factor, period_factors
from sankofa.instalments.schedule import Schedule
from sankofa.instalments.terms import RateBasis, Shape
from sankofa.kernel.finding import Fact, Finding, Weight

ROOM = "sankofa.instalments"
_SOURCE = "Responsible finance 2.1"


def step(code: str, source: str = _SOURCE, **facts: Fact) -> Finding:
    """Return one step of a worked sheet."""
    return Finding(f"sheet.{code}", Weight.NOTE, source, **facts)


def percent(share: Fraction, places: int = 4) -> Decimal:
    """Return a share in percent for people, without needless zeros."""
    value = Decimal((share * 100).numerator) / Decimal((share * 100).denominator)
    shown = value.quantize(Decimal(1).scaleb(-places))
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize()


def worked(made: Schedule) -> tuple[Finding, ...]:
    """Return the steps from terms to schedule, in order."""
    terms, money = made.terms, made.money
    lines = [step("loan", principal=terms.principal, on=terms.starts_on)]
    if made.upfront:
        in_hand = terms.principal - money(made.upfront)
        lines.append(step("upfront", fees=money(made.upfront), principal=terms.principal, in_hand=in_hand))
    rows = [row for row in made.rows if row.number]
    if terms.basis.is_declining:
        factor: Factor = period_factors(terms, tuple(row.due_on for row in rows))[0]
        share = Fraction(*factor)
        lines.append(step(f"interest.{terms.basis}", rate=percent(terms.rate_percent / 100), period=percent(share)))
        if terms.shape is Shape.EQUAL_INSTALMENTS and terms.fixed_instalment is None:
            lines.append(step("level", count=len(rows), instalment=money(made.instalment)))
        first = rows[0]
        lines.append(
            step(
                "first_row",
                opening=money(first.opening),
                period=percent(share),
                interest=money(first.interest),
                principal=money(first.principal),
                balance=money(first.balance),
            )
        )
    elif terms.basis in {RateBasis.MARKUP_TOTAL}:
        lines.append(
            step(
                "markup",
                principal=terms.principal,
                rate=percent(terms.rate_percent / 100),
                extra=money(made.total_interest),
                count=len(rows),
                instalment=money(made.instalment),
            )
        )
    else:
        lines.append(
            step(
                f"interest.{terms.basis}",
                principal=terms.principal,
                rate=percent(terms.rate_percent / 100),
                interest=money(made.total_interest),
                count=len(rows),
                instalment=money(made.instalment),
            )
        )
    last = rows[-1]
    lines.append(step("last_row", payment=money(last.payment), on=last.due_on, principal=money(last.principal)))
    row_fees = sum(row.fees for row in rows)
    if row_fees:
        lines.append(step("row_fees", fees=money(row_fees)))
    lines.append(
        step("total", paid=money(made.total_payments), principal=terms.principal, interest=money(made.total_interest))
    )
    return tuple(lines)

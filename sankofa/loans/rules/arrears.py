"""Arrears: how many days late, in which class, and how much of a portfolio is at risk.

Sources: "Responsible finance", section 3.2: PAR counts the whole outstanding principal of loans with any payment more
than so many days late, and rescheduled loans with them.  The oldest unpaid instalment drives the age.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from sankofa.instalments.errors import BadTerms, TwoCurrencies
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money
from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import PAR_BUCKETS, Bucket, Lateness

SOURCE = "Responsible finance 3.2"
USUAL = Lateness()


@dataclass(frozen=True, slots=True)
class Arrears:
    """How late a loan is on a day.  `since` is the oldest unpaid due date, None when nothing is late."""

    since: Day | None
    counted_from: Day | None  # `since` and the days of grace
    days: int
    amount: int  # late, in minor units
    bucket: Bucket | None


def arrears(dues: Iterable[tuple[Day, int]], on: Day, lateness: Lateness = USUAL) -> Arrears:
    """Return how late a loan is, from what is unpaid of every due date, in minor units.

    What is due on the day itself is not late.  Days are counted from the oldest unpaid due date and its days of grace.
    """
    late = sorted((due_on, unpaid) for due_on, unpaid in dues if unpaid > 0 and due_on < on)
    amount = sum(unpaid for _, unpaid in late)
    tolerance = lateness.tolerance.minor if lateness.tolerance else 0
    if amount <= tolerance:
        return Arrears(None, None, 0, amount, None)
    since = late[0][0]
    counted_from = since + timedelta(days=lateness.grace_days)
    days = max((on - counted_from).days, 0)
    return Arrears(since, counted_from, days, amount, bucket_of(days, lateness.buckets))


def bucket_of(days: int, buckets: Sequence[Bucket] = PAR_BUCKETS) -> Bucket | None:
    """Return the class of so many days late, None for a loan that is not late."""
    for bucket in buckets:
        if days >= bucket[0] and (bucket[1] is None or days <= bucket[1]):
            return bucket
    return None


def bucket_words(bucket: Bucket) -> str:
    """Return a class of days in digits: 31..60, 241.. ."""
    return f"{bucket[0]}..{'' if bucket[1] is None else bucket[1]}"


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one loan weighs in a portfolio."""

    outstanding: Money  # principal
    days: int
    is_rescheduled: bool = False


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Portfolio at risk beyond a number of days: principal at risk over all principal, and the count beside it."""

    days: int
    at_risk: Money
    portfolio: Money
    loans_at_risk: int
    loans: int
    includes_rescheduled: bool

    @property
    def share(self) -> Fraction | None:
        """The share of the portfolio; None where there is no portfolio."""
        return Fraction(self.at_risk.minor, self.portfolio.minor) if self.portfolio.minor else None

    def sheet(self) -> tuple[Finding, ...]:
        """Return how the figure comes about."""
        if self.share is None:
            return (Finding("par.nothing_lent", Weight.NOTE, SOURCE, days=self.days),)
        return (
            Finding(
                "par.with_rescheduled" if self.includes_rescheduled else "par.late_only",
                Weight.NOTE,
                SOURCE,
                days=self.days,
                at_risk=self.at_risk,
                portfolio=self.portfolio,
                percent=percent_of(self.share),
                loans=self.loans_at_risk,
                all=self.loans,
            ),
        )


def percent_of(share: Fraction) -> str:
    """Return a share in percent with two decimals, rounded half up."""
    hundredths = (share.numerator * 20_000 + share.denominator) // (2 * share.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def at_risk(loans: Sequence[Exposure], days: int, currency: str, *, includes_rescheduled: bool = True) -> AtRisk:
    """Return the portfolio at risk of more than so many days.  Raises TwoCurrencies, BadTerms for negative amounts."""
    risky, total, count = 0, 0, 0
    for loan in loans:
        if loan.outstanding.currency != currency:
            raise TwoCurrencies("outstanding", currency, loan.outstanding.currency)
        if loan.outstanding.minor < 0 or loan.days < 0:
            raise BadTerms("outstanding", loan.outstanding, "principal and days late are zero or more")
        total += loan.outstanding.minor
        if loan.days > days or (includes_rescheduled and loan.is_rescheduled):
            risky += loan.outstanding.minor
            count += bool(loan.outstanding.minor)
    lent = sum(bool(loan.outstanding.minor) for loan in loans)
    return AtRisk(days, Money(risky, currency), Money(total, currency), count, lent, includes_rescheduled)


def unpaid_oldest_first(amounts: Sequence[int], paid: int) -> list[int]:
    """Return what is unpaid of instalments in order of their due dates when so much was paid towards them."""
    unpaid = []
    for amount in amounts:
        part = min(amount, paid)
        paid -= part
        unpaid.append(amount - part)
    return unpaid

"""Remittances as evidence of income: how much of what arrives may count when a loan is considered.

Households in Tajikistan were "offered access to micro loans" with "their remittance income stream as collateral".  For
a returnee's household the stream may end with the return.  At most half of the lower quartile counts, after a haircut
for the exchange rate.  Source: "Responsible finance" 4.7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from sankofa.funds.rules.terms import BadFund, FundCurrencies, concern, first_do, note
from sankofa.instalments.errors import OutOfOrder
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day, add_months
from sankofa.kernel.share import Share
from sankofa.savings.rules.worked import in_units, percent

SOURCE = "Responsible finance 4.7"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that arrived on a day, in the currency it is spent in."""

    on: Day
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePolicy:
    """What counts.  Fewer receipts than `least` in `months` are no evidence; the haircut is for money sent abroad."""

    months: int = 12
    least: int = 6
    part: Share = Share(Fraction(1, 2))  # noqa: RUF009  a share does not change
    haircut_least: Share = Share(Fraction(1, 10))  # noqa: RUF009
    haircut_most: Share = Share(Fraction(1, 5))  # noqa: RUF009


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the receipts of the last months show.

    `lower_quartile` is the receipt at the end of the first quarter, smallest first (nearest rank, no amount between
    two).  `variation` is the standard deviation over the mean, None for fewer than two receipts.  `counted` is what may
    count as income a month: part x lower quartile x receipts a month, less the haircut, rounded down.
    """

    receipts: tuple[Receipt, ...]
    policy: EvidencePolicy
    median: Fraction | None
    lower_quartile: Money | None
    variation: Decimal | None
    haircut: Share
    counted: Money
    findings: tuple[Finding, ...]

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps to what counts."""
        if self.lower_quartile is None or self.median is None:
            return self.findings
        currency = self.counted.currency
        lines = [
            note("remittance.sheet.receipts", SOURCE, count=len(self.receipts), months=self.policy.months),
            note(
                "remittance.sheet.quartile",
                SOURCE,
                median=in_units(self.median, currency),
                quartile=self.lower_quartile,
            ),
            note(
                "remittance.sheet.counted",
                SOURCE,
                part=percent(self.policy.part.fraction),
                haircut=percent(self.haircut.fraction),
                counted=self.counted,
            ),
        ]
        if self.variation is not None:
            lines.insert(2, note("remittance.sheet.variation", SOURCE, variation=self.variation))
        return (*lines, *self.findings)


def evidence(
    receipts: Sequence[Receipt],
    on: Day,
    *,
    haircut: Share | None = None,
    sender_returns: bool | None,
    policy: EvidencePolicy | None = None,
) -> Evidence:
    """Return what remittances may count for on a day.

    `haircut` is None where the money is sent in the currency it is spent in.  `sender_returns` None is not known, and
    is to be found out.  Raises BadFund, FundCurrencies, OutOfOrder.
    """
    policy = policy or EvidencePolicy()
    if not receipts:
        raise BadFund("receipts", "none", "at least one receipt says in which currency the money arrives")
    currency = receipts[0].amount.currency
    _check(receipts, on, currency, haircut, policy)
    since = add_months(on, -policy.months)
    seen = tuple(receipt for receipt in receipts if since < receipt.on <= on)
    found = []
    if len(seen) < policy.least:
        found.append(first_do("remittance.too_few", SOURCE, count=len(seen), least=policy.least, months=policy.months))
    if sender_returns is None:
        found.append(first_do("remittance.ask_sender", SOURCE))
    elif sender_returns:
        found.append(concern("remittance.may_end", SOURCE))
    amounts = sorted(receipt.amount.minor for receipt in seen)
    cut = haircut or Share(Fraction(0))
    median, quartile = _median(amounts), _lower_quartile(amounts)
    counted = Money.zero(currency)
    # A stream that is about to end, or is not shown to be one, pays back no loan.
    if quartile is not None and len(seen) >= policy.least and sender_returns is False:
        a_month = Fraction(quartile) * len(seen) / policy.months
        counted = Money(int(a_month * policy.part.fraction * (1 - cut.fraction)), currency)
        counted = min(counted, Money(quartile, currency).times(policy.part.fraction, Rounding.DOWN))
    lowest = None if quartile is None else Money(quartile, currency)
    return Evidence(seen, policy, median, lowest, _variation(amounts), cut, counted, tuple(found))


def _check(receipts: Sequence[Receipt], on: Day, currency: str, haircut: Share | None, policy: EvidencePolicy) -> None:
    previous = None
    for receipt in receipts:
        if receipt.amount.currency != currency:
            raise FundCurrencies("receipts", currency, receipt.amount.currency)
        if receipt.amount.minor <= 0:
            raise BadFund("receipts", receipt.amount, "a receipt is more than nothing")
        if previous is not None and receipt.on < previous:
            raise OutOfOrder("receipts", previous, receipt.on)
        previous = receipt.on
    if previous is not None and previous > on:
        raise OutOfOrder("on", previous, on)
    if haircut is not None and not policy.haircut_least <= haircut <= policy.haircut_most:
        right = f"for another currency it is from {policy.haircut_least} to {policy.haircut_most}"
        raise BadFund("haircut", haircut, right)


def _median(amounts: Sequence[int]) -> Fraction | None:
    if not amounts:
        return None
    half, odd = divmod(len(amounts), 2)
    return Fraction(amounts[half]) if odd else Fraction(amounts[half - 1] + amounts[half], 2)


def _lower_quartile(amounts: Sequence[int]) -> int | None:
    return amounts[-(-len(amounts) // 4) - 1] if amounts else None


def _variation(amounts: Sequence[int]) -> Decimal | None:
    """The coefficient of variation with two decimals: sample standard deviation over mean."""
    if len(amounts) < 2:
        return None
    mean = Fraction(sum(amounts), len(amounts))
    spread = (
        sum(((amount - mean) * (amount - mean) for amount in amounts), Fraction(0))
        * Fraction(1, len(amounts) - 1)
        / (mean * mean)
    )
    with localcontext(Context(prec=28)):
        return (Decimal(spread.numerator) / Decimal(spread.denominator)).sqrt().quantize(Decimal("0.01"))

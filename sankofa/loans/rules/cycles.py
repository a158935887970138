"""Loan cycles: small first loans that grow with good repayment, up to agreed caps.

Sources: Knowledge Paper 1, 3.1 (Nigeria: a first loan of up to NGN 350,000, further ones "following the successful
repayment", "for a maximum of four loans and NGN 1,000,000") and 4.2.2 ("willing to start with small loans and increase
their value progressively"); "Responsible finance", R22 and R31, W06.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sankofa.instalments.errors import BadTerms, TwoCurrencies
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money

SOURCE = "Knowledge Paper 1, 3.1; Responsible finance R31"


@dataclass(frozen=True, slots=True)
class CyclePolicy:
    """Caps of a programme or a lender.  What is None is not capped.

    `caps` are by cycle, the last holding for all later ones; `most_in_all` caps the sum of all loans; a loan that was
    later than `most_days_late` does not open the next cycle by itself.
    """

    caps: tuple[Money, ...] = ()
    most_loans: int | None = None
    most_in_all: Money | None = None
    needs_repaid: bool = True
    most_days_late: int | None = None

    def __post_init__(self) -> None:
        if any(later < earlier for earlier, later in zip(self.caps, self.caps[1:], strict=False)):
            raise BadTerms("caps", [str(cap) for cap in self.caps], "caps grow from cycle to cycle")
        if self.most_loans is not None and self.most_loans < 1:
            raise BadTerms("most_loans", self.most_loans, "at least one loan")


def seap() -> CyclePolicy:
    """Return the caps of the Nigerian scheme.

    The source does not say whether NGN 1,000,000 is one loan's size or the sum of all; the sum is read, which
    protects more.
    """
    return CyclePolicy(
        caps=(Money.of(350_000, "NGN"), Money.of(1_000_000, "NGN")),
        most_loans=4,
        most_in_all=Money.of(1_000_000, "NGN"),
    )


@dataclass(frozen=True, slots=True)
class PastLoan:
    """An earlier loan as far as the next cycle asks."""

    amount: Money
    is_repaid: bool
    worst_days_late: int | None = 0  # None: nobody can say
    was_written_off: bool = False


def findings(request: Money, past: Sequence[PastLoan], policy: CyclePolicy) -> tuple[Finding, ...]:
    """Return everything that speaks against a loan of this amount now, gravest first; nothing means it fits the
    caps."""
    for loan in past:
        if loan.amount.currency != request.currency:
            raise TwoCurrencies("past.amount", request.currency, loan.amount.currency)
    found = []
    cycle = len(past) + 1
    if any(loan.was_written_off for loan in past):
        found.append(_found("written_off", Weight.BARRIER))
    if policy.most_loans is not None and cycle > policy.most_loans:
        found.append(_found("too_many", Weight.BARRIER, most=policy.most_loans))
    if policy.needs_repaid and any(not loan.is_repaid and not loan.was_written_off for loan in past):
        found.append(_found("still_open", Weight.PREREQUISITE))
    cap = room(past, policy)
    if cap is not None and request > cap:
        found.append(_found("above_cap", Weight.BARRIER, amount=request, cap=cap, cycle=cycle))
    worst = past[-1].worst_days_late if past else None
    if policy.most_days_late is not None and worst is not None and worst > policy.most_days_late:
        found.append(_found("was_late", Weight.CONCERN, days=worst, most=policy.most_days_late))
    return tuple(sorted(found, key=lambda finding: finding.weight))


def room(past: Sequence[PastLoan], policy: CyclePolicy) -> Money | None:
    """Return the most that the next loan may be, None where nothing caps it; zero where all cycles are used."""
    limits = []
    if policy.caps:
        limits.append(policy.caps[min(len(past), len(policy.caps) - 1)])
    if policy.most_in_all is not None:
        used = sum(loan.amount.minor for loan in past)
        limits.append(Money(max(policy.most_in_all.minor - used, 0), policy.most_in_all.currency))
    if policy.most_loans is not None and len(past) >= policy.most_loans and limits:
        return Money.zero(limits[0].currency)
    return min(limits, default=None)


def _found(code: str, weight: Weight, **facts: Money | int) -> Finding:
    return Finding(f"cycle.{code}", weight, SOURCE, **facts)

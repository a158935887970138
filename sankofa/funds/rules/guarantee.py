"""A partial credit guarantee: what it covers, when it pays, how much, and who gets what is recovered later.

    portfolio at most = facility x leverage / coverage
    claim             = coverage x outstanding principal, as far as the caps leave room
    all claims        <= portfolio x coverage x loss cap, and <= the facility

Published: UNHCR and Sida guarantee up to USD 15 million; the coverage ratio of that facility was not found published.
Source: "Responsible finance" 4.3; Knowledge Paper 1, 4.2.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from sankofa.funds.rules.terms import BadFund, barrier, check_amounts, concern, first_do, note
from sankofa.instalments.errors import OutOfOrder
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, Rounding, allocation, total
from sankofa.kernel.periods import Day
from sankofa.kernel.share import Quantity, Share
from sankofa.savings.rules.worked import percent

SOURCE = "Responsible finance 4.3"


class Kind(StrEnum):
    """What is guaranteed."""

    INDIVIDUAL = "individual"  # loan by loan
    PORTFOLIO = "portfolio"  # every loan that fits the rules
    WHOLESALE = "wholesale"  # the lender's own borrowing from a bank


class Ranking(StrEnum):
    """Who is paid first out of what is recovered."""

    PARI_PASSU = "pari_passu"  # both by the loss they bear
    FIRST_LOSS = "first_loss"  # the lender first; the guarantor bears the first loss


class Stage(StrEnum):
    """Where a guaranteed loan stands."""

    ELIGIBLE = "eligible"
    COVERED = "covered"
    IN_ARREARS = "in_arrears"
    NOTIFIED = "notified"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    PAID = "paid"
    REFUSED = "refused"
    RECOVERING = "recovering"
    CLOSED = "closed"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.ELIGIBLE: frozenset({Stage.COVERED, Stage.CLOSED}),
    Stage.COVERED: frozenset({Stage.IN_ARREARS, Stage.CLOSED}),
    Stage.IN_ARREARS: frozenset({Stage.COVERED, Stage.NOTIFIED, Stage.CLOSED}),
    Stage.NOTIFIED: frozenset({Stage.COVERED, Stage.CLAIMED, Stage.CLOSED}),
    Stage.CLAIMED: frozenset({Stage.VERIFIED, Stage.REFUSED}),
    Stage.VERIFIED: frozenset({Stage.PAID, Stage.REFUSED}),
    Stage.PAID: frozenset({Stage.RECOVERING, Stage.CLOSED}),
    Stage.REFUSED: frozenset({Stage.CLAIMED, Stage.CLOSED}),
    Stage.RECOVERING: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}
"""How a guaranteed loan may go on.  Arrears that are paid lead back to covered; a refused claim may be made again."""


class NotNext(BadFund):
    """A guaranteed loan cannot go from one stage to this one."""

    def __init__(self, stage: Stage, wanted: Stage) -> None:
        following = ", ".join(sorted(NEXT[stage])) or "nothing"
        super().__init__("stage", wanted, f"after {stage} comes {following}")
        self.stage = stage
        self.wanted = wanted


def next_stage(stage: Stage, wanted: Stage) -> Stage:
    """Return the wanted stage when a loan may go there.  Raises NotNext."""
    if wanted not in NEXT[stage]:
        raise NotNext(stage, wanted)
    return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """What a guarantor agreed.

    `size` is what the guarantor pays at most in all; `coverage` the share of a loan it bears; `leverage` how many times
    its size it covers; `loss_cap` the share of the covered amounts after which it stops.  `trigger_days` of arrears
    before a claim, `waiting_days` after a loan is covered before it counts, `claim_days` the time to make a claim after
    the trigger (None: no end), `payment_days` the time to pay it.
    """

    size: Money
    coverage: Share
    kind: Kind = Kind.PORTFOLIO
    leverage: Fraction = Fraction(1)
    loss_cap: Share | None = None
    trigger_days: int = 90
    waiting_days: int = 0
    claim_days: int | None = None
    payment_days: int = 30
    fee: Share = field(default_factory=lambda: Share(Fraction(0)))
    ranking: Ranking = Ranking.PARI_PASSU

    def __post_init__(self) -> None:
        check_amounts(self.size.currency, [("size", self.size)])
        if not 0 < self.coverage.fraction <= 1:
            raise BadFund("coverage", self.coverage, "it is above 0 and at most 100 percent")
        if self.leverage <= 0:
            raise BadFund("leverage", self.leverage, "it is above 0; 1 covers no more than the facility holds")
        if self.loss_cap is not None and not 0 < self.loss_cap.fraction <= 1:
            raise BadFund("loss_cap", self.loss_cap, "it is above 0 and at most 100 percent of what is covered")
        if min(self.trigger_days, self.waiting_days, self.payment_days, self.claim_days or 0) < 0:
            raise BadFund("trigger_days", self.trigger_days, "days are zero or more")

    @property
    def currency(self) -> str:
        """The one currency of the facility."""
        return self.size.currency

    @property
    def portfolio_most(self) -> Money:
        """The largest portfolio that may be covered: size x leverage / coverage, rounded down."""
        return self.size.times(self.leverage / self.coverage.fraction, Rounding.DOWN)

    def claims_most(self, portfolio: Money) -> Money:
        """Return what all claims on a covered portfolio may come to, never more than the facility's size."""
        check_amounts(self.currency, [("portfolio", portfolio)])
        cap = Fraction(1) if self.loss_cap is None else self.loss_cap.fraction
        return min(portfolio.times(self.coverage.fraction * cap, Rounding.DOWN), self.size)

    def fee_of(self, loan: Money) -> Money:
        """Return the guarantee fee on the covered part of a loan, rounded half up."""
        return loan.times(self.coverage.fraction * self.fee.fraction, Rounding.HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredLoan:
    """A loan under the guarantee on the day of the claim.  `late_since` is None where nothing is late."""

    loan: str
    amount: Money
    outstanding: Money
    covered_on: Day
    late_since: Day | None = None
    notified_on: Day | None = None
    stage: Stage = Stage.NOTIFIED
    has_prior_formal_loan: bool | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the guarantor pays on a loan, or why it does not pay.  `full` is what the coverage alone would pay."""

    facility: Facility
    loan: CoveredLoan
    on: Day
    full: Money
    paid: Money
    pay_by: Day
    findings: tuple[Finding, ...]

    @property
    def lender_bears(self) -> Money:
        """What of the outstanding principal stays with the lender."""
        return self.loan.outstanding - self.paid

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps to the claim."""
        line = note(
            "guarantee.sheet.claim",
            SOURCE,
            outstanding=self.loan.outstanding,
            coverage=percent(self.facility.coverage.fraction),
            claim=self.full,
        )
        last = note("guarantee.sheet.paid", SOURCE, paid=self.paid, pay_by=self.pay_by, lender=self.lender_bears)
        return (line, *self.findings, *((last,) if self.paid else ()))


def cover_findings(facility: Facility, loan: Money, covered: Money) -> list[Finding]:
    """Return what speaks against covering one more loan, `covered` being all loans covered already."""
    check_amounts(facility.currency, [("loan", loan), ("covered", covered)])
    room = facility.portfolio_most - covered
    if loan > room:
        room = max(room, Money.zero(facility.currency))
        return [barrier("guarantee.portfolio_full", SOURCE, loan=loan, room=room, most=facility.portfolio_most)]
    return []


def claim(facility: Facility, loan: CoveredLoan, on: Day, portfolio: Money, paid_before: Money) -> Claim:
    """Return what the guarantor pays on a loan.

    `portfolio` is all that was covered, `paid_before` all claims paid already (recoveries do not open the cap again).
    A claim that is too early, too late or unannounced pays nothing and says why.  Raises OutOfOrder for dates that
    cannot be, BadFund for more outstanding than was lent.
    """
    _check(facility, loan, on, portfolio, paid_before)
    full = loan.outstanding.times(facility.coverage.fraction, Rounding.DOWN)
    found = _refusals(facility, loan, on)
    room = max(facility.claims_most(portfolio) - paid_before, Money.zero(facility.currency))
    paid = Money.zero(facility.currency) if found else min(full, room)
    if not found and paid < full:
        say = concern if paid else barrier
        found.append(say("guarantee.cap_reached", SOURCE, room=room, full=full))
    return Claim(facility, loan, on, full, paid, on + timedelta(days=facility.payment_days), tuple(found))


def _check(facility: Facility, loan: CoveredLoan, on: Day, portfolio: Money, paid_before: Money) -> None:
    amounts = [("amount", loan.amount), ("outstanding", loan.outstanding)]
    check_amounts(facility.currency, [*amounts, ("portfolio", portfolio), ("paid_before", paid_before)])
    if loan.outstanding > loan.amount:
        raise BadFund("outstanding", loan.outstanding, f"no more principal is owed than was lent, {loan.amount}")
    for name, earlier, later in (
        ("late_since", loan.covered_on, loan.late_since),
        ("notified_on", loan.late_since, loan.notified_on),
        ("on", loan.late_since or loan.covered_on, on),
    ):
        if earlier is not None and later is not None and later < earlier:
            raise OutOfOrder(name, earlier, later)


def _refusals(facility: Facility, loan: CoveredLoan, on: Day) -> list[Finding]:
    """Why nothing is paid."""
    found = []
    if loan.late_since is None:
        return [barrier("guarantee.not_late", SOURCE)]
    counts_from = loan.covered_on + timedelta(days=facility.waiting_days)
    if loan.late_since < counts_from:
        found.append(barrier("guarantee.in_waiting", SOURCE, from_=counts_from))
    triggered_on = loan.late_since + timedelta(days=facility.trigger_days)
    if on < triggered_on:
        found.append(first_do("guarantee.too_early", SOURCE, days=facility.trigger_days, from_=triggered_on))
    if facility.claim_days is not None and on > (end := triggered_on + timedelta(days=facility.claim_days)):
        found.append(barrier("guarantee.too_late", SOURCE, until=end))
    if loan.notified_on is None or loan.notified_on > on:
        found.append(first_do("guarantee.not_notified", SOURCE))
    if loan.stage is not Stage.NOTIFIED:
        found.append(barrier("guarantee.wrong_stage", SOURCE, stage=str(loan.stage)))
    return found


@dataclass(frozen=True, slots=True)
class Recovery:
    """Who gets what is recovered after a claim, and what each finally loses.

    `not_met` is what the costs took beyond what was recovered; it stays with the lender.
    """

    claim: Claim
    recovered: Money
    costs: Money
    to_guarantor: Money
    to_lender: Money
    not_met: Money

    @property
    def guarantor_loses(self) -> Money:
        """What the guarantor has finally lost."""
        return self.claim.paid - self.to_guarantor

    @property
    def lender_loses(self) -> Money:
        """What the lender has finally lost."""
        return self.claim.lender_bears - self.to_lender + self.not_met

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps to both losses."""
        net = self.to_guarantor + self.to_lender
        ranking = self.claim.facility.ranking
        return (
            note("guarantee.sheet.recovered", SOURCE, recovered=self.recovered, costs=self.costs, net=net),
            note(f"guarantee.sheet.{ranking}", SOURCE, guarantor=self.to_guarantor, lender=self.to_lender),
            note("guarantee.sheet.losses", SOURCE, guarantor=self.guarantor_loses, lender=self.lender_loses),
        )


def recovery(paid_claim: Claim, recovered: Money, costs: Money) -> Recovery:
    """Return how what is recovered (all of it so far, not the last part) is shared after costs.

    By the loss each bears; a coin that cannot be divided goes by the largest remainder, and if equal to the guarantor.
    Raises BadFund when more comes back than was outstanding, or when no claim was paid.
    """
    facility = paid_claim.facility
    check_amounts(facility.currency, [("recovered", recovered), ("costs", costs)])
    if not paid_claim.paid:
        raise BadFund("claim", paid_claim.paid, "what is recovered is shared after a claim was paid")
    if recovered > paid_claim.loan.outstanding:
        raise BadFund("recovered", recovered, f"no more comes back than was owed, {paid_claim.loan.outstanding}")
    zero = Money.zero(facility.currency)
    net = max(recovered - costs, zero)
    borne = (paid_claim.paid.minor, paid_claim.lender_bears.minor)
    if facility.ranking is Ranking.FIRST_LOSS:
        lender = min(net, paid_claim.lender_bears)
        guarantor = net - lender
    else:
        guarantor, lender = (Money(part, facility.currency) for part in allocation(net.minor, borne))
    return Recovery(paid_claim, recovered, costs, guarantor, lender, max(costs - recovered, zero))


@dataclass(frozen=True, slots=True)
class FacilityMetrics:
    """How a facility is used.  A ratio whose base is zero or not known is None."""

    utilisation: Share | None
    claims_rate: Share | None
    loss_ratio: Share | None
    leverage: Fraction | None
    additionality: Share | None
    not_known: int


def facility_metrics(
    facility: Facility, loans: Sequence[CoveredLoan], claims_paid: Sequence[Money], recovered: Money
) -> FacilityMetrics:
    """Return the ratios of a facility.

    Additionality is the share of borrowers without an earlier formal loan among those of whom it is known; of how many
    it is not known stands beside it.
    """
    portfolio = total((loan.amount for loan in loans), facility.currency)
    covered = portfolio.times(facility.coverage.fraction, Rounding.HALF_UP)
    paid = total(claims_paid, facility.currency)
    known = [loan.has_prior_formal_loan for loan in loans if loan.has_prior_formal_loan is not None]
    return FacilityMetrics(
        utilisation=_share(portfolio, facility.portfolio_most),
        claims_rate=_share(paid, covered),
        loss_ratio=_share(paid - recovered, covered),
        leverage=Fraction(portfolio.minor, facility.size.minor) if facility.size else None,
        additionality=_share(sum(not prior for prior in known), len(known)),
        not_known=len(loans) - len(known),
    )


def _share(part: Quantity, base: Quantity) -> Share | None:
    return Share.of(part, base) if base else None

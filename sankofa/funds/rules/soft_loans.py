"""The gate of soft loans: whether an organisation may lend to returnees itself, without interest.

It asks for "long-term perspectives", "expertise", that it can "face a loss", and that a grant is never mixed up with a
loan.  What is not known is found out first; it never passes.  Source: Knowledge Paper 1, 4.2.4; "Responsible finance"
4.5 (twelve months after the longest loan, a loss reserve, people and books apart from grants).
"""

from dataclasses import dataclass

from sankofa.funds.rules.terms import BadFund, barrier, check_amounts, first_do, note
from sankofa.instalments.errors import OutOfOrder
from sankofa.instalments.terms import RateBasis, Terms
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day, add_months
from sankofa.kernel.share import Share
from sankofa.lenders.rules.price import Price, price
from sankofa.savings.rules.worked import percent

SOURCE = "Responsible finance 4.5"
MONTHS_AFTER = 12


class NotInterestFree(BadFund):
    """A soft loan bears no interest; fees may be charged and are priced."""

    def __init__(self, basis: RateBasis) -> None:
        super().__init__("basis", basis, "a soft loan has no interest: its basis is none")
        self.basis = basis


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftLoanProgramme:
    """What an organisation plans.  None is "not known": it has to be found out.

    `most_months` is the longest term of a loan, `last_loan_on` the last day on which one may be handed out.
    """

    starts_on: Day
    ends_on: Day | None
    last_loan_on: Day | None
    most_months: int | None
    has_expertise: bool | None
    lent_most: Money
    expected_loss: Share | None
    loss_reserve: Money | None
    has_own_staff: bool | None
    has_own_ledger: bool | None
    same_suitability_rules: bool | None
    writes_off: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the programme may lend: only where nothing was found."""

    programme: SoftLoanProgramme
    findings: tuple[Finding, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing speaks against it and nothing is unknown."""
        return not self.findings

    def sheet(self) -> tuple[Finding, ...]:
        """Return the findings, or the one line that says there are none."""
        return self.findings or (note("soft.open", SOURCE),)


def gate(programme: SoftLoanProgramme) -> Gate:
    """Return everything that speaks against lending without interest, and everything not known yet.

    Raises OutOfOrder for dates that cannot be, FundCurrencies, BadFund.
    """
    _check(programme)
    found = [*_about_time(programme), *_about_losses(programme)]
    for code, answer in (
        ("no_expertise", programme.has_expertise),
        ("staff_of_grants", programme.has_own_staff),
        ("ledger_of_grants", programme.has_own_ledger),
        ("no_suitability", programme.same_suitability_rules),
    ):
        if answer is None:
            found.append(first_do(f"soft.find_out.{code}", SOURCE))
        elif not answer:
            found.append(barrier(f"soft.{code}", SOURCE))
    if not programme.writes_off.strip():
        found.append(first_do("soft.no_write_off", SOURCE))
    return Gate(programme, tuple(sorted(found, key=lambda finding: finding.weight)))


def soft_loan_price(terms: Terms) -> Price:
    """Return the price of a soft loan: no interest, but fees may make it cost something.  Raises NotInterestFree."""
    if terms.basis is not RateBasis.NONE:
        raise NotInterestFree(terms.basis)
    return price(terms)


def _check(programme: SoftLoanProgramme) -> None:
    amounts = [("lent_most", programme.lent_most), ("loss_reserve", programme.loss_reserve)]
    check_amounts(programme.lent_most.currency, amounts)
    if programme.expected_loss is not None and not 0 <= programme.expected_loss.fraction <= 1:
        raise BadFund("expected_loss", programme.expected_loss, "it is from 0 to 100 percent of what is lent")
    if programme.most_months is not None and programme.most_months < 1:
        raise BadFund("most_months", programme.most_months, "a loan runs a month or longer")
    for name, later in (("ends_on", programme.ends_on), ("last_loan_on", programme.last_loan_on)):
        if later is not None and later < programme.starts_on:
            raise OutOfOrder(name, programme.starts_on, later)


def _about_time(programme: SoftLoanProgramme) -> list[Finding]:
    if programme.ends_on is None or programme.last_loan_on is None or programme.most_months is None:
        return [first_do("soft.find_out.time", SOURCE)]
    needed = add_months(programme.last_loan_on, programme.most_months + MONTHS_AFTER)
    if programme.ends_on < needed:
        return [barrier("soft.too_short", SOURCE, ends_on=programme.ends_on, needed=needed, months=MONTHS_AFTER)]
    return []


def _about_losses(programme: SoftLoanProgramme) -> list[Finding]:
    if programme.expected_loss is None or programme.loss_reserve is None:
        return [first_do("soft.find_out.loss", SOURCE)]
    expected = programme.lent_most.times(programme.expected_loss.fraction, Rounding.CEILING)
    if programme.loss_reserve < expected:
        share = percent(programme.expected_loss.fraction)
        reserve = programme.loss_reserve
        return [barrier("soft.reserve_too_small", SOURCE, reserve=reserve, expected=expected, percent=share)]
    return []

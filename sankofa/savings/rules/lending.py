"""Loans within the group: who may borrow how much, what the loan costs, and what of it comes back as profit.

Source: "Responsible finance" 5.1 (usual limits) and 5.3, example 6 (price).
"""

from dataclasses import dataclass
from datetime import timedelta

from sankofa.instalments.due_dates import Every, Unit
from sankofa.instalments.errors import BadTerms
from sankofa.instalments.rates import Rate, effective, irr, nominal
from sankofa.instalments.schedule import Schedule, schedule
from sankofa.instalments.terms import RateBasis, Shape, Terms
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money
from sankofa.kernel.periods import Day, add_months
from sankofa.savings.rules.constitution import BadGroup, ChargeBasis, Constitution, check_currency
from sankofa.savings.rules.standing import NotAMember, Standing
from sankofa.savings.rules.worked import percent, step

SOURCE = "Responsible finance 5.1"


@dataclass(frozen=True, slots=True)
class LoanRequest:
    """A member asks for a loan of the group, to be paid back in so many months."""

    member: int
    amount: Money
    on: Day
    months: int
    shape: Shape = Shape.EQUAL_INSTALMENTS


def loan_findings(request: LoanRequest, group: Standing) -> list[Finding]:
    """Return everything in the group's rules that speaks against a loan; nothing where it may be given.

    Raises NotAMember, MixedCurrencies, BadGroup for an amount that is none.
    """
    constitution, account = group.constitution, group.accounts.get(request.member)
    if account is None:
        raise NotAMember(len(group.closings), request.member)
    check_currency(group.currency, [("amount", request.amount)])
    if request.amount.minor <= 0 or request.months < 1:
        raise BadGroup("amount", request.amount, "a loan is more than nothing, for a month or more")
    found: list[Finding] = []

    def say(code: str, **facts: Fact) -> None:
        found.append(Finding(f"lending.{code}", Weight.BARRIER, SOURCE, number=request.member, **facts))

    savings = constitution.share_price * account.shares
    most = Money(savings.minor * constitution.loan_multiple // 1, group.currency)
    if account.owed:
        say("one_loan_at_a_time", owed=account.owed)
    if request.amount > most:
        say("above_multiple", amount=request.amount, most=most, savings=savings, multiple=constitution.loan_multiple)
    if request.amount > group.balances.loan_fund:
        say("not_enough_in_box", amount=request.amount, cash=group.balances.loan_fund)
    due_on = add_months(request.on, request.months)
    if request.months > constitution.loan_months_most:
        say("too_long", months=request.months, most=constitution.loan_months_most)
    first_on = constitution.starts_on + timedelta(weeks=constitution.first_loans_after_weeks)
    last_on = constitution.ends_on - timedelta(weeks=constitution.last_loans_before_weeks)
    if request.on < first_on:
        say("too_early", first_on=first_on)
    if request.on > last_on:
        say("too_late", last_on=last_on)
    if due_on > constitution.ends_on:
        say("due_after_the_end", due_on=due_on, ends_on=constitution.ends_on)
    return found


def loan_terms(constitution: Constitution, request: LoanRequest) -> Terms:
    """Return the terms of a loan of the group: the charge is a month's, on the loan or on what is still owed."""
    if constitution.charge_percent == 0:
        basis = RateBasis.NONE
    elif constitution.charge_basis is ChargeBasis.ORIGINAL:
        basis = RateBasis.FLAT_MONTH
    else:
        basis = RateBasis.DECLINING_MONTH
    return Terms(
        principal=request.amount,
        basis=basis,
        rate_percent=constitution.charge_percent,
        starts_on=request.on,
        count=request.months,
        every=Every(unit=Unit.MONTH),
        shape=request.shape,
    )


@dataclass(frozen=True, slots=True)
class GroupLoanPrice:
    """What a loan of the group costs by MFTransparency's two conventions, and its charge in money."""

    schedule: Schedule
    nominal_rate: Rate
    effective_rate: Rate

    @property
    def charge(self) -> Money:
        """All charges to the end."""
        return self.schedule.money(self.schedule.total_interest)

    def net_cost(self, profit: Money) -> Money:
        """Return the charge less the member's own share of the profit: a high charge flows back to savers."""
        check_currency(self.charge.currency, [("profit", profit)])
        return self.charge - profit

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps to the price, for the group's secretary."""
        terms = self.schedule.terms
        first = self.schedule.rows[0]
        return (
            step(
                f"lending.sheet.charge.{terms.basis}",
                SOURCE,
                principal=terms.principal,
                percent=percent(terms.rate_percent / 100),
                months=len(self.schedule.rows),
                charge=self.charge,
            ),
            step("lending.sheet.first", SOURCE, payment=self.schedule.money(first.payment), on=first.due_on),
            step(
                "lending.sheet.rates",
                "Responsible finance 2.1",
                nominal=self.nominal_rate.percent(1),
                effective=self.effective_rate.percent(1),
            ),
        )


def loan_price(terms: Terms) -> GroupLoanPrice:
    """Return what a loan of the group costs.  Raises BadTerms and its kinds."""
    made = schedule(terms)
    if terms.every != Every(unit=Unit.MONTH):
        raise BadTerms("every", terms.every, "a loan of the group is paid back month by month")
    one = irr([terms.principal.minor, *(-row.payment for row in made.rows)])
    return GroupLoanPrice(made, nominal(one, 12), effective(one, 12))

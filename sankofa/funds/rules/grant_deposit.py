"""A grant as deposit: when it may stand behind a loan, what is free again as the loan falls, what the loan then costs.

A statement of the value of tools and stock already delivered is open to everyone.  Blocking grant money that is not
delivered is only for the two early cases (innovative, or inserted in a local value chain), where the country allows it,
and after a talk of its own: "your grant can be lost".

Source: Knowledge Paper 1, 4.2.2 and 4.2.4; "Responsible finance" 4.6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sankofa.funds.rules.terms import BadFund, barrier, check_amounts, concern, first_do, note
from sankofa.instalments.errors import BadTerms, NothingReceived
from sankofa.instalments.fees import upfront_fees
from sankofa.instalments.rates import Flow, Rate, xirr
from sankofa.instalments.schedule import Schedule, schedule
from sankofa.instalments.terms import Terms
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day

SOURCE = "Responsible finance 4.6"


class Form(StrEnum):
    """In which form the grant stands behind the loan."""

    VALUE_STATEMENT = "value_statement"  # a paper on tools and stock that are already with the person
    LIEN = "lien"  # money of the grant that is blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What is asked for.  None is "not known".

    `early_case` says whether one of the two exceptions was granted by a committee, `country_allows_lien` whether the
    law lets a lender block a borrower's own deposit, `agreed_separately` whether the person said yes in a talk apart.
    """

    form: Form
    amount: Money
    is_delivered: bool | None
    early_case: bool | None = None
    country_allows_lien: bool | None = None
    agreed_separately: bool | None = None


def pledge_findings(pledge: Pledge) -> list[Finding]:
    """Return what speaks against a grant as deposit, and what the person must know.  A note alone stops nothing."""
    check_amounts(pledge.amount.currency, [("amount", pledge.amount)])
    found = [concern("deposit.can_be_lost", SOURCE, amount=pledge.amount)]
    if pledge.is_delivered is None:
        found.append(first_do("deposit.find_out.delivered", SOURCE))
    if pledge.form is Form.VALUE_STATEMENT:
        if pledge.is_delivered is False:
            found.append(barrier("deposit.nothing_delivered", SOURCE))
    else:
        if pledge.is_delivered:
            found.append(barrier("deposit.already_delivered", SOURCE))
        for code, answer in (("early_case", pledge.early_case), ("country", pledge.country_allows_lien)):
            if answer is None:
                found.append(first_do(f"deposit.find_out.{code}", SOURCE))
            elif not answer:
                found.append(barrier(f"deposit.no_{code}", SOURCE))
    if pledge.agreed_separately is None:
        found.append(first_do("deposit.ask_separately", SOURCE))
    elif not pledge.agreed_separately:
        found.append(barrier("deposit.not_agreed", SOURCE))
    return sorted(found, key=lambda finding: finding.weight)


@dataclass(frozen=True, slots=True)
class Lien:
    """Grant money that is blocked, and the steps in which it is set free.

    `steps` are pairs: when so much of the loan is paid back, so much of the lien is free (both shares of the whole).
    Without steps all is free with the last payment.
    """

    amount: Money
    steps: tuple[tuple[Fraction, Fraction], ...] = ()

    def __post_init__(self) -> None:
        check_amounts(self.amount.currency, [("lien", self.amount)])
        before = (Fraction(0), Fraction(0))
        for step in self.steps:
            if not (before[0] < step[0] <= 1 and before[1] <= step[1] <= 1):
                raise BadFund("steps", f"{step[0]} paid, {step[1]} free", "both rise from step to step, to 1 at most")
            before = step

    def blocked(self, principal: Money, balance: Money) -> Money:
        """Return what is still blocked when so much of the loan is still owed; nothing once it is paid back."""
        check_amounts(self.amount.currency, [("principal", principal), ("balance", balance)])
        if not principal or balance > principal:
            raise BadFund("balance", balance, f"it is from nothing to the loan of {principal}")
        if not balance:
            return Money.zero(self.amount.currency)
        paid_back = 1 - Fraction(balance.minor, principal.minor)
        free = max((share for needed, share in self.steps if paid_back >= needed), default=Fraction(0))
        return self.amount - self.amount.times(free, Rounding.UP)


@dataclass(frozen=True, slots=True)
class LienPrice:
    """What a loan costs whose borrower's own grant is blocked: `new_money` is all it brings."""

    schedule: Schedule
    lien: Lien
    new_money: Money
    releases: tuple[tuple[Day, Money], ...]
    rate: Rate

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps to the price."""
        lines = [
            note(
                "deposit.sheet.new_money",
                SOURCE,
                principal=self.schedule.terms.principal,
                lien=self.lien.amount,
                fees=self.schedule.terms.principal - self.lien.amount - self.new_money,
                new_money=self.new_money,
            )
        ]
        lines += [note("deposit.sheet.release", SOURCE, on=on, amount=amount) for on, amount in self.releases]
        return (*lines, note("deposit.sheet.rate", SOURCE, rate=self.rate.percent(2)))


def lien_price(terms: Terms, lien: Lien) -> LienPrice:
    """Return the dated effective rate of a loan with a lien: blocked money goes out, what is set free comes back.

    Raises NothingReceived when the lien and fees are no less than the loan, FundCurrencies, BadTerms.
    """
    check_amounts(terms.currency, [("lien", lien.amount)])
    if terms.tranches or terms.down_payment is not None:
        raise BadTerms("tranches", "parts", "a loan with a lien is handed out once")
    made = schedule(terms)
    new_money = terms.principal.minor - upfront_fees(terms, voluntary=False).paid - lien.amount.minor
    if new_money <= 0:
        raise NothingReceived(made.money(new_money))
    releases = _releases(made, lien)
    flows = [Flow(terms.starts_on, new_money)]
    flows += [Flow(row.due_on, -row.payment) for row in made.rows]
    flows += [Flow(on, amount.minor) for on, amount in releases]
    return LienPrice(made, lien, made.money(new_money), tuple(releases), xirr(flows))


def _releases(made: Schedule, lien: Lien) -> Sequence[tuple[Day, Money]]:
    principal = made.terms.principal
    held, releases = lien.amount, []
    for row in made.rows:
        left = min(lien.blocked(principal, min(made.money(row.balance), principal)), held)
        if left < held:
            releases.append((row.due_on, held - left))
        held = left
    return releases

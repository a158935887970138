"""The share-out: what every member gets when the cycle ends, so that the payouts add up to the pot exactly.

    pot            = cash of the loan fund, all costs paid (+ loans not paid back, where they are deducted)
    value          = pot / all shares
    gross of one   = shares x value              (or by the rule the group chose)
    paid           = gross - loan not paid back, rounded to coins by the named rule

The social fund is never shared out.  Source: "Responsible finance" 5.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sankofa.instalments.errors import OutOfOrder
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, total
from sankofa.kernel.periods import Day
from sankofa.kernel.share import Share
from sankofa.savings.rules.constitution import (
    BadGroup,
    BeyondShares,
    RoundingRule,
    ShareOutRule,
    ShareOutTerms,
    UnpaidLoans,
    check_currency,
    check_members,
)
from sankofa.savings.rules.worked import in_units, percent, step

SOURCE = "Responsible finance 5.3"


class LoansNotPaidBack(BadGroup):
    """Loans are still out, and the group's rule is that all are paid back before the share-out."""

    def __init__(self, members: Sequence[int], owed: Money) -> None:
        names = ", ".join(str(number) for number in members)
        right = "all loans are paid back first, or unpaid_loans says deduct"
        super().__init__("members.unpaid_loan", owed, right)
        self.members = tuple(members)
        self.owed = owed
        self._names = names

    def __str__(self) -> str:
        return f"{self.field}: {self.owed} is not paid back (member {self._names}); {self.right}."


class LoanBeyondShare(BadGroup):
    """A member owes more than the member's share of the pot, and the group has not said who bears it."""

    def __init__(self, member: int, unpaid: Money, gross: Money) -> None:
        super().__init__("members.unpaid_loan", unpaid, "the group decides first; beyond_shares may say shared_loss")
        self.member = member
        self.unpaid = unpaid
        self.gross = gross

    def __str__(self) -> str:
        return f"{self.field}: member {self.member} owes {self.unpaid} and has a share of {self.gross}; {self.right}."


class CashDiffers(BadGroup):
    """What was counted is not what the books say, and nobody signed for the difference."""

    def __init__(self, counted: Money, computed: Money) -> None:
        super().__init__("cash", counted, "count again, or put in the difference with a reason and who signed for it")
        self.counted = counted
        self.computed = computed

    def __str__(self) -> str:
        return f"{self.field}: {self.counted} was counted and the books say {self.computed}; {self.right}."


class NothingToShareOut(BadGroup):
    """There is no pot, or nobody has a share in it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one member brings to the share-out.  `charges_paid`: on loans, needed where they go back to the payer."""

    member: int
    shares: int
    unpaid: Money
    name: str = ""
    charges_paid: Money | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An income or a cost of the cycle: from where or for what, and how much.

    `known` names what every group has, so that it is told in the reader's language: charges, fines, lost_loans.
    """

    what: str
    amount: Money
    known: str = ""


@dataclass(frozen=True, slots=True)
class SignedDifference:
    """Money too much (above zero) or missing (below), with the reason and who signed for it."""

    amount: Money
    reason: str
    signed_by: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.signed_by:
            raise BadGroup("difference", self.amount, "it needs a reason and at least one name of who signed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """The books of a cycle at its end.

    `income` is None where nobody listed it by source: then only the counted cash tells the profit, and that is said.
    `cash` is the loan fund as counted, after all costs were paid.
    """

    share_price: Money
    holdings: tuple[Holding, ...]
    terms: ShareOutTerms
    income: tuple[Line, ...] | None = None
    costs: tuple[Line, ...] = ()
    brought_forward: Money | None = None
    cash: Money | None = None
    difference: SignedDifference | None = None
    social_fund: Money | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    on: Day | None = None

    def __post_init__(self) -> None:
        check_members([holding.member for holding in self.holdings])
        for name, amount in self._amounts():
            check_currency(self.currency, [(name, amount)])
            if amount.minor < 0:
                raise BadGroup(name, amount, "an amount is zero or more")
        for holding in self.holdings:
            if holding.shares < 0:
                raise BadGroup(f"members.{holding.member}.shares", holding.shares, "shares are zero or more")
        if not self.shares or self.share_price.minor <= 0:
            raise NothingToShareOut("members.shares", 0, "somebody must hold a share, and a share has a price")
        days = [day for day in (self.starts_on, self.ends_on) if day is not None]
        if len(days) == 2 and days[1] <= days[0]:
            raise OutOfOrder("ends_on", days[0], days[1])
        if self.on is not None and self.starts_on is not None and self.on <= self.starts_on:
            raise OutOfOrder("on", self.starts_on, self.on)

    def _amounts(self) -> list[tuple[str, Money]]:
        named = [("share_price", self.share_price), ("unit", self.terms.unit)]
        named += [(f"income.{line.what}", line.amount) for line in self.income or ()]
        named += [(f"costs.{line.what}", line.amount) for line in self.costs]
        for name, amount in (("cash", self.cash), ("social_fund", self.social_fund)):
            named += [] if amount is None else [(name, amount)]
        named += [] if self.brought_forward is None else [("brought_forward", self.brought_forward)]
        for holding in self.holdings:
            named.append((f"members.{holding.member}.unpaid_loan", holding.unpaid))
            if holding.charges_paid is not None:
                named.append((f"members.{holding.member}.charges_paid", holding.charges_paid))
        return named

    @property
    def currency(self) -> str:
        """The one currency of the box."""
        return self.share_price.currency

    @property
    def shares(self) -> int:
        """All shares of all members."""
        return sum(holding.shares for holding in self.holdings)

    @property
    def savings(self) -> Money:
        """What all members paid for their shares."""
        return self.share_price * self.shares

    @property
    def unpaid(self) -> Money:
        """What is lent and not paid back."""
        return total((holding.unpaid for holding in self.holdings), self.currency)

    @property
    def weeks(self) -> int | None:
        """The length of the cycle in whole weeks, None where its days are not known."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return (self.ends_on - self.starts_on).days // 7


@dataclass(frozen=True, slots=True)
class Payout:
    """What one member gets: savings and profit as gross, less the unpaid loan, in coins.

    `exact` is the gross before rounding, in minor units.  `borne` is what of the member's loan the others bear.
    """

    holding: Holding
    savings: Money
    exact: Fraction
    paid: Money
    borne: Money

    @property
    def gain(self) -> Money:
        """What the member gets beyond the savings, before the unpaid loan is taken off."""
        return self.paid + self.holding.unpaid - self.borne - self.savings


@dataclass(frozen=True, slots=True)
class ShareOut:
    """What everyone gets.  Payouts and what rounding leaves add up to the cash of the pot."""

    cycle: Cycle
    cash: Money
    pot: Money
    payouts: tuple[Payout, ...]
    leftover: Money
    findings: tuple[Finding, ...] = field(default=())

    @property
    def profit(self) -> Money:
        """What the cycle earned beyond the savings; below zero for a loss."""
        return self.pot - self.cycle.savings

    @property
    def value(self) -> Fraction:
        """What a share is worth, exactly, in minor units."""
        return Fraction(self.pot.minor, self.cycle.shares)

    @property
    def floor_value(self) -> Money:
        """What a share is worth, rounded down to the smallest coin."""
        unit = self.cycle.terms.unit.minor
        return Money(self.value // unit * unit, self.cycle.currency)

    @property
    def profit_rate(self) -> Share:
        """The profit of the cycle as a share of the savings, not made yearly."""
        return Share.of(self.profit, self.cycle.savings)

    @property
    def paid(self) -> Money:
        """The sum of all payouts."""
        return total((payout.paid for payout in self.payouts), self.cycle.currency)

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps from the books to the payouts, in order, for the group's secretary."""
        return tuple(_steps(self))


def shares_for(offered: Money, share_price: Money, most: int) -> tuple[int, Money]:
    """Return how many whole shares an amount buys, and what is left over (given back, or to the social fund)."""
    check_currency(share_price.currency, [("offered", offered)])
    shares = min(offered.minor // share_price.minor, most)
    return shares, offered - share_price * shares


def share_out(cycle: Cycle) -> ShareOut:
    """Return what every member gets, by the rule the group chose.

    Raises LoansNotPaidBack, LoanBeyondShare, CashDiffers, NothingToShareOut and other kinds of BadGroup.
    """
    cash = _cash(cycle)
    if cycle.unpaid and cycle.terms.unpaid_loans is UnpaidLoans.REFUSE:
        owing = [holding.member for holding in cycle.holdings if holding.unpaid]
        raise LoansNotPaidBack(owing, cycle.unpaid)
    pot = cash + cycle.unpaid
    if pot.minor <= 0:
        raise NothingToShareOut("cash", pot, "the costs must leave something in the box")
    exact, beyond = _settled(cycle, pot)
    paid = _in_coins(cycle, exact, beyond, cash)
    payouts = []
    for holding in cycle.holdings:
        covered = Money(int(exact[holding.member]), cycle.currency)
        borne = holding.unpaid - covered if holding.member in beyond else Money.zero(cycle.currency)
        savings = cycle.share_price * holding.shares
        payouts.append(Payout(holding, savings, exact[holding.member], paid[holding.member], borne))
    leftover = cash - total((payout.paid for payout in payouts), cycle.currency)
    return ShareOut(cycle, cash, pot, tuple(payouts), leftover, tuple(_findings(cycle, pot, payouts, cash)))


def _cash(cycle: Cycle) -> Money:
    """The cash that can be shared: counted, and checked against the books as far as these are known."""
    if cycle.income is None:
        if cycle.cash is None:
            raise NothingToShareOut("cash", None, "the counted cash of the loan fund, or the income by source")
        return cycle.cash
    computed = _by_books(cycle)
    if cycle.difference is not None:
        check_currency(cycle.currency, [("difference", cycle.difference.amount)])
        computed += cycle.difference.amount
    if cycle.cash is not None and cycle.cash != computed:
        raise CashDiffers(cycle.cash, computed)
    return computed


def _by_books(cycle: Cycle) -> Money:
    """Savings and income, less costs and what is lent out."""
    zero = Money.zero(cycle.currency)
    income = total((line.amount for line in cycle.income or ()), cycle.currency)
    costs = total((line.amount for line in cycle.costs), cycle.currency)
    return cycle.savings + (cycle.brought_forward or zero) + income - costs - cycle.unpaid


def _claims(cycle: Cycle, holdings: Sequence[Holding], pot: Fraction) -> dict[int, Fraction]:
    """What the rule gives to each of these members, exactly, in minor units; the claims add up to the pot."""
    price = cycle.share_price.minor
    shares = sum(holding.shares for holding in holdings)
    profit = pot - price * shares
    rule = cycle.terms.rule
    if rule is ShareOutRule.PRO_RATA_SHARES or profit < 0:
        # A loss falls on shares whatever the rule for profit: savings are what was put at risk.
        return {holding.member: pot * holding.shares / shares if shares else Fraction(0) for holding in holdings}
    back = {holding.member: Fraction(price * holding.shares) for holding in holdings}
    own = dict.fromkeys(back, Fraction(0))
    equally = Fraction(0)
    match rule:
        case ShareOutRule.FLAT_PROFIT:
            equally = profit
        case ShareOutRule.HYBRID:
            equally = profit * (cycle.terms.flat_part or 0)
        case ShareOutRule.RETURN_INTEREST:
            own = {holding.member: Fraction(_charges(holding)) for holding in holdings}
    by_shares = profit - equally - sum(own.values())
    claims = {
        holding.member: back[holding.member]
        + own[holding.member]
        + equally / len(holdings)
        + by_shares * holding.shares / shares
        for holding in holdings
    }
    for member, claim in claims.items():
        if claim < 0:
            right = "charges of all members together cannot be so far above the profit that a member's savings are gone"
            raise BadGroup(f"members.{member}.charges_paid", own[member], right)
    return claims


def _charges(holding: Holding) -> int:
    if holding.charges_paid is None:
        right = "where loan charges go back to the payer, what every member paid must be known (0 where nothing)"
        raise BadGroup(f"members.{holding.member}.charges_paid", "unknown", right)
    return holding.charges_paid.minor


def _settled(cycle: Cycle, pot: Money) -> tuple[dict[int, Fraction], frozenset[int]]:
    """The gross of every member, and who owes more than that.

    Who owes more gets nothing; the others share the cash and what they owe themselves.  That lowers a share's value,
    so another member may fall below: it is done again until nobody does.
    """
    whole = Fraction(pot.minor)
    taking = list(cycle.holdings)
    while True:
        claims = _claims(cycle, taking, whole)
        fallen = [holding for holding in taking if claims[holding.member] < holding.unpaid.minor]
        if not fallen:
            break
        if cycle.terms.beyond_shares is BeyondShares.REFUSE:
            first = fallen[0]
            raise LoanBeyondShare(first.member, first.unpaid, Money(int(claims[first.member]), cycle.currency))
        whole -= sum(holding.unpaid.minor for holding in fallen)
        taking = [holding for holding in taking if holding not in fallen]
        if not taking or sum(holding.shares for holding in taking) == 0:
            raise NothingToShareOut("members.unpaid_loan", cycle.unpaid, "somebody's share must be above their loan")
    beyond = frozenset(holding.member for holding in cycle.holdings) - claims.keys()
    value = whole / sum(holding.shares for holding in taking)
    covered = {
        holding.member: min(value * holding.shares, Fraction(holding.unpaid.minor))
        for holding in cycle.holdings
        if holding.member in beyond
    }
    return claims | covered, beyond


def _in_coins(cycle: Cycle, exact: Mapping[int, Fraction], beyond: frozenset[int], cash: Money) -> dict[int, Money]:
    """The payouts in whole coins, rounded by the group's rule."""
    unit = cycle.terms.unit.minor
    taking = [holding for holding in cycle.holdings if holding.member not in beyond]
    nets = {holding.member: exact[holding.member] - holding.unpaid.minor for holding in taking}
    if cycle.terms.rounding is RoundingRule.FLOOR:
        if cycle.terms.rule is ShareOutRule.PRO_RATA_SHARES and not cycle.unpaid:
            value = Fraction(cash.minor, cycle.shares) // unit * unit
            coins = {holding.member: holding.shares * value // unit for holding in taking}
        else:
            coins = {member: net // unit for member, net in nets.items()}
    else:
        coins = {member: net // unit for member, net in nets.items()}
        left = cash.minor // unit - sum(coins.values())
        by_fraction = sorted(taking, key=lambda one: (-(nets[one.member] % unit), -one.shares, one.member))
        for holding in by_fraction[:left]:
            coins[holding.member] += 1
    return {holding.member: Money(coins.get(holding.member, 0) * unit, cycle.currency) for holding in cycle.holdings}


def _findings(cycle: Cycle, pot: Money, payouts: Sequence[Payout], cash: Money) -> list[Finding]:
    """What must be said beside the amounts."""
    found = []

    def say(code: str, weight: Weight = Weight.CONCERN, **facts: Fact) -> None:
        found.append(Finding(f"shareout.{code}", weight, SOURCE, **facts))

    if cycle.income is None:
        costs = total((line.amount for line in cycle.costs), cycle.currency)
        unexplained = pot + costs - cycle.savings - (cycle.brought_forward or Money.zero(cycle.currency))
        if unexplained:
            say("income_not_listed", amount=unexplained)
    if cycle.cash is None:
        say("cash_not_counted", cash=cash)
    if cycle.difference is not None and cycle.difference.amount:
        code = "money_missing" if cycle.difference.amount.minor < 0 else "money_too_much"
        reason, by = cycle.difference.reason, cycle.difference.signed_by
        say(code, amount=abs(cycle.difference.amount), reason=reason, signed_by=by)
    if pot < cycle.savings:
        say("loss", amount=cycle.savings - pot)
        if cycle.terms.rule is not ShareOutRule.PRO_RATA_SHARES:
            say("loss_by_shares", Weight.NOTE)
    for payout in payouts:
        if payout.borne:
            say("loan_beyond_share", number=payout.holding.member, amount=payout.borne)
    if cycle.on is not None and cycle.ends_on is not None and cycle.on < cycle.ends_on:
        say("before_the_end", on=cycle.on, ends_on=cycle.ends_on)
    return found


def _steps(made: ShareOut) -> list[Finding]:
    cycle, currency = made.cycle, made.cycle.currency
    lines = []

    def say(code: str, **facts: Fact) -> None:
        lines.append(step(f"shareout.sheet.{code}", SOURCE, **facts))

    say("savings", shares=cycle.shares, price=cycle.share_price, savings=cycle.savings)
    if cycle.brought_forward:
        say("brought_forward", amount=cycle.brought_forward)
    for sort, entries in (("income", cycle.income or ()), ("cost", cycle.costs)):
        for line in entries:
            if line.known:
                say(f"known.{line.known}", amount=line.amount)
            else:
                say(sort, what=line.what, amount=line.amount)
    if cycle.difference is not None:
        say("difference", amount=cycle.difference.amount)
    if cycle.unpaid:
        say("unpaid", cash=made.cash, unpaid=cycle.unpaid, pot=made.pot)
    say("pot", pot=made.pot)
    if cycle.terms.rule is ShareOutRule.PRO_RATA_SHARES or made.profit.minor < 0:
        say("value", pot=made.pot, shares=cycle.shares, value=in_units(made.value, currency, 3))
    else:
        say("profit", pot=made.pot, savings=cycle.savings, profit=made.profit)
        say(f"rule.{cycle.terms.rule}", **_rule_facts(made))
    per_share = cycle.terms.rule is ShareOutRule.PRO_RATA_SHARES and not cycle.unpaid
    if cycle.terms.rounding is RoundingRule.FLOOR and per_share:
        say("floor_per_share", value=made.floor_value, unit=cycle.terms.unit)
    else:
        say(f"rounding.{cycle.terms.rounding}", unit=cycle.terms.unit)
    for payout in made.payouts:
        code = "owing_member" if payout.holding.unpaid else "member"
        say(
            code,
            number=payout.holding.member,
            shares=payout.holding.shares,
            exact=in_units(payout.exact, currency),
            unpaid=payout.holding.unpaid,
            paid=payout.paid,
        )
    say("check", paid=made.paid, leftover=made.leftover, cash=made.cash)
    if made.leftover:
        say(f"leftover.{cycle.terms.leftover_to}", leftover=made.leftover)
    if cycle.social_fund is not None:
        say("social_fund", amount=cycle.social_fund)
    say("return", profit=made.profit, savings=cycle.savings, percent=percent(made.profit_rate.fraction))
    return lines


def _rule_facts(made: ShareOut) -> dict[str, Fact]:
    cycle = made.cycle
    count = len(cycle.holdings)
    match cycle.terms.rule:
        case ShareOutRule.HYBRID:
            part = cycle.terms.flat_part or Fraction(0)
            return {"profit": made.profit, "percent": percent(part), "count": count}
        case ShareOutRule.RETURN_INTEREST:
            charges = Money(sum(_charges(holding) for holding in cycle.holdings), cycle.currency)
            return {"charges": charges, "rest": made.profit - charges}
    each = in_units(Fraction(made.profit.minor, count), cycle.currency)
    return {"profit": made.profit, "count": count, "each": each}

"""The constitution of a savings group: what its members agreed before they began, and what is usual.

Source: "Responsible finance" 5.1 (the published rules of village savings and loan associations and of savings and
internal lending communities) and 5.3.  Every number here is the group's own; the defaults are the usual ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from sankofa.instalments.due_dates import Every, Unit
from sankofa.instalments.errors import BadTerms, OutOfOrder
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money
from sankofa.kernel.periods import Day

SOURCE = "Responsible finance 5.1"


class BadGroup(BadTerms):
    """Something in a group's papers cannot be as it stands."""


class GroupTooSmall(BadGroup):
    """A group of one is no group: there is nobody to save with."""

    def __init__(self, count: int) -> None:
        super().__init__("members", count, "a group has two members or more")
        self.count = count

    def __str__(self) -> str:
        return f"{self.field}: a group of {self.count} cannot be; {self.right}."


class MixedCurrencies(BadGroup):
    """An amount in another currency than the books."""

    def __init__(self, field: str, group: str, other: str) -> None:
        super().__init__(field, other, f"every amount is in one currency, here {group}")
        self.group = group
        self.other = other

    def __str__(self) -> str:
        return f"{self.field}: an amount in {self.other} in books that are kept in {self.group}; {self.right}."


class ChargeBasis(StrEnum):
    """What the monthly charge of a loan is a share of."""

    ORIGINAL = "original"  # of the whole loan, to the end
    DECLINING = "declining"  # of what is still owed


class ShareOutRule(StrEnum):
    """How the profit of a cycle is shared.  Groups choose on purpose; none of these is a mistake."""

    PRO_RATA_SHARES = "pro_rata_shares"  # every share is worth the same
    FLAT_PROFIT = "flat_profit"  # savings back, and every member the same profit
    RETURN_INTEREST = "return_interest_to_payer"  # savings back, loan charges to who paid them, the rest by shares
    HYBRID = "hybrid"  # savings back, a part of the profit to every member alike, the rest by shares


class RoundingRule(StrEnum):
    """How exact shares of the pot become amounts that can be paid in coins."""

    LARGEST_REMAINDER = "largest_remainder"  # rounded down; coins left go one each to the largest fractions
    FLOOR = "floor"  # the value of a share rounded down (or every payout, where shares alone do not decide)


class LeftoverTo(StrEnum):
    """Where money goes that rounding leaves in the box."""

    SOCIAL_FUND = "social_fund"
    NEXT_CYCLE = "next_cycle"


class UnpaidLoans(StrEnum):
    """What happens at share-out with a loan that is not paid back."""

    REFUSE = "refuse"  # no share-out before all loans are paid: the usual rule
    DEDUCT = "deduct"  # taken from the member's own share


class BeyondShares(StrEnum):
    """What happens where a member's unpaid loan is more than the member's share."""

    REFUSE = "refuse"  # no share-out before the group has decided
    SHARED_LOSS = "shared_loss"  # the others bear what is missing, by their shares of the pot


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOutTerms:
    """How the group shares out.  `unit` is the smallest coin it pays in; `flat_part` belongs to the hybrid rule."""

    unit: Money
    rule: ShareOutRule = ShareOutRule.PRO_RATA_SHARES
    flat_part: Fraction | None = None
    rounding: RoundingRule = RoundingRule.LARGEST_REMAINDER
    leftover_to: LeftoverTo = LeftoverTo.SOCIAL_FUND
    unpaid_loans: UnpaidLoans = UnpaidLoans.REFUSE
    beyond_shares: BeyondShares = BeyondShares.REFUSE

    def __post_init__(self) -> None:
        if self.unit.minor < 1:
            raise BadGroup("unit", self.unit, "the smallest coin is more than nothing")
        if (self.rule is ShareOutRule.HYBRID) != (self.flat_part is not None):
            right = "the part of the profit shared equally belongs to the rule hybrid, and to it alone"
            raise BadGroup("flat_percent", self.flat_part, right)
        if self.flat_part is not None and not 0 <= self.flat_part <= 1:
            raise BadGroup("flat_percent", self.flat_part * 100, "it is from 0 to 100 percent of the profit")


@dataclass(frozen=True, slots=True)
class Fine:
    """A fine the group agreed: for what, and how much."""

    what: str
    amount: Money


class Office(StrEnum):
    """What a member does for the group.  The five officers are the committee; keys are held by others."""

    CHAIR = "chair"
    RECORD_KEEPER = "record_keeper"
    BOX_KEEPER = "box_keeper"
    MONEY_COUNTER = "money_counter"
    KEY_HOLDER = "key_holder"


_COMMITTEE = frozenset(Office) - {Office.KEY_HOLDER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member by the number of the passbook.  What is not known stays None: it is neither yes nor no."""

    number: int
    name: str = ""
    is_woman: bool | None = None
    is_returnee: bool | None = None
    is_poorest_quartile: bool | None = None
    offices: frozenset[Office] = frozenset()
    joined_on: Day | None = None
    left_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constitution:
    """What the group agreed: shares, meetings, loans, fines, share-out.

    A share costs the same for the whole cycle.  The charge of a loan is in percent a month; three months
    are the usual twelve meetings.  Weeks count from the first day of the cycle and back from its last.
    """

    share_price: Money
    starts_on: Day
    ends_on: Day
    shareout: ShareOutTerms
    every: Every = field(default_factory=lambda: Every(unit=Unit.WEEK))
    shares_least: int = 1
    shares_most: int = 5
    social_contribution: Money | None = None
    loan_multiple: Fraction = Fraction(3)
    loan_months_most: int = 3
    charge_percent: Fraction = Fraction(0)
    charge_basis: ChargeBasis = ChargeBasis.ORIGINAL
    first_loans_after_weeks: int = 12
    last_loans_before_weeks: int = 4
    fines: tuple[Fine, ...] = ()

    def __post_init__(self) -> None:
        if self.share_price.minor <= 0:
            raise BadGroup("share_price", self.share_price, "a share costs more than nothing")
        if self.ends_on <= self.starts_on:
            raise OutOfOrder("ends_on", self.starts_on, self.ends_on)
        if not 0 <= self.shares_least <= self.shares_most or self.shares_most < 1:
            raise BadGroup("shares_most", self.shares_most, "it is one or more, and not below the least")
        if self.charge_percent < 0:
            raise BadGroup("charge_percent", self.charge_percent, "a charge is zero or more")
        contribution = () if self.social_contribution is None else (self.social_contribution,)
        amounts = [("unit", self.shareout.unit), *(("social_contribution", amount) for amount in contribution)]
        check_currency(self.currency, [*amounts, *((f"fines.{fine.what}", fine.amount) for fine in self.fines)])

    @property
    def currency(self) -> str:
        """The one currency of the box."""
        return self.share_price.currency

    @property
    def weeks(self) -> int:
        """The length of the cycle in whole weeks."""
        return (self.ends_on - self.starts_on).days // 7


def check_currency(currency: str, amounts: Iterable[tuple[str, Money]]) -> None:
    """Raise MixedCurrencies when an amount, given with the name of its field, is in another currency."""
    for name, amount in amounts:
        if amount.currency != currency:
            raise MixedCurrencies(name, currency, amount.currency)


def check_members(numbers: Sequence[int]) -> None:
    """Raise GroupTooSmall for a group of one or none, and BadGroup when a number stands there twice."""
    if len(numbers) < 2:
        raise GroupTooSmall(len(numbers))
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            raise BadGroup("members", f"number {number}, twice,", "every member has a number of their own")


def make_up(constitution: Constitution, members: Sequence[Member]) -> list[Finding]:
    """Return what is unusual about a group's size, officers, keys and cycle.  Nothing here forbids anything."""
    check_members([member.number for member in members])
    here = [member for member in members if member.left_on is None]
    found = []

    def say(code: str, **facts: int) -> None:
        found.append(Finding(f"make_up.{code}", Weight.CONCERN, SOURCE, **facts))

    if not 10 <= len(here) <= 30:
        say("size", count=len(here), least=10, most=30)
    committee = [member for member in here if member.offices & _COMMITTEE]
    if len(committee) != 5:
        say("committee", count=len(committee), usual=5)
    holders = [member for member in here if Office.KEY_HOLDER in member.offices]
    if len(holders) != 3:
        say("keys", count=len(holders), usual=3)
    for member in holders:
        if member.offices & _COMMITTEE:
            say("key_in_committee", number=member.number)
    women = sum(member.is_woman is True for member in committee)
    if len(committee) == 5 and women < 3:
        say("women_officers", count=women, usual=3)
    months = Fraction((constitution.ends_on - constitution.starts_on).days * 12, 365)
    if not 8 <= round(months) <= 12:
        say("cycle", weeks=constitution.weeks)
    return found

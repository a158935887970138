"""The standing of a group: shares, loans and balances, as a function of its meetings and of nothing else.

    savings + brought forward + earned so far = cash of the loan fund + loans outstanding

holds after every meeting.  Source: "Responsible finance" 5.1 and 5.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sankofa.instalments.errors import OutOfOrder
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, total
from sankofa.kernel.periods import Day, add_months
from sankofa.savings.rules.constitution import BadGroup, Constitution, Member, check_members
from sankofa.savings.rules.meeting import Balances, Closing, Entry, Fund, Kind, Meeting, closing
from sankofa.savings.rules.shareout import Cycle, Holding, Line, SignedDifference

SOURCE = "Responsible finance 5.1"


class NotAMember(BadGroup):
    """An entry stands in a passbook that nobody holds."""

    def __init__(self, meeting: int, member: int | None) -> None:
        super().__init__(f"meeting {meeting}, member", member, "it is the number of a member of the group")
        self.meeting = meeting
        self.member = member


class NotWholeShares(BadGroup):
    """An amount that buys no whole number of shares."""

    def __init__(self, meeting: int, member: int, amount: Money, price: Money) -> None:
        super().__init__(f"meeting {meeting}, shares of member {member}", amount, f"a share costs {price}")
        self.meeting = meeting
        self.member = member


class MoreThanThere(BadGroup):
    """More is paid back, given up or sold than the member owes or holds."""

    def __init__(self, meeting: int, kind: Kind, member: int, amount: Money, there: Money) -> None:
        super().__init__(f"meeting {meeting}, {kind} of member {member}", amount, f"it is {there} at most")
        self.meeting = meeting
        self.kind = kind
        self.member = member
        self.there = there


@dataclass(frozen=True, slots=True)
class Account:
    """One passbook: shares held, loan outstanding, charges paid on loans, and since when the loan runs."""

    shares: int
    owed: Money
    charges_paid: Money
    lent_on: Day | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a group stands after its meetings."""

    constitution: Constitution
    members: tuple[Member, ...]
    opening: Balances
    closings: tuple[Closing, ...]
    accounts: Mapping[int, Account]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def currency(self) -> str:
        """The one currency of the box."""
        return self.constitution.currency

    @property
    def balances(self) -> Balances:
        """What lies in the two purses after the last meeting."""
        return self.closings[-1].after if self.closings else self.opening

    @property
    def shares(self) -> int:
        """All shares of all members."""
        return sum(account.shares for account in self.accounts.values())

    @property
    def savings(self) -> Money:
        """What all members hold in shares, at the price of a share."""
        return self.constitution.share_price * self.shares

    @property
    def loans_outstanding(self) -> Money:
        """What is lent out and not paid back."""
        return total((account.owed for account in self.accounts.values()), self.currency)

    def of_kind(self, *kinds: Kind) -> Money:
        """Return the sum of all entries of some kinds."""
        return total((closed.total(kind) for closed in self.closings for kind in kinds), self.currency)

    @property
    def differences(self) -> Money:
        """Money too much (above zero) or missing (below) in the loan fund, signed for at the meetings."""
        signed = (closed.meeting.differences.get(Fund.LOAN) for closed in self.closings)
        return total((difference.amount for difference in signed if difference is not None), self.currency)

    @property
    def earned(self) -> Money:
        """What the loan fund earned so far: charges, fines and other income, less costs, lost loans and differences."""
        income = self.of_kind(Kind.CHARGE, Kind.FINE, Kind.OTHER_INCOME)
        return income - self.of_kind(Kind.COST, Kind.LOAN_WRITTEN_OFF) + self.differences

    @property
    def is_balanced(self) -> bool:
        """Whether savings and earnings are exactly what lies in the loan fund and is lent out."""
        ours = self.savings + self.opening.loan_fund + self.earned
        return ours == self.balances.loan_fund + self.loans_outstanding

    def cycle(self, on: Day) -> Cycle:
        """Return the books of the cycle for the share-out, with the income by source."""
        constitution = self.constitution
        income = [
            Line("loan charges", self.of_kind(Kind.CHARGE), "charges"),
            Line("fines", self.of_kind(Kind.FINE), "fines"),
            *self._named(Kind.OTHER_INCOME),
        ]
        costs = [*self._named(Kind.COST), Line("lost loans", self.of_kind(Kind.LOAN_WRITTEN_OFF), "lost_loans")]
        return Cycle(
            share_price=constitution.share_price,
            holdings=tuple(
                Holding(member.number, account.shares, account.owed, member.name, account.charges_paid)
                for member, account in ((member, self.accounts[member.number]) for member in self.members)
                if member.left_on is None or account.shares or account.owed
            ),
            terms=constitution.shareout,
            income=tuple(line for line in income if line.amount),
            costs=tuple(line for line in costs if line.amount),
            brought_forward=self.opening.loan_fund,
            cash=self.balances.loan_fund,
            difference=self._signed(),
            social_fund=self.balances.social_fund,
            starts_on=constitution.starts_on,
            ends_on=constitution.ends_on,
            on=on,
        )

    def _named(self, kind: Kind) -> list[Line]:
        sums: dict[str, Money] = {}
        for closed in self.closings:
            for entry in closed.meeting.entries:
                if entry.kind is kind:
                    sums[entry.what] = sums.get(entry.what, Money.zero(self.currency)) + entry.amount
        return [Line(what, amount) for what, amount in sums.items()]

    def _signed(self) -> SignedDifference | None:
        signed = [closed.meeting.differences.get(Fund.LOAN) for closed in self.closings]
        lines = [difference for difference in signed if difference is not None]
        if not lines:
            return None
        names = tuple(dict.fromkeys(name for line in lines for name in line.signed_by))
        return SignedDifference(self.differences, "; ".join(line.reason for line in lines), names)


def standing(
    constitution: Constitution,
    members: Sequence[Member],
    meetings: Sequence[Meeting],
    opening: Balances | None = None,
) -> Standing:
    """Return where a group stands after these meetings.

    Rules of the group that were not kept are findings, for what happened has happened.  Raises what `closing` raises,
    OutOfOrder, NotAMember, NotWholeShares, MoreThanThere and GroupTooSmall.
    """
    check_members([member.number for member in members])
    zero = Money.zero(constitution.currency)
    before = opening or Balances.nothing(constitution.currency)
    first = before
    accounts = {member.number: Account(0, zero, zero) for member in members}
    closings: list[Closing] = []
    found: list[Finding] = []
    previous: Meeting | None = None
    for meeting in meetings:
        _check_order(constitution, previous, meeting)
        closed = closing(meeting, before)
        for entry in meeting.entries:
            _post(constitution, accounts, meeting, entry)
        found += [*closed.findings, *_broken(constitution, accounts, meeting)]
        closings.append(closed)
        before, previous = closed.after, meeting
    made = Standing(constitution, tuple(members), first, tuple(closings), MappingProxyType(accounts), tuple(found))
    assert made.is_balanced, "every entry moves both sides alike"
    return made


def _check_order(constitution: Constitution, previous: Meeting | None, meeting: Meeting) -> None:
    if meeting.on < constitution.starts_on:
        raise OutOfOrder(f"meeting {meeting.number}, on", constitution.starts_on, meeting.on)
    if previous is not None and meeting.on <= previous.on:
        raise OutOfOrder(f"meeting {meeting.number}, on", previous.on, meeting.on)


def _post(constitution: Constitution, accounts: dict[int, Account], meeting: Meeting, entry: Entry) -> None:
    """Write one entry into its passbook."""
    if entry.member is None:
        return
    if entry.member not in accounts:
        raise NotAMember(meeting.number, entry.member)
    account, amount = accounts[entry.member], entry.amount
    shares, owed, charges, lent_on = account.shares, account.owed, account.charges_paid, account.lent_on
    match entry.kind:
        case Kind.SHARES | Kind.SHARES_SOLD_BACK:
            bought, rest = divmod(amount.minor, constitution.share_price.minor)
            if rest:
                raise NotWholeShares(meeting.number, entry.member, amount, constitution.share_price)
            shares += bought if entry.kind is Kind.SHARES else -bought
            if shares < 0:
                held = constitution.share_price * account.shares
                raise MoreThanThere(meeting.number, entry.kind, entry.member, amount, held)
        case Kind.LOAN:
            owed, lent_on = owed + amount, lent_on or meeting.on
        case Kind.PRINCIPAL_REPAID | Kind.LOAN_WRITTEN_OFF:
            if amount > owed:
                raise MoreThanThere(meeting.number, entry.kind, entry.member, amount, owed)
            owed -= amount
            lent_on = lent_on if owed else None
        case Kind.CHARGE:
            charges += amount
    accounts[entry.member] = Account(shares, owed, charges, lent_on)


def _broken(constitution: Constitution, accounts: Mapping[int, Account], meeting: Meeting) -> list[Finding]:
    """Which rules of the group this meeting did not keep."""
    found: list[Finding] = []

    def say(code: str, **facts: Fact) -> None:
        found.append(Finding(f"standing.{code}", Weight.CONCERN, SOURCE, meeting=meeting.number, **facts))

    price = constitution.share_price.minor
    fines = {fine.what: fine.amount for fine in constitution.fines}
    bought = dict.fromkeys(sorted(meeting.present or ()), 0)
    for entry in meeting.entries:
        if entry.kind is Kind.SHARES and entry.member is not None:
            bought[entry.member] = bought.get(entry.member, 0) + entry.amount.minor // price
        if entry.kind is Kind.CONTRIBUTION and entry.member is not None:
            agreed = constitution.social_contribution
            if agreed is not None and entry.amount != agreed:
                say("other_contribution", number=entry.member, amount=entry.amount, agreed=agreed)
        if entry.kind is Kind.FINE and entry.member is not None and fines:
            agreed = fines.get(entry.what)
            if agreed is None:
                say("fine_not_agreed", number=entry.member, what=entry.what, amount=entry.amount)
            elif entry.amount != agreed:
                say("other_fine", number=entry.member, what=entry.what, amount=entry.amount, agreed=agreed)
    for number, count in bought.items():
        if count > constitution.shares_most:
            say("too_many_shares", number=number, count=count, most=constitution.shares_most)
        elif count < constitution.shares_least:
            say("too_few_shares", number=number, count=count, least=constitution.shares_least)
    late = [
        number
        for number, account in accounts.items()
        if account.lent_on is not None and meeting.on > add_months(account.lent_on, constitution.loan_months_most)
    ]
    for number in late:
        say("loan_too_long", number=number, owed=accounts[number].owed, months=constitution.loan_months_most)
    return found

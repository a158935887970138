"""A meeting: what goes into the box and comes out of it, in two funds, and the count at the end.

    loan fund    = before + shares + principal repaid + charges + fines + other income
                   - loans - costs - shares sold back
    social fund  = before + contributions + repaid - grants

A meeting whose count differs from the books cannot be closed without a line that says by how much, why, and who signed
for it.  The two balances are then learnt by heart and called out at the next meeting.

Source: "Responsible finance" 5.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, total
from sankofa.kernel.periods import Day
from sankofa.savings.rules.constitution import BadGroup, check_currency
from sankofa.savings.rules.shareout import SignedDifference
from sankofa.savings.rules.worked import step

SOURCE = "Responsible finance 5.2"


class Fund(StrEnum):
    """The two purses in the box; their money is never mixed."""

    LOAN = "loan_fund"
    SOCIAL = "social_fund"


class Kind(StrEnum):
    """What an entry is, in the order of a meeting."""

    FINE = "fine"
    CONTRIBUTION = "contribution"  # to the social fund
    SOCIAL_REPAID = "social_repaid"  # a help of the social fund that was to be given back
    GRANT = "grant"  # help of the social fund
    SHARES = "shares"
    SHARES_SOLD_BACK = "shares_sold_back"  # in hardship, at the price they were bought for
    PRINCIPAL_REPAID = "principal_repaid"
    CHARGE = "charge"  # of a loan
    OTHER_INCOME = "other_income"  # a gift, interest of a bank: named
    COST = "cost"  # stationery, a padlock: named
    LOAN = "loan"
    LOAN_WRITTEN_OFF = "loan_written_off"  # no money moves: the group gives up a loan


EFFECT: Mapping[Kind, tuple[Fund, int]] = {
    Kind.FINE: (Fund.LOAN, 1),
    Kind.CONTRIBUTION: (Fund.SOCIAL, 1),
    Kind.SOCIAL_REPAID: (Fund.SOCIAL, 1),
    Kind.GRANT: (Fund.SOCIAL, -1),
    Kind.SHARES: (Fund.LOAN, 1),
    Kind.SHARES_SOLD_BACK: (Fund.LOAN, -1),
    Kind.PRINCIPAL_REPAID: (Fund.LOAN, 1),
    Kind.CHARGE: (Fund.LOAN, 1),
    Kind.OTHER_INCOME: (Fund.LOAN, 1),
    Kind.COST: (Fund.LOAN, -1),
    Kind.LOAN: (Fund.LOAN, -1),
    Kind.LOAN_WRITTEN_OFF: (Fund.LOAN, 0),
}
"""Which purse an entry moves, and whether money comes in (1), goes out (-1) or stays where it is (0)."""

_OF_THE_GROUP = frozenset({Kind.OTHER_INCOME, Kind.COST})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a meeting's book: what, how much, whose passbook.  `what` names an income, a cost, a fine."""

    kind: Kind
    amount: Money
    member: int | None = None
    what: str = ""

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise BadGroup(f"entries.{self.kind}", self.amount, "it is more than nothing; its kind says in or out")
        if self.kind in _OF_THE_GROUP and not self.what.strip():
            raise BadGroup(f"entries.{self.kind}.what", "", "an income or a cost says from where or for what")
        if self.kind not in _OF_THE_GROUP and self.member is None:
            raise BadGroup(f"entries.{self.kind}.member", "none", "it says whose passbook it stands in")


@dataclass(frozen=True, slots=True)
class Balances:
    """What lies in the two purses."""

    loan_fund: Money
    social_fund: Money

    @classmethod
    def nothing(cls, currency: str) -> "Balances":
        """Return two empty purses: the day a group begins."""
        return cls(Money.zero(currency), Money.zero(currency))

    def of(self, fund: Fund) -> Money:
        """Return what lies in one purse."""
        return self.loan_fund if fund is Fund.LOAN else self.social_fund


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting as the secretary wrote it down.

    `recalled` is what the group remembered from the last meeting, None where nobody asked.  `counted` is the count at
    the end.  `present` is None where attendance was not taken.
    """

    number: int
    on: Day
    entries: tuple[Entry, ...]
    counted: Balances
    recalled: Balances | None = None
    present: frozenset[int] | None = None
    differences: Mapping[Fund, SignedDifference] = field(default_factory=dict)


class CountDiffers(BadGroup):
    """The box does not hold what the book says; the meeting stays open until somebody signs for the difference."""

    def __init__(self, meeting: int, fund: Fund, counted: Money, computed: Money, signed: Money) -> None:
        right = "count again, or add a line with the difference, the reason and who signed"
        super().__init__(f"meeting {meeting}, {fund}", counted, right)
        self.meeting = meeting
        self.fund = fund
        self.counted = counted
        self.computed = computed
        self.signed = signed

    def __str__(self) -> str:
        return f"{self.field}: {self.counted} was counted and the book says {self.computed}; {self.right}."


class PurseOverdrawn(BadGroup):
    """More was paid out of a purse than lay in it."""

    def __init__(self, meeting: int, fund: Fund, computed: Money) -> None:
        super().__init__(f"meeting {meeting}, {fund}", computed, "no more can be paid out than lies in the purse")
        self.meeting = meeting
        self.fund = fund
        self.computed = computed


@dataclass(frozen=True, slots=True)
class Closing:
    """A meeting that balances: how each purse came to what it holds."""

    meeting: Meeting
    before: Balances
    computed: Balances
    after: Balances
    findings: tuple[Finding, ...] = ()

    def total(self, kind: Kind) -> Money:
        """Return the sum of the entries of one kind."""
        currency = self.before.loan_fund.currency
        return total((entry.amount for entry in self.meeting.entries if entry.kind is kind), currency)

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps from the opening to the closing balances, in the order of the meeting."""
        lines = []
        for fund in (Fund.SOCIAL, Fund.LOAN):
            lines.append(_line(f"opening.{fund}", amount=self.before.of(fund)))
            for kind in Kind:
                if EFFECT[kind][0] is fund and (amount := self.total(kind)):
                    count = sum(entry.kind is kind for entry in self.meeting.entries)
                    lines.append(_line(f"entry.{kind}", amount=amount, count=count))
            if (signed := self.meeting.differences.get(fund)) is not None:
                by = signed.signed_by
                lines.append(_line("difference", amount=signed.amount, reason=signed.reason, signed_by=by))
            lines.append(_line(f"closing.{fund}", amount=self.after.of(fund)))
        return (*lines, _line("remember", loan_fund=self.after.loan_fund, social_fund=self.after.social_fund))


def closing(meeting: Meeting, before: Balances) -> Closing:
    """Return how a meeting closes, when its count is what the book says or the difference was signed for.

    Raises CountDiffers, PurseOverdrawn, MixedCurrencies.
    """
    currency = before.loan_fund.currency
    check_currency(currency, _amounts(meeting))
    computed = Balances(
        before.loan_fund + _change(meeting.entries, Fund.LOAN, currency),
        before.social_fund + _change(meeting.entries, Fund.SOCIAL, currency),
    )
    for fund in Fund:
        if computed.of(fund).minor < 0:
            raise PurseOverdrawn(meeting.number, fund, computed.of(fund))
        difference = meeting.differences.get(fund)
        signed = difference.amount if difference else Money.zero(currency)
        if meeting.counted.of(fund) != computed.of(fund) + signed:
            raise CountDiffers(meeting.number, fund, meeting.counted.of(fund), computed.of(fund), signed)
    return Closing(meeting, before, computed, meeting.counted, tuple(_findings(meeting, before)))


def _change(entries: Iterable[Entry], fund: Fund, currency: str) -> Money:
    moved = (entry.amount * EFFECT[entry.kind][1] for entry in entries if EFFECT[entry.kind][0] is fund)
    return total(moved, currency)


def _amounts(meeting: Meeting) -> Sequence[tuple[str, Money]]:
    field_of = f"meeting {meeting.number}"
    amounts = [(f"{field_of}, {entry.kind}", entry.amount) for entry in meeting.entries]
    amounts += [(f"{field_of}, counted.{fund}", meeting.counted.of(fund)) for fund in Fund]
    amounts += [(f"{field_of}, difference.{fund}", signed.amount) for fund, signed in meeting.differences.items()]
    return amounts


def _findings(meeting: Meeting, before: Balances) -> list[Finding]:
    found: list[Finding] = []

    def say(code: str, **facts: Fact) -> None:
        found.append(Finding(f"meeting.{code}", Weight.CONCERN, SOURCE, meeting=meeting.number, **facts))

    for fund in Fund:
        if meeting.recalled is not None and meeting.recalled.of(fund) != before.of(fund):
            say(f"recalled.{fund}", recalled=meeting.recalled.of(fund), book=before.of(fund))
        if (signed := meeting.differences.get(fund)) is not None and signed.amount:
            direction = "missing" if signed.amount.minor < 0 else "too_much"
            say(f"{direction}.{fund}", amount=abs(signed.amount), reason=signed.reason)
    if meeting.recalled is None:
        say("not_recalled")
    return found


def _line(code: str, **facts: Fact) -> Finding:
    return step(f"meeting.sheet.{code}", SOURCE, **facts)

"""Indicators of a savings group: the ratios that programmes compare groups by, each with its base.

A ratio whose base is not known or is zero is None: not known is not zero.  Source: "Responsible finance" 5.4 (the
names of the savings groups exchange, and what this project adds: returnees, the poorest quarter, women officers).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.share import Quantity, Share
from sankofa.savings.rules.constitution import BadGroup, Member
from sankofa.savings.rules.standing import Standing
from sankofa.savings.rules.worked import step

SOURCE = "Responsible finance 5.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """What is counted at the end of a quarter.  What nobody counted stays None."""

    members_at_start: int | None = None
    members: int
    left: int | None = None
    women: int | None = None
    returnees: int | None = None
    poorest_quartile: int | None = None
    officers: int | None = None
    women_officers: int | None = None
    attended: int | None = None
    could_attend: int | None = None
    borrowers: int | None = None
    loans_made: int | None = None
    lent: Money | None = None
    savings: Money
    profit: Money | None = None
    cash: Money | None = None
    loans_outstanding: Money | None = None
    loans_late: Money | None = None
    written_off: Money | None = None
    facilitation_cost: Money | None = None
    social_fund: Money | None = None
    weeks: int | None = None

    def __post_init__(self) -> None:
        if self.members < 1:
            raise BadGroup("members", self.members, "a group that is counted has members")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """The ratios of a group."""

    figures: GroupFigures
    membership_growth: Share | None
    drop_out: Share | None
    attendance: Share | None
    women: Share | None
    returnees: Share | None
    poorest_quartile: Share | None
    women_officers: Share | None
    with_loan: Share | None
    savings_per_member: Money | None
    profit_rate: Share | None
    yearly_return: Share | None
    return_on_assets: Share | None
    loans_outstanding: Share | None
    utilisation: Share | None
    late: Share | None
    written_off: Share | None
    average_loan: Money | None
    cost_per_member: Money | None

    def sheet(self) -> tuple[Finding, ...]:
        """Return the ratios that are known, and by name those that are not."""
        lines, unknown = [], []
        for name in _NAMES:
            value = getattr(self, name)
            if value is None:
                unknown.append(name)
            else:
                lines.append(step(f"indicators.{name}", SOURCE, value=value))
        if unknown:
            lines.append(step("indicators.not_known", SOURCE, count=len(unknown)))
        return tuple(lines)


_NAMES = (
    "membership_growth",
    "drop_out",
    "attendance",
    "women",
    "returnees",
    "poorest_quartile",
    "women_officers",
    "with_loan",
    "savings_per_member",
    "profit_rate",
    "yearly_return",
    "return_on_assets",
    "loans_outstanding",
    "utilisation",
    "late",
    "written_off",
    "average_loan",
    "cost_per_member",
)


def yearly_return(profit: Money, savings: Money, weeks: int) -> Share:
    """Return profit / savings x 52 / weeks.  Raises UnknownBase where nothing was saved, BadGroup for no weeks."""
    if weeks < 1:
        raise BadGroup("weeks", weeks, "a cycle lasts a week or more")
    return Share(Share.of(profit, savings).fraction * Fraction(52, weeks))


def indicators(figures: GroupFigures) -> Indicators:
    """Return the ratios of a group's figures; what cannot be known is None."""
    growth = None if figures.members_at_start is None else figures.members - figures.members_at_start
    assets = None
    if figures.cash is not None and figures.loans_outstanding is not None:
        assets = figures.cash + figures.loans_outstanding
    with_social = None if assets is None or figures.social_fund is None else assets + figures.social_fund
    by_year = None
    if figures.profit is not None and figures.weeks is not None and figures.savings:
        by_year = yearly_return(figures.profit, figures.savings, figures.weeks)
    return Indicators(
        figures=figures,
        membership_growth=_share(growth, figures.members_at_start),
        drop_out=_share(figures.left, figures.members_at_start),
        attendance=_share(figures.attended, figures.could_attend),
        women=_share(figures.women, figures.members),
        returnees=_share(figures.returnees, figures.members),
        poorest_quartile=_share(figures.poorest_quartile, figures.members),
        women_officers=_share(figures.women_officers, figures.officers),
        with_loan=_share(figures.borrowers, figures.members),
        savings_per_member=_each(figures.savings, figures.members),
        profit_rate=_share(figures.profit, figures.savings),
        yearly_return=by_year,
        return_on_assets=_share(figures.profit, with_social),
        loans_outstanding=_share(figures.loans_outstanding, figures.savings),
        utilisation=_share(figures.loans_outstanding, assets),
        late=_share(figures.loans_late, figures.loans_outstanding),
        written_off=_share(figures.written_off, figures.lent),
        average_loan=_each(figures.lent, figures.loans_made),
        cost_per_member=_each(figures.facilitation_cost, figures.members),
    )


def figures_of(group: Standing) -> GroupFigures:
    """Return the figures that a group's books hold; what the books do not tell stays None."""
    here = [member for member in group.members if member.left_on is None]
    taken = [closed.meeting.present for closed in group.closings]
    known = [present for present in taken if present is not None]
    lent_entries = [
        entry.amount for closed in group.closings for entry in closed.meeting.entries if entry.kind == "loan"
    ]
    officers = [member for member in here if member.offices]
    return GroupFigures(
        members_at_start=sum(
            member.joined_on is None or member.joined_on <= group.constitution.starts_on for member in group.members
        ),
        members=len(here),
        left=len(group.members) - len(here),
        women=_known_count([member.is_woman for member in here]),
        returnees=_known_count([member.is_returnee for member in here]),
        poorest_quartile=_known_count([member.is_poorest_quartile for member in here]),
        officers=len(officers),
        women_officers=_known_count([member.is_woman for member in officers]),
        attended=sum(map(len, known)) if len(known) == len(taken) else None,
        could_attend=len(here) * len(taken),
        borrowers=sum(bool(account.owed) for account in group.accounts.values()),
        loans_made=len(lent_entries),
        lent=sum(lent_entries, Money.zero(group.currency)),
        savings=group.savings,
        profit=group.earned,
        cash=group.balances.loan_fund,
        loans_outstanding=group.loans_outstanding,
        social_fund=group.balances.social_fund,
        weeks=max((group.closings[-1].meeting.on - group.constitution.starts_on).days // 7, 1)
        if group.closings
        else None,
    )


def of_members(members: Sequence[Member]) -> Share | None:
    """Return the share of returnees among the members who are here, None where it is not known of everyone."""
    here = [member for member in members if member.left_on is None]
    return _share(_known_count([member.is_returnee for member in here]), len(here))


def _known_count(answers: Sequence[bool | None]) -> int | None:
    return None if None in answers else sum(answer is True for answer in answers)


def _share(part: Quantity | None, base: Quantity | None) -> Share | None:
    if part is None or base is None or not base:
        return None
    return Share.of(part, base)


def _each(amount: Money | None, count: int | None) -> Money | None:
    return None if amount is None or not count else amount.times(Fraction(1, count), Rounding.HALF_UP)

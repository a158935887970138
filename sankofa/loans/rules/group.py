"""Groups: who stands in when a member cannot pay, up to where, and what the group then owes one another.

Source: "Responsible finance", section 6.  A missed payment runs down one waterfall: the member's own savings, if
they agree; the group's emergency fund; co-members, by the kind of liability that was agreed; a request to
reschedule; arrears. Nobody is asked for more than their cap, and what is not known counts as no room: the rest
becomes arrears, it is never forced.  What others paid is owed inside the group, without interest, seen by the group
alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sankofa.instalments.errors import BadTerms, TwoCurrencies
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money, Rounding, allocation
from sankofa.kernel.periods import Day

SOURCE = "Responsible finance 6"


class Liability(StrEnum):
    """Who answers for a member's loan."""

    NONE_INDIVIDUAL = "none_individual"  # each for themselves
    JOINT_GROUP = "joint_group"  # all for all, without limit
    TWO_LEVEL = "two_level"  # the small group first; what it cannot, the larger group
    JOINT_CAP = "joint_cap"  # all for all, each up to a cap


class Method(StrEnum):
    """How co-members share what is missing."""

    EQUAL = "equal"
    PRO_RATA = "pro_rata"  # by their own instalments


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules a group has agreed.

    A member's cap is the smaller of `cap_share` of their own instalment, `cap_times` times, and what they have left
    in a bad month.  Sizes are for lending groups: 4 to 6 work best.
    """

    liability: Liability = Liability.JOINT_CAP
    method: Method = Method.PRO_RATA
    cap_share: Fraction = Fraction(1, 10)
    cap_times: int = 1
    best_size: tuple[int, int] = (4, 6)

    def __post_init__(self) -> None:
        if not 0 <= self.cap_share <= 1:
            raise BadTerms("cap_share", self.cap_share, "a share of the own instalment, 0 to 1")
        if self.cap_times < 0:
            raise BadTerms("cap_times", self.cap_times, "a whole number, zero or more")


@dataclass(frozen=True, slots=True)
class Member:
    """What counts about one member.  `surplus_stressed` is what is left in a bad month; None is not known.

    `objects`: does not want to pay for others this time, and need not say why.  `small_group` names the small group.
    """

    id: str
    instalment: Money
    surplus_stressed: Money | None = None
    objects: bool = False
    savings: Money | None = None
    agrees_to_use_savings: bool = False
    household: str = ""
    related_to: frozenset[str] = frozenset()
    small_group: str = ""


class GroupOfOne(BadTerms):
    """A group needs at least two members."""

    def __init__(self, count: int) -> None:
        super().__init__("members", count, "a group has at least two members")


class UnknownMember(BadTerms):
    """Nobody in the group has this id."""

    def __init__(self, field: str, id_: str, known: Sequence[str]) -> None:
        super().__init__(field, id_, f"it is one of the members {', '.join(known)}")


class SameMemberTwice(BadTerms):
    """Two members have the same id."""

    def __init__(self, id_: str) -> None:
        super().__init__("members", id_, "every member is named once")


@dataclass(frozen=True, slots=True)
class Receivable:
    """What one member owes inside the group because somebody stood in.  It bears no interest; the lender never sees it.

    `creditor` is a member, or None for the group's emergency fund.
    """

    debtor: str
    creditor: str | None
    amount: Money
    since: Day


@dataclass(frozen=True, slots=True)
class Share:
    """What one co-member pays for another, and how far they could have gone."""

    member: str
    amount: Money
    cap: Money | None


@dataclass(frozen=True, slots=True)
class Cover:
    """How a missed payment was covered, step by step of the waterfall; `uncovered` becomes a request, then arrears."""

    member: str
    missing: Money
    from_savings: Money
    from_fund: Money
    shares: tuple[Share, ...]
    uncovered: Money
    receivables: tuple[Receivable, ...]
    findings: tuple[Finding, ...]

    @property
    def from_members(self) -> Money:
        """What co-members pay together."""
        return Money(sum(share.amount.minor for share in self.shares), self.missing.currency)

    def sheet(self) -> tuple[Finding, ...]:
        """Return how it comes about, for the group to check by hand."""
        lines = [_note("missing", amount=self.missing)]
        if self.from_savings:
            lines.append(_note("from_savings", amount=self.from_savings))
        if self.from_fund:
            lines.append(_note("from_fund", amount=self.from_fund))
        for share in self.shares:
            if share.cap is None:
                lines.append(_note("share", member=share.member, amount=share.amount))
            else:
                lines.append(_note("share_up_to", member=share.member, amount=share.amount, cap=share.cap))
        lines.append(
            _note(
                "sum",
                amount=self.missing,
                savings=self.from_savings,
                fund=self.from_fund,
                members=self.from_members,
                uncovered=self.uncovered,
            )
        )
        return (*lines, *self.findings)


def _note(code: str, weight: Weight = Weight.NOTE, **facts: Money | str | int) -> Finding:
    return Finding(f"group.{code}", weight, SOURCE, **facts)


def cap_of(member: Member, policy: Policy) -> Money:
    """Return the most a member may be asked to pay for others; nothing where their means are not known."""
    currency = member.instalment.currency
    if member.objects or member.surplus_stressed is None or member.surplus_stressed.minor <= 0:
        return Money.zero(currency)
    own = member.instalment.times(policy.cap_share * policy.cap_times, Rounding.FLOOR)
    return min(own, member.surplus_stressed)


def shares_equal(missing: int, count: int) -> tuple[int, ...]:
    """Return equal parts of a missing amount; odd units go to the first."""
    return allocation(missing, [1] * count)


def shares_pro_rata(missing: int, instalments: Sequence[int]) -> tuple[int, ...]:
    """Return parts in proportion to instalments, in whole units that add up."""
    return allocation(missing, list(instalments))


def shares_capped(missing: int, weights: Sequence[int], caps: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """Return parts by weight, nobody above their cap, and what nobody can carry.

    Whoever reaches their cap stays there; what is then missing is shared again among the others, until nothing is
    missing or nobody has room.  Minor units.
    """
    given = [0] * len(weights)
    left = missing
    while left:
        room = [place for place, cap in enumerate(caps) if given[place] < cap and weights[place]]
        if not room:
            break
        asked = allocation(left, [weights[place] for place in room])
        full = [place for place, part in zip(room, asked, strict=True) if given[place] + part >= caps[place]]
        if not full:
            for place, part in zip(room, asked, strict=True):
                given[place] += part
            left = 0
            break
        # Only those who reach their cap are settled in this round: the others' part follows from what is then left.
        for place in full:
            left -= caps[place] - given[place]
            given[place] = caps[place]
    return tuple(given), left


def cover(
    members: Sequence[Member],
    member: str,
    missing: Money,
    on: Day,
    policy: Policy = Policy(),
    fund: Money | None = None,
    caps: Mapping[str, Money] | None = None,
) -> Cover:
    """Return how a missed payment is covered under the group's rules.

    `fund` is what the group agreed to give from its emergency fund.  `caps` are caps the members agreed themselves;
    they stand in place of those that follow from the policy.  Raises GroupOfOne, UnknownMember, SameMemberTwice,
    TwoCurrencies, BadTerms.
    """
    by_id = _checked(members, member, missing, fund, caps)
    debtor = by_id[member]
    currency, left = missing.currency, missing.minor
    found: list[Finding] = []

    savings = debtor.savings.minor if debtor.savings else 0
    from_savings = min(savings, left) if debtor.agrees_to_use_savings else 0
    if savings and not debtor.agrees_to_use_savings:
        found.append(_note("savings_kept", member=member))
    left -= from_savings
    from_fund = min(fund.minor if fund else 0, left)
    left -= from_fund

    shares: list[Share] = []
    if left and policy.liability is not Liability.NONE_INDIVIDUAL:
        for circle in _circles(members, debtor, policy):
            part = _shared(circle, left, policy, caps)
            shares += part
            left -= sum(share.amount.minor for share in part)
            if not left:
                break
        found += _about_members(members, member, policy, caps)
    if left:
        found.append(_note("ask_to_reschedule", Weight.CONCERN, amount=Money(left, currency)))
        found.append(_note("becomes_arrears", Weight.CONCERN, amount=Money(left, currency)))
    receivables = [Receivable(member, share.member, share.amount, on) for share in shares]
    if from_fund:
        receivables.insert(0, Receivable(member, None, Money(from_fund, currency), on))
    if receivables:
        found.append(_note("stays_inside"))
    return Cover(
        member,
        missing,
        Money(from_savings, currency),
        Money(from_fund, currency),
        tuple(shares),
        Money(left, currency),
        tuple(receivables),
        tuple(found),
    )


def _checked(
    members: Sequence[Member], member: str, missing: Money, fund: Money | None, caps: Mapping[str, Money] | None
) -> dict[str, Member]:
    if len(members) < 2:
        raise GroupOfOne(len(members))
    by_id: dict[str, Member] = {}
    for one in members:
        if one.id in by_id:
            raise SameMemberTwice(one.id)
        by_id[one.id] = one
    for field, ids in (("member", [member]), ("caps", list(caps or ()))):
        for id_ in ids:
            if id_ not in by_id:
                raise UnknownMember(field, id_, list(by_id))
    if missing.minor <= 0:
        raise BadTerms("missing", missing, "a missed amount is more than zero")
    named: list[tuple[str, Money | None]] = [("fund", fund)]
    named += [(f"caps.{id_}", cap) for id_, cap in (caps or {}).items()]
    for one in members:
        named += [
            (f"members.{one.id}.{name}", getattr(one, name)) for name in ("instalment", "surplus_stressed", "savings")
        ]
    for name, amount in named:
        if amount is None:
            continue
        if amount.currency != missing.currency:
            raise TwoCurrencies(name, missing.currency, amount.currency)
        if amount.minor < 0 and not name.endswith("surplus_stressed"):
            raise BadTerms(name, amount, "an amount is zero or more")
    return by_id


def _circles(members: Sequence[Member], debtor: Member, policy: Policy) -> list[list[Member]]:
    """The circles that are asked, one after the other."""
    others = [member for member in members if member.id != debtor.id]
    if policy.liability is not Liability.TWO_LEVEL:
        return [others]
    near = [member for member in others if member.small_group == debtor.small_group]
    return [circle for circle in (near, [member for member in others if member not in near]) if circle]


def _shared(circle: Sequence[Member], missing: int, policy: Policy, caps: Mapping[str, Money] | None) -> list[Share]:
    asked = [member for member in circle if not member.objects]
    if not asked:
        return []
    currency = circle[0].instalment.currency
    weights = [1 if policy.method is Method.EQUAL else member.instalment.minor for member in asked]
    if not any(weights):
        weights = [1] * len(asked)
    if policy.liability is Liability.JOINT_GROUP and caps is None:
        parts = allocation(missing, weights)
        return [
            Share(member.id, Money(part, currency), None) for member, part in zip(asked, parts, strict=True) if part
        ]
    limits = [(caps[member.id] if caps and member.id in caps else cap_of(member, policy)) for member in asked]
    parts, _ = shares_capped(missing, weights, [limit.minor for limit in limits])
    return [
        Share(member.id, Money(part, currency), limit)
        for member, part, limit in zip(asked, parts, limits, strict=True)
        if part
    ]


def _about_members(
    members: Sequence[Member], debtor: str, policy: Policy, caps: Mapping[str, Money] | None
) -> list[Finding]:
    others = [member for member in members if member.id != debtor]
    found = [_note("objects", count=count) for count in [sum(member.objects for member in others)] if count]
    if caps is None and policy.liability in {Liability.JOINT_CAP, Liability.TWO_LEVEL}:
        unknown = sum(member.surplus_stressed is None for member in others)
        if unknown:
            found.append(_note("means_not_known", Weight.PREREQUISITE, count=unknown))
    if policy.liability is Liability.JOINT_GROUP and caps is None:
        found.append(_note("no_cap", Weight.CONCERN))
    return found


def repaid_inside(
    receivables: Sequence[Receivable], debtor: str, amount: Money
) -> tuple[tuple[Receivable, ...], Money]:
    """Return what is still owed inside the group after a member paid back, the oldest first, and what was too much."""
    left = amount.minor
    open_: list[Receivable] = []
    for owed in sorted(receivables, key=lambda one: one.since):
        if owed.amount.currency != amount.currency:
            raise TwoCurrencies("amount", owed.amount.currency, amount.currency)
        part = min(left, owed.amount.minor) if owed.debtor == debtor else 0
        left -= part
        if owed.amount.minor > part:
            rest = Money(owed.amount.minor - part, owed.amount.currency)
            open_.append(Receivable(owed.debtor, owed.creditor, rest, owed.since))
    return tuple(open_), Money(left, amount.currency)


def composition(members: Sequence[Member], policy: Policy = Policy()) -> tuple[Finding, ...]:
    """Return what speaks for care about who is in a group: its size, one member a household, no relatives."""
    if len(members) < 2:
        raise GroupOfOne(len(members))
    found = []
    least, most = policy.best_size
    if not least <= len(members) <= most:
        found.append(_note("size", Weight.NOTE, count=len(members), least=least, most=most))
    households = [member.household for member in members if member.household]
    shared = len(households) - len(set(households))
    if shared:
        found.append(_note("same_household", Weight.CONCERN, count=shared))
    ids = {member.id for member in members}
    pairs = {frozenset({member.id, other}) for member in members for other in member.related_to & ids - {member.id}}
    if pairs:
        found.append(_note("related", Weight.CONCERN, count=len(pairs)))
    return tuple(found)


def may_lend_next(late: Mapping[str, int], member: str) -> Finding | None:
    """Return why a member may not get a new loan from a jointly liable group now: another one is late.  None if
    they may.

    `late` is days late by member.
    """
    others = sum(1 for id_, days in late.items() if id_ != member and days > 0)
    return _note("someone_late", Weight.PREREQUISITE, count=others) if others else None

"""Laws of standing in for one another, by generated groups."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sankofa.kernel.money import Money
from sankofa.loans.rules.group import Liability, Member, Method, Policy, cover, shares_capped

ON = date(2026, 3, 1)
amounts = st.integers(0, 1_000_000)
people = st.lists(
    st.tuples(st.integers(1, 100_000), st.none() | st.integers(-1_000, 100_000), st.booleans()), min_size=1, max_size=8
)


@given(st.integers(1, 1_000_000), st.lists(st.tuples(st.integers(1, 100_000), amounts), min_size=1, max_size=10))
def test_nobody_pays_above_their_cap_and_every_unit_is_accounted_for(
    missing: int, parts: list[tuple[int, int]]
) -> None:
    weights, caps = [weight for weight, _ in parts], [cap for _, cap in parts]
    given_, left = shares_capped(missing, weights, caps)
    assert sum(given_) + left == missing
    assert all(0 <= part <= cap for part, cap in zip(given_, caps, strict=True))
    assert left == max(missing - sum(caps), 0)


@given(
    people,
    st.integers(1, 1_000_000),
    st.sampled_from(Liability),
    st.sampled_from(Method),
    amounts,
    amounts,
    st.booleans(),
)
def test_a_cover_conserves_what_is_missing(
    others: list[tuple[int, int | None, bool]],
    missing: int,
    liability: Liability,
    method: Method,
    fund: int,
    savings: int,
    agrees: bool,
) -> None:
    def money(minor: int) -> Money:
        return Money(minor, "XOF")

    members = [Member("me", money(100), savings=money(savings), agrees_to_use_savings=agrees)]
    for number, (instalment, surplus, objects) in enumerate(others):
        left = money(surplus) if surplus is not None else None
        members.append(Member(str(number), money(instalment), left, objects))
    found = cover(members, "me", money(missing), ON, Policy(liability, method), money(fund))
    assert found.from_savings + found.from_fund + found.from_members + found.uncovered == money(missing)
    owed = sum(receivable.amount.minor for receivable in found.receivables)
    assert owed == (found.from_fund + found.from_members).minor
    objecting = {member.id for member in members if member.objects}
    assert all(share.member not in objecting | {"me"} for share in found.shares)
    assert all(share.cap is None or share.amount <= share.cap for share in found.shares)
    if not agrees:
        assert not found.from_savings

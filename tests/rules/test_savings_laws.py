"""Laws of savings groups, by generated cases: nothing is lost or made in the box, at a meeting or at the share-out."""

import itertools
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sankofa.instalments.due_dates import Every, Unit
from sankofa.kernel.money import Money, total
from sankofa.savings.commands import shareout_command
from sankofa.savings.rules.constitution import (
    BadGroup,
    BeyondShares,
    Constitution,
    LeftoverTo,
    Member,
    RoundingRule,
    ShareOutRule,
    ShareOutTerms,
    UnpaidLoans,
)
from sankofa.savings.rules.matching import Movement, Scheme, Timing, matched
from sankofa.savings.rules.meeting import Balances, CountDiffers, Entry, Fund, Kind, Meeting, PurseOverdrawn, closing
from sankofa.savings.rules.rotation import OrderMethod, Rotation, turns
from sankofa.savings.rules.shareout import Cycle, Holding, NothingToShareOut, SignedDifference, share_out
from sankofa.savings.rules.shareout_many import TooLargeForMany, share_out_many
from sankofa.savings.rules.standing import MoreThanThere, standing

CFA = "XOF"


def cfa(amount: int) -> Money:
    return Money(amount, CFA)


@st.composite
def cycles(draw: st.DrawFn, *, with_loans: bool = True) -> Cycle:
    shares = draw(st.lists(st.integers(0, 300), min_size=2, max_size=30).filter(any))
    count = len(shares)
    rule = draw(st.sampled_from(ShareOutRule))
    price = draw(st.integers(1, 1_000))
    profit = draw(st.integers(0, 100_000))
    loans = draw(st.lists(st.integers(0, 20_000), min_size=count, max_size=count)) if with_loans else [0] * count
    charges = [0] * count
    for place in range(count):
        charges[place] = draw(st.integers(0, profit - sum(charges)))
    cash = price * sum(shares) + profit - sum(loans)
    return Cycle(
        share_price=cfa(price),
        holdings=tuple(
            Holding(number, shares[number - 1], cfa(loans[number - 1]), charges_paid=cfa(charges[number - 1]))
            for number in range(1, count + 1)
        ),
        terms=ShareOutTerms(
            unit=cfa(draw(st.sampled_from([1, 5, 25, 50, 100]))),
            rule=rule,
            flat_part=Fraction(draw(st.integers(0, 100)), 100) if rule is ShareOutRule.HYBRID else None,
            rounding=draw(st.sampled_from(RoundingRule)),
            leftover_to=draw(st.sampled_from(LeftoverTo)),
            unpaid_loans=UnpaidLoans.DEDUCT,
            beyond_shares=BeyondShares.SHARED_LOSS,
        ),
        cash=cfa(max(cash, 0)),
    )


@given(cycles())
def test_payouts_and_what_is_left_over_are_the_cash_exactly(cycle: Cycle) -> None:
    try:
        made = share_out(cycle)
    except NothingToShareOut:
        return
    assert made.paid + made.leftover == cycle.cash
    assert made.leftover.minor >= 0
    assert all(payout.paid.minor >= 0 for payout in made.payouts)
    assert all(payout.paid.minor % cycle.terms.unit.minor == 0 for payout in made.payouts)


@given(cycles())
def test_by_largest_remainder_less_than_a_coin_is_left_over(cycle: Cycle) -> None:
    terms = replace(cycle.terms, rounding=RoundingRule.LARGEST_REMAINDER)
    try:
        made = share_out(replace(cycle, terms=terms))
    except NothingToShareOut:
        return
    assert made.leftover < terms.unit


@given(cycles())
def test_nobody_is_a_coin_or_more_from_the_exact_amount_by_largest_remainder(cycle: Cycle) -> None:
    terms = replace(cycle.terms, rounding=RoundingRule.LARGEST_REMAINDER)
    try:
        made = share_out(replace(cycle, terms=terms))
    except NothingToShareOut:
        return
    for payout in made.payouts:
        net = payout.exact - payout.holding.unpaid.minor + payout.borne.minor
        assert abs(payout.paid.minor - net) < max(terms.unit.minor, 2)


@given(cycles(with_loans=False))
def test_the_exact_amounts_add_up_to_the_pot(cycle: Cycle) -> None:
    assert sum(payout.exact for payout in share_out(cycle).payouts) == Fraction(cycle.cash.minor if cycle.cash else -1)


@given(cycles(with_loans=False), st.randoms())
def test_the_order_of_the_list_changes_nothing(cycle: Cycle, randomly: Any) -> None:
    holdings = list(cycle.holdings)
    randomly.shuffle(holdings)
    first = {payout.holding.member: payout.paid for payout in share_out(cycle).payouts}
    again = {
        payout.holding.member: payout.paid for payout in share_out(replace(cycle, holdings=tuple(holdings))).payouts
    }
    assert first == again


@given(cycles(with_loans=False))
def test_more_shares_never_get_less_where_shares_decide(cycle: Cycle) -> None:
    terms = replace(cycle.terms, rule=ShareOutRule.PRO_RATA_SHARES, flat_part=None)
    payouts = sorted(share_out(replace(cycle, terms=terms)).payouts, key=lambda payout: payout.holding.shares)
    amounts = [payout.paid for payout in payouts]
    for fewer, more in itertools.pairwise(payouts):
        if fewer.holding.shares < more.holding.shares:
            assert fewer.paid <= more.paid
    assert total(amounts, CFA) <= cycle.cash


@given(st.lists(cycles(with_loans=False), min_size=1, max_size=8), st.sampled_from([1, 5, 50]))
def test_many_groups_at_once_get_the_same_payouts(groups: list[Cycle], unit: int) -> None:
    terms = ShareOutTerms(unit=cfa(unit))
    made = [share_out(replace(cycle, terms=terms)) for cycle in groups]
    rows = [(place, holding) for place, cycle in enumerate(groups) for holding in cycle.holdings]
    payouts, leftovers = share_out_many(
        np.array([one.cash.minor for one in made]),
        np.array([place for place, _ in rows]),
        np.array([holding.shares for _, holding in rows]),
        np.array([holding.member for _, holding in rows]),
        unit,
    )
    assert payouts.tolist() == [payout.paid.minor for one in made for payout in one.payouts]
    assert leftovers.tolist() == [one.leftover.minor for one in made]


def test_what_does_not_fit_into_64_bits_is_refused() -> None:
    one = np.array([0, 0])
    with pytest.raises(TooLargeForMany):
        share_out_many(np.array([2**61]), one, np.array([2, 3]), np.array([1, 2]))
    with pytest.raises(BadGroup, match="every group holds shares"):
        share_out_many(np.array([5]), one, np.array([0, 0]), np.array([1, 2]))


NUMBERS = range(1, 6)
MONEY = st.integers(1, 5_000).map(cfa)
ENTRIES = st.builds(
    Entry,
    st.sampled_from(Kind),
    st.integers(1, 40).map(lambda shares: cfa(100 * shares)),
    st.sampled_from(NUMBERS),
    st.just("x"),
)
AGREED = Constitution(
    share_price=cfa(100),
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    shareout=ShareOutTerms(unit=cfa(1), unpaid_loans=UnpaidLoans.DEDUCT, beyond_shares=BeyondShares.SHARED_LOSS),
)


@st.composite
def kept_meetings(draw: st.DrawFn) -> list[Meeting]:
    """Meetings of a group that writes down only what can be: an entry that cannot is left out."""
    meetings: list[Meeting] = []
    members = [Member(number=number) for number in NUMBERS]
    for number in range(1, draw(st.integers(1, 6)) + 1):
        before = meetings[-1].counted if meetings else Balances.nothing(CFA)
        missing = draw(st.integers(-3, 3))
        kept: tuple[Entry, ...] = ()
        for entry in draw(st.lists(ENTRIES, max_size=12)):
            on = date(2026, 1, 1) + timedelta(weeks=number)
            for_now = Meeting(number=number, on=on, entries=(*kept, entry), counted=_computed(before, (*kept, entry)))
            try:
                standing(AGREED, members, [*meetings, for_now])
            except (PurseOverdrawn, MoreThanThere):
                continue
            kept = (*kept, entry)
        computed = _computed(before, kept)
        differences = {}
        if missing and computed.loan_fund.minor + missing >= 0:
            differences[Fund.LOAN] = SignedDifference(cfa(missing), "counted again", ("A",))
            computed = Balances(computed.loan_fund + cfa(missing), computed.social_fund)
        on = date(2026, 1, 1) + timedelta(weeks=number)
        meetings.append(Meeting(number=number, on=on, entries=kept, counted=computed, differences=differences))
    return meetings


_IN = {Kind.FINE, Kind.SHARES, Kind.PRINCIPAL_REPAID, Kind.CHARGE, Kind.OTHER_INCOME}
_OUT = {Kind.SHARES_SOLD_BACK, Kind.COST, Kind.LOAN}


def _computed(before: Balances, entries: tuple[Entry, ...]) -> Balances:
    """The formulas of 5.2, written down a second time."""
    loan = sum(entry.amount.minor * ((entry.kind in _IN) - (entry.kind in _OUT)) for entry in entries)
    gone = {Kind.CONTRIBUTION: 1, Kind.SOCIAL_REPAID: 1, Kind.GRANT: -1}
    social = sum(entry.amount.minor * gone.get(entry.kind, 0) for entry in entries)
    return Balances(before.loan_fund + cfa(loan), before.social_fund + cfa(social))


@given(kept_meetings())
def test_the_box_balances_after_every_meeting(meetings: list[Meeting]) -> None:
    group = standing(AGREED, [Member(number=number) for number in NUMBERS], meetings)
    assert group.is_balanced
    assert group.savings + group.earned == group.balances.loan_fund + group.loans_outstanding


@given(kept_meetings())
def test_the_share_out_of_any_books_pays_what_is_in_the_box(meetings: list[Meeting]) -> None:
    group = standing(AGREED, [Member(number=number) for number in NUMBERS], meetings)
    try:
        made = share_out(group.cycle(date(2026, 12, 31)))
    except NothingToShareOut:
        return
    assert made.paid + made.leftover == group.balances.loan_fund


@given(st.lists(ENTRIES, max_size=8), st.integers(-5, 5).filter(bool))
def test_a_count_that_differs_never_closes_a_meeting(entries: list[Entry], off: int) -> None:
    before = Balances(cfa(1_000_000), cfa(1_000_000))
    right = _computed(before, tuple(entries))
    counted = Balances(right.loan_fund, right.social_fund + cfa(off))
    meeting = Meeting(number=1, on=date(2026, 1, 8), entries=tuple(entries), counted=counted)
    with pytest.raises(CountDiffers):
        closing(meeting, before)
    assert closing(replace(meeting, counted=right), before).after == right


@given(
    st.integers(2, 12),
    st.integers(1, 1_000),
    st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12))),
    st.dictionaries(st.integers(1, 12), st.integers(0, 500)),
)
def test_what_goes_round_is_neither_made_nor_lost(
    count: int, each: int, missed: set[tuple[int, int]], bids: dict[int, int]
) -> None:
    rotation = Rotation(
        contribution=cfa(each),
        order=tuple(range(1, count + 1)),
        method=OrderMethod.BID,
        every=Every(unit=Unit.WEEK),
        starts_on=date(2026, 1, 1),
        missed=frozenset(pair for pair in missed if max(pair) <= count),
        bids={number: cfa(min(bid, each)) for number, bid in bids.items() if number <= count},
    )
    for done in turns(rotation).rounds:
        assert sum(position.minor for position in done.positions.values()) == 0


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-200, 400)), max_size=15), st.sampled_from(Timing))
def test_a_programme_never_adds_more_than_agreed_and_never_twice(moves: list[tuple[int, int]], timing: Timing) -> None:
    scheme = Scheme(target=cfa(1_000), starts_on=date(2026, 1, 1), timing=timing, ratio=Fraction(1, 2), cap=cfa(400))
    kept, balance = [], 0
    for day, amount in sorted(moves):
        if amount and balance + amount >= 0:
            kept.append(Movement(date(2026, 1, 1) + timedelta(days=day), cfa(amount)))
            balance += amount
    on = date(2027, 3, 1)
    first = matched(scheme, kept, on)
    assert cfa(0) <= first.added <= cfa(400)
    assert matched(scheme, kept, on, posted=[first.due]).due == cfa(0)


BOOKS = {
    "group": "Five",
    "currency": "XOF",
    "share_price": 500,
    "members": [{"number": n, "shares": s} for n, s in enumerate((52, 104, 156, 208, 260), 1)],
    "income": [{"source": "interest", "amount": 61500}, {"source": "fines", "amount": 4200}],
    "costs": [{"for": "stationery", "amount": 3000}, {"for": "a lost loan", "amount": 5000}],
}


def on_the_command_line(tmp_path: Path, books: dict[str, Any], *options: str) -> Any:
    file = tmp_path / "group.json"
    file.write_text(json.dumps(books), encoding="utf-8")
    return CliRunner().invoke(shareout_command, [str(file), *options])


def test_the_command_prints_a_table_and_the_sheet(tmp_path: Path) -> None:
    result = on_the_command_line(tmp_path, BOOKS, "--sheet", "--language", "fr")
    assert result.exit_code == 0
    assert "149233" in result.output
    assert "La somme à partager\u00a0: 447700 XOF." in result.output


def test_the_command_prints_json_and_the_schema(tmp_path: Path) -> None:
    result = json.loads(on_the_command_line(tmp_path, BOOKS, "--json").output)
    assert [payout["paid"] for payout in result["payouts"]] == ["29847", "59693", "89540", "119387", "149233"]
    schema = json.loads(CliRunner().invoke(shareout_command, ["--schema"]).output)
    assert set(BOOKS) <= set(schema["properties"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"members": [{"number": 1, "shares": 4}]}, "members: a group of 1 cannot be", id="one"),
        pytest.param({"cash": {"amount": 5, "currency": "EUR"}}, "cash: an amount in EUR in books", id="currencies"),
        pytest.param(
            {"members": [{"number": 1, "shares": 4, "unpaid_loan": 5}, {"number": 2, "shares": 4}]},
            "members.unpaid_loan: 5 XOF is not paid back (member 1)",
            id="unpaid loans",
        ),
        pytest.param({"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, "ends_on: 2026-04-01", id="dates"),
        pytest.param({"share_prize": 5}, "share_prize: no such field", id="an unknown field"),
        pytest.param({"currency": "ZZZ"}, "currency: ZZZ cannot be", id="an unknown currency"),
        pytest.param({"members": None}, "members: missing", id="no members"),
        pytest.param({"unit": 0}, "unit: 0 XOF cannot be", id="a coin of nothing"),
        pytest.param(
            {"members": [{"number": 1, "shares": -4}, {"number": 2, "shares": 4}]}, "members.1.shares", id="below zero"
        ),
    ],
)
def test_bad_books_are_one_sentence_and_exit_status_2(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    result = on_the_command_line(tmp_path, BOOKS | changes)
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("room", ["savings", "funds"])
def test_the_rules_know_no_framework(room: str) -> None:
    folder = Path(__file__).resolve().parents[2] / "sankofa" / room / "rules"
    names = [
        f"sankofa.{room}.rules.{file.stem}"
        for file in folder.glob("*.py")
        if file.stem != "__init__" and not file.stem.endswith("_many")
    ]
    block = "import sys; sys.modules.update(dict.fromkeys(('django', 'click', 'numpy', 'scipy')));"
    code = block + "".join(f"import {name};" for name in names)
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=folder.parents[2]).returncode == 0

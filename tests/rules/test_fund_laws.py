"""Laws of funds, by generated cases: caps hold, nobody decides on their own case, every coin is accounted for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sankofa.funds.rules.collective_transfer import Part, split
from sankofa.funds.rules.committee import (
    Committee,
    FirstScore,
    Hearing,
    Interest,
    Outcome,
    Seat,
    Vote,
    VotesOnOwnCase,
    decision,
    may_vote,
)
from sankofa.funds.rules.grant_deposit import Lien
from sankofa.funds.rules.guarantee import CoveredLoan, Facility, Ranking, claim, recovery
from sankofa.funds.rules.remittances import Receipt, evidence
from sankofa.funds.rules.revolving import outlook
from sankofa.kernel.money import Money, total
from sankofa.kernel.share import Share

CFA = "XOF"


def cfa(amount: int) -> Money:
    return Money(amount, CFA)


def percents(least: int, most: int) -> st.SearchStrategy[Share]:
    return st.integers(least * 10, most * 10).map(lambda tenths: Share(Fraction(tenths, 1_000)))


FACILITIES = st.builds(
    Facility,
    size=st.integers(0, 100_000).map(cfa),
    coverage=percents(1, 100),
    leverage=st.integers(1, 40).map(lambda quarters: Fraction(quarters, 4)),
    loss_cap=st.none() | percents(1, 100),
    ranking=st.sampled_from(Ranking),
)


def late_loan(amount: int, outstanding: int) -> CoveredLoan:
    return CoveredLoan(
        loan="L",
        amount=cfa(amount),
        outstanding=cfa(min(outstanding, amount)),
        covered_on=date(2025, 1, 1),
        late_since=date(2025, 6, 1),
        notified_on=date(2025, 7, 1),
    )


LOANS = st.lists(st.builds(late_loan, st.integers(1, 20_000), st.integers(0, 20_000)), min_size=1, max_size=25)
ON = date(2026, 1, 1)


@given(FACILITIES, LOANS)
def test_claims_never_exceed_the_cap_nor_the_facility(facility: Facility, loans: list[CoveredLoan]) -> None:
    portfolio = total((loan.amount for loan in loans), CFA)
    paid = cfa(0)
    for loan in loans:
        made = claim(facility, loan, ON, portfolio, paid)
        assert cfa(0) <= made.paid <= made.full <= loan.outstanding
        assert made.paid + made.lender_bears == loan.outstanding
        paid += made.paid
    assert paid <= facility.claims_most(portfolio)
    assert paid <= facility.size


@given(FACILITIES, LOANS, st.integers(0, 20_000), st.integers(0, 20_000))
def test_what_is_recovered_is_shared_to_the_last_coin(
    facility: Facility, loans: list[CoveredLoan], recovered: int, costs: int
) -> None:
    made = claim(facility, loans[0], ON, total((loan.amount for loan in loans), CFA), cfa(0))
    assume(made.paid)
    back = recovery(made, min(cfa(recovered), made.loan.outstanding), cfa(costs))
    assert back.to_guarantor + back.to_lender + back.costs == max(back.recovered, back.costs)
    assert back.guarantor_loses + back.lender_loses == made.loan.outstanding - back.recovered + back.costs
    assert cfa(0) <= back.to_guarantor <= made.paid
    assert cfa(0) <= back.to_lender <= made.lender_bears


NAMES = ("A", "B", "C", "D", "E")
AT = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def hearings(draw: st.DrawFn) -> tuple[Committee, Hearing]:
    seats = draw(st.integers(2, 5))
    committee = Committee(tuple(Seat(name) for name in NAMES[:seats]), quorum=draw(st.integers(2, seats)))
    declared = draw(
        st.dictionaries(st.sampled_from(NAMES[:seats]), st.frozensets(st.sampled_from(Interest), max_size=2))
    )
    voting = draw(st.sets(st.sampled_from(NAMES[:seats])))
    votes = tuple(Vote(name, draw(st.booleans()), ("reason",)) for name in sorted(voting))
    scores = tuple(FirstScore(name, 5, AT) for name in sorted(voting))
    applicants = draw(st.frozensets(st.sampled_from(NAMES[:seats]), max_size=2))
    return committee, Hearing(case="1", declared=declared, votes=votes, scores=scores, applicants=applicants)


@given(hearings())
def test_nobody_votes_on_their_own_case(case: tuple[Committee, Hearing]) -> None:
    committee, hearing = case
    tied = hearing.applicants | {name for name, interests in hearing.declared.items() if interests}
    assert not any(may_vote(committee, hearing, name) for name in tied)
    if tied & {vote.member for vote in hearing.votes}:
        with pytest.raises(VotesOnOwnCase):
            decision(committee, hearing)
    else:
        made = decision(committee, hearing)
        assert not tied & set(made.voting)
        assert all(may_vote(committee, hearing, name) for name in made.voting)


@given(hearings())
def test_a_case_goes_on_only_with_quorum_and_more_than_half(case: tuple[Committee, Hearing]) -> None:
    committee, hearing = case
    tied = hearing.applicants | {name for name, interests in hearing.declared.items() if interests}
    votes = tuple(vote for vote in hearing.votes if vote.member not in tied)
    scores = tuple(score for score in hearing.scores if score.member not in tied)
    made = decision(committee, replace(hearing, votes=votes, scores=scores))
    if made.outcome is Outcome.REFERRED:
        assert len(made.voting) >= committee.quorum
        assert made.votes_for > made.votes_against
    if len(made.voting) < committee.quorum:
        assert made.outcome is Outcome.NOT_DECIDED


@given(percents(0, 60), percents(0, 30), percents(0, 50), percents(0, 80))
def test_at_its_break_even_yield_a_fund_keeps_what_it_has(
    rate: Share, administration: Share, loss: Share, inflation: Share
) -> None:
    made = outlook(rate, administration, loss, inflation)
    assert outlook(made.keeps, administration, loss, inflation).factor == 1
    assert outlook(made.keeps_real, administration, loss, inflation).real_factor == 1
    assert (made.factor < 1) == (rate < made.keeps)
    assert (made.real_half_life is None) == (rate >= made.keeps_real)


STEPS = st.lists(st.tuples(st.integers(1, 100), st.integers(0, 100)), max_size=6).map(
    lambda pairs: tuple(
        (Fraction(paid, 100), Fraction(free, 100))
        for paid, free in zip(sorted({pair[0] for pair in pairs}), sorted(pair[1] for pair in pairs), strict=False)
    )
)


@given(st.integers(0, 1_000), STEPS, st.integers(1, 1_000), st.integers(0, 1_000), st.integers(0, 1_000))
def test_what_is_blocked_never_grows_as_the_loan_is_paid_back(
    amount: int, steps: tuple[tuple[Fraction, Fraction], ...], principal: int, first: int, second: int
) -> None:
    lien = Lien(cfa(amount), steps)
    more, less = sorted((min(first, principal), min(second, principal)), reverse=True)
    assert cfa(0) <= lien.blocked(cfa(principal), cfa(less)) <= lien.blocked(cfa(principal), cfa(more)) <= cfa(amount)
    assert lien.blocked(cfa(principal), cfa(0)) == cfa(0)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40))
def test_no_more_than_half_of_the_middle_transfer_counts_for_each(amounts: list[int]) -> None:
    receipts = [
        Receipt(date(2026, 1, 2) + timedelta(days=9 * place), cfa(amount)) for place, amount in enumerate(amounts)
    ]
    made = evidence(receipts, date(2026, 12, 31), sender_returns=False)
    assert made.median is not None
    assert made.counted.minor * 12 * 2 <= made.median * len(amounts)


@given(st.lists(st.integers(0, 1_000), min_size=2, max_size=40), st.integers(0, 2_000), st.integers(0, 100))
def test_what_arrives_and_the_fee_are_what_was_sent(amounts: list[int], fee: int, turn: int) -> None:
    least = -(-fee // len(amounts))
    parts = [Part(str(place), cfa(amount + least)) for place, amount in enumerate(amounts)]
    sent = total((part.amount for part in parts), CFA)
    made = split(parts, cfa(fee), sent=sent, turn=turn)
    assert total((arrival.arrives for arrival in made.arrivals), CFA) + made.fee == sent
    fees = [arrival.fee.minor for arrival in made.arrivals]
    assert (sum(fees), max(fees) - min(fees) <= 1) == (fee, True)

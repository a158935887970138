"""Funds behind loans: capital, committee, guarantee, soft loans, grants as deposit, remittances, collective transfers.

Source: "Responsible finance" 4.1 to 4.3 and 4.5 to 4.7; Knowledge Paper 1, 4.2.2 and 4.2.4 (the Nigerian and Armenian
funds, the facility of UNHCR and Sida).
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sankofa.funds.rules.collective_transfer import DoesNotReconcile, FeeAbovePart, Part, split
from sankofa.funds.rules.committee import (
    Committee,
    FirstScore,
    Hearing,
    Interest,
    MayNotVote,
    Outcome,
    ScoreAfterShowing,
    Seat,
    Vote,
    VotesOnOwnCase,
    decision,
    may_vote,
    seen_by_committee,
)
from sankofa.funds.rules.grant_deposit import Form, Lien, Pledge, lien_price, pledge_findings
from sankofa.funds.rules.guarantee import (
    CoveredLoan,
    Facility,
    NotNext,
    Ranking,
    Stage,
    claim,
    cover_findings,
    facility_metrics,
    next_stage,
    recovery,
)
from sankofa.funds.rules.remittances import Receipt, evidence
from sankofa.funds.rules.revolving import FundBooks, fund_metrics, outlook
from sankofa.funds.rules.soft_loans import NotInterestFree, SoftLoanProgramme, gate, soft_loan_price
from sankofa.funds.rules.terms import ROOM, BadFund, FundCurrencies
from sankofa.instalments.errors import BadTerms, NothingReceived, OutOfOrder
from sankofa.instalments.terms import Fee, RateBasis, Terms
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money
from sankofa.kernel.periods import add_months
from sankofa.kernel.share import Share
from sankofa.kernel.wording import missing_codes, text, texts, uneven_codes
from sankofa.savings.rules.worked import percent, rounded


def usd(amount: int | str) -> Money:
    return Money.of(amount, "USD")


def told(findings: list[Finding] | tuple[Finding, ...]) -> list[str]:
    return [text(finding, "en", ROOM) for finding in findings]


def books(**changes: Any) -> FundBooks:
    usual: dict[str, Any] = {
        "grants": usd(22_000),
        "local_share": usd(0),
        "income": usd(3_100),
        "administration": usd(1_200),
        "written_off": usd(900),
        "recovered": usd(0),
        "disbursed": usd(41_000),
        "outstanding": usd(13_200),
        "inflation": Share.percent("15"),
        "owner_at_end": "the lender",
    }
    return FundBooks(**{**usual, **changes})


def test_the_capital_of_a_revolving_fund() -> None:
    """22,000 + 3,100 - 1,200 - 900 = 23,000: +4.55 %, at 15 % inflation -9.09 %; 1.86 times, 57.4 % lent (4.1)."""
    made = fund_metrics(books())
    assert made.capital == usd(23_000)
    assert str(percent(made.nominal_erosion.fraction, 2)) == "4.55"
    assert made.real_erosion is not None
    assert str(percent(made.real_erosion.fraction, 2)) == "-9.09"
    assert str(rounded(made.revolving_rate)) == "1.86"
    assert made.utilisation is not None
    assert str(percent(made.utilisation.fraction)) == "57.4"
    assert made.idle == usd(9_800)
    assert told(made.findings) == ["Prices rose faster than the fund: it is worth 9.1 % less than what was given."]
    assert told(made.sheet())[0] == (
        "Capital: grants 22000.00 USD + local share 0.00 USD + income 3100.00 USD - administration 1200.00 USD - "
        "written off 900.00 USD + recovered 0.00 USD = 23000.00 USD."
    )


def test_what_is_recovered_comes_back_into_the_capital() -> None:
    made = fund_metrics(books(recovered=usd(400), matured_principal=usd(25_000)))
    assert made.capital == usd(23_400)
    assert str(made.cumulative_loss) == "2 % (500.00 USD of 25000.00 USD)"
    assert str(made.cost_recovery) == "182.4 % (3100.00 USD of 1700.00 USD)"


def test_the_armenian_fund() -> None:
    """9,900 loans, USD 8.5 million: 858.6 on average, 2.79 for each of 3,547 businesses."""
    made = fund_metrics(books(disbursed=usd(8_500_000), loans=9_900, businesses=3_547))
    assert made.average_loan is not None
    assert made.loans_each is not None
    assert str(rounded(made.average_loan.decimal, 1)) == "858.6"
    assert str(rounded(made.loans_each)) == "2.79"


@pytest.mark.parametrize(
    ("rate", "keeps", "keeps_real", "half_life", "real_half_life"),
    [
        pytest.param("10", "10.4", "26.0", "172.9", "4.8", id="a yield of 10 % must shrink the fund"),
        pytest.param("26.1", "10.4", "26.0", None, None, id="a yield of 26.1 % keeps its worth"),
        pytest.param("12", "10.4", "26.0", None, "5.6", id="12 % keeps the amount and loses the worth"),
    ],
)
def test_the_yield_at_which_a_fund_lasts(
    rate: str, keeps: str, keeps_real: str, half_life: str | None, real_half_life: str | None
) -> None:
    """Administration 6 %, loss 4 %, inflation 15 %: 1.06 / 0.96 - 1 and 1.21 / 0.96 - 1 (4.1)."""
    made = outlook(Share.percent(rate), Share.percent("6"), Share.percent("4"), Share.percent("15"))
    assert (str(percent(made.keeps.fraction)), str(percent(made.keeps_real.fraction))) == (keeps, keeps_real)
    assert made.half_life == (None if half_life is None else Decimal(half_life))
    assert made.real_half_life == (None if real_half_life is None else Decimal(real_half_life))


def test_who_owns_the_money_in_the_end_is_asked_first() -> None:
    made = fund_metrics(books(owner_at_end="", inflation=None))
    assert [(finding.code, finding.weight) for finding in made.findings] == [
        ("revolving.no_exit_clause", Weight.PREREQUISITE)
    ]
    assert made.real_erosion is None


BEFORE, SHOWN = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 12, tzinfo=UTC)
NOBODY: frozenset[Interest] = frozenset()


def committee(*names: str, **changes: Any) -> Committee:
    return Committee(tuple(Seat(name) for name in names), **changes)


def hearing(votes: dict[str, bool], **changes: Any) -> Hearing:
    usual: dict[str, Any] = {
        "case": "SK-26-004217-5",
        "declared": dict.fromkeys(("Ada", "Ben", "Cai", "Dia"), NOBODY),
        "votes": tuple(
            Vote(member, is_for, ("viable",) if is_for else ("weak plan",)) for member, is_for in votes.items()
        ),
        "scores": tuple(FirstScore(member, 7, BEFORE) for member in votes),
        "shown_at": SHOWN,
    }
    return Hearing(**{**usual, **changes})


YES, NO = True, False


@pytest.mark.parametrize(
    ("seats", "quorum", "votes", "outcome"),
    [
        pytest.param(("Ada", "Ben"), 2, {"Ada": YES, "Ben": YES}, Outcome.REFERRED, id="two voters, both for it"),
        pytest.param(("Ada", "Ben"), 2, {"Ada": YES, "Ben": NO}, Outcome.NOT_REFERRED, id="two voters, one against"),
        pytest.param(("Ada", "Ben"), 2, {"Ada": YES}, Outcome.NOT_DECIDED, id="one of two has voted"),
        pytest.param(
            ("Ada", "Ben", "Cai"), 2, {"Ada": YES, "Ben": YES, "Cai": NO}, Outcome.REFERRED, id="two of three"
        ),
        pytest.param(
            ("Ada", "Ben", "Cai"),
            2,
            {"Ada": YES, "Cai": NO},
            Outcome.NOT_REFERRED,
            id="two votes of three: both or none",
        ),
        pytest.param(
            ("Ada", "Ben", "Cai", "Dia"),
            3,
            {"Ada": YES, "Ben": YES, "Cai": NO, "Dia": NO},
            Outcome.NOT_REFERRED,
            id="half is not more than half",
        ),
    ],
)
def test_how_a_committee_decides(seats: tuple[str, ...], quorum: int, votes: dict[str, bool], outcome: Outcome) -> None:
    assert decision(committee(*seats, quorum=quorum), hearing(votes)).outcome is outcome


def test_who_has_an_interest_leaves_the_case() -> None:
    declared = {"Ada": NOBODY, "Ben": frozenset({Interest.FAMILY}), "Cai": NOBODY}
    three = committee("Ada", "Ben", "Cai")
    case = hearing({"Ada": YES, "Cai": YES}, declared=declared)
    made = decision(three, case)
    assert (made.outcome, made.recused) == (Outcome.REFERRED, ("Ben",))
    assert [may_vote(three, case, member) for member in ("Ada", "Ben", "Zoe")] == [True, False, False]
    assert told(made.sheet()) == [
        "Votes that count: 2 (Ada, Cai).",
        "Left the case because of an interest: Ben.",
        "For: 2. Against: 0.",
        "The committee only refers. The lender decides, and the person may go to any lender.",
    ]


def test_a_committee_of_two_cannot_decide_when_one_leaves() -> None:
    made = decision(committee("Ada", "Ben"), hearing({"Ada": YES}, applicants=frozenset({"Ben"})))
    assert made.outcome is Outcome.NOT_DECIDED
    assert told(made.findings) == ["Only 1 members may vote on this case; it takes 2. Ask for a substitute."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param(
            {"declared": {"Ada": NOBODY}},
            "Ben has not said whether there is an interest in this case. The vote waits until then.",
            id="nothing declared",
        ),
        pytest.param(
            {"votes": (Vote("Ada", YES, ("viable",)), Vote("Ben", YES, ()))},
            "The vote of Ben has no reason. Choose a reason; then it counts.",
            id="no reason",
        ),
        pytest.param(
            {"scores": (FirstScore("Ada", 7, BEFORE),)},
            "Ben gave no first score before the talk. Give it first.",
            id="no blind first score",
        ),
    ],
)
def test_what_is_missing_keeps_a_vote_from_counting(changes: dict[str, Any], sentence: str) -> None:
    made = decision(committee("Ada", "Ben"), replace(hearing({"Ada": YES, "Ben": YES}), **changes))
    assert made.outcome is Outcome.NOT_DECIDED
    assert sentence in told(made.findings)


@pytest.mark.parametrize(
    ("made", "kind", "sentence"),
    [
        pytest.param(
            lambda: decision(committee("Ada", "Ben"), hearing({"Ada": YES, "Ben": YES}, applicants=frozenset({"Ben"}))),
            VotesOnOwnCase,
            "votes.Ben: a vote of somebody with an interest (own case) cannot be; who has an interest leaves the case.",
            id="a vote on the own case",
        ),
        pytest.param(
            lambda: decision(committee("Ada", "Ben"), hearing({"Ada": YES, "Zoe": YES})),
            MayNotVote,
            "votes.Zoe: Zoe cannot be; only members with a vote decide, each once.",
            id="a vote from outside",
        ),
        pytest.param(
            lambda: decision(committee("Ada", "Ben"), hearing({"Ada": YES}, scores=(FirstScore("Ada", 7, SHOWN),))),
            ScoreAfterShowing,
            "scores.Ada: 2026-03-01 12:00:00+00:00 cannot be; first scores are given before they are shown at "
            "2026-03-01 12:00:00+00:00.",
            id="a first score that is not blind",
        ),
        pytest.param(
            lambda: committee("Ada"),
            BadFund,
            "seats: 1 cannot be; a committee has two members with a vote or more.",
            id="a committee of one",
        ),
        pytest.param(
            lambda: fund_metrics(books(outstanding=usd(23_001))),
            BadFund,
            "outstanding: 23001.00 USD cannot be; no more is lent out than the capital of 23000.00 USD.",
            id="more lent than there is",
        ),
        pytest.param(
            lambda: books(income=Money.of(5, "EUR")),
            FundCurrencies,
            "income: an amount in EUR in a fund in USD; every amount of a fund is in one currency, here USD.",
            id="two currencies in a fund",
        ),
        pytest.param(
            lambda: outlook(Share.percent("10"), Share.percent("6"), Share.percent("100"), Share.percent("0")),
            BadFund,
            "loss: 100 % cannot be; it is from 0 to below 100 percent of what is lent.",
            id="everything lost",
        ),
        pytest.param(
            lambda: claim(facility(), late_loan(notified_on=date(2026, 1, 1)), ON, usd(200_000), usd(0)),
            OutOfOrder,
            "notified_on: 2026-01-01 is not after 2026-02-01; dates must follow one another.",
            id="told before it was late",
        ),
        pytest.param(
            lambda: recovery(claim(facility(), late_loan(), ON, usd(200_000), usd(0)), usd(1_300), usd(0)),
            BadFund,
            "recovered: 1300.00 USD cannot be; no more comes back than was owed, 1200.00 USD.",
            id="more recovered than was owed",
        ),
        pytest.param(
            lambda: next_stage(Stage.COVERED, Stage.PAID),
            NotNext,
            "stage: paid cannot be; after covered comes closed, in_arrears.",
            id="a stage that does not come next",
        ),
    ],
)
def test_what_a_fund_refuses_in_one_sentence(made: Callable[[], object], kind: type[BadTerms], sentence: str) -> None:
    with pytest.raises(kind) as refusal:
        made()
    assert str(refusal.value) == sentence


def test_a_committee_never_sees_protection_data() -> None:
    facts = {"plan": "tailor shop", "violence": "yes", "reintegration_score": "0.4", "unforeseen": "x"}
    assert seen_by_committee(facts, allowed=("plan", "violence")) == {"plan": "tailor shop"}


def facility(**changes: Any) -> Facility:
    usual: dict[str, Any] = {"size": usd(15_000_000), "coverage": Share.percent("50")}
    return Facility(**{**usual, **changes})


@pytest.mark.parametrize(
    ("coverage", "leverage", "portfolio"),
    [
        pytest.param("50", 1, 30_000_000, id="half covered: 30 million"),
        pytest.param("50", 3, 90_000_000, id="three times: 90 million"),
        pytest.param("80", 1, 18_750_000, id="80 % covered: 18.75 million"),
    ],
)
def test_the_largest_portfolio_that_15_million_guarantee(coverage: str, leverage: int, portfolio: int) -> None:
    made = facility(coverage=Share.percent(coverage), leverage=Fraction(leverage))
    assert made.portfolio_most == usd(portfolio)


def test_all_claims_together_stay_below_the_loss_cap() -> None:
    """Portfolio 200,000, half covered, loss cap 10 %: 10,000 at most (4.3); never more than the facility."""
    assert facility(loss_cap=Share.percent("10")).claims_most(usd(200_000)) == usd(10_000)
    assert facility(size=usd(7_000), leverage=Fraction(20)).claims_most(usd(200_000)) == usd(7_000)


ON = date(2026, 6, 1)


def late_loan(**changes: Any) -> CoveredLoan:
    usual: dict[str, Any] = {
        "loan": "L1",
        "amount": usd(2_000),
        "outstanding": usd(1_200),
        "covered_on": date(2025, 9, 1),
        "late_since": date(2026, 2, 1),
        "notified_on": date(2026, 3, 1),
    }
    return CoveredLoan(**{**usual, **changes})


def test_a_claim_and_what_is_recovered_later() -> None:
    """1,200 x 50 % = 600; 500 recovered - 100 = 400, 200 each; both finally lose 400 (4.3)."""
    made = claim(facility(), late_loan(), ON, usd(200_000), usd(0))
    assert (made.paid, made.lender_bears, made.pay_by) == (usd(600), usd(600), date(2026, 7, 1))
    back = recovery(made, usd(500), usd(100))
    assert (back.to_guarantor, back.to_lender) == (usd(200), usd(200))
    assert (back.guarantor_loses, back.lender_loses) == (usd(400), usd(400))
    assert told((*made.sheet(), *back.sheet())) == [
        "Outstanding 1200.00 USD x 50.0 % = 600.00 USD.",
        "The guarantor pays 600.00 USD by 2026-07-01. The lender bears 600.00 USD.",
        "Recovered 500.00 USD - costs 100.00 USD = 400.00 USD to share.",
        "By the loss each bears: guarantor 200.00 USD, lender 200.00 USD.",
        "Final loss: guarantor 400.00 USD, lender 400.00 USD.",
    ]


def test_where_the_guarantor_bears_the_first_loss_the_lender_is_paid_first() -> None:
    made = claim(facility(ranking=Ranking.FIRST_LOSS), late_loan(), ON, usd(200_000), usd(0))
    back = recovery(made, usd(800), usd(100))
    assert (back.to_lender, back.to_guarantor) == (usd(600), usd(100))


def test_costs_above_what_is_recovered_stay_with_the_lender() -> None:
    made = claim(facility(), late_loan(), ON, usd(200_000), usd(0))
    back = recovery(made, usd(50), usd(80))
    assert (back.guarantor_loses, back.lender_loses) == (usd(600), usd(630))


def test_what_the_cap_leaves_is_paid_and_the_rest_is_said() -> None:
    capped = facility(loss_cap=Share.percent("10"))
    made = claim(capped, late_loan(), ON, usd(200_000), usd(9_700))
    assert (made.paid, made.lender_bears) == (usd(300), usd(900))
    assert told(made.findings) == [
        "The cap leaves 300.00 USD of the 600.00 USD that would be paid. The rest stays with the lender."
    ]
    # 1,200 was lost, a quarter of it by the guarantor: a quarter of what comes back is the guarantor's.
    assert recovery(made, usd(400), usd(0)).to_guarantor == usd(100)
    assert claim(capped, late_loan(), ON, usd(200_000), usd(10_000)).paid == usd(0)


@pytest.mark.parametrize(
    ("terms", "loan", "on", "codes"),
    [
        pytest.param({}, {}, date(2026, 5, 2), [], id="ninety days after the first late payment"),
        pytest.param({}, {}, date(2026, 5, 1), ["too_early"], id="a day before"),
        pytest.param({"claim_days": 30}, {}, date(2026, 6, 1), [], id="the last day to claim"),
        pytest.param({"claim_days": 30}, {}, date(2026, 6, 2), ["too_late"], id="a day late"),
        pytest.param({"waiting_days": 153}, {}, ON, [], id="late on the first day that counts"),
        pytest.param({"waiting_days": 154}, {}, ON, ["in_waiting"], id="late while waiting"),
        pytest.param({}, {"late_since": None, "notified_on": None}, ON, ["not_late"], id="nothing is late"),
        pytest.param({}, {"notified_on": None}, ON, ["not_notified"], id="the guarantor was not told"),
        pytest.param({}, {"stage": Stage.PAID}, ON, ["wrong_stage"], id="paid already"),
    ],
)
def test_when_a_claim_is_paid(terms: dict[str, Any], loan: dict[str, Any], on: date, codes: list[str]) -> None:
    made = claim(facility(**terms), late_loan(**loan), on, usd(200_000), usd(0))
    assert [finding.code for finding in made.findings] == [f"guarantee.{code}" for code in codes]
    assert bool(made.paid) == (not codes)


def test_a_loan_that_does_not_fit_is_not_covered() -> None:
    small = facility(size=usd(1_000))
    assert cover_findings(small, usd(500), usd(1_500)) == []
    assert told(cover_findings(small, usd(501), usd(1_500))) == [
        "501.00 USD does not fit: there is room for 500.00 USD of 2000.00 USD."
    ]


def test_ratios_of_a_facility() -> None:
    loans = [late_loan(has_prior_formal_loan=prior) for prior in (False, False, True, None)]
    made = facility_metrics(facility(size=usd(8_000)), loans, [usd(600)], usd(200))
    assert str(made.utilisation) == "50 % (8000.00 USD of 16000.00 USD)"
    assert (str(made.claims_rate), str(made.loss_ratio)) == (
        "15 % (600.00 USD of 4000.00 USD)",
        "10 % (400.00 USD of 4000.00 USD)",
    )
    assert (str(made.additionality), made.not_known) == ("66.7 % (2 of 3)", 1)


def programme(**changes: Any) -> SoftLoanProgramme:
    usual: dict[str, Any] = {
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2029, 1, 1),
        "last_loan_on": date(2027, 1, 1),
        "most_months": 12,
        "has_expertise": True,
        "lent_most": usd(10_000),
        "expected_loss": Share.percent("8"),
        "loss_reserve": usd(800),
        "has_own_staff": True,
        "has_own_ledger": True,
        "same_suitability_rules": True,
        "writes_off": "the country director",
    }
    return SoftLoanProgramme(**{**usual, **changes})


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="everything is there"),
        pytest.param({"ends_on": date(2028, 12, 31)}, ["too_short"], id="a day short of twelve months after"),
        pytest.param({"loss_reserve": usd("799.99")}, ["reserve_too_small"], id="a cent short of the expected loss"),
        pytest.param({"has_expertise": False}, ["no_expertise"], id="no expertise"),
        pytest.param({"has_expertise": None}, ["find_out.no_expertise"], id="expertise not known"),
        pytest.param(
            {"has_own_staff": False, "has_own_ledger": None},
            ["staff_of_grants", "find_out.ledger_of_grants"],
            id="mixed with grants",
        ),
        pytest.param({"same_suitability_rules": False}, ["no_suitability"], id="without the checks"),
        pytest.param({"writes_off": ""}, ["no_write_off"], id="nobody may give up a loan"),
        pytest.param({"ends_on": None, "expected_loss": None}, ["find_out.time", "find_out.loss"], id="not known"),
    ],
)
def test_the_gate_of_soft_loans(changes: dict[str, Any], codes: list[str]) -> None:
    made = gate(programme(**changes))
    assert [finding.code for finding in made.findings] == [f"soft.{code}" for code in codes]
    assert made.is_open == (not codes)


def soft_terms(**changes: Any) -> Terms:
    usual: dict[str, Any] = {
        "principal": usd(1_000),
        "basis": RateBasis.NONE,
        "rate_percent": Fraction(0),
        "starts_on": date(2026, 1, 1),
        "count": 10,
    }
    return Terms(**{**usual, **changes})


def test_a_soft_loan_with_a_fee_has_a_price() -> None:
    priced = soft_loan_price(soft_terms(fees=(Fee("processing", percent=Fraction(2)),)))
    assert priced.effective_rate.value > 0
    assert soft_loan_price(soft_terms()).cost == usd(0)
    with pytest.raises(NotInterestFree, match="a soft loan has no interest"):
        soft_loan_price(soft_terms(basis=RateBasis.FLAT_TOTAL, rate_percent=Fraction(2)))


def pledge(**changes: Any) -> Pledge:
    usual: dict[str, Any] = {
        "form": Form.LIEN,
        "amount": usd(300),
        "is_delivered": False,
        "early_case": True,
        "country_allows_lien": True,
        "agreed_separately": True,
    }
    return Pledge(**{**usual, **changes})


STATEMENT = {"form": Form.VALUE_STATEMENT, "is_delivered": True, "early_case": False, "country_allows_lien": False}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, ["can_be_lost"], id="blocked money in an early case"),
        pytest.param(STATEMENT, ["can_be_lost"], id="a statement of value is open to everyone"),
        pytest.param({"early_case": False}, ["no_early_case", "can_be_lost"], id="no early case"),
        pytest.param({"country_allows_lien": False}, ["no_country", "can_be_lost"], id="forbidden by law"),
        pytest.param({"agreed_separately": None}, ["ask_separately", "can_be_lost"], id="not asked"),
        pytest.param({"agreed_separately": False}, ["not_agreed", "can_be_lost"], id="not agreed"),
        pytest.param({"early_case": None}, ["find_out.early_case", "can_be_lost"], id="not known"),
        pytest.param({"is_delivered": True}, ["already_delivered", "can_be_lost"], id="delivered already"),
        pytest.param({**STATEMENT, "is_delivered": False}, ["nothing_delivered", "can_be_lost"], id="not delivered"),
    ],
)
def test_when_a_grant_may_stand_behind_a_loan(changes: dict[str, Any], codes: list[str]) -> None:
    assert [finding.code for finding in pledge_findings(pledge(**changes))] == [f"deposit.{code}" for code in codes]


HALVES = ((Fraction(1, 2), Fraction(1, 2)),)


@pytest.mark.parametrize(
    ("balance", "blocked"),
    [
        pytest.param(1_000, 300, id="nothing paid back"),
        pytest.param(501, 300, id="just under half"),
        pytest.param(500, 150, id="half paid back sets half free"),
        pytest.param(0, 0, id="all paid back"),
    ],
)
def test_a_lien_is_set_free_as_the_loan_falls(balance: int, blocked: int) -> None:
    assert Lien(usd(300), HALVES).blocked(usd(1_000), usd(balance)) == usd(blocked)


def test_a_lien_makes_a_loan_dearer_and_steps_make_it_cheaper() -> None:
    agreed = soft_terms(basis=RateBasis.FLAT_TOTAL, rate_percent=Fraction(10))
    plain, stepped = lien_price(agreed, Lien(usd(300))), lien_price(agreed, Lien(usd(300), HALVES))
    assert plain.new_money == usd(700)
    assert [(on.month, amount) for on, amount in stepped.releases] == [(6, usd(150)), (11, usd(150))]
    free = lien_price(agreed, Lien(usd(0)))
    assert free.rate.value < stepped.rate.value < plain.rate.value
    assert told(plain.sheet())[0] == "Loan 1000.00 USD - blocked 300.00 USD - fees 0.00 USD = 700.00 USD of new money."
    with pytest.raises(NothingReceived, match=r"net received would be 0\.00 USD"):
        lien_price(agreed, Lien(usd(1_000)))


def receipts(*amounts: int, currency: str = "USD") -> list[Receipt]:
    """One a month from February 2026 on."""
    return [
        Receipt(add_months(date(2026, 2, 5), place), Money.of(amount, currency)) for place, amount in enumerate(amounts)
    ]


YEAR = (100, 120, 80, 100, 110, 90, 100, 100, 130, 100, 100, 70)
LAST = date(2027, 1, 10)


def test_at_most_half_of_the_lower_quartile_counts() -> None:
    """Twelve transfers; the third smallest is 90; half of it is 45, less 10 % for the exchange rate 40.50."""
    stays = evidence(receipts(*YEAR), LAST, sender_returns=False)
    assert (stays.median, stays.lower_quartile, stays.counted) == (Fraction(100_00), usd(90), usd(45))
    assert stays.variation == Decimal("0.16")
    abroad = evidence(receipts(*YEAR), LAST, haircut=Share.percent("10"), sender_returns=False)
    assert abroad.counted == usd("40.50")
    assert told(abroad.sheet())[-1] == (
        "50.0 % of that, for the transfers of a month, less 10.0 % for the exchange rate: 40.50 USD a month counts."
    )


def test_six_transfers_in_twelve_months_count_for_half_a_transfer_a_month() -> None:
    six = [receipt for place, receipt in enumerate(receipts(*[100] * 12)) if place % 2]
    assert evidence(six, LAST, sender_returns=False).counted == usd(25)
    assert [finding.code for finding in evidence(six[1:], LAST, sender_returns=False).findings] == [
        "remittance.too_few"
    ]


@pytest.mark.parametrize(
    ("returns", "code"),
    [pytest.param(True, "may_end", id="the sender is expected back"), pytest.param(None, "ask_sender", id="not known")],
)
def test_a_stream_that_may_end_does_not_count(returns: bool | None, code: str) -> None:
    made = evidence(receipts(*YEAR), LAST, sender_returns=returns)
    assert (made.counted, [finding.code for finding in made.findings]) == (usd(0), [f"remittance.{code}"])


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        pytest.param(
            lambda: evidence(receipts(*YEAR)[::-1], LAST, sender_returns=False),
            "receipts: 2026-12-05 is not after 2027-01-05; dates must follow one another.",
            id="dates out of order",
        ),
        pytest.param(
            lambda: evidence([*receipts(5), *receipts(5, currency="EUR")], LAST, sender_returns=False),
            "receipts: an amount in EUR in a fund in USD; every amount of a fund is in one currency, here USD.",
            id="two currencies",
        ),
        pytest.param(
            lambda: evidence(receipts(5), LAST, haircut=Share.percent("5"), sender_returns=False),
            "haircut: 5 % cannot be; for another currency it is from 10 % to 20 %.",
            id="a haircut that is too small",
        ),
    ],
)
def test_receipts_that_show_nothing_are_refused_in_one_sentence(made: Callable[[], object], sentence: str) -> None:
    with pytest.raises(BadTerms) as refusal:
        made()
    assert str(refusal.value) == sentence


def workers(count: int, amount: int = 200) -> list[Part]:
    return [Part(f"W{place:02}", usd(amount)) for place in range(1, count + 1)]


@pytest.mark.parametrize(
    ("fee", "turn", "fees"),
    [
        pytest.param("30", 0, ["1.50"] * 20, id="30 by 20 workers: 1.50 each"),
        pytest.param("31", 0, ["1.55"] * 20, id="31: 1.55 each, exactly"),
        pytest.param("31.03", 0, ["1.56"] * 3 + ["1.55"] * 17, id="three odd cents go to the first three"),
        pytest.param("31.03", 3, ["1.55"] * 3 + ["1.56"] * 3 + ["1.55"] * 14, id="next time to the next three"),
    ],
)
def test_the_fee_of_a_collective_transfer_is_shared(fee: str, turn: int, fees: list[str]) -> None:
    """Alone everyone would pay 12 (4.7)."""
    made = split(workers(20), usd(fee), sent=usd(4_000), alone=usd(12), turn=turn)
    assert [arrival.fee for arrival in made.arrivals] == [usd(part) for part in fees]
    assert made.saved == usd(240) - usd(fee)
    assert told(made.sheet())[-1] == "This list records the transfer. It never holds money."


def test_a_transfer_whose_parts_are_not_what_was_sent_is_refused() -> None:
    with pytest.raises(DoesNotReconcile) as refusal:
        split(workers(20), usd(30), sent=usd(4_001))
    assert str(refusal.value) == "sent: 4001.00 USD cannot be; it is the sum of all parts, 4000.00 USD."
    with pytest.raises(FeeAbovePart, match=r"it is more than the share of the fee, 1\.50 USD"):
        split([*workers(19), Part("last", usd(1))], usd(30), sent=usd(3_801))
    with pytest.raises(BadFund, match="shared by two people or more"):
        split(workers(1), usd(30), sent=usd(200))


def test_every_sentence_is_there_in_english_french_and_urdu() -> None:
    assert missing_codes(texts(ROOM, "en"), ROOM, ("fr", "ur")) == {}
    assert uneven_codes(ROOM, ("fr", "ur")) == {}


def test_the_shared_vectors_come_out_to_the_printed_digit(shared_data: Path) -> None:
    file = shared_data / "finance-vectors" / "finance_vectors.json"
    vectors = {case["id"]: case for case in json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["funds"]}

    case = vectors["rlf"]
    amounts = {"grants": "grants", "income": "income", "administration": "admin", "written_off": "writeoff"}
    amounts |= {"disbursed": "disbursed", "outstanding": "outstanding"}
    made = fund_metrics(books(**{ours: usd(case[theirs]) for ours, theirs in amounts.items()}))
    assert made.real_erosion is not None
    assert made.utilisation is not None
    assert made.capital == usd(case["capital"])
    assert percent(made.nominal_erosion.fraction, 3) == case["nominal_erosion_pct"]
    assert percent(made.real_erosion.fraction, 3) == case["real_15_pct"]
    assert rounded(made.revolving_rate, 4) == case["revolving"]
    assert percent(made.utilisation.fraction, 2) == case["utilisation_pct"]

    case = vectors["claim"]
    agreed = facility(coverage=Share(Fraction(case["coverage"])))
    loan = replace(late_loan(), outstanding=usd(case["outstanding"]))
    paid = claim(agreed, loan, ON, usd(200_000), usd(0))
    back = recovery(paid, usd(case["recovery"]), usd(case["cost"]))
    assert paid.paid == usd(case["claim"])
    assert (back.guarantor_loses, back.lender_loses) == (usd(case["guarantor_final"]), usd(case["lender_final"]))

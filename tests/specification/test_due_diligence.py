"""Ratios of lenders and the scorecard by which they are chosen, figure by figure.

Sources: responsible-finance rules, 3.2 (published and computed examples) and 3.3; Knowledge Paper 1, 4.2.3 (R23 to
R27).
"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sankofa.kernel.finding import Weight
from sankofa.kernel.money import CurrencyMismatch, Money
from sankofa.kernel.share import Share
from sankofa.lenders.rules import frameworks, ratios
from sankofa.lenders.rules.due_diligence import (
    Answer,
    BadAnswer,
    BadFramework,
    Framework,
    Indicator,
    Kind,
    NotAllowed,
    Quarter,
    Status,
    VerifiedBy,
    check_may_become,
    may_become,
    points,
    reasons_to_suspend,
    scorecard,
    sheet,
)
from sankofa.lenders.rules.products import Product, RateBasis, gaps
from sankofa.lenders.rules.ratios import Colour, NegativeFigure, OutstandingLoan, portfolio_at_risk

VECTORS = Path(__file__).resolve().parents[2].parent / "shared/data/finance-vectors/finance_vectors.json"
ON = date(2026, 3, 2)


def xof(amount: int) -> Money:
    return Money(amount, "XOF")


SIX_LOANS = [
    OutstandingLoan(xof(principal), late)
    for principal, late in [(600, 0), (450, 12), (400, 35), (100, 95), (900, 0), (350, 31)]
]


@pytest.mark.parametrize(
    ("days", "percent", "colour"),
    [
        pytest.param(1, "46.43 %", None, id="PAR1"),
        pytest.param(30, "30.36 %", Colour.RED, id="PAR30-by-what-is-outstanding-not-the-count-which-is-50"),
        pytest.param(90, "3.57 %", None, id="PAR90"),
    ],
)
def test_the_portfolio_at_risk_of_six_loans(days: int, percent: str, colour: Colour | None) -> None:
    found = portfolio_at_risk(SIX_LOANS, days, "XOF")
    assert found.percent == percent
    assert found.colour is colour


def test_a_renegotiated_loan_is_at_risk_even_when_nothing_is_late() -> None:
    loans = [*SIX_LOANS[:1], OutstandingLoan(xof(200), 0, renegotiated=True)]
    assert portfolio_at_risk(loans, 30, "XOF").percent == "25.00 %"


def test_a_loan_exactly_thirty_days_late_is_not_yet_at_risk() -> None:
    assert portfolio_at_risk([OutstandingLoan(xof(100), 30)], 30, "XOF").percent == "0.00 %"


def test_the_published_and_the_computed_self_sufficiency() -> None:
    published = ratios.operating_self_sufficiency(xof(2_710_000), xof(1_340_000), xof(140_000), xof(650_000))
    assert published.percent == "127.23 %"
    computed = ratios.operating_self_sufficiency(xof(320), xof(90), xof(25), xof(180))
    assert (computed.percent, computed.colour) == ("108.47 %", Colour.AMBER)
    imputed = ratios.imputed_cost_of_capital(xof(10_000_000), Share.percent(30), Share.percent(5))
    assert imputed == xof(150_000)
    with_it = ratios.financial_self_sufficiency(xof(2_710_000), xof(1_340_000), xof(140_000), xof(650_000), imputed)
    assert with_it.percent == "118.86 %"


def test_the_other_computed_ratios() -> None:
    assert ratios.portfolio_yield(xof(280), xof(1_000), xof(1_200)).percent == "25.45 %"
    assert ratios.write_off(xof(14), xof(1_000), xof(1_200)).percent == "1.27 %"
    assert ratios.cost_per_borrower(xof(180_000), 900, 1_100) == xof(180)
    kept = ratios.retention(active_start=900, active_end=1_100, new=380)
    assert (kept.percent, kept.colour) == ("85.94 %", Colour.GREEN)
    assert ratios.retention_follow_on(40, 80).percent == "50.00 %"
    assert ratios.operating_expense(xof(110), xof(1_000), xof(1_200)).percent == "10.00 %"
    assert ratios.return_on_assets(xof(80), xof(1_000), xof(1_000)).colour is Colour.AMBER
    assert ratios.risk_coverage(xof(80), xof(100)).colour is Colour.GREEN
    assert ratios.average_balance(xof(1_000), 3) == xof(333)
    assert ratios.borrowers_per_officer(501, 1) is Colour.AMBER
    risk = ratios.total_risk(portfolio_at_risk(SIX_LOANS, 90, "XOF"), ratios.write_off(xof(14), xof(1_000), xof(1_200)))
    assert risk.percent == "4.84 %"


def test_the_ratios_of_the_finance_vectors_come_out_to_the_printed_digit() -> None:
    if not VECTORS.exists():
        pytest.skip("the folder ../shared/data is not here")
    published, books = json.loads(VECTORS.read_text(encoding="utf-8"), parse_float=Decimal)["mfi_ratios"]
    parts = (published[name] for name in ("income", "fin_exp", "impairment", "opex"))
    oss = ratios.operating_self_sufficiency(*map(xof, parts))
    assert oss.percent == f"{published['oss_pct']} %"
    loans = [OutstandingLoan(xof(principal), late) for principal, late in books["loans"]]
    for days in (1, 30, 90):
        share = portfolio_at_risk(loans, days, "XOF").share
        assert share is not None
        assert round(share.fraction * 100, 3) == Fraction(books[f"par{days}_pct"])


@pytest.mark.parametrize(
    "found",
    [
        ratios.write_off(xof(5), xof(0), xof(0)),
        ratios.retention(0, 0, 0),
        ratios.ratio("oss", "…", None, xof(5)),
        portfolio_at_risk([], 30, "XOF"),
    ],
)
def test_a_ratio_of_nothing_is_not_known_rather_than_zero(found: ratios.Ratio) -> None:
    assert found.share is None
    assert found.percent == "-"
    assert found.finding().code.endswith("_none")


def test_figures_below_zero_and_two_currencies_are_refused() -> None:
    with pytest.raises(NegativeFigure):
        OutstandingLoan(xof(-1), 0)
    with pytest.raises(NegativeFigure):
        OutstandingLoan(xof(1), -1)
    with pytest.raises(CurrencyMismatch):
        portfolio_at_risk([*SIX_LOANS, OutstandingLoan(Money(1, "NGN"), 0)], 30, "XOF")


# The scorecard

SMALL = Framework(
    "small",
    "1",
    (
        Indicator("licence", "gates", Kind.DOCUMENT, gate=True),
        Indicator("protection", "care", Kind.ORDINAL, Fraction(35), months_valid=24),
        Indicator("par30", "health", Kind.RATIO, Fraction(20), limits=ratios.LIMITS["par30"]),
        Indicator("training", "help", Kind.YES_NO, Fraction(45)),
    ),
)


def answer(code: str, value: str | int, by: VerifiedBy = VerifiedBy.REVIEWER, on: date = date(2026, 1, 5)) -> Answer:
    return Answer(code, Fraction(value), on, by)


FULL = [answer("licence", 1), answer("protection", 2), answer("par30", "0.08"), answer("training", 1)]


def test_the_score_is_the_weighted_mean_of_what_is_answered() -> None:
    found = scorecard(SMALL, FULL, ON)
    assert found.score is not None
    # 35 x 2/3 + 20 x 1/2 + 45 x 1 of 100
    assert found.score.fraction == Fraction(235, 300)
    assert found.coverage.fraction == 1
    assert found.may_be_approved
    assert found.valid_until == date(2027, 1, 5)


def test_an_answer_nobody_gave_lowers_the_coverage_and_not_the_score() -> None:
    found = scorecard(SMALL, [answer("licence", 1), answer("protection", 3), answer("training", 1)], ON)
    assert found.score is not None
    assert found.score.fraction == 1
    assert found.coverage.fraction == Fraction(80, 100)
    assert found.has_grade
    less = scorecard(SMALL, [answer("licence", 1), answer("par30", "0.01"), answer("training", 1)], ON)
    assert less.coverage.fraction == Fraction(65, 100)
    assert not less.has_grade
    assert not less.may_be_approved


def test_what_the_lender_says_of_itself_counts_two_thirds_at_most() -> None:
    protection, training = SMALL.indicators[1], SMALL.indicators[3]
    assert points(protection, answer("protection", 3, VerifiedBy.SELF)) == Fraction(2, 3)
    assert points(protection, answer("protection", 1, VerifiedBy.SELF)) == Fraction(1, 3)
    assert points(training, answer("training", 1, VerifiedBy.THIRD_PARTY)) == 1


@pytest.mark.parametrize(
    ("licence", "failed", "open_gates"),
    [
        pytest.param([answer("licence", 1)], (), (), id="holds"),
        pytest.param([answer("licence", 0)], ("licence",), (), id="fails"),
        pytest.param([], (), ("licence",), id="nobody-looked"),
        pytest.param([answer("licence", 1, on=date(2025, 3, 2))], (), ("licence",), id="run-out-to-the-day"),
        pytest.param([answer("licence", 1, on=date(2025, 3, 3))], (), (), id="valid-to-the-day"),
        pytest.param([answer("licence", 1, on=date(2026, 3, 3))], (), ("licence",), id="seen-tomorrow"),
        pytest.param(
            [answer("licence", 0, on=date(2025, 12, 1)), answer("licence", 1)], (), (), id="the-latest-look-counts"
        ),
        pytest.param(
            [answer("licence", 1), answer("licence", 0, on=date(2025, 12, 1))], (), (), id="in-whatever-order"
        ),
    ],
)
def test_a_gate_holds_whatever_the_score(
    licence: list[Answer], failed: tuple[str, ...], open_gates: tuple[str, ...]
) -> None:
    found = scorecard(SMALL, [*FULL[1:], *licence], ON)
    assert (found.failed, found.open_gates) == (failed, open_gates)
    assert found.may_be_approved is not bool(failed or open_gates)


def test_who_assesses_does_not_decide() -> None:
    found = scorecard(SMALL, FULL, ON)
    assert may_become(Status.REVIEWED, Status.APPROVED, found, "Awa", "Issa")
    with pytest.raises(NotAllowed):
        check_may_become(Status.REVIEWED, Status.APPROVED, found, "Awa", "Awa")


def test_no_lender_is_approved_through_a_closed_gate_or_from_a_draft() -> None:
    closed = scorecard(SMALL, [answer("licence", 0), *FULL[1:]], ON)
    unseen = scorecard(SMALL, FULL[1:], ON)
    assert not may_become(Status.REVIEWED, Status.APPROVED, closed, "Awa", "Issa")
    assert not may_become(Status.REVIEWED, Status.CONDITIONAL, closed, "Awa", "Issa")
    assert not may_become(Status.REVIEWED, Status.APPROVED, unseen, "Awa", "Issa")
    assert may_become(Status.REVIEWED, Status.CONDITIONAL, unseen, "Awa", "Issa")
    assert may_become(Status.REVIEWED, Status.REFUSED, closed, "Awa", "Issa")
    assert not may_become(Status.DRAFT, Status.APPROVED, scorecard(SMALL, FULL, ON), "Awa", "Issa")


@pytest.mark.parametrize(
    ("quarters", "codes"),
    [
        pytest.param([Quarter(Share.percent(11)), Quarter(Share.percent(11))], ["suspend.par30"], id="two-quarters"),
        pytest.param([Quarter(Share.percent(11)), Quarter(Share.percent(10))], [], id="back-at-ten"),
        pytest.param([Quarter(Share.percent(11))], [], id="one-quarter"),
        pytest.param([Quarter(Share.percent(11)), Quarter(None)], [], id="not-reported-is-not-late"),
        pytest.param([Quarter(None, 31)], ["suspend.complaint"], id="a-grave-complaint-31-days-open"),
        pytest.param([Quarter(None, 30)], [], id="30-days"),
        pytest.param([Quarter(None, price_changed_unannounced=True)], ["suspend.price"], id="hidden-price"),
        pytest.param([], [], id="nothing-reported"),
    ],
)
def test_new_referrals_stop_when_a_lender_slips(quarters: list[Quarter], codes: list[str]) -> None:
    assert [finding.code for finding in reasons_to_suspend(quarters)] == codes


def test_the_sheet_puts_what_stops_first() -> None:
    lines = sheet(scorecard(SMALL, [answer("licence", 0), answer("training", 1)], ON))
    assert [line.weight for line in lines] == sorted(line.weight for line in lines)
    assert lines[0].code == "gate.failed"
    assert lines[0].weight is Weight.BARRIER


@pytest.mark.parametrize(
    "wrong", [answer("unheard_of", 1), answer("protection", 4), answer("training", "0.5"), answer("licence", 2)]
)
def test_an_answer_that_does_not_fit_is_refused(wrong: Answer) -> None:
    with pytest.raises(BadAnswer):
        scorecard(SMALL, [wrong], ON)


def test_a_framework_without_sense_is_refused() -> None:
    with pytest.raises(BadFramework):
        replace(SMALL, indicators=(*SMALL.indicators, SMALL.indicators[0]))
    with pytest.raises(BadFramework):
        Framework("none", "1", (SMALL.indicators[0],))
    with pytest.raises(BadFramework):
        Framework("ratio", "1", (Indicator("x", "y", Kind.RATIO, Fraction(1)),))


def test_the_shipped_framework_weighs_as_published() -> None:
    weights: dict[str, Fraction] = {}
    for indicator in frameworks.MFI.indicators:
        weights[indicator.dimension] = weights.get(indicator.dimension, Fraction(0)) + indicator.weight
    assert weights == {
        "gates": 0,
        "client_protection": 35,
        "price": 15,
        "portfolio_and_health": 20,
        "holistic_support": 10,
        "attitude_and_access": 15,
        "track_record": 5,
    }
    assert sum(indicator.gate for indicator in frameworks.MFI.indicators) == 9


def test_a_bank_is_not_asked_for_its_portfolio_at_risk() -> None:
    codes = {indicator.code for indicator in frameworks.BANK.indicators}
    assert "par30" not in codes
    assert {"licence", "public_tariff", "complaint_body", "no_identity_documents"} <= codes


# The mapping of products


def test_a_rate_without_a_basis_cannot_be_priced() -> None:
    assert gaps(Product("P1", rate_percent=Fraction(15)))[0].code == "product.no_basis"
    stated = Product("P1", rate_percent=Fraction(15), rate_basis=RateBasis.FLAT_YEAR)
    assert [finding.code for finding in gaps(stated)] == ["product.gaps"]
    assert "fees" in gaps(stated)[0].facts["missing"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("day", "offered"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)],
)
def test_terms_hold_from_a_day_until_another(day: date, offered: bool) -> None:
    assert Product("P1", from_=date(2026, 1, 1), until=date(2026, 7, 1)).is_offered_on(day) is offered

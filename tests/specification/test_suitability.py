"""Every rule of the paper on microcredit, R01 to R41, with an example that passes it and one that does not.

The examples start from one sound case (tests/sound_case.py) and change one fact.  Sources: Knowledge Paper 1 (2021),
quoted rule by rule; responsible-finance rules, 1.1 and 1.3.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sankofa.credit.rules import sharing, suitability, suitability_many, unknowns
from sankofa.credit.rules.fairness import Count, alerts
from sankofa.credit.rules.policy import DEFAULT, NG_SEAP, Policy
from sankofa.credit.rules.suitability import Outcome, Verdict, outcome_of, rule_of
from sankofa.credit.rules.terms import (
    Alternative,
    BusinessStatus,
    Case,
    CashMonth,
    DueDiligence,
    EarlierLoan,
    Grant,
    Grounds,
    Group,
    Guarantor,
    Interest,
    Override,
    Payment,
    Plan,
    Purpose,
    Source,
    Topic,
    Viability,
    Went,
    Wish,
)
from sankofa.debts.rules.terms import Answer, Bond, Form, Lender, Pledge, Pressure, Standing
from sankofa.kernel.finding import Weight
from sankofa.kernel.money import Money
from tests.sound_case import (
    NO,
    OFFER,
    ON,
    SOUND,
    UNCLE,
    UNKNOWN,
    YES,
    at_home,
    counselled,
    income,
    offered,
    owing,
    sound,
    xof,
)

ALTERNATIVES = SOUND.alternatives


def verdict(case: Case, on: date, policy: Policy = DEFAULT) -> Verdict:
    """Return the verdict of the exact core, after checking that many at once say the same."""
    found = suitability.verdict(case, on, policy)
    together = suitability_many.verdicts([case], on, policy)
    assert together.codes(0) == {finding.code for finding in found.findings}
    assert together.outcome(0) is found.outcome
    return found


def codes(case: Case, **how: object) -> set[str]:
    return {finding.code for finding in verdict(case, ON, **how).findings}  # type: ignore[arg-type]


def without_topics(*topics: Topic) -> Case:
    return counselled(topics=frozenset(Topic) - set(topics))


def with_way(source: Source, covers: int, **facts: object) -> Case:
    others = tuple(other for other in ALTERNATIVES if other.source is not source)
    return sound(alternatives=(*others, Alternative(source, YES, xof(covers), **facts)))  # type: ignore[arg-type]


EARLY = sound(business=BusinessStatus.STARTED, grant=Grant.PART, viability=Viability.STRONG)
EX1 = Grounds(innovative=YES, substantial_seed_capital=YES, profit_or_jobs=YES, committee=frozenset({"A", "B"}))
EX2 = Grounds(in_value_chain=YES, written_evidence=YES, committee=frozenset({"A", "B"}))
SUPERVISED = Override("HS3", "Awa D.", "supervisor", "Clinic pays a steady wage", ON, date(2026, 4, 1))
FOR_HEALTH = sound(purposes=frozenset({Purpose.HEALTH}))
IN_A_GROUP = replace(offered(by_group=YES), group=Group(joint_meetings=4, rules_agreed=YES, each_member_passed=YES))
REPAID = EarlierLoan(xof(50_000), Went.REPAID, 0)
RUNNING = EarlierLoan(xof(50_000), Went.RUNNING, 0)
IN_NAIRA = replace(
    SOUND,
    currency="NGN",
    amount=Money.of(350_000, "NGN"),
    gap=Money.of(350_000, "NGN"),
    household=None,
    months=(),
    opening_cash=None,
    alternatives=(),
    business=BusinessStatus.STARTED,
    business_started_on=date(2026, 2, 1),
)


@pytest.mark.parametrize(
    ("passes", "fails", "code"),
    [
        pytest.param(SOUND, offered(instead_of_grant=YES), "R01", id="R01-a-loan-does-not-replace-the-grant"),
        pytest.param(SOUND, Case("XOF"), "ask.wish", id="R02-no-general-solution-nothing-known-is-not-suitable"),
        pytest.param(SOUND, sound(needs_assessed_on=None), "PR1", id="R03-needs-assessment-made"),
        pytest.param(
            sound(needs_assessed_on=date(2025, 9, 3)),
            sound(needs_assessed_on=date(2025, 9, 2)),
            "PR1",
            id="R03-needs-assessment-of-180-days-still-counts-181-not",
        ),
        pytest.param(
            with_way(Source.SAVINGS, 99_999),
            with_way(Source.SAVINGS, 100_000),
            "HS8.savings",
            id="R04-own-savings-first",
        ),
        pytest.param(
            with_way(Source.BANK, 100_000, costs_less_in_writing=NO),
            with_way(Source.BANK, 100_000, costs_less_in_writing=YES),
            "HS8.bank",
            id="R04-a-bank-with-a-lower-price-in-writing-first",
        ),
        pytest.param(
            with_way(Source.FAMILY_FRIENDS, 100_000),
            with_way(Source.UNUSED_GRANT, 100_000),
            "HS8.unused_grant",
            id="R04-family-never-fires-the-unused-grant-does",
        ),
        pytest.param(sound(gap=xof(1)), sound(gap=xof(0)), "HS11", id="R05-a-financing-gap-is-needed"),
        pytest.param(
            SOUND, sound(wants_to_run_business=Interest.UNCLEAR), "W01", id="R06-only-with-an-entrepreneurs-mind"
        ),
        pytest.param(SOUND, sound(plan=Plan.DRAFT), "PR5", id="R06-only-with-a-robust-plan"),
        pytest.param(SOUND, sound(trained_business=NO), "PR4.business", id="R07-no-capital-without-skills"),
        pytest.param(SOUND, at_home(essentials=xof(95_000)), "HS4", id="R08-nothing-left-after-essentials"),
        pytest.param(
            SOUND,
            replace(at_home(essentials=xof(60_000)), amount=xof(600_000), offer=replace(OFFER, least=xof(400_000))),
            "HS5",
            id="R08-payments-beyond-red-and-no-smaller-loan",
        ),
        pytest.param(
            SOUND,
            replace(at_home(essentials=xof(60_000)), amount=xof(600_000)),
            "HS5b",
            id="R08-payments-beyond-red-but-a-smaller-loan-fits",
        ),
        pytest.param(
            sound(amount=xof(600_000), offer=replace(OFFER, least=xof(225_000))),
            sound(amount=xof(600_000), offer=replace(OFFER, least=xof(225_001))),
            "HS5",
            id="R08-what-fits-is-exactly-the-least-the-lender-gives",
        ),
        pytest.param(
            at_home(basket=xof(20_000)),
            at_home(basket=xof(23_500)),
            "HS4.too_little",
            id="R08-the-local-basket-is-kept",
        ),
        pytest.param(
            sound(alternatives=(*ALTERNATIVES[:-1], Alternative(Source.PARTNER, NO))),
            sound(alternatives=ALTERNATIVES[:3]),
            "PR6.bank",
            id="R09-pros-and-cons-against-four-other-ways",
        ),
        pytest.param(
            sound(grant=Grant.NOT_ENTITLED, other_support_months=3),
            sound(grant=Grant.NOT_ENTITLED, other_support_months=2),
            "PR2.support",
            id="R10-on-top-of-other-support-never-alone",
        ),
        pytest.param(
            sound(grant=Grant.FULL), sound(grant=Grant.PENDING), "PR2", id="R11-the-grant-lays-the-foundation"
        ),
        pytest.param(
            sound(purposes=frozenset({Purpose.RENTAL_INCOME})), FOR_HEALTH, "HS3", id="R12-not-for-basic-needs"
        ),
        pytest.param(
            sound(purposes=frozenset({Purpose.STOCK})),
            sound(purposes=frozenset({Purpose.STOCK, Purpose.REPAY_DEBT})),
            "HS2",
            id="R13-not-to-pay-off-a-debt-not-even-in-part",
        ),
        pytest.param(
            replace(FOR_HEALTH, overrides=(SUPERVISED,)),
            replace(FOR_HEALTH, overrides=(replace(SUPERVISED, role="caseworker"),)),
            "HS3",
            id="R14-considered-flexibly-by-a-supervisor-with-a-reason",
        ),
        pytest.param(
            sound(business_started_on=date(2025, 9, 2)),
            sound(business_started_on=date(2025, 9, 3)),
            "PR3",
            id="R15-not-early-six-months-to-the-day",
        ),
        pytest.param(
            SOUND, sound(business=BusinessStatus.PLANNED), "PR3.start", id="R16-to-strengthen-a-business-that-runs"
        ),
        pytest.param(SOUND, sound(viability=Viability.WEAK), "PR5.weak", id="R16-a-promising-business"),
        pytest.param(replace(EARLY, grounds=EX1), EARLY, "PR3.start", id="R17-early-for-an-innovative-business"),
        pytest.param(
            replace(EARLY, grounds=EX2),
            replace(EARLY, grounds=replace(EX2, committee=frozenset({"A"}))),
            "PR2",
            id="R17-early-in-a-value-chain-with-a-committee-of-two",
        ),
        pytest.param(
            replace(EARLY, grounds=EX2),
            replace(EARLY, grounds=EX2, viability=Viability.PROMISING),
            "PR3.start",
            id="R17-early-only-for-a-business-found-strong",
        ),
        pytest.param(
            replace(EARLY, grant=Grant.PENDING, grounds=replace(EX2, grant_as_deposit_agreed=YES)),
            replace(EARLY, grant=Grant.PENDING, grounds=EX2),
            "PR2",
            id="R17-the-grant-as-deposit-only-when-agreed",
        ),
        pytest.param(
            IN_A_GROUP,
            replace(IN_A_GROUP, group=replace(IN_A_GROUP.group, joint_meetings=3)),
            "PR10",
            id="R18-a-group-that-knows-and-trusts-each-other",
        ),
        pytest.param(SOUND, without_topics(Topic.TOTAL_COST), "PR7.total_cost", id="R19-an-informed-decision"),
        pytest.param(counselled(taught_back=4), counselled(taught_back=3), "PR7", id="R19-told-back-in-own-words"),
        pytest.param(
            counselled(held_on=date(2026, 2, 27)),
            counselled(held_on=date(2026, 2, 28)),
            "PR7.think",
            id="R19-three-days-to-think",
        ),
        pytest.param(
            SOUND, without_topics(Topic.NOT_ASSISTANCE), "PR7.not_assistance", id="R20-an-opportunity-not-assistance"
        ),
        pytest.param(SOUND, without_topics(Topic.MUST_REPAY), "PR7.must_repay", id="R21-responsible-for-repaying"),
        pytest.param(SOUND, counselled(accepts_small_first_loan=NO), "PR8", id="R22-start-small-and-grow"),
        pytest.param(
            replace(counselled(accepts_small_first_loan=UNKNOWN), earlier=(REPAID,)),
            replace(counselled(accepts_small_first_loan=UNKNOWN), earlier=(RUNNING,)),
            "PR8",
            id="R22-who-paid-back-a-loan-began-small-already",
        ),
        pytest.param(SOUND, offered(due_diligence=DueDiligence.NONE), "HS9", id="R23-a-solid-institution-lends"),
        pytest.param(
            offered(lender_is_programme=YES, soft_loan_gate_passed=YES),
            offered(lender_is_programme=YES, soft_loan_gate_passed=NO),
            "HS9.programme",
            id="R23-the-programme-lends-only-with-expertise",
        ),
        pytest.param(SOUND, without_topics(Topic.WHO_LENDS), "PR7.who_lends", id="R24-who-lends-is-not-who-gives"),
        pytest.param(SOUND, offered(price_percent=None), "HS10.no_price", id="R25-the-product-is-mapped-and-priced"),
        pytest.param(
            offered(due_diligence_until=date(2026, 3, 3)),
            offered(due_diligence_until=ON),
            "HS9",
            id="R26-due-diligence-still-valid",
        ),
        pytest.param(
            SOUND, offered(due_diligence=DueDiligence.CONDITIONAL), "HS9", id="R27-the-assessment-ended-in-approval"
        ),
        pytest.param(
            offered(only_for_returnees=NO),
            offered(only_for_returnees=YES),
            "lender.only_returnees",
            id="R28-no-product-for-returnees-alone",
        ),
        pytest.param(
            replace(IN_NAIRA, registered=YES),
            replace(IN_NAIRA, registered=NO),
            "PR3.register",
            id="R30-Nigeria-registered",
        ),
        pytest.param(
            replace(IN_NAIRA, cycle=1),
            replace(IN_NAIRA, cycle=1, amount=Money.of(350_001, "NGN")),
            "W06",
            id="R31-Nigeria-first-loan-of-350000-at-most",
        ),
        pytest.param(replace(IN_NAIRA, cycle=4), replace(IN_NAIRA, cycle=5), "W06.loans", id="R31-Nigeria-four-loans"),
        pytest.param(
            replace(IN_NAIRA, cycle=3, borrowed_before=Money.of(650_000, "NGN")),
            replace(IN_NAIRA, cycle=3, borrowed_before=Money.of(650_001, "NGN")),
            "W06.total",
            id="R31-Nigeria-one-million-in-all",
        ),
        pytest.param(
            replace(IN_NAIRA, cycle=2, earlier=(EarlierLoan(Money.of(300_000, "NGN"), Went.REPAID),)),
            replace(IN_NAIRA, cycle=2, earlier=(EarlierLoan(Money.of(300_000, "NGN"), Went.RUNNING),)),
            "PR8.open",
            id="R31-Nigeria-further-loans-after-the-one-before-is-repaid",
        ),
        pytest.param(
            replace(IN_NAIRA, offer=replace(OFFER, guarantors=(Guarantor("A", NO, NO), Guarantor("B", NO, NO)))),
            replace(IN_NAIRA, offer=replace(OFFER, guarantors=(Guarantor("A", NO, NO),))),
            "lender.guarantors",
            id="R31-Nigeria-two-guarantors",
        ),
        pytest.param(
            offered(months_in_business_asked=9),
            offered(months_in_business_asked=12),
            "lender.months",
            id="R32-the-lenders-own-requirement-shown-as-the-lenders",
        ),
        pytest.param(SOUND, sound(documents=frozenset()), "PR9", id="R32-help-with-the-documents"),
        pytest.param(SOUND, owing(), "W02", id="R33-a-second-debt-extreme-caution"),
        pytest.param(owing(standing=Standing.REPAID), owing(), "W02", id="R33-a-debt-repaid-is-none"),
        pytest.param(SOUND, sound(wants_loan=Wish.NO), "HS1", id="R34-some-do-not-want-a-loan-at-all"),
        pytest.param(SOUND, sound(purposes=frozenset({Purpose.EDUCATION})), "HS3", id="R35-no-transfer-to-other-costs"),
        pytest.param(SOUND, sound(follow_up_agreed=UNKNOWN), "PR11", id="R36-closely-followed-in-the-first-months"),
        pytest.param(SOUND, sound(trained_money=UNKNOWN), "PR4.money", id="R36-accounting-saving-investing"),
        pytest.param(
            sound(
                alternatives=(*ALTERNATIVES[:3], Alternative(Source.MICROINSURANCE, NO), Alternative(Source.BANK, NO))
            ),
            sound(alternatives=ALTERNATIVES[:3]),
            "PR6.microsavings",
            id="R37-microinsurance-or-microsavings-instead",
        ),
        pytest.param(
            sound(alternatives=ALTERNATIVES),
            sound(alternatives=ALTERNATIVES[:3]),
            "PR6.savings_group",
            id="R40-a-savings-group-looked-at",
        ),
        pytest.param(SOUND, sound(follow_up_agreed=NO), "PR11", id="R41-pilots-are-monitored"),
    ],
)
def test_the_rule_passes_one_and_answers_the_other(passes: Case, fails: Case, code: str) -> None:
    policy = {"policy": NG_SEAP} if passes.currency == "NGN" else {}
    assert code not in codes(passes, **policy)
    assert code in codes(fails, **policy)


def test_R29_the_lender_decides_and_sees_only_what_was_agreed() -> None:
    assert sharing.for_the_lender(SOUND, ["amount", "business"]) == {"amount": xof(100_000), "business": "running"}
    assert sharing.for_the_lender(SOUND, []) == {}
    for field in ("debts", "verdict", "threatened_over_debt", "remigration_intention"):
        with pytest.raises(sharing.NotForLenders):
            sharing.for_the_lender(SOUND, ["amount", field])


def test_R38_jobs_and_local_plans_set_the_order_and_never_the_verdict() -> None:
    assert (
        sharing.priority(YES, YES) < sharing.priority(YES, NO) == sharing.priority(NO, YES) < sharing.priority(NO, NO)
    )
    assert not {"creates_jobs", "in_local_plan"} & set(Case.__dataclass_fields__)


@pytest.mark.parametrize(
    ("gate", "fired"),
    [
        pytest.param(YES, set(), id="gate-passed"),
        pytest.param(NO, {"HS9.programme"}, id="gate-not-passed"),
        pytest.param(UNKNOWN, {"ask.soft_loan"}, id="gate-not-looked-at"),
    ],
)
def test_R39_a_programme_lends_without_interest_only_through_the_gate(gate: Answer, fired: set[str]) -> None:
    assert codes(offered(lender_is_programme=YES, soft_loan_gate_passed=gate)) == fired


# The decision table beyond the paper's own words


@pytest.mark.parametrize(
    ("case", "code"),
    [
        pytest.param(sound(consent_withdrawn=YES), "HS1", id="HS1-consent-withdrawn"),
        pytest.param(owing(date_agreed=YES, overdue_days=31), "HS6.late", id="HS6-31-days"),
        pytest.param(owing(asked_back=YES), "HS6.asked_back", id="HS6-no-date-agreed-and-asked-back"),
        pytest.param(owing(pressure=frozenset({Pressure.THREATS})), "HS6.threat", id="HS6-threats"),
        pytest.param(sound(threatened_over_debt=YES), "HS6.threat", id="HS6-threats-told-apart-from-a-debt"),
        pytest.param(sound(self_harm_risk=YES), "HS6.harm", id="HS6-self-harm"),
        pytest.param(sound(sacrifices=3), "HS6.sacrifice", id="HS6-three-sacrifices"),
        pytest.param(sound(age_least=17), "HS7a", id="HS7a-doubt-counts-as-under"),
        pytest.param(sound(another_takes_or_threatens=YES), "HS7b", id="HS7b-private-talk-first"),
        pytest.param(offered(price_percent=Fraction("27.01")), "HS10", id="HS10-above-the-cap"),
        pytest.param(sound(bondage=YES), "HS12", id="HS12-bondage"),
        pytest.param(owing(bonds=frozenset({Bond.DOCUMENTS_HELD})), "HS12", id="HS12-documents-held"),
        pytest.param(
            offered(pledges=frozenset({Pledge.IDENTITY_DOCUMENT})), "W09.identity_document", id="W09-identity-document"
        ),
    ],
)
def test_a_stop_ends_in_not_suitable(case: Case, code: str) -> None:
    found = verdict(case, ON)
    assert code in {finding.code for finding in found.findings if finding.weight is Weight.BARRIER}
    assert found.outcome is Outcome.NOT_SUITABLE


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(owing(date_agreed=YES, overdue_days=30), id="HS6-30-days"),
        pytest.param(owing(pressure=frozenset({Pressure.REMINDERS})), id="HS6-reminders-are-no-threat"),
        pytest.param(sound(sacrifices=2), id="HS6-two-sacrifices"),
        pytest.param(sound(age_least=18), id="HS7a-eighteen"),
        pytest.param(sound(another_takes_or_threatens=YES, own_decision_on=ON), id="HS7b-own-decision-on-record"),
        pytest.param(offered(price_percent=Fraction(27)), id="HS10-at-the-cap"),
        pytest.param(owing(form=Form.MORAL), id="a-moral-debt-weighs-without-payments"),
    ],
)
def test_just_inside_the_limit_no_stop_fires(case: Case) -> None:
    assert verdict(case, ON).outcome in {Outcome.SUITABLE, Outcome.WITH_CONDITIONS}


LENDERS = tuple(
    replace(UNCLE, lender=lender, balance=xof(12_000)) for lender in (Lender.BANK, Lender.MICROFINANCE, Lender.FRIEND)
)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        pytest.param(sound(amount=xof(270_000)), "W03", id="W03-amber"),
        pytest.param(sound(debts=LENDERS), "W04", id="W04-two-formal-lenders"),
        pytest.param(sound(debts=(UNCLE, UNCLE)), "W04.informal", id="W04-informal-counted-apart"),
        pytest.param(
            sound(
                months=(CashMonth(xof(0), xof(0), xof(15_000)),) * 4
                + (CashMonth(xof(200_000), xof(0), xof(15_000)),) * 8
            ),
            "W05",
            id="W05-payments-in-empty-months",
        ),
        pytest.param(offered(first_cycle_cap=xof(99_999)), "W06", id="W06-first-cycle-cap"),
        pytest.param(sound(cycle=2, earlier=(RUNNING,)), "W06.open", id="W06-an-earlier-loan-still-runs"),
        pytest.param(
            sound(cycle=2, earlier=(replace(REPAID, worst_days_late=31),)), "W06.late", id="W06-the-last-one-was-late"
        ),
        pytest.param(
            sound(cycle=3, earlier=(EarlierLoan(xof(50_000), Went.GIVEN_UP), REPAID)),
            "W06.given_up",
            id="W06-one-was-never-paid-back",
        ),
        pytest.param(offered(median_price_percent=Fraction("17.87")), "W07", id="W07-over-one-and-a-half-medians"),
        pytest.param(offered(guarantors=(Guarantor("Moussa", YES, NO),)), "W08", id="W08-a-poor-relative"),
        pytest.param(offered(guarantors=(Guarantor("Moussa", NO, YES),)), "W08", id="W08-who-also-borrows"),
        pytest.param(offered(pledges=frozenset({Pledge.HOME})), "W09.home", id="W09-the-home"),
        pytest.param(sound(amount=xof(230_000)), "W10", id="W10-a-little-more-than-can-be-carried"),
        pytest.param(sound(accepts_interest=Wish.NO), "W11", id="no-interest-wanted"),
        pytest.param(
            with_way(Source.SAVINGS, 100_000, declined_because="It is for the school fees"),
            "HS8.declined",
            id="HS8-declined-knowingly",
        ),
    ],
)
def test_a_concern_ends_in_suitable_with_conditions(case: Case, code: str) -> None:
    found = verdict(case, ON)
    assert code in {finding.code for finding in found.findings}
    assert found.outcome is Outcome.WITH_CONDITIONS
    assert found.conditions is not None


def test_exactly_one_and_a_half_medians_is_not_dear() -> None:
    assert codes(offered(median_price_percent=Fraction("17.88"))) == set()


def test_where_the_local_basket_binds_the_loan_shrinks_to_it() -> None:
    found = verdict(at_home(basket=xof(22_000)), ON)
    # 95,000 - 4 x 22,000 = 7,000 a month, which pays for 74,027: in steps of 5,000
    assert found.capacity is not None
    assert found.capacity.limit_that_binds == "basket"
    assert {finding.code: finding.facts["amount"] for finding in found.findings} == {"HS5b": xof(70_000)}


def test_all_findings_are_reported_not_only_the_first() -> None:
    case = sound(wants_loan=Wish.NO, purposes=frozenset({Purpose.REPAY_DEBT, Purpose.HEALTH}), trained_money=NO)
    assert {"HS1", "HS2", "HS3", "PR4"} <= verdict(case, ON).rules


def test_the_gravest_finding_decides_and_comes_first() -> None:
    found = verdict(sound(wants_loan=Wish.NO, trained_money=NO, debts=(UNCLE,)), ON)
    assert [finding.weight for finding in found.findings] == sorted(finding.weight for finding in found.findings)
    assert found.outcome is Outcome.NOT_SUITABLE
    assert outcome_of([]) is Outcome.SUITABLE


def test_the_sound_case_is_suitable_and_counts_ninety_days() -> None:
    found = verdict(SOUND, ON)
    assert found.outcome is Outcome.SUITABLE
    assert found.findings == ()
    assert found.valid_until == date(2026, 5, 31)
    assert found.is_valid_on(date(2026, 5, 30))
    assert not found.is_valid_on(date(2026, 5, 31))
    assert str(found.known).startswith("100 %")


# Unknown is never a pass and never a stop

UNKNOWNS = [
    pytest.param(sound(wants_loan=Wish.UNKNOWN), "ask.wish", id="wish"),
    pytest.param(sound(wants_loan=Wish.UNSURE), "ask.sure", id="not-sure"),
    pytest.param(sound(purposes=None), "ask.purpose", id="purpose"),
    pytest.param(sound(household=None), "ask.household", id="household"),
    pytest.param(at_home(is_head=UNKNOWN), "ask.head", id="head"),
    pytest.param(sound(debts=None), "ask.debts", id="debts"),
    pytest.param(owing(balance=None), "ask.debt_amounts", id="debt-amount"),
    pytest.param(owing(standing=Standing.UNKNOWN), "ask.debt_standing", id="debt-standing"),
    pytest.param(owing(date_agreed=YES), "ask.debt_late", id="days-late"),
    pytest.param(owing(asked_back=UNKNOWN), "ask.debt_late", id="asked-back"),
    pytest.param(owing(pressure=None), "ask.debt_pressure", id="pressure"),
    pytest.param(owing(bonds=None), "ask.debt_bonds", id="bonds"),
    pytest.param(sound(amount=None), "ask.amount", id="amount"),
    pytest.param(offered(rate_percent=None), "ask.terms", id="terms"),
    pytest.param(offered(least=None), "ask.least", id="least"),
    pytest.param(sound(threatened_over_debt=UNKNOWN), "ask.threats", id="threats"),
    pytest.param(sound(self_harm_risk=UNKNOWN), "ask.harm", id="harm"),
    pytest.param(sound(sacrifices=None), "ask.sacrifices", id="sacrifices"),
    pytest.param(sound(age_least=None), "ask.age", id="age"),
    pytest.param(sound(another_takes_or_threatens=UNKNOWN), "ask.own_choice", id="own-choice"),
    pytest.param(sound(alternatives=ALTERNATIVES[1:]), "ask.own_money", id="savings"),
    pytest.param(
        with_way(Source.BANK, 100_000, costs_less_in_writing=UNKNOWN), "ask.cheaper_money", id="price-of-the-bank"
    ),
    pytest.param(offered(lender=""), "ask.offer", id="no-offer-yet"),
    pytest.param(offered(due_diligence=DueDiligence.UNKNOWN), "ask.lender", id="due-diligence"),
    pytest.param(offered(due_diligence_until=None), "ask.lender", id="due-diligence-without-end"),
    pytest.param(offered(lender_is_programme=UNKNOWN), "ask.who_lends", id="who-lends"),
    pytest.param(offered(instead_of_grant=UNKNOWN), "ask.instead_of_grant", id="instead-of-grant"),
    pytest.param(offered(price_cap_percent=None), "ask.price_cap", id="price-cap"),
    pytest.param(sound(gap=None), "ask.gap", id="gap"),
    pytest.param(sound(bondage=UNKNOWN), "ask.bondage", id="bondage"),
    pytest.param(offered(pledges=None), "ask.pledges", id="pledges"),
    pytest.param(sound(grant=Grant.UNKNOWN), "ask.grant", id="grant"),
    pytest.param(sound(business=BusinessStatus.UNKNOWN), "ask.business", id="business"),
    pytest.param(sound(business_started_on=None), "PR3.since", id="business-age"),
    pytest.param(offered(documents_asked=None), "ask.documents", id="documents"),
    pytest.param(offered(by_group=UNKNOWN), "ask.group", id="group"),
    pytest.param(sound(accepts_interest=Wish.UNSURE), "ask.interest", id="interest"),
    pytest.param(sound(months=()), "ask.months", id="months"),
    pytest.param(sound(cycle=None), "ask.cycle", id="cycle"),
    pytest.param(offered(median_price_percent=None), "ask.prices_here", id="prices-here"),
    pytest.param(offered(guarantors=None), "ask.guarantors", id="guarantors"),
]


@pytest.mark.parametrize(("case", "code"), UNKNOWNS)
def test_what_nobody_has_asked_is_neither_a_pass_nor_a_stop(case: Case, code: str) -> None:
    found = verdict(case, ON)
    assert code in {finding.code for finding in found.findings}
    assert found.outcome in {Outcome.NOT_YET, Outcome.WITH_CONDITIONS}


def test_every_question_has_an_example_here() -> None:
    shown = {parameter.values[1] for parameter in UNKNOWNS} | {"ask.soft_loan"}
    assert {f"ask.{question.code}" for question in unknowns.QUESTIONS} <= shown


def test_of_a_person_nothing_is_known_about_everything_is_asked_and_nothing_stops() -> None:
    found = verdict(Case("XOF"), ON)
    assert found.outcome is Outcome.NOT_YET
    assert found.known.fraction < Fraction(1, 2)


# Overrides

CARRIED: Any = replace(owing(interest=YES, yearly_cost_percent=Fraction(60)), purposes=frozenset({Purpose.REPAY_DEBT}))


def signed(
    rule: str, role: str, by: str = "Awa D.", reason: str = "Seen together", until: date = date(2026, 4, 1)
) -> Override:
    return Override(rule, by, role, reason, ON, until)


@pytest.mark.parametrize(
    ("case", "overrides", "holds"),
    [
        pytest.param(FOR_HEALTH, [signed("HS3", "supervisor")], True, id="HS3-by-a-supervisor"),
        pytest.param(FOR_HEALTH, [signed("HS3", "supervisor", reason=" ")], False, id="HS3-without-a-reason"),
        pytest.param(FOR_HEALTH, [signed("HS3", "supervisor", until=ON)], False, id="HS3-over"),
        pytest.param(
            FOR_HEALTH, [signed("HS3", "supervisor", until=date(2026, 6, 1))], False, id="HS3-longer-than-a-verdict"
        ),
        pytest.param(
            sound(purposes=frozenset({Purpose.MIGRATION})),
            [signed("HS3", "supervisor")],
            False,
            id="HS3-never-for-a-new-migration",
        ),
        pytest.param(CARRIED, [signed("HS2", "supervisor")], True, id="HS2-carried-and-cheaper"),
        pytest.param(
            replace(CARRIED, debts=(replace(UNCLE, interest=NO),)),
            [signed("HS2", "supervisor")],
            False,
            id="HS2-the-old-debt-costs-nothing",
        ),
        pytest.param(
            replace(CARRIED, debts=(replace(CARRIED.debts[0], yearly_cost_percent=Fraction("26.82")),)),
            [signed("HS2", "supervisor")],
            False,
            id="HS2-the-old-debt-costs-as-much",
        ),
        pytest.param(
            FOR_HEALTH,
            [replace(signed("HS3", "supervisor"), given_on=date(2026, 2, 1), expires_on=ON)],
            False,
            id="HS3-ended-today",
        ),
        pytest.param(
            replace(CARRIED, amount=xof(900_000)), [signed("HS2", "supervisor")], False, id="HS2-burden-above-amber"
        ),
        pytest.param(
            sound(threatened_over_debt=YES),
            [signed("HS6", "supervisor"), signed("HS6", "protection_officer", "Issa K.")],
            True,
            id="HS6-by-both",
        ),
        pytest.param(sound(threatened_over_debt=YES), [signed("HS6", "supervisor")], False, id="HS6-by-one"),
        pytest.param(
            sound(threatened_over_debt=YES),
            [signed("HS6", "supervisor"), signed("HS6", "protection_officer")],
            False,
            id="HS6-one-person-in-two-roles",
        ),
        pytest.param(sound(trained_money=NO), [signed("PR4", "counsellor")], True, id="PR4-skill-shown-otherwise"),
        pytest.param(at_home(essentials=xof(95_000)), [signed("HS4", "supervisor")], False, id="HS4-never"),
        pytest.param(sound(bondage=YES), [signed("HS12", "supervisor")], False, id="HS12-never"),
        pytest.param(sound(wants_loan=Wish.NO), [signed("HS1", "supervisor")], False, id="HS1-never"),
    ],
)
def test_a_rule_is_set_aside_only_by_the_right_people_on_the_right_grounds(
    case: Case, overrides: list[Override], holds: bool
) -> None:
    found = verdict(replace(case, overrides=tuple(overrides)), ON)
    rule = overrides[0].rule
    assert (rule in found.rules) is not holds
    assert (rule in {rule_of(finding) for finding in found.set_aside}) is holds
    assert holds or any(finding.code.startswith("override.") for finding in found.findings)


def test_a_verdict_ends_with_the_override_it_rests_on() -> None:
    found = verdict(replace(FOR_HEALTH, overrides=(signed("HS3", "supervisor"),)), ON)
    assert found.outcome is Outcome.SUITABLE
    assert found.valid_until == date(2026, 4, 1)


# What a household can carry: the Mali-like household of the responsible-finance rules, 1.6

MALI = replace(
    SOUND,
    amount=xof(150_000),
    debts=(replace(UNCLE, balance=xof(100_000), horizon_months=12),),
    household=replace(
        at_home().household,  # type: ignore[type-var]
        incomes=(income(50_000), income(10_000, "other"), income(35_000, "other", "wage")),
        essentials=xof(62_000),
        size=5,
        is_head=NO,
    ),
    offer=replace(OFFER, instalments=6),
    months=(),
)


def test_the_household_of_the_mali_example_is_offered_35000() -> None:
    found = verdict(MALI, ON)
    by_code = {finding.code: finding for finding in found.findings}
    assert by_code["HS5b"].facts["amount"] == xof(35_000)
    assert found.conditions is not None
    assert found.conditions.amount_max == xof(35_000)
    assert found.conditions.instalment_max == xof(6_366)


def test_the_same_household_is_stopped_where_the_lender_gives_no_less_than_40000() -> None:
    found = verdict(replace(MALI, offer=replace(MALI.offer, least=xof(40_000))), ON)
    stop = next(finding for finding in found.findings if finding.code == "HS5")
    assert stop.facts["x"] == 168  # 167.2 of every 100 left, rounded up


def test_payments_may_follow_the_harvest() -> None:
    harvest = (Payment(7, xof(65_000)), Payment(12, xof(65_000)))
    lean = CashMonth(xof(10_000), xof(40_000), xof(45_000))
    full = CashMonth(xof(120_000), xof(40_000), xof(45_000))
    months = (*(lean,) * 5, full, *(lean,) * 5, full)
    monthly = verdict(sound(months=months), ON)
    seasonal = verdict(replace(offered(payments=harvest), months=months), ON)
    assert "W05" in monthly.rules
    assert "W05" not in seasonal.rules


# Fairness


def test_a_group_stopped_twice_as_often_is_noticed() -> None:
    groups = {"women": Count(100, 40), "men": Count(200, 40), "not recorded": Count(10, 9)}
    assert {(finding.code, finding.facts["group"]) for finding in alerts(groups)} == {
        ("fairness.more", "women"),
        ("fairness.less", "men"),
    }


@pytest.mark.parametrize(
    ("groups", "noticed"),
    [
        pytest.param({"a": Count(100, 25), "b": Count(100, 20)}, False, id="1.25-is-still-even"),
        pytest.param({"a": Count(100, 26), "b": Count(100, 20)}, True, id="1.30-is-not"),
        pytest.param({"a": Count(29, 29), "b": Count(100, 0)}, False, id="29-people-are-too-few"),
        pytest.param({"a": Count(30, 30), "b": Count(30, 0)}, True, id="30-people-are-enough"),
    ],
)
def test_even_treatment_lies_between_four_fifths_and_five_quarters(groups: dict[str, Count], noticed: bool) -> None:
    assert bool(alerts(groups)) is noticed

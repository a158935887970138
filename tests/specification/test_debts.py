"""Debts as people tell them: what follows the six questions, what is left, what cannot be, what they take of a home.

Sources: the questionnaire of the debt studies (Mali 2020; Returning to Debt 2022); responsible-finance rules, 1.5.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sankofa.debts.rules import roster
from sankofa.debts.rules.budget import Budget, budget_from, budget_to
from sankofa.debts.rules.burden import BurdenPolicy
from sankofa.debts.rules.first_talk import (
    Next,
    Owes,
    Presence,
    Six,
    Strain,
    may_ask_of_pressure,
    next_after,
    six_from,
    six_to,
)
from sankofa.debts.rules.home import HomeOwes, Member, home_owes
from sankofa.debts.rules.household import IncomeKind
from sankofa.debts.rules.measures import Measures, measures, owed
from sankofa.debts.rules.roster import (
    Change,
    ChangeKind,
    Effect,
    Extra,
    Pressed,
    Told,
    as_it_stands,
    balance,
    faults,
    faults_of_all,
    faults_of_change,
    is_under_threat,
    other_rhythm,
    standing,
)
from sankofa.debts.rules.terms import Answer, Bond, Debt, Form, Frequency, Lender, Pledge, Pressure, Purpose, Standing
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.share import Share

ON = date(2026, 11, 22)
POLICY = BurdenPolicy()


def xof(minor: int) -> Money:
    return Money(minor, "XOF")


LENT = date(2024, 3, 1)
LOAN = Told(Lender.RELATIVE, Form.MONEY, amount=xof(100_000), repaid_before=xof(25_000), lent_on=LENT)


@pytest.mark.parametrize(
    ("six", "expected"),
    [
        pytest.param(Six(Owes.NEVER), Next.NOTHING, id="never-owed"),
        pytest.param(Six(Owes.PAID, wants_help=Answer.YES), Next.NOTHING, id="all-is-paid"),
        pytest.param(Six(Owes.YES, strain=Strain.OFTEN), Next.ROSTER, id="owes-and-it-weighs"),
        pytest.param(Six(Owes.YES, strain=Strain.NO, wants_help=Answer.YES), Next.ROSTER, id="owes-and-wants-help"),
        pytest.param(Six(Owes.YES, strain=Strain.NO, wants_help=Answer.NO), Next.NOTHING, id="owes-and-is-at-ease"),
        pytest.param(Six(Owes.YES), Next.ROSTER, id="owes-and-the-strain-is-not-known"),
        pytest.param(Six(Owes.YES, strain=Strain.NO), Next.ROSTER, id="no-strain-help-not-asked"),
        pytest.param(Six(), Next.ASK_AGAIN, id="nothing-known"),
        pytest.param(Six(Owes.NOT_SAID), Next.ASK_AGAIN, id="prefers-not-to-say"),
        pytest.param(Six(Owes.NOT_SAID, wants_help=Answer.YES), Next.ROSTER, id="does-not-say-but-wants-help"),
    ],
)
def test_the_roster_follows_only_where_debts_matter(six: Six, expected: Next) -> None:
    assert next_after(six) is expected


@pytest.mark.parametrize(
    ("present", "may"),
    [
        pytest.param(Presence.ALONE, True, id="alone"),
        pytest.param(Presence.SMALL_CHILD, True, id="with-a-small-child"),
        pytest.param(Presence.OTHERS, False, id="others-can-hear"),
    ],
)
def test_pressure_and_ransom_are_asked_only_where_nobody_else_can_hear(present: Presence, may: bool) -> None:
    assert may_ask_of_pressure(present) is may


def change(kind: ChangeKind, minor: int | None = None, day: int = 1) -> Change:
    return Change(kind, date(2026, 5, day), None if minor is None else xof(minor))


@pytest.mark.parametrize(
    ("told", "changes", "left", "state"),
    [
        pytest.param(LOAN, [], 75_000, Standing.OWED, id="as-told"),
        pytest.param(replace(LOAN, still_owed=xof(90_000)), [], 90_000, Standing.OWED, id="they-say-what-is-left"),
        pytest.param(replace(LOAN, repaid_before=None), [], None, Standing.OWED, id="repaid-not-known"),
        pytest.param(replace(LOAN, amount=None), [], None, Standing.OWED, id="amount-not-known"),
        pytest.param(LOAN, [change(ChangeKind.REPAID, 5_000)], 70_000, Standing.OWED, id="repaid-since"),
        pytest.param(LOAN, [change(ChangeKind.REPAID, 75_000)], 0, Standing.REPAID, id="repaid-whole"),
        pytest.param(LOAN, [change(ChangeKind.REPAID_WHOLLY)], 0, Standing.REPAID, id="all-that-was-left-is-repaid"),
        pytest.param(
            replace(LOAN, amount=None),
            [change(ChangeKind.REPAID_WHOLLY)],
            None,
            Standing.REPAID,
            id="repaid-though-nobody-knew-how-much",
        ),
        pytest.param(
            replace(LOAN, amount=None),
            [change(ChangeKind.REPAID_WHOLLY), change(ChangeKind.MORE, 10_000, 2)],
            10_000,
            Standing.OWED,
            id="after-all-was-repaid-what-is-added-is-known",
        ),
        pytest.param(LOAN, [change(ChangeKind.FORGIVEN)], 0, Standing.FORGIVEN, id="forgiven-whole"),
        pytest.param(
            replace(LOAN, amount=None),
            [change(ChangeKind.FORGIVEN)],
            None,
            Standing.FORGIVEN,
            id="forgiven-though-nobody-knew-how-much",
        ),
        pytest.param(
            LOAN,
            [change(ChangeKind.FORGIVEN), change(ChangeKind.MORE, 10_000, 2)],
            10_000,
            Standing.OWED,
            id="forgiven-whole-and-lent-to-again",
        ),
        pytest.param(
            replace(LOAN, amount=None),
            [change(ChangeKind.FORGIVEN), change(ChangeKind.MORE, 10_000, 2)],
            10_000,
            Standing.OWED,
            id="after-all-was-forgiven-what-is-added-is-known",
        ),
        pytest.param(LOAN, [change(ChangeKind.FORGIVEN, 15_000)], 60_000, Standing.OWED, id="forgiven-in-part"),
        pytest.param(LOAN, [change(ChangeKind.MORE, 10_000)], 85_000, Standing.OWED, id="more-was-added"),
        pytest.param(LOAN, [change(ChangeKind.MORE)], None, Standing.OWED, id="more-and-nobody-knows-how-much"),
        pytest.param(Told(form=Form.MORAL), [], None, Standing.OWED, id="a-moral-debt-has-no-sum"),
        pytest.param(
            Told(form=Form.MORAL), [change(ChangeKind.FORGIVEN)], None, Standing.FORGIVEN, id="a-moral-debt-released"
        ),
        pytest.param(
            Told(form=Form.MORAL), [change(ChangeKind.REPAID)], None, Standing.REPAID, id="a-moral-debt-made-good"
        ),
    ],
)
def test_what_is_left_rests_on_what_was_told_and_happened(
    told: Told, changes: list[Change], left: int | None, state: Standing
) -> None:
    assert balance(told, changes) == (None if left is None else xof(left))
    assert standing(told, changes) is state


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        pytest.param(LOAN, [], id="fine"),
        pytest.param(replace(LOAN, repaid_before=xof(100_000)), [], id="repaid-just-all"),
        pytest.param(replace(LOAN, repaid_before=xof(100_001)), ["roster.repaid_more"], id="repaid-more-than-owed"),
        pytest.param(
            replace(LOAN, repaid_before=xof(130_000), still_owed=xof(20_000), extra=Extra.INTEREST),
            [],
            id="with-interest-more-is-repaid",
        ),
        pytest.param(
            replace(LOAN, repaid_before=xof(130_000), still_owed=xof(20_000), extra=Extra.NOTHING),
            ["roster.repaid_more"],
            id="without-anything-on-top-it-cannot-be",
        ),
        pytest.param(replace(LOAN, due_on=date(2024, 2, 29)), ["roster.due_before_lent"], id="due-before-lent"),
        pytest.param(replace(LOAN, due_on=date(2024, 3, 1)), [], id="due-on-the-same-day"),
        pytest.param(replace(LOAN, lent_on=date(2026, 11, 23)), ["roster.lent_ahead"], id="lent-tomorrow"),
        pytest.param(
            replace(LOAN, repaid_before=Money(100, "EUR")), ["roster.two_currencies"], id="two-kinds-of-money"
        ),
        pytest.param(replace(LOAN, instalment=xof(5_000)), ["roster.half_an_instalment"], id="a-sum-without-a-rhythm"),
        pytest.param(replace(LOAN, form=Form.MORAL), ["roster.moral_amount"], id="a-moral-debt-with-a-sum"),
    ],
)
def test_what_cannot_be_is_said(told: Told, codes: list[str]) -> None:
    assert [found.code for found in faults(told, on=ON)] == codes


@pytest.mark.parametrize(
    ("made", "before", "codes"),
    [
        pytest.param(change(ChangeKind.REPAID, 75_000), [], [], id="all-that-is-left"),
        pytest.param(change(ChangeKind.REPAID, 75_001), [], ["change.more_than_owed"], id="more-than-is-left"),
        pytest.param(
            change(ChangeKind.REPAID, 5_000, 2),
            [change(ChangeKind.REPAID, 75_000)],
            ["change.nothing_left"],
            id="nothing-is-left",
        ),
        pytest.param(
            change(ChangeKind.MORE, 5_000, 2), [change(ChangeKind.REPAID, 75_000)], [], id="more-after-all-was-repaid"
        ),
        pytest.param(Change(ChangeKind.REPAID, date(2026, 11, 23), xof(1)), [], ["change.ahead"], id="tomorrow"),
        pytest.param(
            Change(ChangeKind.REPAID, date(2024, 2, 1), xof(1)), [], ["change.before_lent"], id="before-it-was-lent"
        ),
        pytest.param(
            Change(ChangeKind.REPAID, date(2026, 5, 1), Money(1, "EUR")),
            [],
            ["change.other_currency"],
            id="in-another-money",
        ),
        pytest.param(
            Change(ChangeKind.AGREED_ANEW, date(2026, 5, 1), due_on=date(2026, 4, 30)),
            [],
            ["change.due_before"],
            id="due-before-it-was-agreed",
        ),
    ],
)
def test_what_cannot_have_happened_is_said(made: Change, before: list[Change], codes: list[str]) -> None:
    assert [found.code for found in faults_of_change(made, LOAN, before, on=ON)] == codes


def test_a_promise_takes_no_sum_later_either() -> None:
    made = change(ChangeKind.MORE, 5_000)
    assert [found.code for found in faults_of_change(made, Told(form=Form.MORAL), [], on=ON)] == ["roster.moral_amount"]


def test_the_first_amount_that_is_known_says_in_which_money_a_debt_is() -> None:
    made = Change(ChangeKind.REPAID, date(2026, 5, 2), Money(1, "EUR"))
    found = faults_of_change(made, Told(form=Form.MONEY), [change(ChangeKind.MORE, 5_000)], on=ON)
    assert [one.code for one in found] == ["change.other_currency"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param([change(ChangeKind.FORGIVEN, day=9), change(ChangeKind.REPAID, 5_000, 2)], [], id="remembered"),
        pytest.param(
            [change(ChangeKind.MORE, 20_000, 9), change(ChangeKind.REPAID, 90_000, 2)],
            ["change.more_than_owed"],
            id="more-than-there-was-on-that-day",
        ),
        pytest.param(
            [change(ChangeKind.REPAID, 70_000, 9), change(ChangeKind.REPAID, 6_000, 2)],
            ["change.more_than_owed"],
            id="then-the-later-one-no-longer-fits",
        ),
    ],
)
def test_what_is_remembered_late_has_to_fit_in_its_place(changes: list[Change], codes: list[str]) -> None:
    assert [found.code for found in faults_of_all(LOAN, changes, told_on=LENT, on=ON)] == codes


def test_what_lies_before_the_telling_is_in_what_was_told_already() -> None:
    repaid = change(ChangeKind.REPAID, 5_000, 3)
    for day, codes in ((3, []), (4, ["change.before_told"])):
        found = faults_of_all(LOAN, [repaid], told_on=date(2026, 5, day), on=ON)
        assert [one.code for one in found] == codes


def test_a_weekly_sum_typed_as_a_monthly_one_is_asked_again_with_both() -> None:
    typed = replace(LOAN, instalment=xof(5_000), frequency=Frequency.MONTHLY)
    found = other_rhythm(typed, xof(5_000), Frequency.WEEKLY)
    assert found is not None
    assert found.facts["here_monthly"] == xof(5_000)
    assert found.facts["before_monthly"] == xof(21_667)  # 5,000 x 52/12, never x 4
    assert other_rhythm(typed, xof(5_000), Frequency.MONTHLY) is None
    assert other_rhythm(typed, xof(4_000), Frequency.WEEKLY) is None
    assert other_rhythm(LOAN, xof(5_000), Frequency.WEEKLY) is None


def test_new_terms_take_the_place_of_the_old_and_the_old_stay_in_the_list() -> None:
    told = replace(LOAN, instalment=xof(10_000), frequency=Frequency.MONTHLY)
    anew = Change(ChangeKind.AGREED_ANEW, date(2026, 6, 1), None, xof(2_500), Frequency.MONTHLY, date(2026, 7, 1))
    now = as_it_stands(told, [anew])
    assert (now.instalment, now.frequency, now.due_from) == (xof(2_500), Frequency.MONTHLY, date(2026, 7, 1))
    assert now.balance == xof(75_000)


def test_agreed_anew_with_a_day_alone_moves_the_day_and_keeps_what_is_paid_at_a_time() -> None:
    told = replace(LOAN, instalment=xof(5_000), frequency=Frequency.MONTHLY, due_on=date(2026, 5, 1))
    later = Change(ChangeKind.AGREED_ANEW, date(2026, 6, 1), due_on=date(2026, 9, 1))
    now = as_it_stands(told, [later])
    assert (now.instalment, now.frequency, now.due_from) == (xof(5_000), Frequency.MONTHLY, date(2026, 9, 1))
    open_again = as_it_stands(told, [Change(ChangeKind.AGREED_ANEW, date(2026, 6, 1))])
    assert (open_again.instalment, open_again.due_from) == (None, None)


@pytest.mark.parametrize(
    ("pressed", "is_threat"),
    [
        pytest.param(Pressed(frozenset({Pressure.REMINDERS, Pressure.INSULTS})), False, id="insults"),
        pytest.param(Pressed(frozenset({Pressure.THREATS})), True, id="threats"),
        pytest.param(Pressed(frozenset({Pressure.VIOLENCE})), True, id="violence"),
        pytest.param(Pressed(frozenset(), frozenset({Bond.RELATIVE_PLEDGED})), True, id="a-relative-is-pledged"),
        pytest.param(Pressed(), False, id="not-asked"),
    ],
)
def test_threats_violence_and_bondage_ask_for_protection(pressed: Pressed, is_threat: bool) -> None:
    assert is_under_threat(pressed) is is_threat


def test_a_ransom_said_alone_becomes_what_the_debt_was_for() -> None:
    assert as_it_stands(LOAN, [], Pressed(for_ransom=Answer.YES)).purpose is Purpose.RANSOM
    assert as_it_stands(LOAN, [], Pressed()).purpose is Purpose.UNKNOWN


OLD = Debt(Lender.RELATIVE, xof(100_000), horizon_months=12)
HOME = Budget(own=xof(50_000), others=xof(45_000), needs=xof(62_000), size=5, is_head=Answer.NO)


def measured(debts: list[Debt], budget: Budget = HOME) -> Measures:
    found = measures(debts, budget, on=ON, policy=POLICY)
    assert found is not None
    return found


def percent(share: Share | None) -> Decimal | None:
    return None if share is None else share.as_percent(1, Rounding.HALF_UP)


@pytest.mark.parametrize(
    ("debt", "service"),
    [
        pytest.param(OLD, Fraction(100_000, 12), id="no-agreed-times-over-the-months-they-state"),
        pytest.param(replace(OLD, horizon_months=None), Fraction(100_000, 24), id="no-agreed-times-else-24-months"),
        pytest.param(
            replace(OLD, instalment=xof(1_200), frequency=Frequency.WEEKLY), Fraction(5_200), id="weekly-x-52-over-12"
        ),
        pytest.param(replace(OLD, balance=None, horizon_months=None), None, id="nothing-known"),
        pytest.param(replace(OLD, due_from=date(2028, 1, 1)), Fraction(0), id="not-due-within-a-year"),
        pytest.param(replace(OLD, form=Form.MORAL, balance=None), Fraction(0), id="a-moral-debt-takes-no-money"),
    ],
)
def test_what_a_debt_takes_in_a_month(debt: Debt, service: Fraction | None) -> None:
    assert measured([debt]).service == service


def test_every_measure_has_its_own_base() -> None:
    found = measured([OLD])
    assert percent(found.of_own_income) == Decimal("16.7")  # 8,333 of 50,000
    assert percent(found.of_income) == Decimal("8.8")  # 8,333 of 95,000
    assert percent(found.of_surplus) == Decimal("25.3")  # 8,333 of 33,000
    assert percent(found.of_yearly_income) == Decimal("8.8")  # 100,000 of 1,140,000
    assert found.residual_per_head == (33_000 - Fraction(100_000, 12)) / 5
    assert found.lacks == ()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(Answer.YES, Decimal("8.8"), id="of-the-home-where-they-head-it"),
        pytest.param(Answer.NO, Decimal("16.7"), id="the-heavier-where-they-do-not"),
        pytest.param(Answer.UNKNOWN, Decimal("16.7"), id="the-heavier-where-nobody-knows"),
    ],
)
def test_the_heavier_share_counts_where_somebody_does_not_head_the_home(head: Answer, expected: Decimal) -> None:
    """Responsible finance 1.5: show the share of own and of household income; the stricter decides."""
    found = measured([OLD], replace(HOME, is_head=head))
    assert percent(found.of_income_that_counts) == expected


def test_where_one_of_the_two_is_not_known_nothing_counts_yet() -> None:
    found = measured([OLD], replace(HOME, others=None))
    assert found.of_income_that_counts is None


@pytest.mark.parametrize(
    ("debts", "budget", "codes", "unknown"),
    [
        pytest.param(
            [OLD, Debt(Lender.FRIEND)], HOME, ["lacks.service", "lacks.balance"], "of_income", id="one-debt-unknown"
        ),
        pytest.param([OLD], replace(HOME, needs=None), ["lacks.needs"], "of_surplus", id="needs-unknown"),
        pytest.param([OLD], replace(HOME, others=None), ["lacks.others_income"], "of_income", id="others-unknown"),
        pytest.param([OLD], replace(HOME, size=None), ["lacks.size"], "residual_per_head", id="size-unknown"),
        pytest.param(
            [OLD, Debt(Lender.AGENT, Money(500_00, "EUR"))],
            HOME,
            ["lacks.other_money"],
            "of_yearly_income",
            id="another-money",
        ),
        pytest.param(
            [OLD],
            replace(HOME, own=xof(0), others=xof(0)),
            ["lacks.nothing_comes_in", "lacks.nothing_left"],
            "of_income",
            id="nothing-comes-in",
        ),
        pytest.param(
            [OLD],
            replace(HOME, own_kind=IncomeKind.BUSINESS),
            ["lacks.costs"],
            "of_income",
            id="costs-of-a-business-unknown",
        ),
        pytest.param(
            [OLD],
            replace(HOME, own_kind=IncomeKind.BUSINESS, own_costs=xof(50_001)),
            ["lacks.nothing_earned", "lacks.nothing_left"],
            "of_own_income",
            id="the-business-costs-more-than-it-brings",
        ),
        pytest.param([OLD], replace(HOME, own=xof(0)), ["lacks.nothing_earned", "lacks.nothing_left"], "of_own_income",
                     id="the-person-earns-nothing"),
    ],
)  # fmt: skip
def test_what_is_not_known_stays_not_known(debts: list[Debt], budget: Budget, codes: list[str], unknown: str) -> None:
    found = measured(debts, budget)
    assert [lack.code for lack in found.lacks] == codes
    assert getattr(found, unknown) is None


def test_a_debt_that_does_not_open_is_no_debt_of_nothing() -> None:
    found = measures([OLD], HOME, on=ON, policy=POLICY, unopened=1)
    assert found is not None
    assert (found.service, found.balances) == (None, None)
    assert [lack.code for lack in found.lacks] == ["lacks.unopened"]
    alone = owed([], on=ON, policy=POLICY, unopened=1)
    assert alone.unopened == 1
    assert not alone.is_nothing


def test_without_any_amount_of_the_home_nothing_is_measured() -> None:
    assert measures([OLD], Budget(size=5), on=ON, policy=POLICY) is None


def test_a_forgiven_debt_takes_nothing_and_a_moral_one_is_counted_apart() -> None:
    found = owed(
        [OLD, replace(OLD, standing=Standing.FORGIVEN), Debt(Lender.RELATIVE, form=Form.MORAL), Debt(Lender.SHOP)],
        on=ON,
        policy=POLICY,
    )
    assert [(one.currency, one.debts, one.balances) for one in found.moneys] == [("XOF", 1, xof(100_000))]
    assert (found.moral, found.without_money) == (1, 1)
    assert found.moneys[0].called_in == 50_000
    assert owed([], on=ON, policy=POLICY).is_nothing


def test_what_is_stored_is_read_back_as_it_was() -> None:
    whole = replace(
        LOAN,
        instalment=xof(5_000),
        frequency=Frequency.WEEKLY,
        due_on=date(2026, 12, 1),
        pledges=frozenset({Pledge.LAND}),
        effects=frozenset({Effect.SHAME, Effect.GOOD}),
        own_words="He asks for it every Friday.",
    )
    for told in (whole, Told(), Told(form=Form.MORAL, pledges=frozenset())):
        assert roster.told_from(roster.told_to(told)) == told
    made = Change(ChangeKind.AGREED_ANEW, ON, None, xof(2_500), Frequency.MONTHLY, date(2026, 12, 1))
    assert roster.change_from(roster.change_to(made), on=ON) == made
    for pressed in (Pressed(), Pressed(frozenset(), frozenset({Bond.WORKS_IT_OFF}), Answer.YES, Answer.NO)):
        assert roster.pressed_from(roster.pressed_to(pressed)) == pressed
    for six in (Six(), Six(Owes.YES, 3, xof(9), xof(1), Frequency.DAILY, Strain.OFTEN, Answer.YES)):
        assert six_from(six_to(six)) == six
    for home in (Budget(), HOME):
        assert budget_from(budget_to(home)) == home


def of_home(*members: Member) -> HomeOwes:
    return home_owes(members, on=ON, policy=BurdenPolicy())


OF_A_FRIEND = Debt(Lender.FRIEND, balance=Money(75_000, "XOF"))


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param(
            [Member(Answer.YES, Owes.YES, (OF_A_FRIEND,)), Member(Answer.YES, Owes.YES, (OF_A_FRIEND, OF_A_FRIEND))],
            (2, 2, 0, 225_000),
            id="both-agreed-and-both-are-told",
        ),
        pytest.param(
            [Member(Answer.YES, Owes.YES, (OF_A_FRIEND,)), Member(Answer.YES, Owes.NEVER)],
            (2, 2, 0, 75_000),
            id="who-owes-nothing-is-told-too",
        ),
        pytest.param(
            [Member(Answer.YES, Owes.YES, (OF_A_FRIEND,)), Member()] * 2,
            (4, 2, 0, None),
            id="two-of-four-have-agreed",
        ),
        pytest.param(
            [Member(Answer.YES, Owes.YES, (OF_A_FRIEND,)), Member(Answer.NO)],
            (2, 1, 0, None),
            id="one-said-no",
        ),
        pytest.param(
            [Member(Answer.YES, Owes.YES, (OF_A_FRIEND,)), Member(Answer.YES)],
            (2, 2, 1, None),
            id="one-was-never-asked-what-they-owe",
        ),
        pytest.param(
            [Member(Answer.YES, Owes.YES, (OF_A_FRIEND,)), Member(Answer.YES, Owes.YES)],
            (2, 2, 1, None),
            id="one-owes-and-nothing-is-written-down",
        ),
        pytest.param([], (0, 0, 0, None), id="nobody"),
    ],
)
def test_a_home_owes_together_only_what_each_agreed_to_count(
    members: list[Member], expected: tuple[int, int, int, int | None]
) -> None:
    found = of_home(*members)
    sum_of = None if found.owed is None else sum(one.balances.minor for one in found.owed.moneys)
    assert (found.members, found.agreed, found.not_told, sum_of) == expected


def test_a_debt_that_does_not_open_is_counted_in_the_home_as_not_known() -> None:
    owed = of_home(Member(Answer.YES, Owes.YES, (None,)), Member(Answer.YES, Owes.NEVER)).owed
    assert owed is not None
    assert owed.unopened == 1

"""A plan out of debt: what comes first and why, and never a new loan to pay an old one.

Sources: Knowledge Paper 1 (2021), 4.2.2; the debt study of Mali (2020); the project's safeguards for case work.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sankofa.debts.rules.plan import (
    From,
    Kind,
    Outcome,
    Step,
    Why,
    as_ordered,
    faults,
    is_over,
    proposed,
    step_from,
    step_to,
    why_here,
)
from sankofa.debts.rules.terms import Answer, Bond, Debt, Form, Lender, Pledge, Pressure, Standing
from sankofa.kernel.money import Money

ON = date(2026, 11, 22)
BARE = Debt(Lender.FRIEND, balance=Money(100_000, "XOF"))


@pytest.mark.parametrize(
    ("debt", "why"),
    [
        pytest.param(replace(BARE, pressure=frozenset({Pressure.THREATS})), Why.SAFETY, id="threatened"),
        pytest.param(replace(BARE, bonds=frozenset({Bond.DOCUMENTS_HELD})), Why.SAFETY, id="papers-are-held"),
        pytest.param(replace(BARE, pressure=frozenset({Pressure.REMINDERS})), Why.REST, id="only-reminded"),
        pytest.param(replace(BARE, pledges=frozenset({Pledge.LAND})), Why.SECURED, id="land-is-pledged"),
        pytest.param(replace(BARE, pledges=frozenset()), Why.REST, id="asked-and-nothing-is-pledged"),
        pytest.param(replace(BARE, interest=Answer.YES), Why.GROWS, id="more-is-asked-than-was-lent"),
        pytest.param(replace(BARE, hard_terms=Answer.YES), Why.GROWS, id="fines"),
        pytest.param(replace(BARE, asked_back=Answer.YES), Why.PROMISED, id="asked-back"),
        pytest.param(replace(BARE, due_from=ON), Why.PROMISED, id="a-day-was-agreed"),
        pytest.param(BARE, Why.REST, id="nothing-is-known"),
        pytest.param(Debt(Lender.RELATIVE, form=Form.MORAL), Why.DUTY, id="a-duty-has-no-sum"),
        pytest.param(
            Debt(Lender.RELATIVE, form=Form.MORAL, pressure=frozenset({Pressure.VIOLENCE})),
            Why.SAFETY,
            id="a-duty-that-is-beaten-for",
        ),
    ],
)
def test_why_a_debt_comes_where_it_does(debt: Debt, why: Why) -> None:
    assert why_here(debt) is why


def test_the_threatened_come_first_then_the_secured_and_what_is_paid_is_left_out() -> None:
    debts = {
        "friend": BARE,
        "paid": replace(BARE, standing=Standing.REPAID),
        "bank": replace(BARE, interest=Answer.YES),
        "land": replace(BARE, pledges=frozenset({Pledge.LAND})),
        "smuggler": replace(BARE, pressure=frozenset({Pressure.VIOLENCE})),
    }
    assert [key for key, _why in proposed(debts)] == ["smuggler", "land", "bank", "friend"]


def test_the_person_orders_otherwise_and_what_they_did_not_name_comes_after() -> None:
    found = [("a", Why.SECURED), ("b", Why.GROWS), ("newer", Why.SAFETY)]
    assert as_ordered(found, ["b", "a", "paid meanwhile"]) == [found[1], found[0], found[2]]


@pytest.mark.parametrize(
    ("step", "debt", "codes"),
    [
        pytest.param(Step(Kind.PAY, paid_from=From.BORROWED), BARE, ["plan.new_loan"], id="never-a-new-loan"),
        pytest.param(Step(Kind.SMALLER, paid_from=From.BORROWED), BARE, ["plan.new_loan"], id="nor-for-small-parts"),
        pytest.param(Step(Kind.PAY, paid_from=From.FAMILY), BARE, [], id="given-by-the-family"),
        pytest.param(Step(Kind.PAY, paid_from=From.UNKNOWN), BARE, [], id="not-known-where-from"),
        pytest.param(Step(Kind.PAY), Debt(Lender.RELATIVE, form=Form.MORAL), ["plan.duty"], id="a-duty-is-not-paid"),
        pytest.param(Step(Kind.TALK), Debt(Lender.RELATIVE, form=Form.MORAL), [], id="a-duty-is-talked-about"),
        pytest.param(Step(Kind.TALK, ON - timedelta(days=1)), BARE, ["plan.past"], id="yesterday"),
        pytest.param(Step(Kind.TALK, ON), BARE, [], id="today"),
        pytest.param(Step(Kind.PAY, amount=Money(100_000, "XOF")), BARE, [], id="all-of-it"),
        pytest.param(
            Step(Kind.PAY, amount=Money(100_001, "XOF")), BARE, ["change.more_than_owed"], id="more-than-is-left"
        ),
        pytest.param(Step(Kind.PAY, amount=Money(1, "EUR")), BARE, ["change.other_currency"], id="in-another-money"),
        pytest.param(Step(Kind.PAY, amount=Money(1, "EUR")), Debt(Lender.SHOP), [], id="nobody-knows-what-is-left"),
    ],
)
def test_what_a_plan_may_hold(step: Step, debt: Debt, codes: list[str]) -> None:
    assert [found.code for found in faults(step, debt, on=ON)] == codes


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        pytest.param([], False, id="nothing-yet"),
        pytest.param([Outcome.TRIED], False, id="tried"),
        pytest.param([Outcome.TRIED, Outcome.DONE], True, id="done"),
        pytest.param([Outcome.REFUSED], True, id="refused"),
        pytest.param([Outcome.DROPPED], True, id="dropped"),
    ],
)
def test_when_a_step_is_over(outcomes: list[Outcome], expected: bool) -> None:
    assert is_over(outcomes) is expected


def test_a_step_is_read_as_it_was_stored() -> None:
    step = Step(Kind.PAY, ON, Money(5_000, "XOF"), From.SAVED, "at the market")
    assert step_from(step_to(step), due_on=ON) == step
    assert step_from(step_to(Step(Kind.TALK)), due_on=None) == Step(Kind.TALK)

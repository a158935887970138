"""Looks at a loan of a scheme that is switched on: its rules apply to its own offers, whoever looks.

Source: Knowledge Paper 1, 3.1 (R30, R31); responsible-finance rules, 1.3 (the preset of Nigeria).
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from sankofa.credit import actions, applying, queries, rules_told
from sankofa.credit.models import LoanCheck
from sankofa.credit.rules.policy import DEFAULT, NG_SEAP
from sankofa.credit.rules.suitability import Outcome, rule_of
from sankofa.credit.rules.terms import BusinessStatus
from sankofa.kernel.money import Money
from sankofa.project import hooks
from tests import builders
from tests import loan_looked_at as looked
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JUST_STARTED = replace(looked.SEVEN, business=BusinessStatus.STARTED, business_started_on=ON - timedelta(days=20))
STANDING_IN = [{"name": name, "poor_relative": "no", "also_borrows": "no"} for name in ("Ngozi O.", "Bello A.")]


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=looked.MAY)


@pytest.fixture
def person(office: Any) -> Any:
    made = builders.person(office, **looked.GROWN)
    looked.home(made, currency="NGN", own={"minor": 20_000_000}, needs={"minor": 6_000_000})
    return made


@pytest.fixture
def scheme(office: Any, person: Any) -> Any:
    version = looked.offer(office, preset="ng-seap", **{**looked.NAIRA, "guarantors": 2})
    looked.talked(person, version)
    return version


def found(check: LoanCheck) -> Any:
    return queries.kept(LoanCheck.objects.get(pk=check.pk))


def rules(check: LoanCheck) -> set[str]:
    return {rule_of(one) for one in found(check).findings}


def test_a_business_just_started_and_registered_is_enough_for_the_scheme_and_for_nobody_else(
    person: Any, worker: Any, office: Any, scheme: Any
) -> None:
    said = {"gap": "300000", "amount": "300000", "guarantors": STANDING_IN}
    check = looked.decided(person, worker, scheme, seven=JUST_STARTED, **said)
    assert found(check).policy == NG_SEAP
    assert (found(check).outcome, rules(check)) == (Outcome.SUITABLE, {"lender"} & rules(check))
    other = looked.offer(office, **looked.NAIRA)
    looked.talked(person, other)
    again = looked.decided(person, worker, other, seven=JUST_STARTED, **said)
    assert found(again).policy == DEFAULT
    assert "PR3" in rules(again)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"registered": "no"}, "PR3.register", id="R30-registered"),
        pytest.param({"trained_business": "no"}, "PR4.business", id="R30-trained"),
        pytest.param({"viability": "weak"}, "PR5.weak", id="R30-assessed-viable"),
        pytest.param({"amount": "350001"}, "W06", id="R31-a-first-loan-above-350000"),
        pytest.param({"cycle": 5}, "W06.loans", id="R31-a-fifth-loan"),
        pytest.param({"cycle": 3, "borrowed_before": "800000"}, "W06.total", id="R31-more-than-1000000-in-all"),
        pytest.param({"guarantors": STANDING_IN[:1]}, "lender.guarantors", id="R31-one-guarantor"),
    ],
)
def test_what_the_scheme_asks_is_asked(
    person: Any, worker: Any, scheme: Any, changes: dict[str, Any], code: str
) -> None:
    said = {"gap": "360000", "amount": "300000", "guarantors": STANDING_IN, **changes}
    check = looked.decided(person, worker, scheme, seven=JUST_STARTED, **said)
    assert code in {one.code for one in found(check).findings}


def test_the_seven_questions_let_pass_whom_a_scheme_of_the_country_may_take(
    person: Any, worker: Any, office: Any
) -> None:
    by = worker.as_actor()
    before = actions.begin_check(person=person, seven=JUST_STARTED, by=by, at=AT)
    assert (found(before).policy, "PR3" in rules(before)) == (DEFAULT, True)
    looked.offer(office, preset="ng-seap", **looked.NAIRA)
    after = actions.begin_check(person=person, seven=JUST_STARTED, by=by, at=AT)
    assert after.decided_on is None, "the whole table follows, and asks by the rules of the offer"


def test_a_scheme_that_is_offered_no_more_or_elsewhere_brings_no_rules(person: Any, office: Any) -> None:
    looked.offer(builders.office(path="NP.1"), preset="ng-seap", **looked.NAIRA)
    assert applying.before_an_offer(person, on=ON) == DEFAULT, "it lends in another country"
    version = looked.offer(office, preset="ng-seap", **looked.NAIRA)
    assert applying.before_an_offer(person, on=ON) == NG_SEAP
    version.until_on = ON
    version.save(update_fields=["until_on"])
    assert applying.before_an_offer(person, on=ON) == DEFAULT


def test_the_page_says_which_rules_and_from_where() -> None:
    with translation.override("en"):
        told = rules_told.applied(NG_SEAP)
        ours = rules_told.applied(DEFAULT)
    assert "Self Reliance Economic Advancement Programme" in told["whose"]
    assert told["source"] == "Microcredit paper of April 2021, pages 10 and 11"
    text = " ".join(told["lines"])
    for words in ("started and is registered", "350,000", "1,000,000", "4 loans at most", "2 people stand in"):
        assert words in text
    assert "6 months at least" in " ".join(ours["lines"])
    assert ours["whose"] == "Our own rules."


def test_no_form_makes_a_product_one_of_a_scheme() -> None:
    from sankofa.lenders.forms import ProductForm

    assert "preset" not in ProductForm.base_fields
    assert NG_SEAP.first_loan_max == Money.of(350_000, "NGN")

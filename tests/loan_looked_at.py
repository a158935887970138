"""Somebody with whom a loan is looked at, and everything a verdict rests on: change one answer and see what falls."""

from datetime import date, timedelta
from typing import Any

from sankofa.credit import actions, permissions
from sankofa.credit.rules.first_questions import Seven
from sankofa.credit.rules.terms import BusinessStatus, Grant, Purpose, Source, Topic, Wish
from sankofa.debts import permissions as debts
from sankofa.debts.rules.terms import Answer
from sankofa.kernel.identifiers import uuid7
from sankofa.lenders import permissions as lenders
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.builders import AT, ON

GROWN = {"born_on": date(1990, 1, 1), "born_precision": "year"}
MAY = {
    permissions.VIEW,
    permissions.CHECK,
    debts.VIEW,
    debts.NOTE,
    debts.ASK_ALONE,
    lenders.VIEW,
    returnees.VIEW,
}
SEVEN = Seven(
    wants_loan=Wish.YES,
    purposes=frozenset({Purpose.STOCK}),
    grant=Grant.FULL,
    business=BusinessStatus.RUNNING,
    business_started_on=ON - timedelta(days=300),
    left_over=Answer.YES,
    debt_presses=Answer.NO,
    own_money=Answer.NO,
)
WISH = {"wants_loan": "yes", "accepts_interest": "yes", "purposes": ["stock"], "wants_to_run_business": "clear"}
SAID: dict[str, dict[str, Any]] = {
    "wish": {**WISH, "cycle": 1, "borrowed_before": None},
    "business": {
        "registered": "yes",
        "viability": "promising",
        "plan": "robust",
        "trained_money": "yes",
        "trained_business": "yes",
    },
    "help": {"needs_assessed_on": (ON - timedelta(days=30)).isoformat(), "follow_up_agreed": "yes"},
    "money": {"gap": "10000", "opening_cash": "4000", "lean_months": [], "lean_income": None},
    "others": {
        f"way_{source}": {"available": "no", "covers": None, "costs_less_in_writing": "unknown"}
        for source in (Source.SAVINGS, Source.UNUSED_GRANT, Source.FAMILY_FRIENDS, Source.BANK, Source.SAVINGS_GROUP)
    },
    "alone": {
        "threatened_over_debt": "no",
        "self_harm_risk": "no",
        "bondage": "no",
        "another_takes_or_threatens": "no",
        "sacrifices": 0,
    },
}
OFFER: dict[str, Any] = {
    "amount": "10000",
    "loan_months": 12,
    "instead_of_grant": "no",
    "price_cap_percent": "60",
    "pledges": [],
    "guarantors": [],
    "documents": [],
}
TERMS: dict[str, Any] = {
    "by_group": False,
    "documents": [],
    "pledges": [],
    "guarantors": 0,
    "insurance": "none",
    "months_in_business": 6,
    "rate_basis": "declining_year",
}
"""What the mapping knows of the product, beside its price."""
BUDGET = {
    "own": {"minor": 2_000_000, "currency": "BDT"},
    "own_costs": {"minor": 0, "currency": "BDT"},
    "others": {"minor": 0, "currency": "BDT"},
    "needs": {"minor": 900_000, "currency": "BDT"},
    "own_kind": "business",
    "size": 4,
    "is_head": "yes",
}


NAIRA: dict[str, Any] = {
    "least": {"minor": 1_000_000, "currency": "NGN"},
    "most": {"minor": 100_000_000, "currency": "NGN"},
    "fee_once": {"minor": 0, "currency": "NGN"},
}
"""A product that lends 10,000 to 1,000,000 naira."""


def offer(office: Any, *, preset: str = "", **terms: Any) -> Any:
    """A product of an approved lender on the list of an office; its first terms.  `preset`: the scheme it is from."""
    lender = builders.lender(office, name=f"Gram Unnayan {uuid7()}")
    builders.assessment(
        lender, status="approved", decided_at=AT - timedelta(days=60), valid_until=ON + timedelta(days=300)
    )
    made = builders.product(lender, content={**TERMS, **terms}, preset=preset)
    return made.versions.select_related("product__lender").get()


def home(person: Any, *, currency: str = "BDT", **told: Any) -> None:
    """A month at home, and that nothing is owed."""
    from sankofa.debts.models import HomeBudget

    month = {
        name: {"minor": value["minor"], "currency": currency} if isinstance(value, dict) else value
        for name, value in {**BUDGET, **told}.items()
    }
    HomeBudget.objects.create(person=person, told_on=ON, told=month)
    builders.debttalk(person, said={"present": "alone", "owes": "never"})


def talked(person: Any, version: Any, **facts: Any) -> Any:
    """A talk about the offer, long enough ago."""
    days = {"held_on": ON - timedelta(days=10), "think_until": ON - timedelta(days=7)}
    return builders.loantalk(person, version=version, **{**days, **facts})


def asked(person: Any, worker: Any, version: Any, *, seven: Seven = SEVEN, **changes: Any) -> Any:
    """A whole table, asked page by page; `changes` replaces answers by their line."""
    by = worker.as_actor()
    check = actions.begin_check(person=person, seven=seven, by=by, at=AT)
    for answers in SAID.values():
        said = {**answers, **{name: value for name, value in changes.items() if name in answers}}
        check = actions.note_part(check=check, answers=said, why="told so", by=by, at=AT)
    answers = {**OFFER, **{name: value for name, value in changes.items() if name in OFFER}}
    return actions.note_offer(check=check, version=version, answers=answers, by=by, at=AT)


def decided(person: Any, worker: Any, version: Any, **changes: Any) -> Any:
    """A check that was decided."""
    check = asked(person, worker, version, **changes)
    return actions.decide_check(check=check, by=worker.as_actor(), at=AT)


TOPICS = tuple(Topic)

"""What a look at a loan rests on of debts: it falls when more is told, and a stop has a name for who decides on it."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.credit import actions, known, permissions, queries, referred, sayings
from sankofa.credit.carried import Carried, carried
from sankofa.credit.models import LoanCheck
from sankofa.credit.queries import MayNotCarry
from sankofa.credit.rules.holding import Falls
from sankofa.credit.rules.needs import Stand
from sankofa.debts import actions as debts
from sankofa.debts import permissions as debts_may
from sankofa.debts import queries as debts_told
from sankofa.debts.models import DebtPressure
from sankofa.debts.rules.roster import Change, ChangeKind, Told
from sankofa.debts.rules.terms import Lender
from sankofa.kernel.money import Money
from sankofa.lenders import permissions as lenders
from sankofa.project import hooks
from sankofa.returnees import permissions as returnees
from sankofa.returnees import queries as register
from tests import builders
from tests import loan_looked_at as looked
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DECIDES = {
    permissions.VIEW,
    permissions.CHECK,
    permissions.SET_ASIDE,
    debts_may.VIEW,
    debts_may.NOTE,
    lenders.VIEW,
    returnees.VIEW,
}
"""What a supervisor may: not the words that somebody said alone."""


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
def supervisor(office: Any) -> Any:
    return builders.user(office, may=DECIDES)


@pytest.fixture
def person(office: Any) -> Any:
    made = builders.person(office, **looked.GROWN)
    looked.home(made)
    return made


@pytest.fixture
def version(office: Any, person: Any) -> Any:
    made = looked.offer(office)
    looked.talked(person, made)
    return made


@pytest.fixture
def fitting(person: Any, worker: Any, version: Any) -> LoanCheck:
    made: LoanCheck = looked.decided(person, worker, version)
    return made


def falls(check: LoanCheck) -> Falls | None:
    return queries.falls(LoanCheck.objects.select_related("version__product__lender").get(pk=check.pk), on=ON)


def codes(check: LoanCheck) -> set[str]:
    held = queries.kept(LoanCheck.objects.get(pk=check.pk))
    assert held is not None
    return {one.code for one in held.findings}


def told(taka: int = 500) -> Told:
    return Told(lender=Lender.FRIEND, amount=Money(taka * 100, "BDT"), still_owed=Money(taka * 100, "BDT"))


def add(person: Any, worker: Any) -> Any:
    return debts.add_debt(person=person, told=told(), talk=None, told_on=ON, by=worker.as_actor(), at=AT)


def test_a_debt_told_after_the_decision_lets_the_look_fall_even_on_the_same_day(
    fitting: LoanCheck, person: Any, worker: Any, version: Any
) -> None:
    assert falls(fitting) is None
    add(person, worker)
    assert falls(fitting) is Falls.DEBTS_TOLD
    with pytest.raises(MayNotCarry) as refused:
        queries.holding_check(person, version.product, ON)
    assert refused.value.falls is Falls.DEBTS_TOLD
    again = actions.look_again(check=LoanCheck.objects.get(), by=worker.as_actor(), at=AT)
    again = actions.decide_check(check=again, by=worker.as_actor(), at=AT)
    assert falls(again) is not Falls.DEBTS_TOLD, "what was told is in the new look"


def test_a_debt_that_is_corrected_or_grows_lets_the_look_fall(person: Any, worker: Any, version: Any) -> None:
    debt = add(person, worker)
    first = looked.decided(person, worker, version)
    assert falls(first) is not Falls.DEBTS_TOLD
    debts.amend_debt(debt=debt, told=told(900), by=worker.as_actor(), at=AT)
    assert falls(first) is Falls.DEBTS_TOLD
    again = actions.look_again(check=LoanCheck.objects.get(), by=worker.as_actor(), at=AT)
    again = actions.decide_check(check=again, by=worker.as_actor(), at=AT)
    assert falls(again) is not Falls.DEBTS_TOLD
    more = Change(ChangeKind.MORE, ON, Money(10_000, "BDT"))
    debts.note_change(debt=debt, change=more, words="", by=worker.as_actor(), at=AT)
    assert falls(again) is Falls.DEBTS_TOLD


def test_a_debt_of_somebody_else_lets_no_look_fall(fitting: LoanCheck, person: Any, worker: Any, office: Any) -> None:
    other = builders.person(office)
    add(other, worker)
    assert falls(fitting) is None, "they are two people"


def test_a_rule_set_aside_keeps_what_the_look_rests_on(person: Any, worker: Any, supervisor: Any, version: Any) -> None:
    check = looked.decided(person, worker, version, purposes=["health"])
    said: dict[str, Any] = {"rule": "HS3", "reason": "A clinic that earns", "at": AT}
    actions.set_aside(check=check, expires_on=ON + timedelta(days=20), by=supervisor.as_actor(), **said)
    assert falls(check) is None
    add(person, worker)
    assert falls(check) is Falls.DEBTS_TOLD


def pressed(person: Any, *pressure: str) -> None:
    said = {"present": "alone", "pressure": list(pressure), "bonds": []}
    DebtPressure.objects.create(person=person, debt=builders.debt(person), asked_on=ON, said=said)


def test_a_supervisor_decides_by_what_was_said_alone_and_never_reads_the_words(
    person: Any, supervisor: Any, office: Any, version: Any
) -> None:
    pressed(person)
    asked = {"ask.debt_pressure", "ask.debt_bonds"}
    blind = builders.user(office, may=DECIDES - {permissions.SET_ASIDE})
    check = looked.decided(person, blind, version)
    assert asked <= codes(check), "a colleague who does not decide on rules is asked to find out"
    again = actions.look_again(check=check, by=supervisor.as_actor(), at=AT)
    again = actions.decide_check(check=again, by=supervisor.as_actor(), at=AT)
    assert asked.isdisjoint(codes(again))
    (debt,) = known.owing_of(person, viewer=supervisor.as_actor(), on=ON).rows
    assert debts_told.pressed_on(debt, viewer=supervisor.as_actor(), on=ON) == [], "no page shows them the words"


def test_a_stop_that_rests_on_words_said_alone_has_a_name_for_who_decides_on_it(
    person: Any, worker: Any, version: Any
) -> None:
    check = looked.decided(person, worker, version, threatened_over_debt="yes")
    held = queries.kept(check)
    assert held is not None
    for reader, is_named in (
        (sayings.Reader(may_read_alone=False), False),
        (sayings.Reader(may_read_alone=False, may_set_aside=True), True),
        (sayings.Reader(may_read_alone=True), True),
    ):
        text = " ".join(one["text"] for one in sayings.result(held, check, reader)["barriers"])
        assert ("You have had threats over a debt" in text) is is_named
        assert ("Something that was said alone" in text) is not is_named


@pytest.mark.parametrize("said", ["threatened_over_debt", "self_harm_risk", "bondage", "another_takes_or_threatens"])
def test_what_was_said_alone_looks_alike_whatever_it_was(person: Any, worker: Any, version: Any, said: str) -> None:
    held = queries.kept(looked.decided(person, worker, version, **{said: "yes"}))
    assert held is not None
    found = sayings.result(held, LoanCheck.objects.get(), sayings.Reader(may_read_alone=False))["barriers"]
    assert found[0] == {
        "text": "Something that was said alone comes first.",
        "source": "",
        "is_question": False,
        "url": "",
        "help": "",
    }, "neither where the rule is from nor where it stands in the list tells which it is"


def test_the_table_tells_who_decides_that_it_was_asked_and_not_what_was_said(
    person: Any, worker: Any, version: Any
) -> None:
    check = looked.asked(person, worker, version)
    table = known.table_of(check, viewer=worker.as_actor(), on=ON)
    cards = sayings.table_cards(table, check, sayings.Reader(may_read_alone=False, may_set_aside=True))
    (alone,) = [card for card in cards if card["part"] == "alone"]
    assert "never what was said" in alone["follows"]
    assert alone["rows"] == []
    others = sayings.table_cards(table, check, sayings.Reader(may_read_alone=False))
    assert [card["follows"] for card in others] == [""] * len(others)


def test_what_the_look_knows_of_the_business_and_who_stands_in_is_carried_to_the_introduction(
    person: Any, worker: Any, office: Any
) -> None:
    version = looked.offer(office, months_in_business=6, guarantors=1)
    looked.talked(person, version)
    assert carried(person, version.product, on=ON) == Carried()
    check = looked.decided(
        person, worker, version, guarantors=[{"name": "A", "poor_relative": "no", "also_borrows": "no"}]
    )
    assert carried(person, version.product, on=ON) == Carried(ON - timedelta(days=300), 1)
    together = register.cluster(person, viewer=worker.as_actor(), on=ON)
    rows = {row.need.key: row.stand for row in referred.gap(together, version.product, version, on=ON)}
    assert (rows["business"], rows["guarantors"]) == (Stand.THERE, Stand.THERE)
    assert carried(person, looked.offer(office).product, on=ON) == Carried(), "it is about this offer alone"
    actions.withdraw(check=check, by=worker.as_actor(), at=AT)
    assert carried(person, version.product, on=ON) == Carried()

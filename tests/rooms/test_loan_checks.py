"""Looks at loans: seven questions, the whole table, the verdict that is kept, what makes it fall, and the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.credit import actions, permissions, queries
from sankofa.credit.actions import TalkSaid
from sankofa.credit.models import LoanCheck, LoanTalk, Override
from sankofa.credit.queries import MayNotCarry
from sankofa.credit.rules.first_questions import Seven
from sankofa.credit.rules.holding import Falls
from sankofa.credit.rules.overrides import NotMet, NotOverridable
from sankofa.credit.rules.suitability import Outcome, rule_of
from sankofa.credit.rules.table import ReasonMissing
from sankofa.credit.rules.terms import Grant, Wish
from sankofa.debts import permissions as debts
from sankofa.debts.models import DebtPressure
from sankofa.debts.rules.terms import Answer
from sankofa.lenders.models import ProductVersion
from sankofa.project import hooks
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from tests import builders
from tests import loan_looked_at as looked
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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
    looked.home(made)
    return made


@pytest.fixture
def version(office: Any) -> Any:
    return looked.offer(office)


@pytest.fixture
def fitting(person: Any, worker: Any, version: Any) -> LoanCheck:
    looked.talked(person, version)
    made: LoanCheck = looked.decided(person, worker, version)
    return made


def found(check: LoanCheck) -> Any:
    return queries.kept(LoanCheck.objects.get(pk=check.pk))


def rules(check: LoanCheck) -> set[str]:
    return {rule_of(one) for one in found(check).findings}


def falls(check: LoanCheck, on: Any = ON) -> Falls | None:
    return queries.falls(LoanCheck.objects.select_related("version__product__lender").get(pk=check.pk), on=on)


def test_a_table_that_nothing_speaks_against_fits_and_holds_for_ninety_days(
    fitting: LoanCheck, person: Any, version: Any
) -> None:
    assert (found(fitting).outcome, [one.code for one in found(fitting).findings]) == (Outcome.SUITABLE, [])
    assert falls(fitting) is None
    held = queries.holding_check(person, version.product, ON)
    assert (held.check_id, held.since, held.until) == (fitting.pk, ON, ON + timedelta(days=90))
    assert set(type(held).__slots__) == {"check_id", "since", "until"}, "the verdict stays inside"
    assert falls(fitting, ON + timedelta(days=89)) is None
    assert falls(fitting, ON + timedelta(days=90)) is Falls.RUN_OUT


@pytest.mark.parametrize(
    ("seven", "outcome", "code"),
    [
        pytest.param({"wants_loan": Wish.NO}, Outcome.NOT_SUITABLE, "HS1", id="does-not-want-one"),
        pytest.param({"grant": Grant.PENDING}, Outcome.NOT_YET, "PR2", id="the-grant-comes-first"),
        pytest.param({"left_over": Answer.NO}, Outcome.NOT_SUITABLE, "HS4", id="nothing-is-left"),
        pytest.param({"debt_presses": Answer.YES}, Outcome.NOT_SUITABLE, "HS6.presses", id="a-debt-is-late"),
        pytest.param({"own_money": Answer.YES}, Outcome.NOT_SUITABLE, "HS8.own_money", id="own-money-is-enough"),
    ],
)
def test_seven_questions_can_end_the_talk_with_what_comes_first(
    person: Any, worker: Any, seven: dict[str, Any], outcome: Outcome, code: str
) -> None:
    answers = {name: getattr(looked.SEVEN, name) for name in Seven.__slots__}
    check = actions.begin_check(person=person, seven=Seven(**{**answers, **seven}), by=worker.as_actor(), at=AT)
    assert (found(check).outcome, [one.code for one in found(check).findings]) == (outcome, [code])
    assert falls(check) is Falls.SOMETHING_FIRST


def test_somebody_under_age_is_told_so_by_the_register_before_anything_is_asked(office: Any, worker: Any) -> None:
    child = builders.person(office, born_on=ON - timedelta(days=17 * 365), born_precision="day")
    check = actions.begin_check(person=child, seven=looked.SEVEN, by=worker.as_actor(), at=AT)
    assert rules(check) == {"HS7a"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        pytest.param({"self_harm_risk": "yes"}, "HS6", id="crisis"),
        pytest.param({"another_takes_or_threatens": "yes"}, "HS7b", id="coercion"),
        pytest.param({"bondage": "yes"}, "HS12", id="bondage"),
        pytest.param({"purposes": ["repay_debt"]}, "HS2", id="a-new-loan-for-an-old-one"),
        pytest.param({"purposes": ["health"]}, "HS3", id="it-earns-nothing"),
        pytest.param({"instead_of_grant": "yes"}, "R01", id="in-place-of-the-grant"),
        pytest.param({"gap": "0"}, "HS11", id="nothing-is-short"),
        pytest.param({"price_cap_percent": "10"}, "HS10", id="above-the-price-limit"),
        pytest.param({"pledges": ["identity_document"]}, "W09", id="papers-as-a-pledge"),
    ],
)
def test_a_stop_stops_whatever_else_is_well(
    person: Any, worker: Any, office: Any, changes: dict[str, Any], rule: str
) -> None:
    version = looked.offer(office, pledges=None)
    looked.talked(person, version)
    check = looked.decided(person, worker, version, **changes)
    assert rule in rules(check)
    assert found(check).outcome is Outcome.NOT_SUITABLE
    assert falls(check) is Falls.SOMETHING_FIRST


def test_without_an_income_nothing_is_left_to_pay_with(office: Any, worker: Any, version: Any) -> None:
    poor = builders.person(office, **looked.GROWN)
    looked.home(poor, own={"minor": 0, "currency": "BDT"})
    assert "HS4" in rules(looked.decided(poor, worker, version))


def test_debts_that_nobody_asked_about_are_asked_first_and_never_taken_for_none(office: Any, worker: Any) -> None:
    somebody, version = builders.person(office, **looked.GROWN), looked.offer(office)
    looked.talked(somebody, version)
    check = looked.decided(somebody, worker, version)
    assert {"ask.debts", "ask.household"} <= {one.code for one in found(check).findings}
    assert found(check).outcome is Outcome.NOT_YET


def test_what_was_said_alone_counts_only_for_whoever_may_read_it_and_else_is_asked(
    office: Any, person: Any, worker: Any, version: Any
) -> None:
    debt = builders.debt(person)
    said = {"present": "alone", "pressure": [], "bonds": []}
    DebtPressure.objects.create(person=person, debt=debt, asked_on=ON, said=said)
    asked = {"ask.debt_pressure", "ask.debt_bonds"}
    less = builders.user(office, may=looked.MAY - {debts.ASK_ALONE})
    check = looked.decided(person, less, version)
    assert asked <= {one.code for one in found(check).findings}
    assert found(check).outcome is Outcome.NOT_YET, "nobody reaches a milder verdict by seeing less"
    again = actions.look_again(check=check, by=worker.as_actor(), at=AT)
    again = actions.decide_check(check=again, by=worker.as_actor(), at=AT)
    assert asked.isdisjoint({one.code for one in found(again).findings})


def test_a_debt_in_other_money_is_not_known_and_never_zero(office: Any, person: Any, worker: Any, version: Any) -> None:
    builders.debt(person)
    check = looked.decided(person, worker, version)
    assert "ask.debt_amounts" in {one.code for one in found(check).findings}


def test_a_line_that_is_known_changes_only_with_a_reason_and_both_stay(person: Any, worker: Any) -> None:
    check = actions.begin_check(person=person, seven=looked.SEVEN, by=worker.as_actor(), at=AT)
    with pytest.raises(ReasonMissing):
        actions.note_part(check=check, answers={"grant": "part"}, why=" ", by=worker.as_actor(), at=AT)
    actions.note_part(
        check=check, answers={"grant": "part"}, why="the second half is late", by=worker.as_actor(), at=AT
    )
    held = LoanCheck.objects.get().said
    assert held["grant"] == {"value": "part", "on": ON.isoformat(), "why": "the second half is late"}
    actions.note_part(check=check, answers={"grant": "full"}, why="", by=worker.as_actor(), at=AT)
    assert "grant" not in LoanCheck.objects.get().said, "it says again what was known"


def test_an_older_answer_never_stands_before_what_was_told_today(person: Any, worker: Any) -> None:
    by = worker.as_actor()
    check = actions.begin_check(person=person, seven=looked.SEVEN, by=by, at=AT)
    check = actions.note_part(check=check, answers={"grant": "part", "gap": "500"}, why="half of it", by=by, at=AT)
    check = actions.decide_check(check=check, by=by, at=AT)
    again = actions.begin_check(person=person, seven=looked.SEVEN, by=by, at=AT + timedelta(days=5))
    assert set(again.said) == {"gap"}, "what was asked stays asked, and the grant was told anew"
    again = actions.decide_check(check=again, by=by, at=AT + timedelta(days=5))
    later = actions.look_again(check=again, by=by, at=AT + timedelta(days=95))
    assert later.said == {}, "what is older than a verdict may become is asked again"


def test_a_price_that_changed_lets_the_check_fall(fitting: LoanCheck, version: Any, person: Any) -> None:
    version.until_on = ON
    version.save(update_fields=["until_on"])
    terms = {**version.content, "rate_percent": "36"}
    ProductVersion.objects.create(product=version.product, number=2, content=terms, from_on=ON, said_by="a letter")
    assert falls(fitting) is Falls.TERMS_CHANGED
    with pytest.raises(MayNotCarry) as refused:
        queries.holding_check(person, version.product, ON)
    assert refused.value.falls is Falls.TERMS_CHANGED


def test_a_lender_whose_approval_ran_out_lets_the_check_fall(fitting: LoanCheck, version: Any) -> None:
    version.product.lender.assessments.update(valid_until=ON)
    assert falls(fitting) is Falls.LENDER_NOT_APPROVED


def test_a_file_joined_since_lets_the_check_fall(fitting: LoanCheck, person: Any, office: Any, version: Any) -> None:
    builders.sameperson(builders.person(office), person)
    assert falls(fitting) is Falls.FILES_JOINED
    with pytest.raises(MayNotCarry):
        queries.holding_check(person, version.product, ON)


def test_joined_files_are_asked_once(person: Any, worker: Any, office: Any) -> None:
    other = builders.person(office)
    builders.sameperson(other, person)
    made = actions.begin_check(person=person, seven=looked.SEVEN, by=worker.as_actor(), at=AT)
    with pytest.raises(actions.BeingAsked):
        actions.begin_check(person=other, seven=looked.SEVEN, by=worker.as_actor(), at=AT)
    assert [one.pk for one in queries.checks_of(other, viewer=worker.as_actor(), on=ON)] == [made.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        LoanCheck.objects.create(person=person, begun_on=ON)


def test_without_the_talk_only_the_talk_is_left(person: Any, worker: Any, version: Any) -> None:
    check = looked.decided(person, worker, version)
    assert rules(check) == {"PR7", "PR8"}
    actions.note_loan_talk(
        person=person,
        version=version,
        said=TalkSaid(looked.TOPICS, 5, "I pay back 11,000", "", Answer.YES),
        held_on=ON,
        by=worker.as_actor(),
        at=AT,
    )
    assert LoanTalk.objects.get().think_until == ON + timedelta(days=3)
    assert b"11,000" not in bytes(LoanTalk.objects.values_list("said", flat=True)[0].sealed)
    early = actions.look_again(check=check, by=worker.as_actor(), at=AT)
    early = actions.decide_check(check=early, by=worker.as_actor(), at=AT)
    assert [one.code for one in found(early).findings] == ["PR7.think"]
    assert falls(check) is Falls.WITHDRAWN, "it was looked at anew"
    later = AT + timedelta(days=3)
    third = actions.look_again(check=early, by=worker.as_actor(), at=later)
    third = actions.decide_check(check=third, by=worker.as_actor(), at=later)
    assert found(third).outcome is Outcome.SUITABLE
    assert queries.holding_check(person, version.product, ON + timedelta(days=3)).check_id == third.pk


@pytest.mark.parametrize(
    ("held_on", "answers"), [pytest.param(ON + timedelta(days=1), 5, id="ahead"), pytest.param(ON, 6, id="six-of-five")]
)
def test_a_talk_that_cannot_be_is_not_kept(person: Any, worker: Any, version: Any, held_on: Any, answers: int) -> None:
    said = TalkSaid(looked.TOPICS, answers, "", "", Answer.YES)
    with pytest.raises(actions.BadTalk):
        actions.note_loan_talk(person=person, version=version, said=said, held_on=held_on, by=worker.as_actor(), at=AT)


def test_what_was_decided_changes_no_more(fitting: LoanCheck, worker: Any, version: Any) -> None:
    by = worker.as_actor()
    for again in (
        lambda: actions.note_part(check=fitting, answers={"gap": "1"}, why="", by=by, at=AT),
        lambda: actions.note_offer(check=fitting, version=version, answers={}, by=by, at=AT),
        lambda: actions.decide_check(check=fitting, by=by, at=AT),
    ):
        with pytest.raises(actions.Decided):
            again()


def test_another_way_carries_nobody_and_stays_in_the_persons_words(fitting: LoanCheck, worker: Any) -> None:
    actions.choose_way(check=fitting, way="save_first", words="My sister helps me save", by=worker.as_actor(), at=AT)
    assert falls(fitting) is Falls.ANOTHER_WAY
    assert b"sister" not in bytes(LoanCheck.objects.values_list("chosen", flat=True)[0].sealed)
    actions.choose_way(check=fitting, way="ask", words="", by=worker.as_actor(), at=AT)
    assert falls(fitting) is None


def test_who_withdraws_leaves_nothing_open(fitting: LoanCheck, worker: Any, person: Any, version: Any) -> None:
    again = actions.look_again(check=fitting, by=worker.as_actor(), at=AT)
    actions.withdraw(check=again, by=worker.as_actor(), at=AT)
    assert not LoanCheck.objects.filter(ended_on=None).exists()
    assert not queries.is_being_asked(person.pk)
    with pytest.raises(actions.Ended):
        actions.withdraw(check=again, by=worker.as_actor(), at=AT)
    with pytest.raises(MayNotCarry) as refused:
        queries.holding_check(person, version.product, ON)
    assert refused.value.falls is Falls.WITHDRAWN


def test_nobody_looked_yet_carries_nobody(person: Any, version: Any) -> None:
    with pytest.raises(MayNotCarry) as refused:
        queries.holding_check(person, version.product, ON)
    assert refused.value.falls is Falls.NONE_MADE


def test_a_check_of_another_offer_carries_nobody(fitting: LoanCheck, person: Any, office: Any) -> None:
    other = looked.offer(office)
    with pytest.raises(MayNotCarry) as refused:
        queries.holding_check(person, other.product, ON)
    assert refused.value.falls is Falls.OTHER_OFFER


def test_two_different_people_set_a_debt_aside_for_safety(office: Any, person: Any, worker: Any, version: Any) -> None:
    looked.talked(person, version)
    check = looked.decided(person, worker, version, threatened_over_debt="yes")
    supervisor = builders.user(office, may={permissions.VIEW, permissions.SET_ASIDE, returnees.VIEW}).as_actor()
    officer = builders.user(office, may={permissions.VIEW, permissions.SET_ASIDE_SAFETY, returnees.VIEW}).as_actor()
    said: dict[str, Any] = {"rule": "HS6", "reason": "It ended, and she lives elsewhere", "at": AT}
    said["expires_on"] = ON + timedelta(days=20)
    actions.set_aside(check=check, by=supervisor, **said)
    assert "HS6" in rules(check)
    actions.set_aside_for_safety(check=check, by=officer, **said)
    held = found(check)
    assert (held.outcome, {rule_of(one) for one in held.set_aside}) == (Outcome.SUITABLE, {"HS6"})
    assert LoanCheck.objects.get().valid_until == ON + timedelta(days=20)
    assert b"lives elsewhere" not in bytes(Override.objects.values_list("reason", flat=True)[0].sealed)


def test_what_the_rules_forbid_to_set_aside_is_not(office: Any, person: Any, worker: Any, version: Any) -> None:
    check = looked.decided(person, worker, version, purposes=["migration"], gap="0")
    supervisor = builders.user(office, may={permissions.SET_ASIDE, returnees.VIEW}).as_actor()
    until = {"reason": "because", "expires_on": ON + timedelta(days=20), "by": supervisor, "at": AT}
    with pytest.raises(NotOverridable):
        actions.set_aside(check=check, rule="HS11", **until)
    with pytest.raises(NotMet):
        actions.set_aside(check=check, rule="HS3", **until)
    with pytest.raises(actions.NotFound):
        actions.set_aside(check=check, rule="HS2", **until)
    assert not Override.objects.exists()


def test_a_skill_that_was_shown_stands_for_a_course(person: Any, worker: Any, version: Any) -> None:
    looked.talked(person, version)
    check = looked.decided(person, worker, version, trained_money="no")
    assert rules(check) == {"PR4"}
    actions.accept_skill(
        check=check,
        rule="PR4",
        reason="He kept the books of a shop for years; I saw them",
        expires_on=ON + timedelta(days=60),
        by=worker.as_actor(),
        at=AT,
    )
    assert found(check).outcome is Outcome.SUITABLE


def test_answers_lie_sealed_and_an_event_says_nothing_of_them(fitting: LoanCheck) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seven, said, found FROM credit_loancheck")
        held = b"".join(bytes(part) for part in cursor.fetchone())
    assert b"running" not in held
    assert b"suitable" not in held
    assert Event.objects.filter(action="credit.decide_check", detail={}).count() == 1


def test_erasing_clears_everything_about_loans(fitting: LoanCheck, person: Any) -> None:
    builders.override(fitting)
    gone = actions.erase_checks(Erasing(person, AT))
    assert {type(one) for one in gone} == {LoanCheck, LoanTalk, Override}
    for table in (LoanCheck, LoanTalk, Override):
        assert not table.objects.exists()


def test_who_only_sees_begins_nothing(office: Any, person: Any) -> None:
    reader = builders.user(office, may={permissions.VIEW, returnees.VIEW}).as_actor()
    with pytest.raises(NotAllowed):
        actions.begin_check(person=person, seven=looked.SEVEN, by=reader, at=AT)

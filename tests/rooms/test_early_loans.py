"""Early loans: asked for in a whole look, allowed by two others, held by that look and ended with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.approvals import actions as approvals
from sankofa.approvals import permissions as by_two
from sankofa.approvals.models import Proposal
from sankofa.credit import actions, early_told, permissions, queries
from sankofa.credit.models import EarlyLoan, LoanCheck
from sankofa.credit.rules.suitability import Outcome, rule_of
from sankofa.credit.rules.terms import BusinessStatus, Grounds
from sankofa.debts.rules.terms import Answer
from sankofa.project import hooks
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from tests import builders
from tests import loan_looked_at as looked
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ASKS = {*looked.MAY, by_two.SEE, by_two.PROPOSE}
DECIDES = {permissions.VIEW, permissions.ALLOW_EARLY, returnees.VIEW, by_two.SEE, by_two.DECIDE}
YES = Answer.YES
NEW = Grounds(innovative=YES, substantial_seed_capital=YES, profit_or_jobs=YES)
YOUNG = replace(looked.SEVEN, business_started_on=ON - timedelta(days=70))


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=ASKS)


@pytest.fixture
def committee(office: Any) -> Any:
    return [builders.user(office, may=DECIDES, name=name) for name in ("Amina K.", "Binta D.", "Chidi E.")]


@pytest.fixture
def check(office: Any, worker: Any) -> LoanCheck:
    """Everything fits but the time in business: a table in which the seven questions let pass what nobody asked."""
    person = builders.person(office, **looked.GROWN)
    looked.home(person)
    version = looked.offer(office, months_in_business=None)
    looked.talked(person, version)
    unsaid = replace(YOUNG, business=BusinessStatus.UNKNOWN, business_started_on=None)
    made = looked.asked(person, worker, version, seven=unsaid, viability="strong")
    by = worker.as_actor()
    told = {"business": "running", "business_started_on": (ON - timedelta(days=70)).isoformat()}
    made = actions.note_part(check=made, answers=told, why="", by=by, at=AT)
    decided: LoanCheck = actions.decide_check(check=made, by=by, at=AT)
    return decided


def asked(check: LoanCheck, worker: Any, grounds: Grounds = NEW) -> EarlyLoan:
    return actions.ask_early(
        check=check, grounds=grounds, evidence="A press for moringa; the co-op buys it", by=worker.as_actor(), at=AT
    )


def approve(early: EarlyLoan, one: Any) -> None:
    proposal = Proposal.objects.get(subject_id=str(early.pk))
    seen = approvals.Seen(proposal.round, "approve", proposal.digest)
    approvals.approve(proposal=proposal, seen=seen, by=one.as_actor(), at=AT)


def now(check: LoanCheck) -> LoanCheck:
    return LoanCheck.objects.select_related("version__product__lender").get(pk=check.pk)


def rules(check: LoanCheck) -> set[str]:
    held = queries.kept(now(check))
    assert held is not None
    return {rule_of(one) for one in held.findings}


def test_two_others_allow_it_and_the_time_in_business_is_waived(check: LoanCheck, worker: Any, committee: Any) -> None:
    assert rules(check) == {"PR3"}
    early = asked(check, worker)
    shown = {label: value for label, _before, value, *_rest in Proposal.objects.get().shown}
    assert (shown["The idea is new"], shown["The grant is put down as a deposit"]) == ("yes", "no")
    approve(early, committee[0])
    assert rules(check) == {"PR3"}, "one is not two"
    approve(early, committee[1])
    assert rules(check) == {"EX1"}
    held = queries.kept(now(check))
    assert held is not None
    assert held.outcome is Outcome.SUITABLE
    assert queries.falls(now(check), on=ON) is None
    assert set(EarlyLoan.objects.get().committee) == {str(one.pk) for one in committee[:2]}
    told = early_told.standing(now(check))
    assert told is not None
    assert "Amina K., Binta D." in told["lines"][0]
    assert now(check).valid_until == ON + timedelta(days=90)


def test_it_ends_with_the_look_it_was_allowed_for(check: LoanCheck, worker: Any, committee: Any) -> None:
    early = asked(check, worker)
    for one in committee[:2]:
        approve(early, one)
    again = actions.look_again(check=now(check), by=worker.as_actor(), at=AT)
    again = actions.decide_check(check=again, by=worker.as_actor(), at=AT)
    assert rules(again) == {"PR3"}


def test_nobody_who_asked_or_looked_decides(check: LoanCheck, worker: Any, office: Any) -> None:
    both = builders.user(office, may=ASKS | DECIDES)
    early = asked(check, both)
    with pytest.raises(approvals.MayNot):
        approve(early, both)
    worker_too = builders.user(office, may=DECIDES)
    LoanCheck.objects.filter(pk=check.pk).update(decided_by=worker_too)
    with pytest.raises(NotAllowed):
        approve(early, worker_too)


def test_nobody_decides_who_set_a_rule_of_this_look_aside_or_looks_after_a_joined_file(
    check: LoanCheck, worker: Any, committee: Any, office: Any
) -> None:
    early = asked(check, worker)
    builders.override(check, given_by=committee[0])
    with pytest.raises(NotAllowed):
        approve(early, committee[0])
    builders.sameperson(builders.person(office, owner=committee[1]), check.person)
    with pytest.raises(NotAllowed):
        approve(early, committee[1])


def test_alone_nobody_allows_it(check: LoanCheck, worker: Any, committee: Any) -> None:
    early = asked(check, worker)
    with pytest.raises(NeedsSecondPerson):
        actions.allow_early(early=early, by=committee[0].as_actor(), at=AT)
    assert rules(check) == {"PR3"}


def test_what_is_missing_is_said_before_anybody_is_asked(check: LoanCheck, worker: Any) -> None:
    with pytest.raises(actions.NotEarly) as refused:
        asked(check, worker, replace(NEW, innovative=Answer.UNKNOWN))
    assert [one.code for one in refused.value.findings] == ["early.grounds"]
    assert not EarlyLoan.objects.exists()
    assert "two grounds" in early_told.refusal(refused.value)


def test_it_is_asked_for_once_and_again_after_a_no(check: LoanCheck, worker: Any, committee: Any) -> None:
    early = asked(check, worker)
    with pytest.raises(actions.AskedAlready):
        asked(check, worker)
    proposal = Proposal.objects.get(subject_id=str(early.pk))
    seen = approvals.Seen(proposal.round, "approve", proposal.digest)
    approvals.refuse(proposal=proposal, seen=seen, comment="No buyer", by=committee[0].as_actor(), at=AT)
    assert early_told.standing(now(check)) is None
    assert asked(check, worker).pk != early.pk


def test_a_look_that_ended_meanwhile_is_not_changed(check: LoanCheck, worker: Any, committee: Any) -> None:
    early = asked(check, worker)
    approve(early, committee[0])
    actions.withdraw(check=now(check), by=worker.as_actor(), at=AT)
    with pytest.raises(approvals.CannotCarryOut):
        approve(early, committee[1])
    assert EarlyLoan.objects.get().allowed_on is None
    with pytest.raises(actions.Ended):
        asked(now(check), worker)


def test_only_seven_questions_are_not_enough(worker: Any, office: Any) -> None:
    person = builders.person(office, **looked.GROWN)
    first = actions.begin_check(person=person, seven=YOUNG, by=worker.as_actor(), at=AT)
    with pytest.raises(actions.NotWhole):
        asked(first, worker)


def test_the_grounds_lie_sealed_and_go_when_somebody_is_erased(check: LoanCheck, worker: Any) -> None:
    asked(check, worker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT grounds, evidence FROM credit_earlyloan")
        held = b"".join(bytes(part) for part in cursor.fetchone())
    assert b"moringa" not in held
    assert b"innovative" not in held
    actions.erase_checks(Erasing(check.person, AT))
    assert not EarlyLoan.objects.exists()

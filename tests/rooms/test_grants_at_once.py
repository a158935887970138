"""Several who decide on a grant or hand it over at once: it happens once, and the others are told in words."""

from typing import Any

import pytest

from sankofa.approvals import actions as approvals
from sankofa.approvals.models import Proposal
from sankofa.cases import actions
from sankofa.cases.models import Handover, PlanGrant
from sankofa.cases.rules.grants import State
from sankofa.kernel.identifiers import uuid7
from sankofa.ledger import queries as books
from sankofa.project import hooks
from tests.builders import AT
from tests.rooms.test_grants import TOOLS, Office, taka

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here() -> Office:
    hooks.fill()
    return Office()


def test_of_three_who_approve_at_once_two_count_and_one_is_told_who_was_first(here: Office, at_once: Any) -> None:
    grant = here.proposed()
    answers = at_once([lambda one=one: here.approve(grant, one) for one in (here.first, here.second, here.third)])
    late = [one for one in answers if isinstance(one, Exception)]
    assert [type(one) for one in late] == [approvals.SomebodyWasFirst]
    assert Proposal.objects.get().verdicts.filter(act="approve").count() == 2
    assert here.state(grant) is State.APPROVED


def test_of_one_who_approves_and_one_who_refuses_at_once_one_is_told(here: Office, at_once: Any) -> None:
    grant = here.proposed()
    here.approve(grant, here.first)
    seen = approvals.Seen(1, "approve", Proposal.objects.get().digest)

    def refuse() -> Any:
        said = {"proposal": Proposal.objects.get(), "seen": seen, "comment": "Too much"}
        return approvals.refuse(**said, by=here.third.as_actor(), at=AT)

    answers = at_once([lambda: here.approve(grant, here.second), refuse])
    assert sum(isinstance(one, approvals.SomebodyWasFirst) for one in answers) == 1
    assert here.state(grant) in (State.APPROVED, State.REFUSED)


def test_the_same_grant_is_handed_over_once(here: Office, at_once: Any) -> None:
    grant = here.approved()
    answers = at_once([lambda: here.hand(grant, 25_000)] * 4)
    assert sum(isinstance(one, Handover) for one in answers) == 1
    assert {type(one) for one in answers if isinstance(one, Exception)} == {actions.NotApproved}
    assert (here.in_till, books.check().broken) == (65_000, [])


def test_one_form_sent_by_an_impatient_finger_is_one_receipt(here: Office, at_once: Any) -> None:
    grant, key = here.approved(), uuid7()
    answers = at_once([lambda: here.hand(grant, 10_000, key=key)] * 4)
    assert {one.pk for one in answers} == {key}
    assert (Handover.objects.count(), here.in_till) == (1, 80_000)


def test_two_who_propose_at_once_do_not_promise_more_than_the_plan(here: Office, at_once: Any) -> None:
    def propose() -> Any:
        by = here.worker.as_actor()
        return actions.propose_grant(case=here.case, activity=TOOLS.key, amount=taka(20_000), by=by, at=AT)

    answers = at_once([propose] * 3)
    assert sum(isinstance(one, PlanGrant) for one in answers) == 1
    assert {type(one) for one in answers if isinstance(one, Exception)} == {actions.NotAGrant}

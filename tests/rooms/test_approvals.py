"""Four eyes through the real actions: who may, what counts, what happens when two decide at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed, system
from sankofa.accounts.hooks import notices
from sankofa.accounts.models import Office
from sankofa.accounts.rules.terms import Scope, ScopeKind
from sankofa.approvals import actions, queries, registry
from sankofa.approvals.models import Proposal, Verdict
from sankofa.approvals.rules.terms import Act
from sankofa.audit.models import Event
from sankofa.project import hooks
from tests import builders
from tests.builders import AT, ON
from tests.rooms import ground
from tests.rooms.two_people import EVERYTHING, KIND, POLICY, note, proposed, seen, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("ground_tables", "one_kind")]
ONE = {"steps": [{"name": "approve"}]}
TWO_STEPS = {"steps": [{"name": "approve"}, {"name": "release", "from": "1000 BDT"}]}


@pytest.fixture
def one_kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kind of the tests, alone, with one approver."""
    hooks.fill()
    monkeypatch.setattr(registry.kinds, "_filled", [lambda: KIND])
    POLICY.clear()
    POLICY.update(ONE)
    yield
    POLICY.clear()


@pytest.fixture
def office(ground_tables: None) -> Office:
    return builders.office()


def title_of(subject: Any) -> str:
    return str(ground.Note.objects.get(pk=subject.pk).title)


def test_what_another_person_approves_is_done_with_their_rights(office: Office) -> None:
    asks, decides, subject = somebody(office), somebody(office), note(office)
    proposal = proposed(subject, asks)
    assert title_of(subject) == "old"
    actions.approve(proposal=proposal, seen=seen(proposal), by=decides.as_actor(), at=AT)
    assert title_of(subject) == "new"
    assert Proposal.objects.get().state == "carried_out"
    assert Event.objects.get(action="tests.rooms.ground.amend").actor_id == str(decides.pk)


def test_nobody_approves_what_they_proposed_whatever_they_hold(office: Office) -> None:
    asks, subject = somebody(office, scope="everywhere"), note(office)
    proposal = proposed(subject, asks)
    with pytest.raises(actions.MayNot) as refusal:
        actions.approve(proposal=proposal, seen=seen(proposal), by=asks.as_actor(), at=AT)
    assert [finding.code for finding in refusal.value.findings] == ["own_proposal"]
    assert title_of(subject) == "old"


def test_who_acts_in_the_place_of_the_proposer_counts_as_the_proposer(office: Office) -> None:
    asks, stands_in, subject = somebody(office), somebody(office), note(office)
    proposal = proposed(subject, asks)
    covering = replace(stands_in.as_actor(), on_behalf_of=str(asks.pk))
    with pytest.raises(actions.MayNot):
        actions.approve(proposal=proposal, seen=seen(proposal), by=covering, at=AT)


@pytest.mark.parametrize("kind", ["device", "key", "link"])
def test_a_device_or_a_key_neither_proposes_nor_approves(office: Office, kind: str) -> None:
    asks, other, subject = somebody(office), somebody(office), note(office)
    with pytest.raises(actions.MayNot):
        actions.propose(
            subject=subject, kind=KIND.code, content={"title": "x"}, by=replace(asks.as_actor(), kind=kind), at=AT
        )
    proposal = proposed(subject, asks)
    with pytest.raises(actions.MayNot):
        actions.approve(proposal=proposal, seen=seen(proposal), by=replace(other.as_actor(), kind=kind), at=AT)
    assert title_of(subject) == "old"


def test_the_action_itself_answers_nobody_who_calls_it_alone(office: Office) -> None:
    subject, alone = note(office), somebody(office)
    with pytest.raises(NeedsSecondPerson) as refusal:
        ground.amend(note=subject, title="new", by=alone.as_actor(), at=AT)
    assert refusal.value.decision.reason.code == "needs_second_person"
    assert title_of(subject) == "old"
    assert Event.objects.get(kind="refused").action == "tests.rooms.ground.amend"


def test_while_one_record_is_carried_out_another_stays_reserved(office: Office) -> None:
    approved, other = note(office), note(office)
    alone = somebody(office)
    with registry.carrying_out(KIND, approved), pytest.raises(NeedsSecondPerson):
        ground.amend(note=other, title="new", by=alone.as_actor(), at=AT)


def test_the_system_is_not_asked_for_a_second_person(office: Office) -> None:
    subject = note(office)
    clockwork = replace(system("tick", on=ON), grants=(builders.grant(ground.AMEND),))
    ground.amend(note=subject, title="by the clock", by=clockwork, at=AT)
    assert title_of(subject) == "by the clock"


def test_a_large_amount_asks_for_one_person_more_and_nobody_takes_both_steps(office: Office) -> None:
    POLICY.update(TWO_STEPS)
    asks, first, second, subject = somebody(office), somebody(office), somebody(office), note(office)
    proposal = proposed(subject, asks, taka=1000)
    actions.approve(proposal=proposal, seen=seen(proposal), by=first.as_actor(), at=AT)
    assert title_of(subject) == "old"
    with pytest.raises(actions.MayNot) as refusal:
        actions.approve(proposal=proposal, seen=seen(proposal, "release"), by=first.as_actor(), at=AT)
    assert [finding.code for finding in refusal.value.findings] == ["approved_already"]
    actions.approve(proposal=proposal, seen=seen(proposal, "release"), by=second.as_actor(), at=AT)
    assert title_of(subject) == "new"


@pytest.mark.parametrize(("content", "steps"), [({"taka": 999}, 1), ({"taka": 1000}, 2), ({}, 2)])
def test_an_amount_that_nobody_told_asks_for_every_step(office: Office, content: dict[str, int], steps: int) -> None:
    POLICY.update(TWO_STEPS)
    assert len(proposed(note(office), somebody(office), **content).steps) == steps


def test_each_step_asks_for_its_own_permission(office: Office) -> None:
    POLICY.update(TWO_STEPS)
    may = set(EVERYTHING) - {ground.AMEND}
    asks, releases, subject = somebody(office), somebody(office, may=may), note(office)
    proposal = proposed(subject, asks)
    with pytest.raises(NotAllowed) as refusal:
        actions.approve(proposal=proposal, seen=seen(proposal), by=releases.as_actor(), at=AT)
    assert refusal.value.permission == ground.AMEND


def test_sending_back_needs_a_word_and_begins_a_new_round(office: Office) -> None:
    POLICY.update({"steps": [{"name": "approve", "persons": 2}]})
    asks, first, second, subject = somebody(office), somebody(office), somebody(office), note(office)
    proposal = proposed(subject, asks)
    actions.approve(proposal=proposal, seen=seen(proposal), by=first.as_actor(), at=AT)
    with pytest.raises(actions.CommentNeeded):
        actions.send_back(proposal=proposal, seen=seen(proposal), comment=" ", by=second.as_actor(), at=AT)
    actions.send_back(proposal=proposal, seen=seen(proposal), comment="Which one?", by=second.as_actor(), at=AT)
    assert queries.sent_back_count(asks.as_actor(), on=ON) == 1
    content = {"title": "newer", "reason": "the second"}
    with pytest.raises(actions.MayNot):
        actions.propose_again(proposal=proposal, content=content, by=first.as_actor(), at=AT)
    actions.propose_again(proposal=proposal, content=content, by=asks.as_actor(), at=AT)
    actions.approve(proposal=proposal, seen=seen(proposal), by=second.as_actor(), at=AT)
    assert title_of(subject) == "old", "the approval of the first round does not count"
    actions.approve(proposal=proposal, seen=seen(proposal), by=first.as_actor(), at=AT)
    assert title_of(subject) == "newer"


def test_what_was_refused_is_closed_and_can_be_proposed_anew(office: Office) -> None:
    asks, decides, subject = somebody(office), somebody(office), note(office)
    proposal = proposed(subject, asks)
    actions.refuse(proposal=proposal, seen=seen(proposal), comment="Not so.", by=decides.as_actor(), at=AT)
    with pytest.raises(actions.SomebodyWasFirst):
        actions.approve(proposal=proposal, seen=seen(proposal), by=somebody(office).as_actor(), at=AT)
    assert proposed(subject, asks).pk != proposal.pk


def test_only_who_proposed_takes_it_back(office: Office) -> None:
    asks, other = somebody(office), somebody(office)
    proposal = proposed(note(office), asks)
    with pytest.raises(actions.MayNot):
        actions.withdraw(proposal=proposal, by=other.as_actor(), at=AT)
    actions.withdraw(proposal=proposal, by=asks.as_actor(), at=AT)
    assert Proposal.objects.get().state == "withdrawn"


def test_the_same_is_proposed_once_at_a_time(office: Office) -> None:
    subject = note(office)
    first = proposed(subject, somebody(office))
    with pytest.raises(actions.ProposedAlready) as there:
        proposed(subject, somebody(office))
    assert there.value.proposal.pk == first.pk


def test_who_lacks_the_permission_of_the_kind_proposes_nothing(office: Office) -> None:
    with pytest.raises(NotAllowed) as refusal:
        proposed(note(office), somebody(office, may=set(EVERYTHING) - {KIND.propose}))
    assert refusal.value.permission == KIND.propose


def test_a_record_that_changed_meanwhile_is_looked_at_again(office: Office) -> None:
    POLICY.update({"steps": [{"name": "approve", "persons": 2}]})
    asks, first, second, subject = somebody(office), somebody(office), somebody(office), note(office)
    proposal = proposed(subject, asks)
    actions.approve(proposal=proposal, seen=seen(proposal), by=first.as_actor(), at=AT)
    ground.Note.objects.filter(pk=subject.pk).update(title="changed")
    answer = actions.approve(proposal=proposal, seen=seen(proposal), by=second.as_actor(), at=AT)
    assert (answer.pk, answer.round) == (proposal.pk, 2)
    assert title_of(subject) == "changed"
    actions.approve(proposal=proposal, seen=seen(proposal), by=second.as_actor(), at=AT)
    assert title_of(subject) == "changed", "the first approval was of something else"
    actions.approve(proposal=proposal, seen=seen(proposal), by=first.as_actor(), at=AT)
    assert title_of(subject) == "new"


def test_whoever_had_an_older_page_before_them_is_told_what_happened(office: Office) -> None:
    POLICY.update(TWO_STEPS)
    first, second = somebody(office), somebody(office)
    proposal = proposed(note(office), somebody(office))
    before = seen(proposal)
    actions.approve(proposal=proposal, seen=before, by=first.as_actor(), at=AT)
    with pytest.raises(actions.SomebodyWasFirst) as told:
        actions.approve(proposal=proposal, seen=before, by=second.as_actor(), at=AT)
    assert told.value.verdict.person_id == first.pk


def test_what_cannot_be_carried_out_leaves_no_approval(office: Office) -> None:
    proposal = proposed(note(office), somebody(office), title="too late")
    with pytest.raises(actions.CannotCarryOut):
        actions.approve(proposal=proposal, seen=seen(proposal), by=somebody(office).as_actor(), at=AT)
    assert Verdict.objects.count() == 1
    assert Proposal.objects.get().state == "waiting"


def test_the_last_one_to_approve_must_hold_the_right_to_do_it(office: Office) -> None:
    POLICY.update({"steps": [{"name": "release"}]})
    without = somebody(office, may=set(EVERYTHING) - {ground.AMEND})
    proposal = proposed(note(office), somebody(office))
    with pytest.raises(actions.CannotCarryOut):
        actions.approve(proposal=proposal, seen=seen(proposal, "release"), by=without.as_actor(), at=AT)
    assert Verdict.objects.count() == 1


def test_another_office_sees_and_decides_nothing(office: Office) -> None:
    proposal = proposed(note(office), somebody(office))
    stranger = somebody(builders.office()).as_actor()
    assert queries.open_proposals(stranger, on=ON) == []
    assert queries.proposal(str(proposal.pk), viewer=stranger, on=ON) is None
    with pytest.raises(NotAllowed):
        actions.approve(proposal=proposal, seen=seen(proposal), by=stranger, at=AT)


def test_a_record_that_went_out_of_reach_takes_its_proposal_along(office: Office) -> None:
    subject, decides = note(office), somebody(office).as_actor()
    proposal = proposed(subject, somebody(office))
    assert [listed.proposal.pk for listed in queries.open_proposals(decides, on=ON)] == [proposal.pk]
    ground.Note.objects.filter(pk=subject.pk).update(office=builders.office())
    assert queries.open_proposals(decides, on=ON) == []
    with pytest.raises(NotAllowed):
        actions.approve(proposal=proposal, seen=seen(proposal), by=decides, at=AT)


def test_what_one_proposed_does_not_wait_for_oneself(office: Office) -> None:
    asks = somebody(office)
    proposal = proposed(note(office), asks)
    assert queries.open_proposals(asks.as_actor(), on=ON) == []
    assert [listed.proposal.pk for listed in queries.proposals_of(asks.as_actor(), on=ON)] == [proposal.pk]


def test_the_one_who_proposed_hears_of_the_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(notices, "_filled", [heard.append])
    asks = somebody(office)
    proposal = proposed(note(office), asks)
    actions.send_back(proposal=proposal, seen=seen(proposal), comment="Why?", by=somebody(office).as_actor(), at=AT)
    (notice,) = heard
    assert (notice.to.pk, notice.code, set(notice.facts)) == (asks.pk, "approvals.sent_back", {"number"})


def test_every_act_has_its_event_in_the_record_and_no_words(office: Office) -> None:
    asks, decides = somebody(office), somebody(office)
    proposal = proposed(note(office), asks, reason="a secret reason")
    actions.approve(proposal=proposal, seen=seen(proposal), comment="a secret comment", by=decides.as_actor(), at=AT)
    verdicts = queries.verdicts_of(Proposal.objects.get())
    events = queries.events_of(verdicts)
    assert [verdict.act for verdict in verdicts] == [Act.PROPOSE, Act.APPROVE]
    assert set(events) == {str(verdict.pk) for verdict in verdicts}
    assert "secret" not in str(list(Event.objects.values()))


def test_the_database_itself_lets_nobody_say_yes_twice(office: Office) -> None:
    asks = somebody(office)
    proposal = proposed(note(office), asks)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(
            proposal=proposal, number=2, round=1, person=asks, act="approve", digest=proposal.digest, at=AT
        )


def test_a_wider_grant_of_the_same_person_is_still_the_same_person(office: Office) -> None:
    asks, subject = somebody(office), note(office)
    proposal = proposed(subject, asks)
    everywhere = builders.grant(ground.AMEND, ScopeKind.EVERYWHERE)
    grants = (everywhere, *(replace(grant, scope=Scope(ScopeKind.EVERYWHERE)) for grant in asks.as_actor().grants))
    with pytest.raises(actions.MayNot):
        actions.approve(proposal=proposal, seen=seen(proposal), by=replace(asks.as_actor(), grants=grants), at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_the_second_is_told_what_the_first_did(
    office: Office, at_once: Callable[[Sequence[Callable[[], Any]]], list[Any]]
) -> None:
    subject = note(office)
    proposal = proposed(subject, somebody(office))
    before = seen(proposal)
    actors = [somebody(office).as_actor() for _ in range(2)]
    answers = at_once(
        [lambda by=by: actions.approve(proposal=proposal, seen=before, by=by, at=AT) for by in actors]  # type: ignore[misc]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["SomebodyWasFirst", "Verdict"]
    assert Verdict.objects.filter(act="approve").count() == 1
    assert Event.objects.filter(action="tests.rooms.ground.amend", kind="write").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_the_same_at_once_the_second_is_led_to_the_first(
    office: Office, at_once: Callable[[Sequence[Callable[[], Any]]], list[Any]]
) -> None:
    subject = note(office)
    people = [somebody(office) for _ in range(2)]
    answers = at_once([lambda by=by: proposed(subject, by) for by in people])  # type: ignore[misc]
    assert sorted(type(answer).__name__ for answer in answers) == ["Proposal", "ProposedAlready"]

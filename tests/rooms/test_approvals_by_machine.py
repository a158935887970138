"""Any order of tries through the real actions: nothing is done that fewer people wanted than the chain asks for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.accounts.rules.terms import Actor, Scope, ScopeKind
from sankofa.approvals import actions, registry
from sankofa.approvals.models import Proposal, Verdict
from sankofa.approvals.rules.terms import Act
from sankofa.project import hooks
from tests import builders
from tests.builders import AT
from tests.rooms import ground
from tests.rooms.two_people import KIND, POLICY, note, proposed, seen, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("ground_tables")]
REFUSED = (
    NotAllowed,
    NeedsSecondPerson,
    actions.MayNot,
    actions.SomebodyWasFirst,
    actions.CommentNeeded,
    actions.CannotCarryOut,
)
TRIES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["user", "user", "user", "device", "key"]),
        st.one_of(st.none(), st.integers(0, 3)),
        st.sampled_from([*Act, Act.APPROVE, Act.APPROVE, "alone", "changed"]),
        st.sampled_from(list(ScopeKind)),
        st.sampled_from(["approve", "release"]),
    ),
    max_size=10,
)
DONE_BY = ((1, "approve"), (2, "approve"), (3, "release"))


@pytest.fixture
def one_kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kind of the tests, with two steps, of which the first asks for two people."""
    hooks.fill()
    monkeypatch.setattr(registry.kinds, "_filled", [lambda: KIND])
    POLICY.clear()
    POLICY.update({"steps": [{"name": "approve", "persons": 2}, {"name": "release"}]})
    yield
    POLICY.clear()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=TRIES)
@example(tries=[(n, "user", None, Act.APPROVE, ScopeKind.OFFICE, step) for n, step in DONE_BY])
def test_whoever_tries_whatever_three_others_have_to_want_it(one_kind: None, tries: list[tuple[Any, ...]]) -> None:
    office = builders.office()
    people = [somebody(office) for _ in range(4)]
    subject = note(office)
    proposal = proposed(subject, people[0])
    for who, kind, for_whom, what, scope, step in tries:
        base = people[who].as_actor()
        wider = replace(base.grants[0], scope=Scope(scope, base.grants[0].scope.anchor))
        by = replace(
            base,
            kind=kind,
            grants=(*base.grants, wider),
            on_behalf_of="" if for_whom is None else str(people[for_whom].pk),
        )
        before = ground.Note.objects.get(pk=subject.pk).title
        try:
            _try(proposal, subject, what, step, by)
        except REFUSED:
            assert ground.Note.objects.get(pk=subject.pk).title == before
    held = Proposal.objects.get(pk=proposal.pk)
    approvals = Verdict.objects.filter(proposal=held, act=Act.APPROVE.value, round=held.round)
    by_whom = [str(verdict.person_id) for verdict in approvals]
    proposers = {str(v.person_id) for v in Verdict.objects.filter(proposal=held, act=Act.PROPOSE.value)}
    assert len(set(by_whom)) == len(by_whom)
    assert not proposers & set(by_whom)
    is_done = ground.Note.objects.get(pk=subject.pk).title == "new"
    assert is_done is (held.state == "carried_out") is (len(by_whom) == 3)


def _try(proposal: Proposal, subject: Any, what: Any, step: str, by: Actor) -> None:
    facts: dict[str, Any] = {"proposal": proposal, "by": by, "at": AT}
    match what:
        case "alone":
            ground.amend(note=subject, title="new", by=by, at=AT)
        case "changed":
            if Proposal.objects.get(pk=proposal.pk).is_open:
                ground.Note.objects.filter(pk=subject.pk).update(title=f"changed {Verdict.objects.count()}")
        case Act.PROPOSE:
            actions.propose_again(content={"title": "new", "reason": "again"}, **facts)
        case Act.APPROVE:
            actions.approve(seen=seen(proposal, step), **facts)
        case Act.SEND_BACK:
            actions.send_back(seen=seen(proposal, step), comment="Why?", **facts)
        case Act.REFUSE:
            actions.refuse(seen=seen(proposal, step), comment="No.", **facts)
        case Act.WITHDRAW:
            actions.withdraw(**facts)

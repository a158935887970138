"""Reads of four eyes: what waits for whom, one proposal, and the evidence of who decided.

A proposal is shown to those who may see the record that it is about, as that record is guarded now, and who hold a
permission of its kind for it; and to whoever proposed it, as long as they may see the record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.rules import access
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.approvals import registry
from sankofa.approvals.models import Proposal, Verdict
from sankofa.approvals.permissions import DECIDE, SEE
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules import chain
from sankofa.approvals.rules.changes import Change, digest_of
from sankofa.approvals.rules.people import persons_behind
from sankofa.approvals.rules.terms import OPEN, Act, State
from sankofa.audit import queries as audit
from sankofa.kernel.finding import Finding

if TYPE_CHECKING:
    from sankofa.audit.models import Event

SHOWN_MAX = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal in a list, with the record that it is about."""

    proposal: Proposal
    kind: Kind
    subject: Guarded


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do with a proposal: each act with the reasons why not, and the decision on their role."""

    may: Mapping[Act, bool]
    reasons: tuple[Finding, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest proposal about a record: what was done with it last, and who approved it in its present round."""

    proposal: Proposal
    last: Verdict
    approvers: frozenset[str]
    """Everybody who approved it, with those in whose place they did, by their keys."""
    approvals: tuple[Verdict, ...]


def open_proposals(viewer: Actor, *, on: date) -> list[Listed]:
    """Return what waits for a verdict of this viewer: in their reach, not proposed by them, the most urgent first."""
    waiting = accounts.within_scope(
        Proposal.objects.filter(state=State.WAITING.value), viewer=viewer, permission=DECIDE, on=on
    )
    mine = persons_behind(viewer)
    return [
        listed
        for listed in _listed(waiting.order_by("due_on", "pk")[:SHOWN_MAX], viewer=viewer, on=on)
        if not mine & chain.proposers(listed.proposal.course())
        and _decision(listed.proposal, listed.kind, listed.subject, viewer, on=on).allowed
    ]


def proposals_of(viewer: Actor, *, on: date) -> list[Listed]:
    """Return what the viewer proposed: first what came back to them, then what is open, then the latest."""
    own = Verdict.objects.filter(person__id=viewer.id, act=Act.PROPOSE.value).values("proposal_id")
    found = Proposal.objects.filter(pk__in=own).order_by("-proposed_at", "pk")[:SHOWN_MAX]
    order = {State.SENT_BACK.value: 0, State.WAITING.value: 1}
    return sorted(_listed(found, viewer=viewer, on=on), key=lambda listed: order.get(listed.proposal.state, 2))


def sent_back_count(viewer: Actor, *, on: date) -> int:
    """Return how many proposals came back to the viewer and wait for them, about records that they still may see."""
    own = Verdict.objects.filter(person__id=viewer.id, act=Act.PROPOSE.value).values("proposal_id")
    came_back = Proposal.objects.filter(pk__in=own, state=State.SENT_BACK.value)
    return sum(1 for _ in _listed(came_back, viewer=viewer, on=on))


def proposal(proposal_id: str, *, viewer: Actor, on: date) -> Listed | None:
    """Return one proposal, or None where there is none that the viewer may see: the two look alike."""
    scoped = accounts.within_scope(
        Proposal.objects.select_related("proposed_by"), viewer=viewer, permission=SEE, on=on
    ).filter(pk=proposal_id)
    return next(iter(_listed(scoped, viewer=viewer, on=on)), None)


def states_about(kind: str, record_ids: Sequence[str]) -> dict[str, State]:
    """Return how far the latest proposal of a kind about each of some records is; who asks may see those records."""
    if not record_ids:
        return {}
    rows = Proposal.objects.filter(kind=kind, subject_id__in=list(record_ids)).order_by("proposed_at", "pk")
    return {subject_id: State(state) for subject_id, state in rows.values_list("subject_id", "state")}


def latest_about(kind: str, record_ids: Sequence[str]) -> dict[str, Latest]:
    """Return the latest proposal of a kind about each of some records, by the record's key; who asks may see those."""
    found: dict[str, Latest] = {}
    rows = Proposal.objects.filter(kind=kind, subject_id__in=list(record_ids)).order_by("proposed_at", "pk")
    for held in rows.prefetch_related("verdicts__person"):
        acts = sorted(held.verdicts.all(), key=lambda one: one.number)
        yes = [one for one in acts if one.act == Act.APPROVE.value and one.round == held.round]
        found[held.subject_id] = Latest(
            held, acts[-1], frozenset().union(*(one.as_given().persons for one in yes)), tuple(yes)
        )
    return found


def open_about(record: Guarded, kind: Kind) -> Proposal | None:
    """Return the open proposal of a kind about a record, or None."""
    return Proposal.objects.filter(kind=kind.code, subject_id=str(record.pk), state__in=sorted(OPEN)).first()


def check_may_propose(kind: Kind, record: Guarded, *, by: Actor, on: date) -> None:
    """Refuse a proposal by somebody who lacks the permission of its kind for the record.  Raises NotAllowed."""
    decision = accounts.decision_on(record, actor=by, permission=kind.propose, on=on)
    if not decision.allowed:
        raise NotAllowed(decision, kind.propose)


def check_may_decide(held: Proposal, kind: Kind, record: Guarded, *, by: Actor, on: date) -> Decision:
    """Refuse a verdict by somebody who lacks the permission of the present step for the record.  Raises NotAllowed."""
    permission = _permission_of_step(held, kind)
    decision = _decision(held, kind, record, by, on=on)
    if not decision.allowed:
        raise NotAllowed(decision, permission)
    return decision


def standing(listed: Listed, viewer: Actor, *, on: date) -> Standing:
    """Return what the viewer may do with a proposal now, and every reason why not."""
    course, persons = listed.proposal.course(), persons_behind(viewer)
    reasons = {act: chain.why_not(course, act, persons) for act in Act}
    decision = None
    if listed.proposal.state == State.WAITING:
        decision = _decision(listed.proposal, listed.kind, listed.subject, viewer, on=on)
    in_reach = accounts.decision_on(listed.proposal, actor=viewer, permission=DECIDE, on=on).allowed
    may_act = in_reach and decision is not None and decision.allowed
    is_verdict = {Act.APPROVE, Act.SEND_BACK, Act.REFUSE}
    may = {act: not reasons[act] and (may_act or act not in is_verdict) for act in Act}
    return Standing(may, tuple(reasons[Act.APPROVE]), None if decision is None or decision.allowed else decision)


def present_rows(held: Proposal, kind: Kind, record: Guarded) -> tuple[list[Change], str]:
    """Return what a proposal would change as things are now, and the digest of that."""
    rows = list(kind.changes(record, held.content))
    return rows, digest_of(kind.code, held.subject_id, held.content, rows, held.amount)


def shown_rows(held: Proposal) -> list[Change]:
    """Return what a proposal would change, or has changed, as it stood when it was proposed."""
    return [Change(*row) for row in held.shown]


def verdicts_of(held: Proposal) -> list[Verdict]:
    """Return what was done with a proposal, in order."""
    return list(held.verdicts.select_related("person__office").order_by("number"))


def events_of(verdicts: Sequence[Verdict]) -> dict[str, "Event"]:
    """Return the event of the record that vouches for each verdict, by the verdict's key.

    The first act, which made the proposal, has the event of the proposal itself.
    """
    found = {}
    for verdict in verdicts:
        kind, key = verdict._meta.label_lower, verdict.pk
        if verdict.number == 1:
            kind, key = verdict.proposal._meta.label_lower, verdict.proposal_id
        event = audit.events_about(kind, str(key)).filter(kind="write").last()
        if event is not None:
            found[str(verdict.pk)] = event
    return found


def subject_of(held: Proposal, kind: Kind) -> Guarded | None:
    """Return the record that a proposal is about as it is now, locked until the transaction ends; None where gone."""
    rows = kind.model()._default_manager.all()
    return rows.select_for_update(of=("self",)).filter(pk=held.subject_id).first()


def _listed(proposals: Any, *, viewer: Actor, on: date) -> Iterator[Listed]:
    """Yield proposals whose record the viewer may see, with that record."""
    found = list(proposals)
    seen: dict[tuple[str, str], Guarded] = {}
    for kind in registry.all_kinds():
        ids = [held.subject_id for held in found if held.kind == kind.code]
        for permission in {kind.propose, *(permission for permission, _ in kind.steps.values())} if ids else ():
            for key, record in _subjects(kind, ids, viewer=viewer, permission=permission, on=on).items():
                seen[kind.code, key] = record
    for held in found:
        shown = seen.get((held.kind, held.subject_id))
        if shown is not None:
            yield Listed(held, registry.kind_called(held.kind), shown)


def _subjects(kind: Kind, ids: Sequence[str], *, viewer: Actor, permission: Permission, on: date) -> dict[str, Guarded]:
    rows = kind.model()._default_manager.filter(pk__in=ids)
    return {str(row.pk): row for row in accounts.within_scope(rows, viewer=viewer, permission=permission, on=on)}


def _permission_of_step(held: Proposal, kind: Kind) -> Permission:
    step = chain.current_step(held.course())
    if step is None or step.name not in kind.steps:
        return DECIDE
    return kind.steps[step.name][0]


def _decision(held: Proposal, kind: Kind, record: Guarded, viewer: Actor, *, on: date) -> Decision:
    step = chain.current_step(held.course())
    if step is not None and step.name not in kind.steps:
        return access.gone(DECIDE)
    decision = accounts.decision_on(record, actor=viewer, permission=_permission_of_step(held, kind), on=on)
    if not decision.allowed or kind.decides is None:
        return decision
    return kind.decides(record, held.content, viewer, on)

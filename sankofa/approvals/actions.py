"""Writes of four eyes: propose, approve, send back, refuse, take back, propose again.

Every one locks the proposal first.  Of two who approve at once the second waits, and is told what the first did where
that changed what is to be decided.  What is proposed is carried out in the transaction of the last approval: where it
cannot be, that approval is not recorded either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from sankofa.accounts import hooks
from sankofa.accounts import queries as accounts
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.hooks import Notice
from sankofa.accounts.rules.terms import Actor
from sankofa.approvals import permissions, queries, registry
from sankofa.approvals.models import Proposal, Verdict, told_step
from sankofa.approvals.registry import Kind
from sankofa.approvals.rules import chain
from sankofa.approvals.rules.changes import digest_of
from sankofa.approvals.rules.people import persons_behind
from sankofa.approvals.rules.terms import Act, State
from sankofa.approvals.rules.thresholds import steps_for
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.store import subjects
from sankofa.store.models import Record


class MayNot(Exception):
    """This person may not do this with the proposal; the findings say why."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.code for finding in findings))


class ProposedAlready(Exception):
    """The same is proposed already and waits for a decision."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        super().__init__(f"The same is proposed already: {proposal.pk}.")


class SomebodyWasFirst(Exception):
    """Somebody else decided while this page was open; carries what they did."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(f"{verdict.act} was first, at {verdict.at}.")


class CommentNeeded(Exception):
    """Sending back or refusing without a word helps nobody."""


class CannotCarryOut(Exception):
    """What was approved cannot be done as things are, so the last approval was not recorded."""

    def __init__(self, kind: Kind, why: Exception) -> None:
        self.kind = kind
        self.why = why
        super().__init__(f"{kind.code}: {why}")


class ProposerGone(Exception):
    """Whoever proposed this no longer works here, and it was to be done with their rights."""


class SubjectGone(Exception):
    """The record that the proposal is about is no longer there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before them when they decided: which round, at which step, and which content."""

    round: int
    step: str
    digest: str


@action(permissions.PROPOSE, on="subject")
def propose(
    *, subject: Guarded, kind: str, content: Mapping[str, Any], comment: str = "", by: Actor, at: datetime
) -> Proposal:
    """Propose something about a record, for others to decide.

    Raises NotAllowed, MayNot where no person acts, and ProposedAlready.
    """
    what = registry.kind_called(kind)
    on = clock.day_of(at, by.zone)
    queries.check_may_propose(what, subject, by=by, on=on)
    if not persons_behind(by):
        raise MayNot([Finding("no_person_acts", Weight.BARRIER, chain.SOURCE)])
    open_one = queries.open_about(subject, what)
    if open_one is not None:
        raise ProposedAlready(open_one)
    place = subject.resource()
    proposal = Proposal(
        created_at=at,
        kind=what.code,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        owner_key=place.owner,
        office_key=place.office,
        organisation_key=place.organisation,
        place_path=place.place,
        whose=subjects.subject_of_record(subject),
        outlives_person=what.outlives_person,
        content=dict(content),
        state=State.WAITING.value,
        proposed_by_id=by.id,
        proposed_at=at,
    )
    _fill(proposal, what, subject, content, at=at, by=by)
    proposal.full_clean()
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:
        open_one = queries.open_about(subject, what)
        if open_one is None:
            raise
        raise ProposedAlready(open_one) from None
    _write(proposal, Act.PROPOSE, step="", comment=comment, by=by, at=at)
    return proposal


@action(permissions.DECIDE, on="proposal")
def approve(*, proposal: Proposal, seen: Seen, comment: str = "", by: Actor, at: datetime) -> Verdict | Proposal:
    """Approve a proposal at its present step; the last approval carries it out.

    Where the record changed since it was proposed, no approval is recorded: a new round begins, in which everybody
    looks again, and the proposal is returned.

    Raises NotAllowed, MayNot, SomebodyWasFirst, CannotCarryOut, SubjectGone.
    """
    kind, subject = _kind_and_subject(proposal)
    role = _check_may_decide(proposal, kind, subject, Act.APPROVE, by=by, at=at)
    rows, digest = queries.present_rows(proposal, kind, subject)
    if digest != proposal.digest:
        proposal.shown, proposal.digest = [row.record() for row in rows], digest
        proposal.round += 1
        proposal.save()
        return proposal
    _check_is_as_seen(proposal, seen)
    verdict = _write(proposal, Act.APPROVE, step=seen.step, comment=comment, role=role, by=by, at=at)
    if chain.state(proposal.course()) is State.CARRIED_OUT:
        _close(proposal, State.CARRIED_OUT, at=at)
        _carry_out(proposal, kind, subject, by=by, at=at)
        _tell(proposal, "approvals.carried_out", at=at)
    return verdict


@action(permissions.DECIDE, on="proposal")
def send_back(*, proposal: Proposal, seen: Seen, comment: str, by: Actor, at: datetime) -> Verdict:
    """Send a proposal back to the one who proposed it, with what has to be changed.

    Raises NotAllowed, MayNot, SomebodyWasFirst, CommentNeeded, SubjectGone.
    """
    verdict = _decide_against(proposal, Act.SEND_BACK, seen, comment, by=by, at=at)
    proposal.state = State.SENT_BACK.value
    proposal.save()
    _tell(proposal, "approvals.sent_back", at=at)
    return verdict


@action(permissions.DECIDE, on="proposal")
def refuse(*, proposal: Proposal, seen: Seen, comment: str, by: Actor, at: datetime) -> Verdict:
    """Refuse a proposal for good, and say why.

    Raises NotAllowed, MayNot, SomebodyWasFirst, CommentNeeded, SubjectGone.
    """
    verdict = _decide_against(proposal, Act.REFUSE, seen, comment, by=by, at=at)
    _close(proposal, State.REFUSED, at=at)
    _tell(proposal, "approvals.refused", at=at)
    return verdict


@action(permissions.PROPOSE, on="proposal")
def withdraw(*, proposal: Proposal, comment: str = "", by: Actor, at: datetime) -> Verdict:
    """Take a proposal back; only somebody who proposed it can.  Raises MayNot."""
    _check(proposal, Act.WITHDRAW, by=by)
    verdict = _write(proposal, Act.WITHDRAW, step="", comment=comment, by=by, at=at)
    _close(proposal, State.WITHDRAWN, at=at)
    return verdict


@action(permissions.PROPOSE, on="proposal")
def propose_again(
    *, proposal: Proposal, content: Mapping[str, Any], comment: str = "", by: Actor, at: datetime
) -> Verdict:
    """Propose anew what was sent back, changed or explained.  A new round begins: earlier approvals do not count.

    Raises NotAllowed, MayNot, SubjectGone.
    """
    _check(proposal, Act.PROPOSE, by=by)
    kind, subject = _kind_and_subject(proposal)
    queries.check_may_propose(kind, subject, by=by, on=clock.day_of(at, by.zone))
    proposal.content = dict(content)
    proposal.round += 1
    proposal.state = State.WAITING.value
    _fill(proposal, kind, subject, content, at=at, by=by)
    proposal.save()
    return _write(proposal, Act.PROPOSE, step="", comment=comment, by=by, at=at)


def erase_words(subject_id: str) -> list[Record]:
    """Clear what was written in proposals about somebody who is being erased, or about a record of theirs.

    Returns them with their verdicts.  What outlives a person keeps its content, which is codes: it is the evidence of
    the erasing.  Comments are people's own words, so they go everywhere.  Called inside the action that erases.
    """
    about: list[Record] = []
    for proposal in Proposal.objects.filter(Q(subject_id=subject_id) | Q(whose=subject_id)):
        if not proposal.outlives_person:
            # The person's own key is about to go; what is left says nothing and lies under the house's.
            proposal.whose, proposal.content, proposal.shown = None, {}, []
            proposal.save(update_fields=["whose", "content", "shown"])
            about.append(proposal)
        proposal.verdicts.update(comment=None)
        about += proposal.verdicts.all()
    return about


def _fill(
    proposal: Proposal, kind: Kind, subject: Guarded, content: Mapping[str, Any], *, at: datetime, by: Actor
) -> None:
    """Work out what follows from the content: the amount, the steps it asks for, the rows, the digest, the day."""
    policy = kind.chain()
    proposal.amount = kind.amount(content)
    proposal.steps = [told_step(step) for step in steps_for(policy, proposal.amount)]
    rows = list(kind.changes(subject, content))
    proposal.shown = [row.record() for row in rows]
    proposal.digest = digest_of(kind.code, proposal.subject_id, dict(content), rows, proposal.amount)
    proposal.due_on = clock.day_of(at, by.zone) + timedelta(days=policy.days)


def _kind_and_subject(proposal: Proposal) -> tuple[Kind, Guarded]:
    kind = registry.kind_called(proposal.kind)
    subject = queries.subject_of(proposal, kind)
    if subject is None:
        raise SubjectGone
    return kind, subject


def _check(proposal: Proposal, act: Act, *, by: Actor) -> None:
    if found := chain.why_not(proposal.course(), act, persons_behind(by)):
        raise MayNot(found)


def _check_may_decide(proposal: Proposal, kind: Kind, subject: Guarded, act: Act, *, by: Actor, at: datetime) -> str:
    """Refuse whoever may not decide, and return the role by which somebody may."""
    if chain.state(proposal.course()) is not State.WAITING:
        raise SomebodyWasFirst(_last(proposal))
    _check(proposal, act, by=by)
    decision = queries.check_may_decide(proposal, kind, subject, by=by, on=clock.day_of(at, by.zone))
    return "" if decision.grant is None else decision.grant.role


def _check_is_as_seen(proposal: Proposal, seen: Seen) -> None:
    step = chain.current_step(proposal.course())
    now = Seen(proposal.round, "" if step is None else step.name, proposal.digest)
    if seen != now:
        raise SomebodyWasFirst(_last(proposal))


def _last(proposal: Proposal) -> Verdict:
    return queries.verdicts_of(proposal)[-1]


def _decide_against(proposal: Proposal, act: Act, seen: Seen, comment: str, *, by: Actor, at: datetime) -> Verdict:
    kind, subject = _kind_and_subject(proposal)
    role = _check_may_decide(proposal, kind, subject, act, by=by, at=at)
    if not comment.strip():
        raise CommentNeeded
    return _write(proposal, act, step=seen.step, comment=comment, role=role, by=by, at=at)


def _write(
    proposal: Proposal, act: Act, *, step: str, comment: str, by: Actor, at: datetime, role: str = ""
) -> Verdict:
    verdict = Verdict(
        created_at=at,
        proposal=proposal,
        number=proposal.verdicts.count() + 1,
        round=proposal.round,
        step=step,
        person_id=by.id,
        in_place_of=by.on_behalf_of,
        role=role,
        act=act.value,
        digest=proposal.digest,
        comment=comment.strip() or None,
        at=at,
    )
    verdict.save(force_insert=True)
    return verdict


def _close(proposal: Proposal, state: State, *, at: datetime) -> None:
    proposal.state, proposal.decided_at = state.value, at
    proposal.save()


def _carry_out(proposal: Proposal, kind: Kind, subject: Guarded, *, by: Actor, at: datetime) -> None:
    foreseen: tuple[type[Exception], ...] = (NotAllowed, ProposerGone, *kind.refusals)
    try:
        with registry.carrying_out(kind, subject):
            kind.carry_out(subject, proposal.content, _proposer(proposal) if kind.by_rights_of_proposer else by, at)
    except foreseen as why:
        raise CannotCarryOut(kind, why) from why


def _proposer(proposal: Proposal) -> Actor:
    """Return whoever proposed this last, with the rights they hold now.  Raises ProposerGone."""
    latest = [act for act in queries.verdicts_of(proposal) if act.act == Act.PROPOSE][-1]
    user = accounts.user_by_id(str(latest.person_id))
    if user is None:
        raise ProposerGone
    return user.as_actor()


def _tell(proposal: Proposal, code: str, *, at: datetime) -> None:
    """Let the one who proposed hear of it; the notice names the proposal by its number, never the record."""
    hooks.notices.tell(
        Notice(proposal.proposed_by, code, at, facts={"number": proposal.number}, path=f"/approvals/{proposal.pk}/")
    )

"""Writes about grants: propose, approve, hand over, take back, cancel.  A grant is never to be paid back.

Nobody approves alone: `approve_grant` is reserved to proposals that two others approved.  Handing over books the money
in the same transaction, in the book for grants, under the key of the receipt: both are there, or neither.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor, Scope, ScopeKind
from sankofa.accounts.rules.terms import Grant as Right
from sankofa.approvals import actions as approvals
from sankofa.cases import granted, permissions, queries
from sankofa.cases.actions.cases import CaseClosed, check_day, check_open
from sankofa.cases.actions.deliveries import NotPromised
from sankofa.cases.actions.plans import GuardianNeeded, WitnessNeeded
from sankofa.cases.models import Case, Handover, PlanGrant
from sankofa.cases.rules.grants import Receiver, State, objections
from sankofa.cases.rules.plans import Kind
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions as books
from sankofa.ledger import permissions as ledger
from sankofa.ledger import queries as book_queries
from sankofa.ledger.rules.terms import AccountKind, Line, Movement
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from sankofa.cases.rules.plans import Activity
    from sankofa.ledger.models import Account

PERSON = "returnees.person"


class NotAGrant(Exception):
    """A grant cannot be so; the findings say why."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(one.code for one in findings))


class NotApproved(Exception):
    """Two others have not approved the grant, or it was cancelled; `state` says how far it is."""

    def __init__(self, state: State) -> None:
        self.state = state
        super().__init__(state.value)


class MoreThanLeft(Exception):
    """Less is left of the grant than was to be handed over."""

    def __init__(self, left: Money) -> None:
        self.left = left
        super().__init__(str(left))


class ApprovedYourself(Exception):
    """Whoever approved a grant does not hand it over."""


class HandedYourself(Exception):
    """Whoever handed a grant over does not take it back: a colleague looks."""


class BeforeApproval(Exception):
    """Nothing is handed over before it was approved."""

    def __init__(self, approved_on: date) -> None:
        self.approved_on = approved_on
        super().__init__(approved_on.isoformat())


class OtherGrants(Exception):
    """This person has other grants than the page showed: files were joined, or a colleague proposed one."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(str(count))


class ReceiverNeeded(Exception):
    """Somebody else received it, and nobody wrote who."""


class NoTill(Exception):
    """There is no such cash box or bank account in a book for grants of the organisation."""


class TakenBackAlready(Exception):
    """This was taken back before."""


class ReasonNeeded(Exception):
    """It says nothing of why."""


@action(permissions.WORK, on="case")
def propose_grant(*, case: Case, activity: UUID, amount: Money, reason: str = "", by: Actor, at: datetime) -> PlanGrant:
    """Propose a grant that the agreed plan promises; two others decide.

    Raises CaseClosed, NotPromised, NotAGrant, and MayNot where no person acts.
    """
    check_open(case)
    promised = _promised(case, activity)
    others = granted.standing_others(case)
    _check_amount(amount, promised, case, others)
    made = PlanGrant(
        created_at=at,
        case=case,
        activity=activity,
        programme=promised.provider,
        amount_minor=amount.minor,
        amount_currency=amount.currency,
        what=promised.what,
        proposed_by_id=by.id,
    )
    made.save(force_insert=True)
    approvals.propose(subject=made, kind=granted.KIND, content={}, comment=reason, by=by, at=at)
    return made


@action(permissions.APPROVE, on="grant")
def approve_grant(*, grant: PlanGrant, by: Actor, at: datetime) -> PlanGrant:  # noqa: ARG001  who approved stands in the proposal
    """Let a grant be handed over; reached only through a proposal that two others approved.

    Raises CaseClosed, NotPromised, NotAGrant where the plan or a ceiling changed meanwhile.
    """
    check_open(grant.case)
    promised = _promised(grant.case, grant.activity)
    _check_amount(grant.amount, promised, grant.case, granted.standing_others(grant.case, but=grant))
    grant.approved_at = at
    grant.save()
    return grant


@action(permissions.HAND_OVER, on="grant")
def hand_over(
    *,
    grant: PlanGrant,
    key: UUID,
    amount: Money,
    given_on: date,
    account: "Account",
    receiver: Receiver,
    received_by: str = "",
    witness: str,
    note: str = "",
    others: int,
    by: Actor,
    at: datetime,
) -> Handover:
    """Hand over a grant or a part of it, write the receipt, and book the money; the same key again changes nothing.

    `others` is how many other grants to this person whoever acts had before them.

    Raises CaseClosed, NotApproved, MoreThanLeft, ApprovedYourself, BeforeApproval, DayToCome, OtherGrants,
    WitnessNeeded, ReceiverNeeded, GuardianNeeded, NoTill, and NotEnough of the books.
    """
    there = Handover.objects.filter(pk=key, grant=grant).first()
    if there is not None:
        return there
    case = grant.case
    check_open(case)
    held = granted.of_grant(grant)
    if held.terms.state not in (State.APPROVED, State.IN_PART):
        raise NotApproved(held.terms.state)
    if not 0 < amount.minor <= held.terms.left.minor or amount.currency != grant.amount_currency:
        raise MoreThanLeft(held.terms.left)
    if held.decided is not None and {by.id, by.on_behalf_of} & held.decided.approvers:
        raise ApprovedYourself
    check_day(case, given_on, by=by, at=at)
    assert grant.approved_at is not None
    if given_on < (approved_on := clock.day_of(grant.approved_at, by.zone)):
        raise BeforeApproval(approved_on)
    if (now := len(granted.standing_others(case, but=grant))) != others:
        raise OtherGrants(now)
    _check_hands(case, receiver, received_by, witness, given_on, by=by)
    till = next((one for one in granted.tills(case, amount.currency) if one.pk == account.pk), None)
    if till is None:
        raise NoTill
    made = Handover(
        id=key,
        created_at=at,
        grant=grant,
        amount_minor=amount.minor,
        amount_currency=amount.currency,
        given_on=given_on,
        receiver=Receiver(receiver).value,
        received_by=received_by.strip() or None,
        witness=witness.strip(),
        note=note.strip() or None,
        account=till,
        handed_by_id=by.id,
    )
    made.save(force_insert=True)
    _book(made, till, by=by, at=at)
    return made


@action(permissions.APPROVE, on="handover")
def take_back(*, handover: Handover, reason: str, by: Actor, at: datetime) -> Handover:
    """Take back what was handed over wrongly: the money goes back in the books, and both stay to be read.

    Raises HandedYourself, TakenBackAlready, ReasonNeeded, CaseClosed where the person was erased.
    """
    if not reason.strip():
        raise ReasonNeeded
    if handover.taken_back_at is not None:
        raise TakenBackAlready
    if handover.grant.case.person.erased_on is not None:
        raise CaseClosed
    if str(handover.handed_by_id) in {by.id, by.on_behalf_of}:
        raise HandedYourself
    book = handover.account.book
    bookkeeper = _bookkeeper(by, str(book.organisation_id), at)
    books.reverse(book=book, movement=handover.pk, key=uuid7(), reason=reason, by=bookkeeper, at=at)
    handover.taken_back_at, handover.taken_back_by_id = at, UUID(by.id)
    handover.why_taken_back = reason.strip()
    handover.save()
    return handover


@action(permissions.WORK, on="grant")
def cancel_grant(*, grant: PlanGrant, reason: str, by: Actor, at: datetime) -> PlanGrant:
    """Cancel an approved grant before it is handed over, or what is left of it.  Raises NotApproved, ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    held = granted.of_grant(grant)
    if held.terms.state not in (State.APPROVED, State.IN_PART):
        raise NotApproved(held.terms.state)
    grant.cancelled_at, grant.cancelled_by_id, grant.why_cancelled = at, UUID(by.id), reason.strip()
    grant.save()
    return grant


def _promised(case: Case, activity: UUID) -> "Activity":
    """Return the grant that the plan that counts promises.  Raises NotPromised."""
    counts = queries.plan_now(queries.plans_of([case]).get(case.pk, []))
    promised = None if counts is None else counts.to_terms().activity(activity)
    if promised is None or promised.kind is not Kind.GRANT:
        raise NotPromised
    return promised


def _check_amount(amount: Money, promised: "Activity", case: Case, others: list[granted.Held]) -> None:
    found = objections(
        amount,
        planned=promised.amount,
        promised_before=[
            one.terms for one in others if (one.grant.case_id, one.grant.activity) == (case.pk, promised.key)
        ],
        room=granted.room_for(promised.provider, amount.currency, others),
    )
    if found:
        raise NotAGrant(found)


def _check_hands(case: Case, receiver: Receiver, received_by: str, witness: str, given_on: date, *, by: Actor) -> None:
    """Check that somebody saw it, that we know whose hands it came into, and that no child stands alone."""
    if not witness.strip():
        raise WitnessNeeded
    if Receiver(receiver) is Receiver.OTHER and not received_by.strip():
        raise ReceiverNeeded
    together = register.cluster(case.person, viewer=by, on=given_on).shown()
    if queries.counts_as_child(together, given_on) and not received_by.strip():
        raise GuardianNeeded


def _book(made: Handover, till: "Account", *, by: Actor, at: datetime) -> None:
    """Book what was handed over: out of the cash box, to the person, under the key of the receipt."""
    book = till.book
    bookkeeper = _bookkeeper(by, str(book.organisation_id), at)
    own = books.open_account(
        book=book,
        kind=AccountKind.OUTSIDE,
        currency=till.currency,
        owner_kind=PERSON,
        owner_id=str(made.grant.case.person_id),
        may_be_negative=False,
        by=bookkeeper,
        at=at,
    )
    today = clock.day_of(at, by.zone)
    booked_on = made.given_on if made.given_on >= book_queries.open_from(book) else today
    movement = Movement(
        key=made.pk,
        lines=(Line(till.pk, own.pk, made.amount),),
        booked_on=booked_on,
        about_on=made.given_on,
        code="grant",
    )
    books.post(book=book, movement=movement, by=bookkeeper, at=at)


def _bookkeeper(by: Actor, organisation: str, at: datetime) -> Actor:
    """Return whoever hands over, with the right to post in the books for this one entry: it stands under their name."""
    scope = Scope(ScopeKind.ORGANISATION, organisation)
    right = Right("cases.hand_over", frozenset({ledger.POST.code}), scope, from_on=clock.day_of(at, by.zone))
    return replace(by, grants=(*by.grants, right))

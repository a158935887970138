"""Actions are the only writes, and this is what makes a function an action.

`@action(PERMISSION, on="person")` opens the transaction, re-reads and locks the record through the scoped query, keeps
its image, calls the function, and writes one revision and one audit event, all or nothing.  Web form, API, import,
arrival and command line call the same function, so nobody can forget a step.

A refusal is recorded too, outside the transaction that was refused.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast, runtime_checkable

from django.db import transaction

from sankofa.accounts import hooks, queries, registry
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.rules import access
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import EVERY_ROLE, Actor, Grant, Permission, Scope, ScopeKind
from sankofa.audit import actions as audit
from sankofa.audit.queries import ERASED
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.store import revisions, subjects
from sankofa.store.models import Record, Revision, Source

if TYPE_CHECKING:
    from sankofa.audit.models import Event

P = ParamSpec("P")
R = TypeVar("R")


class NotAllowed(Exception):
    """The actor may not do this to that record.  Carries the decision with its reason."""

    def __init__(self, decision: Decision, permission: Permission) -> None:
        self.decision = decision
        self.permission = permission
        super().__init__(f"{permission.code}: {decision.reason.code}")


class NeedsSecondPerson(Exception):
    """Nobody does this alone: others have to approve it first.  Carries what was asked for, to be proposed instead."""

    def __init__(self, action: str, record: Guarded, facts: Mapping[str, Any], permission: Permission) -> None:
        self.action = action
        self.record = record
        self.facts = facts
        self.decision = access.reserved(permission)
        self.permission = permission
        super().__init__(f"{action}: others have to approve it first")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from and what to call it there: a form, a row of a file, an arrival, a command."""

    source: str = Source.FORM
    reference: str = ""
    reason: str = ""


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039  frozen, never changed in place


@runtime_checkable
class Told(Protocol):
    """The outcome of a bulk action, which says itself what the audit should hold."""

    def audit_detail(self) -> Mapping[str, Any]:
        """Return identifiers, counts and digests; never what a person said."""


@runtime_checkable
class Forgets(Protocol):
    """The outcome of an action that erases: its history says what is there now, and nothing of what was."""

    @property
    def erased_revisions(self) -> Sequence[str]:
        """The ids of the lines of histories that were erased; the event names them."""
        ...


@runtime_checkable
class Reasoned(Protocol):
    """The outcome of an action that was given a reason of its own: the line of the history says it."""

    @property
    def history_reason(self) -> str:
        """Return a code, or words already sealed; the history is not sealed itself."""
        ...


ACTIONS: dict[str, Callable[..., Any]] = {}


def action(permission: Permission, *, on: str, lock: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action on the record that its argument `on` names.

    The function must take `by: Actor` and `at: datetime`.  It sees the record freshly read, locked and in scope.
    Without `lock` the record is read but not held, for actions that change it never and many of which go on at once,
    such as postings to one book; they lock what they change themselves.
    Raises NotAllowed where the actor's grants do not reach the record, NeedsSecondPerson where nobody does it alone.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        # The room and the verb: in which module of the room a function stands is nobody's business.
        room = function.__module__.removeprefix("sankofa.").split(".actions", 1)[0]
        name = f"{room}.{function.__name__}"
        assert {on, "by", "at"} <= set(signature.parameters), f"{name} must take {on}, by and at"

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            by, at, target = bound.arguments["by"], bound.arguments["at"], bound.arguments[on]
            try:
                if by.watcher:
                    raise NotAllowed(access.only_looking(permission), permission)
                with transaction.atomic(), revisions.gathered() as written:
                    fresh = _fresh(target, by=by, permission=permission, on=clock.day_of(at, by.zone), lock=lock)
                    bound.arguments[on] = fresh
                    if any(hooks.reserved.answers(name, fresh, by)):
                        said = {n: value for n, value in bound.arguments.items() if n not in {on, "by", "at"}}
                        raise NeedsSecondPerson(name, fresh, said, permission)
                    before = revisions_image(fresh)
                    result = function(*bound.args, **bound.kwargs)
                    _write_down(name, fresh, before, result, written, by=by, at=at)
                    return result
            except (NotAllowed, NeedsSecondPerson) as refusal:
                _write_refusal(name, target, refusal, by=by, at=at)
                raise

        described = cast("Any", run)
        described.permission, described.on = permission, on
        ACTIONS[name] = described
        return cast("Callable[P, R]", run)

    return decorate


def look(
    record: Guarded,
    *,
    permission: Permission,
    by: Actor,
    at: datetime,
    what: str,
    purpose: str = "",
    words: str = "",
) -> None:
    """Put on record that somebody looked at a protected record, and what for.

    `purpose` is a code.  `words` are somebody's own; the record of events holds nothing that people say, so they go in
    sealed, under the key of whom the record belongs to, and are gone when that person is erased.
    """
    detail = {"permission": permission.code}
    if purpose:
        detail["purpose"] = purpose
    if words:
        detail["words"] = subjects.sealed_text(words, record=record, place=_place_of_words(str(record.pk), at)).hex()
    audit.record(
        kind=Kind.READ,
        action=what,
        who=who_acts(by, record),
        at=at,
        subject_kind=_kind(record),
        subject_id=str(record.pk),
        detail=detail,
    )


def words_of(event: "Event") -> str:
    """Return the words in which somebody said what they looked for; empty where they chose a purpose.

    Raises CannotOpen; Erased where the person was erased since.
    """
    sealed = bytes.fromhex(str(event.detail.get("words", "")))
    return subjects.opened_text(sealed, place=_place_of_words(event.subject_id, event.at)) if sealed else ""


def system(occasion: str, *, on: date, zone: str = "UTC") -> Actor:
    """Return the system as an actor on a named occasion, such as the command line or a periodic task."""
    everything = Grant(
        "system",
        frozenset(registry.declared()),
        Scope(ScopeKind.EVERYWHERE),
        from_on=on,
        sees_protected=True,
        may_give=frozenset({EVERY_ROLE}),
    )
    return Actor(kind="system", id=occasion, name="Sankofa", grants=(everything,), zone=zone)


def revisions_image(record: Guarded) -> Mapping[str, Any] | None:
    """Return the before-image of a record that keeps one."""
    return record.image() if isinstance(record, Record) else None


def _fresh(target: Guarded, *, by: Actor, permission: Permission, on: date, lock: bool) -> Guarded:
    model = type(target)
    scoped = queries.within_scope(model._default_manager.all(), viewer=by, permission=permission, on=on)
    if lock:
        scoped = scoped.select_for_update(of=("self",))
    found = scoped.filter(pk=target.pk).first()
    if found is None:
        # The record handed in may be older than what is true now, so the reason is asked of the row as it is.  It is
        # asked in one reading, so that a protected file costs exactly what nobody costs.
        now = model._default_manager.select_related(*model.scope_columns.relations()).filter(pk=target.pk).first()
        if now is None or now.is_marked:
            raise NotAllowed(access.gone(permission), permission)
        raise NotAllowed(queries.decision_on(now, actor=by, permission=permission, on=on), permission)
    return found


def _write_down(
    name: str,
    target: Guarded,
    before: Mapping[str, Any] | None,
    result: object,
    written: Sequence[Revision],
    *,
    by: Actor,
    at: datetime,
) -> None:
    # Made here, unless it has a history: an action done twice may answer with what the first time made.
    made = (
        result if isinstance(result, Record) and result.pk != target.pk and not revisions.has_history(result) else None
    )
    subject: Any = made or target
    detail = dict(result.audit_detail()) if isinstance(result, Told) else {}
    # What an action makes has its first revision; what it changed on the way, such as the next step of a case, too.
    if made is not None:
        _revise(made, None, by=by, at=at)
    forgets = isinstance(result, Forgets)
    if before is not None and isinstance(target, Record):
        reason = result.history_reason if isinstance(result, Reasoned) else ""
        _revise(target, before, by=by, at=at, forgets=forgets, reason=reason)
    if isinstance(result, Forgets):
        detail[ERASED] = list(result.erased_revisions)
    audit.record(
        kind=Kind.WRITE,
        action=name,
        who=who_acts(by, target),
        at=at,
        subject_kind=_kind(subject),
        subject_id=str(subject.pk),
        detail=detail,
        revisions=written,
    )


def _revise(
    record: Record,
    before: Mapping[str, Any] | None,
    *,
    by: Actor,
    at: datetime,
    forgets: bool = False,
    reason: str = "",
) -> None:
    where = origin.get()
    revisions.revise(
        record,
        before=before,
        at=at,
        actor=f"{by.kind}:{by.id}",
        source=where.source,
        source_reference=where.reference,
        reason=reason or where.reason,
        forgets=forgets,
    )


def _write_refusal(
    name: str, target: Guarded, refusal: NotAllowed | NeedsSecondPerson, *, by: Actor, at: datetime
) -> None:
    audit.record(
        kind=Kind.REFUSED,
        action=name,
        who=who_acts(by),
        at=at,
        subject_kind=_kind(target),
        subject_id=str(target.pk),
        detail={"permission": refusal.permission.code, "reason": refusal.decision.reason.code},
    )


def _place_of_words(subject_id: str, at: datetime) -> str:
    return f"audit_event/words/{subject_id}/{at.astimezone(UTC).isoformat()}"


def who_acts(by: Actor, target: Guarded | None = None) -> audit.Who:
    """Return the actor as the record names them: an administrator who watches somebody under their own name.

    An actor without an office, such as the command line, acts for the office of what is acted on.
    """
    within = by.office or (None if target is None else target.resource_office())
    if by.watcher:
        return audit.Who("user", by.watcher, by.id, within or "")
    return audit.Who(by.kind, by.id, by.on_behalf_of, within or "")


def _kind(record: Any) -> str:
    return str(record._meta.label_lower)

"""Writes of checks: seven questions, the table page by page, the verdict, the way chosen, and the end."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.credit import applying, known, permissions, queries
from sankofa.credit.models import EarlyLoan, LoanCheck, LoanTalk, Override
from sankofa.credit.rules import kept
from sankofa.credit.rules.first_questions import Next, Seven, first_findings, next_after
from sankofa.credit.rules.policy import DEFAULT, RULE_SET
from sankofa.credit.rules.suitability import Outcome, verdict
from sankofa.credit.rules.table import said_anew, still_new
from sankofa.credit.rules.terms import BusinessStatus, Grant, Purpose, Wish
from sankofa.debts.marks import mark_of
from sankofa.debts.rules.terms import Answer
from sankofa.kernel import clock
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.erasing import AlreadyErased
from sankofa.store import revisions

if TYPE_CHECKING:
    from sankofa.lenders.models import ProductVersion
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

WORDS_MAX = 500
WITHDRAWN, LOOKED_AGAIN, ERASED = "withdrawn", "looked_again", "erased"
SEVEN = 7
_OUTCOMES = {Next.NOT_NOW: Outcome.NOT_SUITABLE, Next.FIRST_THESE: Outcome.NOT_YET}


class BeingAsked(Exception):
    """Somebody is being asked about a loan already, on this file or on one that is read as one with it."""


class Decided(Exception):
    """The check was decided; what was asked in it changes no more."""


class NotDecided(Exception):
    """The check was not decided yet."""


class Ended(Exception):
    """The check came to its end: withdrawn, or looked at again."""


@action(permissions.CHECK, on="person")
def begin_check(*, person: "Person", seven: Seven, by: Actor, at: datetime) -> LoanCheck:
    """Keep the answers to the seven questions; where they end the talk, what came of them.  Raises BeingAsked.

    What was asked at an earlier look stays asked; that look counts no more.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if queries.is_being_asked(person.pk):
        raise BeingAsked
    on = clock.day_of(at, by.zone)
    before = _earlier(person.pk)
    made = LoanCheck(created_at=at, person=person, begun_on=on, begun_by_id=_user(by))
    made.seven = {**seven_to(seven), "on": on.isoformat()}
    if before is not None:
        # What the seven questions ask was answered anew a moment ago, so an older answer does not stand before it.
        held = {name: line for name, line in (before.said or {}).items() if name not in known.ASKED_FIRST}
        made.said, made.version = still_new(held, on=on, days=DEFAULT.validity_days), queries.terms_today(before, on=on)
    policy = applying.before_an_offer(person, on=on)
    found = first_findings(seven, known.age_least(person, viewer=by, on=on), policy, on)
    if (follows := next_after(found)) is not Next.WHOLE_TABLE:
        ended = kept.first_to_keep(_OUTCOMES[follows], found, SEVEN, _answered(seven), policy)
        _decided(made, ended, valid_until=on + timedelta(days=policy.validity_days), by=by, on=on)
    _end(_open_ones(person.pk), LOOKED_AGAIN, by=by, at=at)
    return _saved(made)


@action(permissions.CHECK, on="check")
def look_again(*, check: LoanCheck, by: Actor, at: datetime) -> LoanCheck:
    """Open the table of a decided check anew, with what was asked in it; that check counts no more.  Raises NotDecided.

    Raises BeingAsked where a colleague was quicker.
    """
    if check.decided_on is None:
        raise NotDecided
    if queries.is_being_asked(check.person_id):
        raise BeingAsked
    on = clock.day_of(at, by.zone)
    made = LoanCheck(created_at=at, person=check.person, begun_on=on, begun_by_id=_user(by), seven=check.seven)
    made.said = still_new(check.said or {}, on=on, days=DEFAULT.validity_days)
    made.version = queries.terms_today(check, on=on)
    others = [one for one in _open_ones(check.person_id) if one.pk != check.pk]
    _end(others, LOOKED_AGAIN, by=by, at=at)
    if check.ended_on is None:
        check.ended_on, check.ended_because = on, LOOKED_AGAIN
        check.save()
    return _saved(made)


@action(permissions.CHECK, on="check")
def note_part(*, check: LoanCheck, answers: Mapping[str, Any], why: str, by: Actor, at: datetime) -> LoanCheck:
    """Keep the answers of one page of the table.  Raises ReasonMissing, Decided, Ended."""
    _check_being_asked(check)
    on = clock.day_of(at, by.zone)
    before = known.of_check(check, viewer=by, on=on)
    check.said = said_anew(check.said or {}, answers, before, why=why[:WORDS_MAX], on=on)
    check.save()
    return check


@action(permissions.CHECK, on="check")
def note_offer(
    *, check: LoanCheck, version: "ProductVersion | None", answers: Mapping[str, Any], by: Actor, at: datetime
) -> LoanCheck:
    """Keep which offer the check is about, or that there is none yet, and what was asked about it.

    Raises Decided, Ended.
    """
    _check_being_asked(check)
    check.version = version
    check.said = said_anew(check.said or {}, answers, {}, why="", on=clock.day_of(at, by.zone))
    check.save()
    return check


@action(permissions.CHECK, on="check")
def decide_check(*, check: LoanCheck, by: Actor, at: datetime) -> LoanCheck:
    """Let the rules look at the table as it stands, and keep what they find.  Raises Decided, Ended, CannotOpen."""
    _check_being_asked(check)
    on = clock.day_of(at, by.zone)
    table = known.table_of(check, viewer=by, on=on)
    reached = verdict(table.case(on), on, applying.to_offer(check.version))
    found = {**kept.to_keep(reached), "debts": mark_of(ids_together(check.person_id))}
    _decided(check, found, valid_until=reached.valid_until, by=by, on=on)
    check.save()
    return check


@action(permissions.CHECK, on="check")
def choose_way(*, check: LoanCheck, way: str, words: str, by: Actor, at: datetime) -> LoanCheck:
    """Keep which way the person chose, in their words.  Raises NotDecided, Ended."""
    if check.decided_on is None:
        raise NotDecided
    if check.ended_on is not None:
        raise Ended
    check.chosen_on = clock.day_of(at, by.zone)
    check.chosen = {"way": way, "words": words.strip()[:WORDS_MAX]}
    check.save()
    return check


@action(permissions.CHECK, on="check")
def withdraw(*, check: LoanCheck, by: Actor, at: datetime) -> LoanCheck:
    """Note that the person does not want to go on: this and every other look at a loan ends.  Raises Ended."""
    if check.ended_on is not None:
        raise Ended
    _end([one for one in _open_ones(check.person_id) if one.pk != check.pk], WITHDRAWN, by=by, at=at)
    check.ended_on, check.ended_because = clock.day_of(at, by.zone), WITHDRAWN
    check.save()
    return check


def erase_checks(event: "Erasing") -> "list[Record]":
    """Clear everything about loans of somebody who is being erased."""
    gone: list[Record] = []
    for of_checks in (EarlyLoan, Override):
        rows = of_checks._default_manager.filter(check_of__person_id=event.person.pk)
        gone += list(rows)
        rows.delete()
    for table in (LoanCheck, LoanTalk):
        held = table._default_manager.filter(person_id=event.person.pk)
        gone += list(held)
        held.delete()
    return gone


def seven_to(seven: Seven) -> dict[str, Any]:
    """Return the answers to the seven questions as they are stored; what is not known stands as such."""
    return {
        "wants_loan": seven.wants_loan.value,
        "purposes": None if seven.purposes is None else sorted(one.value for one in seven.purposes),
        "grant": seven.grant.value,
        "business": seven.business.value,
        "business_started_on": None if seven.business_started_on is None else seven.business_started_on.isoformat(),
        "left_over": seven.left_over.value,
        "debt_presses": seven.debt_presses.value,
        "own_money": seven.own_money.value,
    }


def seven_from(held: Mapping[str, Any]) -> Seven:
    """Return the answers to the seven questions as they were stored."""
    started = held["business_started_on"]
    return Seven(
        wants_loan=Wish(held["wants_loan"]),
        purposes=None if held["purposes"] is None else frozenset(Purpose(one) for one in held["purposes"]),
        grant=Grant(held["grant"]),
        business=BusinessStatus(held["business"]),
        business_started_on=None if started is None else date.fromisoformat(started),
        left_over=Answer(held["left_over"]),
        debt_presses=Answer(held["debt_presses"]),
        own_money=Answer(held["own_money"]),
    )


def _answered(seven: Seven) -> int:
    answers = (seven.wants_loan, seven.grant, seven.business, seven.left_over, seven.debt_presses, seven.own_money)
    return sum(one.value != "unknown" for one in answers) + bool(seven.purposes)


def _decided(check: LoanCheck, found: dict[str, Any], *, valid_until: date, by: Actor, on: date) -> None:
    check.found, check.rule_set = found, RULE_SET
    check.decided_on, check.decided_by_id, check.valid_until = on, _user(by), valid_until
    check.files = sorted(str(key) for key in ids_together(check.person_id))


def _check_being_asked(check: LoanCheck) -> None:
    if check.ended_on is not None:
        raise Ended
    if check.decided_on is not None:
        raise Decided


def _open_ones(person_id: UUID) -> list[LoanCheck]:
    rows = LoanCheck.objects.select_for_update().filter(person_id__in=ids_together(person_id), ended_on=None)
    return list(rows)


def _earlier(person_id: UUID) -> LoanCheck | None:
    rows = LoanCheck.objects.filter(person_id__in=ids_together(person_id)).select_related("version__product")
    return rows.order_by("-begun_on", "-created_at").first()


def _end(some: Iterable[LoanCheck], because: str, *, by: Actor, at: datetime) -> None:
    for one in some:
        before = one.image()
        one.ended_on, one.ended_because = clock.day_of(at, by.zone), because
        one.save()
        revisions.revise(one, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)


def _saved(made: LoanCheck) -> LoanCheck:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        # Two colleagues at once: the second is told that somebody is asking already.
        raise BeingAsked from None
    return made


def _user(by: Actor) -> str | None:
    return by.id if by.kind == "user" else None

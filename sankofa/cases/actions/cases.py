"""Writes about a case as a whole: open, offer the first talk, close, open again, and clear when somebody is erased."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import granted, permissions, queries
from sankofa.cases.models import Case, Delivery, Handover, Mediation, MediationTalk, Plan, PlanGrant, VisitTry
from sankofa.cases.rules.stages import Closing, Talk
from sankofa.kernel import clock

if TYPE_CHECKING:
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

NOTE_MAX = 500


class OpenAlready(Exception):
    """The person has an open case, on this file or on one that is read as one with it."""


class CaseClosed(Exception):
    """The case is closed; nothing of it changes any more."""


class StillOpen(Exception):
    """The case is open, so it cannot be opened again."""


class GrantsLeft(Exception):
    """A grant was approved and not handed over yet: it is handed over, or cancelled, before the case is closed."""


class DayToCome(Exception):
    """The day lies ahead, or before the case was opened."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day.isoformat())


@action(permissions.WORK, on="person")
def open_case(*, person: "Person", opened_on: date, by: Actor, at: datetime) -> Case:
    """Open a case for somebody of the register.  Raises OpenAlready, DayToCome.

    Somebody whose files were joined has one case for all of them.
    """
    if person.erased_on is not None or queries.is_open_somewhere(person.pk):
        raise OpenAlready
    if opened_on > clock.day_of(at, by.zone):
        raise DayToCome(opened_on)
    return _opened(person, opened_on, None, by=by, at=at)


@action(permissions.WORK, on="case")
def offer_talk(*, case: Case, answer: Talk, offered_on: date, by: Actor, at: datetime) -> Case:
    """Note that a first talk was offered and what the person said: yes, not now and no are each fine.

    It may be offered again; the last answer counts.  Raises CaseClosed, DayToCome.
    """
    check_open(case)
    check_day(case, offered_on, by=by, at=at)
    case.talk_on, case.talk, case.talk_by_id = offered_on, Talk(answer).value, user_id(by)
    case.save()
    return case


@action(permissions.WORK, on="case")
def close_case(*, case: Case, reason: Closing, closed_on: date, note: str = "", by: Actor, at: datetime) -> Case:
    """Close a case and say why.  A plan that was still being written is given up.

    Raises CaseClosed, DayToCome, GrantsLeft.
    """
    check_open(case)
    check_day(case, closed_on, by=by, at=at)
    if granted.has_left(case):
        raise GrantsLeft
    case.closed_on, case.closed_at, case.closing = closed_on, at, Closing(reason).value
    case.closed_by_id = user_id(by)
    case.closing_note = note.strip() or None
    case.save()
    return case


@action(permissions.WORK, on="case")
def open_again(*, case: Case, opened_on: date, by: Actor, at: datetime) -> Case:
    """Open a closed case again: a new one that follows it.  Raises StillOpen, OpenAlready, DayToCome."""
    if case.closed_on is None:
        raise StillOpen
    if queries.is_open_somewhere(case.person_id) or hasattr(case, "opened_again"):
        raise OpenAlready
    if not case.closed_on <= opened_on <= clock.day_of(at, by.zone):
        raise DayToCome(opened_on)
    return _opened(case.person, opened_on, case, by=by, at=at)


def erase_cases(event: "Erasing") -> "list[Record]":
    """Clear what cases say of somebody who is being erased; that there was one, and how it ended, stays for counts."""
    held = Case.objects.filter(person_id=event.person.pk)
    plans, deliveries = Plan.objects.filter(case__in=held), Delivery.objects.filter(case__in=held)
    plans.update(content=None, witness=None, guardian=None)
    deliveries.update(note=None)
    grants = PlanGrant.objects.filter(case__in=held)
    handovers = Handover.objects.filter(grant__in=grants)
    grants.update(what=None, why_cancelled=None)
    handovers.update(received_by=None, witness=None, note=None, why_taken_back=None)
    tries, mediations = VisitTry.objects.filter(case__in=held), Mediation.objects.filter(case__in=held)
    talks = MediationTalk.objects.filter(mediation__in=mediations)
    tries.update(note=None)
    mediations.update(what=None, outcome=None, ended_note=None)
    talks.update(said=None)
    held.update(talk=None, closing_note=None)
    held.filter(closed_on=None).update(closed_on=event.at.date(), closed_at=event.at, closing=Closing.ERASED.value)
    return [*held, *plans, *deliveries, *grants, *handovers, *tries, *mediations, *talks]


def check_open(case: Case) -> None:
    """Check that a case is open.  Raises CaseClosed."""
    if case.closed_on is not None:
        raise CaseClosed


def check_day(case: Case, day: date, *, by: Actor, at: datetime) -> None:
    """Check that something happened on a day since the case was opened, and not after today.  Raises DayToCome."""
    if not case.opened_on <= day <= clock.day_of(at, by.zone):
        raise DayToCome(day)


def user_id(by: Actor) -> str | None:
    """Return the key of the member of staff who acts; None for the system and for other systems."""
    return by.id if by.kind == "user" else None


def _opened(person: "Person", opened_on: date, again_of: Case | None, *, by: Actor, at: datetime) -> Case:
    made = Case(created_at=at, person=person, opened_on=opened_on, opened_by_id=user_id(by), again_of=again_of)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        # Two colleagues at once: the second is told that there is a case.
        raise OpenAlready from None
    return made

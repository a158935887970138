"""Writes about mediation: open one because the person wants it, note each talk, end it.

Rooms above call `open_mediation` with the case, or `open_mediation_for` with the person: it opens a case where there is
none.  What they name as `about_kind` and `about_id` has one open mediation at a time.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import permissions, queries
from sankofa.cases.actions.cases import check_day, check_open, open_case, user_id
from sankofa.cases.actions.grants import ReasonNeeded
from sankofa.cases.models import Case, Mediation, MediationTalk
from sankofa.cases.rules.mediation import Outcome, Said, stored
from sankofa.kernel import clock
from sankofa.store import revisions

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


class NotWanted(Exception):
    """The person does not want it, or it is not safe for them: nobody is spoken to."""


class EndsBeforeItBegins(Exception):
    """The day by which somebody looks lies before the day on which it begins."""


class Ended(Exception):
    """The mediation has ended; nothing of it changes any more."""


@action(permissions.WORK, on="case")
def open_mediation(
    *,
    case: Case,
    said: Said,
    until_on: date,
    is_wanted: bool,
    about_kind: str = "",
    about_id: str = "",
    by: Actor,
    at: datetime,
) -> Mediation:
    """Open a mediation that the person wants and is safe with; where one about the same goes on, return that.

    One whose case was closed meanwhile ended with it.  Raises CaseClosed, NotWanted, ReasonNeeded, EndsBeforeItBegins.
    """
    check_open(case)
    if not is_wanted:
        raise NotWanted
    if said.whom is None or not said.why.strip():
        raise ReasonNeeded
    today = clock.day_of(at, by.zone)
    if until_on < today:
        raise EndsBeforeItBegins
    if about_kind:
        same = Mediation.objects.select_for_update().filter(about_kind=about_kind, about_id=about_id, ended_on=None)
        there = same.first()
        if there is not None and there.case.closed_on is None:
            return there
        if there is not None:
            _end_with_its_case(there, by=by, at=at)
    made = Mediation(
        created_at=at,
        case=case,
        what=stored(said),
        about_kind=about_kind,
        about_id=about_id,
        opened_on=today,
        until_on=until_on,
        opened_by_id=user_id(by),
    )
    made.save(force_insert=True)
    return made


@action(permissions.WORK, on="person")
def open_mediation_for(
    *,
    person: "Person",
    said: Said,
    until_on: date,
    is_wanted: bool,
    about_kind: str = "",
    about_id: str = "",
    by: Actor,
    at: datetime,
) -> Mediation:
    """Open a mediation for somebody of the register, in their open case or in a new one.

    Raises what `open_mediation` and `open_case` raise.
    """
    held = next((one for one in queries.of_person(person.pk, viewer=by, on=clock.day_of(at, by.zone))), None)
    if held is None or held.closed_on is not None:
        held = open_case(person=person, opened_on=clock.day_of(at, by.zone), by=by, at=at)
    return open_mediation(
        case=held,
        said=said,
        until_on=until_on,
        is_wanted=is_wanted,
        about_kind=about_kind,
        about_id=about_id,
        by=by,
        at=at,
    )


@action(permissions.WORK, on="mediation")
def note_mediation(
    *, mediation: Mediation, held_on: date, said: str, until_on: date | None = None, by: Actor, at: datetime
) -> MediationTalk:
    """Note a talk of a mediation, and by when somebody looks again.

    Raises Ended, CaseClosed, DayToCome, ReasonNeeded, EndsBeforeItBegins.
    """
    _check_goes_on(mediation, held_on, by=by, at=at)
    if not said.strip():
        raise ReasonNeeded
    if until_on is not None:
        if until_on < clock.day_of(at, by.zone):
            raise EndsBeforeItBegins
        mediation.until_on = until_on
        mediation.save()
    made = MediationTalk(
        created_at=at, mediation=mediation, held_on=held_on, said=said.strip(), noted_by_id=user_id(by)
    )
    made.save(force_insert=True)
    return made


@action(permissions.WORK, on="mediation")
def end_mediation(
    *, mediation: Mediation, outcome: Outcome, ended_on: date, note: str = "", by: Actor, at: datetime
) -> Mediation:
    """End a mediation and say how; that the person does not want it any more is a good reason.

    Raises Ended, CaseClosed, DayToCome.
    """
    _check_goes_on(mediation, ended_on, by=by, at=at)
    mediation.ended_on, mediation.outcome = ended_on, Outcome(outcome).value
    mediation.ended_note, mediation.ended_by_id = note.strip() or None, user_id(by)
    mediation.save()
    return mediation


def _end_with_its_case(held: Mediation, *, by: Actor, at: datetime) -> None:
    """End a mediation whose case was closed over it: nobody could go on with it, nor begin another about the same."""
    before, closed_on = held.image(), held.case.closed_on
    held.ended_on = held.opened_on if closed_on is None else max(closed_on, held.opened_on)
    held.save()
    revisions.revise(held, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)


def _check_goes_on(mediation: Mediation, day: date, *, by: Actor, at: datetime) -> None:
    if mediation.ended_on is not None:
        raise Ended
    check_open(mediation.case)
    check_day(mediation.case, max(day, mediation.opened_on), by=by, at=at)

"""Writes about papers that are asked for, and about help with getting them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.returnees import permissions
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.models import Document, PaperHelp, Person, Requirement
from sankofa.returnees.rules import paper_help
from sankofa.returnees.rules.paper_gaps import Need, Whereabouts
from sankofa.returnees.rules.paper_help import Stage
from sankofa.store import revisions

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class EndedAlready(Exception):
    """What the partner asked for counts no more: it ended, or a newer version took its place."""


class HelpedAlready(Exception):
    """Somebody is being helped with this paper already.  Carries that help."""

    def __init__(self, held: PaperHelp) -> None:
        self.held = held
        super().__init__(str(held.pk))


class NotAtThisStage(Exception):
    """Help at this stage cannot go on like that, because it is over or has not come so far."""


@action(permissions.NOTE_REQUIREMENT, on="office")
def note_requirement(
    *,
    office: "Office",
    partner: str,
    purpose: str,
    said_by: str,
    needs: Sequence[Need],
    from_on: date,
    by: Actor,
    at: datetime,
) -> Requirement:
    """Write down which papers a partner or programme asks for, who says so, and since when."""
    made = Requirement(
        created_at=at,
        office=office,
        series=uuid7(),
        partner=partner,
        purpose=purpose,
        said_by=said_by,
        needs=_stored(needs),
        from_on=from_on,
        noted_by_id=_user(by),
    )
    made.save(force_insert=True)
    return made


@action(permissions.NOTE_REQUIREMENT, on="requirement")
def change_requirement(
    *,
    requirement: Requirement,
    partner: str,
    purpose: str,
    said_by: str,
    needs: Sequence[Need],
    by: Actor,
    at: datetime,
) -> Requirement:
    """Write down that a partner asks for something else from today: a new version, and the old one ends.

    Raises EndedAlready.
    """
    if requirement.until_on is not None:
        raise EndedAlready
    today = clock.day_of(at, requirement.office.zone)
    requirement.until_on = max(today, requirement.from_on)
    requirement.save(update_fields=["until_on"])
    made = Requirement(
        created_at=at,
        office=requirement.office,
        series=requirement.series,
        version=requirement.version + 1,
        partner=partner,
        purpose=purpose,
        said_by=said_by,
        needs=_stored(needs),
        from_on=requirement.until_on,
        noted_by_id=_user(by),
    )
    made.save(force_insert=True)
    return made


@action(permissions.NOTE_REQUIREMENT, on="requirement")
def end_requirement(*, requirement: Requirement, by: Actor, at: datetime) -> Requirement:  # noqa: ARG001
    """Write down that a partner asks for this no more.  Raises EndedAlready."""
    if requirement.until_on is not None:
        raise EndedAlready
    requirement.until_on = max(clock.day_of(at, requirement.office.zone), requirement.from_on)
    requirement.save(update_fields=["until_on"])
    return requirement


@action(permissions.AMEND, on="person")
def begin_help(*, person: Person, kind: str, due_on: date, by: Actor, at: datetime) -> PaperHelp:
    """Begin to help somebody to get a paper; `due_on` is the day to look at it again.

    Raises AlreadyErased, and HelpedAlready where somebody helps with it already.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    there = PaperHelp.objects.filter(person=person, kind=kind, closed_on=None).first()
    if there is not None:
        raise HelpedAlready(there)
    made = PaperHelp(
        created_at=at,
        person=person,
        kind=kind,
        asked_on=clock.day_of(at, person.office.zone),
        due_on=due_on,
        begun_by_id=_user(by),
    )
    made.save(force_insert=True)
    return made


@action(permissions.AMEND, on="held")
def note_application(
    *,
    held: PaperHelp,
    applied_on: date,
    applied_where: str,
    cost: Money | None,
    due_on: date,
    by: Actor,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> PaperHelp:
    """Write down where and when a paper was applied for, its cost, and when to ask about it.  Raises NotAtThisStage."""
    _check_next(held, Stage.APPLIED)
    held.stage = Stage.APPLIED.value
    held.applied_on, held.applied_where, held.due_on = applied_on, applied_where or None, due_on
    held.cost = cost
    held.save()
    return held


@action(permissions.AMEND, on="held")
def note_outcome(*, held: PaperHelp, outcome: str, because: str, by: Actor, at: datetime) -> PaperHelp:
    """Write down what came of it: obtained, refused, given up.  A paper obtained is among the person's papers at once.

    Raises NotAtThisStage.
    """
    stage = Stage(outcome)
    _check_next(held, stage)
    held.stage, held.because = stage.value, because or None
    held.closed_on = clock.day_of(at, held.person.office.zone)
    if stage is Stage.OBTAINED:
        held.document = _obtained(held, by=by, at=at)
    held.save()
    return held


def _check_next(held: PaperHelp, then: Stage) -> None:
    if not paper_help.may_become(Stage(held.stage), then):
        raise NotAtThisStage


def _obtained(held: PaperHelp, *, by: Actor, at: datetime) -> Document:
    """Return the paper that was obtained: the one that was awaited, else a new one; its number comes later."""
    awaited = Document.objects.filter(person=held.person, kind=held.kind, whereabouts=Whereabouts.APPLIED).first()
    before: Mapping[str, Any] | None = None if awaited is None else awaited.image()
    paper = awaited or Document(created_at=at, person=held.person, kind=held.kind)
    paper.whereabouts = Whereabouts.WITH_PERSON.value
    paper.save()
    revisions.revise(paper, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)
    return paper


def _stored(needs: Sequence[Need]) -> list[dict[str, object]]:
    return [{"kinds": list(need.kinds), "days_left_min": need.days_left_min} for need in needs]


def _user(by: Actor) -> str | None:
    return by.id if by.kind == "user" else None

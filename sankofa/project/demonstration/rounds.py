"""Rounds of talks at the demonstration's Sylhet office, and neighbours who never left, so that pages show somebody.

Everybody is invented, and so is why some were not reached.  Through the real actions.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts import queries as offices
from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.project.demonstration import population
from sankofa.project.demonstration.person import DemonstrationPerson
from sankofa.returnees import actions as register
from sankofa.returnees.rules.terms import PersonKind, PersonTerms, Sex
from sankofa.surveys import actions as surveys
from sankofa.surveys import queries as forms
from sankofa.surveys.permissions import INTERVIEW
from sankofa.sustainability import actions, concerns, rounds
from sankofa.sustainability.rules.rounds import Reason, Standing

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.sustainability.models import Round

SEED = 4711
NEIGHBOURS = 14
DRAWN_FROM = 500
"""Of so many invented people, those of the office's country who answered lend their answers to neighbours."""
WHY: tuple[tuple[Reason, str], ...] = (
    (Reason.NO_ANSWER, "Called on three evenings."),
    (Reason.ABROAD, "Her mother says she went to Oman in spring."),
    (Reason.LATER, "After the harvest."),
    (Reason.NOT_FOUND, "The house is let to others now."),
    (Reason.REFUSED, ""),
    (Reason.MOVED, "Lives in Dhaka with a brother."),
)
SEEN_TO = "Talked it over at the office and agreed on the next step."
SETTLED_AFTER = timedelta(days=12)


def load(*, office: str, planner: str, at: datetime) -> None:
    """Plan a round that is over and one that is open, note why some were not reached, and ask neighbours."""
    there = offices.office_named(office)
    worker = offices.staff_of(office)[0].as_actor()
    keeper = next(user for user in offices.staff_of(office) if user.email == planner).as_actor()
    _settle_old(worker, at)
    past = at - timedelta(days=150)
    with clock.frozen(past):
        _plan(there, keeper, "Back for a year or more, spring", past, days=90, at=past)
    begun = at - timedelta(days=20)
    with clock.frozen(begun):
        held = _plan(there, keeper, "Back for a year or more, autumn", begun, days=80, at=begun)
    today = clock.day_of(at, worker.zone)
    expected = rounds.in_round(held, viewer=worker, on=today, permission=INTERVIEW).people
    open_ones = [one for one in expected if one.place.standing in (Standing.DUE, Standing.LATE)]
    for number, one in enumerate(open_ones[: len(open_ones) // 2]):
        reason, note = WHY[number % len(WHY)]
        tried_on = today - timedelta(days=number % 15)
        actions.note_attempt(
            person=one.person, held=held, reason=reason, tried_on=tried_on, note=note, by=worker, at=at
        )
    _ask_neighbours(there, worker, at)


def _plan(office: "Office", keeper: Actor, name: str, begins: datetime, *, days: int, at: datetime) -> "Round":
    from_on = begins.date()
    return actions.plan_round(
        office=office,
        reach="office",
        name=name,
        instrument=forms.REINTEGRATION_SCORE[0],
        from_on=from_on,
        until_on=from_on + timedelta(days=days),
        months_from=12,
        months_until=72,
        by=keeper,
        at=at,
    )


def _settle_old(worker: Actor, at: datetime) -> None:
    """See to what older talks asked for; what the last days brought is still open."""
    today = clock.day_of(at, worker.zone)
    for held in concerns.open_concerns(worker, on=today).filter(raised_on__lt=today - SETTLED_AFTER):
        actions.settle(concern=held, done=SEEN_TO, by=worker, at=at)


def _ask_neighbours(office: "Office", worker: Actor, at: datetime) -> None:
    """Register residents who never left, as people who agreed to answer, and hold the talk with them."""
    day = clock.day_of(at, office.zone) - timedelta(days=6)
    moment = datetime.combine(day, time(9, 30), tzinfo=UTC)
    answered = list(_answered(day))[:NEIGHBOURS]
    rows = [(f"neighbour {number}", _terms(one)) for number, one in enumerate(answered)]
    by = system("demonstration", on=day)
    form = forms.instrument(*forms.REINTEGRATION_SCORE)
    with clock.frozen(moment):
        made = register.register_many(office=office, rows=rows, by=by, at=moment)
        for person, one in zip(made.people, answered, strict=True):
            given = {name: text.split() for name, text in one.interviews[0].answers.items()}
            surveys.record_interview(
                person=person,
                instrument=form,
                answers=forms.understood(form, given),
                instance_id=uuid7(),
                answered_on=day,
                by=worker,
                at=moment,
            )


def _answered(on: date) -> Iterator[DemonstrationPerson]:
    people = population.people(SEED, DRAWN_FROM, on)
    return (one for one in people if one.country == "BD" and one.interviews)


def _terms(one: DemonstrationPerson) -> PersonTerms:
    return PersonTerms(
        one.given_name, one.family_name, kind=PersonKind.RESIDENT, sex=Sex(one.sex), place=one.path, is_synthetic=True
    )

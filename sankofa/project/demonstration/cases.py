"""A few cases at the demonstration's Sylhet office, each at another stage, so that pages show somebody.

Everybody is invented, and so are their goals.  Through the real actions.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts import queries as offices
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import actions
from sankofa.cases.rules.plans import Activity, Content, Kind
from sankofa.cases.rules.stages import Closing, Talk
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.returnees import actions as register
from sankofa.returnees import queries as people

if TYPE_CHECKING:
    from sankofa.cases.models import Case, Plan

SHOWN = 7
GOALS: Sequence[tuple[str, ...]] = (
    ("A tea stall of my own near the bus stand", "My daughter finishes school"),
    ("Work as an electrician, with a paper that says I can", "Sleep better"),
    ("Two cows, and milk to sell",),
    ("Stay near my mother and earn every month",),
)


def load(*, office: str, caseworker: str, at: datetime) -> None:
    """Open cases at every stage: waiting for somebody, talked with, being planned, agreed, under way, closed."""
    users = offices.staff_of(office)
    worker = next(user for user in users if user.email == caseworker)
    by, today = worker.as_actor(), clock.day_of(at, worker.office.zone)
    found = people.filtered(by, people.Filter(), on=today).filter(kind="returnee", born_precision="day")
    for number, person in enumerate(found.exclude(born_on__gt=date(today.year - 22, 1, 1))[:SHOWN]):
        opened_on = today - timedelta(days=(2, 9, 20, 27, 75, 120, 50)[number])
        case = actions.open_case(person=person, opened_on=opened_on, by=by, at=at)
        if number == 0:
            continue
        register.give_to(person=person, colleague=worker, by=by, at=at)
        if number > 1:
            answer = (Talk.TAKEN, Talk.NOT_NOW, Talk.NO)[number % 3]
            actions.offer_talk(case=case, answer=answer, offered_on=opened_on + timedelta(days=3), by=by, at=at)
        if number > 2:
            _plan(case, GOALS[number - 3], opened_on, by=by, at=at, is_agreed=number > 3)
        if number == 6:
            actions.close_case(case=case, reason=Closing.LEFT_PREPARED, closed_on=today, by=by, at=at)


def _plan(case: "Case", goals: tuple[str, ...], opened_on: date, *, by: Actor, at: datetime, is_agreed: bool) -> "Plan":
    course = Activity(
        uuid7(),
        "A course in keeping accounts",
        provider_words="The training centre",
        until_on=opened_on + timedelta(70),
    )
    grant = Activity(
        uuid7(),
        "Money for the first goods",
        Kind.GRANT,
        provider_words="The district office",
        amount=Money.of("25000", "BDT"),
        until_on=opened_on + timedelta(days=45),
    )
    draft = actions.begin_plan(case=case, by=by, at=at)
    content = Content(goals, (course, grant))
    plan = actions.change_plan(plan=draft, content=content, edition=draft.edition, by=by, at=at)
    if not is_agreed:
        return plan
    agreed_on = opened_on + timedelta(days=18)
    plan = actions.agree_plan(
        plan=plan,
        edition=plan.edition,
        how="mark",
        witness="The grocer next door",
        agreed_on=agreed_on,
        is_read_aloud=True,
        by=by,
        at=at,
    )
    actions.note_delivery(case=case, activity=grant.key, done_on=opened_on + timedelta(days=30), by=by, at=at)
    return plan

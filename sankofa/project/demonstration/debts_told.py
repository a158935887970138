"""Put what invented people said of their debts into the register of their office, with plans out of debt for some."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import actions
from sankofa.debts.rules import roster
from sankofa.debts.rules.first_talk import Presence
from sankofa.debts.rules.plan import Kind, Outcome, Step
from sankofa.debts.rules.terms import Debt as AsItStands
from sankofa.kernel import clock
from sankofa.project.demonstration.owing import SaidOfDebts
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.debts.models import Debt

AT_ONCE = 200
EVERY = 5
PLANNED_MAX = 8
"""So many debts of each two hundred people have a plan: every fifth that is open."""
PLANS: tuple[tuple[tuple[Kind, Outcome | None], ...], ...] = (
    ((Kind.TALK, Outcome.DONE), (Kind.SMALLER, None)),
    ((Kind.MEDIATION, None),),
    ((Kind.FAMILY, Outcome.TRIED), (Kind.FORGIVENESS, None)),
    ((Kind.TALK, None),),
)
_T = TypeVar("_T")


def load(office: "Office", rows: Sequence[tuple[str, SaidOfDebts]], *, by: Actor, at: datetime) -> int:
    """Write down what people of one office said of their debts, and count them; return of how many.

    Whom the caseworker does not see, such as somebody protected, is not asked; who has two files is asked once.
    """
    on = clock.day_of(at, by.zone)
    seen = set(register.people(by, on=on).filter(office=office).values_list("pk", flat=True))
    once = {UUID(person_id): said for person_id, said in rows if UUID(person_id) in seen}
    for some in _some(list(once.items())):
        written = [
            actions.SaidByOne(
                person_id,
                said.on,
                said.present,
                said.six,
                tuple((one.told, one.changes) for one in said.debts),
                said.budget,
            )
            for person_id, said in some
        ]
        kept = actions.note_many(office=office, rows=written, by=by, at=at)
        _plan(kept.debts, by=by, at=at)
        told = [(said.on, one) for _person, said in some for one in said.debts]
        alone = [
            (debt, day, Presence.ALONE, one.pressed)
            for debt, (day, one) in zip(kept.debts, told, strict=True)
            if one.pressed is not None
        ]
        for chunk in _some(alone):
            actions.note_many_said_alone(office=office, rows=chunk, by=by, at=at)
    actions.count_debts(office=office, by=system("demonstration", on=at.date()), at=at)
    return len(once)


def _plan(debts: "Sequence[Debt]", *, by: Actor, at: datetime) -> None:
    """Plan steps about a few open debts: one to come, one that was tried, one that is over."""
    on = clock.day_of(at, by.zone)
    still_open = (one for one in debts if _as_it_stands(one).is_open)
    for number, debt in enumerate(islice(still_open, 0, PLANNED_MAX * EVERY, EVERY)):
        days = timedelta(days=7 + 3 * number)
        for kind, outcome in PLANS[number % len(PLANS)]:
            step = actions.plan_step(
                debt=debt, step=Step(kind, due_on=on + days), wants_reminder=number % 3 == 0, by=by, at=at
            )
            if outcome is not None:
                actions.note_step(step=step, outcome=outcome, on=on, words="", by=by, at=at)


def _as_it_stands(debt: "Debt") -> AsItStands:
    since = [one.to_terms() for one in debt.changes.order_by("happened_on", "pk")]
    return roster.as_it_stands(debt.to_terms(), since)


def _some(many: list[_T]) -> Iterator[list[_T]]:
    for first in range(0, len(many), AT_ONCE):
        yield many[first : first + AT_ONCE]

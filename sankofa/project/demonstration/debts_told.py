"""Put what invented people said of their debts into the register of their office, through the actions for many."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.debts import actions
from sankofa.debts.rules.first_talk import Presence
from sankofa.kernel import clock
from sankofa.project.demonstration.owing import SaidOfDebts
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

AT_ONCE = 200
_T = TypeVar("_T")


def load(office: "Office", rows: Sequence[tuple[str, SaidOfDebts]], *, by: Actor, at: datetime) -> int:
    """Write down what people of one office said of their debts; return of how many.

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
        told = [(said.on, one) for _person, said in some for one in said.debts]
        alone = [
            (debt, day, Presence.ALONE, one.pressed)
            for debt, (day, one) in zip(kept.debts, told, strict=True)
            if one.pressed is not None
        ]
        for chunk in _some(alone):
            actions.note_many_said_alone(office=office, rows=chunk, by=by, at=at)
    return len(once)


def _some(many: list[_T]) -> Iterator[list[_T]]:
    for first in range(0, len(many), AT_ONCE):
        yield many[first : first + AT_ONCE]

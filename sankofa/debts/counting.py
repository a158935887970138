"""Counting what many people said of their debts: who was asked, with their debts opened, each person once.

An office is counted into lines without names, which lie sealed; figures are made of them in one pass.  Whoever is
protected or erased is in no line, nor is anybody of whose files one is; what does not open counts as not known.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.models import Debt, DebtPressure, DebtTalk
from sankofa.debts.rules import brief, first_talk
from sankofa.debts.rules.brief import Asked, Line
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.roster import Pressed, Told
from sankofa.returnees import queries as register
from sankofa.returnees.clusters import clusters_of
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.models import Person

AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Counted:
    """What an office is counted into: how many came back in all, and a line for each who was asked."""

    people: int
    lines: tuple[Line, ...]


def counted(office: "Office", *, viewer: Actor, on: date) -> Counted:
    """Return the lines of everybody who came back, belongs to an office and was asked about debts."""
    people, lines = 0, []
    for some in _by_chunk(viewer, on=on, office=office):
        here, found = _asked(some)
        people += here
        lines += [brief.line_of(one, key=key_of(whose), keys=keys) for whose, one, keys in found]
    return Counted(people, tuple(lines))


def asked(viewer: Actor, *, country: str, on: date) -> list[Asked]:
    """Return everybody of a country's offices who was asked about debts, each once, on all their files together."""
    return [one for some in _by_chunk(viewer, on=on, country=country) for _whose, one, _keys in _asked(some)[1]]


def key_of(record: UUID) -> int:
    """Return a number that tells one from another: the end of an id, which is left to chance."""
    return int.from_bytes(record.bytes[-8:], "big")


def _by_chunk(
    viewer: Actor, *, on: date, country: str = "", office: "Office | None" = None
) -> "Iterator[list[Person]]":
    people = register.leading_people(viewer, on=on, permission=permissions.VIEW).filter(
        is_protected=False, erased_on=None, kind="returnee"
    )
    if country:
        people = people.filter(office__place__country_id=country)
    if office is not None:
        people = people.filter(office=office)
    some: list[Person] = []
    for person in people.order_by("pk").iterator(chunk_size=AT_ONCE):
        some.append(person)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _asked(people: "list[Person]") -> tuple[int, list[tuple[UUID, Asked, list[int]]]]:
    """Return how many these are, and of each who was asked what they said with the keys of their debts."""
    together = {
        top: held.files
        for top, held in clusters_of(people).items()
        if not any(file.is_protected for file in held.files)
    }
    leads = {file.pk: top for top, files in together.items() for file in files if file.erased_on is None}
    owes: dict[UUID, Owes] = {}
    for talk in DebtTalk.objects.filter(person_id__in=leads).order_by("held_on", "created_at"):
        owes[leads[talk.person_id]] = _owes(talk)
    pressed: dict[UUID, Pressed | None] = {}
    for said in DebtPressure.objects.filter(person_id__in=leads).order_by("asked_on", "created_at"):
        pressed[said.debt_id] = _pressed(said) or pressed.get(said.debt_id)
    debts: dict[UUID, list[tuple[int, Told, Pressed | None]]] = defaultdict(list)
    for debt in Debt.objects.filter(person_id__in=leads).order_by("pk"):
        debts[leads[debt.person_id]].append((key_of(debt.pk), _told(debt), pressed.get(debt.pk)))
    found = []
    for top, said_owes in owes.items():
        held = debts[top]
        one = Asked(said_owes, tuple(told for _, told, _ in held), tuple(alone for _, _, alone in held))
        found.append((top, one, [key for key, _, _ in held]))
    return len(together), found


def _owes(talk: DebtTalk) -> Owes:
    try:
        return first_talk.six_from(talk.said).owes
    except CannotOpen:
        return Owes.UNKNOWN


def _told(debt: Debt) -> Told:
    try:
        return debt.to_terms()
    except CannotOpen:
        return Told()


def _pressed(said: DebtPressure) -> Pressed | None:
    try:
        return said.to_terms()
    except CannotOpen:
        return None

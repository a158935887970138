"""Reads for the figures of many people: who was asked, with their debts opened, each person once.

Whoever is protected or erased is in no figure; what does not open counts as not known.
"""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.models import Debt, DebtPressure, DebtTalk
from sankofa.debts.rules import first_talk
from sankofa.debts.rules.brief import Asked
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.roster import Pressed, Told
from sankofa.returnees import queries as register
from sankofa.returnees.clusters import clusters_of
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

AT_ONCE = 400


def asked(viewer: Actor, *, country: str, on: date) -> list[Asked]:
    """Return everybody of a country's offices who was asked about debts, each once, on all their files together."""
    found: list[Asked] = []
    people = register.leading_people(viewer, on=on, permission=permissions.VIEW).filter(
        is_protected=False, erased_on=None, kind="returnee"
    )
    if country:
        people = people.filter(office__place__country_id=country)
    some: list[Person] = []
    for person in people.order_by("pk").iterator(chunk_size=AT_ONCE):
        some.append(person)
        if len(some) == AT_ONCE:
            found += _asked(some)
            some = []
    return found + _asked(some)


def _asked(people: "list[Person]") -> list[Asked]:
    leads = {
        file.pk: top
        for top, together in clusters_of(people).items()
        for file in together.files
        if not file.is_protected and file.erased_on is None
    }
    owes: dict[UUID, Owes] = {}
    for talk in DebtTalk.objects.filter(person_id__in=leads).order_by("held_on", "created_at"):
        owes[leads[talk.person_id]] = _owes(talk)
    pressed: dict[UUID, Pressed | None] = {}
    for said in DebtPressure.objects.filter(person_id__in=leads).order_by("asked_on", "created_at"):
        pressed[said.debt_id] = _pressed(said) or pressed.get(said.debt_id)
    debts: dict[UUID, list[tuple[Told, Pressed | None]]] = defaultdict(list)
    for debt in Debt.objects.filter(person_id__in=leads).order_by("pk"):
        debts[leads[debt.person_id]].append((_told(debt), pressed.get(debt.pk)))
    return [
        Asked(said, tuple(told for told, _ in debts[top]), tuple(alone for _, alone in debts[top]))
        for top, said in owes.items()
    ]


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

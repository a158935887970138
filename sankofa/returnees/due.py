"""Who is due for erasure: the people whose time is over, and why, the longest due first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import hooks, queries
from sankofa.returnees.clusters import clusters_of
from sankofa.returnees.models import Person
from sankofa.returnees.rules import retention
from sankofa.returnees.rules.retention import Kept, Purpose, Term

CHUNK = 500
SHOWN_MAX = 100


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose time is over, and the term that ended."""

    person: Person
    term: Term


@dataclass(frozen=True, slots=True)
class Found:
    """The people due, the longest due first, and whether there are more than are shown."""

    people: tuple[Due, ...]
    is_cut: bool = False


def due_for_erasure(viewer: Actor, *, on: date, policy: retention.Policy | None = None) -> Found:
    """Return the people whom the viewer may see and whose time is over on a day."""
    held = retention.shipped() if policy is None else policy
    # Whoever was registered after this day is still kept for that alone, so nobody asks what else keeps them.
    candidates = queries.leading_people(viewer, on=on).filter(
        erased_on__isnull=True, created_at__date__lte=retention.soonest(on, held)
    )
    found: list[Due] = []
    for chunk in _chunks(candidates.order_by("created_at", "pk")):
        terms = terms_of(chunk, policy=held)
        found.extend(Due(person, terms[person.pk]) for person in chunk if terms[person.pk].is_over(on))
        if len(found) > SHOWN_MAX:
            break
    found.sort(key=lambda one: (one.term.until_on, one.person.pk))
    return Found(tuple(found[:SHOWN_MAX]), is_cut=len(found) > SHOWN_MAX)


def terms_of(people: Sequence[Person], *, policy: retention.Policy) -> Mapping[UUID, Term]:
    """Return until when each person is kept, by what the register and the rooms above it know.

    Files that are read as one are kept as long as the longest of them.
    """
    together = clusters_of(people)
    kept: dict[UUID, list[Kept]] = {
        file.pk: [Kept(Purpose.REGISTER, file.created_at.date())] for one in together.values() for file in one.files
    }
    ids: Collection[UUID] = frozenset(kept)
    for told in hooks.kept_for.answers(ids):
        for whose, reason in told:
            kept[whose].append(reason)
    return {
        whose: retention.term([reason for file in one.files for reason in kept[file.pk]], policy)
        for whose, one in together.items()
    }


def _chunks(people: QuerySet[Person]) -> Iterator[Sequence[Person]]:
    start = 0
    while chunk := list(people[start : start + CHUNK]):
        yield chunk
        start += CHUNK

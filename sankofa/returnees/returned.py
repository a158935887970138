"""Who came back when: people by the day of their latest return, for rooms that talk with them so many months later."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.returnees.clusters import Cluster, clusters_of
from sankofa.returnees.models import Journey, Person, SamePerson
from sankofa.returnees.queries import leading_people

CHUNK = 500


def returned_people(
    viewer: Actor,
    *,
    on: date,
    permission: Permission,
    between: tuple[date, date] | None = None,
    offices: Collection[UUID] | None = None,
) -> QuerySet[Person]:
    """Return returnees whom the viewer may see or with whom they may do something, each once, nobody erased.

    `between` keeps those with any return from the first day until before the last, on their own file or on one that
    follows it; `offices` those of some offices.
    """
    found = leading_people(viewer, on=on, permission=permission).filter(erased_on__isnull=True, kind="returnee")
    if offices is not None:
        found = found.filter(office_id__in=offices)
    if between is None:
        return found
    journeys = Journey.objects.filter(returned_on__gte=between[0], returned_on__lt=between[1])
    following = SamePerson.objects.filter(until_at=None, person_id__in=journeys.values("person_id"))
    return found.filter(
        Q(Exists(journeys.filter(person=OuterRef("pk")))) | Q(Exists(following.filter(leading=OuterRef("pk"))))
    )


def files_of(people: Sequence[Person]) -> dict[UUID, Cluster]:
    """Return all files of each person, by the one that leads."""
    together: dict[UUID, Cluster] = {}
    for start in range(0, len(people), CHUNK):
        together |= clusters_of(people[start : start + CHUNK])
    return together


def latest_returns(files: Collection[UUID]) -> dict[UUID, date]:
    """Return the latest known day of return on each file; a file without one is not in it."""
    found: dict[UUID, date] = {}
    keys = list(files)
    for start in range(0, len(keys), CHUNK):
        rows = Journey.objects.filter(person_id__in=keys[start : start + CHUNK], returned_on__isnull=False)
        for person_id, returned_on in rows.values_list("person_id", "returned_on"):
            if returned_on is not None and (person_id not in found or found[person_id] < returned_on):
                found[person_id] = returned_on
    return found

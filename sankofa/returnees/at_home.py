"""Who lives together now, for lists of people who are seen already: one visit can serve several of a home."""

from collections.abc import Collection
from uuid import UUID

from sankofa.returnees.models import Membership

CHUNK = 500


def homes_now(people: Collection[UUID]) -> dict[UUID, UUID]:
    """Return in which household each of these people lives now; who lives in none that is known is not in it.

    The caller sees these people already; nobody else of a household is read.
    """
    keys = list(people)
    found: dict[UUID, UUID] = {}
    for start in range(0, len(keys), CHUNK):
        rows = Membership.objects.filter(person_id__in=keys[start : start + CHUNK], until_on=None)
        found.update(rows.values_list("person_id", "household_id"))
    return found

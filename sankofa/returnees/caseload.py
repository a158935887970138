"""The people whom a member of staff looks after, as few facts as a phone needs to name them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.returnees import queries
from sankofa.returnees.models import Person, SamePerson
from sankofa.store.models import Revision

MOST = 2_000
"""Nobody looks after more; a list that never ends must not come onto a phone."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One person on a phone: the id, what to call them, and which state of their file that is."""

    id: UUID
    label: str
    version: int


def caseload(
    viewer: Actor, *, owners: Collection[str], also: Collection[UUID], permission: Permission, on: date
) -> list[Listed]:
    """Return the people whom somebody looks after and may do something with, by name.

    Those whom the `owners` look after, those of the viewer's office whom nobody looks after, and `also` whom the
    caller names.  Each person once, under the file that leads.  Somebody protected is there only where the viewer is
    named; nobody who was erased is there.
    """
    theirs = Q(owner_id__in=owners) | Q(pk__in=also)
    if viewer.office is not None:
        theirs |= Q(owner=None, office_id=viewer.office)
    files = queries.people(viewer, on=on, permission=permission).filter(theirs, erased_on=None)
    ids = list(files.order_by("-pk").values_list("pk", flat=True)[:MOST])
    leading = _leading(ids, viewer=viewer, permission=permission, on=on)
    held = queries.people(viewer, on=on, permission=permission).filter(pk__in=leading, erased_on=None)
    shown = queries.as_shown(held, viewer=viewer, on=on)
    last = _last_revisions([person.pk for person in shown])
    found = [Listed(one.pk, f"{one.name} · {one.case_number}", last.get(str(one.pk), 0)) for one in shown]
    return sorted(found, key=lambda one: (one.label.casefold(), one.id))


def _leading(ids: Collection[UUID], *, viewer: Actor, permission: Permission, on: date) -> set[UUID]:
    """Return the files that lead these, as far as the viewer may see."""
    links = within_scope(SamePerson.objects.filter(until_at=None), viewer=viewer, permission=permission, on=on)
    found = set(ids)
    while above := dict(links.filter(person_id__in=found).values_list("person_id", "leading_id")):
        found = {above.get(one, one) for one in found}
    return found


def _last_revisions(ids: Collection[UUID]) -> dict[str, int]:
    lines = Revision.objects.filter(subject_kind=Person._meta.label_lower, subject_id__in=[str(one) for one in ids])
    return {
        row["subject_id"]: row["last"] for row in lines.order_by().values("subject_id").annotate(last=Max("number"))
    }

"""Whom a filled form means: by the id that a phone was given, or by a case number as somebody wrote it."""

from uuid import UUID

from sankofa.returnees.models import Person
from sankofa.returnees.rules import search


def person_meant(given: str, case_number: str, *, organisation_id: UUID) -> Person | None:
    """Return whom somebody of an organisation meant, whatever their own reach, or None.

    For reading what came in alone: whether the sender may hold talks with them is asked by whoever calls this.
    """
    within = Person.objects.select_related("office__organisation", "office__place", "place").filter(
        office__organisation_id=organisation_id
    )
    try:
        return within.filter(pk=UUID(given.strip().removeprefix("uuid:"))).first()
    except ValueError:
        pass
    asked = search.understood(case_number)
    return within.filter(case_number=asked.text).first() if asked.sought is search.Sought.CASE_NUMBER else None

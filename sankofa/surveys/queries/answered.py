"""On which days people answered a form: days alone, for rooms that plan when to ask again."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sankofa.surveys.models import Submission

CHUNK = 500


def answered_days(code: str, people: Collection[UUID], *, from_on: date, until_on: date) -> dict[UUID, list[date]]:
    """Return the days on which people answered a form within a span, by person; who did not is not in it."""
    found: dict[UUID, list[date]] = {}
    keys = list(people)
    for start in range(0, len(keys), CHUNK):
        rows = Submission.objects.filter(
            set_aside_at=None,
            instrument=code,
            person_id__in=keys[start : start + CHUNK],
            answered_on__gte=from_on,
            answered_on__lt=until_on,
        )
        for person_id, answered_on in rows.values_list("person_id", "answered_on"):
            found.setdefault(person_id, []).append(answered_on)
    return found


def forms_filled(codes: Collection[str], people: Collection[UUID], *, from_on: date) -> list[Submission]:
    """Return the forms of some kinds filled with people since a day, the latest first; whoever asks may see them."""
    found = Submission.objects.filter(
        set_aside_at=None, instrument__in=list(codes), person_id__in=list(people), answered_on__gte=from_on
    )
    return list(found.select_related("recorded_by").order_by("-answered_on", "-pk"))

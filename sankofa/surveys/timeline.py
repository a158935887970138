"""What surveys tell of a person's history: forms filled, and visits; the reintegration talk is told of by its score."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.returnees.timeline import Asked, Entry, Matter
from sankofa.shell import words
from sankofa.surveys import permissions, queries
from sankofa.surveys.models import Submission
from sankofa.surveys.queries import REINTEGRATION_SCORE

if TYPE_CHECKING:
    from django.db.models import QuerySet

VISITS = ("programme_monitoring", "business_visit")


def of_surveys(asked: Asked) -> Iterator[Entry]:
    """Yield the forms filled with somebody, for those who may hold talks with them."""
    if not decision_on(asked.person, actor=asked.viewer, permission=permissions.INTERVIEW, on=asked.on).allowed:
        return
    is_scored = Q(instrument=REINTEGRATION_SCORE[0], set_aside_at=None)
    rows = Submission.objects.filter(person_id__in=asked.ids).exclude(is_scored)
    yield from _entries(rows.filter(instrument__in=VISITS), Matter.VISIT, asked.most_of(Matter.VISIT))
    yield from _entries(rows.exclude(instrument__in=VISITS), Matter.TALK, asked.most_of(Matter.TALK))


def _entries(rows: "QuerySet[Submission]", matter: Matter, most: int) -> Iterator[Entry]:
    newest = rows.select_related("recorded_by").defer("answers").order_by("-answered_on", "-pk")
    for held in newest[:most]:
        form = queries.title_of(held.instrument, "")
        yield Entry(
            held.answered_on,
            words.day(held.answered_on),
            matter,
            gettext("Form filled: %(form)s") % {"form": form} if form else gettext("A form filled"),
            "" if held.recorded_by is None else held.recorded_by.name,
            gettext("Another form of the same days counts instead.") if held.set_aside_at else "",
            reverse("surveys:answers", args=[held.pk]),
        )

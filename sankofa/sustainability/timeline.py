"""What scores tell of a person's history: that a reintegration talk was held, and how complete it is.  No figures."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.returnees.timeline import Asked, Entry, Matter
from sankofa.shell import words
from sankofa.sustainability import queries
from sankofa.sustainability.models import Score


def of_scores(asked: Asked) -> Iterator[Entry]:
    """Yield the reintegration talks with somebody, each once, for those who may see how it goes."""
    if not queries.may_view(asked.person, viewer=asked.viewer, on=asked.on):
        return
    counting = Score.objects.filter(submission__set_aside_at=None, person_id__in=asked.ids)
    # Worked out under several ways of scoring, a talk is still one: any of its rows says when it was.
    talks = counting.order_by("-answered_on", "-submission_id").values_list("submission_id").distinct()
    newest = list(talks.values_list("submission_id", flat=True)[: asked.most_of(Matter.SCORE)])
    rows = counting.filter(submission_id__in=newest).select_related("submission__recorded_by")
    told = {row.submission_id: row for row in rows.defer("submission__answers", "flags").order_by("created_at")}
    for row in told.values():
        by = row.submission.recorded_by
        yield Entry(
            row.answered_on,
            words.day(row.answered_on),
            Matter.SCORE,
            gettext("Reintegration talk recorded"),
            "" if by is None else by.name,
            gettext("%(answered)s of %(asked)s answered")
            % {"answered": words.number(row.questions_answered), "asked": words.number(row.questions_asked)},
            reverse("sustainability:score", args=[asked.person.pk]),
        )

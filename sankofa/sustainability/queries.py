"""Reads of the score."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding
from sankofa.surveys import queries as surveys
from sankofa.sustainability import permissions
from sankofa.sustainability.models import Score
from sankofa.sustainability.rules import score as rules
from sankofa.sustainability.rules.scheme import shipped
from sankofa.sustainability.rules.terms import Scheme

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

FIGURES = ("economic", "social", "psychosocial", "composite")
PEOPLE_AT_ONCE = 5_000

DEFAULT = "open-rss-1"
SHIPPED = ("open-rss-1", "open-rss-mapping-1")


@cache
def scheme(file: str = DEFAULT) -> Scheme:
    """Return a shipped scheme."""
    return shipped(file, surveys.instrument(*surveys.REINTEGRATION_SCORE))


def scores(viewer: Actor, *, on: date) -> QuerySet[Score]:
    """Return the scores of people whose reintegration the viewer may see."""
    return within_scope(Score.objects.all(), viewer=viewer, permission=permissions.VIEW, on=on)


def scores_of(person: "Person", *, viewer: Actor, on: date, file: str = DEFAULT) -> list[Score]:
    """Return a person's scores under one scheme, the latest first."""
    found = scores(viewer, on=on).filter(person_id=person.pk, scheme=scheme(file).name)
    return list(found.select_related("submission__recorded_by").order_by("-answered_on", "-pk"))


def may_view(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see how this person's reintegration goes."""
    return decision_on(person, actor=viewer, permission=permissions.VIEW, on=on).allowed


def result_of(held: Score, *, file: str = DEFAULT) -> rules.Result:
    """Return a score worked out again from the answers, with everything needed to explain it."""
    return rules.result(surveys.answers_of(held.submission), scheme(file))


def flags_of(held: Score) -> list[Finding]:
    """Return what the answers ask to be done, gravest first."""
    return [Finding.of_record(flag) for flag in held.flags or ()]


def figures_of(people: Iterable[UUID]) -> Iterator[Score]:
    """Yield every score of these people, of every talk and scheme, with its figures alone; for counts about many."""
    left = iter(people)
    while some := list(islice(left, PEOPLE_AT_ONCE)):
        yield from Score.objects.filter(person_id__in=some).only("person_id", "scheme", "answered_on", *FIGURES)

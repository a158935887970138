"""Reads of talks: a person's submissions, and answers as the rules know them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.rules.retention import Kept, Purpose
from sankofa.store import empty
from sankofa.surveys import permissions
from sankofa.surveys.models import Submission
from sankofa.surveys.queries.published import REINTEGRATION_SCORE, instrument
from sankofa.surveys.rules import path
from sankofa.surveys.rules.terms import Answer, Answers, Instrument, codes

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


def submissions(viewer: Actor, *, on: date) -> QuerySet[Submission]:
    """Return the submissions of people whom the viewer may interview, but for those that somebody set aside."""
    return filled_forms(viewer, on=on).filter(set_aside_at=None)


def filled_forms(viewer: Actor, *, on: date) -> QuerySet[Submission]:
    """Return what was filled with people whom the viewer may interview, also what somebody set aside: to be shown."""
    found = Submission.objects.select_related("person", "recorded_by")
    return within_scope(found, viewer=viewer, permission=permissions.INTERVIEW, on=on)


def filled_with(person: "Person", *, viewer: Actor, on: date) -> QuerySet[Submission]:
    """Return what was filled with one person, as `filled_forms`: whether the viewer may know is asked once, of them."""
    if not decision_on(person, actor=viewer, permission=permissions.INTERVIEW, on=on).allowed:
        return Submission.objects.none()
    return Submission.objects.filter(person_id=person.pk)


def told_beside_scores(person: "Person", *, viewer: Actor, on: date, most: int) -> list[Submission]:
    """Return what was filled with a person and is not told of by a score, the newest first.

    A score tells of the talk that it follows from; one that was set aside has none that counts.
    """
    if empty.holds_none(Submission, [person.pk]):
        return []
    is_scored = Q(instrument=REINTEGRATION_SCORE[0], set_aside_at=None)
    held = filled_with(person, viewer=viewer, on=on).exclude(is_scored).select_related("recorded_by")
    return list(held.order_by("-created_at")[:most])


def submission(submission_id: str, *, viewer: Actor, on: date) -> Submission | None:
    """Return one submission, set aside or not, or None where there is none that the viewer may see."""
    return filled_forms(viewer, on=on).filter(pk=submission_id).first()


def by_instance(instance_id: UUID) -> Submission | None:
    """Return the submission of one filled form, however often it was sent."""
    return Submission.objects.filter(instance_id=instance_id).first()


def answers_of(held: Submission) -> Answers:
    """Return a submission's answers as the rules know them; none of somebody erased."""
    return understood(instrument(held.instrument, held.version), held.answers or {})


def understood(form: Instrument, stored: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """Return stored answers, `{question: [codes]}`, as the rules know them; what fits no question is left out."""
    known: dict[str, Answer] = {}
    for question in form.questions:
        given = path.answer(question, stored.get(question.name, ()))
        if given is not None:
            known[question.name] = given
    return known


def stored(answers: Answers) -> dict[str, Any]:
    """Return answers as they are stored."""
    return {name: sorted(codes(given)) for name, given in answers.items()}


def all_of(code: str, *, viewer: Actor, on: date) -> QuerySet[Submission]:
    """Return every submission of a form that the viewer may see and that still has answers, oldest first."""
    return submissions(viewer, on=on).filter(instrument=code, answers__isnull=False).order_by("pk")


def kept_for(people: Collection[UUID]) -> list[tuple[UUID, Kept]]:
    """Return until which talk people are followed up; nobody without a talk is in it."""
    last = (
        Submission.objects.filter(person_id__in=people).order_by().values("person_id").annotate(last=Max("answered_on"))
    )
    return [(row["person_id"], Kept(Purpose.FOLLOW_UP, row["last"])) for row in last]

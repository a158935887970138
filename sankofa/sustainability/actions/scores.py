"""Writes of the score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import actions as register
from sankofa.returnees.contributions import Due
from sankofa.surveys import queries as surveys
from sankofa.surveys.hooks import Submitted
from sankofa.sustainability import permissions, queries
from sankofa.sustainability.actions.concerns import raise_concerns
from sankofa.sustainability.models import Score
from sankofa.sustainability.rules import cadence
from sankofa.sustainability.rules import score as rules

if TYPE_CHECKING:
    from sankofa.returnees.hooks import Erasing
    from sankofa.surveys.models import Submission

POLICY = cadence.Policy()


@dataclass(frozen=True, slots=True)
class Rescored:
    """What working a score out again came to."""

    score: Score
    is_new: bool
    differs: tuple[str, ...]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return which score, whether it is new, and which figures differ from what was stored."""
        return {"score": str(self.score.pk), "new": self.is_new, "differs": list(self.differs)}


def first_due(registered_on: date) -> Due:
    """Return the first talk that is due for somebody newly registered."""
    due = cadence.next_talk(registered_on=registered_on, last_on=None, policy=POLICY)
    return Due(due.code, due.on)


def score_submitted(event: Submitted) -> None:
    """Score a talk the moment it is recorded, in the same transaction, and set when the next one is due."""
    if (event.instrument.code, event.instrument.version) != surveys.REINTEGRATION_SCORE:
        return
    submission = event.submission
    found = rules.result(event.answers, queries.scheme())
    made = _score(submission, found, at=event.at)
    made.save(force_insert=True)
    flags = list(found.flags)
    for own in queries.loaded_in_use():
        by_own = rules.result(event.answers, own)
        _score(submission, by_own, at=event.at).save(force_insert=True)
        flags += by_own.flags
    raise_concerns(submission, rules.united(flags), at=event.at)
    due = cadence.next_talk(
        registered_on=submission.whose.created_at.date(), last_on=submission.answered_on, policy=POLICY
    )
    register.note_next(submission.whose, code=due.code, on=due.on)


def erase_flags(event: "Erasing") -> list[Score]:
    """Clear what the answers of somebody erased asked to be done; the four figures stay for counts."""
    held = Score.objects.filter(person_id=event.person.pk)
    held.update(flags=None)
    return list(held)


@action(permissions.RESCORE, on="submission")
def rescore(*, submission: "Submission", scheme: str, by: Actor, at: datetime) -> Rescored:  # noqa: ARG001
    """Work the score of a talk out again under a scheme.  What is stored is never overwritten, only compared.

    What a scheme asks to be done that no other did goes on the day's list, where this is the person's latest talk.
    Raises NoSuchScheme.
    """
    found = rules.result(surveys.answers_of(submission), queries.scheme_named(scheme))
    fresh = _score(submission, found, at=at)
    stored = Score.objects.filter(submission_id=submission.pk, scheme=fresh.scheme).first()
    if stored is None:
        fresh.save(force_insert=True)
        if queries.is_latest_talk(submission):
            raise_concerns(submission, found.flags, at=at)
        return Rescored(fresh, True, ())
    figures = ("economic", "social", "psychosocial", "composite")
    differs = tuple(name for name in figures if getattr(stored, name) != getattr(fresh, name))
    return Rescored(stored, False, differs)


def _score(submission: "Submission", result: rules.Result, *, at: datetime) -> Score:
    return Score(
        created_at=at,
        submission=submission,
        person_id=submission.whose.pk,
        answered_on=submission.answered_on,
        scheme=result.scheme,
        scheme_digest=result.digest,
        questions_answered=result.composite.questions_answered,
        questions_asked=result.composite.questions_asked,
        flags=[flag.record() for flag in result.flags],
        **{score.code: score.value for score in result.scores},
    )

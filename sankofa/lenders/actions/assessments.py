"""Writes of assessments: begin, note what was found, hand in, open again, decide.

Whoever had a hand in it does not decide.  Deciding is reserved: it is proposed, and a second person approves it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.lenders import permissions, queries
from sankofa.lenders.models import Assessment, AssessmentAnswer, Lender
from sankofa.lenders.rules import due_diligence, frameworks
from sankofa.lenders.rules.due_diligence import Answer, BadAnswer, Kind, Status, VerifiedBy
from sankofa.lenders.rules.standing import LenderKind, framework_for, holds_until


class LendsNothing(Exception):
    """It leads people to lenders and lends nothing itself: there is no product to note and nothing to look into."""


class WorkedOnAlready(Exception):
    """Somebody is looking into this lender; carries the assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__(str(assessment.pk))


class NotDraft(Exception):
    """It was handed in, so that nothing in it changes while others decide."""


class NotHandedIn(Exception):
    """It was not handed in, or it was decided already."""


class HandInTwice(Exception):
    """Whoever had a hand in an assessment does not decide on it."""


class NoSuchQuestion(Exception):
    """This is not among the questions by which the lender is looked into."""


class NotAnAnswer(Exception):
    """This is no answer to the question: another number is asked for, or a day that has not come."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was found to a question, when, who confirms it, and by what; a value of None is: asked, not known."""

    indicator: str
    value: Decimal | None
    seen_on: date
    verified_by: VerifiedBy
    evidence: str = ""


@action(permissions.ASSESS, on="lender")
def begin_assessment(*, lender: Lender, by: Actor, at: datetime) -> Assessment:
    """Begin to look into a lender.  Raises LendsNothing and WorkedOnAlready."""
    framework = framework_for(LenderKind(lender.kind))
    if framework is None:
        raise LendsNothing
    there = lender.assessments.filter(decided_at=None).first()
    if there is not None:
        raise WorkedOnAlready(there)
    made = Assessment(
        created_at=at,
        lender=lender,
        framework=framework.code,
        version=framework.version,
        assessed_by_id=by.id if by.kind == "user" else None,
    )
    made.full_clean(exclude=["lender", "assessed_by"])
    made.save(force_insert=True)
    return made


@action(permissions.ASSESS, on="assessment")
def note_answer(*, assessment: Assessment, told: Told, by: Actor, at: datetime) -> AssessmentAnswer:
    """Note what was found to one question, in place of what was noted before.

    Raises NotDraft, NoSuchQuestion and NotAnAnswer.
    """
    if assessment.status != Status.DRAFT:
        raise NotDraft
    framework = queries.framework_of(assessment)
    indicator = next((one for one in framework.indicators if one.code == told.indicator), None)
    if indicator is None:
        raise NoSuchQuestion
    today = clock.day_of(at, by.zone)
    if told.seen_on > today:
        raise NotAnAnswer
    if told.value is not None:
        _check(indicator.kind, told)
        worth = Fraction(told.value) / 100 if indicator.kind is Kind.RATIO else Fraction(told.value)
        try:
            due_diligence.scorecard(framework, [Answer(told.indicator, worth, told.seen_on, told.verified_by)], today)
        except BadAnswer as wrong:
            raise NotAnAnswer from wrong
    held = assessment.answers.filter(indicator=told.indicator).first() or AssessmentAnswer(
        created_at=at, assessment=assessment, indicator=told.indicator
    )
    held.value, held.seen_on, held.verified_by = told.value, told.seen_on, told.verified_by.value
    held.evidence = told.evidence.strip() or None
    held.noted_by_id = by.id if by.kind == "user" else None
    held.full_clean(exclude=["assessment", "noted_by"])
    held.save()
    return held


@action(permissions.ASSESS, on="assessment")
def hand_in(*, assessment: Assessment, by: Actor, at: datetime) -> Assessment:  # noqa: ARG001  written down by the decorator
    """Hand an assessment in: from now on nothing in it changes, and somebody else decides.  Raises NotDraft."""
    if assessment.status != Status.DRAFT:
        raise NotDraft
    assessment.status = Status.REVIEWED.value
    assessment.save(update_fields=["status"])
    return assessment


@action(permissions.ASSESS, on="assessment")
def reopen(*, assessment: Assessment, by: Actor, at: datetime) -> Assessment:  # noqa: ARG001  written down by the decorator
    """Open an assessment again that was handed in, to put something right.  Raises NotHandedIn."""
    if assessment.status != Status.REVIEWED:
        raise NotHandedIn
    assessment.status = Status.DRAFT.value
    assessment.save(update_fields=["status"])
    return assessment


@action(permissions.ASSESS, on="assessment")
def conclude(*, assessment: Assessment, outcome: Status, conditions: str = "", by: Actor, at: datetime) -> Assessment:
    """Decide on a lender: approved, approved with conditions, or refused; with the findings of this day.

    Raises NotHandedIn, HandInTwice, and due_diligence.NotAllowed where the findings forbid it.
    """
    if assessment.status != Status.REVIEWED or outcome not in {Status.APPROVED, Status.CONDITIONAL, Status.REFUSED}:
        raise NotHandedIn
    if by.id in queries.hands_in(assessment):
        raise HandInTwice
    on = clock.day_of(at, by.zone)
    found = queries.scorecard_of(assessment, on=on)
    due_diligence.check_may_become(
        Status.REVIEWED, outcome, found, assessor=str(assessment.assessed_by_id), decided_by=by.id
    )
    assessment.status = outcome.value
    assessment.decided_at = at
    assessment.decided_by_id = by.id if by.kind == "user" else None
    assessment.conditions = conditions.strip()
    assessment.valid_until = None if outcome is Status.REFUSED else holds_until(found, decided_on=on)
    assessment.findings = [finding.record() for finding in due_diligence.sheet(found)]
    assessment.full_clean(exclude=["lender", "assessed_by", "decided_by"])
    assessment.save()
    return assessment


def _check(kind: Kind, told: Told) -> None:
    if kind is Kind.RATIO and (told.value is None or not 0 <= told.value <= frameworks.PERCENT_MOST):
        raise NotAnAnswer

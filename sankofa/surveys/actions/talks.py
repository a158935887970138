"""Recording talks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys import permissions, queries
from sankofa.surveys.hooks import Submitted, submitted
from sankofa.surveys.models import Submission
from sankofa.surveys.rules import path
from sankofa.surveys.rules.terms import Answers, Instrument

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


class NotAcceptable(Exception):
    """A form cannot be sent as it is; carries every reason, question by question."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.code for finding in findings))


class AlreadySent(Exception):
    """The same filled form has come before."""

    def __init__(self, earlier: Submission) -> None:
        self.earlier = earlier
        super().__init__(str(earlier.pk))


class NumberTaken(Exception):
    """Another person's talk was sent under this number; this one is not recorded, and not lost in the other's name."""

    def __init__(self, instance_id: UUID) -> None:
        self.instance_id = instance_id
        super().__init__(str(instance_id))


def record_interview(
    *,
    person: "Person",
    instrument: Instrument,
    answers: Answers,
    instance_id: UUID,
    answered_on: date,
    by: Actor,
    at: datetime,
) -> Submission:
    """Record a talk with a person, once however often it is sent.  Raises NotAcceptable, NotAllowed, NumberTaken."""
    try:
        return submit(
            person=person,
            instrument=instrument,
            answers=answers,
            instance_id=instance_id,
            answered_on=answered_on,
            by=by,
            at=at,
        )
    except AlreadySent as known:
        return known.earlier
    except IntegrityError:
        # Two presses at the same moment: the other one was first.
        earlier = queries.by_instance(instance_id)
        if earlier is None:
            raise
        if earlier.person_id != person.pk:
            raise NumberTaken(instance_id) from None
        return earlier


@action(permissions.INTERVIEW, on="person")
def submit(
    *,
    person: "Person",
    instrument: Instrument,
    answers: Answers,
    instance_id: UUID,
    answered_on: date,
    by: Actor,
    at: datetime,
) -> Submission:
    """Take in the answers of a talk and tell the rooms that make something of them.

    Answers to questions that do not concern the person any more are left out.  Raises NotAcceptable, AlreadySent and
    NumberTaken.
    """
    if (earlier := queries.by_instance(instance_id)) is not None:
        if earlier.person_id != person.pk:
            raise NumberTaken(instance_id)
        raise AlreadySent(earlier)
    skipped = path.not_asked(instrument, answers)
    kept = {name: given for name, given in answers.items() if name not in skipped}
    barriers = [found for found in path.form_findings(instrument, kept) if found.weight is Weight.BARRIER]
    if barriers:
        raise NotAcceptable(barriers)
    made = Submission(
        created_at=at,
        person=person,
        instrument=instrument.code,
        version=instrument.version,
        instance_id=instance_id,
        answers=queries.stored(kept),
        answered_on=answered_on,
        recorded_by_id=by.id if by.kind == "user" else None,
    )
    made.full_clean(exclude=["answers"])
    made.save(force_insert=True)
    submitted.tell(Submitted(made, instrument, kept, at))
    return made

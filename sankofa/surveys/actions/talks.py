"""Recording talks."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys import permissions, queries
from sankofa.surveys.actions.arriving import Incoming, arrive_many
from sankofa.surveys.hooks import Submitted, submitted
from sankofa.surveys.models import Clash, FormVersion, Source, State, Submission
from sankofa.surveys.rules import path, written
from sankofa.surveys.rules.filled import Filled
from sankofa.surveys.rules.shape import shape
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


class AskedTwice(Exception):
    """Another filled form of the same round was taken in before; both are kept, and a person decides which counts."""

    def __init__(self, clash: Clash) -> None:
        self.clash = clash
        super().__init__(str(clash.pk))


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
    """Record a talk with a person, once however often it is sent.

    Raises AskedTwice where it is kept beside another one of the same round; NotAcceptable, NotAllowed, NumberTaken.
    """
    try:
        made = submit(
            person=person,
            instrument=instrument,
            answers=answers,
            instance_id=instance_id,
            answered_on=answered_on,
            by=by,
            at=at,
        )
        if isinstance(made, Clash):
            raise AskedTwice(made)
        return made
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
) -> Submission | Clash:
    """Take in the answers of a talk and tell the rooms that make something of them.

    Answers to questions that do not concern the person any more are left out.  Where the same was asked in this round
    before, the talk is kept as a form that came in and waits for somebody to say which counts.
    Raises NotAcceptable, AlreadySent and NumberTaken.
    """
    if (waiting := queries.clash_of(instance_id)) is not None:
        if waiting.person_id != person.pk:
            raise NumberTaken(instance_id)
        return waiting
    if (earlier := queries.by_instance(instance_id)) is not None:
        if earlier.person_id != person.pk:
            raise NumberTaken(instance_id)
        raise AlreadySent(earlier)
    skipped = path.not_asked(instrument, answers)
    kept = {name: given for name, given in answers.items() if name not in skipped}
    barriers = [found for found in path.form_findings(instrument, kept) if found.weight is Weight.BARRIER]
    if barriers:
        raise NotAcceptable(barriers)
    user_id = UUID(by.id) if by.kind == "user" else None
    before = queries.of_one_round(person, instrument.code, answered_on, by_user=user_id)
    version = queries.version(instrument.code, instrument.version, among=queries.published())
    if before is not None and version is not None:
        content = _as_sent(person, version, kept, instance_id, answered_on)
        return _beside(before, person, version, content, instance_id, user_id=user_id, at=at)
    made = Submission(
        created_at=at,
        person=person,
        instrument=instrument.code,
        version=instrument.version,
        instance_id=instance_id,
        answers=queries.stored(kept),
        answered_on=answered_on,
        recorded_by_id=user_id,
    )
    made.full_clean(exclude=["answers"])
    made.save(force_insert=True)
    submitted.tell(Submitted(made, instrument, kept, at))
    return made


def _as_sent(person: "Person", version: FormVersion, kept: Answers, instance_id: UUID, on: date) -> bytes:
    """Return a talk as a phone would have sent it."""
    return written.instance(
        written.row_of(Filled(kept)),
        form=shape(queries.outline_of(version)),
        code=version.instrument.code,
        version=version.version,
        instance_id=instance_id,
        returnee=str(person.pk),
        ended=datetime.combine(on, time(12), tzinfo=ZoneInfo(person.office.zone)).isoformat(),
    )


def _beside(
    before: Submission,
    person: "Person",
    version: FormVersion,
    content: bytes,
    instance_id: UUID,
    *,
    user_id: UUID | None,
    at: datetime,
) -> Clash:
    """Keep a talk beside another one of its round, as forms of phones are kept, until somebody decides."""
    incoming = Incoming(content, Source.BROWSER, person.office_id, user_id=user_id, person_id=person.pk)
    arrival = arrive_many([incoming], at=at)[0].arrival
    arrival.state, arrival.looked_at, arrival.instance_id = State.CLASHES, at, instance_id
    arrival.form_code, arrival.form_version = version.instrument.code, version.version
    arrival.is_apart = person.is_protected
    arrival.save(update_fields=["state", "looked_at", "instance_id", "form_code", "form_version", "is_apart"])
    made = Clash(created_at=at, noted_at=at, person=person, arrival=arrival, earlier=before)
    made.save(force_insert=True)
    return made

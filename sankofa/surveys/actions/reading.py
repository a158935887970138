"""Reading what came in: a second step that can be repeated, and that never throws anything away.

What can be read becomes a submission, linked to its person.  What cannot waits with its reasons for somebody to look at
it.  What clashes with what was taken in before waits for somebody to decide, and nothing is written over.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction

from sankofa.accounts.action import NotAllowed, Origin, action, origin, system
from sankofa.accounts.queries import decision_on, user_by_id
from sankofa.accounts.rules.keys import Standing
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees import queries as register
from sankofa.returnees.meant import person_meant
from sankofa.store.models import Source as Where
from sankofa.surveys import permissions, queries
from sankofa.surveys.actions import changing, forgetting
from sankofa.surveys.hooks import Submitted, submitted
from sankofa.surveys.models import Arrival, Clash, FormVersion, State, Submission
from sankofa.surveys.rules import arriving, filled, instance
from sankofa.surveys.rules.changed import Why
from sankofa.surveys.rules.terms import About, Answers, Instrument
from sankofa.surveys.rules.unlinked import Because

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

_SOURCE: Final = "docs/adr/0042"
AGAIN_AFTER: Final = timedelta(hours=1)
AGAIN_FOR: Final = timedelta(days=5)
"""How long it is tried again whether what a form needs has come in meanwhile; then a person looks at it.

ODK waits five days for what an offline update builds on."""
COMES_LATER: Final = frozenset({"arrival.form_unknown", "arrival.version_unknown", "arrival.nobody_with_number"})
UNREACHED: Final = frozenset({"arrival.not_in_reach", "arrival.person_erased"})
"""Why somebody who may not talk with a person cannot bring in a form about them."""

log = logging.getLogger(__name__)


class Waits(Exception):
    """A filled form cannot be taken in yet; carries every reason, and whom it seems to be about."""

    def __init__(self, findings: Sequence[Finding], person: "Person | None" = None) -> None:
        self.findings = tuple(findings)
        self.person = person
        super().__init__(", ".join(finding.code for finding in findings))


@dataclass(frozen=True, slots=True)
class Understood:
    """A filled form in the words of its own version."""

    envelope: instance.Envelope
    version: FormVersion
    form: Instrument | None
    """None where the form uses more than our own reader knows."""
    answers: dict[str, Any]
    outside: Answers
    returnee: str
    case_number: str
    ended_at: datetime | None
    notes: tuple[Finding, ...]
    barriers: tuple[Finding, ...]

    @property
    def is_about_a_person(self) -> bool:
        """Whether the form must be linked to a person; a form of others is where it names one."""
        if self.form is not None:
            return self.form.about is About.PERSON
        return bool(self.returnee or self.case_number)


def read_waiting(*, at: datetime, most: int = 500) -> int:
    """Read what came in and was not read yet, the oldest first, and what may have become readable; return how many."""
    Arrival.objects.filter(pk__in=_that_may_have_come(at), state=State.WAITING).update(state=State.ARRIVED)
    found = Arrival.objects.filter(state=State.ARRIVED).order_by("received_at", "pk").values_list("pk", flat=True)
    ids = list(found[:most])
    for arrival_id in ids:
        read_now(arrival_id, at=at)
    return len(ids)


def read_now(arrival_id: UUID, *, at: datetime) -> Arrival:
    """Read one filled form that came in, for whoever sent it, and return what became of it, whatever it holds."""
    arrival = Arrival.objects.select_related("office").defer("content").get(pk=arrival_id)
    by = system("arrivals", on=at.date(), zone=arrival.office.zone)
    by = replace(by, on_behalf_of="" if arrival.user_id is None else str(arrival.user_id))
    token = origin.set(Origin(Where.ARRIVAL, str(arrival_id)))
    try:
        read_arrival(arrival=arrival, by=by, at=at)
    except Exception:
        # One form that nobody foresaw must not keep those behind it from being read.
        log.exception("The filled form %s could not be read; it is kept and waits.", arrival_id)
        waiting = [Finding("arrival.not_foreseen", Weight.BARRIER, _SOURCE).record()]
        Arrival.objects.filter(pk=arrival_id).update(state=State.WAITING, reasons=waiting, looked_at=at)
    finally:
        origin.reset(token)
    return Arrival.objects.defer("content").get(pk=arrival_id)


@action(permissions.RECEIVE, on="arrival")
def read_arrival(
    *, arrival: Arrival, by: Actor, at: datetime, person: "Person | None" = None, leaves_out: bool = False
) -> Submission | Clash | Arrival:
    """Read a filled form that came in and take it in, or say why it waits.  Reading it twice changes nothing.

    `person` is whom somebody says it is about; `leaves_out` takes it in without the answers that break its rules.
    """
    if arrival.state not in (State.ARRIVED, State.WAITING):
        return arrival
    arrival.looked_at = at
    made: Submission | Clash | Arrival
    try:
        with transaction.atomic():
            made = _taken_in(arrival, person, leaves_out=leaves_out, by=by, at=at)
    except Waits as waits:
        arrival.state = State.WAITING
        arrival.reasons = [finding.record() for finding in waits.findings]
        if waits.person is not None:
            arrival.person, arrival.is_apart = waits.person, waits.person.is_protected
        # A number that leads to a protected file is answered like one that nobody has.
        arrival.seems_nobodys = arrival.is_apart and any(one.code in UNREACHED for one in waits.findings)
        made = arrival
    else:
        arrival.seems_nobodys = False
    _save(arrival)
    return made


@action(permissions.RECEIVE, on="arrival")
def set_aside_arrival(*, arrival: Arrival, because: Because, by: Actor, at: datetime) -> Arrival:  # noqa: ARG001  the record names who
    """Say why a filled form is not to be taken in.  It is kept all the same, with what it waited for."""
    if arrival.state == State.WAITING:
        arrival.reasons = [*arrival.reasons, _note(f"arrival.aside_{because.value}").record()]
        arrival.state, arrival.looked_at = State.SET_ASIDE, at
        if arrival.person is not None and arrival.person.erased_on is not None:
            forgetting.destroy([arrival], at=at)
        _save(arrival)
    return arrival


@action(permissions.RECEIVE, on="arrival")
def put_away_arrival(*, arrival: Arrival, by: Actor, at: datetime) -> Arrival:  # noqa: ARG001  the record names who
    """Take a form that seems to be nobody's out of its sender's sight; for those named on the file it waits on."""
    arrival.seems_nobodys = False
    arrival.save(update_fields=["seems_nobodys"])
    return arrival


def envelope_of(content: bytes) -> instance.Envelope:
    """Return what a filled form says of itself.  Raises Waits."""
    try:
        return instance.envelope(content)
    except instance.NotAnInstance:
        raise Waits([_barrier("arrival.not_a_form")]) from None


def understood(content: bytes) -> Understood:
    """Return a filled form in the words of its own version.  Raises Waits where it cannot be read or is not known."""
    envelope = envelope_of(content)
    version = queries.version(envelope.code, envelope.version, among=queries.published())
    if version is None:
        known = bool(queries.versions_of(envelope.code, among=queries.published()))
        said = {"form": envelope.code[:60] or "?", "version": envelope.version[:60] or "?"}
        raise Waits([_barrier("arrival.version_unknown" if known else "arrival.form_unknown", **said)])
    if envelope.instance_id is None:
        raise Waits([_barrier("arrival.no_number")])
    notes: list[Finding] = []
    form = queries.reading_of(version)
    if form is None:
        repeats = frozenset(item.name for item in queries.outline_of(version).items if item.repeats)
        told = instance.told(content, repeats)
        subject = {name: (told.answers.pop(name, None) or [""])[0] for name in ("returnee", "case_number")}
        return Understood(
            envelope,
            version,
            None,
            told.answers,
            {},
            subject["returnee"] or envelope.changes,
            subject["case_number"],
            told.ended_at,
            tuple(notes),
            (),
        )
    sent = instance.sent(content, form)
    if sent.unknown:
        notes.append(_note("arrival.answers_unknown", questions=tuple(sorted(set(sent.unknown)))[:20]))
    found = [one for one, _row in filled.findings(form, sent.filled)]
    barriers = tuple(one for one in found if one.weight is Weight.BARRIER)
    return Understood(
        envelope,
        version,
        form,
        filled.kept(sent.filled),
        sent.filled.answers,
        sent.returnee,
        sent.case_number,
        sent.ended_at,
        tuple(notes),
        barriers,
    )


def _taken_in(
    arrival: Arrival, person: "Person | None", *, leaves_out: bool, by: Actor, at: datetime
) -> Submission | Clash:
    content = arrival.content
    if content is None:
        raise Waits([_barrier("arrival.erased")])
    envelope = envelope_of(content)
    arrival.form_code, arrival.form_version = envelope.code[:100], envelope.version[:100]
    arrival.instance_id = envelope.instance_id
    read = understood(content)
    day = day_of(arrival, read)
    notes = [*read.notes, *day.notes]
    if read.version.closed_at is not None and read.version.closed_at < arrival.received_at:
        notes.append(_note("arrival.version_closed"))
    about = None
    if read.is_about_a_person:
        about = _about(arrival, read, person, by=by, on=clock.day_of(at, by.zone))
    arrival.person, arrival.is_apart = about, about is not None and about.is_protected
    if queries.is_number_taken(arrival):
        raise Waits([_barrier("arrival.number_taken")], about)
    is_looked_at = by.kind == "user"
    if arrival.device is not None and arrival.device.standing(arrival.received_at) is not Standing.OPEN:
        if not is_looked_at:
            raise Waits([_barrier("arrival.phone_ended")], about)
        notes.append(_note("arrival.phone_had_ended"))
    if read.barriers:
        if not leaves_out:
            raise Waits(read.barriers, about)
        read = without_faults(read)
        notes.append(_note("arrival.answers_left_out"))
    arrival.reasons = [finding.record() for finding in notes]
    if about is not None:
        earlier = queries.of_one_round(about, arrival.form_code, day.on, by_user=arrival.user_id)
        if earlier is not None:
            arrival.state = State.CLASHES
            clash = Clash(created_at=at, noted_at=at, person=about, arrival=arrival, earlier=earlier)
            clash.save(force_insert=True)
            _change(arrival, read, about, waits=Why.FORM_WAITS, at=at)
            return clash
    arrival.state = State.READ
    made = submission_of(arrival, read, about, on=day.on, at=at)
    # What somebody took in by hand, such as a form of a phone that was ended, changes nothing by itself.
    _change(arrival, read, about, waits=Why.BY_HAND if is_looked_at else None, at=at)
    return made


def _change(arrival: Arrival, read: Understood, about: "Person | None", *, waits: Why | None, at: datetime) -> None:
    """Do what the form asks to change in the register, or keep it for somebody to decide; and note which."""
    if read.envelope.changes:
        became = changing.change(arrival, read.envelope, read.version, read.answers, about, waits=waits, at=at)
        arrival.reasons = [*arrival.reasons, *(_note(f"arrival.change_{one}").record() for one in became)]


def day_of(arrival: Arrival, read: Understood) -> arriving.Filled:
    """Return the day on which a form was filled, as far as the clocks tell."""
    return arriving.filled(
        ended_at=read.ended_at,
        clock_at=arrival.clock_at,
        received_at=arrival.received_at,
        zone=arrival.office.zone,
    )


def submission_of(arrival: Arrival, read: Understood, person: "Person | None", *, on: date, at: datetime) -> Submission:
    """Write the answers of an arrival as a submission and tell the rooms that make something of them."""
    assert read.envelope.instance_id is not None
    made = Submission(
        created_at=at,
        person=person,
        arrival=arrival,
        instrument=read.version.instrument.code,
        version=read.version.version,
        instance_id=read.envelope.instance_id,
        answers=read.answers,
        answered_on=on,
        recorded_by_id=arrival.user_id,
    )
    made.full_clean(exclude=["answers", "person", "arrival"])
    made.save(force_insert=True)
    if read.form is not None and person is not None:
        submitted.tell(Submitted(made, read.form, read.outside, at))
    return made


def _about(arrival: Arrival, read: Understood, said: "Person | None", *, by: Actor, on: date) -> "Person":
    """Return whom a filled form is about, as far as its sender may talk with them.  Raises Waits.

    What a phone sends opens no file: it is linked where its holder may hold talks, and else waits for somebody who may.
    """
    if said is not None:
        may = decision_on(said, actor=by, permission=permissions.INTERVIEW, on=on)
        if not may.allowed:
            raise NotAllowed(may, permissions.INTERVIEW)
        return said
    holder = None if arrival.user_id is None else user_by_id(str(arrival.user_id))
    person = arrival.person or person_meant(
        read.returnee, read.case_number, organisation_id=arrival.office.organisation_id
    )
    if person is None:
        is_named = bool(read.returnee or read.case_number)
        raise Waits([_barrier("arrival.nobody_with_number" if is_named else "arrival.nobody_named")])
    if person.erased_on is not None:
        raise Waits([_barrier("arrival.person_erased")], person)
    if holder is None:
        raise Waits([_barrier("arrival.sender_gone")], person)
    viewer = holder.as_actor()
    if not decision_on(person, actor=viewer, permission=permissions.INTERVIEW, on=on).allowed:
        raise Waits([_barrier("arrival.not_in_reach")], person)
    return register.leading_of(person, viewer=viewer, on=on)


def without_faults(read: Understood) -> Understood:
    """Return a filled form without the answers that break the rules of its form; in the arrival they stay."""
    wrong = {str(finding.facts.get("question", "")) for finding in read.barriers}
    answers: dict[str, Any] = {}
    for name, given in read.answers.items():
        if name in wrong:
            continue
        is_part = bool(given) and isinstance(given[0], dict)
        answers[name] = [{n: g for n, g in row.items() if n not in wrong} for row in given] if is_part else given
    outside = {name: given for name, given in read.outside.items() if name not in wrong}
    return replace(read, answers=answers, outside=outside, barriers=())


def look_again(code: str) -> int:
    """Let what waits for a form be read once more, because a version of it was published; return how many."""
    waiting = Arrival.objects.filter(state=State.WAITING, form_code=code)
    return waiting.update(state=State.ARRIVED)


def _that_may_have_come(at: datetime) -> list[UUID]:
    """Return which of those that wait may be readable now: what they need can have come in after them."""
    waiting = Arrival.objects.filter(
        state=State.WAITING, looked_at__lte=at - AGAIN_AFTER, received_at__gt=at - AGAIN_FOR
    ).values_list("pk", "reasons")
    return [pk for pk, reasons in waiting if {reason["code"] for reason in reasons} & COMES_LATER]


def _save(arrival: Arrival) -> None:
    arrival.save(
        update_fields=[
            "state", "reasons", "looked_at", "form_code", "form_version", "instance_id", "person", "is_apart",
            "seems_nobodys"
        ]
    )  # fmt: skip


def _barrier(code: str, **facts: Any) -> Finding:
    return Finding(code, Weight.BARRIER, _SOURCE, **facts)


def _note(code: str, **facts: Any) -> Finding:
    return Finding(code, Weight.NOTE, _SOURCE, **facts)

"""Writes of rounds: planned, called off, tries to reach people noted, staff and people told."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts.action import action, system
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.queries import holders_of, office_ids_of
from sankofa.accounts.queries import office as office_by_id
from sankofa.accounts.rules.terms import Actor
from sankofa.disclosure.table import TOTAL
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.kernel.identifiers import receipt_number
from sankofa.messages import actions as messages
from sankofa.surveys.permissions import INTERVIEW
from sankofa.sustainability import permissions, queries, rounds
from sankofa.sustainability.models import Attempt, OutsideCount, Reminder, Round
from sankofa.sustainability.rules import rounds as rules

if TYPE_CHECKING:
    from sankofa.accounts.models import Office, User
    from sankofa.messages.rules.terms import Held
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person

DUE_PAGE = "/rounds/due/"
TEXT = "person.call_back"
"""What somebody is sent who is due in a round: it says nothing of what for."""


class BadRound(Exception):
    """A round cannot be planned so; `field` says what is wrong."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


class AlreadyOver(Exception):
    """The round is over or was called off already."""


class NobodyOutside(Exception):
    """The round asks nobody outside the office that keeps it."""


class NotToBeShown(Exception):
    """The numbers would give somebody away, alone or beside those shown before; `findings` say how."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(one.code for one in self.findings))


class NotInRound(Exception):
    """This person does not belong to this round."""


class MayNotBeWrittenTo(Exception):
    """Nothing may be sent to this person now; carries why."""

    def __init__(self, held: "Held") -> None:
        self.held = held
        super().__init__(held)


@action(permissions.KEEP_ROUNDS, on="office")
def plan_round(
    *,
    office: "Office",
    reach: str,
    name: str,
    instrument: str,
    from_on: date,
    until_on: date,
    months_from: int,
    months_until: int,
    by: Actor,
    at: datetime,
) -> Round:
    """Plan a round of talks.  Raises BadRound."""
    if until_on <= from_on:
        raise BadRound("until_on")
    if until_on <= clock.day_of(at, office.zone):
        raise BadRound("until_on")
    if not 0 <= months_from < months_until <= rules.MONTHS_MAX:
        raise BadRound("months_until")
    if instrument not in queries.forms_of_rounds(by, on=clock.day_of(at, by.zone)):
        raise BadRound("instrument")
    made = Round(
        created_at=at,
        office=office,
        reach=reach,
        name=name.strip(),
        instrument=instrument,
        scheme=queries.scheme().name if instrument == queries.SCORED_FORM else "",
        from_on=from_on,
        until_on=until_on,
        months_from=months_from,
        months_until=months_until,
        kept_by_id=by.id if by.kind == "user" else None,
    )
    made.full_clean()
    made.save(force_insert=True)
    return made


@action(permissions.KEEP_ROUNDS, on="held")
def call_off(*, held: Round, by: Actor, at: datetime) -> Round:  # noqa: ARG001  the record names who
    """Call a round off: nobody is due in it any more; what was answered and noted stays.  Raises AlreadyOver."""
    if held.called_off_at is not None or held.until_on <= clock.day_of(at, held.office.zone):
        raise AlreadyOver
    held.called_off_at = at
    held.save()
    return held


@action(permissions.KEEP_ROUNDS, on="held")
def count_outside(*, held: Round, by: Actor, at: datetime) -> OutsideCount:
    """Count the people of a round whom the planner does not reach, as it may be shown to them.

    Raises NobodyOutside where the round asks nobody else, and NotToBeShown where the numbers, alone or beside any that
    were shown before, would give somebody away.
    """
    if held.reach == "office":
        raise NobodyOutside
    try:
        from sankofa.sustainability.rules import outside_many  # scipy is an extra, and slow to come
    except ImportError:
        raise NotToBeShown(()) from None
    members, keys = rounds.beyond(held, viewer=by, on=clock.day_of(at, by.zone))
    made = OutsideCount(created_at=at, round=held, counted_by_id=by.id, counted_at=at)
    done = outside_many.protected(members, rounds.SEXES)
    stood = outside_many.stood(done, members, keys, receipt_number(made.pk))
    # Two counts made in the same moment must not pass each other by.
    rounds.lock_counts()
    found = outside_many.objections(done, stood, rounds.earlier_counts())
    if found or stood is None:
        raise NotToBeShown(found)
    made.shown = [
        [sex, [done.shown(sex, outcome) for outcome in (TOTAL, *outside_many.OUTCOMES)]]
        for sex in (*rounds.SEXES, TOTAL)
    ]
    made.cells, made.members = stood.record(), stood.packed()
    made.save(force_insert=True)
    return made


@action(INTERVIEW, on="person")
def note_attempt(
    *, person: "Person", held: Round, reason: rules.Reason, tried_on: date, note: str, by: Actor, at: datetime
) -> Attempt:
    """Note why a try to reach somebody led to no talk.  Raises NotInRound, AlreadyOver."""
    today = clock.day_of(at, by.zone)
    if held.called_off_at is not None or tried_on > today or tried_on < held.from_on:
        raise AlreadyOver
    if rounds.standing_of(person, held, viewer=by, on=today) is None:
        raise NotInRound
    return _noted(person, held, reason, tried_on, note, by=by, at=at)


@action(INTERVIEW, on="person")
def send_reminder(*, person: "Person", held: Round, by: Actor, at: datetime) -> Attempt:
    """Send somebody who is due a neutral message, where they agreed to be contacted so and it is safe now.

    Nothing is queued for anybody else.  Raises MayNotBeWrittenTo, NotInRound, AlreadyOver, NotAllowed.
    """
    today = clock.day_of(at, by.zone)
    if held.called_off_at is not None or not held.from_on <= today < held.until_on:
        raise AlreadyOver
    found = rounds.standing_of(person, held, viewer=by, on=today)
    if found is None or found.place.standing not in (rules.Standing.DUE, rules.Standing.LATE):
        raise NotInRound
    safe = messages.judged(person.pk, TEXT, at=at)
    if safe.held is not None:
        raise MayNotBeWrittenTo(safe.held)
    messages.send_neutral(person=person, code=TEXT, facts={}, by=by, at=at)
    return _noted(person, held, rules.Reason.REMINDED, today, "", by=by, at=at)


def tell_staff(*, at: datetime) -> int:
    """Tell whoever holds talks of a round that began, and once more when it ends soon; return how many were told.

    Part of what is done by itself.  Told is only who has somebody to talk with; nobody is told twice of the same.
    """
    told = 0
    today = at.date()
    for held in Round.objects.filter(from_on__lte=today, until_on__gt=today, called_off_at=None):
        ends_soon = held.until_on - timedelta(days=rules.REMIND_DAYS) <= today
        occasion = "ends" if ends_soon else "begins"
        known = set(held.reminders.filter(occasion=occasion).values_list("user_id", flat=True))
        for office_id in office_ids_of(held.office.organisation_id):
            office = office_by_id(str(office_id))
            if not rounds.reaches(held, office):
                continue
            holders = [user for user in holders_of(INTERVIEW, office.resource(), on=today) if user.pk not in known]
            if holders and _anybody_due(held, office, on=today):
                told += sum(_tell(held, user, occasion, at=at) for user in holders)
                known |= {user.pk for user in holders}
    return told


def erase_attempts(event: "Erasing") -> list[Attempt]:
    """Clear what was noted on tries to reach somebody who is being erased; that they were tried stays for counts."""
    held = Attempt.objects.filter(person_id=event.person.pk)
    held.update(note=None)
    return list(held)


def _anybody_due(held: Round, office: "Office", *, on: date) -> bool:
    everything = system("rounds", on=on)
    found = rounds.in_round(held, viewer=everything, on=on, permission=INTERVIEW, only=[office.pk])
    return any(one.place.standing in (rules.Standing.DUE, rules.Standing.LATE) for one in found.people)


def _tell(held: Round, user: "User", occasion: str, *, at: datetime) -> bool:
    _, is_new = Reminder.objects.get_or_create(round=held, user=user, occasion=occasion, defaults={"created_at": at})
    if is_new and occasion == "begins":
        notices.tell(Notice(to=user, code="sustainability.round_begins", at=at, path=DUE_PAGE))
    elif is_new:
        notices.tell(Notice(to=user, code="sustainability.round_ends", at=at, path=DUE_PAGE))
    return is_new


def _noted(
    person: "Person", held: Round, reason: rules.Reason, tried_on: date, note: str, *, by: Actor, at: datetime
) -> Attempt:
    made = Attempt(
        created_at=at,
        round=held,
        person=person,
        tried_on=tried_on,
        reason=reason.value,
        note=note.strip() or None,
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.full_clean(exclude=["note"])
    made.save(force_insert=True)
    return made

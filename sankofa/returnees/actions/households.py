"""Writes about households and schooling: each done by way of a member, whom whoever does it may correct.

Whoever is not to be seen, because their file is protected, moves with the household when all of it moves, and is named
in nothing that is answered.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import histories, permissions, queries
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.models import Dwelling, Household, Membership, Person, Schooling, Unnamed
from sankofa.returnees.rules import households as rules
from sankofa.returnees.rules.households import Change, Stay
from sankofa.returnees.rules.terms import PartialDay
from sankofa.store import revisions
from sankofa.store.models import Record


class NoHousehold(Exception):
    """The person lives in no household that is written down."""


class NotAPerson(Exception):
    """There is nobody like that whom this actor may correct."""


class StillToCome(Exception):
    """The day lies in the future."""


class OneHousehold(Exception):
    """The two live in one household already."""


@action(permissions.AMEND, on="person")
def form_household(
    *, person: Person, since: PartialDay, together: str, called: str, place: str | None, by: Actor, at: datetime
) -> Household:
    """Write down a household with its first member.  Raises AlreadyErased, LivesElsewhere and StillToCome."""
    _check_day(person, since, at=at)
    since = _after(since, _free_from(person, since))
    made = Household(created_at=at, called=called or None, **_from(since))
    _check_free(person, Stay(str(person.pk), str(made.pk), _first(since)))
    made.save(force_insert=True)
    Dwelling.objects.create(created_at=at, household=made, place_id=place, **_from(since))
    _begin(person, made, together, since, by=by, at=at)
    return made


@action(permissions.AMEND, on="person")
def add_member(
    *, person: Person, member_id: UUID, together: str, since: PartialDay, by: Actor, at: datetime
) -> Membership:
    """Add somebody of the register to the household of a person.

    Raises NoHousehold, NotAPerson, AlreadyErased, LivesElsewhere, BeforeItBegan and StillToCome.
    """
    home = _home(person)
    member = _other(member_id, by=by, at=at)
    _check_day(member, since, at=at)
    since = _after(since, max(home.household.from_on, _free_from(member, since)))
    if _first(since) < home.household.from_on:
        raise rules.BeforeItBegan(home.to_terms())
    _check_free(member, Stay(str(member.pk), str(home.household_id), _first(since)))
    return _begin(member, home.household, together, since, by=by, at=at)


@action(permissions.AMEND, on="person")
def leave_household(*, person: Person, on: PartialDay, because: str, by: Actor, at: datetime) -> Membership:
    """Write down that somebody lives in their household no more.  Raises NoHousehold, BeforeItBegan, StillToCome."""
    _check_day(person, on, at=at)
    home = _home(person)
    on = _after(on, home.from_on)
    _apply(rules.leave(home.to_terms(), on=_first(on)), because=because, known=on, by=by, at=at)
    home.refresh_from_db()
    return home


@action(permissions.AMEND, on="person")
def split_household(
    *, person: Person, goers: Collection[UUID], place: str | None, on: PartialDay, by: Actor, at: datetime
) -> Household:
    """Write down that some of a household live apart from a day on; the new household knows where it came from.

    Raises NoHousehold, NotAPerson, NobodyGoes, NobodyStays, BeforeItBegan and StillToCome.
    """
    _check_day(person, on, at=at)
    home = _home(person)
    for one in goers:
        _other(one, by=by, at=at)
    # Asked of those alone who are to be seen: the answer must not tell that somebody else is there.
    seen, _hidden = _stays(home.household, by=by, at=at)
    going = {str(one) for one in goers}
    on = _after(on, max((stay.from_on for stay in seen if stay.person in going), default=home.household.from_on))
    made = Household(created_at=at, came_from=home.household, **_from(on))
    change = rules.split(seen, goers=going, to=str(made.pk), on=_first(on))
    made.save(force_insert=True)
    Dwelling.objects.create(created_at=at, household=made, place_id=place, **_from(on))
    _apply(change, because="split", known=on, by=by, at=at)
    return made


@action(permissions.AMEND, on="person")
def join_households(*, person: Person, other_id: UUID, on: PartialDay, by: Actor, at: datetime) -> Household:
    """Write down that the household of another came into that of a person: all of it, from a day on.

    Raises NoHousehold, NotAPerson, OneHousehold, BeforeItBegan and StillToCome.
    """
    _check_day(person, on, at=at)
    home, theirs = _home(person), _home(_other(other_id, by=by, at=at))
    if home.household_id == theirs.household_id:
        raise OneHousehold
    seen, hidden = _stays(theirs.household, by=by, at=at)
    on = _after(on, max(home.household.from_on, *(stay.from_on for stay in seen)))
    day = _first(on)
    if day < home.household.from_on:
        raise rules.BeforeItBegan(home.to_terms())
    to = str(home.household_id)
    _apply(rules.join(seen, to=to, on=day), because="joined", known=on, by=by, at=at)
    for stay in hidden:
        _apply(rules.join([stay], to=to, on=max(day, stay.from_on)), because="joined", known=on, by=by, at=at)
    _join_unnamed(theirs.household, home.household, on=day, at=at)
    _end_spans([theirs.household, *Dwelling.objects.filter(household=theirs.household, until_on=None)], day)
    return home.household


@action(permissions.AMEND, on="person")
def move_household(*, person: Person, place: str | None, on: PartialDay, by: Actor, at: datetime) -> Dwelling:  # noqa: ARG001
    """Write down that a household lives elsewhere from a day on.  Raises NoHousehold, BeforeItBegan, StillToCome."""
    _check_day(person, on, at=at)
    home = _home(person)
    held = Dwelling.objects.filter(household=home.household, until_on=None).first()
    if held is not None:
        on = _after(on, held.from_on)
        if _first(on) < held.from_on:
            raise rules.BeforeItBegan(home.to_terms())
        _end_spans([held], _first(on))
    made = Dwelling(created_at=at, household=home.household, place_id=place, **_from(on))
    made.save(force_insert=True)
    return made


@action(permissions.AMEND, on="person")
def count_unnamed(*, person: Person, counts: Mapping[str, int], on: PartialDay, by: Actor, at: datetime) -> Unnamed:  # noqa: ARG001
    """Write down how many more live in a household without being in the register: by sex and age, without names.

    Raises NoHousehold, BeforeItBegan and StillToCome.
    """
    _check_day(person, on, at=at)
    home = _home(person)
    held = Unnamed.objects.filter(household=home.household, until_on=None).first()
    begun = home.household.from_on if held is None else max(held.from_on, home.household.from_on)
    day = _first(_after(on, begun))
    if day < begun:
        raise rules.BeforeItBegan(home.to_terms())
    if held is not None:
        _end_spans([held], day)
    made = Unnamed(created_at=at, household=home.household, counts=dict(counts), from_on=day)
    made.save(force_insert=True)
    return made


@action(permissions.AMEND, on="person")
def note_schooling(
    *,
    person: Person,
    state: str,
    school: str,
    class_name: str,
    language: str,
    stopped_because: str,
    since: PartialDay,
    look_on: date | None,
    by: Actor,
    at: datetime,
) -> Schooling:
    """Write down whether somebody goes to school from a day on; what was before stays.

    Raises AlreadyErased, BeforeItBegan where the day lies before what is written down, and StillToCome.
    """
    _check_day(person, since, at=at)
    held = Schooling.objects.filter(person=person, until_on=None).first()
    if held is not None:
        since = _after(since, held.from_on)
        if _first(since) < held.from_on:
            raise rules.BeforeItBegan(Stay(str(person.pk), "", held.from_on))
        before = held.image()
        held.until_on = _first(since)
        held.save()
        _revise(held, before, by=by, at=at)
    made = Schooling(
        created_at=at,
        person=person,
        state=state,
        school=school or None,
        class_name=class_name or None,
        language=language,
        stopped_because=stopped_because,
        look_on=look_on,
        **_from(since),
    )
    made.save(force_insert=True)
    return made


def _check_day(person: Person, known: PartialDay, *, at: datetime) -> None:
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if _first(known) > clock.day_of(at, person.office.zone):
        raise StillToCome


def _first(known: PartialDay) -> date:
    """Return the day that is kept of what is known: of a month or a year its first."""
    assert known.day is not None, "since when something is, is asked for"
    return known.day


def _after(known: PartialDay, day: date) -> PartialDay:
    """Return what is known, moved to a day that lies in the same month or year: “2024” can have been that day too."""
    assert known.latest is not None, "since when something is, is asked for"
    return replace(known, day=day) if _first(known) < day <= known.latest else known


def _from(known: PartialDay) -> dict[str, Any]:
    return {"from_on": known.day, "from_precision": known.precision, "from_calendar": known.calendar}


def _free_from(person: Person, known: PartialDay) -> date:
    """Return the last day within what is known on which a stay of somebody ended; else the first day of it."""
    ends = Membership.objects.filter(
        person__in=ids_together(person.pk), until_on__gt=_first(known), until_on__lte=known.latest
    ).values_list("until_on", flat=True)
    return max((day for day in ends if day is not None), default=_first(known))


def _home(person: Person) -> Membership:
    """Return where somebody lives now, on whichever of their files it is written.  Raises NoHousehold."""
    held = Membership.objects.select_for_update(of=("self",)).filter(until_on=None).select_related("household")
    own = held.filter(person=person).first() or held.filter(person__in=ids_together(person.pk)).first()
    if own is None:
        raise NoHousehold
    return own


def _other(person_id: UUID, *, by: Actor, at: datetime) -> Person:
    on = clock.day_of(at, by.zone)
    found = queries.person(str(person_id), viewer=by, on=on)
    if found is None or found.erased_on is not None or not histories.may_amend(found, viewer=by, on=on):
        raise NotAPerson
    return found


def _stays(household: Household, *, by: Actor, at: datetime) -> tuple[Sequence[Stay], Sequence[Stay]]:
    """Return the stays that go on in a household: of those whom this actor may see, and of the others."""
    held = Membership.objects.select_for_update(of=("self",)).filter(household=household, until_on=None)
    rows = list(held.order_by("from_on", "pk"))
    seen = set(
        queries.people(by, on=clock.day_of(at, by.zone))
        .filter(pk__in=[one.person_id for one in rows])
        .values_list("pk", flat=True)
    )
    found: tuple[list[Stay], list[Stay]] = ([], [])
    for one in rows:
        found[one.person_id not in seen].append(one.to_terms())
    return found


def _check_free(person: Person, new: Stay) -> None:
    """Make sure that somebody lives nowhere else, on whichever of their files it is written.  Raises LivesElsewhere."""
    held = Membership.objects.filter(person__in=ids_together(person.pk))
    rules.check_free(
        [Stay(new.person, str(one.household_id), one.from_on, one.until_on, key=str(one.pk)) for one in held], new
    )


def _begin(
    person: Person, household: Household, together: str, since: PartialDay, *, by: Actor, at: datetime
) -> Membership:
    made = Membership(created_at=at, person=person, household=household, together=together, **_from(since))
    made.save(force_insert=True)
    _revise(made, None, by=by, at=at)
    return made


def _apply(change: Change, *, because: str, known: PartialDay, by: Actor, at: datetime) -> None:
    """Write what a rule found: first the ends, so that nobody is in two households for a moment, then the begins."""
    for stay in change.ended:
        held = Membership.objects.get(pk=stay.key)
        before = held.image()
        held.until_on, held.because = stay.until_on, because
        held.until_precision, held.until_calendar = known.precision, known.calendar
        held.save()
        _revise(held, before, by=by, at=at)
    for stay in change.begun:
        made = Membership(
            created_at=at,
            person_id=UUID(stay.person),
            household_id=UUID(stay.household),
            together=stay.together,
            **{**_from(known), "from_on": stay.from_on},
        )
        made.save(force_insert=True)
        _revise(made, None, by=by, at=at)


def _join_unnamed(theirs: Household, home: Household, *, on: date, at: datetime) -> None:
    """Add those without names of one household to those of the other from a day on."""
    held = [Unnamed.objects.filter(household=one, until_on=None).first() for one in (home, theirs)]
    if held[1] is None:
        return
    counts: dict[str, int] = {}
    for one in held:
        if one is not None:
            for group, count in one.counts.items():
                counts[group] = counts.get(group, 0) + count
            _end_spans([one], max(on, one.from_on))
    Unnamed.objects.create(created_at=at, household=home, counts=counts, from_on=on)


def _end_spans(records: Sequence[Any], on: date) -> None:
    for record in records:
        record.until_on = max(on, record.from_on)
        record.save(update_fields=["until_on"])


def _revise(record: Record, before: Mapping[str, Any] | None, *, by: Actor, at: datetime) -> None:
    revisions.revise(record, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)

"""Writes about households and schooling: each done by way of a member, whom whoever does it may correct.

Whoever is not to be seen, because their file is protected, moves with the household when all of it moves, and is named
in nothing that is answered.
"""

from collections.abc import Collection, Mapping, Sequence
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
    *, person: Person, from_on: date, together: str, called: str, place: str | None, by: Actor, at: datetime
) -> Household:
    """Write down a household with its first member.  Raises AlreadyErased, LivesElsewhere and StillToCome."""
    _check_day(person, from_on, at=at)
    made = Household(created_at=at, called=called or None, from_on=from_on)
    _check_free(person, Stay(str(person.pk), str(made.pk), from_on))
    made.save(force_insert=True)
    Dwelling.objects.create(created_at=at, household=made, place_id=place, from_on=from_on)
    _begin(person, made, together, from_on, by=by, at=at)
    return made


@action(permissions.AMEND, on="person")
def add_member(*, person: Person, member_id: UUID, together: str, from_on: date, by: Actor, at: datetime) -> Membership:
    """Add somebody of the register to the household of a person.

    Raises NoHousehold, NotAPerson, AlreadyErased, LivesElsewhere, BeforeItBegan and StillToCome.
    """
    home = _home(person)
    member = _other(member_id, by=by, at=at)
    _check_day(member, from_on, at=at)
    if from_on < home.household.from_on:
        raise rules.BeforeItBegan(home.to_terms())
    _check_free(member, Stay(str(member.pk), str(home.household_id), from_on))
    return _begin(member, home.household, together, from_on, by=by, at=at)


@action(permissions.AMEND, on="person")
def leave_household(*, person: Person, on: date, because: str, by: Actor, at: datetime) -> Membership:
    """Write down that somebody lives in their household no more.  Raises NoHousehold, BeforeItBegan, StillToCome."""
    _check_day(person, on, at=at)
    home = _home(person)
    _apply(rules.leave(home.to_terms(), on=on), because=because, by=by, at=at)
    home.refresh_from_db()
    return home


@action(permissions.AMEND, on="person")
def split_household(
    *, person: Person, goers: Collection[UUID], place: str | None, on: date, by: Actor, at: datetime
) -> Household:
    """Write down that some of a household live apart from a day on; the new household knows where it came from.

    Raises NoHousehold, NotAPerson, NobodyGoes, NobodyStays, BeforeItBegan and StillToCome.
    """
    _check_day(person, on, at=at)
    home = _home(person)
    for one in goers:
        _other(one, by=by, at=at)
    made = Household(created_at=at, from_on=on, came_from=home.household)
    # Asked of those alone who are to be seen: the answer must not tell that somebody else is there.
    seen, _hidden = _stays(home.household, by=by, at=at)
    change = rules.split(seen, goers={str(one) for one in goers}, to=str(made.pk), on=on)
    made.save(force_insert=True)
    Dwelling.objects.create(created_at=at, household=made, place_id=place, from_on=on)
    _apply(change, because="split", by=by, at=at)
    return made


@action(permissions.AMEND, on="person")
def join_households(*, person: Person, other_id: UUID, on: date, by: Actor, at: datetime) -> Household:
    """Write down that the household of another came into that of a person: all of it, from a day on.

    Raises NoHousehold, NotAPerson, OneHousehold, BeforeItBegan and StillToCome.
    """
    _check_day(person, on, at=at)
    home, theirs = _home(person), _home(_other(other_id, by=by, at=at))
    if home.household_id == theirs.household_id:
        raise OneHousehold
    if on < home.household.from_on:
        raise rules.BeforeItBegan(home.to_terms())
    to = str(home.household_id)
    seen, hidden = _stays(theirs.household, by=by, at=at)
    _apply(rules.join(seen, to=to, on=on), because="joined", by=by, at=at)
    for stay in hidden:
        _apply(rules.join([stay], to=to, on=max(on, stay.from_on)), because="joined", by=by, at=at)
    _join_unnamed(theirs.household, home.household, on=on, at=at)
    _end_spans([theirs.household, *Dwelling.objects.filter(household=theirs.household, until_on=None)], on)
    return home.household


@action(permissions.AMEND, on="person")
def move_household(*, person: Person, place: str | None, on: date, by: Actor, at: datetime) -> Dwelling:  # noqa: ARG001
    """Write down that a household lives elsewhere from a day on.  Raises NoHousehold, BeforeItBegan, StillToCome."""
    _check_day(person, on, at=at)
    home = _home(person)
    held = Dwelling.objects.filter(household=home.household, until_on=None).first()
    if held is not None:
        if on < held.from_on:
            raise rules.BeforeItBegan(home.to_terms())
        _end_spans([held], on)
    made = Dwelling(created_at=at, household=home.household, place_id=place, from_on=on)
    made.save(force_insert=True)
    return made


@action(permissions.AMEND, on="person")
def count_unnamed(*, person: Person, counts: Mapping[str, int], on: date, by: Actor, at: datetime) -> Unnamed:  # noqa: ARG001
    """Write down how many more live in a household without being in the register: by sex and age, without names.

    Raises NoHousehold, BeforeItBegan and StillToCome.
    """
    _check_day(person, on, at=at)
    home = _home(person)
    held = Unnamed.objects.filter(household=home.household, until_on=None).first()
    if (held is not None and on < held.from_on) or on < home.household.from_on:
        raise rules.BeforeItBegan(home.to_terms())
    if held is not None:
        _end_spans([held], on)
    made = Unnamed(created_at=at, household=home.household, counts=dict(counts), from_on=on)
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
    from_on: date,
    look_on: date | None,
    by: Actor,
    at: datetime,
) -> Schooling:
    """Write down whether somebody goes to school from a day on; what was before stays.

    Raises AlreadyErased, BeforeItBegan where the day lies before what is written down, and StillToCome.
    """
    _check_day(person, from_on, at=at)
    held = Schooling.objects.filter(person=person, until_on=None).first()
    if held is not None:
        if from_on < held.from_on:
            raise rules.BeforeItBegan(Stay(str(person.pk), "", held.from_on))
        before = held.image()
        held.until_on = from_on
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
        from_on=from_on,
        look_on=look_on,
    )
    made.save(force_insert=True)
    return made


def _check_day(person: Person, on: date, *, at: datetime) -> None:
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if on > clock.day_of(at, person.office.zone):
        raise StillToCome


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
    person: Person, household: Household, together: str, from_on: date, *, by: Actor, at: datetime
) -> Membership:
    made = Membership(created_at=at, person=person, household=household, together=together, from_on=from_on)
    made.save(force_insert=True)
    _revise(made, None, by=by, at=at)
    return made


def _apply(change: Change, *, because: str, by: Actor, at: datetime) -> None:
    """Write what a rule found: first the ends, so that nobody is in two households for a moment, then the begins."""
    for stay in change.ended:
        held = Membership.objects.get(pk=stay.key)
        before = held.image()
        held.until_on, held.because = stay.until_on, because
        held.save()
        _revise(held, before, by=by, at=at)
    for stay in change.begun:
        made = Membership(
            created_at=at,
            person_id=UUID(stay.person),
            household_id=UUID(stay.household),
            together=stay.together,
            from_on=stay.from_on,
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

"""Reads of rounds: which there are, who is in them, where each person stands, and whom we lost touch with."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from sankofa.accounts.action import system
from sankofa.accounts.queries import offices_of, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.returnees.returned import files_of, latest_returns, returned_people
from sankofa.store import keys
from sankofa.store.locks import write_alone
from sankofa.surveys import queries as surveys
from sankofa.surveys.permissions import INTERVIEW
from sankofa.sustainability import permissions
from sankofa.sustainability.models import Attempt, OutsideCount, Round, Score
from sankofa.sustainability.rules import rounds as rules

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.disclosure.earlier import Members
    from sankofa.returnees.models import Person

SEXES = ("female", "male", "other", "unknown")
THIRDS = ("low", "middle", "high", "none")
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody in a round: their days, where they stand, and the files that are read as one."""

    person: "Person"
    window: rules.Window
    place: rules.Place
    files: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class InRound:
    """Everybody in a round whom the viewer may know of, and how many cannot be placed for want of a day of return."""

    people: tuple[Expected, ...]
    without_day: int


def kept_rounds(viewer: Actor, *, on: date) -> QuerySet[Round]:
    """Return the rounds that the viewer plans, the latest first."""
    found = within_scope(Round.objects.all(), viewer=viewer, permission=permissions.KEEP_ROUNDS, on=on)
    return found.select_related("office__organisation", "office__place", "kept_by").order_by("-from_on", "-pk")


def open_rounds(viewer: Actor, *, on: date) -> list[Round]:
    """Return the rounds that are open on a day and in which the viewer may talk with somebody."""
    running = Round.objects.filter(from_on__lte=on, until_on__gt=on, called_off_at=None)
    found = list(running.order_by("until_on", "pk"))
    if not found:
        return []
    prefetch_related_objects(found, "office__organisation", "office__place")
    mine = list(offices_of(viewer, INTERVIEW, on=on))
    return [held for held in found if any(reaches(held, office) for office in mine)]


def round_for(person: "Person", round_id: UUID) -> Round | None:
    """Return a round in whose reach the office of a person lies, or None."""
    held = Round.objects.select_related("office__organisation", "office__place").filter(pk=round_id).first()
    return held if held is not None and reaches(held, person.office) else None


def reaches(held: Round, office: "Office") -> bool:
    """Whether the people of an office are meant by a round."""
    match held.reach:
        case "office":
            return office.pk == held.office_id
        case "country":
            same = office.place.path.partition(".")[0] == held.office.place.path.partition(".")[0]
            return office.organisation_id == held.office.organisation_id and same
        case _:
            return office.organisation_id == held.office.organisation_id


def plan_of(held: Round) -> rules.Plan:
    """Return when a round is open and whom it asks, as the rules know it."""
    return rules.Plan(held.from_on, held.until_on, held.months_from, held.months_until)


def in_round(
    held: Round, *, viewer: Actor, on: date, permission: Permission, only: Iterable[UUID] | None = None
) -> InRound:
    """Return everybody in a round with whom the viewer may do something, the first due first."""
    plan = plan_of(held)
    offices = None if only is None else list(only)
    found = returned_people(
        viewer, on=on, permission=permission, between=rules.returned_between(plan), offices=offices
    ).filter(_reach(held))
    people = list(found.select_related("office", "place").prefetch_related("journeys"))
    clusters = files_of(people)
    files = {person.pk: frozenset(file.pk for file in clusters[person.pk].files) for person in people}
    every = frozenset().union(*files.values())
    returned = latest_returns(every)
    days = surveys.answered_days(held.instrument, every, from_on=held.from_on, until_on=held.until_on)
    tried = _tried(held, every)
    expected = []
    for person in people:
        own = files[person.pk]
        window = rules.window(max((returned[file] for file in own if file in returned), default=None), plan)
        if window is not None:
            place = rules.place(
                window,
                plan,
                answered_on=[day for file in own for day in days.get(file, ())],
                tried=[(one.tried_on, rules.Reason(one.reason)) for one in tried if one.person_id in own],
                on=on,
            )
            expected.append(Expected(person, window, place, own))
    expected.sort(key=lambda one: (one.window.until_on, one.person.pk))
    return InRound(tuple(expected), _without_day(held, viewer, on, permission, offices))


def due_now(viewer: Actor, *, on: date) -> list[tuple[Round, list[Expected]]]:
    """Return for every open round who is to be talked with now, late ones first; rounds with nobody are left out."""
    found = []
    for held in open_rounds(viewer, on=on):
        now = [
            one
            for one in in_round(held, viewer=viewer, on=on, permission=INTERVIEW).people
            if one.place.standing in (rules.Standing.DUE, rules.Standing.LATE)
        ]
        if now:
            found.append((held, sorted(now, key=lambda one: one.place.standing is rules.Standing.DUE)))
    return found


def standing_of(person: "Person", held: Round, *, viewer: Actor, on: date) -> Expected | None:
    """Return where one person stands in a round; None where they are not in it or not within the viewer's reach."""
    plan = plan_of(held)
    leading = returned_people(viewer, on=on, permission=INTERVIEW).filter(pk=person.pk).first()
    if leading is None or not reaches(held, person.office):
        return None
    files = frozenset(file.pk for file in files_of([leading])[leading.pk].files)
    window = rules.window(max(latest_returns(files).values(), default=None), plan)
    if window is None:
        return None
    days = surveys.answered_days(held.instrument, files, from_on=held.from_on, until_on=held.until_on)
    tried = [(one.tried_on, rules.Reason(one.reason)) for one in _tried(held, files)]
    answered = [day for known in days.values() for day in known]
    return Expected(leading, window, rules.place(window, plan, answered_on=answered, tried=tried, on=on), files)


def attempts(held: Round, person: "Person", *, viewer: Actor, on: date) -> list[Attempt]:
    """Return the tries to reach a person for a round, the latest first."""
    found = within_scope(Attempt.objects.all(), viewer=viewer, permission=INTERVIEW, on=on)
    rows = found.filter(round=held, person_id__in=[file.pk for file in files_of([person])[person.pk].files])
    return list(rows.select_related("noted_by").order_by("-tried_on", "-pk"))


def members(found: InRound, held: Round) -> list[rules.Member]:
    """Return the people of a round with the groups by which those we lost touch with are counted."""
    third = rules.thirds(_baseline(found.people, held))
    return [
        rules.Member(
            {
                "sex": one.person.sex,
                "office": str(one.person.office_id),
                "third": third[str(one.person.pk)],
            },
            one.place,
        )
        for one in found.people
    ]


def beyond(held: Round, *, viewer: Actor, on: date) -> tuple[list[rules.Member], list[int]]:
    """Return the people of a round whom the viewer's reach leaves out, for protected counts alone, and their keys.

    A key is a keyed digest by which the same person is known in two counts and nobody is named.

    A protected file is in no count: two rounds that differ by a day would tell that it is there.
    """
    whole = system("counting", on=on)
    whole = replace(whole, grants=tuple(replace(grant, sees_protected=False) for grant in whole.grants))
    everybody = in_round(held, viewer=whole, on=on, permission=permissions.KEEP_ROUNDS)
    own = {one.person.pk for one in in_round(held, viewer=viewer, on=on, permission=permissions.KEEP_ROUNDS).people}
    rest = InRound(tuple(one for one in everybody.people if one.person.pk not in own), 0)
    return members(rest, held), [_key(one.person.pk) for one in rest.people]


def outside_count(held: Round, *, viewer: Actor) -> OutsideCount | None:
    """Return the latest count that the viewer took of those whom they do not reach, or None."""
    if viewer.kind != "user":
        return None
    return held.outside_counts.filter(counted_by_id=UUID(viewer.id)).order_by("-counted_at", "-pk").first()


def earlier_counts() -> "Iterator[Members]":
    """Yield who stood in every count ever shown, of whatever round and to whomever: readers may tell one another."""
    from sankofa.disclosure.earlier import Members

    for one in OutsideCount.objects.order_by("pk").iterator(chunk_size=20):
        yield Members.unpacked(one.cells, one.members)


def lock_counts() -> None:
    """Let one count be shown at a time."""
    write_alone(OutsideCount)


def _key(person_id: UUID) -> int:
    secret = keys.ring().index
    digest = hmac.new(secret, b"rounds/outside\x00" + person_id.bytes, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big")


def _reach(held: Round) -> Q:
    match held.reach:
        case "office":
            return Q(office_id=held.office_id)
        case "country":
            country = held.office.place.path.partition(".")[0]
            place = Q(office__place__path=country) | Q(office__place__path__startswith=f"{country}.")
            return place & Q(office__organisation_id=held.office.organisation_id)
        case _:
            return Q(office__organisation_id=held.office.organisation_id)


def _without_day(held: Round, viewer: Actor, on: date, permission: Permission, offices: Sequence[UUID] | None) -> int:
    """Return how many returnees have no known day of return, so that nobody can say whether they are due."""
    found = returned_people(viewer, on=on, permission=permission, offices=offices).filter(_reach(held))
    return found.exclude(journeys__returned_on__isnull=False).count()


def _tried(held: Round, files: Iterable[UUID]) -> list[Attempt]:
    """Return the tries of a round in the order in which they were noted; those of other people are left out."""
    wanted = frozenset(files)
    rows = Attempt.objects.filter(round=held).order_by("tried_on", "created_at", "pk")
    return [one for one in rows if one.person_id in wanted]


def _baseline(people: Sequence[Expected], held: Round) -> Mapping[str, Decimal | None]:
    """Return each person's last overall figure from before the round, under its scheme."""
    by_file = {file: str(one.person.pk) for one in people for file in one.files}
    found: dict[str, Decimal | None] = {str(one.person.pk): None for one in people}
    every = list(by_file)
    for start in range(0, len(every), CHUNK):
        rows = Score.objects.filter(
            person_id__in=every[start : start + CHUNK],
            submission__set_aside_at=None,
            scheme=held.scheme,
            answered_on__lt=held.from_on,
        )
        for score in rows.exclude(composite=None).order_by("answered_on"):
            found[by_file[score.person_id]] = score.composite
    return found

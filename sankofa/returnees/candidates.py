"""Who else in the register may be the same person: looked up when somebody comes in, and kept for people to decide.

Only files that share a key are compared: phone, paper, two names together, all names with the year of birth, one name
with the day of birth.  A key that many have finds nobody.  Phones and papers are compared by their blind index, so no
number is opened.  Protected people are left out here: the officers named on their files compare in silence
(actions/protection.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, Subquery

from sankofa.returnees.models import Document, Journey, Person, PossibleSame, SearchKey, partial
from sankofa.returnees.rules import likeness
from sankofa.returnees.rules.likeness import Band, Described, Likeness
from sankofa.returnees.rules.terms import PartialDay, Sex

T = TypeVar("T")
HOLDERS_MAX = 40
"""A key held by more people than this tells nobody apart."""
EACH_MAX = 8
"""How many others are kept for one file: the most alike."""
AT_ONCE = 400
_BLOCKS = (b"b", b"d", b"i", b"n", b"p", b"r")
_PERSON = (
    "pk",
    "given_name",
    "family_name",
    "native_name",
    "sex",
    "place_id",
    "born_on",
    "born_precision",
    "born_calendar",
)
_JOURNEY = ("person_id", "destination_id", "returned_on", "returned_precision", "returned_calendar")


def note_candidates(arrived: Sequence[Person], *, at: datetime) -> list[PossibleSame]:
    """Compare people who just came in with the register of their organisation, and keep who may be the same."""
    found = _sharing([person for person in arrived if not person.is_protected])
    described = describe({key for pair in found for key in pair})
    weighed: dict[UUID, list[tuple[Likeness, UUID, UUID]]] = defaultdict(list)
    new = {person.pk for person in arrived}
    for one, other in found:
        likely = likeness.likeness(described[one], described[other])
        if likely.band is not Band.DIFFERENT:
            weighed[one if one in new else other].append((likely, one, other))
    kept = [
        PossibleSame(created_at=at, noted_at=at, one_id=one, other_id=other, score=likely.score, evidence=likely.codes)
        for rows in weighed.values()
        for likely, one, other in sorted(rows, key=lambda row: (-row[0].score, row[1], row[2]))[:EACH_MAX]
    ]
    return PossibleSame.objects.bulk_create(kept, ignore_conflicts=True, batch_size=500)


def _sharing(arrived: Sequence[Person]) -> set[tuple[UUID, UUID]]:
    """Return the pairs of files that share a key that tells people apart, smaller id first."""
    organisations = {person.office.organisation_id for person in arrived}
    new = {person.pk for person in arrived}
    asked: dict[bytes, set[UUID]] = defaultdict(set)
    for whose, key in _keys(new, borne_by_few=True):
        asked[key].add(whose)
    pairs: set[tuple[UUID, UUID]] = set()
    for some in _some(sorted(asked)):
        rows = SearchKey.objects.filter(
            key__in=some,
            person__office__organisation_id__in=organisations,
            person__is_protected=False,
            person__erased_on__isnull=True,
        ).values_list("key", "person_id")
        holders: dict[bytes, set[UUID]] = defaultdict(set)
        for found, whose in rows:
            holders[bytes(found)].add(whose)
        for shared, held in holders.items():
            pairs |= {(min(one, other), max(one, other)) for one in asked[shared] for other in held if one != other}
    return pairs


def describe(people: Collection[UUID]) -> dict[UUID, Described]:
    """Return what is known of people to compare by, numbers only as blind indexes."""
    phones: dict[UUID, set[str]] = defaultdict(set)
    papers: dict[UUID, set[str]] = defaultdict(set)
    for whose, key in _keys(people, kinds=(b"d", b"p")):
        (papers if key[:1] == b"d" else phones)[whose].add(key.decode())
    described: dict[UUID, Described] = {}
    for some in _some(sorted(people)):
        kinds: dict[UUID, set[str]] = defaultdict(set)
        for whose, kind in Document.objects.filter(person__in=some, number__isnull=False).values_list(
            "person_id", "kind"
        ):
            kinds[whose].add(kind.casefold())
        journeys: dict[UUID, list[tuple[str | None, PartialDay]]] = defaultdict(list)
        travelled = Journey.objects.filter(person__in=some).order_by("pk")
        for whose, country, *returned in travelled.values_list(*_JOURNEY):
            journeys[whose].append((country, partial(*returned)))
        # Columns and not records: of an arrival hundreds are compared, and of each a few facts are enough.
        for whose, given, family, native, sex, place, *born in Person.objects.filter(pk__in=some).values_list(*_PERSON):
            described[whose] = Described(
                latin=f"{given} {family}".strip(),
                native=native,
                sex=Sex(sex),
                born=partial(*born),
                phones=frozenset(phones[whose]),
                papers=frozenset(papers[whose]),
                paper_kinds=frozenset(kinds[whose]),
                place=place or "",
                countries=frozenset(country for country, _ in journeys[whose] if country),
                returns=tuple(returned for _, returned in journeys[whose] if returned.is_known),
            )
    return described


def _keys(
    people: Collection[UUID], *, kinds: Collection[bytes] = _BLOCKS, borne_by_few: bool = False
) -> Iterator[tuple[UUID, bytes]]:
    """Yield whose key is what; on demand without the keys that too many have.

    Nobody is counted for that: it is asked whether there is one holder too many, so that the commonest name of a
    country costs as much as the rarest.
    """
    for some in _some(sorted(people)):
        # One range, because of several the database would look through everybody's keys.
        rows = SearchKey.objects.filter(person_id__in=some, key__gte=min(kinds), key__lt=_after(max(kinds)))
        if borne_by_few:
            others = SearchKey.objects.filter(key=OuterRef("key")).order_by("key", "office", "person")
            rows = rows.annotate(too_many=Subquery(others.values("pk")[HOLDERS_MAX:][:1])).filter(too_many=None)
        for whose, key in rows.values_list("person_id", "key"):
            if bytes(key)[:1] in kinds:
                yield whose, bytes(key)


def _after(kind: bytes) -> bytes:
    return bytes([kind[0] + 1])


def _some(many: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(many), AT_ONCE):
        yield many[first : first + AT_ONCE]

"""Who else in the register may be the same person: looked up when somebody comes in, and kept for people to decide.

Only files that share a key are compared: phone, paper, two names together, all names with the year of birth, one name
with the day of birth.  A key that many have finds nobody (`sharing`).  Phones and papers are compared by their blind
index, so no number is opened.  Protected people are left out here: the officers named on their files compare in
silence (actions/protection.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TypeVar
from uuid import UUID

from sankofa.returnees.models import Document, OtherName, Person, PossibleSame, SearchKey, partial
from sankofa.returnees.rules import likeness
from sankofa.returnees.rules.likeness import Described, Likeness
from sankofa.returnees.rules.terms import PersonTerms, Sex
from sankofa.returnees.sharing import Sharing, in_parts, sharing

T = TypeVar("T")
EACH_MAX = 8
"""How many others are kept for one file: the most alike."""
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
_JOURNEY = tuple(
    f"journeys__{name}" for name in ("destination_id", "returned_on", "returned_precision", "returned_calendar")
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who just came in, as they are compared, and the keys that bring them together with others."""

    described: Described
    keys: frozenset[bytes]

    @classmethod
    def of(cls, said: PersonTerms, keys: Collection[bytes]) -> "Arrived":
        """Return what is known of somebody by what was said of them, and by all their search keys."""
        return cls(as_said(said, keys), frozenset(key for key in keys if key[:1] in _BLOCKS))


def note_candidates(
    arrived: Sequence[Person], *, at: datetime, told: Mapping[UUID, Arrived] | None = None
) -> list[PossibleSame]:
    """Compare people who just came in with the register of their organisation, and keep who may be the same.

    `told` is what is known of them to compare by, where whoever put them in has it at hand; else it is read.
    """
    compared = [person for person in arrived if not person.is_protected]
    keys: dict[UUID, Collection[bytes]]
    if told is not None:
        keys = {person.pk: told[person.pk].keys for person in compared}
        described = {person.pk: told[person.pk].described for person in compared}
    else:
        keys = _keys_of_each([person.pk for person in compared])
        described = describe(keys)
    shared = sharing(keys, organisations={person.office.organisation_id for person in compared})
    likely = likely_others({whose: described[whose] for whose in shared.with_whom}, shared)
    weighed: dict[UUID, dict[tuple[UUID, UUID], Likeness]] = defaultdict(dict)
    for whose, others in likely.items():
        for other, alike in others.items():
            one, second = min(whose, other), max(whose, other)
            # Of two who came together the pair is the first one's.
            weighed[one if other in keys else whose][one, second] = alike
    kept = [
        PossibleSame(created_at=at, noted_at=at, one_id=one, other_id=other, score=alike.score, evidence=alike.codes)
        for pairs in weighed.values()
        for (one, other), alike in sorted(pairs.items(), key=lambda pair: (-pair[1].score, pair[0]))[:EACH_MAX]
    ]
    return PossibleSame.objects.bulk_create(kept, ignore_conflicts=True, batch_size=500)


def likely_others(asked: Mapping[T, Described], shared: Sharing[T]) -> dict[T, dict[UUID, Likeness]]:
    """Return who in the register may be the same as each of those asked about, of those who share a key with them.

    Most who share a name are told apart by birth, sex, district and journey; only for the others it is asked which
    numbers they have.
    """
    others = {other for whose in asked for other in shared.with_whom.get(whose, ()) if other != whose}
    known = _without_numbers(others)
    close = {whose: _close(whose, told, known, shared) for whose, told in asked.items()}
    described = _with_numbers({other: known[other] for some in close.values() for other in some})
    found: dict[T, dict[UUID, Likeness]] = {}
    for whose, some in close.items():
        weighed = ((other, likeness.if_alike(asked[whose], described[other])) for other in sorted(some))
        found[whose] = {other: alike for other, alike in weighed if alike is not None}
    return found


def _close(whose: T, told: Described, known: Mapping[UUID, Described], shared: Sharing[T]) -> list[UUID]:
    """Return with whom it is worth comparing somebody by names and numbers too."""
    many = shared.borne_by_many.get(whose, frozenset())
    is_phone_borne_by_many, is_paper_borne_by_many, is_number_borne_by_many = (
        kind in many for kind in (b"p", b"d", b"r")
    )
    return [
        other
        for other, kinds in shared.with_whom.get(whose, {}).items()
        if other != whose
        and (there := known.get(other)) is not None
        and likeness.may_be_same(
            told,
            there,
            may_share_phone=is_phone_borne_by_many or b"p" in kinds,
            may_share_paper=is_paper_borne_by_many or b"d" in kinds,
            may_share_number=is_number_borne_by_many or b"r" in kinds,
        )
    ]


def as_said(said: PersonTerms, keys: Collection[bytes]) -> Described:
    """Return what is known of somebody as a list or a form says it, before it is read from the register."""
    return Described(
        latin=said.name_latin,
        native=said.native_name,
        sex=said.sex,
        born=said.born,
        phones=frozenset(key.decode() for key in keys if key[:1] == b"p"),
        papers=frozenset(key.decode() for key in keys if key[:1] == b"d"),
        paper_kinds=frozenset({said.document_kind.casefold()} if said.document_number else ()),
        numbers=frozenset(key.decode() for key in keys if key[:1] == b"r"),
        place=said.place,
        countries=frozenset({said.journey.destination} if said.journey.destination else ()),
        returns=(said.journey.returned,) if said.journey.returned.is_known else (),
    )


def describe(people: Collection[UUID]) -> dict[UUID, Described]:
    """Return what is known of people to compare by, numbers only as blind indexes."""
    return _with_numbers(_without_numbers(people))


def _without_numbers(people: Collection[UUID]) -> dict[UUID, Described]:
    described: dict[UUID, Described] = {}
    for some in in_parts(sorted(people)):
        others: dict[tuple[UUID, bool], set[str]] = defaultdict(set)
        called = OtherName.objects.filter(person__in=some).values_list("person_id", "text", "script")
        for whose, text, script in called:
            others[whose, script == "Latn"].add(text)
        # Columns and not records, in one question: of an arrival thousands are compared, of each by a few facts.
        rows = Person.objects.filter(pk__in=some).values_list(*_PERSON, *_JOURNEY).order_by("pk")
        for whose, journeys in groupby(rows, key=itemgetter(0)):
            held = list(journeys)
            _whose, given, family, native, sex, place, *born = held[0][: len(_PERSON)]
            travelled = [
                (country, partial(*returned))
                for country, *returned in (row[len(_PERSON) :] for row in held)
                if returned[-1] is not None  # whoever has no journey has one line with nothing on it
            ]
            described[whose] = Described(
                latin=f"{given} {family}".strip(),
                native=native,
                other_latin=frozenset(others[whose, True]) if (whose, True) in others else frozenset(),
                other_native=frozenset(others[whose, False]) if (whose, False) in others else frozenset(),
                sex=Sex(sex),
                born=partial(*born),
                place=place or "",
                countries=frozenset(country for country, _ in travelled if country),
                returns=tuple(returned for _, returned in travelled if returned.is_known),
            )
    return described


def _with_numbers(described: Mapping[UUID, Described]) -> dict[UUID, Described]:
    phones: dict[UUID, set[str]] = defaultdict(set)
    papers: dict[UUID, set[str]] = defaultdict(set)
    numbers: dict[UUID, set[str]] = defaultdict(set)
    held_by_kind = {b"d": papers, b"p": phones, b"r": numbers}
    for whose, key in _keys(described, kinds=held_by_kind):
        held_by_kind[key[:1]][whose].add(key.decode())
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for some in in_parts(sorted(described)):
        numbered = Document.objects.filter(person__in=some, number__isnull=False)
        for whose, kind in numbered.values_list("person_id", "kind"):
            kinds[whose].add(kind.casefold())
    return {
        whose: replace(
            told,
            phones=frozenset(phones[whose]),
            papers=frozenset(papers[whose]),
            paper_kinds=frozenset(kinds[whose]),
            numbers=frozenset(numbers[whose]),
        )
        for whose, told in described.items()
    }


def _keys_of_each(people: Collection[UUID]) -> dict[UUID, Collection[bytes]]:
    keys: dict[UUID, set[bytes]] = {whose: set() for whose in people}
    for whose, key in _keys(people):
        keys[whose].add(key)
    return {**keys}


def _keys(people: Collection[UUID], *, kinds: Collection[bytes] = _BLOCKS) -> Iterator[tuple[UUID, bytes]]:
    """Yield whose key is what."""
    for some in in_parts(sorted(people)):
        # One range, because of several the database would look through everybody's keys.
        rows = SearchKey.objects.filter(person_id__in=some, key__gte=min(kinds), key__lt=_after(max(kinds)))
        for whose, key in rows.values_list("person_id", "key"):
            if bytes(key)[:1] in kinds:
                yield whose, bytes(key)


def _after(kind: bytes) -> bytes:
    return bytes([kind[0] + 1])

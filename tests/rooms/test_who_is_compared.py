"""Setting most pairs aside before names and numbers are compared loses nobody: every pair is found that ought to be."""

import random
from itertools import combinations, pairwise
from typing import Any
from uuid import UUID

import pytest

from sankofa.accounts.models import Office, User
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.candidates import EACH_MAX, Arrived, describe
from sankofa.returnees.likely import alike_rows
from sankofa.returnees.models import Person, PossibleSame, SearchKey
from sankofa.returnees.rules import likeness
from sankofa.returnees.rules.likeness import Band, Likeness
from sankofa.returnees.rules.terms import NOT_KNOWN, JourneyTerms, MoreTerms, PartialDay, PersonTerms, Precision, Sex
from sankofa.returnees.search_keys import keys_of
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]

GIVEN = ("Amina", "Ameena", "Karim", "Kareem", "Rahima", "Sumon", "Nasrin", "Jahid Amina")
FAMILY = ("Rahman", "Rehman", "Sheikh", "Begum", "")
TOLD_APART_BY = frozenset({b"b", b"d", b"i", b"n", b"p", b"r"})


@pytest.fixture
def office(db: None) -> Office:
    for code in ("BD", "OM", "QA"):
        builders.country(code)
    return builders.office()


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may={returnees.REGISTER})


def drawn(rng: random.Random, count: int) -> list[PersonTerms]:
    return [_one(rng) for _ in range(count)]


def _one(rng: random.Random) -> PersonTerms:
    born = ON.replace(year=rng.randint(1970, 1978), month=rng.randint(1, 3), day=rng.randint(1, 4))
    known = ((born, Precision.DAY), (born.replace(month=1, day=1), Precision.YEAR))
    returned = ON.replace(year=rng.randint(2019, 2022), month=rng.randint(1, 2), day=rng.randint(1, 3))
    return PersonTerms(
        rng.choice(GIVEN),
        rng.choice(FAMILY),
        sex=rng.choice(list(Sex)),
        born=rng.choice([NOT_KNOWN, *(PartialDay(day, precision) for day, precision in known)]),
        phone=f"+88017{rng.randint(0, 9):08}" if rng.random() < 0.6 else "",
        document_kind="passport",
        document_number=f"BX{rng.randint(0, 9):07}" if rng.random() < 0.6 else "",
        journey=JourneyTerms(
            destination=rng.choice(["", "OM", "QA"]),
            returned=rng.choice([NOT_KNOWN, PartialDay(returned, Precision.DAY)]),
        ),
        more=(MoreTerms.of("reference", kind="agency", number=f"IOM-{rng.randint(0, 30)}"),)
        if rng.random() < 0.4
        else (),
    )  # fmt: skip


def came(office: Office, worker: User, said: list[PersonTerms], name: str) -> list[Person]:
    rows = [(f"{name} {place}", one) for place, one in enumerate(said)]
    return list(register.register_many(office=office, rows=rows, by=worker.as_actor(), at=AT).people)


def sharing_a_key(holders_max: int) -> dict[tuple[UUID, UUID], Likeness]:
    """Every pair of the register that shares a key few have, weighed whole."""
    holders: dict[bytes, set[UUID]] = {}
    for whose, key in SearchKey.objects.values_list("person_id", "key"):
        if bytes(key)[:1] in TOLD_APART_BY:
            holders.setdefault(bytes(key), set()).add(whose)
    few = [held for held in holders.values() if len(held) <= holders_max]
    described = describe(set().union(*holders.values()))
    pairs = {pair for held in few for pair in combinations(sorted(held), 2)}
    return {(one, other): likeness.likeness(described[one], described[other]) for one, other in pairs}


def kept() -> dict[tuple[UUID, UUID], tuple[int, list[str]]]:
    rows = PossibleSame.objects.values_list("one_id", "other_id", "score", "evidence")
    return {(one, other): (score, evidence) for one, other, score, evidence in rows}


@pytest.mark.parametrize("holders_max", [pytest.param(40, id="as-delivered"), pytest.param(5, id="few-told-apart")])
def test_an_arrival_finds_every_pair_that_comparing_each_with_each_would(
    office: Office, worker: User, monkeypatch: Any, holders_max: int
) -> None:
    monkeypatch.setattr("sankofa.returnees.sharing.HOLDERS_MAX", holders_max)
    monkeypatch.setattr("sankofa.returnees.candidates.EACH_MAX", 1_000)
    came(office, worker, drawn(random.Random(7), 60), "first")
    PossibleSame.objects.all().delete()
    new = {person.pk for person in came(office, worker, drawn(random.Random(8), 60), "second")}
    wanted = {
        pair: (alike.score, list(alike.codes))
        for pair, alike in sharing_a_key(holders_max).items()
        if alike.band is not Band.DIFFERENT and new & set(pair)
    }
    assert kept() == wanted
    assert len(wanted) > 10


def test_of_many_the_most_alike_are_kept(office: Office, worker: User) -> None:
    came(office, worker, drawn(random.Random(7), 120), "first")
    weighed = sharing_a_key(40)
    found = kept()
    assert found
    for whose in {one for one, _ in found}:
        theirs = [alike for pair, alike in weighed.items() if pair[0] == whose and alike.band is not Band.DIFFERENT]
        best = sorted((alike.score for alike in theirs), reverse=True)[:EACH_MAX]
        assert sorted((score for (one, _), (score, _codes) in found.items() if one == whose), reverse=True) == best


def test_a_row_of_a_list_looks_like_whom_its_person_is_compared_with_on_arrival(office: Office, worker: User) -> None:
    there = {str(person.pk) for person in came(office, worker, drawn(random.Random(7), 60), "first")}
    said = drawn(random.Random(9), 40)
    rows = list(enumerate(said))
    found = alike_rows(rows, office=office)
    PossibleSame.objects.all().delete()
    people = came(office, worker, said, "second")
    likeliest: dict[int, int] = {}
    place = {person.pk: row for row, person in enumerate(people)}
    for (one, other), (score, _evidence) in kept().items():
        for mine, theirs in pairwise((one, other, one)):
            if mine in place and str(theirs) in there:
                likeliest[place[mine]] = max(score, likeliest.get(place[mine], score))
    assert {row: alike.score for row, alike in found.items() if alike.subject} == likeliest
    assert likeliest


def test_whoever_comes_in_is_compared_by_what_the_register_says_of_them_afterwards(
    office: Office, worker: User
) -> None:
    said = drawn(random.Random(7), 60)
    people = came(office, worker, said, "first")
    read = describe([person.pk for person in people])
    for person, one in zip(people, said, strict=True):
        held = {bytes(key) for key in SearchKey.objects.filter(person=person).values_list("key", flat=True)}
        assert held == keys_of(one)
        told = Arrived.of(one, held)
        assert told.described == read[person.pk]
        assert told.keys == {key for key in held if key[:1] in TOLD_APART_BY}

"""The register read by whole columns is the table that the rule makes of each file, and says what entry knows of it."""

import random
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from sankofa.accounts.action import system
from sankofa.places.rules.calendars import Calendar
from sankofa.returnees import actions
from sankofa.returnees.candidates import describe
from sankofa.returnees.models import Document, Journey, OtherName, Person, PossibleSame
from sankofa.returnees.rules import likeness, linkage
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.terms import NOT_KNOWN, JourneyTerms, MoreTerms, PartialDay, PersonTerms, Precision, Sex
from tests import builders
from tests.builders import AT, ON

engines = pytest.importorskip("sankofa.returnees.linking.engines")
pytest.importorskip("splink")
from sankofa.returnees.linking import whole  # noqa: E402
from sankofa.returnees.linking.table import table  # noqa: E402

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BY = system("test", on=ON)
GIVEN = ["Amina", "Ameena", "Md. Karim", "Mst. Sita Devi", "Kofi", "A.", "Begum", "-", "Zia ul Haq", "Traoré Awa"]
FAMILY = ["Rahman", "Rehman", "", "Begum", "Uddin", "Traore", "Mensah"]
NATIVE = ["", "", "আমিনা রহমান", "محمد کریم", "सीता थापा", "Աննա", "…"]
DAYS = [date(1992, 4, 13), date(1992, 1, 1), date(1992, 4, 4), date(1991, 12, 31), date(1990, 1, 1), date(1985, 10, 5)]
RETURNED = [NOT_KNOWN, PartialDay(date(2021, 6, 20), Precision.DAY), PartialDay(date(2021, 6, 1), Precision.MONTH)]


def _somebody(rng: random.Random) -> PersonTerms:
    """Return somebody of whom much or little is known, in one way or another."""
    born = rng.choice([NOT_KNOWN, *(PartialDay(day, rng.choice(list(Precision)[:-1])) for day in DAYS)])
    if born.precision is Precision.YEAR and rng.random() < 0.5:
        born = PartialDay(born.day, Precision.YEAR, Calendar.BIKRAM_SAMBAT)
    return PersonTerms(
        given_name=rng.choice(GIVEN),
        family_name=rng.choice(FAMILY),
        native_name=rng.choice(NATIVE),
        sex=rng.choice(list(Sex)),
        born=born,
        phone=rng.choice(["", f"+880 1712 34567{rng.randrange(10)}"]),
        document_kind=rng.choice(["passport", "Passport", "national_id"]),
        document_number=rng.choice(["", f"AB12345{rng.randrange(10, 40)}"]),
        place=rng.choice(["", "BD.30", "BD.30.26", "BD.30.26.10"]),
        journey=JourneyTerms(destination=rng.choice(["", "SA", "QA"]), returned=rng.choice(RETURNED)),
        more=tuple(
            MoreTerms.of("reference", kind="agency", number=f"IOM-{rng.randrange(40)}")
            for _each in range(rng.randrange(3))
        ),
    )


@pytest.fixture
def files() -> tuple[Any, list[str]]:
    """An organisation whose files say all that can be said and leave out all that can be left out."""
    office, rng = builders.office(), random.Random(2026)
    builders.place("BD.30.26.10")
    for alpha_2 in ("SA", "QA"):
        builders.country(alpha_2)
    rows = [(f"row {number}", _somebody(rng)) for number in range(160)]
    people = list(actions.register_many(office=office, rows=rows, by=BY, at=AT).people)
    for number, person in enumerate(people):
        if number % 7 == 0:
            Journey.objects.create(person=person, returned_on=date(2023, 3, 4 + number % 5), returned_precision="day")
        if number % 11 == 0:
            Journey.objects.create(person=person, returned_on=date(2023, 3, 4), returned_precision="month")
        if number % 13 == 0:
            Document.objects.create(person=person, kind="seaman’s book")
        if number % 5 == 0:
            OtherName.objects.create(person=person, text=GIVEN[number % 3] + " Sheikh", script="Latn")
        if number % 6 == 0:
            OtherName.objects.create(person=person, text=NATIVE[2 + number % 4], script="Beng")
        if number % 17 == 0:
            actions.erase(person=person, because="asked", by=BY, at=AT)
    kept = Person.objects.filter(erased_on__isnull=True).values_list("pk", flat=True)
    return office.organisation, [str(key) for key in sorted(kept)]


def _together(made: Any) -> list[list[str]]:
    """Return which files each key brings together, whatever the key is called."""
    held: dict[int, list[str]] = {}
    for whose, keys in zip(made.column("unique_id").to_pylist(), made.column("keys").to_pylist(), strict=True):
        for key in keys:
            held.setdefault(key, []).append(whose)
    return sorted(held.values())


def _in_order(said: Described) -> Described:
    return replace(said, returns=tuple(sorted(said.returns, key=repr)))


def test_whole_columns_say_of_every_file_what_the_rule_says_of_one(files: Any) -> None:
    organisation, kept = files
    known = {str(whose): said for whose, said in describe([UUID(key) for key in kept]).items()}
    expected = table((key, known[key]) for key in kept)
    with whole.register(organisation.pk) as register:
        found = register.table
        assert found.schema.names == expected.schema.names
        assert any(found.column("numbers").to_pylist())
        for name in found.schema.names[:-1]:
            assert found.column(name).to_pylist() == expected.column(name).to_pylist(), name
        assert _together(found) == _together(expected) != []


def test_what_is_known_of_files_is_what_entry_knows_of_them_and_weighs_the_same(files: Any) -> None:
    organisation, kept = files
    at_entry = describe([UUID(key) for key in kept])
    with whole.register(organisation.pk) as register:
        said = register.described(kept)
    assert {whose: _in_order(one) for whose, one in said.items()} == {
        whose: _in_order(one) for whose, one in at_entry.items()
    }
    for one, other in product(list(said)[:60], repeat=2):
        mine = likeness.likeness(said[one], said[other])
        theirs = likeness.likeness(at_entry[one], at_entry[other])
        assert (mine.score, mine.codes) == (theirs.score, theirs.codes)


def test_the_same_pairs_are_kept_with_the_same_evidence_as_if_each_file_were_read_alone(files: Any) -> None:
    organisation, kept = files
    PossibleSame.objects.all().delete()
    at_entry = describe([UUID(key) for key in kept])
    alone = table((str(whose), at_entry[whose]) for whose in sorted(at_entry))
    asked = {"threshold": linkage.threshold(), "engine": "duckdb"}
    pairs = engines.compare(alone, linkage.shipped(), **asked)
    run = actions.ask_for_run(organisation=organisation, learns=False, goes_on=True, by=BY, at=AT)
    with whole.register(organisation.pk) as register:
        assert engines.compare(register.table, linkage.shipped(), **asked) == pairs
        assert len(pairs) > 40
        new = actions.keep_found(run, pairs, describe=register.described, by=BY, at=AT)
    rows = list(PossibleSame.objects.values_list("one_id", "other_id", "score", "evidence"))
    assert len(rows) == new > 40
    assert any("number_same" in evidence for *_pair, evidence in rows)
    for one, other, score, evidence in rows:
        weighed = likeness.likeness(at_entry[one], at_entry[other])
        assert (score, tuple(evidence)) == (weighed.score, weighed.codes)


def test_who_was_protected_while_the_register_was_compared_is_not_written_down(files: Any) -> None:
    organisation, _ = files
    PossibleSame.objects.all().delete()
    run = actions.ask_for_run(organisation=organisation, learns=False, goes_on=True, by=BY, at=AT)
    with whole.register(organisation.pk) as register:
        pairs = engines.compare(register.table, linkage.shipped(), threshold=linkage.threshold(), engine="duckdb")
        hidden = Person.objects.get(pk=pairs[0].one)
        actions.protect(person=hidden, kind="threat", reason="threats", review_on=ON, by=BY, at=AT)
        actions.keep_found(run, pairs, describe=register.described, by=BY, at=AT)
    assert PossibleSame.objects.exists()
    assert not PossibleSame.objects.filter(one=hidden).exists()
    assert not PossibleSame.objects.filter(other=hidden).exists()

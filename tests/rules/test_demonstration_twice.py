"""The people whom the demonstration writes down twice: known pairs, and how many of them a comparison notices."""

from datetime import date

from sankofa.project.demonstration import twice
from sankofa.project.demonstration.person import DemonstrationPerson
from sankofa.project.demonstration.population import people
from sankofa.returnees.rules.likeness import Band, Described, likeness
from sankofa.returnees.rules.terms import PartialDay, Precision, Sex

PEOPLE = people(2026, 2_000, date(2026, 11, 22))
AGAIN = twice.once_more(PEOPLE, most=1_000)
FOUND_LEAST = 0.95
"""The share of known pairs that has to be noticed; a lower share means that comparing got worse."""


def described(person: DemonstrationPerson) -> Described:
    precision = Precision.DAY if person.born_on else Precision.YEAR
    return Described(
        latin=f"{person.given_name} {person.family_name}",
        sex=Sex(person.sex),
        born=PartialDay(person.born_on or date(person.birth_year, 1, 1), precision),
        phones=frozenset({person.phone} if person.phone else ()),
        place=person.path,
    )


def test_who_is_written_down_twice_is_known_and_is_written_otherwise():
    first = {person.number: person for person in PEOPLE}
    assert len(AGAIN) >= 40
    for one in AGAIN:
        original = first[one.number - twice.AGAIN]
        assert (one.phone, one.path, one.returned_on) == (original.phone, original.path, original.returned_on)
        assert one.born_on is None
        assert one.document_number is None
    heard = sum(one.given_name != first[one.number - twice.AGAIN].given_name for one in AGAIN)
    assert heard > len(AGAIN) / 2


def test_nearly_every_known_pair_is_noticed():
    first = {person.number: person for person in PEOPLE}
    noticed = sum(
        likeness(described(first[one.number - twice.AGAIN]), described(one)).band is not Band.DIFFERENT for one in AGAIN
    )
    assert noticed / len(AGAIN) >= FOUND_LEAST, f"{noticed} of {len(AGAIN)}"


def test_the_files_of_known_pairs_are_told_from_who_became_which():
    became = {7: "a", 7 + twice.AGAIN: "b", 8: "c", 9 + twice.AGAIN: "d"}
    assert list(twice.known_pairs(became)) == [("a", "b")]

"""Whoever is set aside before names and numbers are compared would have been told apart by them too."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from sankofa.returnees.rules.likeness import Band, Described, likeness, may_be_same
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision, Sex

KINDS = [Precision.DAY, Precision.YEAR, Precision.ESTIMATED, Precision.MONTH]
DAYS = some.just(NOT_KNOWN) | some.builds(
    PartialDay, some.dates(date(1970, 1, 1), date(1973, 12, 31)), some.sampled_from(KINDS)
)
NUMBERS = some.frozensets(some.sampled_from("123"))
PEOPLE = some.builds(
    Described,
    latin=some.sampled_from(["", "Amina Rahman", "Ameena Rehman", "Amina", "Karim Sheikh", "Rahman Amina Begum"]),
    native=some.sampled_from(["", "আমিনা রহমান", "করিম"]),
    sex=some.sampled_from(Sex),
    born=DAYS,
    phones=NUMBERS,
    papers=NUMBERS,
    numbers=NUMBERS,
    other_latin=some.frozensets(some.sampled_from(["Amina Rahman", "Salma Akter"]), max_size=1),
    paper_kinds=some.frozensets(some.sampled_from(["passport", "identity"])),
    place=some.sampled_from(["", "BD.30.26", "BD.30.33", "BD.40"]),
    countries=some.frozensets(some.sampled_from(["OM", "QA"])),
    returns=some.lists(DAYS.filter(lambda day: day.is_known), max_size=2).map(tuple),
)


@given(PEOPLE, PEOPLE)
def test_nobody_who_may_be_the_same_is_set_aside(one: Described, other: Described) -> None:
    kept = may_be_same(
        one,
        other,
        may_share_phone=bool(one.phones & other.phones),
        may_share_paper=bool(one.papers & other.papers),
        may_share_number=bool(one.numbers & other.numbers),
    )
    assert kept or likeness(one, other).band is Band.DIFFERENT


def test_two_with_nothing_in_common_but_a_name_are_set_aside() -> None:
    one = Described("Amina Rahman", sex=Sex.FEMALE, born=PartialDay(date(1970, 5, 1), Precision.DAY), place="BD.30.26")
    other = Described("Amina Rahman", sex=Sex.MALE, born=PartialDay(date(1990, 5, 1), Precision.DAY), place="BD.40.11")
    assert not may_be_same(one, other, may_share_phone=False, may_share_paper=False, may_share_number=False)
    assert may_be_same(one, other, may_share_phone=True, may_share_paper=True, may_share_number=False)
    assert may_be_same(one, other, may_share_phone=True, may_share_paper=False, may_share_number=True)

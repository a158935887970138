"""When two records of a list are surely one person, and when it is left to people to say.

Source: the register's own rule (sankofa/returnees/rules/sameness.py): strict, because a wrong match loses somebody.
"""

from datetime import date

import pytest

from sankofa.returnees.rules.sameness import features, is_same, strong_keys
from sankofa.returnees.rules.terms import NOT_KNOWN, JourneyTerms, PartialDay, PersonTerms, Precision, Sex

BORN = PartialDay(date(1992, 4, 13), Precision.DAY)
YEAR = PartialDay(date(1992, 1, 1), Precision.YEAR)
ABOUT = PartialDay(date(1991, 1, 1), Precision.ESTIMATED)
BACK = PartialDay(date(2021, 6, 20), Precision.DAY)


def someone(
    name: str = "Amina Rahman",
    *,
    sex: Sex = Sex.FEMALE,
    born: PartialDay = BORN,
    phone: str = "",
    paper: str = "",
    back: PartialDay = NOT_KNOWN,
) -> PersonTerms:
    given, _, family = name.partition(" ")
    return PersonTerms(
        given_name=given,
        family_name=family,
        sex=sex,
        born=born,
        phone=phone,
        document_number=paper,
        journey=JourneyTerms(returned=back),
    )


SAME = [
    pytest.param(
        someone(paper="BX 012-345"), someone("Aminah Rahmn", born=NOT_KNOWN, paper="bx012345"), id="same-document"
    ),
    pytest.param(
        someone(phone="01712345678"), someone("Aminah Rahman", born=YEAR, phone="+8801712345678"), id="phone-and-name"
    ),
    pytest.param(someone(), someone("Rahman Amina"), id="same-birthday-names-turned"),
    pytest.param(
        someone("Mohammed Hossain", sex=Sex.MALE),
        someone("Muhammad Hussein", sex=Sex.MALE),
        id="same-birthday-other-spelling",
    ),
    pytest.param(someone(born=YEAR, back=BACK), someone(born=ABOUT, back=BACK), id="same-return-age-a-year-off"),
    pytest.param(someone(sex=Sex.UNKNOWN, paper="BX1"), someone(paper="BX1"), id="sex-not-recorded-once"),
]
DIFFERENT = [
    pytest.param(someone(born=YEAR), someone(born=YEAR), id="same-name-and-year-is-not-enough"),
    pytest.param(someone(born=NOT_KNOWN), someone(born=NOT_KNOWN), id="same-name-alone"),
    pytest.param(someone(paper="BX1"), someone(sex=Sex.MALE, paper="BX1"), id="one-woman-one-man"),
    pytest.param(someone(phone="01712345678"), someone("Rafiq Uddin", phone="01712345678"), id="shared-phone"),
    pytest.param(
        someone(phone="01712345678"),
        someone(born=PartialDay(date(1970, 1, 1), Precision.DAY), phone="01712345678"),
        id="mother-and-daughter-on-one-phone",
    ),
    pytest.param(someone(), someone("Sakina Begum"), id="same-birthday-other-name"),
    pytest.param(
        someone(born=ABOUT, back=BACK, phone="01712345678"),
        someone(born=ABOUT, back=BACK, phone="01898765432"),
        id="back-on-one-flight-with-other-phones",
    ),
    pytest.param(someone(paper="BX1"), someone("Rafiq Mollah", paper="BX1"), id="one-number-on-two-names"),
    pytest.param(
        someone(paper="BX1"),
        someone(born=PartialDay(date(1970, 1, 1), Precision.DAY), paper="BX1"),
        id="one-number-and-two-birthdays",
    ),
    pytest.param(
        someone(born=YEAR, back=PartialDay(date(2020, 1, 1), Precision.YEAR)),
        someone(born=YEAR, back=PartialDay(date(2020, 1, 1), Precision.YEAR)),
        id="same-year-of-return-is-not-enough",
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_surely_one_person(one: PersonTerms, other: PersonTerms) -> None:
    assert is_same(features(one), features(other))
    assert is_same(features(other), features(one))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_shares_a_key_under_which_they_are_looked_up(one: PersonTerms, other: PersonTerms) -> None:
    assert set(strong_keys(features(one))) & set(strong_keys(features(other)))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_left_to_people_to_say(one: PersonTerms, other: PersonTerms) -> None:
    assert not is_same(features(one), features(other))
    assert not is_same(features(other), features(one))

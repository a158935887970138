"""How a person, a day and a figure are put into words, in every language that the pages speak."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone, translation

from sankofa.kernel.finding import Value
from sankofa.kernel.share import Share
from sankofa.returnees import portrait
from sankofa.returnees.models import Journey, Person
from sankofa.shell import words
from sankofa.sustainability import contribution

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("destination", "returned_on", "precision", "said"),
    [
        pytest.param("OM", date(2021, 6, 20), "day", "came back from Oman 5 years ago", id="years"),
        pytest.param("OM", date(2024, 11, 23), "day", "came back from Oman 23 months ago", id="under-two-years"),
        pytest.param("OM", date(2026, 10, 22), "day", "came back from Oman 1 month ago", id="one-month"),
        pytest.param(None, date(2026, 11, 20), "day", "came back 2 days ago", id="days-from-nobody-knows-where"),
        pytest.param("OM", TODAY, "day", "came back from Oman today", id="today"),
        pytest.param(None, TODAY, "day", "came back today", id="today-from-nobody-knows-where"),
        pytest.param("OM", date(2021, 1, 1), "year", "came back from Oman in 2021", id="only-the-year"),
        pytest.param(None, date(2021, 1, 1), "estimated", "came back in 2021", id="about-a-year"),
        pytest.param("OM", date(2026, 11, 1), "month", "came back from Oman in November 2026", id="this-month"),
        pytest.param("OM", date(2026, 5, 1), "month", "came back from Oman 6 months ago", id="a-month-long-past"),
        pytest.param("OM", None, "unknown", "came back from Oman", id="nobody-knows-when"),
        pytest.param(None, None, "unknown", "", id="nothing-known"),
    ],
)
def test_a_return_is_told_in_one_sentence_no_more_exactly_than_it_is_known(
    destination: str | None, returned_on: date | None, precision: str, said: str
) -> None:
    journey = Journey(destination_id=destination, returned_on=returned_on, returned_precision=precision)
    assert portrait.return_words(journey, on=TODAY) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param("fr", "retour il y a 5 ans, pays quitté\u00a0: Oman", id="french"),
        pytest.param("ur", "5 سال پہلے عمان سے واپسی", id="urdu"),
    ],
)
def test_a_language_puts_place_and_time_in_its_own_order(language: str, said: str) -> None:
    journey = Journey(destination_id="OM", returned_on=date(2021, 6, 20), returned_precision="day")
    with translation.override(language):
        assert portrait.return_words(journey, on=TODAY) == said


@pytest.mark.parametrize(
    ("sex", "language", "said"),
    [
        pytest.param("female", "en", "woman, 34", id="english"),
        pytest.param("unknown", "en", "aged 34", id="sex-not-recorded"),
        pytest.param("female", "fr", "femme, 34 ans", id="french"),
        pytest.param("unknown", "ur", "عمر 34 سال", id="urdu-sex-not-recorded"),
    ],
)
def test_an_age_stands_beside_the_sex_or_says_that_it_is_one(sex: str, language: str, said: str) -> None:
    person = Person(sex=sex, born_on=date(1992, 4, 13), born_precision="day")
    with translation.override(language):
        assert portrait.about(person, [], on=TODAY) == [said]


@pytest.mark.parametrize(
    ("sex", "born_on", "precision", "language", "said"),
    [
        pytest.param("male", date(2014, 1, 1), "year", "en", "boy, 11 or 12", id="a-boy-of-whom-the-year-is-known"),
        pytest.param("female", date(2014, 1, 1), "estimated", "en", "girl, about 12", id="about-the-age-of-a-girl"),
        pytest.param("female", date(2008, 11, 23), "day", "en", "girl, 17", id="the-day-before-she-is-of-age"),
        pytest.param("female", date(2008, 11, 22), "day", "en", "woman, 18", id="the-day-on-which-she-is"),
        pytest.param("male", date(2008, 1, 1), "year", "en", "aged 17 or 18", id="nobody-knows-which-of-the-two"),
        pytest.param("other", date(2014, 4, 13), "day", "en", "other, 12", id="another-sex-at-any-age"),
        pytest.param("unknown", date(2014, 4, 13), "day", "en", "aged 12", id="a-child-whose-sex-nobody-noted"),
        pytest.param("female", None, "unknown", "en", "woman", id="no-age-at-all"),
        pytest.param("male", date(2014, 4, 13), "day", "fr", "garçon, 12 ans", id="french"),
        pytest.param("female", date(2014, 4, 13), "day", "ur", "لڑکی، 12 سال", id="urdu"),
    ],
)
def test_under_eighteen_somebody_is_a_girl_or_a_boy(
    sex: str, born_on: date | None, precision: str, language: str, said: str
) -> None:
    person = Person(sex=sex, born_on=born_on, born_precision=precision)
    with translation.override(language):
        assert portrait.about(person, [], on=TODAY) == [said]


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        pytest.param(Share(Fraction(2, 3)), "67\u00a0%", "67\u00a0%", id="share"),
        pytest.param(Decimal("0.5714"), "0.5714", "0,5714", id="figure"),
        pytest.param(Decimal("0.6250"), "0.6250", "0,6250", id="a-nought-at-the-end"),
        pytest.param(Decimal("14"), "14", "14", id="whole"),
        pytest.param(Fraction(1, 3), "1/3", "1/3", id="fraction"),
        pytest.param(29, "29", "29", id="count"),
    ],
)
def test_a_figure_is_written_as_the_language_writes_it(value: Value, english: str, french: str) -> None:
    assert contribution.shown(value) == english
    with translation.override("fr"):
        assert contribution.shown(value) == french


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param("en", "17 November 2026, 10:12", id="english"),
        pytest.param("fr", "17 novembre 2026, 10:12", id="french"),
        pytest.param("ur", "17 نومبر 2026، 10:12", id="urdu"),
    ],
)
def test_a_moment_is_written_with_the_comma_of_the_language(language: str, said: str) -> None:
    at = datetime(2026, 11, 17, 10, 12, tzinfo=timezone.get_current_timezone())
    with translation.override(language):
        assert words.moment(at) == said

"""The reference data keeps its promises: paths, codes, countries of origin, spellings, names."""

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sankofa.places.rules import naming, reference, terms
from sankofa.places.rules.matching import country_meant, place_meant
from sankofa.places.rules.spelling import Outcome, folded

ORIGINS = ["AF", "AM", "BD", "GM", "GN", "IN", "LK", "ML", "NG", "NP", "PK", "SN"]
PATHS = [place.path for place in reference.places()]
KNOWN_PATHS = st.sampled_from(PATHS)


def test_every_path_is_there_once_and_well_formed() -> None:
    assert all(terms.check_path(path) for path in PATHS)
    assert len(set(PATHS)) == len(PATHS)


def test_every_parent_stands_before_what_lies_in_it() -> None:
    seen: set[str] = set()
    for place in reference.places():
        assert place.parent is None or place.parent in seen, place.path
        seen.add(place.path)


def test_a_p_code_is_its_path_without_the_dots_and_only_india_has_none() -> None:
    for place in reference.places():
        expected = None if place.country == "IN" else place.path.replace(".", "")
        assert place.pcode == expected
        assert (place.iso is not None) == (place.country == "IN")


@pytest.mark.parametrize(
    ("country", "levels"),
    [
        pytest.param("AF", {1: 34, 2: 401}, id="afghanistan"),
        pytest.param("AM", {1: 11, 2: 38}, id="armenia"),
        pytest.param("BD", {1: 8, 2: 64}, id="bangladesh"),
        pytest.param("GM", {1: 8, 2: 49}, id="the-gambia"),
        pytest.param("GN", {1: 8, 2: 34}, id="guinea"),
        pytest.param("IN", {1: 36}, id="india-states-only"),
        pytest.param("LK", {1: 9, 2: 25}, id="sri-lanka"),
        pytest.param("ML", {1: 10, 2: 53}, id="mali"),
        pytest.param("NG", {1: 37, 2: 774}, id="nigeria"),
        pytest.param("NP", {1: 7, 2: 77}, id="nepal"),
        pytest.param("PK", {1: 7, 2: 160}, id="pakistan"),
        pytest.param("SN", {1: 14, 2: 46}, id="senegal"),
    ],
)
def test_each_country_has_as_many_places_as_its_list(country: str, levels: dict[int, int]) -> None:
    assert Counter(place.level for place in reference.places() if place.country == country) == levels


def test_every_place_of_bangladesh_has_its_bangla_name_and_every_district_its_coordinates() -> None:
    bangladesh = [place for place in reference.places() if place.country == "BD"]
    assert all(place.names.get("bn") for place in bangladesh)
    for district in (place for place in bangladesh if place.level == 2):
        assert district.latitude is not None
        assert district.longitude is not None
        assert 20 < district.latitude < 27, district.path
        assert 88 < district.longitude < 93, district.path


def test_the_countries_of_origin_are_the_twelve_of_the_papers_and_all_have_places() -> None:
    assert sorted(reference.origins()) == ORIGINS
    assert sorted({place.country for place in reference.places()}) == ORIGINS


@pytest.mark.parametrize("code", ORIGINS)
def test_a_country_of_origin_has_valid_facts(code: str) -> None:
    origin = reference.origins()[code]
    assert naming.currencies_of(code, on=date(2026, 1, 1))[0] == origin.currency
    assert origin.time_zones
    assert all(ZoneInfo(zone) for zone in origin.time_zones)
    assert origin.phone_prefix.isdigit()
    assert origin.languages
    assert all(naming.language_name(language, "en") != language for language in origin.languages)
    assert origin.name_order in {"given_first", "family_first", "varies"}
    assert origin.name_note.endswith(".")
    assert "gregorian" in origin.calendars
    assert len(origin.levels) >= max(place.level for place in reference.places() if place.country == code)
    assert all(words["en"] for words in origin.levels)


def test_every_country_has_a_name_in_english_french_and_urdu() -> None:
    for alpha_2 in reference.countries():
        for language in ("en", "fr", "ur"):
            assert naming.country_name(alpha_2, language) != alpha_2
    assert len(reference.countries()) == 250
    assert len({country.alpha_3 for country in reference.countries().values()}) == 250


def test_a_country_that_does_not_exist_is_refused() -> None:
    with pytest.raises(reference.UnknownCountry) as refused:
        reference.country("ZZ")
    assert refused.value.alpha_2 == "ZZ"


@pytest.mark.parametrize(
    ("code", "level", "language", "word"),
    [
        pytest.param("BD", 2, "bn", "জেলা", id="in-the-language"),
        pytest.param("AF", 1, "fa-AF", "ولایت", id="in-the-wider-language"),
        pytest.param("NG", 2, "ha", "Local government area", id="in-english-for-want-of-a-word"),
        pytest.param("BD", 3, "bn", None, id="no-such-level"),
        pytest.param("SA", 1, "ar", None, id="not-a-country-of-origin"),
    ],
)
def test_what_a_level_is_called(code: str, level: int, language: str, word: str | None) -> None:
    assert reference.level_name(code, level, language) == word


@pytest.mark.parametrize("language", ["en", "fr", "ur", "bn", "ne", "ar"])
def test_the_name_of_every_country_leads_back_to_it(language: str) -> None:
    """Left to a person: the Congos and the halves of Saint Martin, which share a name in one language or another."""
    for alpha_2 in reference.countries():
        meant = country_meant(naming.country_name(alpha_2, language))
        assert meant.path == alpha_2 or alpha_2 in {"CG", "CD", "MF", "SX"}, (alpha_2, meant)


def test_every_place_is_among_what_its_own_name_may_mean() -> None:
    for place in reference.places():
        for name in (place.name, *place.names.values()):
            meant = place_meant(name, within=place.country, level=place.level)
            assert place.path in {candidate.path for candidate in meant.candidates}, place
            assert meant.outcome is not Outcome.NOTHING


def test_every_alias_leads_to_a_country_or_place_that_exists_and_repeats_no_name() -> None:
    spelled = {
        (place.path, folded(name)) for place in reference.places() for name in (place.name, *place.names.values())
    }
    listed = [(alias.path, folded(alias.spelling)) for alias in reference.aliases()]
    assert {path for path, _ in listed} <= {*PATHS, *reference.countries()}
    assert not spelled & set(listed)
    assert [entry for entry, count in Counter(listed).items() if count > 1] == []


@pytest.mark.parametrize(
    ("path", "scope", "expected"),
    [
        pytest.param("BD.30.26", "BD.30.26", True, id="itself"),
        pytest.param("BD.30.26", "BD.30", True, id="its-division"),
        pytest.param("BD.30.26", "BD", True, id="its-country"),
        pytest.param("BD.30", "BD.3", False, id="the-same-first-digit-is-not-inside"),
        pytest.param("PK.1.01", "PK.1.0", False, id="the-same-first-digit-one-level-down"),
        pytest.param("BD.30", "BD.30.26", False, id="the-larger-is-not-inside-the-smaller"),
        pytest.param("NP.01", "NG.001", False, id="another-country"),
    ],
)
def test_a_scope_holds_itself_and_what_lies_in_it(path: str, scope: str, expected: bool) -> None:
    assert terms.is_within(path, scope) is expected


@pytest.mark.parametrize("text", ["", "bd", "BD.", ".BD", "BD..30", "BD.30 ", "BGD", "BD/30", "BD.30%", "BD.30\n"])
def test_a_text_that_is_not_a_path_is_refused(text: str) -> None:
    with pytest.raises(terms.NotAPath) as refused:
        terms.check_path(text)
    assert refused.value.text == text


@given(KNOWN_PATHS)
def test_a_path_lies_within_each_of_its_ancestors_and_none_of_them_within_it(path: str) -> None:
    above = terms.ancestors_of(path)
    assert above[-1] == terms.parent_of(path)
    assert len(above) == terms.level_of(path)
    assert all(terms.is_within(path, scope) and not terms.is_within(scope, path) for scope in above)


@given(KNOWN_PATHS, KNOWN_PATHS)
def test_within_is_being_the_scope_or_having_it_as_an_ancestor(path: str, scope: str) -> None:
    assert terms.is_within(path, scope) == (scope in (path, *terms.ancestors_of(path)))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered_and_a_found_place_exists(text: str) -> None:
    assert place_meant(text).path in {None, *PATHS}
    assert country_meant(text).path in {None, *reference.countries()}


@settings(deadline=None)
@given(KNOWN_PATHS, st.integers(min_value=1, max_value=2))
def test_nothing_is_suggested_outside_the_scope_or_the_level(path: str, level: int) -> None:
    name = next(place.name for place in reference.places() if place.path == path)
    for candidate in place_meant(name[:-1], within=path[:2], level=level).candidates:
        assert terms.is_within(candidate.path, path[:2])
        assert terms.level_of(candidate.path) == level


@pytest.mark.parametrize(
    ("code", "native", "english", "rtl"),
    [
        pytest.param("ps", "پښتو", "Pashto", True, id="pashto"),
        pytest.param("fa-AF", "دری", "Dari", True, id="dari"),
        pytest.param("bn", "বাংলা", "Bangla", False, id="bangla"),
        pytest.param("sus", "Susu", "Susu", False, id="a-language-without-a-native-name-in-cldr"),
        pytest.param("xx", "xx", "xx", False, id="a-code-nobody-knows"),
    ],
)
def test_what_languages_are_called(code: str, native: str, english: str, rtl: bool) -> None:
    assert naming.native_name(code).startswith(native)
    assert naming.language_name(code, "en") == english
    assert naming.is_right_to_left(code) is rtl


def test_currencies_are_those_of_the_day() -> None:
    assert naming.currencies_of("HR", on=date(2020, 1, 1)) == ("HRK",)
    assert naming.currencies_of("HR", on=date(2024, 1, 1)) == ("EUR",)
    assert "CFA" in naming.currency_name("XOF", "fr")

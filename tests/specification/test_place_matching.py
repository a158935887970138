"""Which place or country a word in a spreadsheet stands for: worked examples.

Source: lists of returnees and of services as partners send them; p-codes of the Common Operational Datasets (OCHA);
names of countries from Unicode CLDR.
"""

import pytest

from sankofa.places.rules.matching import country_meant, place_meant
from sankofa.places.rules.spelling import Likeness, Outcome


@pytest.mark.parametrize(
    ("text", "within", "level", "path", "how"),
    [
        pytest.param("BD3026", None, None, "BD.30.26", Likeness.CODE, id="a-p-code"),
        pytest.param("bd 30 26", None, None, "BD.30.26", Likeness.CODE, id="a-p-code-spaced"),
        pytest.param("BD.30.26", None, None, "BD.30.26", Likeness.CODE, id="a-path"),
        pytest.param("NG001001", None, None, "NG.001.001", Likeness.CODE, id="a-p-code-of-three-digits"),
        pytest.param("LK11", None, None, "LK.1.1", Likeness.CODE, id="a-p-code-of-one-digit"),
        pytest.param("AM021", None, None, "AM.02.1", Likeness.CODE, id="a-p-code-of-mixed-lengths"),
        pytest.param("IN-BR", None, None, "IN.BR", Likeness.CODE, id="an-iso-code-where-there-is-no-p-code"),
        pytest.param("IN-OR", None, None, "IN.OD", Likeness.ALIAS, id="a-code-of-before-2023"),
        pytest.param("Kushtia", None, None, "BD.40.50", Likeness.EXACT, id="the-name"),
        pytest.param("  KUSHTIA ", None, None, "BD.40.50", Likeness.FOLDED, id="capitals-and-spaces"),
        pytest.param("Coxsbazar", None, None, "BD.20.22", Likeness.FOLDED, id="punctuation-left-out"),
        pytest.param("Kedougou", "SN", 1, "SN.06", Likeness.FOLDED, id="accents-left-out"),
        pytest.param("কুমিল্লা", None, None, "BD.20.19", Likeness.EXACT, id="in-bangla"),
        pytest.param("কুমিল্লা জেলা", None, None, "BD.20.19", Likeness.FOLDED, id="in-bangla-with-the-word-district"),
        pytest.param("Comilla", None, None, "BD.20.19", Likeness.ALIAS, id="spelling-until-2018-comilla"),
        pytest.param("Jessore", None, None, "BD.40.41", Likeness.ALIAS, id="spelling-until-2018-jessore"),
        pytest.param("Bogra", None, None, "BD.50.10", Likeness.ALIAS, id="spelling-until-2018-bogra"),
        pytest.param("Barisal", "BD", 2, "BD.10.06", Likeness.ALIAS, id="spelling-until-2018-barisal"),
        pytest.param("Chittagong", "BD", 1, "BD.20", Likeness.ALIAS, id="spelling-until-2018-chittagong"),
        pytest.param("Nawabshah", None, None, "PK.7.19", Likeness.ALIAS, id="the-older-name"),
        pytest.param("KPK", None, None, "PK.5", Likeness.ALIAS, id="a-short-form"),
        pytest.param("Herat", "AF", 1, "AF.32", Likeness.ALIAS, id="the-everyday-spelling"),
        pytest.param("Timbuktu", "ML", 1, "ML.06", Likeness.ALIAS, id="the-english-name"),
        pytest.param("Abuja", None, None, "NG.015", Likeness.ALIAS, id="a-capital-for-its-territory"),
        pytest.param("Pokhara", None, None, "NP.04.39", Likeness.INSIDE, id="a-city-for-its-district"),
        pytest.param("Dhaka", None, 2, "BD.30.26", Likeness.EXACT, id="the-level-decides"),
        pytest.param("Dhaka district", None, None, "BD.30.26", Likeness.FOLDED, id="the-word-district-decides"),
        pytest.param("Zila Cumilla", None, None, "BD.20.19", Likeness.FOLDED, id="the-word-zila-before-the-name"),
        pytest.param("Région de Ségou", None, None, "ML.04", Likeness.FOLDED, id="the-word-region-decides"),
        pytest.param("Cercle de Ségou", None, None, "ML.04.06", Likeness.FOLDED, id="the-word-cercle-decides"),
        pytest.param(
            "Northern Province", None, None, "LK.4", Likeness.FOLDED, id="the-word-province-left-out-of-lists"
        ),
        pytest.param("Punjab", "PK", None, "PK.6", Likeness.EXACT, id="the-scope-decides"),
        pytest.param("Obi, Benue", None, None, "NG.007.014", Likeness.EXACT, id="the-state-beside-it-decides"),
        pytest.param("Benue - Obi", None, None, "NG.007.014", Likeness.EXACT, id="in-either-order"),
        pytest.param("Gujrat, Punjab, Pakistan", None, None, "PK.6.10", Likeness.EXACT, id="with-province-and-country"),
        pytest.param("Savar, Dhaka", None, None, "BD.30.26", Likeness.EXACT, id="a-town-with-its-district"),
    ],
)
def test_a_place_that_is_certain_is_found(
    text: str, within: str | None, level: int | None, path: str, how: Likeness
) -> None:
    meant = place_meant(text, within=within, level=level)
    assert (meant.outcome, meant.path) == (Outcome.FOUND, path)
    assert meant.candidates[0].how is how


@pytest.mark.parametrize(
    ("text", "within", "level", "paths", "how"),
    [
        pytest.param("Dhaka", None, None, ["BD.30", "BD.30.26"], Likeness.EXACT, id="a-division-and-its-district"),
        pytest.param("Punjab", None, None, ["IN.PB", "PK.6"], Likeness.EXACT, id="in-two-countries"),
        pytest.param("Obi", "NG", 2, ["NG.007.014", "NG.026.011"], Likeness.EXACT, id="in-two-states"),
        pytest.param("Rukum", "NP", 2, ["NP.05.52", "NP.06.52"], Likeness.ALIAS, id="a-district-since-divided"),
        pytest.param(
            "Karachi",
            None,
            None,
            ["PK.7.02", "PK.7.04", "PK.7.12", "PK.7.14", "PK.7.21", "PK.7.29"],
            Likeness.ALIAS,
            id="a-city-of-several-districts",
        ),
        pytest.param("Kita region", None, None, ["ML.01.05"], Likeness.OTHER_KIND, id="the-word-says-another-kind"),
        pytest.param("Ward 5, Kathmandu", None, None, ["NP.03.27"], Likeness.PART, id="a-part-stays-unknown"),
        pytest.param("Gazipur/Narsingdi", None, None, ["BD.30.33", "BD.30.68"], Likeness.PART, id="two-at-once"),
        pytest.param("Moulovibazar", "BD", 2, ["BD.60.58"], Likeness.CLOSE, id="one-letter-more-is-asked-about"),
        pytest.param("Mymensing", None, 2, ["BD.45.61"], Likeness.CLOSE, id="one-letter-less-is-asked-about"),
        pytest.param("Ksuhtia", None, None, ["BD.40.50"], Likeness.CLOSE, id="two-letters-swapped-are-asked-about"),
    ],
)
def test_a_place_that_is_not_certain_is_left_to_a_person(
    text: str, within: str | None, level: int | None, paths: list[str], how: Likeness
) -> None:
    meant = place_meant(text, within=within, level=level)
    assert (meant.outcome, meant.path) == (Outcome.UNSURE, None)
    assert [candidate.path for candidate in meant.candidates] == paths
    assert {candidate.how for candidate in meant.candidates} == {how}


@pytest.mark.parametrize(
    ("text", "within"),
    [
        pytest.param("", None, id="nothing-written"),
        pytest.param(" - ", None, id="a-dash"),
        pytest.param("n/a", None, id="not-applicable"),
        pytest.param("Bagmati zone", None, id="a-zone-abolished-in-2015-is-not-the-province-of-that-name"),
        pytest.param("Bangladesh", None, id="a-country-is-no-place-in-it"),
        pytest.param("Kushtia", "PK", id="outside-the-scope"),
        pytest.param("BD3099", None, id="a-code-that-does-not-exist-is-not-corrected"),
        pytest.param("District", None, id="a-heading"),
    ],
)
def test_a_text_that_names_no_place_gives_nothing(text: str, within: str | None) -> None:
    meant = place_meant(text, within=within)
    assert (meant.outcome, meant.path, meant.candidates) == (Outcome.NOTHING, None, ())


@pytest.mark.parametrize(
    ("text", "score"),
    [
        pytest.param("Panchagahr", 900, id="two-letters-swapped-in-ten"),
        pytest.param("Ponchagorh", 800, id="two-letters-in-ten-are-the-last-suggested"),
        pytest.param("Ponchogorh", None, id="three-letters-in-ten-are-too-many"),
        pytest.param("Bhla", 800, id="one-letter-in-five"),
        pytest.param("Dhka", 800, id="a-word-of-four-letters"),
        pytest.param("Fen", None, id="a-word-of-three-letters-could-be-anything"),
    ],
)
def test_a_close_spelling_has_a_score_out_of_a_thousand(text: str, score: int | None) -> None:
    scores = {candidate.score for candidate in place_meant(text, within="BD", level=2).candidates}
    assert scores == ({score} if score else set())


@pytest.mark.parametrize(
    ("text", "alpha_2"),
    [
        pytest.param("Saudi Arabia", "SA", id="english"),
        pytest.param("K.S.A.", "SA", id="ksa-dotted"),
        pytest.param("Saudi", "SA", id="saudi"),
        pytest.param("L'Arabie saoudite", "SA", id="french-with-article"),
        pytest.param("Royaume d'Arabie saoudite", "SA", id="french-kingdom"),
        pytest.param("سعودی عرب", "SA", id="urdu"),
        pytest.param("সৌদি আরব", "SA", id="bangla"),
        pytest.param("साउदी अरब", "SA", id="nepali"),
        pytest.param("SAU", "SA", id="three-letter-code"),
        pytest.param("UAE", "AE", id="uae"),
        pytest.param("U.A.E", "AE", id="uae-dotted"),
        pytest.param("Emirates", "AE", id="emirates"),
        pytest.param("Émirats arabes unis", "AE", id="french-emirates"),
        pytest.param("Dubai", "AE", id="a-city-for-its-country"),
        pytest.param("Dubai, UAE", "AE", id="a-city-with-its-country"),
        pytest.param("Saudi Arabia (Riyadh)", "SA", id="a-city-in-brackets"),
        pytest.param("Libye", "LY", id="french-libya"),
        pytest.param("Côte d'Ivoire", "CI", id="typewriter-apostrophe"),
        pytest.param("Ivory Coast", "CI", id="ivory-coast"),
        pytest.param("S. Korea", "KR", id="korea-shortened"),
        pytest.param("Republic of Korea", "KR", id="korea-in-full"),
        pytest.param("Iran, Islamic Republic of", "IR", id="iso-word-order"),
        pytest.param("The Gambia", "GM", id="article"),
        pytest.param("Guinea", "GN", id="guinea-is-not-bissau"),
        pytest.param("Niger", "NE", id="niger-is-not-nigeria"),
        pytest.param("Burma", "MM", id="older-name"),
        pytest.param("Swaziland", "SZ", id="older-name-of-eswatini"),
        pytest.param("U.K.", "GB", id="uk"),
        pytest.param("IN", "IN", id="a-code-in-capitals"),
        pytest.param("Kosovo", "XK", id="not-in-iso"),
    ],
)
def test_a_country_that_is_certain_is_found(text: str, alpha_2: str) -> None:
    assert country_meant(text).path == alpha_2


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        pytest.param("Korea", ["KP", "KR"], id="two-koreas"),
        pytest.param("Congo", ["CD", "CG"], id="two-congos"),
        pytest.param("SA", ["SA", "ZA"], id="saudi-arabia-or-south-africa"),
        pytest.param("Tripoli", ["LB", "LY"], id="two-cities"),
        pytest.param("NO", ["NO"], id="norway-or-no"),
        pytest.param("NA", ["NA"], id="namibia-or-not-applicable"),
        pytest.param("Malaysia/Singapore", ["MY", "SG"], id="two-countries-at-once"),
        pytest.param("Kuwiat", ["KW"], id="letters-swapped"),
        pytest.param("Austrilia", ["AT", "AU"], id="close-to-two"),
    ],
)
def test_a_country_that_is_not_certain_is_left_to_a_person(text: str, candidates: list[str]) -> None:
    meant = country_meant(text)
    assert (meant.outcome, meant.path) == (Outcome.UNSURE, None)
    assert sorted(candidate.path for candidate in meant.candidates) == candidates


@pytest.mark.parametrize("text", ["", "no", "in", "none", "N/A", "nil", "unknown", "other", "home", "autre", "123"])
def test_an_answer_that_is_no_country_gives_nothing(text: str) -> None:
    assert country_meant(text).outcome is Outcome.NOTHING

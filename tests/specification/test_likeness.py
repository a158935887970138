"""How alike two records are: what makes people look, and what never makes them look.

Source: the weighing of Fellegi and Sunter (1969) with the weights of sankofa/returnees/rules/likeness.toml.
"""

from dataclasses import replace
from datetime import date

import pytest

from sankofa.returnees.rules.likeness import Band, Described, likeness, weights
from sankofa.returnees.rules.terms import PartialDay, Precision, Sex

BORN = PartialDay(date(1992, 4, 13), Precision.DAY)
AMINA = Described(
    latin="Amina Rahman",
    sex=Sex.FEMALE,
    born=BORN,
    phones=frozenset({"p1"}),
    place="BD.30.26",
    countries=frozenset({"SA"}),
)
KARIM = replace(AMINA, latin="Abdul Karim", sex=Sex.MALE)


def born(year: int, month: int = 1, day: int = 1, precision: Precision = Precision.DAY) -> PartialDay:
    return PartialDay(date(year, month, day), precision)


BANDS = [
    pytest.param(AMINA, AMINA, Band.SURELY, id="all-the-same"),
    pytest.param(
        AMINA, replace(AMINA, latin="Ameena Rehman", born=born(1991, precision=Precision.ESTIMATED)), Band.SURELY,
        id="same-phone-names-alike-age-a-year-off",
    ),
    pytest.param(
        replace(AMINA, phones=frozenset()), replace(AMINA, phones=frozenset(), latin="Rahman Amina"), Band.SURELY,
        id="same-birthday-names-turned-no-phone",
    ),
    pytest.param(
        AMINA, replace(AMINA, latin="Amina", native="", born=born(1992, precision=Precision.YEAR)), Band.MAYBE,
        id="surname-missing-same-phone",
    ),
    pytest.param(
        KARIM, replace(KARIM, latin="Rafiq Karim", born=born(1966, 2, 1)), Band.DIFFERENT,
        id="father-and-son-on-one-phone",
    ),
    pytest.param(
        AMINA, replace(AMINA, latin="Salma Rahman"), Band.MAYBE, id="twins-on-one-phone-are-never-surely-the-same",
    ),
    pytest.param(
        AMINA, replace(AMINA, latin="Salma Rahman", born=born(1995, 9, 2)), Band.DIFFERENT,
        id="sisters-on-one-phone",
    ),
    pytest.param(
        AMINA, replace(AMINA, latin="Joyce Mensah", born=born(1971, 5, 5)), Band.DIFFERENT,
        id="one-phone-for-a-village",
    ),
    pytest.param(AMINA, replace(AMINA, sex=Sex.MALE), Band.MAYBE, id="one-woman-one-man-is-asked"),
    pytest.param(
        replace(AMINA, papers=frozenset({"d1"}), paper_kinds=frozenset({"passport"})),
        replace(AMINA, papers=frozenset({"d2"}), paper_kinds=frozenset({"passport"})), Band.MAYBE,
        id="two-passports-are-asked-about",
    ),
    pytest.param(
        Described(latin="Amina Rahman", numbers=frozenset({"r1"})),
        Described(latin="Ameena Rehman", numbers=frozenset({"r1"})), Band.MAYBE,
        id="known-to-others-under-one-number",
    ),
    pytest.param(
        Described(latin="Joyce Mensah", numbers=frozenset({"r1"})),
        Described(latin="Amina Rahman", numbers=frozenset({"r1"})), Band.DIFFERENT,
        id="one-number-for-a-whole-group",
    ),
    pytest.param(Described(latin="Amina Rahman"), Described(latin="Amina Rahman"), Band.MAYBE, id="two-names-alone"),
    pytest.param(
        Described(latin="Rahima Begum"), Described(latin="Rahima Begum"), Band.DIFFERENT,
        id="one-own-name-and-begum-alone",
    ),
    pytest.param(Described(), Described(), Band.DIFFERENT, id="nothing-known"),
]  # fmt: skip
NAMES = [
    pytest.param(("Amina Rahman", ""), ("Amina Rahman", ""), "name_equal", id="equal"),
    pytest.param(("Amina Rahman", ""), ("Rahman Amina", ""), "name_equal", id="turned"),
    pytest.param(("Mohammad Abdul Karim", ""), ("Md. Abdul Karim", ""), "name_equal", id="mohammad-and-md"),
    pytest.param(("Muhammad Karim Mia", ""), ("Karim Mia", ""), "name_equal", id="mohammad-left-out"),
    pytest.param(("Mohamed Traoré", ""), ("Mohammed Traore", ""), "name_one", id="traoré-and-mohammed"),
    pytest.param(("Aminata Traoré", ""), ("Aminata Traore", ""), "name_equal", id="traoré-without-its-accent"),
    pytest.param(("Mamadou Ouédraogo", ""), ("Mamadu Ouedraogo", ""), "name_alike", id="spelled-differently"),
    pytest.param(("Abdul Rahman", ""), ("Abdulrahman", ""), "name_alike", id="written-in-one"),
    pytest.param(("Rahima Begum", ""), ("Rahima Khatun", ""), "name_one", id="begum-and-khatun-say-nothing"),
    pytest.param(("Amina Rahman", ""), ("", "আমিনা রহমান"), "name_across", id="latin-and-bangla"),
    pytest.param(("", "فاطمه احمدی"), ("Fatima Ahmadi", ""), "name_across", id="persian-and-latin"),
    pytest.param(("Anahit Grigoryan", ""), ("", "Անահիտ Գրիգորյան"), "name_across", id="latin-and-armenian"),
    pytest.param(("Amina Sultana Rahman", ""), ("Amina Rahman", ""), "name_part", id="a-name-left-out"),
    pytest.param(("Amina Rahman", ""), ("Amina", ""), "name_one", id="surname-missing"),
    pytest.param(("A. Rahman", ""), ("Amina Rahman", ""), "name_alike", id="an-initial"),
    pytest.param(("Salma Rahman", ""), ("Amina Rahman", ""), "name_half", id="sisters"),
    pytest.param(("Salma Rahman", ""), ("Joyce Mensah", ""), "name_other", id="others"),
]
BIRTHS = [
    pytest.param(BORN, BORN, "birth_day", id="same-day"),
    pytest.param(born(1992, 4, 12), born(1992, 12, 4), "birth_turned", id="day-and-month-exchanged"),
    pytest.param(BORN, born(1992, 4, 18), "birth_slip", id="one-figure-differs"),
    pytest.param(BORN, born(1992, precision=Precision.YEAR), "birth_year", id="year-known-once"),
    pytest.param(BORN, born(1992), "birth_year", id="first-of-january-is-a-year"),
    pytest.param(BORN, born(1992, 5, precision=Precision.MONTH), "birth_near", id="another-month"),
    pytest.param(BORN, born(1990, precision=Precision.ESTIMATED), "birth_near", id="an-age-two-years-off"),
    pytest.param(BORN, born(1990, precision=Precision.YEAR), "birth_other", id="a-year-two-off"),
    pytest.param(BORN, born(1967, 4, 14), "birth_other", id="a-generation"),
    pytest.param(BORN, PartialDay(None, Precision.UNKNOWN), None, id="not-known-is-no-evidence"),
]


@pytest.mark.parametrize(("one", "other", "band"), BANDS)
def test_two_records_are_taken_for(one: Described, other: Described, band: Band) -> None:
    assert likeness(one, other).band is band
    assert likeness(other, one) == likeness(one, other)


@pytest.mark.parametrize(("one", "other", "code"), NAMES)
def test_names_are_compared_in_every_script_and_order(one: tuple[str, str], other: tuple[str, str], code: str) -> None:
    assert likeness(Described(*one), Described(*other)).codes == (code,)
    assert likeness(Described(*other), Described(*one)).codes == (code,)


@pytest.mark.parametrize(("one", "other", "code"), BIRTHS)
def test_births_are_compared_as_exactly_as_both_are_known(one: PartialDay, other: PartialDay, code: str | None) -> None:
    expected = (code,) if code else ()
    assert likeness(Described(born=one), Described(born=other)).codes == expected
    assert likeness(Described(born=other), Described(born=one)).codes == expected


OTHER_NAMES = [
    pytest.param({"other_latin": frozenset({"Amina Sheikh"})}, "name_equal", id="an-earlier-name"),
    pytest.param({"other_native": frozenset({"আমিনা শেখ"})}, "name_across", id="another-name-in-another-script"),
    pytest.param({"other_latin": frozenset({"Salma Miah"})}, "name_one", id="a-name-that-is-neither"),
]


@pytest.mark.parametrize(("others", "code"), OTHER_NAMES)
def test_of_all_the_names_of_both_the_most_alike_count(others: dict[str, frozenset[str]], code: str) -> None:
    married, before = Described(latin="Amina", **others), Described(latin="Amina Sheikh")
    assert likeness(married, before).codes == likeness(before, married).codes == (code,)


NUMBERS = [
    pytest.param({"papers": {"d1"}, "numbers": {"r1"}}, {"papers": {"d1"}, "numbers": {"r1"}}, ("paper_same",),
                 id="the-number-of-a-paper-says-more"),
    pytest.param({"papers": {"d1"}, "numbers": {"r1"}}, {"papers": {"d2"}, "numbers": {"r1"}}, ("number_same",),
                 id="another-paper-but-known-under-one-number"),
    pytest.param({"numbers": {"r1", "r2"}}, {"numbers": {"r2", "r3"}}, ("number_same",), id="one-of-several"),
    pytest.param({"numbers": {"r1"}}, {"numbers": {"r2"}}, (), id="different-numbers-say-nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "codes"), NUMBERS)
def test_numbers_by_which_others_know_somebody_are_compared(
    one: dict[str, set[str]], other: dict[str, set[str]], codes: tuple[str, ...]
) -> None:
    mine, theirs = ({name: frozenset(held) for name, held in said.items()} for said in (one, other))
    assert likeness(Described(**mine), Described(**theirs)).codes == codes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("sex", Sex.UNKNOWN, id="sex"),
        pytest.param("phones", frozenset(), id="phone"),
        pytest.param("papers", frozenset(), id="paper"),
        pytest.param("place", "", id="district"),
        pytest.param("countries", frozenset(), id="country"),
    ],
)
def test_a_missing_fact_is_no_evidence_neither_way(field: str, value: object) -> None:
    with_paper = replace(AMINA, papers=frozenset({"d1"}), paper_kinds=frozenset({"passport"}))
    held, missing = likeness(with_paper, with_paper), likeness(with_paper, replace(with_paper, **{field: value}))  # type: ignore[arg-type]
    lost = set(held.codes) - set(missing.codes)
    assert len(lost) == 1
    assert not set(missing.codes) - set(held.codes)
    assert missing.score == held.score - weights()[lost.pop()]

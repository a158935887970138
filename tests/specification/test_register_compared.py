"""By what the whole register is compared: which keys bring two files together, what stops a run, what weights say.

Source: Fellegi and Sunter (1969), and the bounds of sankofa/returnees/rules/linkage.py.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.linkage import (
    COMPARISONS,
    MATCHES_MAX,
    RELATIVES,
    Brake,
    Weights,
    brake,
    careful,
    columns,
    measured,
    shipped,
    threshold,
    weights,
)  # fmt: skip
from sankofa.returnees.rules.terms import PartialDay, Precision, Sex

BORN = PartialDay(date(1992, 4, 13), Precision.DAY)
AMINA = Described(latin="Amina Rahman", sex=Sex.FEMALE, born=BORN, phones=frozenset({"p1"}), place="BD.30.26")
PLAIN = replace(AMINA, phones=frozenset(), place="")
YEAR = PartialDay(date(1992, 1, 1), Precision.YEAR)
ABOUT = PartialDay(date(1991, 1, 1), Precision.ESTIMATED)

TOGETHER = [
    pytest.param(AMINA, Described(latin="Joyce Mensah", phones=frozenset({"p1"})), True, id="same-phone"),
    pytest.param(PLAIN, Described(latin="Rehman Ameena"), True, id="names-turned-and-spelled-by-ear"),
    pytest.param(PLAIN, Described(latin="Amina", born=BORN), True, id="surname-missing-same-birthday"),
    pytest.param(PLAIN, Described(latin="Amina", born=YEAR), False, id="surname-missing-and-only-the-year"),
    pytest.param(PLAIN, Described(native="আমিনা রহমান"), True, id="in-her-own-script"),
    pytest.param(
        AMINA, Described(latin="Zzz Qqq", born=BORN, place="BD.30.26"), True, id="same-birthday-in-the-same-district",
    ),
    pytest.param(PLAIN, Described(latin="Joyce Mensah", born=BORN), False, id="same-birthday-alone"),
    pytest.param(
        replace(PLAIN, latin="Amina"), Described(latin="Amina", born=ABOUT), True, id="one-name-and-an-age-a-year-off",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), TOGETHER)
def test_files_are_compared_that_share_a_key(one: Described, other: Described, expected: bool) -> None:
    assert bool(set(columns(one).keys) & set(columns(other).keys)) is expected


BRAKES = [
    pytest.param([("a", "b")], 4, None, id="half-of-the-register-is-not-more-than-half"),
    pytest.param([("a", "b")], 3, Brake("too_many_files", 2), id="more-than-half-stops"),
    pytest.param([("a", f"b{n}") for n in range(MATCHES_MAX)], 1_000, None, id="many-for-one"),
    pytest.param(
        [("a", f"b{n}") for n in range(MATCHES_MAX + 1)], 1_000, Brake("too_many_for_one", MATCHES_MAX + 1),
        id="too-many-for-one-stops",
    ),
    pytest.param([], 0, None, id="an-empty-register"),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "files", "expected"), BRAKES)
def test_a_run_that_cannot_be_right_stops_and_asks(
    pairs: list[tuple[str, str]], files: int, expected: Brake | None
) -> None:
    assert brake(pairs, files_count=files) == expected


def test_the_weights_that_come_with_the_house_say_what_anybody_would_expect() -> None:
    held = shipped()
    for codes in COMPARISONS.values():
        said = [held.bits(code) for code in codes]
        assert said[0] > 0 > said[-1]
    assert held.bits("name_half") < 0, "half a name is what brothers share"
    assert held.bits("paper_same") > held.bits("phone_same") > held.bits("district_same")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(1_001, Decimal("0.0002"), id="a-thousand"),
        pytest.param(1_000_001, Decimal("0.0000002"), id="a-million"),
        pytest.param(1, Decimal("0.2"), id="one-alone"),
    ],
)
def test_the_more_files_there_are_the_less_likely_any_two_are_one_persons(count: int, expected: Decimal) -> None:
    assert replace(shipped(), second_files=Decimal("0.1")).chance(count) == expected


def test_what_was_learned_is_kept_within_bounds_and_adds_up() -> None:
    start = shipped()
    extreme = {
        code: Decimal(1 if place == 0 else 0) for codes in COMPARISONS.values() for place, code in enumerate(codes)
    }
    held = careful(Weights(extreme, extreme, start.second_files))
    for codes in COMPARISONS.values():
        assert abs(sum(held.m[code] for code in codes) - 1) < Decimal("0.0001")
        assert all(held.m[code] > 0 and held.u[code] > 0 for code in codes)
    assert all(held.u[code] >= least for code, least in RELATIVES.items())


def test_weights_come_back_as_they_were_stored() -> None:
    assert weights(shipped().as_data()) == shipped()


def test_what_was_measured_was_measured_at_the_threshold_in_use() -> None:
    assert measured()
    assert {one.threshold for one in measured()} == {threshold()}


def test_weights_learned_before_a_finding_was_made_say_of_it_what_the_house_says() -> None:
    before = {code: share for code, share in shipped().as_data().items() if code != "number_same"}
    assert weights(before) == shipped()

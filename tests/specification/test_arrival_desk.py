"""The arrival desk: which help comes first, what a line says, which office goes on, and the number on the slip.

Source: casework, "Safeguards", arrival desk: a line per person, urgent first (medical, safe place tonight, child,
travel home, food, phone call), given without registration, a numbered slip, full intake later in the district.
"""

from uuid import UUID

import pytest

from sankofa.kernel.identifiers import NotASlipNumber, parse_slip_number, slip_number
from sankofa.returnees.rules import arrivals
from sankofa.returnees.rules.arrivals import HelpKind, HelpState, NotUnderstood
from sankofa.returnees.rules.terms import Sex

PORT, SYLHET, HABIGANJ, KATHMANDU = (UUID(int=number) for number in range(1, 5))
OFFICES = [(PORT, "BD.30.26"), (SYLHET, "BD.60.91"), (HABIGANJ, "BD.60.36"), (KATHMANDU, "NP.03.27")]


@pytest.mark.parametrize(
    ("place", "office"),
    [
        pytest.param("BD.60.91", SYLHET, id="the-office-of-the-district"),
        pytest.param("BD.60.90", HABIGANJ, id="an-office-of-the-same-province"),
        pytest.param("BD.10.04", PORT, id="no-office-near-stays-with-the-port"),
        pytest.param("", PORT, id="district-not-known-stays-with-the-port"),
    ],
)
def test_which_office_goes_on_with_somebody(place: str, office: UUID) -> None:
    assert arrivals.office_for(place, OFFICES, otherwise=PORT) == office


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        pytest.param("medical", 0, id="a-doctor-first"),
        pytest.param("place_tonight", 1, id="then-a-safe-place"),
        pytest.param("child", 2, id="then-a-child"),
        pytest.param("travel_home", 3, id="then-the-way-home"),
        pytest.param("food", 4, id="then-food"),
        pytest.param("phone_call", 5, id="then-a-call"),
        pytest.param("other", 6, id="then-the-rest"),
    ],
)
def test_which_help_comes_first(kind: str, place: int) -> None:
    assert arrivals.urgency(HelpKind(kind)) == place


@pytest.mark.parametrize(
    ("state", "wanted", "may"),
    [
        pytest.param("needed", "given", True, id="needed-then-given"),
        pytest.param("needed", "refused", True, id="needed-then-not-wanted"),
        pytest.param("not_available", "given", True, id="found-after-all"),
        pytest.param("given", "refused", False, id="what-was-given-was-given"),
        pytest.param("given", "needed", False, id="nothing-goes-back-to-needed"),
    ],
)
def test_what_can_become_of_a_help(state: str, wanted: str, may: bool) -> None:
    assert arrivals.is_to_follow(HelpState(state), HelpState(wanted)) is may


def test_a_line_may_hold_nothing_but_a_need() -> None:
    line = arrivals.read({"help_medical": "needed"})
    assert line.helps == {HelpKind.MEDICAL: HelpState.NEEDED}
    assert (line.name, line.sex, line.age, line.says_who) == ("", Sex.UNKNOWN, None, False)


@pytest.mark.parametrize(
    ("told", "is_set_apart"),
    [
        pytest.param({"name": "Amina", "age": "16"}, False, id="a-child-with-a-parent"),
        pytest.param({"child_alone": "on"}, True, id="a-child-alone"),
        pytest.param({"in_danger": "on", "age": "40"}, True, id="somebody-threatened"),
        pytest.param({"help_place_tonight": "needed"}, False, id="no-bed-tonight-alone-is-no-danger"),
    ],
)
def test_who_is_set_apart(told: dict[str, str], is_set_apart: bool) -> None:
    assert arrivals.read(told).is_set_apart is is_set_apart


@pytest.mark.parametrize(
    ("told", "field"),
    [
        pytest.param({"age": "about forty"}, "age", id="an-age-in-words"),
        pytest.param({"age": "400"}, "age", id="an-age-nobody-has"),
        pytest.param({"help_food": "perhaps"}, "help_food", id="a-state-nobody-listed"),
        pytest.param({"name": "x" * 200}, "name", id="a-story-for-a-name"),
        pytest.param({"name": ["x"]}, "name", id="no-text"),
        pytest.param({"number_on_list": "4"}, "crossing", id="a-number-on-no-list"),
        pytest.param({"crossing": "QR 634"}, "crossing", id="no-key"),
    ],
)
def test_what_no_form_of_ours_writes_is_not_understood(told: dict[str, object], field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        arrivals.read(told)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param("004-217-0", None, id="a-wrong-sign"),
        pytest.param("042-107-" + slip_number(4217)[-1], None, id="two-exchanged"),
        pytest.param(slip_number(4217), slip_number(4217), id="as-printed"),
        pytest.param(slip_number(4217).replace("-", " ").lower(), slip_number(4217), id="as-heard"),
        pytest.param("004217", None, id="without-its-last-sign"),
    ],
)
def test_a_number_that_is_read_aloud_comes_back_right_or_not_at_all(typed: str, number: str | None) -> None:
    if number is None:
        with pytest.raises(NotASlipNumber):
            parse_slip_number(typed)
    else:
        assert parse_slip_number(typed) == number

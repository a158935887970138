"""Which questions only trained staff ask of whom, when nothing is asked, and which answers an officer hears of.

Source: the seven forced-labour questions of a national programme's profile, part 2; casework, "Safeguards": the
interviewer's sex is offered first; if not alone, nothing of this is asked and a private talk is booked.
"""

import pytest

from sankofa.returnees.rules.screening import (
    FORCED_LABOUR,
    VULNERABLE,
    Answer,
    Barrier,
    Conditions,
    Interviewer,
    Present,
    Wish,
    barriers,
    needs_officer,
    questions_for,
)
from sankofa.returnees.rules.terms import PersonKind


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        pytest.param("returnee", (*VULNERABLE, *FORCED_LABOUR), id="who-came-back-is-asked-about-the-work-abroad"),
        pytest.param("abroad", (*VULNERABLE, *FORCED_LABOUR), id="who-is-still-there-too"),
        pytest.param("relative", VULNERABLE, id="a-relative-did-not-work-abroad"),
        pytest.param("resident", VULNERABLE, id="a-resident-did-not-work-abroad"),
    ],
)
def test_the_questions_fit_the_person(kind: str, asked: tuple[str, ...]) -> None:
    assert questions_for(PersonKind(kind)) == asked


def test_there_are_the_seven_questions_about_forced_labour() -> None:
    assert len(set(FORCED_LABOUR)) == 7


@pytest.mark.parametrize(
    ("present", "wish", "interviewer", "found"),
    [
        pytest.param("nobody", "woman", "woman", (), id="alone-with-whom-they-wanted"),
        pytest.param("nobody", "either", "man", (), id="either-is-well"),
        pytest.param("small_child", "either", "woman", (), id="a-small-child-does-not-understand"),
        pytest.param("chosen", "either", "woman", (), id="somebody-they-chose"),
        pytest.param("others", "either", "woman", ("not_alone",), id="somebody-hears-it"),
        pytest.param("nobody", "woman", "man", ("other_interviewer",), id="a-woman-was-wanted"),
        pytest.param("nobody", "man", "woman", ("other_interviewer",), id="a-man-was-wanted"),
        pytest.param("others", "woman", "man", ("not_alone", "other_interviewer"), id="both"),
    ],
)
def test_nothing_is_asked_unless_it_is_safe(present: str, wish: str, interviewer: str, found: tuple[str, ...]) -> None:
    held = Conditions(Present(present), Wish(wish), Interviewer(interviewer))
    assert barriers(held) == tuple(Barrier(code) for code in found)


@pytest.mark.parametrize(
    ("answers", "needed"),
    [
        pytest.param({"threats": "yes"}, True, id="one-yes-is-enough"),
        pytest.param({"papers_kept": "yes", "threats": "no"}, True, id="a-no-beside-it-changes-nothing"),
        pytest.param({"unsafe_now": "yes"}, True, id="unsafe-now"),
        pytest.param({"alone_with_children": "yes"}, False, id="for-the-plan-and-not-for-an-officer"),
        pytest.param({"threats": "unsure"}, False, id="not-sure-is-no-yes"),
        pytest.param({"threats": "not_said"}, False, id="silence-is-no-yes"),
        pytest.param({}, False, id="nothing-asked"),
    ],
)
def test_an_officer_hears_of_a_grave_yes(answers: dict[str, str], needed: bool) -> None:
    assert needs_officer({code: Answer(value) for code, value in answers.items()}) is needed

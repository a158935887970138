"""Who may say yes for whom: worked examples.

Source: case-work notes, "Safeguards": under 18 the guardian's consent and the child's assent; guardian absent or
implicated: a named child-protection officer with a best-interests note; estimated ages are flagged, doubt counts as
child; adults without capacity: supported decision, reviewed; read aloud and repeated back; mark or thumb with an
independent witness.  The margin of three years around a guess and the twelve months until a review are our own choice.
"""

from dataclasses import replace
from datetime import date

import pytest

from sankofa.consent.rules.terms import AgeKnown, Assent, Capacity, Company, Guardian, How, WitnessKind
from sankofa.consent.rules.validity import Sitting, barriers, capacity_of, findings
from sankofa.kernel.periods import Age

ON = date(2026, 11, 22)
ADULT = AgeKnown(Age(31, 31))
CHILD = AgeKnown(Age(15, 15))
HEARD = Sitting(
    age=ADULT, asked_by="Shirin Das", language="ur", speaks="ur", is_repeated_back=True, company=Company.ALONE
)
WITH_GUARDIAN = replace(HEARD, age=CHILD, guardian_is=Guardian.PRESENT, guardian="Amina Khatun", assent=Assent.GIVEN)
BY_OFFICER = replace(
    HEARD,
    age=CHILD,
    guardian_is=Guardian.ABSENT,
    officer="Nadia Islam",
    best_interests="She needs a doctor.",
    assent=Assent.GIVEN,
)
HELPED = replace(
    HEARD, needs_support=True, supporter="Karim", support_note="Pictures, two talks.", review_on=date(2027, 5, 1)
)
MARKED = replace(HEARD, how=How.MARK, witness="Rokeya Begum", witness_kind=WitnessKind.INDEPENDENT, has_evidence=True)


@pytest.mark.parametrize(
    ("least", "most", "is_estimated", "capacity"),
    [
        pytest.param(18, 18, False, Capacity.ADULT, id="eighteen-today"),
        pytest.param(17, 17, False, Capacity.CHILD, id="eighteen-tomorrow"),
        pytest.param(17, 18, False, Capacity.IN_DOUBT, id="only-the-year-is-known"),
        pytest.param(20, 20, True, Capacity.IN_DOUBT, id="guessed-twenty-may-be-seventeen"),
        pytest.param(21, 21, True, Capacity.ADULT, id="guessed-twenty-one-is-eighteen-at-least"),
        pytest.param(14, 14, True, Capacity.CHILD, id="guessed-fourteen-is-seventeen-at-most"),
        pytest.param(15, 15, True, Capacity.IN_DOUBT, id="guessed-fifteen-may-be-eighteen"),
    ],
)
def test_doubt_about_the_age_counts_as_a_child(least: int, most: int, is_estimated: bool, capacity: Capacity) -> None:
    assert capacity_of(AgeKnown(Age(least, most), is_estimated)) is capacity


def test_an_age_that_is_not_known_counts_as_a_child() -> None:
    assert capacity_of(AgeKnown(None)) is Capacity.IN_DOUBT
    assert capacity_of(AgeKnown(None)).counts_as_child


@pytest.mark.parametrize(
    ("sitting", "codes"),
    [
        pytest.param(HEARD, [], id="an-adult-who-said-it-back"),
        pytest.param(replace(HEARD, is_repeated_back=False), ["not_repeated_back"], id="not-said-back"),
        pytest.param(replace(HEARD, language="en"), ["interpreter_missing"], id="another-language-nobody-named"),
        pytest.param(replace(HEARD, language="en", interpreter="Salma"), [], id="another-language-with-interpreter"),
        pytest.param(replace(HEARD, language=""), ["language_missing"], id="nothing-was-read"),
        pytest.param(replace(HEARD, speaks=""), ["own_language_unknown"], id="own-language-not-known"),
        pytest.param(WITH_GUARDIAN, [], id="child-with-guardian"),
        pytest.param(
            replace(WITH_GUARDIAN, guardian_is=Guardian.UNKNOWN), ["guardian_not_asked"], id="child-nobody-asked-for"
        ),
        pytest.param(replace(WITH_GUARDIAN, guardian=" "), ["guardian_not_named"], id="guardian-without-a-name"),
        pytest.param(
            replace(WITH_GUARDIAN, assent=Assent.NOT_ASKED), ["assent_not_asked"], id="the-child-itself-was-not-asked"
        ),
        pytest.param(replace(WITH_GUARDIAN, assent=Assent.REFUSED), ["assent_refused"], id="the-child-says-no"),
        pytest.param(BY_OFFICER, [], id="no-guardian-officer-decides"),
        pytest.param(
            replace(BY_OFFICER, officer="", guardian_is=Guardian.IMPLICATED),
            ["officer_missing"],
            id="guardian-implicated-nobody-decides",
        ),
        pytest.param(replace(BY_OFFICER, best_interests=""), ["best_interests_missing"], id="officer-without-a-reason"),
        pytest.param(
            replace(HEARD, age=AgeKnown(None)), ["guardian_not_asked", "assent_not_asked"], id="age-not-known"
        ),
        pytest.param(HELPED, [], id="adult-helped-to-decide"),
        pytest.param(replace(HELPED, supporter=""), ["supporter_missing"], id="helper-not-named"),
        pytest.param(replace(HELPED, support_note=""), ["support_note_missing"], id="help-not-described"),
        pytest.param(replace(HELPED, review_on=None), ["review_missing"], id="never-looked-at-again"),
        pytest.param(replace(HELPED, review_on=ON), ["review_too_far"], id="looked-at-again-today"),
        pytest.param(replace(HELPED, review_on=date(2027, 11, 22)), [], id="in-twelve-months"),
        pytest.param(replace(HELPED, review_on=date(2027, 11, 23)), ["review_too_far"], id="a-day-more"),
        pytest.param(MARKED, [], id="mark-with-independent-witness"),
        pytest.param(replace(MARKED, how=How.THUMB, witness=""), ["witness_missing"], id="thumb-without-witness"),
        pytest.param(
            replace(MARKED, witness_kind=WitnessKind.CASEWORKER), ["witness_not_independent"], id="a-caseworker"
        ),
        pytest.param(replace(MARKED, witness_kind=WitnessKind.LENDER), ["witness_not_independent"], id="the-lender"),
        pytest.param(replace(MARKED, witness="shirin  DAS"), ["witness_not_independent"], id="who-asked-is-no-witness"),
        pytest.param(
            replace(MARKED, language="en", interpreter="Rokeya Begum"),
            ["witness_not_independent"],
            id="the-interpreter-is-no-witness",
        ),
    ],
)
def test_what_keeps_a_yes_from_counting(sitting: Sitting, codes: list[str]) -> None:
    assert [found.code for found in barriers(sitting, on=ON)] == codes


@pytest.mark.parametrize(
    ("sitting", "code"),
    [
        pytest.param(replace(HEARD, company=Company.OTHERS), "others_hear", id="others-can-hear"),
        pytest.param(replace(HEARD, is_text_reviewed=False), "text_not_reviewed", id="text-not-checked"),
        pytest.param(replace(HEARD, how=How.WRITTEN), "evidence_to_follow", id="signature-still-to-be-photographed"),
        pytest.param(replace(WITH_GUARDIAN, age=AgeKnown(Age(17, 18))), "age_in_doubt", id="age-in-doubt"),
    ],
)
def test_what_asks_for_care_and_stops_nothing(sitting: Sitting, code: str) -> None:
    assert code in [found.code for found in findings(sitting, on=ON)]
    assert barriers(sitting, on=ON) == []

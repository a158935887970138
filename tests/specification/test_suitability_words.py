"""Every sentence of suitability can be read by people who went to school for a few years.

English at a Flesch-Kincaid grade of 6 at most, French at a Kandel-Moles ease of 70 at least, sentence by sentence.
Source: responsible-finance rules, 1.3 (reading age of about ten).
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import sankofa
from sankofa.credit.rules import suitability
from sankofa.credit.rules.suitability import outcome_finding, said, verdict
from sankofa.credit.rules.terms import Case
from sankofa.credit.rules.unknowns import QUESTIONS
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding
from tests.readability import english_syllables, flesch_kincaid_grade, french_syllables, kandel_moles_ease
from tests.sound_case import ON, SOUND

ROOMS = ("sankofa.credit", "sankofa.debts", "sankofa.lenders")
LANGUAGES = ("en", "fr", "ur")
OURS = {
    "sankofa.lenders": ("answer.", "gate.", "product.", "ratio.", "score.", "suspend."),
}
FOR_EVALUATORS = ("conflict.", "figure.")
"""Heads of figures, and what papers say against each other: no returnee and no caseworker reads them."""


def sentences(language: str) -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for code, template in wording.texts(room, language).items():
            if code.startswith(OURS.get(room, "")) and not code.startswith(FOR_EVALUATORS):
                yield f"{room}:{code}", re.sub(r"\{[a-z0-9_]+\}", "100", template)


@pytest.mark.parametrize(("code", "sentence"), list(sentences("en")))
def test_english_can_be_read_after_six_years_of_school(code: str, sentence: str) -> None:
    assert flesch_kincaid_grade(sentence) <= 6


@pytest.mark.parametrize(("code", "sentence"), list(sentences("fr")))
def test_french_is_easy_to_read(code: str, sentence: str) -> None:
    assert kandel_moles_ease(sentence) >= 70


@pytest.mark.parametrize("room", ROOMS)
def test_every_language_has_every_sentence_with_the_same_facts(room: str) -> None:
    languages = [language for language in LANGUAGES if wording.texts(room, language)]
    codes = [code for code in wording.texts(room, "en") if code.startswith(OURS.get(room, ""))]
    assert wording.missing_codes(codes, room, languages) == {}
    uneven = wording.uneven_codes(room, languages)
    assert {code for some in uneven.values() for code in some if code.startswith(OURS.get(room, ""))} == set()
    assert {"en", "fr"} <= set(languages)


def test_every_code_in_the_rules_has_a_sentence() -> None:
    """Codes are found where they are written; those made from a list of values are put together from that list."""
    folder = Path(sankofa.__file__).parent
    known = {code for room in ROOMS for code in wording.texts(room, "en")}
    written = set()
    for room in ("credit", "debts", "lenders"):
        for module in (folder / room / "rules").glob("*.py"):
            text = module.read_text(encoding="utf-8")
            written |= set(re.findall(r'"((?:HS|PR|W|EX|R)\d{1,2}[ab]?(?:\.[a-z_]+)?)"', text))
            written |= set(
                re.findall(r'"((?:fit|override|lender|gate|score|suspend|product|fairness)\.[a-z_0-9]+)"', text)
            )
    # rules that only speak through variants have no sentence of their own
    written -= {"HS6", "HS8", "PR4", "PR6", "W09"}
    assert {code for code in written if not _is_number_of_a_rule(code)} <= known
    assert {f"ask.{question.code}" for question in QUESTIONS} <= known


def _is_number_of_a_rule(code: str) -> bool:
    return bool(re.fullmatch(r"R\d+", code)) and code != "R01"


def test_a_verdict_about_somebody_nothing_is_known_about_can_be_said_in_every_language() -> None:
    found = verdict(Case("XOF"), ON)
    for language in ("en", "fr"):
        for finding in (*found.findings, outcome_finding(found)):
            assert said(finding, language)


def test_suitable_says_that_others_decide() -> None:
    sentence = said(outcome_finding(verdict(SOUND, ON)), "en")
    assert sentence == "Nothing here speaks against asking Caisse du Plateau. The lender decides. You decide."
    assert "recommend" not in " ".join(wording.texts(suitability.ROOM, "en").values()).lower()


def test_no_sentence_says_interest_to_who_does_not_take_it_except_in_naming_it() -> None:
    offenders = [code for code, text in wording.texts(suitability.ROOM, "en").items() if "interest" in text]
    assert set(offenders) == {"W11", "ask.interest"}


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("loan", 1),
        ("table", 2),
        ("wanted", 2),
        ("used", 1),
        ("business", 2),
        ("savings", 2),
        ("money", 2),
        ("agree", 2),
    ],
)
def test_english_syllables(word: str, syllables: int) -> None:
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("dette", 1), ("maison", 2), ("nourriture", 3), ("vieille", 1), ("payer", 2), ("année", 2), ("quelqu’un", 2)],
)
def test_french_syllables(word: str, syllables: int) -> None:
    assert french_syllables(word) == syllables


def test_hard_sentences_are_found_to_be_hard() -> None:
    hard = "Subsequent indebtedness considerably jeopardises sustainable reintegration opportunities."
    assert flesch_kincaid_grade(hard) > 12
    lourd = "L’endettement subséquent compromet considérablement les possibilités de réintégration économique."
    assert kandel_moles_ease(lourd) < 20


def test_the_kernel_fills_days_into_sentences() -> None:
    finding = Finding("PR7.think", 20, "…", until=date(2026, 3, 5))  # type: ignore[arg-type]
    assert said(finding, "en") == "Take your time to think, at least until 2026-03-05."

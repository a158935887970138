"""The texts that are read aloud: short sentences, nothing that gives away, never another language by itself.

Source: case-work notes, "Safeguards": separately refusable without loss of help; after forced return say before asking
that answers do not go to the police; nothing the person carries names return, migration, debt or survivor status.
"""

import re
import tomllib
from importlib.resources import files

import pytest

from sankofa.consent.rules.terms import Purpose
from sankofa.consent.rules.texts import LANGUAGES, NoText, has_text, is_intact, terms, text

EVERY = [(purpose, version, language) for purpose in Purpose for version in terms()[purpose].versions_valid
         for language in LANGUAGES]  # fmt: skip
IDS = [f"{purpose}-{version}-{language}" for purpose, version, language in EVERY]
WORDS_MAX = 25
GIVES_AWAY = {
    "en": r"return|migra|debt|loan|credit|traffick|survivor|victim|deport",
    "fr": r"retour(?!n)|migra|dette|prêt|crédit|traite|victime|survivant|expuls|rapatri",
    "ur": r"قرض|مہاجر|وطن واپسی|اسمگل|متاثر",
    "bn": r"ঋণ|দেনা|অভিবাস|প্রত্যাবাস|পাচার|ভুক্তভোগী",
}


@pytest.mark.parametrize(("purpose", "version", "language"), EVERY, ids=IDS)
def test_a_text_in_use_never_changes(purpose: Purpose, version: str, language: str) -> None:
    held = tomllib.loads((files("sankofa.consent") / "texts" / "digests.toml").read_text(encoding="utf-8"))
    assert text(purpose, version, language).digest == held[f"{purpose}/{version}/{language}"]


@pytest.mark.parametrize(("purpose", "version", "language"), EVERY, ids=IDS)
def test_sentences_are_short_enough_to_be_said_back(purpose: Purpose, version: str, language: str) -> None:
    held = text(purpose, version, language)
    said = [held.title, *held.paragraphs, held.after_forced_return]
    sentences = [part for words in said for part in re.split(r"[.?!:;۔।]\s*", words)]
    assert [part for part in sentences if len(part.split()) > WORDS_MAX] == []


@pytest.mark.parametrize(("purpose", "version", "language"), EVERY, ids=IDS)
def test_nothing_on_the_sheet_gives_away_what_somebody_has_lived_through(
    purpose: Purpose, version: str, language: str
) -> None:
    held = text(purpose, version, language)
    assert not re.search(GIVES_AWAY[language], " ".join([held.title, *held.paragraphs]), re.I)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_no_costs_nothing_and_says_so_in_every_text(language: str) -> None:
    assert len({text(purpose, terms()[purpose].version, language).if_no for purpose in Purpose}) == 1


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_missing_language_is_never_replaced_by_another(purpose: Purpose) -> None:
    assert not has_text(purpose, "1", "ps")
    with pytest.raises(NoText) as missing:
        text(purpose, "1", "ps")
    assert (missing.value.purpose, missing.value.language) == (purpose, "ps")


def test_a_text_that_was_altered_is_told_from_the_one_that_was_read() -> None:
    held = text(Purpose.REGISTRATION, "1", "en")
    assert is_intact(Purpose.REGISTRATION, "1", "en", held.digest)
    assert not is_intact(Purpose.REGISTRATION, "1", "en", "0" * 64)


def test_french_texts_have_their_own_signs() -> None:
    said = " ".join(" ".join(text(purpose, "1", "fr").paragraphs) for purpose in Purpose)
    assert not re.search(r" [;:?!]|\w'|\w[;?!](\s|$)", said)

"""Every text of every language: neutral, complete, and short enough.

Source: the safeguards of case work: nothing that a person receives names return, migration, debt or harm; a person's
SMS is one SMS.
"""

import re
from string import Formatter

import pytest
from django.conf import settings

from sankofa.messages import texts
from sankofa.messages.actions.contact import TO_SEND
from sankofa.messages.actions.letters import ASKS
from sankofa.messages.rules.contact import WORD_MAX, is_neutral
from sankofa.messages.rules.segments import length_of
from sankofa.messages.sentences import TEXTS

LANGUAGES = [code for code, _ in settings.LANGUAGES]
CASES = [
    pytest.param(language, code, id=f"{language}-{code}") for language in LANGUAGES for code in texts.texts_in(language)
]
WIDEST = {"day": {"en": "24 September", "fr": "24 septembre", "ur": "24 ستمبر"}, "time": "09:30"}
FOR_STAFF = {"link", "secret"}


def asked(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_every_text() -> None:
    english = set(texts.texts_in("en"))
    assert [language for language in LANGUAGES if set(texts.texts_in(language)) != english] == []
    assert texts.languages() == frozenset(LANGUAGES)


@pytest.mark.parametrize(("language", "code"), CASES)
def test_a_text_asks_for_nothing_that_could_name_a_person(language: str, code: str) -> None:
    held = texts.texts_in(language)[code]
    wanted = asked(held["text"]) | asked(held.get("title", ""))
    assert wanted <= (FOR_STAFF if code.startswith("staff.") else {"word", *{**TO_SEND, **ASKS}[code]})
    assert ("{link}" in held["text"]) is code.startswith("staff.")


@pytest.mark.parametrize(("language", "code"), CASES)
def test_a_text_to_a_person_says_none_of_the_words_that_could_hurt(language: str, code: str) -> None:
    held = texts.texts_in(language)[code]
    if code.startswith("person."):
        assert is_neutral(held["text"].replace("{word}", ""), texts.forbidden_in(language)), held["text"]
        assert not re.search(r"https?:|www\.|\{link\}", held["text"])
    else:
        # Of the people of the register a mail to staff says nothing; of its own business it may speak.
        theirs = {"password", "passcode", "code", "پاس", "کوڈ", "sankofa", "سنکوفا", "agence", "agency"}
        assert is_neutral(held["title"] + held["text"], set(texts.forbidden_in(language)) - theirs), held["text"]


@pytest.mark.parametrize(("language", "code"), [case for case in CASES if "-person." in str(case.id)])
@pytest.mark.parametrize("script", ["m", "م"])
def test_a_text_to_a_person_is_one_sms_with_the_longest_word(language: str, code: str, script: str) -> None:
    facts = {"word": script * WORD_MAX, "day": WIDEST["day"][language], "time": WIDEST["time"], "number": "R-7K2M-9Z4D"}  # type: ignore[index]
    said = texts.said(code, language, facts)
    assert length_of(said.text).parts == 1, (said.text, length_of(said.text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_of_words_would_find_one(language: str) -> None:
    word = {"en": "Your loan is due.", "fr": "Votre crédit est prêt.", "ur": "آپ کا قرض"}[language]
    assert not is_neutral(word, texts.forbidden_in(language))


def test_a_reader_of_a_language_without_texts_gets_english() -> None:
    assert texts.said("person.call_back", "bn", {"word": "x"}).language == "en"


def test_every_text_has_a_name_in_the_list_of_messages() -> None:
    assert set(TEXTS) == set(texts.texts_in("en"))

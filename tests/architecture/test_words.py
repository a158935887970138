"""The words of the pages: plain, short, all of them translatable, and written with each language's own signs."""

import csv
import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from sankofa.kernel import wording
from tests.architecture.house import PACKAGE
from tools import messages

LANGUAGES = [code for code, _ in settings.LANGUAGES]
OTHERS = [code for code in LANGUAGES if code != "en"]
ROOMS = [room.name for room in messages.rooms()]
TEMPLATES = sorted(file for file in PACKAGE.rglob("templates/**/*.html") if file.name != "gallery.html")
FORMS = sorted((PACKAGE / "surveys" / "instruments").rglob("*.csv"))
WORDS_MAX = 25

# Rooms whose words are read by specialists alone: who counts, who checks. Caseworkers and returnees never see them.
SPECIALISTS = frozenset({"audit", "disclosure", "statistics"})

# Our words, which stay in the code, and what people who sit with returnees read in their place.
THEIRS: Mapping[str, str] = {
    r"(?i)\binstruments?\b": "form",
    r"(?i)\bsubmi(ssions?|t|ts|tted)\b": "sent form, send",
    r"(?i)\bschemes?\b": "how the score is made",
    r"(?i)\bcomposites?\b": "overall",
    r"(?i)\brenormali[sz]\w*": "some answers missing",
    r"(?i)\bsensitivity range\b": "between x and y",
    r"(?i)\battrition\b": "people we lost touch with",
    r"(?i)\bprovision\b": "help available",
    r"(?i)\bdesks?\b": "my day",
    r"(?i)\b(scopes?|guards?|matrix|matrices)\b": "what you may see or do",
    r"(?i)\bbreak[- ]the[- ]glass\b": "emergency opening",
    r"(?i)\bfour[- ]eyes\b": "a second person approves",
    r"(?i)\binterruption( card)?s?\b": "stop and check",
    r"(?i)\bconflict inbox\b": "two different answers",
    r"(?i)\b(un)?merg(e|es|ed|ing)\b": "join, separate files",
    r"(?i)\boutbox\b": "not yet sent",
    r"(?i)\bentit(y|ies)\b": "person on this phone",
    r"(?i)\bp-?codes?\b": "place number",
    r"\b(3W|HXL)\b": "list of services",
    r"\b(HS|PR|W)\d+\b": "never shown",
    r"\b(DSR|RCR|DTI)\b": "of every 100 earned, x go to debts",
    r"\b(EIR|APR)\b": "for every 100 you pay back 100 + x",
    r"\bPAR\s?30\b": "share of money more than 30 days late",
    r"(?i)\bmoratori(um|a|ums)\b": "payment pause",
    r"(?i)\btranches?\b": "part payment",
    r"(?i)\bwaterfalls?\b": "who pays next",
    r"(?i)\bteach[- ]?back\b": "tell me in your words",
}


def said_by(room: str) -> Iterator[str]:
    """Yield every English sentence that a room says: on its pages, and of what its rules find."""
    for message in messages.template_of(PACKAGE / room):
        yield from message.id if isinstance(message.id, tuple) else [message.id]
    yield from wording.texts(f"sankofa.{room}", "en").values()


def asked_in(language: str) -> Iterator[str]:
    """Yield what the forms say in one language."""
    name = {"en": "English", "fr": "French", "ur": "Urdu"}[language]
    for file in FORMS:
        with file.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                yield from (text for column, text in row.items() if column.endswith(f"::{name} ({language})") and text)


def translated(language: str) -> Iterator[str]:
    """Yield all that is said in another language than English: pages, findings and forms."""
    for room in ROOMS:
        file = messages.catalogue_of(PACKAGE / room, language)
        if file.exists():
            with file.open("rb") as opened:
                for message in read_po(opened, locale=language):
                    if message.id:
                        yield from message.string if isinstance(message.string, tuple) else [message.string]
        yield from wording.texts(f"sankofa.{room}", language).values()
    yield from asked_in(language)


def bare_words(template: str) -> list[str]:
    """Return what a template says without offering it for translation."""
    template = re.sub(r"(?s)\{% comment %\}.*?\{% endcomment %\}", "", template)
    template = re.sub(r"(?s)\{% block (page_class|body_attributes) %\}.*?\{% endblock %\}", "", template)
    template = re.sub(r"(?s)\{% blocktranslate.*?\{% endblocktranslate %\}|\{[{%#].*?[}%#]\}", "", template)
    template = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!doctype html>", "", template)
    attributes = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"', template)
    texts = [*attributes, re.sub(r"(?s)<[^>]*>", "\n", template)]
    return [word for text in texts for word in re.findall(r"[^\W\d_]{2,}", html.unescape(text)) if word != "Sankofa"]


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in SPECIALISTS])
def test_people_read_their_words_and_not_ours(room: str) -> None:
    found = [
        (ours, instead, text) for text in said_by(room) for ours, instead in THEIRS.items() if re.search(ours, text)
    ]
    assert found == []


def test_the_forms_ask_in_the_words_of_the_people() -> None:
    found = [(ours, text) for text in asked_in("en") for ours in THEIRS if re.search(ours, text)]
    assert found == []


def test_our_own_word_would_be_found() -> None:
    assert any(re.search(ours, "This submission lies outside your scope.") for ours in THEIRS)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_nothing_is_said_that_cannot_be_translated(template: Path) -> None:
    assert bare_words(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        pytest.param("<p>Good day</p>", ["Good", "day"], id="text"),
        pytest.param('<a aria-label="Close">{{ x }}</a>', ["Close"], id="label"),
        pytest.param('<p class="lead">{% translate "Good day" %} · {{ name }}</p>', [], id="translated"),
        pytest.param("{% blocktranslate %}Hello {{ x }}{% endblocktranslate %}<b>Sankofa</b>", [], id="whole"),
    ],
)
def test_bare_words_are_told_from_translated_ones(template: str, words: list[str]) -> None:
    assert bare_words(template) == words


@pytest.mark.parametrize("room", ROOMS)
def test_sentences_are_short(room: str) -> None:
    sentences = [part for text in said_by(room) for part in re.split(r"[.?!:;]\s", text)]
    assert [part for part in sentences if len(part.split()) > WORDS_MAX] == []


def test_questions_are_short() -> None:
    sentences = [part for text in asked_in("en") for part in re.split(r"[.?!:;]\s", text)]
    assert [part for part in sentences if len(part.split()) > WORDS_MAX] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if (PACKAGE / room / "wording").is_dir()])
@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_what_english_says_and_nothing_else(room: str, language: str) -> None:
    english, other = (wording.texts(f"sankofa.{room}", code) for code in ("en", language))
    assert set(other) == set(english)


def test_french_has_its_own_spaces_and_apostrophes() -> None:
    wrong = r" ([;:?!»]|%(?!\())|« |'|\w[;?!](\s|$)|[^\W\d]:\s"
    assert [text for text in translated("fr") if re.search(wrong, text)] == []


def test_urdu_has_its_own_stops_and_commas_and_latin_digits() -> None:
    wrong = r"[\u0600-\u06ff][.,;?]|[\u0660-\u0669\u06f0-\u06f9]"
    assert [text for text in translated("ur") if re.search(wrong, text)] == []


def test_figures_with_signs_in_them_keep_their_order_between_urdu_words() -> None:
    turned = r"\d[-/. ]\d|\+\d|\(\."
    plain = [re.sub("\u2066[^\u2069]*\u2069", "", text) for text in translated("ur")]
    assert [text for text in plain if re.search(turned, text)] == []

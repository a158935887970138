"""A grant never looks like a loan: rooms that give speak of no lending, rooms that lend speak of no grants.

Every sentence of their pages, papers, findings and messages is read, in every language.  Whoever looks at a loan asks
first whether a grant is there, which costs nothing; so that room names both, and never in one sentence, but for those
that tell them apart.  They are named one by one.

Source: Knowledge Paper 1 (2021), 4.2.3: it is "essential to clearly distinguish" what gives grants from what lends.
"""

import re
from collections.abc import Iterator, Mapping

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from sankofa.kernel import wording
from sankofa.messages import texts
from tests.architecture.house import PACKAGE
from tools import messages

LANGUAGES = [code for code, _ in settings.LANGUAGES]
NEVER_BACK: Mapping[str, str] = {
    "en": r"(?i)never (to be |has to be )?paid back|do not have to pay (it|this) back",
    "fr": r"(?i)jamais à rembourser",
    "ur": "کبھی واپس نہیں",
}
"""What says that a grant is not paid back is taken out before the words of lending are looked for."""
GRANT: Mapping[str, str] = {
    "en": r"(?i)\bgrants?\b",
    "fr": r"(?i)\b(dons?|subventions?)\b",
    "ur": r"عطی[ہاے]|گرانٹ",
}
LOAN: Mapping[str, str] = {
    "en": r"(?i)\b(loans?|lend(s|ers?|ing)?|borrow\w*|credit|repay\w*|pay(s|ing)? back|paid back|instal+ments?)\b",
    "fr": r"(?i)\b(prêts?|prête(r|nt|urs?|uses?)|emprunt\w*|crédits?|rembours\w*|échéances?)\b",
    "ur": r"قرض|ادھار|\bقسط|\bسود\b",
}
GIVES = ("cases",)
LENDS = ("lenders", "loans")
ASKS_FIRST = ("credit", "messages")
"""Rooms that may name either, and not both in one sentence."""
APART: Mapping[str, str] = {
    "A loan is never part of a plan.": "said beside the kinds of help, so that nobody writes one into a plan",
    "Loans": "the name of a kind of event in the history of a person, whose other kinds are help and debts",
    "Debts": "the same, in a language that has one word for both",
    "R01": "forbids a loan in the place of a grant",
    "PR7.who_lends": "has yet to be said: who lends is not who gives",
    "ask.instead_of_grant": "asks whether a loan takes the place of a grant",
    "who lends, and that it is not the one who gives the grant": "what is said before anybody decides",
    "A loan helps a few people at the right time, and harms others. It is never a gift, and nobody has to take one.": (
        "tells them apart, where a language has one word for gift and grant"
    ),
}
"""Sentences that tell grants and loans apart, by their English text or the code of their finding, with the reason."""


def sentences(room: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield all that a room says in a language: pages and papers by their English text, findings by their code."""
    if language == "en":
        for message in messages.template_of(PACKAGE / room):
            for text in message.id if isinstance(message.id, tuple) else [message.id]:
                yield text, text
    elif (file := messages.catalogue_of(PACKAGE / room, language)).exists():
        with file.open("rb") as opened:
            for message in read_po(opened, locale=language):
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                for text in message.string if isinstance(message.string, tuple) else [message.string]:
                    yield key, text
    yield from wording.texts(f"sankofa.{room}", language).items()
    if room == "messages":
        for code, said in texts.texts_in(language).items():
            yield code, " ".join(said.values())


def speaks_of(words: Mapping[str, str], text: str, language: str) -> bool:
    """Whether a sentence holds one of some words, apart from saying that something is never paid back."""
    return re.search(words[language], re.sub(NEVER_BACK[language], "", text.replace("\u00a0", " "))) is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", GIVES)
def test_a_room_that_gives_speaks_of_no_lending(room: str, language: str) -> None:
    assert [
        text for key, text in sentences(room, language) if speaks_of(LOAN, text, language) and key not in APART
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", LENDS)
def test_a_room_that_lends_speaks_of_no_grant(room: str, language: str) -> None:
    assert [
        text for key, text in sentences(room, language) if speaks_of(GRANT, text, language) and key not in APART
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ASKS_FIRST)
def test_no_sentence_speaks_of_both(room: str, language: str) -> None:
    said = list(sentences(room, language))
    assert said
    both = [(key, text) for key, text in said if all(speaks_of(words, text, language) for words in (GRANT, LOAN))]
    assert [text for key, text in both if key not in APART] == []


@pytest.mark.parametrize(
    ("language", "text", "grant", "loan"),
    [
        pytest.param("en", "A grant: it is never to be paid back.", True, False, id="en-grant"),
        pytest.param("en", "You pay back the grant in parts.", True, True, id="en-both"),
        pytest.param("en", "What the lender says", False, True, id="en-loan"),
        pytest.param("fr", "Un don : il n’est jamais à rembourser.", True, False, id="fr-grant"),
        pytest.param("fr", "Le prêt est à rembourser.", False, True, id="fr-loan"),
        pytest.param("fr", "donc ; donner ; prêt", False, True, id="fr-only-whole-words"),
        pytest.param("ur", "عطیہ، کبھی واپس نہیں کرنا", True, False, id="ur-grant"),
        pytest.param("ur", "قرض کی قسط", False, True, id="ur-loan"),
    ],
)
def test_the_search_tells_grants_from_loans(language: str, text: str, grant: bool, loan: bool) -> None:
    assert (speaks_of(GRANT, text, language), speaks_of(LOAN, text, language)) == (grant, loan)


def test_every_sentence_that_tells_them_apart_is_still_said() -> None:
    said = {key for room in (*GIVES, *LENDS, *ASKS_FIRST) for key, _ in sentences(room, "en")}
    assert set(APART) - said == set()

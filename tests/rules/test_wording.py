"""How findings become sentences: languages, facts, and what a room's wording files may hold."""

from datetime import date
from pathlib import Path

import pytest

from sankofa.kernel.finding import Finding, Value, Weight
from sankofa.kernel.money import Money
from sankofa.kernel.share import Share
from sankofa.kernel.wording import (
    BadWording,
    MissingFact,
    NoWording,
    language_of,
    missing_codes,
    places,
    text,
    texts,
    uneven_codes,
)

ENGLISH = """
too_many_lenders = "{count} lenders are being paid already."
no_plan = "There is no plan yet."

[burden]
red = "The payments would take {share} of what is left, {amount} from {day}."
documents = "Still missing: {documents}."
"""
URDU = 'too_many_lenders = "{count} قرض دہندگان"\n'
FRENCH = """
too_many_lenders = "Déjà {count} prêteurs."
no_plan = "Pas encore de plan pour {count}."
"""
SENEGAL = 'no_plan = "Pas de plan."\n'


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "wording").mkdir()
    for language, content in {"en": ENGLISH, "ur": URDU, "fr": FRENCH, "fr-SN": SENEGAL}.items():
        (tmp_path / "wording" / f"{language}.toml").write_text(content, encoding="utf-8")
    return tmp_path


def lenders(count: int = 4) -> Finding:
    return Finding("too_many_lenders", Weight.CONCERN, "KP1 2.2.3", count=count)


def no_plan() -> Finding:
    return Finding("no_plan", Weight.PREREQUISITE, "KP1 4.2.1")


@pytest.mark.parametrize(
    ("finding", "locale", "sentence", "language"),
    [
        pytest.param(lenders(), "en", "4 lenders are being paid already.", "en", id="english"),
        pytest.param(lenders(), "fr", "Déjà 4 prêteurs.", "fr", id="french"),
        pytest.param(lenders(), "fr-SN", "Déjà 4 prêteurs.", "fr", id="wider-language"),
        pytest.param(no_plan(), "fr-SN", "Pas de plan.", "fr-SN", id="narrow-language"),
        pytest.param(no_plan(), "fr_sn", "Pas de plan.", "fr-SN", id="tag-written-otherwise"),
        pytest.param(lenders(), "ur", "\u20684\u2069 قرض دہندگان", "ur", id="right-to-left-sets-facts-apart"),
        pytest.param(no_plan(), "ur", "There is no plan yet.", "en", id="english-where-urdu-has-none"),
        pytest.param(lenders(), "ne", "4 lenders are being paid already.", "en", id="language-without-a-file"),
    ],
)
def test_a_reader_gets_the_sentence_in_the_best_language_there_is(
    room: Path, finding: Finding, locale: str, sentence: str, language: str
) -> None:
    assert text(finding, locale, room) == sentence
    assert language_of(finding.code, locale, room) == language


def burden() -> Finding:
    return Finding(
        "burden.red",
        Weight.BARRIER,
        "KP1 4.2.1",
        share=Share.of(31, 50),
        amount=Money.of("1250.50", "BDT"),
        day=date(2026, 11, 22),
    )


def test_facts_are_shown_plainly_unless_told_otherwise(room: Path) -> None:
    assert text(burden(), "en", room) == (
        "The payments would take 62 % (31 of 50) of what is left, 1250.50 BDT from 2026-11-22."
    )


def test_how_facts_look_is_handed_in(room: Path) -> None:
    def show(value: Value) -> str:
        return f"<{type(value).__name__}>"

    assert text(burden(), "en", room, show) == "The payments would take <Share> of what is left, <Money> from <date>."
    several = Finding("burden.documents", Weight.NOTE, "KP1", documents=("id", "land deed"))
    assert text(several, "en", room) == "Still missing: id, land deed."
    assert text(several, "en", room, show) == "Still missing: <str>, <str>."


def test_what_a_fact_holds_is_never_read_as_a_place_for_another(room: Path) -> None:
    sly = Finding("burden.documents", Weight.NOTE, "KP1", documents=("{secret}", r"\1"), secret="told")
    assert text(sly, "en", room) == r"Still missing: {secret}, \1."


def test_a_fact_that_the_text_asks_for_must_be_there(room: Path) -> None:
    with pytest.raises(MissingFact, match=r"asks for \{count\}; the facts are: number") as refusal:
        text(Finding("too_many_lenders", Weight.NOTE, "KP1", number=4), "fr", room)
    assert (refusal.value.name, refusal.value.language) == ("count", "fr")


def test_a_code_without_any_text_is_an_error_and_not_a_blank(room: Path) -> None:
    with pytest.raises(NoWording, match="fr-SN, fr, en") as refusal:
        text(Finding("unheard_of", Weight.NOTE, "KP1"), "fr-SN", room)
    assert (refusal.value.code, refusal.value.locale, refusal.value.room) == ("unheard_of", "fr-SN", room)


def test_no_locale_leads_to_a_file_outside_the_room(room: Path) -> None:
    (room / "secret.toml").write_text('no_plan = "Secret."\n', encoding="utf-8")
    assert texts(room, "../secret") == {}
    assert text(no_plan(), "../secret", room) == "There is no plan yet."


def test_a_room_may_be_named_by_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "a_room_of_its_own"
    (package / "wording").mkdir(parents=True)
    (package / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    (package / "wording" / "en.toml").write_text('no_plan = "No plan."\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert text(no_plan(), "bn", "a_room_of_its_own") == "No plan."


def test_missing_codes_are_listed_by_language_without_falling_back(room: Path) -> None:
    codes = ["too_many_lenders", "no_plan", "burden.red", "no_plan"]
    assert missing_codes(codes, room, ["en"]) == {}
    assert missing_codes(codes, room, ["en", "fr", "ur", "bn"]) == {
        "fr": ["burden.red"],
        "ur": ["burden.red", "no_plan"],
        "bn": ["burden.red", "no_plan", "too_many_lenders"],
    }


def test_translations_that_ask_for_other_facts_are_listed(room: Path) -> None:
    assert places("burden.red", "en", room) == {"share", "amount", "day"}
    assert places("burden.red", "ur", room) == frozenset()
    assert uneven_codes(room, ["en", "fr", "ur", "bn"]) == {"fr": ["no_plan"]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param('a = "{count"', "brace", id="unclosed"),
        pytest.param('a = "count}"', "brace", id="unopened"),
        pytest.param('a = "{}"', "brace", id="nameless"),
        pytest.param('a = "{0}"', "brace", id="numbered"),
        pytest.param('a = "{count.real}"', "brace", id="attribute"),
        pytest.param('a = "{count:>10}"', "brace", id="format"),
        pytest.param('a = "{{count}}"', "brace", id="doubled"),
        pytest.param("a = 5", "not a text", id="number"),
        pytest.param('a = " "', "not a text", id="blank"),
        pytest.param("a = ", "not TOML", id="not-toml"),
        pytest.param('a = "x"\na = "y"', "not TOML", id="a-code-twice"),
    ],
)
def test_a_wording_file_that_cannot_be_used_is_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "en.toml").write_text(content, encoding="utf-8")
    with pytest.raises(BadWording, match=reason) as refusal:
        texts(tmp_path, "en")
    assert refusal.value.language == "en"

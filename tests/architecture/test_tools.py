"""The checks find what they are there to find."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from sankofa.project.translations import compile_all
from tools import contracts, messages, scans


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "home/somebody/notes",
        'path = "/' + 'root/x"',
        "https://py" + "pi.org/simple",
        "fixed in issue " + "#12",
        "written with Chat" + "G" + "PT",
    ],
)
def test_a_line_that_speaks_of_something_else_is_found(line: str) -> None:
    assert len(list(scans.wrong_in_line(line))) == 1


@pytest.mark.parametrize(
    "line", ["a page at /people/1/", "agent de crédit", "colour: #123456", "homework/", "the AI of Anguilla is AI"]
)
def test_a_line_about_the_project_is_left_alone(line: str) -> None:
    assert list(scans.wrong_in_line(line)) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<button\n onclick="go()">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<a hx-on:click="go()">',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<img src="//elsewhere.example/x.png">',
    ],
)
def test_what_the_content_policy_would_drop_is_found(text: str) -> None:
    assert list(scans.wrong_in_template(text, "x.html"))


def test_a_template_as_it_should_be_is_left_alone() -> None:
    text = '<script src="/static/x.js" defer></script><a href="https://elsewhere.example/">a link may lead out</a>'
    assert list(scans.wrong_in_template(text, "x.html")) == []


@pytest.mark.parametrize(
    "text",
    ["p{margin-left:1px}", "p{ left: 0 }", "p{text-align:right}", "p{float: left}", "p{border-top-left-radius:1px}"],
)
def test_left_and_right_in_styles_are_found(text: str) -> None:
    assert list(scans.wrong_in_styles(text, "x.css"))


@pytest.mark.parametrize(
    "text",
    [
        "p{margin-inline-start:1px}",
        "p{inset-inline: 0}",
        "p{text-align:start}",
        "/* left: no */",
        "p{left:0} /* physical: a map */",
    ],
)
def test_styles_that_mirror_are_left_alone(text: str) -> None:
    assert list(scans.wrong_in_styles(text, "x.css")) == []


def test_sentences_of_a_template_are_gathered_with_their_plural() -> None:
    template = """{% load i18n %}<p title="{% translate "A title" %}">
      {% blocktranslate trimmed count n=rows %}One row{% plural %}{{ n }} rows{% endblocktranslate %}
      {% translate "May" context "month" %}</p>"""
    found = [(said, context) for said, context, _ in messages.sentences(messages.as_python(template))]
    assert found == [("A title", None), (("One row", "%(n)s rows"), None), ("May", "month")]


@pytest.mark.parametrize(
    ("said", "translated", "is_right"),
    [
        pytest.param("%(n)s rows", "%(n)s lignes", True, id="same"),
        pytest.param("%(n)s rows", "lignes", False, id="dropped"),
        pytest.param("%(n)s rows", "%(m)s lignes", False, id="other"),
        pytest.param("{who} came", "{who} est venu", True, id="braces"),
        pytest.param("{who} came", "{qui} est venu", False, id="translated-name"),
        pytest.param("100 %% of %(n)s", "100 %% de %(n)s", True, id="per-cent"),
        pytest.param(("One row", "%(n)s rows"), ("Une ligne", "%(n)s lignes"), True, id="plural"),
        pytest.param(("One row", "%(n)s rows"), ("Une ligne", "lignes %(m)s"), False, id="plural-other"),
        pytest.param(("One row", "%(n)s rows"), ("Une ligne", ""), False, id="plural-missing"),
        pytest.param("A row", "", True, id="not-translated-yet"),
    ],
)
def test_a_translation_names_the_facts_of_its_sentence(
    said: str | tuple[str, str], translated: str | tuple[str, str], is_right: bool
) -> None:
    assert (list(messages.problems_of(Message(said, translated))) == []) is is_right


def catalogues(
    *translations: tuple[str, str | tuple[str, str], str | tuple[str, str], str | None],
) -> dict[str, Catalog]:
    """Return catalogues by their rooms, of: room, sentence, translation, context."""
    found: dict[str, Catalog] = {}
    for room, said, translated, context in translations:
        found.setdefault(room, Catalog(locale="fr", fuzzy=False)).add(said, translated, context=context)
    return found


@pytest.mark.parametrize(
    "rooms",
    [
        pytest.param((("cases", "Given", "Donné", None), ("loans", "Given", "Donné", None)), id="one-translation"),
        pytest.param((("cases", "May", "Peut", None), ("loans", "May", "Mai", "month")), id="told-apart-by-context"),
        pytest.param((("cases", "May", "Peut", None), ("loans", "May", "", None)), id="not-translated-yet"),
        pytest.param(
            (("cases", "Day", "Jour", None), ("loans", ("Day", "Days"), ("Jour", "Jours"), None)), id="counted"
        ),
    ],
)
def test_a_sentence_with_one_translation_is_left_alone(
    rooms: tuple[tuple[str, str | tuple[str, str], str | tuple[str, str], str | None], ...],
) -> None:
    assert list(messages.told_apart(catalogues(*rooms))) == []


def test_a_sentence_that_rooms_translate_differently_is_found_with_its_rooms() -> None:
    found = catalogues(
        ("accounts", "Answer", "Réponse", None),
        ("lenders", "Answer", "Répondre", None),
        ("surveys", "Answer", "Réponse", None),
        ("cases", "May", "Mai", "month"),
        ("loans", "May", "mai", "month"),
        ("cases", ("A day", "%(n)s days"), ("Un jour", "%(n)s jours"), None),
        ("loans", ("A day", "%(count)s days"), ("Une journée", "%(count)s jours"), None),
    )
    counted, answer, month = messages.told_apart(found)
    assert answer == (
        "'Answer' has 2 translations: 'Réponse' in accounts, surveys; 'Répondre' in lenders. "
        "Choose one, or say two things in English"
    )
    assert "'May' (month) has 2 translations: 'Mai' in cases; 'mai' in loans." in month
    assert "'A day' has 2 translations: 'Un jour / %(n)s jours' in cases" in counted


def test_no_sentence_of_the_house_has_two_translations() -> None:
    for language in (*messages.COMPLETE, *messages.GROWING):
        read = {}
        for room in messages.rooms():
            if (file := messages.catalogue_of(room, language)).exists():
                with file.open("rb") as opened:
                    read[room.name] = read_po(opened, locale=language)
        assert list(messages.told_apart(read)) == []
        assert len(read) > 1


def test_catalogues_keep_translations_and_say_nothing_of_when_they_were_written(tmp_path: Path) -> None:
    room = tmp_path / "room"
    file = messages.catalogue_of(room, "fr")
    file.parent.mkdir(parents=True)
    template = Catalog(fuzzy=False)
    template.add("Yes", locations=[("views.py", 1)])
    template.add("No", locations=[("views.py", 1)])
    catalogue = messages.updated(room, "fr", template)
    catalogue.get("Yes").string = "Oui"
    file.write_text(messages.text_of(catalogue), encoding="utf-8")
    without_no = Catalog(fuzzy=False)
    without_no.add("Yes", locations=[("views.py", 1)])
    text = messages.text_of(messages.updated(room, "fr", without_no))
    assert 'msgstr "Oui"' in text
    assert '#~ msgid "No"' in text
    assert "Date" not in text


def test_catalogues_are_compiled_once_and_again_when_they_change(tmp_path: Path) -> None:
    file = tmp_path / "room" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "Yes"\nmsgstr "Oui"\n\n#, fuzzy\nmsgid "No"\nmsgstr "Nom"\n'
    )
    (compiled,) = compile_all(tmp_path)
    assert b"Oui" in compiled.read_bytes()
    assert b"Nom" not in compiled.read_bytes()
    assert compile_all(tmp_path) == []


def test_the_contracts_leave_no_room_out() -> None:
    text = contracts.present_contracts()
    for floor in contracts.HOUSE:
        for room in floor:
            assert f"    {room}\n" in text or f"{room} |" in text or f"| {room}" in text or f"({room})" in text


@pytest.mark.parametrize(
    "source",
    [
        """told = f"{gettext('not known')}: {day}\"""",
        """told = f"{place or _('not known')}\"""",
        """told = f"{translation.ngettext('%(n)s day', '%(n)s days', 2)}\"""",
        """told = f"{pgettext('of a road', 'way'):>9}\"""",
    ],
)
def test_a_sentence_that_hides_within_an_f_string_is_found(source: str) -> None:
    assert len(list(messages.hidden(source))) == 1


def test_a_sentence_beside_an_f_string_is_left_alone() -> None:
    source = """unknown = gettext("not known")\ntold = gettext("%(a)s") % {"a": f"{unknown}: {day(1)}"}"""
    assert list(messages.hidden(source)) == []

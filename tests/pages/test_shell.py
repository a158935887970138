"""The frame of every page and its components: nothing inline, no fixed side, no need of a database."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from sankofa.shell.gallery import forms
from sankofa.shell.gallery import page as gallery
from sankofa.shell.templatetags.shell import NotAPercentage, bar, beside, icon

SHELL = Path(gallery.__file__).parents[1]
STATIC = SHELL / "static" / "shell"
TEMPLATES = SHELL / "templates"


@pytest.fixture
def request_for_a_page(rf: RequestFactory) -> HttpRequest:
    return rf.get("/gallery/")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def gallery_page(request: HttpRequest) -> str:
    return render_to_string("shell/gallery.html", {**gallery.frame(), **gallery.content()}, request)


def test_the_gallery_shows_every_component(request_for_a_page: HttpRequest) -> None:
    page = gallery_page(request_for_a_page)
    for words in (
        "Amina Rahman",
        "RF-26-004182-T",
        "28 of 31 answered",
        "fewer than 5",
        "Not provided",
        "Why can I see this?",
    ):
        assert words in page


def test_pages_obey_a_policy_without_anything_inline(request_for_a_page: HttpRequest) -> None:
    page = gallery_page(request_for_a_page)
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert "<style" not in page
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_pages_ask_no_one_else_for_anything(request_for_a_page: HttpRequest) -> None:
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", gallery_page(request_for_a_page))


def test_every_icon_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text()))
    texts = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    named = {name for text in texts for name in re.findall(r'\{% icon "([a-z]+)"', text)}
    assert named <= drawn
    assert set(gallery.ICONS) | {"mark"} == drawn


def test_every_class_a_template_names_has_a_style() -> None:
    style = (STATIC / "sankofa.css").read_text()
    styled = set(re.findall(r"\.([a-z][a-z-]*)", style))
    only_names: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        for written in re.findall(r'class="([^"]*)"', path.read_text()):
            for name in re.sub(r"\{[%{].*?[%}]\}", " ", written).split():
                assert name in styled | only_names, f"{path.name}: {name}"


def test_every_component_says_what_it_takes() -> None:
    for path in (TEMPLATES / "shell" / "components").glob("*.html"):
        assert path.read_text().startswith("{% comment %}"), path.name


@pytest.mark.parametrize("page", ["shell/broken.html", "shell/not_found.html", "shell/refused.html"])
def test_error_pages_stand_without_request_or_database(page: str) -> None:
    text = render_to_string(page)
    assert '<html lang="en" dir="ltr">' in text
    assert "<h1>" in text


def test_a_right_to_left_language_turns_the_page() -> None:
    with translation.override("ur"):
        assert 'lang="ur" dir="rtl"' in render_to_string("shell/not_found.html")


def test_the_readers_choice_of_theme_is_written_on_the_page() -> None:
    assert 'data-theme="dark"' in render_to_string("shell/not_found.html", {"theme": "dark"})
    assert "data-theme" not in render_to_string("shell/not_found.html")


def test_a_field_tells_its_mistake_and_points_to_it() -> None:
    form = forms.Shop({"name": ""})
    text = render_to_string("shell/components/field.html", {"field": form["name"]})
    assert 'id="id_name_error"' in text
    assert 'aria-describedby="id_name_error"' in text
    assert 'aria-invalid="true"' in text


def test_an_optional_field_says_so_in_words() -> None:
    assert "(optional)" in render_to_string("shell/components/field.html", {"field": forms.Shop()["notes"]})


def test_the_error_summary_leads_to_each_field() -> None:
    text = render_to_string("shell/components/error_summary.html", {"form": forms.Shop({})})
    assert 'href="#id_name"' in text
    assert 'href="#id_place_0"' in text


def test_without_mistakes_there_is_no_error_summary() -> None:
    assert render_to_string("shell/components/error_summary.html", {"form": forms.Shop()}).strip() == ""


@pytest.mark.parametrize(
    ("percent", "width"),
    [
        pytest.param(0, '"0"', id="nothing"),
        pytest.param(35, '"35"', id="whole"),
        pytest.param(Decimal("41.3"), '"41.3"', id="with-a-fraction"),
        pytest.param(100, '"100"', id="all"),
    ],
)
def test_a_bar_is_as_long_as_its_number_in_every_language(percent: int | Decimal, width: str) -> None:
    with translation.override("fr"):
        text = Template("{% load shell %}{% bar percent 'economic' %}").render(Context({"percent": percent}))
    assert f'class="fill" width={width}' in text
    assert 'aria-hidden="true"' in text


def test_what_is_not_known_is_not_an_empty_bar() -> None:
    assert "unknown" in bar(None, "social")
    assert "rect" not in bar(None, "social")
    assert bar(None) != bar(0)


@pytest.mark.parametrize("percent", [-1, 101, Decimal("100.1"), 0.35, True, "35"])
def test_a_bar_refuses_what_is_no_exact_percentage(percent: object) -> None:
    with pytest.raises(NotAPercentage):
        bar(percent)  # type: ignore[arg-type]


def test_an_icon_beside_words_is_silent_and_one_alone_speaks() -> None:
    assert 'aria-hidden="true"' in icon("search")
    assert 'role="img" aria-label="Find"' in icon("search", "Find")
    assert "aria-hidden" not in icon("search", "Find")


def test_arrows_turn_with_the_line_of_reading_and_clocks_do_not() -> None:
    assert "mirrors" in icon("back")
    assert "mirrors" not in icon("clock")


def test_a_row_shorter_than_its_headings_is_a_mistake() -> None:
    assert beside(["a", 1], ["Name", "Age"]) == [("Name", "a"), ("Age", 1)]
    with pytest.raises(ValueError, match="shorter"):
        beside(["a"], ["Name", "Age"])


def test_suppressed_numbers_show_neither_value_nor_bar() -> None:
    text = render_to_string(
        "shell/components/number.html", {"number": {"label": "Left", "few": True, "value": "3", "percent": 3}}
    )
    assert "fewer than 5" in text
    assert ">3" not in text
    assert "3<" not in text
    assert "<svg" not in text

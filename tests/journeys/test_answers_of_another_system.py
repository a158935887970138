"""A file of answers from another system comes in, is found wrong, and is taken back: as if it had not come."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
ADDRESS = "/forms/satisfaction/1/gather/"


def export(path: Path, rows: int) -> Path:
    """Write answers as KoboToolbox hands them out: a row a form, our names as headings, a number for each."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Satisfaction"
    sheet.append(["a1", "a2", "good", "_uuid", "_index"])
    for number in range(rows):
        sheet.append(["satisfied", "ok", "The listening.", str(uuid4()), number + 1])
    book.save(path)
    return path


def kept(product: Product) -> int:
    """How many filled forms are kept: those about nobody known wait, and are kept all the same."""
    return product.number("SELECT count(*) FROM surveys_arrival")


@pytest.mark.parametrize(
    ("language", "width", "keyboard"),
    [pytest.param("en", 1280, True, id="english-by-keyboard"), pytest.param("ur", 360, False, id="urdu-on-a-phone")],
)
def test_a_file_of_another_system_comes_in_and_is_taken_back(
    visitor: Send, product: Product, tmp_path: Path, language: str, width: int, *, keyboard: bool
) -> None:
    kamal = visitor(width=width, height=800, keyboard=keyboard)
    page, before = kamal.page, kept(product)
    kamal.sign_in("me.officer@example.org")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": product.url}])
    kamal.language = language
    kamal.go(ADDRESS)
    kamal.look("bring-in-answers")
    page.locator("input[type=file]").set_input_files(export(tmp_path / "kobo.xlsx", 3))
    kamal.hands.press(kamal.button("Look at the file"))
    expect(page.get_by_role("heading", level=1)).to_have_text(kamal.words("What is in the file"))
    kamal.look("what-is-in-the-file", dark=True)
    assert kept(product) == before
    kamal.hands.press(page.locator("button[name=let_in]"))
    expect(page.get_by_role("heading", level=1)).to_have_text(kamal.words("The forms are in"), timeout=30_000)
    kamal.look("answers-brought-in")
    assert kept(product) == before + 3

    kamal.hands.press(kamal.link("Take it back"))
    kamal.look()
    kamal.hands.press(kamal.button("Take the forms out"))
    expect(page.get_by_role("alert")).to_be_visible()
    kamal.hands.write(page.locator("input[name=reason], textarea[name=reason]"), "It was the file of another office.")
    kamal.hands.press(kamal.button("Take the forms out"))
    done = page.get_by_role("heading", level=1)
    expect(done).to_have_text(kamal.words("The forms were taken out again"), timeout=30_000)
    kamal.look("answers-taken-back")
    assert kept(product) == before

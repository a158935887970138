"""An office manager brings in a list as offices keep them, and gets back the rows that have to be put right."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from sankofa.project.demonstration.population import people
from sankofa.project.demonstration.sheet import write_messy_sheet
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
SEED, ROWS = 77, 60


@pytest.fixture(scope="module")
def messy_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of sixty people of Bangladesh whom the register does not know yet."""
    path = tmp_path_factory.mktemp("lists") / "Returnees November.xlsx"
    of_bangladesh = [person for person in people(SEED, 400, date(2026, 11, 1)) if person.country == "BD"]
    write_messy_sheet(of_bangladesh[:ROWS], path, SEED)
    return path


def send_file(farida: Visitor, path: Path) -> None:
    farida.hands.press(farida.page.get_by_role("navigation", name="Main").get_by_role("link", name="Files"))
    farida.look()
    farida.hands.press(farida.link("Send a file"))
    farida.look()
    farida.page.get_by_label("Your list").set_input_files(path)
    farida.hands.press(farida.button("Send and look at the columns"))


def test_a_messy_list_goes_in_and_its_wrong_rows_come_back_with_a_reason(
    visitor: Send, product: Product, messy_list: Path, tmp_path: Path
) -> None:
    farida = visitor()
    page = farida.page
    farida.sign_in("office.manager@example.org")
    farida.look()
    before = product.people()

    send_file(farida, messy_list)
    expect(page.get_by_role("heading", level=1)).to_have_text("What is in the columns?")
    farida.look("columns")
    farida.hands.press(farida.button("Check the rows"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check before anything is written", timeout=30_000)
    assert product.people() == before, "something was written before it was confirmed"
    farida.look("preview")

    let_in = page.get_by_role("button", name=re.compile(r"\d+ rows"))
    count = int(re.search(r"\d+", let_in.inner_text()).group())  # type: ignore[union-attr]
    assert count > ROWS / 2
    let_in.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your list is in", timeout=30_000)
    farida.look("list-receipt")
    assert product.people() == before + count

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rows to correct").click()
    goes_back = tmp_path / "goes back.xlsx"
    download.value.save_as(goes_back)
    rows = [row for row in openpyxl.load_workbook(goes_back).worksheets[0].iter_rows(values_only=True) if any(row)]
    head = next(number for number, row in enumerate(rows) if "What to correct" in row)
    reasons = [row[rows[head].index("What to correct")] for row in rows[head + 1 :]]
    assert reasons
    assert all(reasons), "a row comes back without its reason"

    farida.go("/")
    send_file(farida, messy_list)
    expect(page.get_by_role("status").first).to_contain_text("This file was sent before")
    farida.look()
    assert product.people() == before + count


def test_a_picture_is_not_a_list_and_the_page_says_so(visitor: Send, tmp_path: Path) -> None:
    photo = tmp_path / "photo.xlsx"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    farida = visitor(width=360, height=740)
    farida.sign_in("office.manager@example.org")
    send_file(farida, photo)
    expect(farida.page.get_by_role("alert")).to_be_focused()
    farida.look()

"""Where help is missing: from a gap to the help behind it and to the country on paper; and a list of services.

The list holds each other's names in two columns, as a public one does; it is made here and belongs to nobody.
"""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
HEADINGS = (
    "Organization", "Org. Acronym", "Project Sector", "Activities", "Status", "States", "LGA", "LGA PCode", "Year",
)  # fmt: skip
TAGS = (
    "#org+name", "#org+acronym", "#sector", "#activity+name", "#status", "#adm1+name", "#adm2+name", "#adm2+code",
    "#date+year",
)  # fmt: skip
HELPS = ("Sewing from home", "Repair of phones", "Keeping of bees", "Growing of mushrooms", "Baking of bread")
ENTRIES = "SELECT count(*) FROM provision_entry"
GAPS = "Where help is missing"


@pytest.fixture
def services(tmp_path: Path) -> Path:
    """A list of five helps: one stands there twice, one is over, one is nowhere."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    sheet.append(TAGS)
    rows = [(help_, "Ongoing", "Dhaka", "BD3026") for help_ in HELPS]
    rows += [
        (HELPS[0], "Ongoing", "Dhaka", "BD3026"),
        ("A closed course", "Completed", "Dhaka", "BD3026"),
        ("A course far away", "Ongoing", "Nowhere at all", None),
    ]
    for help_, status, district, code in rows:
        sheet.append(("SHK", "Shapla Hand Kendra", "Livelihoods", help_, status, "Dhaka", district, code, 2025))
    path = tmp_path / "Services of Dhaka.xlsx"
    book.save(path)
    return path


def test_from_a_gap_to_the_help_behind_it_and_to_the_country_on_two_pages_of_paper(visitor: Send) -> None:
    farida = visitor(width=1280, height=900)
    page, hands = farida.page, farida.hands
    farida.sign_in("office.manager@example.org")
    hands.press(farida.link("More"))
    hands.press(farida.way(GAPS))
    expect(page.get_by_role("heading", level=1, name=GAPS)).to_be_visible()
    farida.look("help-missing")

    women = page.locator("section#women")
    hands.press(women.get_by_role("link", name=re.compile("^Work and money, One person: ")))
    expect(page.get_by_role("heading", level=1, name="Women: Work and money")).to_be_visible()
    farida.look("help-missing-part")
    behind = farida.part("Checked").get_by_role("listitem").get_by_role("link").first
    name = behind.inner_text()
    hands.press(behind)
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Who can use it")).to_be_visible()
    farida.look()

    page.go_back()
    hands.press(page.get_by_role("main").get_by_role("link", name=GAPS))
    expect(page).to_have_url(re.compile("#women$"))
    hands.press(farida.link("The country on two pages"))
    expect(page.get_by_role("heading", level=1, name="Help in Bangladesh")).to_be_visible()
    expect(farida.part("What there is")).to_contain_text(name)
    farida.look("country-profile", dark=True)
    with page.expect_download() as download:
        farida.link("Two pages of paper (PDF)").click()
    printed = pypdfium2.PdfDocument(BytesIO(Path(download.value.path()).read_bytes()))
    assert len(printed) == 2
    said = " ".join(leaf.get_textpage().get_text_range() for leaf in printed)
    assert "Help in Bangladesh" in said
    assert "What is missing" in said


def test_gaps_and_the_country_are_read_in_urdu_on_a_small_phone(visitor: Send) -> None:
    ayesha = visitor(width=360, height=740)
    page, hands = ayesha.page, ayesha.hands
    ayesha.sign_in("caseworker.pk@example.org", language="ur")
    ayesha.go("/help/gaps/")
    expect(page.get_by_role("heading", level=1)).to_have_text(ayesha.words(GAPS))
    ayesha.look()
    page.get_by_role("group").filter(has_text=ayesha.words("Choose a place and a group")).locator("summary").click()
    page.locator("select[name=group]").select_option("from_india")
    hands.press(ayesha.button("Show"))
    expect(page.locator("table.gap-table")).to_have_count(1)
    expect(page.locator("section#from_india")).to_be_visible()
    ayesha.look()
    hands.press(ayesha.link("The country on two pages"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("پاکستان")
    ayesha.look()


def test_a_list_of_services_is_looked_at_row_by_row_goes_in_and_is_taken_back(
    visitor: Send, product: Product, services: Path
) -> None:
    farida = visitor(width=1280, height=900)
    page, hands = farida.page, farida.hands
    main = page.get_by_role("main")
    farida.sign_in("office.manager@example.org")
    before = product.number(ENTRIES)
    farida.go("/help/lists/")
    farida.look("lists-of-services")
    hands.press(farida.link("Send a list (spreadsheet)"))
    page.locator("input[type=file]").set_input_files(services)
    hands.press(farida.button("Send and look at the columns"))
    farida.look()
    hands.press(farida.button("Check the rows"))
    expect(page).to_have_url(re.compile("/rows/"))

    expect(main).to_contain_text(
        "Organization: The short names stand in this column, such as SHK.", use_inner_text=True
    )
    assert main.inner_text().count("stand in this column") == 2, "it is told once of each column, and of no row"
    farida.look("list-of-services")
    for number, verdict, why in (
        (3, "Goes in", "All in order"),
        (8, "Already there", "Row 3 says the same already."),
        (9, "Goes back", "Completed"),
        (10, "Goes back", "Nowhere at all"),
    ):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=str(number), exact=True))
        expect(row).to_contain_text(verdict)
        expect(row).to_contain_text(why)
    assert product.number(ENTRIES) == before, "something was written before it was confirmed"

    hands.press(main.locator("form button.primary"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your list is in")
    farida.look()
    assert product.number(ENTRIES) == before + len(HELPS)
    receipt = page.url.removeprefix(product.url)
    hands.press(farida.link("See what came in"))
    hands.press(page.get_by_role("rowheader").get_by_role("link").first)
    expect(page.get_by_role("heading", level=1, name=f"{HELPS[0]} (Shapla Hand Kendra)")).to_be_visible()
    expect(main).to_contain_text("Reported, not checked (as of 2025)")
    expect(main).to_contain_text("From row 3 of a list of services")
    assert "file:" not in main.inner_text(), "a key of ours tells nobody anything"
    farida.look()

    farida.go(receipt)
    hands.press(farida.link("Take this list back"))
    expect(main).to_contain_text("5 rows can go out again")
    farida.look()
    hands.write(page.locator("input[name=reason]"), "It is the list of another year.")
    hands.press(farida.button("Go on to a second look"))
    hands.press(farida.button("Take the list back"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The list was taken back")
    farida.look()
    assert product.number(ENTRIES) == before

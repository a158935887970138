"""A list that should not have come is taken back and sent again; one whose people are there already is stopped."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
SENT_BY_MISTAKE = (
    "Monowara Borhan", "Kuddus Prodhan", "Shefali Gayen", "Delwar Munshi", "Jorina Bepari", "Mokbul Fakir",
    "Sabitri Halder", "Taleb Majhi", "Kohinoor Patwari", "Sirajul Gazi", "Lutfa Dhali", "Babul Khandaker",
)  # fmt: skip
NAMES = (
    "Amina Shinwari", "Karim Sheraz", "Rahima Tanoli", "Nadeem Qazmi", "Zahra Lodhi", "Imran Dogar", "Sadia Bhutta",
    "Bilal Warraich", "Hina Gondal", "Usman Sumra", "Farah Mengal", "Tariq Jatoi",
)  # fmt: skip
NEW = ("Yusra Kakar", "Junaid Rind", "Mahnoor Leghari")


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write a list as offices keep it: a title, headings in two rows, a district that reaches over all its people."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Returnees, second half of the year"])
    sheet.append(["District", "Person", None, None, None, "Return", None])
    sheet.append([None, "Name", "Sex", "Born", "Phone", "Country", "Date"])
    for row in rows:
        sheet.append([None, *row])
    for merged in ("A1:G1", "A2:A3", "B2:E2", "F2:G2", f"A4:A{3 + len(rows)}"):
        sheet.merge_cells(merged)
    book.save(path)
    return path


def line(
    number: int, name: str, *, born: int = 1970, returned: str = "14/03/2021", phone: str = "+92300"
) -> list[object]:
    return [name, "F" if number % 2 else "M", born + number, f"{phone}{4_100_000 + number}", "Oman", returned]


def send(visitor: Visitor, path: Path) -> None:
    """Send a list and go on to what becomes of its rows."""
    visitor.go("/files/send/")
    visitor.page.locator("input[type=file]").set_input_files(path)
    visitor.hands.press(visitor.button("Send and look at the columns"))
    visitor.look()
    visitor.hands.press(visitor.button("Check the rows"))
    expect(visitor.page).to_have_url(re.compile("/(rows|brake)/"), timeout=30_000)


def let_in(visitor: Visitor) -> str:
    """Let the good rows in, and return the address of the receipt."""
    page = visitor.page
    visitor.hands.press(page.get_by_role("main").locator("form button.primary"))
    expect(page).to_have_url(re.compile("/receipt/"), timeout=30_000)
    return page.url.removeprefix(visitor.product.url)


def test_a_messy_list_is_taken_back_wholly_and_the_same_list_comes_again(
    visitor: Send, product: Product, tmp_path: Path
) -> None:
    rows = [line(number, name, phone="01712") for number, name in enumerate(SENT_BY_MISTAKE, 500)]
    rows = [[name, sex, 1980, phone, country, day] for name, sex, _, phone, country, day in rows]
    rows += [
        ["Nobody Knows", "F", 1980, "01712999999", "Atlantis", "14/03/2021"],
        [None, "M", 1981, None, "Oman", None],
    ]
    messy = workbook(tmp_path / "Second half.xlsx", rows)
    farida = visitor(keyboard=True)
    page = farida.page
    farida.sign_in("office.manager@example.org")
    before = product.people()

    send(farida, messy)
    farida.look()
    for said in ("Goes in", "Goes back", "Atlantis"):
        expect(page.get_by_role("main")).to_contain_text(said)
    let_in(farida)
    assert product.people() == before + len(SENT_BY_MISTAKE)
    with page.expect_download() as download:
        farida.hands.reach(page.get_by_role("link", name="Download the rows to correct"))
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "back.xlsx")
    back = list(openpyxl.load_workbook(tmp_path / "back.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row for row in back if "Nobody Knows" in row]

    farida.turn_to(360, 740)
    farida.hands.press(farida.link("Take this list back"))
    farida.look("taking-a-list-back")
    farida.hands.write(page.locator("input[name=reason]"), "It is last year's list.")
    farida.hands.press(farida.button("Go on to a second look"))
    expect(page.get_by_role("main")).to_contain_text("12 rows can go out again")
    farida.look()
    farida.hands.press(farida.button("Take the list back"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The list was taken back", timeout=30_000)
    farida.look()
    assert product.people() == before
    farida.go("/people/?q=Borhan")
    expect(page.get_by_role("status")).to_contain_text("Nobody")

    send(farida, messy)
    let_in(farida)
    assert product.people() == before + len(SENT_BY_MISTAKE)


def test_a_list_whose_people_are_there_is_stopped_and_only_the_others_go_in(
    visitor: Send, product: Product, tmp_path: Path
) -> None:
    """In Urdu, on a phone."""
    first = workbook(tmp_path / "first.xlsx", [line(number, name) for number, name in enumerate(NAMES)])
    others = [line(number, name) for number, name in enumerate(NEW, 50)]
    heard = [line(number, name.replace("a", "aa", 1), born=1971) for number, name in enumerate(NAMES)]
    again = workbook(tmp_path / "again.xlsx", [*heard, *others])
    ayesha = visitor(width=360, height=740)
    page = ayesha.page
    ayesha.sign_in("caseworker.pk@example.org", language="ur")
    send(ayesha, first)
    let_in(ayesha)
    before = product.people()
    send(ayesha, again)
    expect(page).to_have_url(re.compile("/brake/"))
    ayesha.look("list-stopped", dark=True)
    ayesha.hands.choose(page.locator("input[name=how]"), 0)
    ayesha.hands.press(ayesha.button("Go on"))
    ayesha.look()
    assert product.people() == before
    button = page.get_by_role("main").locator("form button.primary").inner_text()
    others_in = int(re.search(r"\d+", button).group())  # type: ignore[union-attr]
    assert 0 < others_in <= len(NEW), "those who look like nobody, and none of those who were there"
    let_in(ayesha)
    ayesha.look()
    assert product.people() == before + others_in

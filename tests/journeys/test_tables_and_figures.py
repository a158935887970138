"""Tables and figures: a supervisor looks, takes a file, makes the version for sharing; one that tells is refused."""

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
TABLE_2 = "/tables/?rows=sex&score=composite"


def test_a_table_is_looked_at_divided_and_taken_for_the_office(visitor: Send, tmp_path: Path) -> None:
    rahim = visitor(width=360, height=740, keyboard=True)
    page, hands = rahim.page, rahim.hands
    rahim.sign_in("supervisor@example.org")
    hands.press(rahim.link("More"))
    hands.press(rahim.way("Tables and figures"))
    rahim.look("tables-and-figures")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Not for sharing")
    hands.press(rahim.link("Table 2: by sex"))
    expect(main).to_contain_text("Overall, by: Sex")
    rahim.look()
    rahim.go("/tables/?rows=education&columns=sex&score=composite&is_screened=on")
    expect(main).to_contain_text("The mapping’s survey left 51 of 614 out in this way.")
    rahim.look("table-screened")
    hands.choose(page.locator("input[name=format]"), 1)
    with page.expect_download() as download:
        rahim.button("Take the file, not for sharing").click()
    download.value.save_as(tmp_path / "office.csv")
    with (tmp_path / "office.csv").open(encoding="utf-8-sig", newline="") as held:
        lines = list(csv.reader(held))
    assert {line[-2] for line in lines[1:]} == {"not for sharing"}


def test_the_version_for_sharing_is_made_and_one_that_tells_too_much_is_not(visitor: Send) -> None:
    rahim = visitor(width=1280, height=900)
    page, hands = rahim.page, rahim.hands
    rahim.sign_in("supervisor@example.org")
    rahim.go("/tables/?rows=group&score=composite")
    hands.write(page.locator("input[name=purpose]"), "yearly report to the ministry")
    hands.press(rahim.button("Make the version for sharing"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("For sharing")
    expect(main).to_contain_text("yearly report to the ministry")
    rahim.look("table-for-sharing")
    rahim.go("/tables/?rows=wanted&columns=sex&score=composite")
    hands.write(page.locator("input[name=purpose]"), "which help is wanted, by sex")
    hands.press(rahim.button("Make the version for sharing"))
    expect(main).to_contain_text("This table cannot be shared")
    rahim.look("table-not-shared")
    rahim.go("/tables/taken/")
    expect(main).to_contain_text("Rahim Uddin")
    rahim.look()


def test_the_tables_are_read_in_urdu(visitor: Send) -> None:
    for width in (360, 1280):
        one = visitor(width=width, height=800)
        one.sign_in("supervisor@example.org")
        cookie = {"name": "django_language", "value": "ur", "url": one.product.url}
        one.page.context.add_cookies([cookie])
        one.language = "ur"
        one.go(TABLE_2)
        expect(one.page.locator("html")).to_have_attribute("dir", "rtl")
        one.look(f"tables-urdu-{width}")

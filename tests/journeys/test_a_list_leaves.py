"""A list leaves the register: a short one is taken by one person, a long one once a second person has agreed."""

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


def _ask(visitor: Visitor, purpose: str, *, is_short: bool = False) -> str:
    """Ask for a list with names as a text table, of everybody or of a few; return the address of its page."""
    page, hands = visitor.page, visitor.hands
    hands.press(visitor.link("More"))
    hands.press(visitor.way("Lists taken out"))
    visitor.look("lists-taken-out")
    hands.press(visitor.link("Take out a list"))
    visitor.look("take-out-a-list")
    if is_short:  # the countries from which fewest came back stand last
        countries = page.locator("select[name=destination] option")
        page.locator("select[name=destination]").select_option(index=countries.count() - 1)
    hands.tick(page.locator("input[name=groups][value=name]"))
    hands.choose(page.locator("input[name=format]"), 1)
    hands.write(page.locator("textarea[name=purpose]"), purpose)
    hands.press(visitor.button("Ask for the list"))
    expect(page.get_by_role("main")).to_contain_text(purpose)
    visitor.look()
    return page.url.removeprefix(visitor.product.url)


def _taken(visitor: Visitor, path: Path) -> list[list[str]]:
    """Take the list that is ready, and return its rows."""
    button = visitor.button("Take the list")
    with visitor.page.expect_download() as download:
        button.click()
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as held:
        return list(csv.reader(held))


def test_a_short_list_is_taken_alone_and_a_long_one_when_another_agrees(visitor: Send, tmp_path: Path) -> None:
    rahim = visitor(width=360, height=740, keyboard=True)
    rahim.sign_in("supervisor@example.org")
    _ask(rahim, "visit to those who came from there", is_short=True)
    assert len(_taken(rahim, tmp_path / "short.csv")) > 2, "headings, their tags, and somebody"

    long = _ask(rahim, "quarterly report to the ministry, March")
    rahim.hands.press(rahim.button("Ask a second person"))
    rahim.look("list-proposed")
    expect(rahim.button("Approve")).to_have_count(0)

    farida = visitor(width=360, height=740, keyboard=True)
    farida.sign_in("office.manager@example.org")
    farida.go("/approvals/")
    farida.look()
    farida.hands.press(farida.link("Take a list out of the register"))
    expect(farida.page.get_by_role("main")).to_contain_text("quarterly report to the ministry, March")
    farida.look("list-decided")
    farida.hands.press(farida.button("Approve"))
    expect(farida.page.get_by_role("main")).to_contain_text("Approved and done")

    rahim.go(long)
    rahim.look()
    assert len(_taken(rahim, tmp_path / "long.csv")) > 50

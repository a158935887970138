"""Somebody is added by hand and corrected: search first, asked back, a receipt, both versions in the history."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param({"keyboard": True}, id="by-keyboard"),
        pytest.param({"has_script": False, "width": 360, "height": 740}, id="without-script-on-a-phone"),
    ],
)
def test_somebody_is_added_after_a_search_and_corrected_with_both_versions_kept(
    visitor: Send, ways: dict[str, object]
) -> None:
    nasima = f"Qamrun{'k' if 'by_keyboard' in ways else 'w'}"
    shirin = visitor(**ways)
    page, hands = shirin.page, shirin.hands
    shirin.sign_in("caseworker@example.org")
    shirin.go("/people/")
    hands.press(shirin.link("Add a person"))
    shirin.look()
    hands.write(page.locator("#first-q"), f"{nasima} Zorn")
    hands.press(page.locator("main").get_by_role("button", name="Search"))
    shirin.look()
    hands.press(shirin.button("Go on with a new person"))
    hands.choose(page.locator("input[name=kind]"), 0)
    hands.choose(page.locator("input[name=sex]"), 0)
    hands.write(page.locator("input[name=phone]"), "0171234567")
    hands.write(page.locator("input[name=left]"), "2016")
    hands.press(shirin.button("Add to the register"))
    expect(page.get_by_role("main")).to_contain_text("numbers of that country usually have 10")
    shirin.look()
    hands.tick(page.locator("input[name=looked_again]"))
    hands.press(shirin.button("Add to the register"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{nasima} Zorn is in the register")
    shirin.look()
    hands.press(shirin.link("Go to the page of the person"))
    person = page.url.removeprefix(shirin.product.url)
    shirin.go(f"{person}correct/names/")
    shirin.look()
    hands.write(page.locator("input[name=family_name]"), "Khatun")
    hands.choose(page.locator("input[name=because]"), 1)
    hands.press(shirin.button("Save"))
    shirin.look()
    shirin.go(f"{person}history/")
    shirin.look()
    first = page.locator("main tbody tr").first
    expect(first).to_contain_text("Family name")
    for told in ("Zorn", "Khatun", "It was seen on a paper", "Shirin"):
        expect(first).to_contain_text(told)

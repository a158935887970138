"""The open door in a real browser: a small phone, without script, in two languages; the way out; how much it weighs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
WEIGHT_MAX = 40 * 1024


def asked(somebody: Visitor, language: str) -> None:
    """Go by taps to the page that asks how to reach somebody."""
    somebody.go("/reach/")
    if language != "en":
        somebody.page.locator(f"button[value={language}]").click()
        somebody.language = language
    somebody.look()
    somebody.hands.press(somebody.link("18 or older"))
    somebody.look()
    somebody.page.locator('main a[href$="/BD.60/"]').click()
    somebody.look()
    somebody.page.locator('main a[href$="/BD.60.91/"]').click()


@pytest.mark.parametrize("has_script", [True, False], ids=["with-script", "without"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_somebody_on_an_old_phone_says_how_to_reach_them_and_takes_it_back(
    visitor: Send, product: Product, language: str, has_script: bool
) -> None:
    somebody = visitor(width=360, height=640, has_script=has_script)
    asked(somebody, language)
    page = somebody.page
    somebody.look()
    page.locator("button.primary").click()
    expect(page.get_by_role("alert")).to_be_visible()
    somebody.look()
    page.locator("input[name=name]").fill("Zqnasima")
    page.locator("input[name=phone]").fill("01712345678")
    page.locator("input[name=word]").fill("mango")
    for name, value in (("need", "talk"), ("whose", "own"), ("hours", "any"), ("may_call", "yes")):
        page.locator(f"input[name={name}][value={value}]").check()
    page.locator("button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(somebody.words("We have it"))
    somebody.look()
    number = page.locator(".receipt").first.inner_text()
    assert number.startswith("R-")
    assert number not in page.url
    somebody.hands.press(somebody.link("Take it back"))
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=word]").fill("mango")
    somebody.look()
    page.locator("button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(somebody.words("It is taken back"))


def test_the_first_page_weighs_little_and_three_times_shift_leaves_without_a_trace(visitor: Send) -> None:
    somebody = visitor(width=360, height=640)
    page, weights = somebody.page, []
    page.on("response", lambda answer: weights.append(len(answer.body())))
    somebody.go("/reach/")
    page.wait_for_load_state("networkidle")
    assert sum(weights) <= WEIGHT_MAX, f"{sum(weights)} bytes"
    assert len(weights) == 3, "the page, its style and its script"
    for _time in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("about:blank")
    page.go_back()
    assert "/reach/" not in page.url


def test_the_button_leaves_at_once_without_script(visitor: Send) -> None:
    somebody = visitor(width=360, height=640, has_script=False)
    asked(somebody, "en")
    somebody.page.locator("a.leave").click()
    somebody.page.wait_for_url("about:blank")

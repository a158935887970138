"""Help in a real browser: a caseworker checks what ran out and sees what fits; a visitor finds help in Urdu."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
WEIGHT_MAX = 40 * 1024
RAN_OUT = "District Employment and Manpower Offices"


def test_a_caseworker_sees_what_fits_somebody_and_checks_what_ran_out(visitor: Send) -> None:
    shirin = visitor()
    page, hands = shirin.page, shirin.hands
    shirin.sign_in("caseworker@example.org")
    talk.find(shirin, talk.newest(shirin))
    expect(page.get_by_role("heading", name="Help that fits")).to_be_visible()
    hands.press(shirin.link("All help near"))
    shirin.look("help-that-fits")
    expect(page.get_by_role("heading", level=1, name="Help that fits")).to_be_visible()
    page.get_by_role("main").locator("h3 a").first.click()
    shirin.look()
    expect(page.get_by_role("heading", name="Who can use it")).to_be_visible()
    shirin.go("/help/check/")
    shirin.look("help-to-check")
    hands.press(page.get_by_role("link", name=RAN_OUT))
    hands.press(shirin.link("Write down a check"))
    shirin.look()
    hands.press(shirin.button("Save the check"))
    expect(page.get_by_role("alert")).to_be_visible()
    for name in ("phone_so", "place_so", "rules_so"):
        page.locator(f"input[name={name}][value=yes]").check()
    hands.press(shirin.button("Save the check"))
    expect(page.get_by_text("It is offered to people until", exact=False).first).to_be_visible()
    shirin.look("help-entry")
    shirin.go("/help/check/")
    expect(page.get_by_role("link", name=RAN_OUT)).to_have_count(0)


@pytest.mark.parametrize("has_script", [True, False], ids=["with-script", "without"])
def test_a_visitor_finds_help_in_urdu_on_a_small_phone_without_a_name(
    visitor: Send, product: Product, has_script: bool
) -> None:
    somebody = visitor(width=360, height=640, has_script=has_script)
    page = somebody.page
    weights: list[int] = []
    somebody.go("/find-help/BD/")
    page.locator("button[value=ur]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    somebody.language = "ur"
    page.on("response", lambda answer: weights.append(len(answer.body())))
    somebody.go("/find-help/BD/")
    page.wait_for_load_state("networkidle")
    assert sum(weights) <= WEIGHT_MAX, f"{sum(weights)} bytes"
    somebody.look()
    page.locator('main a[href$="/BD.60.91/"]').click()
    somebody.look()
    page.locator('main a[href$="/trade/"]').click()
    expect(page.locator("main section").first).to_be_visible()
    somebody.look("help-for-everybody")
    somebody.hands.press(somebody.link("As short messages"))
    somebody.look()
    expect(page.locator('a[href^="sms:"]').first).to_be_visible()
    if has_script:
        for _time in range(3):
            page.keyboard.press("Shift")
        page.wait_for_url("about:blank")

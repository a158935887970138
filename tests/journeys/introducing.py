"""Introducing somebody to a lender: the consent for this lender alone, then what is wished for, checked and sent."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

LENDER = "Gram Unnayan"
OFFERED = re.compile(rf"^{LENDER}\s?: Shop loan$")
"""What is offered, by its name; French leaves a space before the colon."""


def agree(visitor: Visitor, who: str, *, look: bool = False) -> None:
    """Read the text for this lender aloud, and hear a yes to what it may know; begins where consent is asked for."""
    page, hands = visitor.page, visitor.hands
    hands.press(visitor.link("Ask for consent").first)
    hands.choose(page.locator("input[name=company]"), 0)
    hands.choose(page.locator("input[name=back]"), 0)
    for box in page.locator("input[name=parts]").all():
        hands.tick(box)
    hands.choose(page.locator("input[name=said]"), 0)
    hands.choose(page.locator("input[name=how]"), 0)
    if look:
        visitor.look()
    hands.press(visitor.button("Continue"))
    if look:
        visitor.look()
    hands.press(visitor.button("Record the answers of %(name)s", name=who))
    expect(page).to_have_url(re.compile("/sittings/"))


def send(visitor: Visitor, *, pictures: tuple[str, str] | None = None) -> str:
    """Write what is wished for, check it, and send it; return the address of the introduction."""
    page, hands = visitor.page, visitor.hands
    hands.write(page.locator("input[name=amount]"), "12000")
    hands.write(page.locator("input[name=months]"), "12")
    hands.write(page.locator("textarea[name=purpose]"), "Cloth for the shop, before the feast")
    if pictures:
        visitor.look(pictures[0])
    hands.press(visitor.button("Look at it once more"))
    if pictures:
        visitor.look(pictures[1])
    hands.press(visitor.button("Send this to %(lender)s", lender=LENDER))
    expect(page.get_by_text(visitor.words("Sent to %(lender)s.", lender=LENDER))).to_be_visible()
    return page.url.removeprefix(visitor.product.url)

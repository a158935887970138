"""An introduction to a lender in a real browser: consent, check, send, the lender asks and answers, the person decides.

Then it is sent once more, and taken back while the lender's page is open.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.introducing import OFFERED, agree, send
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
WHO = "Shahida Parvez"


@pytest.fixture
def somebody_whom_a_loan_fits(product: Product) -> None:
    given, family = WHO.split()
    question = "SELECT count(*) FROM returnees_person WHERE given_name = ? AND family_name = ?"
    if not product.number(question, given, family):
        pytest.skip(f"the demonstration holds no {WHO}, with whom a loan was looked at")


def _found(visitor: Visitor) -> str:
    """Find the person and return the address of her page."""
    visitor.hands.write(visitor.page.get_by_role("searchbox").first, WHO)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.hands.press(visitor.page.get_by_role("listitem").filter(has_text=WHO).get_by_role("link").first)
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(WHO)
    return visitor.page.url.removeprefix(visitor.product.url)


def _sent(visitor: Visitor, person: str, *, look: bool) -> str:
    """Write what is wished for, check it, and send it; return the address of the introduction."""
    visitor.go(f"{person}lenders/")
    visitor.hands.press(_offer(visitor))
    return send(visitor, pictures=("introduction", "introduction-check") if look else None)


def _offer(visitor: Visitor) -> Locator:
    """Return the way to introduce somebody; above it may stand where they were introduced before."""
    return visitor.page.get_by_role("link", name=OFFERED).last


def _newest(visitor: Visitor) -> str:
    """Open what was sent last, and return its address."""
    visitor.go("/lender-desk/")
    visitor.hands.press(visitor.page.get_by_role("main").get_by_role("rowheader").get_by_role("link").first)
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(WHO)
    return visitor.page.url.removeprefix(visitor.product.url)


@pytest.mark.usefixtures("somebody_whom_a_loan_fits")
def test_somebody_is_introduced_asked_answered_and_decides_and_takes_the_next_one_back(visitor: Send) -> None:
    shirin, tanvir = visitor(), visitor(width=360, height=740)
    shirin.sign_in("caseworker@example.org")
    person = _found(shirin)
    shirin.go(f"{person}lenders/")
    shirin.look()
    shirin.hands.press(_offer(shirin))
    if shirin.link("Ask for consent").count():
        agree(shirin, WHO)
    introduction = _sent(shirin, person, look=True)
    shirin.look("introduction-sent")

    tanvir.sign_in("lender.officer@example.org")
    tanvir.hands.press(tanvir.link("Sent to you"))
    tanvir.look("lender-desk")
    packet = _newest(tanvir)
    tanvir.look("lender-packet")
    tanvir.hands.press(tanvir.link("Ask the office"))
    tanvir.hands.write(tanvir.page.locator("textarea[name=text]"), "Who would guarantee?")
    tanvir.hands.press(tanvir.button("Send the question"))

    shirin.go(introduction)
    shirin.hands.press(shirin.link("Ask the person, then answer"))
    shirin.hands.write(shirin.page.locator("textarea[name=text]"), "Her brother, who has a shop.")
    shirin.hands.tick(shirin.page.locator("input[name=is_agreed]"))
    shirin.hands.press(shirin.button("Send the answer"))

    tanvir.go(packet)
    expect(tanvir.page.get_by_text("Her brother, who has a shop.")).to_be_visible()
    tanvir.hands.press(tanvir.link("Give your answer"))
    tanvir.hands.choose(tanvir.page.locator("input[name=outcome]"), 0)
    tanvir.hands.write(tanvir.page.locator("textarea[name=words]"), "Come on Monday with your brother.")
    tanvir.look()
    tanvir.hands.press(tanvir.button("Give this answer"))

    shirin.go(introduction)
    shirin.look("introduction-answered")
    shirin.hands.press(shirin.link("Note the decision"))
    shirin.hands.choose(shirin.page.locator("input[name=is_taken]"), 0)
    shirin.hands.press(shirin.button("Note the decision"))
    expect(shirin.page.get_by_text("Taken by the person").first).to_be_visible()

    _sent(shirin, person, look=False)
    again = _newest(tanvir)
    assert again != packet
    shirin.hands.press(shirin.link("Take the consent back"))
    shirin.hands.tick(shirin.page.locator("input[name=topics][value^='credit_referral.']"))
    shirin.hands.press(shirin.button("Take it back now"))
    tanvir.go(again)
    tanvir.look("lender-packet-taken-back")
    expect(tanvir.page.get_by_role("heading", name="Taken back")).to_be_visible()
    expect(tanvir.page.get_by_role("main")).not_to_contain_text(WHO)

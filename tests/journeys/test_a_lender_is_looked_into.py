"""A lender comes on the list with a product and all its terms; it is compared, looked into, and decided by another."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.introducing import LENDER
from tests.journeys.test_the_tour import press
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
NEW = "Nodi Credit Cooperative"
OFFER = "Boat loan"
TERMS = {
    "name": OFFER,
    "least": "1000",
    "most": "20000",
    "months_most": "12",
    "rate_percent": "24",
    "fee_once": "0",
    "fee_percent": "3",
    "insurance_percent": "1",
    "compulsory_savings_percent": "10",
    "guarantors": "1",
    "from_on": "2026-01-01",
    "said_by": "their leaflet",
}


def entered(rahim: Visitor) -> str:
    """A lender, and a product with every parameter; return the lender's address."""
    page, hands = rahim.page, rahim.hands
    rahim.go("/lenders/add/")
    rahim.look()
    hands.write(page.locator("[name=name]"), NEW)
    page.locator("[name=kind][value=cooperative]").check()
    hands.write(page.locator("[name=said_by]"), "a visit to their office")
    hands.write(page.locator("[name=complaints]"), "call 16236")
    press(rahim, "Add it")
    expect(page.get_by_role("heading", level=1)).to_have_text(NEW)
    lender = page.url.removeprefix(rahim.product.url)
    press(rahim, "Add a product")
    for name, text in TERMS.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=currency]").select_option("BDT")
    page.locator("[name=frequency]").select_option("month")
    page.locator("[name=rate_basis]").select_option("flat_year")
    rahim.look()
    press(rahim, "Add it")
    expect(page.get_by_role("main")).to_contain_text("to pay back for every 100")
    rahim.look()
    return lender


def compared(rahim: Visitor) -> None:
    """Two offers beside saving first and no loan; the sheet to print asks back in the person's words."""
    page = rahim.page
    rahim.go("/lenders/compare/")
    rahim.look()
    for offer in (OFFER, "Shop loan"):
        page.locator("main label", has_text=offer).first.click()
    page.locator("[name=amount]").fill("10000")
    page.locator("[name=months]").fill("10")
    page.locator("[name=income]").fill("2500")
    press(rahim, "Set them side by side")
    for name in (NEW, LENDER):
        expect(page.locator(".offers")).to_contain_text(name)
    press(rahim, "Show the sheet")
    expect(page.get_by_role("heading", name="Ask back")).to_be_visible()
    expect(page.get_by_text("Print this page.", exact=False)).to_be_visible()


def looked_into(rahim: Visitor, lender: str) -> str:
    """One question answered with what shows it, handed in, and a no proposed; return where it waits."""
    page, hands = rahim.page, rahim.hands
    rahim.go(lender)
    press(rahim, "Look into it")
    press(rahim, "Answer the next question")
    page.locator("[name=answer]").first.check()
    page.locator("[name=verified_by]").first.check()
    hands.write(page.locator("[name=evidence]"), "their register of members")
    rahim.look()
    press(rahim, "Save and go on")
    rahim.go(lender)
    hands.press(page.get_by_role("main").locator("a[href*='/lenders/assessments/']").first)
    press(rahim, "Hand it in")
    page.locator("[name=outcome][value=refused]").check()
    hands.write(page.locator("[name=conditions]"), "Too little is known of them yet.")
    rahim.look()
    press(rahim, "Propose it")
    expect(page).to_have_url(re.compile("/approvals/"))
    return page.url.removeprefix(rahim.product.url)


def test_a_lender_is_entered_compared_looked_into_by_one_and_decided_by_another(visitor: Send) -> None:
    rahim = visitor()
    rahim.sign_in("supervisor@example.org")
    lender = entered(rahim)
    compared(rahim)
    proposal = looked_into(rahim, lender)
    other = visitor()
    other.sign_in("office.manager@example.org")
    other.go(proposal)
    expect(other.page.get_by_role("main")).to_contain_text("Refuse: send nobody there")
    other.look()
    press(other, "Approve")
    rahim.go(lender)
    expect(rahim.page.get_by_role("main")).to_contain_text("Too little is known of them yet.")
    rahim.look()

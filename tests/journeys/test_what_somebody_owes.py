"""Debts in a real browser: six short questions, one debt, the panel, a step of the plan, and the sheet to print."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from sankofa.kernel import clock
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)], ids=["desk", "phone"])
def test_what_somebody_owes_is_told_planned_and_printed(
    visitor: Send, product: Product, width: int, height: int
) -> None:
    shirin = visitor(width=width, height=height)
    page, hands = shirin.page, shirin.hands
    shirin.sign_in("caseworker@example.org")
    person = product.followed_up("Sylhet office", talks=1)
    shirin.go(f"{person}debts/talk/")
    shirin.look("debts-six-questions")
    hands.press(shirin.button("Save"))
    expect(page.get_by_role("alert")).to_be_visible()
    for name, value in (("present", "alone"), ("owes", "yes"), ("strain", "often"), ("wants_help", "yes")):
        page.locator(f"input[name={name}][value={value}]").check()
    hands.press(shirin.button("Save"))
    expect(page.get_by_text("Debts matter here: write them down one by one.")).to_be_visible()
    shirin.look()
    hands.press(page.get_by_role("main").get_by_role("link", name="Money", exact=True))
    shirin.look("debts-one")
    page.locator("select[name=lender]").select_option("relative")
    hands.write(page.locator("input[name=amount]"), "40,000")
    hands.write(page.locator("input[name=repaid_before]"), "5,000")
    hands.write(page.locator("input[name=currency]"), "BDT")
    hands.press(shirin.button("Save"))
    expect(page.get_by_text("35,000", exact=False).first).to_be_visible()
    shirin.look("debts")
    shirin.go(person)
    expect(page.get_by_role("heading", name="Debts", exact=True)).to_be_visible()
    hands.press(shirin.link("All about the debts"))
    hands.press(shirin.link("The plan"))
    shirin.look("debts-plan")
    hands.press(shirin.link("Add a step").first)
    shirin.look()
    page.locator("input[name=kind][value=smaller]").check()
    due_on = clock.today("Asia/Dhaka") + timedelta(days=9)
    hands.write(page.locator("input[name=due_on]"), f"{due_on:%d/%m/%Y}")
    page.locator("select[name=paid_from]").select_option("borrowed")
    hands.press(shirin.button("Save"))
    expect(page.get_by_text("A new loan does not end an old debt", exact=False).first).to_be_visible()
    page.locator("select[name=paid_from]").select_option("earned")
    hands.press(shirin.button("Save"))
    expect(page.get_by_text("Ask for smaller parts or more time").first).to_be_visible()
    hands.press(shirin.link("Print it for them"))
    shirin.language = page.locator("html").get_attribute("lang") or ""
    shirin.look("debts-sheet")
    assert "debt" not in page.locator("h1").inner_text().lower()

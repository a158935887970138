"""A loan is looked at with somebody: not yet, first these; then the whole table, the talk, and time to think."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
SOMEBODY = "Tarek Sobhan"
LOOKED = ("savings", "unused_grant", "family_friends", "bank", "partner")


def days_ago(count: int) -> str:
    """Return a day some days before the browser's today, as a field of days takes it."""
    return str(date.today() - timedelta(days=count))  # noqa: DTZ011  the browser's day


def pick(visitor: Visitor, **answers: str) -> None:
    """Choose an answer to each question, by the name of its field."""
    for name, value in answers.items():
        visitor.page.locator(f"input[name={name}][value='{value}']").check()


def part(visitor: Visitor, code: str) -> None:
    """Open one page of the table."""
    visitor.hands.press(visitor.page.locator(f"#part-{code} .card-head a"))


def saved(visitor: Visitor) -> None:
    """Save a page of the table."""
    visitor.hands.press(visitor.button("Save"))
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("All that is known")


def fill_the_table(shirin: Visitor) -> None:
    """Ask page after page what is not known yet."""
    page, hands = shirin.page, shirin.hands
    part(shirin, "wish")
    page.locator("input[name=purposes][value=startup]").uncheck()
    pick(shirin, accepts_interest="yes", wants_to_run_business="clear", purposes="stock")
    page.locator("input[name=cycle]").fill("1")
    hands.press(shirin.button("Save"))
    shirin.look()
    page.locator("input[name=why]").fill("The shop runs now")
    saved(shirin)
    part(shirin, "business")
    answers = {"registered": "yes", "viability": "promising", "plan": "robust"}
    pick(shirin, **answers, trained_money="yes", trained_business="yes")
    saved(shirin)
    part(shirin, "help")
    page.locator("input[name=needs_assessed_on]").fill(days_ago(20))
    pick(shirin, follow_up_agreed="yes")
    saved(shirin)
    part(shirin, "money")
    page.locator("input[name=gap]").fill("9000")
    page.locator("input[name=opening_cash]").fill("3000")
    page.locator("input[name=no_lean]").check()
    saved(shirin)
    part(shirin, "others")
    pick(shirin, **{f"is_{one}": "no" for one in LOOKED})
    saved(shirin)
    part(shirin, "alone")
    pick(shirin, present="alone", another_takes_or_threatens="no", threatened_over_debt="no", self_harm_risk="no")
    pick(shirin, bondage="no")
    page.locator("input[name=no_sacrifice]").check()
    shirin.look("a-loan-alone")
    saved(shirin)
    part(shirin, "offer")
    page.get_by_label("Gram Unnayan: Shop loan").check()
    page.locator("input[name=amount]").fill("9000")
    page.locator("input[name=loan_months]").fill("12")
    page.locator("input[name=price_cap_percent]").fill("60")
    pick(shirin, instead_of_grant="no")
    page.locator("input[name=no_guarantors]").check()
    hands.press(shirin.button("Save"))
    page.locator("input[name=documents]").first.check()
    shirin.look("a-loan-offer")
    saved(shirin)


def test_not_yet_first_these_and_then_nothing_speaks_against_it(visitor: Send) -> None:
    shirin = visitor()
    page, hands = shirin.page, shirin.hands
    shirin.sign_in("caseworker@example.org")
    hands.write(page.get_by_role("searchbox").first, SOMEBODY)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    hands.press(page.get_by_role("listitem").filter(has_text=SOMEBODY).get_by_role("link"))
    hands.press(shirin.part("A loan?").get_by_role("link", name="Open"))
    shirin.look("a-loan")
    hands.press(page.get_by_role("link", name="Looked at on", exact=False).first)
    expect(page.get_by_text("Not yet. First do these steps, one by one.")).to_be_visible()
    shirin.look("a-loan-not-yet")

    hands.press(shirin.button("Look again"))
    pick(shirin, grant="full", business="running", left_over="yes", debt_presses="no", own_money="no")
    page.locator("input[name=business_started_on]").fill(days_ago(300))
    shirin.look("a-loan-seven")
    hands.press(shirin.button("Go on"))
    shirin.look("a-loan-table")

    fill_the_table(shirin)
    hands.press(shirin.button("See what the rules say"))
    expect(page.get_by_text("All the rest fits.", exact=False)).to_be_visible()
    shirin.look()

    hands.press(page.get_by_role("complementary").get_by_role("link", name="The talk about the loan"))
    page.locator("input[name=held_on]").fill(days_ago(5))
    for box in page.locator("input[name=topics]").all():
        box.check()
    page.locator("input[name=taught_back]").fill("5")
    pick(shirin, accepts_small_first_loan="yes")
    shirin.look("a-loan-talk")
    hands.press(shirin.button("Save the talk"))
    hands.press(shirin.button("Look again"))
    hands.press(shirin.button("See what the rules say"))
    expect(page.get_by_text("Nothing here speaks against asking", exact=False)).to_be_visible()
    shirin.turn_to(360, 740)
    shirin.look("a-loan-fits")
    hands.press(shirin.link("Next steps on paper"))
    expect(page.get_by_text(SOMEBODY)).to_have_count(0)

"""One case in a browser: first talk, plan, agreed, printed; its grant proposed, approved by two, handed over."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
GROWN_UP = (
    "SELECT person_id FROM (SELECT returnees_person.id AS person_id FROM returnees_person "
    "JOIN accounts_office ON accounts_office.id = office_id WHERE accounts_office.name = 'Sylhet office' "
    "AND returnees_person.kind = 'returnee' AND born_precision IN ('day', 'month', 'year') AND born_on < '1996-01-01' "
    "AND NOT is_protected AND returnees_person.id NOT IN (SELECT person_id FROM cases_case) "
    "AND returnees_person.id NOT IN (SELECT person_id FROM returnees_sameperson) "
    "AND returnees_person.id NOT IN (SELECT leading_id FROM returnees_sameperson) ORDER BY returnees_person.id) LIMIT 1"
)


def fill(visitor: Visitor, **said: str) -> None:
    """Write into fields by their names."""
    for name, text in said.items():
        visitor.page.locator(f"[name={name}]").fill(text)


def press(visitor: Visitor, english: str) -> None:
    visitor.hands.press(visitor.button(english))


def approve(send: Send, email: str, proposal: str) -> None:
    """Let a colleague decide on what waits for them."""
    colleague = send(width=360, height=740)
    colleague.sign_in(email)
    colleague.go("/approvals/")
    colleague.hands.press(colleague.page.locator(f"a[href*='{proposal}']").first)
    expect(colleague.page.get_by_role("main")).to_contain_text("Grant, never to be paid back")
    colleague.look("grant-decide")
    press(colleague, "Approve")


def test_a_case_goes_from_its_first_day_to_a_grant_in_the_hand(visitor: Send) -> None:
    shirin = visitor()
    shirin.sign_in("caseworker@example.org")
    shirin.go(f"/people/{shirin.product.key(GROWN_UP)}/case/")
    press(shirin, "Open the case")
    case = shirin.page.url.removeprefix(shirin.product.url)
    shirin.look("case-begun")

    shirin.go(f"{case}talk/")
    shirin.hands.choose(shirin.page.get_by_role("radio"), 1)
    press(shirin, "Note the answer")
    shirin.go(f"{case}plan/")
    press(shirin, "Begin the plan")
    fill(shirin, goals="A tea stall of my own")
    press(shirin, "Add an activity")
    fill(shirin, what="Money for a stove and cups", amount="12,000")
    shirin.page.locator("[name=currency]").select_option("BDT")
    shirin.page.locator("[name=kind][value=grant]").check()
    press(shirin, "Save")
    shirin.look("case-plan")
    press(shirin, "Save, read aloud and agree")
    shirin.page.locator("[name=is_read_aloud]").check()
    shirin.page.locator("[name=how][value=mark]").check()
    fill(shirin, witness="The grocer next door")
    press(shirin, "The person agrees")
    shirin.go(f"{case}plan/paper/")
    expect(shirin.page.get_by_role("main")).to_contain_text("Money for a stove and cups")

    shirin.go(case)
    shirin.hands.press(shirin.page.get_by_role("link", name="Money for a stove and cups"))
    shirin.look()
    press(shirin, "Propose it")
    grant = shirin.page.url.removeprefix(shirin.product.url)
    expect(shirin.page.get_by_role("main")).to_contain_text("waits for two approvals")
    proposal = shirin.link("What they saw").get_attribute("href") or ""
    for email in ("supervisor@example.org", "office.manager@example.org"):
        approve(visitor, email, proposal)

    shirin.go(grant)
    shirin.look("grant-approved")
    shirin.hands.press(shirin.link("Hand it over"))
    shirin.page.locator("[name=receiver][value=self]").check()
    fill(shirin, witness="The grocer next door")
    shirin.look("grant-hand-over")
    press(shirin, "It was handed over")
    main = shirin.page.get_by_role("main")
    expect(main).to_contain_text("This is a grant: it is never to be paid back.")
    expect(main).to_contain_text("12,000")
    shirin.look("grant-receipt")
    shirin.turn_to(360)
    shirin.look()
    shirin.go(case)
    expect(shirin.page.get_by_role("main")).to_contain_text("1 of 1 delivered.")

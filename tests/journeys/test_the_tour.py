"""The five-minute tour as `docs/tour.md` prints it: a caseworker, a supervisor, a lender's officer, and who counts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
NOT_YET = {
    "wants_loan": "yes",
    "grant": "pending",
    "business": "planned",
    "left_over": "no",
    "debt_presses": "unknown",
    "own_money": "no",
}
"""Answers to the seven questions after which something else comes first."""


def cases(somebody: Visitor) -> list[str]:
    """Return where the pages of one's own cases are, in the order of the list."""
    somebody.hands.press(somebody.page.get_by_role("navigation").get_by_role("link", name=somebody.words("My cases")))
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(somebody.words("My cases"))
    somebody.look()
    links = somebody.page.locator("main ul.tasks a")
    return [str(link.get_attribute("href")) for link in links.all()]


def read_a_case(somebody: Visitor, *, picture: str = "") -> None:
    """Read the page of a case from above to below."""
    for heading in ("What there is to do", "Plan", "What happened", "Help that fits"):
        expect(somebody.page.get_by_role("heading", name=somebody.words(heading), exact=True, level=2)).to_be_visible()
    somebody.page.locator("section.next summary").click()
    somebody.look(picture)


def begin_to_look_at_a_loan(shirin: Visitor, addresses: list[str]) -> None:
    """Open the first case with whose person nobody has looked at a loan yet, and begin."""
    for address in addresses:
        shirin.go(address)
        button = shirin.link("Look at it together")
        if button.count():
            shirin.hands.press(button)
            return
    raise AssertionError("a loan was looked at with everybody")


def test_the_tour_of_a_caseworker_leads_to_not_yet_first_these(visitor: Send) -> None:
    shirin = visitor()
    page, hands = shirin.page, shirin.hands
    shirin.sign_in("caseworker@example.org")
    expect(page.get_by_role("heading", name="What to do now")).to_be_visible()
    shirin.look("tour-day")
    addresses = cases(shirin)
    shirin.go(addresses[0])
    read_a_case(shirin, picture="tour-case")
    tabs = page.locator("#what-happened .kinds a")
    hands.press(tabs.nth(1))
    expect(page.locator("#what-happened .kinds a[aria-current]")).not_to_have_text("Everything")
    shirin.look()
    begin_to_look_at_a_loan(shirin, addresses)
    shirin.look()
    hands.press(shirin.link("Ask the seven questions"))
    for name, answer in NOT_YET.items():
        page.locator(f"input[name={name}][value={answer}]").check()
    shirin.look()
    hands.press(shirin.button("Go on"))
    expect(page.get_by_role("heading", name="Always beside it")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("What came of it")
    shirin.look("tour-not-yet")
    shirin.turn_to(360, 740)
    shirin.look()
    hands.press(shirin.link("Next steps on paper"))
    shirin.look()


@pytest.mark.parametrize(
    ("email", "address", "heading"),
    [
        pytest.param("supervisor@example.org", "/approvals/", "To approve", id="supervisor"),
        pytest.param("caseworker@example.org", "/lenders/", "Lenders", id="who-lends"),
        pytest.param("me.officer@example.org", "/tables/", "Tables and figures", id="who-counts"),
    ],
)
def test_the_tour_goes_on_with_others_of_the_office(visitor: Send, email: str, address: str, heading: str) -> None:
    somebody = visitor()
    somebody.sign_in(email)
    somebody.look()
    somebody.go(address)
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(heading)
    somebody.look()
    somebody.turn_to(360, 740)
    somebody.look()


def test_an_officer_of_a_lender_sees_nothing_of_the_register(visitor: Send) -> None:
    tanvir = visitor()
    tanvir.sign_in("lender.officer@example.org")
    tanvir.look()
    for address in ("/people/", "/cases/", "/record/", "/tables/"):
        tanvir.go(address)
        expect(tanvir.page.get_by_role("searchbox")).to_have_count(0)
        expect(tanvir.page.locator("main ul.tasks, main table")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ur", 360)], ids=["french", "urdu-on-a-phone"])
def test_the_main_pages_of_the_tour_in_other_languages(visitor: Send, language: str, width: int) -> None:
    shirin = visitor(width=width, height=740)
    page = shirin.page
    shirin.sign_in("caseworker@example.org")
    page.locator("header details.menu summary").click()
    page.locator("header select[name=language]").select_option(language)
    page.locator("header form.language button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    shirin.language = language
    try:
        shirin.look(f"tour-day-{language}")
        addresses = cases(shirin)
        shirin.go(addresses[0])
        read_a_case(shirin, picture=f"tour-case-{language}")
        page.locator("main aside section").last.get_by_role("link").last.click()
        shirin.look()
    finally:
        # What somebody chose is kept with them, and others sign in with the same name after this.
        page.locator("header details.menu summary").click()
        page.locator("header select[name=language]").select_option("en")
        page.locator("header form.language button").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")

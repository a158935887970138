"""Two forms about one person that say different things: the sender is told, the office decides, the page shows it."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.one_page import answer_the_rest, choose, choose_form, field, opened
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
FORM = "What you can do"
WRITTEN = "Zqweaver of the old town"
DECIDES = "Another form of the same days says something else. Somebody decides which counts."
INSTEAD = "Another form of the same days counts instead."


def test_the_office_sees_both_forms_and_decides_once_for_all(visitor: Send, product: Product) -> None:
    shirin = visitor(width=360, height=740)
    shirin.sign_in("caseworker@example.org")
    person_page = product.followed_up("Sylhet office", talks=1)
    fill(shirin, person_page)
    name = shirin.page.locator("[data-person-name]").inner_text()
    send(shirin, certificate="Yes")

    rahim = visitor()
    rahim.sign_in("supervisor@example.org")
    fill(rahim, person_page)
    send(rahim, certificate="No", told=DECIDES)
    rahim.hands.press(rahim.link("Forms on this device"))
    expect(rahim.page.locator("[data-parcels]")).to_contain_text(DECIDES)
    rahim.look()
    rahim.go(person_page)
    expect(rahim.page.get_by_role("main")).to_contain_text(DECIDES)
    rahim.look()
    rahim.hands.press(happening(rahim.page, DECIDES))
    expect(rahim.page.get_by_role("heading", level=1)).to_have_text("Which form counts?")

    manager = visitor(keyboard=True)
    manager.sign_in("office.manager@example.org")
    manager.go("/received/")
    manager.look("forms-that-came-in")
    manager.hands.press(manager.part("Two forms that say different things").get_by_role("link", name=name).last)
    sees_both(manager)
    manager.look("which-form-counts", dark=True)
    manager.turn_to(360, 740)
    manager.look()
    manager.hands.press(manager.button("The second one counts"))
    expect(manager.page.get_by_role("status").first).to_contain_text("Decided.")
    manager.look()

    # Whoever had the page open before decides nothing any more, and reads what was decided.
    rahim.hands.press(rahim.button("The first one counts"))
    expect(rahim.page.get_by_role("status").first).to_contain_text("Somebody decided this before you.")
    expect(rahim.page.get_by_role("main")).to_contain_text("The second one counts. Decided by")
    expect(rahim.button("The first one counts")).to_have_count(0)
    rahim.look()

    shirin.go(person_page)
    main = shirin.page.get_by_role("main")
    expect(main).not_to_contain_text(DECIDES)
    expect(main).to_contain_text(INSTEAD)
    shirin.look()
    shirin.hands.press(happening(shirin.page, INSTEAD))
    expect(main).to_contain_text(INSTEAD)
    expect(main).to_contain_text(WRITTEN)
    shirin.look()


def fill(visitor: Visitor, person_page: str) -> None:
    """Open the form from the page of a person."""
    visitor.go(person_page)
    choose_form(visitor, FORM)
    opened(visitor)


def send(visitor: Visitor, *, certificate: str, told: str = "") -> None:
    """Answer a form on one page and send it; the receipt says what becomes of it."""
    page = visitor.page
    choose(page, "certificate", certificate)
    if certificate == "Yes":
        field(page, "certificate_which").get_by_role("textbox").fill(WRITTEN)
    answer_the_rest(page)
    visitor.button("Check and send").click()
    expect(page.locator("[data-state]")).to_contain_text("received", timeout=30_000)
    then = page.locator("[data-receipt]")
    expect(then).to_contain_text(told or "the answers stand on the page of the person")
    visitor.look()


def happening(page: Page, detail: str) -> Locator:
    """Return the link to what happened, by the words that stand below it."""
    return page.get_by_role("listitem").filter(has_text=detail).filter(has_text=FORM).last.get_by_role("link")


def sees_both(visitor: Visitor) -> None:
    """See what the one form says beside what the other says, and which answers differ."""
    rows = visitor.page.get_by_role("row")
    differing = rows.filter(has_text="different")
    expect(differing.first).to_be_visible()
    words = differing.filter(has_text=WRITTEN)
    expect(words.get_by_role("cell").nth(0)).to_contain_text(WRITTEN)
    expect(words.get_by_role("cell").nth(1)).to_contain_text("No answer")
    expect(visitor.page.get_by_role("row").nth(0)).to_contain_text("Shirin")
    expect(visitor.page.get_by_role("row").nth(0)).to_contain_text("Rahim")


def test_the_same_in_urdu_on_a_phone_and_on_a_desk(visitor: Send, product: Product) -> None:
    nasreen = visitor(width=360, height=740)
    page = nasreen.page
    nasreen.sign_in("caseworker.pk@example.org", language="ur")
    person_page = product.followed_up("Rawalpindi office", talks=1)
    for turn in range(2):
        fill(nasreen, person_page)
        field(page, "certificate").get_by_role("radio").nth(turn).check()
        answer_the_rest(page)
        nasreen.button("Check and send").click()
        expect(page.locator("[data-strip]")).to_contain_text(nasreen.words("Everything sent"), timeout=30_000)
    expect(page.locator("[data-receipt]")).to_contain_text(nasreen.words(DECIDES))
    nasreen.look()
    nasreen.go(person_page)
    nasreen.look()
    waits = page.get_by_role("listitem").filter(has_text=nasreen.words(DECIDES))
    nasreen.hands.press(waits.last.get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_have_text(nasreen.words("Which form counts?"))
    nasreen.look()
    nasreen.turn_to(1280)
    nasreen.look()
    nasreen.hands.press(nasreen.button("Both count: they were two talks"))
    nasreen.look()
    nasreen.go(person_page)
    nasreen.look()
    expect(page.get_by_role("main")).not_to_contain_text(nasreen.words(DECIDES))

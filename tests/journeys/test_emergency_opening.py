"""Help that cannot wait: a file of another office opened with a reason, seen, closed, and read about by who watches.

By keyboard, on a small phone.
"""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
WORDS = "She stands before me at the border and is afraid to go home."
NOBODY = "SK-26-999999-9"


def _open(visitor: Visitor, number: str) -> None:
    visitor.go("/open/")
    visitor.look()
    visitor.hands.write(visitor.page.get_by_label("Case number"), number)
    visitor.hands.choose(visitor.page.get_by_role("radio"), 1)
    visitor.hands.write(visitor.page.get_by_label("In your words"), WORDS)
    visitor.hands.press(visitor.button("Open the file"))
    visitor.look()


def test_a_file_of_another_office_is_opened_with_a_reason_and_its_supervisor_reads_it(visitor: Send) -> None:
    rahim = visitor(width=360, height=740, keyboard=True)
    rahim.sign_in("supervisor@example.org")
    person = talk.newest(rahim, 1)

    zahra = visitor(width=360, height=740, keyboard=True)
    zahra.sign_in("caseworker.af@example.org")
    _open(zahra, person.code)
    main = zahra.page.get_by_role("main")
    expect(zahra.page.get_by_role("heading", level=1)).to_contain_text(person.name)
    expect(main).to_contain_text("Open until")
    zahra.look("opened-with-a-reason")
    zahra.page.locator("summary", has_text="Why can I see this?").press("Enter")
    expect(main).to_contain_text("You opened this file with a reason")
    for forbidden in ("Begin the talk", "Open numbers", "Protect this file"):
        expect(zahra.page.get_by_role("link", name=forbidden)).to_have_count(0)
    file = zahra.page.url.removeprefix(zahra.product.url)
    zahra.go(f"{file}talk/reintegration_score/")
    assert zahra.page.get_by_role("button", name="Begin the talk").count() == 0

    zahra.go("/open/")
    zahra.hands.press(zahra.page.get_by_role("button", name=re.compile(f"Close now {person.code}")))
    expect(main).to_contain_text("Closed.")
    zahra.look()
    zahra.go(file)
    expect(main).not_to_contain_text(person.name)

    rahim.go("/open/digest/")
    rahim.look("openings-to-read")
    card = rahim.page.get_by_role("main").locator("section").filter(has_text=person.code)
    expect(card).to_contain_text(WORDS)
    expect(card).to_contain_text("Zahra")
    rahim.hands.press(card.get_by_role("button", name="Seen"))
    expect(card).to_contain_text("Rahim Uddin")
    rahim.look()


def test_the_number_of_a_protected_file_is_answered_like_one_that_nobody_has(visitor: Send) -> None:
    shirin = visitor(width=360, height=740)
    shirin.sign_in("caseworker@example.org")
    person = talk.newest(shirin, 2)
    talk.find(shirin, person)
    shirin.go(shirin.page.url.removeprefix(shirin.product.url) + "protect/")
    shirin.look()
    shirin.hands.choose(shirin.page.locator("main input[type=radio][name=kind]"), 3)
    shirin.hands.write(shirin.page.locator("main textarea[name=reason]"), "Her former employer asks for her.")
    shirin.page.locator("main button[type=submit]").last.click()
    shirin.page.wait_for_load_state("load")
    expect(shirin.page.get_by_role("main")).to_contain_text(person.name)

    zahra = visitor(width=360, height=740, keyboard=True)
    zahra.sign_in("caseworker.af@example.org")
    said = []
    for number in (person.code, NOBODY):
        _open(zahra, number)
        said.append(zahra.page.get_by_role("main").inner_text().replace(number, ""))
    assert said[0] == said[1]
    assert "There is no file with this number that can be opened here." in said[0]

"""One person once: taken in twice by hand, found, compared by keyboard, read as one, corrected, and separated again."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.hands import Keyboard
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
PHONE, BORN = "01755123987", "1984"
OLDER, NEWER = ("Rehana", "Quddusi"), ("Rihana", "Qudusi")


def test_the_same_person_twice_is_noticed_joined_by_keyboard_corrected_and_separated_whole(visitor: Send) -> None:
    shirin = visitor(keyboard=True)
    shirin.sign_in("caseworker@example.org")
    older = _taken_in(shirin, OLDER)
    newer = _taken_in(shirin, NEWER, is_like=OLDER[0])

    _compare(shirin)
    _decide_by_access_keys(shirin)
    shirin.turn_to(360, 740)
    _correct(shirin, older, "given_name", "Rehanna")
    _correct(shirin, newer, "family_name", "Quddussi")
    shirin.go(older)
    shirin.look()
    expect(shirin.page.get_by_role("main")).to_contain_text("Joined from 2 files")
    shirin.hands.press(shirin.link("see them, or separate"))
    shirin.look("same-person-joined")
    shirin.hands.press(shirin.link("Separate these two files"))
    shirin.look()
    shirin.hands.write(shirin.page.get_by_label("How do you know?"), "they came in together")
    shirin.hands.press(shirin.button("Separate these two files"))
    expect(shirin.page.get_by_role("status").first).to_contain_text("separate again")
    for path, name in ((older, f"Rehanna {OLDER[1]}"), (newer, f"{NEWER[0]} Quddussi")):
        shirin.go(path)
        shirin.look()
        expect(shirin.page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(shirin.link("see them, or separate")).to_have_count(0)


def _taken_in(visitor: Visitor, name: tuple[str, str], *, is_like: str = "") -> str:
    """Search, see nobody or somebody alike, and put a person into the register; return the address of their page."""
    page, hands = visitor.page, visitor.hands
    visitor.go("/people/add/")
    hands.write(page.locator("#first-q"), " ".join(name))
    hands.press(page.get_by_role("main").get_by_role("button", name="Search"))
    visitor.look()
    if is_like:
        expect(page.get_by_role("region", name="Found")).to_contain_text(is_like)
        hands.press(visitor.button("None of these: go on"))
    else:
        hands.press(visitor.button("Go on with a new person"))
    hands.choose(page.locator("input[name=kind]"), 0)
    hands.choose(page.locator("input[name=sex]"), 0)
    hands.write(page.get_by_label("Born (optional)", exact=True), BORN)
    hands.write(page.locator("input[name=phone]"), PHONE)
    hands.press(visitor.button("Add to the register"))
    if is_like:
        expect(page.get_by_role("region", name="Is this right?")).to_contain_text("who is in the register already")
        visitor.look()
        hands.tick(page.locator("input[name=looked_again]"))
        hands.press(visitor.button("Add to the register"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{' '.join(name)} is in the register")
    visitor.look()
    hands.press(visitor.link("Go to the page of the person"))
    return page.url.removeprefix(visitor.product.url)


def _compare(visitor: Visitor) -> None:
    """Go from the first page to the queue, and open the pair that came in last."""
    visitor.go("/")
    visitor.hands.press(visitor.link("More"))
    visitor.hands.press(visitor.way("Possibly the same person"))
    visitor.look("same-people")
    pair = visitor.page.get_by_role("listitem").filter(has_text=NEWER[1])
    expect(pair).to_contain_text("The same phone.")
    visitor.hands.press(pair.get_by_role("link"))
    visitor.look("same-pair", dark=True)


def _decide_by_access_keys(visitor: Visitor) -> None:
    """Two strokes and the reason: the first leads to what is missing, the second joins; Enter alone never does."""
    page, hands = visitor.page, visitor.hands
    assert isinstance(hands, Keyboard)
    reason = _reason(visitor)
    hands.access("s", leads_on=False)
    expect(reason).to_be_focused()
    page.keyboard.insert_text("her sister's voice")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Choose one of the three answers.")
    expect(_reason(visitor)).to_have_value("her sister's voice")
    visitor.look()
    hands.access("s")
    expect(page.get_by_role("status").first).to_contain_text("one person")


def _reason(visitor: Visitor) -> Locator:
    return visitor.page.get_by_label("How do you know?")


def _correct(visitor: Visitor, path: str, field: str, value: str) -> None:
    """Correct a name on one of the two files."""
    visitor.go(f"{path}correct/names/")
    visitor.look()
    visitor.hands.write(visitor.page.locator(f"input[name={field}]"), value)
    visitor.hands.choose(visitor.page.locator("input[name=because]"), 1)
    visitor.hands.press(visitor.button("Save"))
    expect(visitor.page).not_to_have_url(re.compile("/correct/names/$"))
    visitor.look()

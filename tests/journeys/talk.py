"""The main job: find a person, talk with them question by question, look at the answers, send, and see the score."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

CHOICES = {"interview_language": "other", "e9": "yes", "p9": "no"}
"""Answers that open a further question: the language in words, the reasons to look for work, the reasons to leave."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as a list shows them."""

    name: str
    code: str


def newest(visitor: Visitor, number: int = 0) -> Somebody:
    """Return one of those of the visitor's office who came back and into the register last, and whom nobody asked."""
    name, code = visitor.product.not_asked_yet(visitor.email, number)
    return Somebody(name, code)


def find(visitor: Visitor, person: Somebody, *, picture: str = "") -> None:
    """Search for a person by name, and open their page."""
    hands, page = visitor.hands, visitor.page
    hands.write(page.get_by_role("searchbox").first, person.name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/people/\?q="))
    visitor.look(picture)
    hands.press(page.get_by_role("listitem").filter(has_text=person.code).get_by_role("link"))
    expect(page).to_have_title(re.compile(person.code))


def begin(visitor: Visitor) -> None:
    """Begin the talk from the page of a person."""
    visitor.hands.press(visitor.link("Begin the talk").first)
    visitor.look()
    visitor.hands.press(visitor.button("Begin the talk"))
    expect(visitor.page).to_have_url(re.compile("/talk/reintegration_score/welcome/"))


def question(visitor: Visitor) -> str:
    """Return the name of the question on the page; empty on the look at all answers."""
    name = urlsplit(visitor.page.url).path.rstrip("/").rpartition("/")[2]
    return "" if name == "check" else name


def options(visitor: Visitor) -> Locator:
    """Return the answers one may choose."""
    return visitor.page.get_by_role("radio")


def answer(visitor: Visitor, *, turn: int = 0) -> None:
    """Answer the question on the page in one way or another, and go on."""
    hands, page, name = visitor.hands, visitor.page, question(visitor)
    boxes, written = page.get_by_role("checkbox"), page.get_by_role("main").get_by_role("textbox")
    if options(visitor).count():
        wanted = CHOICES.get(name)
        values = options(visitor).evaluate_all("all => all.map(one => one.value)")
        hands.choose(options(visitor), values.index(wanted) if wanted else turn % min(3, len(values)))
    elif boxes.count():
        hands.tick(boxes.nth(0))
        hands.tick(boxes.nth(1))
    elif written.count():
        hands.write(written, "Sylheti")
    hands.press(visitor.button("Continue"))
    expect(page).not_to_have_url(re.compile(f"/{name}/"))


def answer_all(visitor: Visitor, *, in_a_hurry: bool = False) -> int:
    """Answer every question from here on, looking at each page unless in a hurry; return how many pages that were."""
    pages = 0
    while question(visitor):
        if not in_a_hurry:
            visitor.look()
        answer(visitor, turn=pages)
        pages += 1
        assert pages < 60, "the talk does not come to an end"
    return pages


def send(visitor: Visitor, person: Somebody) -> str:
    """Send the answers and return the receipt number."""
    visitor.hands.press(visitor.button("Send the answers of %(name)s", name=person.name))
    expect(visitor.page).to_have_url(re.compile("/talks/"))
    return receipt(visitor)


def receipt(visitor: Visitor) -> str:
    """Return the number on the receipt."""
    said = re.search(r"\bR-\w{4}-\w{4}\b", visitor.page.get_by_role("status").inner_text())
    assert said is not None, "there is no receipt number"
    return said.group()

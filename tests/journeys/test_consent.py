"""Consent given, printed and taken back: by keyboard, on a small phone, from right to left, and without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


def _go_on(visitor: Visitor) -> None:
    visitor.look()
    visitor.hands.press(visitor.button("Continue"))


def _step(visitor: Visitor) -> str:
    return visitor.page.url.rstrip("/").rpartition("/ask/")[2]


def _before(visitor: Visitor) -> None:
    """Say who is there and in which language; what the register knows stands there already."""
    page = visitor.page
    for name in ("speaks", "language"):
        chosen = page.locator(f"main select[name={name}]")
        if not chosen.input_value():
            chosen.select_option("bn")
    if (
        page.locator("main select[name=speaks]").input_value()
        != page.locator("main select[name=language]").input_value()
    ):
        visitor.hands.write(page.locator("input[name=interpreter]"), "Salma Akter")
    visitor.hands.choose(page.locator("input[name=company]"), 0)
    _go_on(visitor)


def _ask_about(visitor: Visitor, *purposes: str) -> None:
    """Tick what is asked about today and nothing else."""
    expect(visitor.page).to_have_url(re.compile("/ask/topics/"))
    boxes = visitor.page.locator("input[name=topics]")
    for number in range(boxes.count()):
        box = boxes.nth(number)
        if (box.get_attribute("value") in purposes) is not box.is_checked():
            visitor.hands.tick(box)
    _go_on(visitor)


def _read_and_answer(visitor: Visitor) -> None:
    """Read the first text, let it be said back, and hear a yes; hear a no to the second at once."""
    page, hands = visitor.page, visitor.hands
    while _step(visitor).startswith(("read-", "answer-")):
        is_first = "contact_phone" in _step(visitor)
        if is_first or _step(visitor).startswith("answer-"):
            hands.choose(page.get_by_role("radio"), 0)
        else:
            hands.choose(page.get_by_role("radio"), 2)
        _go_on(visitor)


def _asked(visitor: Visitor, person: talk.Somebody) -> None:
    """Ask from the page of a person to the receipt."""
    page, hands = visitor.page, visitor.hands
    hands.press(visitor.link("Ask for consent").first)
    visitor.look()
    hands.press(visitor.button("Begin to ask"))
    _before(visitor)
    expect(page).to_have_url(re.compile("/ask/deciding/"))
    _go_on(visitor)
    _ask_about(visitor, "contact_phone", "photo_story")
    _read_and_answer(visitor)
    expect(page).to_have_url(re.compile("/ask/how/"))
    hands.choose(page.locator("input[name=how]"), 0)
    _go_on(visitor)
    expect(page).to_have_url(re.compile("/ask/check/"))
    visitor.look()
    hands.press(visitor.button("Record the answers of %(name)s", name=person.name))
    expect(page).to_have_url(re.compile("/sittings/"))
    visitor.look()
    assert talk.receipt(visitor)


@pytest.mark.parametrize(
    ("email", "language", "ways"),
    [
        pytest.param("caseworker@example.org", "en", {"keyboard": True}, id="keyboard"),
        pytest.param(
            "caseworker.pk@example.org", "ur", {"keyboard": True, "width": 360, "height": 740}, id="urdu-phone"
        ),
        pytest.param(
            "caseworker.sn@example.org", "fr", {"width": 360, "has_script": False}, id="french-without-script"
        ),
    ],
)
def test_consent_is_given_printed_and_taken_back(
    visitor: Send, email: str, language: str, ways: dict[str, int | bool]
) -> None:
    somebody = visitor(**ways)
    page, hands = somebody.page, somebody.hands
    somebody.sign_in(email, language=language)
    person = talk.newest(somebody, 2)
    talk.find(somebody, person)
    _asked(somebody, person)
    hands.press(somebody.link("Print"))
    somebody.look()
    expect(page).to_have_title(somebody.words("My sheet"))
    expect(page.get_by_role("banner")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name=somebody.words("Show the partners' names"))).to_be_hidden()
    page.emulate_media(media="screen")
    hands.press(somebody.link("Back"))
    somebody.look()
    hands.press(somebody.link("Take something back"))
    somebody.look()
    hands.tick(page.locator("input[name=topics][value=contact_phone]"))
    hands.press(somebody.button("Take it back now"))
    somebody.look()
    assert somebody.heading() == somebody.words("Taken back, from this moment on")
    hands.press(somebody.link("To the page of %(name)s", name=person.name))
    somebody.look()
    card = somebody.part("What we may keep and share")
    calls = card.get_by_role("listitem").filter(has_text=somebody.words("Phone calls"))
    expect(calls).to_contain_text(somebody.words("taken back"))

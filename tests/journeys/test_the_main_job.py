"""A caseworker finds a person, talks with them and sees how they stand: by keyboard, on a phone, from right to left."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


def test_a_talk_from_sign_in_to_score_by_keyboard_alone(visitor: Send) -> None:
    shirin = visitor(keyboard=True)
    page, hands = shirin.page, shirin.hands
    shirin.sign_in("caseworker@example.org")
    shirin.look("today")
    hands.press(page.get_by_role("navigation", name="Main").get_by_role("link", name="People"))
    shirin.look("people")
    hands.press(shirin.link("Today"))
    person = talk.newest(shirin)
    talk.find(shirin, person, picture="search")
    shirin.look()
    talk.begin(shirin)
    while talk.question(shirin) != "e1":
        shirin.look()
        talk.answer(shirin)
    shirin.look("question")
    _leave_out_an_answer(shirin)
    while talk.question(shirin) != "e8":
        talk.answer(shirin)
    _choose_nothing_and_something(shirin)
    talk.answer_all(shirin)
    shirin.look("check-answers")
    _change_an_answer(shirin)
    assert talk.send(shirin, person)
    shirin.look("receipt")
    hands.press(shirin.link("To the page of %(name)s", name=person.name))
    _read_the_score(shirin)


def _leave_out_an_answer(shirin: Visitor) -> None:
    """Go on without an answer: the focus goes to what is missing, and leads from there to the question."""
    page, hands = shirin.page, shirin.hands
    hands.press(shirin.button("Continue"))
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Please choose an answer.")
    group = page.get_by_role("group").filter(has=talk.options(shirin))
    expect(group).to_have_accessible_description(re.compile("Please choose an answer."))
    shirin.look()
    hands.press(summary.get_by_role("link"))
    expect(talk.options(shirin).first).to_be_in_viewport()
    talk.answer(shirin)


def _choose_nothing_and_something(shirin: Visitor) -> None:
    """Tick two answers that exclude each other: both stay ticked, and the page names the one that stands alone."""
    page, hands = shirin.page, shirin.hands
    nothing = page.get_by_role("checkbox", name="None of these")
    other = page.get_by_role("checkbox").first
    hands.tick(other)
    hands.tick(nothing)
    hands.press(shirin.button("Continue"))
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("None of these")
    expect(nothing).to_be_checked()
    expect(other).to_be_checked()
    shirin.look()
    hands.tick(other)
    hands.press(shirin.button("Continue"))


def _change_an_answer(shirin: Visitor) -> None:
    """Change one answer and come straight back to the look at all of them."""
    page, hands = shirin.page, shirin.hands
    change = page.get_by_role("link", name=re.compile("^Change Do you have work now"))
    row = page.get_by_role("main").locator("dl > div").filter(has=change)
    before = row.inner_text()
    hands.press(change)
    expect(page).to_have_url(re.compile("/e7/"))
    hands.choose(talk.options(shirin), 1)
    hands.press(shirin.button("Continue"))
    expect(page).to_have_url(re.compile("/check/"))
    assert row.inner_text() != before, "the changed answer does not stand there"


def _read_the_score(shirin: Visitor) -> None:
    """Read the score in words and bars, how complete it is and whose it is, and how it was worked out."""
    score = shirin.part("How reintegration goes")
    expect(score).to_contain_text("our own way of scoring, not the official one")
    expect(score).to_contain_text(re.compile(r"\d+ of \d+ answered"))
    for side in ("Money and work", "Home, school and services", "People around and feelings", "Overall"):
        expect(score.get_by_role("listitem").filter(has_text=side)).to_contain_text(
            re.compile("doing well|some difficulty|needs help now")
        )
    shirin.look("person", dark=True)
    shirin.hands.press(shirin.link("How this is made"))
    shirin.look("score")
    expect(shirin.page.get_by_role("heading", name="Worked by hand")).to_be_visible()


@pytest.mark.parametrize(
    ("email", "language"),
    [
        pytest.param("caseworker.sn@example.org", "fr", id="french"),
        pytest.param("caseworker.pk@example.org", "ur", id="urdu"),
    ],
)
def test_the_same_talk_on_a_small_phone_in_another_language(visitor: Send, email: str, language: str) -> None:
    somebody = visitor(keyboard=True, width=360, height=740)
    somebody.sign_in(email, language=language)
    somebody.look()
    person = talk.newest(somebody, 1)
    talk.find(somebody, person)
    somebody.look()
    talk.begin(somebody)
    assert talk.answer_all(somebody) >= 35
    somebody.look()
    talk.send(somebody, person)
    somebody.look()
    somebody.hands.press(somebody.link("To the page of %(name)s", name=person.name))
    somebody.look()
    score = somebody.part("How reintegration goes")
    expect(score).to_contain_text(somebody.words("our own way of scoring, not the official one"))
    expect(score.get_by_role("listitem")).to_have_count(4)
    if language == "ur":
        _is_mirrored(somebody)


def _is_mirrored(somebody: Visitor) -> None:
    """Check that a page runs from right to left, on the phone and on a desk, in letters made for it."""
    for width in (360, 1280):
        somebody.turn_to(width)
        sign = somebody.page.locator(".identity .initials").bounding_box()
        name = somebody.page.get_by_role("heading", level=1).bounding_box()
        assert sign is not None
        assert name is not None
        assert sign["x"] > name["x"], "the page is not mirrored"
    somebody.page.reload()
    somebody.look("person-urdu")
    # Letters come after the page: waited for, however busy the machine is.
    is_loaded = "one => one.status === 'loaded' && one.family.includes('Noto Naskh Arabic')"
    somebody.page.wait_for_function(f"[...document.fonts].some({is_loaded})")

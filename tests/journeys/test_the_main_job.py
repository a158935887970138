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

    while talk.question(shirin) != "e8":
        talk.answer(shirin)
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
    talk.answer_all(shirin)

    shirin.look("check-answers")
    changed = page.get_by_role("link", name=re.compile("^Change Do you have work now"))
    row = page.get_by_role("main").locator("dl > div").filter(has=changed)
    before = row.inner_text()
    hands.press(changed)
    expect(page).to_have_url(re.compile("/e7/"))
    hands.choose(talk.options(shirin), 1)
    hands.press(shirin.button("Continue"))
    expect(page).to_have_url(re.compile("/check/"))
    assert row.inner_text() != before, "the changed answer does not stand there"

    number = talk.send(shirin, person)
    assert number
    shirin.look("receipt")
    hands.press(shirin.link("To the page of %(name)s", name=person.name))
    score = shirin.part("How reintegration goes")
    expect(score).to_contain_text("our own way of scoring, not the official one")
    expect(score).to_contain_text(re.compile(r"\d+ of \d+ answered"))
    for side in ("Money and work", "Home, school and services", "People around and feelings", "Overall"):
        expect(score.get_by_role("listitem").filter(has_text=side)).to_contain_text(
            re.compile("doing well|some difficulty|needs help now")
        )
    shirin.look("person", dark=True)
    hands.press(shirin.link("How this is made"))
    shirin.look("score")
    expect(page.get_by_role("heading", name="Worked by hand")).to_be_visible()


@pytest.mark.parametrize(
    ("email", "language", "width"),
    [
        pytest.param("caseworker.sn@example.org", "fr", 360, id="french-on-a-small-phone"),
        pytest.param("caseworker.pk@example.org", "ur", 360, id="urdu-on-a-small-phone"),
        pytest.param("caseworker.pk@example.org", "ur", 1280, id="urdu"),
    ],
)
def test_the_same_talk_in_other_languages_and_widths(visitor: Send, email: str, language: str, width: int) -> None:
    somebody = visitor(keyboard=True, width=width, height=740)
    somebody.sign_in(email, language=language)
    somebody.look()
    person = talk.newest(somebody, 1 if width == 360 else 2)
    talk.find(somebody, person)
    somebody.look()
    talk.begin(somebody)
    assert talk.answer_all(somebody) >= 35
    somebody.look()
    talk.send(somebody, person)
    somebody.look()
    somebody.hands.press(somebody.link("To the page of %(name)s", name=person.name))
    somebody.look("person-urdu" if language == "ur" and width == 1280 else "")
    score = somebody.part("How reintegration goes")
    expect(score).to_contain_text(somebody.words("our own way of scoring, not the official one"))
    expect(score.get_by_role("listitem")).to_have_count(4)
    if language == "ur":
        sign = somebody.page.locator(".identity .initials").bounding_box()
        name = somebody.page.get_by_role("heading", level=1).bounding_box()
        assert sign is not None
        assert name is not None
        assert sign["x"] > name["x"], "the page is not mirrored"
        loaded = somebody.page.evaluate(
            "[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family.replaceAll('\"', ''))"
        )
        assert "Noto Naskh Arabic" in loaded

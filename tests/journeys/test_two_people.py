"""What nobody does alone: proposed by one, refused to them in words, approved by another, on a small phone."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


def test_erasing_somebody_takes_two_people(visitor: Send) -> None:
    rahim = visitor(width=360, height=740, keyboard=True)
    rahim.sign_in("supervisor@example.org")
    person = talk.newest(rahim, 3)

    samira = visitor(width=360, height=740, keyboard=True)
    samira.sign_in("data.officer@example.org")
    talk.find(samira, person)
    erase = samira.page.url.removeprefix(samira.product.url) + "erase/"
    samira.go(erase)
    samira.look()
    samira.hands.choose(samira.page.get_by_role("radio"), 0)
    samira.hands.tick(samira.page.get_by_role("checkbox"))
    samira.hands.press(samira.button("Erase for good"))
    samira.look("two-people-proposed")
    expect(samira.page.get_by_role("main")).to_contain_text("somebody else has to decide")
    expect(samira.button("Approve")).to_have_count(0)
    proposal = samira.page.url.removeprefix(samira.product.url)

    rahim.go("/approvals/")
    rahim.look("two-people-waiting")
    rahim.hands.press(rahim.link("Erase a person"))
    expect(rahim.page.get_by_role("main")).to_contain_text(person.code)
    rahim.look("two-people-decide")
    rahim.hands.press(rahim.button("Approve"))
    expect(rahim.page.get_by_role("main")).to_contain_text("Approved and done")
    rahim.look()
    rahim.hands.press(rahim.link("Evidence on paper"))
    expect(rahim.page.get_by_role("main")).to_contain_text("Imran Hossain")
    rahim.look("two-people-evidence")

    samira.go(proposal)
    expect(samira.page.get_by_role("main")).to_contain_text("Rahim Uddin")
    samira.go(erase.removesuffix("erase/"))
    samira.look()
    expect(samira.page.get_by_role("main")).not_to_contain_text(person.name)

"""Everybody sees what their work needs and nothing else; the administrator sees who looked and checks the record."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
NOBODY = "/people/00000000-0000-7000-8000-000000000000/"


def entries(visitor: Visitor) -> list[str]:
    """Return what stands in the main navigation."""
    return visitor.page.get_by_role("navigation", name="Main").get_by_role("link").all_inner_texts()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        pytest.param("caseworker", ["Today", "People", "My cases", "Files", "More"], id="caseworker"),
        pytest.param("supervisor", ["Today", "People", "My cases", "Files", "More"], id="supervisor"),
        pytest.param("lender.officer", ["Today", "Sent to you", "Loans you gave", "Files", "More"], id="lender"),
        pytest.param("administrator", ["Today", "More"], id="administrator"),
    ],
)
def test_the_navigation_shows_what_the_role_may_open_and_the_rest_is_refused(
    visitor: Send, role: str, sees: list[str]
) -> None:
    somebody = visitor(width=360, height=740)
    somebody.sign_in(f"{role}@example.org")
    somebody.look()
    assert entries(somebody) == sees
    sees = [*sees, *(["Record"] if role == "administrator" else [])]
    for name, path in (("People", "/people/"), ("Files", "/files/"), ("Record", "/record/")):
        somebody.go(path)
        somebody.look()
        if name in sees:
            assert somebody.heading() != "This is not possible"
        else:
            assert somebody.heading() == "This is not possible"
            assert not somebody.page.get_by_text(re.compile(r"SK-\d\d-\d{6}")).count()


def test_a_person_of_another_office_looks_like_nobody(visitor: Send) -> None:
    shirin, zahra = visitor(), visitor()
    shirin.sign_in("caseworker@example.org")
    person = talk.newest(shirin)
    talk.find(shirin, person)
    path = shirin.page.url.removeprefix(shirin.product.url)
    zahra.sign_in("caseworker.af@example.org")
    said = []
    for address in (path, NOBODY):
        zahra.go(address)
        zahra.look()
        said.append(zahra.page.get_by_role("main").inner_text())
    assert said[0] == said[1]
    zahra.go(f"/people/?q={person.code}")
    zahra.look()
    expect(zahra.page.get_by_role("status")).to_contain_text("Nobody")
    expect(zahra.page.get_by_role("main").get_by_role("listitem")).to_have_count(0)


def test_the_page_says_why_a_person_is_visible(visitor: Send) -> None:
    rahim = visitor(width=360, height=740)
    rahim.sign_in("supervisor@example.org")
    talk.find(rahim, talk.newest(rahim))
    rahim.page.locator("summary", has_text="Why can I see this?").press("Enter")
    rahim.look()
    expect(rahim.page.get_by_role("main")).to_contain_text("Supervisor")


def test_the_record_names_who_looked_and_is_whole(visitor: Send) -> None:
    shirin, laila = visitor(), visitor()
    shirin.sign_in("caseworker@example.org")
    talk.find(shirin, talk.newest(shirin))
    laila.sign_in("administrator@example.org")
    laila.hands.press(laila.link("More"))
    laila.look()
    laila.hands.press(laila.way("Record"))
    expect(laila.page.get_by_role("row").filter(has_text="Shirin Das").first).to_be_visible()
    laila.look()
    laila.hands.press(laila.button("Check that it is whole"))
    expect(laila.page.get_by_role("heading", name="The record is whole")).to_be_visible()
    laila.look("record")


def test_a_person_printed_is_the_person_without_the_house_around_them(visitor: Send) -> None:
    shirin = visitor()
    shirin.sign_in("caseworker@example.org")
    person = talk.newest(shirin)
    talk.find(shirin, person)
    page = shirin.page
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_contain_text(person.name)
    for part in ("navigation", "searchbox", "button"):  # what is not shown has no role
        expect(page.get_by_role(part)).to_have_count(0)
    expect(shirin.part("Person and journey")).to_be_visible()

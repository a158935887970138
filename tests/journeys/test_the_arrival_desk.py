"""The arrival desk in a real browser: the line drops, the page stays, nothing is lost or written twice."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
DOWN = re.compile("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|Failed to load resource")
FIELDS_IN_A_MINUTE = 12
"""More keys than this, but for the letters of names, nobody presses in a minute with somebody before them."""


def at_the_desk(shirin: Visitor) -> None:
    """Open the desk by the ways that people take, and wait until it would open without a line."""
    shirin.go("/more/")
    shirin.hands.press(shirin.way("Arrivals"))
    shirin.look()
    shirin.hands.press(shirin.page.locator("main .people a").first)
    expect(shirin.page.locator("[data-strip]")).to_contain_text("All lines are sent")
    shirin.page.wait_for_selector("html[data-desk-kept]")
    shirin.look()


def without_line(shirin: Visitor, is_down: bool) -> None:
    shirin.context.set_offline(is_down)


def write(shirin: Visitor, name: str, help_kind: str = "food") -> str:
    """Write a line down and return the number that the person takes along."""
    page = shirin.page
    page.locator(f"select[name=help_{help_kind}]").select_option("needed")
    page.locator("input[name=name]").fill(name)
    page.locator("select[name=sex]").select_option("female")
    page.locator("input[name=age]").fill("31")
    page.get_by_role("button", name="Give a number").click()
    expect(page.locator("dialog[data-slip]")).to_be_visible()
    number = page.locator("[data-number]").inner_text()
    page.get_by_role("button", name="Next person").click()
    return number


def forgive_the_line(shirin: Visitor) -> None:
    """What the console says about a line that we cut ourselves is no trouble."""
    shirin.troubles[:] = [trouble for trouble in shirin.troubles if not DOWN.search(trouble)]


def test_the_line_drops_and_every_person_is_there_once_when_it_comes_back(visitor: Send, product: Product) -> None:
    shirin = visitor()
    shirin.sign_in("caseworker@example.org")
    before = product.number("SELECT count(*) FROM returnees_meeting")
    at_the_desk(shirin)
    page = shirin.page
    without_line(shirin, True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meet people")
    numbers = [write(shirin, f"Zqwritten{place}") for place in range(3)]
    expect(page.locator("[data-strip]")).to_contain_text("Not yet sent: 3")
    kept = page.evaluate(
        """async () => { const base = await new Promise(done => { const asked = indexedDB.open("arrival-desk", 1);
        asked.onsuccess = () => done(asked.result); });
        const read = name => new Promise(done => { const asked = base.transaction(name).objectStore(name).getAll();
        asked.onsuccess = () => done(asked.result); });
        return JSON.stringify([await read("lines"), await read("desk")].map(all => all.map(one => ({...one,
        sealed: one.sealed && String.fromCharCode(...one.sealed)})))) }"""
    )
    assert "Zqwritten" not in kept
    assert "Zqwritten" not in page.content()
    page.reload()
    expect(page.locator("[data-strip]")).to_contain_text("Not yet sent: 3")
    without_line(shirin, False)
    page.reload()
    expect(page.locator("[data-strip]")).to_contain_text("All lines are sent", timeout=30_000)
    expect(page.locator("[data-strip]")).to_contain_text("last sent")
    assert product.number("SELECT count(*) FROM returnees_meeting") == before + 3
    page.reload()
    for number in numbers:
        expect(page.locator("aside")).to_contain_text(number)
    forgive_the_line(shirin)


def test_a_line_whose_answer_was_lost_is_sent_again_and_written_once(visitor: Send, product: Product) -> None:
    shirin = visitor()
    shirin.sign_in("caseworker@example.org")
    before = product.number("SELECT count(*) FROM returnees_meeting")
    at_the_desk(shirin)
    page, lost = shirin.page, []

    def lose_the_answer(route: Any) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/lines/", lose_the_answer)
    write(shirin, "Somebody")
    expect(page.locator("[data-strip]")).to_contain_text("Not yet sent: 1")
    page.wait_for_timeout(300)
    assert product.number("SELECT count(*) FROM returnees_meeting") == before + 1, "the server had it"
    page.unroute("**/lines/")
    page.close()
    shirin.page = shirin.context.new_page()
    shirin.page.goto(page.url)
    expect(shirin.page.locator("[data-strip]")).to_contain_text("All lines are sent", timeout=30_000)
    assert lost
    assert product.number("SELECT count(*) FROM returnees_meeting") == before + 1
    forgive_the_line(shirin)


def test_after_the_session_ended_lines_wait_for_whoever_signs_in_and_stay_their_writers(
    visitor: Send, product: Product
) -> None:
    shirin = visitor()
    shirin.sign_in("caseworker@example.org")
    at_the_desk(shirin)
    page = shirin.page
    url = page.url
    product.end_sessions()
    write(shirin, "Somebody")
    expect(page.locator("[data-strip]")).to_contain_text("Sign in to send them")
    page.goto(product.url + "/")
    shirin.sign_in("office.manager@example.org")
    page.goto(url)
    expect(page.locator("[data-strip]")).to_contain_text("All lines are sent", timeout=30_000)
    names = product.number(
        "SELECT count(*) FROM returnees_meeting JOIN accounts_user ON accounts_user.id = met_by_id "
        "JOIN returnees_parcel ON returnees_parcel.id = returnees_meeting.id "
        "WHERE accounts_user.email = ? AND sent_by_id != met_by_id",
        "caseworker@example.org",
    )
    assert names == 1
    forgive_the_line(shirin)


def test_leaving_with_lines_not_yet_sent_warns(visitor: Send) -> None:
    shirin = visitor()
    shirin.sign_in("caseworker@example.org")
    at_the_desk(shirin)
    page = shirin.page
    page.route("**/lines/", lambda route: route.abort())
    write(shirin, "Somebody")
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("dialog[data-leaving]")).to_be_visible()
    page.get_by_role("button", name="Stay and send them").click()
    shirin.go("/people/")
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Some lines are not yet sent")
    forgive_the_line(shirin)


def test_a_person_takes_a_minute_by_keyboard_alone(visitor: Send) -> None:
    """Count the keys: with a list, a need, a number of the list and the button, nothing else."""
    shirin = visitor(keyboard=True)
    shirin.sign_in("caseworker@example.org")
    shirin.go("/arrivals/new/")
    shirin.look()
    shirin.page.locator("input[name=label]").fill("QR 634")
    shirin.page.locator("input[name=due_on]").fill(f"{date.today():%Y-%m-%d}")  # noqa: DTZ011  the browser's day
    shirin.page.locator("textarea[name=people]").fill("Amina Rahman; 31; BX0123456; Sylhet\nNasima Begum")
    shirin.hands.press(shirin.button("Keep the list"))
    shirin.look()
    at_the_desk(shirin)
    keys = shirin.page.keyboard
    pressed = 0
    shirin.page.locator("select[name=help_medical]").focus()
    for key in ["n", *["Tab"] * 17]:
        keys.press(key)
        pressed += 1
        if shirin.page.evaluate("document.activeElement.name") == "number_on_list":
            break
    assert shirin.page.evaluate("document.activeElement.name") == "number_on_list"
    for key in ("2", "Enter"):
        keys.press(key)
        pressed += 1
    expect(shirin.page.locator("dialog[data-slip]")).to_be_visible()
    keys.press("Enter")
    expect(shirin.page.locator("dialog[data-slip]")).to_be_hidden()
    assert shirin.page.evaluate("document.activeElement.name") == "help_medical"
    assert pressed <= 20
    shirin.look()


@pytest.mark.parametrize(
    ("ways", "email", "language"),
    [
        pytest.param(
            {"has_script": False, "width": 360, "height": 740}, "caseworker@example.org", "en", id="no-script"
        ),
        pytest.param({"width": 360, "height": 740}, "caseworker.pk@example.org", "ur", id="urdu-on-a-phone"),
    ],
)
def test_the_desk_on_a_phone(visitor: Send, ways: dict[str, Any], email: str, language: str) -> None:
    somebody = visitor(**ways)
    somebody.sign_in(email, language=language)
    somebody.go("/arrivals/")
    somebody.look()
    somebody.hands.press(somebody.page.locator("main .people a").first)
    somebody.look()
    page = somebody.page
    page.locator("select[name=help_medical]").select_option("needed")
    page.locator("input[name=name]").fill("Amina Rahman")
    if ways.get("has_script") is False:
        somebody.hands.press(somebody.button("Give a number"))
        expect(page.locator(".slip-number")).to_have_text(re.compile(r"^\d{3}-\d{3}-\w$"))
        somebody.look()
        somebody.hands.press(somebody.link("Next person"))
    else:
        expect(page.locator("[data-strip]")).to_contain_text(re.compile(r"\d+"))
        somebody.button("Give a number").click()
        expect(page.locator("[data-number]")).to_have_text(re.compile(r"^\d{3}-\d{3}-\w$"))
        somebody.look()
        somebody.button("Next person").click()
    somebody.go("/arrivals/came/")
    somebody.look()
    somebody.hands.press(somebody.page.locator("main .people a").first)
    somebody.look()

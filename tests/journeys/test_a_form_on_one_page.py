"""A form on one page in a real browser: the line drops, the answers stay, and what is finished arrives once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.one_page import answer_the_rest, begin, choose, choose_form, field, opened
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
DOWN = re.compile("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|Failed to load resource")
RECEIPT = re.compile(r"\bR-\w{4}-\w{4}\b")
WRITTEN = "Zqwelder at the harbour"
ALL_THAT_IS_KEPT = """async () => {
    const base = await new Promise(done => { const asked = indexedDB.open("forms");
        asked.onsuccess = () => done(asked.result); });
    const read = name => new Promise(done => { const asked = base.transaction(name).objectStore(name).getAll();
        asked.onsuccess = () => done(asked.result); });
    const all = [...await read("drafts"), ...await read("parcels")];
    const bytes = one => one ? String.fromCharCode(...one) : "";
    let pages = "";
    const kept = await caches.open("forms");
    for (const one of await kept.keys()) pages += await (await kept.match(one)).text();
    const sealed = all.map(one => bytes(one.sealed) + bytes(one.label));
    return [JSON.stringify(all), ...sealed, JSON.stringify({...localStorage}), pages].join("\\n");
}"""
FORMS_KEPT = """async () => {
    const base = await new Promise(done => { const asked = indexedDB.open("forms");
        asked.onsuccess = () => done(asked.result); });
    const count = name => new Promise(done => { const asked = base.transaction(name).objectStore(name).count();
        asked.onsuccess = () => done(asked.result); });
    return [await count("drafts"), await count("parcels")];
}"""

PASSES_KEPT = """async () => {
    const base = await new Promise(done => { const asked = indexedDB.open("forms");
        asked.onsuccess = () => done(asked.result); });
    const all = await new Promise(done => { const asked = base.transaction("offices").objectStore("offices").getAll();
        asked.onsuccess = () => done(asked.result); });
    return all.map(one => typeof one.pass === "string" ? "readable" : String.fromCharCode(...one.pass));
}"""


def forgive_the_line(visitor: Visitor) -> None:
    """What the console says about a line that we cut ourselves is no trouble."""
    visitor.troubles[:] = [trouble for trouble in visitor.troubles if not DOWN.search(trouble)]


def submissions(product: Product, form: str) -> int:
    """Return how many filled forms of a kind were taken in."""
    return product.number("SELECT count(*) FROM surveys_submission WHERE instrument = ?", form)


def test_the_line_drops_in_the_middle_and_nothing_is_lost_or_sent_twice(visitor: Send, product: Product) -> None:
    shirin = visitor()
    page = shirin.page
    shirin.sign_in("caseworker@example.org")
    before = submissions(product, "skills")
    person = talk.newest(shirin)
    talk.find(shirin, person)
    person_page = page.url
    choose_form(shirin, "What you can do")
    opened(shirin)
    shirin.look("form-on-one-page", dark=True)
    _begin_to_answer(shirin)

    shirin.context.set_offline(True)
    page.reload()
    page.wait_for_selector("html[data-form-open]", state="attached")
    _find_the_draft(shirin, person)
    _miss_something(shirin)
    shirin.button("Add another").click()
    expect(page.locator(".asked-again")).to_have_count(2)
    answer_the_rest(page)
    number = _finish(shirin, person)
    assert submissions(product, "skills") == before

    shirin.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("received", timeout=30_000)
    expect(page.locator("[data-strip]")).to_contain_text("Everything sent")
    assert submissions(product, "skills") == before + 1
    shirin.hands.press(shirin.link("Forms on this device"))
    expect(page.locator("[data-parcels]")).to_contain_text(number)
    expect(page.locator("[data-parcels]")).to_contain_text(person.name)
    shirin.look("forms-on-this-device")
    page.goto(person_page)
    shirin.hands.press(page.get_by_role("link", name=re.compile("Form filled: What you can do")).first)
    expect(page.get_by_role("main")).to_contain_text(WRITTEN)
    expect(page.get_by_role("heading", name=re.compile("One job you have done · 2"))).to_be_visible()
    shirin.look("answers")
    forgive_the_line(shirin)


def _begin_to_answer(shirin: Visitor) -> None:
    """Answer two questions; the second opens a third."""
    page = shirin.page
    choose(page, "present", "Only the two of us")
    expect(field(page, "certificate_which")).to_be_hidden()
    choose(page, "certificate", "Yes")
    expect(field(page, "certificate_which")).to_be_visible()
    field(page, "certificate_which").get_by_role("textbox").fill(WRITTEN)
    expect(page.locator("[data-strip]")).to_contain_text("Saved on this device")
    page.wait_for_timeout(1000)


def _find_the_draft(shirin: Visitor, person: talk.Somebody) -> None:
    """Find everything as it was, and nothing of it readable on the device."""
    page = shirin.page
    expect(page.locator("[data-person-name]")).to_have_text(person.name)
    expect(page.locator("[data-resumed]")).to_be_visible()
    expect(field(page, "certificate_which").get_by_role("textbox")).to_have_value(WRITTEN)
    kept = page.evaluate(ALL_THAT_IS_KEPT)
    assert WRITTEN not in kept
    assert person.name not in kept
    shirin.look()


def _miss_something(shirin: Visitor) -> None:
    """Try to send too early: the page says what is missing and leads there."""
    page = shirin.page
    shirin.button("Check and send").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("[data-errors]")).to_be_in_viewport()
    expect(page.locator("[data-errors]")).to_contain_text("How are you talking?")
    expect(field(page, "mode")).to_have_accessible_description("Please answer this question.")
    shirin.look()
    page.locator("[data-errors] a").first.click()
    expect(field(page, "mode").get_by_role("radio").first).to_be_focused()


def _finish(shirin: Visitor, person: talk.Somebody) -> str:
    """Send without a line: there is a receipt, and nobody reads the form on this device any more."""
    page = shirin.page
    shirin.button("Check and send").click()
    expect(page.locator("[data-receipt]").get_by_role("heading", level=1)).to_have_text("The form is finished")
    expect(page.locator("[data-state]")).to_contain_text("goes out as soon as there is internet")
    expect(page.locator("[data-strip]")).to_contain_text("Not yet sent: 1")
    number = page.locator("[data-number]").inner_text()
    assert RECEIPT.fullmatch(number)
    assert page.evaluate(FORMS_KEPT) == [0, 1]
    kept = page.evaluate(ALL_THAT_IS_KEPT)
    assert WRITTEN not in kept
    assert person.name not in kept
    shirin.look()
    return number


def test_a_form_whose_answer_was_lost_is_sent_again_and_taken_in_once(visitor: Send, product: Product) -> None:
    shirin = visitor()
    page = shirin.page
    shirin.sign_in("caseworker@example.org")
    before = submissions(product, "family")
    begin(shirin, "The people of your home", place=1)
    lost: list[int] = []

    def lose_the_answer(route: Any) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/fill/arrive/", lose_the_answer)
    answer_the_rest(page)
    shirin.button("Check and send").click()
    expect(page.locator("[data-strip]")).to_contain_text("Not yet sent: 1")
    page.wait_for_timeout(1500)
    assert submissions(product, "family") == before + 1, "the server had it"
    page.unroute("**/fill/arrive/")
    shirin.go("/fill/")
    expect(page.locator("[data-parcels]")).to_contain_text("received", timeout=30_000)
    assert lost
    assert submissions(product, "family") == before + 1
    forgive_the_line(shirin)


def test_after_the_sign_out_a_draft_is_closed_until_its_writer_is_back(visitor: Send) -> None:
    shirin = visitor()
    page = shirin.page
    shirin.sign_in("caseworker@example.org")
    begin(shirin, "Debts and what they do", place=2)
    url = page.url
    choose(page, "present", "Only the two of us")
    expect(page.locator("[data-strip]")).to_contain_text("Saved on this device")
    (kept,) = page.evaluate(PASSES_KEPT)
    assert kept != "readable"
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Some forms are begun or not yet sent")
    shirin.look()
    shirin.hands.press(shirin.button("Sign out all the same"))
    assert not [one for one in shirin.context.cookies() if one["name"] == "forms_key"]
    assert page.evaluate(PASSES_KEPT) == []
    shirin.go("/")
    shirin.sign_in("office.manager@example.org")
    page.goto(url)
    shirin.context.clear_cookies(name="sessionid")
    shirin.go("/")
    shirin.sign_in("caseworker@example.org")
    page.goto(url)
    opened(shirin)
    expect(field(page, "present").get_by_role("radio").first).to_be_checked()
    shirin.go("/fill/")
    expect(page.locator("[data-drafts]")).to_contain_text("Debts and what they do")
    page.locator("[data-drafts]").get_by_role("button").click()
    shirin.look()
    shirin.button("Delete").last.click()
    expect(page.locator("[data-drafts]")).to_contain_text("No form is begun on this device.")
    # To somebody else the kept page says why it opens no form of hers.
    shirin.troubles[:] = [trouble for trouble in shirin.troubles if "nobody is signed in" not in trouble]
    forgive_the_line(shirin)


def test_forms_about_two_enterprises_are_under_way_at_once_and_belong_to_the_office(
    visitor: Send, product: Product
) -> None:
    before = submissions(product, "employer")
    shirin = visitor(width=360, height=740)
    page = shirin.page
    shirin.sign_in("caseworker@example.org")
    for name in ("Rahman Garments", "Das and Sons"):
        shirin.go("/forms/employer/")
        shirin.hands.press(shirin.link("Fill this form"))
        opened(shirin)
        page.get_by_label("Which enterprise?").fill(name)
        expect(page.locator("[data-strip]")).to_contain_text("Saved on this device")
    page.wait_for_url("**?draft=*")
    shirin.look("a-form-about-an-enterprise")
    shirin.go("/fill/")
    for name in ("Rahman Garments", "Das and Sons"):
        expect(page.locator("[data-drafts]")).to_contain_text(name)
    page.get_by_role("link", name="Rahman Garments").click()
    opened(shirin)
    expect(page.get_by_label("Which enterprise?")).to_have_value("Rahman Garments")
    answer_the_rest(page)
    shirin.button("Check and send").click()
    expect(page.locator("[data-receipt]").get_by_role("heading", level=1)).to_have_text("The form is finished")
    shirin.look()
    expect(page.locator("[data-state]")).to_contain_text("received", timeout=30_000)
    assert submissions(product, "employer") == before + 1
    forgive_the_line(shirin)


@pytest.mark.parametrize(
    ("ways", "email", "language"),
    [
        pytest.param({"width": 360, "height": 740}, "caseworker.pk@example.org", "ur", id="urdu-on-a-phone"),
        pytest.param({"width": 1280}, "caseworker.pk@example.org", "ur", id="urdu-on-a-laptop"),
        pytest.param({"width": 360, "height": 740}, "caseworker@example.org", "en", id="english-on-a-phone"),
    ],
)
def test_the_talk_on_one_page(visitor: Send, ways: dict[str, Any], email: str, language: str, product: Product) -> None:
    somebody = visitor(**ways)
    page = somebody.page
    somebody.sign_in(email, language=language)
    place = {"ur": 0, "en": 4}[language] + (1 if ways["width"] > 360 else 0)
    begin(somebody, "Reintegration talk", place=place)
    direction = "rtl" if language == "ur" else "ltr"
    expect(page.locator("[data-questions]")).to_have_attribute("dir", direction)
    somebody.look()
    before = submissions(product, "reintegration_score")
    answer_the_rest(page)
    somebody.look()
    somebody.button("Check and send").click()
    expect(page.locator("[data-number]")).to_have_text(RECEIPT)
    expect(page.locator("[data-strip]")).to_contain_text(somebody.words("Everything sent"), timeout=30_000)
    somebody.look()
    assert submissions(product, "reintegration_score") == before + 1
    somebody.hands.press(somebody.link("Forms on this device"))
    somebody.look()


def test_without_script_the_page_leads_to_the_form_question_by_question(visitor: Send) -> None:
    somebody = visitor(has_script=False, width=360, height=740)
    somebody.sign_in("caseworker@example.org")
    person = talk.newest(somebody)
    talk.find(somebody, person)
    choose_form(somebody, "What you need first")
    somebody.hands.press(somebody.link("All questions on one page"))
    somebody.look()
    somebody.hands.press(somebody.link("Question by question"))
    expect(somebody.button("Begin the talk")).to_be_visible()

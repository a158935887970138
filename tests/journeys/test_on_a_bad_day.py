"""Old phones, lost sessions, impatient fingers: nothing is lost or counted twice, nobody sees what is not theirs."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys import talk
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]


def test_the_whole_talk_goes_without_script(visitor: Send) -> None:
    sita = visitor(has_script=False, width=360, height=740)
    sita.sign_in("caseworker.np@example.org")
    sita.look()
    person = talk.newest(sita)
    talk.find(sita, person)
    talk.begin(sita)
    sita.hands.press(sita.button("Continue"))
    sita.hands.press(sita.button("Continue"))
    expect(sita.page.get_by_role("alert")).to_contain_text("Please choose an answer.")
    assert talk.answer_all(sita) >= 35
    sita.look()
    talk.send(sita, person)
    sita.look()
    sita.hands.press(sita.link("To the page of %(name)s", name=person.name))
    sita.look()
    expect(sita.part("How reintegration goes").get_by_role("listitem")).to_have_count(4)


def test_an_answer_given_after_the_session_ended_is_kept_for_the_one_who_gave_it(
    visitor: Send, product: Product
) -> None:
    lakshmi = visitor()
    lakshmi.sign_in("caseworker.in@example.org")
    person = talk.newest(lakshmi)
    talk.find(lakshmi, person)
    talk.begin(lakshmi)
    talk.answer(lakshmi)
    asked = talk.question(lakshmi)
    chosen = talk.options(lakshmi).nth(1)
    words = chosen.get_attribute("value")
    chosen.check()

    product.end_sessions()
    lakshmi.hands.press(lakshmi.button("Continue"))
    expect(lakshmi.page).to_have_url(re.compile("/sign-in/"))
    parked = lakshmi.page.url
    lakshmi.look()

    somebody_else = visitor()
    somebody_else.page.goto(parked)
    somebody_else.sign_in("caseworker@example.org")
    expect(somebody_else.page.get_by_role("heading", level=1)).to_have_text("Good day, Shirin")
    assert person.name not in somebody_else.page.get_by_role("main").inner_text()

    lakshmi.sign_in("caseworker.in@example.org")
    expect(lakshmi.page.get_by_role("heading", level=1)).to_have_text("Continue where you were")
    lakshmi.look()
    lakshmi.hands.press(lakshmi.button("Send it now"))
    assert talk.question(lakshmi) not in {"", asked}, "the kept answer does not lead on to the next question"
    lakshmi.hands.press(lakshmi.link("Back"))
    assert talk.question(lakshmi) == asked
    expect(lakshmi.page.locator(f"input[value='{words}']")).to_be_checked()


def test_a_talk_left_in_the_middle_is_offered_on_the_first_page_and_goes_on_there(visitor: Send) -> None:
    nimal = visitor(width=360, height=740)
    nimal.sign_in("caseworker.lk@example.org")
    person = talk.newest(nimal)
    talk.find(nimal, person)
    talk.begin(nimal)
    for _ in range(3):
        talk.answer(nimal)
    asked = talk.question(nimal)
    nimal.hands.press(nimal.button("Save and leave"))
    expect(nimal.page).to_have_title(re.compile(person.code))
    nimal.go("/")
    nimal.look()
    nimal.hands.press(nimal.page.get_by_role("link", name=f"Continue the talk with {person.name}"))
    assert talk.question(nimal) == asked


def test_pressing_send_twice_records_one_talk_and_gives_one_receipt(visitor: Send, product: Product) -> None:
    osaro = visitor()
    osaro.sign_in("caseworker.ng@example.org")
    person = talk.newest(osaro)
    held = product.talks_with(person.code)
    talk.find(osaro, person)
    talk.begin(osaro)
    talk.answer_all(osaro, in_a_hurry=True)
    check = osaro.page.url
    osaro.button("Send the answers of %(name)s", name=person.name).dblclick()
    expect(osaro.page).to_have_url(re.compile("/talks/"))
    number = talk.receipt(osaro)

    sent_again = osaro.page.request.post(
        check,
        form={"csrfmiddlewaretoken": osaro.page.locator("[name=csrfmiddlewaretoken]").first.input_value()},
        headers={"referer": check},
    )
    assert number in sent_again.text(), "sending the same page once more does not show the same receipt"
    assert product.talks_with(person.code) == held + 1

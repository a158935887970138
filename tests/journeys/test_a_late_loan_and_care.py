"""A loan is written down, payments are late; it is met with care in My day, and somebody speaks with the lender."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import expect

from sankofa.kernel import clock
from tests.journeys.test_the_tour import press, speaking
from tests.journeys.visitor import Visitor

Send = Callable[..., Visitor]
TO_BE_LOOKED_AFTER = (
    "SELECT person_id FROM (SELECT returnees_person.id AS person_id FROM returnees_person "
    "JOIN accounts_office ON accounts_office.id = office_id WHERE accounts_office.name = 'Benin City office' "
    "AND returnees_person.kind = 'returnee' AND owner_id IS NULL AND NOT is_protected AND erased_on IS NULL "
    "AND returnees_person.id NOT IN (SELECT person_id FROM cases_case UNION SELECT person_id FROM loans_loan "
    "UNION SELECT person_id FROM returnees_sameperson UNION SELECT leading_id FROM returnees_sameperson) "
    "ORDER BY returnees_person.id) LIMIT 1"
)
"""Somebody whom nobody looks after yet: what is to do for them stands in every caseworker's day.

In an office where few things cannot wait, so that a day's first page has room for the rest.
"""
OF_WHOM = (
    "SELECT person_id FROM cases_case JOIN cases_mediation ON cases_mediation.case_id = cases_case.id "
    "WHERE about_kind = 'loans.loan' ORDER BY cases_mediation.id DESC LIMIT 1"
)
MONTHS_AGO = timedelta(days=330)
"""So long ago that nothing of the demonstration is later: what is late longest stands first in My day."""


def written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def written_down(esohe: Visitor) -> str:
    """Write down a loan in three payments, all of them late by now; return its address."""
    page, hands = esohe.page, esohe.hands
    esohe.go(f"/people/{esohe.product.key(TO_BE_LOOKED_AFTER)}/loans/add/")
    esohe.look()
    other_terms = page.locator("select[name=offer] option", has_text="other terms").first
    page.locator("select[name=offer]").select_option(str(other_terms.get_attribute("value")))
    page.locator("[name=frequency]").select_option("month")
    page.locator("[name=source][value=slip]").check()
    for name, text in {
        "amount": "3,000",
        "count": "3",
        "each": "1,100",
        "handed_out_on": written(clock.today("Africa/Lagos") - MONTHS_AGO),
    }.items():
        hands.write(page.locator(f"[name={name}]"), text)
    press(esohe, "Save")
    expect(page.get_by_role("main")).to_contain_text("3 payments are late.")
    expect(page.get_by_role("main")).to_contain_text("a talk would help")
    return page.url.removeprefix(esohe.product.url)


def told_as_care(esohe: Visitor, loan: str) -> None:
    """It stands in her day with its reason, and leads to the talk in which the person chooses."""
    page = esohe.page
    esohe.go("/")
    row = page.locator("ol.tasks li").filter(has_text="Ask how they are: a loan").first
    expect(row).to_contain_text("days ago. 2 more are late.")
    esohe.look()
    esohe.hands.press(row.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask what happened")
    page.locator("[name=reasons][value=illness]").check()
    page.locator("[name=wishes][value=mediation]").check()
    esohe.hands.write(page.locator("[name=words]"), "My son was ill. I can pay after the harvest.")
    esohe.look()
    press(esohe, "Save")
    expect(page).to_have_url(esohe.product.url + loan)
    expect(page.get_by_role("main")).to_contain_text("we talked about it")
    esohe.go("/")
    expect(page.locator("ol.tasks li").filter(has_text="Ask how they are: a loan")).to_have_count(0)


def spoken_for(esohe: Visitor) -> str:
    """The mediation is a task of the case, and its first talk is noted; return its address."""
    page = esohe.page
    esohe.go(f"/people/{esohe.product.key(OF_WHOM)}/case/")
    esohe.look()
    link = page.get_by_role("main").locator("a[href*='/mediation']").first
    esohe.hands.press(link)
    mediation = page.url.removeprefix(esohe.product.url)
    expect(page.get_by_role("main")).to_contain_text("My son was ill. I can pay after the harvest.")
    esohe.hands.write(page.locator("[name=talk-said]"), "The branch agrees to wait until January.")
    esohe.look()
    press(esohe, "Note it")
    expect(page.get_by_role("main")).to_contain_text("The branch agrees to wait until January.")
    return mediation


def test_a_late_payment_is_met_with_care_and_somebody_speaks_with_the_lender(visitor: Send) -> None:
    esohe = visitor()
    esohe.sign_in("caseworker.ng@example.org")
    loan = written_down(esohe)
    told_as_care(esohe, loan)
    mediation = spoken_for(esohe)
    esohe.turn_to(360, 740)
    with speaking(esohe, "ur"):
        for address in (loan, f"{loan}talk/", f"{loan}tried/", mediation, "/"):
            esohe.go(address)
            esohe.look()

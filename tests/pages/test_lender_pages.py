"""Pages of lenders: a price that is true, what is not known, looking into one, offers side by side."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.approvals import permissions as two
from sankofa.approvals.models import Proposal
from sankofa.kernel import clock
from sankofa.lenders import permissions
from sankofa.lenders.models import Assessment, AssessmentAnswer, Lender, Product, ProductVersion
from sankofa.loans import permissions as loans_may
from sankofa.project import hooks
from sankofa.shell import words
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALL = (
    SIGNED_IN, permissions.VIEW, permissions.KEEP, permissions.ASSESS, permissions.DECIDE, two.PROPOSE, two.SEE,
    two.DECIDE,
)  # fmt: skip
SEAP = {
    "least": None,
    "most": {"minor": 35_000_000, "currency": "NGN"},
    "months_most": 6,
    "rate_percent": "15",
    "rate_basis": None,
    "fee_once": {"minor": 130_000, "currency": "NGN"},
    "fee_percent": "1",
    "insurance_percent": None,
    "frequency": None,
}
"""The terms that the microcredit paper prints on its pages 10 and 11."""


@pytest.fixture
def keeper(office: Office) -> Client:
    client = Client()
    client.force_login(builders.user(office, may=ALL, name="Farida Begum"))
    return client


@pytest.fixture
def reader(office: Office) -> Client:
    client = Client()
    client.force_login(builders.user(office, may=(SIGNED_IN, permissions.VIEW), name="Shirin Das"))
    return client


@pytest.fixture
def lender(office: Office) -> Any:
    return builders.lender(office, name="Gram Unnayan", complaints="call 16236")


def text_of(page: Any) -> str:
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())).replace("\u00a0", " ")


def form(**said: Any) -> dict[str, Any]:
    given = {
        "name": "Shop loan",
        "currency": "BDT",
        "least": "1000",
        "most": "20000",
        "months_most": "12",
        "frequency": "month",
        "rate_percent": "24",
        "rate_basis": "flat_year",
        "fee_once": "0",
        "fee_percent": "3",
        "insurance_percent": "1",
        "compulsory_savings_percent": "10",
        "pledges": "-",
        "guarantors": "1",
        "from_on": "2026-01-01",
        "said_by": "their leaflet",
    }
    return {**given, **said}


def test_a_lender_and_its_product_come_on_the_list_and_show_the_true_price(keeper: Client, office: Office) -> None:
    assert "There is no lender on the list yet" in text_of(keeper.get("/lenders/"))
    said = {"office": office.pk, "name": "Gram Unnayan", "kind": "mfi", "places": "Sylhet", "said_by": "a visit"}
    made = keeper.post("/lenders/add/", said)
    held = Lender.objects.get()
    assert made["Location"] == f"/lenders/{held.pk}/"
    assert "Not looked into yet" in text_of(keeper.get("/lenders/"))
    keeper.post(f"/lenders/{held.pk}/products/add/", form())
    product = Product.objects.get()
    page = text_of(keeper.get(f"/lenders/products/{product.pk}/?amount=1000&months=12"))
    assert "133 to pay back for every 100" in page, "responsible finance 2.2, offer A5: 32.56 for every 100"
    assert "79.7 %" in page
    assert "860.00 BDT" in page


def test_a_rate_without_a_basis_has_no_price_but_a_range(reader: Client, lender: Any) -> None:
    product = builders.product(lender, content=SEAP)
    page = text_of(reader.get(f"/lenders/products/{product.pk}/"))
    assert "106 to 117 to pay back for every 100" in page
    assert "21.8 % to 71 %" in page
    assert "15 % can mean 3 things" in page
    assert "How often people pay is not known" in page
    assert "Ask the lender. Until then it is never taken for nothing." in page


def test_a_product_whose_amount_is_not_known_says_so(reader: Client, lender: Any) -> None:
    product = builders.product(lender, content={"least": None, "most": None})
    page = text_of(reader.get(f"/lenders/products/{product.pk}/"))
    assert "There is no price while the amount or the time is not known." in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param({"least": "30000"}, "less than the smallest", id="least-above-most"),
        pytest.param({"most": "0", "least": ""}, "A loan is more than nothing", id="nothing-lent"),
        pytest.param({"rate_basis": "none"}, "There is no interest, so leave the rate empty", id="rate-of-nothing"),
        pytest.param({"fee_once": "1.234"}, "no such small parts", id="too-small-a-coin"),
        pytest.param({"currency": ""}, "An answer is needed here", id="no-currency"),
        pytest.param({"rate_percent": "5000"}, "at most", id="a-slip"),
        pytest.param({"name": "Old loan"}, "has a product of this name already", id="named-already"),
    ],
)
def test_what_is_wrong_in_a_product_is_said(keeper: Client, lender: Any, said: dict[str, str], told: str) -> None:
    builders.product(lender, name="Old loan")
    page = keeper.post(f"/lenders/{lender.pk}/products/add/", form(**said))
    assert page.status_code == 422
    assert told in text_of(page)
    assert Product.objects.count() == 1


def test_new_terms_begin_from_what_was_said_before(keeper: Client, lender: Any) -> None:
    product = builders.product(lender)
    change = f"/lenders/products/{product.pk}/change/"
    page = keeper.get(change).content.decode()
    assert 'value="20000.00"' in page
    assert keeper.post(change, form(rate_percent="30")).status_code == 302
    assert ProductVersion.objects.filter(product=product).count() == 2
    keeper.post(f"/lenders/products/{product.pk}/end/", {"until_on": "2026-02-01"})
    assert "Not offered today" in text_of(keeper.get(f"/lenders/products/{product.pk}/"))


def test_a_lender_is_put_right(keeper: Client, lender: Any) -> None:
    said = {"name": "Gram Unnayan", "phone": "0821-1", "said_by": "a call", "contact": "Mita, 01711"}
    keeper.post(f"/lenders/{lender.pk}/change/", said)
    page = text_of(keeper.get(f"/lenders/{lender.pk}/"))
    assert "0821-1" in page
    assert "Mita" in page


def test_whom_one_spoke_with_is_shown_only_to_who_keeps_the_list(reader: Client, office: Office) -> None:
    held = builders.lender(office, contact="Mita, 01711")
    assert "Mita" not in text_of(reader.get(f"/lenders/{held.pk}/"))


def test_who_only_looks_gets_to_no_form(reader: Client, lender: Any) -> None:
    product = builders.product(lender)
    held = builders.assessment(lender)
    for path in (
        "add/", f"{lender.pk}/change/", f"{lender.pk}/products/add/", f"products/{product.pk}/change/",
        f"products/{product.pk}/end/", f"assessments/{held.pk}/answer/licence/", f"assessments/{held.pk}/decide/",
    ):  # fmt: skip
        assert reader.get(f"/lenders/{path}").status_code == 403, path
    assert "Answer the next question" not in text_of(reader.get(f"/lenders/assessments/{held.pk}/"))


def test_a_lender_is_looked_into_question_by_question_and_another_person_decides(
    keeper: Client, lender: Any, office: Office
) -> None:
    keeper.post(f"/lenders/{lender.pk}/look-into/")
    held = Assessment.objects.get()
    here = f"/lenders/assessments/{held.pk}/"
    assert "Answered: 0 of 32." in text_of(keeper.get(here))
    said = {"answer": "0", "seen_on": "2026-01-02", "verified_by": "reviewer", "evidence": "their register"}
    onward = keeper.post(f"{here}answer/licence/", said)
    assert onward["Location"].endswith("/answer/audited_accounts/")
    unknown = said | {"answer": "unknown"}
    keeper.post(f"{here}answer/par30/", unknown)
    assert AssessmentAnswer.objects.get(indicator="par30").value is None
    assert keeper.post(f"{here}answer/oss/", said | {"answer": "known"}).status_code == 422
    assert keeper.get(f"{here}answer/nothing/").status_code == 404
    page = text_of(keeper.get(here))
    assert "We asked, and do not know" in page
    assert "Its licence or registration is valid" in page
    assert keeper.post(f"{here}hand-in/")["Location"] == f"{here}decide/"
    assert "nothing in it changes now" in text_of(keeper.post(f"{here}answer/training/", said | {"answer": "3"}))
    no = keeper.post(f"{here}decide/", {"outcome": "approved"})
    assert "What was found forbids this decision" in text_of(no)
    assert "Write the conditions, or the reason." in text_of(keeper.post(f"{here}decide/", {"outcome": "refused"}))
    keeper.post(f"{here}decide/", {"outcome": "refused", "conditions": "no licence"})
    proposal = Proposal.objects.get()
    second = Client()
    second.force_login(builders.user(office, may=ALL, name="Rahim Uddin"))
    shown = second.get(f"/approvals/{proposal.pk}/")
    assert "Refuse: send nobody there" in text_of(shown)
    assert "Its licence or registration is valid" in text_of(shown)


def test_a_lender_whose_check_ran_out_says_so_wherever_it_appears(reader: Client, lender: Any) -> None:
    product = builders.product(lender)
    builders.assessment(lender, status="approved", decided_at=builders.AT, valid_until=builders.AT.date(), findings=[])
    compared = {"products": [product.pk], "amount": "5000", "months": "6", "language": "en"}
    for page in (
        reader.get("/lenders/"),
        reader.get(f"/lenders/{lender.pk}/"),
        reader.get(f"/lenders/products/{product.pk}/"),
        reader.post("/lenders/compare/", compared),
    ):
        assert "The check has run out" in text_of(page)


def compared(client: Client, *products: Any, **said: Any) -> Any:
    given = {
        "products": [one.pk for one in products],
        "amount": "10000",
        "months": "6",
        "income": "1900",
        "saving": "380",
        "language": "en",
    }
    return client.post("/lenders/compare/", {**given, **said})


def test_offers_stand_between_saving_first_and_no_loan_and_none_is_recommended(reader: Client, lender: Any) -> None:
    plain = builders.product(lender, name="Shop loan", content={"pledges": ["the stock"], "late_policy": "20 a week"})
    open_one = builders.product(lender, name="Other loan", content={"rate_basis": None})
    page = compared(reader, plain, open_one)
    told = text_of(page)
    order = [told.index(word) for word in ("Save first", "Other loan", "Shop loan", "No loan")]
    assert order == sorted(order)
    for word in ("112 to pay back for every 100", "1,900.00 BDT earned a week", "the stock", "20 a week", "call 16236"):
        assert word in told
    assert "27" in told.split("Weeks until it is saved")[1][:12], "10,000 at 380 a week"
    assert "up to" in told, "a range shows its dearest reading beside the week"
    assert not re.search(r"\b(best|recommend\w*|suitable|should take)\b", told.split("Ask back")[0], re.IGNORECASE)
    assert page["Cache-Control"] == "no-store"


def test_whoever_comes_from_a_talk_finds_the_offer_and_the_persons_language_chosen(reader: Client, lender: Any) -> None:
    product = builders.product(lender, name="Shop loan")
    page = reader.get("/lenders/compare/", {"product": str(product.pk), "language": "ur"}).content.decode()
    assert re.search(rf'value="{product.pk}"[^>]*checked', page)
    assert '<option value="ur" selected>' in page
    assert '<option value="en" selected>' in reader.get("/lenders/compare/", {"language": "xx"}).content.decode()


def test_saving_first_names_the_month_and_one_message_is_enough_in_french(reader: Client, lender: Any) -> None:
    product = builders.product(lender, name="Shop loan")
    told = text_of(compared(reader, product))
    month = words.month(clock.today("Asia/Dhaka") + timedelta(weeks=27))
    assert f"In your hand in {month} 10,000.00 BDT" in told
    assert "In your hand in" not in text_of(compared(reader, product, saving="1")), "nobody plans for two hundred years"
    reader.cookies["django_language"] = "fr"
    message = text_of(compared(reader, product, language="fr")).split("En message SMS")[1]
    assert "SMS nécessaires : 1" in message


def test_what_is_not_known_on_the_sheet_is_not_left_out(reader: Client, lender: Any) -> None:
    told = text_of(compared(reader, builders.product(lender), income="", saving=""))
    assert "What a week brings in is not known." in told
    assert "What could be saved in a week is not known." in told
    assert "You can lose Not known" in told
    assert "If you are late Not known" in told


def test_an_offer_outside_its_limits_says_so_instead_of_a_price(reader: Client, lender: Any) -> None:
    told = text_of(compared(reader, builders.product(lender), amount="90000"))
    assert "This lender lends from 1,000.00 BDT to 20,000.00 BDT." in told
    assert "There is no price yet." in told


def test_a_new_product_is_in_the_money_of_the_country_and_each_currency_has_its_name(
    keeper: Client, lender: Any
) -> None:
    page = keeper.get(f"/lenders/{lender.pk}/products/add/").content.decode()
    assert '<option value="BDT" selected>BDT · Bangladeshi Taka</option>' in page
    assert '<option value="NGN">NGN · Nigerian Naira</option>' in page


def test_at_most_three_offers_of_one_currency_stand_side_by_side(reader: Client, lender: Any) -> None:
    four = [builders.product(lender) for _ in range(4)]
    assert "Choose 3 offers at most." in text_of(compared(reader, *four))
    other = builders.product(lender, content=SEAP)
    assert "different currencies" in text_of(compared(reader, four[0], other))


@pytest.mark.parametrize(
    ("language", "is_marked"),
    [
        pytest.param("en", False, id="english"),
        pytest.param("fr", False, id="french"),
        pytest.param("ur", True, id="urdu"),
    ],
)
def test_the_paper_is_in_the_language_that_was_chosen_and_says_whether_it_was_checked(
    reader: Client, lender: Any, language: str, is_marked: bool
) -> None:
    page = compared(reader, builders.product(lender), language=language, paper="1")
    with translation.override(language):
        asked, mark = gettext("What can you lose?"), gettext("No second reader has checked this translation yet.")
    told = text_of(page)
    assert f'lang="{language}"' in page.content.decode()
    assert asked.replace("\u00a0", " ") in told
    assert (mark in told) is is_marked


def test_the_message_says_what_comes_back_and_how_many_parts_it_takes(reader: Client, lender: Any) -> None:
    told = text_of(compared(reader, builders.product(lender, name="Shop loan")))
    assert "Gram Unnayan: get 10000. Pay 1866.67 x 6, in all 11200" in told
    assert "Text messages needed: 1" in told


def test_no_page_of_lenders_speaks_of_a_loan_as_of_help_given(reader: Client, lender: Any) -> None:
    """Who gives must not seem to lend, nor the other way round: microcredit paper, 4.2.2 and 4.2.3."""
    product = builders.product(lender)
    pages = [
        reader.get("/lenders/"),
        reader.get(f"/lenders/{lender.pk}/"),
        reader.get(f"/lenders/products/{product.pk}/"),
        compared(reader, product),
        compared(reader, product, paper="1"),
    ]
    for page in pages:
        main = text_of(page).split("Lenders", 1)[-1]
        assert not re.search(r"\b(grants?|assistance|subsid\w+|donat\w+|gift)\b", main, re.IGNORECASE)


def test_the_paper_is_made_as_a_file_in_the_language_that_was_chosen(reader: Client, lender: Any) -> None:
    answer = compared(reader, builders.product(lender), language="fr", pdf="1")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_stopped_lender_says_so_and_shows_what_reported_loans_say(client: Client, office: Office) -> None:
    hooks.fill()
    by_us = builders.user(office, may=(*ALL, loans_may.VIEW))
    client.force_login(by_us)
    held = builders.lender(office)
    builders.loan(builders.person(office), lender=held)
    url = reverse("lenders:suspend", args=[held.pk])
    assert client.get(url).status_code == 200
    page = client.post(url, {"why": "Somebody was threatened."}, follow=True).content.decode()
    assert "Somebody was threatened." in page
    assert "1 loan is running." in page
    lift = reverse("lenders:lift", args=[held.suspensions.get().pk])
    assert client.post(lift, {"why": "It is over."}).status_code == 422, "another person lifts it"
    client.force_login(builders.user(office, may=ALL))
    page = client.post(lift, {"why": "The officer left."}, follow=True).content.decode()
    assert "Stopped for now" not in page
    assert "1 loan is running." not in page, "whoever may not see loans is told nothing of them"

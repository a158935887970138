"""Asking about one lender alone: two pages, the same record, the same words, and the way back to the introduction."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.consent.models import Consent, Sitting
from sankofa.consent.rules.terms import Purpose
from sankofa.consent.rules.texts import text
from tests import builders
from tests.introduced import Introduced, checked

pytestmark = pytest.mark.django_db
SAID = {
    "speaks": "bn",
    "language": "bn",
    "shown": "bn",
    "company": "alone",
    "needs_support": "no",
    "back": "yes",
    "parts": ["name", "plan"],
    "said": "yes",
    "how": "spoken",
    "witness_kind": "none",
}


@pytest.fixture
def both(office: Office) -> Iterator[Introduced]:
    with checked():
        yield Introduced(office)


@pytest.fixture
def desk(both: Introduced) -> Client:
    client = Client()
    client.force_login(both.worker)
    return client


def introduction(both: Introduced) -> str:
    return reverse("credit:introduce", args=[both.person.pk, both.product.pk])


def asking(both: Introduced, desk: Client) -> str:
    """The address to which the introduction leads."""
    page = desk.get(introduction(both)).content.decode()
    found = re.search(r'href="([^"]*/consent/lender/[^"]*)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_two_pages_and_a_receipt_lead_from_the_introduction_back_to_it(both: Introduced, desk: Client) -> None:
    way = asking(both, desk)
    page = desk.get(way).content.decode()
    assert text(Purpose.CREDIT_REFERRAL, "1", "bn").what in page
    check = desk.post(way, SAID)
    assert check.status_code == 302
    assert not Consent.objects.exists()
    looked = desk.get(check["Location"]).content.decode()
    assert "Introduction to a lender · Gram Vikas" in looked
    done = desk.post(check["Location"], follow=True)
    assert f'href="{introduction(both)}"' in done.content.decode()
    row = Consent.objects.get()
    assert (row.purpose, row.answer, row.partner_id) == ("credit_referral", "given", both.house.pk)
    assert (sorted(row.fields), row.language, bool(row.digest)) == (["name", "plan"], "bn", True)
    assert (row.sitting.company, row.sitting.is_repeated_back) == ("alone", True)
    assert "What is sent" in desk.get(introduction(both)).content.decode()


def test_sent_twice_it_is_recorded_once(both: Introduced, desk: Client) -> None:
    check = desk.post(asking(both, desk), SAID)["Location"]
    first = desk.post(check)["Location"]
    assert desk.post(check)["Location"] == first.partition("?")[0]
    assert Sitting.objects.count() == 1


def test_only_what_a_lender_can_be_sent_is_asked_and_nothing_is_ticked(both: Introduced, desk: Client) -> None:
    way = asking(both, desk)
    named = parse_qs(urlsplit(way).query)["part"]
    assert "money_owed" not in named
    page = desk.get(way).content.decode()
    assert sorted(re.findall(r'name="parts" value="(\w+)"', page)) == sorted(set(named) - {"journey", "family"})
    assert not re.findall(r'name="parts"[^>]*checked', page)
    assert desk.post(way, {**SAID, "parts": ["name", "money_owed"]}).status_code == 422
    widened = desk.get(f"{way}&part=health").content.decode()
    assert 'value="health"' not in widened


def test_a_no_needs_nothing_more(both: Introduced, desk: Client) -> None:
    check = desk.post(asking(both, desk), {"said": "no"})
    assert check.status_code == 302
    assert "not recorded" in desk.get(check["Location"]).content.decode()
    desk.post(check["Location"])
    row = Consent.objects.get()
    assert (row.answer, row.fields) == ("refused", [])
    assert row.sitting.company == "unknown"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({"back": "not_yet"}, "Read it once more, slowly", id="not-said-back-yet"),
        pytest.param({"back": ""}, "Please choose an answer", id="not-asked-to-say-it-back"),
        pytest.param({"parts": []}, "Tick what the partner may be told", id="a-yes-to-nothing"),
        pytest.param({"company": ""}, "An answer is needed here", id="who-is-present-left-out"),
        pytest.param({"said": ""}, "An answer is needed here", id="no-answer"),
        pytest.param({"speaks": "ps"}, "Name the interpreter", id="another-language-alone"),
        pytest.param({"language": "ur", "interpreter": "Gul"}, "stands here in Urdu now", id="another-text"),
        pytest.param({"how": "mark"}, "needs a witness", id="a-mark-without-a-witness"),
        pytest.param({"needs_support": "yes"}, "needed where the person is helped", id="help-that-is-not-named"),
    ],
)
def test_a_yes_counts_only_as_in_the_long_way(
    both: Introduced, desk: Client, changed: dict[str, Any], says: str
) -> None:
    way = asking(both, desk)
    page = desk.post(way, {**SAID, **changed})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert desk.get(way.replace("/?", "/check/?"))["Location"] == way


def test_another_language_shows_its_text_before_anything_is_answered(both: Introduced, desk: Client) -> None:
    way = asking(both, desk)
    page = desk.post(way, {**SAID, "language": "ur", "company": "others", "show": "1"})
    assert page.status_code == 200
    shown = page.content.decode()
    assert text(Purpose.CREDIT_REFERRAL, "1", "ur").what in shown
    assert 'name="shown" value="ur"' in shown
    assert re.search(r'name="company" value="others"[^>]*checked', shown)


def test_without_a_language_no_text_stands_there_until_one_is_chosen(both: Introduced, desk: Client) -> None:
    type(both.person).objects.filter(pk=both.person.pk).update(language="")
    way = asking(both, desk)
    page = desk.get(way).content.decode()
    assert 'name="said"' not in page
    assert "Show the text in this language" in page
    assert 'name="said"' in desk.post(way, {"language": "en", "show": "1"}).content.decode()


def test_a_child_is_not_asked(both: Introduced, desk: Client) -> None:
    way = asking(both, desk)
    type(both.person).objects.filter(pk=both.person.pk).update(born_on=date(2012, 1, 1))
    page = desk.post(way, SAID).content.decode()
    assert 'name="said"' not in page
    assert "A child is not asked for this" in page
    assert not Consent.objects.exists()


def test_nobody_is_asked_about_what_is_no_lender_and_no_way_leads_out_of_the_house(
    both: Introduced, desk: Client
) -> None:
    agency = builders.organisation("Help", kind="agency")
    assert desk.get(reverse("consent:lender", args=[both.person.pk, agency.pk])).status_code == 404
    way = reverse("consent:lender", args=[both.person.pk, both.house.pk])
    for outside in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert outside not in desk.get(way, {"on": outside}).content.decode().replace("?on=", "")


def test_the_long_way_of_asking_stays_where_it_was_left(both: Introduced, desk: Client) -> None:
    desk.post(reverse("consent:begin", args=[both.person.pk]))
    desk.post(desk.post(asking(both, desk), SAID)["Location"])
    step = reverse("consent:ask", args=[both.person.pk, "before"])
    assert desk.get(reverse("consent:begin", args=[both.person.pk]))["Location"] == step

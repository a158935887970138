"""Pages of introductions to lenders: consent, check, send, the desk, questions, answers, taken back while open."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.consent.rules.terms import Field
from sankofa.credit import permissions, referral_words
from sankofa.credit.models import LenderAnswer, NeedNoted, Question, Referral
from sankofa.credit.rules.needs import Asked, Need
from sankofa.kernel import clock
from sankofa.lenders import permissions as lenders
from sankofa.store import keys, subjects
from sankofa.store.rules.sealing import KeyRing
from tests import builders
from tests.introduced import PHONE, SECRETS, Introduced, checked

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SENDING = {"amount": "10000", "months": "6", "purpose": "A fridge for the shop", "business": "A tea stall since May"}


@pytest.fixture
def both(office: Office) -> Iterator[Introduced]:
    with checked():
        yield Introduced(office)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(page: Any) -> str:
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())).replace("\u00a0", " ")


def address(both: Introduced) -> str:
    return reverse("credit:introduce", args=[both.person.pk, both.product.pk])


def sending(both: Introduced, **changes: Any) -> dict[str, Any]:
    return {**SENDING, "seen": str(both.seen()), "parts": ["name", "phone", "plan"], **changes}


def test_without_consent_the_page_leads_to_asking_for_it(both: Introduced) -> None:
    page = browser(both.worker).get(address(both))
    assert page.status_code == 200
    assert reverse("consent:lender", args=[both.person.pk, both.house.pk]) in page.content.decode()
    assert "What is sent" not in text_of(page)
    assert "1 guarantor" in text_of(page)


def test_what_stands_against_it_is_told_in_words(both: Introduced) -> None:
    both.agree()
    both.lender.assessments.all().delete()
    page = text_of(browser(both.worker).get(address(both)))
    assert "Nobody has looked into this lender yet." in page


def test_it_is_checked_before_it_is_sent_and_the_phone_is_half_hidden(both: Introduced) -> None:
    both.agree(Field.NAME, Field.PHONE, Field.PLAN)
    desk = browser(both.worker)
    page = desk.post(address(both), sending(both))
    text = text_of(page)
    assert "Send this to Gram Vikas" in text
    assert "10,000.00 BDT for 6 months. What for: A fridge for the shop" in text
    assert PHONE not in page.content.decode()
    assert not Referral.objects.exists()
    assert "A fridge for the shop" in text_of(desk.post(address(both), sending(both, change="1")))
    answer = desk.post(address(both), sending(both, send="1"))
    held = Referral.objects.get()
    assert answer["Location"] == reverse("credit:referral", args=[held.pk])
    page = desk.get(answer["Location"])
    assert "2 of 5: Opened by the lender" in page.content.decode()
    assert PHONE not in page.content.decode()
    assert held.packet.content["phone"] == PHONE


def test_parts_that_were_not_agreed_cannot_be_chosen(both: Introduced) -> None:
    both.agree(Field.NAME, Field.PLAN)
    page = browser(both.worker).post(address(both), sending(both, send="1"))
    assert page.status_code == 422
    assert not Referral.objects.exists()


def test_what_changed_before_sending_is_told_and_nothing_goes(both: Introduced) -> None:
    both.agree()
    desk = browser(both.worker)
    both.take_back()
    page = desk.post(address(both), sending(both, send="1"), follow=True)
    assert "Nothing was sent. Something changed meanwhile" in text_of(page)
    both.agree()
    page = desk.post(address(both), sending(both, send="1", seen=str(both.person.pk)), follow=True)
    assert "The terms changed meanwhile" in text_of(page)
    page = desk.post(address(both), sending(both, send="1", amount="90000"))
    assert "This lender lends" in text_of(page)
    assert not Referral.objects.exists()


def test_the_officer_reads_asks_and_answers_and_the_person_decides(both: Introduced) -> None:
    both.agree()
    held = both.send()
    officer, worker = browser(both.officer), browser(both.worker)
    packet = reverse("credit:packet", args=[held.packet.pk])
    assert held.code in text_of(officer.get(reverse("credit:desk")))
    page = officer.get(packet)
    assert PHONE in page.content.decode()
    assert "Why can I see this?" in page.content.decode()
    assert not [
        word for word in (*SECRETS.values(), "Shirin", both.person.case_number) if word in page.content.decode()
    ]
    assert Event.objects.filter(kind="read", action="credit.packet_read", actor_id=str(both.officer.pk)).exists()
    held.refresh_from_db()
    assert held.state == "received"
    officer.post(f"{packet}ask/", {"text": "Who would guarantee?"})
    question = Question.objects.get()
    person = worker.get(reverse("returnees:person", args=[both.person.pk]))
    assert "Answer what Gram Vikas asks" in text_of(person)
    answer_url = reverse("credit:question", args=[question.pk])
    assert "Who would guarantee?" in text_of(worker.get(answer_url))
    assert worker.post(answer_url, {"text": "Her brother."}).status_code == 422
    assert worker.post(answer_url, {"text": "Her brother.", "is_agreed": "on"}).status_code == 302
    assert "Her brother." in text_of(officer.get(packet))
    assert officer.post(f"{packet}answer/", {"outcome": "no"}).status_code == 422
    given = {"outcome": "other_terms", "amount": "8000", "months": "4", "words": "Come on Monday."}
    assert officer.post(f"{packet}answer/", given).status_code == 302
    late = officer.post(f"{packet}answer/", {"outcome": "no", "why": "papers"}, follow=True)
    assert "A colleague was quicker" in text_of(late)
    page = text_of(worker.get(reverse("credit:referral", args=[held.pk])))
    assert "8,000.00 BDT" in page
    assert "Come on Monday." in page
    said = {"is_taken": "yes", "decided_on": clock.today(both.worker.office.zone).isoformat()}
    assert worker.post(reverse("credit:decide_on_offer", args=[held.pk]), said).status_code == 302
    assert "Taken by the person" in text_of(worker.get(reverse("credit:referral", args=[held.pk])))
    assert "The person takes it" in text_of(officer.get(packet))


def test_the_consent_taken_back_while_the_page_is_open_leaves_one_word_and_nothing_else(both: Introduced) -> None:
    both.agree()
    held = both.send()
    officer = browser(both.officer)
    packet = reverse("credit:packet", args=[held.packet.pk])
    assert "Rahima" in text_of(officer.get(packet))
    both.take_back()
    for page in (
        officer.get(packet),
        officer.post(f"{packet}ask/", {"text": "Who?"}, follow=True),
        officer.post(f"{packet}answer/", {"outcome": "yes"}, follow=True),
        officer.get(reverse("credit:desk")),
    ):
        assert "Rahima" not in page.content.decode()
        assert "fridge" not in page.content.decode()
    assert "The person took the consent back" in text_of(officer.get(packet))
    assert not LenderAnswer.objects.exists()
    assert "Taken back by the person" in text_of(browser(both.worker).get(reverse("credit:referral", args=[held.pk])))


def test_an_answer_on_a_slip_is_noted_and_an_introduction_is_ended(both: Introduced) -> None:
    both.agree()
    held = both.send()
    worker = browser(both.worker)
    told = reverse("credit:told", args=[held.pk])
    said = {"outcome": "no", "why": "guarantor", "channel": "slip", "said_by": "Mr Roy", "said_on": "2099-01-01"}
    assert worker.post(told, said).status_code == 422
    assert worker.post(told, {**said, "said_on": clock.today(both.worker.office.zone).isoformat()}).status_code == 302
    page = text_of(worker.get(reverse("credit:referral", args=[held.pk])))
    assert "Guarantors are missing" in page
    assert "Mr Roy" in page
    again = both.send()
    assert worker.post(reverse("credit:end", args=[again.pk]), {"ending": "no_answer"}).status_code == 302
    assert "The lender does not answer" in text_of(worker.get(reverse("credit:referral", args=[again.pk])))
    listed = text_of(worker.get(reverse("credit:introductions", args=[both.person.pk])))
    assert (held.code in listed, again.code in listed) == (True, True)


def test_what_is_missing_gets_a_colleague_and_a_day_and_stands_on_the_persons_page(both: Introduced) -> None:
    worker = browser(both.worker)
    url = f"{reverse('credit:need', args=[both.person.pk, both.product.pk])}?need=guarantors"
    assert "1 guarantor" in text_of(worker.get(url))
    page = worker.post(url, {"stand": "missing", "note": "A cousin may", "due_on": "2099-01-01"}, follow=True)
    assert "A cousin may" in text_of(page)
    assert NeedNoted.objects.get().stand == "missing"
    assert "Help with what Gram Vikas asks for" in text_of(
        worker.get(reverse("returnees:person", args=[both.person.pk]))
    )
    assert worker.post(url, {"stand": "missing", "due_on": "2020-01-01"}).status_code == 422


def test_an_officer_reaches_no_page_of_the_register(both: Introduced) -> None:
    both.agree()
    held = both.send()
    officer = browser(both.officer)
    for name, key in (
        ("returnees:person", both.person.pk),
        ("credit:introductions", both.person.pk),
        ("credit:referral", held.pk),
        ("credit:told", held.pk),
        ("lenders:lender", both.lender.pk),
    ):
        assert officer.get(reverse(name, args=[key])).status_code == 403


def test_an_office_manager_says_who_signs_in_for_a_lender(both: Introduced) -> None:
    manager = browser(builders.user(both.office, may=(SIGNED_IN, lenders.VIEW, lenders.LINK)))
    url = reverse("lenders:link", args=[both.lender.pk])
    assert "Gram Vikas" in text_of(manager.get(url))
    assert manager.post(url, {"organisation": ""}).status_code == 302
    both.lender.refresh_from_db()
    assert both.lender.organisation_id is None
    assert manager.post(url, {"organisation": str(both.house.pk)}).status_code == 302
    assert "Who signs in for it" in text_of(manager.get(reverse("lenders:lender", args=[both.lender.pk])))


def test_what_came_of_introductions_is_counted_true_for_the_office_and_hidden_for_others(both: Introduced) -> None:
    both.agree()
    both.send()
    counting = browser(builders.user(both.office, may=(SIGNED_IN, permissions.FUNNEL)))
    page = text_of(counting.get(reverse("credit:funnel")))
    assert "No programme is named 1 1 0 1 1 0 0" in page
    assert "Gram Vikas 1 0 0 0" in page
    assert "There are too few people for a table that can be shared." in page
    assert "Rahima" not in page


def test_a_packet_whose_key_is_missing_says_so_and_is_neither_opened_nor_answered(
    both: Introduced, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.agree()
    held = both.send()
    officer = browser(both.officer)
    packet = reverse("credit:packet", args=[held.packet.pk])
    ring = keys.ring()
    with monkeypatch.context() as lost:
        subjects.forget()
        lost.setattr(keys, "ring", lambda: KeyRing(9, {9: b"9" * 32}, ring.index, ring.audit))
        assert "Cannot be opened: a key is missing" in text_of(officer.get(reverse("credit:desk")))
        page = text_of(officer.get(packet))
        assert "What was sent cannot be opened now: a key is missing." in page
        assert "Give your answer" not in page
        for way in ("ask/", "answer/"):
            assert officer.get(f"{packet}{way}")["Location"] == packet
            told = officer.post(f"{packet}{way}", {"outcome": "yes", "text": "Since when?"}, follow=True)
            assert "a key is missing" in text_of(told)
    subjects.forget()
    held.refresh_from_db()
    assert (held.state, held.received_at) == ("sent", None)
    assert not Question.objects.exists()
    assert not LenderAnswer.objects.exists()
    assert "New" in text_of(officer.get(reverse("credit:desk")))
    assert "Give your answer" in text_of(officer.get(packet))


@pytest.mark.parametrize(
    ("language", "told"), [("en", "birth certificate"), ("fr", "acte de naissance"), ("ur", "پیدائش")]
)
def test_a_paper_that_the_register_knows_is_named_in_the_readers_language(language: str, told: str) -> None:
    with translation.override(language):
        said = referral_words.need(Need(Asked.PAPER, words=("birth certificate", "a letter of the chief")))
    assert told in said.casefold()
    assert "a letter of the chief" in said, "what nobody knows stays as it was written"

"""The lender's own pages of loans it gave: what its officer tells one by one, and that nothing else is shown there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.loans import actions
from sankofa.loans.actions import ReportTold
from sankofa.loans.models import Loan, LoanReport
from sankofa.loans.rules.reported import Kind, Source
from tests import builders
from tests.introduced import SECRETS, checked
from tests.introduced_and_lent import Lends, taka

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def both(office: Office) -> Iterator[Lends]:
    with checked():
        made = Lends(office)
        made.say_yes()
        yield made


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(page: Any) -> str:
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())).replace("\u00a0", " ")


def day(both: Lends, name: str) -> dict[str, str]:
    return {name: both.today.strftime("%d/%m/%Y"), f"{name}_calendar": "gregorian"}


def given(both: Lends, **more: str) -> dict[str, str]:
    told = {"amount": "10000", "currency": "BDT", "frequency": "month", "count": "10", "each": "1100"}
    first = {"first_due_on": "", "first_due_on_calendar": "gregorian"}
    return {**told, **day(both, "handed_out_on"), **first, **more}


def test_an_officer_tells_of_a_loan_from_the_first_day_to_the_last(both: Lends) -> None:
    officer = browser(both.officer)
    sent = officer.get(reverse("credit:packet", args=[both.packet.pk]))
    at_desk = reverse("loans:at_desk", args=[both.packet.pk])
    assert at_desk in sent.content.decode()
    assert "Was the loan given?" in text_of(officer.get(at_desk))
    told = officer.post(reverse("loans:desk_given", args=[both.packet.pk]), given(both), follow=True)
    assert "Saved. The office sees it." in text_of(told)
    assert "10,000.00 BDT" in text_of(told)
    assert "11,000.00 BDT" in text_of(told), "to pay back in all"
    paid = reverse("loans:desk_report", args=[both.packet.pk, "paid"])
    assert officer.post(paid, {**day(both, "on"), "amount": "", "words": ""}).status_code == 422
    after = officer.post(paid, {**day(both, "on"), "amount": "1100", "words": "by phone"}, follow=True)
    assert "1,100.00 BDT of 11,000.00 BDT is paid." in text_of(after)
    listed = text_of(officer.get(reverse("loans:desk")))
    assert "running" in listed
    assert "Rahima Khatun" in listed
    over = reverse("loans:desk_report", args=[both.packet.pk, "given-up"])
    assert "given up" in text_of(officer.post(over, {**day(both, "on"), "words": ""}, follow=True))
    wrong = LoanReport.objects.get(kind="written_off")
    back = reverse("loans:desk_wrong", args=[both.packet.pk, wrong.pk])
    assert "does not count" in text_of(officer.post(back, {"why": "another one"}, follow=True))
    assert Event.objects.filter(kind="read", action="loans.desk_page", actor_id=str(both.officer.pk)).exists()


def test_the_rate_of_the_product_reckons_a_payment_that_is_not_written(both: Lends) -> None:
    officer = browser(both.officer)
    told = officer.post(reverse("loans:desk_given", args=[both.packet.pk]), given(both, each=""), follow=True)
    assert "12,000.00 BDT" in text_of(told), "24 % a year flat, for ten months"


def test_the_officer_reads_nothing_that_others_told_nor_anything_else_of_the_person(both: Lends) -> None:
    loan = both.given()
    told = ReportTold(Kind.PAYMENT, both.today, Source.VISIT, taka(777), words="Zqvisit")
    actions.note_report(loan=Loan.objects.get(pk=loan.pk), told=told, by=both.worker.as_actor(), at=clock.now())
    builders.caretalk(loan, held_on=both.today, said={"reasons": ["illness"], "wishes": [], "words": "Zqill"})
    both.tell(Kind.LATE, 1_100)
    officer = browser(both.officer)
    pages = [reverse("loans:desk"), *(reverse(f"loans:{name}", args=[both.packet.pk]) for name in ("at_desk",))]
    for address in pages:
        text = officer.get(address).content.decode()
        assert not [
            word
            for word in (*SECRETS.values(), "777", "Zqvisit", "Zqill", "Shirin", both.person.case_number, "suit")
            if word in text
        ]
    for address in (
        reverse("loans:loans", args=[both.person.pk]),
        reverse("loans:loan", args=[loan.pk]),
        reverse("loans:talk", args=[loan.pk]),
        reverse("loans:paper", args=[loan.pk]),
        reverse("returnees:person", args=[both.person.pk]),
        reverse("returnees:people"),
        reverse("credit:referral", args=[both.packet.referral.pk]),
    ):
        assert officer.get(address).status_code in {403, 404}, address


def test_a_consent_taken_back_closes_the_page_and_every_way_to_tell_more(both: Lends) -> None:
    both.given()
    both.take_back()
    officer = browser(both.officer)
    at_desk = reverse("loans:at_desk", args=[both.packet.pk])
    page = officer.get(at_desk)
    assert "No longer shown" in text_of(page)
    assert "Rahima" not in page.content.decode()
    assert "10,000" not in page.content.decode()
    assert "Rahima" not in officer.get(reverse("loans:desk")).content.decode()
    for name in ("desk_given", "desk_report"):
        way = ["late"] if name == "desk_report" else []
        answer = officer.post(reverse(f"loans:{name}", args=[both.packet.pk, *way]), given(both))
        assert (answer.status_code, answer["Location"]) == (302, at_desk)
    assert not LoanReport.objects.exists()


def test_an_officer_of_another_lender_finds_nothing(both: Lends) -> None:
    both.given()
    may = ("accounts.signed_in", "credit.lender_desk", "loans.report_as_lender")
    elsewhere = browser(builders.user(builders.office(builders.organisation(kind="lender")), may=may))
    assert elsewhere.get(reverse("loans:at_desk", args=[both.packet.pk])).status_code == 404
    assert "No loan to tell of yet" in text_of(elsewhere.get(reverse("loans:desk")))


def test_the_office_reads_that_the_lender_tells_other_terms(both: Lends) -> None:
    loan = both.given()
    loan.lent = {**loan.lent, "count": 12}
    loan.save()
    worker = browser(both.worker)
    text = text_of(worker.get(reverse("loans:loan", args=[loan.pk])))
    assert "The lender tells the terms differently" in text
    assert "10 payments, " in text
    both.tell(Kind.LATE, 1_100, "Second month")
    text = text_of(worker.get(reverse("loans:loan", args=[loan.pk])))
    assert "told by the lender’s own officer" in text
    assert "By what we were told it is not." in text

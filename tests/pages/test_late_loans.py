"""Late loans where people see them: in My day and on the page of a case, as care, until the talk is noted."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.cases import permissions as case_work
from sankofa.kernel import clock
from sankofa.loans import actions, permissions
from sankofa.loans.actions import TalkTold
from sankofa.loans.models import Loan
from sankofa.loans.rules.caring import Wish
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.moment import ON
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
MAY = (*CASEWORKER, case_work.VIEW, case_work.WORK, permissions.VIEW, permissions.NOTE)
TODAY = ON


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def late(office: Office, worker: Any) -> Any:
    """Make somebody with a loan of which the first payment, of 1,100 taka, was due so many days ago."""

    def made(name: str, days: int = 12, *, owner: Any = worker, **facts: Any) -> Loan:
        person = builders.person(office, given_name=name, family_name="Khatun", owner=owner)
        first = TODAY - timedelta(days=days)
        loan: Loan = builders.loan(person, **facts)
        loan.lent = {
            **loan.lent,
            "handed_out_on": (first - timedelta(days=30)).isoformat(),
            "first_due_on": first.isoformat(),
        }
        loan.told_on = first - timedelta(days=30)
        loan.save()
        return loan

    return made


def rows(client: Client) -> list[str]:
    text = client.get("/").content.decode()
    if '<ol class="tasks">' not in text:
        return []
    told = text.split('<ol class="tasks">', 1)[1].split("</ol>", 1)[0]
    return [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)).strip() for row in told.split("<li>")[1:]]


def noted(loan: Loan, worker: Any, held_on: date = TODAY) -> None:
    told = TalkTold(held_on, frozenset(), frozenset({Wish.NOTHING}))
    actions.note_talk(loan=loan, told=told, by=worker.as_actor(), at=clock.now())


def test_a_late_payment_stands_in_my_day_as_care_until_the_talk_is_noted(
    signed_in: Client, late: Any, worker: Any
) -> None:
    loan = late("Amina")
    (row,) = rows(signed_in)
    assert "Ask how they are: a loan" in row
    assert re.search(r"A payment of [^.]*1,100\.00[^.]* was due 12 days ago\.", row)
    assert reverse("loans:talk", args=[loan.pk]) in signed_in.get("/").content.decode()
    noted(loan, worker)
    assert rows(signed_in) == []
    loan.refresh_from_db()
    assert loan.ask_on == TODAY + timedelta(days=30), "it rests for a month"


def test_a_payment_less_than_a_week_late_asks_for_nothing(signed_in: Client, late: Any) -> None:
    late("Amina", days=6)
    assert rows(signed_in) == []


def test_the_longest_waiting_comes_first_and_several_late_payments_are_told(signed_in: Client, late: Any) -> None:
    late("Soon", days=12)
    late("Long", days=45)
    told = rows(signed_in)
    assert [row.split(" ")[0] for row in told] == ["Long", "Soon"]
    assert "was due 45 days ago. 1 more is late." in told[0]


def test_a_loan_that_is_paid_or_of_somebody_else_s_people_is_no_work_of_today(
    signed_in: Client, late: Any, office: Office
) -> None:
    late("Over", is_over=True)
    late("Theirs", owner=builders.user(office, may=MAY))
    assert rows(signed_in) == []
    late("Nobody", owner=None)
    assert len(rows(signed_in)) == 1, "of people whom nobody looks after, as with talks"


def test_whoever_may_not_talk_about_loans_is_told_nothing(client: Client, office: Office, late: Any) -> None:
    reader = builders.user(office, may=(*CASEWORKER, permissions.VIEW))
    late("Amina", owner=reader)
    client.force_login(reader)
    assert rows(client) == []


def test_a_protected_file_is_in_nobody_s_day_who_is_not_named_on_it(
    signed_in: Client, late: Any, office: Office
) -> None:
    loan = late("Rose")
    officer = builders.user(office, may=(*MAY, returnees.PROTECT, returnees.LOOK_AFTER)).as_actor()
    at = clock.now()
    register.protect(person=loan.person, kind="threat", reason="a threat", review_on=at.date(), by=officer, at=at)
    assert "Rose" not in signed_in.get("/").content.decode()


def test_my_day_asks_as_often_for_thirty_late_loans_as_for_one(signed_in: Client, late: Any) -> None:
    def asked() -> int:
        signed_in.get("/")
        with CaptureQueriesContext(connection) as questions:
            signed_in.get("/")
        return len(questions)

    builders.caretalk(late("First"), held_on=TODAY - timedelta(days=200))
    builders.loanreport(late("Paid", days=50))
    few = asked()
    for number in range(15):
        builders.caretalk(late(f"Many{number}", days=20 + number), held_on=TODAY - timedelta(days=200))
        builders.loanreport(late(f"Paid{number}", days=50 + number))
    assert asked() <= few


def case_text(client: Client, case: Any) -> str:
    answer = client.get(reverse("cases:case", args=[case.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_on_the_case_page_it_is_the_next_thing_where_nothing_more_urgent_stands_before(
    signed_in: Client, late: Any, worker: Any
) -> None:
    loan = late("Amina", days=12)
    case = builders.case(loan.person, opened_on=TODAY)
    text = case_text(signed_in, case)
    assert "Next: Ask how they are: a loan" in text
    assert "was due 12 days ago." in text
    assert loan.lender.name in text, "the loans stand beside the work"
    noted(loan, worker)
    text = case_text(signed_in, case)
    assert "Next: Offer a first talk" in text
    assert "Ask how they are: a loan" not in text


def test_what_is_due_before_it_goes_first(signed_in: Client, late: Any) -> None:
    case = builders.case(late("Amina", days=12).person, opened_on=TODAY - timedelta(days=40))
    text = case_text(signed_in, case)
    assert "Next: Offer a first talk" in text
    assert "Ask how they are: a loan" in text, "it stands in the list of what there is to do"


def test_the_case_page_tells_nothing_of_loans_to_whoever_may_not_see_them(
    client: Client, office: Office, late: Any
) -> None:
    loan = late("Amina")
    case = builders.case(loan.person)
    client.force_login(builders.user(office, may=(*CASEWORKER, case_work.VIEW, case_work.WORK)))
    text = case_text(client, case)
    assert loan.lender.name not in text
    assert "a loan" not in text

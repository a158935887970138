"""Somebody in conflict over a debt is offered a person of trust from the page of debts; it is a task of their case."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.models import Office
from sankofa.cases import permissions as case_work
from sankofa.cases.models import Case, Mediation
from sankofa.debts import actions, permissions
from sankofa.debts.rules.between import Side, side_of
from sankofa.debts.rules.terms import Lender
from sankofa.kernel import clock
from sankofa.project import hooks
from tests import builders
from tests.builders import AT, ON
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
MAY = (*CASEWORKER, permissions.VIEW, permissions.NOTE, case_work.VIEW, case_work.WORK)


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def debt(person: Any) -> Any:
    hooks.fill()
    return builders.debt(person)


def typed(days: int = 14) -> dict[str, str]:
    until = clock.today("Asia/Dhaka") + timedelta(days=days)
    return {"until_on": until.strftime("%d/%m/%Y"), "until_on_calendar": "gregorian"}


def asked(**more: str) -> dict[str, str]:
    told = {"side": "family", "who": "Uncle Karim", "why": "He shouts at the door.", "is_wanted": "on"}
    return {**told, **typed(), **more}


def test_from_the_page_of_debts_a_mediation_is_opened_in_a_case(signed_in: Client, person: Any, debt: Any) -> None:
    url = reverse("debts:mediate", args=[debt.pk])
    assert url in signed_in.get(reverse("debts:debts", args=[person.pk])).content.decode()
    page = signed_in.get(url).content.decode()
    assert "safety comes first" in page
    after = signed_in.post(url, asked(), follow=True).content.decode()
    assert "It is a task of the case now." in after
    held = Mediation.objects.get()
    assert (held.case.person, held.about_kind, held.about_id) == (person, "debts.debt", str(debt.pk))
    assert held.what == {"whom": "family", "who": "Uncle Karim", "why": "He shouts at the door."}
    signed_in.post(url, asked(why="Again."))
    assert Mediation.objects.count() == 1, "one about the same debt goes on"
    case = signed_in.get(reverse("cases:case", args=[Case.objects.get().pk])).content.decode()
    assert reverse("cases:mediation", args=[held.pk]) in case


def test_without_the_person_s_yes_nobody_is_spoken_to(signed_in: Client, debt: Any) -> None:
    url = reverse("debts:mediate", args=[debt.pk])
    assert signed_in.post(url, asked(is_wanted="")).status_code == 422
    assert signed_in.post(url, asked(why="")).status_code == 422
    assert signed_in.post(url, {**asked(), **typed(-1)}).status_code == 422
    assert not Mediation.objects.exists()


def test_of_a_debt_that_is_a_loan_it_is_the_mediation_about_the_loan(signed_in: Client, person: Any, debt: Any) -> None:
    loan = builders.loan(person, debt=debt)
    signed_in.post(reverse("debts:mediate", args=[debt.pk]), asked())
    held = Mediation.objects.get()
    assert (held.about_kind, held.about_id) == ("loans.loan", str(loan.pk))


def test_whoever_may_not_work_on_cases_is_offered_no_button_and_opens_nothing(
    client: Client, office: Office, person: Any, debt: Any
) -> None:
    reader = builders.user(office, may=(*CASEWORKER, permissions.VIEW, permissions.NOTE))
    client.force_login(reader)
    url = reverse("debts:mediate", args=[debt.pk])
    assert url not in client.get(reverse("debts:debts", args=[person.pk])).content.decode()
    assert client.get(url).status_code == 404
    told = {"side": Side.LENDER, "who": "", "why": "x", "until_on": ON, "is_wanted": True}
    with pytest.raises(NotAllowed):
        actions.ask_for_mediation(debt=debt, **told, by=reader.as_actor(), at=AT)
    assert not Mediation.objects.exists()


@pytest.mark.parametrize(("wanted", "why"), [(False, "x"), (True, " ")], ids=["not-wanted", "about-nothing"])
def test_the_action_itself_asks_for_a_yes(worker: Any, debt: Any, wanted: bool, why: str) -> None:
    told = {"side": Side.LENDER, "who": "", "why": why, "until_on": ON, "is_wanted": wanted}
    with pytest.raises(actions.MediationNotWanted):
        actions.ask_for_mediation(debt=debt, **told, by=worker.as_actor(), at=AT)


@pytest.mark.parametrize("lender", list(Lender))
def test_every_kind_of_lender_has_a_side_that_is_proposed(lender: Lender) -> None:
    assert side_of(lender) in Side

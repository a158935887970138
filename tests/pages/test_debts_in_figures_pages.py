"""Pages of debts in figures: true ones marked not for sharing, the papers beside them, and versions for sharing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.debts.models import SharedDebts
from sankofa.project import hooks
from tests import builders
from tests.rooms.test_debts_in_figures import ALL, PURPOSE, many, recount

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def mali() -> Office:
    return builders.office(path="ML.1")


@pytest.fixture
def client(mali: Office) -> Client:
    found = Client()
    found.force_login(builders.user(mali, may=ALL, name="Kadiatou Traoré"))
    return found


def see(client: Client, **asked: str) -> str:
    answer = client.get(reverse("debts:figures"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def made(client: Client, **typed: str) -> Any:
    return client.post(reverse("debts:share_figures"), {"what": "ML", "purpose": PURPOSE, **typed}, follow=True)


def test_an_office_that_was_never_counted_is_counted_at_a_press(client: Client, mali: Office) -> None:
    many(mali, friend=1)
    assert "Nothing is counted yet" in see(client)
    assert "Everything is counted anew." in client.post(reverse("debts:count_figures"), follow=True).content.decode()
    assert "Asked: 1 of 1 people who came back." in see(client)


def test_true_figures_stand_beside_the_papers_with_their_base_and_are_not_for_sharing(
    client: Client, mali: Office
) -> None:
    many(mali, friend=2, never=1)
    recount(mali)
    page = see(client)
    assert page.count("Not for sharing") == 2
    assert "66.7 %" in page
    assert "2 of 3" in page
    assert "68 % (debt study of Mali, brief); 68 % (Knowledge Paper 1, 2.2.1)" in page
    assert "47 % (debt study of Mali, brief; of whom is not said)" in page
    assert "Only people with a talk about debts are counted" in page


def test_the_conflicts_of_the_papers_are_quoted_beside_each_other(client: Client, mali: Office) -> None:
    recount(mali)
    page = see(client)
    assert "33 % of the respondents in Mali" in page
    assert "47 % took a new loan after return" in page
    assert "A guess: rounding, or cases that name both." in page


def test_the_table_of_countries_says_where_nobody_is_counted(client: Client, mali: Office) -> None:
    many(mali, friend=2)
    recount(mali)
    page = see(client)
    assert "the paper prints 79 %" in page
    assert "nobody counted here" in page
    assert "83 to 96 %" in page


def test_what_few_said_alone_is_hidden_within_ones_reach_too(client: Client, mali: Office) -> None:
    first, *_rest = many(mali, friend=3)
    builders.debtpressure(first, said={"present": "alone", "pressure": ["threats"]})
    recount(mali)
    page = see(client)
    row = page[page.index("Met insults, threats") :]
    assert "hidden: too few" in row[: row.index("</tr>")]


def test_a_version_for_sharing_is_made_with_its_purpose_and_looks_different(client: Client, mali: Office) -> None:
    many(mali, friend=40, never=20)
    recount(mali)
    assert made(client, purpose="x").status_code == 422
    page = made(client).content.decode()
    held = SharedDebts.objects.get()
    assert held.receipt in page
    assert "For sharing" in page
    assert "Not for sharing" not in page
    assert "40 of 60" in page
    assert "hidden: too few" in page
    assert held.receipt in see(client)


def test_the_table_of_countries_can_be_shared(client: Client, mali: Office) -> None:
    many(mali, friend=40, never=20)
    recount(mali)
    page = made(client, what="all").content.decode()
    assert "66.7 % (40 of 60)" in page
    assert "the paper prints 55 %" in page


def test_why_figures_cannot_be_shared_is_said(client: Client, mali: Office) -> None:
    many(mali, friend=2)
    recount(mali)
    answer = made(client)
    assert answer.status_code == 422
    assert "every figure would tell of somebody" in answer.content.decode()


def test_nobody_without_the_permission_sees_debts_in_figures(mali: Office) -> None:
    stranger = Client()
    stranger.force_login(builders.user(mali, may=("debts.view",)))
    assert stranger.get(reverse("debts:figures")).status_code == 403

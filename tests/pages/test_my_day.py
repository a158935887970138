"""My day: what to do now, in its order, with its reason, and who of the same home waits too."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.models import Office
from sankofa.cases import permissions
from sankofa.cases.models import Case
from sankofa.credit import permissions as credit
from sankofa.credit.models import LenderAnswer
from sankofa.kernel import clock
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.models import Household, Membership
from sankofa.sustainability import permissions as scores
from tests import builders
from tests.moment import ON
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
MAY = (*CASEWORKER, permissions.VIEW, permissions.WORK, scores.CARE)
TODAY = ON


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def mine(office: Office, worker: Any) -> Any:
    """Make somebody with an open case whom the caseworker looks after."""

    def made(name: str, opened: int = 2, **facts: Any) -> Any:
        person = builders.person(office, given_name=name, family_name="Khatun", owner=worker, **facts)
        builders.case(person, opened_on=TODAY - timedelta(days=opened))
        return person

    return made


def answered(held: Any) -> None:
    said = TODAY - timedelta(days=3)
    LenderAnswer.objects.create(referral=held, outcome="yes", channel="desk", said_on=said, noted_at=builders.AT)


def rows(client: Client, address: str = "/") -> list[str]:
    text = client.get(address).content.decode().split('<ol class="tasks">', 1)[1].split("</ol>", 1)[0]
    return [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)).strip() for row in text.split("<li>")[1:]]


def test_what_is_to_do_comes_by_risk_and_date_each_with_its_reason(signed_in: Client, mine: Any) -> None:
    mine("Soon", opened=1)
    mine("Late", opened=20)
    builders.concern(mine("Grave", opened=3), weight=10)
    told = rows(signed_in)
    assert [row.split(" ")[0] for row in told] == ["Grave", "Late", "Soon"]
    assert "Something cannot wait" in told[0]
    assert "Also: Offer a first talk" in told[0]
    assert "A first talk is offered to everybody; yes, not now and no are all fine." in told[1]
    text = signed_in.get("/").content.decode()
    assert "4 things to do this week" in text
    assert "hunger" not in text.lower(), "what it is stands on its own page, not on the first one"


def test_others_of_the_same_home_are_named_beside_and_nobody_the_viewer_does_not_see(
    signed_in: Client, mine: Any, worker: Any
) -> None:
    one, other, hidden = mine("Amina"), mine("Kamala"), mine("Rose")
    home = Household.objects.create(from_on=TODAY)
    for person in (one, other, hidden):
        Membership.objects.create(person=person, household=home, from_on=TODAY)
    by, at = builders.user(worker.office, may=(*MAY, returnees.PROTECT, returnees.LOOK_AFTER)).as_actor(), clock.now()
    register.protect(person=hidden, kind="threat", reason="a threat", review_on=at.date(), by=by, at=at)
    told = rows(signed_in)
    assert any("Amina" in row and "At the same home: Kamala Khatun" in row for row in told)
    assert "Rose" not in signed_in.get("/").content.decode()


def test_a_day_without_anything_says_when_something_will_come(signed_in: Client) -> None:
    text = signed_in.get("/").content.decode()
    assert "Nothing is due this week" in text
    assert "a week before its day" in text


def test_a_long_list_goes_on_page_by_page_until_the_last(signed_in: Client, mine: Any) -> None:
    for number in range(15):
        mine(f"Number{number}", opened=number + 10)
    first, last = rows(signed_in), rows(signed_in, "/?page=2")
    assert (len(first), len(last)) == (12, 3)
    assert not set(first) & set(last)
    text = signed_in.get("/").content.decode()
    assert "1 to 12 of 15" in text
    assert 'href="?page=2"' in text
    assert rows(signed_in, "/?page=many") == first, "what is no page is the first"


def test_what_a_lender_said_waits_from_its_day_for_whoever_looks_after_the_person(
    client: Client, office: Office, mine: Any, worker: Any
) -> None:
    offered = builders.referral(mine("Amina"), state="offered")
    answered(offered)
    asking = builders.referral(mine("Kamala"), state="asked")
    builders.question(asking)
    builders.referral(mine("Silent"), state="received")
    other = builders.user(office, may=(*MAY, credit.REFER))
    elsewhere = builders.person(office, given_name="Rose", owner=other)
    answered(builders.referral(elsewhere, state="offered"))
    client.force_login(worker)
    assert "Read the offer" not in client.get("/").content.decode(), "who may not introduce is not asked to"
    builders.assignment(worker, builders.role(may=[credit.REFER]))
    told = {row.split(" ")[0]: row for row in rows(client)}
    assert "since" in told["Amina"]
    assert f"Read the offer of {offered.lender.name} to this person" in told["Amina"]
    assert f"Answer what {asking.lender.name} asks" in told["Kamala"]
    assert "lender" not in told["Silent"].lower()
    assert "Rose" not in told


def test_my_day_asks_as_often_for_fifty_cases_as_for_one(signed_in: Client, mine: Any) -> None:
    def asked() -> int:
        signed_in.get("/")
        with CaptureQueriesContext(connection) as questions:
            signed_in.get("/")
        return len(questions)

    def with_plan(name: str) -> None:
        case = Case.objects.get(person=mine(name, opened=40))
        builders.plan(case, agreed_on=TODAY - timedelta(days=30), agreed_how="mark")

    mine("First")
    with_plan("Planned")
    few = asked()
    for number in range(25):
        mine(f"Many{number}")
        with_plan(f"Planned{number}")
    assert asked() <= few <= 40


def test_nobody_is_told_of_cases_they_may_not_work_on(client: Client, office: Office, mine: Any) -> None:
    mine("Amina")
    client.force_login(builders.user(office, may=CASEWORKER))
    assert "Offer a first talk" not in client.get("/").content.decode()

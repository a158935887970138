"""A form that names the number of a protected file looks to its sender, word for word, like one that names nobody's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.surveys import actions, permissions
from sankofa.surveys.models import Arrival, Submission
from tests import builders, forms_sent
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {SIGNED_IN, permissions.INTERVIEW, permissions.RECEIVE, register.VIEW}


@pytest.fixture(autouse=True)
def _forms() -> None:
    hooks.fill()
    forms_sent.published("satisfaction", at=AT - timedelta(days=300))


@pytest.fixture
def office() -> Office:
    return builders.office()


@pytest.fixture
def sender(office: Office) -> Any:
    return builders.user(office, may=MAY)


@pytest.fixture
def desk(sender: Any) -> Client:
    client = Client()
    client.force_login(sender)
    return client


def came(number: str, sender: Any) -> Arrival:
    content = forms_sent.xml(case_number=number)
    done = actions.arrive(actions.Incoming(content, "device", sender.office_id, sender.pk), at=clock.now())
    return actions.read_now(done.arrival.pk, at=clock.now())


def told(desk: Client, arrival: Arrival, **said: str) -> tuple[Any, ...]:
    """What a page says to its sender, without what differs from form to form anyway."""
    page = f"/received/{arrival.pk}/"
    answer = desk.post(page, said, follow=True) if said else desk.get(page)
    text = re.sub(
        r'[0-9a-f-]{36}|R-\w{4}-\w{4}|[0-9A-Za-z]{64}|value="[\w:-]{20,}"|SK-[\w-]+|nonce="[^"]*"',
        "",
        answer.content.decode(),
    )
    return answer.status_code, answer.redirect_chain if said else "", text.replace(str(arrival.pk), "")


@pytest.mark.parametrize("is_erased", [False, True])
def test_every_page_and_button_is_alike(desk: Client, sender: Any, office: Office, is_erased: bool) -> None:
    for home in (office, builders.office(office.organisation)):
        erased = {"given_name": "", "family_name": "", "erased_on": clock.now().date()} if is_erased else {}
        hidden = builders.person(home, is_protected=True, **erased)
        there, nowhere = came(hidden.case_number, sender), came("SK-26-999999-X", sender)
        for said in ({}, {"again": "1"}, {"leave_out": "1"}, {"about": "1"}, {"whom": "1", "case_number": "x"}):
            one, other = told(desk, there, **said), told(desk, nowhere, **said)
            assert (one[0], one[2]) == (other[0], other[2]), said
            assert "Nobody has the case number" in one[2]
        listed = desk.get("/received/").content.decode()
        assert (str(there.pk) in listed, str(nowhere.pk) in listed) == (True, True)
        assert (
            told(desk, there, aside="1", because="a_try")[0]
            == told(desk, nowhere, aside="1", because="a_try")[0]
            == 200
        )
        listed = desk.get("/received/").content.decode()
        assert (str(there.pk) in listed, str(nowhere.pk) in listed) == (False, False)
        assert told(desk, there)[0] == 404


def test_what_its_sender_set_aside_still_waits_for_those_named(desk: Client, sender: Any, office: Office) -> None:
    hidden = builders.person(office, is_protected=True)
    arrival = came(hidden.case_number, sender)
    told(desk, arrival, aside="1", because="a_try")
    assert Event.objects.filter(action="surveys.put_away_arrival", subject_id=str(arrival.pk)).count() == 1
    named = Client()
    user = builders.user(office, may=MAY)
    builders.named(hidden, user)
    named.force_login(user)
    assert str(arrival.pk) in named.get("/received/").content.decode()
    assert "may not hold talks" in told(named, arrival)[2]
    assert "Taken in" in told(named, arrival, about="1")[2]
    assert Submission.objects.get().person == hidden


def test_its_sender_can_say_that_it_is_about_somebody_else(desk: Client, sender: Any, office: Office) -> None:
    arrival = came(builders.person(office, is_protected=True).case_number, sender)
    meant = builders.person(office)
    told(desk, arrival, whom="1", case_number=meant.case_number)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.person, arrival.is_apart, arrival.seems_nobodys) == ("read", meant, False, False)


def test_a_colleague_of_the_sender_is_shown_nothing(sender: Any, office: Office) -> None:
    arrival = came(builders.person(office, is_protected=True).case_number, sender)
    other = Client()
    other.force_login(builders.user(office, may=MAY))
    assert str(arrival.pk) not in other.get("/received/").content.decode()
    assert told(other, arrival)[0] == 404

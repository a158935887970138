"""The pages of a household: begin, add from the register, leave, split, move, come together; and school."""

from datetime import timedelta

import pytest
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.kernel import clock
from sankofa.returnees import permissions
from sankofa.returnees.models import Membership, Person, Schooling
from tests import builders
from tests.pages.conftest import CASEWORKER, registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=[*CASEWORKER, permissions.AMEND], name="Shirin Das")


@pytest.fixture
def son(office: Office, worker: User) -> Person:
    found: Person = registered(office, worker, "Amin Uddin")[0]
    return found


def at(person: Person, what: str = "") -> str:
    return f"/people/{person.pk}/household/{what}"


def begun(browser: Client, person: Person) -> None:
    assert browser.post(at(person, "begin/"), {"since": "2024-01-01", "together": "head"}).status_code == 302


def test_a_household_is_begun_filled_and_drawn(signed_in: Client, person: Person, son: Person) -> None:
    assert "No household is written down" in signed_in.get(at(person)).content.decode()
    begun(signed_in, person)
    searched = signed_in.get(at(person, "add/"), {"q": "Amin"}).content.decode()
    assert str(son.pk) in searched
    said = {"who": str(son.pk), "together": "child", "since": "2024-01-01"}
    assert signed_in.post(at(person, "add/?q=Amin"), said).status_code == 302
    shown = signed_in.get(at(person)).content.decode()
    assert "Amin Uddin" in shown
    assert f'href="/people/{son.pk}/"' in shown
    assert "Who lived here when" not in shown, "nobody has left yet"
    assert shown.count("<circle") == 2
    assert "Amin Uddin" in signed_in.get(f"/people/{person.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [("2019", "since 2019"), ("05/2019", "since May 2019"), ("~2019", "since about 2019")],
    ids=["a-year", "a-month", "about-a-year"],
)
def test_since_when_they_live_there_is_told_as_exactly_as_it_was_said(
    signed_in: Client, person: Person, typed: str, told: str
) -> None:
    assert signed_in.post(at(person, "begin/"), {"since": typed, "together": "head"}).status_code == 302
    shown = signed_in.get(at(person)).content.decode()
    assert told in shown
    assert "1 January 2019" not in shown
    assert 'name="since" value' not in signed_in.get(at(person, "move/")).content.decode()
    left = signed_in.post(at(person, "leave/"), {"on": "2024", "because": "other"})
    assert left.status_code == 302
    empty = signed_in.post(at(person, "begin/"), {"since": "", "together": "head"})
    assert "a day, a month or a year" in empty.content.decode()


def test_what_cannot_be_comes_back_in_a_sentence(signed_in: Client, person: Person) -> None:
    refused = signed_in.post(at(person, "move/"), {"on": "2024-01-01", "place": ""})
    assert refused.status_code == 422
    assert "No household is written down" in refused.content.decode()
    begun(signed_in, person)
    again = signed_in.post(at(person, "begin/"), {"since": "2025-01-01", "together": "head"})
    assert "lives in another household" in again.content.decode()
    future = clock.today("Asia/Dhaka") + timedelta(days=2)
    later = signed_in.post(at(person, "leave/"), {"on": str(future), "because": "other"})
    assert "lies in the future" in later.content.decode()


def test_a_household_splits_moves_and_comes_together_again(signed_in: Client, person: Person, son: Person) -> None:
    begun(signed_in, person)
    said = {"who": str(son.pk), "together": "child", "since": "2024-01-01"}
    signed_in.post(at(person, "add/?q=Amin"), said)
    assert "Tick who lives apart." in signed_in.post(at(person, "split/"), {"on": "2025-01-01"}).content.decode()
    assert signed_in.post(at(person, "split/"), {"goers": [str(son.pk)], "on": "2025-01-01"}).status_code == 302
    assert "split off from another one" in signed_in.get(at(son)).content.decode()
    assert signed_in.post(at(son, "move/"), {"on": "2025-06-01", "place": ""}).status_code == 302
    together = signed_in.post(at(person, "join/?q=Amin"), {"who": str(son.pk), "on": "2026-01-01"})
    assert together.status_code == 302
    home = Membership.objects.get(person=person, until_on=None).household_id
    assert Membership.objects.get(person=son, until_on=None).household_id == home


def test_others_are_counted_without_names(signed_in: Client, person: Person) -> None:
    begun(signed_in, person)
    said = {"on": "2025-01-01", "girls": "2", "men": "1"}
    assert signed_in.post(at(person, "others/"), said).status_code == 302
    shown = signed_in.get(at(person)).content.decode()
    assert "Without names: 1 man, 2 girls" in shown
    assert 'value="2"' in signed_in.get(at(person, "others/")).content.decode()


def test_school_is_written_down(signed_in: Client, person: Person) -> None:
    address = f"/people/{person.pk}/school/"
    said = {"state": "stopped", "since": "2025-01-01", "stopped_because": "papers", "school": "Zila School"}
    assert signed_in.post(address, said).status_code == 302
    assert "has stopped going: papers are missing" in signed_in.get(at(person)).content.decode()
    assert 'value="Zila School"' in signed_in.get(address).content.decode()
    assert signed_in.post(address, {**said, "state": "attends", "since": "2026-01-01"}).status_code == 302
    assert Schooling.objects.get(until_on=None).stopped_because == ""


def test_whoever_may_not_correct_looks_only(office: Office, person: Person, stranger: Client) -> None:
    colleague = Client()
    colleague.force_login(builders.user(office, may=CASEWORKER))
    assert colleague.get(at(person)).status_code == 200
    assert colleague.get(at(person, "begin/")).status_code == 403
    assert stranger.get(at(person)).status_code == 404

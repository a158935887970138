"""What a newcomer meets first: nobody is told to be back who left again, and no child is asked about a return."""

from datetime import date

import pytest
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.returnees import permissions, queries
from sankofa.returnees.models import Journey, Person
from tests import builders
from tests.pages.conftest import CASEWORKER, registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=[*CASEWORKER, permissions.AMEND], name="Shirin Das")


def travelled(person: Person, country: str, left: date, returned: date | None) -> Journey:
    builders.country(country)
    journey = Journey(person=person, destination_id=country, left_on=left, left_precision="day")
    journey.returned_on, journey.returned_precision = returned, "unknown" if returned is None else "day"
    journey.save()
    return journey


def page(browser: Client, person: Person, what: str = "") -> str:
    return browser.get(f"/people/{person.pk}/{what}").content.decode()


def test_whoever_left_again_is_not_told_to_have_come_back(signed_in: Client, person: Person) -> None:
    person.journeys.all().delete()
    before = travelled(person, "SA", date(2019, 3, 3), date(2024, 5, 24))
    now = travelled(person, "OM", date(2025, 7, 22), None)
    Person.objects.filter(pk=person.pk).update(kind="abroad")
    assert queries.journeys_of(Person.objects.get(pk=person.pk)) == [now, before]
    shown = page(signed_in, person)
    assert "is in Oman" in shown
    assert "came back from Saudi Arabia" not in shown


def test_a_journey_whose_return_nobody_wrote_down_does_not_hide_a_later_one(person: Person) -> None:
    person.journeys.all().delete()
    older = travelled(person, "SA", date(2010, 3, 3), None)
    newer = travelled(person, "OM", date(2015, 7, 22), date(2024, 5, 24))
    assert queries.journeys_of(Person.objects.get(pk=person.pk)) == [newer, older]
    assert queries.features_of(Person.objects.get(pk=person.pk)).returned == newer.returned


def test_two_journeys_to_one_country_are_told_apart(signed_in: Client, person: Person) -> None:
    person.journeys.all().delete()
    travelled(person, "OM", date(2010, 3, 3), date(2012, 1, 1))
    travelled(person, "OM", date(2015, 7, 22), date(2024, 5, 24))
    shown = page(signed_in, person, "correct/")
    assert "Journey: Oman, from 3 March 2010" in shown
    assert "Journey: Oman, from 22 July 2015" in shown


@pytest.mark.parametrize(("kind", "is_asked"), [("returnee", True), ("relative", False), ("resident", False)])
def test_the_talk_about_a_return_is_a_task_of_returnees_alone(
    signed_in: Client, office: Office, worker: User, kind: str, is_asked: bool
) -> None:
    made = registered(office, worker, "Mim Akand")[0]
    Person.objects.filter(pk=made.pk).update(kind=kind)
    assert ("First reintegration talk" in page(signed_in, made)) is is_asked


def test_the_first_page_leads_whoever_may_to_adding_somebody(signed_in: Client, office: Office) -> None:
    assert 'href="/people/add/"' in signed_in.get("/").content.decode()
    reader = Client()
    reader.force_login(builders.user(office, may=[permissions.VIEW, "accounts.signed_in"]))
    assert 'href="/people/add/"' not in reader.get("/").content.decode()

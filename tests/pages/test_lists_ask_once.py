"""Lists ask the database as often for many people as for few."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.cases import permissions as cases
from sankofa.returnees.models import Journey, Person
from sankofa.sustainability import permissions as scores
from tests import builders
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 9
LISTS = ("desks:today", "cases:mine", "sustainability:care", "returnees:people")


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=(*CASEWORKER, cases.VIEW, cases.WORK, scores.CARE))


def put_in(office: Office, worker: Any, count: int) -> None:
    for number in range(count):
        person = builders.person(office, given_name=f"Amina {number}")
        Journey.objects.create(person=person, destination=builders.country("SA"), return_kind="forced")
        Person.objects.filter(pk=person.pk).update(owner=worker)
        builders.case(person)
        builders.concern(person)


def asked(client: Client, name: str) -> Counter[str]:
    address = reverse(name)
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Amina" in answer.content.decode()
    return Counter(one["sql"].split(" WHERE ")[0] for one in held.captured_queries)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_nine_asks_as_often_as_one_of_two(client: Client, office: Office, worker: Any, name: str) -> None:
    client.force_login(worker)
    put_in(office, worker, FEW)
    few = asked(client, name)
    put_in(office, worker, MANY - FEW)
    many = asked(client, name)
    assert many - few == Counter()

"""How often pages ask the database: as often for many people as for few, so that they stay quick."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.models import Office, User
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.pages.conftest import CASEWORKER, registered

Asked = Callable[[Client, str], int]
MANY = 60


@pytest.fixture
def asked() -> Asked:
    """Return how many questions a page asks; the first call is not counted, because it fills what is kept."""

    def count(client: Client, address: str) -> int:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as questions:
            client.get(address)
        return len(questions)

    return count


@pytest.mark.parametrize(
    ("address", "most"),
    [
        pytest.param("/people/", 13, id="list"),
        pytest.param("/people/?sex=female&due=soon", 13, id="narrowed-list"),
        pytest.param("/people/?q=Rahima", 12, id="one-name"),
        pytest.param("/people/?q=Rahima+Khatun", 14, id="two-names"),
        pytest.param("/people/?q=Rahima+Begum+Khatun", 21, id="three-names"),
        pytest.param("/people/?q=%2B8801712345678", 9, id="phone"),
        pytest.param("/people/add/?q=Rahima+Khatun", 14, id="before-adding"),
        pytest.param("/", 20, id="today"),
    ],
)
def test_a_page_asks_as_often_for_sixty_people_as_for_three(
    signed_in: Client, office: Office, worker: User, asked: Asked, address: str, most: int
) -> None:
    registered(office, worker, *(f"Rahima Khatun{sign}" for sign in "abc"))
    few = asked(signed_in, address)
    registered(office, worker, *(f"Rahima Khatun{'aeklmnorst'[number % 10]}{number}" for number in range(MANY)))
    many = asked(signed_in, address)
    # A search that finds few people ends sooner; one that finds many asks no more of each of them.
    assert few <= most
    assert many <= (most if "q=" in address else few)


def test_the_list_of_pairs_asks_as_often_for_ten_pairs_as_for_one(office: Office, worker: User, asked: Asked) -> None:
    client = Client()
    client.force_login(builders.user(office, may=(*CASEWORKER, returnees.JOIN)))
    people = registered(office, worker, *(f"{name} Khatun" for name in "Amina Rahima Salma Nasrin Shirin".split()))
    builders.possiblesame(*_ordered(people[0], people[1]))
    few = asked(client, "/people/same/")
    for other in people[2:]:
        for one in people[:2]:
            builders.possiblesame(*_ordered(one, other))
    assert asked(client, "/people/same/") <= few <= 14


def test_a_person_s_page_asks_as_often_in_a_full_register_as_in_an_empty_one(
    signed_in: Client, person: Any, office: Office, worker: User, asked: Asked
) -> None:
    few = asked(signed_in, f"/people/{person.pk}/")
    registered(office, worker, *(f"Rahima Khatun{number}" for number in range(MANY)))
    assert asked(signed_in, f"/people/{person.pk}/") <= few <= 20


def _ordered(one: Any, other: Any) -> tuple[Any, Any]:
    return (one, other) if one.pk < other.pk else (other, one)

"""Pages of the register: find somebody, their page, why one may see them; and who is not shown."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.audit.rules.terms import Kind
from sankofa.surveys.permissions import INTERVIEW
from tests import builders
from tests.pages.conftest import CASEWORKER, registered, talked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOBODY = "01900000-0000-7000-8000-000000000000"
OF_A_PERSON = ("returnees:person", "sustainability:score")


def test_the_list_shows_the_people_of_the_office_and_nobody_else(
    signed_in: Client, stranger: Client, person: Any
) -> None:
    assert "Rahima Khatun" in signed_in.get("/people/").content.decode()
    assert "Rahima Khatun" not in stranger.get("/people/").content.decode()


@pytest.mark.parametrize("asked", ["Rahima", "khatun rahima", "Rohima Khatun"])
def test_a_name_is_found_in_any_order_and_close_spelling(signed_in: Client, person: Any, asked: str) -> None:
    page = signed_in.get("/people/", {"q": asked}).content.decode()
    assert person.case_number in page


def test_a_case_number_finds_its_person(signed_in: Client, stranger: Client, person: Any) -> None:
    asked = {"q": person.case_number}
    assert "Rahima Khatun" in signed_in.get("/people/", asked).content.decode()
    assert "Rahima Khatun" not in stranger.get("/people/", asked).content.decode()


def test_a_slip_in_a_case_number_is_said(signed_in: Client, person: Any) -> None:
    wrong = person.case_number[:-1] + ("A" if person.case_number[-1] != "A" else "B")
    page = signed_in.get("/people/", {"q": wrong}).content.decode()
    assert "case number" in page
    assert "Rahima Khatun" not in page


@pytest.mark.parametrize("asked", ["", " ", "%", "'; DROP TABLE", "\u200f", "a" * 3000, "٠١٧"])
def test_whatever_is_typed_into_the_search_gets_a_page(signed_in: Client, person: Any, asked: str) -> None:
    assert signed_in.get("/people/", {"q": asked}).status_code == 200


@pytest.mark.parametrize(
    "query", ["page=9999", "page=x", "sex=x", "due=x", "returned_from=x", "destination=ZZ", "sex=woman&sex=man"]
)
def test_a_list_narrowed_by_nonsense_is_still_a_list(signed_in: Client, person: Any, query: str) -> None:
    assert signed_in.get(f"/people/?{query}").status_code == 200


def test_a_person_s_page_names_them_their_number_and_what_is_next(signed_in: Client, person: Any) -> None:
    page = signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    for words in ("Rahima Khatun", person.case_number, "Begin the talk"):
        assert words in page


def test_opening_a_person_s_page_is_on_record(signed_in: Client, person: Any, worker: User) -> None:
    signed_in.get(reverse("returnees:person", args=[person.pk]))
    event = Event.objects.filter(kind=Kind.READ).latest("at")
    assert (event.subject_id, event.actor_id) == (str(person.pk), str(worker.pk))


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_somebody_of_another_office_looks_exactly_like_nobody(stranger: Client, person: Any, name: str) -> None:
    theirs = stranger.get(reverse(name, args=[person.pk]))
    nobodys = stranger.get(reverse(name, args=[NOBODY]))
    assert theirs.status_code == nobodys.status_code == 404
    assert _without_address(theirs, person.pk) == _without_address(nobodys, NOBODY)
    assert "Rahima" not in theirs.content.decode()


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_a_role_without_the_register_is_refused_before_anything_is_looked_up(
    client: Client, office: Office, person: Any, name: str
) -> None:
    client.force_login(builders.user(office, may={SIGNED_IN}))
    answer = client.get(reverse(name, args=[person.pk]))
    assert answer.status_code == 403
    assert "Rahima" not in answer.content.decode()
    assert not Event.objects.filter(kind=Kind.READ).exists()


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_whoever_is_not_signed_in_comes_to_the_door(client: Client, person: Any, name: str) -> None:
    answer = client.get(reverse(name, args=[person.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("name", ["returnees:people", "returnees:person", "sustainability:score"])
def test_a_page_that_only_shows_takes_nothing(signed_in: Client, person: Any, name: str) -> None:
    arguments = [] if name == "returnees:people" else [person.pk]
    assert signed_in.post(reverse(name, args=arguments)).status_code == 405


def test_the_page_says_by_which_role_a_person_is_visible(signed_in: Client, person: Any, worker: User) -> None:
    page = signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert worker.assignments.get().role.names["en"] in page


def test_a_person_without_a_talk_has_no_score_page(signed_in: Client, person: Any) -> None:
    assert signed_in.get(reverse("sustainability:score", args=[person.pk])).status_code == 404


def test_the_score_page_shows_the_sums_of_the_latest_talk(signed_in: Client, person: Any, worker: User) -> None:
    talked(person, worker)
    page = signed_in.get(reverse("sustainability:score", args=[person.pk])).content.decode()
    assert "Worked by hand" in page
    assert "our own way of scoring" in page


def test_without_the_permission_for_scores_the_person_s_page_shows_none(
    client: Client, office: Office, worker: User, person: Any
) -> None:
    talked(person, worker)
    client.force_login(builders.user(office, may={"accounts.signed_in", "returnees.view"}))
    page = client.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert "Rahima Khatun" in page
    assert "our own way of scoring" not in page
    assert client.get(reverse("sustainability:score", args=[person.pk])).status_code == 403


@pytest.mark.parametrize(
    ("path", "most"),
    [
        pytest.param("/people/", 13, id="list"),
        pytest.param("/people/?q=Rahima", 13, id="search"),
        pytest.param("/", 15, id="today"),
    ],
)
def test_a_list_asks_the_database_as_often_for_forty_people_as_for_one(
    signed_in: Client, office: Office, worker: User, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    registered(office, worker, *(f"Rahima Khatun{'abcdefghijklmnopqrst'[number % 20]}{number}" for number in range(40)))
    with django_assert_max_num_queries(most):
        assert signed_in.get(path).status_code == 200


def test_a_person_s_page_asks_the_database_as_often_after_six_talks_as_after_one(
    signed_in: Client, person: Any, worker: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        talked(person, worker)
    with django_assert_max_num_queries(24):
        signed_in.get(reverse("returnees:person", args=[person.pk]))


def _without_address(answer: Any, key: object) -> str:
    """Return a page without what differs by the address alone and by the moment of signing."""
    return re.sub(r'value="[^"]*"|csrf[^>]*', "", answer.content.decode().replace(str(key), ""))


def test_whoever_may_not_hold_the_talk_sees_when_it_is_due_and_no_button(office: Office, person: Any) -> None:
    looks, talks = Client(), Client()
    looks.force_login(builders.user(office, may={one for one in CASEWORKER if one is not INTERVIEW}))
    talks.force_login(builders.user(office, may=CASEWORKER))
    path = f"/people/{person.pk}/"
    assert f"{path}talk/" in talks.get(path).content.decode()
    page = looks.get(path).content.decode()
    assert "First reintegration talk" in page
    assert f"{path}talk/" not in page

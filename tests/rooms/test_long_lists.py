"""Lists of the people of several offices: merged of the offices' own lists, they are what one sorted list would be."""

from datetime import date, timedelta
from typing import Any

import pytest

from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.project import hooks
from sankofa.returnees import permissions, queries
from sankofa.returnees.listing import People
from sankofa.returnees.models import Journey
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SHARED = 11


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def offices() -> list[Any]:
    return [builders.office(path=path) for path in ("BD.30", "BD.3", "BD.30.26", "NP.3")]


@pytest.fixture
def people(offices: list[Any]) -> list[Any]:
    """People of four offices: due and not due, of two sexes, some come in at the same moment, some erased."""
    made = []
    for number in range(44):
        due = None if number % 3 == 0 else ON + timedelta(days=number % 5 - 2)
        person = builders.person(
            offices[number % 4],
            sex="female" if number % 2 else "male",
            next_code="" if due is None else "talk",
            next_due_on=due,
        )
        type(person).objects.filter(pk=person.pk).update(created_at=AT + timedelta(hours=number % SHARED))
        Journey.objects.create(person=person, destination=builders.country("SA" if number % 3 else "QA"))
        made.append(person)
    return made


def _viewer(kind: ScopeKind, anchor: str = "", within: str = "*") -> Actor:
    return builders.actor(builders.grant(permissions.VIEW, kind, anchor, within=within))


_LISTS = [
    pytest.param(lambda viewer: queries.filtered(viewer, queries.Filter(), on=ON), id="people"),
    pytest.param(
        lambda viewer: queries.filtered(viewer, queries.Filter(sex="female", destination="SA"), on=ON), id="narrowed"
    ),
    pytest.param(lambda viewer: queries.filtered(viewer, queries.Filter(due="overdue"), on=ON), id="overdue"),
    pytest.param(lambda viewer: queries.due_first(viewer, on=ON, until=date(2100, 1, 1)), id="due-first"),
    pytest.param(lambda viewer: queries.newest(viewer, on=ON), id="newest"),
]


@pytest.mark.parametrize("asked", _LISTS)
@pytest.mark.parametrize(
    "viewer",
    [
        pytest.param(_viewer(ScopeKind.COUNTRY, "BD"), id="country"),
        pytest.param(_viewer(ScopeKind.EVERYWHERE), id="everywhere"),
        pytest.param(_viewer(ScopeKind.COUNTRY, "PK"), id="nobody"),
    ],
)
def test_pages_of_a_merged_list_are_the_pages_of_the_whole_list(people: list[Any], viewer: Actor, asked: Any) -> None:
    found = asked(viewer)
    whole = [person.pk for person in found]
    assert isinstance(found, People)
    assert len(whole) == len(set(whole)) == found.count()
    for first in (0, 4, 30):
        assert [person.pk for person in found[first : first + 7]] == whole[first : first + 7]


def test_a_list_of_a_country_holds_its_offices_people_and_nobody_else_s(offices: list[Any], people: list[Any]) -> None:
    found = queries.newest(_viewer(ScopeKind.COUNTRY, "BD"), on=ON)
    assert {person.office_id for person in found[:40]} == {office.pk for office in offices[:3]}


def test_a_protected_person_is_on_no_page_of_a_merged_list(people: list[Any]) -> None:
    hidden = people[0]
    type(hidden).objects.filter(pk=hidden.pk).update(is_protected=True)
    found = queries.filtered(_viewer(ScopeKind.COUNTRY, "BD"), queries.Filter(), on=ON)
    assert hidden.pk not in {person.pk for person in found[:100]}


def test_a_file_that_follows_another_is_on_no_page_and_its_journey_is_the_leading_file_s(people: list[Any]) -> None:
    follows, leads = people[1], people[3 * 4]  # the one was in Saudi Arabia, the other in Qatar
    builders.sameperson(follows, leads)
    narrowed = queries.Filter(destination="SA")
    shown = {person.pk for person in queries.filtered(_viewer(ScopeKind.COUNTRY, "BD"), narrowed, on=ON)[:100]}
    assert leads.pk in shown
    assert follows.pk not in shown


def test_the_countries_offered_are_those_of_the_offices_in_reach(people: list[Any]) -> None:
    assert queries.destinations_seen(_viewer(ScopeKind.COUNTRY, "BD"), on=ON) == ["SA", "QA"]
    assert queries.destinations_seen(_viewer(ScopeKind.COUNTRY, "PK"), on=ON) == []

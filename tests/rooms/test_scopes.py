"""A list shows exactly the records on which a single decision would say yes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sankofa.accounts import queries
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.models import Office, Organisation, User
from sankofa.accounts.rules.terms import Actor, Grant, Permission, Scope, ScopeKind
from tests import builders
from tests.builders import ON
from tests.rooms.ground import AMEND, Note, Remark

pytestmark = pytest.mark.django_db

OTHER = Permission("tests.other", "do something else")
PATHS = ("BD.3", "BD.3.1", "BD.30", "BD.30.26", "BD.30.2", "NP.3", "NP.30")
ANCHOR_PATHS = (*PATHS, "BD", "NP", "BD.3.26", "B", "")


@pytest.fixture
def world(ground_tables: None) -> dict[str, list[str]]:
    """Offices of two organisations in every place, their people, and records with and without known facts."""
    bodies = [builders.organisation() for _ in range(2)]
    offices = [builders.office(bodies[number % 2], path=path) for number, path in enumerate((*PATHS, *PATHS))]
    people = [builders.user(office) for office in offices[::2]]
    for number, office in enumerate(offices):
        Note.objects.create(office=office, owner=people[number % len(people)])
        Note.objects.create(office=office, owner=None)
    for person in people:
        note = Note.objects.create(office=None, owner=person)
        Remark.objects.create(note=note, author_id=person.pk, text="a")
    Remark.objects.create(note=Note.objects.create(office=None, owner=None), author_id=None, text="b")
    return {
        "office": [str(office.pk) for office in offices] + [str(uuid4())],
        "organisation": [str(body.pk) for body in bodies] + [str(uuid4())],
        "person": [str(person.pk) for person in people] + [str(uuid4())],
    }


def _grants(world: dict[str, list[str]]) -> st.SearchStrategy[Grant]:
    days = st.integers(-3, 3).map(lambda shift: ON + timedelta(days=shift))
    scopes = st.one_of(
        st.just(Scope(ScopeKind.OWN)),
        st.builds(Scope, st.just(ScopeKind.OFFICE), st.sampled_from(world["office"])),
        st.builds(Scope, st.just(ScopeKind.ORGANISATION), st.sampled_from(world["organisation"])),
        st.builds(Scope, st.just(ScopeKind.DISTRICT), st.sampled_from(ANCHOR_PATHS)),
        st.builds(Scope, st.just(ScopeKind.COUNTRY), st.sampled_from(ANCHOR_PATHS)),
        st.just(Scope(ScopeKind.EVERYWHERE)),
    )
    permissions = st.sampled_from(
        [frozenset({AMEND.code}), frozenset({AMEND.code, OTHER.code}), frozenset({OTHER.code})]
    )
    return st.builds(_grant, permissions, scopes, days, st.none() | days)


def _grant(permissions: frozenset[str], scope: Scope, from_on: date, until_on: date | None) -> Grant:
    return Grant("role", permissions, scope, from_on, until_on)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_list_holds_exactly_what_the_decision_allows(world: dict[str, list[str]], data: st.DataObject) -> None:
    grants = data.draw(st.lists(_grants(world), max_size=4))
    viewer = Actor("user", data.draw(st.sampled_from(world["person"])), "Somebody", tuple(grants))
    models: tuple[type[Guarded], ...] = (Note, Remark, User, Office, Organisation)
    for model in models:
        rows = model._default_manager.all()
        listed = sorted(row.pk for row in queries.within_scope(rows, viewer=viewer, permission=AMEND, on=ON))
        allowed = sorted(
            row.pk for row in rows if queries.decision_on(row, actor=viewer, permission=AMEND, on=ON).allowed
        )
        assert listed == allowed, model.__name__


def test_a_country_is_not_a_district_of_another_name(world: dict[str, list[str]]) -> None:
    """The first letters alone do not make a place lie inside another."""
    viewer = builders.actor(builders.grant(AMEND, "district", "BD.3"))
    listed = queries.within_scope(Office.objects.all(), viewer=viewer, permission=AMEND, on=ON)
    assert set(listed.values_list("place_id", flat=True)) == {"BD.3", "BD.3.1"}

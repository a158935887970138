"""A list shows exactly the records on which a single decision would say yes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sankofa.accounts import queries
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.models import Office, Organisation, User
from sankofa.accounts.rules.terms import EVERY_ORGANISATION, Actor, Grant, Permission, Scope, ScopeKind
from sankofa.returnees.models import Person
from sankofa.surveys.models import Submission
from tests import builders
from tests.builders import AT, ON
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
    for number, office in enumerate(offices[:7]):
        owner = people[number % len(people)]
        for is_protected in (False, True):
            file = builders.person(office, owner=owner, is_protected=is_protected)
            builders.submission(file)
        builders.named(file, people[number])
        if number:
            builders.named(file, people[0], ended_at=AT if number % 2 else None)
    return {
        "office": [str(office.pk) for office in offices] + [str(uuid4())],
        "organisation": [str(body.pk) for body in bodies] + [str(uuid4())],
        "person": [str(person.pk) for person in people] + [str(uuid4())],
        "record": [str(key) for key in (*Person.objects.values_list("pk", flat=True), Note.objects.first().pk)],
    }


def _grants(world: dict[str, list[str]]) -> st.SearchStrategy[Grant]:
    days = st.integers(-3, 3).map(lambda shift: ON + timedelta(days=shift))
    within = st.sampled_from([*world["organisation"], EVERY_ORGANISATION, ""])
    scopes = st.one_of(
        st.just(Scope(ScopeKind.OWN)),
        st.builds(Scope, st.just(ScopeKind.OFFICE), st.sampled_from(world["office"])),
        st.builds(Scope, st.just(ScopeKind.ORGANISATION), st.sampled_from(world["organisation"])),
        st.builds(Scope, st.just(ScopeKind.DISTRICT), st.sampled_from(ANCHOR_PATHS), within),
        st.builds(Scope, st.just(ScopeKind.COUNTRY), st.sampled_from(ANCHOR_PATHS), within),
        st.builds(Scope, st.just(ScopeKind.RECORD), st.sampled_from(world["record"])),
        st.just(Scope(ScopeKind.EVERYWHERE)),
    )
    permissions = st.sampled_from(
        [frozenset({AMEND.code}), frozenset({AMEND.code, OTHER.code}), frozenset({OTHER.code})]
    )
    return st.builds(_grant, permissions, scopes, days, st.none() | days, st.booleans())


def _grant(
    permissions: frozenset[str], scope: Scope, from_on: date, until_on: date | None, sees_protected: bool
) -> Grant:
    return Grant("role", permissions, scope, from_on, until_on, sees_protected=sees_protected)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_list_holds_exactly_what_the_decision_allows(world: dict[str, list[str]], data: st.DataObject) -> None:
    grants = data.draw(st.lists(_grants(world), max_size=4))
    who = data.draw(st.sampled_from(world["person"]))
    watcher = data.draw(st.sampled_from(["", world["person"][0]]))
    viewer = Actor("user", who, "Somebody", tuple(grants), watcher=watcher)
    models: tuple[type[Guarded], ...] = (Note, Remark, User, Office, Organisation, Person, Submission)
    for model in models:
        rows = model._default_manager.all()
        listed = sorted(row.pk for row in queries.within_scope(rows, viewer=viewer, permission=AMEND, on=ON))
        allowed = sorted(
            row.pk for row in rows if queries.decision_on(row, actor=viewer, permission=AMEND, on=ON).allowed
        )
        assert listed == allowed, model.__name__


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_reach_told_by_offices_is_the_same_reach(world: dict[str, list[str]], data: st.DataObject) -> None:
    grants = data.draw(st.lists(_grants(world), max_size=4))
    viewer = Actor("user", data.draw(st.sampled_from(world["person"])), "Somebody", tuple(grants))
    told = queries.by_offices(viewer, permission=AMEND, on=ON)
    for model in (Note, Person, Submission):
        seen, told_so = (
            set(queries.within_scope(model._default_manager.all(), viewer=one, permission=AMEND, on=ON))
            for one in (viewer, told)
        )
        assert seen == told_so, model.__name__
    offices = queries.offices_told(told, permission=AMEND, on=ON)
    if offices is not None:
        held = Person.objects.filter(office__in=offices, is_protected=False)
        listed = queries.within_scope(Person.objects.filter(is_protected=False), viewer=told, permission=AMEND, on=ON)
        assert set(held) == set(listed)


def test_a_country_is_not_a_district_of_another_name(world: dict[str, list[str]]) -> None:
    """The first letters alone do not make a place lie inside another."""
    viewer = builders.actor(builders.grant(AMEND, "district", "BD.3"))
    listed = queries.within_scope(Office.objects.all(), viewer=viewer, permission=AMEND, on=ON)
    assert set(listed.values_list("place_id", flat=True)) == {"BD.3", "BD.3.1"}


def test_a_district_is_reached_within_the_organisation_it_was_given_for(world: dict[str, list[str]]) -> None:
    ours = world["organisation"][0]
    viewer = builders.actor(builders.grant(AMEND, "district", "BD", within=ours))
    listed = queries.within_scope(Office.objects.all(), viewer=viewer, permission=AMEND, on=ON)
    assert {str(office.organisation_id) for office in listed} == {ours}


def test_a_protected_file_and_the_talks_with_the_person_are_there_for_those_named_alone(
    world: dict[str, list[str]],
) -> None:
    """Not even for somebody who reaches everywhere, nor for its owner, nor once a naming has ended."""
    hidden = Person.objects.filter(is_protected=True).order_by("pk")
    everywhere = builders.grant(AMEND)
    assert len(hidden) == 7
    for file in hidden:
        named = {str(user) for user in file.named.filter(ended_at=None).values_list("user_id", flat=True)}
        for key in world["person"]:
            viewer = builders.actor(everywhere, key=key)
            files = queries.within_scope(Person.objects.all(), viewer=viewer, permission=AMEND, on=ON)
            talks = queries.within_scope(Submission.objects.all(), viewer=viewer, permission=AMEND, on=ON)
            assert files.filter(pk=file.pk).exists() is talks.filter(person=file).exists() is (key in named)


def test_who_watches_somebody_is_not_named_where_they_are(world: dict[str, list[str]]) -> None:
    file = Person.objects.filter(is_protected=True).earliest("pk")
    user = file.named.filter(ended_at=None)[0].user_id
    for watcher, seen in (("", 1), (str(uuid4()), 0)):
        viewer = Actor("user", str(user), "Somebody", (builders.grant(AMEND),), watcher=watcher)
        listed = queries.within_scope(Person.objects.filter(pk=file.pk), viewer=viewer, permission=AMEND, on=ON)
        assert listed.count() == seen

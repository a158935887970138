"""Help that a plan needs and nobody near offers: told by name, with the reason, until it is delivered."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sankofa.cases import missing_help, permissions
from sankofa.cases.rules.plans import Activity, Content, Kind
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.provision import permissions as helping
from sankofa.provision.models import Entry
from sankofa.returnees import permissions as returnees
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]
KEY = uuid7()


@pytest.fixture
def person() -> Any:
    hooks.fill()
    office = builders.office()
    return builders.person(office, place=office.place)


def missing(person: Any, *, done: frozenset[UUID] = frozenset(), **said: Any) -> list[tuple[str, str]]:
    viewer = builders.user(person.office, may=(returnees.VIEW, permissions.VIEW, helping.VIEW)).as_actor()
    plan = Content(("A shop",), (Activity(KEY, "A course in repairing phones", **said),))
    found = missing_help.missing(plan, done, person, viewer=viewer, on=builders.ON)
    if found is None:
        return []
    assert "country=BD" in found["gaps_url"]
    return [(one["what"], one["why"]) for one in found["rows"]]


def test_where_nobody_is_named_it_is_missing_until_it_is_delivered(person: Any) -> None:
    assert missing(person) == [("A course in repairing phones", "Nobody is named who gives it.")]
    assert missing(person, done=frozenset({KEY})) == []
    assert missing(person, provider_words="An uncle who repairs phones") == []
    assert missing(person, kind=Kind.GRANT) == []


def test_help_of_the_whole_country_reaches_and_help_of_elsewhere_does_not(person: Any) -> None:
    builders.entry(code="bd-all", name="Skills for all")
    far = builders.entry(code="bd-far", name="Hill training")
    far.facets.filter(kind="area").update(value="BD.Z.9")
    assert missing(person, provider="bd-all") == []
    assert missing(person, provider="bd-far")[0][1] == "Hill training does not reach this place."


def test_what_ended_or_was_found_otherwise_is_missing(person: Any) -> None:
    held = builders.entry(code="bd-all", name="Skills for all")
    Entry.objects.filter(pk=held.pk).update(ends_on=builders.ON - timedelta(days=1))
    assert missing(person, provider="bd-all")[0][1] == "Skills for all has ended."
    Entry.objects.filter(pk=held.pk).update(ends_on=builders.ON, checked_on=builders.ON, holds_until=None)
    assert missing(person, provider="bd-all")[0][1] == "Somebody asked: Skills for all is not as the map says."


def test_of_somebody_whose_place_nobody_knows_nothing_is_said_to_be_far(person: Any) -> None:
    far = builders.entry(code="bd-far", name="Hill training")
    far.facets.filter(kind="area").update(value="BD.Z.9")
    person.place = None
    assert (
        missing_help.missing(
            Content((), (Activity(KEY, "A course", provider="bd-far"),)),
            (),
            person,
            viewer=builders.user(person.office, may=(helping.VIEW,)).as_actor(),
            on=builders.ON,
        )
        is None
    )

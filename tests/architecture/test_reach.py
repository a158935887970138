"""The product of who and what, by real calls: every action on a record in reach, out of reach, of another organisation,
protected, and by nobody; and every table that hangs on a person falls with its protection.

New actions and new tables are in it by themselves.
"""

import inspect
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext

from sankofa.accounts import registry
from sankofa.accounts.action import ACTIONS, NotAllowed
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.middleware import NOBODY
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.accounts.rules.terms import Actor
from sankofa.audit.models import Event
from sankofa.project import hooks
from tests import builders
from tests.architecture.test_actions import OURS, _a, _kind_of
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.product]
SAYS_NO = {"no_role_allows", "outside_scope", "no_longer_there", "needs_second_person"}
WIDER = {"accounts.found_partner": "everywhere"}
"""What asks for more reach than its record has: another organisation is founded from one's own."""
TABLES = [
    model for model in apps.get_models() if issubclass(model, Guarded) and model.__module__.startswith("sankofa.")
]
OF_A_PERSON = [
    model
    for model in TABLES
    if any(
        isinstance(field, ForeignKey) and field.related_model._meta.label_lower == "returnees.person"
        for field in model._meta.concrete_fields
    )
]


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


def _made(name: str) -> Any:
    """Return a saved record that an action is on, made by the builder of its noun."""
    target = _a(_kind_of(name, ACTIONS[name].on))  # type: ignore[attr-defined]
    assert not target._state.adding, f"tests/builders.py makes no {type(target).__name__.lower()} yet"
    return target


def _tried(name: str, target: Any, by: Actor) -> str:
    """Return the reason for which an action refuses an actor."""
    action = ACTIONS[name]
    on = action.on  # type: ignore[attr-defined]
    others = {p: None for p in inspect.signature(inspect.unwrap(action)).parameters if p not in {on, "by", "at"}}
    with pytest.raises(NotAllowed) as refused:
        action(**{on: target, "by": by, "at": AT, **others})
    code = refused.value.decision.reason.code
    assert code in SAYS_NO | {"only_looking"}
    assert Event.objects.filter(kind="refused", action=name).exists()
    return str(code)


def _somebody(name: str, office: Any, scope: str) -> Any:
    return builders.user(office, may=[ACTIONS[name].permission], scope=scope)  # type: ignore[attr-defined]


@pytest.mark.parametrize("scope", ["office", "district", "organisation", "country"])
@pytest.mark.parametrize("name", OURS)
def test_an_action_refuses_whoever_holds_the_permission_in_another_organisation(name: str, scope: str) -> None:
    target = _made(name)
    assert _tried(name, target, _somebody(name, builders.office(), scope).as_actor()) in SAYS_NO


@pytest.mark.parametrize("name", OURS)
def test_an_action_refuses_whoever_holds_the_permission_in_another_office(name: str) -> None:
    target = _made(name)
    organisation_id = target.resource().organisation
    assert organisation_id, "a builder makes records that belong to an organisation"
    sister = builders.office(apps.get_model("accounts", "Organisation").objects.get(pk=organisation_id), path="NP.3")
    assert _tried(name, target, _somebody(name, sister, "office").as_actor()) in SAYS_NO


@pytest.mark.parametrize("name", OURS)
def test_an_action_refuses_nobody_and_whoever_only_looks(name: str) -> None:
    target = _made(name)
    assert _tried(name, target, NOBODY) in SAYS_NO
    looking = builders.actor(builders.grant(ACTIONS[name].permission), key=str(builders.user().pk))  # type: ignore[attr-defined]
    watched = Actor("user", looking.id, "Somebody", looking.grants, watcher=str(builders.user().pk))
    assert _tried(name, target, watched) == "only_looking"


@pytest.mark.parametrize("name", OURS)
def test_an_action_is_let_through_to_whoever_holds_the_permission_where_the_record_belongs(name: str) -> None:
    """What the action then says of its empty arguments does not matter; the door did not refuse."""
    target = _made(name)
    about = target.resource()
    if ACTIONS[name].permission is SIGNED_IN:  # type: ignore[attr-defined]
        pytest.skip("it is done with one's own account alone")
    scope = WIDER.get(name, "organisation" if about.office is None else "office")
    offices = apps.get_model("accounts", "Office").objects
    if about.office is not None:
        office = offices.get(pk=about.office)
    else:
        office = builders.office(apps.get_model("accounts", "Organisation").objects.get(pk=about.organisation))
    action = ACTIONS[name]
    on = action.on  # type: ignore[attr-defined]
    others = {p: None for p in inspect.signature(inspect.unwrap(action)).parameters if p not in {on, "by", "at"}}
    by = _somebody(name, office, scope).as_actor()
    raised = _raised(lambda: action(**{on: target, "by": by, "at": AT, **others}))
    if isinstance(raised, NotAllowed) and raised.permission is action.permission:  # type: ignore[attr-defined]
        assert raised.decision.reason.code not in {"no_role_allows", "outside_scope"}


def _raised(call: Any) -> Exception | None:
    """Return what a call raises, or None."""
    try:
        call()
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize("model", OF_A_PERSON, ids=lambda model: model._meta.label_lower)
def test_a_table_that_hangs_on_a_person_falls_with_the_protection_of_the_file(model: type[Guarded]) -> None:
    columns = model.scope_columns
    assert columns.marked, f"{model.__name__} shows protected people: use returnees.reach.person_at"
    assert columns.named
    assert columns.record


@pytest.mark.parametrize("name", [n for n in OURS if ACTIONS[n].on == "person"])  # type: ignore[attr-defined]
def test_an_action_on_a_protected_person_is_answered_like_one_on_nobody(name: str) -> None:
    """The same reason, the same record of it, and the same questions to the database."""
    office = builders.office()
    by = _somebody(name, office, "everywhere").as_actor()
    protected = builders.person(office, is_protected=True)
    nobody = builders.person(office)
    type(nobody).objects.filter(pk=nobody.pk).delete()
    said = []
    for target in (protected, nobody):
        with CaptureQueriesContext(connection) as asked:
            code = _tried(name, target, by)
        said.append((code, len(asked)))
    assert said[0] == said[1]
    assert said[0][0] == "no_longer_there"


def test_an_opening_lends_no_permission_that_changes_anything() -> None:
    shows = {code for code, permission in registry.declared().items() if permission.shows} - {SIGNED_IN.code}
    used = {action.permission.code for action in ACTIONS.values()}  # type: ignore[attr-defined]
    assert not shows & used, "a permission that only shows is asked for by an action"

"""Every action says by whom and when, refuses whoever has no grant, and is called by a test of its own."""

import ast
import importlib
import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, get_type_hints

import pytest
from django.apps import apps

from sankofa.accounts import registry
from sankofa.accounts.action import ACTIONS, NotAllowed
from sankofa.audit.models import Event
from sankofa.project.rooms import ROOMS
from tests import builders
from tests.architecture.house import ROOT, dotted, modules
from tests.builders import AT

for _room in ROOMS:
    for _file in modules(_room):
        if "actions" in (_file.stem, _file.parent.name):
            importlib.import_module(dotted(_file))

OURS = sorted(name for name, action in ACTIONS.items() if action.__module__.startswith("sankofa."))


def _plain(name: str) -> Callable[..., Any]:
    return inspect.unwrap(ACTIONS[name])


@cache
def _names_in_tests() -> dict[str, frozenset[str]]:
    """Return, for every file of tests, the names and texts it uses."""
    used = {}
    for file in (ROOT / "tests").rglob("test_*.py"):
        if "architecture" not in file.parts:
            nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
            names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
            names |= {node.id for node in nodes if isinstance(node, ast.Name)}
            names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
            names |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
            used[str(file.relative_to(ROOT))] = frozenset(names)
    return used


@pytest.mark.parametrize("name", OURS)
def test_an_action_says_by_whom_and_when_and_about_what(name: str) -> None:
    parameters = inspect.signature(_plain(name)).parameters
    assert {"by", "at"} <= set(parameters)
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values()), "arguments of an action are named"
    assert inspect.getdoc(_plain(name))
    permission = ACTIONS[name].permission  # type: ignore[attr-defined]
    assert registry.declared()[permission.code] is permission


@pytest.mark.parametrize("name", OURS)
def test_an_action_is_called_by_a_test_of_its_room(name: str) -> None:
    room, verb = name.split(".", maxsplit=1)[0], name.rpartition(".")[2]
    using = [
        file
        for file, names in _names_in_tests().items()
        if name in names or (verb in names and any(used.startswith(f"sankofa.{room}") for used in names))
    ]
    assert using, f"no test of {room} calls {verb}, or looks at the event {name!r} that a page caused"


@pytest.mark.django_db
@pytest.mark.product
@pytest.mark.parametrize("name", OURS)
def test_an_action_refuses_whoever_has_no_grant_and_records_it(name: str) -> None:
    action = ACTIONS[name]
    on = action.on  # type: ignore[attr-defined]
    target = _a(_kind_of(name, on))
    stranger = builders.user().as_actor()
    others = {p: None for p in inspect.signature(_plain(name)).parameters if p not in {on, "by", "at"}}
    with pytest.raises(NotAllowed) as refused:
        action(**{on: target, "by": stranger, "at": AT, **others})
    assert refused.value.decision.reason.code in {"no_role_allows", "no_longer_there"}
    event = Event.objects.get(kind="refused", action=name)
    assert (event.actor_id, event.subject_id) == (stranger.id, str(target.pk))


def _kind_of(name: str, on: str) -> Any:
    """Return the model of the argument that an action is on, wherever its annotation was imported."""
    function = _plain(name)
    known = {model.__name__: model for model in apps.get_models()}
    try:
        return get_type_hints(function)[on]
    except NameError:
        said = inspect.signature(function).parameters[on].annotation
        return said if isinstance(said, type) else known[str(said).strip("'\"")]


def _a(kind: Any) -> Any:
    """Return a row where a builder makes one, else one that was never saved."""
    build = getattr(builders, kind.__name__.lower(), None)
    return build() if build is not None else kind()

"""Every room is furnished alike and stands on its floor."""

import ast

import pytest

from sankofa.project.rooms import FLOORS, ROOMS
from tests.architecture.house import EVERY_ROOM, PACKAGE, dotted, modules, tree
from tools import contracts, scans

LINES_MAX = 1_000
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "manager", "managers", "service", "services", "misc", "base"}


def test_the_rooms_that_are_built_stand_on_the_floors_they_were_planned_for() -> None:
    planned = [tuple(room for room in floor if room in ROOMS) for floor in contracts.HOUSE]
    assert [floor for floor in planned if floor] == list(FLOORS)


def test_every_folder_with_modules_is_a_room_of_the_house() -> None:
    planned = {room for floor in contracts.HOUSE for room in floor}
    assert {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")} <= planned


def test_the_contracts_of_import_are_those_of_the_rooms() -> None:
    assert contracts.FILE.read_text(encoding="utf-8") == contracts.present_contracts()


@pytest.mark.parametrize("room", EVERY_ROOM)
def test_a_room_says_what_it_is_for_and_does_nothing_else_when_entered(room: str) -> None:
    body = tree(PACKAGE / room / "__init__.py").body
    assert ast.get_docstring(tree(PACKAGE / room / "__init__.py"))
    assert len(body) == 1


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_known_to_django_by_its_own_name(room: str) -> None:
    text = (PACKAGE / room / "apps.py").read_text(encoding="utf-8")
    assert f'name = "sankofa.{room}"' in text
    assert f'label = "{room}"' in text


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_with_tables_has_their_migrations(room: str) -> None:
    has_tables = (PACKAGE / room / "models.py").exists() or (PACKAGE / room / "models").is_dir()
    migrations = list((PACKAGE / room / "migrations").glob("0*.py")) if has_tables else ["none needed"]
    assert migrations


@pytest.mark.parametrize("room", ROOMS)
def test_the_core_of_a_room_is_a_package_that_says_what_it_holds(room: str) -> None:
    rules = PACKAGE / room / "rules"
    assert not rules.exists() or ast.get_docstring(tree(rules / "__init__.py"))


@pytest.mark.parametrize("room", EVERY_ROOM)
def test_every_module_says_what_it_is_for(room: str) -> None:
    assert [dotted(file) for file in modules(room) if not ast.get_docstring(tree(file))] == []


@pytest.mark.parametrize("room", EVERY_ROOM)
def test_no_module_has_a_name_that_says_nothing(room: str) -> None:
    assert [dotted(file) for file in modules(room) if file.stem in NAMES_THAT_SAY_NOTHING] == []


def test_no_file_is_too_long_to_hold_in_mind() -> None:
    assert scans.problems_of_length() == []


def test_every_migration_can_go_back() -> None:
    """A step in Python or SQL names its way back, even if that is to do nothing."""
    one_way = []
    for file in sorted(PACKAGE.glob("*/migrations/0*.py")):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("RunPython", "RunSQL")):
                keywords = {keyword.arg for keyword in node.keywords}
                if len(node.args) < 2 and not keywords & {"reverse_code", "reverse_sql"}:
                    one_way.append(dotted(file))
    assert one_way == []

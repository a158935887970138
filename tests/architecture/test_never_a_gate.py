"""The score decides on nobody: rooms that give or refuse anything do not know it.

Source: domain notes on the score, 1.3 ("Use for gating loans: do not").
"""

import ast

import pytest

from tests.architecture.house import EVERY_ROOM, dotted, modules, tree

DECIDING = ("credit", "lenders", "loans", "funds", "savings", "debts", "competitions", "approvals", "consent")
"""Rooms in which somebody is given something or refused it, now or later."""


def _imported(module: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("room", [room for room in DECIDING if room in EVERY_ROOM])
def test_a_room_that_decides_never_imports_the_score_and_never_names_its_table(room: str) -> None:
    for file in modules(room):
        held = tree(file)
        reached = {name for name in _imported(held) if name.startswith("sankofa.sustainability")}
        assert not reached, f"{dotted(file)} imports {', '.join(sorted(reached))}"
        texts = {
            node.value for node in ast.walk(held) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        named = {text for text in texts if text.lower().startswith(("sustainability.", "sustainability_score"))}
        assert not named, f"{dotted(file)} names {', '.join(sorted(named))}"


def test_the_search_would_find_an_import() -> None:
    assert "sankofa.sustainability.queries" in _imported(ast.parse("from sankofa.sustainability import queries"))
    assert "sankofa.sustainability" in _imported(ast.parse("import sankofa.sustainability"))

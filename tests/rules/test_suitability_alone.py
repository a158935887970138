"""The rules of debts, lenders and credit run without a framework, a clock, a setting or a binary fraction."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sankofa

FOLDER = Path(sankofa.__file__).parent
MODULES = sorted(path for room in ("debts", "lenders", "credit") for path in (FOLDER / room / "rules").glob("*.py"))
BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            raise ImportError("django is blocked")
sys.meta_path.insert(0, Block())
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_they_import_with_django_blocked() -> None:
    names = [".".join(("sankofa", *path.relative_to(FOLDER).with_suffix("").parts)) for path in MODULES]
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, *names],
        capture_output=True,
        text=True,
        cwd=FOLDER.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_no_rule_uses_a_binary_fraction_a_clock_or_a_higher_room(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    floors = {"kernel": 0, "instalments": 0, "disclosure": 0, "consent": 6, "debts": 9, "lenders": 11, "credit": 12}
    own = path.relative_to(FOLDER).parts[0]
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), ast.unparse(node)
        assert not (isinstance(node, ast.Name) and node.id == "float")
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sankofa."):
            parts = (node.module or "").split(".")
            assert parts[1] == own or floors[parts[1]] < floors[own], node.module
            assert parts[1:3] != ["kernel", "clock"]
            assert parts[1] in {"kernel", "instalments", "disclosure"} or parts[2] == "rules"
        if isinstance(node, ast.Import | ast.ImportFrom) and "numpy" in ast.unparse(node):
            assert path.stem.endswith("_many")

"""Rules run without a framework, without a clock and without floats."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, ROOT, called, dotted, modules, pure_modules, tree

BLOCKED = ["django", "csp", "django_htmx", "openpyxl", "psycopg", "click", "granian", "whitenoise", "pandas", "duckdb"]
TIME = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}

IMPORT_ALL = """
import importlib, sys

blocked, names = sys.argv[1].split(","), sys.argv[2].split(",")

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked:
            raise ImportError(f"{name} is blocked: rules do without it")

sys.meta_path.insert(0, Blocker())
for name in names:
    importlib.import_module(name)
"""


def _import_without(blocked: list[str], names: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", IMPORT_ALL, ",".join(blocked), ",".join(names)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _may_use_numpy(file: Path) -> bool:
    """Portfolios, the protection of tables and evaluation reckon with matrices; nothing else does."""
    return file.stem.endswith("_many") or "disclosure" in file.parts or {"statistics", "rules"} <= set(file.parts)


def test_rules_can_be_imported_without_any_framework() -> None:
    names = [dotted(file) for file in pure_modules() if not _may_use_numpy(file)]
    done = _import_without([*BLOCKED, "numpy", "scipy"], names)
    assert done.returncode == 0, done.stderr


def test_rules_for_many_at_once_need_numpy_at_most() -> None:
    names = [dotted(file) for file in pure_modules() if _may_use_numpy(file)]
    done = _import_without(BLOCKED, names or ["sankofa.kernel"])
    assert done.returncode == 0, done.stderr


def test_the_blocking_blocks() -> None:
    done = _import_without(["django"], ["sankofa.store.models"])
    assert "django.db is blocked" in done.stderr or "django is blocked" in done.stderr


def test_the_ground_floor_needs_the_standard_library_alone() -> None:
    foreign = []
    for file in modules("kernel"):
        for node in ast.walk(tree(file)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            foreign += [
                n
                for n in names
                if n.split(".")[0] not in sys.stdlib_module_names and not n.startswith("sankofa.kernel")
            ]
    assert foreign == []


@pytest.mark.parametrize("file", list(pure_modules()), ids=dotted)
def test_rules_read_no_clock_and_reckon_without_floats(file: object) -> None:
    found = []
    for node in ast.walk(tree(file)):  # type: ignore[arg-type]
        if isinstance(node, ast.Call):
            name = called(node)
            of = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            if name in TIME and of in {"datetime", "date", "time", "datetime.datetime", "datetime.date", "clock"}:
                found.append(f"line {node.lineno} reads the clock")
            if name == "float" and not of:
                found.append(f"line {node.lineno} makes a float")
    if file in {PACKAGE / "kernel" / "clock.py", PACKAGE / "kernel" / "identifiers.py"}:  # keys begin with the moment
        found = [finding for finding in found if "clock" not in finding]
    assert found == []

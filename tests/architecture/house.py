"""The house as its source shows it: rooms, modules, syntax trees.  Read, not imported."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sankofa.project.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sankofa"
GROUND = tuple(room for room in ("kernel", "instalments", "disclosure") if (PACKAGE / room / "__init__.py").exists())
EVERY_ROOM = (*GROUND, *ROOMS, "project")


def modules(room: str, *, below: str = "") -> Iterator[Path]:
    """Yield the modules of a room, or of one folder in it, without migrations."""
    for file in sorted((PACKAGE / room / below).rglob("*.py")):
        if "migrations" not in file.relative_to(PACKAGE).parts:
            yield file


def pure_modules() -> Iterator[Path]:
    """Yield every module that promises to need no framework: the ground floor and the rules of every room."""
    for room in GROUND:
        yield from (file for file in modules(room) if file.stem != "commands")
    for room in ROOMS:
        yield from modules(room, below="rules")


def dotted(file: Path) -> str:
    """Return the name under which a module is imported."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(file: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def called(node: ast.Call) -> str:
    """Return the last name of what is called: `find` for `self.find(...)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")

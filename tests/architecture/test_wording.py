"""Whatever a rule can find, every reader can read."""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from sankofa.kernel import wording
from tests.architecture.house import EVERY_ROOM, PACKAGE, called, dotted, modules, tree

LANGUAGES = [code for code, _ in settings.LANGUAGES]


@cache
def codes_of(room: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of findings that a room can make, and the places whose codes cannot be read off the source.

    A code is the first argument of `Finding(...)`, or of a function of the room that hands its own on to `Finding`.
    One that is put together, `f"band.{band}"`, stands for every code of that form that has an English sentence; one
    that is an exception's is its class's `code`; others are named in `CODES` of the module.
    """
    finders: dict[str, set[str]] = {}
    while True:
        more = {file.stem: set(_handing_on(file, finders)) for file in modules(room)}
        if more == finders:
            break
        finders = more
    english = wording.texts(f"sankofa.{room}", "en")
    codes: set[str] = set()
    unclear = set()
    for file in modules(room):
        declared = _constant(file, "CODES") or ()
        codes |= set(declared)
        for function, call in _calls(file, finders):
            for value in _alternatives(call.args[0] if call.args else None):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found = {value.value}
                elif isinstance(value, ast.JoinedStr):
                    found = {code for code in english if _form(value).fullmatch(code)}
                elif isinstance(value, ast.Attribute) and value.attr == "code":
                    codes |= set(_codes_of_exceptions(room))  # or another finding's, whose own making is looked at
                    continue
                else:
                    found = set(_looped_over(value, function, file))
                codes |= found
                if not found and not declared and not _is_parameter(value, function):
                    unclear.add(f"{dotted(file)}:{call.lineno}")
    return frozenset(codes), frozenset(unclear)


def _constant(file: Path, name: str) -> Iterable[str] | None:
    if f"{name} " not in file.read_text(encoding="utf-8") and f"{name}:" not in file.read_text(encoding="utf-8"):
        return None
    held: Iterable[str] | None = getattr(importlib.import_module(dotted(file)), name, None)
    return held


def _form(value: ast.JoinedStr) -> re.Pattern[str]:
    """Return the pattern of the codes that are put together in this way."""
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in value.values]
    return re.compile("".join(parts))


def _looped_over(value: ast.expr | None, function: ast.AST | None, file: Path) -> Iterable[str]:
    """Return the constant that a name goes through: the codes in `for code in CAUTIONS`."""
    said = ast.unparse(value) if value else ""
    for node in ast.walk(function) if function else ():
        is_loop = isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Name)
        if is_loop and ast.unparse(node.target) == said:
            return _constant(file, node.iter.id) or ()
    return ()


def _alternatives(given: ast.expr | None) -> Iterator[ast.expr | None]:
    if isinstance(given, ast.IfExp):
        yield from _alternatives(given.body)
        yield from _alternatives(given.orelse)
    else:
        yield given


@cache
def _every_call(file: Path) -> tuple[tuple[ast.AST | None, ast.Call], ...]:
    """Return every call of a module with the function it stands in, read off once however often one looks."""
    found: list[tuple[ast.AST | None, ast.Call]] = []

    def walk(node: ast.AST, function: ast.AST | None) -> None:
        inner = node if isinstance(node, ast.FunctionDef) else function
        if isinstance(node, ast.Call):
            found.append((function, node))
        for child in ast.iter_child_nodes(node):
            walk(child, inner)

    walk(tree(file), None)
    return tuple(found)


def _calls(file: Path, finders: Mapping[str, set[str]]) -> Iterator[tuple[ast.AST | None, ast.Call]]:
    def is_finder(call: ast.Call) -> bool:
        name = called(call)
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            of = call.func.value.id
            if of in finders:
                return name in finders[of]
        return name == "Finding" or any(name in names for names in finders.values())

    yield from ((function, call) for function, call in _every_call(file) if is_finder(call))


def _handing_on(file: Path, finders: Mapping[str, set[str]]) -> Iterator[str]:
    for function, call in _calls(file, finders):
        if isinstance(function, ast.FunctionDef) and call.args and _is_parameter(call.args[0], function):
            yield function.name


def _is_parameter(value: ast.expr | None, function: ast.AST | None) -> bool:
    if not isinstance(value, ast.Name) or not isinstance(function, ast.FunctionDef):
        return False
    given = function.args
    return value.id in {argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)}


def _codes_of_exceptions(room: str) -> Iterator[str]:
    """Yield the codes of exceptions, those left out on which others are built."""
    held = [importlib.import_module(dotted(file)) for file in modules(room) if "class " in file.read_text("utf-8")]
    named = {kind for module in held for kind in vars(module).values() if isinstance(kind, type)}
    exceptions = {kind for kind in named if issubclass(kind, Exception)}
    for kind in exceptions:
        is_base = any(other is not kind and issubclass(other, kind) for other in exceptions)
        if not is_base and isinstance(getattr(kind, "code", None), str):
            yield kind.code


@cache
def _rooms_with_findings() -> tuple[str, ...]:
    """Return the rooms whose rules find something; asked while tests run, since to gather them reads every module."""
    return tuple(room for room in EVERY_ROOM if room != "kernel" and any(codes_of(room)))


def test_rooms_that_find_something_were_found() -> None:
    assert "accounts" in _rooms_with_findings()


def test_every_code_can_be_read_off_the_source() -> None:
    unclear = sorted(where for room in _rooms_with_findings() for where in codes_of(room)[1])
    assert not unclear, "\n".join(unclear)


def test_every_finding_has_its_sentence_in_every_language() -> None:
    missing = [
        f"{room}: {language} lacks {', '.join(codes)}"
        for room in _rooms_with_findings()
        for language, codes in wording.missing_codes(codes_of(room)[0], f"sankofa.{room}", LANGUAGES).items()
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("room", [room for room in EVERY_ROOM if (PACKAGE / room / "wording").is_dir()])
def test_a_translation_names_the_same_facts_as_the_original(room: str) -> None:
    assert wording.uneven_codes(f"sankofa.{room}", LANGUAGES) == {}

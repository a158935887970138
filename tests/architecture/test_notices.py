"""Whatever staff are told of has a text of its own, in every language: "something waits" is for what nobody foresaw."""

import ast
from collections.abc import Iterator
from functools import cache

from django.conf import settings

from sankofa.messages import texts
from sankofa.messages.actions import outbox
from tests.architecture.house import EVERY_ROOM, called, dotted, modules, tree

LANGUAGES = [code for code, _ in settings.LANGUAGES]
UNCLEAR = ""


def codes_in(program: ast.AST) -> Iterator[str]:
    """Yield the codes of notices that a module tells; an empty one where the source does not say which."""
    functions = [node for node in ast.walk(program) if isinstance(node, ast.FunctionDef)]
    for call in (node for node in ast.walk(program) if isinstance(node, ast.Call)):
        if called(call) != "Notice":
            continue
        code = _argument(call, "code", 1)
        if isinstance(code, ast.Constant):
            yield str(code.value)
            continue
        # A function that hands its own argument on: the codes are those of its callers.
        around = [one for one in functions if call in set(ast.walk(one))]
        handed = [
            said.value
            for one in around
            for other in ast.walk(program)
            if isinstance(other, ast.Call) and ast.unparse(other.func) == one.name
            for said in ast.walk(other)
            if isinstance(said, ast.Constant) and isinstance(said.value, str)
        ]
        yield from handed or [UNCLEAR]


def _argument(call: ast.Call, name: str, place: int) -> ast.expr | None:
    named = [given.value for given in call.keywords if given.arg == name]
    return named[0] if named else call.args[place] if len(call.args) > place else None


@cache
def _told() -> tuple[tuple[str, str], ...]:
    """Return every code of a notice with the module that tells it; asked while tests run, not while they are found."""
    files = [file for room in EVERY_ROOM for file in modules(room) if "Notice" in file.read_text(encoding="utf-8")]
    return tuple(sorted({(code, dotted(file)) for file in files for code in codes_in(tree(file))}))


def test_the_notices_were_found() -> None:
    codes = {code for code, _ in _told()}
    assert {"invited", "password_forgotten", "file_opened", "approvals.sent_back", "messages.call_parked"} <= codes


def test_every_notice_has_a_text_of_its_own_in_every_language() -> None:
    wrong = [f"{where}: {code or 'a notice'} {wrong}" for code, where in _told() for wrong in _wrong_with(code)]
    assert not wrong, "\n".join(wrong)


def _wrong_with(code: str) -> Iterator[str]:
    """Yield what is wrong with the text of a notice."""
    if code == UNCLEAR:
        yield "is told here, and the source does not say which"
        return
    text = outbox.text_of(code)
    if text == texts.ANYTHING:
        yield "has no text of its own"
    yield from (f"has no text in {language}" for language in LANGUAGES if text not in texts.texts_in(language))

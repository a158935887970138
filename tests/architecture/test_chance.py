"""What no test may rest on: a clock that is read before the tests stand, a word that a key may hold by chance."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.drawn import settled

TESTS = Path(__file__).parent.parent
WITH_TABLES = ("rooms", "pages")
"""Folders whose tests have keys drawn for them, and stand at the moment of the tests."""
COULD_BE_DRAWN = re.compile(r"[0-9a-f]{1,8}", re.IGNORECASE)
"""Words that stand some day in a key, a digest or a token."""
SHORT_AMONG_BYTES = 3


def _reads_the_clock(part: ast.AST, by_themselves: set[str]) -> bool:
    """Whether something asks what time it is, itself or through functions of its module."""
    return any(
        ast.unparse(one.func) in {"clock.now", "clock.today", *by_themselves}
        for one in ast.walk(part)
        if isinstance(one, ast.Call)
    )


def read_while_gathered(source: str) -> Iterator[int]:
    """Yield the lines that read the clock while tests are gathered, when it is still the machine's."""
    body = ast.parse(source).body
    asking: set[str] = set()
    while new := {
        one.name
        for one in body
        if isinstance(one, ast.FunctionDef) and one.name not in asking and _reads_the_clock(one, asking)
    }:
        asking |= new
    for one in body:
        parts = one.decorator_list if isinstance(one, ast.FunctionDef | ast.ClassDef) else [one]
        yield from (part.lineno for part in parts if _reads_the_clock(part, asking))


def looked_for_among_keys(source: str) -> Iterator[int]:
    """Yield the lines that want a short word to stand nowhere, where a key could hold it."""
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.Compare) and isinstance(one.left, ast.Constant) and isinstance(one.ops[0], ast.NotIn):
            word, where = one.left.value, ast.unparse(one.comparators[0])
            if where.startswith("settled(") or where.endswith(".answers"):
                continue
            is_drawn_text = isinstance(word, str) and COULD_BE_DRAWN.fullmatch(word) is not None
            if is_drawn_text or (isinstance(word, bytes) and len(word) <= SHORT_AMONG_BYTES):
                yield one.lineno


def found_by(look: Callable[[str], Iterator[int]]) -> list[str]:
    """Return where something is found in tests with tables."""
    files = [file for folder in WITH_TABLES for file in sorted((TESTS / folder).glob("test_*.py"))]
    return [f"{file.relative_to(TESTS)}:{line}" for file in files for line in look(file.read_text(encoding="utf-8"))]


def test_the_clock_is_read_in_no_test_before_the_tests_stand() -> None:
    assert found_by(read_while_gathered) == []


def test_no_short_word_is_looked_for_among_keys_and_digests() -> None:
    assert found_by(looked_for_among_keys) == []


def test_both_are_found_where_they_stand() -> None:
    reading = "def day():\n    return clock.today('UTC')\nDAY = day()\n@given(clock.now())\ndef test_it():\n    day()\n"
    assert list(read_while_gathered(reading)) == [3, 4]
    assert list(looked_for_among_keys("assert '1712' not in page\nassert '12' not in settled(page)\n")) == [1]


def test_what_is_drawn_goes_and_what_was_told_stays() -> None:
    page = 'href="/people/01ab5a44-5fe4-77cb-9d8a-e2f3b3ecb130/" value="aB1712zQx0aB1712zQx0aB1712zQx0aB" R-1712-2K4M'
    assert settled(f"{page} 01712 345678, Rahima") == 'href="/people//" value=""  01712 345678, Rahima'

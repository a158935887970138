"""What the documents say about the code is what the code says: fresh where generated, no link astray."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tools import make_handbook, messages, worked_examples

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOR_USERS = (
    "index", "finding-people", "talk", "bringing-in-a-file", "roles", "record", "consent", "messages", "partners-api",
)  # fmt: skip
_QUOTED = re.compile(r"(?<![*\w])\*([^*\n]+?)(?: …)?\*(?!\*)")
_PICTURE = re.compile(r'<img src="([^"]+)"')
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_the_generated_parts_of_the_handbook_are_of_today() -> None:
    assert make_handbook.problems() == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_somewhere(file: Path) -> None:
    linked = _LINK.findall(file.read_text(encoding="utf-8"))
    assert [link for link in linked if not (file.parent / link).exists()] == []


def test_what_is_said_to_hold_and_to_prove_a_promise_exists() -> None:
    promises = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|.*\| `([^`]+)` \| `([^`]+)` \|$", promises, re.M)
    assert [int(number) for number, _, _ in rows] == list(range(1, len(rows) + 1))
    assert len(rows) > 30
    assert [path for _, *paths in rows for path in paths if not (ROOT / path).exists()] == []


def test_the_pictures_shown_are_there() -> None:
    shown = [file.parent / name for file in DOCUMENTS for name in _PICTURE.findall(file.read_text(encoding="utf-8"))]
    if not (ROOT / "docs" / "pictures").exists():
        pytest.skip("no pictures were taken yet: make pictures")
    assert shown
    assert [picture for picture in shown if not picture.exists()] == []


def test_every_setting_is_explained_to_those_who_run_it() -> None:
    read = re.findall(
        r'environ\.get\("(SANKOFA_\w+)"', (ROOT / "sankofa/project/settings.py").read_text(encoding="utf-8")
    )
    told = re.findall(r"^\| `(SANKOFA_\w+)`", (ROOT / "docs/deployment.md").read_text(encoding="utf-8"), re.M)
    assert set(read) == set(told)


@cache
def _sentences_of_the_interface() -> str:
    """Return everything that pages say, in English."""
    said = [message.id for room in messages.rooms() for message in messages.template_of(room)]
    return "\n".join(text for held in said for text in ([held] if isinstance(held, str) else held))


@pytest.mark.parametrize("page", FOR_USERS)
def test_what_the_handbook_quotes_stands_on_a_page(page: str) -> None:
    """Words in italics are words of the interface: who looks for them finds them."""
    text = (ROOT / "docs" / "handbook" / f"{page}.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("| may")]
    quoted = _QUOTED.findall(" ".join(lines))
    assert [words for words in quoted if words not in _sentences_of_the_interface()] == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("Fraction(27, 30)", "27/30", id="a-fraction"),
        pytest.param("1 - Fraction(1, 20)", "1 − 1/20", id="a-sum-stays-a-sum"),
        pytest.param("(a + b) * c", "(a + b) × c", id="brackets-that-matter-stay"),
        pytest.param("Decimal('0.90')", "0.90", id="a-decimal-keeps-its-noughts"),
        pytest.param("Money(10_050, 'BDT')", "100.50 BDT", id="money-as-on-paper"),
        pytest.param("ScopeKind.OFFICE", "office", id="one-of-a-list"),
        pytest.param("date(2021, 3, 5)", "2021-03-05", id="a-day"),
        pytest.param("timedelta(days=9)", "9 days", id="a-span"),
        pytest.param("None", "nothing", id="nothing"),
        pytest.param("''", "nothing", id="an-empty-text"),
        pytest.param("0", "0", id="nought-is-not-nothing"),
        pytest.param("False", "no", id="no"),
        pytest.param("{'e1': 'ok', 'e2': frozenset({'land'})}", "e1: ok, e2: land", id="answers"),
    ],
)
def test_a_value_is_shown_as_people_write_it(written: str, shown: str) -> None:
    assert worked_examples.said(ast.parse(written, mode="eval").body) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(" SK 26", "␠SK 26", id="a-blank-at-the-edge"),
        pytest.param("a|b", r"a\|b", id="a-stroke-does-not-end-the-cell"),
        pytest.param("two\nlines", "two⏎lines", id="two-lines-stay-one-row"),
        pytest.param("\u202bSK", "(U+202B)SK", id="a-mark-of-direction"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text: str, shown: str) -> None:
    assert worked_examples.escaped(text) == shown


def test_a_table_that_is_computed_is_named_and_not_left_out(tmp_path: Path) -> None:
    file = tmp_path / "test_example.py"
    file.write_text(
        '"""An example.\n\nSource: none."""\nimport pytest\n'
        '@pytest.mark.parametrize("year", range(3))\ndef test_a_year_is_a_year(year): ...\n',
        encoding="utf-8",
    )
    assert "computed by `range(3)`" in worked_examples.markdown(worked_examples.page_of(file), source="here")

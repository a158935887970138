"""What stands in a form, whoever made it: read for people, without asking whether our own reader could use it.

Forms of other organisations use more of XLSForm than we do.  Their questions are shown, printed and compared all the
same; the phone's own engine follows their rules.  Rows keep the numbers that the spreadsheet shows.

Source: xlsform.org: survey, choices, settings; label::Language (code).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sankofa.surveys.rules.terms import Words

Tables: TypeAlias = Mapping[str, Sequence[Sequence[str]]]
"""The cells of every sheet by its name, headings first; a blank row is an empty sequence."""

SHEETS: Final = ("survey", "choices", "settings")
BEGIN: Final = re.compile(r"begin[ _](group|repeat|loop)$")
END: Final = re.compile(r"end[ _](group|repeat|loop)$")
_LANGUAGE: Final = re.compile(r"(?P<column>[\w ]+?)\s*::?\s*(?P<name>[^:()]+?)(?:\s*\((?P<code>[A-Za-z-]{2,15})\))?")
_SELECT: Final = re.compile(
    r"(?P<kind>select[ _]one|select[ _]multiple|rank)[ _]?(?P<file>from[ _]file)?\s+(?P<list>.+)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet under its headings, with the number that the spreadsheet shows."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str) -> Words:
        """Return what a column says by language; under an empty name what stands in a column without one."""
        found = {}
        for heading, text in self.cells.items():
            named = _LANGUAGE.fullmatch(heading)
            if text and heading.casefold() == column:
                found[""] = text
            elif text and named and named["column"].casefold() == column:
                found[(named["code"] or named["name"]).casefold()] = text
        return found


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the form: a question, a note, or where a part begins.  `depth` is the number of parts around it."""

    row: int
    kind: str
    name: str
    label: Words
    hint: Words
    listed: str
    relevant: str
    constraint: str
    constraint_words: Words
    required: str
    depth: int
    number: int | None
    """The number on the page and on paper; notes and headings have none."""

    @property
    def is_part(self) -> bool:
        """Whether a part of the form begins here."""
        return bool(BEGIN.match(self.kind))

    @property
    def repeats(self) -> bool:
        """Whether a part begins here that is asked several times."""
        return self.is_part and "repeat" in self.kind


@dataclass(frozen=True, slots=True)
class Outline:
    """A form as it reads: its title, its languages, its rows in order, and its lists of choices."""

    code: str
    version: str
    title: str
    source: str
    languages: tuple[str, ...]
    default_language: str
    items: tuple[Item, ...]
    lists: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Item, ...]:
        """The rows that ask something."""
        return tuple(item for item in self.items if item.number is not None)


_SILENT: Final = frozenset(
    "start end today deviceid phonenumber username email calculate hidden audit start-geopoint note".split()
)


def tables_of(texts: Mapping[str, str]) -> dict[str, list[list[str]]]:
    """Return the cells of sheets kept as CSV text."""
    return {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def texts_of(tables: Tables) -> dict[str, str]:
    """Return sheets as CSV text, the same text for the same cells."""
    texts = {}
    for name, rows in tables.items():
        held = io.StringIO(newline="")
        csv.writer(held, lineterminator="\n").writerows(rows)
        texts[name] = held.getvalue()
    return texts


def named(tables: Tables, *, title: str, code: str, version: str) -> dict[str, list[list[str]]]:
    """Return a form under a title, a code and a version, whatever its settings said of these before."""
    held = {name: [list(row) for row in rows] for name, rows in tables.items()}
    settings = held.setdefault("settings", [])
    settings += [[] for _ in range(2 - len(settings))]
    for heading, text in (("form_title", title), ("form_id", code), ("version", version)):
        headings = [cell.strip() for cell in settings[0]]
        if heading not in headings:
            settings[0].append(heading)
            headings.append(heading)
        place = headings.index(heading)
        settings[1] += [""] * (place + 1 - len(settings[1]))
        settings[1][place] = text
    return held


def lines(tables: Tables, sheet: str) -> list[Line]:
    """Return the rows of a sheet that say anything; none where the sheet is not there."""
    rows = tables.get(sheet, ())
    if not rows:
        return []
    headings = [heading.strip() for heading in rows[0]]
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {heading: cell.strip() for heading, cell in zip(headings, row, strict=False) if heading}
        if any(cells.values()):
            found.append(Line(number, cells))
    return found


def languages(tables: Tables) -> tuple[str, ...]:
    """Return the languages that the headings of labels name, in their order."""
    found: dict[str, None] = {}
    for sheet in SHEETS[:2]:
        for heading in tables.get(sheet, ((),))[0] if tables.get(sheet) else ():
            named = _LANGUAGE.fullmatch(heading.strip())
            if named and named["column"].casefold() in ("label", "hint"):
                found.setdefault((named["code"] or named["name"]).casefold())
    return tuple(found)


def list_named(kind: str) -> str:
    """Return the list of choices that a type names; empty where it names none, or a file."""
    named = _SELECT.match(kind)
    return "" if named is None or named["file"] else named["list"].replace("or_other", "").strip()


def outline(tables: Tables) -> Outline:
    """Return what stands in a form.  Nothing is refused here: see `faults` for what is wrong in it."""
    settings = next(iter(lines(tables, "settings")), Line(2, {}))
    default = _LANGUAGE.fullmatch("label::" + settings["default_language"])
    spoken = languages(tables)
    lists: dict[str, dict[str, Words]] = {}
    for line in lines(tables, "choices"):
        lists.setdefault(line["list_name"] or line["list name"], {}).setdefault(line["name"], line.words("label"))
    default_language = (default["code"] or default["name"]).casefold() if default else ""
    return Outline(
        code=settings["form_id"] or settings["id_string"],
        version=settings["version"],
        title=settings["form_title"] or settings["title"],
        source=settings["source"],
        languages=spoken,
        default_language=default_language if default_language in spoken else next(iter(spoken), ""),
        items=tuple(_items(lines(tables, "survey"))),
        lists=lists,
    )


def _items(rows: Sequence[Line]) -> Iterator[Item]:
    depth = asked = 0
    for line in rows:
        kind = line["type"]
        if END.match(kind):
            depth = max(0, depth - 1)
            continue
        is_asked = bool(kind) and kind not in _SILENT and not BEGIN.match(kind)
        asked += is_asked
        yield Item(
            row=line.row,
            kind=kind,
            name=line["name"],
            label=line.words("label"),
            hint=line.words("hint"),
            listed=list_named(kind),
            relevant=line["relevant"],
            constraint=line["constraint"],
            constraint_words=line.words("constraint_message"),
            required=line["required"].casefold(),
            depth=depth,
            number=asked if is_asked else None,
        )
        depth += bool(BEGIN.match(kind))

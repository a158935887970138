"""What is wrong in a form that somebody sends in: which sheet, which row, and what would be right.

A form is corrected in a spreadsheet, so everything is said at once and every finding names the row as the spreadsheet
numbers it.  Whatever else keeps a form from becoming one for phones is said by the converter (see `conversion`).

Source: xlsform.org; the names of XML elements (letters, digits, `_`, `-`, `.`, no digit first).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys.rules import kinds
from sankofa.surveys.rules.circles import circles
from sankofa.surveys.rules.outline import BEGIN, END, Line, Tables, languages, lines, list_named
from sankofa.surveys.rules.relevance import DEEP_MAX

_SOURCE: Final = "xlsform.org"
VERSION: Final = re.compile(r"(?!\.+\Z)[^/\x00-\x1f\x7f]{1,60}\Z")
"""What can be a version: it stands in addresses, and what cannot stand there would shut every list of forms."""
_NAME: Final = re.compile(r"[^\W\d][\w.-]*")
_REFERENCE: Final = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
_BRACKETS: Final = re.compile(r"'[^']*'|\"[^\"]*\"|([()])")
"""Brackets; those inside quotes are words."""
_NEEDS_LABEL: Final = re.compile(r"(select|rank|text|integer|decimal|date|time|note|range|geo)")


def faults(tables: Tables) -> list[Finding]:
    """Return everything wrong in a form, sheet by sheet in the order of rows; an empty list means: convert it."""
    if not tables.get("survey"):
        found = ", ".join(tables) or "-"
        return [Finding("form.no_survey_sheet", Weight.BARRIER, _SOURCE, sheets=found)]
    missing = [
        _at("form.no_column", sheet, 1, column=column)
        for sheet, columns in (("survey", ("type", "name")), ("choices", ("name",)))
        for column in columns
        if tables.get(sheet) and column not in [heading.strip() for heading in tables[sheet][0]]
    ]
    if missing:
        return missing
    return [*_settings(tables), *_choices(tables), *_survey(tables)]


def _settings(tables: Tables) -> Iterator[Finding]:
    settings = next(iter(lines(tables, "settings")), None)
    if settings is None:
        yield Finding("form.no_settings", Weight.BARRIER, _SOURCE)
        return
    code = settings["form_id"] or settings["id_string"]
    if not re.fullmatch(r"[A-Za-z][\w-]{0,59}", code, re.ASCII):
        yield _at("form.no_id", "settings", settings.row, column="form_id", found=code or "-")
    if not settings["version"]:
        yield _at("form.no_version", "settings", settings.row, column="version")
    elif not VERSION.fullmatch(settings["version"]):
        yield _at("form.bad_version", "settings", settings.row, column="version", found=settings["version"][:60])


def _choices(tables: Tables) -> Iterator[Finding]:
    settings = next(iter(lines(tables, "settings")), Line(2, {}))
    twice_is_meant = settings["allow_choice_duplicates"].casefold() in ("yes", "true")
    first: dict[tuple[str, str], int] = {}
    for line in lines(tables, "choices"):
        listed, name = line["list_name"] or line["list name"], line["name"]
        if not listed:
            yield _at("choice.no_list", "choices", line.row, column="list_name", name=name or "-")
        elif not name:
            yield _at("choice.no_name", "choices", line.row, column="name", listed=listed)
        elif (earlier := first.setdefault((listed, name), line.row)) != line.row and not twice_is_meant:
            yield _at("choice.twice", "choices", line.row, column="name", name=name, listed=listed, earlier=earlier)
        elif " " in name:
            yield _at("choice.blank_in_name", "choices", line.row, column="name", name=name, listed=listed)


def _survey(tables: Tables) -> Iterator[Finding]:
    rows = lines(tables, "survey")
    names = {line["name"] for line in rows}
    lists = {line["list_name"] or line["list name"] for line in lines(tables, "choices")}
    first: dict[str, int] = {}
    opened: list[Line] = []
    for line in rows:
        kind, name = line["type"], line["name"]
        if not kind:
            yield _at("question.no_type", "survey", line.row, column="type", name=name or "-")
        elif not kinds.is_known(kind):
            nearest = kinds.nearest(kind)
            right = nearest or ", ".join(kinds.USUAL[:10])
            yield _at("question.mistyped" if nearest else "question.no_such_type", "survey", line.row, column="type",
                      kind=kind, right=right)  # fmt: skip
        elif END.match(kind):
            if not opened or _part(opened[-1]["type"]) != _part(kind):
                yield _at("part.not_begun", "survey", line.row, column="type", kind=kind)
            else:
                opened.pop()
            continue
        elif not name and kind != "audit":
            yield _at("question.no_name", "survey", line.row, column="name", kind=kind)
        elif name and not _NAME.fullmatch(name):
            yield _at("question.bad_name", "survey", line.row, column="name", name=name)
        elif (earlier := first.setdefault(name, line.row)) != line.row:
            yield _at("question.name_twice", "survey", line.row, column="name", name=name, earlier=earlier)
        if BEGIN.match(kind):
            opened.append(line)
        listed = list_named(kind)
        if listed and listed not in lists and not _REFERENCE.search(listed):
            yield _at("question.no_such_list", "survey", line.row, column="type", name=name or "-", listed=listed)
        yield from _references(line, names)
        yield from _depths(line)
        yield from _labels(line, languages(tables))
    for line in opened:
        yield _at("part.not_ended", "survey", line.row, column="type", name=line["name"] or "-")
    for line, column, circle in circles(rows):
        yield _at("reference.circle", "survey", line.row, column=column, names=" → ".join(circle))


def _references(line: Line, names: set[str]) -> Iterator[Finding]:
    for column, text in line.cells.items():
        for name in dict.fromkeys(_REFERENCE.findall(text)):
            if name not in names:
                nearest = difflib.get_close_matches(name, names - {""}, n=1)
                facts = {"right": nearest[0]} if nearest else {}
                yield _at("reference.mistyped" if nearest else "reference.broken", "survey", line.row, column=column,
                          name=name or "-", **facts)  # fmt: skip


def _depths(line: Line) -> Iterator[Finding]:
    """What has more brackets inside one another than a phone can read."""
    for column, text in line.cells.items():
        if "(" in text and "::" not in column and column not in ("label", "hint") and _deepest(text) > DEEP_MAX:
            yield _at("expression.too_deep", "survey", line.row, column=column, most=DEEP_MAX)


def _deepest(text: str) -> int:
    deepest = depth = 0
    for bracket in _BRACKETS.findall(text):
        depth += {"(": 1, ")": -1}.get(bracket, 0)
        deepest = max(deepest, depth)
    return deepest


def _labels(line: Line, spoken: tuple[str, ...]) -> Iterator[Finding]:
    if not _NEEDS_LABEL.match(line["type"]):
        return
    label = line.words("label")
    if not label and not any(line.words(f"media::{kind}") for kind in ("image", "audio", "video")):
        yield _at("question.no_label", "survey", line.row, weight=Weight.NOTE, column="label", name=line["name"] or "-")
    for language in spoken:
        if label and language not in label:
            yield _at("question.not_in_language", "survey", line.row, weight=Weight.NOTE, column="label",
                      name=line["name"], language=language)  # fmt: skip


def _part(kind: str) -> str:
    return kind.replace("_", " ").rpartition(" ")[2]


def _at(code: str, sheet: str, row: int, /, weight: Weight = Weight.BARRIER, **facts: str | int) -> Finding:
    return Finding(code, weight, _SOURCE, sheet=sheet, row=row, **facts)

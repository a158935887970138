"""Reads an export of KoboToolbox or ODK against the form it was collected with: one filled form for a row, its repeats
below it.

Every sheet holds the form itself or one repeating part.  A row of a repeat names the row above it in one of several
ways; two that contradict each other are named, and a row whose parent is not in the file is an orphan and is named,
never put under somebody else.

Source: KoboToolbox, "Data with repeat groups" (`_index`, `_parent_index`, `_submission__uuid`); ODK Central, "CSV"
(`KEY`, `PARENT_KEY`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.identifiers import NotACaseNumber, parse_case_number
from sankofa.surveys.rules import cells
from sankofa.surveys.rules.headings import Column, Key, columns
from sankofa.surveys.rules.outline import Outline, Tables
from sankofa.surveys.rules.shape import Place, Shape, shape
from sankofa.surveys.rules.written import Row

_SOURCE: Final = "exports of KoboToolbox and ODK"
_SHEET_NAME_MAX: Final = 31


@dataclass(slots=True)
class Entry:
    """One row of an export: what it says by question, as a phone would send it, and the rows of its repeats below it.

    `key` is the number under which it was collected; empty where the export has none.
    """

    sheet: str
    row: int
    key: str
    answers: Mapping[str, str]
    keys: Mapping[Key, str]
    below: dict[str, list[Entry]] = field(default_factory=dict)
    case_number: str = ""

    def filled(self) -> Row:
        """Return the row as it is written for the way that every filled form goes."""
        return Row(self.answers, {repeat: [row.filled() for row in rows] for repeat, rows in self.below.items()})

    def text(self) -> str:
        """Return everything the row and the rows below it say, to tell two apart."""
        own = [f"{name}={text}" for name, text in sorted(self.answers.items()) if text]
        return cells.joined(
            [*own, *(f"{name}>{row.text()}" for name in sorted(self.below) for row in self.below[name])]
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an export: which part of the form it holds (empty: the form itself), and its columns."""

    name: str
    repeat: str
    columns: tuple[Column, ...]
    rows: int
    linked: int


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it was read: the filled forms, its sheets, and everything there is to say about it."""

    entries: tuple[Entry, ...]
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]
    case_columns: tuple[str, ...] = ()
    """The headings of columns whose values are case numbers."""

    @property
    def barriers(self) -> tuple[Finding, ...]:
        """What keeps the file from being let in at all."""
        return tuple(found for found in self.findings if found.weight is Weight.BARRIER)


def instance_id(entry: Entry, *, code: str) -> UUID:
    """Return the number of a filled form: its own, else one that follows from what it was collected under.

    The same row read twice has the same number, so that nothing comes in twice.
    """
    spelled = entry.key.removeprefix("uuid:")
    try:
        return UUID(spelled)
    except ValueError:
        told = spelled or hashlib.sha256(entry.text().encode()).hexdigest()
        return uuid5(NAMESPACE_URL, f"sankofa:surveys:{code}:{told}")


def export(tables: Tables, form: Outline, *, case_column: str = "") -> Export:
    """Return what an export holds.  `case_column` is the heading of the column that says whose answers they are."""
    held = shape(form)
    reader = _Reader(held)
    sheets = reader.sheets(tables)
    if "" not in sheets:
        return Export((), (), (*reader.findings, _found("export.no_main_sheet", sheets=", ".join(tables) or "-")))
    name, found = sheets[""]
    main = reader.rows(name, tables[name], found, "")
    case_columns = _case_columns(tables[name], found)
    _with_case_numbers(main, tables[name], found, case_column)
    entries = {"": main}
    shown = [Sheet(name, "", tuple(found), len(main), len(main))]
    for repeat in held.repeats:
        if repeat not in sheets:
            continue
        name, found = sheets[repeat]
        entries[repeat] = reader.rows(name, tables[name], found, repeat)
        linked = reader.link(repeat, entries)
        shown.append(Sheet(name, repeat, tuple(found), len(entries[repeat]), linked))
    whole = reader.told_apart(main)
    return Export(tuple(whole), tuple(shown), tuple(reader.findings), case_columns)


@dataclass(slots=True)
class _Reader:
    shape: Shape
    findings: list[Finding] = field(default_factory=list)

    def sheets(self, tables: Tables) -> dict[str, tuple[str, list[Column]]]:
        """Which sheet holds which part of the form, and what its columns are; what is strange about that is named."""
        parts = ("", *self.shape.repeats)
        read = {
            (name, part): columns([cell.strip() for cell in rows[0]], repeat=part, shape=self.shape)
            for name, rows in tables.items()
            if rows
            for part in parts
        }
        scores = {
            (name, part): (_is_called(name, part), sum(column.place is not None for column in found))
            for (name, part), found in read.items()
        }
        chosen: dict[str, tuple[str, list[Column]]] = {}
        taken: set[str] = set()
        for (name, part), (_, matched) in sorted(scores.items(), key=lambda pair: pair[1], reverse=True):
            if name in taken or part in chosen or not matched:
                continue
            chosen[part] = (name, read[name, part])
            taken.add(name)
        for name, rows in tables.items():
            if rows and name not in taken:
                self.findings.append(_found("sheet.unknown", Weight.NOTE, sheet=name))
        for name, found in chosen.values():
            self._columns(name, found)
        for repeat in self.shape.repeats:
            if repeat not in chosen and "" in chosen:
                self.findings.append(_found("sheet.missing", Weight.NOTE, part=repeat))
        return chosen

    def _columns(self, sheet: str, found: Sequence[Column]) -> None:
        unknown = [column.heading for column in found if column.is_unknown]
        if unknown:
            self.findings.append(
                _found("column.unknown", Weight.NOTE, sheet=sheet, count=len(unknown), headings=", ".join(unknown[:12]))
            )
        for column in found:
            if column.is_unclear:
                self.findings.append(_found("column.unclear", Weight.NOTE, sheet=sheet, column=column.heading))

    def rows(self, sheet: str, table: Sequence[Sequence[str]], read: Sequence[Column], repeat: str) -> list[Entry]:
        """The rows of a sheet; numbers are those that the spreadsheet shows."""
        asked: dict[str, list[Column]] = {}
        for column in read:
            if column.place is not None:
                asked.setdefault(column.place.name, []).append(column)
        entries = []
        for number, row in enumerate(table[1:], start=2):
            if not any(cell.strip() for cell in row):
                continue
            answers: dict[str, str] = {}
            for name, held in asked.items():
                place = held[0].place
                assert place is not None
                said = self._said(place, held, row)
                if said.text:
                    answers[name] = said.text
                for found in said.remarks:
                    facts = {**found.facts, "sheet": sheet, "row": number, "column": held[0].heading}
                    self.findings.append(Finding(found.code, found.weight, found.source, **facts))
            keys = {column.key: text for column in read if column.key and (text := _cell(row, column))}
            entries.append(Entry(sheet, number, keys.get(Key.SUBMISSION, ""), answers, keys))
        pictures = [place.name for place in self.shape.within(repeat) if place.is_media]
        if named := sum(name in entry.answers for entry in entries for name in pictures):
            self.findings.append(_found("export.media", Weight.NOTE, sheet=sheet, count=named))
        return entries

    def _said(self, place: Place, held: Sequence[Column], row: Sequence[str]) -> cells.Said:
        texts = (_cell(row, column) for column in held if not column.choice and not column.part)
        whole = next((text for text in texts if text), "")
        if place.is_several:
            ticks = {column.choice: _cell(row, column) for column in held if column.choice}
            return cells.several(whole, ticks, place, self.shape)
        if place.is_point:
            return cells.point(whole, {column.part: _cell(row, column) for column in held if column.part})
        return cells.one(whole, place, self.shape)

    def link(self, repeat: str, entries: Mapping[str, list[Entry]]) -> int:
        """Put the rows of a repeat under the rows they belong to; return how many found theirs."""
        outer = self.shape.repeats[repeat]
        parents = _Parents(entries.get(outer, []), is_top=not outer)
        linked = 0
        for entry in entries[repeat]:
            parent, differs = parents.of(entry)
            if parent is None:
                told = next((entry.keys[key] for key in _NAMED_BY if entry.keys.get(key)), "-")
                self.findings.append(_found("row.orphan", Weight.NOTE, sheet=entry.sheet, row=entry.row, named=told))
                continue
            if differs:
                self.findings.append(_found("row.links_differ", Weight.NOTE, sheet=entry.sheet, row=entry.row))
            parent.below.setdefault(repeat, []).append(entry)
            linked += 1
        return linked

    def told_apart(self, main: Sequence[Entry]) -> list[Entry]:
        """The filled forms without those that say once more what an earlier one says.

        One under the number of an earlier one that says something else is kept under a number of its own.
        """
        first: dict[str, Entry] = {}
        kept = []
        for entry in main:
            told = entry.key or entry.text()
            earlier = first.setdefault(told, entry)
            if earlier is not entry:
                if earlier.text() == entry.text():
                    self._about("submission.twice", entry, earlier)
                    continue
                self._about("submission.number_twice", entry, earlier)
                entry.key = f"{entry.key}#{hashlib.sha256(entry.text().encode()).hexdigest()}"
            if not entry.key:
                self._about("submission.no_number", entry, entry)
            kept.append(entry)
        return kept

    def _about(self, code: str, entry: Entry, earlier: Entry) -> None:
        self.findings.append(_found(code, Weight.NOTE, sheet=entry.sheet, row=entry.row, earlier=earlier.row))


_NAMED_BY: Final = (Key.PARENT, Key.OF_SUBMISSION, Key.PARENT_INDEX, Key.OF_SERIAL)


class _Parents:
    """The rows that others may stand below, by everything that can name them."""

    def __init__(self, rows: Sequence[Entry], *, is_top: bool) -> None:
        self.by: dict[tuple[Key, str], Entry | None] = {}
        for row in rows:
            names = [(Key.PARENT_INDEX, row.keys.get(Key.INDEX, ""))]
            names.append((Key.PARENT, row.keys.get(Key.SUBMISSION, "").removeprefix("uuid:")))
            if is_top:
                names.append((Key.OF_SUBMISSION, row.key.removeprefix("uuid:")))
                names.append((Key.OF_SERIAL, row.keys.get(Key.SERIAL, "")))
            for key, text in names:
                if text:
                    # A name that two rows have names neither: files are joined, and counters begin anew in each.
                    self.by[key, text] = row if (key, text) not in self.by or self.by[key, text] is row else None

    def of(self, entry: Entry) -> tuple[Entry | None, bool]:
        """The row that a row of a repeat stands below, or None, and whether its names contradict each other."""
        found: list[Entry] = []
        for key in _NAMED_BY:
            text = entry.keys.get(key, "").removeprefix("uuid:")
            parent = self.by.get((key, text)) if text else None
            if parent is not None:
                found.append(parent)
            elif text and key in (Key.PARENT, Key.OF_SUBMISSION) and self._is_known_by(key):
                # It says whose it is, and whose it is, is not here: a counter that happens to fit proves nothing.
                return None, False
        return (found[0], any(other is not found[0] for other in found)) if found else (None, False)

    def _is_known_by(self, key: Key) -> bool:
        return any(known is key for known, _ in self.by)


def _is_called(sheet: str, part: str) -> bool:
    """Whether a sheet, or a file, has the name of a repeating part, cut off or with the form's name before it."""
    if not part:
        return False
    spelled, wanted = sheet.strip().casefold(), part.casefold()
    return spelled in (wanted, wanted[:_SHEET_NAME_MAX]) or spelled.endswith((f"-{wanted}", f"/{wanted}", f".{wanted}"))


def _case_columns(table: Sequence[Sequence[str]], found: Sequence[Column]) -> tuple[str, ...]:
    """The headings of columns in which most values are case numbers: their check character tells."""
    proposed = []
    for column in found:
        values = [text for row in table[1:] if (text := _cell(row, column))]
        if values and 2 * sum(_is_case_number(text) for text in values) > len(values):
            proposed.append(column.heading)
    return tuple(proposed)


def _with_case_numbers(
    main: Sequence[Entry], table: Sequence[Sequence[str]], found: Sequence[Column], heading: str
) -> None:
    column = next((one for one in found if heading and one.heading == heading), None)
    if column is not None:
        for entry in main:
            entry.case_number = _cell(table[entry.row - 1], column)


def _is_case_number(text: str) -> bool:
    try:
        parse_case_number(text)
    except NotACaseNumber:
        return False
    return True


def _cell(row: Sequence[str], column: Column) -> str:
    return row[column.index].strip() if column.index < len(row) else ""


def walked(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield rows and every row below them."""
    for entry in entries:
        yield entry
        for rows in entry.below.values():
            yield from walked(rows)


def _found(code: str, weight: Weight = Weight.BARRIER, /, **facts: str | int) -> Finding:
    return Finding(code, weight, _SOURCE, **facts)

"""Reads a form from the three sheets of XLSForm (survey, choices, settings) kept as CSV text.

Everything wrong is reported at once, each with file, row, column and what would be right, because a form is
corrected in a spreadsheet by someone who cannot read a traceback. Row numbers are those of the spreadsheet: the
headings are row 1.

Source: xlsform.org. The subset read: select_one, select_multiple, text, integer, date, note, begin_group, end_group,
begin_repeat, end_repeat; `relevant` as in `relevance`, `constraint` as in `constraint`. Our own columns are `sensitive`
(not asked while others can hear) in survey, `exclusive` (this choice stands alone) and `tag` in choices, `source` and
`about` in settings; engines that do not know them pass over them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path
from typing import Final

from sankofa.surveys.rules.constraint import Limit, limits
from sankofa.surveys.rules.relevance import (
    ALWAYS,
    AllOf,
    Condition,
    ConditionNotUnderstood,
    Equals,
    condition,
    mentioned,
)
from sankofa.surveys.rules.terms import About, Choice, Group, Instrument, Kind, Question, Unsaid, Words

SURVEY: Final = "survey.csv"
CHOICES: Final = "choices.csv"
SETTINGS: Final = "settings.csv"

_PLAIN_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    SURVEY: frozenset({"type", "name", "relevant", "required", "appearance", "constraint", "sensitive"}),
    CHOICES: frozenset({"list_name", "name", "exclusive", "tag"}),
    SETTINGS: frozenset({"form_title", "form_id", "version", "default_language", "source", "about"}),
}
_WORD_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    SURVEY: frozenset({"label", "hint", "guidance_hint", "constraint_message"}),
    CHOICES: frozenset({"label"}),
    SETTINGS: frozenset(),
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    SURVEY: ("type", "name"),
    CHOICES: ("list_name", "name"),
    SETTINGS: ("form_title", "form_id", "version", "default_language"),
}
_LIMITED: Final = (Kind.WHOLE_NUMBER, Kind.DAY)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE: Final = re.compile(r"(?P<column>[a-z_]+)::(?P<name>[^()]+) \((?P<code>[a-z]{2,3}(?:-[A-Za-z]+)?)\)")
_BEGIN: Final = {"begin_group": "group", "begin_repeat": "repeat"}
_END: Final = {"end_group": "group", "end_repeat": "repeat"}
_YES: Final[Mapping[str, bool]] = {"yes": True, "no": False, "": False}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a form: where it is, what stands there, and what would be right."""

    file: str
    row: int
    column: str
    found: str
    right: str

    def __str__(self) -> str:
        """The fault as one line to correct by."""
        stands = f"“{self.found}”" if self.found else "nothing"
        return f"{self.file}, row {self.row}, column “{self.column}”: {stands} stands here; right would be {self.right}"


class InstrumentNotUnderstood(Exception):
    """A form that cannot be used as it is, with everything that is wrong in it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """One line for each fault."""
        return "\n".join(map(str, self.faults))


@dataclass(frozen=True, slots=True)
class Sheets:
    """The text of the three sheets of one form."""

    survey: str
    choices: str
    settings: str


def sheets(folder: Traversable | Path) -> Sheets:
    """The three sheets kept in a folder. Raises FileNotFoundError where one is missing."""
    read = {name: folder.joinpath(name).read_text(encoding="utf-8-sig") for name in (SURVEY, CHOICES, SETTINGS)}
    return Sheets(read[SURVEY], read[CHOICES], read[SETTINGS])


def shipped(code: str, version: str) -> Instrument:
    """A form that comes with Sankofa, such as ("reintegration_score", "1")."""
    return instrument(sheets(files("sankofa.surveys") / "instruments" / code / version))


def instrument(text: Sheets) -> Instrument:
    """Read a form. Raises InstrumentNotUnderstood with every fault found, never only the first."""
    reader = _Reader()
    read = reader.instrument(text)
    if reader.faults or read is None:
        raise InstrumentNotUnderstood(tuple(sorted(reader.faults, key=lambda fault: (fault.file, fault.row))))
    return read


def constraint_of(choices: tuple[Choice, ...]) -> str:
    """The rule a phone must keep so that a choice like "none of these" stands alone; empty where there is none."""
    alone = " or ".join(f"selected(., '{choice.code}')" for choice in choices if choice.is_exclusive)
    return f"count-selected(.) = 1 or not({alone})" if alone else ""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a sheet under its headings; a cell that is not there is empty."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str) -> Words:
        found = {}
        for heading, cell in self.cells.items():
            named = _LANGUAGE.fullmatch(heading)
            if cell and named and named["column"] == column:
                found[named["code"]] = cell
        return found


@dataclass(slots=True)
class _Reader:
    """Reads the sheets in order: settings, choices, survey; collects faults on the way."""

    faults: list[Fault] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    default_language: str = ""

    def instrument(self, text: Sheets) -> Instrument | None:
        settings = self._rows(SETTINGS, text.settings)
        choices = self._rows(CHOICES, text.choices)
        survey = self._rows(SURVEY, text.survey)
        if self.faults:
            return None
        if len(settings) != 1:
            self._fault(_Row(SETTINGS, 2, {}), "form_id", f"{len(settings)} rows", "one row of settings")
            return None
        form = settings[0]
        for column in _NEEDED[SETTINGS]:
            if not form[column]:
                self._fault(form, column, "", "a value")
        self.default_language = self.languages.get(form["default_language"], "")
        if form["default_language"] and not self.default_language:
            right = "one of the languages of the headings: " + ", ".join(self.languages)
            self._fault(form, "default_language", form["default_language"], right)
        lists = self._lists(choices)
        groups, questions = self._survey(survey, lists)
        return Instrument(
            code=form["form_id"],
            version=form["version"],
            title=form["form_title"],
            source=form["source"],
            languages=tuple(self.languages.values()),
            default_language=self.default_language,
            groups=groups,
            questions=questions,
            about=self._subject(form),
        )

    def _rows(self, file: str, text: str) -> list[_Row]:
        """The rows of a sheet that hold anything. Headings are checked here; words name their languages."""
        try:
            lines = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            self._fault(_Row(file, 1, {}), "the first", str(error), "a table in CSV")
            return []
        headings = [heading.strip() for heading in lines[0]] if lines else []
        top = _Row(file, 1, {})
        for heading in headings:
            named = _LANGUAGE.fullmatch(heading)
            if named and named["column"] in _WORD_COLUMNS[file]:
                self.languages.setdefault(f"{named['name']} ({named['code']})", named["code"])
            elif heading not in _PLAIN_COLUMNS[file] or headings.count(heading) > 1:
                once = ", ".join(sorted(_PLAIN_COLUMNS[file]))
                worded = "".join(f", {column}::Language (code)" for column in sorted(_WORD_COLUMNS[file]))
                self._fault(top, heading, heading, f"one of these headings, once: {once}{worded}")
        for column in _NEEDED[file]:
            if column not in headings:
                self._fault(top, column, "", f"a column headed “{column}”")
        rows = []
        for number, line in enumerate(lines[1:], start=2):
            cells = [cell.strip() for cell in line]
            if len(cells) > len(headings) and any(cells[len(headings) :]):
                row = _Row(file, number, {})
                self._fault(row, "after the last", cells[len(headings)], "no cell beyond the last heading")
            if any(cells):
                rows.append(_Row(file, number, dict(zip(headings, cells, strict=False))))
        return rows

    def _lists(self, rows: list[_Row]) -> dict[str, tuple[Choice, ...]]:
        lists: dict[str, tuple[Choice, ...]] = {}
        for row in rows:
            known = lists.setdefault(row["list_name"], ())
            if not row["list_name"]:
                self._fault(row, "list_name", "", "the name of the list this choice belongs to")
            if self._is_named(row) and any(choice.code == row["name"] for choice in known):
                self._fault(row, "name", row["name"], f"a name not yet used in the list “{row['list_name']}”")
            choice = Choice(row["name"], self._label(row), self._is_yes(row, "exclusive"), row["tag"])
            lists[row["list_name"]] = (*known, choice)
        return lists

    def _survey(
        self, rows: list[_Row], lists: Mapping[str, tuple[Choice, ...]]
    ) -> tuple[tuple[Group, ...], tuple[Question, ...]]:
        groups: list[Group] = []
        questions: dict[str, Question] = {}
        opened: list[tuple[_Row, Condition]] = []
        used: set[str] = set()
        for row in rows:
            kind, _, listed = row["type"].partition(" ")
            if kind in _END:
                self._close(row, kind, opened)
                continue
            if self._is_named(row) and (row["name"] in questions or any(g.code == row["name"] for g in groups)):
                self._fault(row, "name", row["name"], "a name that no other row has")
            repeat = next((outer["name"] for outer, _ in opened if outer["type"] == "begin_repeat"), "")
            relevant = self._condition(row, questions, repeat)
            if kind in _BEGIN:
                if repeat and kind == "begin_repeat":
                    self._fault(row, "type", row["type"], "begin_group: a part that repeats holds no other that does")
                groups.append(Group(row["name"], self._label(row), is_repeat=kind == "begin_repeat"))
                opened.append((row, relevant))
            elif kind not in set(Kind):
                right = "one of " + ", ".join([*Kind, *_BEGIN, *_END])
                self._fault(row, "type", row["type"], right)
            else:
                around = [outer for _, outer in opened if outer != ALWAYS]
                used.add(listed.strip())
                choices = self._choices(row, Kind(kind), listed.strip(), lists)
                questions[row["name"]] = Question(
                    name=row["name"],
                    kind=Kind(kind),
                    group=opened[-1][0]["name"] if opened else "",
                    label=self._label(row),
                    hint=row.words("hint"),
                    guidance=row.words("guidance_hint"),
                    choices=choices,
                    relevant=AllOf((*around, relevant)) if around else relevant,
                    is_required=self._is_yes(row, "required"),
                    is_sensitive=self._is_yes(row, "sensitive"),
                    appearance=row["appearance"],
                    repeat=repeat,
                    limits=self._limits(row, Kind(kind)),
                    limit_words=row.words("constraint_message"),
                )
        for row, _ in opened:
            self._fault(row, "type", row["type"], f"an end_{_BEGIN[row['type']]} further down")
        for name in lists.keys() - used:
            self._fault(_Row(CHOICES, 1, {}), "list_name", name, "a list that some question uses")
        return tuple(groups), tuple(questions.values())

    def _choices(
        self, row: _Row, kind: Kind, listed: str, lists: Mapping[str, tuple[Choice, ...]]
    ) -> tuple[Choice, ...]:
        if kind.has_choices and listed not in lists:
            self._fault(row, "type", row["type"], f"{kind} and one of the lists " + ", ".join(sorted(lists)))
        if not kind.has_choices and listed:
            self._fault(row, "type", row["type"], f"“{kind}” alone")
        choices = lists.get(listed, ()) if kind.has_choices else ()
        if kind is Kind.SEVERAL:
            for choice in choices:
                if choice.code in {unsaid.value for unsaid in Unsaid} and not choice.is_exclusive:
                    self._fault(row, "type", listed, f"a list where “{choice.code}” is exclusive")
        expected = constraint_of(choices) if kind is Kind.SEVERAL else ""
        if row["constraint"] != expected and kind not in _LIMITED:
            self._fault(row, "constraint", row["constraint"], f"“{expected}”" if expected else "an empty cell")
        return choices

    def _close(self, row: _Row, kind: str, opened: list[tuple[_Row, Condition]]) -> None:
        """Close the part of the form that was opened last."""
        wanted = f"begin_{_END[kind]}"
        if not opened or opened[-1][0]["type"] != wanted:
            self._fault(row, "type", row["type"], f"a {wanted} before it")
            return
        if row["name"] not in ("", opened.pop()[0]["name"]):
            self._fault(row, "name", row["name"], "the name of the group opened last")

    def _limits(self, row: _Row, kind: Kind) -> tuple[Limit, ...]:
        """What a typed answer must keep to, and that something is said when it does not."""
        if kind not in _LIMITED:
            return ()
        try:
            read = limits(row["constraint"])
        except ConditionNotUnderstood as stopped:
            self._fault(row, "constraint", row["constraint"], f"{stopped.right} at character {stopped.position + 1}")
            return ()
        if any((limit.bound is None) != (kind is Kind.DAY) for limit in read):
            right = "a limit by today()" if kind is Kind.DAY else "limits by whole numbers"
            self._fault(row, "constraint", row["constraint"], right)
        if read and not row.words("constraint_message"):
            self._fault(row, "constraint_message", "", "what is said when an answer breaks the rule")
        return read

    def _subject(self, row: _Row) -> About:
        if row["about"] not in {"", *About}:
            self._fault(row, "about", row["about"], "one of " + ", ".join(About))
            return About.PERSON
        return About(row["about"] or About.PERSON)

    def _condition(self, row: _Row, earlier: Mapping[str, Question], repeat: str) -> Condition:
        try:
            read = condition(row["relevant"])
        except ConditionNotUnderstood as stopped:
            self._fault(row, "relevant", row["relevant"], f"{stopped.right} at character {stopped.position + 1}")
            return ALWAYS
        for right in self._misreadings(read, earlier, repeat):
            self._fault(row, "relevant", row["relevant"], right)
        return read

    @staticmethod
    def _misreadings(read: Condition, earlier: Mapping[str, Question], repeat: str) -> Iterator[str]:
        for part in mentioned(read):
            asked = earlier.get(part.question)
            if asked is None or not asked.kind.has_choices:
                yield f"a question with choices that stands further up, instead of “{part.question}”"
            elif asked.repeat not in ("", repeat):
                yield f"a question outside “{asked.repeat}”, which is asked several times, instead of “{part.question}”"
            elif asked.choice(part.choice) is None:
                offered = ", ".join(choice.code for choice in asked.choices)
                yield f"a choice that “{part.question}” offers: {offered}"
            elif asked.kind is Kind.SEVERAL and isinstance(part, Equals):
                yield f"selected(${{{part.question}}}, '{part.choice}'), for a question with several answers"

    def _label(self, row: _Row) -> Words:
        words = row.words("label")
        if self.default_language and self.default_language not in words:
            name = next(name for name, code in self.languages.items() if code == self.default_language)
            self._fault(row, f"label::{name}", "", "the words people read")
        return words

    def _is_named(self, row: _Row) -> bool:
        if not _NAME.fullmatch(row["name"]):
            self._fault(row, "name", row["name"], "small letters, digits and _, a letter first")
            return False
        return True

    def _is_yes(self, row: _Row, column: str) -> bool:
        if row[column] not in _YES:
            self._fault(row, column, row[column], "yes, no or an empty cell")
        return _YES.get(row[column], False)

    def _fault(self, row: _Row, column: str, found: str, right: str) -> None:
        self.faults.append(Fault(row.file, row.number, column, found, right))

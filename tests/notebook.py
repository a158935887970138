"""A room that takes in rows, small but working: a notebook of names, kept in memory.

Stands in for a register where a test is about files and not about people.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.intake.importers import Alike
from sankofa.intake.permissions import SEND
from sankofa.intake.rules import judging, reading
from sankofa.intake.rules.terms import FieldKind, FieldSpec, MappedRow, RowOutcome, Table, Verdict, row_reference
from sankofa.kernel.finding import Finding, Weight

FIELDS = (
    FieldSpec("name", "Name", {"en": ("full name",), "fr": ("nom complet",)}, required=True, example="Amina Rahman"),
    FieldSpec("phone", "Phone", {"en": ("mobile",), "fr": ("téléphone",)}, example="01712345678", hxl="#contact+phone"),
    FieldSpec(
        "returned_on",
        "Date of return",
        {"en": ("return date",), "fr": ("date de retour",)},
        example="2021-03-15",
        kind=FieldKind.DAY,
    ),
)
LIKENESS = Finding("missing", Weight.NOTE, "the same first name", example="Amina")


@dataclass
class Notebook:
    """What was written, by reference, and how often."""

    entries: dict[str, str] = field(default_factory=dict)
    writes: list[int] = field(default_factory=list)
    breaks_at: str = ""
    underlined: set[str] = field(default_factory=set)
    """Names that somebody has worked with since."""


class NotebookImporter:
    """Writes names into a notebook; knows a name that is in it."""

    code = "notebook"
    label = "Names"
    permission: Permission = SEND
    room = "sankofa.intake"
    subject_kind = "tests.name"

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook

    def fields(self) -> Sequence[FieldSpec]:
        return FIELDS

    def judge(self, rows: Sequence[MappedRow], *, table: Table, office: Any, on: date) -> Sequence[RowOutcome]:
        return [self._judged(row, table) for row in rows]

    def about_columns(self, table: Table) -> Sequence[Finding]:
        return ()

    def apply(
        self, outcomes: Sequence[RowOutcome], *, office: Any, source: str, by: Actor, at: datetime
    ) -> Sequence[str]:
        self.notebook.writes.append(len(outcomes))
        for outcome in outcomes:
            if outcome.record == self.notebook.breaks_at:
                raise RuntimeError("the notebook is torn")
            self.notebook.entries.setdefault(str(outcome.record), row_reference(source, outcome.row))
        return [str(outcome.record) for outcome in outcomes]

    def alike(self, outcomes: Sequence[RowOutcome], *, office: Any) -> Mapping[int, Alike]:
        known = {name.split()[0]: name for name in self.notebook.entries}
        first = {outcome.row: str(outcome.record).split()[0] for outcome in outcomes}
        return {row: Alike(100, (LIKENESS,), subject=known[name]) for row, name in first.items() if name in known}

    def staying(self, subjects: Sequence[str], *, source: str) -> Mapping[str, Sequence[Finding]]:
        return {name: (LIKENESS,) for name in subjects if name in self.notebook.underlined}

    def take_out(
        self, subjects: Sequence[str], *, office: Any, source: str, by: Actor, at: datetime
    ) -> Collection[str]:
        gone = [name for name in subjects if name not in self.notebook.underlined]
        for name in gone:
            assert self.notebook.entries.pop(name).startswith(f"{source}/")
        return gone

    def link(self, subject: str) -> str:
        return f"/notebook/{subject}/"

    def _judged(self, row: MappedRow, table: Table) -> RowOutcome:
        name = reading.read_text(row["name"], "name")
        phone = reading.read_phone(row["phone"], "phone")
        day = reading.read_day(row["returned_on"], "returned_on", table.day_first.get("returned_on"))
        found = tuple(read.finding for read in (name, phone, day) if read.finding is not None)
        verdict = judging.verdict_of(found)
        if verdict is not Verdict.REFUSED and name.value in self.notebook.entries:
            return RowOutcome(row.number, Verdict.KNOWN, subject=str(name.value))
        return RowOutcome(row.number, verdict, found, record=name.value)

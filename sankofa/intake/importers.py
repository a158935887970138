"""How a room takes in rows: it registers an importer, and this room does the rest.

In the room: a class that satisfies `Importer`.  In `project/hooks.py`: `importers.fill(ReturneeImporter)`.  The class
(or any function without arguments that returns an importer) is called whenever an importer is needed, so an importer
holds no state.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.intake.rules.terms import FieldSpec, MappedRow, RowOutcome, Table
from sankofa.kernel.finding import Finding
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


@dataclass(frozen=True, slots=True)
class Alike:
    """Which record a row looks like, how much, and by which findings; `row` where it is an earlier row."""

    score: int
    findings: tuple[Finding, ...]
    subject: str = ""
    row: int | None = None

    @property
    def whom(self) -> str:
        """The record or the row, as one word, to count by."""
        return self.subject or f"row {self.row}"


class Importer(Protocol):
    """What a room knows about rows that become its records."""

    @property
    def code(self) -> str:
        """The importer's code, such as `returnees`; stored with every file."""
        ...

    @property
    def label(self) -> str:
        """What the rows are, in the plural, English source text marked with gettext_noop: "Returnees"."""
        ...

    @property
    def permission(self) -> Permission:
        """What somebody must be allowed to do for an office to let such rows in."""
        ...

    @property
    def room(self) -> str:
        """The package whose `wording/` explains the importer's own findings: `sankofa.returnees`."""
        ...

    @property
    def subject_kind(self) -> str:
        """What a row becomes, as histories name it: `returnees.person`."""
        ...

    def fields(self) -> Sequence[FieldSpec]:
        """Return the fields that a column can fill, in the order in which people expect them."""
        ...

    def judge(self, rows: Sequence[MappedRow], *, table: Table, office: "Office", on: date) -> Sequence[RowOutcome]:
        """Return an outcome for each row, in order.  Writes nothing; what the register already holds may be looked up.

        `rows` is part of `table.rows`: a chunk, or the rows of one page.
        """
        ...

    def about_columns(self, table: Table) -> Sequence[Finding]:
        """Return what is told of whole columns, once on top of the rows and of none of them; often nothing."""
        ...

    def apply(
        self, outcomes: Sequence[RowOutcome], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Sequence[str]:
        """Write outcomes whose verdict is NEW or REMARK, at most 500, and return the id of each subject, in order.

        Runs inside a transaction that also moves the file's cursor.  A row that was written before (the same
        `row_reference(source, outcome.row)`) is not written again; its subject's id is returned.
        """
        ...

    def alike(self, outcomes: Sequence[RowOutcome], *, office: "Office") -> Mapping[int, Alike]:
        """Return, for rows that would go in, which record each looks like most, of those there and of earlier rows.

        Writes nothing.  A row that looks like nobody is not named.  Of a record that the office's own people may not
        know of nothing is said.
        """
        ...

    def staying(self, subjects: Sequence[str], *, source: str) -> Mapping[str, Sequence[Finding]]:
        """Return, of records that a file made, those on which something was built since, and what."""
        ...

    def take_out(
        self, subjects: Sequence[str], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Collection[str]:
        """Take records that a file made out again, at most 500, and return which are gone; the others stay.

        Runs inside a transaction.  A record on which something was built since stays, whoever asks.
        """
        ...

    def link(self, subject: str) -> str:
        """Return the address of the page of a record."""
        ...


importers: Hook[[], Importer] = Hook("importers")


class UnknownImporter(LookupError):
    """No room registers an importer under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        known = ", ".join(importer.code for importer in importers.answers()) or "none"
        return f"No room takes in rows called {self.code!r}; there are: {known}."


def importer_called(code: str) -> Importer:
    """Return the importer with a code.  Raises UnknownImporter."""
    for importer in importers.answers():
        if importer.code == code:
            return importer
    raise UnknownImporter(code)


def importers_for(actor: Actor, *, on: date) -> list[Importer]:
    """Return the importers that somebody may use, somewhere at least."""
    return [importer for importer in importers.answers() if access.holds(actor.grants, importer.permission, on=on)]

"""The file that goes back: the refused rows under their own title and headings, with what to correct beside each.

It can be corrected and sent again as it is; the added column fills nothing then.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language_bidi, gettext

from sankofa.intake import files, queries, sentences
from sankofa.intake.contents import Contents, at_work, opened
from sankofa.intake.rules import judging
from sankofa.intake.rules.mapping import GOES_BACK_HEADINGS
from sankofa.intake.rules.terms import Row, Value, Verdict
from sankofa.store import blobs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

if TYPE_CHECKING:
    from sankofa.intake.models import IncomingFile


@dataclass(frozen=True, slots=True)
class GoesBack:
    """A file for the sender, of the kind that they sent where that can be: CSV for CSV, else XLSX; and its rows."""

    content: bytes
    rows: int
    is_text: bool = False

    @property
    def suffix(self) -> str:
        """How the name of the file ends."""
        return ".csv" if self.is_text else ".xlsx"

    @property
    def media_type(self) -> str:
        """What the file is, as browsers are told."""
        return "text/csv; charset=utf-8" if self.is_text else XLSX


def goes_back(file: "IncomingFile", *, on: date) -> GoesBack:
    """Return the refused rows of a checked file in the reader's language, as CSV where CSV came, else as a workbook."""
    contents = opened(file)
    work = at_work(file, contents)
    results = {result.row: result for result in queries.results_of(file, [Verdict.REFUSED])}
    earlier = {result.earlier_row for result in results.values() if result.earlier_row is not None}
    rows = work.rows_numbered({*results, *earlier})
    rows_by_number = {row.number: row for row in rows}
    found = {
        outcome.row: judging.left_out(outcome).findings
        if outcome.row in results and judging.is_left_out(results[outcome.row].marks)
        else outcome.findings
        for outcome in work.judged(rows, office=file.office, on=on)
    }
    width = max(column.index for column in work.laid.columns) + 1
    lines: list[list[Value]] = [
        [cell.value for cell in row.cells] for row in _above(contents, file.sheet, work.laid.header_rows[0])
    ]
    headings = {column.index: column.heading for column in work.laid.columns}
    header = len(lines)
    lines.append([*(headings.get(index, "") for index in range(width)), gettext(GOES_BACK_HEADINGS[0])])
    for row in work.laid.rows:
        if row.number in results:
            cells = [cell.value for cell in row.cells[:width]]
            for place, code in work.confirmed.columns:
                # A day that counts from 1904 in the file would be another day in a file of our own.
                cells[place : place + 1] = [rows_by_number[row.number][code].value]
            why = sentences.reasons(row.number, found[row.number], work.headings, work.importer)
            lines.append([*cells, *[None] * (width - len(cells)), "\n".join(why)])
    if set(contents.sheets) == {""}:
        delimiter = files.delimiter_of(blobs.content_of(file.content))
        return GoesBack(files.csv_of(lines, delimiter=delimiter), len(results), is_text=True)
    content = files.workbook_of(
        lines, title=file.sheet, bold_rows=frozenset({header}), right_to_left=get_language_bidi()
    )
    return GoesBack(content, len(results))


def _above(contents: Contents, sheet: str, header_row: int) -> list[Row]:
    return [row for row in contents.sheets[sheet] if row.number < header_row]

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

if TYPE_CHECKING:
    from sankofa.intake.models import IncomingFile


@dataclass(frozen=True, slots=True)
class GoesBack:
    """A workbook for the sender, and how many rows it holds."""

    content: bytes
    rows: int


def goes_back(file: "IncomingFile", *, on: date) -> GoesBack:
    """Return the refused rows of a checked file as a workbook in the reader's language."""
    contents = opened(file)
    work = at_work(file, contents)
    results = {result.row: result for result in queries.results_of(file, [Verdict.REFUSED])}
    earlier = {result.earlier_row for result in results.values() if result.earlier_row is not None}
    rows = work.rows_numbered({*results, *earlier})
    found = {
        outcome.row: judging.left_out(outcome).findings
        if outcome.row in results and judging.is_left_out(results[outcome.row].marks)
        else outcome.findings
        for outcome in work.judged(rows, office=file.office, on=on)
    }
    width = max(column.index for column in work.laid.columns) + 1
    lines: list[list[Value]] = [
        [cell.value for cell in row.cells] for row in _above(contents, file.sheet, work.laid.header_row)
    ]
    headings = {column.index: column.heading for column in work.laid.columns}
    header = len(lines)
    lines.append([*(headings.get(index, "") for index in range(width)), gettext(GOES_BACK_HEADINGS[0])])
    for row in work.laid.rows:
        if row.number in results:
            cells = [cell.value for cell in row.cells[:width]]
            why = sentences.reasons(row.number, found[row.number], work.headings, work.importer)
            lines.append([*cells, *[None] * (width - len(cells)), "\n".join(why)])
    content = files.workbook_of(
        lines, title=file.sheet or "CSV", bold_rows=frozenset({header}), right_to_left=get_language_bidi()
    )
    return GoesBack(content, len(results))


def _above(contents: Contents, sheet: str, header_row: int) -> list[Row]:
    return [row for row in contents.sheets[sheet] if row.number < header_row]

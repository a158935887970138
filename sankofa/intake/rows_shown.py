"""Rows of a file as the pages show them: the verdict in words, the reasons in full, the record they are or became."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext, ngettext_lazy

from sankofa.intake import queries, sentences
from sankofa.intake.contents import Work
from sankofa.intake.importers import Importer, importer_called
from sankofa.intake.rules import judging
from sankofa.intake.rules.reading import shown as said
from sankofa.intake.rules.stages import Stage, Undone
from sankofa.intake.rules.table import Layout, Skipped, skipped_counts
from sankofa.intake.rules.terms import MappedRow, RowOutcome, Verdict
from sankofa.kernel.finding import Finding
from sankofa.kernel.wording import MissingFact
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.intake.models import IncomingFile, RowResult

_TAGS = {Verdict.NEW: "good", Verdict.REMARK: "care", Verdict.KNOWN: "info", Verdict.REFUSED: "danger"}
_SKIPPED = {
    Skipped.ABOVE: ngettext_lazy("%(count)s row above the headings", "%(count)s rows above the headings", "count"),
    Skipped.TAGS: ngettext_lazy("%(count)s row of column tags", "%(count)s rows of column tags", "count"),
    Skipped.AGAIN: ngettext_lazy(
        "%(count)s row that repeats the headings", "%(count)s rows that repeat the headings", "count"
    ),
    Skipped.TOTAL: ngettext_lazy("%(count)s row of totals", "%(count)s rows of totals", "count"),
    Skipped.NOTE: ngettext_lazy("%(count)s note below the list", "%(count)s notes below the list", "count"),
}
_CELLS_SHOWN = 4
_COMMON_MAX = 5


def about_columns(work: Work) -> list[str]:
    """Return what is told of whole columns, once for all rows: "Organisation: the short names stand …"."""
    return sentences.reasons_beside(work.importer.about_columns(work.table), work.headings, work.importer)


def shown(file: "IncomingFile", results: Sequence["RowResult"], work: Work, *, on: date) -> list[dict[str, Any]]:
    """Return rows for the page.  Reasons are found again from the sealed file, because they hold what people wrote.

    A row that is settled and went in is not judged again: it would be found in the register now.
    """
    settled = {result.row for result in results if _is_settled(file, result) or result.is_erased}
    to_judge = {result.row for result in results} - settled
    outcomes = _outcomes(work, file, to_judge, {r.earlier_row for r in results if r.earlier_row is not None}, on=on)
    rows = {row.number: row for row in work.rows_numbered({result.row for result in results})}
    return [
        {
            "number": result.row,
            "verdict": sentences.verdict_in_words(result.verdict),
            "tag": _TAGS[Verdict(result.verdict)],
            "says": "" if result.is_erased else says(rows[result.row], work),
            "url": work.importer.link(result.subject_id) if result.subject_id and result.undone != Undone.OUT else "",
            "reasons": _since(result) or _reasons(result, outcomes.get(result.row), work),
        }
        for result in results
        if result.row in rows
    ]


def tallies(file: "IncomingFile", *, wanted: str, hidden: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Return how many rows have each verdict, all of them first, for the page to choose from."""
    counts = file.counts if file.stage in {Stage.CHECKED, Stage.DONE} else queries.verdict_counts(file, hidden=hidden)
    each = [
        {
            "value": str(verdict),
            "label": sentences.verdict_in_words(verdict),
            "count": words.number(counts.get(str(verdict), 0)),
            "tag": _TAGS[verdict],
            "current": wanted == verdict,
        }
        for verdict in Verdict
    ]
    every = {
        "value": "",
        "label": gettext("All rows"),
        "count": words.number(sum(counts.values())),
        "current": not wanted,
    }
    return [every, *each]


def read_as(laid: Layout) -> list[str]:
    """Return how the sheet was read, for the page: which rows as headings, what merged cells and column tags say."""
    first, last = laid.header_rows[0], laid.header_row
    said = [
        gettext("Row %(row)s is read as the headings.") % {"row": last}
        if first == last
        else gettext("Rows %(first)s to %(last)s are read as the headings, the upper one as groups.")
        % {"first": first, "last": last}
    ]
    if merged := laid.merged_rows:
        said.append(
            ngettext(
                "In %(count)s row a cell is joined to the one above. What stands there counts for this row too.",
                "In %(count)s rows a cell is joined to the one above. What stands there counts for each of them.",
                merged,
            )
            % {"count": words.number(merged)}
        )
    if laid.tags:
        said.append(gettext("The file carries column tags, such as #adm2. They say what is in the columns."))
    return said


def common_reasons(file: "IncomingFile") -> list[str]:
    """Return where refused rows need a correction, the most frequent field first: "Date of return: 12 rows".

    Where all of them go back for one and the same reason, its sentence stands in front.
    """
    importer = importer_called(file.importer)
    by_field: dict[str, int] = {}
    marks = list(queries.mark_counts(file, Verdict.REFUSED))
    for mark, times in marks:
        field = mark.partition(":")[0]
        by_field[field] = by_field.get(field, 0) + times
    often = sorted(by_field.items(), key=lambda item: -item[1])[:_COMMON_MAX]
    refused = file.results.filter(verdict=Verdict.REFUSED).count()
    told = [
        ngettext("%(column)s: %(count)s row", "%(column)s: %(count)s rows", times)
        % {"column": sentences.label_of(field, importer) or gettext("The row as a whole"), "count": words.number(times)}
        for field, times in often
    ]
    return [*_for_all([mark for mark, times in marks if times == refused > 1], importer), *told]


def _for_all(marks: Iterable[str], importer: Importer) -> Iterator[str]:
    """The sentences of what all rows go back for; one that needs the words of each row stands beside its row alone."""
    for mark in marks:
        field, _, code = mark.partition(":")
        try:
            marked = Finding.of_record({"code": code, "weight": "BARRIER", "source": "", "facts": {"field": field}})
            yield sentences.sentence(marked, importer)
        except MissingFact:
            continue


def skipped(laid: Layout) -> list[str]:
    """Return in words which rows of the sheet were not read as data."""
    counts = skipped_counts(laid)
    return [_SKIPPED[why] % {"count": counts[why]} for why in Skipped if counts.get(why)]


def came_in_sentence(count: int) -> str:
    """Return how many rows went in, as a sentence."""
    return ngettext("%(count)s row went in.", "%(count)s rows went in.", count) % {"count": words.number(count)}


def _since(result: "RowResult") -> list[str]:
    """Return what became of the record of a row since it went in; nothing where it stands as it came."""
    if result.is_erased:
        return [gettext("This person was erased since.")]
    if result.undone == Undone.OUT:
        return [gettext("Taken out of the register again, when the list was taken back.")]
    return []


def _is_settled(file: "IncomingFile", result: "RowResult") -> bool:
    came_in = result.verdict in {Verdict.NEW, Verdict.REMARK}
    return came_in and bool(result.subject_id) and file.stage not in {Stage.SENT, Stage.MAPPED, Stage.CHECKED}


def _outcomes(
    work: Work, file: "IncomingFile", numbers: set[int], earlier: set[int], *, on: date
) -> dict[int, RowOutcome]:
    """Judge some rows again, together with the earlier rows that they are said to repeat."""
    if not numbers:
        return {}
    rows = work.rows_numbered(numbers | earlier)
    return {outcome.row: outcome for outcome in work.judged(rows, office=file.office, on=on)}


def _reasons(result: "RowResult", outcome: RowOutcome | None, work: Work) -> list[str]:
    if judging.is_left_out(result.marks):
        why = judging.left_out(outcome or RowOutcome(result.row, Verdict.REFUSED)).findings
        return sentences.reasons_beside(why, work.headings, work.importer)
    if outcome is not None:
        return sentences.reasons_beside(outcome.findings, work.headings, work.importer)
    fields = dict.fromkeys(mark.partition(":")[0] for mark in result.marks)
    names = [work.headings.get(field) or sentences.label_of(field, work.importer) for field in fields]
    if not any(names):
        return []
    return [gettext("Went in with a remark on: %(columns)s.") % {"columns": ", ".join(filter(None, names))}]


def says(row: MappedRow, work: Work) -> str:
    """Return the first filled cells of a row, so that people recognise it."""
    filled = [said(row[spec.code].value) for spec in work.fields if not row[spec.code].is_empty]
    return " · ".join(filled[:_CELLS_SHOWN])

"""Findings about rows and files in the reader's words: where, what is wrong, what would be right."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sankofa.intake.files import Unreadable
from sankofa.intake.importers import Importer
from sankofa.intake.rules.stages import Stage
from sankofa.intake.rules.terms import Verdict
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value, Weight
from sankofa.shell import words

OWN_ROOM = "sankofa.intake"
_STAGES = {
    Stage.SENT: _("Columns to confirm"),
    Stage.MAPPED: _("Being checked"),
    Stage.CHECKED: _("Checked, nothing added yet"),
    Stage.APPLYING: _("Rows are going in"),
    Stage.DONE: _("Done"),
    Stage.UNDOING: _("Being taken back"),
    Stage.UNDONE: _("Taken back"),
}
_VERDICTS = {
    Verdict.NEW: _("Goes in"),
    Verdict.REMARK: _("Goes in, with a remark"),
    Verdict.KNOWN: _("Already there"),
    Verdict.REFUSED: _("Goes back"),
}


def stage_in_words(stage: str) -> str:
    """Return how far a file has come, in the reader's language."""
    return str(_STAGES[Stage(stage)])


def verdict_in_words(verdict: str) -> str:
    """Return what happens to a row, in the reader's language."""
    return str(_VERDICTS[Verdict(verdict)])


def sentence(finding: Finding, importer: Importer) -> str:
    """Return a finding's text in the reader's language; the importer's room explains its own codes, we the rest."""
    locale = get_language() or "en"
    finding = words.with_calendar_named(finding)
    try:
        return wording.text(finding, locale, importer.room, show=_shown)
    except wording.NoWording:
        return wording.text(finding, locale, OWN_ROOM, show=_shown)


def column_of(finding: Finding, headings: Mapping[str, str], importer: Importer) -> str:
    """Return the heading under which a finding's field stands, else the field's name; empty for a whole row."""
    field = str(finding.facts.get("field", ""))
    return headings.get(field) or label_of(field, importer)


def label_of(field: str, importer: Importer) -> str:
    """Return the name of a field in the reader's language; empty for a whole row."""
    return next((gettext(spec.label) for spec in importer.fields() if spec.code == field), "")


def reasons(row: int, findings: Iterable[Finding], headings: Mapping[str, str], importer: Importer) -> list[str]:
    """Return every finding about a row as a full sentence: "Row 14, Date of return: 31/02/2021 is not a day …"."""
    return [_placed(row, column_of(finding, headings, importer), sentence(finding, importer)) for finding in findings]


def reasons_beside(findings: Iterable[Finding], headings: Mapping[str, str], importer: Importer) -> list[str]:
    """Return every finding of a row whose number stands beside it: "Date of return: 31/02/2021 is not a day …"."""
    said = [(column_of(finding, headings, importer), sentence(finding, importer)) for finding in findings]
    return [
        gettext("%(column)s: %(text)s") % {"column": column, "text": text} if column else text for column, text in said
    ]


def refusal(error: Unreadable) -> str:
    """Return why a file cannot be read, and what would be right."""
    finding = Finding(error.code, Weight.BARRIER, "files coming in", **error.facts)
    return wording.text(finding, get_language() or "en", OWN_ROOM, show=_shown)


def _placed(row: int, column: str, text: str) -> str:
    if not column:
        return gettext("Row %(row)s: %(text)s") % {"row": row, "text": text}
    return gettext("Row %(row)s, %(column)s: %(text)s") % {"row": row, "column": column, "text": text}


def _shown(value: Value) -> str:
    return words.day(value) if isinstance(value, date) else str(value)

"""From the sheets of a form to the XML that phones load, by pyxform; no Java is needed.

On a phone somebody has to say whom a form about a person is about.  In the web talk the page knows it; for phones the
questions of `instruments/subject.csv` are put in front: the person is picked from the list of people on this phone,
or the case number is written.  The library's own text stays as it is.

Source: docs.getodk.org, "select one from file"; pyxform, `xls2xform.convert`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.validators.error_cleaner import ErrorCleaner
from pyxform.xls2xform import convert

from sankofa.surveys.rules.instance import WHEN
from sankofa.surveys.rules.outline import Tables, languages

PEOPLE_LIST: Final = "caseload.csv"
"""The list of people that a phone holds: columns `name` (the person's id) and `label`."""
SUBJECT: Final = "returnee"
"""The question that says whom a form is about: a person of the list, or the case number as it was written."""
_OURS: Final = frozenset({"sensitive", "exclusive", "tag", "source", "about"})
_KNOWN: Final = ("survey", "choices", "settings", "external_choices", "osm", "entities")


class NotConvertible(Exception):
    """The converter cannot make a form for phones of these sheets; carries what it says."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


def xform_of(tables: Tables, *, asks_whom: bool) -> str:
    """Return a form as XForm.  `asks_whom` puts the questions for the person in front.  Raises NotConvertible."""
    book: dict[str, Any] = {}
    for name in _KNOWN:
        if tables.get(name):
            headings = [heading.strip() for heading in tables[name][0]]
            kept = [heading for heading in headings if heading and heading not in _OURS]
            book[name] = [_row(headings, row) for row in tables[name][1:]]
            book[f"{name}_header"] = [dict.fromkeys(kept)]
    # When a form was filled is noted by the phone itself: it may be sent weeks later.
    there = {row.get("type", "") for row in book.get("survey", [])} | {
        row.get("name") for row in book.get("survey", [])
    }
    book["survey"] = [
        *({"type": when, "name": when} for when in sorted(WHEN, reverse=True) if when not in there),
        *book.get("survey", []),
    ]
    if asks_whom:
        subject = _subject(languages(tables))
        book["survey"] = [*subject, *book.get("survey", [])]
        # The converter knows the headings it is told of; a form of others may have none of those that we add.
        there_already = book.get("survey_header", [{}])[0]
        book["survey_header"] = [there_already | dict.fromkeys(heading for row in subject for heading in row)]
    try:
        return str(convert(xlsform=book, validate=False).xform)
    except PyXFormError as refused:
        raise NotConvertible(ErrorCleaner.odk_validate(str(refused)) or str(refused)) from refused


def _row(headings: list[str], row: Any) -> Mapping[str, str]:
    return {
        heading: cell.strip()
        for heading, cell in zip(headings, row, strict=False)
        if heading and heading not in _OURS and cell.strip()
    }


def _subject(spoken: tuple[str, ...]) -> list[Mapping[str, str]]:
    """The questions for the person, in the languages of the form; in English where it says none that we speak."""
    text = (files("sankofa.surveys") / "instruments" / "subject.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    ours = {_language(heading) for heading in rows[0] if "::" in heading}
    is_plain = not ours & set(spoken)
    return [
        {
            heading.partition("::")[0] if is_plain else heading: text
            for heading, text in row.items()
            if text and ("::" not in heading or _language(heading) in (("en",) if is_plain else spoken))
        }
        for row in rows
    ]


def _language(heading: str) -> str:
    return heading.rpartition("(")[2].rstrip(")")

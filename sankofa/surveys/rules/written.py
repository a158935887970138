"""Writes a filled form as a phone would send it (an XForms instance), from answers that came another way.

What is read from an export or typed from paper goes the same way as what phones send: one text, kept as it is, then
read.  The parts of the form stand around the answers as the form has them.

Source: OpenRosa 1.0 metadata (instanceID); getodk.github.io/xforms-spec, "Instance".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from sankofa.surveys.rules.filled import Filled
from sankofa.surveys.rules.instance import SUBJECT
from sankofa.surveys.rules.shape import Place, Shape
from sankofa.surveys.rules.terms import Answers, codes

ASKED_BY: Final = "askedBy"
"""Where a form typed from paper says who asked its questions."""
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """Answers by question as XForms writes them, and for every repeating part inside its rows."""

    answers: Mapping[str, str]
    below: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def instance(
    row: Row,
    *,
    form: Shape,
    code: str,
    version: str,
    instance_id: UUID,
    case_number: str = "",
    returnee: str = "",
    ended: str = "",
    asked_by: str = "",
) -> bytes:
    """Return a filled form as XML; the same answers give the same bytes.

    `case_number` or `returnee` (the id of a person) say whom it is about, as the questions put in front of a form for
    phones do.  `ended` is the moment at which it was filled, `asked_by` who asked, where a paper says so.
    """
    root = Element("data", {"id": code, "version": version})
    if ended:
        SubElement(root, "end").text = ended
    if case_number or returnee:
        subject = SubElement(root, SUBJECT)
        for name, text in (("returnee", returnee), ("case_number", case_number)):
            if text:
                SubElement(subject, name).text = _written(text)
    _fill(root, row, form, "", ())
    meta = SubElement(root, "meta")
    SubElement(meta, "instanceID").text = f"uuid:{instance_id}"
    if asked_by:
        SubElement(meta, ASKED_BY).text = _written(asked_by)
    return bytes(tostring(root, encoding="utf-8"))


def row_of(whole: Filled) -> Row:
    """Return answers that the rules know as they are written."""
    return Row(
        _texts(whole.answers), {repeat: [Row(_texts(row)) for row in rows] for repeat, rows in whole.rows.items()}
    )


def _texts(answers: Answers) -> dict[str, str]:
    return {name: " ".join(sorted(codes(given))) for name, given in answers.items()}


def _fill(around: Element, row: Row, form: Shape, repeat: str, base: tuple[str, ...]) -> None:
    """Write the answers of one row, part by part in the order of the form, and the rows of the repeats inside."""
    opened: dict[tuple[str, ...], Element] = {base: around}
    begun: set[str] = set()
    for place in form.places:
        inner = _next_repeat(place, repeat)
        if inner is None:
            continue
        if inner == "":
            if text := row.answers.get(place.name):
                part = _part(opened, place.trail)
                SubElement(part, place.name).text = _written(text)
        elif inner not in begun:
            begun.add(inner)
            trail = place.trail[: place.trail.index(inner)]
            for lower in row.below.get(inner, ()):
                held = SubElement(_part(opened, trail), inner)
                _fill(held, lower, form, inner, (*trail, inner))


def _next_repeat(place: Place, repeat: str) -> str | None:
    """The repeat to step into on the way to a place; empty where the place stands here, None where it is elsewhere."""
    if place.repeat == repeat:
        return ""
    if not repeat:
        return place.repeats[0]
    if repeat in place.repeats:
        return place.repeats[place.repeats.index(repeat) + 1]
    return None


def _part(opened: dict[tuple[str, ...], Element], trail: tuple[str, ...]) -> Element:
    if trail not in opened:
        opened[trail] = SubElement(_part(opened, trail[:-1]), trail[-1])
    return opened[trail]


def _written(text: str) -> str:
    """The text without signs that no XML holds."""
    return _UNWRITABLE.sub("", text)

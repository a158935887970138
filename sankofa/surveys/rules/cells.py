"""What a cell of an export says to a question of the form; what does not fit is kept as it stands and named.

A value that the list of choices does not have is not thrown away: somebody answered it.  "Don't know" and "prefer not
to say" stay answers of their own, under the code that the form gives them.

Source: xlsform.org (select_one, select_multiple, integer, date, geopoint); headings and values seen in published files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from sankofa.intake.rules.reading import is_unknown
from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys.rules.headings import choice_of
from sankofa.surveys.rules.shape import Place, Shape, plain

_SOURCE: Final = "xlsform.org: survey, choices"
_TICKED: Final = frozenset({"1", "1.0", "true", "yes", "oui", "x", "ہاں"})
_NOT_TICKED: Final = frozenset({"0", "0.0", "false", "no", "non", "نہیں"})
_UNSAID: Final = (
    (
        frozenset({"dnk", "dk", "don't know", "dont know", "dont_know", "do not know", "ne sait pas", "idk"}),
        ("dont_know", "dnk", "dk", "doesnt_know", "do_not_know", "dontknow"),
    ),
    (
        frozenset({"pnta", "pna", "prefer not to answer", "prefer not to say", "prefer_not", "refused"}),
        ("prefer_not", "pnta", "pna", "refused", "prefer_not_to_answer", "prefer_not_to_say"),
    ),
)
"""Words for what was left unsaid, and the codes under which forms offer it."""
_ISO_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
FIGURES_MAX: Final = 18


@dataclass(frozen=True, slots=True)
class Said:
    """What cells say: the answer as a phone would send it, and what there is to remark."""

    text: str
    remarks: tuple[Finding, ...] = ()


def one(text: str, place: Place, shape: Shape) -> Said:
    """Return what one cell says to a question."""
    if not text:
        return Said("")
    if place.is_one:
        return _choice(text, place, shape)
    if place.is_several:
        return _choices(text, place, shape)
    if place.is_number:
        return _number(text, place)
    if place.is_day:
        return _day(text)
    return Said(text)


def several(text: str, ticks: Mapping[str, str], place: Place, shape: Shape) -> Said:
    """Return what a question with several answers was answered, from one cell, from a cell for each choice, or both.

    Where both are there and differ, the one cell counts: the others are made from it by the collecting system.
    """
    remarks: list[Finding] = []
    ticked: list[str] = []
    for choice, tick in ticks.items():
        spelled = tick.casefold()
        if not spelled or spelled in _NOT_TICKED:
            continue
        if spelled in _TICKED or choice_of(tick, place, shape) == choice:
            ticked.append(choice)
        else:
            remarks.append(_remark("value.not_a_tick", tick))
    whole = _choices(text, place, shape) if text else Said("")
    if not text:
        return Said(" ".join(ticked), tuple(remarks))
    if whole.remarks and ticked:
        return Said(" ".join(ticked), tuple(remarks))
    # A choice without a column of its own says nothing against the one cell.
    if any(ticks.values()) and {code for code in whole.text.split() if code in ticks} != set(ticked):
        remarks.append(_remark("value.ticks_differ", text))
    return Said(whole.text, (*whole.remarks, *remarks))


def point(text: str, parts: Mapping[str, str]) -> Said:
    """Return a point from one cell, or from its parts."""
    latitude, longitude = parts.get("latitude", ""), parts.get("longitude", "")
    if text or not (latitude and longitude):
        return Said(text)
    return Said(" ".join((latitude, longitude, parts.get("altitude", "") or "0", parts.get("precision", "") or "0")))


def _choice(text: str, place: Place, shape: Shape) -> Said:
    codes = shape.codes.get(place.item.listed)
    if not codes:
        return Said(text)
    if code := choice_of(text, place, shape) or _unsaid(text, frozenset(codes.values())):
        return Said(code)
    return Said(text, (_remark("value.not_offered", text),))


def _choices(text: str, place: Place, shape: Shape) -> Said:
    worded = shape.codes.get(place.item.listed)
    if not worded:
        return Said(text)
    offered, parts = frozenset(worded.values()), text.split()
    if not offered.issuperset(parts):
        if named := _in_words(text, worded):
            parts = named
        else:
            parts = [choice_of(part, place, shape) or _unsaid(part, offered) or part for part in parts]
    strange = [
        code for code in parts if code not in offered and not (code == "other" and place.item.kind.endswith("or_other"))
    ]
    return Said(" ".join(dict.fromkeys(parts)), tuple(_remark("value.not_offered", code) for code in strange))


def _in_words(text: str, worded: Mapping[str, str]) -> list[str]:
    """The codes of choices that stand in words one after the other, parted by a blank or a comma; none if any fails."""
    longest = sorted(worded, key=len, reverse=True)
    rest, found = plain(text), []
    while rest:
        begun = next((words for words in longest if words and rest.startswith(words)), None)
        if begun is None or (rest[len(begun) :][:1] or " ") not in " ,;|":
            return []
        found.append(worded[begun])
        rest = rest[len(begun) :].lstrip(" ,;|")
    return found


def _unsaid(text: str, offered: Set[str]) -> str:
    spelled = plain(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for words, codes in _UNSAID:
        if spelled in words or spelled in codes:
            return next((code for code in codes if code in offered), "")
    return ""


def _number(text: str, place: Place) -> Said:
    try:
        number = Decimal(text)
    except InvalidOperation:
        if is_unknown(text) or any(plain(text) in words for words, _ in _UNSAID):
            return Said(text, (_remark("value.unknown_in_words", text),))
        return Said(text, (_remark("value.not_a_number", text),))
    # A number written with a power of ten can be longer than memory; nothing in a form is.
    if not number.is_finite() or number.adjusted() >= FIGURES_MAX:
        return Said(text, (_remark("value.not_a_number", text),))
    if place.is_whole:
        if number != number.to_integral_value():
            return Said(text, (_remark("value.not_whole", text),))
        return Said(str(int(number)))
    return Said(text)


def _day(text: str) -> Said:
    written = _ISO_DAY.fullmatch(text)
    try:
        return Said(date.fromisoformat(written[1] if written else text).isoformat())
    except ValueError:
        return Said(text, (_remark("value.not_a_day", text),))


def _remark(code: str, value: str) -> Finding:
    return Finding(code, Weight.NOTE, _SOURCE, value=value)


def joined(rows: Sequence[str]) -> str:
    """Return a text that stands for the content of a row, for telling rows apart."""
    return "\x1f".join(rows)

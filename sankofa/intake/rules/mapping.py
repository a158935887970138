"""Which column fills which field: proposed from the headings, confirmed by a person, remembered for the next file.

A heading is compared with every name of a field in every language at once, because one sheet often mixes them.  HXL
tags, where a file carries them, say the same more exactly.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from sankofa.intake.rules.terms import Column, FieldSpec

CERTAIN, SURE = 100, 90
"""A heading that is one of the field's names; one that is all but."""
_PROPOSED_FROM = 82
_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z0-9_]+)*", re.IGNORECASE)
_JOINING = frozenset({"of", "for", "the", "de", "du", "des", "la", "le", "l", "d", "کی", "کا", "کے"})
GOES_BACK_HEADINGS = ("What to correct", "À corriger", "کیا درست کرنا ہے")
"""The column that we add to a file that goes back; when the file comes again, it fills nothing."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field proposed for a column, with how sure we are, from 0 to 100."""

    field: str
    confidence: int


def normalised(heading: str) -> str:
    """Return a heading as it is compared: small letters, no accents, no hints in brackets, words only."""
    return _normalised(heading)


def signature(headings: Iterable[str]) -> str:
    """Return what a set of headings is known by, whatever the order of its columns."""
    words = sorted(filter(None, (normalised(heading) for heading in headings)))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def proposals(
    columns: Sequence[Column],
    fields: Sequence[FieldSpec],
    tags: Mapping[int, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> dict[int, Proposal]:
    """Return the field proposed for each column, by the column's place; a field is proposed once.

    `remembered` is what was confirmed for the same headings earlier (heading to field); it goes before everything.
    A column that nothing fits has no proposal, nor has one that is never brought in.
    """
    codes = {spec.code for spec in fields if not spec.never}
    never = never_filled(columns, fields, tags)
    ranked: list[tuple[int, int, int, str]] = []
    for column in columns:
        if column.index in never:
            continue
        if remembered is not None and (kept := remembered.get(column.heading)) is not None:
            if kept in codes:
                ranked.append((-CERTAIN - 1, column.index, 0, kept))
            continue
        for place, spec in enumerate(fields):
            if spec.never:
                continue
            confidence = max(_column_confidence(column, spec), _tag_confidence((tags or {}).get(column.index), spec))
            if confidence >= _PROPOSED_FROM:
                ranked.append((-confidence, column.index, place, spec.code))
    found: dict[int, Proposal] = {}
    given: set[str] = set()
    for negative, index, _, code in sorted(ranked):
        if index not in found and code not in given:
            found[index] = Proposal(code, min(-negative, CERTAIN))
            given.add(code)
    return found


def never_filled(
    columns: Sequence[Column], fields: Sequence[FieldSpec], tags: Mapping[int, str] | None = None
) -> dict[int, FieldSpec]:
    """Return the columns that are left out of every list, with what they would hold; the field says why."""
    return {
        column.index: spec
        for spec in fields
        if spec.never
        for column in columns
        if max(_column_confidence(column, spec), _tag_confidence((tags or {}).get(column.index), spec)) >= SURE
    }


def knows(fields: Sequence[FieldSpec]) -> Callable[[str], bool]:
    """Return a function that says whether a heading is the name of some field."""
    names = frozenset(name for spec in fields for name in _names(spec))

    bare = frozenset(map(_bare, names))

    def is_known(heading: str) -> bool:
        if _TAG.fullmatch(heading.strip()):
            return False  # a row of tags stands below the headings and is none of them
        words = _normalised(heading)
        return words in names or (len(words.split()) > 1 and _bare(words) in bare)

    return is_known


def missing_fields(mapping: Mapping[int, str], fields: Sequence[FieldSpec]) -> list[FieldSpec]:
    """Return the required fields that no column fills."""
    return [spec for spec in fields if spec.required and spec.code not in mapping.values()]


def doubled_fields(mapping: Mapping[int, str]) -> set[str]:
    """Return the fields that more than one column would fill."""
    filled = list(mapping.values())
    return {code for code in filled if filled.count(code) > 1}


def _column_confidence(column: Column, spec: FieldSpec) -> int:
    """Return how well a column's heading fits; its own part, without the group above it, is never quite sure."""
    whole = _confidence(column.heading, spec)
    if not column.own or column.own == column.heading:
        return whole
    return max(whole, min(_confidence(column.own, spec), SURE - 2))


def _confidence(heading: str, spec: FieldSpec) -> int:
    words = _normalised(heading)
    if not words or words in _GOES_BACK:
        return 0
    return max(_likeness(words, name) for name in _names(spec))


@cache
def _likeness(words: str, name: str) -> int:
    """Return how alike two names are.  Numbers must agree: phone 2 is not the phone."""
    if words == name:
        return CERTAIN
    if re.findall(r"\d+", words) != re.findall(r"\d+", name):
        return 0
    own, other = words.split(), name.split()
    if sorted(own) == sorted(other):
        return SURE + 5
    if len(own) > 1 and _bare(words) == _bare(name):
        return SURE + 2
    if len(other) > 1 and _runs_through(other, own):
        return SURE - 5
    if min(len(words), len(name)) < 4:
        return 0
    return min(SURE, int(fuzz.ratio(words, name))) if abs(len(words) - len(name)) <= 3 else 0


@cache
def _bare(words: str) -> tuple[str, ...]:
    """Return the words of a name in no order, without those that only join: reason for return, return reason."""
    return tuple(sorted(word for word in words.split() if word not in _JOINING))


def _runs_through(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words of a name stand side by side within a longer heading."""
    return any(list(whole[start : start + len(part)]) == list(part) for start in range(len(whole) - len(part) + 1))


def _tag_confidence(tag: str | None, spec: FieldSpec) -> int:
    """Return how well an HXL tag fits: the same base, and every attribute that the field asks for."""
    if not tag or not spec.hxl:
        return 0
    base, *attributes = tag.split("+")
    wanted_base, *wanted = spec.hxl.casefold().split("+")
    if base != wanted_base or not set(wanted) <= set(attributes):
        return 0
    return CERTAIN - 1 if set(wanted) == set(attributes) else SURE + len(wanted)


def _names(spec: FieldSpec) -> frozenset[str]:
    spoken = [spec.label, spec.code.replace("_", " "), *(name for names in spec.synonyms.values() for name in names)]
    return frozenset(filter(None, map(_normalised, spoken)))


@cache
def _normalised(heading: str) -> str:
    bare = re.sub(r"[(\[{][^)\]}]*[)\]}]", " ", heading)
    if not any(sign.isalnum() for sign in bare):
        bare = heading
    folded = unicodedata.normalize("NFKD", bare.casefold())
    letters = "".join(
        sign if sign.isalnum() or unicodedata.category(sign) == "Mc" else " "
        for sign in folded
        if unicodedata.category(sign) != "Mn" and sign not in "'’‘"
    )
    return " ".join(letters.split())


_GOES_BACK = frozenset(map(_normalised, GOES_BACK_HEADINGS))

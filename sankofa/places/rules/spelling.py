"""How two spellings are compared, and what comparing them can answer.

A spelling is folded before it is compared: every script to Latin, capitals, accents, spaces and punctuation gone, so
that "N'Zérékoré" and "nzerekore", "Cox's Bazar" and "coxsbazar" are one.  Two folded spellings are close when few
letters must be changed, dropped, added or swapped to turn one into the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import OSA

SCORE_FULL: Final = 1000
SCORE_CLOSE_MIN: Final = 750  # one letter in four may differ; further off, suggestions are noise
CLOSE_LENGTH_MIN: Final = 4  # three letters with one wrong could be anything
CANDIDATES_MAX: Final = 8  # as many as a person compares at a glance

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


class Likeness(StrEnum):
    """In what way a text is like a name that is known."""

    CODE = "code"
    EXACT = "exact"
    FOLDED = "folded"  # the same but for capitals, accents, spaces, punctuation, or a word like "district"
    ALIAS = "alias"  # another spelling or an older name, from the list of aliases
    INSIDE = "inside"  # the name of a city that lies inside
    OTHER_KIND = "other_kind"  # the name, with a word that says it is something else: "Kita region" for Kita cercle
    PART = "part"  # only a part of the text is known: "Savar, Dhaka" where Savar is not on the list
    CLOSE = "close"  # a few letters differ


CERTAIN: Final = frozenset({Likeness.CODE, Likeness.EXACT, Likeness.FOLDED, Likeness.ALIAS, Likeness.INSIDE})

_NEVER_CLOSE: Final = frozenset({Likeness.CODE, Likeness.INSIDE})


class Outcome(StrEnum):
    """What became of looking for a name."""

    FOUND = "found"
    UNSURE = "unsure"  # a person must choose, even where only one candidate is left
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place or country a text may mean.  ``score`` is out of 1000; below that, letters differ from ``spelling``."""

    path: str
    how: Likeness
    score: int
    spelling: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text may mean, the likeliest first.  Nothing is guessed: one certain candidate, or a person chooses."""

    text: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Whether the text was understood."""
        if not self.candidates:
            return Outcome.NOTHING
        if len(self.candidates) == 1 and self.candidates[0].how in CERTAIN:
            return Outcome.FOUND
        return Outcome.UNSURE

    @property
    def path(self) -> str | None:
        """The path of the place or country meant; None unless it is certain."""
        return self.candidates[0].path if self.outcome is Outcome.FOUND else None


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write one place."""

    path: str
    text: str
    how: Likeness
    kind: str = ""


class Gazetteer:
    """Spellings, arranged for looking up.  Build it once; it does not change."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self.by_key: dict[str, tuple[Spelling, ...]] = {}
        for spelling in spellings:
            key = folded(spelling.text)
            if key:
                self.by_key[key] = (*self.by_key.get(key, ()), spelling)

    @cached_property
    def close_keys(self) -> tuple[str, ...]:
        """The folded names that close spellings are compared with.

        Codes are right or wrong, never close; and a city's name off by a letter is more often a word of its own.
        """
        return tuple(
            key
            for key, known in self.by_key.items()
            if len(key) >= CLOSE_LENGTH_MIN and any(spelling.how not in _NEVER_CLOSE for spelling in known)
        )

    def same(self, text: str) -> Iterator[tuple[Spelling, Likeness]]:
        """Yield the spellings that are the text, folded, and in what way."""
        for spelling in self.by_key.get(folded(text), ()):
            is_other_letters = spelling.how is Likeness.EXACT and spelling.text != text.strip()
            yield spelling, Likeness.FOLDED if is_other_letters else spelling.how

    def close(self, text: str) -> Iterator[tuple[Spelling, int]]:
        """Yield the spellings that are close to the text and the score of each."""
        key = folded(text)
        if len(key) < CLOSE_LENGTH_MIN:
            return
        for other in self.close_keys:
            length = max(len(key), len(other))
            changes_max = length * (SCORE_FULL - SCORE_CLOSE_MIN) // SCORE_FULL
            changes = OSA.distance(key, other, score_cutoff=changes_max)
            if changes <= changes_max:
                for spelling in self.by_key[other]:
                    if spelling.how not in _NEVER_CLOSE:
                        yield spelling, SCORE_FULL - SCORE_FULL * changes // length


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small Latin letters."""
    latin = anyascii(unicodedata.normalize("NFKC", text)).lower()
    return tuple(word for word in _NOT_A_LETTER.split(latin) if word)


def folded(text: str) -> str:
    """Return a text as it is compared: its letters and digits in small Latin, nothing between them."""
    return "".join(words_of(text))


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return at most eight candidates, one per path, the likeliest first."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.path not in best or _rank(candidate) < _rank(best[candidate.path]):
            best[candidate.path] = candidate
    return tuple(sorted(best.values(), key=_rank)[:CANDIDATES_MAX])


def _rank(candidate: Candidate) -> tuple[int, int, str]:
    return -candidate.score, list(Likeness).index(candidate.how), candidate.path

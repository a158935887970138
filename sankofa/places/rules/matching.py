"""Which place, and which country, a word in a spreadsheet stands for.

Lists from partners write places as people say them: "Comilla", "CUMILLA ZILA", "Obi, Benue", "K.S.A.", "Dubai".  A text
is understood when exactly one place fits for certain: by code, by name, by another spelling on the list.  Where several
fit ("Dhaka" is a division and a district in it), where only letters nearby fit, or where a part of the text stays
unknown, the candidates are returned and a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from sankofa.places.rules import naming, reference
from sankofa.places.rules.reference import Alias
from sankofa.places.rules.spelling import (
    SCORE_FULL,
    Candidate,
    Gazetteer,
    Likeness,
    Meaning,
    Spelling,
    folded,
    ranked,
    words_of,
)
from sankofa.places.rules.terms import Place, is_within, level_of

# Words for a kind of place, as they stand before or after its name, and the kinds they can mean.
KIND_WORDS: Final = {
    ("district", "distt", "dist", "zila", "zilla", "zillah", "jilla", "জেলা", "ضلع", "जिल्ला", "ज़िला", "ولسوالی",
     "දිස්ත්‍රික්කය", "மாவட்டம்"): {"district", "capital_district"},
    ("division", "বিভাগ"): {"division"},
    ("province", "pradesh", "प्रदेश", "صوبہ", "ولایت", "පළාත", "மாகாணம்"): {"province"},
    ("state",): {"state"},
    ("union territory", "u t", "ut"): {"union_territory"},
    ("region", "région", "marz", "մարզ"): {"region"},
    ("cercle",): {"cercle"},
    ("prefecture", "préfecture"): {"prefecture"},
    ("department", "département"): {"department"},
    ("local government area", "l g a", "lga", "local government", "area council"): {"local_government_area"},
}  # fmt: skip
_BETWEEN: Final = {"of", "de", "du", "des", "d", "the", "la", "le"}

# Words before the name of a country that do not tell it from another.
_COUNTRY_WORDS: Final = tuple(
    sorted(
        (
            words_of(words)
            for words in (
                "the", "la", "le", "les", "l'", "el",
                "Republic of", "Islamic Republic of", "Federal Republic of", "Democratic Republic of",
                "Kingdom of", "State of", "Sultanate of", "République de", "République du", "République d'",
                "Royaume de", "Royaume du", "Royaume d'", "Sultanat de", "Sultanat d'",
            )
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip

# Languages whose names for countries are understood: those of the twelve countries and of the lists partners send.
_COUNTRY_NAMES_IN: Final = (
    "en", "fr", "ar", "bn", "es", "fa", "fa-AF", "ha", "hi", "hy", "ne", "pa-Arab", "ps", "pt", "ru", "sd", "si", "ta",
    "ur",
)  # fmt: skip

# Codes that are more often an answer ("no", "not applicable") than Norway or Namibia: never taken without asking.
_ANSWERS_MORE_OFTEN: Final = {"NO", "NA"}

_SEPARATOR = re.compile(r"[,;/>|()\[\]\n]+|\s[-–—]\s")
_CODE = re.compile(r"[A-Z]{2,3}")


def gazetteer(places: Iterable[Place], aliases: Iterable[Alias]) -> Gazetteer:
    """Return the names of places arranged for looking up, with the countries they lie in for texts that name those."""
    known = {place.path: place for place in places}
    return Gazetteer(
        [
            *(spelling for place in known.values() for spelling in _spellings(place)),
            *(
                Spelling(alias.path, alias.spelling, _alias_likeness(alias), known[alias.path].kind)
                for alias in aliases
                if alias.path in known
            ),
            *_country_spellings(sorted({path[:2] for path in known})),
        ]
    )


@cache
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer of the reference data."""
    return gazetteer(reference.places(), reference.aliases())


def place_meant(
    text: str, *, within: str | None = None, level: int | None = None, known: Gazetteer | None = None
) -> Meaning:
    """Return the place a text means, or the candidates among which a person chooses.

    ``within`` keeps to a scope (``BD``, ``NG.007``), ``level`` to places that far below the country; a column headed
    "district" should give both.  ``known`` is the reference data unless given.  Raises NotAPath for ``within``.
    """
    search = _Search(known or default_gazetteer(), within, level)
    for found in (search.whole, search.in_parts, search.close):
        candidates = ranked(found(text))
        if candidates:
            return Meaning(text, candidates)
    return Meaning(text)


@lru_cache(maxsize=1_024)
def country_meant(text: str) -> Meaning:
    """Return the country a text means, by its two letters, or the candidates among which a person chooses.

    Understands names in the languages of the twelve countries, French, Arabic, Spanish, Portuguese and Russian, common
    short forms, and large cities people name instead of the country.  Codes count only in capitals: "in" is a word.
    """
    for found in (_countries_named, _countries_in_parts, _countries_close):
        candidates = ranked(found(text.strip()))
        if candidates:
            return Meaning(text, candidates)
    return Meaning(text)


class _Search:
    """One search for a place: a gazetteer, a scope, a level."""

    def __init__(self, known: Gazetteer, within: str | None, level: int | None) -> None:
        self.known = known
        self.within = within
        self.level = level

    def whole(self, text: str) -> Iterator[Candidate]:
        """Yield the places that the whole text names."""
        yield from (candidate for candidate in self._named(text) if self._is_wanted(candidate.path))

    def in_parts(self, text: str) -> Iterator[Candidate]:
        """Yield the places that one part of a text names and the other parts confirm; else those any part names."""
        named = [list(self._named(part)) for part in _parts(text)]
        wanted = [candidate for candidates in named for candidate in candidates if self._is_wanted(candidate.path)]
        agreed = [candidate for candidate in wanted if all(_confirms(part, candidate.path) for part in named)]
        # A stroke may part two places as well as a place and where it lies: "Dhaka/Gazipur".
        if agreed and "/" not in text:
            yield from agreed
        else:
            yield from (_only_in_part(candidate) for candidate in wanted)

    def close(self, text: str) -> Iterator[Candidate]:
        """Yield the places whose names differ from the text in a few letters."""
        for wording in (text, *(rest for rest, _ in _without_kind_word(text))):
            for spelling, score in self.known.close(wording):
                if self._is_wanted(spelling.path):
                    yield Candidate(spelling.path, Likeness.CLOSE, score, spelling.text)

    def _named(self, text: str) -> Iterator[Candidate]:
        """Yield the places and countries of that name; with a word for a kind, those of the kind first of all."""
        whole = list(self.known.same(text))
        yield from _as_candidates(whole)
        if any(self._is_wanted(spelling.path) for spelling, _ in whole):
            return
        for rest, kinds in _without_kind_word(text):
            same = [s for s, _ in self.known.same(rest) if "." in s.path and self._is_wanted(s.path)]
            of_kind = [s for s in same if s.kind in kinds]
            for spelling in of_kind or same:
                how = Likeness.OTHER_KIND if not of_kind else _folded_unless_listed(spelling)
                yield Candidate(spelling.path, how, SCORE_FULL, spelling.text)

    def _is_wanted(self, path: str) -> bool:
        return (
            "." in path
            and (self.level is None or level_of(path) == self.level)
            and (self.within is None or is_within(path, self.within))
        )


def _parts(text: str) -> list[str]:
    """Return the parts of a text that names several things; none where it names one."""
    parts = [part for part in _SEPARATOR.split(text) if folded(part)]
    return parts if len(parts) > 1 else []


def _confirms(part: list[Candidate], path: str) -> bool:
    """Tell whether a part of a text names the place itself or something it lies in."""
    return any(is_within(path, candidate.path) for candidate in part)


def _only_in_part(candidate: Candidate) -> Candidate:
    return replace(candidate, how=Likeness.PART)


def _folded_unless_listed(spelling: Spelling) -> Likeness:
    return Likeness.FOLDED if spelling.how is Likeness.EXACT else spelling.how


def _without_kind_word(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the text without a word for a kind of place at its beginning or end, and the kinds the word can mean."""
    words = words_of(text)
    for kind_words, kinds in _kind_words():
        count = len(kind_words)
        if len(words) <= count:
            continue
        if words[-count:] == kind_words:
            yield " ".join(words[:-count]), kinds
        elif words[:count] == kind_words:
            rest = words[count:]
            while len(rest) > 1 and rest[0] in _BETWEEN:
                rest = rest[1:]
            yield " ".join(rest), kinds


@cache
def _kind_words() -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    return tuple((words_of(word), frozenset(kinds)) for words, kinds in KIND_WORDS.items() for word in words)


def _spellings(place: Place) -> Iterator[Spelling]:
    """Yield every way the reference data itself writes a place; its path and its codes fold to the same letters."""
    yield Spelling(place.path, place.name, Likeness.EXACT, place.kind)
    yield from (Spelling(place.path, name, Likeness.EXACT, place.kind) for name in place.names.values())
    yield Spelling(place.path, place.path, Likeness.CODE, place.kind)


def _alias_likeness(alias: Alias) -> Likeness:
    return Likeness.INSIDE if alias.is_inside else Likeness.ALIAS


@cache
def _country_gazetteer() -> Gazetteer:
    return Gazetteer(_country_spellings(reference.countries()))


def _country_spellings(codes: Iterable[str]) -> Iterator[Spelling]:
    """Yield the names of countries in every language understood, and their aliases."""
    wanted = set(codes)
    for alpha_2 in sorted(wanted):
        for language in _COUNTRY_NAMES_IN:
            yield Spelling(alpha_2, naming.country_name(alpha_2, language), Likeness.EXACT)
    for alias in reference.aliases():
        if alias.path in wanted:
            yield Spelling(alias.path, alias.spelling, _alias_likeness(alias))


def _by_country_code(written: str) -> Iterator[Candidate]:
    if not _CODE.fullmatch(written):
        return
    for country in reference.countries().values():
        if written in (country.alpha_2, country.alpha_3):
            how = Likeness.PART if written in _ANSWERS_MORE_OFTEN else Likeness.CODE
            yield Candidate(country.alpha_2, how, SCORE_FULL, written)


def _countries_named(text: str) -> list[Candidate]:
    """Return the countries the whole text names, by code or by name, less words like "Republic of"."""
    known = _country_gazetteer()
    return [*_by_country_code(text), *_as_candidates(known.same(text))] or [
        *_as_candidates(known.same(_without_country_words(text)))
    ]


def _countries_in_parts(text: str) -> list[Candidate]:
    """Return the one country all parts of a text name ("Dubai, UAE"), else every country a part names."""
    named = [_countries_named(part.strip()) for part in _parts(text)]
    wanted = [candidate for candidates in named for candidate in candidates]
    agreed = [candidate for candidate in wanted if all(_confirms(part, candidate.path) for part in named)]
    return agreed or [_only_in_part(candidate) for candidate in wanted]


def _countries_close(text: str) -> list[Candidate]:
    """Return the countries whose names differ from the text in a few letters."""
    close = _country_gazetteer().close(text)
    return [Candidate(spelling.path, Likeness.CLOSE, score, spelling.text) for spelling, score in close]


def _as_candidates(same: Iterable[tuple[Spelling, Likeness]]) -> Iterator[Candidate]:
    for spelling, how in same:
        yield Candidate(spelling.path, how, SCORE_FULL, spelling.text)


def _without_country_words(text: str) -> str:
    words = words_of(text)
    for prefix in _COUNTRY_WORDS:
        if len(words) > len(prefix) and words[: len(prefix)] == prefix:
            return _without_country_words(" ".join(words[len(prefix) :]))
    return " ".join(words)

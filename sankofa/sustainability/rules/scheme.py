"""Reads a scoring scheme from its text and checks it against the form it scores.

A scheme decides how people are looked at, so nothing in it is guessed: every choice of every scored question needs a
value, every list of weights adds up to exactly 1, and whatever is not understood is refused. All faults are reported
at once, each as a sentence.

Source: domain notes on the score, 1.6 (fields of a scheme, properties to hold). The text is TOML (toml.io).
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Final

from sankofa.kernel.finding import Weight
from sankofa.surveys.rules.relevance import ALWAYS
from sankofa.surveys.rules.terms import Instrument, Kind, Question
from sankofa.sustainability.rules.terms import (
    COMPOSITE,
    Apart,
    Band,
    Composite,
    Dimension,
    Flag,
    Scheme,
    Topic,
    Way,
    Worth,
)

SHIPPED: Final = ("open-rss-1", "open-rss-mapping-1")
"""The schemes that come with Sankofa, by file name."""

_KEYS: Final = {
    "the scheme": {
        "code", "version", "title", "source", "instrument", "instrument_version", "non_response", "bands", "scales",
        "questions", "dimensions", "composite", "flags",
    },
    "non_response": {"policy", "answered_at_least"},
    "bands": {"code", "from"},
    "dimensions": {"code", "topics"},
    "topics": {"code", "weight", "questions"},
    "composite": {"way", "weights"},
    "flags": {"code", "dimension", "when", "weight", "band"},
}  # fmt: skip
_POLICY: Final = "missing_renormalised"
_PLACES: Final = 4
_NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12}|/0*[1-9][0-9]{0,11})?")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a scheme: where, and what is wrong there."""

    place: str
    reason: str

    def __str__(self) -> str:
        """The fault as one line."""
        return f"{self.place}: {self.reason}"


class SchemeNotUnderstood(Exception):
    """A scheme that cannot be used as it is, with everything that is wrong in it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """One line for each fault."""
        return "\n".join(map(str, self.faults))


def shipped(file: str, instrument: Instrument) -> Scheme:
    """Return a scheme that comes with Sankofa, by file name, such as "open-rss-1"."""
    text = (files("sankofa.sustainability") / "schemes" / f"{file}.toml").read_text(encoding="utf-8")
    return scheme(text, instrument)


def scheme(text: str, instrument: Instrument) -> Scheme:
    """Return the scheme that a text describes. Raises SchemeNotUnderstood with every fault found."""
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SchemeNotUnderstood((Fault("the file", f"is not TOML: {error}."),)) from error
    reader = _Reader(instrument)
    read = reader.scheme(content, _digest(content))
    if reader.faults:
        raise SchemeNotUnderstood(tuple(reader.faults))
    return read


def finding_codes(read: Scheme) -> frozenset[str]:
    """Return every code of this scheme that needs a sentence in `wording`: its bands, dimensions and flags."""
    return frozenset(
        [f"band.{band.code}" for band in read.bands]
        + [f"dimension.{dimension.code}" for dimension in read.dimensions]
        + [f"flag.{flag.code}" for flag in read.flags]
    )


def _digest(content: Mapping[str, object]) -> str:
    """The fingerprint of all that makes a score; comments, title and source may be mended under the same version."""
    counts = {key: value for key, value in content.items() if key not in ("title", "source")}
    return hashlib.sha256(json.dumps(counts, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a scheme one by one and collects what is wrong."""

    instrument: Instrument
    faults: list[Fault] = field(default_factory=list)

    def scheme(self, content: Mapping[str, object], digest: str) -> Scheme:
        self._keys("the scheme", "the scheme", content)
        for key, right in (("instrument", self.instrument.code), ("instrument_version", self.instrument.version)):
            if content.get(key) != right:
                self._fault(key, f"is “{content.get(key)}”, but the form at hand is “{right}”.")
        bands = self._bands(content)
        worth = self._worth(content)
        dimensions = self._dimensions(content, worth)
        return Scheme(
            code=self._text("the scheme", content, "code"),
            version=self._text("the scheme", content, "version"),
            title=self._in_languages(content, "title"),
            source=self._in_languages(content, "source"),
            digest=digest,
            instrument=self.instrument.code,
            instrument_version=self.instrument.version,
            answered_at_least=self._answered_at_least(content),
            bands=bands,
            worth=worth,
            dimensions=dimensions,
            composite=self._composite(content, dimensions, worth),
            flags=self._flags(content, dimensions, bands),
        )

    def _answered_at_least(self, content: Mapping[str, object]) -> Fraction:
        policy = self._table("non_response", content.get("non_response"))
        self._keys("non_response", "non_response", policy)
        if policy.get("policy") != _POLICY:
            self._fault("non_response, policy", f"is “{policy.get('policy')}”; the one policy known is “{_POLICY}”.")
        return self._share("non_response, answered_at_least", policy.get("answered_at_least"), above_zero=True)

    def _bands(self, content: Mapping[str, object]) -> tuple[Band, ...]:
        bands: list[Band] = []
        for place, table in self._tables("bands", content.get("bands")):
            starts_at = self._share(f"{place}, from", table.get("from"))
            figure = Decimal(starts_at.numerator) / Decimal(starts_at.denominator)
            if figure != round(figure, _PLACES):
                self._fault(f"{place}, from", f"has more than {_PLACES} decimals; scores are kept with {_PLACES}.")
            if bands and figure <= bands[-1].starts_at:
                self._fault(f"{place}, from", "must be higher than the band before: bands go from worst to best.")
            bands.append(Band(self._text(place, table, "code"), figure))
        self._once("bands", [band.code for band in bands])
        if not bands or bands[0].starts_at != 0:
            self._fault("bands", "the first band must start at 0, so that every score has a band.")
        return tuple(bands)

    def _worth(self, content: Mapping[str, object]) -> dict[str, dict[str, Worth]]:
        scales = {
            name: self._scale(f"scales, {name}", self._table(f"scales, {name}", values))
            for name, values in self._table("scales", content.get("scales")).items()
        }
        worth: dict[str, dict[str, Worth]] = {}
        chosen = self._table("questions", content.get("questions"))
        for name, scale in chosen.items():
            place = f"questions, {name}"
            question = self._question(place, name)
            if question is None:
                continue
            if not isinstance(scale, str) or scale not in scales:
                self._fault(place, f"names the scale “{scale}”; the scales are {', '.join(sorted(scales))}.")
                continue
            worth[name] = scales[scale]
            self._check_choices(place, question, scales[scale])
        for name in sorted(scales.keys() - {str(scale) for scale in chosen.values()}):
            self._fault(f"scales, {name}", "is used by no question.")
        return worth

    def _scale(self, place: str, values: Mapping[str, object]) -> dict[str, Worth]:
        return {
            code: Apart(value)
            if isinstance(value, str) and value in set(Apart)
            else self._share(f"{place}, {code}", value)
            for code, value in values.items()
        }

    def _check_choices(self, place: str, question: Question, values: Mapping[str, Worth]) -> None:
        if not question.kind.has_choices:
            self._fault(place, "is not answered from a list of choices and cannot be scored.")
        if question.relevant != ALWAYS:
            self._fault(place, "is not asked of everyone; only questions asked of everyone can be scored.")
        for choice in question.choices:
            if choice.code not in values:
                self._fault(place, f"the choice “{choice.code}” has no value on its scale.")
            elif question.kind is Kind.SEVERAL and isinstance(values[choice.code], Apart) and not choice.is_exclusive:
                self._fault(place, f"the choice “{choice.code}” can be given beside others and needs a value.")
        for code in values:
            if question.choice(code) is None:
                self._fault(place, f"its scale has a value for “{code}”, which is not among the choices.")
        if not any(isinstance(value, Fraction) for value in values.values()):
            self._fault(place, "no choice has a value.")

    def _question(self, place: str, name: str) -> Question | None:
        try:
            return self.instrument.question(name)
        except KeyError:
            self._fault(place, f"the form {self.instrument.code} {self.instrument.version} has no such question.")
            return None

    def _dimensions(self, content: Mapping[str, object], worth: Mapping[str, object]) -> tuple[Dimension, ...]:
        dimensions = []
        for place, table in self._tables("dimensions", content.get("dimensions")):
            code = self._text(place, table, "code")
            topics = tuple(self._topics(code, table.get("topics"), worth))
            self._adds_up(f"dimension {code}", [topic.weight for topic in topics])
            self._once(f"dimension {code}, topics", [topic.code for topic in topics])
            self._once(f"dimension {code}", [name for topic in topics for name in topic.questions])
            if code == COMPOSITE:
                self._fault(place, f"“{COMPOSITE}” is the word for the overall score and cannot name a dimension.")
            dimensions.append(Dimension(code, topics))
        self._once("dimensions", [dimension.code for dimension in dimensions])
        for dimension in dimensions:
            self._check_applies(f"dimension {dimension.code}", dimension.weights, worth)
        return tuple(dimensions)

    def _topics(self, dimension: str, listed: object, worth: Mapping[str, object]) -> Iterator[Topic]:
        for place, table in self._tables("topics", listed, f"dimension {dimension}, "):
            code = self._text(place, table, "code")
            weight = self._share(f"{place}, weight", table.get("weight"), above_zero=True)
            named = f"dimension {dimension}, topic {code}"
            questions = self._weights(named, table.get("questions"), worth.keys(), "scored question")
            yield Topic(code, weight, questions)

    def _check_applies(self, place: str, weights: Mapping[str, Fraction], worth: Mapping[str, object]) -> None:
        """A dimension in which nothing need apply to a person could never be completed for them."""
        for name in weights:
            values = worth.get(name)
            if isinstance(values, Mapping) and Apart.NOT_APPLICABLE not in values.values():
                return
        self._fault(place, "needs a question that applies to everyone.")

    def _composite(
        self, content: Mapping[str, object], dimensions: tuple[Dimension, ...], worth: Mapping[str, object]
    ) -> Composite:
        table = self._table("composite", content.get("composite"))
        self._keys("composite", "composite", table)
        named = str(table.get("way"))
        if named not in set(Way):
            self._fault("composite, way", f"is “{named}”; it is one of {', '.join(Way)}.")
        way = Way(named) if named in set(Way) else Way.DIMENSIONS
        if way is Way.QUESTIONS:
            weights = self._weights("composite", table.get("weights"), worth.keys(), "scored question")
            self._check_applies("composite", weights, worth)
            return Composite(way, weights)
        codes = [dimension.code for dimension in dimensions]
        weights = self._weights("composite", table.get("weights"), codes, "dimension")
        for code in codes:
            if code not in weights:
                self._fault("composite", f"the dimension “{code}” has no weight.")
        return Composite(way, weights)

    def _flags(
        self, content: Mapping[str, object], dimensions: tuple[Dimension, ...], bands: tuple[Band, ...]
    ) -> tuple[Flag, ...]:
        flags = []
        for number, table in self._tables("flags", content.get("flags", [])):
            code = self._text(number, table, "code")
            place = f"flag {code}"
            dimension = self._one_of(f"{place}, dimension", table.get("dimension"), [d.code for d in dimensions])
            weight = self._one_of(f"{place}, weight", table.get("weight"), [weight.name.lower() for weight in Weight])
            named = table.get("band")
            band = None if named is None else self._one_of(f"{place}, band", named, [band.code for band in bands])
            when = self._when(place, table.get("when"))
            flags.append(Flag(code, dimension, when, Weight[weight.upper()] if weight else Weight.NOTE, band))
        self._once("flags", [flag.code for flag in flags])
        return tuple(flags)

    def _when(self, place: str, table: object) -> dict[str, frozenset[str]]:
        when = {}
        for name, listed in self._table(f"{place}, when", table).items():
            question = self._question(f"{place}, when", name)
            if not isinstance(listed, list) or not listed:
                self._fault(f"{place}, when, {name}", "needs a list of choices.")
                continue
            for code in listed:
                if question is not None and question.choice(str(code)) is None:
                    self._fault(f"{place}, when, {name}", f"“{code}” is not among the choices.")
            when[name] = frozenset(map(str, listed))
        if not when:
            self._fault(f"{place}, when", "names no answer.")
        return when

    def _weights(self, place: str, table: object, known: Collection[str], noun: str) -> dict[str, Fraction]:
        weights = {}
        for name, value in self._table(place, table).items():
            if name not in known:
                self._fault(place, f"“{name}” is no {noun}.")
            weights[name] = self._share(f"{place}, {name}", value, above_zero=True)
        self._adds_up(place, list(weights.values()))
        return weights

    def _adds_up(self, place: str, weights: list[Fraction]) -> None:
        total = sum(weights, Fraction(0))
        if total != 1:
            self._fault(place, f"the weights add up to {total}, not to 1.")

    def _share(self, place: str, value: object, *, above_zero: bool = False) -> Fraction:
        """An exact number from 0 to 1; a fault and 0 where it is none."""
        exact: Fraction | None = None
        if isinstance(value, int | str | Decimal) and not isinstance(value, bool) and _NUMBER.fullmatch(str(value)):
            exact = Fraction(str(value))
        if exact is None:
            self._fault(place, f'is {value!r}; write a number such as "0.25" or "1/3".')
        elif not 0 <= exact <= 1 or (above_zero and exact == 0):
            self._fault(place, f"is {exact}; it must lie {'above 0 and at most' if above_zero else 'between 0 and'} 1.")
        return exact or Fraction(0)

    def _one_of(self, place: str, value: object, known: list[str]) -> str:
        if value not in known:
            self._fault(place, f"is “{value}”; it is one of {', '.join(known)}.")
            return ""
        return str(value)

    def _text(self, place: str, table: Mapping[str, object], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._fault(f"{place}, {key}", "is missing or is not a text in quotes.")
            return ""
        return value

    def _in_languages(self, content: Mapping[str, object], key: str) -> dict[str, str]:
        """A text for every language, English at least."""
        told = self._table(key, content.get(key))
        texts = {language: " ".join(self._text(key, told, language).split()) for language in {"en", *told}}
        return {language: texts[language] for language in sorted(texts)}

    def _table(self, place: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            self._fault(place, "is missing or is not a table.")
            return {}
        return value

    def _tables(self, key: str, value: object, within: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
        if not isinstance(value, list):
            self._fault(f"{within}{key}", "is missing or is not a list of tables.")
            return
        for number, item in enumerate(value, start=1):
            place = f"{within}{key}, number {number}"
            table = self._table(place, item)
            self._keys(place, key, table)
            yield place, table

    def _keys(self, place: str, kind: str, table: Mapping[str, object]) -> None:
        for key in table.keys() - _KEYS[kind]:
            self._fault(place, f"“{key}” is not known here; known are {', '.join(sorted(_KEYS[kind]))}.")

    def _once(self, place: str, names: list[str]) -> None:
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._fault(place, f"“{name}” stands there more than once.")

    def _fault(self, place: str, reason: str) -> None:
        self.faults.append(Fault(place, reason))

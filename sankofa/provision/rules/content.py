"""Reads entries of the map from their text (TOML) and says everything that is wrong in it, each fault as a sentence.

What the map says sends people to doors, so nothing is guessed: an entry needs a country and a source with its page,
conditions that can be met, rules that do not overlap, and no chain of programmes that leads back to itself.

Source: docs/sources.md for the papers named in `source`; the form is written down in `content/README.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final, TypeVar

from sankofa.provision.rules.eligibility import Bounds, Rules
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.terms import (
    Approach,
    DatedRules,
    Dimension,
    Entry,
    Figure,
    Kind,
    Level,
    Phase,
    Source,
    Span,
    Status,
)

_CODE: Final = re.compile(r"[a-z]{2,5}(-[a-z0-9]+)+")
_WHEN: Final = re.compile(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_PATH: Final = re.compile(r"[A-Z]{2}(\.[A-Z0-9]{1,6})*")
ON_A_PAGE: Final = "the page"
"""What faults of an entry name as its file that somebody wrote on a page."""
_FILE: Final = frozenset({"paper", "as_of", "country", "entry"})
_ENTRY: Final = frozenset(
    {
        "approaches",
        "code", "kind", "name", "also", "country", "areas", "dimensions", "levels", "phases", "groups", "run_by",
        "funded_by", "within", "from", "until", "status", "rules", "offers", "cost", "contact", "returns_clause",
        "figures", "strengths", "weaknesses", "notes", "pages", "section", "paper", "microcredit",
    }
)  # fmt: skip
_RULES: Final = frozenset(
    {
        "from", "until", "sexes", "age", "returned_from", "ways", "return_kinds", "lives_in", "months_abroad",
        "months_since_return", "registered_with", "papers", "in_debt", "disability", "households", "after", "asked",
    }
)  # fmt: skip
_FIGURE: Final = frozenset({"what", "number", "unit", "year", "page"})
_SEXES: Final = ("female", "male", "other")
_WAYS: Final = ("regular", "irregular")
_RETURNS: Final = ("voluntary", "forced", "pandemic", "contract_end")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: in which file, at which entry and field, and what would be right."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        """The fault as one line."""
        return f"{self.file}, {self.place}: {self.reason}"


class ContentNotUnderstood(Exception):
    """Texts of the map that cannot be used as they are, with everything that is wrong in them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """One line for each fault."""
        return "\n".join(map(str, self.faults))


def entries(texts: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return all entries of several files, by file name. Raises ContentNotUnderstood with every fault found."""
    reader = _Reader()
    read: list[tuple[str, Entry]] = []
    for file, text in texts.items():
        reader.file = file
        read += [(file, entry) for entry in reader.entries(text)]
    _check_together(read, reader)
    if reader.faults:
        raise ContentNotUnderstood(tuple(reader.faults))
    return tuple(entry for _, entry in read)


def entry_of(table: Mapping[str, object], *, as_of: int, country: str | None) -> Entry:
    """Return one entry that somebody wrote on a page, judged like those of the files.

    Its source is whoever said so, not a paper, so it has no pages.  Raises ContentNotUnderstood with every fault.
    """
    reader = _Reader(file=ON_A_PAGE)
    read = reader._entry(1, {**table, "country": country or "none"}, {"as_of": as_of})
    if reader.faults:
        raise ContentNotUnderstood(tuple(reader.faults))
    return read


def check_beside(entry: Entry, others: Mapping[str, Entry]) -> None:
    """Refuse an entry that names what is nowhere, or what leads back to it.  Raises ContentNotUnderstood."""
    reader = _Reader(file=ON_A_PAGE)
    known = {**others, entry.code: entry}
    _check_names(entry, known, reader)
    if reader.faults:
        raise ContentNotUnderstood(tuple(reader.faults))


def _check_together(read: list[tuple[str, Entry]], reader: _Reader) -> None:
    """What only all files together show: a code twice, a code that is nowhere, chains that lead back."""
    known = {entry.code: entry for _, entry in read}
    seen: set[str] = set()
    for file, entry in read:
        reader.file = file
        if entry.code in seen:
            reader.fault(entry.code, "this code stands there more than once; every entry has its own.")
        seen.add(entry.code)
        _check_names(entry, known, reader)


def _check_names(entry: Entry, known: Mapping[str, Entry], reader: _Reader) -> None:
    """What an entry names has to be there, and must not lead back to it."""
    for key, codes in (("run_by", entry.run_by), ("funded_by", entry.funded_by), ("within", entry.within)):
        for code in codes:
            if _CODE.fullmatch(code) and code not in known:
                reader.fault(f"{entry.code}, {key}", f"names “{code}”, which is no entry.")
    for code in _needed_first(entry):
        if code not in known:
            reader.fault(f"{entry.code}, rules, after", f"names “{code}”, which is no entry.")
    circle = _circle(entry.code, known)
    if circle:
        reader.fault(f"{entry.code}, rules, after", f"leads back to itself: {' → '.join(circle)}.")


def _needed_first(entry: Entry) -> frozenset[str]:
    return frozenset(code for dated in entry.rules for code in dated.rules.after)


def _circle(code: str, known: Mapping[str, Entry]) -> tuple[str, ...]:
    """The way from an entry back to itself over what has to come first; empty where there is none."""
    ways: list[tuple[str, ...]] = [(code,)]
    passed: set[str] = set()
    while ways:
        way = ways.pop()
        for following in sorted(_needed_first(known[way[-1]])) if way[-1] in known else ():
            if following == code:
                return (*way, code)
            if following not in passed:
                passed.add(following)
                ways.append((*way, following))
    return ()


@dataclass(slots=True)
class _Reader:
    """Reads files one by one and collects what is wrong."""

    file: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, reason: str) -> None:
        self.faults.append(Fault(self.file, place, reason))

    def entries(self, text: str) -> Iterator[Entry]:
        try:
            content = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            self.fault("the file", f"is not TOML: {error}.")
            return
        self._keys("the file", content, _FILE)
        listed = content.get("entry", [])
        if not isinstance(listed, list):
            self.fault("entry", "is not a list of tables; begin every entry with [[entry]].")
            return
        for number, table in enumerate(listed, start=1):
            yield self._entry(
                number, {**{k: content[k] for k in ("paper", "country") if k in content}, **table}, content
            )

    def _entry(self, number: int, table: Mapping[str, object], file: Mapping[str, object]) -> Entry:
        code = self._code(number, table.get("code"))
        place = code or f"entry number {number}"
        self._keys(place, table, _ENTRY)
        country = self._country(place, table.get("country"))
        span = Span(self._when(f"{place}, from", table.get("from")), self._when(f"{place}, until", table.get("until")))
        if span.start is not None and span.end is not None and span.end < span.start:
            self.fault(f"{place}, until", f"“{span.end}” lies before “{span.start}”.")
        areas = self._paths(f"{place}, areas", table.get("areas"), country) or (() if country is None else (country,))
        return Entry(
            code=code,
            kind=self._choice(f"{place}, kind", table.get("kind"), Kind, Kind.PROGRAMME),
            name=self._text(f"{place}, name", table.get("name"), needed=True),
            also=self._texts(f"{place}, also", table.get("also")),
            country=country,
            areas=areas,
            dimensions=self._choices(f"{place}, dimensions", table.get("dimensions"), Dimension),
            levels=self._choices(f"{place}, levels", table.get("levels"), Level),
            phases=self._choices(f"{place}, phases", table.get("phases"), Phase),
            groups=self._choices(f"{place}, groups", table.get("groups"), Group),
            approaches=self._choices(f"{place}, approaches", table.get("approaches"), Approach),
            run_by=self._texts(f"{place}, run_by", table.get("run_by")),
            funded_by=self._texts(f"{place}, funded_by", table.get("funded_by")),
            within=self._texts(f"{place}, within", table.get("within")),
            span=span,
            status=self._choice(f"{place}, status", table.get("status", "unknown"), Status, Status.UNKNOWN),
            rules=self._all_rules(place, table.get("rules", []), areas),
            offers=self._text(f"{place}, offers", table.get("offers")),
            cost=self._text(f"{place}, cost", table.get("cost")),
            contact=self._text(f"{place}, contact", table.get("contact")),
            returns_clause=self._yes_or_no(f"{place}, returns_clause", table.get("returns_clause")),
            figures=tuple(self._figures(place, table.get("figures", []))),
            strengths=self._texts(f"{place}, strengths", table.get("strengths")),
            weaknesses=self._texts(f"{place}, weaknesses", table.get("weaknesses")),
            notes=self._texts(f"{place}, notes", table.get("notes")),
            source=self._source(place, table),
            as_of=self._as_of(file.get("as_of")),
            microcredit=bool(self._yes_or_no(f"{place}, microcredit", table.get("microcredit"))),
        )

    def _code(self, number: int, value: object) -> str:
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            self.fault(
                f"entry number {number}, code", f"is {value!r}; write small letters with hyphens, such as “bd-bmet”."
            )
            return ""
        return value

    def _country(self, place: str, value: object) -> str | None:
        """Two letters; “none” for what belongs to no one country, such as a convention."""
        if value == "none":
            return None
        if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{2}", value):
            self.fault(f"{place}, country", f"is {value!r}; write its two letters, such as “BD”, or “none”.")
            return None
        return value

    def _source(self, place: str, table: Mapping[str, object]) -> Source:
        if self.file == ON_A_PAGE:
            return Source("", ())  # who says so stands on the version
        pages = table.get("pages")
        if not isinstance(pages, list) or not pages or not all(isinstance(page, int) and page > 0 for page in pages):
            self.fault(f"{place}, pages", "is missing: say on which pages of the source it stands, such as [18, 24].")
            pages = []
        section = table.get("section")
        return Source(
            self._text(f"{place}, paper", table.get("paper"), needed=True),
            tuple(pages),
            None if section is None else self._text(f"{place}, section", section),
        )

    def _as_of(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1990 <= value <= 2100:
            if not any(fault.place == "as_of" and fault.file == self.file for fault in self.faults):
                self.fault("as_of", f"is {value!r}; write the year in which the source says so, such as 2022.")
            return 0
        return value

    def _all_rules(self, place: str, listed: object, areas: Collection[str]) -> tuple[DatedRules, ...]:
        if isinstance(listed, dict):
            listed = [listed]
        if not isinstance(listed, list):
            self.fault(f"{place}, rules", "is not a table; begin it with [entry.rules] below the entry.")
            return ()
        read = [self._dated(f"{place}, rules", table, areas) for table in listed]
        in_order = sorted(read, key=lambda dated: dated.start or date.min)
        for one, other in pairwise(in_order):
            if (one.end or date.max) > (other.start or date.min):
                self.fault(
                    f"{place}, rules",
                    f"two sets of rules hold at once from {other.start or 'the beginning'}; end the first before.",
                )
        return tuple(in_order)

    def _dated(self, place: str, table: object, areas: Collection[str]) -> DatedRules:
        if not isinstance(table, dict):
            self.fault(place, "is not a table.")
            return DatedRules(Rules())
        self._keys(place, table, _RULES)
        start, end = self._day(f"{place}, from", table.get("from")), self._day(f"{place}, until", table.get("until"))
        if start is not None and end is not None and end <= start:
            self.fault(f"{place}, until", f"{end} does not lie after {start}: these rules never hold.")
        rules = Rules(
            sexes=self._words(f"{place}, sexes", table.get("sexes"), _SEXES),
            age=self._bounds(f"{place}, age", table.get("age")),
            returned_from=frozenset(self._texts(f"{place}, returned_from", table.get("returned_from"))),
            ways=self._words(f"{place}, ways", table.get("ways"), _WAYS),
            return_kinds=self._words(f"{place}, return_kinds", table.get("return_kinds"), _RETURNS),
            lives_in=frozenset(self._paths(f"{place}, lives_in", table.get("lives_in"), None)),
            months_abroad=self._bounds(f"{place}, months_abroad", table.get("months_abroad")),
            months_since_return=self._bounds(f"{place}, months_since_return", table.get("months_since_return")),
            registered_with=frozenset(self._texts(f"{place}, registered_with", table.get("registered_with"))),
            papers=self._papers(f"{place}, papers", table.get("papers", [])),
            in_debt=self._yes_or_no(f"{place}, in_debt", table.get("in_debt")),
            disability=self._yes_or_no(f"{place}, disability", table.get("disability")),
            households=frozenset(self._texts(f"{place}, households", table.get("households"))),
            after=frozenset(self._texts(f"{place}, after", table.get("after"))),
            asked=self._texts(f"{place}, asked", table.get("asked")),
        )
        for path in sorted(rules.lives_in):
            if areas and not any(_meet(path, area) for area in areas):
                self.fault(f"{place}, lives_in", f"“{path}” lies outside the areas served, so nobody could use it.")
        return DatedRules(rules, start, end)

    def _papers(self, place: str, listed: object) -> tuple[tuple[str, ...], ...]:
        """One kind of paper, or several of which one will do: ["passport", ["nid", "birth_certificate"]]."""
        if not isinstance(listed, list):
            self.fault(place, "is not a list.")
            return ()
        papers = []
        for item in listed:
            kinds = self._texts(place, [item] if isinstance(item, str) else item)
            if not kinds:
                self.fault(place, "holds an empty list: a paper of which no kind would do can never be shown.")
            papers.append(kinds)
        return tuple(papers)

    def _bounds(self, place: str, value: object) -> Bounds:
        """From a number until another that is no longer included: {from = 18, until = 46}."""
        if value is None:
            return Bounds()
        if not isinstance(value, dict) or not value or value.keys() - {"from", "until"}:
            self.fault(place, f"is {value!r}; write it as {{from = 18, until = 46}}, where 46 is no longer included.")
            return Bounds()
        numbers: dict[str, int] = {}
        for key, number in value.items():
            if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= 1200:
                self.fault(f"{place}, {key}", f"is {number!r}; write a whole number.")
            else:
                numbers[key] = number
        bounds = Bounds(numbers.get("from"), numbers.get("until"))
        if bounds.is_empty:
            self.fault(place, f"from {bounds.start} until {bounds.end} holds no number, so nobody could use it.")
        return bounds

    def _figures(self, place: str, listed: object) -> Iterator[Figure]:
        if not isinstance(listed, list):
            self.fault(f"{place}, figures", "is not a list of tables.")
            return
        for table in listed:
            if not isinstance(table, dict):
                self.fault(f"{place}, figures", "holds something that is no table.")
                continue
            self._keys(f"{place}, figures", table, _FIGURE)
            number = table.get("number")
            if isinstance(number, bool) or not isinstance(number, int | Decimal):
                self.fault(f"{place}, figures, number", f"is {number!r}; write the number without quotes.")
                continue
            yield Figure(
                self._text(f"{place}, figures, what", table.get("what"), needed=True),
                Decimal(number),
                self._text(f"{place}, figures, unit", table.get("unit"), needed=True),
                self._whole(f"{place}, figures, year", table.get("year")),
                self._whole(f"{place}, figures, page", table.get("page")),
            )

    def _whole(self, place: str, value: object) -> int | None:
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault(place, f"is {value!r}; write a whole number.")
        return None

    def _paths(self, place: str, value: object, country: str | None) -> tuple[str, ...]:
        paths = self._texts(place, value)
        for path in paths:
            if not _PATH.fullmatch(path):
                self.fault(place, f"“{path}” is no path of a place; write one such as “BD.60.91”.")
            elif country is not None and path[:2] != country:
                self.fault(place, f"“{path}” does not lie in {country}.")
        return paths

    def _day(self, place: str, value: object) -> date | None:
        if value is None or type(value) is date:
            return value
        self.fault(place, f"is {value!r}; write a day such as 2021-07-01, without quotes.")
        return None

    def _when(self, place: str, value: object) -> str | None:
        if value is None:
            return None
        text = value.isoformat() if type(value) is date else str(value)
        if not _WHEN.fullmatch(text):
            self.fault(place, f"is “{text}”; write a year, a month or a day, such as 2017, “2017-05” or 2017-05-01.")
            return None
        return text

    def _choice(self, place: str, value: object, kind: type[Choice], otherwise: Choice) -> Choice:
        if value not in set(kind):
            self.fault(place, f"is “{value}”; it is one of {', '.join(kind)}.")
            return otherwise
        return kind(str(value))

    def _choices(self, place: str, value: object, kind: type[Choice]) -> frozenset[Choice]:
        words = self._words(place, value, tuple(kind), may_be_empty=True)
        return frozenset(kind(word) for word in words)

    def _words(
        self, place: str, value: object, known: Collection[str], *, may_be_empty: bool = False
    ) -> frozenset[str]:
        if value is None:
            return frozenset()
        words = self._texts(place, value)
        if not words and not may_be_empty:
            self.fault(place, f"is an empty list, so nobody could use it; it holds some of {', '.join(known)}.")
        for word in words:
            if word not in known:
                self.fault(place, f"“{word}” is not known here; known are {', '.join(known)}.")
        return frozenset(word for word in words if word in known)

    def _yes_or_no(self, place: str, value: object) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        self.fault(place, f"is {value!r}; write true or false, or leave it out where the source does not say.")
        return None

    def _text(self, place: str, value: object, *, needed: bool = False) -> str:
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault(place, "is missing or is not a text in quotes.")
            return ""
        return " ".join(value.split())

    def _texts(self, place: str, value: object) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fault(place, f"is {value!r}; write a list in brackets.")
            return ()
        return tuple(text for text in (self._text(place, item, needed=True) for item in value) if text)

    def _keys(self, place: str, table: Mapping[str, object], known: Iterable[str]) -> None:
        for key in sorted(table.keys() - set(known)):
            self.fault(place, f"“{key}” is not known here; known are {', '.join(sorted(known))}.")


def _meet(one: str, other: str) -> bool:
    """Whether one of two places lies in the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")

"""One row of an office's list, read cell by cell: what each says, and what is found on the way.

A word that nobody listed goes back with the row; a number that a spreadsheet has spoiled stays unknown, with a remark.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import Cell, MappedRow, Reading
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money
from sankofa.places.rules import matching, naming, reference
from sankofa.places.rules.calendars import Calendar
from sankofa.places.rules.spelling import Gazetteer
from sankofa.returnees.rules import life, more_words, papers, search, typed_days, words
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision

SOURCE = "register of returnees"
BEGINNING_SHOWN = 40
MINOR_MAX = 10**15
"""No journey costs more in the smallest unit of any currency; a longer figure is another number."""
E = TypeVar("E", bound=str)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a row is read against: the office's country, the known places, how the file writes days, and the day."""

    country: str
    places: Gazetteer
    day_first: Mapping[str, bool | None]
    on: date
    calendars: Mapping[str, Calendar] = dataclasses.field(default_factory=dict)
    """The calendar of a field of days, where it is not the Gregorian one."""
    paper_kind: str = papers.IDENTITY
    """The kind of paper whose numbers the list holds, where a row does not say it."""


class RowReader:
    """Reads one row and gathers what it finds on the way."""

    def __init__(self, row: MappedRow, around: Surroundings) -> None:
        self.row = row
        self.around = around
        self.findings: list[Finding] = []

    def text(self, field: str) -> str:
        """Return what a cell says as text; empty where it says nothing."""
        return self._kept(reading.read_text(self.row[field], field)) or ""

    def day(self, field: str) -> PartialDay:
        """Return the day that a cell names, as exactly as it names it."""
        calendar = self.around.calendars.get(field, Calendar.GREGORIAN)
        day_first = self.around.day_first.get(field)
        day = self._kept(reading.read_day(self.row[field], field, day_first=day_first, calendar=calendar))
        if day is None:
            return NOT_KNOWN
        known = typed_days.read(day)
        self.findings.extend(typed_days.doubtful(known, field=field, on=self.around.on))
        return known

    def born(self) -> PartialDay:
        """Return the birth: a day, a year, or an age, which is an estimate."""
        cell = self.row["born"]
        if not cell.is_empty:
            as_age = reading.read_age(cell, "born")
            if as_age.value is not None and not _could_be_year(cell):
                return self._born_from(as_age.value.years)
            return self.day("born")
        age = self._kept(reading.read_age(self.row["age"], "age"))
        return NOT_KNOWN if age is None else self._born_from(age.years)

    def choice(self, field: str, known: Mapping[E, tuple[str, ...]], unknown: E) -> E:
        """Return the value that a word stands for; a word nobody listed is refused with those that are."""
        text = self.text(field)
        if not text:
            return unknown
        value = words.meant(text, known)
        if value is None:
            examples = tuple(list_[0] for list_ in known.values())
            self.find("word_not_known", Weight.BARRIER, field=field, said=text, known=", ".join(examples))
            return unknown
        return value

    def phone(self) -> str:
        """Return the phone as written, where it can be one.

        A phone that the spreadsheet has spoiled is no reason to send a person back: it stays unknown, with a remark.
        """
        read = reading.read_phone(self.row["phone"], "phone")
        if read.finding is not None:
            self.findings.append(read.finding.weighing(max(read.finding.weight, Weight.CONCERN)))
        phone = read.value or ""
        if phone and not search.phone_digits(phone):
            self.find("phone_too_short", Weight.CONCERN, field="phone", said=phone)
        return phone

    def paper(self) -> tuple[str, str]:
        """Return the kind of a paper and its number as written; both empty where no number can be read.

        A number of a passport that cannot be one stands as it was written, with a remark: the paper is not here to be
        compared, and the person goes in.
        """
        number = self.code("document_number")
        if not number:
            return "", ""
        kind = self.text("document_kind") or self.around.paper_kind
        if papers.kind_under(kind) == papers.PASSPORT:
            kind = papers.PASSPORT
            for wrong in papers.wrong_with_paper(kind, number, country=self.around.country):
                facts = {**wrong.facts, "field": "document_number"}
                self.findings.append(Finding(wrong.code, Weight.CONCERN, wrong.source, **facts))
        return kind, number

    def code(self, field: str) -> str:
        """Return a number that is a name, as written; one that a spreadsheet has spoiled stays unknown."""
        return self._softly(reading.read_code(self.row[field], field)) or ""

    def whole_number(self, field: str) -> int | None:
        """Return a whole number; one that cannot be read stays unknown, with a remark."""
        return self._softly(reading.read_whole_number(self.row[field], field))

    def money(self, field: str, currency: str) -> Money | None:
        """Return an amount in a currency; one that cannot be read stays unknown, with a remark."""
        amount = self._softly(reading.read_money(self.row[field], field, currency))
        return None if amount is None else self.possible(field, amount)

    def possible(self, field: str, amount: Money) -> Money | None:
        """Return an amount that somebody can have paid or earned; any other stays unknown, with a remark."""
        if 0 <= amount.minor <= MINOR_MAX:
            return amount
        self.find("amount_impossible", Weight.CONCERN, field=field, said=str(amount.minor)[:BEGINNING_SHOWN])
        return None

    def nationality(self) -> str:
        """Return the country whose national somebody is, by its name or by what its people are called."""
        said = more_words.nationality_meant(self.text("nationality"))
        return said or self.country("nationality")

    def country(self, field: str) -> str:
        """Return the country that a cell names, ISO 3166-1 alpha-2; empty where it names none."""
        text = self.text(field)
        if not text:
            return ""
        meaning = matching.country_meant(text)
        if meaning.path is None and not reading.is_unknown(text):
            close = [naming.country_name(candidate.path, "en") for candidate in meaning.candidates[:3]]
            self._unclear("country", field, text, close)
        return meaning.path or ""

    def place(self, country: str, field: str = "district", *, beside: str = "province") -> str:
        """Return the path of a district; empty where the row names none.  `beside` names the column above it."""
        text = self.text(field)
        if not text or reading.is_unknown(text):
            return ""
        scope = country or self.around.country
        country_told = naming.country_name(scope, "en")
        if scope not in reference.origins():
            self.find("places_not_listed", Weight.CONCERN, field=field, said=text, country=country_told)
            return ""
        province = self.text(beside) if beside else ""
        unsure: list[str] = []
        for wording in (text, f"{text}, {province}" if province else text):
            for level in (2, None):
                meaning = matching.place_meant(wording, within=scope, level=level, known=self.around.places)
                if meaning.path is not None:
                    return meaning.path
                # What the district alone suggests is closer than what the province suggests.
                unsure = unsure or list(dict.fromkeys(candidate.spelling for candidate in meaning.candidates))
        self._unclear("place", field, text, unsure[:3], country=country_told)
        return ""

    def find(self, code: str, weight: Weight, *, field: str, **facts: str | int | date) -> None:
        """Note what was found about a field of the row; `field` is empty for the row as a whole."""
        self.findings.append(Finding(code, weight, SOURCE, field=field, **facts))

    def _born_from(self, years: int) -> PartialDay:
        if years > life.AGE_MAX:
            self.find("age_impossible", Weight.BARRIER, field="born", years=years)
            return NOT_KNOWN
        return PartialDay(date(self.around.on.year - years, 1, 1), Precision.ESTIMATED)

    def _unclear(self, what: str, field: str, text: str, close: list[str], **facts: str) -> None:
        if close:
            self.find(f"{what}_unclear", Weight.BARRIER, field=field, said=text, close=" / ".join(close), **facts)
        else:
            self.find(f"{what}_not_known", Weight.BARRIER, field=field, said=text, **facts)

    def _softly(self, read: Reading[T]) -> T | None:
        """Return what was read; what cannot be read is remarked on and sends nobody back."""
        if read.finding is not None:
            self.findings.append(read.finding.weighing(Weight.CONCERN))
        return read.value

    def _kept(self, read: Reading[T]) -> T | None:
        if read.finding is not None:
            self.findings.append(read.finding)
        return read.value


def _could_be_year(cell: Cell) -> bool:
    text = str(cell.value).strip()
    return text.isdecimal() and len(text) == 4


def cased(name: str) -> str:
    """Return a name written all in capitals or all small in the usual way; any other name as it is."""
    return name.title() if name.isupper() or name.islower() else name

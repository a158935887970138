"""What a row of an office's list says about a person, and what is wrong with it.

A row is refused only where taking it in would store something untrue or leave somebody without a name; everything
else goes in with a remark.  What a cell does not say stays unknown.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import Cell, MappedRow, Reading
from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import matching, naming, reference
from sankofa.places.rules.calendars import Calendar
from sankofa.places.rules.spelling import Gazetteer
from sankofa.returnees.rules import life, search, typed_days, words
from sankofa.returnees.rules.terms import (
    NOT_KNOWN,
    Education,
    JourneyTerms,
    MaritalStatus,
    PartialDay,
    PersonTerms,
    Precision,
    ReturnKind,
    Sex,
)

SOURCE = "register of returnees"
BEGINNING_SHOWN = 40
LENGTHS_MAX = {
    "given_name": 80, "family_name": 80, "native_name": 120, "document_kind": 30, "occupation": 120,
    "return_reason": 200,
}  # fmt: skip
"""How many signs the register keeps of a field.  Nothing is cut off: a row that says more goes back."""
E = TypeVar("E", bound=StrEnum)
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


class _Reader:
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

    def document_number(self) -> str:
        """Return the number of a paper as written; one that a spreadsheet has spoiled stays unknown, with a remark."""
        read = reading.read_code(self.row["document_number"], "document_number")
        if read.finding is not None:
            self.findings.append(read.finding.weighing(Weight.CONCERN))
        return read.value or ""

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

    def place(self, country: str) -> str:
        """Return the path of the home district; empty where the row names none."""
        text = self.text("district")
        if not text or reading.is_unknown(text):
            return ""
        scope = country or self.around.country
        country_told = naming.country_name(scope, "en")
        if scope not in reference.origins():
            self.find("places_not_listed", Weight.CONCERN, field="district", said=text, country=country_told)
            return ""
        province = self.text("province")
        unsure: list[str] = []
        for wording in (text, f"{text}, {province}" if province else text):
            for level in (2, None):
                meaning = matching.place_meant(wording, within=scope, level=level, known=self.around.places)
                if meaning.path is not None:
                    return meaning.path
                # What the district alone suggests is closer than what the province suggests.
                unsure = unsure or list(dict.fromkeys(candidate.spelling for candidate in meaning.candidates))
        self._unclear("place", "district", text, unsure[:3], country=country_told)
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

    def _kept(self, read: Reading[T]) -> T | None:
        if read.finding is not None:
            self.findings.append(read.finding)
        return read.value


def read_row(row: MappedRow, around: Surroundings) -> tuple[PersonTerms, list[Finding]]:
    """Return the person that a row speaks of and every finding about it.  A barrier among them: the row goes back."""
    reader = _Reader(row, around)
    native_name = reader.text("native_name")
    given, family = _names(reader, native_name)
    sex = reader.choice("sex", words.SEX, Sex.UNKNOWN)
    born = reader.born()
    origin = reader.country("country") or around.country
    journey = JourneyTerms(
        destination=reader.country("destination"),
        occupation=reader.text("occupation"),
        left=reader.day("left_on"),
        returned=reader.day("returned_on"),
        return_kind=reader.choice("return_kind", words.RETURN, ReturnKind.UNKNOWN),
        return_reason=reader.text("return_reason"),
    )
    note, document_number = reader.text("note"), reader.document_number()
    person = PersonTerms(
        given_name=given,
        family_name=family,
        native_name=native_name,
        sex=sex,
        born=born,
        marital_status=reader.choice("marital_status", words.MARITAL, MaritalStatus.UNKNOWN),
        education=reader.choice("education", words.EDUCATION, Education.UNKNOWN),
        language=reference.origins()[origin].languages[0] if origin in reference.origins() else "",
        phone=reader.phone(),
        document_kind="" if not document_number else reader.text("document_kind") or "identity",
        document_number=document_number,
        place=reader.place(origin),
        is_synthetic=note.upper().startswith("SYNTHETIC - "),
        journey=journey,
    )
    _check_name(reader, person)
    _check_lengths(reader, person)
    _check_life(reader, person)
    if not any(finding.facts.get("field") == "sex" for finding in reader.findings) and sex is Sex.UNKNOWN:
        reader.find("sex_not_recorded", Weight.NOTE, field="sex")
    return person, reader.findings


def _names(reader: _Reader, native_name: str) -> tuple[str, str]:
    """Return given and family name; a full name in one cell is split at its last word.

    Many people have one name only.  Under whichever heading it stands, it is the name they are called by.
    """
    given, family = reader.text("given_name"), reader.text("family_name")
    full = reader.text("full_name")
    if not given and full:
        given, _, family = full.rpartition(" ") if " " in full and not family else (full, "", family)
    if not given:
        given, family = family or native_name, ""
    return _cased(given), _cased(family)


def _cased(name: str) -> str:
    """Return a name written all in capitals or all small in the usual way; any other name as it is."""
    return name.title() if name.isupper() or name.islower() else name


def _check_name(reader: _Reader, person: PersonTerms) -> None:
    if not person.given_name and not person.native_name:
        reader.find("name_missing", Weight.BARRIER, field="full_name")
    elif not any(sign.isalpha() for sign in person.given_name + person.native_name):
        reader.find("name_without_letters", Weight.BARRIER, field="full_name", said=person.given_name)


def _check_lengths(reader: _Reader, person: PersonTerms) -> None:
    """Find what is longer than the register keeps: most often a whole story in the column of a name."""
    for field, most in LENGTHS_MAX.items():
        said = getattr(person.journey if field in {"occupation", "return_reason"} else person, field)
        if len(said) > most:
            is_name_in_one = field in {"given_name", "family_name"} and reader.row[field].is_empty
            where = "full_name" if is_name_in_one else field
            reader.find("too_long", Weight.BARRIER, field=where, begins=said[:BEGINNING_SHOWN], most=most)


def _check_life(reader: _Reader, person: PersonTerms) -> None:
    """Find what cannot be: days to come, a return before the departure, a departure before the birth."""
    journey = person.journey
    reader.findings.extend(life.impossible(person.born, journey.left, journey.returned, on=reader.around.on))


def _could_be_year(cell: Cell) -> bool:
    text = str(cell.value).strip()
    return text.isdecimal() and len(text) == 4

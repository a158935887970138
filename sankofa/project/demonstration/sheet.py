"""A list of returnees as a district office would really send it, made from invented people.

Everything here happens in real lists: rows above the header, several ways to write a date, a sex, a country, a
district; phone numbers that a spreadsheet turned into figures; empty rows; a total at the bottom; the same person
twice; and a few rows that are simply wrong and must be refused with a reason.  Because the list is made, what ought to
become of each row is known: `write_messy_sheet` returns it, so that a reader of lists can be tested against the truth.

Source: the fields the South Asia mapping asks registers to hold (chapter 9), in the words offices use for them.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from sankofa.project.demonstration.figures import FOLDER, districts
from sankofa.project.demonstration.person import NOTE, DemonstrationPerson
from sankofa.project.demonstration.population import chance

ENGLISH: Final = "Returnee list"
FRENCH: Final = "Liste des retours"
READ_ME: Final = "READ ME"
FRENCH_COUNTRIES: Final = frozenset({"GN", "ML", "SN"})
DUPLICATES: Final = 0.025
WRONG: Final = 0.02
OWN_WORDS: Final = 0.01
LONG_LIST: Final = 150
SEX_NOT_WRITTEN: Final = 0.004
NBSP: Final = "\u00a0"

HEADERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    ENGLISH: (
        ("serial", "S/N"),
        ("name", "Name of returnee"),
        ("name_native", "Name (own script)"),
        ("sex", "Sex (M/F)"),
        ("birth", "DoB / Age"),
        ("district", "Dist."),
        ("province", "Province/Division"),
        ("home", "Home Country"),
        ("marital", "Marital st."),
        ("education", "Education level"),
        ("destination", "Country returned from "),
        ("occupation", "Work abroad"),
        ("left", "Left on"),
        ("returned", "Date of Return"),
        ("kind", "Type of return"),
        ("reason", "Reason"),
        ("phone", "Mobile"),
        ("document", "Passport / ID no."),
        ("note", "Note"),
    ),
    FRENCH: (
        ("serial", "N°"),
        ("family_name", "NOM"),
        ("given_name", "Prénom(s)"),
        ("sex", "Sexe (H/F)"),
        ("birth", "Date de naissance ou âge"),
        ("district", "Préfecture / Cercle / Dépt"),
        ("province", "Région"),
        ("home", "Pays"),
        ("marital", "Situation matrimoniale"),
        ("education", "Niveau d'études"),
        ("destination", "Pays de provenance"),
        ("occupation", "Métier exercé"),
        ("left", "Date de départ"),
        ("returned", "Date de retour"),
        ("kind", "Type de retour"),
        ("reason", "Motif"),
        ("phone", "Tél."),
        ("document", "N° pièce"),
        ("note", "Note"),
    ),
}
HXL: Final[Mapping[str, str]] = {
    "family_name": "#contact+name+family",
    "given_name": "#contact+name+given",
    "sex": "#contact+sex",
    "birth": "#date+birth",
    "district": "#adm2+name",
    "province": "#adm1+name",
    "home": "#country+origin",
    "destination": "#country+return",
    "left": "#date+departure",
    "returned": "#date+return",
    "phone": "#contact+phone",
    "note": "#meta+note",
}


class Verdict(StrEnum):
    """What ought to become of a row.

    ``ACCEPT``, with a remark where there is a reason (what is not written stays unknown); ``ASK``: right, but in words
    that a reader may know or may have to ask about, never guess; ``DUPLICATE`` of a row above; ``REFUSE`` with a
    reason; ``SKIP``: not a person at all (title, header, tags, empty, total).
    """

    ACCEPT = "accept"
    ASK = "ask"
    DUPLICATE = "duplicate"
    REFUSE = "refuse"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """What one row of the file is, and what ought to become of it.

    ``row`` counts from 1 as spreadsheets do.  ``person`` is the number of the invented person it describes.  ``reason``
    says why it is refused, skipped or asked about.  ``phone`` is the number that can still be read from the cell; None
    where there is none or where the spreadsheet has cut it, and ``phone_cut`` tells the two apart.
    ``birth`` says how the birth is written: "day", "year" or "age".
    """

    sheet: str
    row: int
    verdict: Verdict
    person: int | None = None
    reason: str = ""
    phone: str | None = None
    phone_cut: bool = False
    birth: str = ""


@cache
def spellings() -> Mapping[str, Any]:
    """How offices write things down, by language."""
    return tomllib.loads((FOLDER / "spellings.toml").read_text(encoding="utf-8"))


def write_messy_sheet(
    people: Sequence[DemonstrationPerson], path: Path | str, seed: int, on: date | None = None
) -> list[ExpectedRow]:
    """Write the people into a spreadsheet as an untidy office would, and return what ought to become of every row.

    People from Guinea, Mali and Senegal stand on a second sheet in French.  ``on`` is the day the list is sent, by
    default the day after the last return in it.  The same people and seed give the same cells.
    """
    sent_on = on or max(person.returned_on for person in people) + timedelta(days=1)
    rng = chance(seed, "sheet")
    book = Workbook()
    book.properties.creator = "Sankofa demonstration"
    book.properties.created = book.properties.modified = datetime.combine(sent_on, time.min)
    truth: list[ExpectedRow] = []
    for title, group in (
        (ENGLISH, [person for person in people if person.country not in FRENCH_COUNTRIES]),
        (FRENCH, [person for person in people if person.country in FRENCH_COUNTRIES]),
    ):
        if group:
            truth += _Page(book.create_sheet(title), rng, sent_on).write(group)
    _read_me(book.create_sheet(READ_ME))
    del book["Sheet"]
    book.save(path)
    return truth


@dataclass(slots=True)
class _Line:
    """The cells of one person, and what is known about them."""

    person: DemonstrationPerson
    cells: dict[str, Any]
    verdict: Verdict = Verdict.ACCEPT
    reason: str = ""
    phone: str | None = None
    phone_cut: bool = False
    birth: str = ""


class _Page:
    """One sheet of the file, written from the top."""

    def __init__(self, sheet: Worksheet, rng: random.Random, sent_on: date) -> None:
        self.sheet, self.rng, self.sent_on = sheet, rng, sent_on
        self.language = "fr" if sheet.title == FRENCH else "en"
        self.columns = [key for key, _ in HEADERS[sheet.title]]
        self.truth: list[ExpectedRow] = []
        self.row = 0

    def write(self, people: Sequence[DemonstrationPerson]) -> list[ExpectedRow]:
        """Write title, note, header, everybody and the total; return the truth about each row."""
        self._top()
        first = self.row + 1
        lines = self._spoiled([self._line(person) for person in people])
        for serial, line in enumerate(self._with_duplicates(lines), 1):
            if serial > 1 and self.rng.random() < 0.012:
                self._put([], Verdict.SKIP, "empty")
            line.cells["serial"] = serial
            self._put([line.cells.get(key) for key in self.columns], line.verdict, line.reason, line)
        self._put([], Verdict.SKIP, "empty")
        total = "Total général" if self.language == "fr" else "TOTAL"
        self._put([None, total, f"=COUNTA(D{first}:D{self.row - 1})"], Verdict.SKIP, "total")
        return self.truth

    def _top(self) -> None:
        french = self.language == "fr"
        title = (
            "Direction régionale - Liste nominative des migrants de retour (DEMONSTRATION)"
            if french
            else "DISTRICT EMPLOYMENT & MANPOWER OFFICE - List of returnees (DEMONSTRATION)"
        )
        note = (
            f"Personnes inventées / {NOTE}. Dates au format jj/mm/aaaa. Situation au {self.sent_on:%d/%m/%Y}"
            if french
            else f"{NOTE}s. Compiled from the upazila/union returns, position as on {self.sent_on:%d.%m.%Y}"
        )
        self._put([title], Verdict.SKIP, "title")
        self._put([note], Verdict.SKIP, "note")
        if not french:
            self._put([], Verdict.SKIP, "empty")
        self._put([label for _, label in HEADERS[self.sheet.title]], Verdict.SKIP, "header")
        if french:
            self._put([HXL.get(key) for key in self.columns], Verdict.SKIP, "tags")
        self.sheet["A1"].font = Font(bold=True, size=14)
        self.sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=8)

    def _put(self, cells: Sequence[Any], verdict: Verdict, reason: str, line: _Line | None = None) -> None:
        self.row += 1
        for column, value in enumerate(cells, 1):
            if value is not None and value != "":
                cell = self.sheet.cell(self.row, column, value)
                if isinstance(value, date):
                    cell.number_format = "dd/mm/yyyy" if self.language == "fr" else "d-mmm-yy"
        self.truth.append(
            ExpectedRow(
                self.sheet.title,
                self.row,
                verdict,
                line.person.number if line else None,
                reason,
                line.phone if line else None,
                line.phone_cut if line else False,
                line.birth if line else "",
            )
        )

    def _line(self, person: DemonstrationPerson) -> _Line:
        words, rng = spellings()[self.language], self.rng
        line = _Line(person, {})
        cells = line.cells
        shout = rng.random() < 0.12
        given, family = self._plain(person.given_name), self._plain(person.family_name)
        if self.language == "fr":
            cells["family_name"] = self._stray(family.upper() if shout or rng.random() < 0.6 else family)
            cells["given_name"] = self._stray(given.upper() if shout else given)
        else:
            full = f"{given} {family}" if rng.random() < 0.95 else f"{given}  {family}"
            cells["name"] = self._stray(full.upper() if shout else full)
            if person.given_name_native and rng.random() < 0.55:
                cells["name_native"] = f"{person.given_name_native} {person.family_name_native}"
        local = words.get("sex_local", {}).get(person.country)
        cells["sex"] = local[person.sex] if local and rng.random() < 0.03 else rng.choice(words["sex"][person.sex])
        cells["birth"], line.birth = self._birth(person)
        self._place(line)
        cells["home"] = rng.choice(words["home"][person.country])
        cells["marital"] = rng.choice(words["marital"][person.marital_status])
        cells["education"] = rng.choice(words["education"][person.education])
        self._destination(line)
        cells["occupation"] = person.occupation
        cells["left"] = self._day(person.left_on)
        cells["returned"] = self._day(person.returned_on)
        cells["kind"] = rng.choice(words["kind"][person.return_kind])
        cells["reason"] = rng.choice(words["reason"][person.return_reason])
        self._phone(line)
        cells["document"] = person.document_number
        cells["note"] = person.note
        if rng.random() < OWN_WORDS:
            field = rng.choice(("education", "marital", "kind"))
            cells[field] = rng.choice(words["own_words"][field])
            line.verdict, line.reason = Verdict.ASK, "own_word"
        if line.verdict is Verdict.ACCEPT and rng.random() < SEX_NOT_WRITTEN:
            cells["sex"], line.reason = None, "sex_not_recorded"
        return line

    def _plain(self, name: str) -> str:
        """Half of the offices have no accents on their keyboard."""
        if self.language == "fr" and self.rng.random() < 0.5:
            return name.translate(str.maketrans("éèêëïîôûàâçÉÈÊ’", "eeeeiiouaacEEE'"))
        return name

    def _stray(self, text: str) -> str:
        drawn = self.rng.random()
        if drawn < 0.04:
            return f"{text} "
        if drawn < 0.06:
            return f"  {text}"
        if drawn < 0.08:
            return text.replace(" ", NBSP, 1) if " " in text else f"{text}{NBSP}"
        return text

    def _birth(self, person: DemonstrationPerson) -> tuple[Any, str]:
        if person.born_on is not None and self.rng.random() < 0.85:
            return self._day(person.born_on), "day"
        if self.rng.random() < 0.6:
            year = person.birth_year
            return (year if self.rng.random() < 0.6 else str(year)), "year"
        age = self.sent_on.year - person.birth_year
        wordings = (
            (f"env. {age} ans", f"{age} ans", str(age))
            if self.language == "fr"
            else (f"approx {age} yrs", f"{age} yrs", f"about {age}", str(age))
        )
        return self.rng.choice(wordings), "age"

    def _day(self, day: date) -> Any:
        drawn = self.rng.random()
        if drawn < 0.45:
            return day
        if self.language == "fr":
            return f"{day:%d/%m/%Y}" if drawn < 0.90 else f"{day.day}/{day.month}/{day.year}"
        if drawn < 0.65:
            return day.isoformat()
        if drawn < 0.90:
            return f"{day:%d.%m.%Y}"
        return f"{day:%d %b %Y}"

    def _place(self, line: _Line) -> None:
        person, rng = line.person, self.rng
        place = next(place for place in districts() if place.path == person.path)
        text, drawn = person.place, rng.random()
        if place.local and drawn < 0.05:
            text = rng.choice(place.local)
            line.verdict, line.reason = Verdict.ASK, "local_place_name"
        elif place.spellings and drawn < 0.15:
            text = rng.choice(place.spellings)
            line.verdict, line.reason = Verdict.ASK, "place_spelling"
        elif drawn < 0.35:
            text = text.upper()
        line.cells["district"] = self._stray(text)
        if rng.random() < 0.8:
            line.cells["province"] = person.province

    def _destination(self, line: _Line) -> None:
        words, country = spellings()[self.language], line.person.destination
        misspelt = words["country_misspelt"].get(country)
        if misspelt and self.rng.random() < 0.04:
            line.cells["destination"] = self.rng.choice(misspelt)
            line.verdict, line.reason = Verdict.ASK, "country_spelling"
        else:
            line.cells["destination"] = self._stray(self.rng.choice(words["country"][country]))

    def _phone(self, line: _Line) -> None:
        number, rng = line.person.phone, self.rng
        if number is None:
            if rng.random() < 0.3:
                line.cells["phone"] = rng.choice(("-", "N/A", "nil"))
            return
        line.phone = number
        drawn = rng.random()
        if drawn < 0.05 and len(number) > 12:
            line.cells["phone"] = f"{int(number[1:]):.5E}".replace("E+0", "E+")
            line.phone, line.phone_cut = None, True
            line.verdict, line.reason = Verdict.ASK, "phone_cut"
        elif drawn < 0.15:
            line.cells["phone"] = int(number[1:])
        elif drawn < 0.30:
            line.cells["phone"] = f"'{number}"
        elif drawn < 0.50:
            line.cells["phone"] = f"{number[:4]} {number[4:8]} {number[8:]}".strip()
        elif drawn < 0.60:
            line.cells["phone"] = f"00{number[1:]}"
        elif drawn < 0.65:
            line.cells["phone"] = f"{number}{NBSP}"
        else:
            line.cells["phone"] = number

    def _with_duplicates(self, lines: list[_Line]) -> list[_Line]:
        """The same person once more, further down, written by another clerk."""
        written = list(lines)
        good = [line for line in lines if line.verdict is Verdict.ACCEPT and not line.reason]
        for line in self.rng.sample(good, round(DUPLICATES * len(good))):
            again = self._line(line.person)
            while again.verdict is not Verdict.ACCEPT or again.reason:  # what is not understood is not recognised
                again = self._line(line.person)
            again.verdict, again.reason = Verdict.DUPLICATE, "same_person_above"
            above = next(position for position, other in enumerate(written) if other is line)
            written.insert(self.rng.randint(above + 1, len(written)), again)
        return written

    def _spoiled(self, lines: list[_Line]) -> list[_Line]:
        """A few rows made wrong, each in one way, so that it is clear what the refusal has to say."""
        # Only a long list has room for every kind of mistake; on a short one they would be most of it.
        fewest = len(SPOILT) if len(lines) >= LONG_LIST else 1
        wrong = self.rng.sample(range(len(lines)), min(len(lines), max(round(WRONG * len(lines)), fewest)))
        kinds = self.rng.sample(SPOILT, len(SPOILT))
        for position, (reason, spoil) in zip(wrong, _repeated(kinds, len(wrong)), strict=True):
            line = lines[position]
            spoil(line, self)
            line.verdict, line.reason = Verdict.REFUSE, reason
        return lines


def _impossible_date(line: _Line, page: _Page) -> None:
    year = line.person.returned_on.year
    line.cells["returned"] = f"31/02/{year}" if page.language == "fr" else f"31.02.{year}"


def _return_before_departure(line: _Line, _page: _Page) -> None:
    line.cells["left"], line.cells["returned"] = line.person.returned_on, line.person.left_on


def _no_name(line: _Line, _page: _Page) -> None:
    for key in ("name", "name_native", "family_name", "given_name"):
        line.cells.pop(key, None)


def _unknown_district(line: _Line, _page: _Page) -> None:
    line.cells["district"] = "Xyzzyville"
    line.cells.pop("province", None)


def _sex_not_readable(line: _Line, _page: _Page) -> None:
    """A slip of the finger.  Where no sex is written it is unknown, which is no reason to refuse anybody."""
    line.cells["sex"] = "7"


def _future_date(line: _Line, page: _Page) -> None:
    line.cells["returned"] = page.sent_on.replace(year=page.sent_on.year + 3, day=min(page.sent_on.day, 28))


SPOILT: Final[tuple[tuple[str, Callable[[_Line, _Page], None]], ...]] = (
    ("impossible_date", _impossible_date),
    ("return_before_departure", _return_before_departure),
    ("no_name", _no_name),
    ("unknown_district", _unknown_district),
    ("sex_not_readable", _sex_not_readable),
    ("future_date", _future_date),
)


def _repeated(
    ways: Sequence[tuple[str, Callable[[_Line, _Page], None]]], count: int
) -> list[tuple[str, Callable[[_Line, _Page], None]]]:
    return [ways[position % len(ways)] for position in range(count)]


def _read_me(sheet: Worksheet) -> None:
    for row, text in enumerate(
        (
            "SYNTHETIC DATA - none of these people exist.",
            "Every name, date, number and place in this file was invented by a program for demonstration and tests.",
            "Names were picked from lists of common names; any likeness to a living person is chance.",
            "Telephone numbers begin with 1000 after the country code and cannot reach anybody.",
            "Document numbers begin with SYN.",
            "The untidiness is deliberate: the list looks as offices send it, with mistakes to be found.",
            "Données inventées : aucune de ces personnes n'existe.",
        ),
        1,
    ):
        sheet.cell(row, 1, text).alignment = Alignment(wrap_text=True)
    sheet["A1"].font = Font(bold=True)
    sheet.column_dimensions["A"].width = 100

"""The list that an office sends after putting right what came back: one sheet, one row per person, plain words."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from sankofa.places.rules.naming import country_name
from sankofa.project.demonstration.person import DemonstrationPerson
from sankofa.project.demonstration.sheet import ExpectedRow, Verdict

COLUMNS: Final[Mapping[str, Callable[[DemonstrationPerson], Any]]] = {
    "Given name": lambda person: person.given_name,
    "Family name": lambda person: person.family_name,
    "Name in their own script": lambda person: f"{person.given_name_native} {person.family_name_native}".strip(),
    "Sex": lambda person: person.sex,
    "Date of birth": lambda person: person.born_on or person.birth_year,
    "District": lambda person: person.place,
    "Province or division": lambda person: person.province,
    "Country": lambda person: country_name(person.country, "en"),
    "Marital status": lambda person: person.marital_status,
    "Education": lambda person: person.education,
    "Country returned from": lambda person: country_name(person.destination, "en"),
    "Work abroad": lambda person: person.occupation,
    "Date of departure": lambda person: person.left_on,
    "Date of return": lambda person: person.returned_on,
    "Kind of return": lambda person: person.return_kind,
    "Reason for return": lambda person: person.return_reason,
    "Phone": lambda person: person.phone,
    "Document number": lambda person: person.document_number,
    "Note": lambda person: person.note,
}


def write_corrected_sheet(people: Sequence[DemonstrationPerson], path: Path | str, _seed: int) -> list[ExpectedRow]:
    """Write the people as a tidy list and return what ought to become of every row: all go in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.append(list(COLUMNS))
    for person in people:
        sheet.append([value(person) for value in COLUMNS.values()])
    book.save(path)
    return [
        ExpectedRow(sheet=sheet.title, row=row, verdict=Verdict.ACCEPT, person=person.number)
        for row, person in enumerate(people, start=2)
    ]

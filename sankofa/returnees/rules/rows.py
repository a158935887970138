"""What a row of an office's list says about a person, and what is wrong with it.

A row is refused only where taking it in would store something untrue or leave somebody without a name; everything
else goes in with a remark.  What a cell does not say stays unknown.
"""

from sankofa.intake.rules.terms import MappedRow
from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import reference
from sankofa.returnees.rules import life, more_rows, words
from sankofa.returnees.rules.name_signs import wrong_with_name
from sankofa.returnees.rules.row_reader import BEGINNING_SHOWN, SOURCE, RowReader, Surroundings, cased
from sankofa.returnees.rules.terms import (
    Education,
    JourneyTerms,
    MaritalStatus,
    MoreTerms,
    PersonTerms,
    ReturnKind,
    Sex,
)

__all__ = ["LENGTHS_MAX", "SOURCE", "Surroundings", "read_row"]

LENGTHS_MAX = {
    "given_name": 80, "family_name": 80, "native_name": 120, "document_kind": 30, "occupation": 120,
    "return_reason": 200,
}  # fmt: skip
"""How many signs the register keeps of a field.  Nothing is cut off: a row that says more goes back."""


def read_row(row: MappedRow, around: Surroundings) -> tuple[PersonTerms, list[Finding]]:
    """Return the person that a row speaks of and every finding about it.  A barrier among them: the row goes back."""
    reader = RowReader(row, around)
    native_name = reader.text("native_name")
    given, family = _names(reader, native_name)
    sex = reader.choice("sex", words.SEX, Sex.UNKNOWN)
    born = reader.born()
    says_more = more_rows.says_more(row)
    nationality = reader.nationality() if says_more else ""
    # A list that names the nationality alone means by it where people come from.
    origin = reader.country("country") or nationality or around.country
    journey = JourneyTerms(
        destination=reader.country("destination"),
        occupation=reader.text("occupation"),
        left=reader.day("left_on"),
        returned=reader.day("returned_on"),
        return_kind=reader.choice("return_kind", words.RETURN, ReturnKind.UNKNOWN),
        return_reason=reader.text("return_reason"),
    )
    more: tuple[MoreTerms, ...] = ()
    if says_more:
        journey, more = more_rows.read_more(reader, journey, nationality=nationality, origin=origin)
    note, (document_kind, document_number) = reader.text("note"), reader.paper()
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
        document_kind=document_kind,
        document_number=document_number,
        place=reader.place(origin),
        is_synthetic=note.upper().startswith("SYNTHETIC - "),
        journey=journey,
        more=more,
    )
    _check_name(reader, person)
    _check_signs(reader, person)
    _check_lengths(reader, person)
    _check_life(reader, person)
    if not any(finding.facts.get("field") == "sex" for finding in reader.findings) and sex is Sex.UNKNOWN:
        reader.find("sex_not_recorded", Weight.NOTE, field="sex")
    return person, reader.findings


def _names(reader: RowReader, native_name: str) -> tuple[str, str]:
    """Return given and family name; a full name in one cell is split at its last word.

    Many people have one name only.  Under whichever heading it stands, it is the name they are called by.
    """
    given, family = reader.text("given_name"), reader.text("family_name")
    full = reader.text("full_name")
    if not given and full:
        given, _, family = full.rpartition(" ") if " " in full and not family else (full, "", family)
    if not given:
        given, family = family or native_name, ""
    return cased(given), cased(family)


def _check_name(reader: RowReader, person: PersonTerms) -> None:
    if not person.given_name and not person.native_name:
        reader.find("name_missing", Weight.BARRIER, field="full_name")
    elif not any(sign.isalpha() for sign in person.given_name + person.native_name):
        reader.find("name_without_letters", Weight.BARRIER, field="full_name", said=person.given_name)


def _check_signs(reader: RowReader, person: PersonTerms) -> None:
    """Find what does not belong in a name, at the cell that holds it; broken letters are told of by themselves."""
    for field in ("given_name", "family_name", "native_name"):
        said = getattr(person, field).replace("\ufffd", "")
        where = "full_name" if field != "native_name" and reader.row[field].is_empty else field
        reader.findings.extend(wrong_with_name(said, field=where))


def _check_lengths(reader: RowReader, person: PersonTerms) -> None:
    """Find what is longer than the register keeps: most often a whole story in the column of a name."""
    for field, most in LENGTHS_MAX.items():
        said = getattr(person.journey if field in {"occupation", "return_reason"} else person, field)
        if len(said) > most:
            is_name_in_one = field in {"given_name", "family_name"} and reader.row[field].is_empty
            where = "full_name" if is_name_in_one else field
            reader.find("too_long", Weight.BARRIER, field=where, begins=said[:BEGINNING_SHOWN], most=most)


def _check_life(reader: RowReader, person: PersonTerms) -> None:
    """Find what cannot be: days to come, a return before the departure, a departure before the birth."""
    journey = person.journey
    reader.findings.extend(life.impossible(person.born, journey.left, journey.returned, on=reader.around.on))

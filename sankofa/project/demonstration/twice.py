"""People who come in once more, elsewhere, and are written down so differently that no machine may say it is them.

Lists bring the same person twice too, but those the register recognises by itself.  These are left to people: a
partner wrote the name by ear, asked for the age instead of the birthday, and looked at no paper.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sankofa.accounts import queries as offices
from sankofa.accounts.action import system
from sankofa.kernel import clock
from sankofa.project.demonstration.person import DemonstrationPerson
from sankofa.returnees import actions
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, Sex

EVERY = 40
FIRST = 7
BY_EAR = (("ee", "i"), ("oo", "u"), ("ou", "u"), ("ph", "f"), ("u", "oo"), ("i", "ee"), ("e", "a"), ("a", "e"))


def come_again(
    people: Sequence[DemonstrationPerson], office_names: Mapping[str, str], *, at: datetime
) -> list[tuple[DemonstrationPerson, str]]:
    """Register every fortieth person of each office once more, and return who that was with the id of the new file."""
    again: list[tuple[DemonstrationPerson, str]] = []
    by = system("demonstration", on=at.date())
    with clock.frozen(at):
        for country, name in office_names.items():
            group = [person for person in people if person.country == country and person.phone][FIRST::EVERY]
            if group:
                rows = [(f"again {person.number}", _by_ear(person)) for person in group]
                office = offices.office_named(name)
                made = actions.register_many(office=office, rows=rows, by=by, at=at).people
                again.extend((person, str(file.pk)) for person, file in zip(group, made, strict=True))
    return again


def _by_ear(person: DemonstrationPerson) -> PersonTerms:
    """Return what somebody writes who hears the name, guesses the age and notes the phone."""
    return PersonTerms(
        given_name=_heard(person.given_name),
        family_name=_heard(person.family_name),
        sex=Sex(person.sex),
        born=PartialDay(date(person.birth_year + 1, 1, 1), Precision.ESTIMATED),
        language=person.name_language,
        phone=person.phone or "",
        place=person.path,
        is_synthetic=True,
        journey=JourneyTerms(
            destination=person.destination,
            returned=PartialDay(date(person.returned_on.year, 1, 1), Precision.YEAR),
        ),
    )


def _heard(name: str) -> str:
    for written, heard in BY_EAR:
        if written in name[1:]:
            return name[:1] + name[1:].replace(written, heard, 1)
    return name

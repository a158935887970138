"""People who stand on a later list once more, written down so differently that no machine may say it is them.

Lists bring the same person twice too, but those the register recognises by itself.  These are left to people: another
clerk wrote the name by ear, guessed the year of birth, and looked at no paper.  Who they are is known here, so that it
can be said how many of them the register finds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sankofa.project.demonstration.person import DemonstrationPerson

EVERY = 40
FIRST = 7
AGAIN = 1_000_000
"""What is added to a person's number where they stand on a list once more."""
BY_EAR = (("ee", "i"), ("oo", "u"), ("ou", "u"), ("ph", "f"), ("u", "oo"), ("i", "ee"), ("e", "a"), ("a", "e"))


def once_more(people: Sequence[DemonstrationPerson], *, most: int) -> list[DemonstrationPerson]:
    """Return every fortieth of these people as another clerk would write them down, at most so many."""
    with_phone = [person for person in people if person.phone]
    return [_by_ear(person) for person in with_phone[FIRST::EVERY]][:most]


def known_pairs(became: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Yield the two files of everybody who came in twice, from who became which file."""
    for number, file in became.items():
        if number >= AGAIN and (first := became.get(number - AGAIN)) is not None:
            yield first, file


def _by_ear(person: DemonstrationPerson) -> DemonstrationPerson:
    return replace(
        person,
        number=person.number + AGAIN,
        given_name=_heard(person.given_name),
        family_name=_heard(person.family_name),
        given_name_native="",
        family_name_native="",
        born_on=None,
        birth_year=person.birth_year + 1,
        document_number=None,
        interviews=(),
    )


def _heard(name: str) -> str:
    for written, heard in BY_EAR:
        if written in name[1:]:
            return name[:1] + name[1:].replace(written, heard, 1)
    return name

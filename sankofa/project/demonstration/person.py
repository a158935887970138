"""A demonstration person: somebody who does not exist, with everything an office's list would say about them.

Source: the fields are those the South Asia mapping asks registers to hold as a minimum (recommendations, chapter 9),
and those the registers it describes do hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

NOTE: Final = "SYNTHETIC - invented person"
"""Stands beside every demonstration person wherever they are written down."""


@dataclass(frozen=True, slots=True)
class Interview:
    """The answers one invented person gave on one day, by question; several choices are parted by a space."""

    on: date
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """Somebody who does not exist.

    ``path``, ``province``, ``district`` and ``pcode`` name the place they came home to; ``district`` is empty in India,
    where only states are listed.  ``born_on`` is None where only the year is known, and then ``birth_year`` is an
    estimate.  ``phone`` and ``document_number`` are None where there is none.  Native names are empty where the country
    writes in Latin letters.  ``reasons``, ``learned`` and ``wanted`` are what they say of the journey, in the codes of
    the register.  ``abroad_again_on`` is None for those who stayed.
    """

    number: int
    country: str
    path: str
    province: str
    district: str
    pcode: str
    given_name: str
    family_name: str
    given_name_native: str
    family_name_native: str
    name_language: str
    sex: str
    born_on: date | None
    birth_year: int
    marital_status: str
    children: int
    education: str
    phone: str | None
    document_number: str | None
    destination: str
    occupation: str
    occupation_code: str
    left_on: date
    returned_on: date
    return_kind: str
    return_reason: str
    interviews: tuple[Interview, ...]
    reasons: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    abroad_again_on: date | None = None

    @property
    def place(self) -> str:
        """The place as an office's list names it: the district, or the state where no districts are listed."""
        return self.district or self.province

    @property
    def note(self) -> str:
        """What keeps anybody from taking them for real."""
        return NOTE

    def age_at_return(self) -> int:
        """Full years on the day of return; from the year alone where the birthday is unknown."""
        if self.born_on is None:
            return self.returned_on.year - self.birth_year
        return full_years(self.born_on, self.returned_on)


def full_years(since: date, until: date) -> int:
    """How many whole years lie between two days."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))

"""What somebody means who types into the one search box: a case number, a phone, a document, or a name."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sankofa.kernel.identifiers import NotACaseNumber, Problem, parse_case_number
from sankofa.returnees.rules import names

PHONE_DIGITS_MIN = 7
PHONE_DIGITS_KEPT = 8
_CASE_LIKE = re.compile(r"^\s*SK[\s./-]*\d{2}[\s./-]*\w{3,6}[\s./-]*\w?\s*$", re.IGNORECASE)


class Sought(StrEnum):
    """What a search text is taken for."""

    NOTHING = "nothing"
    CASE_NUMBER = "case_number"
    MISTYPED_CASE_NUMBER = "mistyped_case_number"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Question:
    """A search text understood."""

    sought: Sought
    text: str = ""
    """The case number as written by us, the digits or document number, or the text itself."""
    tokens: tuple[str, ...] = ()
    hint: str = ""
    """For a mistyped case number: the last character that would fit."""


def understood(text: str) -> Question:
    """Return what a search text means.  Never raises: any text means something or nothing."""
    text = text.strip()
    if not text:
        return Question(Sought.NOTHING)
    if _CASE_LIKE.match(text):
        try:
            return Question(Sought.CASE_NUMBER, text=str(parse_case_number(text)))
        except NotACaseNumber as wrong:
            hint = wrong.expected if wrong.problem is Problem.CHECK else ""
            return Question(Sought.MISTYPED_CASE_NUMBER, text=text, hint=hint)
    if sum(sign.isdigit() for sign in text) >= 5:
        return Question(Sought.NUMBER, text=text)
    words = tuple(names.tokens(text))
    return Question(Sought.NAME, text=text, tokens=words) if words else Question(Sought.NOTHING, text=text)


def phone_digits(text: str) -> str:
    """Return the digits by which a phone is found: the last eight, the same with and without the country's prefix.

    Empty where there are too few to be a phone.
    """
    digits = "".join(str(int(sign)) for sign in text if sign.isdecimal())
    return digits[-PHONE_DIGITS_KEPT:] if len(digits) >= PHONE_DIGITS_MIN else ""


def document_signs(text: str) -> str:
    """Return a document number without blanks and dashes, in capitals: as it is compared."""
    return "".join(sign for sign in text.upper() if sign.isalnum())

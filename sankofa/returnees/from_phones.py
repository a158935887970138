"""What a phone may change of a person: facts of the first page that whoever visits people hears at the door.

Days, places and what somebody is here for are not among them: a phone sends them as text, and text is no day.  A value
that the register could not hold is never put right here; it stays in the form that said it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sankofa.kernel.finding import Weight
from sankofa.returnees import portrait, typed
from sankofa.returnees.models import EDUCATION, MARITAL, SEXES, Person
from sankofa.returnees.rules import phones
from sankofa.returnees.rules.masking import masked

_CHOICES = {"sex": SEXES, "marital_status": MARITAL, "education": EDUCATION}
_LENGTHS = {"given_name": 80, "family_name": 80, "native_name": 120}
"""How long a name is at most, as the page of corrections takes it."""


class NotAValue(Exception):
    """The register cannot hold this."""


def fact_of(name: str) -> typed.Fact | None:
    """Return the fact that a property of the list of people means; None where a phone may not change it."""
    return typed.fact(f"person.{name}") if name in {*_CHOICES, *_LENGTHS, "phone"} else None


def value(fact: typed.Fact, text: str) -> str:
    """Return what a phone wrote as the register keeps it.  Raises NotAValue."""
    column = fact.columns[0]
    if column in _CHOICES:
        known = {code for code, _label in _CHOICES[column]} - {"unknown"}
        if text not in known:
            raise NotAValue
        return text
    if column == "phone":
        if any(found.weight is Weight.BARRIER for found in phones.wrong_with_phone(text, country="")):
            raise NotAValue
        return text
    # The two signs that join and part letters belong to names in many scripts.
    if len(text) > _LENGTHS[column] or not text.translate({0x200C: None, 0x200D: None}).isprintable():
        raise NotAValue
    return text


def is_unlikely(fact: typed.Fact, text: str, *, country: str) -> bool:
    """Whether the page of corrections would ask back before it takes this."""
    return fact.columns[0] == "phone" and any(phones.wrong_with_phone(text, country=country))


def is_recorded(person: Person, fact: typed.Fact, text: str) -> bool:
    """Whether the register says this already."""
    return bool(getattr(person, fact.columns[0]) == text)


def now_said(person: Person, fact: typed.Fact) -> str | None:
    """Return what the register says of a fact, a phone by its last two signs; None where it is not known."""
    column = fact.columns[0]
    if column == "phone":
        return portrait.opened(person, column, masked)
    return _in_words(column, str(getattr(person, column) or ""))


def then_said(fact: typed.Fact, text: str) -> str | None:
    """Return in words what a phone says of a fact."""
    return _in_words(fact.columns[0], text)


def _in_words(column: str, text: str) -> str | None:
    known: Mapping[str, Any] = dict(_CHOICES.get(column, ()))
    say: Callable[[str], Any] = known.get if known and text != "unknown" else str
    return None if text in {"", "unknown"} else str(say(text) or text)

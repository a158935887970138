"""Whether the number of a paper can be one, as far as the paper says so itself.

Most numbers say nothing; some have a fixed length, a day of birth inside, or a figure that checks the others.  What
cannot be is refused with the sentence of that paper.  What only looks unusual is asked back.  Nothing is read out of a
number: a card that tells men from women by its last figure tells us nothing.

Sources: ICAO Doc 9303 part 3, 4.9 (check digit of passports, weights 7, 3, 1); UIDAI, Aadhaar: twelve figures, the last
by the scheme of J. Verhoeff (Error detecting decimal codes, 1969); Bangladesh Election Commission: smart card of 10
figures, paper card of 13, with the year of birth before them 17; NADRA: CNIC of 13 figures; Department for Registration
of Persons, Sri Lanka: nine figures and V or X, or twelve, with the day of the year of birth (plus 500 for women);
Department of National ID, Nepal: ten figures.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from sankofa.kernel.finding import Finding, Weight

PASSPORT = "passport"
IDENTITY = "identity"
_PASSPORT_WORDS = ("passport", "passeport", "پاسپورٹ", "পাসপোর্ট")
_IDENTITY_WORDS = frozenset({"id", "nid", "nic", "cnic", "identity", "identité", "national", "nationale", "pièce"})
_WEIGHTS = (7, 3, 1)
_DAYS_MAX = 366
_WOMEN_FROM = 500
_PERMUTED = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)  # fmt: skip


def kind_under(heading: str) -> str:
    """Return the kind of paper that a heading or a cell speaks of: a passport where it names nothing else beside."""
    said = heading.casefold()
    names_passport = any(word in said for word in _PASSPORT_WORDS)
    names_more = not _IDENTITY_WORDS.isdisjoint(re.findall(r"[^\W\d_]+", said))
    return PASSPORT if names_passport and not names_more else IDENTITY


def wrong_with_paper(kind: str, number: str, *, country: str) -> Iterator[Finding]:
    """Yield what is wrong with the number of a paper of a country (ISO 3166-1 alpha-2)."""
    signs = _plain(number)
    if not any(sign.isdigit() for sign in signs):
        yield _refused("paper_without_figures", "register of returnees")
    elif kind == PASSPORT:
        yield from _passport(signs)
    elif kind == IDENTITY and country in _OF_COUNTRY:
        yield from _OF_COUNTRY[country](signs)


def is_verhoeff(digits: str) -> bool:
    """Whether the last of these figures checks the others by Verhoeff's scheme."""
    held = 0
    for place, sign in enumerate(reversed(digits)):
        held = _turned(held, _PERMUTED[place % 8][int(sign)])
    return held == 0


def passport_check(signs: str) -> int:
    """Return the check digit of a passport number as it stands in the lines read by machines; `<` fills up."""
    return sum(_WEIGHTS[place % 3] * _worth(sign) for place, sign in enumerate(signs)) % 10


def _passport(signs: str) -> Iterator[Finding]:
    bare = signs.replace("<", "")
    if "<" in signs or len(signs) == 10:
        # Copied from the lines at the foot of the page: nine signs, filled up with <, and their check digit.
        number, check = signs[:9], signs[9:10]
        if not check.isdigit() or passport_check(number) != int(check):
            yield _refused("passport_check", "ICAO Doc 9303-3, 4.9")
    elif not 6 <= len(bare) <= 9:
        yield Finding("passport_length", Weight.CONCERN, "ICAO Doc 9303-3", field="number", count=len(bare))


def _bangladesh(signs: str) -> Iterator[Finding]:
    if not signs.isdecimal() or len(signs) not in {10, 13, 17}:
        yield _refused("identity_bangladesh", "Bangladesh Election Commission")


def _india(signs: str) -> Iterator[Finding]:
    if not signs.isdecimal():
        return  # a voter's card or a tax card: letters and figures, with no sum in them
    if len(signs) != 12:
        yield _refused("aadhaar_length", "UIDAI")
    elif signs[0] in "01" or not is_verhoeff(signs):
        yield _refused("aadhaar_check", "UIDAI; Verhoeff 1969")


def _pakistan(signs: str) -> Iterator[Finding]:
    if not signs.isdecimal() or len(signs) != 13 or signs[0] not in "12345678":
        yield _refused("identity_pakistan", "NADRA")


def _sri_lanka(signs: str) -> Iterator[Finding]:
    if len(signs) == 10 and signs[:9].isdecimal() and signs[9] in "VX":
        days = signs[2:5]
    elif len(signs) == 12 and signs.isdecimal():
        days = signs[4:7]
    else:
        yield _refused("identity_sri_lanka", "Department for Registration of Persons, Sri Lanka")
        return
    day = int(days) - (_WOMEN_FROM if int(days) > _WOMEN_FROM else 0)
    if not 1 <= day <= _DAYS_MAX:
        yield _refused("identity_sri_lanka_day", "Department for Registration of Persons, Sri Lanka", days=days)


def _nepal(signs: str) -> Iterator[Finding]:
    # A certificate of citizenship has many forms, so another length is only asked back.
    if not signs.isdecimal() or len(signs) != 10:
        yield Finding("identity_nepal", Weight.CONCERN, "Department of National ID, Nepal", field="number")


_OF_COUNTRY: Mapping[str, Callable[[str], Iterator[Finding]]] = {
    "BD": _bangladesh,
    "IN": _india,
    "LK": _sri_lanka,
    "NP": _nepal,
    "PK": _pakistan,
}


def _plain(number: str) -> str:
    """Return the signs of a number in capitals and Latin figures, blanks and dashes left out."""
    kept = (str(int(sign)) if sign.isdecimal() else sign for sign in number.upper())
    return "".join(sign for sign in kept if sign.isalnum() or sign == "<")


def _worth(sign: str) -> int:
    if sign.isdecimal():
        return int(sign)
    return 0 if sign == "<" else ord(sign) - ord("A") + 10


def _turned(one: int, other: int) -> int:
    """Return the product of two elements of the group of turns and flips of a five-cornered table."""
    if one < 5:
        return (one + other) % 5 if other < 5 else 5 + (one + other) % 5
    return 5 + (one - other) % 5 if other < 5 else (one - other) % 5


def _refused(code: str, source: str, /, **facts: str) -> Finding:
    return Finding(code, Weight.BARRIER, source, field="number", **facts)

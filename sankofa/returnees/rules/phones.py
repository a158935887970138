"""Whether a phone as somebody typed it can be a phone.

With letters in it, or with too few or too many figures for any phone, it is refused.  Of the twelve countries we know
how many figures a number has after the country's own; another length is asked back, because lines in a village may be
shorter.  Source: ITU-T E.164 (at most 15 figures) and the national numbering plans filed under it.
"""

from collections.abc import Iterator, Mapping

from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import reference

SOURCE = "ITU-T E.164"
DIGITS_MIN = 6
DIGITS_MAX = 15
_MARKS = frozenset("+-().–/\u00a0\u200e\u202a\u202c")

LENGTHS: Mapping[str, int] = {
    "AF": 9,
    "AM": 8,
    "BD": 10,
    "GM": 7,
    "GN": 9,
    "IN": 10,
    "LK": 9,
    "ML": 8,
    "NG": 10,
    "NP": 10,
    "PK": 10,
    "SN": 9,
}
"""By country: how many figures follow the country's own in the number of a mobile phone."""


def wrong_with_phone(phone: str, *, country: str) -> Iterator[Finding]:
    """Yield what is wrong with a phone typed in an office of a country (ISO 3166-1 alpha-2)."""
    if any(not (sign.isdecimal() or sign.isspace() or sign in _MARKS) for sign in phone):
        yield Finding("phone_with_letters", Weight.BARRIER, SOURCE, field="phone")
        return
    digits = "".join(str(int(sign)) for sign in phone if sign.isdecimal())
    if not DIGITS_MIN <= len(digits) <= DIGITS_MAX:
        yield Finding("phone_length", Weight.BARRIER, SOURCE, field="phone", count=len(digits))
        return
    is_international = phone.strip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00")
    if is_international:
        home = next((code for code in LENGTHS if digits.startswith(_prefix(code))), "")
    else:
        home = country if country in LENGTHS else ""
    if not home:
        return
    # The country's own figures may stand there without a plus, and a 0 before the number whether it belongs or not.
    bare = digits.removeprefix("0")
    possible = [bare, digits.removeprefix(_prefix(home)).removeprefix("0")]
    if all(len(rest) != LENGTHS[home] for rest in (possible[1:] if is_international else possible)):
        count = len(possible[1] if is_international else bare)
        yield Finding("phone_unusual", Weight.CONCERN, SOURCE, field="phone", count=count, usual=LENGTHS[home])


def _prefix(country: str) -> str:
    return reference.origins()[country].phone_prefix.lstrip("+")

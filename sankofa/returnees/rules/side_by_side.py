"""What a row says that shows two records beside each other: the same, alike and how, different, or not comparable.

The rows stand under the evidence (`likeness`) and go by its findings, so that no row calls different what the evidence
calls nearly the same.  Words that are equal are the same; what one of the two does not say cannot be compared.

Source: docs/handbook/same-person.md; the findings and their weights, `likeness.toml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sankofa.returnees.rules import names, occupations
from sankofa.returnees.rules.likeness import Described, score_and_codes
from sankofa.returnees.rules.terms import PartialDay, Precision, years_apart


class Standing(StrEnum):
    """How two facts stand beside each other."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Beside:
    """How two facts stand beside each other, and by which finding."""

    standing: Standing
    code: str = ""


UNKNOWN = Beside(Standing.UNKNOWN)
SAME = Beside(Standing.SAME)
DIFFERENT = Beside(Standing.DIFFERENT)
_STANDINGS: Mapping[str, Standing] = {
    "name_equal": Standing.SAME,
    "name_alike": Standing.ALIKE,
    "name_across": Standing.ALIKE,
    "name_part": Standing.ALIKE,
    "name_one": Standing.ALIKE,
    "name_half": Standing.ALIKE,
    "phone_same": Standing.SAME,
    "paper_same": Standing.SAME,
    "number_same": Standing.ALIKE,
    "sex_same": Standing.SAME,
    "birth_day": Standing.SAME,
    "birth_turned": Standing.ALIKE,
    "birth_slip": Standing.ALIKE,
    "birth_year": Standing.ALIKE,
    "birth_near": Standing.ALIKE,
    "district_same": Standing.SAME,
    "district_near": Standing.ALIKE,
    "country_same": Standing.SAME,
    "return_day": Standing.SAME,
    "return_near": Standing.ALIKE,
}
"""What a finding makes of a row; a finding that is not here calls its row different."""


def told(one: str | None, other: str | None, codes: Iterable[str] = (), *, about: str = "") -> Beside:
    """Return how two facts stand beside each other as they are told, by the finding that is about them.

    `about` is how the codes of its findings begin, such as `birth`.  Where a finding calls the same what is written
    otherwise, the two are alike: it may speak of another journey or of another name of theirs.
    """
    code = next((code for code in codes if about and code.startswith(f"{about}_")), "")
    if one is None or other is None:
        # A name in Latin letters beside one in Bangla is compared, though each row holds one of the two.
        return Beside(Standing.ALIKE, code) if code == "name_across" else UNKNOWN
    if _written(one) == _written(other):
        return SAME
    standing = _STANDINGS.get(code, Standing.DIFFERENT)
    if standing is Standing.DIFFERENT:
        return DIFFERENT
    return Beside(Standing.ALIKE, code)


def sealed(codes: Iterable[str], *, about: frozenset[str]) -> Beside:
    """Return how sealed numbers stand beside each other: what the findings say of them is all there is."""
    code = next((code for code in codes if code in about), "")
    return Beside(_STANDINGS.get(code, Standing.DIFFERENT), code) if code else UNKNOWN


def names_of(one: str | None, other: str | None) -> Beside:
    """Return how two names of one script, or the names of two places, stand beside each other."""
    if one is None or other is None:
        return UNKNOWN
    _score, codes = score_and_codes(_named(one), _named(other))
    return told(one, other, codes, about="name")


def days(one: PartialDay, other: PartialDay, codes: Iterable[str], *, about: str) -> Beside:
    """Return how two days stand beside each other; one known less exactly is the same where both can be one day."""
    if not one.is_known or not other.is_known:
        return UNKNOWN
    if one == other or _may_be_one_day(one, other):
        return SAME
    return told("one", "other", codes, about=about)


def journeys_begun(one: PartialDay, other: PartialDay) -> Beside:
    """Return how two days of leaving stand beside each other: as days of return do."""
    _score, codes = score_and_codes(Described(returns=(one,)), Described(returns=(other,)))
    return days(one, other, codes, about="return")


def occupations_of(one: str | None, other: str | None) -> Beside:
    """Return how two occupations stand beside each other: two titles of one kind of work are alike."""
    found = told(one, other)
    if found is not DIFFERENT or one is None or other is None:
        return found
    code = occupations.code_of(one)
    is_one_kind = code is not None and code == occupations.code_of(other)
    return Beside(Standing.ALIKE, "work_same") if is_one_kind else DIFFERENT


def told_freely(one: str | None, other: str | None) -> Beside:
    """Return how two things told in somebody's own words stand beside each other: other words prove nothing."""
    found = told(one, other)
    return SAME if found is SAME else UNKNOWN


def _named(name: str) -> Described:
    return Described(latin=name) if names.is_latin(name) else Described(native=name)


def _written(text: str) -> str:
    return " ".join(text.casefold().split())


def _may_be_one_day(one: PartialDay, other: PartialDay) -> bool:
    """Whether two days, one known less exactly than the other, agree as far as both are known."""
    known = {one.precision, other.precision}
    if one.day is None or other.day is None or Precision.ESTIMATED in known:
        return False
    if Precision.YEAR in known:
        return years_apart(one, other) == 0
    return Precision.MONTH in known and (one.day.year, one.day.month) == (other.day.year, other.day.month)

"""How likely two records speak of one person, and every reason for and against it.

`sameness` decides alone and is strict; this asks people.  Each fact that both records hold is compared and gives one
finding; its weight is log2(m / u), in tenths of a bit (`likeness.toml`); the weights are added.  A missing fact is no
evidence.  Sex is compared as it was stated and never taken from a name.  Phones and papers are compared by the keys
under which they are found, so nothing sealed is opened to compare.

Source: I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association
64 (1969); the names that everybody bears, the register's own knowledge of the twelve countries.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import JaroWinkler

from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees.rules import names
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision, Sex, years_apart

SOURCE = "Fellegi and Sunter 1969"
BORNE_BY_MANY = frozenset(
    "begum khatun khatoon khatoun bibi bano banu akter akhter aktar devi kumar kumari bai khanam khanom".split()
)
"""Names that say a woman is married or grown, or that every second person bears: alike they say nothing."""
_MOHAMMED = re.compile(r"m[ou]?h[ao]?mm?[aeou]?d")
NEAR_YEARS = 2
CLOSE_SPELLING = 0.9
CLOSENESS_REMEMBERED_MAX = 65_536
"""How many pairs of names are remembered with how close they are: the same few thousand come again and again."""
SPEAKS_AGAINST = frozenset({"name_half", "name_other", "paper_other", "birth_other", "sex_other"})
"""With one of these nobody is surely the same, whatever else agrees: twins, father and son, cousins on one phone."""


class Band(StrEnum):
    """What two records are taken for, until people say."""

    SURELY = "surely"
    MAYBE = "maybe"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of somebody to compare by; empty and not known say nothing."""

    latin: str = ""
    native: str = ""
    other_latin: frozenset[str] = frozenset()
    """Other names in Latin letters: an earlier one, one they are called by, one as it stands on a paper."""
    other_native: frozenset[str] = frozenset()
    sex: Sex = Sex.UNKNOWN
    born: PartialDay = NOT_KNOWN
    phones: frozenset[str] = frozenset()
    """Phones in any form in which equal phones are equal."""
    papers: frozenset[str] = frozenset()
    paper_kinds: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    """Numbers by which others know them; equal ones are evidence, different ones say nothing: everybody has several."""
    place: str = ""
    countries: frozenset[str] = frozenset()
    returns: tuple[PartialDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are: the sum of weights in tenths of a bit, the band, and the findings, heaviest first."""

    score: int
    band: Band
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The findings by their codes, which name nobody."""
        return tuple(finding.code for finding in self.findings)


def likeness(one: Described, other: Described) -> Likeness:
    """Return how likely two records speak of one person, and why.  The same whichever comes first."""
    score, codes = score_and_codes(one, other)
    return Likeness(score, _band(score, codes), tuple(_finding(code, one, other) for code in codes))


def score_and_codes(one: Described, other: Described) -> tuple[int, tuple[str, ...]]:
    """Return what is kept of a likeness: the sum of its weights and the codes of its findings, heaviest first."""
    weighed = weights()
    codes = sorted(_codes(one, other), key=lambda code: (-abs(weighed[code]), code))
    return sum(map(weighed.__getitem__, codes)), tuple(codes)


def if_alike(one: Described, other: Described) -> Likeness | None:
    """Return how likely two records speak of one person where people are to be asked about them; else None."""
    score = sum(map(weights().__getitem__, _codes(one, other)))
    # Most are not: their findings are put in order for nobody.
    return likeness(one, other) if score >= _bands()[Band.MAYBE] else None


def may_be_same(
    one: Described, other: Described, *, may_share_phone: bool, may_share_paper: bool, may_share_number: bool
) -> bool:
    """Whether two records could be taken for one person's if their names were equal; False is sure.

    Their phones, papers and numbers are not looked at: it is said whether they may have one in common.  So most pairs
    are set aside before names are compared and numbers are looked up.
    """
    weighed = weights()
    most = weighed["name_equal"]
    if may_share_phone:
        most += weighed["phone_same"]
    if may_share_paper:
        most += weighed["paper_same"]
    elif may_share_number:
        most += weighed["number_same"]
    return most + sum(map(weighed.__getitem__, _beside_names_and_numbers(one, other))) >= _bands()[Band.MAYBE]


def _band(score: int, codes: Sequence[str]) -> Band:
    bounds = _bands()
    if score < bounds[Band.MAYBE]:
        return Band.DIFFERENT
    is_sure = score >= bounds[Band.SURELY] and SPEAKS_AGAINST.isdisjoint(codes)
    return Band.SURELY if is_sure else Band.MAYBE


@cache
def weights() -> dict[str, int]:
    """Return the weight of each finding in tenths of a bit; below zero it speaks against one person."""
    return {
        code: _weight(Decimal(level["m"]), Decimal(level["u"]))
        for comparison, levels in _data().items()
        if comparison != "bands"
        for code, level in levels.items()
    }


@cache
def _bands() -> dict[Band, int]:
    return {Band(name): int(least) for name, least in _data()["bands"].items()}


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("likeness.toml").read_text(encoding="utf-8"))


def _weight(m: Decimal, u: Decimal) -> int:
    with localcontext() as exact:
        exact.prec = 28
        return round((m / u).ln() / Decimal(2).ln() * 10)


CODES = frozenset(weights())


def _codes(one: Described, other: Described) -> Iterator[str]:
    if code := _names(one, other):
        yield code
    if one.phones and other.phones:
        yield "phone_other" if one.phones.isdisjoint(other.phones) else "phone_same"
    if not one.papers.isdisjoint(other.papers):
        yield "paper_same"
    elif not one.numbers.isdisjoint(other.numbers):
        yield "number_same"
    elif one.papers and other.papers and not one.paper_kinds.isdisjoint(other.paper_kinds):
        yield "paper_other"
    yield from _beside_names_and_numbers(one, other)


def _beside_names_and_numbers(one: Described, other: Described) -> list[str]:
    # Asked of every two files that share a key, tens of them for each that comes in: codes alone, no findings yet.
    found = []
    if one.countries and other.countries:
        found.append("country_other" if one.countries.isdisjoint(other.countries) else "country_same")
    if one.born.day is not None and other.born.day is not None:
        found.append(_births(one.born, other.born))
    if one.sex is not Sex.UNKNOWN and other.sex is not Sex.UNKNOWN:
        found.append("sex_same" if one.sex is other.sex else "sex_other")
    if one.place and other.place:
        found.append("district_same" if one.place == other.place else _districts(one.place, other.place))
    if one.returns and other.returns and (code := _returns(one.returns, other.returns)):
        found.append(code)
    return found


def _finding(code: str, one: Described, other: Described) -> Finding:
    if code in {"birth_near", "birth_other"}:
        return finding_of(code, years=years_apart(one.born, other.born))
    return finding_of(code)


@lru_cache(maxsize=1_000)
def finding_of(code: str, **facts: int | str) -> Finding:
    """Return a finding by its code, such as the weights of a chart are told by."""
    return Finding(code, Weight.NOTE if weights()[code] > 0 else Weight.CONCERN, SOURCE, **facts)


_NAMES = ("name_equal", "name_alike", "name_across", "name_part", "name_one", "name_half", "name_other")
"""From the strongest to the weakest: names are compared in each script that a record holds, and the best counts."""


def _names(one: Described, other: Described) -> str:
    latin, native = (one.latin, *one.other_latin), (one.native, *one.other_native)
    other_latin, other_native = (other.latin, *other.other_latin), (other.native, *other.other_native)
    found = {
        _name_level(mine, theirs, is_across=across)
        for here, there, across in (
            (latin, other_latin, False),
            (native, other_native, False),
            (latin, other_native, True),
            (native, other_latin, True),
        )
        for mine in here
        if mine
        for theirs in there
        if theirs
    }
    return next((code for code in _NAMES if code in found), "")


def _name_level(mine: str, theirs: str, *, is_across: bool) -> str:
    """Return how two names in one script each are alike, whatever their order."""
    one, other = own_names(mine), own_names(theirs)
    if not one or not other:
        return ""
    fewer, more = sorted((one, other), key=lambda tokens: (len(tokens), tokens))
    matched = _matched(fewer, more)
    if matched == len(more) or names.skeleton("".join(one)) == names.skeleton("".join(other)):
        if len(fewer) == 1 == len(more):
            return "name_one"
        if is_across:
            return "name_across"
        return "name_equal" if sorted(one) == sorted(other) else "name_alike"
    if matched == len(fewer):
        return "name_one" if matched == 1 else "name_part"
    return "name_half" if matched else "name_other"


@lru_cache(maxsize=names.REMEMBERED_MAX)
def own_names(name: str) -> tuple[str, ...]:
    """Return the names that tell people apart: without those borne by many, unless there are no others."""
    held = tuple(dict.fromkeys(names.tokens(name)))
    own = tuple(token for token in held if token not in BORNE_BY_MANY and not _MOHAMMED.fullmatch(token))
    return own or held


def _matched(fewer: Sequence[str], more: Sequence[str]) -> int:
    left = list(more)
    matched = 0
    for token in sorted(fewer, key=len, reverse=True):
        best = max(left, key=lambda word: (_closeness(token, word), word), default="")
        if best and _closeness(token, best) >= CLOSE_SPELLING:
            left.remove(best)
            matched += 1
    return matched


@lru_cache(maxsize=CLOSENESS_REMEMBERED_MAX)
def _closeness(token: str, word: str) -> float:
    if token == word:
        return 1.0
    if 1 in (len(token), len(word)):
        # An initial is as good as a name that begins with it, and no better.
        return CLOSE_SPELLING if token[0] == word[0] else 0.0
    bones, others = names.skeleton(token), names.skeleton(word)
    if bones == others and len(bones) > 1:
        return 0.99
    return JaroWinkler.similarity(token, word)


def _births(one: PartialDay, other: PartialDay) -> str:
    """Return how two births that are known agree."""
    assert one.day is not None, "births are compared where both are known"
    assert other.day is not None, "births are compared where both are known"
    years = years_apart(one, other)
    if one.precision is other.precision is Precision.DAY:
        return _birthdays(one.day, other.day, years)
    coarse = {one.precision, other.precision}
    if years == 0:
        months_differ = not coarse & {Precision.YEAR, Precision.ESTIMATED} and one.day.month != other.day.month
        return "birth_near" if months_differ else "birth_year"
    return "birth_near" if years <= (NEAR_YEARS if Precision.ESTIMATED in coarse else 1) else "birth_other"


def _birthdays(one: date, other: date, years: int) -> str:
    if one == other:
        return "birth_day"
    if years == 0 and (one.month, one.day) == (other.day, other.month):
        return "birth_turned"
    if _differ_by_a_slip(one, other):
        return "birth_slip"
    if years == 0 and (1, 1) in {(one.month, one.day), (other.month, other.day)}:
        # The first of January is what offices write who know the year alone.
        return "birth_year"
    return "birth_near" if years <= 1 else "birth_other"


def _differ_by_a_slip(one: date, other: date) -> bool:
    # One figure off leaves two of year, month and day as they are.
    if (one.year == other.year) + (one.month == other.month) + (one.day == other.day) != 2:
        return False
    figures = zip(one.isoformat(), other.isoformat(), strict=True)
    return sum(mine != theirs for mine, theirs in figures) == 1


def _districts(one: str, other: str) -> str:
    mine, theirs = one.split("."), other.split(".")
    shared = min(len(mine), len(theirs), 3)
    if mine[:shared] == theirs[:shared]:
        return "district_same"
    return "district_near" if mine[:2] == theirs[:2] else "district_other"


def _returns(one: Sequence[PartialDay], other: Sequence[PartialDay]) -> str:
    """Return how the closest two returns agree: somebody may have come back more than once."""
    pairs = [(mine, theirs) for mine in one for theirs in other if mine.day is not None and theirs.day is not None]
    if not pairs:
        return ""
    if any(mine == theirs and mine.precision is Precision.DAY for mine, theirs in pairs):
        return "return_day"
    near = any(years_apart(mine, theirs) <= 1 for mine, theirs in pairs)
    return "return_near" if near else "return_other"

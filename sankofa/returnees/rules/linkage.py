"""What the whole register is compared by at once: the columns of a file, the trained weights, and when to stop and ask.

The findings are those of `likeness`, by the same codes, so that a weight means the same at entry and here.  A weight is
trained: `m` is how often a finding is made of one person's two files, `u` how often of two people's.  How likely any
two files are one person's depends on how many files there are, so what is kept is the share of second files.

Source: I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association
64 (1969); T. Enamorado, B. Fifield and K. Imai, "Using a Probabilistic Model to Assist Merging of Large-Scale
Administrative Records", American Political Science Review 113 (2019), for training by expectation maximisation.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from sankofa.returnees.rules import likeness, names
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.terms import PartialDay, Precision, Sex

COMPARISONS: Mapping[str, tuple[str, ...]] = {
    "name": ("name_equal", "name_alike", "name_across", "name_part", "name_one", "name_half", "name_other"),
    "birth": ("birth_day", "birth_turned", "birth_slip", "birth_year", "birth_near", "birth_other"),
    "phone": ("phone_same", "phone_other"),
    "paper": ("paper_same", "number_same", "paper_other"),
    "sex": ("sex_same", "sex_other"),
    "district": ("district_same", "district_near", "district_other"),
    "country": ("country_same", "country_other"),
    "return": ("return_day", "return_near", "return_other"),
}
"""What is compared, and the findings of each from the strongest to the weakest."""
HOLDERS_MAX = 100
"""A key that more files share than this brings nobody together; at entry it is fewer, because somebody waits there."""
SHARE_MAX = Decimal("0.5")
"""Where more than this share of all files would be second files, the register or the weights are wrong."""
MATCHES_MAX = 25
"""Where one file is like more others than this, it is no person: a name of the office, a number made up for a form."""
M_LEAST, U_LEAST = Decimal("0.005"), Decimal("0.0001")
"""A finding never seen among those learned from is still possible: real lists are dirtier than any that was learned."""
RELATIVES: Mapping[str, Decimal] = {"name_half": Decimal("0.09"), "phone_same": Decimal("0.004")}
"""The least `u` of what relatives share: learned from strangers it would make brothers and sisters one person."""
FILES_MIN = 1_000
"""With fewer files nothing can be learned: there are too few second files among them."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each finding says, and how many second files are expected."""

    m: Mapping[str, Decimal]
    u: Mapping[str, Decimal]
    second_files: Decimal
    """Expected pairs of files of one person, for each file."""

    def bits(self, code: str) -> Decimal:
        """Return the weight of a finding in bits, to a tenth; below zero it speaks against one person."""
        with localcontext() as exact:
            exact.prec = 28
            return ((self.m[code] / self.u[code]).ln() / Decimal(2).ln()).quantize(Decimal("0.1"))

    def chance(self, count: int) -> Decimal:
        """Return how likely any two of so many files are one person's."""
        chance = 2 * self.second_files / max(count - 1, 1)
        return min(max(chance, Decimal("1e-12")), SHARE_MAX)

    def as_data(self) -> dict[str, Any]:
        """Return the weights as they are stored: exact numbers as text."""
        return {
            "second_files": str(self.second_files),
            **{code: [str(self.m[code]), str(self.u[code])] for codes in COMPARISONS.values() for code in codes},
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """How well pairs were found on records of which it is known whose they are."""

    on: str
    threshold: int
    precision: Decimal
    recall: Decimal


def careful(learned: Weights) -> Weights:
    """Return learned weights within the bounds that experience sets, the shares of each comparison adding up to one."""
    m = _bounded(learned.m, M_LEAST)
    u = {**_bounded(learned.u, U_LEAST)}
    return Weights(m, {code: max(share, RELATIVES.get(code, share)) for code, share in u.items()}, learned.second_files)


def _bounded(shares: Mapping[str, Decimal], least: Decimal) -> dict[str, Decimal]:
    bounded: dict[str, Decimal] = {}
    for codes in COMPARISONS.values():
        held = {code: max(shares[code], least) for code in codes}
        total = sum(held.values(), Decimal(0))
        bounded.update({code: (share / total).quantize(Decimal("0.000001")) for code, share in held.items()})
    return bounded


def weights(data: Mapping[str, Any]) -> Weights:
    """Return weights from how they are stored."""
    # Weights that were learned before a finding was made say nothing of it.
    come_with_it = _data()["trained"]
    both = {code: data.get(code, come_with_it[code]) for codes in COMPARISONS.values() for code in codes}
    return Weights(
        m={code: Decimal(pair[0]) for code, pair in both.items()},
        u={code: Decimal(pair[1]) for code, pair in both.items()},
        second_files=Decimal(data["second_files"]),
    )


@cache
def shipped() -> Weights:
    """Return the weights that come with the house, trained on invented people of the twelve countries."""
    return weights(_data()["trained"])


@cache
def threshold() -> int:
    """Return from how many tenths of a bit, all told, people are asked about a pair."""
    return int(_data()["threshold"])


@cache
def asked_from() -> Decimal:
    """Return the same in points, as the pages say it."""
    return Decimal(threshold()) / 10


@cache
def measured() -> tuple[Measured, ...]:
    """Return how well the weights that come with the house find pairs, as the benchmark measured it."""
    return tuple(
        Measured(row["on"], int(row["threshold"]), Decimal(row["precision"]), Decimal(row["recall"]))
        for row in _data().get("measured", [])
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("linkage.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that may be one person's, smaller id first, and the sum of what speaks for it in tenths of a bit."""

    one: str
    other: str
    score: int


@dataclass(frozen=True, slots=True)
class Brake:
    """Why a comparison of the whole register stopped to ask, with the figures to judge by."""

    code: str
    figure: int


def brake(pairs: Sequence[tuple[Any, Any]], *, files_count: int) -> Brake | None:
    """Return why the outcome must not be kept without asking, or None.  `pairs` are ids of files, each pair once."""
    held = Counter(file for pair in pairs for file in pair)
    most = max(held.values(), default=0)
    if len(held) > SHARE_MAX * files_count:
        return Brake("too_many_files", len(held))
    return Brake("too_many_for_one", most) if most > MATCHES_MAX else None


@dataclass(frozen=True, slots=True)
class Columns:
    """What one file is compared by, in columns; None says nothing."""

    spelled: str | None
    name_key: str | None
    native_key: str | None
    bones: list[str] | None
    born_day: str | None
    born_turned: str | None
    born_year: int | None
    is_born_rough: bool
    is_born_about: bool
    phones: list[str] | None
    papers: list[str] | None
    paper_kinds: list[str] | None
    numbers: list[str] | None
    sex: str | None
    district: str | None
    province: str | None
    countries: list[str] | None
    returned_day: str | None
    returned_year: int | None
    keys: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ComparedName:
    """What one name is compared by, whoever bears it; a name that says nothing has no key."""

    spelled: str | None
    key: str | None
    bones: tuple[str, ...]
    pairs: tuple[str, ...]


def columns(said: Described) -> Columns:
    """Return what a file is compared by, in columns, with the keys that bring it together with others."""
    latin, native = compared_name(said.latin), compared_name(said.native)
    first = latin if latin.key else native
    every = (latin, native, *map(compared_name, sorted(said.other_latin | said.other_native)))
    bones = sorted({bone for name in every for bone in name.bones})
    day = said.born.day
    is_whole = said.born.precision is Precision.DAY
    born_day = f"{day:%Y%m%d}" if day and is_whole else None
    turned = f"{day:%Y}{day:%d}{day:%m}" if day and is_whole and day.day != day.month else None
    returned = max((one for one in said.returns if one.day is not None), key=_returned, default=None)
    returned_day = f"{returned.day:%Y%m%d}" if returned and returned.precision is Precision.DAY else None
    steps = said.place.split(".") if said.place else []
    found = Columns(
        spelled=first.spelled,
        name_key=first.key,
        native_key=native.key if latin.key else None,
        bones=bones or None,
        born_day=born_day,
        born_turned=turned,
        born_year=day.year if day else None,
        # The first of January is what offices write who know the year alone.
        is_born_rough=born_day is None or born_day.endswith("0101"),
        is_born_about=said.born.precision is Precision.ESTIMATED,
        phones=sorted(said.phones) or None,
        papers=sorted(said.papers) or None,
        paper_kinds=sorted(said.paper_kinds) or None,
        numbers=sorted(said.numbers) or None,
        sex=None if said.sex is Sex.UNKNOWN else said.sex.value,
        district=".".join(steps[:3]) or None,
        province=".".join(steps[:2]) or None,
        countries=sorted(said.countries) or None,
        returned_day=returned_day,
        returned_year=returned.day.year if returned and returned.day else None,
    )
    found.keys.extend(_keys(found, {pair for name in every for pair in name.pairs}))
    return found


def _keys(said: Columns, pairs: Iterable[str]) -> Iterator[str]:
    """Yield the keys: those of entry, and a whole day together with the district, for names that nobody could spell."""
    yield from said.phones or ()
    yield from said.papers or ()
    yield from said.numbers or ()
    yield from pairs
    for year in _years(said):
        yield f"i{said.name_key}|{year}"
    if said.born_day:
        for bone in said.bones or ():
            yield f"n{said.born_day}.{bone}"
        if said.district:
            yield f"f{said.born_day}.{said.district}"
    if said.returned_day and said.born_year and said.district:
        yield f"r{said.returned_day}.{said.born_year}.{said.district}"


def _years(said: Columns) -> Iterable[int]:
    if said.born_year is None or said.name_key is None:
        return ()
    # An age is a year off as often as not, so an estimated year is also looked up beside itself.
    spread = 1 if said.is_born_about else 0
    return range(said.born_year - spread, said.born_year + spread + 1)


def _returned(one: PartialDay) -> tuple[Any, bool]:
    return one.day, one.precision is Precision.DAY


def compared_name(name: str) -> ComparedName:
    """Return what a name is compared by, in one script."""
    held = likeness.own_names(name) if name else ()
    if not held:
        return ComparedName(None, None, (), ())
    bones = tuple(sorted({names.skeleton(token) for token in held}))
    return ComparedName(
        spelled=" ".join(sorted(held)) if len(held) > 1 else None,
        key=".".join(bones),
        bones=bones,
        pairs=tuple(names.pair_key(one, other) for one, other in combinations(bones, 2)),
    )

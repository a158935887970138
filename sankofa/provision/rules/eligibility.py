"""Who can use a programme: its conditions as data, and what they say about one person.

Every condition answers for itself: it is met, it is missing and could be had, it bars for good, or it is not known
and has to be asked.  From these follow the three answers a caseworker needs: can use it, can use it if, cannot use it
because.  An unknown never bars and never admits.  For whom help is meant above all is no condition: it is a question
for everybody else.

Source: the microcredit paper, 4.2 (requirements of schemes); mapping (IOM and ILO, 2022), 9.3 (who is left out).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.provision.rules.groups import GROWN_UP_FROM, OLDER_FROM, Group

SOURCE: Final = "mapping 9.3"
_FOR_GOOD: Final = ("sex", "returned_from", "way", "return_kind", "lives_in", "household", "given_in")
_NUMBERS: Final = ("age", "months_abroad", "months_since_return")
_SAID: Final = ("in_debt", "disability")
CODES: Final = (
    *(f"{code}.other" for code in _FOR_GOOD),
    *(f"{code}.{kind}" for code in _NUMBERS for kind in ("too_many", "too_few")),
    *(f"{code}.{kind}" for code in _SAID for kind in ("wanted", "unwanted")),
    *("register_first", "paper_first", "after_first"),
    *(
        f"ask.{code}"
        for code in (*_FOR_GOOD, *_NUMBERS, *_SAID, "registered", "paper", "after", "in_words", "meant_for")
    ),
)
"""Every code that needs a sentence in `wording`; the lists above it name what is judged alike."""


class Answer(StrEnum):
    """What a programme's conditions come to for one person."""

    CAN = "can"
    CAN_IF = "can_if"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From a number until another, which is no longer included; None is open.  Years of age, or whole months."""

    start: int | None = None
    end: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no number lies between them."""
        return self.start is not None and self.end is not None and self.start >= self.end


@dataclass(frozen=True, slots=True)
class Rules:
    """The conditions of one programme.  An empty one asks nothing.

    `lives_in` are paths of places; `returned_from` two-letter countries; `papers` kinds of papers of which all are
    needed, each perhaps with others that would do; `registered_with` lists or portals; `after` codes of other
    programmes that come first; `asked` conditions in words that no record answers.
    """

    sexes: frozenset[str] = frozenset()
    age: Bounds = Bounds()
    returned_from: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()  # regular, irregular
    return_kinds: frozenset[str] = frozenset()
    lives_in: frozenset[str] = frozenset()
    months_abroad: Bounds = Bounds()
    months_since_return: Bounds = Bounds()
    registered_with: frozenset[str] = frozenset()
    papers: tuple[tuple[str, ...], ...] = ()
    in_debt: bool | None = None
    disability: bool | None = None
    households: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()

    @property
    def ask_nothing(self) -> bool:
        """Whether everybody can use it."""
        return all(getattr(self, field.name) == field.default for field in fields(self))


@dataclass(frozen=True, slots=True)
class Conditions(Rules):
    """All that one kind of help asks on a day: its rules, for whom it is meant above all, and in which places.

    `meant_for` are codes of groups, `given_in` paths of places; empty is everybody and everywhere.
    """

    meant_for: frozenset[str] = frozenset()
    given_in: frozenset[str] = frozenset()


NOTHING_ASKED: Final[Mapping[str, Any]] = {field.name: field.default for field in fields(Conditions)}
"""Every condition by name, as it is where nothing is asked."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say of one person; None is not known, an empty set is known to be none.

    `age` and the months are bounds, because a birth or a return is often known by its year alone.
    """

    sex: str | None = None
    age: Bounds | None = None
    returned_from: str | None = None
    way: str | None = None
    return_kind: str | None = None
    lives_in: str | None = None
    months_abroad: Bounds | None = None
    months_since_return: Bounds | None = None
    registered_with: frozenset[str] | None = None
    not_registered_with: frozenset[str] = frozenset()
    papers: frozenset[str] | None = None
    in_debt: bool | None = None
    disability: bool | None = None
    households: frozenset[str] | None = None
    used: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer and every finding behind it: barriers first, then what is missing, then what to ask."""

    answer: Answer
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What could be had: papers, a registration, another programme first, waiting."""
        return tuple(finding for finding in self.findings if finding.weight is Weight.PREREQUISITE)

    @property
    def to_ask(self) -> tuple[Finding, ...]:
        """What nobody has recorded yet."""
        return tuple(finding for finding in self.findings if finding.weight is Weight.CONCERN)


def eligibility(rules: Rules, known: Known) -> Eligibility:
    """Return whether a person can use a programme, and why, each condition judged by itself."""
    findings = tuple(sorted(_judged(rules, known), key=lambda finding: (finding.weight, finding.code)))
    weights = {finding.weight for finding in findings}
    if Weight.BARRIER in weights:
        return Eligibility(Answer.CANNOT, findings)
    return Eligibility(Answer.CAN_IF if weights else Answer.CAN, findings)


def _judged(rules: Rules, known: Known) -> Iterator[Finding]:
    for name, (judge, _told) in JUDGES.items():
        wanted = getattr(rules, name, NOTHING_ASKED[name])
        if wanted != NOTHING_ASKED[name]:
            yield from judge(wanted, known)


def _barrier(code: str, **facts: str | int | tuple[str, ...]) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)


def _missing(code: str, **facts: str | int | tuple[str, ...]) -> Finding:
    return Finding(code, Weight.PREREQUISITE, SOURCE, **facts)


def _ask(code: str, **facts: str | int | tuple[str, ...]) -> Finding:
    return Finding(f"ask.{code}", Weight.CONCERN, SOURCE, **facts)


def _one_of(code: str, wanted: frozenset[str], has: str | None) -> Iterator[Finding]:
    """A fact of which one of several values is wanted, and which nobody can change."""
    if has in wanted:
        return
    values = tuple(sorted(wanted))
    yield _ask(code, wanted=values) if has is None else _barrier(f"{code}.other", wanted=values, has=has)


def _sex(wanted: frozenset[str], known: Known) -> Iterator[Finding]:
    yield from _one_of("sex", wanted, known.sex)


def _returned_from(wanted: frozenset[str], known: Known) -> Iterator[Finding]:
    yield from _one_of("returned_from", wanted, known.returned_from)


def _way(wanted: frozenset[str], known: Known) -> Iterator[Finding]:
    yield from _one_of("way", wanted, known.way)


def _return_kind(wanted: frozenset[str], known: Known) -> Iterator[Finding]:
    yield from _one_of("return_kind", wanted, known.return_kind)


def _lives_in(areas: frozenset[str], known: Known) -> Iterator[Finding]:
    wanted = tuple(sorted(areas))
    if known.lives_in is None:
        yield _ask("lives_in", wanted=wanted)
        return
    if any(_is_within(known.lives_in, area) for area in areas):
        return
    if any(_is_within(area, known.lives_in) for area in areas):
        # Only the wider place is recorded: the district could be the right one.
        yield _ask("lives_in", wanted=wanted)
        return
    yield _barrier("lives_in.other", wanted=wanted, has=known.lives_in)


def _given_in(areas: frozenset[str], known: Known) -> Iterator[Finding]:
    """Where help is given; of a person known by a wider place alone, those parts of it are asked for."""
    lives_in = known.lives_in
    if lives_in is None:
        if all("." in area for area in areas):
            yield _ask("given_in", wanted=tuple(sorted(areas)))
    elif not any(_is_within(lives_in, area) for area in areas):
        parts = tuple(sorted(area for area in areas if _is_within(area, lives_in)))
        yield (
            _ask("given_in", wanted=parts)
            if parts
            else _barrier("given_in.other", wanted=tuple(sorted(areas)), has=lives_in)
        )


def groups_of(known: Known) -> frozenset[Group]:
    """Return the groups of which the record says that somebody is one; what it does not say is asked."""
    age = known.age or Bounds()
    told = {
        Group.WOMEN: known.sex == "female",
        Group.MEN: known.sex == "male",
        Group.OLDER: (age.start or 0) >= OLDER_FROM,
        Group.CHILDREN: age.end is not None and age.end <= GROWN_UP_FROM,
        Group.FORCED_RETURN: known.return_kind == "forced",
        Group.IRREGULAR: known.way == "irregular",
        Group.FROM_INDIA: known.returned_from == "IN",
        Group.IN_DEBT: known.in_debt is True,
    }
    return frozenset(group for group, is_one in told.items() if is_one)


def _meant_for(groups: frozenset[str], known: Known) -> Iterator[Finding]:
    """That help was made for some is no condition: others may be welcome, and only those who give it know."""
    if not groups & groups_of(known):
        yield _ask("meant_for", groups=tuple(sorted(str(group) for group in groups)))


def _is_within(path: str, area: str) -> bool:
    return path == area or path.startswith(f"{area}.")


def _age(wanted: Bounds, known: Known) -> Iterator[Finding]:
    yield from _within("age", wanted, known.age)


def _months_abroad(wanted: Bounds, known: Known) -> Iterator[Finding]:
    for finding in _within("months_abroad", wanted, known.months_abroad):
        # Time abroad does not grow any more after a return: too little of it is for good.
        yield (_barrier(finding.code, **_plain(finding)) if finding.code == "months_abroad.too_few" else finding)


def _months_since_return(wanted: Bounds, known: Known) -> Iterator[Finding]:
    yield from _within("months_since_return", wanted, known.months_since_return)


def _plain(finding: Finding) -> dict[str, int]:
    return {name: fact for name, fact in finding.facts.items() if isinstance(fact, int)}


def _within(code: str, wanted: Bounds, has: Bounds | None) -> Iterator[Finding]:
    """Numbers that only grow: too few can be waited for, too many cannot be helped."""
    facts = {name: value for name, value in (("start", wanted.start), ("end", wanted.end)) if value is not None}
    if has is None or has == Bounds():
        yield _ask(code, **facts)
        return
    least, most = has.start, None if has.end is None else has.end - 1
    if wanted.end is not None and least is not None and least >= wanted.end:
        yield _barrier(f"{code}.too_many", end=wanted.end)
    elif wanted.start is not None and most is not None and most < wanted.start:
        yield _missing(f"{code}.too_few", start=wanted.start)
    elif not (
        (wanted.start is None or (least is not None and least >= wanted.start))
        and (wanted.end is None or (most is not None and most < wanted.end))
    ):
        yield _ask(code, **facts)


def _registered(registers: frozenset[str], known: Known) -> Iterator[Finding]:
    for register in sorted(registers):
        if known.registered_with is not None and register in known.registered_with:
            continue
        if register in known.not_registered_with:
            yield _missing("register_first", register=register)
        else:
            yield _ask("registered", register=register)


def _papers(wanted: tuple[tuple[str, ...], ...], known: Known) -> Iterator[Finding]:
    for kinds in wanted:
        if known.papers is None:
            yield _ask("paper", papers=kinds)
        elif not known.papers.intersection(kinds):
            yield _missing("paper_first", papers=kinds)


def _said(code: str, wanted: bool, has: bool | None) -> Iterator[Finding]:
    if wanted is has:
        return
    kind = "wanted" if wanted else "unwanted"
    yield _ask(code) if has is None else _barrier(f"{code}.{kind}")


def _in_debt(wanted: bool, known: Known) -> Iterator[Finding]:
    for finding in _said("in_debt", wanted, known.in_debt):
        # A debt can be paid off or settled; having none cannot be mended and need not be.
        yield _missing("in_debt.unwanted") if finding.code == "in_debt.unwanted" else finding


def _disability(wanted: bool, known: Known) -> Iterator[Finding]:
    yield from _said("disability", wanted, known.disability)


def _household(homes: frozenset[str], known: Known) -> Iterator[Finding]:
    if known.households is not None and homes & known.households:
        return
    wanted = tuple(sorted(homes))
    yield _ask("household", wanted=wanted) if known.households is None else _barrier("household.other", wanted=wanted)


def _after(codes: frozenset[str], known: Known) -> Iterator[Finding]:
    for code in sorted(codes):
        if known.used is None:
            yield _ask("after", entry=code)
        elif code not in known.used:
            yield _missing("after_first", entry=code)


def _asked(wanted: tuple[str, ...], _known: Known) -> Iterator[Finding]:
    for condition in wanted:
        yield _ask("in_words", condition=condition)


Told = Callable[[Known], object]
JUDGES: Final[Mapping[str, tuple[Callable[[Any, Known], Iterator[Finding]], Told | None]]] = {
    "sexes": (_sex, attrgetter("sex")),
    "age": (_age, attrgetter("age")),
    "returned_from": (_returned_from, attrgetter("returned_from")),
    "ways": (_way, attrgetter("way")),
    "return_kinds": (_return_kind, attrgetter("return_kind")),
    "lives_in": (_lives_in, attrgetter("lives_in")),
    "months_abroad": (_months_abroad, attrgetter("months_abroad")),
    "months_since_return": (_months_since_return, attrgetter("months_since_return")),
    "registered_with": (_registered, attrgetter("registered_with", "not_registered_with")),
    "papers": (_papers, attrgetter("papers")),
    "in_debt": (_in_debt, attrgetter("in_debt")),
    "disability": (_disability, attrgetter("disability")),
    "households": (_household, attrgetter("households")),
    "after": (_after, attrgetter("used")),
    "asked": (_asked, None),
    "meant_for": (_meant_for, groups_of),
    "given_in": (_given_in, attrgetter("lives_in")),
}
"""For every condition what judges it, and what it looks at in what is known; None where it asks everybody alike."""

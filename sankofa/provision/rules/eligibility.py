"""Who can use a programme: its conditions as data, and what they say about one person.

Every condition answers for itself: it is met, it is missing and could be had, it bars for good, or it is not known
and has to be asked.  From these follow the three answers a caseworker needs: can use it, can use it if, cannot use it
because.  An unknown never bars and never admits.

Source: the microcredit paper, 4.2 (requirements of schemes); mapping (IOM and ILO, 2022), 9.3 (who is left out).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from sankofa.kernel.finding import Finding, Weight

SOURCE: Final = "mapping 9.3"
_FOR_GOOD: Final = ("sex", "returned_from", "way", "return_kind", "lives_in", "household")
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
    for judge, _facts in JUDGES.values():
        yield from judge(rules, known)


def _barrier(code: str, **facts: str | int | tuple[str, ...]) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)


def _missing(code: str, **facts: str | int | tuple[str, ...]) -> Finding:
    return Finding(code, Weight.PREREQUISITE, SOURCE, **facts)


def _ask(code: str, **facts: str | int | tuple[str, ...]) -> Finding:
    return Finding(f"ask.{code}", Weight.CONCERN, SOURCE, **facts)


def _one_of(code: str, wanted: frozenset[str], has: str | None) -> Iterator[Finding]:
    """A fact of which one of several values is wanted, and which nobody can change."""
    if not wanted or has in wanted:
        return
    values = tuple(sorted(wanted))
    yield _ask(code, wanted=values) if has is None else _barrier(f"{code}.other", wanted=values, has=has)


def _sex(rules: Rules, known: Known) -> Iterator[Finding]:
    yield from _one_of("sex", rules.sexes, known.sex)


def _returned_from(rules: Rules, known: Known) -> Iterator[Finding]:
    yield from _one_of("returned_from", rules.returned_from, known.returned_from)


def _way(rules: Rules, known: Known) -> Iterator[Finding]:
    yield from _one_of("way", rules.ways, known.way)


def _return_kind(rules: Rules, known: Known) -> Iterator[Finding]:
    yield from _one_of("return_kind", rules.return_kinds, known.return_kind)


def _lives_in(rules: Rules, known: Known) -> Iterator[Finding]:
    if not rules.lives_in:
        return
    wanted = tuple(sorted(rules.lives_in))
    if known.lives_in is None:
        yield _ask("lives_in", wanted=wanted)
        return
    if any(_is_within(known.lives_in, area) for area in rules.lives_in):
        return
    if any(_is_within(area, known.lives_in) for area in rules.lives_in):
        # Only the wider place is recorded: the district could be the right one.
        yield _ask("lives_in", wanted=wanted)
        return
    yield _barrier("lives_in.other", wanted=wanted, has=known.lives_in)


def _is_within(path: str, area: str) -> bool:
    return path == area or path.startswith(f"{area}.")


def _age(rules: Rules, known: Known) -> Iterator[Finding]:
    yield from _within("age", rules.age, known.age)


def _months_abroad(rules: Rules, known: Known) -> Iterator[Finding]:
    for finding in _within("months_abroad", rules.months_abroad, known.months_abroad):
        # Time abroad does not grow any more after a return: too little of it is for good.
        yield (_barrier(finding.code, **_plain(finding)) if finding.code == "months_abroad.too_few" else finding)


def _months_since_return(rules: Rules, known: Known) -> Iterator[Finding]:
    yield from _within("months_since_return", rules.months_since_return, known.months_since_return)


def _plain(finding: Finding) -> dict[str, int]:
    return {name: fact for name, fact in finding.facts.items() if isinstance(fact, int)}


def _within(code: str, wanted: Bounds, has: Bounds | None) -> Iterator[Finding]:
    """Numbers that only grow: too few can be waited for, too many cannot be helped."""
    if wanted == Bounds():
        return
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


def _registered(rules: Rules, known: Known) -> Iterator[Finding]:
    for register in sorted(rules.registered_with):
        if known.registered_with is not None and register in known.registered_with:
            continue
        if register in known.not_registered_with:
            yield _missing("register_first", register=register)
        else:
            yield _ask("registered", register=register)


def _papers(rules: Rules, known: Known) -> Iterator[Finding]:
    for kinds in rules.papers:
        if known.papers is None:
            yield _ask("paper", papers=kinds)
        elif not known.papers.intersection(kinds):
            yield _missing("paper_first", papers=kinds)


def _said(code: str, wanted: bool | None, has: bool | None) -> Iterator[Finding]:
    if wanted is None or wanted is has:
        return
    kind = "wanted" if wanted else "unwanted"
    yield _ask(code) if has is None else _barrier(f"{code}.{kind}")


def _in_debt(rules: Rules, known: Known) -> Iterator[Finding]:
    for finding in _said("in_debt", rules.in_debt, known.in_debt):
        # A debt can be paid off or settled; having none cannot be mended and need not be.
        yield _missing("in_debt.unwanted") if finding.code == "in_debt.unwanted" else finding


def _disability(rules: Rules, known: Known) -> Iterator[Finding]:
    yield from _said("disability", rules.disability, known.disability)


def _household(rules: Rules, known: Known) -> Iterator[Finding]:
    if not rules.households or (known.households is not None and rules.households & known.households):
        return
    wanted = tuple(sorted(rules.households))
    yield _ask("household", wanted=wanted) if known.households is None else _barrier("household.other", wanted=wanted)


def _after(rules: Rules, known: Known) -> Iterator[Finding]:
    for code in sorted(rules.after):
        if known.used is None:
            yield _ask("after", entry=code)
        elif code not in known.used:
            yield _missing("after_first", entry=code)


def _asked(rules: Rules, _known: Known) -> Iterator[Finding]:
    for condition in rules.asked:
        yield _ask("in_words", condition=condition)


JUDGES: Final[Mapping[str, tuple[Callable[[Rules, Known], Iterator[Finding]], tuple[str, ...]]]] = {
    "sexes": (_sex, ("sex",)),
    "age": (_age, ("age",)),
    "returned_from": (_returned_from, ("returned_from",)),
    "ways": (_way, ("way",)),
    "return_kinds": (_return_kind, ("return_kind",)),
    "lives_in": (_lives_in, ("lives_in",)),
    "months_abroad": (_months_abroad, ("months_abroad",)),
    "months_since_return": (_months_since_return, ("months_since_return",)),
    "registered_with": (_registered, ("registered_with", "not_registered_with")),
    "papers": (_papers, ("papers",)),
    "in_debt": (_in_debt, ("in_debt",)),
    "disability": (_disability, ("disability",)),
    "households": (_household, ("households",)),
    "after": (_after, ("used",)),
    "asked": (_asked, ()),
}
"""For every condition of `Rules` what judges it, and which facts of `Known` it looks at."""

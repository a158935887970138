"""Whether the papers of a person are those that somebody asks for, and what is missing.

A need is met by one of several kinds: microcredit institutions that accept "alternative identification means beyond a
national ID card" reach returnees whom others turn away.  What is not recorded is not missing: it is asked for.

Sources: Knowledge Paper 1 (2021), 4.2.4 (alternative identification; supporting returnees in getting identity papers)
and 3.3 (a programme whose people lacked identity papers and land deeds); ILO indicators of forced labour (2012),
8: retention of identity documents.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sankofa.kernel.finding import Finding, Weight

SOURCE = "Knowledge Paper 1 (2021), 4.2.4"
RUNS_OUT = frozenset({"passport", "travel", "licence", "residence", "work"})
"""Papers that are good until a day: where that day is not known, nobody knows whether they still are."""
REMIND_DAYS = 90
"""How long before its last day a paper is told of: a passport takes weeks."""


class Whereabouts(StrEnum):
    """Where a paper is."""

    UNKNOWN = "unknown"
    WITH_PERSON = "with_person"
    OFFICE = "office"
    LOST = "lost"
    EMPLOYER = "employer"
    RECRUITER = "recruiter"
    AUTHORITY = "authority"
    APPLIED = "applied"
    NEVER = "never"


KEPT = frozenset({Whereabouts.EMPLOYER, Whereabouts.RECRUITER, Whereabouts.AUTHORITY})
KEPT_FROM = frozenset({Whereabouts.EMPLOYER, Whereabouts.RECRUITER})
"""Where a paper is kept from its owner by whoever profits from their work: a sign of forced labour."""
HELD = frozenset({Whereabouts.WITH_PERSON, Whereabouts.OFFICE, Whereabouts.UNKNOWN})
"""Where a paper is that can be used; where it is nobody wrote down, it is taken to be with the person."""
HAS_NO_NUMBER = frozenset({Whereabouts.APPLIED, Whereabouts.NEVER})


class Standing(StrEnum):
    """How a person stands towards a need, the best first."""

    THERE = "there"
    SHORT = "short"
    UNTIL_NOT_KNOWN = "until_not_known"
    WHERE_NOT_KNOWN = "where_not_known"
    KEPT = "kept"
    AWAITED = "awaited"
    EXPIRED = "expired"
    LOST = "lost"
    NEVER = "never"
    NOT_RECORDED = "not_recorded"


_BEST_FIRST = {standing: place for place, standing in enumerate(Standing)}
_WEIGHTS: Mapping[Standing, Weight] = {
    Standing.THERE: Weight.NOTE,
    Standing.UNTIL_NOT_KNOWN: Weight.CONCERN,
    Standing.WHERE_NOT_KNOWN: Weight.CONCERN,
    Standing.NOT_RECORDED: Weight.CONCERN,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of somebody: its kind, where it is, and its last good day; None where that is not known or never ends."""

    kind: str
    whereabouts: Whereabouts = Whereabouts.UNKNOWN
    valid_until: date | None = None
    key: str = ""
    """Which paper it is, for whoever asks."""
    country: str = ""
    """Whose paper it is, as ISO 3166-1 alpha-2; empty where that is not recorded."""


@dataclass(frozen=True, slots=True)
class Need:
    """One of these kinds of paper is asked for, good for at least so many days more."""

    kinds: tuple[str, ...]
    days_left_min: int = 0

    def __post_init__(self) -> None:
        assert self.kinds, "a need names at least one kind of paper"
        assert self.days_left_min >= 0, "a paper is good for some days more, or at least today"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a need stands: by which paper, and which other kinds that would do are not recorded yet."""

    need: Need
    standing: Standing
    paper: Paper | None
    also: tuple[str, ...]
    wanted_until: date
    """Until when at least the paper has to be good."""

    @property
    def is_met(self) -> bool:
        """Whether the paper that is asked for is there."""
        return self.standing is Standing.THERE


def standing_of(paper: Paper, *, on: date, days_left_min: int = 0) -> Standing:
    """Return how one paper stands on a day; it is good through its last day."""
    match paper.whereabouts:
        case Whereabouts.NEVER:
            return Standing.NEVER
        case Whereabouts.LOST:
            return Standing.LOST
        case Whereabouts.APPLIED:
            return Standing.AWAITED
        case _:
            pass
    until = paper.valid_until
    if until is not None and until < on:
        return Standing.EXPIRED
    if paper.whereabouts in KEPT:
        return Standing.KEPT
    if paper.whereabouts is Whereabouts.UNKNOWN:
        return Standing.WHERE_NOT_KNOWN
    if until is None:
        return Standing.UNTIL_NOT_KNOWN if paper.kind in RUNS_OUT else Standing.THERE
    return Standing.SHORT if until < on + timedelta(days=days_left_min) else Standing.THERE


def answer(need: Need, papers: Iterable[Paper], *, on: date) -> Answer:
    """Return how a need stands, by the paper that comes closest to it."""
    held = [paper for paper in papers if paper.kind in need.kinds]
    wanted = on + timedelta(days=need.days_left_min)
    kinds = {paper.kind for paper in held}
    also = tuple(kind for kind in need.kinds if kind not in kinds)
    if not held:
        return Answer(need, Standing.NOT_RECORDED, None, also, wanted)
    standings = [(standing_of(paper, on=on, days_left_min=need.days_left_min), paper) for paper in held]
    # Among papers that stand alike the kind named first is the one preferred, then the one that is good for longer.
    standing, best = min(
        standings,
        key=lambda one: (
            _BEST_FIRST[one[0]],
            need.kinds.index(one[1].kind),
            -(one[1].valid_until or date.min).toordinal(),
            one[1].key,
        ),
    )
    return Answer(need, standing, best, () if standing is Standing.THERE else also, wanted)


def gaps(needs: Sequence[Need], papers: Sequence[Paper], *, on: date) -> list[Answer]:
    """Return the needs that are not met, in their order."""
    return [found for need in needs if not (found := answer(need, papers, on=on)).is_met]


def findings(found: Answer) -> Iterator[Finding]:
    """Yield how a need stands in findings: what is there or missing, then what else would do."""
    weight = _WEIGHTS.get(found.standing, Weight.PREREQUISITE)
    if found.paper is None:
        is_one = len(found.need.kinds) == 1
        yield Finding("paper_not_recorded" if is_one else "paper_none_of", weight, SOURCE, kinds=found.need.kinds)
        return
    yield _about(found.paper, found.standing, found.wanted_until, weight)
    if found.also:
        yield Finding("paper_also", Weight.NOTE, SOURCE, kinds=found.also)


def finding_about(paper: Paper, *, on: date) -> Finding:
    """Return how one paper stands on a day, in a finding."""
    standing = standing_of(paper, on=on)
    return _about(paper, standing, on, _WEIGHTS.get(standing, Weight.PREREQUISITE))


def runs_out_soon(paper: Paper, *, on: date) -> bool:
    """Whether a paper that somebody has, or that is kept from them, ends within ninety days."""
    standing = standing_of(paper, on=on, days_left_min=REMIND_DAYS)
    ends = paper.valid_until
    return ends is not None and (
        standing is Standing.SHORT
        or (standing in {Standing.KEPT, Standing.WHERE_NOT_KNOWN} and ends <= on + timedelta(days=REMIND_DAYS))
    )


def is_outlasted(paper: Paper, papers: Iterable[Paper]) -> bool:
    """Whether somebody has another such paper that is good for longer: then nobody has to renew this one.

    One that is lost, applied for or kept by somebody else stands in for nothing, nor does that of another country.
    """
    return any(
        other.key != paper.key
        and other.kind == paper.kind
        and other.whereabouts in HELD
        and (not paper.country or not other.country or paper.country == other.country)
        and paper.valid_until is not None
        and other.valid_until is not None
        and (other.valid_until, other.key) > (paper.valid_until, paper.key)
        for other in papers
    )


def is_kept_from(paper: Paper) -> bool:
    """Whether a paper is kept from its owner by an employer or a recruiter: a sign of forced labour."""
    return paper.whereabouts in KEPT_FROM


def _about(paper: Paper, standing: Standing, wanted: date, weight: Weight) -> Finding:
    facts: dict[str, str | date] = {"kind": paper.kind}
    how = standing.value
    if standing is Standing.KEPT:
        how = f"kept_{paper.whereabouts.value}"
    if standing is Standing.THERE and paper.valid_until is not None:
        how = "there_until"
    if paper.valid_until is not None and standing in {Standing.THERE, Standing.SHORT, Standing.EXPIRED}:
        facts["until"] = paper.valid_until
    if standing is Standing.SHORT:
        facts["wanted"] = wanted
    source = "ILO indicators of forced labour, 8" if is_kept_from(paper) else SOURCE
    return Finding(f"paper_{how}", weight, source, **facts)

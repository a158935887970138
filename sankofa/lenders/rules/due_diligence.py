"""Whether a lender is one to introduce people to: gates that all have to hold, and a weighted score with its coverage.

A framework holds dimensions, criteria, gates and weights, by version and by kind of lender.  An answer nobody gave is
not a zero: it lowers the coverage, and under 80 % there is no overall grade.  What a lender says of itself counts two
thirds at most.  An approval ends: an answer that has run out is no answer any more.

Sources: responsible-finance rules, 3.1 and 3.3; Knowledge Paper 1, 4.2.3 (R23, R25, R26, R27).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Rounding, round_fraction
from sankofa.kernel.periods import add_months
from sankofa.kernel.share import Share
from sankofa.lenders.rules.ratios import Limits

SOURCE: Final = "Responsible finance 3.3; Knowledge Paper 1, 4.2.3"
COVERAGE_LEAST: Final = Fraction(4, 5)
SELF_DECLARED_MOST: Final = Fraction(2, 3)
ORDINAL_MOST: Final = 3


class Kind(StrEnum):
    """What an indicator measures."""

    RATIO = "ratio"  # scored against limits: green 1, amber a half, red 0
    ORDINAL = "ordinal"  # 0 to 3
    YES_NO = "yes_no"
    DOCUMENT = "document"  # seen or not


class VerifiedBy(StrEnum):
    """Who has looked at the evidence."""

    SELF = "self"
    REVIEWER = "reviewer"
    THIRD_PARTY = "third_party"


class Status(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REFUSED = "refused"
    SUSPENDED = "suspended"


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    Status.DRAFT: frozenset({Status.REVIEWED}),
    Status.REVIEWED: frozenset({Status.DRAFT, Status.APPROVED, Status.CONDITIONAL, Status.REFUSED}),
    Status.APPROVED: frozenset({Status.SUSPENDED, Status.REFUSED, Status.DRAFT}),
    Status.CONDITIONAL: frozenset({Status.APPROVED, Status.SUSPENDED, Status.REFUSED, Status.DRAFT}),
    Status.REFUSED: frozenset({Status.DRAFT}),
    Status.SUSPENDED: frozenset({Status.APPROVED, Status.REFUSED, Status.DRAFT}),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is asked of a lender.  `weight` counts in the score; a `gate` has to hold whatever the score."""

    code: str
    dimension: str
    kind: Kind
    weight: Fraction = Fraction(0)
    gate: bool = False
    limits: Limits | None = None  # for ratios
    months_valid: int = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one indicator: a number, 1 or 0 for yes and no, and who has verified it when."""

    indicator: str
    value: Fraction
    seen_on: date
    verified_by: VerifiedBy


@dataclass(frozen=True, slots=True)
class Framework:
    """The indicators for one kind of lender, by version; the weights need not add up to a hundred."""

    code: str
    version: str
    indicators: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        codes = [indicator.code for indicator in self.indicators]
        if len(set(codes)) != len(codes):
            raise BadFramework(self.code, "two indicators have the same code")
        if sum(indicator.weight for indicator in self.indicators) <= 0:
            raise BadFramework(self.code, "no indicator has a weight above zero")
        for indicator in self.indicators:
            if indicator.kind is Kind.RATIO and indicator.limits is None:
                raise BadFramework(self.code, f"the ratio {indicator.code} has no limits")


class BadFramework(ValueError):
    """A framework cannot be used as it is written."""

    def __init__(self, framework: str, problem: str) -> None:
        super().__init__(framework, problem)
        self.framework = framework
        self.problem = problem

    def __str__(self) -> str:
        return f"The framework {self.framework} cannot be used: {self.problem}."


class BadAnswer(ValueError):
    """An answer does not fit its indicator, or there is no such indicator."""

    def __init__(self, indicator: str, value: object, right: str) -> None:
        super().__init__(indicator, value, right)
        self.indicator = indicator
        self.value = value
        self.right = right

    def __str__(self) -> str:
        return f"{self.indicator} is {self.value}; it must be {self.right}."


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What an assessment comes to on a day."""

    score: Share | None  # of the weight answered; None where nothing is answered
    coverage: Share  # the weight answered of all weight
    failed: tuple[str, ...]  # gates that do not hold
    open_gates: tuple[str, ...]  # gates nobody has answered, or whose answer has run out
    run_out: tuple[str, ...]
    by_dimension: Mapping[str, Share | None]
    valid_until: date | None  # the first day on which an answer runs out

    @property
    def has_grade(self) -> bool:
        """Whether enough is known for an overall grade."""
        return self.coverage.fraction >= COVERAGE_LEAST

    @property
    def may_be_approved(self) -> bool:
        """Whether all gates hold and enough is known."""
        return not self.failed and not self.open_gates and self.has_grade


def scorecard(framework: Framework, answers: Iterable[Answer], on: date) -> Scorecard:
    """Return the score, the coverage and the gates of an assessment on a day.

    Score = sum of weight x points / sum of weight, over what is answered and still valid.  Raises BadAnswer.
    """
    known = {indicator.code: indicator for indicator in framework.indicators}
    valid: dict[str, Answer] = {}
    run_out = set()
    ends = []
    for answer in answers:
        indicator = known.get(answer.indicator)
        if indicator is None:
            raise BadAnswer(answer.indicator, answer.value, f"an indicator of {framework.code} {framework.version}")
        _check(indicator, answer)
        until = add_months(answer.seen_on, indicator.months_valid)
        if not answer.seen_on <= on < until:
            run_out.add(answer.indicator)
        elif answer.indicator not in valid or valid[answer.indicator].seen_on < answer.seen_on:
            valid[answer.indicator] = answer  # the latest look counts
    for code, answer in valid.items():
        ends.append(add_months(answer.seen_on, known[code].months_valid))
    gates = [indicator for indicator in framework.indicators if indicator.gate]
    dimensions = dict.fromkeys(indicator.dimension for indicator in framework.indicators)
    weight = sum((indicator.weight for indicator in framework.indicators), Fraction(0))
    return Scorecard(
        score=_score(framework.indicators, valid),
        coverage=Share.of(_answered(framework.indicators, valid), weight),
        failed=tuple(gate.code for gate in gates if gate.code in valid and not _holds(gate, valid[gate.code])),
        open_gates=tuple(gate.code for gate in gates if gate.code not in valid),
        run_out=tuple(sorted(run_out - valid.keys())),
        by_dimension={
            name: _score([one for one in framework.indicators if one.dimension == name], valid) for name in dimensions
        },
        valid_until=min(ends, default=None),
    )


def points(indicator: Indicator, answer: Answer) -> Fraction:
    """Return what an answer is worth, 0 to 1; what the lender says of itself two thirds at most."""
    match indicator.kind:
        case Kind.RATIO:
            assert indicator.limits is not None
            worth = 1 - Fraction(int(indicator.limits.colour(answer.value)), 2)
        case Kind.ORDINAL:
            worth = answer.value / ORDINAL_MOST
        case _:
            worth = answer.value
    return min(worth, SELF_DECLARED_MOST) if answer.verified_by is VerifiedBy.SELF else worth


class NotAllowed(ValueError):
    """An assessment cannot take this step."""

    def __init__(self, wanted: Status, reason: str) -> None:
        super().__init__(wanted, reason)
        self.wanted = wanted
        self.reason = reason

    def __str__(self) -> str:
        return f"The assessment cannot become {self.wanted}: {self.reason}."


def check_may_become(status: Status, wanted: Status, found: Scorecard, assessor: str, decided_by: str) -> None:
    """Raise NotAllowed when an assessment may not take a step: who assessed does not decide, and gates hold."""
    if wanted not in NEXT[status]:
        raise NotAllowed(wanted, f"from {status} it can become {', '.join(sorted(NEXT[status]))}")
    if wanted in {Status.APPROVED, Status.CONDITIONAL, Status.REFUSED} and assessor == decided_by:
        raise NotAllowed(wanted, "who assessed may not decide")
    if wanted in {Status.APPROVED, Status.CONDITIONAL} and found.failed:
        raise NotAllowed(wanted, f"these gates do not hold: {', '.join(found.failed)}")
    if wanted is Status.APPROVED and not found.may_be_approved:
        lacking = ", ".join(found.open_gates) or f"only {found.coverage} is answered"
        raise NotAllowed(wanted, f"not enough is known: {lacking}")


def may_become(status: Status, wanted: Status, found: Scorecard, assessor: str, decided_by: str) -> bool:
    """Whether an assessment may take a step."""
    try:
        check_may_become(status, wanted, found, assessor, decided_by)
    except NotAllowed:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Quarter:
    """What a lender reports for a quarter after its approval."""

    par30: Share | None
    oldest_grave_complaint_days: int = 0
    price_changed_unannounced: bool = False


def reasons_to_suspend(quarters: Sequence[Quarter]) -> list[Finding]:
    """Return why no new people are sent to a lender: late portfolio twice, an old grave complaint, a hidden price.

    The latest quarter stands last.
    """
    found = []
    latest = quarters[-2:]
    too_late = [quarter.par30 for quarter in latest if quarter.par30 is not None]
    if len(latest) == 2 and len(too_late) == 2 and all(share.fraction > Fraction(1, 10) for share in too_late):
        found.append(Finding("suspend.par30", Weight.BARRIER, SOURCE, percent=_shown(too_late[-1])))
    if quarters and quarters[-1].oldest_grave_complaint_days > 30:
        days = quarters[-1].oldest_grave_complaint_days
        found.append(Finding("suspend.complaint", Weight.BARRIER, SOURCE, days=days))
    if quarters and quarters[-1].price_changed_unannounced:
        found.append(Finding("suspend.price", Weight.BARRIER, SOURCE))
    return found


def sheet(found: Scorecard) -> list[Finding]:
    """Return the scorecard line by line, gravest first, for whoever has to decide."""
    lines = [
        *(Finding("gate.failed", Weight.BARRIER, SOURCE, gate=code) for code in found.failed),
        *(Finding("gate.open", Weight.PREREQUISITE, SOURCE, gate=code) for code in found.open_gates),
        *(Finding("answer.run_out", Weight.PREREQUISITE, SOURCE, indicator=code) for code in found.run_out),
    ]
    coverage = _shown(found.coverage)
    if not found.has_grade:
        lines.append(Finding("score.too_little_known", Weight.PREREQUISITE, SOURCE, coverage=coverage))
    if found.score is not None:
        lines.append(Finding("score.score", Weight.NOTE, SOURCE, score=_shown(found.score), coverage=coverage))
    for dimension, share in found.by_dimension.items():
        if share is not None:
            lines.append(Finding("score.dimension", Weight.NOTE, SOURCE, dimension=dimension, score=_shown(share)))
    return lines


def _check(indicator: Indicator, answer: Answer) -> None:
    if indicator.kind is Kind.ORDINAL and answer.value not in {0, 1, 2, 3}:
        raise BadAnswer(indicator.code, answer.value, "0, 1, 2 or 3")
    if indicator.kind in {Kind.YES_NO, Kind.DOCUMENT} and answer.value not in {0, 1}:
        raise BadAnswer(indicator.code, answer.value, "1 for yes or 0 for no")


def _holds(gate: Indicator, answer: Answer) -> bool:
    if gate.kind is Kind.RATIO:
        assert gate.limits is not None
        return gate.limits.colour(answer.value) < 2
    return answer.value > 0


def _answered(indicators: Iterable[Indicator], valid: Mapping[str, Answer]) -> Fraction:
    return sum((indicator.weight for indicator in indicators if indicator.code in valid), Fraction(0))


def _score(indicators: Iterable[Indicator], valid: Mapping[str, Answer]) -> Share | None:
    indicators = tuple(indicators)
    weight = _answered(indicators, valid)
    if not weight:
        return None
    earned = sum((one.weight * points(one, valid[one.code]) for one in indicators if one.code in valid), Fraction(0))
    return Share.of(earned, weight)


def _shown(share: Share) -> int:
    return round_fraction(share.fraction * 100, Rounding.HALF_UP)

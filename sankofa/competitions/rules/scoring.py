"""What reviewers' marks come to: the weighted mean of every review, and the mean over reviews.

Weights are published before the first proposal is read, because they decide: a proposal that is less new may win by
being sounder.  Every mark counts; with three reviewers none is dropped.  Reviewers who lie far apart are named, and
beside the raw score stands one from which each reviewer's own severity is taken out.

Source: responsible-finance rules, competitions ("weighted mean; drop none with 3 reviewers; flag if SD > 2; report raw
and reviewer-centred scores; ties by financial sustainability, then local partner").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Rounding, round_fraction

SOURCE = "responsible-finance rules, competitions"
REVIEWS_MIN = 3
SPREAD_MAX = 2
PLACES = 4


class BadReview(ValueError):
    """Reviews and weights do not fit; names the field and says what would be right."""

    def __init__(self, field: str, right: str) -> None:
        super().__init__(field, right)
        self.field = field
        self.right = right

    def __str__(self) -> str:
        """Say in one sentence what is wrong and what would be right."""
        return f"{self.field}: {self.right}."


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion counts, in the order in which ties are broken; together exactly 1."""

    shares: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        if sum(self.shares.values()) != 1 or any(share <= 0 for share in self.shares.values()):
            raise BadReview("weights", "they must all be above 0 and add up to exactly 1")


@dataclass(frozen=True, slots=True)
class Review:
    """What one reviewer gave one proposal: a mark for every criterion."""

    reviewer: str
    marks: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Scored:
    """What the reviews of a proposal come to: each reviewer's weighted mark, their mean, and what to look at."""

    by_reviewer: Mapping[str, Fraction]
    by_criterion: Mapping[str, Fraction]
    mean: Fraction
    findings: tuple[Finding, ...]

    @property
    def figure(self) -> Decimal:
        """The mean as it is published: four decimals, half up."""
        return _figure(self.mean)


def scored(reviews: Sequence[Review], weights: Weights) -> Scored:
    """Return what the reviews of a proposal come to.  Raises BadReview."""
    _check(reviews, weights)
    by_reviewer = {
        review.reviewer: sum((share * review.marks[name] for name, share in weights.shares.items()), Fraction(0))
        for review in reviews
    }
    by_criterion = {name: _mean([review.marks[name] for review in reviews]) for name in weights.shares}
    mean = _mean(list(by_reviewer.values()))
    return Scored(by_reviewer, by_criterion, mean, tuple(_findings(by_reviewer, mean)))


def centred(proposals: Mapping[str, Scored]) -> dict[str, Decimal]:
    """Return each proposal's score with every reviewer's own severity taken out, on the scale of all marks together."""
    given: dict[str, list[Fraction]] = {}
    for one in proposals.values():
        for reviewer, mark in one.by_reviewer.items():
            given.setdefault(reviewer, []).append(mark)
    severity = {reviewer: _mean(marks) for reviewer, marks in given.items()}
    overall = _mean([mark for marks in given.values() for mark in marks])
    return {
        name: _figure(overall + _mean([mark - severity[who] for who, mark in one.by_reviewer.items()]))
        for name, one in proposals.items()
    }


def ranked(proposals: Mapping[str, Scored], *, ties: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the proposals, best first; those that no criterion parts stand together, for the jury to vote on."""

    def worth(name: str) -> tuple[Fraction, ...]:
        one = proposals[name]
        return (one.mean, *(one.by_criterion[criterion] for criterion in ties))

    groups: dict[tuple[Fraction, ...], list[str]] = {}
    for name in sorted(proposals):
        groups.setdefault(worth(name), []).append(name)
    return [tuple(groups[value]) for value in sorted(groups, reverse=True)]


def _check(reviews: Sequence[Review], weights: Weights) -> None:
    if not reviews:
        raise BadReview("reviews", "a proposal needs at least one review")
    if len({review.reviewer for review in reviews}) < len(reviews):
        raise BadReview("reviews", "each reviewer reviews a proposal once")
    for review in reviews:
        if set(review.marks) != set(weights.shares):
            raise BadReview(f"review of {review.reviewer}", "it must have a mark for every criterion and for no other")


def _findings(by_reviewer: Mapping[str, Fraction], mean: Fraction) -> list[Finding]:
    found = []
    if len(by_reviewer) < REVIEWS_MIN:
        found.append(Finding("few_reviews", Weight.CONCERN, SOURCE, reviews=len(by_reviewer), needed=REVIEWS_MIN))
    spread = _mean([(mark - mean) ** 2 for mark in by_reviewer.values()])
    if spread > SPREAD_MAX**2:
        lowest, highest = min(by_reviewer.values()), max(by_reviewer.values())
        found.append(
            Finding("reviewers_apart", Weight.CONCERN, SOURCE, lowest=_figure(lowest), highest=_figure(highest))
        )
    return found


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _figure(exact: Fraction) -> Decimal:
    return Decimal(round_fraction(exact * 10**PLACES, Rounding.HALF_UP)).scaleb(-PLACES)

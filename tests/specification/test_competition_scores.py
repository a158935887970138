"""What reviewers' marks come to, and who stands before whom.

Source: responsible-finance rules, competitions: two proposals with three reviews each under weights .25/.25/.20/.30;
"p2 wins although less innovative: publish weights beforehand".
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sankofa.competitions.rules.scoring import BadReview, Review, Scored, Weights, centred, ranked, scored

CRITERIA = ("new", "sound", "partner", "lasting")
WEIGHTS = Weights(dict(zip(CRITERIA, map(Fraction, ("0.25", "0.25", "0.20", "0.30")), strict=True)))
FIRST = ((8, 7, 6, 5), (7, 8, 7, 6), (9, 6, 6, 6))
SECOND = ((6, 7, 9, 8), (6, 6, 8, 9), (7, 7, 8, 8))


def proposal(rows: tuple[tuple[int, ...], ...]) -> Scored:
    return scored(
        [
            Review(f"reviewer {number}", dict(zip(CRITERIA, map(Fraction, row), strict=True)))
            for number, row in enumerate(rows, 1)
        ],
        WEIGHTS,
    )


@pytest.mark.parametrize(
    ("marks", "by_reviewer", "mean"),
    [
        pytest.param(FIRST, ["6.45", "6.95", "6.75"], "6.7167", id="first-proposal"),
        pytest.param(SECOND, ["7.45", "7.30", "7.50"], "7.4167", id="second-proposal"),
    ],
)
def test_a_score_is_the_mean_of_weighted_reviews(
    marks: tuple[tuple[int, ...], ...], by_reviewer: list[str], mean: str
) -> None:
    done = proposal(marks)
    assert list(done.by_reviewer.values()) == [Fraction(value) for value in by_reviewer]
    assert done.figure == Decimal(mean)
    assert done.findings == ()


def test_the_published_numbers_come_out(shared_data: Path) -> None:
    (entry,) = json.loads((shared_data / "finance-vectors" / "finance_vectors.json").read_text("utf-8"))["dmade"]
    assert [float(share) for share in WEIGHTS.shares.values()] == entry["weights"]
    for name in ("p1", "p2"):
        assert proposal(tuple(map(tuple, entry[name]))).figure == Decimal(str(entry[f"{name}_mean"]))


def test_the_sounder_proposal_wins_although_it_is_less_new() -> None:
    both = {"first": proposal(FIRST), "second": proposal(SECOND)}
    assert ranked(both, ties=("lasting", "partner")) == [("second",), ("first",)]


def test_a_tie_is_broken_by_the_criteria_named_and_else_left_to_the_jury() -> None:
    lasting, new = proposal(((5, 5, 5, 10),) * 3), proposal(((11, 5, 5, 5),) * 3)
    assert lasting.mean == new.mean
    assert ranked({"new": new, "lasting": lasting}, ties=("lasting",)) == [("lasting",), ("new",)]
    assert ranked({"a": new, "b": new}, ties=("lasting", "partner")) == [("a", "b")]


def test_a_severe_reviewer_is_taken_out_of_the_score_beside_it() -> None:
    mild = {"first": proposal(FIRST), "second": proposal(SECOND)}
    gap = centred(mild)["second"] - centred(mild)["first"]
    assert gap == Decimal("0.7000")


@pytest.mark.parametrize(
    ("marks", "codes"),
    [
        pytest.param(((5, 5, 5, 5), (7, 7, 7, 7)), ["few_reviews"], id="two-reviews"),
        pytest.param(((1, 1, 1, 1), (9, 9, 9, 9), (5, 5, 5, 5)), ["reviewers_apart"], id="far-apart"),
        pytest.param(((3, 3, 3, 3), (7, 7, 7, 7), (5, 5, 5, 5)), [], id="just-not-apart"),
    ],
)
def test_what_to_look_at_before_a_score_counts(marks: tuple[tuple[int, ...], ...], codes: list[str]) -> None:
    assert [found.code for found in proposal(marks).findings] == codes


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda: scored([], WEIGHTS), id="no-review"),
        pytest.param(lambda: scored([Review("a", {"new": Fraction(5)})], WEIGHTS), id="a-mark-is-missing"),
        pytest.param(lambda: Weights({"new": Fraction(1, 2)}), id="weights-do-not-add-up"),
    ],
)
def test_what_does_not_fit_is_said(broken: object) -> None:
    with pytest.raises(BadReview):
        broken()  # type: ignore[operator]

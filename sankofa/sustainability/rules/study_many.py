"""A study of the questions of a way of scoring, in steps: what is worked out, and how it is kept as plain words.

For each side of life four steps: do its questions hang together, what would they weigh by people's own answers, and
are they answered differently by sex and by language.  Each step gives what can be kept as JSON: figures with four
decimals as text, or why there is none.  Nothing in it is about fewer people than the least.

Source: domain notes on the score, 1.1 and 1.6; each step names its own in its module.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from sankofa.sustainability.rules import fairness_many as fairness
from sankofa.sustainability.rules import reliability_many as reliability
from sankofa.sustainability.rules import weighing_many as weighing
from sankofa.sustainability.rules.terms import Dimension, Scheme
from sankofa.sustainability.rules.usable_many import Sample, TooFew, Usable, usable

PLACES: Final = Decimal("0.0001")


class Step(StrEnum):
    """What a step works out about the questions of one side."""

    TOGETHER = "together"
    WEIGHTS = "weights"
    SEX = "sex"
    LANGUAGE = "language"


def steps(scheme: Scheme) -> tuple[str, ...]:
    """Return the steps of a study in their order, such as "together.economic"."""
    return tuple(f"{step}.{side.code}" for side in scheme.dimensions for step in Step)


def found(step: str, held: Sample, scheme: Scheme) -> dict[str, Any]:
    """Return what one step of a study finds, as JSON can hold it."""
    what, _, code = step.partition(".")
    side = next(side for side in scheme.dimensions if side.code == code)
    try:
        some = usable(held, side)
        if what == Step.TOGETHER:
            return _together(held, some)
        if what == Step.WEIGHTS:
            return _weights(some, side, scheme)
        return _fairness(some, held, what)
    except TooFew as few:
        return {"too_few": few.of, "needed": few.needed}
    except weighing.PointsTheOtherWay as turned:
        return {"against": list(turned.questions)}


def weights_found(kept: Mapping[str, Any]) -> dict[str, dict[str, Fraction]]:
    """Return the weights that may be taken over, by side and question; a side without any steady ones is not in it."""
    return {
        step.partition(".")[2]: {one["question"]: Fraction(one["weight"]) for one in part["weights"]}
        for step, part in kept.items()
        if step.startswith(f"{Step.WEIGHTS}.") and "weights" in part and Fraction(part["alike"]) >= weighing.ALIKE_LEAST
    }


def _together(held: Sample, some: Usable) -> dict[str, Any]:
    shown = reliability.reliability(some)
    return {
        "people": some.people,
        "answered_all": some.people * 100 // held.people,
        "aside": {name: str(why) for name, why in some.aside.items()},
        "alpha": _text(shown.alpha),
        "alpha_between": [_text(shown.lowest), _text(shown.highest)],
        **_omega(some),
        "beside": [
            {"question": one.question, "with_rest": _text(one.with_rest), "alpha_without": _text(one.alpha_without)}
            for one in shown.beside
        ],
    }


def _omega(some: Usable) -> dict[str, Any]:
    try:
        return {"omega": _text(reliability.omega(some.values))}
    except reliability.NotInstalled:
        return {"omega": None, "no_omega": "not_installed"}
    except reliability.NoFactor:
        return {"omega": None, "no_omega": "no_factor"}


def _weights(some: Usable, side: Dimension, scheme: Scheme) -> dict[str, Any]:
    shown = weighing.weighed(some, side, scheme.bands)
    whole = sum((side.weights[one.question] for one in shown.weights), Fraction(0))
    return {
        "people": shown.people,
        "aside": {name: str(why) for name, why in some.aside.items()},
        "explained": _text(shown.explained),
        "alike": _text(shown.alike),
        "least_alike": _text(shown.least_alike),
        "turned": _text(shown.turned),
        "moved": _text(shown.moved),
        "weights": [
            {
                "question": one.question,
                "now": str(side.weights[one.question] / whole),
                "weight": str(one.weight),
                "between": [_text(one.lowest), _text(one.highest)],
            }
            for one in shown.weights
        ],
    }


def _fairness(some: Usable, held: Sample, what: str) -> dict[str, Any]:
    return {
        "pairs": [
            {
                "group": pair.group,
                "beside": pair.beside,
                "people": pair.people,
                "people_beside": pair.people_beside,
                "questions": [
                    {
                        "question": one.question,
                        "size": _text(one.size),
                        "chance": _text(one.chance),
                        "judged": str(one.judged),
                    }
                    for one in pair.differences
                ],
            }
            for pair in fairness.compared(some, held.groups[what])
        ]
    }


def _text(value: float) -> str:
    return str(Decimal(value).quantize(PLACES, ROUND_HALF_EVEN))

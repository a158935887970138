"""How an invented person answers the reintegration interview, so that the scores come out as the papers report them.

Everyone carries a hidden standing in each dimension: what their sex, education, country and age shift on average (all
as published), a part the three dimensions share, and a part of its own.  Each question has the mean an answer would
have for the average person; the standing moves it, and the answer is drawn from the scale around it.  So no answer is
certain and no two people of the same standing answer alike.

The means of single questions are ours: the mapping publishes scores, never answers.  They were chosen so that each
dimension, weighed by topics as in our open scheme, comes to the published mean.  Debts follow the shares published for
West Africa.

Source: South Asia mapping, Tables 1 to 3; ``figures.toml``, tables ``score``, ``debt`` and ``model``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, Final, TypeAlias

DIMENSIONS: Final = ("economic", "social", "psychosocial")

NEVER_BEST: Final = ("very_often", "often", "sometimes", "rarely", "never")
OFTEN_BEST: Final = ("never", "rarely", "sometimes", "often", "very_often")
QUALITY: Final = ("very_poor", "poor", "fair", "good", "very_good")
CONTENTMENT: Final = ("very_dissatisfied", "dissatisfied", "ok", "satisfied", "very_satisfied")
STRENGTH: Final = ("very_weak", "weak", "fair", "good", "very_good")
AGREEMENT: Final = ("strongly_disagree", "disagree", "in_between", "agree", "strongly_agree")
SAFETY: Final = ("very_unsafe", "unsafe", "in_between", "safe", "very_safe")
YES_BEST: Final = ("no", "yes")
NO_BEST: Final = ("yes", "no")
SCHOOL: Final = ("no", "some", "yes")
ASSETS: Final = ("none", "land animals trees buildings vehicle tools")
DEBT: Final = ("debt_larger", "spending_larger", "no_debt")

SCATTER: Final = 0.12
"""How far one answer on a scale lies from the person's standing, beyond the scale's own steps."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the model sees it: its choices from worst to best and the mean worth of its answers."""

    code: str
    dimension: str
    choices: tuple[str, ...]
    mean: float
    unknown: float = 0.0


QUESTIONS: Final = (
    Question("e1", "economic", CONTENTMENT, 0.455),
    Question("e2", "economic", NEVER_BEST, 0.63),
    Question("e3", "economic", YES_BEST, 0.56, unknown=0.05),
    Question("e4", "economic", NEVER_BEST, 0.56),
    Question("e5", "economic", DEBT, 0.0, unknown=0.01),
    Question("e6", "economic", QUALITY, 0.43, unknown=0.01),
    Question("e7", "economic", YES_BEST, 0.60),
    Question("e8", "economic", ASSETS, 0.66),
    Question("e9", "economic", NO_BEST, 0.50),
    Question("s1", "social", QUALITY, 0.56, unknown=0.02),
    Question("s2", "social", QUALITY, 0.63),
    Question("s3", "social", QUALITY, 0.67, unknown=0.01),
    Question("s4", "social", SCHOOL, 0.86),
    Question("s5", "social", QUALITY, 0.51, unknown=0.03),
    Question("s6", "social", YES_BEST, 0.95),
    Question("s7", "social", QUALITY, 0.61),
    Question("s8", "social", QUALITY, 0.71),
    Question("s9", "social", QUALITY, 0.63),
    Question("s10", "social", QUALITY, 0.56, unknown=0.03),
    Question("s11", "social", QUALITY, 0.60),
    Question("p1", "psychosocial", OFTEN_BEST, 0.49),
    Question("p2", "psychosocial", STRENGTH, 0.58),
    Question("p3", "psychosocial", AGREEMENT, 0.70),
    Question("p4", "psychosocial", SAFETY, 0.71),
    Question("p5", "psychosocial", NEVER_BEST, 0.68),
    Question("p6", "psychosocial", NEVER_BEST, 0.68),
    Question("p7", "psychosocial", NEVER_BEST, 0.50),
    Question("p8", "psychosocial", NO_BEST, 0.72),
    Question("p9", "psychosocial", YES_BEST, 0.65, unknown=0.02),
)

LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "AF": ("prs", "prs", "ps"),
    "AM": ("other",),
    "BD": ("bn",),
    "GM": ("mnk", "mnk", "wo", "en"),
    "GN": ("ff", "mnk", "fr"),
    "IN": ("hi",),
    "LK": ("si",),
    "ML": ("bm", "bm", "fr"),
    "NG": ("en",),
    "NP": ("ne",),
    "PK": ("ur", "ur", "pa"),
    "SN": ("wo", "wo", "fr"),
}
OTHER_LANGUAGE: Final = {"AM": "Armenian"}
ON_THE_PHONE: Final = 0.3

REASONS_TO_LOOK: Final = ("no_work", "pay", "conditions", "unhappy", "other")
REASONS_TO_LEAVE: Final = ("no_work", "debts", "family_pressure", "misses_people", "no_services", "unsafe")


Lot: TypeAlias = Mapping[str, float]
"""Where chance puts one person: in each dimension and in what the three share, in standard deviations."""


def lots(count: int, rng: random.Random) -> list[Lot]:
    """Return a lot for each of ``count`` people: as good and as bad as chance deals them, but dealt out evenly."""
    even = [NormalDist().inv_cdf((position + 0.5) / count) for position in range(count)]
    dealt = {name: rng.sample(even, count) for name in ("shared", *DIMENSIONS)}
    return [{name: values[position] for name, values in dealt.items()} for position in range(count)]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in each dimension against the average one, and whether they came home with debts."""

    offsets: Mapping[str, float]
    in_debt: bool
    has_children: bool


def standing(
    figures: Mapping[str, Any],
    *,
    country: str,
    sex: str,
    education: str,
    age: int,
    has_children: bool,
    in_debt: bool,
    lot: Lot,
) -> Standing:
    """Return where a person stands, from what is published about people like them and from their lot."""
    score, model = figures["score"], figures["model"]
    average = score["all"]["composite"]["mean"]
    shift = (
        score["sex"][sex]["mean"]
        - average
        + score["education"][education]["mean"]
        - average
        + score["country"].get(country, 0.0)
        + model["age_per_year"] * (age - 34)
    )
    shared, own = model["common"] ** 0.5, (1 - model["common"]) ** 0.5
    return Standing(
        {
            dimension: shift
            + model["level"][dimension]
            + model["spread"][dimension] * (shared * lot["shared"] + own * lot[dimension])
            for dimension in DIMENSIONS
        },
        in_debt,
        has_children,
    )


def shifted(held: Standing, group: Mapping[str, Mapping[str, float]]) -> Standing:
    """Return where somebody stands who belongs to a group that stands elsewhere: by how much in each dimension, and how
    much farther apart."""
    return replace(
        held,
        offsets={
            dimension: offset * group[dimension]["wider"] + group[dimension]["shift"]
            for dimension, offset in held.offsets.items()
        },
    )


def about_the_talk(country: str, name_language: str, rng: random.Random) -> dict[str, str]:
    """Return what the interviewer notes before the first question.  Nobody else ever listens to our invented talks."""
    language = name_language if name_language == "ta" else rng.choice(LANGUAGES[country])
    noted = {
        "interviewer_choice": rng.choice(("choice_met", "no_preference", "no_preference", "not_offered")),
        "present": "alone",
        "mode": "phone" if rng.random() < ON_THE_PHONE else "in_person",
        "interview_language": language,
    }
    return noted | ({"interview_language_other": OTHER_LANGUAGE[country]} if language == "other" else {})


def answers(person: Standing, *, gain: float, refused: float, rng: random.Random) -> dict[str, str]:
    """Return what a person answers.  ``gain`` is how far they have come since the first interview, ``refused`` the
    share of questions they would rather not answer."""
    given: dict[str, str] = {}
    for question in QUESTIONS:
        worth = question.mean + person.offsets[question.dimension] + gain
        drawn = rng.random()
        choice = _choice(question, worth, person, rng)
        if drawn < refused:
            choice = "prefer_not"
        elif drawn < refused + question.unknown:
            choice = "dont_know"
        given[question.code] = choice
        if question.code == "e9" and choice == "yes":
            given["e10"] = "no_work" if given["e7"] == "no" else rng.choice(REASONS_TO_LOOK[1:])
        if question.code == "p9" and choice == "no":
            given["p10"] = " ".join(rng.sample(REASONS_TO_LEAVE, rng.choice((1, 1, 2))))
    return given


def _choice(question: Question, worth: float, person: Standing, rng: random.Random) -> str:
    if question.choices is SCHOOL and not person.has_children:
        return "no_children"
    if question.choices is DEBT:
        return _debt(person, rng, person.offsets[question.dimension])
    if question.choices is ASSETS:
        owned = ASSETS[1].split()
        some = rng.sample(owned, rng.choice((1, 1, 1, 2, 2, 3)))
        return " ".join(sorted(some, key=owned.index)) if rng.random() < worth else ASSETS[0]
    steps = len(question.choices) - 1
    if steps > 1:
        worth += rng.gauss(0, SCATTER)
    place = min(max(worth, 0.0), 1.0) * steps
    lower = int(place)
    return question.choices[min(lower + (rng.random() < place - lower), steps)]


def _debt(person: Standing, rng: random.Random, offset: float) -> str:
    if not person.in_debt:
        return "no_debt"
    return "spending_larger" if rng.random() < 0.5 + offset else "debt_larger"

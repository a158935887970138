"""Questions that mean another thing to one group, planted and not: found as an independent model finds them.

The answers are made.  How people stand is drawn, some questions follow it with the same steps in both groups, and in
one question the group stands lower than it does.  Beside Mantel's test every question goes through an ordinal logistic
regression (proportional odds, McCullagh 1980) on the score, with and without the group, written here with scipy alone.

Sources: Zumbo 1999 (differential functioning by ordinal logistic regression); Mantel 1963; decision 47.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import chi2

from sankofa.sustainability.rules.fairness_many import CHANCE, Size, compared, for_many
from sankofa.sustainability.rules.usable_many import Usable

QUESTIONS = ("first", "second", "third", "fourth", "planted", "sixth", "seventh", "eighth")
PLANTED = QUESTIONS.index("planted")
STEPS_OF = np.array([-1.5, -0.5, 0.5, 1.5])
LEANS = 1.7
"""How closely an answer follows how somebody stands, in logits for one standard deviation."""
SAMPLES = 5

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """What both ways say of one question: whether there is a difference, and in which direction."""

    question: str
    by_mantel: bool
    judged: Size
    size: float
    by_model: bool
    leans: float


def answers(seed: int, *, people: int, shift: float, apart: float) -> tuple[Values, npt.NDArray[np.bool_]]:
    """Answers of people, half of them in a group that stands `apart` lower and meets one question `shift` lower."""
    chance = np.random.default_rng(seed)
    group = np.arange(people) % 2 == 0
    stands = chance.normal(size=people) - apart * group
    levels = []
    for place in range(len(QUESTIONS)):
        met = LEANS * stands - (shift * group if place == PLANTED else 0)
        above = expit(met[:, None] - LEANS * STEPS_OF)
        levels.append((chance.random(people)[:, None] < above).sum(axis=1) / len(STEPS_OF))
    return np.array(levels).T, group


def likelihood(values: Values, on: Values) -> tuple[float, Values]:
    """How likely ordered answers are at best under proportional odds, and how much they lean on each column."""
    levels, places = np.unique(values, return_inverse=True)
    cuts = len(levels) - 1
    shares = np.cumsum(np.bincount(places))[:-1] / len(values)
    first = np.log(shares / (1 - shares))
    start = np.concatenate([first[:1], np.log(np.diff(first)), np.zeros(on.shape[1])])

    def misfit(told: Values) -> float:
        edges = np.cumsum(np.concatenate([told[:1], np.exp(told[1:cuts])]))
        below = expit(edges[None, :] - (on @ told[cuts:])[:, None])
        held = np.hstack([np.zeros((len(values), 1)), below, np.ones((len(values), 1))])
        rows = np.arange(len(values))
        return -float(np.log(np.maximum(held[rows, places + 1] - held[rows, places], 1e-300)).sum())

    found = minimize(misfit, start, method="BFGS")
    return -float(found.fun), found.x[cuts:]


def by_model(values: Values, group: npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """For each question how often a group matters so much by chance, and how it leans."""
    score = values.mean(axis=1)
    score = (score - score.mean()) / score.std()
    found = []
    for column in values.T:
        without, _ = likelihood(column, score[:, None])
        together, leans = likelihood(column, np.column_stack([score, group.astype(float)]))
        found.append((float(chi2.sf(max(2 * (together - without), 0.0), 1)), float(leans[1])))
    return found


@cache
def held_against(seed: int, *, people: int = 600, shift: float = 0.0, apart: float = 0.0) -> tuple[Found, ...]:
    """Both ways on the same made answers; each takes the number of questions into account alike."""
    values, group = answers(seed, people=people, shift=shift, apart=apart)
    usable = Usable(QUESTIONS, values, np.arange(people), {})
    (one,) = compared(usable, np.where(group, "a", "b"))
    turned = 1 if one.group == "a" else -1
    model = by_model(values, group)
    chances = for_many([chance for chance, _ in model])
    return tuple(
        Found(held.question, held.chance < CHANCE, held.judged, turned * held.size, chance < CHANCE, leans)
        for held, chance, (_, leans) in zip(one.differences, chances, model, strict=True)
    )


def share(found: list[bool]) -> float:
    """The share of those that are so."""
    return sum(found) / len(found)


def samples(**ways: float) -> tuple[list[Found], list[Found]]:
    """What is found of the planted question and of all others, in every sample."""
    found = [one for seed in range(SAMPLES) for one in held_against(seed, **ways)]
    return [one for one in found if one.question == "planted"], [one for one in found if one.question != "planted"]


def test_a_planted_difference_is_found_in_its_size_and_direction() -> None:
    """Also where the group stands lower altogether, which is no difference of a question."""
    planted = [one for apart in (0.0, 0.5) for one in samples(shift=1.0, apart=apart)[0]]
    assert share([one.judged is not Size.ALIKE for one in planted]) >= 0.9
    assert share([one.by_model for one in planted]) >= 0.9
    assert all(one.size < 0 and one.leans < 0 for one in planted)


def test_where_nothing_is_planted_hardly_any_question_is_named() -> None:
    """Chance is held at 5 of 100 for all questions of a side together; size takes away more."""
    for apart in (0.0, 0.5):
        planted, others = samples(apart=apart)
        assert share([one.judged is not Size.ALIKE for one in planted + others]) <= 0.02


def test_the_questions_beside_a_planted_one_are_not_called_much_different() -> None:
    """They lean the other way a little, because the planted one is in the score: a small size, never a large one."""
    _, others = samples(shift=1.0)
    assert not any(one.judged is Size.MUCH for one in others)


def test_mantel_and_the_model_agree_on_nearly_every_question() -> None:
    """Both work on the same score; the test in steps of ten, the model on the score itself."""
    for shift, apart in ((0.0, 0.0), (1.0, 0.0), (1.0, 0.5)):
        planted, others = samples(shift=shift, apart=apart)
        assert share([one.by_mantel == one.by_model for one in planted + others]) >= 0.95

"""How fast the score is: one person at a time with all explanations, and many people in one call.

    python -m benchmarks.score_speed [--repeat 5] [--exact 2000]

Prints, for 10,000, 100,000 and 1,000,000 people, the median time of several runs, the people scored per second and the
memory that one more run takes at its peak (tracemalloc; the answers themselves not counted). `encoded` is the step
from answers as stored to the numbers that `figures` takes. Every run is checked once against the exact score.

`one pass of NumPy` is what the scores are measured against: over the same array, for each question the worth of every
answer looked up and its weighted sum taken, once, in floating numbers, with nothing missing, nothing exact and one
figure instead of twelve. The last column says how many such passes the call takes; five is the bound to keep.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence

import numpy as np

from sankofa.surveys.rules.terms import DONT_KNOW, PREFER_NOT, Answer, Answers
from sankofa.surveys.rules.xlsform import shipped as shipped_form
from sankofa.sustainability.rules.scheme import shipped
from sankofa.sustainability.rules.score import result
from sankofa.sustainability.rules.score_many import Codes, encoded, figures
from sankofa.sustainability.rules.terms import Apart, Scheme

SIZES = (10_000, 100_000, 1_000_000)
UNSAID = {"dont_know": DONT_KNOW, "prefer_not": PREFER_NOT}


def people(count: int, scheme: Scheme) -> list[Answers]:
    """Invented people whose answers are drawn evenly, about one in twelve missing."""
    drawn = random.Random(20261122)
    lists = {question: [code for code in values if code not in UNSAID] for question, values in scheme.worth.items()}
    everyone: list[Answers] = []
    for _ in range(count):
        answers: dict[str, Answer] = {}
        for question, offered in lists.items():
            chance = drawn.random()
            if chance < 0.04:
                continue
            code = drawn.choice(offered)
            given: Answer = frozenset({code}) if question == "e8" else code
            answers[question] = DONT_KNOW if chance < 0.06 else PREFER_NOT if chance < 0.08 else given
        everyone.append(answers)
    return everyone


def median_seconds(run: Callable[[], object], repeat: int) -> float:
    """The median wall time of several runs after one to warm up."""
    run()
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def peak_mebibytes(run: Callable[[], object]) -> float:
    """How much memory a run holds at its highest, beyond what was there before."""
    tracemalloc.start()
    run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def check(everyone: Sequence[Answers], answers: Codes, scheme: Scheme) -> None:
    """Both ways give the same figures, or the speeds mean nothing."""
    many = figures(answers, scheme)
    for column, one in enumerate(everyone[:500]):
        for score in result(one, scheme).scores:
            assert many[score.code].known[column] == (score.value is not None)
            assert score.value is None or many[score.code].value[column] == score.value * 10_000


def one_pass(answers: Codes, scheme: Scheme) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The least that anybody would do: look every answer up once and add it up, weighted, in floating numbers."""
    weights = {name: weight for dimension in scheme.dimensions for name, weight in dimension.weights.items()}
    total = np.zeros(answers.shape[1])
    for row, (question, values) in enumerate(scheme.worth.items()):
        worth = [0.0 if isinstance(value, Apart) else float(value * weights[question]) for value in values.values()]
        total += np.array([*worth, 0.0])[answers[row]]
    return total


def line(name: str, count: int, seconds: float, mebibytes: float, passes: float | None = None) -> None:
    told = "" if passes is None else f"{passes:>8.1f} x"
    print(f"{name:<34}{count:>10,}{seconds:>11.3f} s{count / seconds:>14,.0f} /s{mebibytes:>9.1f} MiB{told}")


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--repeat", type=int, default=5, help="runs of which the median counts")
    options.add_argument("--exact", type=int, default=2_000, help="people scored one by one")
    chosen = options.parse_args()
    scheme = shipped("open-rss-1", shipped_form("reintegration_score", "1"))
    everyone = people(max(10_000, chosen.exact), scheme)
    answers = encoded(everyone, scheme)
    check(everyone, answers, scheme)

    print(f"{scheme.name}, {len(scheme.worth)} scored questions; medians of {chosen.repeat}")
    print(f"{'':<34}{'people':>10}{'time':>13}{'speed':>17}{'peak':>13}")
    few = everyone[: chosen.exact]

    def one_by_one() -> None:
        for one in few:
            result(one, scheme)

    line("score.result, one by one", len(few), median_seconds(one_by_one, chosen.repeat), peak_mebibytes(one_by_one))

    def encode() -> None:
        encoded(everyone, scheme)

    line("score_many.encoded", len(everyone), median_seconds(encode, chosen.repeat), peak_mebibytes(encode))
    for size in SIZES:
        table = np.ascontiguousarray(np.tile(answers, -(-size // answers.shape[1]))[:, :size])

        def score(table: Codes = table) -> None:
            figures(table, scheme)

        def least(table: Codes = table) -> None:
            one_pass(table, scheme)

        floor, taken = median_seconds(least, chosen.repeat), median_seconds(score, chosen.repeat)
        line("one pass of NumPy", size, floor, peak_mebibytes(least))
        line("score_many.figures, in one call", size, taken, peak_mebibytes(score), taken / floor)


if __name__ == "__main__":
    main()

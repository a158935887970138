"""How fast the score is: one person at a time with all explanations, and many people in one call.

    python -m benchmarks.score_speed [--repeat 5] [--exact 2000]

Prints, for 10,000, 100,000 and 1,000,000 people, the median time of several runs, the people scored per second and the
memory that one more run takes at its peak (tracemalloc; the answers themselves not counted). `encoded` is the step
from answers as stored to the numbers that `figures` takes. Every run is checked once against the exact score.
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
from sankofa.sustainability.rules.terms import Scheme

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


def line(name: str, count: int, seconds: float, mebibytes: float) -> None:
    print(f"{name:<34}{count:>10,}{seconds:>11.3f} s{count / seconds:>14,.0f} /s{mebibytes:>9.1f} MiB")


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

        line("score_many.figures, in one call", size, median_seconds(score, chosen.repeat), peak_mebibytes(score))


if __name__ == "__main__":
    main()

"""Spark compares the register as DuckDB does: the same pairs, the same weights, on invented people."""

import importlib.util
import os
import random
import shutil
from dataclasses import replace
from datetime import date

import pytest

from sankofa.project.demonstration.population import people
from sankofa.returnees.rules import linkage
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.terms import PartialDay, Precision, Sex

pytest.importorskip("splink")
from sankofa.returnees.linking import engines
from sankofa.returnees.linking.table import table

REQUIRED = "java" in os.environ.get("SANKOFA_REQUIRE", "").split(",")
MISSING = shutil.which("java") is None or importlib.util.find_spec("pyspark") is None


def invented(count: int) -> list[tuple[str, Described]]:
    """Return people, every third a second time with less said of them."""
    rng = random.Random(7)
    rows = []
    for number, one in enumerate(people(7, count, date(2026, 11, 22))):
        born = PartialDay(one.born_on, Precision.DAY) if one.born_on else PartialDay(
            date(one.birth_year, 1, 1), Precision.ESTIMATED
        )  # fmt: skip
        said = Described(
            latin=f"{one.given_name} {one.family_name}",
            sex=Sex(one.sex),
            born=born,
            phones=frozenset({one.phone} if one.phone else ()),
            place=one.path,
            countries=frozenset({one.destination}),
            returns=(PartialDay(one.returned_on, Precision.DAY),),
        )
        rows.append((f"{number:05}", said))
        if number % 3 == 0:
            again = replace(said, latin=one.given_name, phones=frozenset() if rng.random() < 0.5 else said.phones)
            rows.append((f"{number:05}b", again))
    return rows


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(MISSING and not REQUIRED, reason="needs Java 17 and the extra spark")
def test_spark_finds_the_pairs_that_duckdb_finds_with_the_same_weights() -> None:
    made = table(invented(150))
    said = {
        engine: engines.compare(made, linkage.shipped(), threshold=linkage.threshold(), engine=engine)
        for engine in engines.ENGINES
    }
    assert said["spark"] == said["duckdb"]
    assert len(said["duckdb"]) >= 40

"""Comparing and learning: Splink on DuckDB, or on Spark where a register is larger than one machine.

The engine is one setting; the table, the pairs looked at, the levels and the weights are the same.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sankofa.returnees.rules import linkage
from sankofa.returnees.rules.linkage import FILES_MIN, Pair, Weights

if TYPE_CHECKING:
    import pyarrow as pa

ENGINES = ("duckdb", "spark")
SEED = 2026
SAMPLED_PAIRS = 5_000_000
SECOND_FILES_LEAST = Decimal("0.0001")
_SETTING = "SANKOFA_LINKAGE_ENGINE"


class NoEngine(Exception):
    """What compares the whole register is not installed here, or is not known.  Carries what to install."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.extra = "spark" if engine == "spark" else "analytics"
        super().__init__(engine)


class TooFewFiles(Exception):
    """There are too few files to learn from."""

    def __init__(self, count: int) -> None:
        self.count, self.least = count, FILES_MIN
        super().__init__(f"{count} of {FILES_MIN}")


def chosen() -> str:
    """Return the engine that is set.  Raises NoEngine where it is none of ours."""
    engine = os.environ.get(_SETTING, "") or ENGINES[0]
    if engine not in ENGINES:
        raise NoEngine(engine)
    return engine


def check_installed(engine: str) -> None:
    """Make sure that an engine is installed.  Raises NoEngine."""
    try:
        import duckdb  # noqa: F401
        import pyarrow  # noqa: F401
        import splink  # noqa: F401

        if engine == "spark":
            import pyspark  # noqa: F401
    except ImportError:
        raise NoEngine(engine) from None


def compare(table: "pa.Table", weights: Weights, *, threshold: int, engine: str) -> list[Pair]:
    """Return the pairs of files whose findings add up to `threshold` tenths of a bit, chance included, best first."""
    from sankofa.returnees.linking.columns import ID, settings

    if table.num_rows < 2:
        return []
    with _linker(_numbered(table), settings(weights, count=table.num_rows), engine=engine) as linker:
        columns = _columns(linker.inference.predict(threshold_match_weight=threshold / 10), engine=engine)
    first, second = (table.column(ID).take(places).to_pylist() for places in columns[:2])
    # In tenths of a bit.  Splink adds what chance alone says to the findings; the score leaves it out.
    scores = ((columns[2].to_numpy() - _prior(weights, table.num_rows)) * 10).round().astype(int).tolist()
    found = sorted(
        (-score, min(one, other), max(one, other)) for one, other, score in zip(first, second, scores, strict=True)
    )
    return [Pair(one, other, -score) for score, one, other in found]


def _prior(weights: Weights, count: int) -> float:
    """Return the weight of chance alone, in bits."""
    chance = weights.chance(count)
    return float((chance / (1 - chance)).ln() / Decimal(2).ln())


def _numbered(table: "pa.Table") -> "pa.Table":
    """Return the table with the place of each file instead of its id: what is joined again and again is short."""
    import pyarrow as pa

    from sankofa.returnees.linking.columns import ID

    places = pa.array(range(table.num_rows), type=pa.int32())
    return table.set_column(table.schema.get_field_index(ID), ID, places)


def learned(table: "pa.Table", start: Weights, *, engine: str) -> Weights:
    """Return weights learned from a table: `u` from pairs drawn by chance, `m` by expectation maximisation.

    `start` holds where nothing can be learned: a finding that no pair shows keeps its weight.  Raises TooFewFiles.
    """
    from sankofa.returnees.linking.columns import settings

    if table.num_rows < FILES_MIN:
        raise TooFewFiles(table.num_rows)
    with _linker(_numbered(table), settings(start, count=table.num_rows), engine=engine) as linker:
        _train(linker)
        said = linker.misc.save_model_to_json()
    m, u = dict(start.m), dict(start.u)
    for comparison in said["comparisons"]:
        for level in comparison["comparison_levels"]:
            code = level.get("label_for_charts")
            if code in m:
                m[code] = _exact(level.get("m_probability"), m[code])
                u[code] = _exact(level.get("u_probability"), u[code])
    found = linkage.careful(Weights(m, u, start.second_files))
    return replace(found, second_files=_second_files(table, found, engine=engine))


def _train(linker: Any) -> None:
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    from sankofa.returnees.linking.columns import TRAINED_BY

    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
    for columns in TRAINED_BY:
        # No two files agree in these: the register does not hold them, and nothing is learned by them.
        with suppress(EMTrainingException):
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), max_pairs=SAMPLED_PAIRS
            )


def _second_files(table: "pa.Table", weights: Weights, *, engine: str) -> Decimal:
    """Return how many pairs there are for each file, found with what was learned so far."""
    found = compare(table, weights, threshold=linkage.threshold(), engine=engine)
    share = Decimal(len(found)) / Decimal(int(table.num_rows))
    return max(share, SECOND_FILES_LEAST).quantize(Decimal("0.0001"))


def _exact(learned: float | None, otherwise: Decimal) -> Decimal:
    return otherwise if learned is None else Decimal(repr(float(learned)))


@contextmanager
def _linker(table: "pa.Table", settings: Any, *, engine: str) -> Iterator[Any]:
    check_installed(engine)
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    with _database(engine) as api:
        yield Linker(api.register(table), settings, log_level=None)


@contextmanager
def _database(engine: str) -> Iterator[Any]:
    if engine == "spark":
        from pyspark.sql import SparkSession
        from splink import SparkAPI
        from splink.backends.spark import similarity_jar_location

        # Nothing is fetched: the functions Splink needs lie beside it, and one machine is a cluster of its own.
        session = (
            SparkSession.builder.master(os.environ.get("SANKOFA_SPARK", "local[2]"))
            .appName("sankofa")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.jars", similarity_jar_location())
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.default.parallelism", "4")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        try:
            api: Any = SparkAPI
            yield api(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=4)
        finally:
            session.stop()
        return
    from splink import DuckDBAPI

    from sankofa.returnees.linking.reading import database

    with database() as connection:
        yield DuckDBAPI(connection)


def _columns(found: Any, *, engine: str) -> "tuple[pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray]":
    """Return the places of both files of each pair, and its weight, in columns."""
    names = ("unique_id_l", "unique_id_r", "match_weight")
    if engine == "spark":
        import pyarrow as pa

        held = [tuple(row) for row in found.as_spark_dataframe().select(*names).collect()]
        kinds = (pa.int32(), pa.int32(), pa.float64())
        table = pa.table([pa.array([row[at] for row in held], type=kind) for at, kind in enumerate(kinds)], names)
    else:
        table = found.as_duckdbpyrelation().select(", ".join(names)).to_arrow_table()
    return table.column(0), table.column(1), table.column(2)

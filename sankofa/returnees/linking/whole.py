"""The table that is compared, made of whole columns: what `rules/linkage.columns` says of one file, for all at once.

Every name is worked out once, however many bear it; all else is said in SQL.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sankofa.returnees.linking.columns import ID
from sankofa.returnees.linking.reading import database, read
from sankofa.returnees.models import partial
from sankofa.returnees.rules import linkage
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.linkage import HOLDERS_MAX
from sankofa.returnees.rules.terms import PartialDay, Sex

_NAMES = pa.schema(
    [
        ("said", pa.string()),
        ("spelled", pa.string()),
        ("name_key", pa.string()),
        ("bones", pa.list_(pa.string())),
        ("pairs", pa.list_(pa.string())),
    ]
)
_FILES = """
CREATE TABLE file AS
SELECT CAST(file AS UUID) AS file, row_number() OVER (ORDER BY CAST(file AS UUID)) - 1 AS place_in_table,
       trim(given || ' ' || family) AS latin, native, sex, born_on, born_precision, born_calendar,
       nullif(place, '') AS place
FROM person;
CREATE TABLE travelled AS
SELECT CAST(file AS UUID) AS file,
       list_sort(list(DISTINCT country) FILTER (country <> '')) AS countries,
       list([returned_on, returned_precision, returned_calendar])
           FILTER (returned_on IS NOT NULL) AS returns,
       max({day: returned_on, is_whole: returned_precision = 'day'}) FILTER (returned_on IS NOT NULL) AS last
FROM journey GROUP BY ALL;
CREATE TABLE phones AS
SELECT CAST(file AS UUID) AS file, list_sort(list(DISTINCT decode(number))) AS phones FROM phone GROUP BY ALL;
CREATE TABLE papers AS
SELECT CAST(file AS UUID) AS file, list_sort(list(DISTINCT decode(number))) AS papers FROM paper GROUP BY ALL;
CREATE TABLE numbers AS
SELECT CAST(file AS UUID) AS file, list_sort(list(DISTINCT decode(number))) AS numbers FROM reference GROUP BY ALL;
CREATE TABLE called AS SELECT CAST(file AS UUID) AS file, said, script FROM other_name;
CREATE TABLE kinds AS
SELECT CAST(file AS UUID) AS file, list_sort(list(DISTINCT lower(kind))) AS paper_kinds FROM paper_kind GROUP BY ALL;
"""
# A year alone says nothing of a day; the first of January is what offices write who know the year alone.
_COLUMNS = """
CREATE TABLE called_too AS
SELECT file, flatten(list(name.bones)) AS bones, flatten(list(name.pairs)) AS pairs
FROM called JOIN name USING (said) GROUP BY ALL;
CREATE TABLE compared AS
SELECT file.place_in_table, CAST(file.file AS VARCHAR) AS unique_id,
       CASE WHEN latin.name_key IS NULL THEN own.spelled ELSE latin.spelled END AS spelled,
       coalesce(latin.name_key, own.name_key) AS name_key,
       CASE WHEN latin.name_key IS NOT NULL THEN own.name_key END AS native_key,
       nullif(list_sort(list_distinct(list_concat(latin.bones, own.bones, called_too.bones))), []) AS bones,
       CASE WHEN born_precision = 'day' THEN replace(born_on, '-', '') END AS born_day,
       CASE WHEN born_precision = 'day' AND born_on[6:7] <> born_on[9:10]
            THEN born_on[1:4] || born_on[9:10] || born_on[6:7] END AS born_turned,
       CAST(born_on[1:4] AS INTEGER) AS born_year,
       born_precision <> 'day' OR born_on LIKE '%-01-01' AS is_born_rough,
       born_precision = 'estimated' AS is_born_about,
       phones, papers, paper_kinds, numbers,
       nullif(sex, 'unknown') AS sex,
       array_to_string(string_split(place, '.')[1:3], '.') AS district,
       array_to_string(string_split(place, '.')[1:2], '.') AS province,
       countries,
       CASE WHEN last.is_whole THEN replace(last.day, '-', '') END AS returned_day,
       CAST(last.day[1:4] AS INTEGER) AS returned_year,
       list_distinct(list_concat(latin.pairs, own.pairs, called_too.pairs)) AS pairs
FROM file
LEFT JOIN name AS latin ON latin.said = file.latin
LEFT JOIN name AS own ON own.said = file.native
LEFT JOIN called_too USING (file)
LEFT JOIN travelled USING (file)
LEFT JOIN phones USING (file)
LEFT JOIN papers USING (file)
LEFT JOIN kinds USING (file)
LEFT JOIN numbers USING (file)
"""
_KEYS = """
CREATE TABLE held AS
SELECT place_in_table, unnest(phones) AS key FROM compared
UNION ALL SELECT place_in_table, unnest(papers) FROM compared
UNION ALL SELECT place_in_table, unnest(numbers) FROM compared
UNION ALL SELECT place_in_table, unnest(pairs) FROM compared
UNION ALL
SELECT place_in_table, 'i' || name_key || '|' || unnest(
    CASE WHEN is_born_about THEN [born_year - 1, born_year, born_year + 1] ELSE [born_year] END)
FROM compared WHERE name_key IS NOT NULL AND born_year IS NOT NULL
UNION ALL SELECT place_in_table, 'n' || born_day || '.' || unnest(bones) FROM compared WHERE born_day IS NOT NULL
UNION ALL SELECT place_in_table, 'f' || born_day || '.' || district FROM compared
WHERE born_day IS NOT NULL AND district IS NOT NULL
UNION ALL SELECT place_in_table, 'r' || returned_day || '.' || born_year || '.' || district FROM compared
WHERE returned_day IS NOT NULL AND born_year IS NOT NULL AND district IS NOT NULL;
CREATE TABLE shared AS
SELECT key, CAST(row_number() OVER () AS INTEGER) AS number
FROM held GROUP BY key HAVING count(*) BETWEEN 2 AND ?;
"""
# The number of a key says all that an engine needs: whether two keys are one.
_WHOLE = """
WITH useful AS (SELECT place_in_table, list(number) AS keys FROM held JOIN shared USING (key) GROUP BY ALL)
SELECT compared.* EXCLUDE (place_in_table, pairs), coalesce(keys, []) AS keys
FROM compared LEFT JOIN useful USING (place_in_table) ORDER BY place_in_table
"""
_DESCRIBED = """
WITH others AS (
    SELECT file, list(said) FILTER (script = 'Latn') AS other_latin,
           list(said) FILTER (script <> 'Latn') AS other_native
    FROM called GROUP BY ALL
)
SELECT file, latin, native, other_latin, other_native, sex, born_on, born_precision, born_calendar, place,
       phones, papers, paper_kinds, numbers, countries, returns
FROM wanted JOIN file USING (file)
LEFT JOIN phones USING (file)
LEFT JOIN papers USING (file)
LEFT JOIN kinds USING (file)
LEFT JOIN numbers USING (file)
LEFT JOIN travelled USING (file)
LEFT JOIN others USING (file)
"""


@dataclass(frozen=True, slots=True)
class Register:
    """All files of an organisation, as they are compared."""

    table: pa.Table
    _held: duckdb.DuckDBPyConnection

    def count(self, files: Collection[str]) -> int:
        """Return how many of some files are compared."""
        return int(pc.sum(pc.is_in(self.table.column(ID), pa.array(sorted(files), type=pa.string()))).as_py() or 0)

    def described(self, files: Iterable[str]) -> dict[UUID, Described]:
        """Return what is known of some of the files to compare by, numbers only as blind indexes."""
        wanted = pa.table({"file": pa.array(sorted(files), type=pa.string())})
        self._held.register("asked", wanted)
        self._held.execute("CREATE OR REPLACE TEMP TABLE wanted AS SELECT CAST(file AS UUID) AS file FROM asked")
        rows = self._held.execute(_DESCRIBED).fetchall()
        return {whose: _described(*said) for whose, *said in rows}


@contextmanager
def register(organisation_id: UUID, *, step: Callable[[int], object] = lambda _count: None) -> Iterator[Register]:
    """Give the files of an organisation, protected ones too: who hears of what is decided afterwards.

    `step` is told of every chunk how many files it holds.
    """
    with database() as held:
        for name, columns in read(organisation_id, step=step).items():
            held.register(name, columns)
        held.execute(_FILES)
        for name in ("person", "journey", "paper_kind", "other_name", "paper", "reference", "phone"):
            held.unregister(name)
        said = "SELECT latin FROM file UNION SELECT native FROM file UNION SELECT said FROM called"
        texts = held.execute(said).fetchall()
        held.register("name", _names(text for (text,) in texts))
        held.execute(_COLUMNS)
        held.unregister("name")
        held.execute(_KEYS, [HOLDERS_MAX])
        table = held.sql(_WHOLE).to_arrow_table()
        held.execute("DROP TABLE held; DROP TABLE shared; DROP TABLE compared; DROP TABLE called_too")
        yield Register(table, held)


def _names(texts: Iterable[str]) -> pa.Table:
    """Return what each name is compared by, each name once: everybody is called what somebody else is called."""
    held = ((text, linkage.compared_name(text)) for text in texts)
    rows = [(text, name.spelled, name.key, name.bones, name.pairs) for text, name in held if name.key is not None]
    columns = zip(*rows, strict=True) if rows else ((),) * len(_NAMES)
    return pa.table([pa.array(column, type=kind) for column, kind in zip(columns, _NAMES.types, strict=True)], _NAMES)


def _described(
    latin: str, native: str, other_latin: list[str] | None, other_native: list[str] | None, sex: str,
    born_on: str | None, born_precision: str, born_calendar: str, place: str | None, phones: list[str] | None,
    papers: list[str] | None, kinds: list[str] | None, numbers: list[str] | None, countries: list[str] | None,
    returns: list[list[str]] | None,
) -> Described:  # fmt: skip
    return Described(
        latin=latin,
        native=native,
        other_latin=frozenset(other_latin or ()),
        other_native=frozenset(other_native or ()),
        sex=Sex(sex),
        born=_day(born_on, born_precision, born_calendar),
        phones=frozenset(phones or ()),
        papers=frozenset(papers or ()),
        paper_kinds=frozenset(kinds or ()),
        numbers=frozenset(numbers or ()),
        place=place or "",
        countries=frozenset(countries or ()),
        returns=tuple(_day(*one) for one in returns or ()),
    )


@lru_cache(maxsize=100_000)
def _day(on: str | None, precision: str, calendar: str) -> PartialDay:
    # The same few thousand days come again and again.
    return partial(date.fromisoformat(on) if on else None, precision, calendar)

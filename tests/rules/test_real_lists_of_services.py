"""Real lists of services are read whole: every row has its verdict, nothing goes in twice, whatever is in the file.

Source: service maps of Nigeria (August 2021) and Chad (October 2021), CC BY; HSDS 3.0 examples, CC BY-SA; Ohana sample,
BSD-3, read from `../shared/data`.
"""

import io
import json
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.intake.files import sheets_of
from sankofa.intake.rules.mapping import proposals
from sankofa.intake.rules.table import data_sheets
from sankofa.intake.rules.terms import FieldSpec, MappedRow, RowOutcome, Verdict
from sankofa.provision.rules.directories import hsds
from sankofa.provision.rules.directories.rows import Around, code_of, outcomes
from sankofa.provision.rules.directories.terms import TAGS
from sankofa.provision.rules.terms import Entry

DATA = Path(__file__).resolve().parents[2].parent / "shared/data"
ON = date(2026, 11, 22)


def _real(name: str) -> Path:
    if not (DATA / name).exists():
        pytest.skip("the folder ../shared/data is not here")
    return DATA / name


def _judged(name: str, country: str) -> list[RowOutcome]:
    laid = data_sheets(sheets_of(_real(name).read_bytes()))[0]
    fields = [FieldSpec(code, code, hxl=tag) for code, tag in TAGS.items()]
    columns = {index: one.field for index, one in proposals(laid.columns, fields, laid.tags).items()}
    rows = [MappedRow(row.number, {code: row.cells[index] for index, code in columns.items()}) for row in laid.rows]
    return outcomes(rows, rows, Around(country, ON))


def test_of_nigeria_half_the_rows_are_told_as_duplicates_and_every_help_goes_in_once() -> None:
    judged = _judged("service-map-3w-hxl/Nigeria_3W_August_2021.xlsx", "NG")
    assert len(judged) == 4_648
    told = Counter(finding.code for outcome in judged for finding in outcome.findings)
    assert told["list_same_help"] > 2_000
    entries = [outcome.record for outcome in judged if isinstance(outcome.record, Entry)]
    assert 300 < len(entries) == len({entry.code for entry in entries}) < 500
    assert all(area.startswith("NG.") for entry in entries for area in entry.areas)
    assert all(outcome.findings for outcome in judged if outcome.verdict is not Verdict.NEW)


def test_of_chad_whose_places_we_do_not_know_every_row_goes_back_for_one_reason_that_says_what_would_be_right() -> None:
    judged = _judged("service-map-3w-hxl/3W_TCD_Oct2021.xlsx", "TD")
    assert {outcome.verdict for outcome in judged} == {Verdict.REFUSED}
    assert all("list_nowhere" in [finding.code for finding in outcome.findings] for outcome in judged)
    assert not any(finding.code == "list_place_unknown" for outcome in judged for finding in outcome.findings)


@pytest.mark.parametrize(
    ("folder", "count"), [("hsds-3.0-examples/csv", 1), ("ohana-sample-csv", 23)], ids=["hsds", "ohana"]
)
def test_a_package_of_tables_is_read(folder: str, count: int) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for table in sorted(_real(f"service-directory/{folder}").glob("*.csv")):
            package.write(table, table.name)
    assert hsds.is_directory(held.getvalue())
    rows = hsds.rows(held.getvalue())
    assert len(rows) == count
    assert all(row["organisation"] and row["service"] for row in rows)


@pytest.mark.parametrize(
    "name",
    [
        "organization_full",
        "service_full",
        "service_list",
        "service_at_location_full",
        "service_at_location_list",
        "tabular",
    ],
)
def test_every_example_that_holds_a_service_is_read(name: str) -> None:
    [row] = hsds.rows(_real(f"service-directory/hsds-3.0-examples/{name}.json").read_bytes())
    assert (row["organisation"], row["service"]) == ("Example Organization Inc.", "Community Counselling")
    assert "Ann Persona" not in json.dumps(row)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(("name", "contents", "services", "service", "status", "organization", "services.csv", "id",
                         "service_areas", "locations.csv", "service_at_locations", "location", "addresses", "phones")),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(anything)
def test_no_json_breaks_the_reader(directory: object) -> None:
    try:
        rows = hsds.rows(json.dumps(directory).encode())
    except hsds.NotADirectory:
        return
    assert all(isinstance(text, str) and text for row in rows for text in row.values())


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    hsds.is_directory(content)
    with pytest.raises(hsds.NotADirectory):
        hsds.rows(content)


@given(st.text(max_size=100), st.text(max_size=100))
def test_every_help_has_a_code_as_the_map_wants_it(organisation: str, service: str) -> None:
    code = code_of("NG", (organisation, service), organisation, service)
    assert re.fullmatch(r"[a-z]{2,5}(-[a-z0-9]+)+", code)
    assert len(code) <= 80

"""Worked examples of lists of services that come in: what each row becomes, and in which words it goes back.

Source: lists of who does what where of Nigeria (August 2021) and Chad (October 2021), Open Referral HSDS 3.0; the rows
are invented after them.
"""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sankofa.intake.rules.terms import Cell, MappedRow, RowOutcome, Value, Verdict
from sankofa.provision.rules.directories import hsds, written
from sankofa.provision.rules.directories.rows import Around, about_columns, are_names_swapped, outcomes
from sankofa.provision.rules.directories.terms import TAGS
from sankofa.provision.rules.eligibility import Bounds
from sankofa.provision.rules.terms import Dimension, Entry, Kind, Span, Status

ON = date(2026, 11, 22)
AROUND = Around("NG", ON)
ROW: dict[str, Value] = {
    "organisation": "Action Aid",
    "acronym": "AA",
    "sector": "Early Recovery & Livelihoods",
    "service": "Vocational training",
    "status": "Ongoing",
    "province": "Yobe",
    "district": "Bursari",
    "place_code": "NG036002",
    "year": 2021,
}


def _rows(*changes: dict[str, Value]) -> list[MappedRow]:
    return [
        MappedRow(number, {field: Cell(value) for field, value in {**ROW, **change}.items()})
        for number, change in enumerate(changes, start=3)
    ]


def _judged(*changes: dict[str, Value], around: Around = AROUND) -> list[RowOutcome]:
    rows = _rows(*changes)
    return outcomes(rows, rows, around)


def _told(outcome: RowOutcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def _entry(outcome: RowOutcome) -> Entry:
    assert isinstance(outcome.record, Entry)
    return outcome.record


@pytest.mark.parametrize(
    ("change", "verdict", "told"),
    [
        pytest.param({}, Verdict.NEW, [], id="goes-in"),
        pytest.param({"place_code": None}, Verdict.NEW, [], id="by-the-name-of-the-district"),
        pytest.param({"place_code": None, "district": None}, Verdict.NEW, [], id="by-the-name-of-the-state"),
        pytest.param(
            {"place_code": None, "district": "Nigeria", "province": None}, Verdict.NEW, [], id="in-the-whole-country"
        ),
        pytest.param(
            {"place_code": None, "district": None, "province": None}, Verdict.REFUSED, ["list_no_place"], id="nowhere"
        ),
        pytest.param(
            {"place_code": "TD07", "district": None, "province": "Lac"},
            Verdict.REFUSED,
            ["list_place_unknown"],
            id="a-place-we-do-not-know",
        ),
        pytest.param(
            {"place_code": None, "district": "Nowhere"}, Verdict.REFUSED, ["list_place_unknown"], id="not-widened"
        ),
        pytest.param({"country": "Chad"}, Verdict.REFUSED, ["list_elsewhere"], id="in-another-country"),
        pytest.param({"organisation": None, "acronym": None}, Verdict.REFUSED, ["list_nobody"], id="by-nobody"),
        pytest.param({"acronym": None}, Verdict.NEW, [], id="without-a-short-name"),
        pytest.param({"service": None}, Verdict.NEW, [], id="named-after-its-kind"),
        pytest.param(
            {"service": None, "sector": None}, Verdict.REFUSED, ["list_no_service", "list_part_unknown"], id="what"
        ),
        pytest.param({"status": "Completed"}, Verdict.REFUSED, ["list_ended"], id="it-has-ended"),
        pytest.param({"status": "En cours"}, Verdict.NEW, [], id="runs-in-french"),
        pytest.param({"status": "Blue"}, Verdict.REMARK, ["list_status_unknown"], id="who-knows"),
        pytest.param(
            {"sector": "Coordination", "service": "Coordination"},
            Verdict.REMARK,
            ["list_part_unknown"],
            id="no-part-of-it",
        ),
        pytest.param({"service": "Micro-credit for farmers"}, Verdict.REMARK, ["list_lends"], id="it-lends-money"),
        pytest.param({"offers": "Prêts sans intérêt"}, Verdict.REMARK, ["list_lends"], id="it-lends-in-french"),
        pytest.param({"service": "Accredited training"}, Verdict.NEW, [], id="accredited-is-no-credit"),
        pytest.param({"offers": "x" * 2_001}, Verdict.REFUSED, ["list_too_long"], id="nothing-is-cut-off"),
        pytest.param({"age_from": 40, "age_to": 20}, Verdict.REFUSED, ["list_nobody_so_old"], id="from-40-to-20"),
        pytest.param({"year": 1821}, Verdict.REMARK, ["list_year_impossible"], id="a-year-long-ago"),
        pytest.param({"year": "August"}, Verdict.REMARK, ["not_a_number"], id="no-year-at-all"),
    ],
)
def test_a_row_goes_in_or_goes_back_with_its_reason(
    change: dict[str, Value], verdict: Verdict, told: list[str]
) -> None:
    [outcome] = _judged(change)
    assert (outcome.verdict, _told(outcome)) == (verdict, told)


def test_what_lends_money_is_marked_so_that_it_is_matched_to_nobody() -> None:
    lending, plain = _judged({"offers": "A loan of up to 500", "place_code": "NG036001"}, {})
    assert (lending.verdict, plain.verdict) == (Verdict.REMARK, Verdict.KNOWN)
    assert not _entry(lending).may_be_matched
    [alone] = _judged({})
    assert _entry(alone).may_be_matched
    first, _ = _judged({}, {"offers": "A loan of up to 500", "place_code": "NG036001"})
    assert not _entry(first).may_be_matched, "one row of a help speaks for all of it"


def test_what_goes_in_is_a_service_that_is_only_reported() -> None:
    [outcome] = _judged({"age_from": 18, "age_to": 45, "for_whom": "People who came back", "phone": "0803 000 0000"})
    entry = _entry(outcome)
    assert (entry.kind, entry.name, entry.status) == (
        Kind.SERVICE, "Vocational training (Action Aid)", Status.RUNNING,
    )  # fmt: skip
    assert (entry.areas, entry.dimensions, entry.as_of) == (("NG.036.002",), frozenset({Dimension.ECONOMIC}), 2021)
    assert (entry.rules[0].rules.age, entry.rules[0].rules.asked) == (Bounds(18, 46), ("People who came back",))
    assert entry.contact == "0803 000 0000"


def test_the_rows_of_one_help_become_one_entry_with_all_its_places() -> None:
    first, second, again, other = _judged(
        {}, {"district": "Bade", "place_code": "NG036001"}, {"acronym": "Action Aid"}, {"service": "Food"}
    )
    assert _entry(first).areas == ("NG.036.001", "NG.036.002")
    assert (second.verdict, _told(second), second.findings[0].facts["earlier"]) == (
        Verdict.KNOWN, ["list_adds_place"], first.row,
    )  # fmt: skip
    assert (again.verdict, _told(again)) == (Verdict.KNOWN, ["list_same_help"])
    assert _entry(other).code != _entry(first).code


def test_what_is_on_the_map_is_not_taken_in_again() -> None:
    [first] = _judged({})
    [again] = _judged({}, around=Around("NG", AROUND.on, on_the_map=frozenset({_entry(first).code})))
    assert (again.verdict, _told(again)) == (Verdict.KNOWN, ["list_on_the_map"])


def test_names_in_each_others_columns_are_put_right_and_told_once_of_each_column() -> None:
    swapped: dict[str, Value] = {"organisation": "AA", "acronym": "Action Aid"}
    rows = [{**swapped, "service": f"Training {number}"} for number in range(6)]
    judged = _judged(*rows)
    assert {(outcome.verdict, outcome.findings) for outcome in judged} == {(Verdict.NEW, ())}
    assert {_entry(outcome).run_by for outcome in judged} == {("Action Aid",)}
    assert [(told.facts["field"], told.code, told.facts["said"]) for told in about_columns(_rows({}, *rows))] == [
        ("organisation", "list_short_names_here", "AA"),
        ("acronym", "list_long_names_here", "Action Aid"),
    ]


def test_columns_that_hold_what_their_headings_say_are_not_spoken_of() -> None:
    assert about_columns(_rows({}, {}, {}, {}, {}, {})) == []
    assert about_columns([]) == []


def test_one_long_short_name_proves_nothing() -> None:
    assert not are_names_swapped(_rows({"organisation": "WHO", "acronym": "World Health"}, {}, {}, {}, {}, {}))


SERVICE: dict[str, Any] = {
    "id": "1",
    "name": "Counselling",
    "status": "active",
    "minimum_age": 18,
    "organization": {"name": "Centre", "alternate_name": "C"},
    "contacts": [{"name": "Ann Persona"}],
    "service_areas": [{"name": "Yobe", "extent": "NG.036", "extent_type": "text"}, {"name": "Borno"}],
}


@pytest.mark.parametrize(
    ("directory", "count"),
    [
        pytest.param(SERVICE, 2, id="one-service"),
        pytest.param([SERVICE, SERVICE], 4, id="several"),
        pytest.param({"contents": [SERVICE]}, 2, id="a-page"),
        pytest.param({"name": "Centre", "services": [{"name": "Counselling"}]}, 1, id="an-organisation"),
        pytest.param({"service": SERVICE, "location": {}}, 2, id="a-service-at-a-location"),
        pytest.param(
            {
                "services.csv": [{"id": "1", "name": "Counselling", "organization_id": "7"}],
                "organizations.csv": [{"id": "7", "name": "Centre"}],
                "service_areas.csv": [{"service_id": "1", "name": "Yobe"}, {"service_id": "2", "name": "Borno"}],
            },
            1,
            id="tables",
        ),
    ],
)
def test_every_shape_of_a_directory_becomes_rows(directory: object, count: int) -> None:
    rows = hsds.rows(json.dumps(directory).encode())
    assert len(rows) == count
    assert {(row["organisation"], row["service"]) for row in rows} == {("Centre", "Counselling")}
    assert "Ann Persona" not in str(rows)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"{", "json", id="half-a-file"),
        pytest.param(b"\xff\xfe", "json", id="no-text"),
        pytest.param(b"[" * 100_000, "json", id="hostile"),
        pytest.param(b"PK\x03\x04", "package", id="half-a-package"),
        pytest.param(b'{"name": "taxonomy"}', "services", id="no-services"),
    ],
)
def test_what_is_no_directory_says_why(content: bytes, why: str) -> None:
    with pytest.raises(hsds.NotADirectory) as told:
        hsds.rows(content)
    assert told.value.why == why


def test_a_list_of_another_country_goes_back_for_one_reason_and_a_single_slip_for_its_own() -> None:
    elsewhere: dict[str, Value] = {"province": "Nulle part", "district": "Qqqxzz", "place_code": "TD0101"}
    for changes, code in (([elsewhere] * 5, "list_nowhere"), ([elsewhere, {}, {}, {}, {}], "list_place_unknown")):
        first = _judged(*changes)[0]
        assert code in {finding.code for finding in first.findings}


def test_our_map_goes_out_and_comes_back_the_same() -> None:
    [outcome] = _judged({"age_from": 18, "age_to": 45, "for_whom": "People who came back"})
    entry = _entry(outcome)
    page = hsds.written([entry], place_names={"NG.036.002": "Bursari"}, names={}, checked={}, on=ON)
    [read] = hsds.rows(json.dumps(page).encode())
    rows = [MappedRow(3, {field: Cell(text) for field, text in read.items()})]
    [again] = outcomes(rows, rows, AROUND)
    back = _entry(again)
    assert (back.areas, back.run_by, back.offers, back.status) == (
        entry.areas,
        entry.run_by,
        entry.offers,
        entry.status,
    )
    assert back.rules == entry.rules
    headings = dict.fromkeys((*TAGS, "checked"), "x")
    lines = list(written.lines([entry], headings=headings, place_names={}, names={}, checked={}, on=ON))
    assert lines[1][:2] == ["#org+name", "#activity+name"]
    assert lines[2][0] == "Action Aid"


def test_our_map_goes_out_with_the_status_of_the_day_and_the_day_of_the_last_check() -> None:
    [outcome] = _judged({})
    entry = replace(_entry(outcome), status=Status.RUNNING, span=Span("2019", "2025"))
    checked = {entry.code: date(2025, 3, 1)}
    [before, after] = (
        hsds.written([entry], place_names={}, names={}, checked=checked, on=day)["contents"][0]
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    assert (before["status"], after["status"], after["assured_date"]) == ("active", "defunct", "2025-03-01")
    headings = {code: code for code in (*TAGS, "checked")}
    names, tags, row = written.lines([entry], headings=headings, place_names={}, names={}, checked=checked, on=ON)
    assert (row[names.index("status")], row[names.index("checked")]) == ("closed", "2025-03-01")
    assert tags[-1] == "#date+checked"

"""The command `loan state`: tables, JSON, and one sentence for every mistake."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from sankofa.loans.commands import COMMANDS
from sankofa.loans.rules.agreement import PROTECTING, Overdue, PaymentKind
from sankofa.loans.rules.reading import agreement_of, agreement_schema, events_of, events_schema

GROUP = click.Group(commands={command.name or "": command for command in COMMANDS})
TERMS: dict[str, Any] = {
    "currency": "XOF",
    "principal": "120000",
    "basis": "flat_month",
    "rate_percent": 1,
    "starts_on": "2026-01-01",
    "count": 3,
    "handling": {
        "order": {"steps": [f"{timing} {part}" for timing, part in PROTECTING.steps]},
        "orders": {"goodwill": {"steps": [f"{timing} {part}" for timing, part in PROTECTING.steps], "ahead": "last"}},
        "recalculation": {"rebate": "future_periods"},
        "lateness": {"grace_days": 3, "tolerance": "5", "buckets": [[1, 30], [31, None]]},
        "late_fee": {"percent": "1.5", "after_days": 7},
        "late_interest": {"percent": 10},
        "same_day": "by_kind",
    },
}
EVENTS: list[dict[str, Any]] = [
    {"type": "handed_out", "on": "2026-01-01", "amount": "120000"},
    {"type": "charged", "on": "2026-01-05", "amount": "500", "due_on": "2026-02-01", "name": "passbook"},
    {"type": "paid", "id": "mtn-1", "on": "2026-02-01", "amount": "41700"},
    {"type": "paid", "on": "2026-02-03", "amount": "100"},
    {"type": "reversed", "on": "2026-02-04", "event": "4", "reason": "sent twice"},
]


def run(folder: Path, *options: str, terms: object = TERMS, events: object = EVENTS) -> Result:
    (folder / "terms.json").write_text(json.dumps(terms), encoding="utf-8")
    (folder / "events.json").write_text(json.dumps(events), encoding="utf-8")
    return CliRunner().invoke(
        GROUP, ["loan", "state", str(folder / "terms.json"), str(folder / "events.json"), *options]
    )


def test_a_state_is_a_table(tmp_path: Path) -> None:
    result = run(tmp_path, "--on", "2026-03-20")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "On 2026-03-20, in XOF: running"
    assert lines[2].split()[:10] == ["1", "2026-02-01", "40000", "1200", "500", "0", "41700", "41700", "0", "0"]
    assert "days late             16 (1..30)" in result.output


def test_the_sheet_tells_how_in_two_languages(tmp_path: Path) -> None:
    assert "41200 XOF is late." in run(tmp_path, "--on", "2026-03-20", "--sheet").output
    assert "41200 XOF sont en retard." in run(tmp_path, "--on", "2026-03-20", "--sheet", "--language", "fr").output


def test_machines_get_json(tmp_path: Path) -> None:
    result = run(tmp_path, "--on", "2026-03-20", "--json")
    record = json.loads(result.output)
    assert record["stage"] == "running"
    assert record["arrears"] == {"since": "2026-03-01", "days": 16, "amount": "41200", "bucket": [1, 30]}
    assert [booking["event"] for booking in record["bookings"]] == ["1", "2", "mtn-1"]
    assert record["sheet"][0]["code"] == "state.stage.running"


def test_the_schemas_name_every_field() -> None:
    result = CliRunner().invoke(GROUP, ["loan", "state", "--schema"])
    assert json.loads(result.output) == {"terms": agreement_schema(), "events": events_schema()}
    handling = agreement_schema()["properties"]["handling"]["properties"]
    assert set(handling) == set(TERMS["handling"])
    kinds = [kind["properties"]["type"]["const"] for kind in events_schema()["items"]["oneOf"]]
    assert len(kinds) == len(set(kinds)) == 9
    assert handling["recalculation"]["properties"]["overdue"]["enum"] == [word.value for word in Overdue]
    assert set(handling["orders"]["properties"]) == {kind.value for kind in PaymentKind}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"events": {}}, "events: dict cannot be; it must be a list of events.", id="no list"),
        pytest.param(
            {"events": [{"type": "eaten", "on": "2026-01-01"}]}, "events[1].type: eaten cannot be", id="an unknown kind"
        ),
        pytest.param(
            {"events": [{"type": "paid", "on": "2026-01-01"}]}, "events[1].amount: missing; how much.", id="no amount"
        ),
        pytest.param({"events": [{"type": "paid", "amount": 5}]}, "events[1].on: missing", id="no day"),
        pytest.param(
            {"events": [{"type": "paid", "on": "2026-01-01", "amount": 5, "by": "x"}]},
            "events[1].by: no such field",
            id="an unknown field",
        ),
        pytest.param(
            {"events": [{"type": "paid", "on": "2026-01-01", "amount": {"amount": 5, "currency": "BDT"}}]},
            "events[1].amount: an amount in BDT in a loan in XOF",
            id="two currencies",
        ),
        pytest.param(
            {"events": [{"type": "paid", "on": "2026-01-01", "amount": 5}]},
            "the loan is then agreed",
            id="out of place",
        ),
        pytest.param(
            {"events": [{"type": "reversed", "on": "2026-01-01", "event": "9"}]},
            "events.1: 9 cannot be",
            id="reverses nothing",
        ),
        pytest.param(
            {"terms": {**TERMS, "handling": {"order": {"steps": ["due interest"]}}}},
            "order: due interest cannot be",
            id="an order that leaves out steps",
        ),
        pytest.param(
            {"terms": {**TERMS, "handling": {"mood": 1}}}, "handling.mood: no such field", id="unknown handling"
        ),
        pytest.param(
            {"terms": {**TERMS, "handling": {"lateness": {"buckets": [[1]]}}}},
            "handling.lateness.buckets[1]",
            id="half a class",
        ),
        pytest.param({"terms": {**TERMS, "rate_percent": 2000}}, "rate_percent: 2000 % is out of reason", id="2,000 %"),
    ],
)
def test_a_mistake_is_one_sentence_and_status_two(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    result = run(tmp_path, "--on", "2026-03-20", **changes)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_the_day_is_asked_for(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
    assert "on: 20.3.2026 cannot be" in run(tmp_path, "--on", "20.3.2026").output


def test_every_kind_of_event_can_be_read() -> None:
    given = [
        {"type": "handed_out", "on": "2026-01-01", "amount": 5},
        {"type": "paid", "on": "2026-01-01", "amount": 5, "kind": "goodwill"},
        {"type": "charged", "on": "2026-01-01", "amount": 5, "part": "penalty"},
        {"type": "waived", "on": "2026-01-01", "part": "fee"},
        {"type": "rescheduled", "on": "2026-01-01", "from_due_on": "2026-02-01", "extra": 1},
        {"type": "refunded", "on": "2026-01-01", "amount": 5},
        {"type": "charged_off", "on": "2026-01-01"},
        {"type": "written_off", "on": "2026-01-01"},
        {"type": "reversed", "on": "2026-01-01", "event": "2"},
    ]
    assert [type(event).__name__ for event in events_of(given, "XOF")] == [
        "HandedOut",
        "Paid",
        "Charged",
        "Waived",
        "Rescheduled",
        "Refunded",
        "ChargedOff",
        "WrittenOff",
        "Reversed",
    ]
    assert agreement_of(TERMS).lateness.grace_days == 3

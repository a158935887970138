"""The commands of schedules, prices and conformance: tables, JSON, and one sentence for every mistake."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from sankofa.instalments.commands import COMMANDS as SCHEDULES
from sankofa.lenders.commands import COMMANDS as PRICES

GROUP = click.Group(commands={command.name or "": command for command in SCHEDULES + PRICES})
LOAN: dict[str, Any] = {
    "currency": "NGN",
    "principal": "350000",
    "basis": "flat_total",
    "rate_percent": 15,
    "starts_on": "2026-01-31",
    "count": 6,
    "fees": [{"name": "processing", "amount": "1300", "percent": 1, "time": "deducted"}],
}


def run(folder: Path, command: str, content: object, *options: str) -> Result:
    file = folder / "terms.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return CliRunner().invoke(GROUP, [command, str(file), *options])


def test_a_schedule_is_a_table_with_its_total(tmp_path: Path) -> None:
    result = run(tmp_path, "schedule", LOAN)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "350000.00 NGN from 2026-01-31, in NGN"
    assert lines[2].split() == ["1", "2026-02-28", "28", "58333.33", "8750.00", "0.00", "67083.33", "291666.67"]
    assert lines[-1].split() == ["all", "350000.00", "52500.00", "0.00", "402500.00"]


def test_a_schedule_for_machines_holds_the_rows_and_the_sheet(tmp_path: Path) -> None:
    record = json.loads(run(tmp_path, "schedule", LOAN, "--json").output)
    assert [row["payment"] for row in record["rows"]] == ["67083.33"] * 5 + ["67083.35"]
    assert record["totals"] == {
        "interest": "52500.00",
        "fees": "4800.00",
        "payments": "402500.00",
        "upfront": "4800.00",
    }
    assert record["sheet"][0]["code"] == "sheet.loan"


@pytest.mark.parametrize(("language", "words"), [("en", "In hand:"), ("fr", "En main")])
def test_the_sheet_is_written_in_the_readers_language(tmp_path: Path, language: str, words: str) -> None:
    assert words in run(tmp_path, "schedule", LOAN, "--sheet", "--language", language).output
    assert words in run(tmp_path, "price", LOAN, "--sheet", "--language", language).output


def test_a_price_names_the_convention_of_every_rate(tmp_path: Path) -> None:
    result = run(tmp_path, "price", LOAN)
    assert "effective a year (MFTransparency EIR)" in result.output
    record = json.loads(run(tmp_path, "price", LOAN, "--json").output)
    assert (record["received"], record["cost_per_100"]) == ("345200.00", "16.60")
    assert record["rates"]["effective"]["percent"].startswith("71.00")
    assert {rate["convention"] for rate in record["rates"].values()} == {
        "mftransparency_nominal",
        "mftransparency_effective",
        "eu_annex_i",
        "xirr",
    }


def test_a_rate_of_unknown_basis_is_priced_in_every_reading(tmp_path: Path) -> None:
    record = json.loads(run(tmp_path, "price", LOAN, "--readings", "--json").output)
    assert [reading["basis"] for reading in record["readings"]] == ["declining_year", "flat_year", "flat_total"]
    assert "15 % can mean 3 things" in run(tmp_path, "price", LOAN, "--readings").output


def test_a_profit_share_is_priced_by_the_profits_that_may_be_made(tmp_path: Path) -> None:
    share = {"percent": 20, "profits": ["10000", "50000"]}
    loan = changed(basis="profit_share", rate_percent=..., profit_share=share)
    assert "You pay from 16800.00 NGN to 64800.00 NGN more" in run(tmp_path, "price", loan).output
    assert run(tmp_path, "price", changed(basis="profit_share", rate_percent=...)).exit_code == 2


@pytest.mark.parametrize("command", ["schedule", "price"])
def test_the_schema_names_every_field_that_is_read(command: str) -> None:
    schema = json.loads(CliRunner().invoke(GROUP, [command, "--schema"]).output)
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= schema["properties"].keys()
    assert LOAN.keys() <= schema["properties"].keys()
    assert ("deposits" in schema["properties"]) is (command == "price")


def changed(**fields: object) -> dict[str, Any]:
    return {name: value for name, value in {**LOAN, **fields}.items() if value is not ...}


MISTAKES = [
    pytest.param(changed(rate_percent=2000), "rate_percent: 2000 % is out of reason", id="a rate of 2,000 %"),
    pytest.param(changed(basis=...), "basis: missing; what the rate is a share of", id="a bare rate"),
    pytest.param(changed(basis="flat"), "basis: flat cannot be; it must be one of flat_total", id="an unknown basis"),
    pytest.param(changed(principal="-5"), "principal: -5.00 NGN cannot be", id="less than nothing"),
    pytest.param(
        changed(principal="1e5"), "principal: 1e5 cannot be; it must be a number in plain digits", id="digits"
    ),
    pytest.param(changed(principal=True), "principal: True cannot be", id="no number at all"),
    pytest.param(changed(principal="0.001"), "principal: 0.001 cannot be; NGN has 2 decimals", id="finer than a kobo"),
    pytest.param(changed(currency="XXQ"), "currency: XXQ cannot be; it must be a currency code", id="a currency"),
    pytest.param(
        changed(balloon={"amount": 1, "currency": "USD"}), "balloon: an amount in USD in a loan in NGN", id="currencies"
    ),
    pytest.param(changed(starts_on="31.01.2026"), "starts_on: 31.01.2026 cannot be; it must be a day", id="a day"),
    pytest.param(changed(first_due_on="2025-01-01"), "first_due_on: 2025-01-01 is not after", id="dates out of order"),
    pytest.param(changed(day_count="lunar"), "day_count: 'lunar' is no day count", id="an unknown day count"),
    pytest.param(changed(count=2.5), "count: 2.5 cannot be; it must be a whole number", id="half an instalment"),
    pytest.param(changed(moon="full"), "moon: no such field", id="a field that nobody reads"),
    pytest.param(changed(grace={"moon": 1}), "grace.moon: no such field", id="a field within a field"),
    pytest.param(changed(fees=[{"name": "x"}]), "fees[1].time: missing", id="a fee without a time"),
    pytest.param(changed(every="fortnight"), "every: fortnight cannot be", id="an unknown unit"),
    pytest.param(
        changed(basis="declining_month", count=..., fixed_instalment="100"),
        "fixed_instalment: payments of 100.00 NGN never repay the loan",
        id="payments that never repay",
    ),
    pytest.param("[1, 2", "file: ", id="not JSON"),
    pytest.param("[1, 2]", "file: [1, 2] cannot be; it must be an object", id="a list"),
]


@pytest.mark.parametrize("command", ["schedule", "price"])
@pytest.mark.parametrize(("content", "sentence"), MISTAKES)
def test_a_mistake_is_one_sentence_and_exit_status_2(
    tmp_path: Path, command: str, content: object, sentence: str
) -> None:
    result = run(tmp_path, command, content)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1


def test_a_loan_eaten_up_by_fees_has_no_price(tmp_path: Path) -> None:
    result = run(tmp_path, "price", changed(fees=[{"name": "all", "percent": 100, "time": "deducted"}]))
    assert (result.exit_code, result.stderr[:37]) == (2, "principal: net received would be 0.00")


def test_conform_counts_by_kind_and_ends_with_1_where_something_does_not_come_out(tmp_path: Path) -> None:
    case = {
        "id": "a",
        "kind": "irr",
        "inputs": {"flows": ["-100", "110"]},
        "expected": {"irr": "0.1"},
        "tolerance": "0",
    }
    right = run(tmp_path, "conform", [case])
    assert (right.exit_code, right.output.splitlines()[1].split()) == (0, ["irr", "1", "0", "0"])
    wrong = run(tmp_path, "conform", [{**case, "expected": {"irr": "0.2"}}, {**case, "kind": "astrology"}], "--verbose")
    assert wrong.exit_code == 1
    assert "irr: published 0.2, reckoned 0.1" in wrong.output
    assert "no check for the kind astrology" in wrong.output
    assert run(tmp_path, "conform", "{}").exit_code == 2

"""Published cases come out; what does not is named here with the reason, never passed over."""

import json
from pathlib import Path

import pytest

from sankofa.instalments.conformance import (
    BadCaseFile,
    Case,
    Comparison,
    Unsupported,
    Verdict,
    checks,
    known_checks,
    read_cases,
    run,
    run_case,
)

DATA = Path(__file__).parents[2].parent / "shared" / "data"
VECTORS = DATA / "lending-vectors" / "lending_vectors.json"
SCENARIOS = DATA / "loan-schedules-fineract" / "first_schedules.jsonl"
OWN_KINDS = {
    "apr",
    "schedule",
    "payment",
    "daycount",
    "schedule_dates",
    "rate_factor",
    "tvm",
    "irr",
    "xirr",
    "scenario",
}
NOT_DETERMINED = {"ec-aprc-ex35": "docs/handbook/conformance.md: no count of time gives the printed sixth decimal"}


@pytest.mark.parametrize("path", [VECTORS, SCENARIOS], ids=["lending vectors", "scenarios of another system"])
def test_every_case_of_schedules_and_rates_that_its_inputs_determine_comes_out(path: Path) -> None:
    if not path.exists():
        pytest.skip(f"the shared data folder is not here: {path.name}")
    outcomes = [outcome for outcome in run(read_cases(path)) if outcome.case.kind in OWN_KINDS]
    assert outcomes
    failed = {outcome.case.id: outcome for outcome in outcomes if outcome.verdict is not Verdict.PASSED}
    assert failed.keys() <= NOT_DETERMINED.keys()


def case(**changes: object) -> Case:
    usual: dict[str, object] = {
        "id": "own",
        "kind": "tvm",
        "inputs": {"function": "PMT", "args": {"rate": "0", "nper": 60, "pv": "15000"}},
        "expected": {"value": "-250"},
        "tolerance": "0",
    }
    return Case(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_wrong_expectation_fails_with_both_numbers() -> None:
    outcome = run_case(case(expected={"value": "-251"}), known_checks())
    assert outcome.verdict is Verdict.FAILED
    assert str(outcome.differences[0]) == "value: published -251, reckoned -250"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"kind": "astrology"}, id="a kind nobody checks"),
        pytest.param({"inputs": {"function": "DURATION", "args": {"rate": "0", "nper": 1}}}, id="a function not known"),
        pytest.param(
            {
                "kind": "schedule",
                "inputs": {"principal": "100", "annual_rate_percent": "1", "periods": 2, "moon": "full"},
                "expected": {"rows": []},
            },
            id="an input that nobody reads",
        ),
        pytest.param(
            {
                "kind": "schedule",
                "inputs": {"principal": "100", "annual_rate_percent": "1", "periods": 2},
                "expected": {"rows": []},
            },
            id="nothing to compare",
        ),
    ],
)
def test_what_is_not_understood_is_unsupported_and_never_passed(changed: dict[str, object]) -> None:
    outcome = run_case(case(**changed), known_checks())
    assert (outcome.verdict, bool(outcome.reason)) == (Verdict.UNSUPPORTED, True)


def test_a_check_never_sees_what_it_may_not_use() -> None:
    """No check branches on a case's id: the same inputs under another name come out the same."""
    one, other = case(), case(id="other")
    assert run_case(one, known_checks()).verdict is run_case(other, known_checks()).verdict is Verdict.PASSED


def test_two_checks_of_one_kind_are_refused() -> None:
    known_checks()

    def second(case: Case, compare: Comparison) -> None:
        raise Unsupported("this")

    with pytest.raises(RuntimeError, match="Two checks for the kind tvm"):
        checks("tvm")(second)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param("{}", "not a list", id="an object"),
        pytest.param("[{}]", "case 1 lacks id", id="an empty case"),
        pytest.param("[", "not JSON at line 1", id="not JSON"),
    ],
)
def test_a_file_that_holds_no_cases_is_refused_in_one_sentence(tmp_path: Path, content: str, problem: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(content)
    with pytest.raises(BadCaseFile, match=problem):
        read_cases(file)


def test_printed_decimals_are_the_precision_of_a_printed_rate(tmp_path: Path) -> None:
    inputs = {
        "method": "EU_ANNEX_I",
        "advances": [{"first_t": "0", "every": "0", "n": 1, "amount": "500"}],
        "payments": [{"first_t": "1/12", "every": "1/12", "n": 2, "amount": "270"}],
    }
    file = tmp_path / "cases.json"
    record = {"id": "x", "kind": "apr", "inputs": inputs, "expected": {"apr_percent": "85.59"}, "tolerance": "abs 1e-5"}
    file.write_text(json.dumps([record, {**record, "expected": {"apr_percent": "85.5852"}}]))
    assert [outcome.verdict for outcome in run(read_cases(file))] == [Verdict.PASSED, Verdict.FAILED]

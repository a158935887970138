"""Published cases of running loans come out; what does not is named here with the setting it would need."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sankofa.instalments.conformance import Case, Outcome, Verdict, known_checks, read_cases, run, run_case

DATA = Path(__file__).parents[2].parent / "shared" / "data"
VECTORS = DATA / "lending-vectors" / "lending_vectors.json"
SCENARIOS = DATA / "loan-schedules-fineract" / "first_schedules.jsonl"
KINDS = {"allocation", "recalculation", "delinquency", "penalty"}
OLD_DATE, MOVED, MOVED_TWICE = date(2023, 10, 16), date(2023, 10, 31), date(2023, 11, 15)
# Nothing in these three says that instalments are not in multiples of 1, as their product's are elsewhere.  In the last
# one the penalty of 10 that was paid late with the first instalment is not in that system's column of late money.
WITHOUT_MULTIPLES: dict[str, list[str]] = {
    "Verify that the accounting treatment is correct for Goodwill Credit transaction after Charge-off": [],
    "Verify that the accounting treatment is correct for Goodwill Credit transaction when the loan was Charged-off "
    "and undo happened for Goodwill": [],
    "As a user I want to repay a loan which was charged-off": ["row 1, Late: published 343.33, reckoned 353.33"],
}
RESCHEDULED: dict[str, dict[str, Any]] = {
    "add extra terms working properly with auto downpayment": {"extra": 2},
    "add extra terms working properly with auto downpayment and 2nd disbursement before reschedule": {"extra": 2},
    "2nd disbursement after reschedule and first installment": {"extra": 2},
    "adjusted by 1 installment period after successful downpayment": {"to": MOVED},
    "adjusted by 2 installment period after successful downpayment": {"to": MOVED_TWICE},
    "adjusted by 2 installment period while downpayment is still due": {"to": MOVED_TWICE},
    "adjusted by 1 installment period after downpayment was reverted, fee added and downpayment paid by autopayment": {
        "to": MOVED
    },
    "works properly in case of auto downpayment": {"to": MOVED},
    "works properly in case of auto downpayment and 2nd disbursement before reschedule": {"to": MOVED},
    "adjusted by 1 installment period and 2 extra terms": {"to": MOVED, "extra": 2},
}
"""What the tables of rescheduling said, which the set-ups do not repeat; the ends of the scenarios' names."""


def cases(path: Path) -> list[Case]:
    if not path.exists():
        pytest.skip(f"the shared data folder is not here: {path.name}")
    return read_cases(path)


def told(outcome: Outcome) -> str:
    return f"{outcome.case.id}: {outcome.reason} {'; '.join(map(str, outcome.differences))}"


def test_every_published_case_of_a_running_loan_comes_out() -> None:
    outcomes = [outcome for outcome in run(cases(VECTORS)) if outcome.case.kind in KINDS]
    assert {outcome.case.kind for outcome in outcomes} == KINDS
    assert [told(outcome) for outcome in outcomes if outcome.verdict is not Verdict.PASSED] == []


def test_set_ups_with_events_come_out_or_say_what_they_lack() -> None:
    outcomes = [outcome for outcome in run(cases(SCENARIOS)) if outcome.case.kind == "scenario with events"]
    unsupported = [outcome for outcome in outcomes if outcome.verdict is Verdict.UNSUPPORTED]
    assert {outcome.reason for outcome in unsupported} == {
        "a rescheduling whose data the set-up does not hold",
        "no expected schedule",
    }
    failed = [outcome for outcome in outcomes if outcome.verdict is Verdict.FAILED]
    assert {outcome.case.id.partition(": ")[2] for outcome in failed} == set(WITHOUT_MULTIPLES)
    assert sum(outcome.verdict is Verdict.PASSED for outcome in outcomes) == 18


@pytest.mark.parametrize("title", WITHOUT_MULTIPLES)
def test_a_set_up_comes_out_once_the_multiples_of_its_product_are_switched_off(title: str) -> None:
    [case] = [case for case in cases(SCENARIOS) if case.id.endswith(title)]
    outcome = run_case(replace(case, inputs={**case.inputs, "supplied": {"instalment_step": 1}}), known_checks())
    assert [str(one) for one in outcome.differences] == WITHOUT_MULTIPLES[title]


@pytest.mark.parametrize("ending", RESCHEDULED)
def test_a_rescheduling_comes_out_once_its_data_are_given(ending: str) -> None:
    supplied = {"reschedule": {"from_due_on": OLD_DATE, **RESCHEDULED[ending]}}
    named = [case for case in cases(SCENARIOS) if case.id.endswith(ending)]
    outcomes = [run_case(replace(case, inputs={**case.inputs, "supplied": supplied}), known_checks()) for case in named]
    assert outcomes
    assert [told(outcome) for outcome in outcomes if outcome.verdict is not Verdict.PASSED] == []


def test_a_grace_on_principal_comes_out_but_for_the_day_on_which_nothing_was_paid() -> None:
    supplied = {"reschedule": {"from_due_on": OLD_DATE, "to": MOVED, "grace_principal": 1}}
    [case] = [case for case in cases(SCENARIOS) if case.id.endswith("and 1 grace on principal")]
    outcome = run_case(replace(case, inputs={**case.inputs, "supplied": supplied}), known_checks())
    # An instalment that asks for nothing was never paid; that system dates it to the day of handing out.
    assert [str(one) for one in outcome.differences] == ["row 2, paid date: published 2023-10-01, reckoned None"]


def own(**changes: Any) -> Case:
    usual: dict[str, Any] = {
        "id": "own",
        "kind": "delinquency",
        "inputs": {"instalments": [{"due": "2023-01-31", "amount": "10"}], "as_of": "2023-03-05"},
        "expected": {"days": 33},
    }
    return Case(**{**usual, **changes})


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        pytest.param({}, Verdict.PASSED, id="days from the due date"),
        pytest.param({"expected": {"days": 32}}, Verdict.FAILED, id="a wrong number"),
        pytest.param({"expected": {"mood": "calm"}}, Verdict.UNSUPPORTED, id="something nobody reckons"),
    ],
)
def test_a_check_can_fail(changed: dict[str, Any], verdict: Verdict) -> None:
    assert run_case(own(**changed), known_checks()).verdict is verdict

"""A case as a file: what is read, what is refused in one sentence, and what the command prints.

Source: responsible-finance rules, 1.2 (inputs) and 1.4 (never inputs).
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from click.testing import CliRunner, Result

from sankofa.credit.commands import COMMANDS, suitability
from sankofa.credit.rules.case_file import (
    BadField,
    ForbiddenInput,
    MissingField,
    UnknownField,
    case_of,
    check_not_forbidden,
    schema,
)
from sankofa.credit.rules.suitability import Outcome, verdict
from sankofa.credit.rules.terms import Case
from sankofa.kernel.money import Money

EXAMPLE = Path(__file__).resolve().parents[2] / "docs/handbook/examples/suitability.json"
ON = date(2026, 3, 2)


def example(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"), parse_float=Decimal)
    content.pop("on")
    return {**content, **changes}


def run(tmp_path: Path, content: object, *options: str) -> Result:
    file = tmp_path / "case.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content, default=str), encoding="utf-8")
    return CliRunner().invoke(suitability, [str(file), *options])


def test_the_example_is_read_and_looked_at() -> None:
    case = case_of(example(), ON)
    assert case.amount == Money(150_000, "XOF")
    assert case.age_least == 27  # born in 1998, the birthday may still be to come
    assert verdict(case, ON).outcome is Outcome.WITH_CONDITIONS


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("nationality", "ML"),
        ("ethnicity", "x"),
        ("religion", "x"),
        ("sex", "female"),
        ("gender", "female"),
        ("marital_status", "single"),
        ("disability", "none"),
        ("remigration_intention", "yes"),
        ("re_migration", "yes"),
        ("intentionToLeave", "yes"),
        ("trafficking_history", "yes"),
        ("score", 0.7),
        ("credit_score", 610),
        ("composite_score", 0.41),
        ("psychosocial_score", 0.2),
        ("rss", 0.5),
        ("rssComposite", 0.5),
        ("psychometric_result", "A"),
        ("mental_health", "low"),
    ],
)
def test_what_may_never_bear_on_a_verdict_is_refused_by_name(field: str, given: object) -> None:
    with pytest.raises(ForbiddenInput) as refusal:
        case_of(example(**{field: given}), ON)
    assert refusal.value.field == field


def test_it_is_refused_wherever_it_stands() -> None:
    household = {**example()["household"], "religion": "x"}
    with pytest.raises(ForbiddenInput) as refusal:
        case_of(example(household=household), ON)
    assert refusal.value.field == "household.religion"


def test_a_score_cannot_come_in_under_another_name_either() -> None:
    for field in ("sacrifices", "viability", "amount", "wants_loan"):
        with pytest.raises(BadField):
            case_of(example(**{field: {"score": 0.41, "scale": "composite"}}), ON)


def test_no_input_of_ours_is_a_forbidden_one() -> None:
    def names(kind: Any) -> set[str]:
        found = set()
        for name, hint in get_type_hints(kind).items():
            found.add(name)
            for part in (hint, *get_args(hint)):
                for inner in (part, *get_args(part)):
                    if isinstance(inner, type) and is_dataclass(inner) and inner is not Money:
                        found |= names(inner)
        return found

    for name in names(Case):
        check_not_forbidden(name)


@pytest.mark.parametrize(
    ("changes", "refusal", "said"),
    [
        pytest.param({"currency": None}, MissingField, "currency is missing", id="no-currency"),
        pytest.param({"currency": "TAKA"}, BadField, "code of ISO 4217", id="no-such-currency"),
        pytest.param({"currency": ["XOF"]}, BadField, "code of ISO 4217", id="a-list-of-currencies"),
        pytest.param({"wants_lon": "yes"}, UnknownField, "did you mean wants_loan", id="misspelt"),
        pytest.param({"wants_loan": "perhaps"}, BadField, "one of yes, no, unsure, unknown", id="not-a-word-we-know"),
        pytest.param({"wants_loan": []}, BadField, "one of yes, no", id="a-list-for-a-word"),
        pytest.param({"amount": -5}, BadField, "zero or more", id="negative-amount"),
        pytest.param({"amount": "1 000"}, BadField, "plain digits", id="amount-with-a-blank"),
        pytest.param({"amount": "10.50"}, BadField, "at most 0 decimals", id="too-many-decimals-for-the-franc"),
        pytest.param({"amount": True}, BadField, "plain digits", id="true-is-no-amount"),
        pytest.param({"amount": Decimal("1e400")}, BadField, "below 1000000000000000", id="endless-amount"),
        pytest.param({"needs_assessed_on": "2026-02-30"}, BadField, "2026-11-22", id="no-such-day"),
        pytest.param({"cycle": 1.5}, BadField, "whole number", id="one-and-a-half-loans"),
        pytest.param({"born": 2031}, BadField, "not after", id="not-yet-born"),
        pytest.param({"debts": {}}, BadField, "a list", id="debts-not-a-list"),
        pytest.param({"debts": [7]}, BadField, "debts[0] is '7'", id="a-debt-that-is-a-number"),
        pytest.param({"debts": [{}]}, MissingField, "debts[0].lender is missing", id="a-debt-to-nobody"),
        pytest.param({"household": {"size": 2}}, MissingField, "household.incomes", id="household-without-incomes"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    changes: dict[str, Any], refusal: type[Exception], said: str
) -> None:
    with pytest.raises(refusal) as raised:
        case_of(example(**changes), ON)
    assert said in str(raised.value)
    assert str(raised.value).endswith((".", "?"))


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        pytest.param("{", [], "is not JSON", id="broken-json"),
        pytest.param("[]", [], "holds no object", id="a-list"),
        pytest.param('{"amount": NaN}', [], "is not JSON", id="not-a-number"),
        pytest.param(example(score=1), [], "score may not be given", id="forbidden"),
        pytest.param(example(policy="loose"), [], "policy is 'loose'", id="no-such-policy"),
        pytest.param(example(), ["--on", "soon"], "on is 'soon'", id="no-such-day"),
        pytest.param(example(household={**example()["household"], "size": 0}), [], "household.size is 0", id="nobody"),
        pytest.param(
            example(offer={**example()["offer"], "rate_percent": 2000}),
            [],
            "offer.rate_percent is 2000",
            id="2000-percent",
        ),
        pytest.param(example(months=[{"business": 1, "other": 1, "expenses": 1}]), [], "must hold 12", id="one-month"),
    ],
)
def test_the_command_refuses_with_one_sentence_and_status_2(
    tmp_path: Path, content: object, options: list[str], said: str
) -> None:
    done = run(tmp_path, content, *options)
    assert done.exit_code == 2
    assert said in done.output
    assert done.output.startswith("Error: ")
    assert done.output.count("\n") == 1
    assert "Traceback" not in done.output


def test_a_file_that_is_not_there_is_named() -> None:
    done = CliRunner().invoke(suitability, ["nowhere.json"])
    assert done.exit_code == 2
    assert "nowhere.json cannot be read" in done.output
    assert CliRunner().invoke(suitability, []).exit_code == 2


def test_the_command_prints_a_sheet_that_can_be_checked_by_hand() -> None:
    done = CliRunner().invoke(suitability, [str(EXAMPLE)])
    assert done.exit_code == 0
    assert "You could carry a small one: up to 35000 XOF." in " ".join(done.output.split())
    assert "35112.21 XOF of 21000.00 XOF = 167.2 %" in done.output
    assert "Knowledge Paper 1, 2.2.3 (R33)" in done.output


def test_the_command_speaks_french_and_json() -> None:
    done = CliRunner().invoke(suitability, [str(EXAMPLE), "--json", "--language", "fr"])
    told = json.loads(done.output)
    assert told["outcome"] == "with_conditions"
    assert told["conditions"]["amount_max"] == "35000"
    assert told["known"] == {"part": 38, "of": 39}
    assert any(finding["rule"] == "HS5b" and "35000 XOF au plus" in finding["sentence"] for finding in told["findings"])


def test_the_command_shows_the_months_and_who_set_a_rule_aside(tmp_path: Path) -> None:
    content = example(
        on="2026-03-02",
        opening_cash=1_000,
        months=[{"business": 9_000, "other": 0, "expenses": 5_000}] * 12,
        purposes=["health"],
        overrides=[
            {
                "rule": "HS3",
                "by": "Awa D.",
                "role": "supervisor",
                "reason": "Seen with the clinic",
                "given_on": "2026-03-01",
                "expires_on": "2026-04-01",
            }
        ],
    )
    done = run(tmp_path, content)
    assert done.exit_code == 0
    assert "Awa D. (supervisor): Seen with the clinic" in done.output
    assert "cash after" in done.output
    assert "counts until 2026-04-01" in done.output


def test_the_schema_knows_every_field_and_lets_no_other_in() -> None:
    body = schema()
    properties = body["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == {field.name for field in fields(Case)} | {"born", "on", "policy"}
    assert body["additionalProperties"] is False
    done = CliRunner().invoke(suitability, ["--schema"])
    assert json.loads(done.output) == body


def test_the_commands_are_offered_in_a_list() -> None:
    assert [command.name for command in COMMANDS] == ["suitability"]

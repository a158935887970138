"""The command line of credit: `sankofa suitability CASE.json`.

Prints what the rules found as a sheet that can be checked by hand.  It says nothing to a lender and stores nothing.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from sankofa.credit.rules.suitability import Verdict
    from sankofa.kernel.finding import Finding

WIDTH = 100


class Refused(click.ClickException):
    """What was given cannot be used; the message says which field and what would be right."""

    exit_code = 2


@click.command()
@click.argument("file", metavar="CASE.json", required=False, type=click.Path(path_type=Path))
@click.option("--on", "day", metavar="DATE", help="The day on which to look, such as 2026-11-22; today without it.")
@click.option("--policy", "policy_name", metavar="NAME", help="The preset that applies: default or NG-SEAP.")
@click.option("--language", default="en", show_default=True, help="The language of the sentences: en, fr, ur.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--schema", "wants_schema", is_flag=True, help="Print the JSON Schema of a case.")
def suitability(
    file: Path | None, day: str | None, policy_name: str | None, language: str, as_json: bool, wants_schema: bool
) -> None:
    """Say whether a loan can be proposed, and every reason why not or not yet.

    The lender decides and the returnee decides; this is advice.
    """
    from sankofa.credit.rules import case_file

    if wants_schema:
        click.echo(json.dumps(case_file.schema(), indent=2))
        return
    if file is None:
        _refuse("CASE.json is missing; name a file with a case, or ask for --schema.")
    found = _verdict(_content(file), day, policy_name)
    if as_json:
        click.echo(json.dumps(_record(found, language), indent=2, ensure_ascii=False))
    else:
        _print(found, language)


COMMANDS = [suitability]


def _content(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal, parse_constant=_no_number)
    except OSError as error:
        _refuse(f"{file} cannot be read ({error.strerror}); name a file with a case.")
    except (ValueError, RecursionError) as error:
        _refuse(f"{file} is not JSON ({error}); write one object with the fields of --schema.")
    if not isinstance(content, dict):
        _refuse(f"{file} holds no object; write one with the fields of --schema.")
    return content


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _verdict(content: dict[str, Any], day: str | None, policy_name: str | None) -> "Verdict":
    from sankofa.credit.rules.capacity import NeverRepays
    from sankofa.credit.rules.case_file import BadField, ForbiddenInput, MissingField, UnknownField, case_of
    from sankofa.credit.rules.cash_flow import NotTwelveMonths
    from sankofa.credit.rules.policy import PRESETS
    from sankofa.credit.rules.suitability import verdict
    from sankofa.debts.rules.household import EmptyHousehold, NegativeAmount
    from sankofa.kernel.money import CurrencyMismatch

    on = _day(day or content.pop("on", None))
    content.pop("on", None)
    named = content.pop("policy", None)
    name = policy_name or named or "default"
    if not isinstance(name, str) or name not in PRESETS:
        _refuse(f"policy is {name!r}; it must be one of {', '.join(PRESETS)}.")
    try:
        return verdict(case_of(content, on), on, PRESETS[name])
    except (
        BadField,
        ForbiddenInput,
        MissingField,
        UnknownField,
        NeverRepays,
        NotTwelveMonths,
        EmptyHousehold,
        NegativeAmount,
        CurrencyMismatch,
    ) as error:
        _refuse(str(error))


def _day(text: object) -> date:
    from sankofa.kernel import clock

    if text is None:
        return clock.today("UTC")
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        _refuse(f"on is {str(text)[:40]!r}; it must be a day written as 2026-11-22.")


def _refuse(sentence: str) -> NoReturn:
    raise Refused(sentence)


def _said(finding: "Finding", language: str) -> str:
    from sankofa.credit.rules.suitability import said

    return said(finding, language)


def _record(found: "Verdict", language: str) -> dict[str, Any]:
    from sankofa.credit.rules.suitability import explanation, outcome_finding, rule_of

    def findings(some: "tuple[Finding, ...] | list[Finding]") -> list[dict[str, object]]:
        return [
            {**finding.record(), "rule": rule_of(finding), "sentence": _said(finding, language)} for finding in some
        ]

    capacity, conditions = found.capacity, found.conditions
    return {
        "outcome": found.outcome.value,
        "sentence": _said(outcome_finding(found), language),
        "rule_set": found.rule_set,
        "policy": found.policy.name,
        "decided_on": found.decided_on.isoformat(),
        "valid_until": found.valid_until.isoformat(),
        "known": {"part": found.known.part, "of": found.known.base},
        "findings": findings(found.findings),
        "set_aside": findings(found.set_aside),
        "conditions": None
        if conditions is None
        else {
            "amount_max": None if conditions.amount_max is None else str(conditions.amount_max.decimal),
            "instalment_max": None if conditions.instalment_max is None else str(conditions.instalment_max.decimal),
            "schedule_follows_income": conditions.schedule_follows_income,
            "insured": conditions.insured.value,
            "visits_months": conditions.visits_months,
            "savings_first": None if conditions.savings_first is None else str(conditions.savings_first.decimal),
            "look_again_on": conditions.look_again_on.isoformat(),
        },
        "burden": None if capacity is None else capacity.grade.name.lower(),
        "sheet": findings(explanation(found)),
    }


def _print(found: "Verdict", language: str) -> None:
    from sankofa.credit.rules.suitability import explanation, outcome_finding, rule_of

    click.echo(_said(outcome_finding(found), language))
    click.echo(f"{found.known.part} of {found.known.base} answers known, {found.policy.name} {found.rule_set}.")
    click.echo(f"On {found.decided_on}; counts until {found.valid_until}.\n")
    for finding in found.findings:
        lines = click.wrap_text(_said(finding, language), WIDTH - 22, "", " " * 22)
        click.echo(f"{rule_of(finding):<6}{finding.weight.name.lower():<16}{lines}")
        click.echo(f"{'':22}{finding.source}")
    for finding in found.set_aside:
        who = ", ".join(f"{o.by} ({o.role}): {o.reason}" for o in found.overrides[rule_of(finding)])
        click.echo(f"{rule_of(finding):<6}{'set aside':<16}{who}")
    sheet = explanation(found)
    if sheet:
        click.echo("")
    for line in sheet:
        click.echo(_said(line, language))
    if found.cash is not None:
        _print_cash(found)


def _print_cash(found: "Verdict") -> None:
    from sankofa.debts.rules.burden import amount_of

    assert found.cash is not None
    currency = found.case.currency
    click.echo(f"\n{'':>5}{'cash before':>16}{'in':>14}{'out':>14}{'debts':>14}{'loan':>14}{'cash after':>16}")
    for n, month in enumerate(found.cash.expected, start=1):
        row = (month.before, month.income, month.expenses, month.debts, month.payment, month.after)
        cells = [amount_of(value, currency).partition(" ")[0] for value in row]
        click.echo(f"{n:>5}{cells[0]:>16}{cells[1]:>14}{cells[2]:>14}{cells[3]:>14}{cells[4]:>14}{cells[5]:>16}")
    low, bad = (amount_of(value, currency) for value in (found.cash.low, found.cash.stressed_low))
    click.echo(f"Least cash {low}; in a bad year {bad}.")

"""How a verdict is kept: what went in, what the rules found, by which version of them, and until when it holds.

Source: responsible-finance rules, 1.3 ("Every verdict stores ...").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sankofa.credit.rules import case_file
from sankofa.credit.rules.capacity import Capacity, capacity
from sankofa.credit.rules.policy import DEFAULT, PRESETS, RULE_SET, Policy
from sankofa.credit.rules.suitability import Outcome, Verdict, explanation, outcome_finding, verdict
from sankofa.credit.rules.terms import Case
from sankofa.kernel.finding import Finding


@dataclass(frozen=True, slots=True)
class Kept:
    """A verdict as it was kept."""

    outcome: Outcome
    top: Finding
    findings: tuple[Finding, ...]
    set_aside: tuple[Finding, ...]
    sheet: tuple[Finding, ...]
    known: tuple[int, int]
    amount_max: str
    instalment_max: str
    case: Mapping[str, Any]
    """What went in, as `case_file` reads it; empty where only the seven questions were asked."""
    policy: Policy
    """The rules by which it was looked at."""
    debts: str
    """The mark of what had been told of debts; empty where nothing of them was asked, or the mark was not kept."""


def to_keep(reached: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON can hold it."""
    conditions = reached.conditions
    caps = ("", "")
    if conditions is not None:
        caps = (
            "" if conditions.amount_max is None else str(conditions.amount_max.decimal),
            "" if conditions.instalment_max is None else str(conditions.instalment_max.decimal),
        )
    return {
        "outcome": reached.outcome.value,
        "top": outcome_finding(reached).record(),
        "findings": [one.record() for one in reached.findings],
        "set_aside": [one.record() for one in reached.set_aside],
        "sheet": [one.record() for one in explanation(reached)],
        "known": [reached.known.part, reached.known.base],
        "amount_max": caps[0],
        "instalment_max": caps[1],
        "case": case_file.record_of(reached.case),
        "policy": reached.policy.name,
        "rule_set": reached.rule_set,
    }


def first_to_keep(
    outcome: Outcome, found: Sequence[Finding], asked: int, known: int, policy: Policy = DEFAULT
) -> dict[str, Any]:
    """Return what seven questions came to where they end the talk, as JSON can hold it."""
    top = Finding(f"verdict.{outcome}", found[0].weight, "Responsible finance 1.3")
    return {
        "outcome": outcome.value,
        "top": top.record(),
        "findings": [one.record() for one in found],
        "set_aside": [],
        "sheet": [],
        "known": [known, asked],
        "amount_max": "",
        "instalment_max": "",
        "case": {},
        "policy": policy.name,
        "rule_set": RULE_SET,
    }


def kept_of(held: Mapping[str, Any]) -> Kept:
    """Return a verdict that was kept.  Raises UnreadableRecord."""
    return Kept(
        outcome=Outcome(held["outcome"]),
        top=Finding.of_record(held["top"]),
        findings=tuple(Finding.of_record(one) for one in held["findings"]),
        set_aside=tuple(Finding.of_record(one) for one in held["set_aside"]),
        sheet=tuple(Finding.of_record(one) for one in held["sheet"]),
        known=(held["known"][0], held["known"][1]),
        amount_max=held["amount_max"],
        instalment_max=held["instalment_max"],
        case=held["case"],
        policy=policy_of(held),
        debts=held.get("debts", ""),
    )


def looked_at_again(held: Mapping[str, Any], overrides: Sequence[Mapping[str, Any]], on: date) -> Verdict:
    """Return the verdict of what was kept, with decisions to set rules aside, on the day of the last of them.

    The facts are those that were kept: a decision sets a rule aside, it does not make the facts newer.
    """
    case = case_file.case_of({**held["case"], "overrides": list(overrides)}, on)
    return verdict(case, on, policy_of(held))


def kept_anew(held: Mapping[str, Any], reached: Verdict) -> dict[str, Any]:
    """Return a verdict of what was kept, as JSON can hold it: the facts stay those of the first day."""
    return {**to_keep(reached), "case": held["case"], "debts": held.get("debts", "")}


def case_kept(held: Mapping[str, Any], on: date) -> Case:
    """Return the case that went into a kept verdict."""
    return case_file.case_of(held["case"], on)


def carried(case: Case, policy: Policy, on: date) -> Capacity | None:
    """Return what the household of a case can carry; None where it is not known."""
    return capacity(case, policy, on)


def policy_of(held: Mapping[str, Any]) -> Policy:
    """Return the policy by which a kept verdict was reached."""
    return PRESETS.get(held["policy"], DEFAULT)

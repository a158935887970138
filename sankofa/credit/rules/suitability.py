"""Whether a loan can be proposed to a returnee, and every reason why not, why not yet, and what to watch.

All rules are looked at and all findings are reported.  A stop that nobody has set aside makes the loan not suitable
now; else a first step still to be done makes it not yet; else a concern makes it suitable with conditions.  Even
"suitable" is no recommendation: nothing speaks against asking the lender.  The lender and the returnee decide.

Source: Knowledge Paper 1 (2021), 4.2: microcredit "cannot be recommended as a general solution for returnees";
responsible-finance rules, 1.1 to 1.4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sankofa.credit.rules import capacity as capacities
from sankofa.credit.rules import cash_flow as cash_flows
from sankofa.credit.rules.capacity import Capacity
from sankofa.credit.rules.cash_flow import CashFlow
from sankofa.credit.rules.concerns import concerns, what_the_lender_asks
from sankofa.credit.rules.facts import Facts
from sankofa.credit.rules.overrides import in_force
from sankofa.credit.rules.policy import DEFAULT, RULE_SET, Policy
from sankofa.credit.rules.prerequisites import exceptions, first_steps
from sankofa.credit.rules.stops import declined, stops
from sankofa.credit.rules.terms import Case, Override
from sankofa.credit.rules.unknowns import completeness, unknowns
from sankofa.debts.rules.terms import Answer
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value, Weight
from sankofa.kernel.money import Money
from sankofa.kernel.share import Share

ROOM: Final = "sankofa.credit"
_PAYMENTS_UNEVEN: Final = frozenset({"W03", "W05", "W05.year"})


class Outcome(StrEnum):
    """What the rules say; the lender and the person decide."""

    NOT_SUITABLE = "not_suitable"
    NOT_YET = "not_yet"
    WITH_CONDITIONS = "with_conditions"
    SUITABLE = "suitable"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What goes with "suitable with conditions"."""

    amount_max: Money | None  # None: no cap from these rules
    instalment_max: Money | None
    schedule_follows_income: bool
    insured: Answer
    visits_months: int
    savings_first: Money | None
    look_again_on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules found on a day, with everything it rests on.  It is never shown to a lender."""

    outcome: Outcome
    findings: tuple[Finding, ...]  # gravest first; those set aside are not among them
    set_aside: tuple[Finding, ...]
    overrides: Mapping[str, tuple[Override, ...]]
    conditions: Conditions | None
    known: Share  # how many answers are known, of how many
    capacity: Capacity | None
    cash: CashFlow | None
    case: Case  # the inputs, as they were
    policy: Policy
    rule_set: str
    decided_on: date
    valid_until: date  # the first day on which it counts no more

    def is_valid_on(self, day: date) -> bool:
        """Whether it may still be relied upon on a day."""
        return self.decided_on <= day < self.valid_until

    @property
    def rules(self) -> frozenset[str]:
        """The rules that fired and stand: HS1, PR2, W03 ..."""
        return frozenset(rule_of(finding) for finding in self.findings)


def rule_of(finding: Finding) -> str:
    """Return the rule that a finding comes from: `HS6` for `HS6.late`."""
    return finding.code.partition(".")[0]


def verdict(case: Case, on: date, policy: Policy = DEFAULT) -> Verdict:
    """Return what the rules say about one person's wish for one loan, on a day.

    Raises CurrencyMismatch, NeverRepays and NotTwelveMonths where the case contradicts itself.
    """
    found = capacities.capacity(case, policy, on)
    cash = cash_flows.cash_flow(case, policy, on)
    facts = Facts(case, policy, on, found, cash)
    overridden, notes = in_force(case, found, policy, on)
    missing = list(unknowns(case, policy, on))
    proven = list(exceptions(case))
    fired = [
        *stops(facts),
        *first_steps(facts),
        *missing,
        *declined(facts),
        *concerns(facts),
        *what_the_lender_asks(facts),
        *proven,
        *notes,
    ]
    standing = [finding for finding in fired if rule_of(finding) not in overridden]
    standing.sort(key=lambda finding: finding.weight)  # stable: within a weight the order of the rules
    outcome = outcome_of(standing)
    known, asked = completeness(len(missing))
    valid_until = min(
        [
            on + timedelta(days=policy.validity_days),
            *(override.expires_on for overrides in overridden.values() for override in overrides),
        ]
    )
    return Verdict(
        outcome=outcome,
        findings=tuple(standing),
        set_aside=tuple(finding for finding in fired if rule_of(finding) in overridden),
        overrides=overridden,
        conditions=_conditions(facts, standing, valid_until) if outcome is Outcome.WITH_CONDITIONS else None,
        known=Share.of(known, asked),
        capacity=found,
        cash=cash,
        case=case,
        policy=policy,
        rule_set=RULE_SET,
        decided_on=on,
        valid_until=valid_until,
    )


def outcome_of(standing: list[Finding]) -> Outcome:
    """Return the outcome of the findings that stand: the gravest decides."""
    match min((finding.weight for finding in standing), default=Weight.NOTE):
        case Weight.BARRIER:
            return Outcome.NOT_SUITABLE
        case Weight.PREREQUISITE:
            return Outcome.NOT_YET
        case Weight.CONCERN:
            return Outcome.WITH_CONDITIONS
        case _:
            return Outcome.SUITABLE


def outcome_finding(reached: Verdict) -> Finding:
    """Return the sentence that stands at the top of a verdict."""
    source = "Responsible finance 1.3"
    if reached.outcome in {Outcome.SUITABLE, Outcome.WITH_CONDITIONS}:
        return Finding(f"verdict.{reached.outcome}", Weight.NOTE, source, lender=reached.case.offer.lender or "?")
    return Finding(f"verdict.{reached.outcome}", Weight.NOTE, source)


def said(finding: Finding, locale: str, show: Callable[[Value], str] = wording.plain) -> str:
    """Return the sentence of a finding, of this room or, for the lines of the burden, of `debts`."""
    try:
        return wording.text(finding, locale, ROOM, show)
    except wording.NoWording:
        return wording.text(finding, locale, "sankofa.debts", show)


def explanation(reached: Verdict) -> list[Finding]:
    """Return the worked sheet: what was reckoned, line by line, and what would make a loan fit."""
    if reached.capacity is None:
        return []
    return [
        *capacities.sheet(reached.capacity),
        *capacities.ways_to_fit(reached.case, reached.capacity, reached.policy),
    ]


def _conditions(facts: Facts, standing: list[Finding], look_again_on: date) -> Conditions:
    codes = {finding.code: finding for finding in standing}
    currency = facts.case.currency
    caps: list[Money] = []
    for code, name in (("HS5b", "amount"), ("W10", "amount"), ("W06", "cap")):
        if code in codes:
            amount = codes[code].facts[name]
            assert isinstance(amount, Money)
            caps.append(amount)
    saved = codes["W05.buffer"].facts["amount"] if "W05.buffer" in codes else None
    assert saved is None or isinstance(saved, Money)
    bearable = facts.capacity.instalment if facts.capacity is not None else None
    return Conditions(
        amount_max=min(caps, default=None),
        instalment_max=None if bearable is None else Money(max(0, _floor(bearable)), currency),
        schedule_follows_income=bool(_PAYMENTS_UNEVEN & codes.keys()),
        insured=facts.case.offer.insured,
        visits_months=facts.policy.follow_up_months,
        savings_first=saved,
        look_again_on=look_again_on,
    )


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator

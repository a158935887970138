"""Which rules may be set aside, by whom, on which grounds, and until when.

The paper asks that use for older debt or for basic needs "be considered flexibly, and ... primarily be assessed against
returnees' needs and repayment capacity": those two may be set aside, with a reason.  What a household cannot carry, an
unsafe debt bondage, a lender nobody has looked at, may not.

Source: Knowledge Paper 1, 4.2.2 (R14); responsible-finance rules, 1.3.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from sankofa.credit.rules.capacity import Capacity
from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.terms import Case, Override, Purpose
from sankofa.debts.rules.burden import Grade
from sankofa.debts.rules.terms import Answer
from sankofa.kernel.finding import Finding, Weight

SOURCE: Final = "Knowledge Paper 1, 4.2.2 (R14)"

ROLES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "HS2": frozenset({"supervisor"}),
        "HS3": frozenset({"supervisor"}),
        "HS6": frozenset({"supervisor", "protection_officer"}),  # both, and two people
        "PR4": frozenset({"counsellor"}),
    }
)
"""The rules that may be set aside and the roles that all have to agree; no other rule may be."""


class NotOverridable(ValueError):
    """This rule holds for everyone; nobody may set it aside."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule

    def __str__(self) -> str:
        return f"override.rule is {self.rule}, which nobody may set aside; only {', '.join(ROLES)} can be."


class WrongRole(ValueError):
    """Somebody in this role may not set this rule aside."""

    def __init__(self, rule: str, role: str) -> None:
        super().__init__(rule, role)
        self.rule = rule
        self.role = role

    def __str__(self) -> str:
        return (
            f"override.role is {self.role}; {self.rule} may be set aside by {' and '.join(sorted(ROLES[self.rule]))}."
        )


class NoReason(ValueError):
    """An override says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule

    def __str__(self) -> str:
        return f"override.reason of {self.rule} is empty; it must say why the rule shall not hold here."


class WrongDays(ValueError):
    """An override ends after it begins, and no later than a verdict does."""

    def __init__(self, override: Override, days_max: int) -> None:
        super().__init__(override, days_max)
        self.override = override
        self.days_max = days_max

    def __str__(self) -> str:
        given = self.override.given_on
        latest = given + timedelta(days=self.days_max)
        return f"override.expires_on is {self.override.expires_on}; it must lie after {given} and not after {latest}."


class NotMet(ValueError):
    """What has to be true for the rule to be set aside is not."""

    def __init__(self, rule: str, condition: str) -> None:
        super().__init__(rule, condition)
        self.rule = rule
        self.condition = condition

    def __str__(self) -> str:
        return f"override.rule {self.rule} can be set aside only when {self.condition}."


def check_may_override(override: Override, case: Case, found: Capacity | None, policy: Policy) -> None:
    """Raise when this override could not hold: NotOverridable, WrongRole, NoReason, WrongDays or NotMet."""
    if override.rule not in ROLES:
        raise NotOverridable(override.rule)
    if override.role not in ROLES[override.rule]:
        raise WrongRole(override.rule, override.role)
    if not override.reason.strip():
        raise NoReason(override.rule)
    if not 0 < (override.expires_on - override.given_on).days <= policy.validity_days:
        raise WrongDays(override, policy.validity_days)
    if override.rule == "HS3" and Purpose.MIGRATION in (case.purposes or ()):
        raise NotMet("HS3", "the money is not for a new migration")
    if override.rule == "HS2":
        if found is None or found.grade is Grade.RED:
            raise NotMet("HS2", "the burden of all debts with the new loan is not above amber")
        if not is_cheaper_than_old(case):
            raise NotMet("HS2", "the new loan costs less than every old debt")


def may_override(override: Override, case: Case, found: Capacity | None, policy: Policy) -> bool:
    """Whether this override could hold."""
    try:
        check_may_override(override, case, found, policy)
    except (NotOverridable, WrongRole, NoReason, WrongDays, NotMet):
        return False
    return True


def is_cheaper_than_old(case: Case) -> bool:
    """Whether the new loan's price is known to lie below that of every open debt.  Not known counts as no."""
    price, costs = case.offer.price_percent, []
    for debt in case.debts or ():
        if debt.is_open:
            costs.append(0 if debt.interest is Answer.NO else debt.yearly_cost_percent)
    return price is not None and bool(costs) and all(cost is not None and price < cost for cost in costs)


def in_force(
    case: Case, found: Capacity | None, policy: Policy, on: date
) -> tuple[dict[str, tuple[Override, ...]], list[Finding]]:
    """Return the rules set aside on a day with who did it, and a note for every override that does not hold.

    A rule is set aside only when all roles it asks for have agreed, each a different person.
    """
    valid: dict[str, list[Override]] = {}
    notes = []
    for override in case.overrides:
        if not override.given_on <= on < override.expires_on:
            notes.append(_note("override.expired", override, until=override.expires_on))
        elif may_override(override, case, found, policy):
            valid.setdefault(override.rule, []).append(override)
        else:
            notes.append(_note("override.refused", override))
    set_aside = {}
    for rule, overrides in valid.items():
        # One person per role: two roles signed by one person are one signature.
        by_role = {override.role: override for override in overrides}
        people = {override.by for override in by_role.values()}
        if set(by_role) == ROLES[rule] and len(people) == len(by_role):
            set_aside[rule] = tuple(by_role[role] for role in sorted(by_role))
        else:
            notes.append(_note("override.incomplete", overrides[0]))
    return set_aside, notes


def _note(code: str, override: Override, **facts: date) -> Finding:
    return Finding(code, Weight.NOTE, SOURCE, rule=override.rule, role=override.role, by=override.by, **facts)

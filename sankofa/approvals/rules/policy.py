"""Reading the policy of a kind: which steps, how many people at each, from which amount on.

    [returnees_erase]
    days = 14
    steps = [
        { name = "approve", persons = 1 },
        { name = "release", persons = 1, from = "500000 BDT" },
    ]

A deployment may ask for more people, and never for fewer than one besides the one who proposes.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sankofa.approvals.rules.terms import Chain, Step
from sankofa.kernel.money import Money

DAYS = 14
PERSONS_MAX = 9


class BadPolicy(ValueError):
    """The policy of a kind cannot be used as it is written."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(f"The policy of {kind} in approvals.toml: {reason}.")


def chain_of(kind: str, told: Mapping[str, Any], *, known: Collection[str]) -> Chain:
    """Return the chain that a policy asks for; `known` are the steps for which the kind names a permission.

    Raises BadPolicy.
    """
    steps = tuple(_step(kind, step, known) for step in _listed(kind, told.get("steps")))
    names = [step.name for step in steps]
    if len(set(names)) != len(names):
        raise BadPolicy(kind, "a step is named twice")
    if all(step.from_amount is not None for step in steps):
        raise BadPolicy(kind, "every step begins at an amount, so that below it nobody would be asked")
    days = told.get("days", DAYS)
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise BadPolicy(kind, "days is a whole number of 1 or more")
    return Chain(kind, steps, days)


def _listed(kind: str, steps: Any) -> list[Mapping[str, Any]]:
    if not isinstance(steps, list) or not steps or not all(isinstance(step, Mapping) for step in steps):
        raise BadPolicy(kind, "it names no steps")
    return steps


def _step(kind: str, told: Mapping[str, Any], known: Collection[str]) -> Step:
    name, persons = told.get("name"), told.get("persons", 1)
    if name not in known:
        raise BadPolicy(kind, f"there is no step called {name}; there are: {', '.join(sorted(known))}")
    if isinstance(persons, bool) or not isinstance(persons, int) or not 1 <= persons <= PERSONS_MAX:
        raise BadPolicy(kind, f"persons is a whole number from 1 to {PERSONS_MAX}")
    if unknown := set(told) - {"name", "persons", "from"}:
        raise BadPolicy(kind, f"a step has no {', '.join(sorted(unknown))}")
    return Step(str(name), persons, _amount(kind, told["from"]) if "from" in told else None)


def _amount(kind: str, told: Any) -> Money:
    number, _, currency = str(told).partition(" ")
    try:
        amount = Money.of(number, currency)
    except ValueError as wrong:
        raise BadPolicy(kind, f"{told!r} is not an amount such as 500000 BDT") from wrong
    if amount.minor <= 0:
        raise BadPolicy(kind, "an amount from which a step is asked for is more than nothing")
    return amount

"""A plan out of debt: what first and why, the steps, and never a new loan to pay an old one.

Threatened debts come first, for safety; then what is secured by something the home cannot lose; then what grows; then
what has agreed times or is asked back; then the rest; a duty without a sum is not paid off at all.  The person may
order otherwise, and why is kept.  Who may not read what was said alone gets the order without it.

Sources: Knowledge Paper 1 (2021), 4.2.2: credit is not for paying off a previous debt; debt study of Mali; casework.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from sankofa.debts.rules.roster import money_from, plain
from sankofa.debts.rules.terms import DANGEROUS, Answer, Debt, Form
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money

SOURCE = "Knowledge Paper 1, 4.2.2"


class Why(IntEnum):
    """Why a debt comes where it does; the lower, the sooner."""

    SAFETY = 1  # somebody is threatened, hurt or held because of it
    SECURED = 2  # something is pledged or held that the home would lose
    GROWS = 3  # more is asked back than was lent
    PROMISED = 4  # it has agreed times, or is asked back
    REST = 5
    DUTY = 6  # a promise or a duty without a sum


class Kind(StrEnum):
    """What is to be done about a debt."""

    TALK = "talk"  # talk with the lender
    MEDIATION = "mediation"  # with somebody both sides trust
    FAMILY = "family"  # the family meets
    FORGIVENESS = "forgiveness"  # ask that all or part is forgiven
    SMALLER = "smaller"  # ask for smaller parts, or more time
    PAY = "pay"  # pay what can be paid, on a day


class From(StrEnum):
    """Where the money of a payment comes from."""

    EARNED = "earned"
    FAMILY = "family"  # given, not lent
    SAVED = "saved"
    SOLD = "sold"
    BORROWED = "borrowed"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What came of a step."""

    DONE = "done"
    TRIED = "tried"  # tried, and to be tried again
    REFUSED = "refused"  # the other side said no
    DROPPED = "dropped"  # the person does not want it any more


ENDS = frozenset({Outcome.DONE, Outcome.REFUSED, Outcome.DROPPED})
"""After these nothing more is expected of a step."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan.  Without an amount, how much is not settled yet; `due_on` None: no day is set."""

    kind: Kind
    due_on: date | None = None
    amount: Money | None = None
    paid_from: From = From.UNKNOWN
    words: str = ""


def why_here(debt: Debt) -> Why:
    """Return why a debt comes where it does in the proposed order."""
    if debt.form is Form.MORAL:
        return Why.SAFETY if _is_dangerous(debt) else Why.DUTY
    if _is_dangerous(debt):
        return Why.SAFETY
    if debt.pledges:
        return Why.SECURED
    if debt.interest is Answer.YES or debt.hard_terms is Answer.YES:
        return Why.GROWS
    if debt.instalment is not None or debt.due_from is not None or debt.asked_back is Answer.YES:
        return Why.PROMISED
    return Why.REST


def proposed(debts: Mapping[str, Debt]) -> list[tuple[str, Why]]:
    """Return open debts in the proposed order, each with why; as they were told where the reason is the same."""
    known = [(key, why_here(debt)) for key, debt in debts.items() if debt.is_open]
    return sorted(known, key=lambda one: one[1])


def as_ordered(found: Sequence[tuple[str, Why]], wished: Sequence[str]) -> list[tuple[str, Why]]:
    """Return debts in the order the person wants; what they did not name, such as a newer debt, comes after."""
    place = {key: number for number, key in enumerate(wished)}
    return sorted(found, key=lambda one: place.get(one[0], len(place)))


def faults(step: Step, debt: Debt, *, on: date) -> list[Finding]:
    """Return why a step cannot be part of a plan; none means it can.  A step that borrows never can."""
    found = []
    if step.paid_from is From.BORROWED:
        found.append(_fault("plan.new_loan"))
    if step.kind is Kind.PAY and debt.form is Form.MORAL:
        found.append(_fault("plan.duty"))
    if step.due_on is not None and step.due_on < on:
        found.append(_fault("plan.past", day=step.due_on))
    if step.amount is not None and debt.balance is not None:
        if step.amount.currency != debt.balance.currency:
            found.append(_fault("change.other_currency", currency=debt.balance.currency))
        elif step.amount > debt.balance:
            found.append(_fault("change.more_than_owed", amount=step.amount, left=debt.balance))
    return found


def is_over(outcomes: Collection[Outcome]) -> bool:
    """Whether nothing more is expected of a step, after all that came of it."""
    return bool(ENDS & set(outcomes))


def step_from(held: Mapping[str, Any], *, due_on: date | None) -> Step:
    """Return a step as it was stored, with its day, which stands beside it."""
    return Step(
        Kind(held["kind"]),
        due_on,
        money_from(held["amount"]) if "amount" in held else None,
        From(held.get("paid_from", "unknown")),
        held.get("words", ""),
    )


def step_to(step: Step) -> dict[str, Any]:
    """Return a step as it is stored, without its day."""
    known = {"kind": step.kind, "amount": step.amount, "paid_from": step.paid_from, "words": step.words}
    return {name: plain(value) for name, value in known.items() if value not in (None, "")}


def _is_dangerous(debt: Debt) -> bool:
    return bool((debt.pressure or frozenset()) & DANGEROUS) or bool(debt.bonds)


def _fault(code: str, **facts: Money | date | str) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)

"""One row of the roster: a debt as somebody tells it, what was paid since, and what is left of it.

Nothing is overwritten: what was repaid, forgiven or agreed anew stands in rows of its own, and what is left is
reckoned from them.  A balance rests on what was told; where that is not known, it is not known either.  A moral debt
is recorded as what it is, and no amount is asked.

Source: the questionnaire of the debt studies (Mali 2020; Returning to Debt 2022); the debt study of Mali, "What is
debt?": a moral commitment that stays when the money is forgiven.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from sankofa.debts.rules.burden import monthly_equivalent
from sankofa.debts.rules.terms import (
    DANGEROUS,
    Answer,
    Bond,
    Debt,
    Form,
    Frequency,
    Lender,
    Pledge,
    Pressure,
    Purpose,
    Standing,
)
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money, Rounding, round_fraction

SOURCE = "debt studies"
_Choice = TypeVar("_Choice", bound=StrEnum)


class Stage(StrEnum):
    """When on the way the debt was made."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    UNKNOWN = "unknown"


class Agreed(StrEnum):
    """How it was agreed."""

    WRITTEN = "written"
    SPOKEN = "spoken"
    UNKNOWN = "unknown"


class Extra(StrEnum):
    """What is expected on top of what was lent."""

    NOTHING = "nothing"
    INTEREST = "interest"
    GIFT = "gift"
    UNCLEAR = "unclear"  # it was never made clear
    UNKNOWN = "unknown"


class Rhythm(StrEnum):
    """How it is being paid."""

    FIXED = "fixed"  # at fixed times
    WHEN_I_CAN = "when_i_can"
    NOT_YET = "not_yet"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class Payer(StrEnum):
    """Who repays."""

    SELF = "self"
    FAMILY = "family"
    BOTH = "both"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


class Effect(StrEnum):
    """What the debt does, in the person's own eyes."""

    LESS_FOOD = "less_food"
    SCHOOL = "school"  # a child was taken out of school
    HEALTH = "health"  # care was put off
    HOUSING = "housing"
    SHAME = "shame"  # stress, shame, fear
    FAMILY = "family"  # quarrels in the family
    SHUT_OUT = "shut_out"  # shut out by neighbours or the community
    SOLD = "sold"  # had to sell something
    BORROWED = "borrowed"  # borrowed to repay
    GOOD = "good"  # it also helped: not every debt harms


@dataclass(frozen=True, slots=True)
class Told:
    """A debt as somebody tells it.  What nobody knows is None, or `unknown` of its list."""

    lender: Lender = Lender.UNKNOWN
    form: Form = Form.UNKNOWN
    purpose: Purpose = Purpose.UNKNOWN
    stage: Stage = Stage.UNKNOWN
    agreed: Agreed = Agreed.UNKNOWN
    amount: Money | None = None
    still_owed: Money | None = None
    repaid_before: Money | None = None
    lent_on: date | None = None
    lent_until: date | None = None
    """The last day on which it can have been lent, where only a month or a year is known."""
    extra: Extra = Extra.UNKNOWN
    pledges: frozenset[Pledge] | None = None
    guarantor: Answer = Answer.UNKNOWN
    rhythm: Rhythm = Rhythm.UNKNOWN
    instalment: Money | None = None
    frequency: Frequency | None = None
    due_on: date | None = None
    horizon_months: int | None = None
    asked_back: Answer = Answer.UNKNOWN
    payer: Payer = Payer.UNKNOWN
    effects: frozenset[Effect] | None = None
    own_words: str = ""


class ChangeKind(StrEnum):
    """What happened to a debt since it was told."""

    REPAID = "repaid"
    REPAID_WHOLLY = "repaid_wholly"  # also where nobody ever knew how much it was
    FORGIVEN = "forgiven"
    MORE = "more"  # more was borrowed, or something was added to it
    AGREED_ANEW = "agreed_anew"  # new terms


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a debt.  Without an amount, forgiving means all that was left."""

    kind: ChangeKind
    on: date
    amount: Money | None = None
    instalment: Money | None = None
    frequency: Frequency | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """How a debt is collected, as somebody said it alone.  None: not asked."""

    pressure: frozenset[Pressure] | None = None
    bonds: frozenset[Bond] | None = None
    hard_terms: Answer = Answer.UNKNOWN
    for_ransom: Answer = Answer.UNKNOWN


def is_under_threat(pressed: Pressed) -> bool:
    """Whether somebody is threatened, hurt or held because of the debt: then protection comes before any plan."""
    return bool((pressed.pressure or frozenset()) & DANGEROUS) or bool(pressed.bonds)


def first_balance(told: Told) -> Money | None:
    """Return what was still owed on the day it was told; None where nobody knows."""
    if told.form is Form.MORAL:
        return None
    if told.still_owed is not None:
        return told.still_owed
    if told.amount is None or told.repaid_before is None:
        return None
    return told.amount - told.repaid_before


def balance(told: Told, changes: Iterable[Change]) -> Money | None:
    """Return what is left of a debt after all that happened; None where it is not known.

    Where nobody knew how much it was and all of it is forgiven or repaid, what is added afterwards is all that is left.
    """
    left, is_cleared = first_balance(told), False
    for change in _in_order(changes):
        match change.kind:
            case ChangeKind.REPAID_WHOLLY:
                left, is_cleared = None if left is None else Money.zero(left.currency), True
            case ChangeKind.FORGIVEN if change.amount is None:
                left, is_cleared = None if left is None else Money.zero(left.currency), True
            case ChangeKind.REPAID | ChangeKind.FORGIVEN if change.amount is not None:
                left = None if left is None else left - change.amount
            case ChangeKind.MORE if change.amount is not None:
                if left is not None:
                    left = left + change.amount
                elif is_cleared:
                    left = change.amount
            case ChangeKind.MORE | ChangeKind.REPAID:
                left = None
            case _:
                pass
    return left


def standing(told: Told, changes: Iterable[Change]) -> Standing:
    """Return whether a debt is still to be paid."""
    ordered = _in_order(changes)
    last = next((change for change in reversed(ordered) if change.kind is not ChangeKind.AGREED_ANEW), None)
    is_forgiven = last is not None and last.kind is ChangeKind.FORGIVEN
    if is_forgiven and last is not None and last.amount is None:
        return Standing.FORGIVEN
    if last is not None and last.kind is ChangeKind.REPAID_WHOLLY:
        return Standing.REPAID
    if told.form is Form.MORAL and last is not None and last.kind is ChangeKind.REPAID:
        return Standing.REPAID
    left = balance(told, ordered)
    if left is None or left.minor > 0:
        return Standing.OWED
    return Standing.FORGIVEN if is_forgiven else Standing.REPAID


def as_it_stands(told: Told, changes: Iterable[Change], pressed: Pressed | None = None) -> Debt:
    """Return the debt as the measures take it: told, with what happened since, and how it is collected if known."""
    ordered = _in_order(changes)
    terms = told
    for change in ordered:
        if change.kind is ChangeKind.AGREED_ANEW:
            terms = _agreed_anew(terms, change)
    held = pressed or Pressed()
    return Debt(
        lender=terms.lender,
        balance=balance(told, ordered),
        instalment=terms.instalment,
        frequency=terms.frequency,
        horizon_months=terms.horizon_months,
        due_from=terms.due_on,
        standing=standing(told, ordered),
        form=terms.form,
        purpose=Purpose.RANSOM if held.for_ransom is Answer.YES else terms.purpose,
        asked_back=terms.asked_back,
        pressure=held.pressure,
        pledges=terms.pledges,
        bonds=held.bonds,
        interest=_INTEREST[terms.extra],
        hard_terms=held.hard_terms,
    )


def _agreed_anew(terms: Told, change: Change) -> Told:
    """Return new terms.  With a day alone only the day moved, and what is paid at a time stays as it was agreed."""
    if change.instalment is None and change.due_on is not None:
        return replace(terms, due_on=change.due_on)
    return replace(terms, instalment=change.instalment, frequency=change.frequency, due_on=change.due_on)


def as_loan(told: Told, loan: Told) -> Told:
    """Return a debt as somebody told it, with what its loan knows better: amounts, payments and days."""
    return replace(
        told,
        lender=loan.lender,
        form=loan.form,
        amount=loan.amount,
        repaid_before=None,
        still_owed=loan.still_owed,
        lent_on=loan.lent_on,
        lent_until=None,
        extra=loan.extra,
        rhythm=loan.rhythm,
        instalment=loan.instalment,
        frequency=loan.frequency,
        due_on=loan.due_on,
    )


def faults(told: Told, *, on: date) -> list[Finding]:
    """Return what cannot be true of a debt as it was typed; none means it can be kept."""
    found = []
    amounts = [part for part in (told.amount, told.still_owed, told.repaid_before, told.instalment) if part is not None]
    if told.form is Form.MORAL and amounts:
        found.append(_fault("roster.moral_amount"))
    if len({amount.currency for amount in amounts}) > 1:
        found.append(_fault("roster.two_currencies"))
    elif told.amount is not None:
        # With interest or a gift more may be paid back than was lent; then what is still owed says how it stands.
        is_bare = told.still_owed is None or told.extra is Extra.NOTHING
        if is_bare and told.repaid_before is not None and told.repaid_before > told.amount:
            found.append(_fault("roster.repaid_more", repaid=told.repaid_before, amount=told.amount))
    if (told.instalment is None) != (told.frequency is None):
        found.append(_fault("roster.half_an_instalment"))
    if told.lent_on is not None:
        if told.due_on is not None and told.due_on < told.lent_on:
            found.append(_fault("roster.due_before_lent", due=told.due_on, lent=told.lent_on))
        if told.lent_on > on:
            found.append(_fault("roster.lent_ahead", lent=told.lent_on))
    return found


def faults_of_change(change: Change, told: Told, before: Iterable[Change], *, on: date) -> list[Finding]:
    """Return what cannot be true of something that happened to a debt: more repaid than owed, a day to come."""
    found = []
    if change.on > on:
        found.append(_fault("change.ahead", day=change.on))
    if told.lent_on is not None and change.on < told.lent_on:
        found.append(_fault("change.before_lent", day=change.on, lent=told.lent_on))
    ordered = _in_order(before)
    if not as_it_stands(told, ordered).is_open and change.kind is not ChangeKind.MORE:
        found.append(_fault("change.nothing_left"))
        return found
    left = balance(told, ordered)
    amounts = _amounts_of(change)
    if told.form is Form.MORAL and amounts:
        found.append(_fault("roster.moral_amount"))
        return found
    known = currency_of(told) or next((one.currency for earlier in ordered for one in _amounts_of(earlier)), None)
    if known is not None and any(amount.currency != known for amount in amounts):
        found.append(_fault("change.other_currency", currency=known))
    elif change.kind in _TAKE_AWAY and change.amount is not None and left is not None and change.amount > left:
        found.append(_fault("change.more_than_owed", amount=change.amount, left=left))
    if change.due_on is not None and change.due_on < change.on:
        found.append(_fault("change.due_before", due=change.due_on, day=change.on))
    return found


def faults_of_all(told: Told, changes: Iterable[Change], *, told_on: date, on: date) -> list[Finding]:
    """Return what cannot be true of all that happened to a debt, one after the other in the order of its days.

    What lies before the day of the telling is counted already in what was told to be left.
    """
    ordered = _in_order(changes)
    early = [_fault("change.before_told", day=one.on, told=told_on) for one in ordered if one.on < told_on]
    each = (faults_of_change(one, told, ordered[:number], on=on) for number, one in enumerate(ordered))
    return early or [found for of_one in each for found in of_one]


def other_rhythm(told: Told, paid: Money | None, paid_every: Frequency | None) -> Finding | None:
    """Return that the same figure was said for another rhythm before: a weekly sum typed as a monthly one.

    Both are told as what they come to in a month, so that the person can say which is right.
    """
    if told.instalment is None or told.frequency is None or paid is None or paid_every is None:
        return None
    if told.instalment != paid or told.frequency is paid_every:
        return None
    return Finding(
        "roster.other_rhythm",
        Weight.CONCERN,
        SOURCE,
        amount=told.instalment,
        here=str(told.frequency),
        here_monthly=_whole(monthly_equivalent(told.instalment, told.frequency), paid.currency),
        before=str(paid_every),
        before_monthly=_whole(monthly_equivalent(paid, paid_every), paid.currency),
    )


def currency_of(told: Told) -> str | None:
    """Return the currency in which a debt is told; None where it has no amount."""
    amounts = (told.amount, told.still_owed, told.repaid_before, told.instalment)
    return next((amount.currency for amount in amounts if amount is not None), None)


def told_from(held: Mapping[str, Any]) -> Told:
    """Return a row as it was stored."""
    return Told(**{name: _READERS[name](held[name]) for name in _READERS if held.get(name) is not None})


def told_to(told: Told) -> dict[str, Any]:
    """Return a row as it is stored: plain texts, whole minor units, days as texts; what is not known is left out."""
    return _plain(told)


def change_from(held: Mapping[str, Any], *, on: date) -> Change:
    """Return a change as it was stored."""
    found = {name: _READERS_OF_CHANGE[name](held[name]) for name in _READERS_OF_CHANGE if held.get(name) is not None}
    return Change(on=on, **found)


def change_to(change: Change) -> dict[str, Any]:
    """Return a change as it is stored, without its day, which stands beside it."""
    return {name: value for name, value in _plain(change).items() if name != "on"}


def pressed_from(held: Mapping[str, Any]) -> Pressed:
    """Return how a debt is collected, as it was stored."""
    return Pressed(
        pressure=_some(Pressure)(held["pressure"]) if held.get("pressure") is not None else None,
        bonds=_some(Bond)(held["bonds"]) if held.get("bonds") is not None else None,
        hard_terms=Answer(held.get("hard_terms", "unknown")),
        for_ransom=Answer(held.get("for_ransom", "unknown")),
    )


def pressed_to(pressed: Pressed) -> dict[str, Any]:
    """Return how a debt is collected, as it is stored."""
    return _plain(pressed)


_TAKE_AWAY = frozenset({ChangeKind.REPAID, ChangeKind.FORGIVEN})
_INTEREST: Mapping[Extra, Answer] = {
    Extra.NOTHING: Answer.NO,
    Extra.INTEREST: Answer.YES,
    Extra.GIFT: Answer.YES,
    Extra.UNCLEAR: Answer.UNKNOWN,
    Extra.UNKNOWN: Answer.UNKNOWN,
}


def _amounts_of(change: Change) -> list[Money]:
    return [amount for amount in (change.amount, change.instalment) if amount is not None]


def _in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.on)


def _whole(minor: Fraction, currency: str) -> Money:
    return Money(round_fraction(minor, Rounding.HALF_UP), currency)


def _fault(code: str, **facts: Money | date | str) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)


def money_from(held: Mapping[str, Any]) -> Money:
    """Return an amount as it was stored: whole minor units beside the currency."""
    return Money(held["minor"], held["currency"])


def _some(kind: type[_Choice]) -> Any:
    return lambda held: frozenset(kind(one) for one in held)


_READERS: Mapping[str, Any] = {
    "lender": Lender,
    "form": Form,
    "purpose": Purpose,
    "stage": Stage,
    "agreed": Agreed,
    "amount": money_from,
    "still_owed": money_from,
    "repaid_before": money_from,
    "lent_on": date.fromisoformat,
    "lent_until": date.fromisoformat,
    "extra": Extra,
    "pledges": _some(Pledge),
    "guarantor": Answer,
    "rhythm": Rhythm,
    "instalment": money_from,
    "frequency": Frequency,
    "due_on": date.fromisoformat,
    "horizon_months": int,
    "asked_back": Answer,
    "payer": Payer,
    "effects": _some(Effect),
    "own_words": str,
}
_READERS_OF_CHANGE: Mapping[str, Any] = {
    "kind": ChangeKind,
    "amount": money_from,
    "instalment": money_from,
    "frequency": Frequency,
    "due_on": date.fromisoformat,
}


def plain(value: object) -> Any:
    """Return a value as it is stored."""
    match value:
        case Money():
            return {"minor": value.minor, "currency": value.currency}
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(str(one) for one in value)
        case int():
            return value
        case _:
            return str(value)


def _plain(held: Any) -> dict[str, Any]:
    known = {field.name: getattr(held, field.name) for field in fields(held)}
    return {name: plain(value) for name, value in known.items() if value is not None and value != ""}

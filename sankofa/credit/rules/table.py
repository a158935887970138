"""The whole table: what is known of somebody's wish for a loan, line by line, and the case that follows from it.

A line that other rooms know already is filled before anybody asks, with where it is from and since when.  It is
changed only with a reason, and both stay.  "Not known" is an answer: it is kept as such, and the rules ask for it.

Lines hold what `case_file` reads, so that a stored check reads the same in ten years.
Source: responsible-finance rules, 1.2 and 1.4.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sankofa.credit.rules.case_file import case_of
from sankofa.credit.rules.terms import Case, CashMonth, Counselling, EarlierLoan, Group, Offer, Source
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.household import Earner, Household, Income, IncomeKind
from sankofa.debts.rules.terms import Answer, Debt
from sankofa.kernel.money import Money

YEAR: Final = 12


class Part(StrEnum):
    """The pages of the table, in the order in which they are asked."""

    WISH = "wish"
    BUSINESS = "business"
    HELP = "help"
    MONEY = "money"
    DEBTS = "debts"
    OTHERS = "others"
    ALONE = "alone"
    OFFER = "offer"
    GROUP = "group"  # asked only where the offer lends to groups


class From(StrEnum):
    """Where a line is from."""

    ASKED = "asked"
    SEVEN = "seven"
    PLAN = "plan"
    FORMS = "forms"
    EARLIER = "earlier"  # an earlier talk of this kind
    LOANS = "loans"
    VISIT = "visit"


LINES: Final[Mapping[Part, tuple[str, ...]]] = MappingProxyType(
    {
        Part.WISH: ("wants_loan", "accepts_interest", "purposes", "wants_to_run_business", "cycle", "borrowed_before"),
        Part.BUSINESS: (
            "business",
            "business_started_on",
            "registered",
            "viability",
            "plan",
            "trained_money",
            "trained_business",
        ),
        Part.HELP: ("grant", "other_support_months", "needs_assessed_on", "follow_up_agreed"),
        Part.MONEY: ("gap", "opening_cash", "lean_months", "lean_income"),
        Part.DEBTS: ("lateness",),
        Part.OTHERS: tuple(f"way_{source}" for source in Source),
        Part.ALONE: (
            "threatened_over_debt",
            "self_harm_risk",
            "bondage",
            "another_takes_or_threatens",
            "own_decision_on",
            "sacrifices",
        ),
        Part.OFFER: (
            "amount",
            "loan_months",
            "instead_of_grant",
            "price_cap_percent",
            "pledges",
            "guarantors",
            "documents",
        ),
        Part.GROUP: ("joint_meetings", "rules_agreed", "group_members", "group_looked_at"),
    }
)
"""What is asked on each page of the table."""

_OF_THE_CASE: Final = frozenset(
    {
        *LINES[Part.WISH],
        *LINES[Part.BUSINESS],
        *LINES[Part.HELP],
        *LINES[Part.ALONE],
        "gap",
        "opening_cash",
        "amount",
        "documents",
    }
)
"""Lines that stand in a case under their own name."""


_OPEN: Final = (None, "", "unknown", "not_assessed")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its value, where it is from, since when, and why it was changed if it was.

    `known` is what other rooms say where somebody changed it.  A value of None is not known.
    """

    name: str
    value: Any = None
    origin: From | None = None
    since: date | None = None
    why: str = ""
    known: Any = None

    @property
    def is_open(self) -> bool:
        """Whether nobody knows it yet."""
        return self.value in _OPEN


@dataclass(frozen=True, slots=True)
class Known:
    """What another room, or an earlier page, says of a line."""

    value: Any
    origin: From
    since: date | None = None


class ReasonMissing(Exception):
    """What other pages know was to be changed without saying why."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = tuple(names)
        super().__init__(", ".join(self.names))


def lines(known: Mapping[str, Known], said: Mapping[str, Mapping[str, Any]]) -> dict[str, Line]:
    """Return the table: what was said where somebody said it, else what is known, else nothing.

    What somebody could not say, for no reason, does not stand before what another page has told since.
    """
    table = {}
    for name in (name for names in LINES.values() for name in names):
        before, told = known.get(name), said.get(name)
        if told is not None and before is not None and _is_left_open(told):
            told = None
        if told is not None:
            since = date.fromisoformat(told["on"])
            table[name] = Line(
                name, told["value"], From.ASKED, since, told.get("why", ""), None if before is None else before.value
            )
        elif before is not None:
            table[name] = Line(name, before.value, before.origin, before.since)
        else:
            table[name] = Line(name)
    return table


def _is_left_open(told: Mapping[str, Any]) -> bool:
    return not told.get("why") and told["value"] in _OPEN


def said_anew(
    said: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, Any],
    known: Mapping[str, Known],
    *,
    why: str,
    on: date,
) -> dict[str, dict[str, Any]]:
    """Return what was said with the answers of one page added.  Raises ReasonMissing.

    An answer that says what is known already leaves the line as it is, with where it is from.
    """
    changed = [name for name, value in answers.items() if name in known and known[name].value != value]
    unexplained = [
        name for name in changed if not why.strip() and (name not in said or said[name]["value"] != answers[name])
    ]
    if unexplained:
        raise ReasonMissing(unexplained)
    found = {name: dict(held) for name, held in said.items()}
    for name, value in answers.items():
        if name in known and name not in changed:
            found.pop(name, None)
        elif name not in found or found[name]["value"] != value:
            found[name] = {"value": value, "on": on.isoformat()}
            if name in changed:
                found[name]["why"] = why.strip()
    return found


def still_new(said: Mapping[str, Mapping[str, Any]], *, on: date, days: int) -> dict[str, dict[str, Any]]:
    """Return what was said that need not be asked again: nothing older than a verdict may become."""
    oldest = on - timedelta(days=days)
    return {name: dict(line) for name, line in said.items() if date.fromisoformat(line["on"]) >= oldest}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the lines: whom it is about, what they owe and live on, the offer, the talk.

    None is not known.  `debts` holds each debt by its key, so that what was said of its days finds it.
    """

    currency: str
    age_least: int | None = None
    debts: Mapping[str, Debt] | None = None
    budget: Budget | None = None
    offer: Offer = field(default_factory=Offer)
    counselling: Counselling = field(default_factory=Counselling)
    earlier: tuple[EarlierLoan, ...] = ()


def case_from(table: Mapping[str, Line], beside: Beside, *, on: date) -> Case:
    """Return the case that the table makes, for the rules.  Raises what `case_of` raises on a line that cannot be."""
    content: dict[str, Any] = {
        name: table[name].value for name in _OF_THE_CASE if name in table and table[name].value is not None
    }
    content["alternatives"] = [
        {"source": source.value, **table[f"way_{source}"].value}
        for source in Source
        if f"way_{source}" in table and table[f"way_{source}"].value is not None
    ]
    case = case_of({"currency": beside.currency, **content}, on)
    household = household_of(beside.budget, beside.currency)
    return replace(
        case,
        age_least=beside.age_least,
        household=household,
        debts=debts_of(beside.debts, table["lateness"].value or {}, beside.currency),
        months=months_of(household, beside.budget, table["lean_months"].value, table["lean_income"].value),
        offer=beside.offer,
        counselling=beside.counselling,
        earlier=beside.earlier,
        group=group_of(table),
    )


def group_of(table: Mapping[str, Line]) -> Group:
    """Return the group as it was told.  Somebody in it with whom nobody looked at the loan singly means “not yet”."""
    told = {name: table[name].value if name in table else None for name in LINES[Part.GROUP]}
    members, looked_at = told["group_members"], told["group_looked_at"]
    passed = Answer.UNKNOWN
    if members is not None and looked_at is not None:
        passed = Answer.YES if looked_at >= members else Answer.NO
    return Group(told["joint_meetings"], Answer(told["rules_agreed"] or "unknown"), passed)


def parts_of(offer: Offer) -> tuple[Part, ...]:
    """Return the pages of the table that are asked for an offer: that of the group only where it lends to groups."""
    return tuple(part for part in LINES if part is not Part.GROUP or offer.by_group is Answer.YES)


def household_of(budget: Budget | None, currency: str) -> Household | None:
    """Return the home as the limits take it; None where its needs, its size or what it earns are not known."""
    if budget is None or budget.needs is None or budget.size is None or budget.own is None:
        return None
    if any(amount.currency != currency for amount in budget.amounts):
        return None
    incomes = [Income(Earner.SELF, budget.own_kind, budget.own, costs=budget.own_costs, confirmed=Answer.YES)]
    if budget.others is not None and budget.others:
        incomes.append(Income(Earner.OTHER, IncomeKind.OTHER, budget.others, confirmed=Answer.YES))
    return Household(tuple(incomes), budget.needs, budget.size, is_head=budget.is_head)


def debts_of(
    held: Mapping[str, Debt] | None, lateness: Mapping[str, Mapping[str, Any]], currency: str
) -> tuple[Debt, ...] | None:
    """Return the debts with what was said of their days.  A sum in other money is not known here, never zero."""
    if held is None:
        return None
    found = []
    for key, debt in held.items():
        said = lateness.get(key, {})
        days = said.get("days")
        dated = replace(debt, date_agreed=Answer(said.get("agreed", debt.date_agreed)), overdue_days=days)
        amounts = [part for part in (debt.balance, debt.instalment) if part is not None]
        if any(part.currency != currency for part in amounts):
            dated = replace(dated, balance=None, instalment=None, frequency=None)
        found.append(dated)
    return tuple(found)


def months_of(
    household: Household | None, budget: Budget | None, lean: Collection[int] | None, lean_income: str | None
) -> tuple[CashMonth, ...]:
    """Return the twelve months ahead: usual ones, and lean ones in which the business brings less; () if not known."""
    if household is None or budget is None or lean is None or (lean and lean_income is None):
        return ()
    currency = household.currency
    is_business = budget.own_kind is IncomeKind.BUSINESS
    own, zero = Money(household.own_income, currency), Money.zero(currency)
    other = Money(household.net_income, currency) - own
    thin = Money.of(str(lean_income), currency) if lean else own
    needs = Money(household.expenses, currency)
    found = []
    for month in range(1, YEAR + 1):
        earned = thin if month in lean else own
        found.append(CashMonth(earned, other, needs) if is_business else CashMonth(zero, other + earned, needs))
    return tuple(found)

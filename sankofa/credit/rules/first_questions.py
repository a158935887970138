"""Seven questions before any table: whether a talk about a loan should go on now, or something comes first.

Most people whom a loan would harm can be told so in a few minutes, and need not answer fifty questions first.  Each
question stands for a stop or a first step of the decision table.  What is not known never ends the talk: the whole
table asks it again.  The seven are our own choice among the rules.

Source: Knowledge Paper 1, 2.2.3 and 4.2; responsible-finance rules, 1.3 (HS1 to HS4, HS6 to HS8, PR2, PR3) and 1.4.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sankofa.credit.rules.facts import Facts
from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.prerequisites import first_steps
from sankofa.credit.rules.stops import stops
from sankofa.credit.rules.terms import BusinessStatus, Case, Grant, Purpose, Wish
from sankofa.debts.rules.terms import Answer
from sankofa.kernel.finding import Finding, Weight, gravest, gravest_first

_ASKED_HERE: Final = frozenset({"HS1", "HS2", "HS3", "HS7a", "PR2", "PR3", "PR3.start"})
"""What the seven answers can tell of the decision table; the rest waits for the whole table."""


class Next(StrEnum):
    """What follows the seven questions."""

    WHOLE_TABLE = "whole_table"
    FIRST_THESE = "first_these"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Seven:
    """The answers to the seven questions.  `left_over`: whether anything is left in a usual month before a new loan."""

    wants_loan: Wish = Wish.UNKNOWN
    purposes: frozenset[Purpose] | None = None
    grant: Grant = Grant.UNKNOWN
    business: BusinessStatus = BusinessStatus.UNKNOWN
    business_started_on: date | None = None
    left_over: Answer = Answer.UNKNOWN
    debt_presses: Answer = Answer.UNKNOWN  # late, or asked back
    own_money: Answer = Answer.UNKNOWN  # savings or a grant that would be enough


def first_findings(seven: Seven, age_least: int | None, policy: Policy, on: date) -> list[Finding]:
    """Return what speaks against going on now, gravest first; nothing where the whole table can be filled."""
    case = Case(
        "XXX",
        wants_loan=seven.wants_loan,
        purposes=seven.purposes,
        age_least=age_least,
        grant=seven.grant,
        business=seven.business,
        business_started_on=seven.business_started_on,
    )
    facts = Facts(case, policy, on, None, None)
    found = [one for one in (*stops(facts), *first_steps(facts)) if one.code in _ASKED_HERE]
    if seven.left_over is Answer.NO:
        found.append(Finding("HS4", Weight.BARRIER, "Knowledge Paper 1, 4.2.1 (R08)"))
    if seven.debt_presses is Answer.YES:
        found.append(Finding("HS6.presses", Weight.BARRIER, "Knowledge Paper 1, 2.2.3 (R33)"))
    if seven.own_money is Answer.YES:
        found.append(Finding("HS8.own_money", Weight.BARRIER, "Knowledge Paper 1, 4.2.1 (R04)"))
    return gravest_first(found)


def next_after(found: list[Finding]) -> Next:
    """Return what follows: the whole table, first steps, or no loan now."""
    match gravest(found):
        case Weight.BARRIER:
            return Next.NOT_NOW
        case Weight.PREREQUISITE:
            return Next.FIRST_THESE
        case _:
            return Next.WHOLE_TABLE

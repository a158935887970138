"""Which kinds of help fit which need: the feasibility grid, as the starting rules of matching and of the public page.

The three needs that the grid names are carried over as they stand there.  For debts that earn nothing it names no
microcredit, and nor do we: a new loan for somebody who owes already has a door of its own.  The other needs are ours:
plain words under which people look for help, each with the kinds of help that answer it.

Source: Reintegration Handbook (IOM, 2019), 2.4, feasibility grid.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sankofa.provision.rules.eligibility import Known
from sankofa.provision.rules.terms import Approach, Entry

A = Approach


class Need(StrEnum):
    """What somebody needs, in the words of those who look for it."""

    DEBTS = "debts"
    NO_INCOME = "no_income"
    AT_ONCE = "at_once"
    WORK = "work"
    BUSINESS = "business"
    TRADE = "trade"
    PAPERS = "papers"
    RIGHTS = "rights"
    HEALTH = "health"
    TALK = "talk"
    SAFE_PLACE = "safe_place"
    HOME = "home"
    SCHOOL = "school"
    FIRST_DAYS = "first_days"
    PEOPLE = "people"
    ASK = "ask"


FITTING: Final[Mapping[Need, frozenset[Approach]]] = MappingProxyType(
    {
        # The grid: "high non-productive debt".  No microcredit stands in it.
        Need.DEBTS: frozenset({A.CASH, A.IN_KIND, A.MONEY_SKILLS, A.SMALL_SAVING, A.SELF_HELP, A.SAVINGS_AND_CREDIT}),
        # The grid: "lack of income".
        Need.NO_INCOME: frozenset(
            {A.JOB_PLACEMENT, A.BUSINESS_SUPPORT, A.GRANT, A.TRAINING, A.SCHOOLING, A.RECORDS, A.ASSETS}
        ),
        # The grid: "acute vulnerability, remote".
        Need.AT_ONCE: frozenset({A.CASH, A.IN_KIND, A.SOCIAL_PROTECTION}),
        Need.WORK: frozenset({A.JOB_PLACEMENT, A.RECORDS}),
        Need.BUSINESS: frozenset({A.BUSINESS_SUPPORT, A.GRANT, A.ASSETS, A.IN_KIND}),
        Need.TRADE: frozenset({A.TRAINING, A.RECORDS}),
        Need.PAPERS: frozenset({A.PAPERS}),
        Need.RIGHTS: frozenset({A.LEGAL}),
        Need.HEALTH: frozenset({A.HEALTH}),
        Need.TALK: frozenset({A.COUNSELLING}),
        Need.SAFE_PLACE: frozenset({A.SHELTER}),
        Need.HOME: frozenset({A.HOUSING}),
        Need.SCHOOL: frozenset({A.SCHOOLING}),
        Need.FIRST_DAYS: frozenset({A.RECEPTION, A.CASH, A.SHELTER}),
        Need.PEOPLE: frozenset({A.COMMUNITY, A.SELF_HELP}),
        Need.ASK: frozenset({A.INFORMATION}),
    }
)

ASKED_IN_PUBLIC: Final = (
    Need.SAFE_PLACE,
    Need.HEALTH,
    Need.TALK,
    Need.AT_ONCE,
    Need.FIRST_DAYS,
    Need.WORK,
    Need.TRADE,
    Need.BUSINESS,
    Need.DEBTS,
    Need.PAPERS,
    Need.RIGHTS,
    Need.HOME,
    Need.SCHOOL,
    Need.PEOPLE,
    Need.ASK,
)
"""The needs that the public page asks for: what cannot wait first."""


def needs(known: Known) -> tuple[Need, ...]:
    """Return the needs that the records themselves show; what somebody needs beside that, they say."""
    return (Need.DEBTS,) if known.in_debt else ()


def fits(approaches: Collection[Approach], wanted: Collection[Need]) -> tuple[Need, ...]:
    """Return which of some needs kinds of help answer, in the order in which they were asked."""
    return tuple(need for need in wanted if FITTING[need].intersection(approaches))


def answered(entry: Entry, wanted: Collection[Need]) -> tuple[Need, ...]:
    """Return which of some needs an entry answers.

    What lends beside other help answers no debts, whatever else it gives: whoever owes is not led to another lender.
    """
    found = fits(entry.approaches, wanted)
    return tuple(need for need in found if need is not Need.DEBTS) if entry.speaks_of_loans else found

"""The nouns of debt: who lent, what for, on which terms, and what the lender does about it.

Every list of values has `unknown` as a value of its own; an amount, a number or a set that nobody has asked for is
None.  An empty set means: asked, and there is none.

Source: the questionnaire of the debt studies (Mali 2020; Returning to Debt 2022); Knowledge Paper 1, 2.2.1.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sankofa.kernel.money import Money


class Answer(StrEnum):
    """An answer to a question that can be answered with yes or no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Lender(StrEnum):
    """Who is owed."""

    FRIEND = "friend"
    RELATIVE = "relative"
    MONEYLENDER = "moneylender"
    AGENT = "agent"  # a recruitment agent or a smuggler
    EMPLOYER = "employer"
    SHOP = "shop"
    SAVINGS_GROUP = "savings_group"  # also a tontine or another rotating group
    MICROFINANCE = "microfinance"
    BANK = "bank"
    AID = "aid"
    OTHER = "other"
    UNKNOWN = "unknown"


FORMAL: Final = frozenset({Lender.MICROFINANCE, Lender.BANK})


class Purpose(StrEnum):
    """What the borrowed money was for."""

    TRIP = "trip"
    AGENT_FEE = "agent_fee"  # a smuggler or an agent
    RANSOM = "ransom"
    DAILY_NEEDS = "daily_needs"
    FAMILY = "family"
    BUSINESS = "business"
    HEALTH = "health"
    OTHER_DEBT = "other_debt"
    OTHER = "other"
    UNKNOWN = "unknown"


FOR_MIGRATION: Final = frozenset({Purpose.TRIP, Purpose.AGENT_FEE, Purpose.RANSOM})


class Form(StrEnum):
    """What is owed: money, goods, work, land, or a duty that nobody has put a figure on."""

    MONEY = "money"
    GOODS = "goods"
    LABOUR = "labour"
    LAND = "land"
    MORAL = "moral"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Whether a debt is still to be paid."""

    OWED = "owed"
    FORGIVEN = "forgiven"
    REPAID = "repaid"
    UNKNOWN = "unknown"


class Frequency(StrEnum):
    """How often an instalment is paid."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    TWICE_A_MONTH = "twice_a_month"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


TIMES_A_MONTH: Final = {
    Frequency.DAILY: Fraction(365, 12),
    Frequency.WEEKLY: Fraction(52, 12),  # never four: a year has 52 weeks, not 48
    Frequency.FORTNIGHTLY: Fraction(26, 12),
    Frequency.FOUR_WEEKLY: Fraction(13, 12),
    Frequency.TWICE_A_MONTH: Fraction(2),
    Frequency.MONTHLY: Fraction(1),
    Frequency.QUARTERLY: Fraction(1, 3),
    Frequency.HALF_YEARLY: Fraction(1, 6),
    Frequency.YEARLY: Fraction(1, 12),
}


class Pressure(StrEnum):
    """What a lender, or somebody for the lender, has done to be paid."""

    REMINDERS = "reminders"
    INSULTS = "insults"
    THREATS = "threats"
    VIOLENCE = "violence"
    SEIZURE = "seizure"
    COURT = "court"


DANGEROUS: Final = frozenset({Pressure.THREATS, Pressure.VIOLENCE})


class Pledge(StrEnum):
    """What the lender may take, or already holds, when the debt is not paid."""

    HOME = "home"
    LAND = "land"
    IDENTITY_DOCUMENT = "identity_document"
    FOOD_STOCK = "food_stock"
    LIVESTOCK = "livestock"
    TOOLS = "tools"
    GOODS = "goods"
    WAGES = "wages"


class Bond(StrEnum):
    """What makes a debt bondage: the person, or one of the family, is not free because of it."""

    WORKS_IT_OFF = "works_it_off"
    DOCUMENTS_HELD = "documents_held"
    MAY_NOT_LEAVE = "may_not_leave"
    RELATIVE_PLEDGED = "relative_pledged"


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt, as the person tells it.  Amounts are in the currency in which it is owed.

    `instalment` with `frequency` is what was agreed; where nothing was agreed both are None, and `horizon_months` is
    in how many months the person means to have paid.  `due_from` is the day from which payments are due; None means
    that they are due already.  `overdue_days` counts from an agreed date; where none was agreed, `asked_back` says
    whether the lender has asked for the money.
    """

    lender: Lender
    balance: Money | None = None
    instalment: Money | None = None
    frequency: Frequency | None = None
    horizon_months: int | None = None
    due_from: date | None = None
    standing: Standing = Standing.OWED
    form: Form = Form.MONEY
    purpose: Purpose = Purpose.UNKNOWN
    date_agreed: Answer = Answer.UNKNOWN
    overdue_days: int | None = None
    asked_back: Answer = Answer.UNKNOWN
    pressure: frozenset[Pressure] | None = None
    pledges: frozenset[Pledge] | None = None
    bonds: frozenset[Bond] | None = None
    interest: Answer = Answer.UNKNOWN  # interest, or a gift that is expected
    hard_terms: Answer = Answer.UNKNOWN  # fines, interest on interest, the whole due at the first delay
    yearly_cost_percent: Fraction | None = None  # effective, where it is known

    @property
    def is_open(self) -> bool:
        """Whether it is still to be paid; a standing that nobody knows counts as open."""
        return self.standing not in {Standing.FORGIVEN, Standing.REPAID}

    @property
    def is_formal(self) -> bool:
        """Whether a licensed lender is owed."""
        return self.lender in FORMAL

"""The nouns of suitability: everything a verdict may rest on, and nothing else.

What is not in these classes is not an input: no nationality, religion, sex, marital status, disability, old age, plan
to leave again, history of trafficking, and no score of any kind.  `case_file` refuses such fields by name.

None, `unknown` and an absent set mean that nobody has asked; they never mean no.

Source: responsible-finance rules, 1.2 and 1.4.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sankofa.debts.rules.household import Household
from sankofa.debts.rules.terms import Answer, Debt, Frequency, Pledge
from sankofa.kernel.money import Money


class Wish(StrEnum):
    """What a person wants, who may also not be sure."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


class Purpose(StrEnum):
    """What the loan is for.  Building to let rooms counts as business (Knowledge Paper 1, 3.3)."""

    WORKING_CAPITAL = "working_capital"
    EQUIPMENT = "equipment"
    STOCK = "stock"
    EXPANSION = "expansion"
    STARTUP = "startup"
    RENTAL_INCOME = "rental_income"
    REPAY_DEBT = "repay_debt"
    HEALTH = "health"
    HOUSING = "housing"
    EDUCATION = "education"
    CONSUMPTION = "consumption"
    MIGRATION = "migration"
    OTHER_NONBUSINESS = "other_nonbusiness"


EARNS_NOTHING: Final = frozenset(
    {
        Purpose.HEALTH,
        Purpose.HOUSING,
        Purpose.EDUCATION,
        Purpose.CONSUMPTION,
        Purpose.MIGRATION,
        Purpose.OTHER_NONBUSINESS,
    }
)


class Grant(StrEnum):
    """How far the reintegration grant has come."""

    NOT_ENTITLED = "not_entitled"
    PENDING = "pending"
    PART = "part"
    FULL = "full"
    IN_KIND_DELIVERED = "in_kind_delivered"
    UNKNOWN = "unknown"


class BusinessStatus(StrEnum):
    """How far the business has come."""

    NONE = "none"
    PLANNED = "planned"
    STARTED = "started"
    RUNNING = "running"
    UNKNOWN = "unknown"


class Viability(StrEnum):
    """What whoever knows the trade thinks of the business."""

    NOT_ASSESSED = "not_assessed"
    WEAK = "weak"
    PROMISING = "promising"
    STRONG = "strong"


class Plan(StrEnum):
    """How far the business plan has come."""

    NONE = "none"
    DRAFT = "draft"
    ROBUST = "robust"
    UNKNOWN = "unknown"


class Interest(StrEnum):
    """How clearly the person wants to be an entrepreneur."""

    LOW = "low"
    UNCLEAR = "unclear"
    CLEAR = "clear"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where else the money, or safety, could come from."""

    SAVINGS = "savings"
    UNUSED_GRANT = "unused_grant"
    FAMILY_FRIENDS = "family_friends"
    PARTNER = "partner"
    BANK = "bank"
    STATE_SCHEME = "state_scheme"
    SAVINGS_GROUP = "savings_group"
    MICROSAVINGS = "microsavings"
    MICROINSURANCE = "microinsurance"


OWN_MONEY: Final = frozenset({Source.SAVINGS, Source.UNUSED_GRANT})
FORMAL_SOURCES: Final = frozenset({Source.BANK, Source.STATE_SCHEME})


class Topic(StrEnum):
    """What counselling must have spoken about before anyone decides."""

    OPPORTUNITIES = "opportunities"
    RISKS = "risks"
    WHO_LENDS = "who_lends"
    TOTAL_COST = "total_cost"
    SCHEDULE = "schedule"
    LATE = "late"
    LOSS = "loss"  # of what is pledged, and what a guarantor may lose
    NOT_ASSISTANCE = "not_assistance"
    MUST_REPAY = "must_repay"
    MAY_SAY_NO = "may_say_no"
    COMPLAINT = "complaint"


class DueDiligence(StrEnum):
    """Where the programme's assessment of a lender stands."""

    NONE = "none"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class Went(StrEnum):
    """How an earlier loan went."""

    REPAID = "repaid"
    RUNNING = "running"
    GIVEN_UP = "given_up"  # by the lender: it was never paid back


@dataclass(frozen=True, slots=True)
class EarlierLoan:
    """A loan that the person had before, as it was told: how it went, and by how many days it was late at worst."""

    amount: Money
    went: Went
    worst_days_late: int | None = None  # None: nobody can say


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to the money that has been looked at: whether it is there, covers the gap, and costs less.

    `costs_less_in_writing` is a price on paper below that of the loan.  `declined_because` holds the person's own
    words for not using it; a refusal that is put down so is a knowing one.
    """

    source: Source
    available: Answer = Answer.UNKNOWN
    covers: Money | None = None
    costs_less_in_writing: Answer = Answer.UNKNOWN
    declined_because: str = ""


@dataclass(frozen=True, slots=True)
class Counselling:
    """The talk about the loan: topics spoken of, answers given back in the person's own words, time to think."""

    topics: frozenset[Topic] = frozenset()
    taught_back: int | None = None  # right answers of five
    held_on: date | None = None
    cooling_off_until: date | None = None  # where more time was agreed than the policy asks
    accepts_small_first_loan: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of the offer's schedule, in the months after the loan: month 1 is the first."""

    month: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Guarantor:
    """Who would have to pay when the person cannot."""

    name: str
    poor_relative: Answer = Answer.UNKNOWN
    also_borrows: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Offer:
    """A lender's product as it is offered to this person.

    `price_percent` is the effective yearly price, everything included; None means that the offer is not priced.  The
    schedule is either `payments`, or regular instalments: `rate_percent` per instalment on the falling balance,
    `instalments` of them, `frequency` apart.
    """

    lender: str = ""
    due_diligence: DueDiligence = DueDiligence.UNKNOWN
    due_diligence_until: date | None = None
    lender_is_programme: Answer = Answer.UNKNOWN
    soft_loan_gate_passed: Answer = Answer.UNKNOWN
    instead_of_grant: Answer = Answer.UNKNOWN
    only_for_returnees: Answer = Answer.NO
    price_percent: Fraction | None = None
    price_cap_percent: Fraction | None = None  # the law's or the programme's, whichever is lower
    median_price_percent: Fraction | None = None  # of the products mapped here
    least: Money | None = None
    step: Money | None = None
    first_cycle_cap: Money | None = None
    rate_percent: Fraction | None = None
    instalments: int | None = None
    frequency: Frequency = Frequency.MONTHLY
    payments: tuple[Payment, ...] = ()
    documents_asked: frozenset[str] | None = None
    months_in_business_asked: int | None = None
    age_limit: int | None = None
    insured: Answer = Answer.UNKNOWN
    pledges: frozenset[Pledge] | None = None
    guarantors: tuple[Guarantor, ...] | None = None
    by_group: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Group:
    """The group that would borrow together."""

    joint_meetings: int | None = None
    rules_agreed: Answer = Answer.UNKNOWN
    each_member_passed: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Grounds:
    """The grounds for an early loan, and who looked at them."""

    innovative: Answer = Answer.NO
    substantial_seed_capital: Answer = Answer.NO
    profit_or_jobs: Answer = Answer.NO
    added_value: Answer = Answer.NO
    in_value_chain: Answer = Answer.NO
    written_evidence: Answer = Answer.NO  # of buyers or suppliers
    committee: frozenset[str] = frozenset()
    grant_as_deposit_agreed: Answer = Answer.NO


@dataclass(frozen=True, slots=True)
class CashMonth:
    """What one of the next twelve months brings and takes before any debt."""

    business: Money
    other: Money
    expenses: Money


@dataclass(frozen=True, slots=True)
class Override:
    """A decision that one rule shall not hold here: who took it, in which role, why, and until when."""

    rule: str
    by: str
    role: str
    reason: str
    given_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known about one person's wish for one loan."""

    currency: str
    wants_loan: Wish = Wish.UNKNOWN
    consent_withdrawn: Answer = Answer.NO
    accepts_interest: Wish = Wish.UNKNOWN
    age_least: int | None = None  # the least the person may be: doubt counts as younger
    purposes: frozenset[Purpose] | None = None
    amount: Money | None = None
    gap: Money | None = None  # cost of the plan less own money, grant and other sources; below zero when covered
    cycle: int | None = None  # 1 is the first loan
    borrowed_before: Money | None = None  # all earlier loans of this programme together
    earlier: tuple[EarlierLoan, ...] = ()  # the loans told here, the first one first; what nobody told is asked
    grant: Grant = Grant.UNKNOWN
    other_support_months: int | None = None  # coaching, training, tools or a placement, delivered and used
    business: BusinessStatus = BusinessStatus.UNKNOWN
    business_started_on: date | None = None
    registered: Answer = Answer.UNKNOWN
    viability: Viability = Viability.NOT_ASSESSED
    plan: Plan = Plan.UNKNOWN
    plan_gaps: frozenset[str] = frozenset()
    trained_money: Answer = Answer.UNKNOWN
    trained_business: Answer = Answer.UNKNOWN
    wants_to_run_business: Interest = Interest.UNKNOWN
    needs_assessed_on: date | None = None
    alternatives: tuple[Alternative, ...] = ()
    counselling: Counselling = Counselling()
    follow_up_agreed: Answer = Answer.UNKNOWN
    documents: frozenset[str] = frozenset()
    debts: tuple[Debt, ...] | None = None
    threatened_over_debt: Answer = Answer.UNKNOWN
    self_harm_risk: Answer = Answer.UNKNOWN
    sacrifices: int | None = None  # how many of seven happened three times or more in three months
    bondage: Answer = Answer.UNKNOWN
    another_takes_or_threatens: Answer = Answer.UNKNOWN
    own_decision_on: date | None = None  # the private talk in which the person's own free decision was put down
    household: Household | None = None
    opening_cash: Money | None = None
    months: tuple[CashMonth, ...] = ()
    offer: Offer = Offer()
    group: Group = Group()
    grounds: Grounds = Grounds()
    overrides: tuple[Override, ...] = ()

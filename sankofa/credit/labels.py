"""The lines and answers of a check in words that a caseworker uses."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sankofa.credit.rules.holding import Falls
from sankofa.credit.rules.table import From, Part
from sankofa.credit.rules.terms import (
    BusinessStatus,
    Grant,
    Interest,
    Plan,
    Purpose,
    Source,
    Topic,
    Viability,
    Went,
    Wish,
)
from sankofa.debts.rules.terms import Answer, Pledge

UNKNOWN = _("not known")
Labels = Mapping[Any, Any]

WISH: Labels = {Wish.YES: _("yes"), Wish.NO: _("no"), Wish.UNSURE: _("not sure yet"), Wish.UNKNOWN: UNKNOWN}
ANSWER: Labels = {Answer.YES: _("yes"), Answer.NO: _("no"), Answer.UNKNOWN: UNKNOWN}
PURPOSE: Labels = {
    Purpose.STOCK: _("goods to sell"),
    Purpose.WORKING_CAPITAL: _("money to keep the business going"),
    Purpose.EQUIPMENT: _("tools or machines"),
    Purpose.EXPANSION: _("to make the business larger"),
    Purpose.STARTUP: _("to start a business"),
    Purpose.RENTAL_INCOME: _("building to let rooms"),
    Purpose.REPAY_DEBT: _("to pay an old debt"),
    Purpose.HEALTH: _("health care"),
    Purpose.HOUSING: _("a home"),
    Purpose.EDUCATION: _("school"),
    Purpose.CONSUMPTION: _("food and daily life"),
    Purpose.MIGRATION: _("to go abroad"),
    Purpose.OTHER_NONBUSINESS: _("something else that earns nothing"),
}
GRANT: Labels = {
    Grant.NOT_ENTITLED: _("there is none for this person"),
    Grant.PENDING: _("not given yet"),
    Grant.PART: _("given in part"),
    Grant.FULL: _("given in full"),
    Grant.IN_KIND_DELIVERED: _("given as goods, delivered"),
    Grant.UNKNOWN: UNKNOWN,
}
BUSINESS: Labels = {
    BusinessStatus.NONE: _("there is none"),
    BusinessStatus.PLANNED: _("planned"),
    BusinessStatus.STARTED: _("started"),
    BusinessStatus.RUNNING: _("running"),
    BusinessStatus.UNKNOWN: UNKNOWN,
}
VIABILITY: Labels = {
    Viability.NOT_ASSESSED: _("nobody has looked yet"),
    Viability.WEAK: _("weak"),
    Viability.PROMISING: _("promising"),
    Viability.STRONG: _("strong"),
}
PLAN: Labels = {
    Plan.NONE: _("there is none"),
    Plan.DRAFT: _("being written"),
    Plan.ROBUST: _("it holds"),
    Plan.UNKNOWN: UNKNOWN,
}
INTEREST: Labels = {
    Interest.CLEAR: _("clearly"),
    Interest.UNCLEAR: _("not clear"),
    Interest.LOW: _("hardly"),
    Interest.UNKNOWN: UNKNOWN,
}
SOURCE: Labels = {
    Source.SAVINGS: _("Own savings"),
    Source.UNUSED_GRANT: _("Part of the grant not used yet"),
    Source.FAMILY_FRIENDS: _("Friends and relatives"),
    Source.PARTNER: _("A business partner"),
    Source.BANK: _("A bank"),
    Source.STATE_SCHEME: _("A loan of the state"),
    Source.SAVINGS_GROUP: _("A savings group"),
    Source.MICROSAVINGS: _("Saving small sums with a lender"),
    Source.MICROINSURANCE: _("Insurance for small sums"),
}
TOPIC: Labels = {
    Topic.OPPORTUNITIES: _("what the loan can bring"),
    Topic.RISKS: _("what can go wrong"),
    Topic.WHO_LENDS: _("who lends, and that it is not the one who gives the grant"),
    Topic.TOTAL_COST: _("what it costs in all"),
    Topic.SCHEDULE: _("when to pay, and how much each time"),
    Topic.LATE: _("what happens if a payment is late"),
    Topic.LOSS: _("what can be lost, and who would have to pay instead"),
    Topic.NOT_ASSISTANCE: _("that a loan is no help given, but one more way"),
    Topic.MUST_REPAY: _("that all of it must be paid back"),
    Topic.MAY_SAY_NO: _("that one may say no, and nothing else changes"),
    Topic.COMPLAINT: _("where to complain"),
}
PLEDGE: Labels = {
    Pledge.HOME: _("the home"),
    Pledge.LAND: _("land"),
    Pledge.IDENTITY_DOCUMENT: _("identity papers"),
    Pledge.FOOD_STOCK: _("the food stock"),
    Pledge.LIVESTOCK: _("animals"),
    Pledge.TOOLS: _("tools"),
    Pledge.GOODS: _("goods"),
    Pledge.WAGES: _("wages"),
}
SACRIFICES: Final[Labels] = {
    "ate_less": _("ate less or worse"),
    "worked_more": _("worked far more"),
    "school": _("took a child out of school"),
    "sold": _("sold something needed"),
    "borrowed": _("borrowed to repay"),
    "hid": _("hid from a lender"),
    "threats": _("met threats"),
}
LOOKED: Labels = {"": _("not looked at yet"), "no": _("there is nothing there"), "yes": _("it is there")}
AGREED: Labels = {
    "ontime": _("a day was agreed, and nothing is late"),
    "late": _("a day was agreed, and it is late"),
    "no": _("no day was agreed"),
    "unknown": UNKNOWN,
}

PARTS: Mapping[Part, Any] = {
    Part.WISH: _("The wish"),
    Part.BUSINESS: _("The business"),
    Part.HELP: _("Help received"),
    Part.MONEY: _("Money of the home"),
    Part.DEBTS: _("Debts"),
    Part.OTHERS: _("Other ways"),
    Part.ALONE: _("Asked alone"),
    Part.OFFER: _("The offer"),
    Part.GROUP: _("The group"),
}
LINES: Mapping[str, Any] = {
    "wants_loan": _("Wants a loan"),
    "accepts_interest": _("Agrees to pay interest"),
    "purposes": _("What the money is for"),
    "wants_to_run_business": _("Wants to run a business day by day"),
    "cycle": _("Which loan it would be"),
    "borrowed_before": _("Borrowed before through us"),
    "business": _("The business"),
    "business_started_on": _("Running since"),
    "registered": _("Registered"),
    "viability": _("How well it can do"),
    "plan": _("The business plan"),
    "trained_money": _("Course on money"),
    "trained_business": _("Course on business"),
    "grant": _("The grant, never paid back"),
    "other_support_months": _("Months of other help used"),
    "needs_assessed_on": _("Needs talked through"),
    "follow_up_agreed": _("Visits agreed for the first months"),
    "gap": _("Short for the plan"),
    "opening_cash": _("Cash in hand now"),
    "lean_months": _("Months with less coming in"),
    "lean_income": _("What comes in then"),
    "lateness": _("Whether a payment is late"),
    "threatened_over_debt": _("Threatened over a debt"),
    "self_harm_risk": _("In danger of harm, also from their own hand"),
    "bondage": _("Held by a debt"),
    "another_takes_or_threatens": _("Somebody else wants the money, or decides alone"),
    "own_decision_on": _("Own free choice put down on"),
    "sacrifices": _("What debts cost in three months"),
    "amount": _("How much"),
    "loan_months": _("For how many months"),
    "instead_of_grant": _("In place of the grant"),
    "price_cap_percent": _("Highest price a year allowed here"),
    "pledges": _("What can be lost"),
    "guarantors": _("Who would pay instead"),
    "documents": _("Papers that are there"),
    "joint_meetings": _("Times they all met"),
    "rules_agreed": _("Rules agreed"),
    "group_members": _("People in the group"),
    "group_looked_at": _("Looked at singly, and nothing against it"),
}
ORIGINS: Mapping[From, Any] = {
    From.ASKED: _("asked on %(day)s"),
    From.SEVEN: _("from the seven questions of %(day)s"),
    From.PLAN: _("from the plan, %(day)s"),
    From.FORMS: _("from the form of %(day)s"),
    From.EARLIER: _("from an earlier talk, %(day)s"),
    From.LOANS: _("from the loans told here, the last on %(day)s"),
    From.VISIT: _("from the visit of %(day)s"),
}
WENT: Labels = {
    Went.REPAID: _("paid back"),
    Went.RUNNING: _("still being paid back"),
    Went.GIVEN_UP: _("not paid back"),
}
WAYS: Final[Labels] = {
    "ask": _("Ask this lender"),
    "no_loan": _("No loan"),
    "save_first": _("Save first"),
    "grant_first": _("Use the grant or other help first"),
    "wait": _("Wait and ask again later"),
    "other_help": _("Other help"),
}
WAYS_SAID: Final[Labels] = {
    "no_loan": _("Nothing else changes. One can ask again at any time."),
    "save_first": _("It takes longer and costs nothing. What is saved stays theirs."),
    "grant_first": _("It never has to be paid back."),
    "wait": _("A business that has run longer carries more."),
    "other_help": _("A course, tools, a savings group, somebody who goes along."),
}
FALLS: Mapping[Falls, Any] = {
    Falls.NONE_MADE: _("Nobody has looked yet at whether a loan suits this person."),
    Falls.NOT_DECIDED: _("It is still being looked at."),
    Falls.WITHDRAWN: _("The person does not want to go on, or it was looked at anew."),
    Falls.ANOTHER_WAY: _("The person chose another way."),
    Falls.SOMETHING_FIRST: _("Something comes first. Nobody is led to a lender with this."),
    Falls.RUN_OUT: _("It is too old now. Look again before anything goes to a lender."),
    Falls.OTHER_OFFER: _("It was about another offer. Look again with this one."),
    Falls.TERMS_CHANGED: _("The lender changed the offer since, so this counts no more. Look again."),
    Falls.LENDER_NOT_APPROVED: _("This lender is not approved any more, so this counts no more."),
    Falls.DEBTS_TOLD: _("Something was told of debts since, so this counts no more. Look again."),
    Falls.FILES_JOINED: _("Another file of this person was joined since. Look again with all that is known."),
    Falls.CANNOT_OPEN: _("It cannot be opened now: a key is missing."),
}
PART_OF_QUESTION: Final[Mapping[str, Part]] = {
    **dict.fromkeys(("wish", "sure", "purpose", "interest", "cycle"), Part.WISH),
    "business": Part.BUSINESS,
    "grant": Part.HELP,
    **dict.fromkeys(("household", "head", "gap", "months"), Part.MONEY),
    **dict.fromkeys(("debts", "debt_standing", "debt_late", "debt_amounts"), Part.DEBTS),
    **dict.fromkeys(("own_money", "cheaper_money"), Part.OTHERS),
    **dict.fromkeys(
        ("threats", "harm", "sacrifices", "own_choice", "bondage", "debt_pressure", "debt_bonds"), Part.ALONE
    ),
    **dict.fromkeys(
        (
            "amount",
            "terms",
            "least",
            "offer",
            "lender",
            "who_lends",
            "soft_loan",
            "instead_of_grant",
            "price_cap",
            "pledges",
            "documents",
            "group",
            "prices_here",
            "guarantors",
        ),
        Part.OFFER,
    ),
}
"""On which page of the table a question that is still open is answered."""


def choices(labels: Labels) -> list[tuple[str, Any]]:
    """Return labels as a form takes them."""
    return [(str(value), label) for value, label in labels.items()]

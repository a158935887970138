"""What stands on pages for the codes of this room: questions to lenders, terms of products, where a lender stands."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sankofa.lenders.rules.due_diligence import Status
from sankofa.lenders.rules.offers import Frequency
from sankofa.lenders.rules.products import RateBasis
from sankofa.lenders.rules.standing import Standing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DIMENSIONS: "dict[str, _StrPromise]" = {
    "gates": _("What must hold"),
    "client_protection": _("How it treats its customers"),
    "price": _("Price"),
    "holistic_support": _("Help beside the money"),
    "attitude_and_access": _("Open to people who came back"),
    "track_record": _("Work with partners"),
    "portfolio_and_health": _("How sound it is"),
}

INDICATORS: "dict[str, _StrPromise]" = {
    "licence": _("Its licence or registration is valid"),
    "audited_accounts": _("Its accounts were audited in the last 18 months"),
    "total_risk_or_plan": _("Loans late, lost or with new terms are few, or there is a written plan"),
    "full_price_of_every_product": _("It gave the full price of every product"),
    "no_identity_documents": _("It keeps nobody’s identity papers"),
    "complaints_channel": _("Customers can complain, and know where"),
    "collection_without_violence": _("Its rules forbid threats and shame when collecting"),
    "data_sharing_agreement": _("There is a signed agreement on sharing data"),
    "decides_alone_no_liability": _("It agrees that it decides alone, and that we answer for no loan"),
    "public_tariff": _("Its prices are public"),
    "complaint_body": _("An independent body takes complaints about it"),
    "treatment_of_returnees": _("It treats people who came back like everybody else"),
    "product_design": _("Its loans fit what its customers need"),
    "no_over_indebtedness": _("It lends nobody more than they can carry"),
    "transparency": _("It says clearly and in time what a loan costs"),
    "fair_treatment": _("It treats customers fairly and with respect"),
    "privacy": _("It keeps what it knows of customers to itself"),
    "complaints_resolved": _("It settles complaints"),
    "governance": _("It is led well and looks after its staff"),
    "price_against_market": _("Its prices beside those of others"),
    "price_explained": _("It explains its prices in the customer’s language"),
    "business_plan_help": _("It helps with business plans"),
    "training": _("It trains customers"),
    "follow_up_visits": _("It visits customers after the loan"),
    "attitude_to_returnees": _("Its attitude to people who came back"),
    "identity_alternatives": _("It accepts other papers than the identity card"),
    "residence_rule": _("It does not ask for long residence"),
    "start_ups": _("It lends for new businesses"),
    "women_and_remote_places": _("It reaches women and remote places"),
    "worked_with_partners": _("It worked well with partners before"),
    "par30": _("Share of its loans more than 30 days late"),
    "write_off": _("Share of its loans given up as lost"),
    "oss": _("What comes in, of its costs"),
    "risk_coverage": _("Put aside for late loans, of what is late"),
    "retention": _("Share of customers who stay"),
}

FIELDS: "dict[str, _StrPromise]" = {
    "least": _("Smallest loan"),
    "most": _("Largest loan"),
    "months_least": _("Shortest time, months"),
    "months_most": _("Longest time, months"),
    "frequency": _("How often people pay"),
    "grace_months": _("Months before the first repayment"),
    "by_group": _("Lent to groups only"),
    "rate_percent": _("Rate, percent"),
    "rate_basis": _("What the rate is a rate of"),
    "fee_once": _("Fee once, an amount"),
    "fee_percent": _("Fee once, percent of the loan"),
    "fees": _("Fees"),
    "insurance": _("Insurance"),
    "insurance_percent": _("Compulsory insurance, percent of the loan"),
    "compulsory_savings_percent": _("Savings held back, percent of the loan"),
    "pledges": _("What must be pledged"),
    "guarantors": _("Guarantors"),
    "own_contribution_percent": _("Own money needed, percent"),
    "months_in_business": _("Months in business"),
    "months_of_residence": _("Months of living there"),
    "papers_accepted": _("Identity papers accepted"),
    "land_deed_needed": _("A land deed is needed"),
    "bank_account_needed": _("A bank account is needed"),
    "age_limit": _("Highest age"),
    "documents": _("Other papers asked for"),
    "branches": _("Branches"),
    "reaches_rural": _("Reaches villages"),
    "start_ups": _("Lends for new businesses"),
    "excluded": _("Who or what is left out"),
    "languages": _("Languages spoken there"),
    "barriers": _("What keeps people away"),
    "days_to_decide": _("Days until an answer"),
    "late_policy": _("If somebody is late"),
    "lender_kind": _("Kind of lender"),
    "from": _("First day"),
}

FREQUENCIES = [
    (Frequency.WEEK.value, _("every week")),
    (Frequency.TWO_WEEKS.value, _("every two weeks")),
    (Frequency.MONTH.value, _("every month")),
    (Frequency.ONCE.value, _("all at the end")),
]
BASES = [
    (RateBasis.DECLINING_YEAR.value, _("a year, on what is still owed")),
    (RateBasis.DECLINING_MONTH.value, _("a month, on what is still owed")),
    (RateBasis.FLAT_YEAR.value, _("a year, on the whole loan to the end")),
    (RateBasis.FLAT_MONTH.value, _("a month, on the whole loan to the end")),
    (RateBasis.FLAT_TOTAL.value, _("once, on the whole loan")),
    (RateBasis.MARKUP_TOTAL.value, _("a sale with an agreed extra to pay")),
    (RateBasis.PROFIT_SHARE.value, _("a share of the profit")),
    (RateBasis.NONE.value, _("there is no interest")),
]

STANDINGS: "dict[Standing, tuple[_StrPromise, str]]" = {
    Standing.NOT_ASSESSED: (_("Not looked into yet"), "care"),
    Standing.APPROVED: (_("Checked lender"), "info"),
    Standing.CONDITIONAL: (_("Checked, with conditions"), "care"),
    Standing.REFUSED: (_("Refused: send nobody there"), "danger"),
    Standing.SUSPENDED: (_("Stopped for now: send nobody there"), "danger"),
    Standing.RUN_OUT: (_("The check has run out"), "care"),
    Standing.LENDS_NOTHING: (_("Lends nothing itself"), ""),
}
"""What is said of where a lender stands, and its colour.  Only the words count."""

OUTCOMES: "dict[Status, _StrPromise]" = {
    Status.APPROVED: _("Approve: people may be introduced there"),
    Status.CONDITIONAL: _("Approve with conditions"),
    Status.REFUSED: _("Refuse: send nobody there"),
}
"""What can be decided on a lender."""

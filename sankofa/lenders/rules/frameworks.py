"""The frameworks that ship: one for microfinance institutions and cooperatives, one for banks and state schemes.

A microfinance institution is asked about everything.  A licensed bank or a state scheme "may constitute a more
interesting option" and answers to a supervisor: its gates are licence, public tariff, a body for complaints, no
identity documents held, its treatment of returnees; its portfolio at risk is optional.

Sources: responsible-finance rules, 3.1 and 3.3: weights 35, 15, 20, 10, 15, 5; the client protection standards;
Knowledge Paper 1, 4.2.3.
"""

from fractions import Fraction
from typing import Final

from sankofa.lenders.rules.due_diligence import Framework, Indicator, Kind
from sankofa.lenders.rules.ratios import LIMITS, Limits

ASSESSMENT_MONTHS: Final = 24
"""A client protection assessment is valid for two years."""
AUDIT_MONTHS: Final = 18
PERCENT_MOST: Final = 1_000
"""The highest share, in percent, that is taken for one and not for a slip."""

_PROTECTION: Final = (
    "product_design",
    "no_over_indebtedness",
    "transparency",
    "fair_treatment",
    "privacy",
    "complaints_resolved",
    "governance",
)


def _gate(code: str, kind: Kind = Kind.YES_NO, months: int = 12, limits: Limits | None = None) -> Indicator:
    return Indicator(code, "gates", kind, gate=True, months_valid=months, limits=limits)


def _criterion(
    code: str, dimension: str, weight: Fraction | int, kind: Kind = Kind.ORDINAL, months: int = 12
) -> Indicator:
    limits = LIMITS.get(code) if kind is Kind.RATIO else None
    return Indicator(code, dimension, kind, Fraction(weight), limits=limits, months_valid=months)


_COMMON_CRITERIA: Final = (
    *(_criterion(code, "client_protection", 5, months=ASSESSMENT_MONTHS) for code in _PROTECTION),
    _criterion("price_against_market", "price", 10),
    _criterion("price_explained", "price", 5),
    _criterion("business_plan_help", "holistic_support", 4),
    _criterion("training", "holistic_support", 3),
    _criterion("follow_up_visits", "holistic_support", 3),
    _criterion("attitude_to_returnees", "attitude_and_access", 5),
    _criterion("identity_alternatives", "attitude_and_access", 3),
    _criterion("residence_rule", "attitude_and_access", 2),
    _criterion("start_ups", "attitude_and_access", 2),
    _criterion("women_and_remote_places", "attitude_and_access", 3),
    _criterion("worked_with_partners", "track_record", 5),
)

MFI: Final = Framework(
    "mfi",
    "2026.1",
    (
        _gate("licence", Kind.DOCUMENT),
        _gate("audited_accounts", Kind.DOCUMENT, months=AUDIT_MONTHS),
        _gate("total_risk_or_plan", Kind.RATIO, limits=Limits(Fraction(10, 100), Fraction(15, 100))),
        _gate("full_price_of_every_product"),
        _gate("no_identity_documents"),
        _gate("complaints_channel"),
        _gate("collection_without_violence"),
        _gate("data_sharing_agreement", Kind.DOCUMENT),
        _gate("decides_alone_no_liability"),
        *_COMMON_CRITERIA,
        _criterion("par30", "portfolio_and_health", 6, Kind.RATIO),
        _criterion("write_off", "portfolio_and_health", 4, Kind.RATIO),
        _criterion("oss", "portfolio_and_health", 5, Kind.RATIO),
        _criterion("risk_coverage", "portfolio_and_health", 2, Kind.RATIO),
        _criterion("retention", "portfolio_and_health", 3, Kind.RATIO),
    ),
)

BANK: Final = Framework(
    "bank",
    "2026.1",
    (
        _gate("licence", Kind.DOCUMENT),
        _gate("public_tariff"),
        _gate("complaint_body"),
        _gate("no_identity_documents"),
        _gate("treatment_of_returnees"),
        *_COMMON_CRITERIA,
    ),
)

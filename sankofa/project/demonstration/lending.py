"""Lenders of the demonstration: two as the microcredit paper prints them, and invented ones that were looked into.

The Nigeria scheme shows its price as a range, because the paper does not say what its rate is a rate of.  Prottasha
leads people to lenders and lends nothing itself.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from sankofa.accounts import queries as offices
from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.lenders import actions, queries
from sankofa.lenders.actions import LenderSaid, ProductSaid, Told
from sankofa.lenders.rules import frameworks
from sankofa.lenders.rules.due_diligence import Indicator, Kind, Status, VerifiedBy
from sankofa.lenders.rules.offers import Offered
from sankofa.lenders.rules.products import Product, RateBasis
from sankofa.lenders.rules.standing import LenderKind

if TYPE_CHECKING:
    from sankofa.lenders.models import Lender

_FOUND = {"total_risk_or_plan": 6, "par30": 4, "write_off": 2, "oss": 112, "risk_coverage": 85, "retention": 78}
_DAYS_AGO = 90

_SHOP = Offered(
    Product(
        "Shop loan",
        by_group=False,
        least=Money.of("3000", "BDT"),
        most=Money.of("40000", "BDT"),
        months_least=3,
        months_most=12,
        frequency="week",
        grace_months=0,
        rate_percent=Fraction(24),
        rate_basis=RateBasis.DECLINING_YEAR,
        insurance="none",
        compulsory_savings_percent=Fraction(0),
        pledges=frozenset(),
        guarantors=1,
        months_in_business=6,
        months_of_residence=6,
        papers_accepted=frozenset({"birth certificate", "identity card"}),
        land_deed_needed=False,
        bank_account_needed=False,
        days_to_decide=10,
        late_policy="20 taka a week, after a visit",
        start_ups=False,
        documents=frozenset({"trade licence"}),
        languages=frozenset({"Bangla", "Sylheti"}),
    ),
    Money.of("100", "BDT"),
    Fraction(1),
    Fraction(1),
)
_STOCK = Offered(
    Product(
        "Credit for stock",
        by_group=False,
        least=Money.of("1000", "BDT"),
        most=Money.of("30000", "BDT"),
        months_least=1,
        months_most=6,
        frequency="week",
        rate_percent=Fraction(10),
        rate_basis=RateBasis.FLAT_MONTH,
        insurance="none",
        compulsory_savings_percent=Fraction(0),
        pledges=frozenset({"the stock of the shop"}),
        guarantors=0,
        late_policy="10 of every 100 that is late",
        start_ups=True,
    ),
    Money.of("0", "BDT"),
    Fraction(0),
    Fraction(0),
)
_INVENTED: tuple[tuple[LenderSaid, Offered, Mapping[str, int], Status], ...] = (
    (
        LenderSaid(
            "Gram Unnayan",
            LenderKind.MFI,
            licence="invented 0417",
            places=("Sylhet", "Moulvibazar"),
            phone="+880 821 000000",
            complaints="+880 821 000001",
            said_by="a visit to the branch",
        ),
        _SHOP,
        {},
        Status.APPROVED,
    ),
    (
        LenderSaid("Traders of the river market", LenderKind.COOPERATIVE, places=("Sylhet",), said_by="borrowers"),
        _STOCK,
        {"licence": 0, "collection_without_violence": 0},
        Status.REFUSED,
    ),
)


def load(*, places: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Put lenders on the list of the offices of their countries; `places` names the office of each country."""
    for preset in queries.shipped():
        office = offices.office_named(places[preset.country])
        said = LenderSaid(preset.name, preset.kind, said_by=preset.said_by, note=preset.note)
        lender = actions.add_lender(office=office, said=said, is_demonstration=True, by=by, at=at)
        for one in preset.products:
            name = one.offered.product.code
            told = ProductSaid(name, one.offered, one.from_on, one.said_by, one.note, preset.code)
            actions.add_product(lender=lender, said=told, by=by, at=at)
    home = offices.office_named(places["BD"])
    staff = {user.email.partition("@")[0]: user for user in offices.staff_of(home.name)}
    seen_at = at - timedelta(days=_DAYS_AGO)
    then = system("demonstration", on=seen_at.date(), zone=home.zone)
    for said, offered, found, outcome in _INVENTED:
        lender = actions.add_lender(office=home, said=said, is_demonstration=True, by=then, at=seen_at)
        told = ProductSaid(offered.product.code, offered, seen_at.date(), "their leaflet")
        actions.add_product(lender=lender, said=told, by=then, at=seen_at)
        _look_into(lender, found, outcome, assessor=staff["supervisor"].as_actor(), by=then, at=seen_at)


def _look_into(
    lender: "Lender", found: Mapping[str, int], outcome: Status, *, assessor: Actor, by: Actor, at: datetime
) -> None:
    held = actions.begin_assessment(lender=lender, by=assessor, at=at)
    for one in frameworks.MFI.indicators:
        value = Decimal(found.get(one.code, _FOUND.get(one.code, _usual(one))))
        told = Told(one.code, value, clock.day_of(at, assessor.zone), VerifiedBy.REVIEWER)
        actions.note_answer(assessment=held, told=told, by=assessor, at=at)
    actions.hand_in(assessment=held, by=assessor, at=at)
    conditions = "" if outcome is Status.APPROVED else "No licence, and people were threatened."
    actions.conclude(assessment=held, outcome=outcome, conditions=conditions, by=by, at=at)


def _usual(one: Indicator) -> int:
    return 2 if one.kind is Kind.ORDINAL else 1

"""Somebody who can be introduced to a lender: an office, a lender that was looked into, both sides' staff.

Every part of what is known of the person holds a word that nobody would write by chance, so that a test can search
what a lender reads for what it must never read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.consent import actions as consents
from sankofa.consent import permissions as consent
from sankofa.consent.actions import Said
from sankofa.consent.rules.terms import Answer, Field, Purpose
from sankofa.consent.rules.texts import terms
from sankofa.consent.rules.validity import Sitting
from sankofa.credit import actions, hooks, permissions
from sankofa.credit.hooks import Holds
from sankofa.credit.packets import Wish
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.lenders import permissions as lenders
from sankofa.returnees import permissions as returnees
from tests import builders

STAFF = (
    SIGNED_IN,
    returnees.VIEW,
    lenders.VIEW,
    consent.VIEW,
    consent.ASK,
    consent.SHARE,
    permissions.VIEW_REFERRALS,
    permissions.REFER,
)
OFFICER = (SIGNED_IN, permissions.LENDER_DESK, permissions.ANSWER)
WISH = Wish(Money.of(10_000, "BDT"), 6, "A fridge for the shop", "A tea stall since May")
PHONE = "+8801798765432"
SECRETS = {
    "reason": "Zqreasonwages",
    "debt": "Zqdebtuncle",
    "protection": "Zqthreatcousin",
    "note": "Zqclosingnote",
    "need": "Zqneednote",
}
"""Words that lie in the file and must never be read by a lender."""


class Introduced:
    """A person, a lender and the staff of both."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.worker = builders.user(office, may=STAFF, name="Shirin Das")
        self.house = builders.organisation("Gram Vikas", kind="lender")
        branch = builders.office(self.house)
        self.officer = builders.user(branch, may=OFFICER, scope="organisation", name="Tanvir Ahmed")
        self.lender = builders.lender(office, name="Gram Vikas", organisation=self.house)
        self.product = builders.product(self.lender, content={"guarantors": 1, "months_of_residence": 12})
        self.approve(until=clock.today("UTC") + timedelta(days=200))
        self.person = builders.person(
            office,
            given_name="Rahima",
            family_name="Khatun",
            phone=PHONE,
            born_on=date(1990, 3, 1),
            born_precision="day",
            language="bn",
            sex="female",
            owner=self.worker,
        )
        self.person.journeys.create(
            returned_on=date(2026, 5, 1), returned_precision="day", return_reason=SECRETS["reason"]
        )

    def approve(self, *, until: date) -> Any:
        """Say that the lender was looked into, and until when that holds."""
        return builders.assessment(self.lender, status="approved", decided_at=clock.now(), valid_until=until)

    def seen(self) -> Any:
        """The id of the terms that hold today."""
        return self.product.versions.get(until_on=None).pk

    def agree(self, *fields: Field, person: Any = None) -> Any:
        """Let the person agree that this lender is told these parts; all that a lender can be told without any."""
        asked = Sitting(language="bn", speaks="bn", is_repeated_back=True)
        told = frozenset(fields) or terms()[Purpose.CREDIT_REFERRAL].fields
        said = Said(Purpose.CREDIT_REFERRAL, Answer.GIVEN, self.house.pk, told)
        return consents.record_answers(
            subject=person or self.person,
            asked=asked,
            answers=[said],
            sent_id=uuid7(),
            by=self.worker.as_actor(),
            at=clock.now(),
        )

    def take_back(self, person: Any = None) -> Any:
        """Let the person take the consent back."""
        return consents.withdraw(
            subject=person or self.person,
            what=[(Purpose.CREDIT_REFERRAL, self.house.pk)],
            said="",
            sent_id=uuid7(),
            by=self.worker.as_actor(),
            at=clock.now(),
        )

    def send(self, **changes: Any) -> Any:
        """Send what the person agreed to; without a word on debts, whatever was agreed."""
        given: dict[str, Any] = {
            "person": self.person,
            "product": self.product,
            "seen": self.seen(),
            "wish": WISH,
            "fields": frozenset(Field),
            "by": self.worker.as_actor(),
            "at": clock.now(),
        }
        return actions.send_referral(**{**given, **changes})


@contextmanager
def checked(since: date = date(2026, 11, 2)) -> Iterator[None]:
    """Let a check of whether a loan fits hold for everybody."""

    def holds(_person: Any, _product: Any, _on: date) -> Holds:
        return Holds(since)

    with hooks.holding_checks.filled_for_now(holds):
        yield


@contextmanager
def unchecked() -> Iterator[None]:
    """Let no check hold for anybody."""
    held = hooks.holding_checks.functions
    hooks.holding_checks._filled.clear()
    try:
        yield
    finally:
        hooks.holding_checks.fill(*held)

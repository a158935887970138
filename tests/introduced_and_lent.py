"""Somebody whom a lender said yes to, and the lender's officer who tells of the loan."""

from datetime import date
from typing import Any

from sankofa.accounts.models import Office
from sankofa.credit import actions as credit
from sankofa.credit.actions import Answered
from sankofa.credit.models import SentPacket
from sankofa.credit.rules.referrals import Outcome
from sankofa.intake import permissions as intake
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans import actions, permissions
from sankofa.loans.actions import DeskTold
from sankofa.loans.rules.reported import Kind, Lent
from tests import builders
from tests.introduced import OFFICER, STAFF, Introduced


def taka(amount: int) -> Money:
    """An amount of taka."""
    return Money(amount * 100, "BDT")


class Lends(Introduced):
    """A person, a lender that said yes, a caseworker who also looks after loans, and an officer who tells of them."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        looks_after = (*STAFF, permissions.VIEW, permissions.NOTE)
        self.worker = builders.user(office, may=looks_after, name="Shirin Das")
        self.person.owner = self.worker
        self.person.save()
        branch = builders.office(self.house)
        may = (*OFFICER, permissions.REPORT, intake.SEND)
        self.officer = builders.user(branch, may=may, scope="organisation", name="Tanvir Ahmed")
        self.agree()
        self.packet: Any = self.send().packet

    @property
    def today(self) -> date:
        """The day on which everything happens."""
        return clock.today(self.officer.office.zone)

    def say_yes(self) -> None:
        """Let the officer say yes to what was asked for."""
        by = self.officer.as_actor()
        credit.answer_as_lender(packet=self.packet, told=Answered(Outcome.YES), by=by, at=clock.now())
        self.packet = SentPacket.objects.get(pk=self.packet.pk)

    def lent(self, amount: int = 10_000, each: int = 1_100, on: date | None = None) -> Lent:
        """What was agreed: ten payments, one each month."""
        return Lent(taka(amount), on or self.today, 10, Frequency.MONTH, each=taka(each))

    def given(self, **terms: Any) -> Any:
        """Let the officer tell that the loan was given."""
        told = self.lent(**terms)
        return actions.report_given(packet=self.packet, lent=told, by=self.officer.as_actor(), at=clock.now())

    def tell(self, kind: Kind, amount: int | None = None, words: str = "") -> Any:
        """Let the officer tell of the loan today."""
        told = DeskTold(kind, self.today, None if amount is None else taka(amount), words)
        return actions.report_at_desk(packet=self.packet, told=told, by=self.officer.as_actor(), at=clock.now())

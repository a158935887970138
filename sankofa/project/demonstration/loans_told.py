"""Two loans of invented people, as a lender and the people told them: one on time, one late and met with care."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.cases import queries as cases
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.kernel.periods import add_months
from sankofa.lenders import queries as lenders
from sankofa.lenders.rules.offers import Frequency
from sankofa.lenders.rules.standing import Standing
from sankofa.loans import actions
from sankofa.loans.actions import LoanTold, ReportTold, TalkTold
from sankofa.loans.rules.caring import Reason, Wish
from sankofa.loans.rules.reported import Kind, Lent, Source
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.lenders.models import Lender
    from sankofa.loans.models import Loan
    from sankofa.returnees.models import Person


def load(office: "Office", *, by: Actor, at: datetime) -> list[str]:
    """Write down the two loans; return the numbers of the two people, the one on time first."""
    on = clock.day_of(at, by.zone)
    known = lenders.known(lenders.lenders(by, on=on).filter(office=office), on=on)
    lender = next((one.lender for one in known if one.standing is Standing.APPROVED), None)
    rows = register.people(by, on=on).filter(
        office=office, is_protected=False, erased_on=None, kind="returnee", owner_id=UUID(by.id)
    )
    # Of those with an open case other parts of the demonstration tell other stories.
    elsewhere = [case.person_id for case in cases.own_open(by, on=on)]
    some = list(rows.exclude(pk__in=elsewhere).order_by("case_number")[:2])
    if lender is None or len(some) < 2:
        return []
    good = _loan(some[0], lender, 8_000, 10, 880, at - timedelta(days=100), by=by, at=at)
    late = _loan(some[1], lender, 10_000, 12, 1_000, at - timedelta(days=140), by=by, at=at)
    for months in (1, 2, 3):
        _paid(good, months, 880, Source.VISIT, by=by, at=at)
        _paid(good, months, 880, Source.LENDER, by=by, at=at)
    _paid(late, 1, 1_000, Source.VISIT, by=by, at=at)
    _paid(late, 2, 1_000, Source.SLIP, by=by, at=at)
    words = "The flood took the stock. I will sell again after the harvest."
    wishes = frozenset({Wish.PAUSE, Wish.SMALLER_PARTS})
    told = TalkTold(on, frozenset({Reason.LOSS, Reason.SALES}), wishes, words)
    actions.note_talk(loan=late, told=told, by=by, at=at)
    return [str(person.case_number) for person in some]


def _loan(
    person: "Person",
    lender: "Lender",
    taka: int,
    count: int,
    each: int,
    handed_out: datetime,
    *,
    by: Actor,
    at: datetime,
) -> "Loan":
    amount, payment = Money(taka * 100, "BDT"), Money(each * 100, "BDT")
    lent = Lent(amount, clock.day_of(handed_out, by.zone), count, Frequency.MONTH, payment)
    told = LoanTold(lent, Source.SLIP, "the booklet")
    return actions.note_loan(person=person, lender=lender, told=told, by=by, at=at)


def _paid(loan: "Loan", months: int, taka: int, source: Source, *, by: Actor, at: datetime) -> None:
    lent = loan.to_terms()
    assert lent is not None, "just written down"
    day = add_months(lent.handed_out_on, months)
    told = ReportTold(Kind.PAYMENT, day, source, Money(taka * 100, "BDT"))
    actions.note_report(loan=loan, told=told, by=by, at=at)

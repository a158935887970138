"""Writes of a loan as a whole: told, put right, cleared when somebody is erased."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import actions as debts
from sankofa.debts import queries as owed
from sankofa.instalments.errors import BadTerms
from sankofa.kernel import clock
from sankofa.lenders import queries as lenders
from sankofa.lenders.rules.standing import LenderKind
from sankofa.loans import permissions, queries
from sankofa.loans.models import CareTalk, CareTry, Loan, LoanReport
from sankofa.loans.rules import caring, reported
from sankofa.loans.rules.reported import Lent, Reading, Said, Source
from sankofa.returnees.contributions import ids_of
from sankofa.returnees.erasing import AlreadyErased

if TYPE_CHECKING:
    from sankofa.debts.models import Debt
    from sankofa.lenders.models import Lender, ProductVersion
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

WORDS_MAX = 500


class BadLoan(Exception):
    """A loan cannot be as it was told.  Carries why: what the engine could not reckon with, or a day to come."""

    def __init__(self, why: BadTerms | None, *, day: date | None = None) -> None:
        self.why = why
        self.day = day
        super().__init__(str(why or day))


class NotOnTheList(Exception):
    """The lender stands on no list that one may see, or it lends nothing itself."""


class NotTheirProduct(Exception):
    """The product is not one of this lender."""


class NotTheirDebt(Exception):
    """The debt is not one of this person."""


class OfADebtAlready(Exception):
    """Another loan is this debt already."""


@dataclass(frozen=True, slots=True)
class LoanTold:
    """What somebody told of a loan: what was agreed, and who says so."""

    lent: Lent
    source: Source
    said_by: str = ""


@action(permissions.NOTE, on="person")
def note_loan(
    *,
    person: "Person",
    lender: "Lender",
    told: LoanTold,
    version: "ProductVersion | None" = None,
    debt: "Debt | None" = None,
    by: Actor,
    at: datetime,
) -> Loan:
    """Write down a loan that a lender gave to somebody.  It is one of their debts, and counted once.

    Raises AlreadyErased, NotOnTheList, NotTheirProduct, NotTheirDebt, OfADebtAlready, BadLoan.
    """
    today = clock.day_of(at, by.zone)
    if person.erased_on is not None:
        raise AlreadyErased(person)
    seen = lenders.lenders(by, on=today).filter(pk=lender.pk).exclude(kind=LenderKind.REFERRAL.value)
    if not seen.exists():
        raise NotOnTheList
    if version is not None and version.product.lender_id != lender.pk:
        raise NotTheirProduct
    reading = reckoned(told.lent, [], today)
    made = Loan(
        created_at=at,
        person=person,
        lender=lender,
        version=version,
        told_on=today,
        source=told.source.value,
        lent=reported.lent_to(told.lent),
        said_by=told.said_by.strip()[:WORDS_MAX] or None,
        noted_by_id=user_id(by),
    )
    made.is_over, made.ask_on = reading.ended is not None, caring.asks_from(reading, ())
    made.debt = debt_of(person, debt, made, told.lent, reading, by=by, at=at)
    made.save(force_insert=True)
    return made


@action(permissions.NOTE, on="loan")
def amend_loan(*, loan: Loan, told: LoanTold, by: Actor, at: datetime) -> Loan:
    """Put right what was told of a loan; what it was before stays in its history.  Raises BadLoan, AlreadyErased.

    What was said since has to fit what is told now.
    """
    check_there(loan)
    today = clock.day_of(at, by.zone)
    since = said_of(loan)
    early = [one.on for one in reported.counting(since) if one.on < told.lent.handed_out_on]
    if early:
        raise BadLoan(None, day=early[0])
    reading, before = reckoned(told.lent, since, today), loan.to_terms()
    if before is None or set(reading.idle) - set(reckoned(before, since, today).idle):
        raise BadLoan(None)
    loan.lent, loan.source = reported.lent_to(told.lent), told.source.value
    loan.said_by = told.said_by.strip()[:WORDS_MAX] or None
    set_standing(loan, reading)
    loan.save()
    return loan


def erase_loans(event: "Erasing") -> "list[Record]":
    """Clear what loans say of somebody who is being erased; that a lender lent something stays for counts."""
    held = Loan.objects.filter(person_id=event.person.pk)
    reports, talks = LoanReport.objects.filter(loan__in=held), CareTalk.objects.filter(loan__in=held)
    tries = CareTry.objects.filter(loan__in=held)
    tries.update(note=None)
    reports.update(what=None, why=None)
    talks.update(said=None)
    held.update(lent=None, lender_says=None, said_by=None, debt=None, is_over=True, ask_on=None, unreached_on=None)
    return [*held, *reports, *talks, *tries]


def said_of(loan: Loan) -> list[Said]:
    """Return everything that was said of a loan.  Raises CannotOpen."""
    rows = (row.to_terms() for row in loan.reports.order_by("told_on", "pk"))
    return [one for one in rows if one is not None]


def check_there(loan: Loan) -> None:
    """Check that nothing more is written about somebody who was erased.  Raises AlreadyErased."""
    if loan.person.erased_on is not None:
        raise AlreadyErased(loan.person)


def set_standing(loan: Loan, reading: Reading) -> bool:
    """Note on a loan whether it is over and from when it asks something of us; whether that is anything new."""
    talks = [row.to_terms() for row in loan.talks.all()]
    before = loan.is_over, loan.ask_on
    loan.is_over, loan.ask_on = reading.ended is not None, caring.asks_from(reading, talks)
    if loan.is_over and loan.unreached_on is not None:
        loan.unreached_on = None
        return True
    return before != (loan.is_over, loan.ask_on)


def user_id(by: Actor) -> str | None:
    """Return the key of the member of staff who acts; None for the system and for other systems."""
    return by.id if by.kind == "user" else None


def reckoned(lent: Lent, said: list[Said], today: date) -> Reading:
    """Return how a loan stands by what was told of it.  Raises BadLoan where it cannot be."""
    if lent.handed_out_on > today:
        raise BadLoan(None, day=lent.handed_out_on)
    try:
        return reported.reading(lent, said, today)
    except BadTerms as why:
        raise BadLoan(why) from why


def debt_of(
    person: "Person", debt: "Debt | None", loan: Loan, lent: Lent, reading: Reading, *, by: Actor, at: datetime
) -> "Debt | None":
    """Return the debt that this loan is: the one that was told before, or else a new one where one may note debts."""
    today = clock.day_of(at, by.zone)
    if debt is not None:
        if debt.person_id not in ids_of(person):
            raise NotTheirDebt
        if Loan.objects.filter(debt=debt).exists():
            raise OfADebtAlready
        return debt
    if not owed.may_note(person, viewer=by, on=today):
        return None
    told = queries.as_debt(loan, lent, reading)
    return debts.add_debt(person=person, told=told, talk=None, told_on=today, by=by, at=at)

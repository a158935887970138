"""Reads of reported loans: always within what the viewer may see, on all files that are read as one with a person's."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.debts.rules.roster import Extra, Rhythm, Told
from sankofa.debts.rules.terms import Form, Frequency, Lender
from sankofa.lenders.rules.offers import Frequency as Every
from sankofa.lenders.rules.standing import LenderKind
from sankofa.loans import permissions
from sankofa.loans.models import CareTalk, CareTry, Loan, LoanReport
from sankofa.loans.rules import arrears, caring, reported
from sankofa.loans.rules.arrears import AtRisk
from sankofa.loans.rules.caring import Care
from sankofa.loans.rules.cycles import PastLoan
from sankofa.loans.rules.reported import Kind, Lent, Reading, Said
from sankofa.loans.rules.worst import worst_days_late
from sankofa.returnees.contributions import ids_of
from sankofa.store.empty import holds_none
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.lenders.models import Lender as OnTheList
    from sankofa.returnees.models import Person

LATE_DAYS = 30
_OWED_TO: Mapping[LenderKind, Lender] = {
    LenderKind.MFI: Lender.MICROFINANCE,
    LenderKind.COOPERATIVE: Lender.MICROFINANCE,
    LenderKind.BANK: Lender.BANK,
    LenderKind.STATE: Lender.BANK,
}
_HOW_OFTEN: Mapping[Every, Frequency] = {
    Every.WEEK: Frequency.WEEKLY,
    Every.TWO_WEEKS: Frequency.FORTNIGHTLY,
    Every.MONTH: Frequency.MONTHLY,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A loan with what was agreed and how it stands on a day, opened.  None: a key is missing, so nothing is known."""

    record: Loan
    lent: Lent | None
    reading: Reading | None
    care: Care | None
    said: tuple[Said, ...] = ()
    """Everything that was said of it, from which the reading follows."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What the loans that were reported to us say of one lender, in one currency, beside what it says itself."""

    risk: AtRisk
    unopened: int


def may_view(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see the loans of this person."""
    return _may(person, permissions.VIEW, viewer=viewer, on=on)


def may_note(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may write down loans and payments of this person."""
    return _may(person, permissions.NOTE, viewer=viewer, on=on)


def loans(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Loan]:
    """Return the loans that the viewer may see or write on.  Never a list of who is late: no page shows them all."""
    rows = Loan.objects.filter(person__erased_on=None).select_related(
        "person__office__organisation",
        "person__office__place",
        "person__place",
        "lender",
        "version__product",
        "noted_by",
    )
    return within_scope(rows, viewer=viewer, permission=permission, on=on)


def loan(loan_id: str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW) -> Loan | None:
    """Return one loan, or None where there is none that the viewer may see: the two look alike."""
    return loans(viewer, on=on, permission=permission).filter(pk=loan_id).first()


def report(report_id: str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW) -> LoanReport | None:
    """Return one thing that was said of a loan, or None where there is none that the viewer may see."""
    rows = LoanReport.objects.filter(person__erased_on=None).select_related(
        "person__office__organisation", "person__office__place", "person__place", "loan__lender"
    )
    return within_scope(rows, viewer=viewer, permission=permission, on=on).filter(pk=report_id).first()


def unreached(viewer: Actor, *, on: date) -> QuerySet[Loan]:
    """Return the loans about which somebody was not reached three times, the longest waiting first."""
    rows = loans(viewer, on=on, permission=permissions.TAKE_UP).filter(unreached_on__isnull=False, is_over=False)
    return rows.order_by("unreached_on", "pk")


def tries_of(record: Loan) -> list[CareTry]:
    """Return the tries in vain to talk about a loan, in order."""
    return list(record.tries.select_related("noted_by").order_by("tried_on", "pk"))


def loans_of(person: "Person", *, viewer: Actor, on: date) -> list[Held]:
    """Return the loans of a person, running ones first, each as it stands on the day."""
    files = ids_of(person)
    if holds_none(Loan, files):
        return []
    rows = loans(viewer, on=on).filter(person_id__in=files).prefetch_related("reports", "talks")
    return [opened(row, on=on) for row in rows.order_by("is_over", "-told_on", "-pk")]


def opened(record: Loan, *, on: date) -> Held:
    """Return a loan as it stands on a day; where a key is missing, with nothing known of it."""
    try:
        lent = record.to_terms()
        if lent is None:
            return Held(record, None, None, None)
        said = [one for one in (row.to_terms() for row in record.reports.all()) if one is not None]
        talks = [row.to_terms() for row in record.talks.all()]
    except CannotOpen:
        return Held(record, None, None, None)
    read = reported.reading(lent, said, on)
    return Held(record, lent, read, caring.care(read, talks, on), tuple(said))


def reports_of(record: Loan) -> list[LoanReport]:
    """Return everything that was said of a loan, in the order in which it was told."""
    return list(record.reports.select_related("noted_by", "looked_at_by", "corrected_by").order_by("told_on", "pk"))


def talks_of(record: Loan) -> list[CareTalk]:
    """Return the talks about a loan, in order."""
    return list(record.talks.select_related("held_by").order_by("held_on", "pk"))


def past_of(held: Iterable[Held], currency: str, on: date) -> list[PastLoan]:
    """Return the loans in one money as the rules of growing loans ask for them, the first one first.

    How late each was at worst follows from everything that was said of it, up to the day.
    """
    found = []
    for one in sorted(held, key=lambda one: (one.record.told_on, one.record.pk)):
        if one.lent is None or one.reading is None or one.lent.amount.currency != currency:
            continue
        ended = one.reading.ended
        found.append(
            PastLoan(
                one.lent.amount,
                is_repaid=ended is not None and ended.kind is Kind.REPAID,
                worst_days_late=worst_days_late(one.lent, one.said, on),
                was_written_off=ended is not None and ended.kind is Kind.WRITTEN_OFF,
            )
        )
    return found


def debts_that_are_loans(debts: Collection[UUID]) -> frozenset[UUID]:
    """Return which of these debts are a loan that was written down already."""
    rows = Loan.objects.filter(debt__in=debts).values_list("debt_id", flat=True)
    return frozenset(key for key in rows if key is not None)


def loan_of_debt(debt_id: UUID) -> UUID | None:
    """Return the loan that a debt is, or None."""
    return Loan.objects.filter(debt_id=debt_id).values_list("pk", flat=True).first()


def lent_to(people: Collection[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """Return a person and a lender for every loan of these people that was told of."""
    return frozenset(Loan.objects.filter(person__in=people).values_list("person_id", "lender_id"))


def as_debts(debts: Collection[UUID], on: date) -> dict[UUID, Told]:
    """Return what loans say of the debts that they are, so that each is counted once and as it stands."""
    rows = Loan.objects.filter(debt__in=debts).select_related("lender").prefetch_related("reports", "talks")
    found = {}
    for row in rows:
        held = opened(row, on=on)
        if row.debt_id is not None and held.lent is not None and held.reading is not None:
            found[row.debt_id] = as_debt(row, held.lent, held.reading)
    return found


def as_debt(record: Loan, lent: Lent, read: Reading) -> Told:
    """Return a loan as the room of debts tells one."""
    coming = next((one for one in read.least.instalments if one.unpaid > 0), None)
    usual = read.least.instalments[0] if read.least.instalments else None
    every = _HOW_OFTEN.get(lent.frequency)
    has_rhythm = every is not None and usual is not None and coming is not None
    return Told(
        lender=_OWED_TO.get(LenderKind(record.lender.kind), Lender.OTHER),
        form=Form.MONEY,
        amount=lent.amount,
        still_owed=read.still_to_pay,
        lent_on=lent.handed_out_on,
        extra=Extra.NOTHING if usual is not None and not usual.interest else Extra.INTEREST,
        rhythm=Rhythm.FIXED,
        instalment=read.least.money(usual.due) if has_rhythm and usual is not None else None,
        frequency=every if has_rhythm else None,
        due_on=None if coming is None else max(coming.due_on, lent.handed_out_on),
    )


def of_lender(lender: "OnTheList", viewer: Actor, on: date) -> list[Reported]:
    """Return how late the loans of a lender are that were reported to us, within what the viewer may see."""
    rows = loans(viewer, on=on).filter(lender=lender, is_over=False, person__is_protected=False)
    held = [opened(row, on=on) for row in rows.prefetch_related("reports", "talks")]
    known = [one.reading for one in held if one.reading is not None]
    currencies = sorted({one.most.currency for one in known})
    return [
        Reported(
            arrears.at_risk([one.exposure for one in known if one.most.currency == currency], LATE_DAYS, currency),
            len(held) - len(known),
        )
        for currency in currencies
    ]


def _may(person: "Person", permission: Permission, *, viewer: Actor, on: date) -> bool:
    return person.erased_on is None and decision_on(person, actor=viewer, permission=permission, on=on).allowed


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A loan as the lender's own officer reads it: what the lender itself said of it, and nothing that others told."""

    record: Loan
    lent: Lent
    reading: Reading
    reports: tuple[LoanReport, ...]


def of_packet(packet_id: UUID, *, lock: bool = False) -> Loan | None:
    """Return the loan that the lender tells of through what it was sent, or None; with `lock` it is held."""
    rows = Loan.objects.select_related("lender")
    held = rows.select_for_update(of=("self",)) if lock else rows
    return held.filter(packet_id=packet_id).first()


def said_at_desk(record: Loan) -> list[Said]:
    """Return what the lender's own officers said of a loan.  Raises CannotOpen."""
    rows = (row.to_terms() for row in record.reports.filter(at_desk=True).order_by("told_on", "pk"))
    return [one for one in rows if one is not None]


def at_desks(packets: Collection[UUID], *, on: date) -> dict[UUID, AtDesk]:
    """Return, by what was sent, the loans as the lender tells of them; what does not open is left out."""
    own = LoanReport.objects.filter(at_desk=True).select_related("noted_by").order_by("told_on", "pk")
    rows = Loan.objects.filter(packet__in=packets).select_related("lender")
    found = {}
    for row in rows.prefetch_related(Prefetch("reports", queryset=own, to_attr="at_the_desk")):
        reports: list[LoanReport] = row.at_the_desk
        try:
            lent = row.to_lenders_terms()
            said = [one for one in (report.to_terms() for report in reports) if one is not None]
        except CannotOpen:
            continue
        if lent is not None and row.packet_id is not None:
            found[row.packet_id] = AtDesk(row, lent, reported.reading(lent, said, on), tuple(reports))
    return found

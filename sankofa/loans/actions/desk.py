"""Writes of a lender's own officer: that a loan was given, what came in, that it is late or over.

All of it goes through what was sent to that lender, after its yes, and only while the person agrees.  What the officer
says stands beside what the person says; neither changes the other.  The officer reads none of what others told.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action, origin, system
from sankofa.accounts.rules.terms import Actor
from sankofa.credit import referred
from sankofa.instalments.errors import BadTerms
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.loans import permissions, queries
from sankofa.loans.actions.loans import WORDS_MAX, BadLoan, debt_of, reckoned, said_of, set_standing, user_id
from sankofa.loans.actions.reports import BadReport, LookedAtAlready
from sankofa.loans.models import Loan, LoanReport
from sankofa.loans.rules import caring, reported
from sankofa.loans.rules.reported import ENDS, Kind, Lent, Reading, Said, Source
from sankofa.returnees.clusters import ids_together
from sankofa.store import revisions

if TYPE_CHECKING:
    from sankofa.credit.models import SentPacket

AT_DESK = (Kind.PAYMENT, Kind.REPAID, Kind.LATE, Kind.WRITTEN_OFF)
"""What an officer tells of a loan that was given."""


class NotReportable(Exception):
    """The lender did not say yes, or what was sent is no longer there for it: the person took the consent back."""


class NotGivenYet(Exception):
    """Nobody of the lender has said that the loan was given."""


class BeforeItWasSent(Exception):
    """The loan was handed out before anybody was introduced: it is another one."""

    def __init__(self, sent_on: date) -> None:
        self.sent_on = sent_on
        super().__init__(sent_on.isoformat())


@dataclass(frozen=True, slots=True)
class DeskTold:
    """What an officer tells: a payment, all paid back, late, or given up; the day, how much, and words of their own."""

    kind: Kind
    on: date
    amount: Money | None = None
    words: str = ""


@action(permissions.REPORT, on="packet")
def report_given(*, packet: "SentPacket", lent: Lent, by: Actor, at: datetime) -> Loan:
    """Write down that the lender gave the loan it said yes to, on which terms; told again, it is put right.

    Raises NotReportable, BeforeItWasSent, BadLoan.
    """
    return keep_given(packet, lent, by=by, at=at)


@action(permissions.REPORT, on="packet")
def report_at_desk(*, packet: "SentPacket", told: DeskTold, by: Actor, at: datetime) -> LoanReport:
    """Write down what the lender says of a loan it gave; the same told twice is kept once.

    Raises NotReportable, NotGivenYet, BadReport.
    """
    return keep_report(packet, told, by=by, at=at)


@action(permissions.REPORT, on="packet")
def take_back_at_desk(*, packet: "SentPacket", report: LoanReport, why: str, by: Actor, at: datetime) -> LoanReport:
    """Say that something the lender told was wrong; it stays to be read by the office, and counts no more.

    Raises NotReportable, NotGivenYet, LookedAtAlready where the office or a colleague was quicker.
    """
    loan = _loan_of(packet, by=by, at=at)
    held = LoanReport.objects.select_for_update(of=("self",)).filter(pk=report.pk, loan=loan, at_desk=True).first()
    if held is None or held.counts is not None or hasattr(held, "corrected_by"):
        raise LookedAtAlready
    before = held.image()
    held.counts, held.looked_on = False, clock.day_of(at, by.zone)
    held.looked_at_by_id, held.why = user_id(by), why.strip()[:WORDS_MAX] or None
    held.save()
    _revised(held, before, by=by, at=at)
    _stand(loan, by=by, at=at)
    return held


def keep_given(packet: "SentPacket", lent: Lent, *, by: Actor, at: datetime) -> Loan:
    """Keep that a loan was given.  Raises NotReportable, BeforeItWasSent, BadLoan."""
    today = _check_reportable(packet, by=by, at=at)
    sent_on = clock.day_of(packet.referral.sent_at, by.zone)
    if lent.handed_out_on < sent_on:
        raise BeforeItWasSent(sent_on)
    held = queries.of_packet(packet.pk, lock=True) or _told_here(packet, lent, sent_on)
    own = [] if held is None else queries.said_at_desk(held)
    early = [one.on for one in reported.counting(own) if one.on < lent.handed_out_on]
    if early:
        raise BadLoan(None, day=early[0])
    if reckoned(lent, own, today).idle:
        # Its own payments are in other money.
        raise BadLoan(None)
    if held is None:
        return _given(packet, lent, by=by, at=at)
    if held.packet_id is not None and held.to_lenders_terms() == lent:
        return held
    before, was = held.image(), held.to_lenders_terms()
    if was is not None and held.to_terms() == was:
        # Nobody told it otherwise: what the lender puts right is right here too, where it fits what was told here.
        together = _together(lent, said_of(held), today)
        if together is not None:
            held.lent = reported.lent_to(lent)
            set_standing(held, together)
    held.packet_id, held.lender_says = packet.pk, reported.lent_to(lent)
    held.save()
    _revised(held, before, by=by, at=at)
    return held


def keep_report(packet: "SentPacket", told: DeskTold, *, by: Actor, at: datetime) -> LoanReport:
    """Keep what a lender says of a loan it gave.  Raises NotReportable, NotGivenYet, BadReport."""
    loan = _loan_of(packet, by=by, at=at)
    lent = loan.to_lenders_terms()
    if lent is None:
        raise NotGivenYet
    today = clock.day_of(at, by.zone)
    own = queries.said_at_desk(loan)
    same = same_told(own, told)
    if same is not None:
        return LoanReport.objects.get(pk=same.id)
    check_told(lent, own, told, today)
    made = LoanReport(
        created_at=at,
        person_id=loan.person_id,
        loan=loan,
        kind=told.kind.value,
        source=Source.LENDER.value,
        at_desk=True,
        told_on=today,
        noted_by_id=user_id(by),
    )
    said = said_by(told, str(made.pk))
    made.what = {**reported.what_to(said), "on": told.on.isoformat(), "words": told.words.strip()[:WORDS_MAX]}
    made.save(force_insert=True)
    _stand(loan, by=by, at=at)
    return made


def said_by(told: DeskTold, key: str) -> Said:
    """Return what an officer tells as the rules know it."""
    return Said(key, told.kind, told.on, Source.LENDER, told.amount)


def same_told(own: list[Said], told: DeskTold) -> Said | None:
    """Return what the lender told before in the same way: the same kind, day and amount."""
    alike = (
        one for one in reported.counting(own) if (one.kind, one.on, one.amount) == (told.kind, told.on, told.amount)
    )
    return next(alike, None)


def check_told(lent: Lent, own: list[Said], told: DeskTold, today: date) -> None:
    """Check that what an officer tells can be, by the lender's own words alone.  Raises BadReport."""
    if told.kind not in AT_DESK:
        raise BadReport("kind")
    if not lent.handed_out_on <= told.on <= today:
        raise BadReport("day")
    if told.kind is Kind.PAYMENT and told.amount is None:
        raise BadReport("amount")
    if told.amount is not None and told.amount.minor <= 0:
        raise BadReport("amount")
    if told.amount is not None and told.amount.currency != lent.amount.currency:
        raise BadReport("currency")
    if told.kind is not Kind.PAYMENT and any(one.kind in ENDS for one in reported.counting(own)):
        raise BadReport("ended")


def _check_reportable(packet: "SentPacket", *, by: Actor, at: datetime) -> date:
    today = clock.day_of(at, by.zone)
    if not referred.may_report(packet, on=today):
        raise NotReportable
    return today


def _loan_of(packet: "SentPacket", *, by: Actor, at: datetime) -> Loan:
    _check_reportable(packet, by=by, at=at)
    held = queries.of_packet(packet.pk, lock=True)
    if held is None:
        raise NotGivenYet
    return held


def _together(lent: Lent, said: list[Said], today: date) -> Reading | None:
    """Return how a loan stands by the lender's terms and all that was told here; None where they do not fit."""
    try:
        found = reckoned(lent, said, today)
    except BadLoan:
        return None
    return None if found.idle else found


def _told_here(packet: "SentPacket", lent: Lent, sent_on: date) -> Loan | None:
    """Return the loan if it was told here already, by the person or on a slip: then the two are one."""
    referral = packet.referral
    rows = Loan.objects.select_for_update(of=("self",)).filter(
        person_id__in=ids_together(referral.person_id),
        lender_id=referral.lender_id,
        packet=None,
        is_over=False,
        told_on__gte=sent_on,
    )
    found = [row for row in rows if (terms := row.to_terms()) and terms.amount.currency == lent.amount.currency]
    return found[0] if len(found) == 1 else None


def _given(packet: "SentPacket", lent: Lent, *, by: Actor, at: datetime) -> Loan:
    today = clock.day_of(at, by.zone)
    reading = reckoned(lent, [], today)
    made = Loan(
        created_at=at,
        person=packet.referral.person,
        lender=packet.referral.lender,
        version=packet.referral.version,
        packet=packet,
        told_on=today,
        source=Source.LENDER.value,
        lent=reported.lent_to(lent),
        lender_says=reported.lent_to(lent),
        is_over=reading.ended is not None,
        ask_on=caring.asks_from(reading, ()),
        noted_by_id=user_id(by),
    )
    # The officer neither sees nor writes debts: that the loan is counted among them is the house's own work.
    house = system("lender_desk", on=today, zone=by.zone)
    made.debt = debt_of(packet.referral.person, None, made, lent, reading, by=house, at=at)
    made.save(force_insert=True)
    return made


def _stand(loan: Loan, *, by: Actor, at: datetime) -> None:
    """Reckon a loan by all that was told of it, and keep how it stands."""
    lent = loan.to_terms()
    assert lent is not None, "nobody erased is reported on"
    before = loan.image()
    try:
        reading = reported.reading(lent, said_of(loan), clock.day_of(at, by.zone))
    except BadTerms as wrong:
        raise BadReport("reckoned", wrong) from wrong
    if set_standing(loan, reading):
        loan.save(update_fields=["is_over", "ask_on", "unreached_on"])
        _revised(loan, before, by=by, at=at)


def _revised(held: Loan | LoanReport, before: object, *, by: Actor, at: datetime) -> None:
    where = origin.get()
    revisions.revise(
        held,
        before=before,  # type: ignore[arg-type]
        at=at,
        actor=f"{by.kind}:{by.id}",
        source=where.source,
        source_reference=where.reference,
    )

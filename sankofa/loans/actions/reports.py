"""Writes of what is said of a loan: noted, put right, set aside, and which of two is right.  Nothing is deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.instalments.errors import BadTerms
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.loans import permissions
from sankofa.loans.actions.loans import WORDS_MAX, check_there, said_of, set_standing, user_id
from sankofa.loans.models import Loan, LoanReport
from sankofa.loans.rules import reported
from sankofa.loans.rules.reported import ENDS, Kind, Lent, Reading, Said, Source


class BadReport(Exception):
    """What was said cannot be: a day to come or before the loan, no amount, another money, an instalment unknown."""

    def __init__(self, code: str, why: BadTerms | None = None) -> None:
        self.code = code
        self.why = why
        super().__init__(code)


class LookedAtAlready(Exception):
    """Somebody said already whether this holds, or put it right."""


class NotTwoOfOnePayment(Exception):
    """These are not two sources on one payment."""


class Which(StrEnum):
    """Which of two sources is right."""

    THIS = "this"
    OTHER = "other"
    BOTH = "both"  # they are two payments


@dataclass(frozen=True, slots=True)
class ReportTold:
    """What somebody said of a loan, and who."""

    kind: Kind
    on: date
    source: Source
    amount: Money | None = None
    from_due_on: date | None = None
    to: date | None = None
    extra: int = 0
    words: str = ""


@action(permissions.NOTE, on="loan")
def note_report(*, loan: Loan, told: ReportTold, by: Actor, at: datetime) -> LoanReport:
    """Write down what somebody said of a loan: a payment, its end, new terms.  Raises BadReport."""
    return _kept(loan, told, None, by=by, at=at)


@action(permissions.NOTE, on="report", lock=False)
def correct_report(*, report: LoanReport, told: ReportTold, why: str, by: Actor, at: datetime) -> LoanReport:
    """Put right what was written down wrongly; the wrong row stays to be read and counts no more.

    Raises BadReport, LookedAtAlready.
    """
    loan = _held(report)
    if hasattr(report, "corrected_by") or report.counts is False:
        raise LookedAtAlready
    return _kept(loan, told, report, by=by, at=at, why=why)


@action(permissions.NOTE, on="report", lock=False)
def set_aside(*, report: LoanReport, why: str, by: Actor, at: datetime) -> LoanReport:
    """Say that something never happened, and why; it stays to be read and counts no more.

    Raises LookedAtAlready, BadReport.
    """
    loan = _held(report)
    if hasattr(report, "corrected_by") or report.counts is False:
        raise LookedAtAlready
    _look(report, False, why, by=by, at=at)
    _reckon_again(loan, by=by, at=at)
    return report


@action(permissions.NOTE, on="report", lock=False)
def settle(*, report: LoanReport, other: LoanReport, which: Which, why: str, by: Actor, at: datetime) -> LoanReport:
    """Say which of two sources is right on one payment, or that they are two payments.

    Raises NotTwoOfOnePayment, BadReport.
    """
    loan = _held(report)
    held = LoanReport.objects.filter(pk=other.pk, loan_id=loan.pk).first()
    lent = loan.to_terms()
    came = [] if lent is None else reported.payments(reported.counting(said_of(loan)), lent.within_days)
    pair = {str(report.pk), str(other.pk)}
    if held is None or not any({one.id for one in both.said} == pair for both in came):
        raise NotTwoOfOnePayment
    _look(report, Which(which) is not Which.OTHER, why, by=by, at=at)
    _look(held, Which(which) is not Which.THIS, why, by=by, at=at)
    _reckon_again(loan, by=by, at=at)
    return report


def _held(report: LoanReport) -> Loan:
    """Return the loan, held: what two people say of it at once is reckoned one after the other.

    The report itself is read again, for whoever came first may have looked at it.  Raises AlreadyErased.
    """
    loan = Loan.objects.select_for_update(of=("self",)).get(pk=report.loan_id)
    report.refresh_from_db()
    check_there(loan)
    return loan


def _kept(
    loan: Loan, told: ReportTold, corrects: LoanReport | None, *, by: Actor, at: datetime, why: str = ""
) -> LoanReport:
    check_there(loan)
    today = clock.day_of(at, by.zone)
    lent = loan.to_terms()
    if lent is None or not lent.handed_out_on <= told.on <= today:
        raise BadReport("day")
    if told.kind is Kind.PAYMENT:
        if told.amount is None or told.amount.minor <= 0:
            raise BadReport("amount")
        if told.amount.currency != lent.amount.currency:
            raise BadReport("currency")
    made = LoanReport(
        created_at=at,
        person_id=loan.person_id,
        loan=loan,
        kind=told.kind.value,
        source=told.source.value,
        told_on=today,
        corrects=corrects,
        why=why.strip()[:WORDS_MAX] or None,
        noted_by_id=user_id(by),
    )
    said = Said(
        str(made.pk),
        told.kind,
        told.on,
        told.source,
        told.amount,
        corrects=None if corrects is None else str(corrects.pk),
        from_due_on=told.from_due_on,
        to=told.to,
        extra=told.extra,
    )
    if told.kind is Kind.AGREED_ANEW and (told.from_due_on is None or (told.to is None and not told.extra)):
        raise BadReport("anew")
    before = said_of(loan)
    if told.kind in ENDS and any(one.kind in ENDS and one.id != said.corrects for one in reported.counting(before)):
        raise BadReport("ended")
    if told.kind is Kind.AGREED_ANEW and told.from_due_on not in _open_dues(lent, before, today):
        raise BadReport("anew")
    try:
        reading = reported.reading(lent, [*before, said], today)
    except BadTerms as wrong:
        raise BadReport("reckoned", wrong) from wrong
    if said.id in reading.idle:
        raise BadReport("anew")
    made.what = {**reported.what_to(said), "on": told.on.isoformat(), "words": told.words.strip()[:WORDS_MAX]}
    made.save(force_insert=True)
    note_standing(loan, reading)
    return made


def _open_dues(lent: Lent, said: list[Said], today: date) -> set[date]:
    return {one.due_on for one in reported.reading(lent, said, today).least.instalments if one.unpaid > 0}


def _look(report: LoanReport, counts: bool, why: str, *, by: Actor, at: datetime) -> None:
    report.counts, report.looked_on = counts, clock.day_of(at, by.zone)
    report.looked_at_by_id, report.why = user_id(by), why.strip()[:WORDS_MAX] or None
    report.save(update_fields=["counts", "looked_on", "looked_at_by", "why"])


def _reckon_again(loan: Loan, *, by: Actor, at: datetime) -> None:
    lent = loan.to_terms()
    if lent is None:
        return
    try:
        reading = reported.reading(lent, said_of(loan), clock.day_of(at, by.zone))
    except BadTerms as wrong:
        raise BadReport("reckoned", wrong) from wrong
    note_standing(loan, reading)


def note_standing(loan: Loan, reading: Reading) -> None:
    """Keep how a loan stands now, where it stands otherwise than before."""
    if set_standing(loan, reading):
        loan.save(update_fields=["is_over", "ask_on", "unreached_on"])

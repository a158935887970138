"""Loans that a lender's own officer tells of: after its yes, while the person agrees, beside what they say."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.credit import actions as credit
from sankofa.credit.actions import Answered
from sankofa.credit.rules.referrals import Outcome, Why
from sankofa.debts.models import Debt
from sankofa.intake import actions as intake
from sankofa.intake.contents import at_work, opened
from sankofa.intake.rules.mapping import proposals
from sankofa.kernel import clock
from sankofa.lenders import permissions as lending
from sankofa.loans import actions, asking, permissions, queries
from sankofa.loans.actions import LoanTold, ReportTold
from sankofa.loans.models import Loan, LoanReport
from sankofa.loans.rules.caring import Step
from sankofa.loans.rules.reported import Kind, Source
from sankofa.project import hooks as house
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from sankofa.store.models import Revision
from tests import builders
from tests.introduced import checked
from tests.introduced_and_lent import Lends, taka

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _hooks() -> None:
    house.fill()


@pytest.fixture
def both() -> Iterator[Lends]:
    with checked():
        made = Lends(builders.office())
        made.say_yes()
        yield made


def held(loan: Any) -> Any:
    return queries.opened(Loan.objects.get(pk=loan.pk), on=clock.today("Asia/Dhaka"))


def test_what_was_given_after_a_yes_is_a_loan_of_the_person_and_one_of_their_debts(both: Lends) -> None:
    loan = both.given()
    assert (loan.person, loan.lender, loan.packet) == (both.person, both.lender, both.packet)
    assert held(loan).lent == both.lent()
    assert Debt.objects.get() == loan.debt
    both.given()
    assert Loan.objects.count() == 1, "told twice is one loan"


def test_before_a_yes_and_after_a_no_nothing_is_told() -> None:
    with checked():
        both = Lends(builders.office())
        with pytest.raises(actions.NotReportable):
            both.given()
        no = Answered(Outcome.NO, why=Why.AMOUNT)
        credit.answer_as_lender(packet=both.packet, told=no, by=both.officer.as_actor(), at=clock.now())
        with pytest.raises(actions.NotReportable):
            both.given()
    assert not Loan.objects.exists()


def test_the_consent_taken_back_closes_it_also_after_the_loan_was_given(both: Lends) -> None:
    loan = both.given()
    both.take_back()
    with pytest.raises(actions.NotReportable):
        both.tell(Kind.LATE)
    with pytest.raises(actions.NotReportable):
        both.given(amount=9_000)
    assert held(loan).lent == both.lent(), "what was told stays with the office"


def test_a_lender_that_was_stopped_tells_nothing(both: Lends) -> None:
    both.given()
    builders.suspension(both.lender)
    with pytest.raises(actions.NotReportable):
        both.tell(Kind.PAYMENT, 1_100)


def test_an_officer_of_another_lender_and_whoever_may_only_answer_tell_nothing(both: Lends) -> None:
    elsewhere = builders.user(may=(permissions.REPORT,), scope="organisation").as_actor()
    colleague = builders.user(both.officer.office, may=("credit.answer_as_lender",), scope="organisation").as_actor()
    for by in (elsewhere, colleague, both.worker.as_actor()):
        with pytest.raises(NotAllowed):
            actions.report_given(packet=both.packet, lent=both.lent(), by=by, at=clock.now())


def test_the_officer_reaches_no_loan_and_nothing_that_others_said(both: Lends) -> None:
    loan = both.given()
    by, day = both.officer.as_actor(), both.today
    assert not queries.loans(by, on=day).exists()
    assert not queries.loans(by, on=day, permission=permissions.NOTE).exists()
    told = ReportTold(Kind.PAYMENT, day, Source.VISIT, taka(700), words="on Friday")
    actions.note_report(loan=Loan.objects.get(pk=loan.pk), told=told, by=both.worker.as_actor(), at=clock.now())
    both.tell(Kind.PAYMENT, 500)
    seen = queries.at_desks([both.packet.pk], on=day)[both.packet.pk]
    assert [one.to_terms().amount for one in seen.reports if one.to_terms()] == [taka(500)]
    assert seen.reading.still_to_pay == taka(10_500)


def test_what_the_officer_and_the_person_say_of_one_payment_stand_side_by_side(both: Lends) -> None:
    loan = both.given()
    told = ReportTold(Kind.PAYMENT, both.today, Source.VISIT, taka(1_100))
    actions.note_report(loan=Loan.objects.get(pk=loan.pk), told=told, by=both.worker.as_actor(), at=clock.now())
    report = both.tell(Kind.PAYMENT, 900)
    assert (report.source, report.at_desk) == ("lender", True)
    (doubt,) = held(loan).reading.doubts
    assert {one.source for one in doubt.said} == {Source.LENDER, Source.VISIT}


def test_the_same_payment_told_twice_is_kept_once(both: Lends) -> None:
    both.given()
    assert both.tell(Kind.PAYMENT, 1_100).pk == both.tell(Kind.PAYMENT, 1_100).pk
    assert LoanReport.objects.count() == 1


def test_what_a_caseworker_wrote_down_first_is_the_same_loan_in_two_versions(both: Lends) -> None:
    worker = builders.user(both.office, may=(permissions.NOTE, permissions.VIEW, lending.VIEW)).as_actor()
    told = LoanTold(both.lent(each=1_200), Source.VISIT)
    loan = actions.note_loan(person=both.person, lender=both.lender, told=told, by=worker, at=clock.now())
    assert both.given().pk == loan.pk
    now = Loan.objects.get()
    assert now.to_terms() == told.lent
    assert now.to_lenders_terms() == both.lent()
    assert Revision.objects.filter(subject_kind="loans.loan", subject_id=str(now.pk)).count() == 2
    both.given(amount=9_500)
    assert Loan.objects.get().to_terms() == told.lent, "what the person told changes by nobody else's word"


def test_what_the_lender_puts_right_is_right_here_where_nobody_told_it_otherwise(both: Lends) -> None:
    both.given()
    both.given(amount=9_500)
    assert Loan.objects.get().to_terms() == both.lent(amount=9_500)


def test_a_loan_from_before_the_introduction_is_another_one(both: Lends) -> None:
    with pytest.raises(actions.BeforeItWasSent):
        both.given(on=both.today - timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "amount", "days", "code"),
    [
        pytest.param(Kind.PAYMENT, None, 0, "amount", id="no-amount"),
        pytest.param(Kind.PAYMENT, 0, 0, "amount", id="nothing"),
        pytest.param(Kind.LATE, None, 1, "day", id="tomorrow"),
        pytest.param(Kind.REPAID, None, -1, "day", id="before-it-was-given"),
        pytest.param(Kind.AGREED_ANEW, None, 0, "kind", id="not-asked-here"),
    ],
)
def test_what_cannot_be_is_refused(both: Lends, kind: Kind, amount: int | None, days: int, code: str) -> None:
    both.given()
    on = both.today + timedelta(days=days)
    told = actions.DeskTold(kind, on, None if amount is None else taka(amount))
    with pytest.raises(actions.BadReport) as refused:
        actions.report_at_desk(packet=both.packet, told=told, by=both.officer.as_actor(), at=clock.now())
    assert refused.value.code == code


def test_nothing_is_told_of_a_loan_that_was_not_given(both: Lends) -> None:
    with pytest.raises(actions.NotGivenYet):
        both.tell(Kind.PAYMENT, 1_100)


@pytest.mark.parametrize("kind", [Kind.REPAID, Kind.WRITTEN_OFF])
def test_a_loan_ends_by_the_lender_s_word_once(both: Lends, kind: Kind) -> None:
    loan = both.given()
    both.tell(kind)
    assert held(loan).record.is_over
    with pytest.raises(actions.BadReport):
        both.tell(Kind.LATE)


def test_late_by_the_lender_s_word_alone_asks_to_find_out(both: Lends) -> None:
    """It is told as care: nobody is late because somebody says so, and nobody is blamed."""
    loan = both.given()
    both.tell(Kind.LATE, 1_100, "Second month")
    now = held(loan)
    assert now.reading.late == ()
    assert now.care.step is Step.FIND_OUT
    (mine,) = asking.own_asking(both.worker.as_actor(), on=both.today, most=10)
    assert mine.record.pk == loan.pk


def test_what_was_told_wrongly_is_taken_back_and_stays_to_be_read(both: Lends) -> None:
    loan = both.given()
    wrong = both.tell(Kind.WRITTEN_OFF)
    by = both.officer.as_actor()
    actions.take_back_at_desk(packet=both.packet, report=wrong, why="another Rahima", by=by, at=clock.now())
    assert not held(loan).record.is_over
    kept = LoanReport.objects.get()
    assert (kept.counts, kept.why) == (False, "another Rahima")
    with pytest.raises(actions.LookedAtAlready):
        actions.take_back_at_desk(packet=both.packet, report=wrong, why="again", by=by, at=clock.now())


def test_what_others_told_is_not_the_lender_s_to_take_back(both: Lends) -> None:
    loan = both.given()
    told = ReportTold(Kind.PAYMENT, both.today, Source.LENDER, taka(700))
    theirs = actions.note_report(
        loan=Loan.objects.get(pk=loan.pk), told=told, by=both.worker.as_actor(), at=clock.now()
    )
    by = both.officer.as_actor()
    with pytest.raises(actions.LookedAtAlready):
        actions.take_back_at_desk(packet=both.packet, report=theirs, why="no", by=by, at=clock.now())


def test_protection_takes_the_loan_from_the_lender(both: Lends) -> None:
    both.given()
    officer = builders.user(both.office, may=(returnees.VIEW, returnees.PROTECT, returnees.LOOK_AFTER))
    at = clock.now()
    register.protect(
        person=both.person, kind="threat", reason="a threat", review_on=at.date(), by=officer.as_actor(), at=at
    )
    with pytest.raises((NotAllowed, actions.NotReportable)):
        both.tell(Kind.LATE)


def test_erasing_somebody_clears_what_the_lender_told(both: Lends) -> None:
    loan = both.given()
    both.tell(Kind.LATE, 1_100, "She moved to Khulna")
    actions.erase_loans(Erasing(both.person, clock.now()))
    gone = Loan.objects.get(pk=loan.pk)
    assert (gone.lent, gone.lender_says, gone.ask_on) == (None, None, None)
    assert LoanReport.objects.get().what is None


def test_the_record_of_events_says_what_was_done_and_nothing_of_the_person(both: Lends) -> None:
    both.given()
    both.tell(Kind.LATE, 1_100, "Second month")
    told = str([(one.action, one.detail) for one in Event.objects.filter(action__startswith="loans.")])
    assert "loans.report_given" in told
    assert "loans.report_at_desk" in told
    assert not [word for word in ("Rahima", "1100", "110000", "Second") if word in told]


def sent_as_file(both: Lends, content: bytes) -> Any:
    """Let the officer send a file, as the pages do it: columns, check, in."""
    by, at = both.officer.as_actor(), clock.now()
    file = intake.send(
        office=both.officer.office, importer="lender_reports", name="a.csv", content=content, by=by, at=at
    )
    held = opened(file)
    laid = held.layout()
    columns = {place: one.field for place, one in proposals(laid.columns, held.fields, laid.tags).items()}
    file = intake.confirm_mapping(
        file=file, sheet=laid.sheet, header_row=laid.header_row, columns=columns, day_first=True, by=by, at=at
    )
    work = at_work(file)
    for step in (intake.check_next, intake.apply_next):
        step(file=file, work=work, by=by, at=at)
    return file


def test_many_are_told_with_a_file_good_rows_in_and_the_others_back(both: Lends) -> None:
    code, day = both.packet.referral.code, both.today.isoformat()
    rows = [
        "number,what,date,amount,payments,instalment",
        f"{code},given,{day},10000,10,1100",
        f"{code},paid,{day},1100,,",
        f"{code},paid,{day},,,",
        f"00000000,late,{day},,,",
    ]
    file = sent_as_file(both, "\n".join(rows).encode())
    verdicts = [row.verdict for row in file.results.order_by("row")]
    assert verdicts == ["new", "new", "refused", "refused"]
    loan = Loan.objects.get()
    assert loan.to_lenders_terms() == both.lent()
    assert [one.at_desk for one in LoanReport.objects.all()] == [True]
    other = sent_as_file(both, ("\n".join(rows[:3]) + "\n").encode())
    assert [row.verdict for row in other.results.order_by("row")] == ["known", "known"]
    both.take_back()
    closed = sent_as_file(both, f"number,what,date\n{code},late,{day}\n".encode())
    assert [row.verdict for row in closed.results.order_by("row")] == ["refused"]

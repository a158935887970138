"""What a lender's officer could learn by telling: whether others told something, too, and who has a number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sankofa.credit import referred
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.loans import actions, portrait, queries
from sankofa.loans.actions import BadLoan, DeskTold, LoanTold, ReportTold
from sankofa.loans.models import Loan, LoanReport
from sankofa.loans.rules.reported import Kind, Source
from sankofa.project import hooks as house
from tests import builders
from tests.introduced import checked
from tests.introduced_and_lent import Lends, taka
from tests.rooms.test_lenders_reports import held, sent_as_file

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


def told_here(both: Lends, loan: Any, told: ReportTold) -> LoanReport:
    """Let a caseworker write down what the person tells."""
    at = Loan.objects.get(pk=loan.pk)
    noted: LoanReport = actions.note_report(loan=at, told=told, by=both.worker.as_actor(), at=clock.now())
    return noted


def pause(both: Lends, loan: Any) -> LoanReport:
    due_on = held(loan).reading.least.instalments[-1].due_on
    told = ReportTold(Kind.AGREED_ANEW, both.today, Source.VISIT, from_due_on=due_on, to=due_on + timedelta(days=30))
    return told_here(both, loan, told)


def test_what_a_lender_puts_right_is_never_refused_for_what_others_told(both: Lends) -> None:
    loan = both.given()
    pause(both, loan)
    shorter = replace(both.lent(), count=2, each=taka(5_500))
    by = both.officer.as_actor()
    actions.report_given(packet=both.packet, lent=shorter, by=by, at=clock.now())
    now = Loan.objects.get()
    assert now.to_lenders_terms() == shorter
    assert now.to_terms() == both.lent(), "what does not fit what the person told stands beside it"
    assert held(loan).reading is not None


@pytest.mark.parametrize("is_told_here", [True, False])
def test_other_money_is_taken_alike_whether_others_told_of_a_payment_or_not(both: Lends, is_told_here: bool) -> None:
    loan, by = both.given(), both.officer.as_actor()
    if is_told_here:
        told_here(both, loan, ReportTold(Kind.PAYMENT, both.today, Source.VISIT, taka(700)))
    dollars = replace(both.lent(), amount=Money(10_000, "USD"), each=Money(1_100, "USD"))
    actions.report_given(packet=both.packet, lent=dollars, by=by, at=clock.now())
    paid = DeskTold(Kind.PAYMENT, both.today, Money(1_100, "USD"))
    made = actions.report_at_desk(packet=both.packet, told=paid, by=by, at=clock.now())
    assert held(loan).reading.idle == ((str(made.pk),) if is_told_here else ())
    assert Loan.objects.get().to_terms() == (both.lent() if is_told_here else dollars)
    with pytest.raises(BadLoan):
        actions.report_given(packet=both.packet, lent=both.lent(), by=by, at=clock.now())


def test_a_caseworker_writes_no_terms_that_leave_a_payment_aside(both: Lends) -> None:
    loan = both.given()
    told_here(both, loan, ReportTold(Kind.PAYMENT, both.today, Source.VISIT, taka(700)))
    dollars = replace(both.lent(), amount=Money(10_000, "USD"), each=Money(1_100, "USD"))
    amended = LoanTold(dollars, Source.SLIP)
    with pytest.raises(BadLoan):
        actions.amend_loan(loan=Loan.objects.get(), told=amended, by=both.worker.as_actor(), at=clock.now())


def test_a_loan_that_was_paid_before_it_was_agreed_anew_goes_in_and_stays_readable(both: Lends) -> None:
    loan = both.given()
    pause(both, loan)
    code, day = both.packet.referral.code, both.today.isoformat()
    file = sent_as_file(both, f"number,what,date,amount\n{code},paid,{day},11000\n".encode())
    assert [row.verdict for row in file.results.all()] == ["new"]
    assert held(loan).reading.ended is not None
    more = DeskTold(Kind.REPAID, both.today)
    actions.report_at_desk(packet=both.packet, told=more, by=both.officer.as_actor(), at=clock.now())


def test_a_number_that_two_people_share_tells_of_neither(both: Lends, monkeypatch: pytest.MonkeyPatch) -> None:
    other = builders.sentpacket(organisation=both.house)
    shared = [both.packet.referral_id, other.referral_id]
    monkeypatch.setattr("sankofa.credit.models.referrals.code_of", lambda _key: "5F21C09A")
    monkeypatch.setattr("sankofa.loans.importer.code_of", lambda _key: "5F21C09A")
    assert set(shared) <= set(referred.sent_to(both.house.pk))
    row = f"number,what,date,amount,payments,instalment\n5F21C09A,given,{both.today.isoformat()},10000,10,1100\n"
    file = sent_as_file(both, row.encode())
    assert [one.verdict for one in file.results.all()] == ["refused"]
    assert not Loan.objects.exists()


def test_an_entry_that_is_not_reckoned_with_says_so(both: Lends) -> None:
    loan = both.given()
    report = both.tell(Kind.PAYMENT, 1_100)
    told = queries.reports_of(Loan.objects.get(pk=loan.pk))
    (entry,) = portrait.happened(told, [], may_note=False, idle=[str(report.pk)])["entries"]
    assert "not reckoned with" in entry["note"]
    (entry,) = portrait.happened(told, [], may_note=False)["entries"]
    assert "not reckoned with" not in entry["note"]

"""Several who put right what was said of one loan at once: the loan is reckoned after each, and ends once."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.loans import actions
from sankofa.loans.actions import BadReport, ReportTold
from sankofa.loans.models import Loan, LoanReport
from sankofa.loans.rules import reported
from sankofa.loans.rules.reported import ENDS, Kind, Source
from sankofa.project import hooks
from tests import builders
from tests.builders import AT, ON
from tests.rooms.test_loans import LENT, MAY, TOLD

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_say_at_once_that_a_loan_ended_one_is_told_that_it_has(at_once: Any) -> None:
    hooks.fill()
    office = builders.office()
    worker = builders.user(office, may=MAY).as_actor()
    loan = actions.note_loan(
        person=builders.person(office), lender=builders.lender(office), told=TOLD, by=worker, at=AT
    )
    told = [ReportTold(Kind.PAYMENT, ON - timedelta(days=days), Source.VISIT, amount=LENT.each) for days in (60, 30)]
    wrong = [actions.note_report(loan=loan, told=one, by=worker, at=AT) for one in told]
    ended = ReportTold(Kind.REPAID, ON, Source.LENDER)

    def put_right(report: LoanReport) -> LoanReport:
        return actions.correct_report(report=report, told=ended, why="It was the last one", by=worker, at=AT)

    answers = at_once([lambda one=one: put_right(one) for one in wrong])
    assert [type(one) for one in answers if isinstance(one, Exception)] == [BadReport]
    said = reported.counting(actions.loans.said_of(Loan.objects.get()))
    assert len([one for one in said if one.kind in ENDS]) == 1

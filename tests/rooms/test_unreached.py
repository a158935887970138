"""Tries in vain to reach somebody about a late loan: after three of them a supervisor looks, once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.action import NotAllowed, system
from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.cases.rules.visits import NotReached
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.loans import actions, permissions, queries
from sankofa.loans.actions import LoanTold, ReportTold, TalkTold
from sankofa.loans.models import CareTry, Loan
from sankofa.loans.rules import caring
from sankofa.loans.rules.caring import Wish
from sankofa.loans.rules.reported import Kind, Source
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.erasing import AlreadyErased
from tests import builders
from tests.moment import ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (SIGNED_IN, returnees.VIEW, permissions.VIEW, permissions.NOTE)
TODAY = ON


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY)


@pytest.fixture
def supervisor(office: Office) -> Any:
    return builders.user(office, may=(*MAY, permissions.TAKE_UP))


@pytest.fixture
def loan(office: Office, worker: Any) -> Loan:
    made: Loan = builders.loan(builders.person(office, owner=worker), told_on=TODAY - timedelta(days=90))
    handed_out = TODAY - timedelta(days=80)
    made.lent = {**made.lent, "handed_out_on": handed_out.isoformat()}
    made.save()
    return made


def tried(loan: Loan, by: Any, days_ago: int = 0) -> CareTry:
    day = TODAY - timedelta(days=days_ago)
    held = Loan.objects.get(pk=loan.pk)
    return actions.note_care_try(
        loan=held, tried_on=day, why=NotReached.NO_ANSWER, note="rang twice", by=by.as_actor(), at=clock.now()
    )


def waits(viewer: Any) -> list[Loan]:
    return list(queries.unreached(viewer.as_actor(), on=TODAY))


def test_after_three_tries_in_vain_it_waits_for_the_supervisor_once(loan: Loan, worker: Any, supervisor: Any) -> None:
    for days_ago in (9, 6):
        tried(loan, worker, days_ago)
    assert waits(supervisor) == []
    tried(loan, worker, 3)
    assert waits(supervisor) == [loan]
    assert waits(worker) == []
    actions.take_up_unreached(loan=loan, by=supervisor.as_actor(), at=clock.now())
    tried(loan, worker, 1)
    tried(loan, worker)
    assert waits(supervisor) == [], "the supervisor knows"
    with pytest.raises(actions.NothingToTakeUp):
        actions.take_up_unreached(loan=loan, by=supervisor.as_actor(), at=clock.now())


def test_a_talk_ends_the_waiting_and_counting_begins_anew(loan: Loan, worker: Any, supervisor: Any) -> None:
    for days_ago in (9, 6, 4):
        tried(loan, worker, days_ago)
    told = TalkTold(TODAY - timedelta(days=3), frozenset(), frozenset({Wish.NOTHING}))
    actions.note_talk(loan=Loan.objects.get(), told=told, by=worker.as_actor(), at=clock.now())
    assert waits(supervisor) == []
    tried(loan, worker, 2)
    tried(loan, worker, 1)
    assert waits(supervisor) == []
    tried(loan, worker)
    assert waits(supervisor) == [loan]


def test_a_loan_that_is_over_waits_for_nobody(loan: Loan, worker: Any, supervisor: Any) -> None:
    for days_ago in (9, 6, 4):
        tried(loan, worker, days_ago)
    over = ReportTold(Kind.REPAID, TODAY, Source.SLIP)
    actions.note_report(loan=Loan.objects.get(), told=over, by=worker.as_actor(), at=clock.now())
    assert waits(supervisor) == []
    assert Loan.objects.get().unreached_on is None


def test_a_try_is_of_a_day_since_the_loan_was_told(loan: Loan, worker: Any) -> None:
    for days_ago in (-1, 91):
        with pytest.raises(actions.BadTalk):
            tried(loan, worker, days_ago)


def test_whoever_may_only_note_takes_nothing_up(loan: Loan, worker: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.take_up_unreached(loan=loan, by=worker.as_actor(), at=clock.now())


@pytest.mark.parametrize(
    ("tried_on", "talked_on", "asks"),
    [
        pytest.param([1, 2], [], False, id="two"),
        pytest.param([1, 2, 3], [], True, id="three"),
        pytest.param([1, 2, 3, 4], [], False, id="four-the-supervisor-knows"),
        pytest.param([1, 2, 3], [2], False, id="a-talk-between"),
        pytest.param([1, 2, 3, 4], [1], True, id="three-since-the-talk"),
    ],
)
def test_the_third_try_since_the_last_talk_asks(tried_on: list[int], talked_on: list[int], asks: bool) -> None:
    days = [[date(2026, 11, day) for day in some] for some in (tried_on, talked_on)]
    assert caring.asks_supervisor(*days) is asks


def test_the_line_leads_to_a_page_that_names_whom_and_is_gone_once_seen_to(
    client: Client, loan: Loan, worker: Any, supervisor: Any
) -> None:
    client.force_login(worker)
    answers = {"why": "moved", "note": "", "tried_on": TODAY.strftime("%d/%m/%Y"), "tried_on_calendar": "gregorian"}
    for days_ago in (5, 3):
        tried(loan, worker, days_ago)
    page = client.post(reverse("loans:tried", args=[loan.pk]), answers, follow=True).content.decode()
    assert "Not reached: Lives elsewhere now" in page
    assert "was not reached three times" not in client.get("/").content.decode()
    client.force_login(supervisor)
    assert "1 person was not reached three times: see what helps" in client.get("/").content.decode()
    listed = client.get(reverse("loans:unreached")).content.decode()
    assert loan.person.case_number in listed
    assert "1,100" not in listed, "no amount stands there"
    client.post(reverse("loans:take_up", args=[loan.pk]))
    assert "was not reached three times" not in client.get("/").content.decode()
    assert "Everybody was reached" in client.get(reverse("loans:unreached")).content.decode()


def test_of_somebody_erased_nothing_more_is_written(loan: Loan, worker: Any) -> None:
    report = builders.loanreport(loan)
    by, at = worker.as_actor(), clock.now()
    tried(loan, worker)
    register.erase(
        person=loan.person, because=register.Because.ASKED, by=system("test", on=clock.today("UTC")), at=clock.now()
    )
    held = Loan.objects.get()
    assert (held.ask_on, held.unreached_on, CareTry.objects.get().note) == (None, None, None)
    told = ReportTold(Kind.PAYMENT, TODAY, Source.VISIT, Money(100, "BDT"))
    talk = TalkTold(TODAY, frozenset(), frozenset({Wish.NOTHING}))
    terms = LoanTold(None, Source.VISIT)  # type: ignore[arg-type]
    writes: list[Any] = [
        lambda: actions.note_report(loan=held, told=told, by=by, at=at),
        lambda: actions.correct_report(report=report, told=told, why="x", by=by, at=at),
        lambda: actions.set_aside(report=report, why="x", by=by, at=at),
        lambda: actions.settle(report=report, other=report, which=actions.Which.THIS, why="x", by=by, at=at),
        lambda: actions.note_talk(loan=held, told=talk, by=by, at=at),
        lambda: actions.amend_loan(loan=held, told=terms, by=by, at=at),
        lambda: actions.note_care_try(loan=held, tried_on=TODAY, why=NotReached.MOVED, by=by, at=at),
    ]
    for write in writes:
        with pytest.raises(AlreadyErased):
            write()

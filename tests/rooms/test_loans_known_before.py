"""What a look at a loan knows before it asks: earlier loans, visits to the business; and what it asks of a group."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.credit import actions, known, queries
from sankofa.credit.models import LoanCheck
from sankofa.credit.rules.suitability import rule_of
from sankofa.credit.rules.table import From
from sankofa.credit.rules.terms import BusinessStatus, Went
from sankofa.loans import permissions as loans
from sankofa.project import hooks
from sankofa.surveys.permissions import INTERVIEW
from tests import builders
from tests import loan_looked_at as looked
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {*looked.MAY, loans.VIEW, INTERVIEW}


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY)


@pytest.fixture
def person(office: Any) -> Any:
    made = builders.person(office, **looked.GROWN)
    looked.home(made)
    return made


@pytest.fixture
def version(office: Any, person: Any) -> Any:
    made = looked.offer(office)
    looked.talked(person, made)
    return made


def lent(person: Any, lender: Any, *, days_ago: int, paid_after: list[int]) -> Any:
    """A loan of 1,000 taka in three monthly payments; `paid_after` are the days from the first due day."""
    start = ON - timedelta(days=days_ago)
    held = {
        "amount": {"minor": 100_000, "currency": "BDT"},
        "handed_out_on": start.isoformat(),
        "count": len(paid_after) or 3,
        "frequency": "month",
        "each": {"minor": 40_000, "currency": "BDT"},
        "rate_percent": None,
        "basis": None,
        "first_due_on": (start + timedelta(days=30)).isoformat(),
    }
    made = builders.loan(person, lender=lender, lent=held, told_on=start)
    for days in paid_after:
        on = start + timedelta(days=30 + days)
        what = {"on": on.isoformat(), "amount": {"minor": 40_000, "currency": "BDT"}, "words": ""}
        builders.loanreport(made, told_on=on, what={**what, "from_due_on": None, "to": None, "extra": 0})
    return made


def lines(check: LoanCheck, worker: Any) -> Any:
    return known.table_of(check, viewer=worker.as_actor(), on=ON).lines


def codes(check: LoanCheck) -> set[str]:
    held = queries.kept(LoanCheck.objects.get(pk=check.pk))
    assert held is not None
    return {one.code for one in held.findings}


def test_earlier_loans_fill_which_loan_it_would_be_and_how_they_went(person: Any, worker: Any, version: Any) -> None:
    lent(person, version.product.lender, days_ago=400, paid_after=[0, 75, 75])
    check = looked.asked(person, worker, version, cycle=None, borrowed_before=None)
    table = known.table_of(check, viewer=worker.as_actor(), on=ON)
    assert (table.lines["cycle"].value, table.lines["cycle"].origin) == (2, From.LOANS)
    assert table.lines["borrowed_before"].value == "1000.00", "it was left open before the offer was chosen"
    (one,) = table.case(ON).earlier
    assert (one.went, one.worst_days_late) == (Went.REPAID, 45), "late on the way, though it is paid back today"
    check = actions.decide_check(check=check, by=worker.as_actor(), at=AT)
    assert "W06.late" in codes(check)


def test_a_loan_that_still_runs_is_minded(person: Any, worker: Any, version: Any) -> None:
    lent(person, version.product.lender, days_ago=20, paid_after=[])
    check = looked.asked(person, worker, version, cycle=None)
    check = actions.decide_check(check=check, by=worker.as_actor(), at=AT)
    assert "W06.open" in codes(check)
    assert "W06.late" not in codes(check)


def test_loans_of_others_do_not_say_which_loan_of_this_lender_it_would_be(
    person: Any, worker: Any, version: Any, office: Any
) -> None:
    lent(person, builders.lender(office), days_ago=400, paid_after=[0, 30, 61])
    check = looked.asked(person, worker, version, cycle=None)
    table = known.table_of(check, viewer=worker.as_actor(), on=ON)
    assert table.lines["cycle"].is_open
    assert [one.went for one in table.case(ON).earlier] == [Went.REPAID]


def test_who_may_not_see_loans_knows_none(person: Any, office: Any, version: Any) -> None:
    lent(person, version.product.lender, days_ago=400, paid_after=[0, 30, 61])
    blind = builders.user(office, may=MAY - {loans.VIEW})
    check = looked.asked(person, blind, version, cycle=None)
    assert known.table_of(check, viewer=blind.as_actor(), on=ON).borrowed is None
    check = actions.decide_check(check=check, by=blind.as_actor(), at=AT)
    assert "ask.cycle" in codes(check)


def test_who_paid_a_loan_back_has_begun_small(person: Any, worker: Any, office: Any) -> None:
    version = looked.offer(office)
    lent(person, version.product.lender, days_ago=400, paid_after=[0, 30, 61])
    check = looked.decided(person, worker, version, cycle=None)
    assert "PR8" not in codes(check)
    assert "PR7" in codes(check)


def visit(person: Any, days_ago: int, **answers: Any) -> None:
    given = {name: [str(value)] for name, value in answers.items()}
    builders.submission(person, instrument="business_visit", answered_on=ON - timedelta(days=days_ago), answers=given)


def test_a_visit_fills_what_nobody_told(person: Any, worker: Any) -> None:
    visit(person, 200, state="open")
    visit(person, 40, state="open", currency="BDT", sales_said="number", sales=9_000, costs_said="number", costs=4_000)
    unsaid = type(looked.SEVEN)(wants_loan=looked.SEVEN.wants_loan, purposes=looked.SEVEN.purposes)
    check = actions.begin_check(person=person, seven=unsaid, by=worker.as_actor(), at=AT)
    table = lines(check, worker)
    assert (table["business"].value, table["business"].origin) == (BusinessStatus.RUNNING.value, From.VISIT)
    assert table["business"].since == ON - timedelta(days=40)
    assert table["business_started_on"].value == (ON - timedelta(days=200)).isoformat()
    (latest, _first) = known.visits_of(person, viewer=worker.as_actor(), on=ON)
    assert (latest.left, latest.currency) == (5_000, "BDT")


def test_what_was_told_today_stands_before_a_visit(person: Any, worker: Any) -> None:
    visit(person, 40, state="paused")
    check = actions.begin_check(person=person, seven=looked.SEVEN, by=worker.as_actor(), at=AT)
    assert lines(check, worker)["business"].origin is From.SEVEN


def test_who_holds_no_talks_reads_no_visit(person: Any, office: Any) -> None:
    visit(person, 40, state="open")
    blind = builders.user(office, may=MAY - {INTERVIEW})
    assert known.visits_of(person, viewer=blind.as_actor(), on=ON) == ()


def test_a_visit_on_a_joined_file_of_another_office_is_read_by_whoever_reaches_that_file(
    person: Any, worker: Any
) -> None:
    other = builders.person(builders.office())
    builders.sameperson(other, person)
    visit(other, 40, state="open")
    assert known.visits_of(person, viewer=worker.as_actor(), on=ON) == ()
    visit(person, 60, state="open")
    (own,) = known.visits_of(person, viewer=worker.as_actor(), on=ON)
    assert own.on == ON - timedelta(days=60)


GROUP = {"joint_meetings": 4, "rules_agreed": "yes", "group_members": 5, "group_looked_at": 5}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"joint_meetings": 3}, "PR10", id="R18-three-meetings-are-too-few"),
        pytest.param({"rules_agreed": "unknown"}, "PR10", id="R18-rules-that-nobody-asked-about"),
        pytest.param({"group_looked_at": 4}, "PR10.members", id="R18-one-was-not-looked-at"),
        pytest.param({"group_looked_at": None}, "PR10.members", id="R18-nobody-said-how-many"),
    ],
)
def test_a_group_that_is_not_ready_waits(
    person: Any, worker: Any, office: Any, changes: dict[str, Any], code: str
) -> None:
    version = looked.offer(office, by_group=True)
    looked.talked(person, version)
    check = looked.asked(person, worker, version)
    by = worker.as_actor()
    check = actions.note_part(check=check, answers={**GROUP, **changes}, why="", by=by, at=AT)
    check = actions.decide_check(check=check, by=by, at=AT)
    assert code in codes(check)


def test_a_group_that_is_ready_is_no_hindrance(person: Any, worker: Any, office: Any) -> None:
    version = looked.offer(office, by_group=True)
    looked.talked(person, version)
    by = worker.as_actor()
    check = actions.note_part(check=looked.asked(person, worker, version), answers=GROUP, why="", by=by, at=AT)
    check = actions.decide_check(check=check, by=by, at=AT)
    held = queries.kept(check)
    assert held is not None
    assert "PR10" not in {rule_of(one) for one in held.findings}

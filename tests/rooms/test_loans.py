"""Loans that others report: told, put right, told differently, talked about; counted once among the debts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.debts import permissions as owing
from sankofa.debts import queries as debts
from sankofa.kernel.money import Money
from sankofa.lenders import permissions as lending
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans import actions, contribution, hooks, permissions, queries
from sankofa.loans.actions import LoanTold, ReportTold, TalkTold, Which
from sankofa.loans.models import CareTalk, Loan, LoanReport
from sankofa.loans.rules.caring import Reason, Step, Wish
from sankofa.loans.rules.reported import Kind, Lent, Source
from sankofa.project import hooks as house
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.hooks import Erasing
from sankofa.store import keys
from sankofa.store.models import Revision
from sankofa.store.rules.sealing import KeyRing
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (returnees.VIEW, permissions.VIEW, permissions.NOTE, owing.VIEW, owing.NOTE, lending.VIEW)
BACK = ON - timedelta(days=100)
LENT = Lent(Money(1_000_000, "BDT"), BACK, 10, Frequency.MONTH, each=Money(110_000, "BDT"))
TOLD = LoanTold(LENT, Source.LENDER, "Tanvir at the counter")


@pytest.fixture(autouse=True)
def _hooks() -> None:
    house.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY).as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


@pytest.fixture
def lender(office: Any) -> Any:
    return builders.lender(office)


@pytest.fixture
def loan(person: Any, lender: Any, worker: Any) -> Loan:
    return actions.note_loan(person=person, lender=lender, told=TOLD, by=worker, at=AT)


def paid(days: int, taka: int = 1_100, source: Source = Source.VISIT) -> ReportTold:
    return ReportTold(Kind.PAYMENT, BACK + timedelta(days=days), source, Money(taka * 100, "BDT"), words="Friday")


def note(loan: Loan, told: ReportTold, worker: Any) -> LoanReport:
    return actions.note_report(loan=loan, told=told, by=worker, at=AT)


def reading(loan: Loan) -> Any:
    read = queries.opened(Loan.objects.get(pk=loan.pk), on=ON).reading
    assert read is not None
    return read


def test_a_loan_is_kept_sealed_and_stands_among_the_debts_once(person: Any, loan: Loan, worker: Any) -> None:
    assert queries.opened(Loan.objects.get(), on=ON).lent == LENT
    for column in ("lent", "said_by"):
        sealed = bytes(Loan.objects.values_list(column, flat=True)[0].sealed)
        assert b"1000000" not in sealed
        assert b"Tanvir" not in sealed
    (debt,) = debts.debts_of(person, viewer=worker, on=ON)
    assert debt.record == loan.debt
    assert debt.left == Money(1_100_000, "BDT")


def test_the_debt_that_is_a_loan_stands_as_the_loan_does(person: Any, loan: Loan, worker: Any) -> None:
    note(loan, paid(31), worker)
    (debt,) = debts.debts_of(person, viewer=worker, on=ON)
    assert debt.left == Money(990_000, "BDT")
    assert debt.told is not None
    assert debt.told.instalment == Money(110_000, "BDT")
    note(loan, ReportTold(Kind.REPAID, ON, Source.LENDER), worker)
    (debt,) = debts.debts_of(person, viewer=worker, on=ON)
    standing = debt.as_it_stands()
    assert standing is not None
    assert not standing.is_open
    assert Loan.objects.get().is_over


def test_a_debt_that_was_told_before_becomes_the_loan(person: Any, lender: Any, worker: Any) -> None:
    told = builders.debt(person)
    made = actions.note_loan(person=person, lender=lender, told=TOLD, debt=told, by=worker, at=AT)
    assert made.debt == told
    assert [held.left for held in debts.debts_of(person, viewer=worker, on=ON)] == [Money(1_100_000, "BDT")]
    with pytest.raises(actions.OfADebtAlready):
        actions.note_loan(person=person, lender=lender, told=TOLD, debt=told, by=worker, at=AT)


def test_whoever_may_not_note_debts_notes_the_loan_alone(person: Any, lender: Any, office: Any) -> None:
    by = builders.user(office, may=(returnees.VIEW, permissions.NOTE, lending.VIEW)).as_actor()
    assert actions.note_loan(person=person, lender=lender, told=TOLD, by=by, at=AT).debt is None


def test_what_belongs_to_others_is_refused(person: Any, lender: Any, worker: Any) -> None:
    def noted(**given: Any) -> None:
        actions.note_loan(person=person, told=TOLD, **{"lender": lender, **given}, by=worker, at=AT)

    with pytest.raises(actions.NotTheirDebt):
        noted(debt=builders.debt())
    with pytest.raises(actions.NotTheirProduct):
        noted(version=builders.product().versions.get())
    with pytest.raises(actions.NotOnTheList):
        noted(lender=builders.lender())
    assert not Loan.objects.exists()


@pytest.mark.parametrize(
    "lent",
    [
        pytest.param(replace(LENT, handed_out_on=ON + timedelta(days=1)), id="handed-out-tomorrow"),
        pytest.param(replace(LENT, each=Money(90_000, "BDT")), id="less-comes-back"),
        pytest.param(replace(LENT, each=None), id="nothing-to-reckon-with"),
        pytest.param(replace(LENT, amount=Money(0, "BDT")), id="nothing-lent"),
        pytest.param(replace(LENT, each=Money(110_000, "XOF")), id="two-moneys"),
    ],
)
def test_a_loan_that_cannot_be_is_refused(person: Any, lender: Any, worker: Any, lent: Lent) -> None:
    with pytest.raises(actions.BadLoan):
        actions.note_loan(person=person, lender=lender, told=LoanTold(lent, Source.SLIP), by=worker, at=AT)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        pytest.param(paid(-1), "day", id="before-the-loan"),
        pytest.param(paid(101), "day", id="to-come"),
        pytest.param(paid(31, 0), "amount", id="nothing"),
        pytest.param(ReportTold(Kind.PAYMENT, BACK, Source.VISIT), "amount", id="no-amount"),
        pytest.param(ReportTold(Kind.PAYMENT, BACK, Source.VISIT, Money(1, "XOF")), "currency", id="another-money"),
        pytest.param(ReportTold(Kind.AGREED_ANEW, BACK, Source.LENDER), "anew", id="nothing-agreed"),
        pytest.param(
            ReportTold(Kind.AGREED_ANEW, ON, Source.LENDER, from_due_on=date(2001, 1, 1), to=ON),
            "anew",
            id="no-such-payment",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(loan: Loan, worker: Any, told: ReportTold, code: str) -> None:
    with pytest.raises(actions.BadReport) as refused:
        note(loan, told, worker)
    assert refused.value.code == code
    assert not LoanReport.objects.exists()


def test_a_loan_ends_once(loan: Loan, worker: Any) -> None:
    note(loan, ReportTold(Kind.WRITTEN_OFF, ON, Source.LENDER), worker)
    with pytest.raises(actions.BadReport):
        note(loan, ReportTold(Kind.REPAID, ON, Source.LENDER), worker)


def test_two_that_differ_stand_side_by_side_until_somebody_says_which(loan: Loan, worker: Any) -> None:
    told, lenders = note(loan, paid(31), worker), note(loan, paid(33, 900, Source.LENDER), worker)
    assert len(reading(loan).doubts) == 1
    assert reading(loan).still_to_pay == Money(1_010_000, "BDT"), "the smaller amount, while nobody knows"
    actions.settle(report=told, other=lenders, which=Which.THIS, why="the slip", by=worker, at=AT)
    assert reading(loan).doubts == ()
    assert reading(loan).still_to_pay == Money(990_000, "BDT")
    assert LoanReport.objects.get(pk=lenders.pk).counts is False, "it stays to be read"
    with pytest.raises(actions.NotTwoOfOnePayment):
        actions.settle(report=told, other=lenders, which=Which.BOTH, why="again", by=worker, at=AT)


def test_they_may_be_two_payments(loan: Loan, worker: Any) -> None:
    told, lenders = note(loan, paid(31), worker), note(loan, paid(33, 900, Source.LENDER), worker)
    actions.settle(report=told, other=lenders, which=Which.BOTH, why="two slips", by=worker, at=AT)
    assert reading(loan).still_to_pay == Money(900_000, "BDT")


def test_a_payment_of_another_loan_is_no_second_source(loan: Loan, person: Any, lender: Any, worker: Any) -> None:
    other = actions.note_loan(person=person, lender=lender, told=TOLD, by=worker, at=AT)
    told, elsewhere = note(loan, paid(31), worker), note(other, paid(31, 900, Source.LENDER), worker)
    with pytest.raises(actions.NotTwoOfOnePayment):
        actions.settle(report=told, other=elsewhere, which=Which.THIS, why="?", by=worker, at=AT)


def test_what_was_wrong_is_put_right_and_stays(loan: Loan, worker: Any) -> None:
    wrong = note(loan, paid(31, 11_000), worker)
    assert Loan.objects.get().is_over
    actions.correct_report(report=wrong, told=paid(31), why="a nought too many", by=worker, at=AT)
    assert LoanReport.objects.count() == 2
    assert reading(loan).still_to_pay == Money(990_000, "BDT")
    assert not Loan.objects.get().is_over
    with pytest.raises(actions.LookedAtAlready):
        actions.set_aside(report=LoanReport.objects.get(pk=wrong.pk), why="again", by=worker, at=AT)


def test_what_never_happened_is_set_aside_and_stays(loan: Loan, worker: Any) -> None:
    end = note(loan, ReportTold(Kind.REPAID, ON, Source.LENDER), worker)
    actions.set_aside(report=end, why="another customer", by=worker, at=AT)
    assert reading(loan).ended is None
    assert not Loan.objects.get().is_over
    assert LoanReport.objects.get().why == "another customer"


def test_terms_that_later_payments_rest_on_are_not_set_aside(loan: Loan, worker: Any) -> None:
    amended = replace(LENT, handed_out_on=BACK + timedelta(days=40))
    note(loan, paid(31), worker)
    with pytest.raises(actions.BadLoan):
        actions.amend_loan(loan=loan, told=LoanTold(amended, Source.SLIP), by=worker, at=AT)


def test_a_loan_put_right_keeps_what_it_was(loan: Loan, worker: Any) -> None:
    amended = LoanTold(replace(LENT, count=11), Source.SLIP)
    actions.amend_loan(loan=loan, told=amended, by=worker, at=AT)
    assert queries.opened(Loan.objects.get(), on=ON).lent == amended.lent
    assert Revision.objects.filter(subject_kind="loans.loan", subject_id=str(loan.pk)).count() == 2


def test_mediation_begins_where_the_person_wants_it(loan: Loan, worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(hooks.mediation_wanted, "_filled", [told.append])
    pause = TalkTold(ON, frozenset({Reason.ILLNESS}), frozenset({Wish.PAUSE}), "My son was ill.")
    actions.note_talk(loan=loan, told=pause, by=worker, at=AT)
    assert told == []
    actions.note_talk(loan=loan, told=replace(pause, wishes=frozenset({Wish.MEDIATION})), by=worker, at=AT)
    (wanted,) = told
    assert (wanted.person, wanted.lender, wanted.words) == (loan.person, loan.lender.name, "My son was ill.")
    assert b"My son" not in bytes(CareTalk.objects.values_list("said", flat=True)[0].sealed)


@pytest.mark.parametrize(
    ("day", "wishes"),
    [
        pytest.param(ON + timedelta(days=1), {Wish.PAUSE}, id="tomorrow"),
        pytest.param(ON - timedelta(days=1), {Wish.PAUSE}, id="before-it-was-written-down"),
        pytest.param(ON, {Wish.NOTHING, Wish.PAUSE}, id="nothing-and-something"),
    ],
)
def test_a_talk_that_cannot_be_is_refused(loan: Loan, worker: Any, day: date, wishes: set[Wish]) -> None:
    with pytest.raises(actions.BadTalk):
        actions.note_talk(loan=loan, told=TalkTold(day, frozenset(), frozenset(wishes)), by=worker, at=AT)


def test_a_late_loan_is_a_next_step_and_after_a_talk_it_is_not(person: Any, loan: Loan, worker: Any) -> None:
    (step,) = contribution.contribution(person, worker, ON).next_steps
    assert step.code == f"loans.{Step.A_TALK.value}"
    actions.note_talk(loan=loan, told=TalkTold(ON, frozenset(), frozenset({Wish.NOTHING})), by=worker, at=AT)
    assert contribution.contribution(person, worker, ON).next_steps == ()


def test_whoever_may_not_see_loans_sees_no_word_of_them(person: Any, loan: Loan, office: Any) -> None:
    other = builders.user(office, may=(returnees.VIEW,)).as_actor()
    assert contribution.contribution(person, other, ON) == contribution.Contribution()
    assert queries.loan(str(loan.pk), viewer=other, on=ON) is None
    with pytest.raises(NotAllowed):
        note(loan, paid(31), other)


def test_a_protected_person_has_no_loan_for_others(
    person: Any, loan: Loan, office: Any, lender: Any, worker: Any
) -> None:
    assert [one.risk.loans for one in queries.of_lender(lender, worker, ON)] == [1]
    by = builders.user(office, may=(*MAY, returnees.PROTECT)).as_actor()
    register.protect(person=person, kind="threat", reason="a threat", review_on=ON + timedelta(days=90), by=by, at=AT)
    other = builders.user(office, may=MAY).as_actor()
    assert queries.loan(str(loan.pk), viewer=other, on=ON) is None
    assert queries.of_lender(lender, other, ON) == []


def test_erasing_somebody_clears_their_loans_and_keeps_that_there_was_one(person: Any, loan: Loan, worker: Any) -> None:
    wrong = note(loan, paid(31), worker)
    actions.correct_report(report=wrong, told=paid(32), why="the day", by=worker, at=AT)
    actions.note_talk(loan=loan, told=TalkTold(ON, frozenset(), frozenset({Wish.PAUSE}), "ill"), by=worker, at=AT)
    actions.erase_loans(Erasing(person, AT))
    held = Loan.objects.get()
    assert (held.lent, held.said_by, held.debt, held.is_over) == (None, None, None, True)
    assert {(one.what, one.why) for one in LoanReport.objects.all()} == {(None, None)}
    assert CareTalk.objects.get().said is None
    assert queries.opened(held, on=ON).reading is None
    assert queries.as_debts([], ON) == {}


def test_nothing_is_written_down_of_somebody_erased(office: Any, lender: Any, worker: Any) -> None:
    gone = builders.person(office, given_name="", family_name="", native_name="", phone=None, erased_on=ON)
    with pytest.raises(AlreadyErased):
        actions.note_loan(person=gone, lender=lender, told=TOLD, by=worker, at=AT)


def test_a_loan_whose_key_is_missing_is_told_as_not_known(
    person: Any, loan: Loan, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = KeyRing(current=7, sealing={7: bytes(32)}, index=bytes(32), audit=bytes(32))
    monkeypatch.setattr(keys, "ring", lambda: other)
    held = queries.opened(Loan.objects.get(), on=ON)
    assert (held.lent, held.reading, held.care) == (None, None, None)

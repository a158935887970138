"""Grants: proposed by one, approved by two others, handed over with a receipt, in the books for grants alone."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.approvals import actions as approvals
from sankofa.approvals import permissions as by_two
from sankofa.approvals.models import Proposal
from sankofa.audit import queries as audit
from sankofa.cases import actions, granted, hooks, permissions
from sankofa.cases import queries as cases
from sankofa.cases.models import Case, Handover, PlanGrant
from sankofa.cases.rules.grants import Receiver, State
from sankofa.cases.rules.plans import Activity, Content, Kind
from sankofa.cases.rules.stages import Closing, Talk
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions as ledger
from sankofa.ledger import queries as books
from sankofa.ledger.models import Account, Posting
from sankofa.ledger.rules.terms import AccountKind, Line, Movement
from sankofa.project import hooks as house
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WORKS = (permissions.VIEW, permissions.WORK, permissions.HAND_OVER, returnees.VIEW, by_two.SEE, by_two.PROPOSE)
DECIDES = (permissions.VIEW, permissions.APPROVE, permissions.HAND_OVER, returnees.VIEW, by_two.SEE, by_two.DECIDE)
TOOLS = Activity(uuid7(), "Money for tools", Kind.GRANT, amount=Money(2_500_000, "BDT"), until_on=ON)
SEED = Activity(uuid7(), "Seed", Kind.GOODS, until_on=ON)


def taka(whole: int) -> Money:
    return Money(whole * 100, "BDT")


class Office:
    """An office with somebody who works on a case, others who approve, and a cash box for grants."""

    def __init__(self) -> None:
        self.office = builders.office()
        self.worker = builders.user(self.office, may=WORKS)
        self.first, self.second, self.third = (builders.user(self.office, may=DECIDES) for _ in range(3))
        self.person = builders.person(self.office, born_on=ON - timedelta(days=12_000), born_precision="year")
        self.case = self.agreed(self.person)
        self.book = builders.book(self.office.organisation, kind="grant")
        self.till = builders.account(self.book)
        self.fill(90_000)

    def agreed(self, person: Any, *activities: Activity) -> Case:
        by: Any = {"by": self.worker.as_actor(), "at": AT}
        case = actions.open_case(person=person, opened_on=ON - timedelta(days=9), **by)
        actions.offer_talk(case=case, answer=Talk.NO, offered_on=ON, **by)
        draft = actions.begin_plan(case=case, **by)
        content = Content(("A shop",), activities or (TOOLS, SEED))
        plan = actions.change_plan(plan=draft, content=content, edition=1, **by)
        actions.agree_plan(plan=plan, edition=2, how="signature", agreed_on=ON, is_read_aloud=True, **by)
        return case

    def fill(self, whole: int) -> None:
        outside = builders.account(self.book, kind="outside", may_be_negative=True)
        movement = Movement(uuid7(), (Line(outside.pk, self.till.pk, taka(whole)),), ON - timedelta(days=5))
        keeper = builders.user(self.office, may=["ledger.post"], scope="organisation").as_actor()
        ledger.post(book=self.book, movement=movement, by=keeper, at=AT)

    def proposed(self, whole: int = 25_000, case: Case | None = None) -> PlanGrant:
        return actions.propose_grant(
            case=case or self.case, activity=TOOLS.key, amount=taka(whole), reason="A start", by=self.actor, at=AT
        )

    def approve(self, grant: PlanGrant, by: Any) -> Any:
        proposal = Proposal.objects.get(subject_id=str(grant.pk))
        seen = approvals.Seen(proposal.round, "approve", proposal.digest)
        return approvals.approve(proposal=proposal, seen=seen, by=by.as_actor(), at=AT)

    def approved(self, whole: int = 25_000) -> PlanGrant:
        grant = self.proposed(whole)
        for one in (self.first, self.second):
            self.approve(grant, one)
        return PlanGrant.objects.get(pk=grant.pk)

    def hand(self, grant: PlanGrant, whole: int, **changes: Any) -> Handover:
        given: dict[str, Any] = {
            "key": uuid7(),
            "amount": taka(whole),
            "given_on": ON,
            "account": self.till,
            "receiver": Receiver.SELF,
            "witness": "The grocer",
            "others": 0,
            "by": self.actor,
        }
        return actions.hand_over(grant=grant, at=AT, **{**given, **changes})

    @property
    def actor(self) -> Any:
        return self.worker.as_actor()

    def state(self, grant: PlanGrant) -> State:
        return granted.of_grant(PlanGrant.objects.get(pk=grant.pk)).terms.state

    @property
    def in_till(self) -> int:
        return int(Account.objects.get(pk=self.till.pk).balance_minor) // 100


@pytest.fixture
def here() -> Iterator[Office]:
    house.fill()
    filled = list(hooks.ceilings.functions)
    yield Office()
    hooks.ceilings._filled[:] = filled


def test_two_others_approve_and_what_is_handed_over_stands_in_the_book_for_grants(here: Office) -> None:
    grant = here.proposed()
    assert here.state(grant) is State.WAITING
    here.approve(grant, here.first)
    assert here.state(grant) is State.WAITING, "one person is not enough"
    here.approve(grant, here.second)
    assert here.state(grant) is State.APPROVED
    receipt = here.hand(grant, 25_000, note="In two envelopes")
    assert here.state(grant) is State.GIVEN
    posting = Posting.objects.get(movement=receipt.pk)
    assert (posting.amount, posting.book.kind, posting.code) == (taka(25_000), "grant", "grant")
    assert (posting.by_id, here.in_till) == (here.actor.id, 65_000), "the entry stands under the name of who gave"
    assert posting.to_account.owner_id == str(here.person.pk)
    assert books.check().broken == []
    assert list(audit.verify())[-1].broken == []
    facts = cases.facts_of([Case.objects.select_related("person").get(pk=here.case.pk)])[here.case.pk]
    assert [one.done_on for one in facts.promised] == [ON, None]


def test_nobody_approves_what_they_proposed_nor_a_grant_to_whom_they_look_after(here: Office) -> None:
    both = builders.user(here.office, may={*WORKS, *DECIDES})
    grant = actions.propose_grant(case=here.case, activity=TOOLS.key, amount=taka(100), by=both.as_actor(), at=AT)
    with pytest.raises(approvals.MayNot):
        here.approve(grant, both)
    here.person.owner = here.first
    here.person.save()
    with pytest.raises(NotAllowed):
        here.approve(grant, here.first)
    here.approve(grant, here.second)
    with pytest.raises(approvals.MayNot):
        here.approve(grant, here.second)
    assert here.state(grant) is State.WAITING


def test_the_action_itself_answers_nobody_who_calls_it_alone(here: Office) -> None:
    grant = here.proposed()
    with pytest.raises(NeedsSecondPerson):
        actions.approve_grant(grant=grant, by=here.first.as_actor(), at=AT)


def test_a_third_who_was_late_is_told_who_was_first(here: Office) -> None:
    grant = here.approved()
    with pytest.raises(approvals.SomebodyWasFirst) as told:
        here.approve(grant, here.third)
    assert told.value.verdict.person == here.second


def test_whoever_refuses_says_why_and_nothing_can_be_handed_over(here: Office) -> None:
    grant = here.proposed()
    proposal = Proposal.objects.get()
    seen = approvals.Seen(1, "approve", proposal.digest)
    approvals.refuse(proposal=proposal, seen=seen, comment="A shop stands there", by=here.first.as_actor(), at=AT)
    held = granted.of_grant(grant)
    assert held.decided is not None
    assert (held.terms.state, held.decided.last.comment) == (State.REFUSED, "A shop stands there")
    with pytest.raises(actions.NotApproved):
        here.hand(grant, 1)
    assert here.state(here.proposed()) is State.WAITING, "it can be proposed anew"


def test_a_grant_comes_in_parts_and_never_to_more_than_was_approved(here: Office) -> None:
    grant = here.approved()
    here.hand(grant, 10_000)
    assert here.state(grant) is State.IN_PART
    with pytest.raises(actions.MoreThanLeft) as told:
        here.hand(grant, 15_001)
    assert told.value.left == taka(15_000)
    here.hand(grant, 15_000)
    with pytest.raises(actions.NotApproved):
        here.hand(grant, 1)
    assert (here.in_till, Handover.objects.count()) == (65_000, 2)


def test_a_form_sent_twice_is_one_receipt_and_one_entry(here: Office) -> None:
    grant, key = here.approved(), uuid7()
    assert here.hand(grant, 10_000, key=key) == here.hand(grant, 10_000, key=key)
    assert (Handover.objects.count(), here.in_till) == (1, 80_000)


def test_what_was_handed_over_wrongly_is_taken_back_by_a_colleague_and_stays_to_be_read(here: Office) -> None:
    grant = here.approved()
    receipt = here.hand(grant, 25_000, by=here.third.as_actor())
    with pytest.raises(actions.HandedYourself):
        actions.take_back(handover=receipt, reason="Another person", by=here.third.as_actor(), at=AT)
    with pytest.raises(actions.ReasonNeeded):
        actions.take_back(handover=receipt, reason=" ", by=here.first.as_actor(), at=AT)
    actions.take_back(handover=receipt, reason="Another person got it", by=here.first.as_actor(), at=AT)
    assert (here.state(grant), here.in_till) == (State.APPROVED, 90_000)
    assert (Handover.objects.count(), Posting.objects.filter(code__in=("grant", "reversal")).count()) == (1, 2)
    with pytest.raises(actions.TakenBackAlready):
        actions.take_back(handover=receipt, reason="Again", by=here.first.as_actor(), at=AT)
    here.hand(grant, 25_000)
    assert books.check().broken == []


def test_what_was_approved_can_be_cancelled_before_it_is_handed_over(here: Office) -> None:
    grant = here.approved()
    with pytest.raises(actions.GrantsLeft):
        actions.close_case(case=here.case, reason=Closing.GOALS_MET, closed_on=ON, by=here.actor, at=AT)
    here.hand(grant, 5_000)
    actions.cancel_grant(grant=grant, reason="The shop burned down", by=here.actor, at=AT)
    assert here.state(grant) is State.REST_CANCELLED
    with pytest.raises(actions.NotApproved):
        here.hand(grant, 1)
    actions.close_case(case=here.case, reason=Closing.GOALS_MET, closed_on=ON, by=here.actor, at=AT)


def test_a_grant_is_never_larger_than_the_plan_says(here: Office) -> None:
    with pytest.raises(actions.NotAGrant) as told:
        here.proposed(25_001)
    assert [one.code for one in told.value.findings] == ["grant.more_than_planned"]
    here.proposed(20_000)
    with pytest.raises(actions.NotAGrant):
        here.proposed(5_001)
    assert PlanGrant.objects.count() == Proposal.objects.count() == 1, "nothing half done"


@pytest.mark.parametrize("code", ["*", "prottasha"])
def test_a_ceiling_counts_what_the_person_got_on_every_file(here: Office, code: str) -> None:
    hooks.ceilings.fill(lambda: {code: (taka(30_000), Money(10, "XOF"))})
    by_programme = Activity(uuid7(), "Tools", Kind.GRANT, provider="prottasha", amount=taka(20_000))
    other = builders.person(here.office, born_on=ON - timedelta(days=12_000), born_precision="year")
    case = here.agreed(other, by_programme)
    actions.propose_grant(case=case, activity=by_programme.key, amount=taka(20_000), by=here.actor, at=AT)
    third = builders.person(here.office, born_on=ON - timedelta(days=12_000), born_precision="year")
    again = here.agreed(third, by_programme)
    builders.sameperson(other, third)
    with pytest.raises(actions.NotAGrant) as told:
        actions.propose_grant(case=again, activity=by_programme.key, amount=taka(10_001), by=here.actor, at=AT)
    assert told.value.findings[0].facts == {"room": taka(10_000)}
    actions.propose_grant(case=again, activity=by_programme.key, amount=taka(10_000), by=here.actor, at=AT)


def test_who_decides_looks_again_where_the_person_was_joined_with_another_file(here: Office) -> None:
    other = builders.person(here.office, born_on=ON - timedelta(days=12_000), born_precision="year")
    builders.plangrant(builders.case(other), approved_at=AT)
    grant = here.proposed()
    here.approve(grant, here.first)
    builders.sameperson(other, here.person)
    asked_again = here.approve(grant, here.second)
    assert isinstance(asked_again, Proposal)
    assert asked_again.round == 2
    assert "Another grant to this person" in str(asked_again.shown)
    assert here.state(grant) is State.WAITING
    for one in (here.first, here.second):
        here.approve(grant, one)
    with pytest.raises(actions.OtherGrants):
        here.hand(grant, 100)
    assert here.hand(grant, 100, others=1).number.startswith("R-")


def test_a_plan_that_changed_meanwhile_stops_the_last_approval(here: Office) -> None:
    grant = here.proposed()
    here.approve(grant, here.first)
    draft = actions.begin_plan(case=here.case, by=here.actor, at=AT)
    less = actions.change_plan(
        plan=draft, content=Content(("A shop",), (SEED,)), edition=draft.edition, by=here.actor, at=AT
    )
    actions.agree_plan(
        plan=less, edition=less.edition, how="signature", agreed_on=ON, is_read_aloud=True, by=here.actor, at=AT
    )
    with pytest.raises(approvals.CannotCarryOut) as told:
        here.approve(grant, here.second)
    assert isinstance(told.value.why, actions.NotPromised)
    assert here.state(grant) is State.WAITING


REFUSED: Sequence[Any] = [
    pytest.param({"witness": " "}, actions.WitnessNeeded, id="nobody-saw-it"),
    pytest.param({"receiver": Receiver.OTHER}, actions.ReceiverNeeded, id="somebody-else-and-nobody-says-who"),
    pytest.param({"given_on": ON + timedelta(days=1)}, actions.DayToCome, id="tomorrow"),
    pytest.param({"given_on": ON - timedelta(days=1)}, actions.BeforeApproval, id="before-it-was-approved"),
    pytest.param({"amount": Money(100, "XOF")}, actions.MoreThanLeft, id="other-money"),
    pytest.param({"amount": Money(-100, "BDT")}, actions.MoreThanLeft, id="less-than-nothing"),
]


@pytest.mark.parametrize(("changes", "refusal"), REFUSED)
def test_a_handing_over_that_does_not_hold_leaves_no_trace_in_the_books(
    here: Office, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    grant = here.approved()
    with pytest.raises(refusal):
        here.hand(grant, 100, **changes)
    assert (Handover.objects.count(), here.in_till) == (0, 90_000)


def test_a_cash_box_that_holds_too_little_gives_nothing_and_no_receipt_is_left(here: Office) -> None:
    grant = here.approved()
    poor = builders.account(here.book)
    with pytest.raises(ledger.NotEnough):
        here.hand(grant, 100, account=poor)
    assert Handover.objects.count() == 0
    assert here.state(grant) is State.APPROVED


def test_money_comes_out_of_a_book_for_grants_of_the_own_organisation_alone(here: Office) -> None:
    grant = here.approved()
    fund = builders.account(builders.book(here.office.organisation, kind="fund"))
    lending = builders.account(builders.book(here.office.organisation, kind="loan"))
    elsewhere = builders.account(builders.book(kind="grant"))
    for account in (fund, lending, elsewhere):
        with pytest.raises(actions.NoTill):
            here.hand(grant, 100, account=account)


@pytest.mark.parametrize("kind", ["loans_out", "interest", "fees", "write_off", "recovery", "savings"])
def test_a_book_for_grants_holds_no_account_of_lending(here: Office, kind: str) -> None:
    keeper = builders.user(here.office, may=["ledger.post"], scope="organisation").as_actor()
    with pytest.raises(ledger.NotInThisBook):
        ledger.open_account(book=here.book, kind=AccountKind(kind), currency="BDT", by=keeper, at=AT)


def test_a_grant_and_a_loan_never_meet_in_the_books(here: Office) -> None:
    receipt = here.hand(here.approved(), 100)
    own = Posting.objects.get(movement=receipt.pk).to_account
    lending = builders.account(builders.book(here.office.organisation, kind="loan"), kind="loans_out")
    keeper = builders.user(here.office, may=["ledger.post"], scope="organisation").as_actor()
    movement = Movement(uuid7(), (Line(own.pk, lending.pk, taka(1)),), ON)
    for book in (here.book, lending.book):
        with pytest.raises(ledger.CannotMeet):
            ledger.post(book=book, movement=movement, by=keeper, at=AT)


def test_whoever_approved_it_does_not_hand_it_over(here: Office) -> None:
    grant = here.approved()
    with pytest.raises(actions.ApprovedYourself):
        here.hand(grant, 100, by=here.second.as_actor())
    assert here.hand(grant, 100, by=here.third.as_actor()).handed_by == here.third


def test_a_child_never_receives_it_alone(here: Office) -> None:
    grant = here.approved()
    here.person.born_on = ON - timedelta(days=5_000)
    here.person.save()
    with pytest.raises(actions.GuardianNeeded):
        here.hand(grant, 100)
    assert here.hand(grant, 100, received_by="Her aunt").received_by == "Her aunt"


def test_a_late_receipt_about_a_closed_day_is_booked_today_about_that_day(here: Office) -> None:
    grant = here.approved()
    PlanGrant.objects.filter(pk=grant.pk).update(approved_at=AT - timedelta(days=3))
    keeper = builders.user(here.office, may=["ledger.close"], scope="organisation").as_actor()
    ledger.close_period(book=here.book, until_on=ON, by=keeper, at=AT)
    receipt = here.hand(PlanGrant.objects.get(), 100, given_on=ON - timedelta(days=2))
    posting = Posting.objects.get(movement=receipt.pk)
    assert (posting.booked_on, posting.about_on) == (ON, ON - timedelta(days=2))


def test_a_grant_is_not_noted_as_any_other_help(here: Office) -> None:
    with pytest.raises(actions.IsAGrant):
        actions.note_delivery(case=here.case, activity=TOOLS.key, done_on=ON, by=here.actor, at=AT)
    with pytest.raises(actions.NotPromised):
        actions.propose_grant(case=here.case, activity=SEED.key, amount=taka(1), by=here.actor, at=AT)


def test_nothing_that_people_say_lies_open_and_nothing_of_it_is_left_of_somebody_erased(here: Office) -> None:
    grant = here.approved()
    receipt = here.hand(grant, 100, received_by="Zqaunt", witness="Zqgrocer", note="Zqnote")
    row = Handover.objects.filter(pk=receipt.pk).values_list("received_by", "witness", "note")[0]
    assert not any(word in bytes(value.sealed) for value in row for word in (b"Zqaunt", b"Zqgrocer", b"Zqnote"))
    cleared = actions.erase_cases(Erasing(here.person, AT))
    assert {type(one) for one in cleared} >= {PlanGrant, Handover}
    held = Handover.objects.get()
    assert (held.received_by, held.witness, held.note, PlanGrant.objects.get().what) == (None, None, None, None)
    assert held.amount == taka(100), "amounts stay, for counts and for the books"
    approvals.erase_words(str(here.person.pk))
    proposal = Proposal.objects.get()
    assert (proposal.shown, {one.comment for one in proposal.verdicts.all()}) == ([], {None})
    with pytest.raises(actions.CaseClosed):
        here.hand(grant, 100)


def test_whoever_may_not_hand_over_or_approve_does_not(here: Office) -> None:
    grant = here.approved()
    with pytest.raises(NotAllowed):
        here.hand(grant, 100, by=builders.user(here.office, may=(permissions.VIEW, permissions.WORK)).as_actor())

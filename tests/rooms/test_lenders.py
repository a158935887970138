"""Lenders, their products and what is found about them: what may be written, by whom, and what is never overwritten."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.accounts.models import Office
from sankofa.approvals import actions as approvals
from sankofa.approvals import permissions as two
from sankofa.approvals.models import Proposal
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.lenders import actions, permissions, queries
from sankofa.lenders.actions import LenderSaid, ProductSaid, Told
from sankofa.lenders.models import AssessmentAnswer, Lender, ProductVersion
from sankofa.lenders.rules import frameworks, kept
from sankofa.lenders.rules import standing as where
from sankofa.lenders.rules.due_diligence import Kind, Status, VerifiedBy
from sankofa.lenders.rules.due_diligence import NotAllowed as NotSo
from sankofa.lenders.rules.offers import Offered
from sankofa.lenders.rules.products import Product, RateBasis
from sankofa.lenders.rules.standing import LenderKind, Standing
from sankofa.project import hooks
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = AT.date()
SAID = LenderSaid("Gram Unnayan", LenderKind.MFI, places=("Sylhet",), said_by="a visit", contact="Mita, 01711")
WHO = (permissions.VIEW, permissions.KEEP, permissions.ASSESS, permissions.DECIDE, two.PROPOSE, two.DECIDE, two.SEE)
SHOP = Offered(
    Product(
        "Shop loan",
        least=Money.of(1000, "BDT"),
        most=Money.of(20000, "BDT"),
        months_most=12,
        frequency="month",
        rate_percent=Fraction(24),
        rate_basis=RateBasis.FLAT_YEAR,
        pledges=frozenset(),
    ),
    Money.of(0, "BDT"),
    Fraction(0),
    Fraction(0),
)


@pytest.fixture
def office() -> Office:
    hooks.fill()
    return builders.office()


@pytest.fixture
def keeper(office: Office) -> Any:
    return builders.user(office, may=WHO, name="Farida Begum")


@pytest.fixture
def lender(office: Office, keeper: Any) -> Lender:
    return actions.add_lender(office=office, said=SAID, by=keeper.as_actor(), at=AT)


def said(offered: Offered = SHOP, *, from_on: date = TODAY, name: str = "Shop loan") -> ProductSaid:
    return ProductSaid(name, offered, from_on, "their leaflet")


def answered(lender: Lender, by: Any, **other: Any) -> Any:
    """Look into a lender: everything holds, unless something else is said of it."""
    held = actions.begin_assessment(lender=lender, by=by, at=AT)
    worth = {Kind.YES_NO: "1", Kind.DOCUMENT: "1", Kind.ORDINAL: "3"}
    good = {"total_risk_or_plan": "4", "par30": "3", "write_off": "1", "oss": "120", "risk_coverage": "90"}
    for one in frameworks.MFI.indicators:
        told = other.get(one.code, good.get(one.code, worth.get(one.kind, "80")))
        if told == "":
            continue
        value = None if told is None else Decimal(told)
        actions.note_answer(
            assessment=held,
            told=Told(one.code, value, TODAY, VerifiedBy.REVIEWER, "their file"),
            by=by,
            at=AT,
        )
    return actions.hand_in(assessment=held, by=by, at=AT)


def approve(held: Any, by: Any, outcome: Status = Status.APPROVED) -> None:
    """Propose a decision and let another person of the office approve it."""
    second = builders.user(held.lender.office, may=WHO, name="Rahim Uddin").as_actor()
    proposal = approvals.propose(
        subject=held,
        kind="lenders.conclude",
        content={"outcome": outcome.value, "conditions": "with care"},
        by=by,
        at=AT,
    )
    seen = approvals.Seen(proposal.round, "approve", proposal.digest)
    approvals.approve(proposal=proposal, seen=seen, by=second, at=AT)


def test_a_lender_comes_on_the_list_and_whom_one_spoke_with_is_kept_locked(lender: Lender, office: Office) -> None:
    held = Lender.objects.get()
    assert (held.name, held.office, held.contact) == ("Gram Unnayan", office, "Mita, 01711")
    assert queries.standing_of(held, on=TODAY).standing is Standing.NOT_ASSESSED


def test_the_same_name_is_on_the_list_of_an_office_once(lender: Lender, office: Office, keeper: Any) -> None:
    with pytest.raises(actions.OnTheListAlready):
        actions.add_lender(office=office, said=SAID, by=keeper.as_actor(), at=AT)
    other = replace(SAID, name="Other")
    second = actions.add_lender(office=office, said=other, by=keeper.as_actor(), at=AT)
    with pytest.raises(actions.OnTheListAlready):
        actions.amend_lender(lender=second, said=SAID, by=keeper.as_actor(), at=AT)


def test_amending_a_lender_keeps_its_kind(lender: Lender, keeper: Any) -> None:
    changed = replace(SAID, kind=LenderKind.BANK, phone="0821")
    actions.amend_lender(lender=lender, said=changed, by=keeper.as_actor(), at=AT)
    held = Lender.objects.get()
    assert (held.kind, held.phone) == ("mfi", "0821")


def test_who_only_looks_adds_nothing(office: Office) -> None:
    reader = builders.user(office, may=(permissions.VIEW,)).as_actor()
    with pytest.raises(NotAllowed):
        actions.add_lender(office=office, said=SAID, by=reader, at=AT)


def test_new_terms_leave_the_old_ones_to_be_read(lender: Lender, keeper: Any) -> None:
    by = keeper.as_actor()
    made = actions.add_product(lender=lender, said=said(), by=by, at=AT)
    later = TODAY + timedelta(days=30)
    dearer = replace(SHOP, product=replace(SHOP.product, rate_percent=Fraction(30)))
    actions.amend_product(product=made, said=said(dearer, from_on=later), by=by, at=AT)
    assert queries.offered([made], on=TODAY)[made.pk].to_terms().product.rate_percent == 24
    assert queries.offered([made], on=later)[made.pk].to_terms().product.rate_percent == 30
    assert [one.number for one in queries.versions_of(made)] == [2, 1]
    with pytest.raises(actions.NotLater):
        actions.amend_product(product=made, said=said(SHOP, from_on=TODAY), by=by, at=AT)
    with pytest.raises(actions.NothingChanged):
        actions.amend_product(product=made, said=said(dearer, from_on=later), by=by, at=AT)


def test_a_product_that_ended_is_not_offered_and_stays_to_be_read(lender: Lender, keeper: Any) -> None:
    by = keeper.as_actor()
    made = actions.add_product(lender=lender, said=said(), by=by, at=AT)
    with pytest.raises(actions.NotLater):
        actions.end_product(product=made, until_on=TODAY - timedelta(days=1), by=by, at=AT)
    actions.end_product(product=made, until_on=TODAY + timedelta(days=5), by=by, at=AT)
    assert made.pk in queries.offered([made], on=TODAY)
    assert made.pk not in queries.offered([made], on=TODAY + timedelta(days=5))
    with pytest.raises(actions.NothingChanged):
        actions.end_product(product=made, until_on=TODAY + timedelta(days=9), by=by, at=AT)
    assert ProductVersion.objects.count() == 1


def test_terms_are_kept_and_read_again_as_they_were_said(lender: Lender, keeper: Any) -> None:
    made = actions.add_product(lender=lender, said=said(), by=keeper.as_actor(), at=AT)
    again = queries.versions_of(made)[0].to_terms()
    assert kept.table(again) == kept.table(SHOP)
    assert (again.product.pledges, again.product.documents) == (frozenset(), None), "none is not the same as not known"


def test_what_lends_nothing_has_no_product_and_is_not_looked_into(office: Office, keeper: Any) -> None:
    by = keeper.as_actor()
    leads = replace(SAID, name="Prottasha", kind=LenderKind.REFERRAL)
    held = actions.add_lender(office=office, said=leads, by=by, at=AT)
    with pytest.raises(actions.LendsNothing):
        actions.add_product(lender=held, said=said(), by=by, at=AT)
    with pytest.raises(actions.LendsNothing):
        actions.begin_assessment(lender=held, by=by, at=AT)
    assert queries.standing_of(held, on=TODAY).standing is Standing.LENDS_NOTHING


def test_a_product_is_named_once(lender: Lender, keeper: Any) -> None:
    actions.add_product(lender=lender, said=said(), by=keeper.as_actor(), at=AT)
    with pytest.raises(actions.NamedAlready):
        actions.add_product(lender=lender, said=said(), by=keeper.as_actor(), at=AT)


def test_nobody_decides_alone_and_another_person_approves(lender: Lender, keeper: Any) -> None:
    by = keeper.as_actor()
    held = answered(lender, by)
    with pytest.raises(NeedsSecondPerson):
        actions.conclude(assessment=held, outcome=Status.APPROVED, by=by, at=AT)
    approve(held, by)
    held.refresh_from_db()
    assert (held.status, held.assessed_by_id, held.valid_until) == (
        "approved",
        keeper.pk,
        date(TODAY.year + 1, TODAY.month, TODAY.day),
    )
    assert held.decided_by_id not in {None, keeper.pk}
    assert "score.score" in {one.code for one in queries.findings_of(held, on=TODAY)}
    assert queries.standing_of(lender, on=TODAY).standing is Standing.APPROVED
    assert queries.standing_of(lender, on=held.valid_until).standing is Standing.RUN_OUT


def test_whoever_noted_an_answer_does_not_decide(lender: Lender, keeper: Any, office: Office) -> None:
    helper = builders.user(office, may=WHO, name="Second Hand")
    held = actions.begin_assessment(lender=lender, by=keeper.as_actor(), at=AT)
    told = Told("licence", Decimal(0), TODAY, VerifiedBy.REVIEWER)
    actions.note_answer(assessment=held, told=told, by=helper.as_actor(), at=AT)
    held = actions.hand_in(assessment=held, by=keeper.as_actor(), at=AT)
    assert queries.hands_in(held) == {str(keeper.pk), str(helper.pk)}
    content = {"outcome": "refused", "conditions": "no licence"}
    made = approvals.propose(subject=held, kind="lenders.conclude", content=content, by=keeper.as_actor(), at=AT)
    seen = approvals.Seen(made.round, "approve", made.digest)
    for by in (keeper, helper):
        with pytest.raises((approvals.MayNot, NotAllowed)):
            approvals.approve(proposal=made, seen=seen, by=by.as_actor(), at=AT)
    held.refresh_from_db()
    assert held.status == "reviewed"


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        pytest.param({"no_identity_documents": "0"}, Status.APPROVED, id="keeps-identity-papers"),
        pytest.param({"no_identity_documents": "0"}, Status.CONDITIONAL, id="no-condition-heals-a-gate"),
        pytest.param({"licence": None}, Status.APPROVED, id="licence-not-known"),
        pytest.param({"licence": ""}, Status.APPROVED, id="licence-not-asked"),
    ],
)
def test_what_must_hold_and_does_not_forbids_approval(
    lender: Lender, keeper: Any, other: dict[str, Any], outcome: Status
) -> None:
    held = answered(lender, keeper.as_actor(), **other)
    with pytest.raises(NotSo):
        queries.check_may_propose(held, outcome, on=TODAY)
    with pytest.raises(approvals.CannotCarryOut):
        approve(held, keeper.as_actor(), outcome)
    assert Proposal.objects.get().state == "waiting"
    approve_refusal = queries.check_may_propose(held, Status.REFUSED, on=TODAY)
    assert approve_refusal is None


def test_a_refused_lender_stays_refused_until_it_is_looked_into_again(lender: Lender, keeper: Any) -> None:
    by = keeper.as_actor()
    approve(answered(lender, by, licence="0"), by, Status.REFUSED)
    assert queries.standing_of(lender, on=TODAY + timedelta(days=4000)).standing is Standing.REFUSED
    actions.begin_assessment(lender=lender, by=by, at=AT)
    assert queries.standing_of(lender, on=TODAY).standing is Standing.REFUSED


def test_asked_and_not_known_is_an_answer_of_its_own(lender: Lender, keeper: Any) -> None:
    by = keeper.as_actor()
    held = actions.begin_assessment(lender=lender, by=by, at=AT)
    told = Told("training", None, TODAY, VerifiedBy.SELF, "nobody could say")
    actions.note_answer(assessment=held, told=told, by=by, at=AT)
    row = AssessmentAnswer.objects.get()
    assert (row.value, row.evidence) == (None, "nobody could say")
    assert queries.scorecard_of(held, on=TODAY).coverage.fraction == 0
    with pytest.raises(actions.WorkedOnAlready):
        actions.begin_assessment(lender=lender, by=by, at=AT)


@pytest.mark.parametrize(
    ("told", "error"),
    [
        pytest.param(Told("nothing", Decimal(1), TODAY, VerifiedBy.SELF), actions.NoSuchQuestion, id="no-question"),
        pytest.param(Told("licence", Decimal(2), TODAY, VerifiedBy.SELF), actions.NotAnAnswer, id="yes-and-a-half"),
        pytest.param(Told("training", Decimal(4), TODAY, VerifiedBy.SELF), actions.NotAnAnswer, id="four-of-three"),
        pytest.param(Told("par30", Decimal(-1), TODAY, VerifiedBy.SELF), actions.NotAnAnswer, id="below-nothing"),
        pytest.param(
            Told("licence", Decimal(1), TODAY + timedelta(days=1), VerifiedBy.SELF), actions.NotAnAnswer, id="tomorrow"
        ),
    ],
)
def test_what_is_no_answer_is_refused(lender: Lender, keeper: Any, told: Told, error: type[Exception]) -> None:
    held = actions.begin_assessment(lender=lender, by=keeper.as_actor(), at=AT)
    with pytest.raises(error):
        actions.note_answer(assessment=held, told=told, by=keeper.as_actor(), at=AT)
    assert not AssessmentAnswer.objects.exists()


def test_nothing_changes_in_what_was_handed_in_until_it_is_opened_again(lender: Lender, keeper: Any) -> None:
    by = keeper.as_actor()
    held = answered(lender, by)
    told = Told("licence", Decimal(0), TODAY, VerifiedBy.SELF)
    with pytest.raises(actions.NotDraft):
        actions.note_answer(assessment=held, told=told, by=by, at=AT)
    with pytest.raises(actions.NotDraft):
        actions.hand_in(assessment=held, by=by, at=AT)
    actions.reopen(assessment=held, by=by, at=AT)
    with pytest.raises(actions.NotHandedIn):
        actions.reopen(assessment=held, by=by, at=AT)
    actions.note_answer(assessment=held, told=told, by=by, at=AT)
    assert queries.scorecard_of(held, on=clock.day_of(AT, "UTC")).failed == ("licence",)


def test_a_stop_holds_at_once_and_another_person_lifts_it(lender: Lender, keeper: Any, office: Office) -> None:
    by = keeper.as_actor()
    for_whoever = builders.assessment(lender, status="approved", decided_at=AT, valid_until=TODAY + timedelta(days=90))
    assert queries.may_refer_to(lender, on=TODAY), for_whoever
    held = actions.suspend_lender(lender=lender, why="Somebody was threatened.", by=by, at=AT)
    with pytest.raises(where.NotToBeReferredTo) as refused:
        queries.check_may_refer_to(lender, on=TODAY)
    assert refused.value.standing is Standing.SUSPENDED
    with pytest.raises(actions.SuspendedAlready):
        actions.suspend_lender(lender=lender, why="Again.", by=by, at=AT)
    with pytest.raises(actions.StoppedItThemselves):
        actions.lift_suspension(suspension=held, why="It is over.", by=by, at=AT)
    other = builders.user(office, may=WHO).as_actor()
    with pytest.raises(actions.WhyMissing):
        actions.lift_suspension(suspension=held, why=" ", by=other, at=AT)
    actions.lift_suspension(suspension=held, why="The officer left.", by=other, at=AT)
    assert queries.may_refer_to(lender, on=TODAY)
    with pytest.raises(actions.LiftedAlready):
        actions.lift_suspension(suspension=held, why="Again.", by=other, at=AT)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(None, id="not-looked-into"),
        pytest.param({"status": "refused", "decided_at": AT}, id="refused"),
        pytest.param({"status": "approved", "decided_at": AT, "valid_until": TODAY}, id="run-out"),
    ],
)
def test_nobody_is_sent_to_a_lender_that_is_not_approved(lender: Lender, facts: dict[str, Any] | None) -> None:
    if facts is not None:
        builders.assessment(lender, **facts)
    with pytest.raises(where.NotToBeReferredTo):
        queries.check_may_refer_to(lender, on=TODAY)

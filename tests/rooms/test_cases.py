"""Cases: once open at a time, the first talk, plans in versions, what was delivered, the end and the beginning anew."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.cases import actions, permissions, queries
from sankofa.cases.models import Case, Delivery, Plan
from sankofa.cases.rules.plans import Activity, Content, Kind, NotAPlan
from sankofa.cases.rules.stages import Closing, Stage, Talk, stage
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {permissions.VIEW, permissions.WORK, returnees.VIEW, returnees.ASSIGN}
GROWN = {"born_on": date(1990, 1, 1), "born_precision": "year"}
COURSE = Activity(uuid7(), "A course in repairing phones", until_on=ON + timedelta(days=40))
TOOLS = Activity(uuid7(), "Money for tools", Kind.GRANT, amount=Money(2_500_000, "BDT"))
PLAN = Content(("A shop of my own",), (COURSE, TOOLS))


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
    return builders.person(office, **GROWN)


@pytest.fixture
def case(person: Any, worker: Any) -> Case:
    return actions.open_case(person=person, opened_on=ON, by=worker.as_actor(), at=AT)


def offered(case: Case, worker: Any, answer: Talk = Talk.NO) -> Case:
    return actions.offer_talk(case=case, answer=answer, offered_on=ON, by=worker.as_actor(), at=AT)


def written(case: Case, worker: Any, content: Content = PLAN) -> Plan:
    draft = actions.begin_plan(case=case, by=worker.as_actor(), at=AT)
    return actions.change_plan(plan=draft, content=content, edition=draft.edition, by=worker.as_actor(), at=AT)


def agreed(case: Case, worker: Any, **changes: Any) -> Plan:
    draft = written(case, worker)
    said: dict[str, Any] = {"how": "signature", "agreed_on": ON, "is_read_aloud": True, "edition": draft.edition}
    return actions.agree_plan(plan=draft, **{**said, **changes}, by=worker.as_actor(), at=AT)


def facts(case: Case) -> Any:
    return queries.facts_of([Case.objects.select_related("person").get(pk=case.pk)])[case.pk]


def test_somebody_has_one_open_case_at_a_time(person: Any, worker: Any, case: Case) -> None:
    with pytest.raises(actions.OpenAlready):
        actions.open_case(person=person, opened_on=ON, by=worker.as_actor(), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(person=person, opened_on=ON)
    assert Case.objects.count() == 1
    assert Event.objects.filter(action="cases.open_case", kind="write").count() == 1


def test_joined_files_have_one_case(office: Any, person: Any, worker: Any, case: Case) -> None:
    other = builders.person(office)
    builders.sameperson(other, person)
    with pytest.raises(actions.OpenAlready):
        actions.open_case(person=other, opened_on=ON, by=worker.as_actor(), at=AT)
    assert [one.pk for one in queries.of_person(other.pk, viewer=worker.as_actor(), on=ON)] == [case.pk]


def test_no_case_is_opened_on_a_day_to_come(person: Any, worker: Any) -> None:
    with pytest.raises(actions.DayToCome):
        actions.open_case(person=person, opened_on=ON + timedelta(days=1), by=worker.as_actor(), at=AT)


def test_whoever_only_sees_cases_opens_none(office: Any, person: Any) -> None:
    reader = builders.user(office, may={permissions.VIEW, returnees.VIEW}).as_actor()
    with pytest.raises(NotAllowed):
        actions.open_case(person=person, opened_on=ON, by=reader, at=AT)


@pytest.mark.parametrize("answer", list(Talk))
def test_every_answer_to_a_first_talk_is_fine_and_lies_sealed(case: Case, worker: Any, answer: Talk) -> None:
    offered(case, worker, answer)
    held = Case.objects.get()
    assert (held.talk, held.talk_on) == (answer.value, ON)
    assert answer.value.encode() not in bytes(Case.objects.values_list("talk", flat=True)[0].sealed)
    assert stage(facts(case)) is Stage.TALK_OFFERED


def test_a_colleague_of_the_office_looks_after_somebody(office: Any, person: Any, worker: Any, case: Case) -> None:
    colleague = builders.user(office, may=MAY)
    assert {user.pk for user in queries.colleagues(person, on=ON)} == {worker.pk, colleague.pk}
    register.give_to(person=person, colleague=colleague, by=worker.as_actor(), at=AT)
    assert [one.pk for one in queries.own_open(colleague.as_actor(), on=ON)] == [case.pk]
    assert queries.own_open(worker.as_actor(), on=ON) == []
    assert Revision.objects.filter(subject_id=str(person.pk)).exists(), "who looked after somebody stays to be read"


@pytest.mark.parametrize("elsewhere", ["another office", "without a role", "left"])
def test_nobody_else_can_look_after_somebody(office: Any, person: Any, worker: Any, elsewhere: str) -> None:
    colleague = {
        "another office": lambda: builders.user(builders.office(office.organisation), may=MAY, scope="organisation"),
        "without a role": lambda: builders.user(office),
        "left": lambda: builders.user(office, may=MAY, is_active=False),
    }[elsewhere]()
    with pytest.raises(register.NotAColleague):
        register.give_to(person=person, colleague=colleague, by=worker.as_actor(), at=AT)


def test_a_protected_person_is_given_to_nobody_who_is_not_named(office: Any, person: Any, worker: Any) -> None:
    type(person).objects.filter(pk=person.pk).update(is_protected=True)
    builders.named(person, worker)
    person.refresh_from_db()
    colleague = builders.user(office, may=MAY)
    assert [user.pk for user in queries.colleagues(person, on=ON)] == [worker.pk]
    with pytest.raises(register.NotAColleague):
        register.give_to(person=person, colleague=colleague, by=worker.as_actor(), at=AT)


def test_a_case_of_a_protected_person_is_there_for_those_named_alone(
    office: Any, person: Any, worker: Any, case: Case
) -> None:
    type(person).objects.filter(pk=person.pk).update(is_protected=True)
    assert queries.case(case.pk, viewer=worker.as_actor(), on=ON) is None
    assert not queries.of_nobody(worker.as_actor(), on=ON).exists()
    builders.named(person, worker)
    assert queries.case(case.pk, viewer=worker.as_actor(), on=ON) == case


def test_a_plan_is_written_in_the_persons_words_and_lies_sealed(case: Case, worker: Any) -> None:
    written(case, worker)
    held = Plan.objects.get()
    assert held.to_terms() == PLAN
    assert b"shop" not in bytes(Plan.objects.values_list("content", flat=True)[0].sealed)


def test_two_who_write_at_once_write_nothing_over(case: Case, worker: Any) -> None:
    draft = actions.begin_plan(case=case, by=worker.as_actor(), at=AT)
    actions.change_plan(plan=draft, content=PLAN, edition=1, by=worker.as_actor(), at=AT)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_plan(plan=draft, content=Content(("Other",)), edition=1, by=worker.as_actor(), at=AT)
    assert Plan.objects.get().to_terms() == PLAN


def test_beginning_twice_goes_on_with_the_same_draft(case: Case, worker: Any) -> None:
    first = written(case, worker)
    assert actions.begin_plan(case=case, by=worker.as_actor(), at=AT) == first


def test_what_cannot_stand_in_a_plan_is_not_written(case: Case, worker: Any) -> None:
    draft = actions.begin_plan(case=case, by=worker.as_actor(), at=AT)
    with pytest.raises(NotAPlan):
        actions.change_plan(plan=draft, content=Content((" ",)), edition=1, by=worker.as_actor(), at=AT)


def test_a_plan_is_agreed_and_never_changes_after_that(case: Case, worker: Any) -> None:
    offered(case, worker)
    plan = agreed(case, worker)
    with pytest.raises(actions.AgreedAlready):
        actions.change_plan(plan=plan, content=Content(), edition=plan.edition, by=worker.as_actor(), at=AT)
    again = {"how": "mark", "agreed_on": ON, "is_read_aloud": True, "edition": plan.edition}
    with pytest.raises(actions.AgreedAlready):
        actions.agree_plan(plan=plan, **again, by=worker.as_actor(), at=AT)
    newer = actions.begin_plan(case=case, by=worker.as_actor(), at=AT)
    assert (newer.number, newer.to_terms()) == (2, PLAN)
    assert queries.plan_now(queries.plans_of([case])[case.pk]) == plan, "until the newer one is agreed"
    assert facts(case).agreed_on == ON


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"is_read_aloud": False}, actions.NotReadAloud, id="not-read-aloud"),
        pytest.param({"how": "mark"}, actions.WitnessNeeded, id="a-mark-that-nobody-saw"),
        pytest.param({"how": "voice", "witness": " "}, actions.WitnessNeeded, id="a-yes-that-nobody-heard"),
        pytest.param({"edition": 1}, actions.ChangedMeanwhile, id="changed-while-it-was-read"),
        pytest.param({"agreed_on": ON + timedelta(days=1)}, actions.DayToCome, id="tomorrow"),
    ],
)
def test_an_agreement_that_does_not_hold_is_refused(
    case: Case, worker: Any, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    offered(case, worker)
    with pytest.raises(refusal):
        agreed(case, worker, **changes)
    assert Plan.objects.get().agreed_on is None


def test_no_plan_is_agreed_before_a_first_talk_was_offered(case: Case, worker: Any) -> None:
    with pytest.raises(actions.TalkFirst):
        agreed(case, worker)


def test_an_empty_plan_is_not_agreed(case: Case, worker: Any) -> None:
    offered(case, worker)
    draft = actions.begin_plan(case=case, by=worker.as_actor(), at=AT)
    said = {"how": "signature", "agreed_on": ON, "is_read_aloud": True, "edition": 1}
    with pytest.raises(NotAPlan):
        actions.agree_plan(plan=draft, **said, by=worker.as_actor(), at=AT)


@pytest.mark.parametrize(
    "born",
    [
        pytest.param({"born_on": date(2012, 1, 1), "born_precision": "year"}, id="a-child"),
        pytest.param({"born_on": None, "born_precision": "unknown"}, id="nobody-knows-the-age"),
        pytest.param({"born_on": date(2007, 1, 1), "born_precision": "estimated"}, id="a-guess-near-18"),
    ],
)
def test_a_guardian_agrees_beside_a_child_and_where_the_age_is_in_doubt(
    office: Any, worker: Any, born: dict[str, Any]
) -> None:
    child = builders.person(office, **born)
    case = actions.open_case(person=child, opened_on=ON, by=worker.as_actor(), at=AT)
    offered(case, worker)
    with pytest.raises(actions.GuardianNeeded):
        agreed(case, worker)
    assert agreed(case, worker, guardian="Her aunt").agreed_on == ON


def test_what_the_plan_promises_is_delivered_once(case: Case, worker: Any) -> None:
    offered(case, worker)
    agreed(case, worker)
    given = {"case": case, "activity": COURSE.key, "done_on": ON, "note": "A certificate", "by": worker.as_actor()}
    actions.note_delivery(**given, at=AT)
    assert stage(facts(case)) is Stage.IN_DELIVERY
    assert b"certificate" not in bytes(Delivery.objects.values_list("note", flat=True)[0].sealed)
    with pytest.raises(actions.DeliveredAlready):
        actions.note_delivery(**given, at=AT)
    with pytest.raises(actions.NotPromised):
        actions.note_delivery(**{**given, "activity": uuid7()}, at=AT)


def test_forms_of_all_joined_files_count_for_the_case(office: Any, person: Any, case: Case, worker: Any) -> None:
    other = builders.person(office)
    builders.sameperson(other, person)
    other.journeys.create(returned_on=date(2026, 11, 1), returned_precision="day")
    builders.submission(other, instrument="needs_assessment", answered_on=ON)
    offered(case, worker)
    agreed(case, worker)
    builders.submission(other, instrument="programme_monitoring", answered_on=ON)
    known = facts(case)
    assert (known.returned_on, known.needs_on, known.visits_on) == (date(2026, 11, 1), ON, (ON,))


def test_a_form_that_was_set_aside_counts_no_more(person: Any, case: Case) -> None:
    builders.submission(person, instrument="needs_assessment", answered_on=ON, set_aside_at=AT)
    assert facts(case).needs_on is None


def test_needs_asked_long_before_are_asked_again(person: Any, case: Case) -> None:
    builders.submission(person, instrument="needs_assessment", answered_on=ON - timedelta(days=93))
    assert facts(case).needs_on is None
    builders.submission(person, instrument="needs_assessment", answered_on=ON - timedelta(days=92))
    assert facts(case).needs_on == ON - timedelta(days=92)


@pytest.mark.parametrize("reason", [one for one in Closing if one is not Closing.ERASED])
def test_a_case_is_closed_with_its_reason_and_nothing_in_it_changes_any_more(
    case: Case, worker: Any, reason: Closing
) -> None:
    by = worker.as_actor()
    actions.close_case(case=case, reason=reason, closed_on=ON, note="To Dubai", by=by, at=AT)
    held = Case.objects.get()
    assert (held.closing, held.closed_on, held.closing_note) == (reason.value, ON, "To Dubai")
    for act in (
        lambda: offered(held, worker),
        lambda: actions.begin_plan(case=held, by=by, at=AT),
        lambda: actions.close_case(case=held, reason=reason, closed_on=ON, by=by, at=AT),
        lambda: actions.note_delivery(case=held, activity=uuid7(), done_on=ON, by=by, at=AT),
    ):
        with pytest.raises(actions.CaseClosed):
            act()


def test_a_closed_case_is_opened_again_as_a_new_one_with_its_goals(case: Case, worker: Any) -> None:
    by = worker.as_actor()
    with pytest.raises(actions.StillOpen):
        actions.open_again(case=case, opened_on=ON, by=by, at=AT)
    offered(case, worker)
    agreed(case, worker)
    actions.close_case(case=case, reason=Closing.LEFT_PREPARED, closed_on=ON, by=by, at=AT)
    made = actions.open_again(case=case, opened_on=ON, by=by, at=AT)
    assert (made.again_of, stage(facts(made))) == (case, Stage.OPENED_AGAIN)
    assert actions.begin_plan(case=made, by=by, at=AT).to_terms() == Content(PLAN.goals)
    with pytest.raises(actions.OpenAlready):
        actions.open_again(case=case, opened_on=ON, by=by, at=AT)


def test_erasing_clears_what_was_said_and_keeps_that_there_was_a_case(case: Case, worker: Any, person: Any) -> None:
    offered(case, worker)
    agreed(case, worker, how="mark", witness="The grocer", guardian="Her aunt")
    actions.note_delivery(case=case, activity=COURSE.key, done_on=ON, note="Here", by=worker.as_actor(), at=AT)
    cleared = actions.erase_cases(Erasing(person, AT))
    assert {type(one) for one in cleared} == {Case, Plan, Delivery}
    held, plan, delivery = Case.objects.get(), Plan.objects.get(), Delivery.objects.get()
    assert (held.talk, held.closing_note, plan.content, plan.witness, plan.guardian, delivery.note) == (None,) * 6
    assert (held.closing, held.closed_on) == (Closing.ERASED.value, ON)


def test_a_person_is_kept_as_long_as_their_case_asks_for(person: Any, case: Case, worker: Any) -> None:
    assert [(whose, one.last_on) for whose, one in queries.kept_for([person.pk])] == [(person.pk, ON)]


def test_facts_of_many_cases_ask_the_same_few_questions(office: Any, worker: Any) -> None:
    counts = []
    for many in (1, 12):
        held = [builders.plan(builders.case(builders.person(office))).case for _ in range(many)]
        with CaptureQueriesContext(connection) as asked:
            queries.facts_of(held)
        counts.append(len(asked))
    assert counts[0] == counts[1]

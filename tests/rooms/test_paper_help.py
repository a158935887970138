"""What partners ask for, in versions; help with getting a paper, step by step; and what of both is due."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sankofa.accounts.action import NotAllowed, system
from sankofa.kernel.money import Money
from sankofa.project import hooks
from sankofa.returnees import actions, papers_due, permissions, requirements
from sankofa.returnees.contributions import Status
from sankofa.returnees.models import PaperHelp, Requirement
from sankofa.returnees.rules.issuing import issuer_of, issuers
from sankofa.returnees.rules.paper_gaps import Need, Standing
from sankofa.returnees.rules.paper_help import NEXT, Stage, is_open, may_become
from sankofa.store import revisions
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHO = Need(("identity", "passport"))
LAND = Need(("land",), 30)


@pytest.fixture
def office() -> Any:
    hooks.fill()
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    may = [permissions.VIEW, permissions.AMEND, permissions.NOTE_REQUIREMENT]
    return builders.user(office, may=may, scope="organisation").as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


def asked_for(office: Any, worker: Any, *needs: Need, **said: Any) -> Requirement:
    given: dict[str, Any] = {"partner": "Gram Vikas", "purpose": "a loan", "said_by": "their leaflet", **said}
    return actions.note_requirement(
        office=office, needs=needs or [WHO], from_on=said.pop("from_on", ON), by=worker, at=AT,
        **{name: given[name] for name in ("partner", "purpose", "said_by")},
    )  # fmt: skip


def helped(person: Any, worker: Any, kind: str = "identity") -> PaperHelp:
    return actions.begin_help(person=person, kind=kind, due_on=ON + timedelta(days=3), by=worker, at=AT)


def test_what_a_partner_asks_for_is_answered_by_the_papers_there_are(office: Any, person: Any, worker: Any) -> None:
    held = asked_for(office, worker, WHO, LAND)
    builders.document(person, valid_until=ON)
    assert requirements.current(person, on=ON) == [held]
    answers = requirements.answers_for(held.to_terms(), person, on=ON)
    assert [answer.standing for answer in answers] == [Standing.THERE, Standing.NOT_RECORDED]


def test_a_change_is_a_new_version_and_what_was_asked_for_before_stays(office: Any, person: Any, worker: Any) -> None:
    held = asked_for(office, worker, from_on=ON - timedelta(days=30))
    newer = actions.change_requirement(
        requirement=held, partner="Gram Vikas", purpose="a loan", said_by="a call", needs=[LAND], by=worker, at=AT
    )
    assert (newer.version, newer.series, newer.to_terms()) == (2, held.series, (LAND,))
    assert requirements.current(person, on=ON) == [newer]
    assert requirements.current(person, on=ON - timedelta(days=1))[0].to_terms() == (WHO,)
    with pytest.raises(actions.EndedAlready):
        actions.end_requirement(requirement=held, by=worker, at=AT)


def test_what_is_asked_for_no_more_counts_no_more(office: Any, person: Any, worker: Any) -> None:
    held = asked_for(office, worker, from_on=ON - timedelta(days=30))
    actions.end_requirement(requirement=held, by=worker, at=AT)
    assert requirements.current(person, on=ON) == []
    with pytest.raises(actions.EndedAlready):
        actions.change_requirement(
            requirement=held, partner="x", purpose="x", said_by="x", needs=[WHO], by=worker, at=AT
        )


def test_of_one_series_one_version_counts(office: Any, worker: Any) -> None:
    held = asked_for(office, worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.requirement(office, series=held.series, version=2)


def test_what_another_organisation_noted_is_asked_of_nobody_here(person: Any) -> None:
    builders.requirement()
    assert requirements.current(person, on=ON) == []


def test_whoever_may_not_writes_down_no_requirement(office: Any) -> None:
    with pytest.raises(NotAllowed):
        asked_for(office, builders.user(office, may=[permissions.VIEW]).as_actor())


def test_help_goes_from_asking_to_a_paper_among_the_others(person: Any, worker: Any) -> None:
    held = helped(person, worker)
    held = actions.note_application(
        held=held, applied_on=ON, applied_where="Upazila office", cost=Money(23_000, "BDT"),
        due_on=ON + timedelta(days=20), by=worker, at=AT,
    )  # fmt: skip
    assert (held.stage, held.applied_where, held.cost) == ("applied", "Upazila office", Money(23_000, "BDT"))
    done = actions.note_outcome(held=held, outcome="obtained", because="", by=worker, at=AT)
    paper = person.documents.get()
    assert (done.closed_on, done.document, paper.kind, paper.whereabouts) == (ON, paper, "identity", "with_person")
    assert revisions.has_history(paper)


def test_a_paper_that_was_awaited_is_the_one_that_came(person: Any, worker: Any) -> None:
    awaited = builders.document(person, kind="identity", number=None, whereabouts="applied")
    actions.note_outcome(held=helped(person, worker), outcome="obtained", because="", by=worker, at=AT)
    assert person.documents.get() == awaited
    assert person.documents.get().whereabouts == "with_person"


def test_what_was_refused_says_why_and_may_be_tried_again(person: Any, worker: Any) -> None:
    held = actions.note_application(
        held=helped(person, worker), applied_on=ON, applied_where="", cost=None, due_on=ON, by=worker, at=AT
    )
    done = actions.note_outcome(held=held, outcome="refused", because="no birth certificate", by=worker, at=AT)
    assert (done.stage, done.because) == ("refused", "no birth certificate")
    with pytest.raises(actions.NotAtThisStage):
        actions.note_outcome(held=done, outcome="obtained", because="", by=worker, at=AT)
    assert helped(person, worker).pk != done.pk


def test_nobody_is_refused_who_has_not_applied(person: Any, worker: Any) -> None:
    with pytest.raises(actions.NotAtThisStage):
        actions.note_outcome(held=helped(person, worker), outcome="refused", because="x", by=worker, at=AT)


def test_one_helps_with_one_paper(person: Any, worker: Any) -> None:
    held = helped(person, worker)
    with pytest.raises(actions.HelpedAlready) as there:
        helped(person, worker)
    assert there.value.held == held
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.paperhelp(person)


def test_help_and_papers_that_run_out_are_due_on_the_person_s_page_and_in_one_list(person: Any, worker: Any) -> None:
    held = helped(person, worker)
    ending = builders.document(person, valid_until=ON + timedelta(days=89))
    builders.document(person, kind="licence", valid_until=ON + timedelta(days=90))
    builders.document(person, kind="travel", valid_until=ON + timedelta(days=9), whereabouts="lost")
    due = requirements.due(worker, on=ON)
    assert (list(due.running_out), list(due.helps)) == ([ending], [held])
    added = papers_due.contribution(person, worker, ON)
    assert [task.status for task in added.tasks] == [Status.IN_PROGRESS, Status.NOT_STARTED]
    assert [step.due_on for step in added.next_steps] == [held.due_on, ending.valid_until]


@pytest.mark.parametrize("is_first", [True, False], ids=["written-before", "written-after"])
def test_nobody_renews_a_passport_who_has_one_that_is_good_for_longer(person: Any, worker: Any, is_first: bool) -> None:
    days = [9, 900] if is_first else [900, 9]
    held = [builders.document(person, valid_until=ON + timedelta(days=count)) for count in days]
    assert not papers_due.contribution(person, worker, ON).next_steps
    assert not requirements.due(worker, on=ON).running_out
    newer = max(held, key=lambda paper: paper.valid_until)
    newer.whereabouts = "employer"
    newer.save()
    (step,) = papers_due.contribution(person, worker, ON).next_steps
    assert step.due_on == ON + timedelta(days=9)
    assert len(requirements.due(worker, on=ON).running_out) == 1


def test_a_passport_of_another_country_is_renewed_all_the_same(person: Any, worker: Any) -> None:
    for code, days in (("BD", 9), ("IN", 900)):
        builders.document(person, valid_until=ON + timedelta(days=days), country=builders.country(code))
    assert papers_due.contribution(person, worker, ON).next_steps
    assert len(requirements.due(worker, on=ON).running_out) == 1


def test_a_valid_passport_on_a_joined_file_counts_too(person: Any, worker: Any) -> None:
    twin = builders.person(office=person.office)
    builders.document(person, valid_until=ON + timedelta(days=9))
    builders.document(twin, valid_until=ON + timedelta(days=900))
    assert len(requirements.due(worker, on=ON).running_out) == 1
    builders.sameperson(twin, person)
    assert not requirements.due(worker, on=ON).running_out


def test_a_paper_that_somebody_is_helped_to_renew_is_told_of_once(person: Any, worker: Any) -> None:
    builders.document(person, valid_until=ON + timedelta(days=10))
    helped(person, worker, "passport")
    assert [step.code for step in papers_due.contribution(person, worker, ON).next_steps] == ["paper_help"]


def test_nothing_of_a_protected_or_erased_person_is_due_for_others(person: Any, worker: Any) -> None:
    helped(person, worker)
    builders.document(person, valid_until=ON)
    person.is_protected = True
    person.save()
    due = requirements.due(worker, on=ON)
    assert (due.running_out.count(), due.helps.count()) == (0, 0)


def test_whoever_was_erased_leaves_no_help(person: Any, worker: Any) -> None:
    held = helped(person, worker)
    actions.note_outcome(held=held, outcome="obtained", because="Zqwhy", by=worker, at=AT)
    actions.erase(person=person, because="asked", by=system("test", on=ON), at=AT)
    assert not PaperHelp.objects.exists()


@pytest.mark.parametrize("now", list(Stage))
def test_help_goes_on_as_the_table_says(now: Stage) -> None:
    assert {then for then in Stage if may_become(now, then)} == NEXT[now]
    assert is_open(now) is (now in {Stage.ASKED, Stage.APPLIED})


def test_who_makes_a_paper_is_told_where_it_is_known() -> None:
    assert issuer_of("birth", country="NP") == "Ward office"
    assert issuer_of("land", country="NP") is None
    assert issuer_of("passport", country="XX") is None
    assert all(office for kinds in issuers().values() for office in kinds.values())

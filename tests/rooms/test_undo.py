"""A whole list taken back: as if it had never been sent, but for those on whom something was built since."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.accounts.models import Office, User
from sankofa.approvals import actions as approvals
from sankofa.approvals.permissions import DECIDE, PROPOSE
from sankofa.audit import verification
from sankofa.audit.models import Event
from sankofa.consent.models import Sitting
from sankofa.intake import actions, permissions, queries
from sankofa.intake.contents import at_work, opened
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.rules.mapping import proposals
from sankofa.intake.rules.stages import Stage
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.built_on import CODES, PARTS, built_on, columns_of_ids, keys_to
from sankofa.returnees.models import PairState, Person, PossibleSame, SearchKey
from sankofa.shell import drafts
from sankofa.store import erasures
from sankofa.store.models import Revision, SubjectKey
from sankofa.surveys import permissions as talks
from tests import builders
from tests.builders import AT
from tests.pages.conftest import talked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = {
    permissions.SEND,
    permissions.UNDO,
    returnees.REGISTER,
    returnees.VIEW,
    returnees.AMEND,
    returnees.JOIN,
    talks.INTERVIEW,
}
LIST = b"""Name,Sex,DoB,Phone,Returned from,Date of return,Passport no.
Amina Rahman,F,12/03/1984,01712345678,Oman,15/03/2021,BX0123456
Karim Sheikh,M,05/09/1990,01812345678,Qatar,20/04/2022,
Joyce Mensah,F,01/02/1979,01912345670,Oman,11/05/2020,
"""
TOLD_APART = ("store.revision", "store.counter", "store.subjectkey", "store.blob")
"""What keeps telling what happened: histories, numbers given out, destroyed keys, the sent file."""


@pytest.fixture
def office(db: None) -> Office:
    hooks.fill()
    for country in ("BD", "OM", "QA"):
        builders.country(country)
    return builders.office()


@pytest.fixture
def sender(office: Office) -> User:
    return builders.user(office, may=MAY)


def let_in(sender: User, content: bytes = LIST) -> IncomingFile:
    by = sender.as_actor()
    file = actions.send(office=sender.office, importer="returnees", name="a.csv", content=content, by=by, at=AT)
    held = opened(file)
    laid = held.layout()
    found = proposals(laid.columns, held.fields, laid.tags)
    columns = {place: one.field for place, one in found.items()}
    file = actions.confirm_mapping(
        file=file, sheet=laid.sheet, header_row=laid.header_row, columns=columns, day_first=True, by=by, at=AT
    )
    work = at_work(file)
    for step in (actions.check_next, actions.apply_next):
        step(file=file, work=work, by=by, at=AT)
    file = IncomingFile.objects.get(pk=file.pk)
    assert file.stage == Stage.DONE
    return file


def taken_back(file: IncomingFile, by: User, rows_max: int = 500) -> actions.TakenBack:
    actions.begin_undo(file=file, reason="last year’s list", by=by.as_actor(), at=AT)
    while True:
        done = actions.undo_next(file=file, rows_max=rows_max, by=by.as_actor(), at=AT)
        if done.stage == Stage.UNDONE:
            return done


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return what every table holds, but for what tells of the past and the file itself."""
    return {
        table._meta.label_lower: sorted(table._base_manager.values(), key=str)
        for table in apps.get_models()
        if table.__module__.startswith("sankofa.")
        and table._meta.app_label not in {"audit", "intake"}
        and table._meta.label_lower not in TOLD_APART
    }


@pytest.mark.parametrize("rows_max", [1, 2, 500])
def test_letting_a_list_in_and_taking_it_back_leaves_every_table_as_it_was(sender: User, rows_max: int) -> None:
    builders.person(sender.office, given_name="Somebody", family_name="Else")
    let_in(sender, LIST.replace(b"Amina", b"Amena").replace(b"BX0123456", b"").replace(b"1984", b"1985"))
    before = everything()
    file = let_in(sender)
    assert everything() != before
    assert PossibleSame.objects.exists(), "somebody on the list looks like somebody there"
    done = taken_back(file, sender, rows_max)
    assert everything() == before
    assert (done.stays, done.waiting) == (0, 0)
    assert done.out == queries.came_in(file).count() > 0


def test_what_is_left_of_a_list_taken_back_is_the_file_its_verdicts_and_the_record(sender: User) -> None:
    file = let_in(sender)
    ids = [row.subject_id for row in queries.came_in(file)]
    taken_back(file, sender)
    file.refresh_from_db()
    assert (file.stage, file.undone_at, file.undo_reason) == (Stage.UNDONE, AT, "last year’s list")
    assert file.undone_by == sender
    assert opened(file).layout().rows, "the file itself can still be read"
    assert {row.undone for row in queries.came_in(file)} == {"out"}
    told = Event.objects.get(action="returnees.take_out")
    assert sorted(row[0] for row in told.detail["rows"]) == sorted(ids)
    assert all(row[1] for row in told.detail["rows"]), "each with the digest of the line that said who it was"
    assert [event.detail["out"] for event in Event.objects.filter(action="intake.undo_next")] == [len(ids)]
    assert not Revision.objects.filter(subject_id__in=ids, erased_line="").exists()
    assert SubjectKey.objects.filter(pk__in=ids, destroyed_at=None).count() == 0
    *_, last = verification.verify()
    assert last.is_whole


def test_the_same_list_can_be_sent_again_after_it_was_taken_back(sender: User) -> None:
    first = let_in(sender)
    taken_back(first, sender)
    again = let_in(sender)
    assert again.pk != first.pk
    assert again.counts["new"] == first.counts["new"]
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Amina", "Karim", "Joyce"}


def test_those_whom_a_list_only_recognised_stay(sender: User) -> None:
    let_in(sender)
    second = let_in(sender, LIST + b"Rahima Khatun,F,09/09/1991,01612345678,Oman,15/03/2021,\n")
    assert second.counts["known"] == 3
    taken_back(second, sender)
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Amina", "Karim", "Joyce"}


def test_a_list_is_taken_back_once_and_only_by_whom_it_may_be(sender: User, office: Office) -> None:
    file = let_in(sender)
    colleague = builders.user(office, may=MAY)
    with pytest.raises(actions.SentBySomebodyElse):
        actions.check_may_undo(file, by=colleague.as_actor(), at=AT)
    assert not actions.may_undo(file, by=colleague.as_actor(), at=AT)
    manager = builders.user(office, may={*MAY, permissions.UNDO_OTHERS})
    with pytest.raises(actions.NotNow):
        actions.undo_next(file=file, by=manager.as_actor(), at=AT)
    with pytest.raises(NeedsSecondPerson):
        actions.begin_undo(file=file, reason="mine", by=manager.as_actor(), at=AT)
    assert taken_back(file, sender).out == 3
    again = actions.undo_next(file=file, by=manager.as_actor(), at=AT)
    assert (again.stage, again.now_out) == (Stage.UNDONE, 0)
    with pytest.raises(actions.NotNow):
        actions.begin_undo(file=file, reason="again", by=sender.as_actor(), at=AT)


def test_a_colleagues_list_and_a_long_one_are_taken_back_by_two(sender: User, office: Office) -> None:
    file = let_in(sender)
    by_two = {permissions.UNDO_OTHERS, PROPOSE, DECIDE}
    manager, supervisor = (builders.user(office, may={*MAY, *by_two}) for _ in range(2))
    about = {"subject": file, "kind": actions.BEGIN_UNDO, "content": {"reason": "last year’s list"}}
    held = approvals.propose(**about, by=manager.as_actor(), at=AT)
    seen = approvals.Seen(held.round, "approve", held.digest)
    with pytest.raises(approvals.MayNot):
        approvals.approve(proposal=held, seen=seen, by=manager.as_actor(), at=AT)
    approvals.approve(proposal=held, seen=seen, by=supervisor.as_actor(), at=AT)
    file.refresh_from_db()
    assert (file.stage, file.undone_by, file.undo_reason) == (Stage.UNDOING, manager, "last year’s list")
    assert actions.undo_next(file=file, by=manager.as_actor(), at=AT).out == 3

    long = let_in(sender)
    IncomingFile.objects.filter(pk=long.pk).update(counts={**long.counts, "new": 201})
    with pytest.raises(NeedsSecondPerson):
        actions.begin_undo(file=long, reason="mine", by=sender.as_actor(), at=AT)


def test_nobody_takes_people_out_who_may_not_register_them(sender: User, office: Office) -> None:
    file = let_in(sender)
    other = builders.user(office, may={permissions.UNDO, permissions.UNDO_OTHERS})
    actions.begin_undo(file=file, reason="why", by=sender.as_actor(), at=AT)
    with pytest.raises(NotAllowed):
        actions.undo_next(file=file, by=other.as_actor(), at=AT)
    assert Person.objects.count() == 3


def amina() -> Person:
    return Person.objects.get(given_name="Amina")


def _amended(sender: User) -> None:
    register.amend(
        person=amina(), kind="person", record_id=None, said={"education": "primary"}, because=register.Why.TOLD,
        words="", seen=1, by=sender.as_actor(), at=AT,
    )  # fmt: skip


def _talked(sender: User) -> None:
    talked(amina(), sender)


def _consent(sender: User) -> None:
    sitting = Sitting.objects.create(subject_id=amina().pk, sent_id=uuid.uuid4(), at=AT, how="spoken", capacity="adult")
    assert sitting.pk


def _joined(sender: User) -> None:
    register.join(person=amina(), leading=builders.person(sender.office), reason="one", by=sender.as_actor(), at=AT)


def _compared(sender: User) -> None:
    builders.possiblesame(
        amina(), builders.person(sender.office), state=PairState.UNSURE, reason="who knows", decided_at=AT
    )


def _sent_back(sender: User) -> None:
    builders.sentback(amina(), to=sender)


def _protected(sender: User) -> None:
    from sankofa.returnees.models import Protection

    Protection.objects.create(person=amina(), kind="threat", reason="a threat", protected_at=AT, review_on=AT.date())


def _proposed(sender: User) -> None:
    builders.proposal(amina(), sender)


def _opened(sender: User) -> None:
    builders.opening(amina())


def _drafted(sender: User) -> None:
    drafts.keep(owner_id=str(sender.pk), flow="talk", subject="x", content={"a": "b"}, about=amina().pk)


def _listed(sender: User) -> None:
    let_in(sender, LIST + b"Rahima Khatun,F,09/09/1991,01612345678,Oman,15/03/2021,\n")


WORK: dict[str, tuple[Callable[[User], None], str]] = {
    "corrected": (_amended, "stays_corrected"),
    "a talk": (_talked, "stays_talked"),
    "asked for consent": (_consent, "stays_consent"),
    "joined": (_joined, "stays_compared"),
    "compared": (_compared, "stays_compared"),
    "sent back": (_sent_back, "stays_sent_back"),
    "proposed": (_proposed, "stays_proposed"),
    "opened": (_opened, "stays_opened"),
    "a draft": (_drafted, "stays_begun"),
    "on a later list": (_listed, "stays_other_list"),
}


@pytest.mark.parametrize("what", WORK)
def test_whoever_somebody_worked_with_stays_and_the_page_can_say_why(sender: User, what: str) -> None:
    file = let_in(sender)
    work, code = WORK[what]
    whose = amina().pk
    work(sender)
    assert code in built_on([whose], source=file.source)[whose]
    done = taken_back(file, sender)
    assert (done.out, done.stays) == ((0, 3) if what == "on a later list" else (2, 1))
    assert Person.objects.filter(pk=whose).exists()
    assert RowResult.objects.get(file=file, subject_id=str(whose)).undone == "stays"
    assert SearchKey.objects.filter(person=whose).exists()
    assert SubjectKey.objects.filter(pk=whose, destroyed_at=None).exists()


def test_of_a_protected_person_the_reason_says_nothing(sender: User) -> None:
    file = let_in(sender)
    whose = amina().pk
    _protected(sender)
    assert built_on([whose], source=file.source)[whose] == {"stays_elsewhere"}


def test_people_of_another_file_are_not_taken_out_with_this_one(sender: User) -> None:
    file = let_in(sender)
    other = register.register_many(
        office=sender.office, rows=[("by hand", _terms())], by=sender.as_actor(), at=AT
    ).people[0]
    done = register.take_out(office=sender.office, people=[other.pk], source=file.source, by=sender.as_actor(), at=AT)
    assert done.people == ()
    assert Person.objects.filter(pk=other.pk).exists()


def _terms() -> Any:
    from sankofa.returnees.rules.terms import PersonTerms

    return PersonTerms("Rahima", "Khatun")


def test_every_table_that_points_at_a_person_is_looked_at() -> None:
    """A later room is in it by itself: nothing but what registering writes may point at a person and not count."""
    pointing = {
        field
        for table in apps.get_models(include_auto_created=True)
        for field in table._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person and table not in PARTS
    }
    assert pointing == set(keys_to(Person))
    assert Person._meta.get_field("id") not in pointing
    held = {f"{column.model._meta.label_lower}.{column.name}" for column in columns_of_ids()}
    assert {
        "consent.sitting.subject_id",
        "consent.exemption.subject_id",
        "consent.handover.subject_id",
        "messages.message.subject_id",
        "messages.contactplan.subject_id",
        "approvals.proposal.subject_id",
        "accounts.opening.record_id",
        "shell.draft.about",
        "ledger.account.owner_id",
    } <= held


def test_the_database_itself_refuses_to_take_out_somebody_whom_a_table_names(sender: User) -> None:
    let_in(sender)
    _protected(sender)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=amina().pk).delete()


def test_whoever_was_taken_out_does_not_come_back_with_an_older_backup(
    sender: User, django_capture_on_commit_callbacks: Any
) -> None:
    file = let_in(sender)
    whose = amina().pk
    with django_capture_on_commit_callbacks(execute=True):
        taken_back(file, sender)
    assert whose in erasures.destroyed_ids()


def test_every_reason_has_its_words() -> None:
    from sankofa.kernel import wording
    from sankofa.kernel.finding import Finding, Weight

    for code in CODES:
        for language in ("en", "fr", "ur"):
            assert wording.text(Finding(code, Weight.NOTE, "undo"), language, "sankofa.returnees")

"""What another system collected: received once, let in form by form, then destroyed; taken back; answers out."""

from dataclasses import dataclass

import pytest

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.store import blobs
from sankofa.surveys import actions, gathering, permissions, queries
from sankofa.surveys.actions import gathering as steps
from sankofa.surveys.actions.taking import NothingToTake, TooManyAlone
from sankofa.surveys.models import AnswersTaken, FormVersion, GatheredFile, Stage, Submission
from sankofa.surveys.rules import exported, outline
from sankofa.surveys.workbooks import workbook
from tests import builders
from tests.builders import AT
from tests.specification.test_exports_read import HOUSEHOLD, KOBO

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BOOK = workbook(KOBO)
MAY = (SIGNED_IN, permissions.PUBLISH, permissions.GATHER, permissions.ANSWERS)


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer, their form, and a file of two households that another system collected with it."""

    office: Office
    officer: User
    version: FormVersion
    file: GatheredFile

    @property
    def entries(self) -> tuple[exported.Entry, ...]:
        tables = gathering.opened(BOOK).tables
        return tuple(exported.export(tables, queries.outline_of(self.version)).entries)

    def let_in(self) -> None:
        by = self.officer.as_actor()
        steps.begin_letting_in(file=self.file, case_column="", by=by, at=AT)
        for _ in self.entries:
            self.file.refresh_from_db()
            steps.let_in_next(file=self.file, entries=self.entries, by=by, at=AT, most=1)
        assert steps.read_next(self.file, at=AT) == len(self.entries)
        self.file.refresh_from_db()
        steps.finish_file(file=self.file, by=by, at=AT)
        self.file.refresh_from_db()


@pytest.fixture
def desk() -> Desk:
    office = builders.office()
    officer = builders.user(office, may=MAY)
    by = officer.as_actor()
    version = actions.publish(office=office, sheets=outline.texts_of(HOUSEHOLD), note="", by=by, at=AT)
    file = steps.send_file(office=office, version=version, name="export.xlsx", content=BOOK, by=by, at=AT)
    return Desk(office, officer, version, file)


def test_a_file_received_twice_is_the_same_file(desk: Desk) -> None:
    again = steps.send_file(
        office=desk.office,
        version=desk.version,
        name="again.xlsx",
        content=BOOK,
        by=desk.officer.as_actor(),
        at=AT,
    )
    assert again == desk.file
    with pytest.raises(steps.SentBefore):
        steps.receive_file(
            office=desk.office,
            version=desk.version,
            name="again.xlsx",
            content=desk.file.content,
            reading=desk.file.reading,
            forms_total=2,
            by=desk.officer.as_actor(),
            at=AT,
        )


def test_a_file_is_destroyed_once_its_forms_are_in_and_not_before(desk: Desk) -> None:
    by = desk.officer.as_actor()
    steps.begin_letting_in(file=desk.file, case_column="", by=by, at=AT)
    with pytest.raises(steps.NotAtThisStage):
        steps.finish_file(file=desk.file, by=by, at=AT)
    assert blobs.content_of(desk.file.content)
    desk.let_in()
    desk.file.refresh_from_db()
    assert desk.file.stage == Stage.DONE
    assert Submission.objects.count() == 2
    desk.file.content.refresh_from_db()
    desk.file.reading.refresh_from_db()
    for held in (desk.file.content, desk.file.reading):
        with pytest.raises(blobs.Destroyed):
            blobs.content_of(held)


def test_what_a_file_brought_is_taken_back_form_by_form(desk: Desk) -> None:
    desk.let_in()
    by = desk.officer.as_actor()
    steps.begin_undo_gathered(file=desk.file, reason="sent by mistake", by=by, at=AT)
    desk.file.refresh_from_db()
    first = steps.undo_gathered_next(file=desk.file, by=by, at=AT, most=1)
    assert (len(first.out), Submission.objects.count(), first.file.stage) == (1, 1, Stage.UNDOING)
    desk.file.refresh_from_db()
    last = steps.undo_gathered_next(file=desk.file, by=by, at=AT)
    assert (len(last.out), Submission.objects.count(), last.file.stage) == (1, 0, Stage.UNDONE)


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        pytest.param(0, NothingToTake, id="nothing-came-in"),
        pytest.param(100_000, TooManyAlone, id="more-than-one-person-takes-alone"),
    ],
)
def test_answers_that_may_not_be_taken_leave_no_record(desk: Desk, rows: int, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        actions.take_answers(
            office=desk.office,
            version=desk.version,
            layout="wide",
            has_texts=False,
            purpose="the yearly report",
            rows=rows,
            by=desk.officer.as_actor(),
            at=AT,
        )
    assert not AnswersTaken.objects.exists()

"""What is done by itself once the time is over: sent files are destroyed, and the erased stay erased."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed, system
from sankofa.audit import queries as audit
from sankofa.intake import actions, queries
from sankofa.intake.importers import importers
from sankofa.intake.models import IncomingFile
from sankofa.intake.permissions import SEND
from sankofa.project import upkeep
from sankofa.returnees.models import Person
from sankofa.store import blobs, erasures
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON
from tests.notebook import Notebook, NotebookImporter

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LIST = b"Full name;Phone\nAmina Rahman;01712345678\n"
OTHER = b"Full name;Phone\nKarim Sheikh;01812345678\n"


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.BLOB_FOLDER = tmp_path
    monkeypatch.setattr(erasures, "file", lambda: tmp_path / "keys.erased")
    held = Notebook()

    def make() -> NotebookImporter:
        return NotebookImporter(held)

    importers.fill(make)
    yield
    importers._filled.remove(make)


@pytest.fixture
def office() -> Any:
    return builders.office()


def sent(office: Any, content: bytes, *, days_ago: int, name: str = "amina.csv") -> IncomingFile:
    sender = builders.user(office, may={SEND}).as_actor()
    at = AT - timedelta(days=days_ago)
    return actions.send(office=office, importer="notebook", name=name, content=content, by=sender, at=at)


def test_a_sent_file_is_destroyed_once_its_time_is_over_and_its_receipt_stays(
    office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    old, young = sent(office, LIST, days_ago=200), sent(office, OTHER, days_ago=20)
    with django_capture_on_commit_callbacks(execute=True):
        upkeep.forget(at=AT)
    old, young = IncomingFile.objects.get(pk=old.pk), IncomingFile.objects.get(pk=young.pk)
    for held in (old.content, old.reading):
        with pytest.raises(blobs.Destroyed):
            blobs.content_of(held)
        assert not blobs._path(held).exists()
    assert (old.name, old.title) == ("", old.receipt)
    assert blobs.content_of(young.content) == OTHER
    assert young.title == "amina.csv"


def test_the_history_of_a_destroyed_file_does_not_tell_its_name_and_the_record_is_whole(office: Any) -> None:
    file = sent(office, LIST, days_ago=200)
    actions.destroy_content(file=file, by=system("test", on=ON), at=AT)
    told = [line.changes.get("name") for line in Revision.objects.filter(subject_id=str(file.pk))]
    assert [name for name in told if name and name[0]] == []
    *_, checked = audit.verify()
    assert checked.broken == []


def test_a_file_that_another_office_sent_later_is_kept(office: Any) -> None:
    old = sent(office, LIST, days_ago=200)
    sent(builders.office(), LIST, days_ago=20)
    upkeep.forget(at=AT)
    assert blobs.content_of(IncomingFile.objects.get(pk=old.pk).content) == LIST


def test_doing_it_again_finds_nothing_to_do(office: Any) -> None:
    sent(office, LIST, days_ago=200)
    assert actions.destroy_old(by=system("test", on=ON), at=AT, before=ON) == 1
    assert actions.destroy_old(by=system("test", on=ON), at=AT, before=ON) == 0
    assert queries.files_over(before=ON) == []


def test_whoever_may_not_send_files_may_not_destroy_them(office: Any) -> None:
    file = sent(office, LIST, days_ago=200)
    with pytest.raises(NotAllowed):
        actions.destroy_content(file=file, by=builders.user(office).as_actor(), at=AT)
    assert blobs.content_of(file.content) == LIST


def test_whoever_came_back_with_a_backup_is_erased_again_by_itself(office: Any) -> None:
    person = builders.person(office, phone="+8801712345678")
    erasures.note([person.pk], at=AT)
    upkeep.forget(at=AT)
    assert Person.objects.get(pk=person.pk).erased_on == ON

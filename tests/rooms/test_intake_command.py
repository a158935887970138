"""Files from the command line: the same steps, the same refusals, and an outcome that machines can read."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sankofa.accounts.models import Office
from sankofa.audit.models import Event
from sankofa.intake import commands
from sankofa.intake.importers import importers
from sankofa.intake.models import IncomingFile
from sankofa.intake.rules.stages import Stage
from sankofa.store.models import Revision, Source
from tests import builders
from tests.notebook import Notebook, NotebookImporter

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    held = Notebook()

    def make() -> NotebookImporter:
        return NotebookImporter(held)

    importers.fill(make)
    yield held
    importers._filled.remove(make)


@pytest.fixture
def office(db: None) -> Office:
    return builders.office(name="Sylhet office")


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text("Full name;Phone;Tel 2\nAmina Rahman;01712345678;\nKarim;none of yours;01812345678\n", "utf-8")
    return path


def test_a_file_goes_in_and_the_rest_comes_back_beside_it(
    notebook: Notebook, office: Office, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.run(sent, office="sylhet OFFICE", yes=True, as_json=False, importer="notebook")
    file = IncomingFile.objects.get()
    told = capsys.readouterr().out
    assert f"Receipt {file.receipt}: 1 rows went in." in told
    assert "left out: Tel 2" in told
    assert list(notebook.entries) == ["Amina Rahman"]
    assert (sent.parent / f"march-{file.receipt}.csv").exists()
    assert {event.actor_kind for event in Event.objects.all()} == {"system"}
    assert {revision.source for revision in Revision.objects.filter(subject_kind="intake.incomingfile")} == {
        Source.COMMAND
    }


def test_machines_are_told_without_anything_being_written_unless_they_say_yes(
    notebook: Notebook, office: Office, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.run(sent, office=office.name, yes=False, as_json=True, importer="notebook")
    told = json.loads(capsys.readouterr().out)
    assert told["stage"] == Stage.CHECKED
    assert told["verdicts"] == {"new": 1, "remark": 0, "known": 0, "refused": 1}
    assert told["columns"] == {"name": "Full name", "phone": "Phone"}
    assert notebook.entries == {}
    commands.run(sent, office=office.name, yes=True, as_json=True, importer="notebook")
    assert json.loads(capsys.readouterr().out)["stage"] == Stage.DONE
    assert list(notebook.entries) == ["Amina Rahman"]


def test_columns_can_be_told(notebook: Notebook, office: Office, sent: Path) -> None:
    with pytest.raises(commands.NoSuchColumn):
        commands.check_file(sent, office=office.name, importer="notebook", mapping={"Fax": "phone"})
    told = {"Phone": "", "Tel 2": "phone"}
    file = commands.import_file(sent, office.name, importer="notebook", mapping=told)
    assert file.counts == {"new": 2, "remark": 0, "known": 0, "refused": 0}


def test_the_same_file_again_changes_nothing(notebook: Notebook, office: Office, sent: Path) -> None:
    first = commands.import_file(sent, office.name, importer="notebook")
    again = commands.import_file(sent, office.name, importer="notebook")
    assert (again.pk, again.finished_at) == (first.pk, first.finished_at)
    assert notebook.writes == [1]


@pytest.mark.parametrize(
    ("office_name", "content", "expected"),
    [
        pytest.param("Nowhere", b"Full name\nAmina\n", "There must be one office called 'Nowhere'", id="office"),
        pytest.param("Sylhet office", b"%PDF-1.7", "This is a PDF.", id="pdf"),
        pytest.param("Sylhet office", b"Phone\n01712345678\n", "name", id="no-column-for-the-name"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_would_be_right(
    notebook: Notebook, office: Office, sent: Path, office_name: str, content: bytes, expected: str
) -> None:
    sent.write_bytes(content)
    with pytest.raises(click.ClickException, match=expected):
        commands.run(sent, office=office_name, yes=True, as_json=True, importer="notebook")
    assert notebook.entries == {}

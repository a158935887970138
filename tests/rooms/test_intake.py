"""Files coming in, with a database: sent once, checked before anything is written, let in exactly once."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import openpyxl
import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.audit.rules.terms import Kind
from sankofa.intake import actions, files, goes_back, queries, remembered
from sankofa.intake.contents import NoTable, at_work, opened
from sankofa.intake.importers import UnknownImporter, importer_called, importers
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.permissions import SEND
from sankofa.intake.rules.mapping import proposals
from sankofa.intake.rules.stages import Stage
from sankofa.store import blobs
from sankofa.store.models import Blob, Revision, Source
from tests import builders
from tests.builders import AT, ON
from tests.notebook import Notebook, NotebookImporter

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LIST = """Returnees of Sylhet
Nom complet;Téléphone;Date de retour;Remarks
Amina Rahman;01712345678;15/03/2021;
Karim Sheikh;01812345678;31/02/2021;spoke on the phone

;01912345678;2021;
Rahima Khatun;01712345670 / 01812345670;mars 2021;
Amina Rahman;01712345678;15/03/2021;
Total;4;;
""".encode()


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
    return builders.office()


@pytest.fixture
def sender(office: Office) -> User:
    return builders.user(office, may={SEND})


def sent(office: Office, sender: User, content: bytes = LIST, name: str = "march.csv") -> IncomingFile:
    return actions.send(office=office, importer="notebook", name=name, content=content, by=sender.as_actor(), at=AT)


def mapped(file: IncomingFile, sender: User, **changed: Any) -> IncomingFile:
    contents = opened(file)
    laid = contents.layout()
    found = proposals(laid.columns, contents.fields, laid.tags, queries.remembered_columns(file, laid))
    chosen = {
        "sheet": laid.sheet,
        "header_row": laid.header_row,
        "columns": {index: proposal.field for index, proposal in found.items()},
        "day_first": True,
    }
    return actions.confirm_mapping(file=file, **{**chosen, **changed}, by=sender.as_actor(), at=AT)


def checked(file: IncomingFile, sender: User, rows_max: int = 500) -> IncomingFile:
    work = at_work(file)
    while (
        actions.check_next(file=file, work=work, rows_max=rows_max, by=sender.as_actor(), at=AT).stage == Stage.MAPPED
    ):
        pass
    return IncomingFile.objects.get(pk=file.pk)


def let_in(file: IncomingFile, sender: User, rows_max: int = 500) -> IncomingFile:
    work = at_work(file)
    while actions.apply_next(file=file, work=work, rows_max=rows_max, by=sender.as_actor(), at=AT).stage != Stage.DONE:
        pass
    return IncomingFile.objects.get(pk=file.pk)


def verdicts(file: IncomingFile) -> dict[int, str]:
    return dict(RowResult.objects.filter(file=file).order_by("row").values_list("row", "verdict"))


def test_every_row_of_a_list_gets_its_verdict_before_anything_is_written(
    notebook: Notebook, office: Office, sender: User
) -> None:
    file = checked(mapped(sent(office, sender), sender), sender)
    assert file.stage == Stage.CHECKED
    assert verdicts(file) == {3: "new", 4: "refused", 6: "refused", 7: "remark", 8: "known"}
    assert file.counts == {"new": 1, "remark": 1, "known": 1, "refused": 2}
    assert notebook.entries == {}


def test_good_rows_go_in_and_every_one_can_be_traced_to_its_row(
    notebook: Notebook, office: Office, sender: User
) -> None:
    file = let_in(checked(mapped(sent(office, sender), sender), sender), sender)
    assert notebook.entries == {"Amina Rahman": f"{file.source}/3", "Rahima Khatun": f"{file.source}/7"}
    assert (file.stage, file.finished_at, file.cursor) == (Stage.DONE, AT, file.rows_total)
    through = queries.row_of("tests.name", "Rahima Khatun")
    assert through is not None
    assert (through.file, through.row, through.marks) == (file, 7, ["phone:several_phones"])


def test_the_same_file_sent_again_is_the_same_file(notebook: Notebook, office: Office, sender: User) -> None:
    first = sent(office, sender)
    again = sent(office, sender, name="another name.csv")
    assert again.pk == first.pk
    assert IncomingFile.objects.count() == 1
    elsewhere = builders.office()
    other = builders.user(elsewhere, may={SEND})
    assert sent(elsewhere, other).pk != first.pk


def test_content_that_was_received_is_not_received_again(notebook: Notebook, office: Office, sender: User) -> None:
    file = sent(office, sender)
    with pytest.raises(actions.AlreadySent) as known:
        actions.receive(
            office=office, importer="notebook", name="again.csv", content=file.content, reading=file.reading,
            contents=opened(file), by=sender.as_actor(), at=AT,
        )  # fmt: skip
    assert known.value.earlier == file


def test_a_file_let_in_once_is_never_let_in_twice(notebook: Notebook, office: Office, sender: User) -> None:
    file = let_in(checked(mapped(sent(office, sender), sender), sender), sender)
    again = actions.apply_next(file=file, work=at_work(file), by=sender.as_actor(), at=AT)
    assert (again.stage, dict(again.settled)) == (Stage.DONE, {})
    assert len(notebook.entries) == 2
    assert notebook.writes == [2]


@pytest.mark.parametrize("rows_max", [1, 2, 5])
def test_chunks_of_any_size_lead_to_the_same_end(
    notebook: Notebook, office: Office, sender: User, rows_max: int
) -> None:
    file = let_in(checked(mapped(sent(office, sender), sender), sender, rows_max), sender, rows_max)
    assert file.counts == {"new": 1, "remark": 1, "known": 1, "refused": 2}
    assert set(notebook.entries) == {"Amina Rahman", "Rahima Khatun"}


def test_what_breaks_halfway_leaves_no_half_row_and_goes_on_where_it_stopped(
    notebook: Notebook, office: Office, sender: User
) -> None:
    file = checked(mapped(sent(office, sender), sender), sender)
    notebook.breaks_at = "Rahima Khatun"
    work = at_work(file)
    with suppress(RuntimeError):
        for _ in range(9):
            actions.apply_next(file=file, work=work, rows_max=1, by=sender.as_actor(), at=AT)
    held = IncomingFile.objects.get(pk=file.pk)
    assert (held.stage, held.cursor) == (Stage.APPLYING, 3)
    notebook.breaks_at = ""
    assert let_in(held, sender).stage == Stage.DONE
    assert set(notebook.entries) == {"Amina Rahman", "Rahima Khatun"}


def test_rows_known_by_now_are_known_even_if_they_were_new_at_the_check(
    notebook: Notebook, office: Office, sender: User
) -> None:
    file = checked(mapped(sent(office, sender), sender), sender)
    notebook.entries["Amina Rahman"] = "written by somebody else"
    done = let_in(file, sender)
    assert verdicts(done)[3] == "known"
    assert done.counts["new"] == 0
    assert notebook.entries["Amina Rahman"] == "written by somebody else"


def test_confirmed_columns_are_remembered_for_the_organisation(
    notebook: Notebook, office: Office, sender: User
) -> None:
    columns = {0: "name", 3: "phone"}
    mapped(sent(office, sender), sender, columns=columns)
    colleague = builders.user(builders.office(office.organisation), may={SEND})
    later = sent(colleague.office, colleague, LIST.replace(b"Sylhet", b"Sunamganj"))
    laid = opened(later).layout()
    assert queries.remembered_columns(later, laid) == {
        "Nom complet": "name", "Téléphone": "", "Date de retour": "", "Remarks": "phone",
    }  # fmt: skip
    stranger = builders.user(builders.office(), may={SEND})
    assert queries.remembered_columns(sent(stranger.office, stranger), laid) is None


def test_what_was_confirmed_is_remembered_apart_for_every_place_that_lists_come_from(
    notebook: Notebook, office: Office, sender: User
) -> None:
    def from_agency(name: str, content: bytes) -> IncomingFile:
        return actions.send(
            office=office, importer="notebook", name="x.csv", content=content, list_source=name,
            by=sender.as_actor(), at=AT,
        )  # fmt: skip

    first = from_agency("Brac  Sylhet", LIST)
    mapped(first, sender, columns={0: "name", 3: "phone"}, day_first=False)
    later = from_agency("BRAC Sylhet ", LIST.replace(b"Karim", b"Rashid"))
    other = from_agency("OKUP", LIST.replace(b"Karim", b"Selim"))
    laid = opened(later).layout(later.sheet, later.header_row, later.header_first)
    assert later.list_source == first.list_source
    assert str(later.list_source) == "Brac Sylhet"
    assert queries.remembered_columns(later, laid) == {
        "Nom complet": "name", "Téléphone": "", "Date de retour": "", "Remarks": "phone",
    }  # fmt: skip
    assert (queries.remembered_day_order(later, laid), queries.remembered_day_order(other, laid)) == (False, None)
    assert queries.remembered_columns(other, laid) is None
    assert remembered.source_names([office.organisation_id]) == ["Brac Sylhet", "OKUP"]
    assert remembered.source_names([builders.office().organisation_id]) == []


def test_a_list_from_the_same_place_is_read_under_the_same_rows_of_headings(
    notebook: Notebook, office: Office, sender: User
) -> None:
    lines = b"Person,,Return,\nFull name,Phone,Date,Reason\nAmina Rahman,01712345678,15/03/2021,visa\n"
    first = actions.send(
        office=office, importer="notebook", name="x.csv", content=lines, list_source="IOM", by=sender.as_actor(), at=AT
    )
    assert (first.header_first, first.header_row) == (1, 2)
    mapped(first, sender, header_row=2, header_first=2, columns={0: "name"})
    again = lines.replace(b"Amina", b"Rahima")
    later = actions.send(
        office=office, importer="notebook", name="y.csv", content=again, list_source="iom", by=sender.as_actor(), at=AT
    )
    assert (later.header_first, later.header_row) == (2, 2)
    elsewhere = sent(office, sender, lines.replace(b"Amina", b"Fatema"))
    assert (elsewhere.header_first, elsewhere.header_row) == (1, 2)


def test_a_change_names_the_list_it_came_with(notebook: Notebook, office: Office, sender: User) -> None:
    file = sent(office, sender)
    assert queries.list_behind(f"{file.source}/3") == file
    for other in ("", "file:", "file:nonsense/3", f"form:{file.pk}", f"file:{office.pk}/3"):
        assert queries.list_behind(other) is None


def test_columns_may_be_confirmed_anew_until_rows_go_in(notebook: Notebook, office: Office, sender: User) -> None:
    file = checked(mapped(sent(office, sender), sender), sender)
    work = at_work(file)
    anew = mapped(file, sender, columns={0: "name"})
    assert (anew.stage, RowResult.objects.count()) == (Stage.MAPPED, 0)
    with pytest.raises(actions.ConfirmedAnew):
        actions.check_next(file=anew, work=work, by=sender.as_actor(), at=AT)
    done = let_in(checked(anew, sender), sender)
    with pytest.raises(actions.NotNow):
        mapped(done, sender)


def test_columns_that_cannot_be_are_refused(notebook: Notebook, office: Office, sender: User) -> None:
    file = sent(office, sender)
    with pytest.raises(actions.ColumnsMissing) as missing:
        mapped(file, sender, columns={1: "phone"})
    assert [spec.code for spec in missing.value.fields] == ["name"]
    with pytest.raises(actions.ColumnsDoubled) as doubled:
        mapped(file, sender, columns={0: "name", 1: "name"})
    assert doubled.value.codes == ("name",)


def test_nothing_goes_in_unchecked(notebook: Notebook, office: Office, sender: User) -> None:
    file = mapped(sent(office, sender), sender)
    with pytest.raises(actions.NotNow):
        actions.apply_next(file=file, work=at_work(file), by=sender.as_actor(), at=AT)


def test_somebody_of_another_office_may_neither_see_nor_touch_the_file(
    notebook: Notebook, office: Office, sender: User
) -> None:
    file = mapped(sent(office, sender), sender)
    stranger = builders.user(may={SEND}).as_actor()
    assert list(queries.files_for(stranger, on=ON)) == []
    assert list(queries.files_for(sender.as_actor(), on=ON)) == [file]
    for step in (
        lambda: actions.check_next(file=file, work=at_work(file), by=stranger, at=AT),
        lambda: actions.apply_next(file=file, work=at_work(file), by=stranger, at=AT),
        lambda: mapped(file, builders.user(may={SEND})),
        lambda: actions.send(office=office, importer="notebook", name="x.csv", content=LIST, by=stranger, at=AT),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert Event.objects.filter(kind=Kind.REFUSED).count() == 4


def test_what_people_wrote_lies_only_under_seal(notebook: Notebook, office: Office, sender: User) -> None:
    file = let_in(checked(mapped(sent(office, sender, name="Amina.csv"), sender), sender), sender)
    clear = [str(row) for row in RowResult.objects.exclude(subject_kind="tests.name").values_list("marks", "row")]
    clear += [str(IncomingFile.objects.values_list("mapping", "counts", "sheet").get())]
    clear += [str(revision.changes) for revision in Revision.objects.filter(subject_kind="intake.incomingfile")]
    clear += [str(detail) for detail in Event.objects.filter(subject_id=str(file.pk)).values_list("detail", flat=True)]
    assert "verdicts" in "".join(clear)
    assert not [text for text in clear if "Karim" in text or "01812" in text or "Amina.csv" in text]
    held = b"".join(path.read_bytes() for path in _blob_files())
    assert b"Karim" not in held
    assert file.name == "Amina.csv"
    assert blobs.content_of(file.content) == LIST


def _blob_files() -> list[Any]:
    return [blobs._path(blob) for blob in Blob.objects.all()]


def test_every_chunk_is_on_record_with_its_counts(notebook: Notebook, office: Office, sender: User) -> None:
    file = let_in(checked(mapped(sent(office, sender), sender), sender), sender)
    events = Event.objects.filter(subject_id=str(file.pk)).order_by("id")
    assert [event.action for event in events] == [
        "intake.receive", "intake.confirm_mapping", "intake.check_next", "intake.apply_next",
    ]  # fmt: skip
    last = events[3]
    assert last.detail["verdicts"] == {"new": 1, "remark": 1, "known": 1, "refused": 2}
    assert last.revision_digest
    assert {revision.source for revision in Revision.objects.filter(subject_id=str(file.pk))} == {Source.FORM}


REASONS = (
    "Row 4, Date de retour: 31/02/2021 is not a day of the calendar. "
    "Write it as 2021-02-28 or 28/02/2021, if that is what is meant.",
    "Row 6, Nom complet: Nothing is written here, but it is needed. An example: Amina Rahman",
)


def workbook_of_the_list() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in LIST.decode().splitlines():
        book.active.append(line.split(";"))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_lines(made: goes_back.GoesBack) -> list[list[str]]:
    (rows,) = files.sheets_of(made.content).values()
    return [[str(cell.value) if cell.value is not None else "" for cell in row.cells] for row in rows]


@pytest.mark.parametrize(
    ("name", "is_text"), [pytest.param("march.csv", True, id="csv"), pytest.param("march.xlsx", False, id="xlsx")]
)
def test_the_file_that_goes_back_is_of_its_kind_and_can_be_corrected_and_sent_again(
    notebook: Notebook, office: Office, sender: User, name: str, is_text: bool
) -> None:
    content = LIST if is_text else workbook_of_the_list()
    file = let_in(checked(mapped(sent(office, sender, content, name), sender), sender), sender)
    made = goes_back.goes_back(file, on=ON)
    assert (made.rows, made.suffix) == (2, ".csv" if is_text else ".xlsx")
    lines = as_lines(made)
    assert lines[0][0] == "Returnees of Sylhet"
    assert lines[1] == ["Nom complet", "Téléphone", "Date de retour", "Remarks", "What to correct"]
    assert lines[2][:3] == ["Karim Sheikh", "01812345678", "31/02/2021"]
    assert (lines[2][4], lines[3][4]) == REASONS
    lines[2][2], lines[3][0] = "28/02/2021", "Nasrin Akter"
    # A colleague put back a row that went in already.
    lines.append(["Amina Rahman", "01712345678", "15/03/2021", "", ""])
    mended = files.csv_of(lines, delimiter=";")
    again = let_in(checked(mapped(sent(office, sender, mended, "back.csv"), sender), sender), sender)
    assert again.counts == {"new": 2, "remark": 0, "known": 1, "refused": 0}
    assert set(notebook.entries) == {"Amina Rahman", "Rahima Khatun", "Karim Sheikh", "Nasrin Akter"}


def test_formulas_that_came_in_go_back_as_text(notebook: Notebook, office: Office, sender: User) -> None:
    content = b"Full name,Phone,Date of return\n=cmd|calc,01712345678,31/02/2021\n"
    made = goes_back.goes_back(checked(mapped(sent(office, sender, content), sender), sender), on=ON)
    assert made.content.decode("utf-8-sig").splitlines()[1].startswith("'=cmd|calc,")


def test_a_file_without_a_table_is_refused_and_leaves_nothing_behind(
    notebook: Notebook, office: Office, sender: User
) -> None:
    with pytest.raises(files.OnlyHeadings):
        sent(office, sender, b"only a heading\n")
    with pytest.raises(NoTable):
        sent(office, sender, b"1\n2\n")
    with pytest.raises(files.Pdf):
        sent(office, sender, b"%PDF-1.7")
    assert (IncomingFile.objects.count(), Blob.objects.count()) == (0, 0)


def test_an_importer_that_nobody_registered_is_unknown(office: Office, sender: User) -> None:
    with pytest.raises(UnknownImporter):
        importer_called("notebook")

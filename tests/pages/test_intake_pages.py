"""Pages of files coming in: one walk from the file to the receipt, and what each page refuses."""

import re
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.audit.rules.terms import Kind
from sankofa.intake.importers import importers
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.permissions import SEND
from sankofa.intake.rules.stages import Stage
from sankofa.intake.views import coming_in as views
from sankofa.store import blobs
from tests import builders
from tests.notebook import Notebook, NotebookImporter

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LIST = (
    b"Returnees of Sylhet\nFull name,Phone,Date of return\n"
    b"Amina <b>Rahman</b>,01712345678,15/03/2021\nKarim Sheikh,01812345678,31/02/2021\nTotal,2,\n"
)


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
    return builders.user(office, may={SEND, SIGNED_IN})


@pytest.fixture
def desk(client: Client, sender: User) -> Client:
    client.force_login(sender)
    return client


def send(desk: Client, content: bytes = LIST, name: str = "march.csv", **extra: Any) -> Any:
    form = {"file": SimpleUploadedFile(name, content), "importer": "notebook", **extra}
    form.setdefault("office", str(builders.User.objects.get(pk=desk.session["_auth_user_id"]).office_id))
    return desk.post(reverse("intake:send"), form)


def page(name: str, file: IncomingFile) -> str:
    return reverse(f"intake:{name}", args=[file.pk])


COLUMNS = {"header_row": "2", "sheet": "", "day_first": "day", "column_0": "name", "column_1": "phone",
           "column_2": "returned_on"}  # fmt: skip


def checked(desk: Client) -> IncomingFile:
    send(desk)
    file = IncomingFile.objects.get()
    desk.post(page("columns", file), COLUMNS)
    file.refresh_from_db()
    return file


def test_a_list_comes_in_from_the_upload_to_the_receipt(desk: Client, notebook: Notebook) -> None:
    assert "No file has come in yet" in desk.get(reverse("intake:files")).content.decode()
    answer = send(desk)
    file = IncomingFile.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page("columns", file))

    shown = desk.get(page("columns", file)).content.decode()
    assert '<option value="returned_on" selected>Date of return</option>' in shown
    assert "1 row above the headings" in shown
    assert "1 row of totals" in shown
    assert "15/03/2021" in shown

    answer = desk.post(page("columns", file), COLUMNS)
    assert (answer.status_code, answer["Location"]) == (302, page("rows", file))
    shown = desk.get(page("rows", file)).content.decode()
    assert "Date of return: 31/02/2021 is not a day of the calendar." in shown
    assert "Add 1 row to the register" in shown
    assert "Amina &lt;b&gt;Rahman&lt;/b&gt;" in shown
    assert notebook.entries == {}

    answer = desk.post(page("apply", file))
    assert (answer.status_code, answer["Location"]) == (302, page("receipt", file))
    shown = desk.get(page("receipt", file)).content.decode()
    assert file.receipt in shown
    assert "1 row went in." in shown
    assert "1 row comes back." in shown
    assert list(notebook.entries) == ["Amina <b>Rahman</b>"]
    listed = desk.get(reverse("intake:files")).content.decode()
    assert "march.csv" in listed
    assert page("receipt", file) in listed


def test_who_came_in_can_be_opened_from_the_rows(desk: Client, notebook: Notebook) -> None:
    file = checked(desk)
    desk.post(page("apply", file))
    shown = desk.get(page("rows", file), {"verdict": "new"}).content.decode()
    assert 'href="/notebook/Amina ' in shown
    assert "Karim" not in shown


def test_the_same_file_again_leads_to_the_one_sent_before(desk: Client, notebook: Notebook) -> None:
    file = checked(desk)
    desk.post(page("apply", file))
    answer = send(desk)
    assert (IncomingFile.objects.count(), answer["Location"]) == (1, page("receipt", file))
    assert "This file was sent before" in desk.get(answer["Location"]).content.decode()


def test_a_second_click_on_letting_rows_in_does_no_harm(desk: Client, notebook: Notebook) -> None:
    file = checked(desk)
    desk.post(page("apply", file))
    answer = desk.post(page("apply", file))
    assert answer["Location"] == page("receipt", file)
    assert notebook.writes == [1]


def test_rows_go_in_a_piece_at_a_time_and_the_button_goes_on(
    desk: Client, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = checked(desk)
    monkeypatch.setattr(views, "WORKING_TIME", views.WORKING_TIME * -1)
    original = views.actions.apply_next
    monkeypatch.setattr(views.actions, "apply_next", lambda **given: original(**{**given, "rows_max": 1}))
    answer = desk.post(page("apply", file))
    assert answer["Location"] == page("progress", file)
    shown = desk.get(page("progress", file)).content.decode()
    assert "Continue" in shown
    assert 'max="2"' in shown
    assert f'action="{page("apply", file)}"' in shown
    part = desk.post(page("apply", file), headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, page("receipt", file))
    assert RowResult.objects.filter(file=file).count() == 2


def test_a_piece_asked_for_by_script_answers_with_the_bar_alone(
    desk: Client, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk)
    file = IncomingFile.objects.get()
    monkeypatch.setattr(views, "WORKING_TIME", views.WORKING_TIME * -1)
    original = views.actions.check_next
    monkeypatch.setattr(views.actions, "check_next", lambda **given: original(**{**given, "rows_max": 1}))
    answer = desk.post(page("columns", file), COLUMNS)
    assert answer["Location"] == page("check", file)
    assert "<html" in desk.get(page("check", file)).content.decode()
    assert RowResult.objects.filter(file=file).count() == 1
    monkeypatch.setattr(views.actions, "check_next", lambda **given: original(**{**given, "rows_max": 0}))
    part = desk.post(page("check", file), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'value="1" max="2"' in part
    monkeypatch.setattr(views.actions, "check_next", original)
    done = desk.post(page("check", file), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == page("rows", file)


def test_what_goes_back_is_downloaded_and_on_record(desk: Client, notebook: Notebook) -> None:
    file = checked(desk)
    answer = desk.get(page("goes_back", file))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="march-{file.receipt}.csv"' in answer["Content-Disposition"]
    assert answer.content.decode("utf-8-sig").splitlines()[2].startswith("Karim Sheikh,01812345678,31/02/2021,")
    event = Event.objects.get(kind=Kind.EXPORT)
    assert (event.action, event.subject_id, event.detail) == ("intake.goes_back", str(file.pk), {"rows": 1})


def test_reasons_are_told_in_the_readers_language(desk: Client, notebook: Notebook) -> None:
    file = checked(desk)
    desk.cookies["django_language"] = "fr"
    assert "31/02/2021 n’existe pas dans le calendrier" in desk.get(page("rows", file)).content.decode()
    desk.cookies["django_language"] = "ur"
    shown = desk.get(page("rows", file)).content.decode()
    assert 'dir="rtl"' in shown
    assert "کیلنڈر میں نہیں ہے" in shown


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"%PDF-1.7", "This is a PDF.", id="pdf"),
        pytest.param(b"<html><table></table></html>", "This is a web page", id="html"),
        pytest.param(b"one heading\n", "This file has one row and nothing below it.", id="no-rows"),
        pytest.param(b"1\n2\n", "No list was found", id="no-headings"),
        pytest.param(b"", "This file holds nothing. Choose the file with your list in it.", id="empty"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_would_be_right(
    desk: Client, notebook: Notebook, content: bytes, expected: str
) -> None:
    answer = send(desk, content)
    assert answer.status_code == 422
    assert expected in answer.content.decode()


def test_a_file_for_an_office_that_is_not_theirs_is_refused(desk: Client, notebook: Notebook) -> None:
    answer = send(desk, office=str(builders.office().pk))
    assert answer.status_code == 422
    assert IncomingFile.objects.count() == 0


def test_columns_filled_twice_or_left_out_are_told_at_the_column(desk: Client, notebook: Notebook) -> None:
    send(desk)
    file = IncomingFile.objects.get()
    answer = desk.post(page("columns", file), {**COLUMNS, "column_0": "phone"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Phone is chosen for “Full name” already." in shown
    assert "Choose the column that holds: Name." in shown


def test_the_columns_of_which_nothing_is_kept_are_told_before_the_rows_are_checked(
    desk: Client, notebook: Notebook
) -> None:
    send(desk, b"Full name,Shoe size,Remarks of the clerk,\nAmina Rahman,37,came late,\n")
    file = IncomingFile.objects.get()
    told = desk.get(page("columns", file)).content.decode()
    notice = told.partition("Of these columns nothing is kept")[2].partition("</ul>")[0]
    assert "Shoe size" in notice
    assert "Full name" not in notice
    asked = {**COLUMNS, "column_0": "", "column_1": "phone"}
    again = desk.post(page("columns", file), asked).content.decode()
    notice = again.partition("Of these columns nothing is kept")[2].partition("</ul>")[0]
    assert "Full name" in notice
    assert "Shoe size" not in notice


def test_another_row_can_be_named_as_the_headings(desk: Client, notebook: Notebook) -> None:
    send(desk)
    file = IncomingFile.objects.get()
    assert "Amina" in desk.get(page("columns", file), {"sheet": "", "header_row": "2"}).content.decode()
    assert "Karim Sheikh" in desk.get(page("columns", file), {"sheet": "", "header_row": "3"}).content.decode()
    beyond = desk.get(page("columns", file), {"sheet": "", "header_row": "99"}).content.decode()
    assert "No list was found" in beyond


GROUPED = b"Person,,Return,\nFull name,Phone,Date,Reason\nAmina Rahman,01712345678,15/03/2021,visa\n"


def test_the_page_says_which_rows_are_read_as_headings_and_another_choice_is_one_form_away(
    desk: Client, notebook: Notebook
) -> None:
    send(desk, GROUPED)
    file = IncomingFile.objects.get()
    shown = desk.get(page("columns", file)).content.decode()
    assert "Rows 1 to 2 are read as the headings" in shown
    assert "<bdi>Return / Date</bdi>" in shown
    assert '<option value="returned_on" selected>' in shown
    alone = desk.get(page("columns", file), {"sheet": "", "header_first": "2", "header_row": "2"}).content.decode()
    assert "Row 2 is read as the headings." in alone
    assert "<bdi>Date</bdi>" in alone
    columns = {"header_first": "2", "header_row": "2", "sheet": "", "day_first": "day", "column_0": "name"}
    desk.post(page("columns", file), columns)
    file.refresh_from_db()
    assert (file.header_first, file.header_row, file.stage) == (2, 2, Stage.CHECKED)
    again = desk.get(page("columns", file)).content.decode()
    assert "Row 2 is read as the headings." in again


def test_where_a_list_comes_from_is_asked_once_and_offered_again(desk: Client, notebook: Notebook) -> None:
    assert "<datalist" not in desk.get(reverse("intake:send")).content.decode()
    send(desk, list_source="BRAC <Sylhet>")
    assert '<option value="BRAC &lt;Sylhet&gt;">' in desk.get(reverse("intake:send")).content.decode()
    file = IncomingFile.objects.get()
    assert "from BRAC &lt;Sylhet&gt;" in desk.get(page("columns", file)).content.decode()
    desk.post(page("columns", file), {**COLUMNS, "day_first": "month"})
    send(desk, LIST.replace(b"Karim", b"Rashid"), list_source="brac <sylhet>")
    later = IncomingFile.objects.order_by("created_at").last()
    assert later is not None
    shown = desk.get(page("columns", later)).content.decode()
    assert re.search(r'value="month"[^>]* checked', shown)


def test_column_tags_are_shown_and_decide(desk: Client, notebook: Notebook) -> None:
    send(desk, b"Who,Where to call\n#name,#contact+phone\nAmina,01712345678\n")
    shown = desk.get(page("columns", IncomingFile.objects.get())).content.decode()
    assert "The file carries column tags, such as #adm2." in shown
    assert "<bdi>#contact+phone</bdi>" in shown
    assert "1 row of column tags" in shown


def test_a_file_of_any_size_is_refused_in_words_and_never_held(desk: Client, notebook: Notebook) -> None:
    size = 64 * 1024 * 1024
    answer, most = posted_in_a_stream(desk, size)
    assert (answer.status_code, IncomingFile.objects.count()) == (422, 0)
    assert "This file is too large. Send at most 15 MB at once" in answer.content.decode()
    assert "Choose the file with your list." not in answer.content.decode()
    assert most < 8 * 1024 * 1024


def posted_in_a_stream(desk: Client, size: int) -> tuple[Any, int]:
    """Post a file that is made while it is sent; return the answer and the most memory that was taken meanwhile."""
    office = str(builders.User.objects.get(pk=desk.session["_auth_user_id"]).office_id)
    fields = "".join(
        f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"importer": "notebook", "office": office}.items()
    )
    head = f'{fields}--part\r\nContent-Disposition: form-data; name="file"; filename="all.csv"\r\n\r\n'.encode()
    end = b"\r\n--part--\r\n"

    class Body:
        def __init__(self) -> None:
            self.place = 0

        def read(self, count: int = -1) -> bytes:
            whole = len(head) + size + len(end)
            count = min(whole - self.place, count if count >= 0 else whole)
            start, self.place = self.place, self.place + count
            piece = bytearray(head[start : start + count])
            piece += b"a" * max(0, min(self.place, len(head) + size) - max(start, len(head)))
            piece += end[max(0, start - len(head) - size) : max(0, self.place - len(head) - size)]
            return bytes(piece)

        def readline(self, count: int = -1) -> bytes:
            return self.read(count)

    tracemalloc.start()
    sent: dict[str, Any] = {
        "wsgi.input": Body(),
        "CONTENT_LENGTH": str(len(head) + size + len(end)),
        "CONTENT_TYPE": "multipart/form-data; boundary=part",
    }
    answer = desk.generic("POST", reverse("intake:send"), **sent)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return answer, most


PAGES = ["columns", "check", "rows", "progress", "receipt", "goes_back"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_file_are_closed_to_other_offices(
    desk: Client, notebook: Notebook, client: Client, name: str
) -> None:
    file = checked(desk)
    client.force_login(builders.user(may={SEND, SIGNED_IN}))
    assert client.get(page(name, file)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_file_need_the_permission(desk: Client, notebook: Notebook, client: Client, name: str) -> None:
    file = checked(desk)
    client.force_login(builders.user(file.office, may={SIGNED_IN}))
    assert client.get(page(name, file)).status_code == 403
    client.logout()
    assert client.get(page(name, file)).status_code == 302


@pytest.mark.parametrize(
    ("stage", "name", "leads_to"),
    [
        pytest.param(Stage.SENT, "rows", "columns", id="rows-before-columns"),
        pytest.param(Stage.SENT, "receipt", "columns", id="receipt-before-columns"),
        pytest.param(Stage.CHECKED, "receipt", "rows", id="receipt-before-letting-in"),
        pytest.param(Stage.CHECKED, "progress", "rows", id="progress-before-letting-in"),
        pytest.param(Stage.CHECKED, "check", "rows", id="check-when-checked"),
        pytest.param(Stage.SENT, "goes_back", "columns", id="goes-back-before-check"),
    ],
)
def test_a_page_that_is_not_its_turn_leads_to_the_one_that_is(
    desk: Client, notebook: Notebook, stage: Stage, name: str, leads_to: str
) -> None:
    if stage is Stage.CHECKED:
        file = checked(desk)
    else:
        send(desk)
        file = IncomingFile.objects.get()
    answer = desk.get(page(name, file))
    assert (answer.status_code, answer["Location"]) == (302, page(leads_to, file))


def test_a_long_list_is_shown_fifty_rows_a_page(desk: Client, notebook: Notebook) -> None:
    lines = "".join(f"Person {n},0171234{n:04},2021\n" for n in range(120))
    send(desk, f"Full name,Phone,Date of return\n{lines}".encode())
    file = IncomingFile.objects.get()
    desk.post(page("columns", file), {**COLUMNS, "header_row": "1"})
    shown = desk.get(page("rows", file), {"page": "3"}).content.decode()
    assert "101 to 120 of 120" in shown
    assert "Person 119" in shown
    assert "Person 99 " not in shown


def test_a_file_whose_content_was_erased_says_so_and_keeps_its_receipt(desk: Client, notebook: Notebook) -> None:
    file = checked(desk)
    desk.post(page("apply", file))
    file.refresh_from_db()
    blobs.destroy(file.reading)
    answer = desk.get(page("rows", file))
    assert (answer.status_code, "was erased" in answer.content.decode()) == (410, True)
    receipt = desk.get(page("receipt", file)).content.decode()
    assert file.receipt in receipt
    assert page("rows", file) not in receipt
    assert page("goes_back", file) not in receipt

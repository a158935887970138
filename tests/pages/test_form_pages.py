"""Pages of forms: the library, a form in words, its files, and publishing with every fault said."""

import io
import zipfile
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.kernel import clock
from sankofa.surveys import actions, permissions
from sankofa.surveys.models import FormVersion, Submission
from sankofa.surveys.rules import library, outline
from sankofa.surveys.workbooks import tables_in, workbook
from tests import builders
from tests.builders import AT
from tests.pages.conftest import FORM

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SEND = "/forms/send/"


@pytest.fixture
def officer(office: Office) -> Client:
    """The browser of somebody who publishes forms."""
    client = Client()
    client.force_login(
        builders.user(office, may=(SIGNED_IN, permissions.LIBRARY, permissions.PUBLISH), scope="organisation")
    )
    return client


@pytest.fixture
def published(office: Office) -> FormVersion:
    by = builders.user(office, may={permissions.PUBLISH}).as_actor()
    return actions.publish(office=office, sheets=outline.texts_of(cows()), note="cattle", by=by, at=clock.now())


def cows(version: str = "1", *more: list[str]) -> dict[str, list[list[str]]]:
    return {
        "survey": [
            ["type", "name", "label::English (en)", "relevant"],
            ["select_one yn", "has", "Do you keep cows?", ""],
            ["integer", "cows", "How many cows?", "${has} = 'yes'"],
            *more,
        ],
        "choices": [["list_name", "name", "label::English (en)"], ["yn", "yes", "Yes"], ["yn", "no", "No"]],
        "settings": [["form_title", "form_id", "version"], ["Cattle", "cattle", version]],
    }


def sent(office: Office, file: Any) -> dict[str, Any]:
    return {"file": file, "office": str(office.pk)}


def file_of(tables: dict[str, list[list[str]]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("form.xlsx", workbook(tables))


def test_the_library_lists_forms_and_leads_to_each(officer: Client, published: FormVersion) -> None:
    page = officer.get("/forms/").content.decode()
    assert "Cattle" in page
    assert 'href="/forms/cattle/"' in page
    assert 'href="/forms/send/"' in page


def test_a_form_is_shown_in_words_with_when_each_question_is_asked(officer: Client, published: FormVersion) -> None:
    page = officer.get("/forms/cattle/").content.decode()
    assert "“Do you keep cows?” is answered “Yes”" in page
    assert "This is the first version." in page
    assert "Close this version" in page


def test_whoever_only_sees_forms_is_offered_no_publishing(client: Client, office: Office, published: Any) -> None:
    client.force_login(builders.user(office, may=(SIGNED_IN, permissions.LIBRARY)))
    assert SEND not in client.get("/forms/").content.decode()
    assert "Close this version" not in client.get("/forms/cattle/").content.decode()
    assert client.get(SEND).status_code == 403
    assert client.post("/forms/cattle/1/close/").status_code == 403


def test_a_form_of_others_cannot_be_closed(client: Client, published: FormVersion) -> None:
    elsewhere = builders.user(may=(SIGNED_IN, permissions.LIBRARY, permissions.PUBLISH))
    client.force_login(elsewhere)
    assert client.post("/forms/cattle/1/close/").status_code == 404
    published.refresh_from_db()
    assert published.closed_at is None


def test_its_own_form_can_be_closed(officer: Client, published: FormVersion) -> None:
    officer.post("/forms/cattle/1/close/")
    published.refresh_from_db()
    assert published.closed_at is not None
    assert "No new talk begins with it" in officer.get("/forms/cattle/1/").content.decode()


def test_a_form_goes_out_as_spreadsheet_for_phones_and_for_paper(officer: Client, published: FormVersion) -> None:
    book = officer.get("/forms/cattle/1/spreadsheet/")
    assert outline.outline(tables_in(book.content)) == outline.outline(cows())
    assert officer.get("/forms/cattle/1/phone/").content.decode() == published.xform
    paper = officer.get("/forms/cattle/1/paper/").content.decode()
    assert "1. Do you keep cows?" in paper
    assert "☐" in paper


@pytest.mark.parametrize("address", ["/forms/none/", "/forms/cattle/9/", "/forms/none/1/paper/"])
def test_a_form_that_is_not_there_is_no_page(officer: Client, published: FormVersion, address: str) -> None:
    assert officer.get(address).status_code == 404


def test_a_form_is_looked_at_and_then_published(officer: Client, office: Office) -> None:
    looked = officer.post(SEND, sent(office, file_of(cows())))
    assert looked.status_code == 200
    assert "Publish version 1" in looked.content.decode()
    assert not FormVersion.objects.exists()
    done = officer.post(SEND, {"publish": "1", "note": "cattle project"})
    assert done["Location"] == reverse("surveys:version", args=["cattle", "1"])
    assert FormVersion.objects.get().note == "cattle project"
    assert officer.post(SEND, {"publish": "1", "note": ""})["Location"] == SEND


def test_a_new_version_shows_what_changes_before_it_is_published(
    officer: Client, office: Office, published: FormVersion
) -> None:
    page = officer.post(SEND, sent(office, file_of(cows("2", ["text", "where", "Where do they graze?", ""]))))
    assert "Question added: “Where do they graze?” (where)." in page.content.decode()
    officer.post(SEND, {"publish": "1", "note": ""})
    assert "Question added" in officer.get("/forms/cattle/").content.decode()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        pytest.param(["text", "a", "A?", "${b} = 'x'"], "row 4, column relevant: no question is named “b”",
                     id="broken-reference"),
        pytest.param(["text", "cows", "A?", ""], "row 4, column name: the name “cows” is already in row 3",
                     id="name-twice"),
        pytest.param(["intger", "a", "A?", ""], "row 4, column type: there is no type “intger”. Is “integer” meant?",
                     id="no-such-type"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_row_and_nothing_is_published(
    officer: Client, office: Office, row: Any, says: str
) -> None:
    answer = officer.post(SEND, sent(office, file_of(cows("1", row))))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    officer.post(SEND, {"publish": "1", "note": ""})
    assert not FormVersion.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "holds nothing", id="empty"),
        pytest.param(b"%PDF-1.7", "PDF", id="pdf"),
        pytest.param(b"a,b\n1,2\n", "no sheet named survey", id="no-survey-sheet"),
        pytest.param(b"PK\x03\x04damaged", "", id="damaged"),
    ],
)
def test_a_file_that_is_no_form_is_refused_in_words(officer: Client, office: Office, content: bytes, says: str) -> None:
    answer = officer.post(SEND, sent(office, SimpleUploadedFile("form.xlsx", content)))
    assert answer.status_code == 422
    assert says.casefold() in answer.content.decode().casefold()


def test_a_form_without_settings_is_given_its_name_on_the_page(officer: Client, office: Office) -> None:
    tables = cows()
    del tables["settings"]
    page = officer.post(SEND, sent(office, file_of(tables))).content.decode()
    assert "There is no sheet named settings" in page
    assert "What the form is called" in page
    refused = officer.post(SEND, {"name": "1", "title": "Cattle", "code": "2 cows", "version": "1"})
    assert refused.status_code == 422
    assert "a letter first" in refused.content.decode()
    named = officer.post(SEND, {"name": "1", "title": "Cattle", "code": "cattle_count", "version": "4"})
    assert "Publish version 4" in named.content.decode()
    officer.post(SEND, {"publish": "1", "note": ""})
    made = FormVersion.objects.get()
    assert (made.instrument.code, made.version) == ("cattle_count", "4")
    assert officer.post(SEND, {"name": "1", "title": "A", "code": "a", "version": "1"})["Location"] == SEND


def test_a_workbook_whose_looks_openpyxl_cannot_read_is_read_all_the_same(officer: Client, office: Office) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(cows()))) as whole, zipfile.ZipFile(held, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, whole.read(name).replace(b"<fonts", b'<fonts broken="1"><nonsense/'))
    with pytest.raises(ParseError):
        openpyxl.load_workbook(io.BytesIO(held.getvalue()))
    page = officer.post(SEND, sent(office, SimpleUploadedFile("form.xlsx", held.getvalue()))).content.decode()
    assert "Publish version 1" in page


def test_every_form_of_the_library_has_its_pages(officer: Client) -> None:
    actions.publish_library(at=AT)
    page = officer.get("/forms/").content.decode()
    for code, version in library.shipped():
        assert f'href="/forms/{code}/"' in page
        assert officer.get(f"/forms/{code}/").status_code == 200
        assert officer.get(f"/forms/{code}/{version}/paper/").status_code == 200


def test_another_form_can_be_filled_with_a_person(signed_in: Client, person: Any) -> None:
    listed = signed_in.get(f"/people/{person.pk}/talk/").content.decode()
    assert "How you find the help you got" in listed
    assert "Debts and what they do" not in listed
    form = library.form("satisfaction", "1")
    begin = f"/people/{person.pk}/talk/satisfaction/"
    assert "About 12 short questions" in signed_in.get(begin).content.decode()
    signed_in.post(begin)
    for question in form.questions:
        if question.choices:
            signed_in.post(f"{begin}{question.name}/", {"answer": question.choices[0].code})
    done = signed_in.post(f"{begin}check/")
    assert "The talk is recorded" in signed_in.get(done["Location"]).content.decode()
    assert Submission.objects.get().instrument == "satisfaction"


def test_a_number_beyond_its_limits_is_refused_in_the_words_of_the_form(signed_in: Client, person: Any) -> None:
    begin = f"/people/{person.pk}/talk/business_visit/"
    signed_in.post(begin)
    signed_in.post(f"{begin}state/", {"answer": "open"})
    signed_in.post(f"{begin}workers_said/", {"answer": "number"})
    answer = signed_in.post(f"{begin}workers/", {"answer": "5000"})
    assert answer.status_code == 422
    assert "Write a whole number from 0 to 1000." in answer.content.decode()


def test_the_page_of_a_person_leads_to_the_forms(signed_in: Client, person: Any) -> None:
    assert f'href="/people/{person.pk}/talk/"' in signed_in.get(f"/people/{person.pk}/").content.decode()
    assert FORM.code == "reintegration_score"

"""Bringing in what was collected with KoboToolbox or ODK: from the file to the receipt, and back again."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.intake.files import csv_of
from sankofa.kernel import clock
from sankofa.returnees import permissions as register
from sankofa.surveys import actions, permissions
from sankofa.surveys.models import Arrival, FormVersion, GatheredFile, Submission
from sankofa.surveys.rules import outline
from sankofa.surveys.workbooks import tables_in, workbook
from tests import builders, forms_sent
from tests.builders import AT
from tests.pages.conftest import FORM
from tests.specification.test_exports_read import HOUSEHOLD, KOBO, ODK

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (SIGNED_IN, permissions.LIBRARY, permissions.PUBLISH, permissions.GATHER, permissions.INTERVIEW,
       permissions.RECEIVE, register.VIEW)  # fmt: skip


@pytest.fixture
def officer(office: Office) -> User:
    return builders.user(office, may=MAY, name="Noor Jahan")


@pytest.fixture
def desk(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def household(office: Office, officer: User) -> FormVersion:
    return actions.publish(
        office=office, sheets=outline.texts_of(HOUSEHOLD), note="", by=officer.as_actor(), at=clock.now()
    )


SEND = "/forms/household/3/gather/"


def book(tables: dict[str, list[list[str]]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("export.xlsx", workbook(tables))


def csv(tables: dict[str, list[list[str]]]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{name}.csv", csv_of(rows, delimiter=",")) for name, rows in tables.items()]


def zipped(tables: dict[str, list[list[str]]]) -> SimpleUploadedFile:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for file in csv(tables):
            archive.writestr(file.name, file.read())
        archive.writestr("media/1709.jpg", b"\xff\xd8\xff")
    return SimpleUploadedFile("odk.zip", held.getvalue())


def sent(desk: Client, office: Office, file: Any, address: str = SEND) -> GatheredFile:
    answer = desk.post(address, {"file": file, "office": str(office.pk)})
    assert answer.status_code == 302, answer.content.decode()
    return GatheredFile.objects.get(pk=answer["Location"].strip("/").rpartition("/")[2])


def let_in(desk: Client, file: GatheredFile, **said: str) -> str:
    desk.post(f"/gathered/{file.pk}/", {"let_in": "1", **said})
    for _ in range(50):
        file.refresh_from_db()
        if file.stage != "letting_in":
            break
        desk.post(f"/gathered/{file.pk}/")
    return desk.get(f"/gathered/{file.pk}/").content.decode()


@pytest.mark.parametrize(
    ("made", "tables"),
    [
        pytest.param(book, KOBO, id="a-workbook-of-kobo"),
        pytest.param(csv, ODK, id="several-csv-files-of-odk"),
        pytest.param(zipped, ODK, id="a-zip-of-odk-with-pictures"),
    ],
)
def test_filled_forms_come_in_with_their_repeats(
    desk: Client, office: Office, household: FormVersion, made: Any, tables: Any
) -> None:
    file = sent(desk, office, made(tables))
    look = desk.get(f"/gathered/{file.pk}/").content.decode()
    assert "2 filled forms" in look
    assert "Let 2 forms in" in look
    assert not Arrival.objects.exists()
    done = let_in(desk, file)
    assert "2 forms were added." in done
    first = Submission.objects.get(instance_id="11111111-1111-4111-8111-111111111111")
    assert first.person is None
    assert first.answers["visited"] == ["2026-03-01"]
    assert first.answers["member"][0]["name"] == ["Ama"]
    assert (first.instrument, first.version) == ("household", "3")
    assert {one.source for one in Arrival.objects.all()} == {"export"}


def test_the_same_file_again_adds_nothing_and_says_so(desk: Client, office: Office, household: FormVersion) -> None:
    content = workbook(KOBO)
    file = sent(desk, office, SimpleUploadedFile("export.xlsx", content))
    let_in(desk, file)
    same = SimpleUploadedFile("again.xlsx", content)
    again = desk.post(SEND, {"file": same, "office": str(office.pk)}, follow=True)
    assert "This file was sent before" in again.content.decode()
    assert GatheredFile.objects.count() == 1
    grown = {
        **KOBO,
        "Household": [*KOBO["Household"], ["2026-03-03", "33333333-3333-4333-8333-333333333333", "73", "3"]],
    }
    more = sent(desk, office, book(grown))
    assert "2 of them are here already" in desk.get(f"/gathered/{more.pk}/").content.decode()
    done = let_in(desk, more)
    assert "1 form was added." in done
    assert "2 were here already" in done
    assert Submission.objects.count() == 3


def test_answers_go_to_the_person_whose_case_number_stands_beside_them(
    desk: Client, office: Office, household: FormVersion
) -> None:
    person = builders.person(office)
    rows = [["_uuid", "rooms", "file no"], ["11111111-1111-4111-8111-111111111111", "3", person.case_number]]
    file = sent(desk, office, book({"data": rows}))
    assert "Whose answers are these?" in desk.get(f"/gathered/{file.pk}/").content.decode()
    assert "1 of them is with a person of the register." in let_in(desk, file, case_column="file no")
    assert Submission.objects.get().person == person


def test_a_number_that_nobody_has_waits_and_is_counted(desk: Client, office: Office, household: FormVersion) -> None:
    rows = [["_uuid", "rooms", "file no"], ["11111111-1111-4111-8111-111111111111", "3", "SK-26-004217-5"]]
    file = sent(desk, office, book({"data": rows}))
    assert "1 waits for somebody to look at it" in let_in(desk, file, case_column="file no")
    assert not Submission.objects.exists()
    assert [reason["code"] for reason in Arrival.objects.get().reasons] == ["arrival.nobody_with_number"]


def test_what_is_strange_is_named_before_anything_is_let_in(
    desk: Client, office: Office, household: FormVersion
) -> None:
    tables = {name: [list(row) for row in rows] for name, rows in KOBO.items()}
    tables["member"][1][4:7] = ["9", "", ""]
    tables["Household"][0].append("roof")
    tables["Household"][1].append("glass")
    look = desk.get(f"/gathered/{sent(desk, office, book(tables)).pk}/").content.decode()
    assert "Sheet member, row 2: the form it belongs to (9) is not in the file." in look
    assert "Sheet Household, row 2, column roof: “glass” is not one of the choices." in look
    assert "1 without" in look


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "holds nothing", id="empty"),
        pytest.param(b"PK\x03\x04damaged", "cannot be read", id="damaged"),
        pytest.param("pictures", "no workbook and no CSV file", id="an-archive-of-pictures"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(
    desk: Client, office: Office, household: FormVersion, content: Any, says: str
) -> None:
    if content == "pictures":
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("1.jpg", b"\xff\xd8\xff")
        content = held.getvalue()
    answer = desk.post(SEND, {"file": SimpleUploadedFile("a.xlsx", content), "office": str(office.pk)})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_file_of_another_form_says_so_and_cannot_be_let_in(
    desk: Client, office: Office, household: FormVersion
) -> None:
    file = sent(desk, office, book({"data": [["a", "b"], ["1", "2"]]}))
    look = desk.get(f"/gathered/{file.pk}/").content.decode()
    assert "No sheet has a heading of this form." in look
    assert "let_in" not in look


def test_what_a_file_brought_is_taken_back_and_can_come_again(
    desk: Client, office: Office, household: FormVersion
) -> None:
    file = sent(desk, office, book(KOBO))
    let_in(desk, file)
    assert desk.post(f"/gathered/{file.pk}/back/", {"reason": ""}).status_code == 422
    desk.post(f"/gathered/{file.pk}/back/", {"reason": "the wrong district"})
    assert "2 forms were taken out again." in desk.get(f"/gathered/{file.pk}/").content.decode()
    assert not Submission.objects.exists()
    assert not Arrival.objects.exists()
    again = sent(desk, office, book(KOBO))
    assert again.pk != file.pk
    assert "2 forms were added." in let_in(desk, again)


def test_a_form_that_was_scored_stays_when_its_file_is_taken_back(desk: Client, office: Office) -> None:
    forms_sent.published("reintegration_score", at=AT)
    person = builders.person(office)
    form = FORM
    names = [question.name for question in form.questions if question.choices]
    first = [form.question(name).choices[0].code for name in names]
    rows = [["_uuid", "case", *names], ["11111111-1111-4111-8111-111111111111", person.case_number, *first]]
    file = sent(desk, office, book({"data": rows}), f"/forms/{form.code}/{form.version}/gather/")
    assert "1 form was added." in let_in(desk, file, case_column="case")
    desk.post(f"/gathered/{file.pk}/back/", {"reason": "the wrong district"})
    shown = desk.get(f"/gathered/{file.pk}/").content.decode()
    assert "1 stays, because something was built on it." in shown
    assert Submission.objects.count() == 1


def test_somebody_of_another_office_sees_no_file(desk: Client, office: Office, household: FormVersion) -> None:
    file = sent(desk, office, book(KOBO))
    stranger = Client()
    stranger.force_login(builders.user(may=MAY))
    assert stranger.get(f"/gathered/{file.pk}/").status_code == 404
    assert "export.xlsx" not in stranger.get(SEND).content.decode()


def test_a_real_survey_of_241_households_comes_in_whole(
    desk: Client, office: Office, officer: User, shared_data: Path
) -> None:
    names = ("REACH_2024_MSNA-kobo-tool_draft_v11.xlsx", "REACH_2024_MSNA_dummy_raw_data.xlsx")
    form, rows = ((shared_data / "xlsforms" / name).read_bytes() for name in names)
    tables = outline.named(tables_in(form), title="Needs of households", code="msna", version="11")
    actions.publish(office=office, sheets=outline.texts_of(tables), note="", by=officer.as_actor(), at=clock.now())
    file = sent(desk, office, SimpleUploadedFile(names[1], rows), "/forms/msna/11/gather/")
    look = desk.get(f"/gathered/{file.pk}/").content.decode()
    assert "241 filled forms" in look
    assert "without" not in look.partition("<table")[2].partition("</table>")[0]
    done = let_in(desk, file)
    assert "241 forms were added." in done
    submissions = list(Submission.objects.all())
    assert len(submissions) == 241
    assert sum(len(one.answers["roster"]) for one in submissions) == 965
    assert json.dumps(submissions[0].answers)

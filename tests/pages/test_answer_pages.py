"""What came in with a form: counted on a page, and taken out as tables with a mark, on record."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.approvals.models import Proposal
from sankofa.approvals.permissions import DECIDE, PROPOSE, SEE
from sankofa.audit.models import Event
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.surveys import actions, permissions
from sankofa.surveys.actions import taking
from sankofa.surveys.models import AnswersAsked, AnswersTaken, FormVersion
from sankofa.surveys.rules import outline
from tests import builders
from tests.drawn import settled
from tests.pages.test_gathering_pages import book, let_in, sent
from tests.specification.test_exports_read import HOUSEHOLD, KOBO

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/forms/household/3/answers/"
ASKED = {"layout": "wide", "format": "xlsx", "purpose": "the yearly report"}
MAY = (SIGNED_IN, permissions.LIBRARY, permissions.PUBLISH, permissions.GATHER, permissions.ANSWERS)
BY_TWO = (*MAY, SEE, PROPOSE, DECIDE)


@pytest.fixture
def officer(office: Office) -> User:
    return builders.user(office, may=MAY, name="Noor Jahan")


@pytest.fixture
def desk(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def came_in(desk: Client, office: Office, officer: User) -> FormVersion:
    version = actions.publish(
        office=office, sheets=outline.texts_of(HOUSEHOLD), note="", by=officer.as_actor(), at=clock.now()
    )
    tables = {name: [list(row) for row in rows] for name, rows in KOBO.items()}
    tables["Household"][0] += ["roof", "help", "rooms", "place"]
    tables["Household"][1] += ["tin", "food cash", "3", "5.55 -0.2 0 0"]
    tables["Household"][2] += ["dont_know", "", "4", ""]
    let_in(desk, sent(desk, office, book(tables)))
    return version


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    read = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in read}


def test_choices_are_counted_and_marked_as_not_for_sharing(desk: Client, came_in: FormVersion) -> None:
    page = desk.get(PAGE).content.decode()
    assert "2 filled forms." in page
    assert "They are not for sharing." in page
    assert "I don&#x27;t know" in page
    assert "From 3 to 4." in page
    assert "Ama" not in settled(page)


def test_wide_tables_leave_without_names_but_with_a_mark_and_a_codebook(
    desk: Client, officer: User, came_in: FormVersion
) -> None:
    answer = desk.post(PAGE, ASKED)
    held = sheets(answer.content)
    assert list(held) == ["answers", "member", "codebook", "about"]
    head, *rows = held["answers"]
    assert head == ["mark", "answered_on", "office", "source", "visited", "roof", "help", "help/food", "help/cash",
                    "rooms"]  # fmt: skip
    assert sorted(row[4:] for row in rows) == [
        ["2026-03-01", "tin", "food cash", 1, 1, 3],
        ["2026-03-02", "dont_know", None, None, None, 4],
    ]
    assert held["member"][0] == ["mark", "answered_on", "office", "source", "row", "age"]
    assert {row[0] for row in held["member"][1:]} == {row[0] for row in rows}
    assert ["roof", 2, "What is the **roof** made of?"] in [line[:3] for line in held["codebook"]]
    taken = AnswersTaken.objects.get()
    assert (taken.taken_by, taken.rows) == (officer, 2)
    assert Event.objects.filter(kind=Kind.EXPORT, action="surveys.answers").count() == 1
    assert "Ama" not in str(held)
    assert "taken out by Noor Jahan" in desk.get(PAGE, {"mark": rows[0][0]}).content.decode()
    assert "No copy of this form" in desk.get(PAGE, {"mark": "0" * 32}).content.decode()


def test_a_long_table_has_a_row_for_each_answer(desk: Client, came_in: FormVersion) -> None:
    answer = desk.post(PAGE, {**ASKED, "layout": "long", "format": "zip"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        lines = archive.read("answers.csv").decode("utf-8-sig").splitlines()
    assert lines[0].endswith("part,row,question,answer")
    assert sorted(line.split(",", 4)[4] for line in lines[1:] if ",help," in line) == [",,help,cash", ",,help,food"]
    assert any(line.endswith("member,1,age,30") for line in lines)


def test_free_words_leave_only_with_those_who_may_take_names(
    desk: Client, office: Office, came_in: FormVersion
) -> None:
    assert "Ama" not in str(sheets(desk.post(PAGE, {**ASKED, "has_texts": "on"}).content))
    named = Client()
    named.force_login(builders.user(office, may=(*MAY, register.EXPORT_NAMED)))
    assert "name" in sheets(named.post(PAGE, {**ASKED, "has_texts": "on"}).content)["member"][0]


def test_more_than_one_person_takes_alone_does_not_leave(
    desk: Client, came_in: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "ALONE_MAX", 1)
    answer = desk.post(PAGE, ASKED)
    assert answer.status_code == 403
    assert "Content-Disposition" not in answer
    assert not AnswersTaken.objects.exists()


def test_many_versions_of_one_form_count_together(
    desk: Client, office: Office, officer: User, came_in: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "ALONE_MAX", 3)
    assert desk.post(PAGE, ASKED).status_code == 200
    assert desk.post(PAGE, {**ASKED, "layout": "long"}).status_code == 200
    later = builders.submission(builders.person(office), instrument="household", version="4", answers={})
    made = {"version": later.version, "created_at": clock.now(), "published_at": clock.now()}
    other = FormVersion(instrument=came_in.instrument, sheets=came_in.sheets, xform="<x/>", digest="0" * 64, **made)
    other.save(force_insert=True)
    assert desk.post(PAGE.replace("/3/", "/4/"), ASKED).status_code == 200
    builders.submission(builders.person(office), instrument="household", version="4", answers={})
    assert desk.post(PAGE.replace("/3/", "/4/"), ASKED).status_code == 403


def test_a_purpose_is_asked_for(desk: Client, came_in: FormVersion) -> None:
    assert desk.post(PAGE, {**ASKED, "purpose": ""}).status_code == 422


def test_answers_of_another_organisation_are_in_no_table(came_in: FormVersion) -> None:
    stranger = Client()
    stranger.force_login(builders.user(may=MAY))
    assert stranger.get(PAGE).status_code == 404
    assert stranger.post(PAGE, ASKED).status_code == 404


def test_answers_that_another_office_holds_are_in_no_table_of_ours(came_in: FormVersion, office: Office) -> None:
    sister = Client()
    sister.force_login(builders.user(builders.office(office.organisation), may=MAY))
    assert "Nothing came in yet" in sister.get(PAGE).content.decode()
    assert sister.post(PAGE, ASKED).status_code == 422


def test_what_somebody_protected_answered_is_in_no_table(desk: Client, office: Office, came_in: FormVersion) -> None:
    person = builders.person(office)
    held = came_in
    made = builders.submission(person, instrument="household", version="3", answers={"roof": ["tin"]})
    assert "3 filled forms." in desk.get(PAGE).content.decode()
    type(person).objects.filter(pk=person.pk).update(is_protected=True)
    assert "2 filled forms." in desk.get(PAGE).content.decode()
    assert made.instrument == held.instrument.code


def test_more_than_one_person_takes_alone_is_proposed_shown_and_taken_once_agreed(
    desk: Client, office: Office, officer: User, came_in: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks.fill()
    officer.assignments.update(role=builders.user(office, may=BY_TWO).assignments.get().role)
    assert "One person takes out at most" not in desk.get(PAGE).content.decode()
    monkeypatch.setattr(taking, "ALONE_MAX", 1)
    assert "One person takes out at most 1 filled forms in a week" in desk.get(PAGE).content.decode()
    answer = desk.post(PAGE, ASKED)
    proposal = Proposal.objects.get()
    assert answer["Location"] == reverse("approvals:proposal", args=[proposal.pk])
    assert not AnswersTaken.objects.exists()
    assert "Nobody has agreed yet." in desk.get(PAGE).content.decode()
    asked = AnswersAsked.objects.get()
    address = f"/answers/{asked.pk}/take/"
    assert desk.post(address).status_code == 403
    second = Client()
    second.force_login(builders.user(office, may=BY_TWO, name="Karim Mia"))
    shown = second.get(reverse("approvals:proposal", args=[proposal.pk])).content.decode()
    assert "the yearly report" in shown
    assert "household 3" in shown
    said = {"verdict": "approve", "comment": "", "round": proposal.round, "step": "approve", "digest": proposal.digest}
    second.post(reverse("approvals:proposal", args=[proposal.pk]), said)
    assert second.post(address).status_code == 404
    assert "Agreed. You can take them until" in desk.get(PAGE).content.decode()
    tables = sheets(desk.post(address).content)
    assert len(tables["answers"]) == 3
    assert AnswersTaken.objects.get().asked == asked

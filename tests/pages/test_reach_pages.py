"""Opening with a reason, why and why not, looking as somebody else, demands: what pages say and what they refuse."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts import permissions
from sankofa.accounts.models import Office, Opening, User
from sankofa.audit.models import Event
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.returnees import permissions as register
from sankofa.returnees.models import Demand
from tests import builders
from tests.pages.conftest import CASEWORKER, registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WORDS = "She stands before me and her own office is closed."
NOBODY = "SK-26-999999-9"
DEMAND = {"authority": "Airport police", "paper": "", "wanted": "the whole list", "due_on": ""}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def outsider(office: Office) -> User:
    """A caseworker of another office of the same organisation."""
    elsewhere = builders.office(office.organisation, path="NP.3")
    return builders.user(elsewhere, may={*CASEWORKER, permissions.OPEN_OUTSIDE}, name="Asha Rai")


@pytest.fixture
def supervisor(office: Office) -> User:
    may = {permissions.SIGNED_IN, register.VIEW, permissions.REVIEW_OPENINGS, permissions.EXPLAIN, permissions.VIEW_AS}
    return builders.user(office, may=may, scope="organisation", name="Rahim Uddin")


def opened(user: User, number: str) -> Any:
    return browser(user).post("/open/", {"number": number, "category": "danger", "words": WORDS}, follow=True)


def protect(person: Any) -> None:
    type(person).objects.filter(pk=person.pk).update(is_protected=True)


def test_a_file_is_opened_with_a_reason_says_so_and_is_closed_early(outsider: User, person: Any) -> None:
    desk = browser(outsider)
    assert desk.get(f"/people/{person.pk}/").status_code == 404
    page = text(opened(outsider, person.case_number))
    assert "Rahima Khatun" in page
    assert "Open until" in page
    assert "Begin the talk" not in page, "what cannot be done is not offered"
    held = Opening.objects.get()
    assert desk.get(f"/people/{person.pk}/").status_code == 200
    assert desk.get(f"/people/{person.pk}/talk/reintegration_score/").status_code == 404
    assert "Closed." in text(desk.post(f"/open/{held.pk}/close/", follow=True))
    assert desk.get(f"/people/{person.pk}/").status_code == 404


def test_a_protected_number_is_answered_like_one_that_nobody_has(outsider: User, person: Any) -> None:
    protect(person)
    said = [opened(outsider, number) for number in (person.case_number, NOBODY)]
    assert [answer.status_code for answer in said] == [422, 422]
    pages = [
        text(answer).replace(number, "") for answer, number in zip(said, (person.case_number, NOBODY), strict=True)
    ]
    assert pages[0] == pages[1]
    assert "There is no file with this number that can be opened here." in pages[0]


def test_without_a_whole_sentence_nothing_is_opened(outsider: User, person: Any) -> None:
    answer = browser(outsider).post("/open/", {"number": person.case_number, "category": "danger", "words": "urgent"})
    assert answer.status_code == 422
    assert not Opening.objects.exists()


def test_the_supervisor_reads_the_reason_and_marks_it_once(outsider: User, supervisor: User, person: Any) -> None:
    opened(outsider, person.case_number)
    held = Opening.objects.get()
    desk = browser(supervisor)
    assert WORDS in text(desk.get("/open/digest/"))
    assert desk.post(f"/open/digest/{held.pk}/", {"verdict": "questioned", "remark": ""}).status_code == 422
    page = text(
        desk.post(f"/open/digest/{held.pk}/", {"verdict": "questioned", "remark": "Who sent her?"}, follow=True)
    )
    assert "questioned" in page
    assert "Who sent her?" in text(browser(outsider).get("/open/"))
    again = desk.post(f"/open/digest/{held.pk}/", {"verdict": "seen"}, follow=True)
    assert "Somebody looked at this one already." in text(again)


def test_an_opening_of_a_file_that_is_protected_since_is_in_no_list(
    outsider: User, supervisor: User, person: Any
) -> None:
    opened(outsider, person.case_number)
    protect(person)
    assert person.case_number not in text(browser(supervisor).get("/open/digest/"))
    assert person.case_number not in text(browser(outsider).get("/open/"))


def test_a_supervisor_of_another_organisation_sees_no_opening(outsider: User, person: Any) -> None:
    opened(outsider, person.case_number)
    other = builders.user(may={permissions.SIGNED_IN, permissions.REVIEW_OPENINGS}, scope="organisation")
    assert "Nothing was opened" in text(browser(other).get("/open/digest/"))
    assert browser(other).post(f"/open/digest/{Opening.objects.get().pk}/", {"verdict": "seen"}).status_code == 404


def why(asker: User, about: User, number: str) -> str:
    asked = {"user": str(about.pk), "number": number, "permission": register.VIEW.code}
    return text(browser(asker).get("/why/", asked))


def test_why_and_why_not_are_told_role_by_role(worker: User, outsider: User, supervisor: User, person: Any) -> None:
    assert "Yes, Shirin Das can." in why(supervisor, worker, person.case_number)
    told = why(supervisor, outsider, person.case_number)
    assert "No, Asha Rai cannot." in told
    assert "allows it in one office, and the file belongs to another." in told
    event = Event.objects.filter(action="accounts.explain").latest("at")
    assert (event.actor_id, event.subject_id) == (str(supervisor.pk), str(person.pk))


def test_about_a_protected_file_why_answers_as_about_nobodys(worker: User, supervisor: User, person: Any) -> None:
    protect(person)
    said = [why(supervisor, worker, number) for number in (person.case_number, NOBODY)]
    assert said[0].replace(person.case_number, "") == said[1].replace(NOBODY, "")
    assert "There is no file with this number in your reach" in said[0]


def test_nobody_is_told_about_people_of_another_organisation(supervisor: User, person: Any) -> None:
    stranger = builders.user(may=CASEWORKER, name="Wide Stranger")
    page = why(supervisor, stranger, person.case_number)
    assert "Wide Stranger" not in page
    assert "can." not in page


def test_looking_as_a_colleague_shows_their_pages_changes_nothing_and_ends(
    worker: User, supervisor: User, person: Any, office: Office
) -> None:
    desk = browser(supervisor)
    assert "Shirin Das" in text(desk.get("/as/"))
    begun = desk.post(f"/as/{worker.pk}/", follow=True)
    assert "You see the pages as" in begun.content.decode()
    assert "Rahima Khatun" in text(desk.get("/people/"))
    refused = desk.post(f"/people/{person.pk}/talk/reintegration_score/", {})
    assert refused.status_code == 403
    assert "Nothing can be sent or changed meanwhile." in text(refused)
    seen = Event.objects.filter(action="accounts.watched_page")
    assert {(event.actor_id, event.on_behalf_of) for event in seen} == {(str(supervisor.pk), str(worker.pk))}
    desk.post("/as/end/")
    assert "You see the pages as" not in desk.get("/").content.decode()


def test_looking_as_a_colleague_ends_by_itself_and_shows_no_protected_file(
    worker: User, supervisor: User, person: Any
) -> None:
    protect(person)
    builders.named(person, worker)
    assert "Rahima Khatun" in text(browser(worker).get("/people/"))
    desk = browser(supervisor)
    desk.post(f"/as/{worker.pk}/")
    assert desk.get(f"/people/{person.pk}/").status_code == 404
    assert "Rahima Khatun" not in text(desk.get("/people/"))
    with clock.frozen(clock.now() + timedelta(minutes=15)):
        assert "You see the pages as" not in desk.get("/people/").content.decode()


def test_nobody_looks_as_somebody_who_reaches_further(supervisor: User, office: Office) -> None:
    wide = builders.user(office, may=CASEWORKER, scope="everywhere")
    answer = browser(supervisor).post(f"/as/{wide.pk}/")
    assert answer.status_code == 403
    assert "reaches further than you do" in text(answer)


def test_a_demand_goes_from_the_desk_to_its_decision_and_to_paper(office: Office) -> None:
    worker = builders.user(office, may={permissions.SIGNED_IN, register.NOTE_DEMAND})
    may = {permissions.SIGNED_IN, register.NOTE_DEMAND, register.DECIDE_DEMAND}
    officer = builders.user(office, may=may, scope="organisation")
    said = {**DEMAND, "office": str(office.pk), "demanded_on": clock.today("Asia/Dhaka").isoformat()}
    page = text(browser(worker).post("/demands/new/", said, follow=True))
    assert "Until then nothing is given to them." in page
    held = Demand.objects.get()
    assert browser(worker).post(f"/demands/{held.pk}/decide/", {"answer": "allowed"}).status_code == 403
    desk = browser(officer)
    assert held.receipt in text(desk.get("/demands/"))
    assert desk.post(f"/demands/{held.pk}/decide/", {"answer": "refused", "because": ""}).status_code == 422
    decided = {"answer": "refused", "because": "The paper names no person and no law."}
    assert "Nothing is shared by this page." in text(desk.post(f"/demands/{held.pk}/decide/", decided, follow=True))
    again = desk.post(f"/demands/{held.pk}/decide/", {**decided, "answer": "allowed"})
    assert "A decision is not changed." in text(again)
    paper = text(browser(worker).get(f"/demands/{held.pk}/print/"))
    assert held.receipt in paper
    assert "the whole list" not in paper, "the paper for the authority does not repeat whom they look for"


def test_a_row_about_a_protected_person_is_in_no_file_of_others(office: Office, worker: User, person: Any) -> None:
    other = registered(office, worker, "Karim Sheikh")[0]
    file = builders.incomingfile(
        office,
        stage="done",
        finished_at=clock.now(),
        header_row=1,
        rows_total=2,
        cursor=2,
        counts={"new": 2, "remark": 0, "known": 0, "refused": 0},
    )
    for row, one in enumerate((person, other), start=2):
        RowResult.objects.create(
            file=file, row=row, verdict="new", subject_kind="returnees.person", subject_id=str(one.pk)
        )
    desk = browser(builders.user(office, may={permissions.SIGNED_IN, SEND, register.VIEW}))
    before = text(desk.get(f"/files/{file.pk}/receipt/"))
    protect(person)
    after = text(desk.get(f"/files/{file.pk}/receipt/"))
    assert "2 rows went in." in before
    assert "1 row went in." in after
    assert not re.search(r"\b2\b(?! [A-Z])", re.sub(r"R-\w+-\w+|\d+:\d+|\d{4}", "", after)), "a count told of her"
    assert IncomingFile.objects.get(pk=file.pk).counts["new"] == 2, "what came in is kept as it was counted"

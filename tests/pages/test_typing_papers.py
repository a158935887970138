"""Typing what was filled on paper: numbers instead of words, doubts, a second typing, and nothing lost on the way."""

from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.kernel import clock
from sankofa.returnees import permissions as register
from sankofa.surveys import permissions
from sankofa.surveys.models import Arrival, Submission
from sankofa.surveys.rules import library
from tests import builders, forms_sent
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (SIGNED_IN, permissions.LIBRARY, permissions.INTERVIEW, register.VIEW)
BEGIN = "/forms/satisfaction/1/type/"
FORM = library.form("satisfaction", "1")


@pytest.fixture(autouse=True)
def _published(db: None) -> None:
    forms_sent.published("satisfaction", "employer", "debt_survey", at=AT)


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def typist(office: Office) -> User:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def desk(typist: User) -> Client:
    return at_desk(typist)


@pytest.fixture
def whose(office: Office) -> Any:
    return builders.person(office)


def begun(desk: Client, whose: Any, address: str = BEGIN) -> str:
    said = {"case_number": whose.case_number, "asked_by": "Karim", "asked_on": "2026-03-02"}
    answer = desk.post(address, said)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def typed_through(desk: Client, first: str, **changed: str) -> str:
    """Type every part, the first choice everywhere but where something else is said; return the last address."""
    address = first
    while "/type/" in address and address.count("/") == 7:
        part = address.strip("/").rpartition("/")[2]
        texts = {
            f"q-{one.name}": changed.get(one.name, "1" if one.choices else "")
            for one in FORM.questions
            if (one.group or "answers") == part and one.is_asked
        }
        answer = desk.post(address, texts)
        assert answer.status_code == 302, answer.content.decode()
        address = answer["Location"]
    return address


def test_a_paper_is_typed_by_its_numbers_and_taken_in(desk: Client, typist: User, whose: Any) -> None:
    first = begun(desk, whose)
    page = desk.get(first).content.decode()
    assert "<b>1.</b>" in page
    assert "<b>1</b>&nbsp;" in page
    check = typed_through(desk, first)
    sent = desk.post(check, {"send": "1"})
    assert "The answers are taken in." in desk.get(sent["Location"]).content.decode()
    held = Submission.objects.get()
    assert (held.person, held.recorded_by, str(held.answered_on)) == (whose, typist, "2026-03-02")
    chosen = next(one for one in FORM.questions if one.choices)
    assert held.answers[chosen.name] == [chosen.choices[0].code]
    arrival = Arrival.objects.get()
    assert arrival.source == "paper"
    assert b"<askedBy>Karim</askedBy>" in arrival.content


def test_a_number_that_no_choice_has_is_named_and_kept_as_it_was_typed(desk: Client, whose: Any) -> None:
    first = begun(desk, whose)
    name = next(one.name for one in FORM.questions if one.choices)
    answer = desk.post(first, {f"q-{name}": "77"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“77” is not one of the answers to this question." in page
    assert 'value="77"' in page
    assert 'value="77"' in desk.get(first).content.decode()


def test_what_cannot_be_read_is_a_value_of_its_own(desk: Client, whose: Any) -> None:
    name = next(one.name for one in FORM.questions if one.choices and one.is_required)
    check = typed_through(desk, begun(desk, whose), **{name: "?"})
    assert "Marked as not to be read: 1." in desk.get(check).content.decode()
    desk.post(check, {"send": "1"})
    assert Submission.objects.get().answers[name] == ["cannot_read"]


def test_a_question_that_concerns_the_person_is_demanded_at_the_end(desk: Client, whose: Any) -> None:
    name = next(one.name for one in FORM.questions if one.choices and one.is_required)
    check = typed_through(desk, begun(desk, whose), **{name: ""})
    page = desk.get(check).content.decode()
    assert "Nothing was typed here" in page
    assert desk.post(check, {"send": "1"}).status_code == 422
    assert not Arrival.objects.exists()


def test_a_question_is_found_by_its_number(desk: Client, whose: Any) -> None:
    first = begun(desk, whose)
    last = [one for one in FORM.questions if one.is_asked][-1]
    answer = desk.get(first, {"number": str(len([one for one in FORM.questions if one.is_asked]))})
    assert answer["Location"].endswith(f"#q-{last.name}")
    assert desk.get(first, {"number": "999"})["Location"] == first


def test_a_paper_that_was_left_is_gone_on_with(desk: Client, whose: Any) -> None:
    first = begun(desk, whose)
    name = next(one.name for one in FORM.questions if one.choices)
    desk.post(first, {f"q-{name}": "2", "leave": "1"})
    assert first in desk.get(BEGIN).content.decode()
    assert 'value="2"' in desk.get(first).content.decode()


@pytest.mark.parametrize(
    ("counts", "choice", "states"),
    [
        # Settled as it was typed first, it is the very paper that waits: nothing is left to set aside.
        pytest.param("first", 0, ["read"], id="the-first-typing-counts"),
        pytest.param("second", 1, ["read", "set_aside"], id="the-second-typing-counts"),
    ],
)
def test_somebody_else_types_it_too_and_what_differs_is_settled(
    desk: Client, office: Office, typist: User, whose: Any, counts: str, choice: int, states: list[str]
) -> None:
    name = next(one.name for one in FORM.questions if one.choices)
    check = typed_through(desk, begun(desk, whose))
    sent = desk.post(check, {"twice": "1"})
    assert "It waits for a colleague" in desk.get(sent["Location"]).content.decode()
    first = Arrival.objects.get()
    assert first.state == "waiting"
    assert not Submission.objects.exists()
    assert str(first.pk) not in desk.get(BEGIN).content.decode()
    other = at_desk(builders.user(office, may=MAY, name="Noor Jahan"))
    assert str(first.pk) in other.get(BEGIN).content.decode()
    again = other.post(BEGIN, {"second": str(first.pk)})["Location"]
    end = typed_through(other, again, **{name: "2"})
    page = other.get(end).content.decode()
    assert "The two typings differ" in page
    assert other.post(end, {"send": "1"}).status_code == 422
    settled = other.post(end, {"send": "1", f"q-{name}": counts})
    assert "The answers are taken in." in other.get(settled["Location"]).content.decode()
    held = Submission.objects.get()
    assert held.answers[name] == [FORM.question(name).choices[choice].code]
    assert sorted(Arrival.objects.values_list("state", flat=True)) == states
    assert (held.arrival == first) is (counts == "first")


def test_a_part_that_repeats_gets_a_sheet_each_time(desk: Client, office: Office, whose: Any) -> None:
    form = library.form("debt_survey", "1")
    repeat = next(group.code for group in form.groups if group.is_repeat)
    first = begun(desk, whose, "/forms/debt_survey/1/type/")
    part = f"{first.rsplit('/', 2)[0]}/{repeat}/"
    question = next(one for one in form.questions if one.repeat == repeat and one.choices)
    desk.post(part, {f"q-{question.name}-1": "1", "more": "1"})
    page = desk.get(part).content.decode()
    assert "Sheet 2" in page
    desk.post(part, {f"q-{question.name}-1": "1", f"q-{question.name}-2": "2"})
    assert f'name="q-{question.name}-2" value="2"' in desk.get(part).content.decode()


def test_a_case_number_of_nobody_here_begins_no_paper(desk: Client, whose: Any) -> None:
    said = {"case_number": builders.person().case_number, "asked_by": "Karim", "asked_on": "2026-03-02"}
    answer = desk.post(BEGIN, said)
    assert answer.status_code == 422
    assert "Nobody whom you may hold talks with" in answer.content.decode()
    late = {**said, "case_number": whose.case_number, "asked_on": f"{clock.now().year + 1}-01-01"}
    assert "has not come yet" in desk.post(BEGIN, late).content.decode()


def test_nobody_sees_the_paper_of_somebody_else(desk: Client, office: Office, whose: Any) -> None:
    first = begun(desk, whose)
    assert at_desk(builders.user(office, may=MAY)).get(first).status_code == 404

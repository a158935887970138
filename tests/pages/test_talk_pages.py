"""Pages of a talk: each step kept, a bad answer said in words, one receipt however often it is sent."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.surveys.models import Clash, Submission
from tests import builders, forms_sent
from tests.builders import AT
from tests.pages.conftest import CASEWORKER, FORM, talked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CODE = "reintegration_score"


def address(person: Any, name: str = "") -> str:
    """Return the address of a question, of the look at all answers, or of the beginning."""
    begin = reverse("surveys:begin", args=[person.pk, CODE])
    return f"{begin}{name}/" if name else begin


def begun(client: Client, person: Any) -> None:
    assert client.post(address(person)).status_code == 302


def answered(client: Client, person: Any, **said: list[str]) -> None:
    """Begin a talk and give every question its first answer, but for what is said."""
    begun(client, person)
    for question in FORM.questions:
        if question.choices:
            client.post(address(person, question.name), {"answer": said.get(question.name, [question.choices[0].code])})


def test_the_talk_begins_with_what_it_is_about_and_nothing_is_kept_before(signed_in: Client, person: Any) -> None:
    page = signed_in.get(address(person))
    assert page.status_code == 200
    assert "Begin the talk" in page.content.decode()
    assert signed_in.get(address(person, "e1")).status_code == 302


def test_an_answer_is_kept_and_shown_again(signed_in: Client, person: Any) -> None:
    begun(signed_in, person)
    answer = signed_in.post(address(person, "e1"), {"answer": "dont_know"})
    assert answer["Location"] == address(person, "e2")
    page = signed_in.get(address(person, "e1")).content.decode()
    assert 'value="dont_know" checked' in page


@pytest.mark.parametrize(
    ("question", "given", "says"),
    [
        pytest.param("e1", [], "Please choose an answer", id="nothing-chosen"),
        pytest.param("e1", ["no_such_answer"], "is not one of the answers", id="not-offered"),
        pytest.param("e1", ["very_good", "dont_know"], "", id="two-of-one"),
        pytest.param("e8", ["none", "dont_know"], "alone", id="stands-alone"),
    ],
)
def test_a_bad_answer_is_refused_with_a_sentence_and_changes_nothing(
    signed_in: Client, person: Any, question: str, given: list[str], says: str
) -> None:
    begun(signed_in, person)
    signed_in.post(address(person, question), {"answer": "dont_know"})
    answer = signed_in.post(address(person, question), {"answer": given})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert page.count('role="alert"') == 1
    assert 'id="question-error"' in page
    assert 'value="dont_know" checked' in signed_in.get(address(person, question)).content.decode()


def test_what_stands_alone_is_named_in_the_reader_s_words(signed_in: Client, person: Any) -> None:
    begun(signed_in, person)
    question = FORM.question("e8")
    alone, other = question.choice("none"), question.choices[0]
    assert alone is not None
    page = signed_in.post(address(person, "e8"), {"answer": [alone.code, other.code]}).content.decode()
    assert f"“{alone.label['en']}” " in page
    assert f"“{alone.code}”" not in page


def test_the_look_at_all_answers_names_what_is_missing_and_leads_there_and_back(signed_in: Client, person: Any) -> None:
    answered(signed_in, person, e1=[])
    answer = signed_in.post(address(person, "check"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="{address(person, "e1")}?then=check"' in page
    assert not Submission.objects.exists()
    back = signed_in.post(f"{address(person, 'e1')}?then=check", {"answer": "dont_know"})
    assert back["Location"] == address(person, "check")


def test_sending_twice_records_once_and_shows_the_same_receipt(signed_in: Client, person: Any) -> None:
    answered(signed_in, person)
    first, second = signed_in.post(address(person, "check")), signed_in.post(address(person, "check"))
    assert first["Location"] == second["Location"] == reverse("surveys:receipt", args=[Submission.objects.get().pk])
    page = signed_in.get(first["Location"]).content.decode()
    assert "The talk is recorded" in page
    assert "our own way of scoring" in page


def test_a_question_that_opens_no_more_is_not_sent_with_the_rest(signed_in: Client, person: Any) -> None:
    answered(signed_in, person, e9=["yes"], e10=["dont_know"])
    signed_in.post(address(person, "e9"), {"answer": "no"})
    signed_in.post(address(person, "check"))
    assert "e10" not in Submission.objects.get().answers


def test_save_and_leave_keeps_the_talk_and_the_first_page_offers_it(signed_in: Client, person: Any) -> None:
    begun(signed_in, person)
    left = signed_in.post(address(person, "e1"), {"answer": "dont_know", "leave": "1"})
    assert left["Location"] == reverse("returnees:person", args=[person.pk])
    assert "Continue the talk with Rahima Khatun" in signed_in.get("/").content.decode()


def test_a_colleague_does_not_see_the_answers_of_a_talk_under_way(
    signed_in: Client, client: Client, office: Office, person: Any
) -> None:
    begun(signed_in, person)
    signed_in.post(address(person, "e1"), {"answer": "dont_know"})
    client.force_login(builders.user(office, may=CASEWORKER))
    assert client.get(address(person, "e1"))["Location"] == address(person)


@pytest.mark.parametrize("name", ["", "e1", "check"])
def test_a_talk_with_somebody_of_another_office_is_no_page(
    signed_in: Client, stranger: Client, person: Any, name: str
) -> None:
    begun(signed_in, person)
    for answer in (stranger.get(address(person, name)), stranger.post(address(person, name), {"answer": "dont_know"})):
        assert answer.status_code == 404
        assert "Rahima" not in answer.content.decode()


def test_the_receipt_of_another_office_is_no_page(stranger: Client, person: Any, worker: User) -> None:
    made = talked(person, worker)
    assert stranger.get(reverse("surveys:receipt", args=[made.pk])).status_code == 404


@pytest.mark.parametrize("name", ["", "e1", "check"])
def test_a_role_that_may_not_hold_talks_is_refused(client: Client, office: Office, person: Any, name: str) -> None:
    client.force_login(builders.user(office, may={"accounts.signed_in", "returnees.view"}))
    assert client.get(address(person, name)).status_code == 403
    assert client.post(address(person, name)).status_code == 403


def test_a_form_or_question_that_does_not_exist_leads_nowhere(signed_in: Client, person: Any) -> None:
    begun(signed_in, person)
    assert signed_in.get(f"/people/{person.pk}/talk/no_such_form/").status_code == 404
    assert signed_in.get(address(person, "no_such_question")).status_code == 302


def test_a_talk_held_twice_in_one_round_is_kept_and_asks_which_counts(signed_in: Client, person: Any) -> None:
    forms_sent.published(CODE, at=AT)
    talked(person, builders.user(person.office, may=CASEWORKER))
    answered(signed_in, person)
    sent = signed_in.post(address(person, "check"), follow=True)
    shown = sent.content.decode()
    assert "It is kept. Another form of the same days says something else." in shown
    page = reverse("returnees:person", args=[person.pk])
    assert sent.redirect_chain == [(page, 302)]
    # A second press finds what the first one left.
    assert signed_in.post(address(person, "check"))["Location"] == page
    assert (Submission.objects.count(), Clash.objects.count()) == (1, 1)
    assert signed_in.get(address(person)).status_code == 200

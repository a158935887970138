"""Pages of rounds: planning one, whom to talk with, why somebody was not reached, and whom we lost touch with."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.kernel import clock
from sankofa.sustainability.models import Attempt, Round
from sankofa.sustainability.permissions import KEEP_ROUNDS
from tests import builders
from tests.pages.conftest import CASEWORKER, registered, talked

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client: Client, office: Office) -> Client:
    """The browser of somebody who plans rounds and does not see people."""
    client.force_login(builders.user(office, may={KEEP_ROUNDS}, scope="organisation"))
    return client


@pytest.fixture
def held(office: Office) -> Round:
    today = clock.today("Asia/Dhaka")
    made: Round = builders.round(
        office, name="After one year", from_on=today - timedelta(days=9), until_on=today + timedelta(days=60)
    )
    return made


def came_back(person: Any) -> Any:
    back_on = clock.today("Asia/Dhaka") - timedelta(days=400)
    if not person.journeys.update(returned_on=back_on, returned_precision="day"):
        person.journeys.create(returned_on=back_on, returned_precision="day")
    return person


def test_a_round_is_planned_by_a_form_that_says_what_is_wrong(planner: Client) -> None:
    today = clock.today("Asia/Dhaka")
    said: dict[str, Any] = {
        "name": "After one year",
        "instrument": "reintegration_score",
        "from_on": today,
        "until_on": today - timedelta(days=1),
        "months_from": 12,
        "months_until": 6,
        "reach": "office",
        "office": Office.objects.get().pk,
    }
    wrong = planner.post(reverse("sustainability:plan_round"), said)
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "A round ends after it begins." in text
    assert "This must be more than the months above." in text
    right = said | {"until_on": today + timedelta(days=90), "months_until": 18}
    answer = planner.post(reverse("sustainability:plan_round"), right, follow=True)
    assert "The round is planned." in answer.content.decode()
    assert "Nobody within your reach is in this round" in answer.content.decode()
    assert "After one year" in planner.get(reverse("sustainability:rounds")).content.decode()


def test_the_first_page_counts_who_is_due_and_leads_to_them(signed_in: Client, person: Any, held: Round) -> None:
    assert "due in a round of talks" not in signed_in.get("/").content.decode()
    came_back(person)
    assert "1 person is due in a round of talks" in signed_in.get("/").content.decode()
    text = signed_in.get(reverse("sustainability:due")).content.decode()
    assert "After one year" in text
    assert "Rahima Khatun" in text
    page = signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert "Talk for the round “After one year”" in page


def test_why_somebody_was_not_reached_is_written_down_and_takes_them_off_the_list(
    signed_in: Client, person: Any, held: Round
) -> None:
    address = reverse("sustainability:attempts", args=[came_back(person).pk, held.pk])
    assert signed_in.post(address, {"tried_on": clock.today("Asia/Dhaka")}).status_code == 422
    said = {"reason": "abroad", "tried_on": clock.today("Asia/Dhaka"), "note": "Her sister told us."}
    assert signed_in.post(address, said).status_code == 302
    assert Attempt.objects.get().reason == "abroad"
    assert "Rahima Khatun" not in signed_in.get(reverse("sustainability:due")).content.decode()
    text = signed_in.get(address).content.decode()
    assert "Her sister told us." in text
    assert "went abroad again" in text


def test_a_message_is_not_sent_to_somebody_who_was_never_asked_and_the_page_says_why(
    office: Office, person: Any, held: Round
) -> None:
    from sankofa.messages.permissions import CONTACT

    client = Client()
    client.force_login(builders.user(office, may=(*CASEWORKER, CONTACT)))
    answer = client.post(reverse("sustainability:remind", args=[came_back(person).pk, held.pk]), follow=True)
    assert "Nothing was sent. Nobody has asked yet how this person may be reached." in answer.content.decode()
    assert not Attempt.objects.exists()


def test_the_page_of_a_round_shows_numbers_and_reasons_and_no_names(
    planner: Client, office: Office, worker: User, held: Round
) -> None:
    one, other = (came_back(person) for person in registered(office, worker, "Rahima Khatun", "Salma Begum"))
    talked(one, worker)
    builders.attempt(other, held, reason="died", tried_on=clock.today("Asia/Dhaka"))
    text = planner.get(reverse("sustainability:round", args=[held.pk])).content.decode()
    assert "not for sharing" in text
    assert "died: 1" in text
    assert "Rahima" not in text
    assert text.count('class="answered"') >= 2
    assert "Nobody within your reach" not in text


def test_people_outside_ones_reach_are_counted_on_request_and_small_numbers_are_hidden(
    office: Office, held: Round
) -> None:
    Round.objects.update(reach="organisation")
    sister = builders.office(office.organisation, path="NP.3")
    for number in range(23):
        came_back(builders.person(sister, sex="female" if number < 20 else "male"))
    client = Client()
    client.force_login(builders.user(office, may={KEEP_ROUNDS}))
    address = reverse("sustainability:round", args=[held.pk])
    text = client.get(address).content.decode()
    assert "Outside your reach" in text
    assert ">23<" not in text
    text = client.post(reverse("sustainability:count_outside", args=[held.pk]), follow=True).content.decode()
    assert "Counted." in text
    assert ">23<" in text
    assert ">3<" not in text
    came_back(builders.person(sister, sex="female"))
    text = client.post(reverse("sustainability:count_outside", args=[held.pk]), follow=True).content.decode()
    assert "differ too little from earlier ones" in text
    assert ">23<" in text, "what was shown before stays as it was"
    assert ">24<" not in text


def test_a_round_is_called_off_and_then_nobody_is_due(planner: Client, signed_in: Client, held: Round) -> None:
    answer = planner.post(reverse("sustainability:call_off", args=[held.pk]), follow=True)
    assert "The round is called off." in answer.content.decode()
    assert "Nobody is due in a round" in signed_in.get(reverse("sustainability:due")).content.decode()

"""The page that sets people who came back beside residents: plain words, enough people, and no proof of effect."""

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.sustainability.models import Score
from sankofa.sustainability.permissions import KEEP_ROUNDS
from tests import builders
from tests.builders import ON

pytestmark = pytest.mark.django_db


def answered(office: Office, kind: str, count: int, composite: str) -> None:
    for _ in range(count):
        person = builders.person(office, kind=kind, place=office.place)
        held = builders.submission(person)
        Score.objects.create(
            submission=held,
            person=person,
            answered_on=ON,
            scheme="open-rss/1",
            scheme_digest="0" * 64,
            composite=composite,
            questions_answered=29,
            questions_asked=29,
            flags=[],
        )


@pytest.fixture
def desk(client: Client, office: Office) -> Client:
    client.force_login(builders.user(office, may={KEEP_ROUNDS}))
    return client


def read(desk: Client) -> str:
    answer = desk.get(reverse("sustainability:neighbours"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_means_stand_side_by_side_where_enough_answered_and_the_page_says_it_is_no_proof(
    desk: Client, office: Office
) -> None:
    answered(office, "returnee", 11, "0.6100")
    answered(office, "resident", 10, "0.5400")
    text = read(desk)
    assert "0.61" in text
    assert "0.54" in text
    assert "This is no proof that help works" in text


def test_a_mean_of_a_few_is_not_shown_and_neither_is_how_few(desk: Client, office: Office) -> None:
    answered(office, "returnee", 11, "0.6100")
    answered(office, "resident", 3, "0.5400")
    text = read(desk)
    assert "0.61" not in text
    assert "0.54" not in text
    assert "fewer than 10 people" in text


def test_nobody_of_another_organisation_or_protected_is_counted(desk: Client, office: Office) -> None:
    answered(builders.office(path="BD.30.26"), "returnee", 12, "0.6100")
    answered(office, "resident", 12, "0.5400")
    type(builders.person(office)).objects.filter(office=office).update(is_protected=True)
    assert "Nobody has answered yet" in read(desk)

"""The page of a person's score: over time, what moved it, under another scheme, and for whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.surveys.models import Submission
from sankofa.sustainability.models import Score
from sankofa.sustainability.permissions import RESCORE
from tests import builders
from tests.pages.conftest import CASEWORKER, talked

pytestmark = pytest.mark.django_db


def earlier(held: Submission, days: int) -> Submission:
    """Move a talk back in time, with its score."""
    held.answered_on -= timedelta(days=days)
    held.save()
    Score.objects.filter(submission=held).update(answered_on=held.answered_on)
    return held


def read(client: Client, person: Any, **asked: str) -> str:
    answer = client.get(reverse("sustainability:score", args=[person.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_names_the_scheme_its_version_and_that_it_is_not_the_official_one(
    signed_in: Client, person: Any, worker: User
) -> None:
    talked(person, worker)
    text = read(signed_in, person)
    assert "open-rss/1" in text
    assert "our own way of scoring, not the official one" in text
    assert "29 of 29" in text
    assert "People often report less than they feel." in text


def test_two_talks_are_one_line_and_the_page_says_what_moved_it(signed_in: Client, person: Any, worker: User) -> None:
    earlier(talked(person, worker, p8="no"), 200)
    talked(person, worker, e1="very_dissatisfied", p8="yes")
    text = read(signed_in, person)
    assert text.count('class="line"') == 4
    assert "What moved it" in text
    assert "No longer said" not in text
    assert "New, to be done whatever the figures say" in text
    assert "counsellor" in text


def test_a_change_of_scheme_breaks_the_line_and_working_it_out_again_mends_it(
    client: Client, office: Office, person: Any
) -> None:
    worker = builders.user(office, may=(*CASEWORKER, RESCORE))
    client.force_login(worker)
    first = earlier(talked(person, worker), 200)
    talked(person, worker)
    Score.objects.filter(submission=first).update(scheme="open-rss-mapping/1", scheme_digest="0" * 64)
    text = read(client, person)
    assert text.count('class="break"') == 4
    assert 'class="line"' not in text
    assert "The way of scoring changed on" in text
    assert "1 talk has no figures under this way of scoring." in text
    client.post(reverse("sustainability:score_again", args=[person.pk]), {"scheme": "open-rss/1"})
    text = read(client, person)
    assert text.count('class="line"') == 4
    assert 'class="break"' not in text
    assert Score.objects.filter(submission=first).count() == 2, "the old figures stay"


def test_whoever_may_not_work_scores_out_again_is_not_offered_it_and_is_refused(
    signed_in: Client, person: Any, worker: User
) -> None:
    talked(person, worker)
    assert "Work them out" not in read(signed_in, person, scheme="open-rss-mapping/1")
    answer = signed_in.post(reverse("sustainability:score_again", args=[person.pk]), {"scheme": "open-rss-mapping/1"})
    assert answer.status_code == 403
    assert Score.objects.count() == 1


def test_a_scheme_that_does_not_exist_leads_nowhere(signed_in: Client, person: Any, worker: User) -> None:
    talked(person, worker)
    address = reverse("sustainability:score", args=[person.pk])
    assert signed_in.get(address, {"scheme": "official/1"}).status_code == 404
    assert signed_in.get(address, {"since": "nothing"}).status_code == 200


def test_a_long_silence_is_said(signed_in: Client, person: Any, worker: User) -> None:
    earlier(talked(person, worker), 500)
    talked(person, worker)
    assert "Nothing is known between" in read(signed_in, person)

"""Pages of comparing the whole register: ask for it, answer where it stopped, see and set the weights."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.returnees import actions, comparing, permissions
from sankofa.returnees.models import LinkageRun
from sankofa.returnees.rules import linkage
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]

URL = "/people/same/register/"


@pytest.fixture
def officer(office: Office) -> User:
    return builders.user(office, may=(SIGNED_IN, permissions.LINK), scope="organisation", name="Farid Alam")


@pytest.fixture
def desk(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_comparison_is_asked_for_on_the_page_and_stands_in_its_list(desk: Client, office: Office) -> None:
    assert "The register was never compared" in text(desk.get(URL))
    asked = desk.post(f"{URL}{office.organisation_id}/ask/", {"compare": "yes"}, follow=True)
    assert "It begins within a minute" in text(asked)
    assert "waits to begin" in text(asked)
    assert "Farid Alam" in text(asked)
    assert LinkageRun.objects.get().learns is False
    again = desk.post(f"{URL}{office.organisation_id}/ask/", {"learn": "yes"})
    assert "being compared already" in text(again)


def test_the_outcome_is_said_in_figures_that_name_nobody(desk: Client, office: Office) -> None:
    builders.linkagerun(office.organisation, state="done", ended_at=AT, files_count=1_200, pairs_count=1, new_count=1)
    shown = text(desk.get(URL))
    assert "1,200 files · 1 pair found · 1 of them new" in shown


@pytest.mark.parametrize(
    ("because", "said"),
    [
        pytest.param("too_many_files", "900 of 1,200 files look like second files", id="more-than-half"),
        pytest.param("too_many_for_one", "One file resembles 900 others", id="too-many-for-one"),
    ],
)
def test_where_it_stopped_the_page_asks_and_takes_the_answer(
    desk: Client, office: Office, because: str, said: str
) -> None:
    run = builders.linkagerun(
        office.organisation, state="stopped", ended_at=AT, files_count=1_200, because=because, figure=900
    )
    shown = text(desk.get(URL))
    assert said in shown
    assert "Nothing was kept yet." in shown
    desk.post(f"/people/same/runs/{run.pk}/go-on/")
    run.refresh_from_db()
    assert (run.state, run.goes_on) == ("waiting", True)
    assert "answered already" in text(desk.post(f"/people/same/runs/{run.pk}/go-on/"))


def test_the_weights_that_come_with_the_house_are_explained_with_a_bar_for_each_finding(
    desk: Client, office: Office
) -> None:
    shown = text(desk.get(f"{URL}{office.organisation_id}/weights/"))
    findings = sum(map(len, linkage.COMPARISONS.values()))
    assert shown.count('<svg class="bar') == findings
    assert "The same day of birth." in shown
    assert "Found of those there were" in shown


def test_the_bars_of_the_chart_point_the_other_way_where_people_read_from_the_right(
    desk: Client, office: Office
) -> None:
    url = f"{URL}{office.organisation_id}/weights/"
    good = re.compile(r'class="bar good".*?class="fill" x="([\d.]+)"')
    assert set(good.findall(text(desk.get(url)))) == {"100.0"}
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "ur"
    shown = text(desk.get(url))
    assert 'dir="rtl"' in shown
    assert "100.0" not in good.findall(shown)


def test_what_was_learned_says_what_would_change_and_is_used_once_somebody_says_so(
    desk: Client, office: Office
) -> None:
    changed = {**linkage.shipped().as_data(), "phone_same": ["0.9", "0.05"]}
    weights = builders.linkageweights(office.organisation, weights=changed)
    shown = text(desk.get(f"/people/same/weights/{weights.pk}/"))
    assert shown.count("now <bdi>") == 1
    used = text(desk.post(f"/people/same/weights/{weights.pk}/use/", follow=True))
    assert "From the next comparison on" in used
    assert "now <bdi>" not in used
    assert comparing.in_use(office.organisation_id) == weights
    assert "in use already" in text(desk.post(f"/people/same/weights/{weights.pk}/use/"))
    assert actions.waiting_runs(at=AT) == []

"""A deployment's own table comes in checked, counts once two people agreed, and its figures stay when it goes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.approvals import permissions as approvals
from sankofa.approvals.models import Proposal
from sankofa.project import hooks
from sankofa.surveys.permissions import INTERVIEW
from sankofa.sustainability import actions, permissions, queries
from sankofa.sustainability.contribution import afterwards, contribution
from sankofa.sustainability.models import Concern, LoadedScheme, Score
from sankofa.sustainability.rules.scheme import SchemeNotUnderstood
from tests import builders
from tests.builders import AT, ON
from tests.rooms.test_talks_and_scores import first_answers, record

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OURS = queries.shipped_text("open-rss-1")
OWN = OURS.replace('code = "open-rss"', 'code = "handbook"')
ASKS_MORE = OWN.replace(
    'when = { e2 = ["often", "very_often"] }', 'when = { e2 = ["sometimes", "often", "very_often"] }'
)
HUNGRY_AT_TIMES = first_answers(e2="sometimes")
"""What raises a flag by one's own scheme and none by ours."""


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may={permissions.KEEP_SCHEMES, approvals.PROPOSE, approvals.SEE})


def load(office: Any, officer: Any, text: str = OWN) -> LoadedScheme:
    return actions.load_scheme(
        office=office, text=text, file_name="own.toml", note="our own copy", by=officer.as_actor(), at=AT
    )


def used(loaded: LoadedScheme) -> LoadedScheme:
    loaded.used_from = AT
    loaded.save()
    return loaded


def test_a_table_that_is_understood_is_kept_word_for_word_with_who_brought_it(office: Any, officer: Any) -> None:
    made = load(office, officer)
    assert (made.name, made.text, made.loaded_by) == ("handbook/1", OWN, officer)
    assert queries.loaded_in_use() == []
    with pytest.raises(queries.NoSuchScheme):
        queries.scheme_named("handbook/1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("not a table", "is not TOML", id="no-table"),
        pytest.param(OURS, "open-rss/1 is known already", id="the-name-of-ours"),
        pytest.param(
            OWN.replace('weight = "1/5", questions = { e1', 'weight = "1/4", questions = { e1'), "add", id="sum"
        ),
        pytest.param(
            OWN.replace('code = "hunger"', 'code = "thirst"'), "flag thirst: has no sentence", id="unworded-flag"
        ),
        pytest.param(OWN.replace("doing_well", "splendid"), "band splendid: has no sentence", id="unworded-band"),
    ],
)
def test_what_is_wrong_in_a_table_is_said_and_nothing_is_kept(office: Any, officer: Any, text: str, said: str) -> None:
    with pytest.raises(SchemeNotUnderstood) as wrong:
        load(office, officer, text)
    assert any(said in str(fault) for fault in wrong.value.faults), wrong.value.faults
    assert not LoadedScheme.objects.exists()


def test_the_same_version_is_not_loaded_twice_and_nobody_elsewhere_loads_one_here(office: Any, officer: Any) -> None:
    load(office, officer)
    with pytest.raises(SchemeNotUnderstood):
        load(office, officer)
    with pytest.raises(NotAllowed):
        load(office, builders.user(may={permissions.KEEP_SCHEMES}), OWN.replace('version = "1"', 'version = "2"', 1))


def test_nobody_puts_a_table_in_use_alone_and_two_people_do(office: Any, officer: Any) -> None:
    made = load(office, officer)
    with pytest.raises(NeedsSecondPerson):
        actions.put_in_use(loaded=made, by=officer.as_actor(), at=AT)
    desk = Client()
    desk.force_login(officer)
    desk.post(reverse("sustainability:put_in_use", args=[made.pk]))
    proposal = Proposal.objects.get()
    second = builders.user(
        office, may={permissions.KEEP_SCHEMES, approvals.DECIDE, approvals.SEE}, name="Second Person"
    )
    other = Client()
    other.force_login(second)
    page = other.get(reverse("approvals:proposal", args=[proposal.pk])).content.decode()
    assert "handbook/1" in page
    assert "our own copy" in page


def test_new_talks_are_scored_with_it_too_and_the_figures_stay_when_it_is_taken_out(office: Any, officer: Any) -> None:
    worker = builders.user(office, may={INTERVIEW}).as_actor()
    person = builders.person(office)
    before = record(person, worker)
    made = used(load(office, officer))
    after = record(person, worker)
    assert set(Score.objects.filter(submission=after).values_list("scheme", flat=True)) == {"open-rss/1", "handbook/1"}
    assert set(Score.objects.filter(submission=before).values_list("scheme", flat=True)) == {"open-rss/1"}
    again = builders.user(office, may={permissions.RESCORE}).as_actor()
    assert actions.rescore(submission=before, scheme="handbook/1", by=again, at=AT).is_new
    actions.take_out_of_use(loaded=made, by=officer.as_actor(), at=AT)
    with pytest.raises(actions.NotNow):
        actions.take_out_of_use(loaded=made, by=officer.as_actor(), at=AT)
    assert Score.objects.filter(scheme="handbook/1").count() == 2
    assert queries.scheme_named("handbook/1").name == "handbook/1", "what was made with it can still be explained"
    assert not queries.is_shipped("handbook/1")


def bars_of(person: Any, office: Any) -> Any:
    viewer = builders.user(office, may={permissions.VIEW, permissions.CARE, INTERVIEW}).as_actor()
    return contribution(person, viewer, AT.date())


def test_bars_are_those_of_ones_own_scheme_once_it_is_used_and_ours_again_when_it_goes(
    office: Any, officer: Any
) -> None:
    worker = builders.user(office, may={INTERVIEW}).as_actor()
    person = builders.person(office)
    record(person, worker)
    made = used(load(office, officer))
    [panel] = bars_of(person, office).panels
    assert panel.context["score"]["scheme_name"] == "open-rss/1", "the latest talk has no figures under the other"
    later = record(person, worker)
    found = bars_of(person, office)
    assert found.panels[0].context["score"]["scheme_name"] == "handbook/1"
    assert "your organisation loaded" in found.panels[0].context["score"]["scheme"]
    told = afterwards(later, builders.user(office, may={permissions.VIEW}).as_actor())
    assert told.panels[0].context["score"]["scheme_name"] == "handbook/1"
    actions.take_out_of_use(loaded=made, by=officer.as_actor(), at=AT)
    assert bars_of(person, office).panels[0].context["score"]["scheme_name"] == "open-rss/1"


def raised(talk: Any) -> list[str]:
    return [str(one.what) for one in Concern.objects.filter(submission=talk)]


def test_what_ones_own_scheme_asks_for_is_raised_as_ours_is_and_each_thing_once(office: Any, officer: Any) -> None:
    worker = builders.user(office, may={INTERVIEW}).as_actor()
    before = record(builders.person(office), worker, answers=HUNGRY_AT_TIMES)
    assert "flag.hunger" not in raised(before)
    used(load(office, officer, ASKS_MORE))
    talk = record(builders.person(office), worker, answers=HUNGRY_AT_TIMES)
    assert "flag.hunger" in raised(talk)
    by_ours = Score.objects.get(submission=talk, scheme="open-rss/1")
    assert "flag.hunger" in [flag.code for flag in queries.flags_of(by_ours)]
    both = record(builders.person(office), worker, answers=first_answers(e2="often", p8="yes"))
    assert {"flag.hunger", "flag.wants_counselling"} <= set(raised(both))
    assert len(raised(both)) == len(set(raised(both)))


def test_a_talk_worked_out_anew_raises_once_what_only_ones_own_scheme_asks_for(office: Any, officer: Any) -> None:
    worker = builders.user(office, may={INTERVIEW}).as_actor()
    person = builders.person(office)
    first = record(person, worker, answers=HUNGRY_AT_TIMES, answered_on=ON - timedelta(days=200))
    latest = record(person, worker, answers=HUNGRY_AT_TIMES)
    used(load(office, officer, ASKS_MORE))
    by = builders.user(office, may={permissions.RESCORE}).as_actor()
    for talk in (first, latest, latest):
        actions.rescore(submission=talk, scheme="handbook/1", by=by, at=AT)
    assert raised(latest).count("flag.hunger") == 1
    assert "flag.hunger" not in raised(first), "what was so half a year ago was asked again since"


def test_the_page_says_every_fault_and_takes_the_table_once_it_is_right(office: Any, officer: Any) -> None:
    desk = Client()
    desk.force_login(officer)
    address = reverse("sustainability:load_scheme")

    def sent(text: bytes) -> Any:
        file = SimpleUploadedFile("own.toml", text)
        return desk.post(address, {"file": file, "note": "our own copy", "office": office.pk}, follow=True)

    wrong = sent(OWN.replace('e1 = "contentment"', 'e1 = "nothing"').encode())
    assert wrong.status_code == 422
    assert "names the scale “nothing”" in wrong.content.decode()
    assert sent(b"\xff\xfe\x00").status_code == 422
    right = sent(OWN.encode()).content.decode()
    assert "It counts once a second person agreed." in right
    assert "handbook/1" in desk.get(reverse("sustainability:schemes")).content.decode()
    ours = desk.get(reverse("sustainability:shipped_scheme", args=["open-rss-1"]))
    assert ours.content.decode() == OURS
    assert desk.get(reverse("sustainability:shipped_scheme", args=["settings"])).status_code == 404

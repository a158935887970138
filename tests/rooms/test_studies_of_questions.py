"""A study of the questions is worked out step by step, about enough people only, and can become a way of scoring."""

import random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.action import NeedsSecondPerson, NotAllowed, system
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.surveys import queries as surveys
from sankofa.surveys.models import Submission
from sankofa.sustainability import actions, commands, permissions, queries, studies
from sankofa.sustainability.models import LoadedScheme, Score, Study
from sankofa.sustainability.rules import study_many
from sankofa.sustainability.rules.scheme import SchemeNotUnderstood
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FORM = surveys.instrument(*surveys.REINTEGRATION_SCORE)
SCHEME = queries.scheme()
MAY = {permissions.STUDY, permissions.KEEP_SCHEMES}


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may=MAY)


def talk(person: Any, luck: random.Random, *, on: Any = ON) -> Submission:
    """Keep a talk with answers that come from how somebody stands, and from chance."""
    stands = luck.random()
    answers = {"interview_language": ["ur"]}
    for question, values in SCHEME.worth.items():
        known = sorted(
            ((value, code) for code, value in values.items() if not isinstance(value, str)), key=lambda one: one[0]
        )
        place = min(len(known) - 1, max(0, round((stands + luck.gauss(0, 0.25)) * (len(known) - 1))))
        answers[question] = [known[place][1]]
    code, version = surveys.REINTEGRATION_SCORE
    return Submission.objects.create(
        person=person, instrument=code, version=version, instance_id=uuid7(), answers=answers, answered_on=on
    )


def talked_with(office: Any, count: int) -> list[Any]:
    luck = random.Random(7)
    people = [builders.person(office, sex="female" if turn % 2 else "male") for turn in range(count)]
    for person in people:
        talk(person, luck)
    return people


def ask(office: Any, officer: Any) -> Study:
    return actions.ask_study(office=office, scheme="open-rss/1", by=officer.as_actor(), at=AT)


def worked_out(held: Study) -> Study:
    assert commands.study_waiting() == {"studies": 1}
    held.refresh_from_db()
    return held


def test_about_few_people_nothing_is_worked_out_and_the_page_says_so(office: Any, officer: Any) -> None:
    talked_with(office, 12)
    held = worked_out(ask(office, officer))
    assert held.ended_at is not None
    assert {frozenset(part) for part in held.found.values()} == {frozenset({"too_few", "needed"})}
    desk = Client()
    desk.force_login(officer)
    page = desk.get(reverse("sustainability:study", args=[held.pk])).content.decode()
    assert "Too few people: at least 100" in page
    assert "fewer than 100 people" in page
    assert ">12" not in page
    with pytest.raises(actions.NothingWeighed):
        actions.write_version(study=held, code="our-weights", by=officer.as_actor(), at=AT)


def test_a_study_of_enough_people_becomes_a_way_of_scoring_with_its_evidence(office: Any, officer: Any) -> None:
    talked_with(office, 230)
    held = worked_out(ask(office, officer))
    assert held.people == 230
    together = held.found["together.economic"]
    assert 0 < float(together["alpha_between"][0]) < float(together["alpha"]) < float(together["alpha_between"][1]) < 1
    assert set(study_many.weights_found(held.found)) == {"economic", "social", "psychosocial"}
    assert held.found["sex.economic"] == {"too_few": "group", "needed": 200}
    desk = Client()
    desk.force_login(officer)
    page = desk.get(reverse("sustainability:study", args=[held.pk])).content.decode()
    assert "This rests on 230 people" in page
    desk.post(reverse("sustainability:write_version", args=[held.pk]), {"code": "our-weights"})
    made = LoadedScheme.objects.get()
    assert (made.name, made.study, made.loaded_by) == ("our-weights/1", held, officer)
    read = queries.loaded_text(made)
    assert read.digest == made.digest
    assert read.worth == SCHEME.worth
    assert read.flags == SCHEME.flags
    assert read.composite == SCHEME.composite
    for side, found in study_many.weights_found(held.found).items():
        weights = next(one for one in read.dimensions if one.code == side).weights
        assert sum(weights.values()) == 1
        assert weights == found, "every question was answered by all, so none keeps an old weight"
    assert held.receipt in desk.get(reverse("sustainability:loaded_scheme", args=[made.pk])).content.decode()
    with pytest.raises(NeedsSecondPerson):
        actions.put_in_use(loaded=made, by=officer.as_actor(), at=AT)
    again = actions.write_version(study=held, code="our-weights", by=officer.as_actor(), at=AT)
    assert again.name == "our-weights/2"
    with pytest.raises(SchemeNotUnderstood, match="the name of one of ours"):
        actions.write_version(study=held, code="open-rss", by=officer.as_actor(), at=AT)
    assert not Score.objects.filter(scheme__startswith="our-weights").exists()


def test_a_protected_file_is_in_no_study_and_only_the_latest_talk_of_a_person_counts(office: Any, officer: Any) -> None:
    first, second, _ = talked_with(office, 3)
    second.is_protected = True
    second.save()
    talk(first, random.Random(3), on=ON.replace(year=ON.year - 1))
    held = ask(office, officer)
    found = studies.sample(held, SCHEME, by=system("tests", on=ON), on=ON)
    assert found.people == 2
    assert sorted(found.groups["sex"].tolist()) == ["male", "male"]


def test_what_was_worked_out_before_an_interruption_stays_and_nothing_is_kept_twice(office: Any, officer: Any) -> None:
    held = ask(office, officer)
    by = system("tests", on=ON)
    actions.keep_step(study=held, step="sex.social", found={"pairs": []}, people=150, by=by, at=AT)
    actions.keep_step(study=held, step="sex.social", found={"other": 1}, people=151, by=by, at=AT)
    held.refresh_from_db()
    assert (held.done, held.people, held.ended_at) == (1, 150, None)
    with pytest.raises(actions.WaitsAlready):
        ask(office, officer)
    ended = worked_out(held)
    assert ended.found["sex.social"] == {"pairs": []}
    assert ended.done == ended.steps == 12
    assert studies.are_waiting() is False


def test_who_does_not_reach_every_office_in_a_study_does_not_see_it(office: Any, officer: Any) -> None:
    other = builders.office(organisation=office.organisation)
    wide = builders.user(office, may=MAY, scope="organisation")
    held = ask(office, wide)
    assert set(held.offices) == {str(office.pk), str(other.pk)}
    today = clock.today("UTC")
    assert studies.study(str(held.pk), viewer=wide.as_actor(), on=today) == held
    assert studies.study(str(held.pk), viewer=officer.as_actor(), on=today) is None
    with pytest.raises(NotAllowed):
        ask(other, officer)


def test_asking_on_the_page_leads_to_the_study_and_its_bar_asks_for_itself(office: Any, officer: Any) -> None:
    desk = Client()
    desk.force_login(officer)
    asked = {"scheme": "open-rss/1", "office": office.pk}
    page = desk.post(reverse("sustainability:studies"), asked, follow=True)
    assert "0 of 12" in page.content.decode()
    held = Study.objects.get()
    address = reverse("sustainability:study", args=[held.pk])
    bar = desk.get(address, headers={"HX-Request": "true"}).content.decode()
    assert bar.count("<html") == 0
    assert desk.post(reverse("sustainability:studies"), {"scheme": "no/1", "office": office.pk}).status_code == 422
    worked_out(held)
    assert desk.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    wrong = desk.post(reverse("sustainability:write_version", args=[held.pk]), {"code": "N"})
    assert wrong.status_code == 422

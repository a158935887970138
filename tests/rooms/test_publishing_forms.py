"""Publishing forms: of the library by the set-up, of an office by its people, each version once and for good."""

from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.models import FormVersion, Instrument
from sankofa.surveys.rules import library
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SURVEY = "type,name,label::English (en)\ninteger,cows,How many cows?\n"
SETTINGS = "form_title,form_id,version,default_language\nCows,cows,{},English (en)\n"


def sheets(version: str = "1", survey: str = SURVEY, settings: str = SETTINGS) -> dict[str, str]:
    return {"survey": survey, "settings": settings.format(version)}


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may={permissions.PUBLISH}, scope="organisation").as_actor()


def codes(refused: Any) -> list[str]:
    return [found.code for found in refused.value.findings]


def test_a_form_is_published_with_its_digest_and_the_form_for_phones(office: Any, officer: Any) -> None:
    made = actions.publish(office=office, sheets=sheets(), note="for the livestock project", by=officer, at=AT)
    assert (made.instrument.code, made.version, made.instrument.office) == ("cows", "1", office)
    assert made.published_by_id == officer.id or str(made.published_by_id) == officer.id
    assert len(made.digest) == 64
    assert "How many cows?" in made.xform
    assert queries.current("cows", among=queries.published()) == made


def test_the_same_text_again_is_the_same_version(office: Any, officer: Any) -> None:
    one = actions.publish(office=office, sheets=sheets(), note="", by=officer, at=AT)
    two = actions.publish(office=office, sheets=sheets(), note="again", by=officer, at=AT)
    assert one == two
    assert FormVersion.objects.count() == 1


def test_another_text_under_a_published_version_is_refused(office: Any, officer: Any) -> None:
    actions.publish(office=office, sheets=sheets(), note="", by=officer, at=AT)
    with pytest.raises(actions.NotPublishable) as refused:
        actions.publish(
            office=office, sheets=sheets(survey=SURVEY.replace("cows?", "goats?")), note="", by=officer, at=AT
        )
    assert codes(refused) == ["publish.version_taken"]


def test_a_new_version_says_what_changed_and_the_old_one_stays(office: Any, officer: Any) -> None:
    actions.publish(office=office, sheets=sheets(), note="", by=officer, at=AT)
    new = sheets("2", SURVEY + "text,where,Where do they graze?\n")
    made = actions.publish(office=office, sheets=new, note="grazing", by=officer, at=AT)
    versions = queries.versions_of("cows", among=queries.published())
    assert [held.version for held in versions] == ["2", "1"]
    assert [found.code for found in queries.changes_of(made, versions) or ()] == ["changed.question_added"]
    assert queries.changes_of(versions[1], versions) is None


def test_a_closed_version_is_asked_no_more_and_stays_readable(office: Any, officer: Any) -> None:
    made = actions.publish(office=office, sheets=sheets(), note="", by=officer, at=AT)
    actions.close_version(version=made, by=officer, at=AT)
    assert queries.current("cows", among=queries.published()) is None
    assert queries.versions_of("cows", among=queries.published()) == [made]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param({"survey": SURVEY}, "form.no_settings", id="no-settings"),
        pytest.param({"notes": "a,b\n"}, "form.no_survey_sheet", id="no-survey"),
        pytest.param(sheets(settings=SETTINGS.replace("cows,{}", "satisfaction,{}")), "publish.of_the_library",
                     id="code-of-the-library"),
        pytest.param(sheets(survey=SURVEY.replace("integer", "intger")), "question.mistyped", id="no-such-type"),
        pytest.param(sheets(survey="type,name,label::English (en),relevant\ntext,a,A?,${b} = 'x'\n"),
                     "reference.broken", id="broken-reference"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_published_says_why(office: Any, officer: Any, given: Any, found: str) -> None:
    with pytest.raises(actions.NotPublishable) as refused:
        actions.publish(office=office, sheets=given, note="", by=officer, at=AT)
    assert found in codes(refused)
    assert not FormVersion.objects.exists()


def test_nobody_publishes_a_version_of_another_organisation_s_form(office: Any, officer: Any) -> None:
    elsewhere = builders.office()
    other = builders.user(elsewhere, may={permissions.PUBLISH}).as_actor()
    actions.publish(office=elsewhere, sheets=sheets(), note="", by=other, at=AT)
    with pytest.raises(actions.NotPublishable) as refused:
        actions.publish(office=office, sheets=sheets("2"), note="", by=officer, at=AT)
    assert codes(refused) == ["publish.of_others"]
    with pytest.raises(NotAllowed):
        actions.publish(office=elsewhere, sheets=sheets("2"), note="", by=officer, at=AT)


def test_the_set_up_publishes_the_library_once() -> None:
    made = actions.publish_library(at=AT)
    assert {(held.instrument.code, held.version) for held in made} == set(library.shipped())
    assert actions.publish_library(at=AT) == []
    assert not Instrument.objects.exclude(office=None).exists()


def test_the_published_form_of_the_library_is_the_one_that_is_asked() -> None:
    actions.publish_library(at=AT)
    for code, version in library.shipped():
        held = queries.version(code, version, among=queries.published())
        assert held is not None
        assert queries.reading_of(held) == library.form(code, version)
        assert queries.findings_of(library.tables(code, version)) == []


def test_a_talk_is_held_with_forms_about_a_person_that_repeat_nothing() -> None:
    codes = {form.code for form in queries.talk_forms(queries.published())}
    assert "reintegration_score" in codes
    assert "satisfaction" in codes
    assert not {"employer", "labour_migration", "debt_survey", "skills", "family"} & codes

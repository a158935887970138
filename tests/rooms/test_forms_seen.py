"""Whose forms somebody sees: those of the library and of their own organisation, and no others'."""

from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.permissions import SIGNED_IN
from sankofa.surveys import permissions, queries
from sankofa.surveys.models import Instrument
from tests import builders
from tests.builders import ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def of_others() -> Any:
    return builders.formversion(builders.instrument(code="of_others", office=builders.office()))


def seen(user: Any) -> set[str]:
    found = queries.forms_seen(user.as_actor(), permission=permissions.LIBRARY, on=ON)
    return {held.instrument.code for held in found}


def test_forms_of_the_library_and_of_every_office_of_ones_organisation_are_seen(office: Any, of_others: Any) -> None:
    sister = builders.office(office.organisation)
    builders.formversion(Instrument.objects.create(code="library"))
    builders.formversion(builders.instrument(code="ours", office=sister))
    assert seen(builders.user(office, may=[permissions.LIBRARY])) == {"library", "ours"}


def test_whoever_works_everywhere_sees_all_forms(office: Any, of_others: Any) -> None:
    assert seen(builders.user(office, may=[permissions.LIBRARY], scope="everywhere")) == {"of_others"}


def test_a_form_of_others_is_neither_a_version_nor_a_talk_nor_on_the_list(office: Any, of_others: Any) -> None:
    among = queries.forms_seen(
        builders.user(office, may=[permissions.LIBRARY]).as_actor(), permission=permissions.LIBRARY, on=ON
    )
    assert queries.version("of_others", "1", among=queries.published()) == of_others
    assert queries.version("of_others", "1", among=among) is None
    assert queries.current("of_others", among=among) is None
    assert queries.versions_of("of_others", among=among) == []
    assert of_others not in queries.latest_of_every_form(among)


EVERYTHING = (
    SIGNED_IN, permissions.LIBRARY, permissions.INTERVIEW, permissions.ANSWERS, permissions.GATHER, permissions.PUBLISH
)  # fmt: skip


@pytest.mark.parametrize(
    "address", ["", "1/", "1/spreadsheet/", "1/phone/", "1/paper/", "1/answers/", "1/gather/", "1/type/"]
)
def test_no_page_shows_a_form_of_others(office: Any, of_others: Any, address: str) -> None:
    own, stranger = Client(), Client()
    holder = builders.user(of_others.instrument.office, may=EVERYTHING)
    own.force_login(holder)
    stranger.force_login(builders.user(office, may=EVERYTHING))
    # A form of one text is no talk, so nobody types it from paper; every other page is there for its own people.
    assert own.get(f"/forms/of_others/{address}").status_code == (404 if address == "1/type/" else 200)
    assert stranger.get(f"/forms/of_others/{address}").status_code == 404

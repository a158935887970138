"""Pages of taking a list back and of the brake, as somebody sees them who keeps an office's lists."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.intake import permissions
from sankofa.intake.models import IncomingFile
from sankofa.intake.rules.stages import Stage
from sankofa.returnees import permissions as returnees
from sankofa.returnees.models import Person, Protection
from sankofa.surveys import permissions as talks
from tests import builders
from tests.builders import AT
from tests.pages.conftest import talked
from tests.rooms.test_stopped_lists import NAMES, checked, list_of, registered
from tests.rooms.test_undo import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = {
    SIGNED_IN,
    permissions.SEND,
    permissions.UNDO,
    returnees.REGISTER,
    returnees.VIEW,
    talks.INTERVIEW,
}


@pytest.fixture
def keeper(office: Office) -> User:
    for country in ("BD", "OM", "QA"):
        builders.country(country)
    return builders.user(office, may=MAY, name="Farida Begum")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, file: IncomingFile, **posted: Any) -> str:
    url = reverse(f"intake:{name}", args=[file.pk])
    answer = client.post(url, posted, follow=True) if posted else client.get(url, follow=True)
    assert answer.status_code in {200, 422}, answer.status_code
    return " ".join(answer.content.decode().split())


def test_a_list_is_taken_back_after_a_reason_and_a_second_look(keeper: User) -> None:
    file = let_in(keeper)
    desk = signed_in(keeper)
    assert reverse("intake:undo", args=[file.pk]) in page(desk, "receipt", file)
    assert "3 rows can go out again" in page(desk, "undo", file)
    assert "Write in a few words why this list is taken back." in page(desk, "undo", file, reason="")
    second = page(desk, "undo", file, reason="last year’s list")
    assert "Take this list back for good?" in second
    assert Person.objects.count() == 3, "nobody goes before the second look"
    done = page(desk, "undo", file, reason="last year’s list", is_meant="on")
    assert "The list was taken back" in done
    assert "3 rows were taken out again." in done
    assert "last year’s list" in done
    assert Person.objects.count() == 0
    assert "Taken out of the register again" in page(desk, "rows", file)
    assert "Taken back" in " ".join(desk.get(reverse("intake:files")).content.decode().split())


def test_the_page_names_who_stays_and_why_before_anybody_clicks(keeper: User) -> None:
    file = let_in(keeper)
    talked(Person.objects.get(given_name="Amina"), keeper)
    desk = signed_in(keeper)
    told = page(desk, "undo", file)
    assert "2 rows can go out again" in told
    assert "1 row stays" in told
    assert "A talk was recorded since." in told
    done = page(desk, "undo", file, reason="last year’s list", is_meant="on")
    assert "1 row stays, because something was built on it since." in done
    assert list(Person.objects.values_list("given_name", flat=True)) == ["Amina"]


def test_of_protected_people_the_page_says_nothing(keeper: User) -> None:
    file = let_in(keeper)
    amina = Person.objects.get(given_name="Amina")
    Protection.objects.create(person=amina, kind="threat", reason="a threat", protected_at=AT, review_on=AT.date())
    Person.objects.filter(pk=amina.pk).update(is_protected=True)
    told = page(signed_in(keeper), "undo", file)
    assert "2 rows can go out again" in told
    assert "0 rows stay" in told
    assert str(amina.pk) not in told
    page(signed_in(keeper), "undo", file, reason="why", is_meant="on")
    assert Person.objects.filter(pk=amina.pk).exists()


def test_a_colleague_is_told_who_may_take_it_back(keeper: User, office: Office) -> None:
    file = let_in(keeper)
    desk = signed_in(builders.user(office, may=MAY))
    answer = desk.get(reverse("intake:undo", args=[file.pk]))
    assert answer.status_code == 403
    assert "A colleague sent this list." in answer.content.decode()
    assert reverse("intake:undo", args=[file.pk]) not in page(desk, "receipt", file)
    manager = signed_in(builders.user(office, may={*MAY, permissions.UNDO_OTHERS}))
    assert "3 rows can go out again" in page(manager, "undo", file)


def test_taking_back_goes_on_where_it_stopped(keeper: User) -> None:
    from sankofa.intake import actions

    file = let_in(keeper)
    actions.begin_undo(file=file, reason="why", by=keeper.as_actor(), at=AT)
    actions.undo_next(file=file, rows_max=1, by=keeper.as_actor(), at=AT)
    desk = signed_in(keeper)
    told = page(desk, "undo", file)
    assert "1 of 3" in told
    answer = desk.post(reverse("intake:undoing", args=[file.pk]), follow=True)
    assert "The list was taken back" in answer.content.decode()
    assert IncomingFile.objects.get(pk=file.pk).stage == Stage.UNDONE
    assert Event.objects.filter(action="intake.undo_next").count() == 2


def test_a_stopped_list_shows_how_many_rows_look_like_somebody_and_the_evidence(keeper: User) -> None:
    registered(keeper, *NAMES[:7])
    file = checked(keeper, list_of(*NAMES))
    desk = signed_in(keeper)
    told = page(desk, "brake", file)
    assert "7 of 12 rows look like people who are there already." in told
    assert "The same phone." in told
    assert "Your supervisor can let all rows in." in told
    assert len(re.findall(r'scope="row"', told)) == 7
    assert "Is this list in the register already?" in page(desk, "apply", file, x="1"), "no row goes in meanwhile"
    assert "Say how this list goes on" in page(desk, "rows", file)
    assert "Choose how this list goes on." in page(desk, "brake", file, how="all", reason="no")
    assert Person.objects.count() == 7


def test_somebody_protected_since_is_no_evidence_for_a_stopped_list(keeper: User) -> None:
    first, *_ = registered(keeper, *NAMES[:8])
    file = checked(keeper, list_of(*NAMES))
    Person.objects.filter(pk=first.pk).update(is_protected=True)
    told = page(signed_in(keeper), "brake", file)
    assert "7 of 12 rows look like people who are there already." in told
    assert str(first.pk) not in told
    assert len(re.findall(r'scope="row"', told)) == 7


def test_only_the_others_go_in_where_the_sender_says_so(keeper: User) -> None:
    registered(keeper, *NAMES[:7])
    file = checked(keeper, list_of(*NAMES))
    desk = signed_in(keeper)
    told = page(desk, "brake", file, how="others")
    assert "Add 5 rows to the register" in told
    assert "This row looks like somebody who is in the register already." in told
    assert "Your list is in" in page(desk, "apply", file, x="1")
    assert Person.objects.count() == 12


def test_a_supervisor_lets_all_rows_in_with_a_reason(keeper: User, office: Office) -> None:
    registered(keeper, *NAMES[:7])
    file = checked(keeper, list_of(*NAMES))
    desk = signed_in(builders.user(office, may={*MAY, permissions.RELEASE}))
    assert "Write in a few words why all rows go in." in page(desk, "brake", file, how="all", reason="")
    assert "Add 12 rows to the register" in page(desk, "brake", file, how="all", reason="brothers and sisters")

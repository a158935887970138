"""Giving a role that opens much, through the pages: proposed, refused to the same person in words, done by another."""

from typing import Any

import pytest

from sankofa.accounts.models import Assignment, Office, Role, User
from sankofa.approvals.models import Proposal
from sankofa.project import hooks as house
from tests import builders
from tests.builders import ON
from tests.pages.test_approval_pages import at, browser
from tests.pages.test_two_people_erase import verdict
from tests.rooms.test_roles_by_two import GRAVE, MAY, administrator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(office: Office) -> None:
    house.fill()
    builders.role("caseworker", may=MAY[1:2])
    grave = builders.role(GRAVE, may=["protected.look_after"], scope_kind="organisation")
    Role.objects.filter(pk=grave.pk).update(names={"en": "Protection officer"}, by_two=True)
    builders.role("administrator", may=MAY, may_give=["caseworker", GRAVE], scope_kind="organisation")


@pytest.fixture
def boss(office: Office) -> User:
    return administrator(office, name="Laila Chowdhury")


@pytest.fixture
def receiver(office: Office) -> User:
    return builders.user(office, name="Shirin Das")


def gives(receiver: User, boss: User) -> Any:
    said = {"role": GRAVE, "office": str(receiver.office_id), "from_on": ON.isoformat(), "until_on": ""}
    return browser(boss).post(f"/staff/people/{receiver.pk}/role/", said, follow=True)


def test_it_is_proposed_refused_to_the_same_person_and_done_by_another(
    office: Office, boss: User, receiver: User
) -> None:
    second = administrator(office, name="Nasima Das")
    page = gives(receiver, boss).content.decode()
    assert "Another person decides now" in page
    assert "Protection officer" in page
    proposal = Proposal.objects.get()
    answer = browser(boss).post(at(proposal), verdict(proposal, "approve"))
    assert answer.status_code == 422
    assert "somebody else has to decide" in answer.content.decode()
    assert not Assignment.objects.filter(role_id=GRAVE).exists()
    page = browser(second).post(at(proposal), verdict(proposal, "approve"), follow=True).content.decode()
    assert "Approved and done" in page
    assert Assignment.objects.get(role_id=GRAVE).user == receiver


def test_whoever_may_not_be_the_second_person_reads_why(office: Office, boss: User, receiver: User) -> None:
    second = administrator(office, name="Nasima Das")
    administrator(office)
    gives(second, boss)
    proposal = Proposal.objects.get()
    page = browser(second).get(at(proposal)).content.decode()
    assert "Nobody changes their own roles" in page
    assert 'value="approve"' not in page
    assert browser(second).post(at(proposal), verdict(proposal, "approve")).status_code == 422


def test_an_invitation_says_to_invite_first_and_then_to_propose(office: Office, boss: User) -> None:
    administrator(office)
    said = {"name": "S", "email": "s@example.org", "office": str(office.pk), "role": GRAVE, "language": "en"}
    answer = browser(boss).post("/staff/invite/", {**said, "way": "mail"})
    assert answer.status_code == 422
    assert "then propose this role" in answer.content.decode()


def test_a_single_manager_gives_it_and_the_page_says_that_it_was_alone(
    office: Office, boss: User, receiver: User
) -> None:
    page = gives(receiver, boss).content.decode()
    assert "The role is given" in page
    assert "without a second person" in page

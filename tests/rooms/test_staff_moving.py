"""People move to another office and come back; an organisation closes."""

from datetime import timedelta

import pytest

from sankofa.accounts import actions, permissions, roster
from sankofa.accounts.action import NotAllowed, system
from sankofa.accounts.models import Assignment, Key, Office, Role, User
from sankofa.accounts.rules.keys import fresh
from sankofa.audit.models import Event
from sankofa.project import hooks as house
from tests import builders
from tests.builders import AT, ON, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def office() -> Office:
    house.fill()
    return builders.office()


@pytest.fixture
def other(office: Office) -> Office:
    return builders.office(organisation=office.organisation, name="Khulna")


@pytest.fixture
def boss(office: Office) -> User:
    builders.role("caseworker", may=[permissions.SIGNED_IN, "people.view"])
    return builders.user(
        office, may=[permissions.MANAGE, permissions.SIGNED_IN], may_give=["caseworker"], scope="organisation"
    )


@pytest.fixture
def worker(office: Office, boss: User) -> User:
    user = builders.user(office)
    builders.assignment(user, Role.objects.get(code="caseworker"))
    return user


def moved(worker: User, to: Office, boss: User, successor: User | None = None) -> actions.Moved:
    return actions.move(user=worker, office=to, successor=successor, by=boss.as_actor(), at=AT)


def test_who_moves_loses_the_roles_for_the_office_before(worker: User, other: Office, boss: User) -> None:
    told = moved(worker, other, boss)
    worker.refresh_from_db()
    assert (worker.office_id, told.roles) == (other.pk, 1)
    assert [held.until_on for held in Assignment.objects.filter(user=worker)] == [ON]
    assert Event.objects.get(action="accounts.move").detail["office"] == str(other.pk)


def test_people_looked_after_go_to_a_colleague_first(worker: User, other: Office, boss: User) -> None:
    person = builders.person(worker.office, owner=worker)
    with pytest.raises(actions.SuccessorNeeded):
        moved(worker, other, boss)
    worker.refresh_from_db()
    assert worker.office_id != other.pk
    moved(worker, other, boss, successor=boss)
    person.refresh_from_db()
    assert person.owner_id == boss.pk


def test_nobody_moves_themselves_or_to_where_they_do_not_manage(worker: User, other: Office, boss: User) -> None:
    with pytest.raises(NotAllowed):
        moved(boss, other, boss)
    with pytest.raises(NotAllowed):
        moved(worker, builders.office(name="Elsewhere"), boss)


def test_where_one_works_already_or_where_it_is_closed_nobody_moves(worker: User, other: Office, boss: User) -> None:
    with pytest.raises(actions.WorksThereAlready):
        moved(worker, worker.office, boss)
    actions.close_office(office=other, by=boss.as_actor(), at=AT)
    other.refresh_from_db()
    with pytest.raises(actions.OfficeClosed):
        moved(worker, other, boss)


def test_between_organisations_nobody_moves(worker: User, boss: User) -> None:
    with pytest.raises(actions.NotTheSameOrganisation):
        actions.move(
            user=worker, office=builders.office(name="Elsewhere"), successor=None, by=system("test", on=ON), at=AT
        )


def test_who_comes_back_has_the_same_account_and_no_roles(worker: User, boss: User) -> None:
    with pytest.raises(actions.NeverLeft):
        actions.let_back(user=worker, is_by_hand=True, by=boss.as_actor(), at=AT)
    actions.off_board(user=worker, successor=None, by=boss.as_actor(), at=AT)
    worker.refresh_from_db()
    invited = actions.let_back(user=worker, is_by_hand=True, by=boss.as_actor(), at=AT)
    worker.refresh_from_db()
    assert (worker.left_on, worker.is_active) == (None, False)
    invitation = roster.invitation_for(invited.code, at=AT)
    assert invitation is not None
    actions.accept_invitation(
        invitation=invitation, name="Back", password=PASSWORD, by=actions.welcomed(invitation, at=AT), at=AT
    )
    worker.refresh_from_db()
    assert worker.is_active
    assert not worker.assignments.filter(until_on=None).exists()


def test_an_organisation_closes_once_nobody_works_there_and_its_keys_end(boss: User, worker: User) -> None:
    body = builders.organisation(kind="lender")
    builders.office(organisation=body, name="Counter")
    by = system("test", on=ON)
    made = fresh()
    key = actions.give_key(
        organisation=body, office=None, kind="key", name="Ledger", may=[], expires_at=AT + timedelta(days=30),
        made=made, by=by, at=AT,
    )  # fmt: skip
    told = actions.close_organisation(organisation=body, by=by, at=AT)
    assert (told.offices, told.keys) == (1, 1)
    body.refresh_from_db()
    assert body.closed_on == ON
    assert Key.objects.get(pk=key.pk).revoked_at == AT
    with pytest.raises(actions.StillStaffed):
        actions.close_organisation(organisation=worker.office.organisation, by=by, at=AT)

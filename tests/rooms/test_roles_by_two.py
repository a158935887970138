"""A role that opens much is given by two: the trick of the second account, step by step, and who goes on alone.

Source: casework, "Safeguards"; docs/adr/0024.
"""

from datetime import timedelta

import pytest

from sankofa.accounts import actions, hooks, permissions
from sankofa.accounts.action import NeedsSecondPerson, NotAllowed, system
from sankofa.accounts.actions import Reach
from sankofa.accounts.models import Assignment, Office, Role, User
from sankofa.accounts.rules.terms import ScopeKind
from sankofa.approvals import actions as approvals
from sankofa.approvals import permissions as deciding
from sankofa.approvals.models import Proposal
from sankofa.audit.models import Event
from sankofa.project import four_eyes
from sankofa.project import hooks as house
from tests import builders
from tests.builders import AT, ON, PASSWORD
from tests.rooms.two_people import seen

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GRAVE = "protection_officer"
MAY = [permissions.MANAGE, permissions.SIGNED_IN, deciding.SEE, deciding.PROPOSE, deciding.DECIDE]
LONG_HERE = AT - timedelta(days=90)


@pytest.fixture(autouse=True)
def _house() -> None:
    house.fill()


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[hooks.Notice]:
    """What staff were told, in order."""
    told: list[hooks.Notice] = []
    monkeypatch.setattr(hooks.notices, "_filled", [told.append])
    return told


@pytest.fixture
def office(notices: list[hooks.Notice]) -> Office:
    builders.role("caseworker", may=[permissions.SIGNED_IN])
    grave = builders.role(GRAVE, may=["protected.look_after"], scope_kind="organisation")
    administrator = builders.role("administrator", may=MAY, may_give=["caseworker", GRAVE], scope_kind="organisation")
    Role.objects.filter(pk__in=[grave.pk, administrator.pk]).update(by_two=True, second_factor=True)
    return builders.office()


def administrator(office: Office, *, since: timedelta = timedelta(days=90), name: str = "") -> User:
    made = builders.user(office, name=name)
    User.objects.filter(pk=made.pk).update(created_at=AT - since)
    builders.assignment(made, Role.objects.get(pk="administrator"), scope="organisation")
    return User.objects.get(pk=made.pk)


@pytest.fixture
def boss(office: Office) -> User:
    return administrator(office, name="Laila Chowdhury")


@pytest.fixture
def second(office: Office, boss: User) -> User:
    return administrator(office, name="Nasima Das")


def reach(office: Office) -> Reach:
    return Reach(ScopeKind.ORGANISATION, str(office.organisation_id))


def give(user: User, by: User, role: str = GRAVE) -> Assignment:
    told = {"role": role, "reach": reach(user.office), "from_on": ON, "until_on": None}
    return actions.give_role(user=user, by=by.as_actor(), at=AT, **told)  # type: ignore[arg-type]


def invite(office: Office, by: User, role: str, *, is_by_hand: bool = True) -> actions.Invited:
    return actions.send_invitation(
        office=office,
        email="laila.again@example.org",
        name="Somebody",
        language="en",
        roles={role: reach(office)},
        is_by_hand=is_by_hand,
        by=by.as_actor(),
        at=AT,
    )


def proposed(user: User, by: User) -> Proposal:
    """What the page proposes where nobody gives alone."""
    with pytest.raises(NeedsSecondPerson) as asked:
        give(user, by)
    kind = four_eyes.giving()
    assert asked.value.action == kind.action
    content = kind.content(asked.value.facts)
    return approvals.propose(subject=user, kind=kind.code, content=content, by=by.as_actor(), at=AT)


def approve(proposal: Proposal, by: User) -> None:
    approvals.approve(proposal=proposal, seen=seen(proposal), by=by.as_actor(), at=AT)


def holders() -> list[User]:
    return [held.user for held in Assignment.objects.filter(role_id=GRAVE)]


class TestTheTrickOfTheSecondAccount:
    @pytest.mark.parametrize("is_by_hand", [True, False])
    def test_nobody_is_invited_with_it(self, office: Office, boss: User, second: User, is_by_hand: bool) -> None:
        with pytest.raises(NotAllowed) as refused:
            invite(office, boss, GRAVE, is_by_hand=is_by_hand)
        assert refused.value.decision.reason.code == "gift_invite_first"
        assert not User.objects.filter(email="laila.again@example.org").exists()

    def test_nobody_is_entered_with_it(self, office: Office, boss: User, second: User) -> None:
        with pytest.raises(NotAllowed) as refused:
            actions.enter_user(
                office=office,
                email="laila.again@example.org",
                name="Somebody",
                password=PASSWORD,
                language="en",
                roles={GRAVE: ("organisation", str(office.organisation_id))},
                from_on=ON,
                by=boss.as_actor(),
                at=AT,
            )
        assert refused.value.decision.reason.code == "gift_invite_first"

    def test_an_account_made_first_gets_it_only_when_another_approves(
        self, office: Office, boss: User, second: User
    ) -> None:
        own_second = invite(office, boss, "caseworker").invitation.user
        proposal = proposed(own_second, boss)
        with pytest.raises(approvals.MayNot):
            approve(proposal, boss)
        assert holders() == []
        approve(proposal, second)
        assert holders() == [own_second]
        held = Assignment.objects.get(role_id=GRAVE)
        assert (held.given_by, held.given_alone) == (second, False)

    def test_a_second_administrator_of_one_s_own_is_not_made_alone(
        self, office: Office, boss: User, second: User
    ) -> None:
        with pytest.raises(NeedsSecondPerson):
            give(builders.user(office), boss, "administrator")

    def test_who_receives_it_does_not_approve_it(self, office: Office, boss: User, second: User) -> None:
        administrator(office)
        proposal = proposed(second, boss)
        with pytest.raises(NotAllowed) as refused:
            approve(proposal, second)
        assert refused.value.decision.reason.code == "gift_to_oneself"

    def test_an_account_of_today_does_not_approve_it(self, office: Office, boss: User, second: User) -> None:
        fresh = administrator(office, since=timedelta(days=1))
        proposal = proposed(builders.user(office), boss)
        with pytest.raises(NotAllowed) as refused:
            approve(proposal, fresh)
        assert refused.value.decision.reason.code == "second_is_new"
        assert holders() == []

    def test_a_manager_who_could_not_give_it_does_not_approve_it(
        self, office: Office, boss: User, second: User
    ) -> None:
        of_office = builders.user(office, may=MAY, may_give=["caseworker"])
        User.objects.filter(pk=of_office.pk).update(created_at=LONG_HERE)
        proposal = proposed(builders.user(office), boss)
        with pytest.raises(NotAllowed) as refused:
            approve(proposal, of_office)
        assert refused.value.decision.reason.code == "gift_out_of_reach"

    def test_a_cover_makes_nobody_a_second_person(self, office: Office, boss: User, second: User) -> None:
        covering = builders.user(office)
        User.objects.filter(pk=covering.pk).update(created_at=LONG_HERE)
        builders.cover(second, covering)
        proposal = proposed(builders.user(office), boss)
        with pytest.raises(NotAllowed):
            approve(proposal, covering)

    def test_the_code_of_such_an_account_is_not_taken_by_hand(self, office: Office, boss: User, second: User) -> None:
        invited = invite(office, boss, "caseworker", is_by_hand=False).invitation
        approve(proposed(invited.user, boss), second)
        with pytest.raises(NotAllowed) as refused:
            actions.send_again(invitation=invited, is_by_hand=True, by=boss.as_actor(), at=AT)
        assert refused.value.decision.reason.code == "gift_by_mail_only"
        assert actions.send_again(invitation=invited, is_by_hand=False, by=boss.as_actor(), at=AT).code == ""

    def test_what_waits_for_approval_is_not_done_by_calling_it(self, office: Office, boss: User, second: User) -> None:
        told = {"role": GRAVE, "reach": reach(office), "from_on": ON, "until_on": None}
        with pytest.raises(NeedsSecondPerson):
            actions.give_role_by_two(
                user=builders.user(office),
                by=second.as_actor(),
                at=AT,
                **told,  # type: ignore[arg-type]
            )


class TestAlone:
    def test_a_single_manager_goes_on_and_it_is_on_record(
        self, office: Office, boss: User, notices: list[hooks.Notice]
    ) -> None:
        officer, receiver = builders.user(office), builders.user(office)
        builders.assignment(officer, Role.objects.get(pk=GRAVE), scope="organisation")
        assert give(receiver, boss).given_alone
        assert [one.to for one in notices if one.code == "role_given"] == [officer]

    def test_so_does_an_invitation(self, office: Office, boss: User) -> None:
        invited = invite(office, boss, GRAVE).invitation
        assert Assignment.objects.get(user=invited.user).given_alone
        assert Event.objects.get(action="accounts.send_invitation").detail["given_alone"] == [GRAVE]

    @pytest.mark.parametrize("who", ["fresh", "gone", "receiver", "elsewhere"])
    def test_these_are_no_second_person(self, office: Office, boss: User, who: str) -> None:
        receiver = builders.user(office)
        match who:
            case "fresh":
                administrator(office, since=timedelta(days=1))
            case "gone":
                User.objects.filter(pk=administrator(office).pk).update(is_active=False)
            case "receiver":
                receiver = administrator(office)
            case _:
                administrator(builders.office())
        assert give(receiver, boss).given_alone

    def test_a_role_that_one_gives_is_marked_as_nothing(self, office: Office, boss: User, second: User) -> None:
        assert not give(builders.user(office), boss, "caseworker").given_alone

    def test_the_command_line_is_not_asked(self, office: Office, boss: User, second: User) -> None:
        receiver = builders.user(office)
        held = actions.give_role(
            user=receiver, role=GRAVE, reach=reach(office), from_on=ON, until_on=None, by=system("test", on=ON), at=AT
        )
        assert not held.given_alone


def test_a_file_of_roles_in_which_one_could_make_the_second_is_refused() -> None:
    told = {
        "manager": {"names": {}, "scope": "office", "permissions": ["accounts.manage"], "may_give": ["officer"]},
        "officer": {"names": {}, "scope": "organisation", "permissions": [], "by_two": True},
    }
    with pytest.raises(actions.OpenSecond) as refused:
        actions.define_roles(told)
    assert (refused.value.role, refused.value.given) == ("manager", "officer")
    assert not Role.objects.exists()

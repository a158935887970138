"""People who sign in: invited, given roles, covered for, leaving; offices and reviews."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts import actions, hooks, permissions, roster
from sankofa.accounts.action import NotAllowed, system
from sankofa.accounts.actions import Reach
from sankofa.accounts.models import (
    Assignment,
    Cover,
    Invitation,
    Office,
    Organisation,
    Review,
    ReviewLine,
    Role,
    User,
)
from sankofa.accounts.rules import proofs
from sankofa.accounts.rules.terms import ScopeKind
from sankofa.audit.models import Event
from sankofa.project import hooks as house
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WEEK = timedelta(days=7)


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[hooks.Notice]:
    """What staff were told, in order."""
    told: list[hooks.Notice] = []
    monkeypatch.setattr(hooks.notices, "_filled", [told.append])
    return told


@pytest.fixture
def office(notices: list[hooks.Notice]) -> Office:
    builders.role("caseworker", may=[permissions.SIGNED_IN, "people.view"])
    return builders.office()


@pytest.fixture
def boss(office: Office) -> User:
    """Who manages the staff of the whole organisation."""
    return builders.user(
        office, may=[permissions.MANAGE, permissions.SIGNED_IN], may_give=["caseworker"], scope="organisation"
    )


def _reach(office: Office) -> Reach:
    return Reach(ScopeKind.OFFICE, str(office.pk))


def _invited(office: Office, boss: User, **changes: Any) -> actions.Invited:
    told: dict[str, Any] = {
        "email": "Shirin@Example.org",
        "name": "Shirin Das",
        "language": "en",
        "roles": {"caseworker": _reach(office)},
        "is_by_hand": False,
    }
    return actions.send_invitation(office=office, by=boss.as_actor(), at=AT, **{**told, **changes})


def _accepted(code: str, at: Any = AT) -> User:
    invitation = roster.invitation_for(code, at=at)
    assert invitation is not None
    return actions.accept_invitation(
        invitation=invitation, name="Shirin Das", password=PASSWORD, by=actions.welcomed(invitation, at=at), at=at
    )


def _given(user: User, boss: User, office: Office, **changes: Any) -> Assignment:
    told: dict[str, Any] = {"role": "caseworker", "reach": _reach(office), "from_on": ON, "until_on": None}
    return actions.give_role(user=user, by=boss.as_actor(), at=AT, **{**told, **changes})


class TestInvitations:
    def test_the_code_goes_by_mail_and_only_its_digest_stays(self, office: Office, boss: User, notices: Any) -> None:
        invited = _invited(office, boss)
        (notice,) = notices
        assert (invited.code, notice.code, notice.to.email) == ("", "invited", "shirin@example.org")
        assert roster.invitation_for(notice.secret, at=AT) == invited.invitation
        kept = [str(event.said()) for event in Event.objects.all()] + [str(r.changes) for r in Revision.objects.all()]
        assert not any(notice.secret in text or notice.secret.replace("-", "") in text for text in kept)
        assert notice.secret not in repr(notice)

    def test_nobody_signs_in_before_the_invitation_is_answered(self, office: Office, boss: User, notices: Any) -> None:
        user = _invited(office, boss).invitation.user
        assert not user.is_active
        assert not user.has_usable_password()
        made = _accepted(notices[0].secret)
        assert made.is_active
        assert made.check_password(PASSWORD)
        assert [grant.role for grant in made.as_actor().grants] == ["caseworker"]
        assert Event.objects.get(action="accounts.accept_invitation").on_behalf_of == str(made.pk)

    def test_a_code_is_good_once(self, office: Office, boss: User, notices: Any) -> None:
        invitation = _invited(office, boss).invitation
        _accepted(notices[0].secret)
        assert roster.invitation_for(notices[0].secret, at=AT) is None
        with pytest.raises(actions.InvitationOver):
            actions.accept_invitation(
                invitation=invitation, name="X", password=PASSWORD, by=actions.welcomed(invitation, at=AT), at=AT
            )

    def test_a_code_is_good_for_seven_days(self, office: Office, boss: User, notices: Any) -> None:
        _invited(office, boss)
        code = notices[0].secret
        assert roster.invitation_for(code, at=AT + WEEK - timedelta(seconds=1)) is not None
        assert roster.invitation_for(code, at=AT + WEEK) is None

    def test_sent_again_the_code_before_is_no_longer_good(self, office: Office, boss: User, notices: Any) -> None:
        invitation = _invited(office, boss).invitation
        actions.send_again(invitation=invitation, is_by_hand=False, by=boss.as_actor(), at=AT)
        first, second = (notice.secret for notice in notices)
        assert roster.invitation_for(first, at=AT) is None
        assert roster.invitation_for(second, at=AT) is not None

    def test_a_code_by_hand_is_shown_once_and_mailed_to_nobody(self, office: Office, boss: User, notices: Any) -> None:
        invited = _invited(office, boss, is_by_hand=True)
        assert notices == []
        spoken = invited.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        assert roster.invitation_for(spoken, at=AT) == invited.invitation
        assert invited.code not in repr(invited)
        assert Event.objects.get(action="accounts.send_invitation").detail["way"] == "hand"

    @pytest.mark.parametrize("is_by_hand", [True, False])
    def test_nobody_takes_the_code_of_somebody_whose_roles_they_could_not_give(
        self, office: Office, boss: User, notices: Any, is_by_hand: bool
    ) -> None:
        """Whoever sends a code again by hand holds it, and with it the account and its roles."""
        given = builders.role("protection_officer", may=["protected.look_after"])
        Role.objects.filter(pk=boss.assignments.get().role_id).update(may_give=["caseworker", given.code])
        reach = Reach(ScopeKind.ORGANISATION, str(office.organisation_id))
        invitation = _invited(office, boss, roles={given.code: reach}).invitation
        manager = builders.user(office, may=[permissions.MANAGE], may_give=["caseworker"])
        with pytest.raises(NotAllowed):
            actions.send_again(invitation=invitation, is_by_hand=is_by_hand, by=manager.as_actor(), at=AT)
        with pytest.raises(NotAllowed):
            actions.withdraw_invitation(invitation=invitation, by=manager.as_actor(), at=AT)
        assert roster.invitation_for(notices[0].secret, at=AT) == invitation

    def test_withdrawn_it_opens_nothing_and_its_roles_end(self, office: Office, boss: User, notices: Any) -> None:
        invitation = _invited(office, boss).invitation
        actions.withdraw_invitation(invitation=invitation, by=boss.as_actor(), at=AT)
        assert roster.invitation_for(notices[0].secret, at=AT) is None
        assert not any(grant.is_current(ON) for grant in User.objects.get(pk=invitation.user_id).own_grants())
        with pytest.raises(actions.InvitationOver):
            actions.send_again(invitation=invitation, is_by_hand=False, by=boss.as_actor(), at=AT)

    def test_an_address_is_invited_once(self, office: Office, boss: User) -> None:
        _invited(office, boss)
        with pytest.raises(actions.AddressTaken):
            _invited(office, boss, email="shirin@example.org")

    def test_a_role_that_the_inviter_may_not_give_invites_nobody(self, office: Office, boss: User) -> None:
        builders.role("auditor", may=["audit.view"])
        with pytest.raises(NotAllowed):
            _invited(office, boss, roles={"auditor": _reach(office)})
        assert not User.objects.filter(email="shirin@example.org").exists()

    def test_nobody_is_invited_to_a_closed_office(self, office: Office, boss: User) -> None:
        closed = builders.office(office.organisation)
        actions.close_office(office=closed, by=boss.as_actor(), at=AT)
        with pytest.raises(actions.OfficeClosed):
            _invited(closed, boss)


class TestGraveRoles:
    @pytest.mark.parametrize("is_invited", [True, False])
    def test_those_who_hold_one_hear_that_somebody_was_given_one(
        self, office: Office, boss: User, notices: list[hooks.Notice], is_invited: bool
    ) -> None:
        """Who gives roles could invite themselves under another address; somebody must notice."""
        grave = builders.role("protection_officer", may=["protected.look_after"])
        Role.objects.filter(pk=grave.pk).update(second_factor=True)
        Role.objects.filter(pk=boss.assignments.get().role_id).update(may_give=["caseworker", grave.pk])
        officer, elsewhere = builders.user(office), builders.user()
        for one in (officer, elsewhere):
            builders.assignment(one, grave)
        if is_invited:
            _invited(office, boss, roles={grave.pk: _reach(office)})
        else:
            _given(builders.user(office), boss, office, role=grave.pk)
        assert [notice.to for notice in notices if notice.code == "role_given"] == [officer]

    def test_of_others_nobody_hears(self, office: Office, boss: User, notices: list[hooks.Notice]) -> None:
        Role.objects.filter(pk=boss.assignments.get().role_id).update(second_factor=True)
        _given(builders.user(office), boss, office)
        assert notices == []


class TestRoles:
    def test_a_role_given_counts_and_says_who_gave_it(self, office: Office, boss: User) -> None:
        user = builders.user(office)
        held = _given(user, boss, office)
        assert held.given_by == boss
        assert user.as_actor().grants[0].is_current(ON)
        assert Revision.objects.filter(subject_kind="accounts.assignment", subject_id=str(held.pk)).count() == 1

    def test_the_same_role_a_second_time_says_who_was_first(self, office: Office, boss: User) -> None:
        user = builders.user(office)
        first = _given(user, boss, office)
        with pytest.raises(actions.AlreadyHeld) as refused:
            _given(user, boss, office)
        assert (refused.value.first, refused.value.first.given_by) == (first, boss)
        assert user.assignments.count() == 1

    def test_a_role_that_came_to_its_end_by_itself_can_be_given_again(self, office: Office, boss: User) -> None:
        user = builders.user(office)
        _given(user, boss, office, until_on=ON + WEEK)
        later = AT + WEEK
        actions.give_role(
            user=user,
            role="caseworker",
            reach=_reach(office),
            from_on=ON + WEEK,
            until_on=None,
            by=boss.as_actor(),
            at=later,
        )
        assert user.assignments.count() == 2

    def test_ended_it_no_longer_counts_and_can_be_given_again(self, office: Office, boss: User) -> None:
        user = builders.user(office)
        held = _given(user, boss, office)
        actions.end_role(assignment=held, by=boss.as_actor(), at=AT)
        assert not any(grant.is_current(ON) for grant in user.as_actor().grants)
        _given(user, boss, office)

    def test_nobody_gives_themselves_a_role(self, office: Office, boss: User) -> None:
        with pytest.raises(NotAllowed) as refused:
            _given(boss, boss, office)
        assert refused.value.decision.reason.code == "gift_to_oneself"

    def test_a_role_that_nobody_knows_is_not_given(self, office: Office, boss: User) -> None:
        with pytest.raises(actions.NoSuchRole):
            _given(builders.user(office), boss, office, role="emperor")

    def test_a_role_that_one_may_not_give_one_may_not_end(self, office: Office, boss: User) -> None:
        held = builders.assignment(builders.user(office), builders.role(may=["audit.view"]))
        with pytest.raises(NotAllowed):
            actions.end_role(assignment=held, by=boss.as_actor(), at=AT)

    def test_the_last_administrator_keeps_the_role(self, office: Office, boss: User) -> None:
        (only,) = boss.assignments.all()
        with pytest.raises(actions.LastAdministrator):
            actions.end_role(assignment=only, by=system("test", on=ON), at=AT)
        builders.user(office, may=[permissions.MANAGE], scope="organisation")
        actions.end_role(assignment=only, by=system("test", on=ON), at=AT)

    def test_who_can_no_longer_sign_in_does_not_count_as_an_administrator(self, office: Office, boss: User) -> None:
        builders.user(office, may=[permissions.MANAGE], scope="organisation", is_active=False)
        (only,) = boss.assignments.all()
        with pytest.raises(actions.LastAdministrator):
            actions.end_role(assignment=only, by=system("test", on=ON), at=AT)


class TestCover:
    @pytest.fixture
    def shirin(self, office: Office, boss: User) -> User:
        user = builders.user(office)
        _given(user, boss, office)
        return user

    @pytest.fixture
    def colleague(self, office: Office) -> User:
        return builders.user(office)

    def _asked(self, absent: User, colleague: User, by: User, **changes: Any) -> Cover:
        told: dict[str, Any] = {"from_on": ON, "until_on": ON + WEEK, **changes}
        return actions.ask_for_cover(absent=absent, covering_user=colleague, by=by.as_actor(), at=AT, **told)

    def test_a_colleague_holds_the_roles_for_the_days_and_stays_themselves(
        self, shirin: User, colleague: User, notices: Any
    ) -> None:
        self._asked(shirin, colleague, shirin)
        actor = colleague.as_actor()
        (grant,) = actor.grants
        assert (actor.id, grant.role, grant.cover_of) == (str(colleague.pk), "caseworker", str(shirin.pk))
        assert (grant.is_current(ON + WEEK - timedelta(days=1)), grant.is_current(ON + WEEK)) == (True, False)
        assert {notice.to for notice in notices} == {shirin, colleague}

    def test_it_passes_on_what_the_absent_person_holds_now_and_never_more(
        self, shirin: User, colleague: User, boss: User
    ) -> None:
        self._asked(shirin, colleague, shirin)
        actions.end_role(assignment=shirin.assignments.get(), by=boss.as_actor(), at=AT)
        assert not any(grant.is_current(ON) for grant in colleague.as_actor().grants)

    def test_who_covers_a_role_that_asks_for_a_second_step_is_asked_too(self, shirin: User, colleague: User) -> None:
        role = shirin.assignments.get().role
        role.second_factor = True
        role.save()
        self._asked(shirin, colleague, shirin, from_on=ON + timedelta(days=1))
        grants = colleague.as_actor().grants
        answers = [proofs.is_asked_for_second_step(grants, on=ON + timedelta(days=days)) for days in (0, 1, 7)]
        assert answers == [False, True, False]

    def test_it_makes_no_chain(self, shirin: User, colleague: User, office: Office) -> None:
        self._asked(shirin, colleague, shirin)
        third = builders.user(office)
        self._asked(colleague, third, colleague)
        assert third.as_actor().grants == ()

    def test_nobody_is_covered_twice_and_the_second_hears_who_was_first(
        self, shirin: User, colleague: User, office: Office
    ) -> None:
        first = self._asked(shirin, colleague, shirin)
        with pytest.raises(actions.CoveredAlready) as refused:
            self._asked(shirin, builders.user(office), shirin)
        assert refused.value.first == first

    def test_ended_early_it_ends_at_once(self, shirin: User, colleague: User, office: Office) -> None:
        cover = self._asked(shirin, colleague, shirin)
        actions.end_cover(cover=cover, by=shirin.as_actor(), at=AT)
        assert colleague.as_actor().grants == ()
        self._asked(shirin, builders.user(office), shirin)

    def test_others_do_not_end_it(self, shirin: User, colleague: User, office: Office) -> None:
        cover = self._asked(shirin, colleague, shirin)
        other = builders.user(office, may=[permissions.SIGNED_IN])
        with pytest.raises(NotAllowed):
            actions.end_cover(cover=cover, by=other.as_actor(), at=AT)

    def test_nobody_asks_for_a_cover_of_somebody_else(self, shirin: User, colleague: User, office: Office) -> None:
        other = builders.user(office, may=[permissions.SIGNED_IN])
        with pytest.raises(NotAllowed):
            self._asked(shirin, colleague, other)

    def test_a_manager_arranges_it_for_others(self, shirin: User, colleague: User, boss: User) -> None:
        cover = actions.arrange_cover(
            absent=shirin, covering_user=colleague, from_on=ON, until_on=ON + WEEK, by=boss.as_actor(), at=AT
        )
        assert cover.given_by == boss

    def test_a_manager_takes_nobody_s_roles_by_covering(self, shirin: User, boss: User) -> None:
        with pytest.raises(NotAllowed):
            actions.arrange_cover(
                absent=shirin, covering_user=boss, from_on=ON, until_on=ON + WEEK, by=boss.as_actor(), at=AT
            )
        assert not Cover.objects.exists()

    def test_a_cover_is_never_longer_than_thirty_days(self, shirin: User, colleague: User) -> None:
        with pytest.raises(actions.CoverNotPossible) as refused:
            self._asked(shirin, colleague, shirin, until_on=ON + timedelta(days=31))
        assert [found.code for found in refused.value.findings] == ["cover_too_long"]


class TestLeaving:
    def test_all_that_lets_somebody_in_ends_and_nothing_is_deleted(
        self, office: Office, boss: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[User] = []
        monkeypatch.setattr(hooks.left, "_filled", [lambda user, at: told.append(user)])
        user = builders.user(office)
        _given(user, boss, office)
        builders.cover(user)
        actions.off_board(user=user, successor=None, by=boss.as_actor(), at=AT)
        user.refresh_from_db()
        assert (user.is_active, user.left_on, user.has_usable_password()) == (False, ON, False)
        assert not any(grant.is_current(ON) for grant in user.own_grants())
        assert Cover.objects.get().standing is None
        assert told == [user]
        assert user.assignments.count() == 1

    def test_people_go_to_a_colleague_and_keep_their_history(self, office: Office, boss: User) -> None:
        house.fill()
        user, successor = builders.user(office), builders.user(office)
        person = builders.person(office, owner=user)
        with pytest.raises(actions.SuccessorNeeded) as refused:
            actions.off_board(user=user, successor=None, by=boss.as_actor(), at=AT)
        assert refused.value.counts == {"people": 1}
        assert User.objects.get(pk=user.pk).is_active
        actions.off_board(user=user, successor=successor, by=boss.as_actor(), at=AT)
        person.refresh_from_db()
        assert person.owner == successor
        assert Revision.objects.get(subject_id=str(person.pk)).changes["owner_id"] == [str(user.pk), str(successor.pk)]
        assert Event.objects.get(action="accounts.off_board", kind="write").detail["handed_over"] == {"people": 1}

    def test_only_an_active_colleague_takes_over(self, office: Office, boss: User) -> None:
        house.fill()
        user = builders.user(office)
        builders.person(office, owner=user)
        for successor in (user, builders.user(), builders.user(office, is_active=False)):
            with pytest.raises(actions.NotASuccessor):
                actions.off_board(user=user, successor=successor, by=boss.as_actor(), at=AT)

    def test_nobody_sends_themselves_away(self, office: Office, boss: User) -> None:
        builders.user(office, may=[permissions.MANAGE], scope="organisation")
        with pytest.raises(NotAllowed):
            actions.off_board(user=boss, successor=None, by=boss.as_actor(), at=AT)

    def test_the_last_administrator_stays(self, office: Office, boss: User) -> None:
        with pytest.raises(actions.LastAdministrator):
            actions.off_board(user=boss, successor=None, by=system("test", on=ON), at=AT)
        assert User.objects.get(pk=boss.pk).is_active


class TestOffices:
    def test_an_office_is_added_renamed_and_closed(self, office: Office, boss: User) -> None:
        by = boss.as_actor()
        made = actions.add_office(
            organisation=office.organisation, name="Khulna", place="BD.30.26", zone="Asia/Dhaka", by=by, at=AT
        )
        actions.rename_office(office=made, name="Khulna office", by=by, at=AT)
        actions.close_office(office=made, by=by, at=AT)
        made.refresh_from_db()
        assert (made.name, made.closed_on) == ("Khulna office", ON)

    def test_two_offices_of_one_organisation_have_two_names(self, office: Office, boss: User) -> None:
        with pytest.raises(actions.NameTaken):
            actions.add_office(
                organisation=office.organisation,
                name=office.name,
                place="BD.30.26",
                zone="Asia/Dhaka",
                by=boss.as_actor(),
                at=AT,
            )

    def test_an_office_in_which_people_work_is_not_closed(self, office: Office, boss: User) -> None:
        with pytest.raises(actions.StillStaffed) as refused:
            actions.close_office(office=office, by=boss.as_actor(), at=AT)
        assert refused.value.people == 1

    def test_an_organisation_gets_another_name(self, office: Office, boss: User) -> None:
        actions.rename_organisation(organisation=office.organisation, name="New name", by=boss.as_actor(), at=AT)
        assert Organisation.objects.get(pk=office.organisation_id).name == "New name"

    def test_a_partner_is_founded_only_by_whoever_manages_everywhere(self, office: Office, boss: User) -> None:
        told: dict[str, Any] = {"name": "Bank", "kind": "lender", "office": "Hall", "place": "BD.30.26"}
        told |= {"zone": "Asia/Dhaka", "at": AT, "beside": office.organisation}
        with pytest.raises(NotAllowed):
            actions.found_partner(by=boss.as_actor(), **told)
        assert not Organisation.objects.filter(name="Bank").exists()
        everywhere = builders.user(office, may=[permissions.MANAGE], scope="everywhere")
        actions.found_partner(by=everywhere.as_actor(), **told)
        assert Office.objects.get(name="Hall").organisation.kind == "lender"


class TestReviews:
    @pytest.fixture
    def line(self, office: Office, boss: User) -> ReviewLine:
        user = builders.user(office)
        _given(user, boss, office)
        review = actions.open_review(organisation=office.organisation, by=boss.as_actor(), at=AT)
        return ReviewLine.objects.get(review=review, assignment__user=user)

    def test_every_role_has_a_line_and_the_quarter_is_reviewed_once(
        self, office: Office, boss: User, line: Any
    ) -> None:
        again = actions.open_review(organisation=office.organisation, by=boss.as_actor(), at=AT)
        assert again == line.review
        assert (again.quarter, again.due_on) == ("2026-Q4", ON + timedelta(days=30))
        assert ReviewLine.objects.count() == Assignment.objects.count() == 2

    def test_a_role_is_kept_by_a_note_in_sealed_words(self, boss: User, line: ReviewLine) -> None:
        actions.answer_line(line=line, is_kept=True, note="Still here", by=boss.as_actor(), at=AT)
        line.refresh_from_db()
        assert (line.answer, line.note, line.answered_by) == ("keep", "Still here", boss)
        assert not any("Still here" in str(revision.changes) for revision in Revision.objects.all())

    def test_a_role_is_ended_with_a_reason(self, boss: User, line: ReviewLine) -> None:
        with pytest.raises(actions.NoteMissing):
            actions.answer_line(line=line, is_kept=False, note=" ", by=boss.as_actor(), at=AT)
        actions.answer_line(line=line, is_kept=False, note="Moved away", by=boss.as_actor(), at=AT)
        assert not Assignment.objects.get(pk=line.assignment_id).as_grant().is_current(ON)

    def test_a_line_is_answered_once(self, boss: User, line: ReviewLine) -> None:
        actions.answer_line(line=line, is_kept=True, note="", by=boss.as_actor(), at=AT)
        with pytest.raises(actions.AnsweredAlready):
            actions.answer_line(line=line, is_kept=False, note="No", by=boss.as_actor(), at=AT)

    def test_nobody_reviews_themselves(self, boss: User, line: ReviewLine) -> None:
        own = ReviewLine.objects.get(review=line.review, assignment__user=boss)
        with pytest.raises(NotAllowed):
            actions.answer_line(line=own, is_kept=True, note="", by=boss.as_actor(), at=AT)

    def test_the_system_begins_one_where_none_has_begun(self, office: Office, boss: User, notices: Any) -> None:
        by = system("tick", on=ON)
        assert (actions.open_due_reviews(by, at=AT), actions.open_due_reviews(by, at=AT)) == (1, 0)
        assert [(notice.code, notice.to) for notice in notices] == [("review", boss)]

    def test_what_nobody_answered_ends_only_where_a_deployment_wants_it(self, boss: User, line: ReviewLine) -> None:
        by, late = system("tick", on=ON), AT + timedelta(days=31)
        assert actions.end_unanswered(by, at=AT + timedelta(days=30)) == 0
        assert actions.end_unanswered(by, at=late) == 1
        line.refresh_from_db()
        assert (line.answer, line.answered_by) == ("end", None)
        own = ReviewLine.objects.get(review=line.review, assignment__user=boss)
        assert own.answer == "open", "the last administrator keeps the role"


class TestRemarks:
    def test_what_is_odd_about_an_account_is_said(self, office: Office, boss: User) -> None:
        quiet = builders.user(office)
        quiet.created_at = AT - timedelta(days=90)
        codes = [found.code for found in roster.odd_about(quiet, on=ON)]
        assert codes == ["odd_no_role", "odd_never_signed_in"]

    def test_an_invitation_that_ran_out_is_said(self) -> None:
        invitation: Invitation = builders.invitation(expires_at=AT)
        assert [found.code for found in roster.odd_about(invitation.user, on=ON)] == ["odd_invitation_over"]

    def test_a_review_is_found_by_those_who_manage_the_organisation(self, office: Office, boss: User) -> None:
        review: Review = builders.review(office.organisation)
        assert list(roster.reviews_of(boss.as_actor(), on=ON)) == [review]
        assert not roster.reviews_of(builders.user(may=[permissions.MANAGE]).as_actor(), on=ON).exists()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_two_who_end_the_last_two_administrators_at_once_one_is_refused(self, at_once: Any) -> None:
        office = builders.office()
        roles = [
            builders.user(office, may=[permissions.MANAGE], scope="organisation").assignments.get() for _ in range(2)
        ]
        by = system("test", on=ON)
        answers = at_once([lambda one=one: actions.end_role(assignment=one, by=by, at=AT) for one in roles])
        assert sum(isinstance(answer, actions.LastAdministrator) for answer in answers) == 1
        assert len(roster.administrators_of(office.organisation_id, on=ON)) == 1

    def test_of_two_who_give_the_same_role_at_once_the_second_hears_who_was_first(self, at_once: Any) -> None:
        user, role = builders.user(), builders.role()
        by, reach = system("test", on=ON), _reach(user.office)
        answers = at_once(
            [lambda: actions.give_role(user=user, role=role.code, reach=reach, from_on=ON, until_on=None, by=by, at=AT)]
            * 2
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyHeld", "Assignment"]
        assert user.assignments.count() == 1

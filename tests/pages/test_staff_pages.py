"""The pages about staff: inviting and being welcomed, roles, cover, leaving, offices, reviews."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts import hooks
from sankofa.accounts.models import Assignment, Cover, Office, Organisation, ReviewLine, Role, User
from sankofa.accounts.permissions import MANAGE, SIGNED_IN
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.store.models import Revision
from tests import builders
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[hooks.Notice]:
    """What staff were told, in order."""
    told: list[hooks.Notice] = []
    monkeypatch.setattr(hooks.notices, "_filled", [told.append])
    return told


@pytest.fixture
def boss(office: Office, notices: Any) -> User:
    builders.role("caseworker", may=[SIGNED_IN])
    return builders.user(
        office, may=[MANAGE, SIGNED_IN], may_give=["caseworker"], scope="organisation", name="Laila Chowdhury"
    )


@pytest.fixture
def managing(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


@pytest.fixture
def colleague(office: Office, boss: User) -> User:
    return builders.user(office, name="Tanvir Ahmed")


def _invitation(office: Office, **changes: str) -> dict[str, str]:
    told = {"name": "Shirin Das", "email": "shirin@example.org", "office": str(office.pk), "role": "caseworker"}
    return {**told, "language": "en", "way": "mail", **changes}


def test_the_list_shows_who_works_here_and_what_is_worth_a_look(managing: Client, colleague: User) -> None:
    page = managing.get("/staff/").content.decode()
    assert "Tanvir Ahmed" in page
    assert "Has no role now" in page
    assert "Laila" not in managing.get("/staff/?q=tanvir").content.decode().split("<main", 1)[1]
    assert "Nobody matches" in managing.get("/staff/?q=zzzz").content.decode()


def test_people_of_another_organisation_are_not_there(managing: Client) -> None:
    stranger = builders.user(name="Somebody Else")
    assert "Somebody Else" not in managing.get("/staff/").content.decode()
    for page in ("", "role/", "cover/", "leave/", "invitation/"):
        assert managing.get(f"/staff/people/{stranger.pk}/{page}").status_code == 404


def test_an_invited_person_comes_in_by_the_link_and_signs_in(
    managing: Client, office: Office, notices: list[hooks.Notice], client: Client
) -> None:
    answer = managing.post("/staff/invite/", _invitation(office), follow=True)
    assert "on its way" in answer.content.decode()
    (notice,) = notices
    path = f"{notice.path}{notice.secret}/"
    assert "shirin@example.org" in client.get(path).content.decode()
    new = {"name": "Shirin Das", "password": PASSWORD, "again": PASSWORD}
    assert client.post(path, new)["Location"] == "/sign-in/"
    assert client.get(path).status_code == 404
    assert client.post("/sign-in/", {"email": "shirin@example.org", "password": PASSWORD}).status_code == 302


def test_a_code_by_hand_is_shown_once_and_taken_without_a_link(
    managing: Client, office: Office, client: Client
) -> None:
    page = managing.post("/staff/invite/", _invitation(office, way="hand")).content.decode()
    code = re.search(r'class="code" dir="ltr">([0-9A-Z-]+)<', page)
    assert code is not None
    answer = client.post("/welcome/", {"code": code[1].lower()}, follow=True)
    assert "Choose a password" in answer.content.decode()
    user = User.objects.get(email="shirin@example.org")
    assert code[1] not in managing.get(f"/staff/people/{user.pk}/").content.decode()


def test_every_wrong_code_gets_the_same_answer(managing: Client, office: Office, notices: Any, client: Client) -> None:
    managing.post("/staff/invite/", _invitation(office))
    used, over = builders.invitation(code="used"), builders.invitation(code="over")
    used.accepted_at = clock.now()
    used.save()
    over.expires_at = clock.now() - timedelta(days=1)
    over.save()
    answers = set()
    for code in ("used", "over", "never-there"):
        answer = client.get(f"/welcome/{code}/")
        page = answer.content.decode().replace(f"/welcome/{code}/", "")
        answers.add((answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)))
    assert len(answers) == 1
    assert "no longer good" in answers.pop()[1]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        pytest.param({"password": "short", "again": "short"}, "too short", id="weak"),
        pytest.param({"password": PASSWORD, "again": PASSWORD + "x"}, "not the same", id="two-passwords"),
        pytest.param({"name": ""}, "Write a name", id="no-name"),
    ],
)
def test_what_is_wrong_with_a_first_password_is_said(
    managing: Client, office: Office, notices: Any, client: Client, new: dict[str, str], told: str
) -> None:
    managing.post("/staff/invite/", _invitation(office))
    answer = client.post(
        f"/welcome/{notices[0].secret}/", {"name": "Shirin", "password": PASSWORD, "again": PASSWORD, **new}
    )
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not User.objects.get(email="shirin@example.org").is_active


def test_an_address_in_use_is_said_at_the_field(managing: Client, office: Office, colleague: User) -> None:
    answer = managing.post("/staff/invite/", _invitation(office, email=colleague.email))
    assert (answer.status_code, "already" in answer.content.decode()) == (422, True)


def test_an_invitation_is_sent_again_and_withdrawn(managing: Client, office: Office, notices: Any) -> None:
    managing.post("/staff/invite/", _invitation(office))
    user = User.objects.get(email="shirin@example.org")
    managing.post(f"/staff/people/{user.pk}/invitation/", {"way": "mail"})
    assert len({notice.secret for notice in notices}) == 2
    assert (
        "opens nothing any more"
        in managing.post(f"/staff/people/{user.pk}/invitation/withdraw/", follow=True).content.decode()
    )
    assert managing.get(f"/staff/people/{user.pk}/invitation/").status_code == 404


def test_a_role_is_given_and_ended_and_both_stand_in_the_history(
    managing: Client, colleague: User, office: Office
) -> None:
    today = clock.today("Asia/Dhaka")
    given = {"role": "caseworker", "office": str(office.pk), "from_on": today.isoformat(), "until_on": ""}
    managing.post(f"/staff/people/{colleague.pk}/role/", given)
    again = managing.post(f"/staff/people/{colleague.pk}/role/", given)
    assert "Laila Chowdhury gave it" in again.content.decode()
    held = Assignment.objects.get(user=colleague)
    assert "End this role?" in managing.get(f"/staff/held/{held.pk}/end/").content.decode()
    page = managing.post(f"/staff/held/{held.pk}/end/", follow=True).content.decode()
    assert "Role given" in page
    assert "Role ended" in page


def test_a_role_that_ends_before_it_begins_is_sent_back(managing: Client, colleague: User, office: Office) -> None:
    wrong = {"role": "caseworker", "office": str(office.pk), "from_on": "2026-12-02", "until_on": "2026-12-01"}
    answer = managing.post(f"/staff/people/{colleague.pk}/role/", wrong)
    assert "The end comes after the first day" in answer.content.decode()


def test_one_s_own_roles_are_not_offered_for_change(managing: Client, boss: User, office: Office) -> None:
    page = managing.get(f"/staff/people/{boss.pk}/").content.decode()
    assert "Nobody changes their own roles" in page
    assert f"/staff/people/{boss.pk}/role/" not in page
    given = {"role": "caseworker", "office": str(office.pk), "from_on": "2026-12-01", "until_on": ""}
    answer = managing.post(f"/staff/people/{boss.pk}/role/", given)
    assert "Nobody changes their own roles" in answer.content.decode()


def test_somebody_asks_a_colleague_to_cover_and_ends_it(managing: Client, boss: User, colleague: User) -> None:
    today = clock.today("Asia/Dhaka")
    asked = {"covering": str(colleague.pk), "from_on": today.isoformat()}
    too_long = managing.post("/account/cover/", {**asked, "until_on": (today + timedelta(days=31)).isoformat()})
    assert "30 days at most" in too_long.content.decode()
    page = managing.post(
        "/account/cover/", {**asked, "until_on": (today + timedelta(days=7)).isoformat()}, follow=True
    ).content.decode()
    assert "Tanvir Ahmed covers" in page
    cover = Cover.objects.get()
    assert "The cover has ended" in managing.post(f"/account/cover/{cover.pk}/end/", follow=True).content.decode()


def test_a_manager_arranges_a_cover_for_somebody(managing: Client, colleague: User, office: Office) -> None:
    other = builders.user(office)
    today = clock.today("Asia/Dhaka")
    managing.post(
        f"/staff/people/{colleague.pk}/cover/",
        {"covering": str(other.pk), "from_on": today.isoformat(), "until_on": (today + timedelta(days=3)).isoformat()},
    )
    assert (Cover.objects.get().absent, Cover.objects.get().covering) == (colleague, other)


def test_who_leaves_hands_over_their_people_and_is_signed_out(managing: Client, office: Office, boss: User) -> None:
    leaving, successor = builders.user(office, may=[SIGNED_IN], name="Rahim Uddin"), builders.user(office)
    builders.assignment(boss, builders.role(may=[MANAGE], may_give=[leaving.assignments.get().role_id]))
    builders.person(office, owner=leaving)
    theirs = Client()
    theirs.force_login(leaving)
    page = f"/staff/people/{leaving.pk}/leave/"
    assert "1 person in the register" in managing.get(page).content.decode()
    assert "Choose who takes this over" in managing.post(page).content.decode()
    assert (
        "can no longer sign in" in managing.post(page, {"successor": str(successor.pk)}, follow=True).content.decode()
    )
    assert theirs.get("/")["Location"].startswith("/sign-in/")


def test_the_last_administrator_is_not_sent_away(office: Office, boss: User, managing: Client) -> None:
    everywhere = builders.user(office, may=[MANAGE, SIGNED_IN], scope="everywhere", may_give=["caseworker"])
    boss_role = boss.assignments.get().role_id
    held = everywhere.assignments.get().role
    held.may_give = [boss_role, "caseworker"]
    held.save()
    client = Client()
    client.force_login(everywhere)
    answer = client.post(f"/staff/people/{boss.pk}/leave/")
    assert "Nobody else could manage the staff" in answer.content.decode()
    assert User.objects.get(pk=boss.pk).is_active


def test_what_roles_allow_is_shown_with_who_holds_them(managing: Client, colleague: User) -> None:
    builders.assignment(colleague, Role.objects.get(code="caseworker"))
    page = managing.get("/staff/roles/").content.decode()
    assert "sign in and see the day" in page
    assert "Tanvir Ahmed" in page


def test_offices_are_added_renamed_and_closed(managing: Client, office: Office, boss: User) -> None:
    new = {"name": "Khulna", "place": "BD.30.26", "zone": "Asia/Dhaka"}
    managing.post(f"/staff/organisations/{office.organisation_id}/office/", new)
    made = Office.objects.get(name="Khulna")
    managing.post(f"/staff/offices/{made.pk}/", {"name": "Khulna office"})
    assert "taken already" in managing.post(f"/staff/offices/{made.pk}/", {"name": office.name}).content.decode()
    assert "still work" in managing.post(f"/staff/offices/{office.pk}/close/", follow=True).content.decode()
    managing.post(f"/staff/offices/{made.pk}/close/")
    made.refresh_from_db()
    assert (made.name, made.closed_on is not None) == ("Khulna office", True)
    assert "Khulna office" in managing.get("/staff/offices/").content.decode()


def test_an_organisation_is_renamed_by_whoever_manages_all_of_it(managing: Client, office: Office) -> None:
    managing.post(f"/staff/organisations/{office.organisation_id}/", {"name": "New name"})
    assert Organisation.objects.get(pk=office.organisation_id).name == "New name"
    manager = Client()
    manager.force_login(builders.user(office, may=[MANAGE]))
    assert manager.get(f"/staff/organisations/{office.organisation_id}/").status_code == 404


def test_a_partner_is_founded_only_by_whoever_manages_everywhere(managing: Client, office: Office) -> None:
    new = {"organisation": "Bank", "kind": "lender", "name": "Hall", "place": "BD.30.26", "zone": "Asia/Dhaka"}
    assert managing.post("/staff/organisations/add/", new).status_code == 404
    wide = Client()
    wide.force_login(builders.user(office, may=[MANAGE], scope="everywhere"))
    assert wide.post("/staff/organisations/add/", new)["Location"] == "/staff/offices/"
    assert Organisation.objects.get(name="Bank").kind == "lender"


def test_a_review_is_begun_answered_and_shown_as_evidence(managing: Client, colleague: User, office: Office) -> None:
    held = builders.assignment(colleague, builders.role(may=[SIGNED_IN]))
    managing.post(f"/staff/reviews/begin/{office.organisation_id}/")
    line = ReviewLine.objects.get(assignment=held)
    answer = managing.post(f"/staff/reviews/lines/{line.pk}/", {"answer": "end", "note": ""}, follow=True)
    assert "Write why the role ends" in answer.content.decode()
    page = managing.post(
        f"/staff/reviews/lines/{line.pk}/", {"answer": "keep", "note": "Works here"}, follow=True
    ).content.decode()
    assert "Works here" in page
    assert "Somebody else answers for you" in page
    assert "1 line open" in managing.get("/staff/reviews/").content.decode()


def test_a_late_review_is_shown_in_red(managing: Client, office: Office, colleague: User) -> None:
    review = builders.review(office.organisation, due_on=clock.today("UTC") - timedelta(days=1))
    builders.reviewline(review, builders.assignment(colleague))
    page = managing.get(f"/staff/reviews/{review.pk}/").content.decode()
    assert "notice danger" in page
    assert "1 line is not answered" in page


def test_nothing_of_a_code_or_a_password_is_on_record(managing: Client, office: Office, notices: Any) -> None:
    managing.post("/staff/invite/", _invitation(office))
    Client().post(f"/welcome/{notices[0].secret}/", {"name": "Shirin", "password": PASSWORD, "again": PASSWORD})
    kept = [str(event.said()) for event in Event.objects.all()] + [str(one.changes) for one in Revision.objects.all()]
    for secret in (PASSWORD, notices[0].secret, notices[0].secret.replace("-", "")):
        assert not any(secret in text for text in kept)


def test_who_moves_is_found_in_the_other_office(managing: Client, colleague: User, office: Office) -> None:
    other = builders.office(organisation=office.organisation, name="Khulna")
    assert (
        "Roles for the office before end today" in managing.get(f"/staff/people/{colleague.pk}/move/").content.decode()
    )
    assert managing.post(f"/staff/people/{colleague.pk}/move/", {"office": ""}).status_code == 422
    page = managing.post(f"/staff/people/{colleague.pk}/move/", {"office": str(other.pk)}, follow=True)
    assert "works in Khulna now" in page.content.decode()
    colleague.refresh_from_db()
    assert colleague.office_id == other.pk


def test_who_left_is_invited_back_with_the_same_account(managing: Client, colleague: User) -> None:
    assert managing.post(f"/staff/people/{colleague.pk}/back/", {"way": "hand"}).status_code == 404
    managing.post(f"/staff/people/{colleague.pk}/leave/", {"successor": ""})
    assert "Invite back by mail" in managing.get(f"/staff/people/{colleague.pk}/").content.decode()
    assert managing.post(f"/staff/people/{colleague.pk}/back/", {"way": "hand"}).status_code == 200
    colleague.refresh_from_db()
    assert colleague.left_on is None
    assert "not answered yet" in managing.get(f"/staff/people/{colleague.pk}/").content.decode()


def test_an_organisation_with_staff_stays_open(managing: Client, office: Office) -> None:
    body = f"/staff/organisations/{office.organisation_id}/"
    assert "Close this organisation" in managing.get(body).content.decode()
    assert "They leave first" in managing.post(f"{body}close/", follow=True).content.decode()
    office.organisation.refresh_from_db()
    assert office.organisation.closed_on is None

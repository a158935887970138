"""Doors under pressure: many wrong tries, strangers and owners, clocks put back, people who leave."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts import actions
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.doors import signed_in, subjects, tries
from sankofa.accounts.doors.provider import Provider, Told
from sankofa.accounts.hooks import left
from sankofa.accounts.models import Allowance, CodeApp, Device, Passkey, Subject, User, WrongTries
from sankofa.accounts.permissions import MANAGE, SIGNED_IN
from sankofa.accounts.rules.lockout import FORGOTTEN_AFTER
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.project import hooks
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db

STRANGER = "203.0.113.7"
EXAMPLE = Provider("example", "Example", "https://example.org", "us", "secret")


@pytest.fixture
def rahima() -> User:
    return builders.user(may=[SIGNED_IN], email="rahima@example.org")


def _try(client: Client, password: str, *, at: Any = AT, email: str = "rahima@example.org") -> bool:
    """Try a password at a moment; return whether it opened the door."""
    with clock.frozen(at):
        status = client.post("/sign-in/", {"email": email, "password": password}).status_code
    assert status in {302, 422}
    return status == 302


def _events(action: str) -> int:
    return Event.objects.filter(action=action).count()


def test_five_hundred_wrong_passwords_open_nothing_are_on_record_and_leave_the_owner_her_door(rahima: User) -> None:
    hers = Client()
    assert _try(hers, builders.PASSWORD)
    hers.post("/sign-out/")
    stranger = Client(REMOTE_ADDR=STRANGER)
    for number in range(500):
        assert not _try(stranger, f"wrong {number}", at=AT + timedelta(seconds=number))
    assert not _try(stranger, builders.PASSWORD, at=AT + timedelta(seconds=500))
    assert _try(hers, builders.PASSWORD, at=AT + timedelta(seconds=501))
    assert _events("accounts.sign_in") == 10 + 2, "ten wrong ones each, and the owner's two right ones"
    closed = Event.objects.filter(action="accounts.sign_in_closed").order_by("at")
    assert 10 <= closed.count() <= 20, "sampled: what is refused five hundred times is told a few times"
    assert max(event.detail["turned_away"] for event in closed) >= 320
    assert "rahima" not in str([event.said() for event in Event.objects.all()])


def test_the_right_password_opens_for_everybody_again_when_the_wait_is_over(rahima: User) -> None:
    stranger = Client(REMOTE_ADDR=STRANGER)
    for number in range(500):
        _try(stranger, "wrong", at=AT + timedelta(seconds=number))
    assert _try(Client(), builders.PASSWORD, at=AT + timedelta(seconds=500, hours=1))


def test_a_device_known_for_one_person_is_a_stranger_at_the_door_of_another(rahima: User) -> None:
    builders.user(may=[SIGNED_IN], email="awa@example.org")
    client = Client()
    _try(client, builders.PASSWORD)
    for _ in range(10):
        _try(client, "wrong", email="awa@example.org")
    assert not _try(Client(), builders.PASSWORD, email="awa@example.org")


def test_the_owners_device_has_a_limit_too(rahima: User) -> None:
    hers = Client()
    _try(hers, builders.PASSWORD)
    for _ in range(10):
        _try(hers, "wrong")
    assert not _try(hers, builders.PASSWORD)
    assert _try(Client(), builders.PASSWORD), "her own mistakes do not count for other devices"
    assert _try(hers, builders.PASSWORD, at=AT + timedelta(minutes=5))


def test_a_mark_of_a_device_that_we_did_not_sign_counts_for_nothing(rahima: User) -> None:
    hers = Client()
    _try(hers, builders.PASSWORD)
    forged = Client(REMOTE_ADDR=STRANGER)
    mark = hers.cookies["device"].value
    forged.cookies["device"] = f"x{mark}"
    assert mark.split(":")[0] not in str(list(Device.objects.values_list("digest", flat=True)))
    for _ in range(10):
        _try(forged, "wrong")
    assert not _try(forged, builders.PASSWORD)


def test_one_password_at_many_addresses_is_slowed_for_the_network_and_for_nobody_else(rahima: User) -> None:
    guesser = Client(REMOTE_ADDR=STRANGER)
    for number in range(50):
        assert not _try(guesser, "Password2026", email=f"person{number}@example.net")
    assert not _try(guesser, builders.PASSWORD), "right, but from a network that guessed"
    assert _try(Client(REMOTE_ADDR="198.51.100.9"), builders.PASSWORD)


def test_right_passwords_of_an_office_do_not_add_up_against_its_network(rahima: User) -> None:
    for _ in range(60):
        assert _try(Client(REMOTE_ADDR=STRANGER), builders.PASSWORD)
    assert WrongTries.objects.get().count == 0


def test_an_unknown_address_closes_like_a_known_one() -> None:
    for _ in range(10):
        _try(Client(), "wrong", email="nobody@example.org")
    with clock.frozen(AT):
        answer = Client().post("/sign-in/", {"email": "nobody@example.org", "password": "wrong"})
    assert "Too many wrong passwords" in answer.content.decode()


@pytest.mark.parametrize("back", [timedelta(days=365), timedelta(hours=2), timedelta(seconds=1)], ids=str)
def test_a_clock_put_back_neither_opens_the_door_nor_locks_it_for_ever(rahima: User, back: timedelta) -> None:
    for _ in range(10):
        _try(Client(), "wrong")
    earlier = AT - back
    assert not _try(Client(), builders.PASSWORD, at=earlier)
    assert not _try(Client(), builders.PASSWORD, at=earlier + timedelta(minutes=14))
    assert _try(Client(), builders.PASSWORD, at=earlier + timedelta(minutes=15))


def test_a_clock_put_back_gives_a_session_no_year_to_live(rahima: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    _try(client, builders.PASSWORD)
    assert client.get("/account/").status_code == 200
    real = signed_in.timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() - timedelta(days=365))
    assert client.get("/account/").status_code == 302
    assert _try(client, builders.PASSWORD), "and signing in goes on working"
    assert client.get("/account/").status_code == 200


def test_counts_to_which_nothing_was_added_for_a_day_are_forgotten(rahima: User) -> None:
    _try(Client(REMOTE_ADDR=STRANGER), "wrong")
    assert tries.forget(before=AT) == 0
    assert tries.forget(before=AT + timedelta(seconds=1)) == 2
    assert timedelta(hours=24) == FORGOTTEN_AFTER


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted(at_once: Any) -> None:
    builders.user(email="rahima@example.org")
    with clock.frozen(AT):
        answers = at_once([lambda: _try(Client(REMOTE_ADDR=STRANGER), "wrong")] * 16)
    assert answers == [False] * 16
    by_address = WrongTries.objects.get(counted="address")
    assert (by_address.count, by_address.turned_away) == (10, 6)


def test_who_leaves_is_out_at_once(rahima: User) -> None:
    hooks.fill()
    client = Client()
    _try(client, builders.PASSWORD)
    left.tell(rahima, AT)
    assert client.get("/account/").status_code == 302


def test_a_session_that_ended_leaves_nothing_behind(rahima: User) -> None:
    client = Client()
    _try(client, builders.PASSWORD)
    assert signed_in.forget_ended() == 0
    client.post("/sign-out/")
    assert signed_in.forget_ended() == 1


def _equipped(user: User) -> None:
    CodeApp.objects.create(user=user, secret="JBSWY3DPEHPK3PXP", confirmed_at=AT)
    Passkey.objects.create(user=user, name="x", credential_id=f"id {user.pk}", credential=b"x", host="localhost")


def test_an_administrator_takes_a_lost_second_step_off_and_it_is_on_record(rahima: User) -> None:
    _equipped(rahima)
    laila = builders.user(rahima.office, may=[MANAGE, SIGNED_IN], scope="organisation")
    actions.clear_second_step(user=rahima, by=laila.as_actor(), at=AT)
    assert not CodeApp.objects.exists()
    assert not Passkey.objects.exists()
    event = Event.objects.get(action="accounts.clear_second_step")
    assert (event.actor_id, event.subject_id) == (str(laila.pk), str(rahima.pk))


@pytest.mark.parametrize("covers", [False, True], ids=["their own role", "a role they cover for"])
def test_nobody_takes_the_second_step_off_somebody_whose_roles_they_could_not_give(rahima: User, covers: bool) -> None:
    office = rahima.office
    manager = builders.user(office, may=[MANAGE], may_give=["caseworker"])
    laila = builders.user(office, may=[MANAGE, "audit.view"], scope="organisation")
    guarded = rahima if covers else laila
    if covers:
        builders.cover(laila, rahima, from_on=builders.LONG_AGO, until_on=builders.ON + timedelta(days=9))
    _equipped(guarded)
    with pytest.raises(NotAllowed):
        actions.clear_second_step(user=guarded, by=manager.as_actor(), at=AT)
    assert CodeApp.objects.exists()


def test_nobody_takes_off_their_own_second_step_by_being_an_administrator() -> None:
    laila = builders.user(may=[MANAGE], scope="organisation")
    _equipped(laila)
    with pytest.raises(NotAllowed):
        actions.clear_second_step(user=laila, by=laila.as_actor(), at=AT)
    assert CodeApp.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda user, by: actions.change_password(user=user, old="", new="", stays="", by=by, at=AT),
        lambda user, by: actions.choose_language(user=user, language="fr", by=by, at=AT),
        lambda user, by: actions.choose_calendars(user=user, types_days_in="", days_also_in="hijri", by=by, at=AT),
        lambda user, by: actions.prepare_code_app(user=user, by=by, at=AT),
        lambda user, by: actions.confirm_code_app(user=user, code="", by=by, at=AT),
        lambda user, by: actions.remove_code_app(user=user, by=by, at=AT),
        lambda user, by: actions.add_passkey(user=user, key=Passkey(), by=by, at=AT),
        lambda user, by: actions.remove_passkey(user=user, key_id=user.pk, by=by, at=AT),
        lambda user, by: actions.renew_recovery_codes(user=user, by=by, at=AT),
        lambda user, by: actions.end_sessions(user=user, by=by, at=AT),
    ],
)
def test_nobody_changes_the_doors_of_somebody_else_however_far_their_role_reaches(rahima: User, change: Any) -> None:
    boss = builders.user(may=[SIGNED_IN, MANAGE], scope="everywhere")
    with pytest.raises(NotAllowed) as refused:
        change(rahima, actions.own(boss.as_actor()))
    assert refused.value.decision.reason.code == "outside_scope"


def test_somebody_whose_role_is_for_another_district_still_looks_after_their_own_doors() -> None:
    user = builders.user()
    role = builders.role(may=[SIGNED_IN])
    builders.assignment(
        user, role, scope="district", place=builders.place("NP.1"), organisation=user.office.organisation
    )
    with pytest.raises(NotAllowed):
        actions.choose_language(user=user, language="fr", by=user.as_actor(), at=AT)
    actions.choose_language(user=user, language="fr", by=actions.own(user.as_actor()), at=AT)


def _allowed(user: User) -> User:
    laila = builders.user(user.office, may=[MANAGE], scope="organisation")
    actions.allow_provider(organisation=user.office.organisation, provider="example", by=laila.as_actor(), at=AT)
    return laila


@pytest.mark.parametrize(
    ("allowed", "email", "reason"),
    [
        pytest.param(True, "nobody@example.org", "unknown", id="no-account-from-thin-air"),
        pytest.param(True, None, "not_verified", id="an-address-the-provider-did-not-verify"),
        pytest.param(False, "rahima@example.org", "not_allowed", id="no-allowance-for-the-organisation"),
    ],
)
def test_a_providers_word_opens_no_door_by_itself(rahima: User, allowed: bool, email: str | None, reason: str) -> None:
    if allowed:
        _allowed(rahima)
    with pytest.raises(subjects.NobodyHere) as nobody:
        subjects.user_for(EXAMPLE, Told("subject 1", email), at=AT)
    assert nobody.value.reason == reason
    assert not Subject.objects.exists()


def test_whom_a_provider_vouched_for_once_is_known_by_its_subject_and_not_by_the_address(rahima: User) -> None:
    _allowed(rahima)
    assert subjects.user_for(EXAMPLE, Told("subject 1", rahima.email), at=AT) == rahima
    assert subjects.user_for(EXAMPLE, Told("subject 1", None), at=AT) == rahima
    with pytest.raises(subjects.NobodyHere) as nobody:
        subjects.user_for(EXAMPLE, Told("subject 2", rahima.email), at=AT)
    assert nobody.value.reason == "another_subject"
    assert "subject 1" not in str(Subject.objects.get().__dict__)


def test_who_left_does_not_come_in_through_a_provider(rahima: User) -> None:
    _allowed(rahima)
    subjects.user_for(EXAMPLE, Told("subject 1", rahima.email), at=AT)
    User.objects.filter(pk=rahima.pk).update(is_active=False)
    with pytest.raises(subjects.NobodyHere) as nobody:
        subjects.user_for(EXAMPLE, Told("subject 1", None), at=AT)
    assert nobody.value.reason == "not_active"


def test_an_allowance_that_ended_lets_nobody_in_and_said_twice_it_is_said_once(rahima: User) -> None:
    laila = _allowed(rahima)
    _allowed(rahima)
    assert Allowance.objects.count() == 1
    subjects.user_for(EXAMPLE, Told("subject 1", rahima.email), at=AT)
    actions.end_allowance(organisation=rahima.office.organisation, provider="example", by=laila.as_actor(), at=AT)
    with pytest.raises(subjects.NobodyHere):
        subjects.user_for(EXAMPLE, Told("subject 1", rahima.email), at=AT)
    assert not Subject.objects.exists()

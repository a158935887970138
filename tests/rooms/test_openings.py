"""A file outside one's reach, opened with a reason for three hours; and looking at the pages as somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts import actions, openings, permissions
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.doors.backend import OneReading
from sankofa.accounts.hooks import notices
from sankofa.accounts.models import Opening, User
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.returnees import permissions as register
from sankofa.returnees import queries
from sankofa.store.hooks import Hook
from sankofa.surveys import permissions as talks
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WORKER = (permissions.SIGNED_IN, permissions.OPEN_OUTSIDE, register.VIEW, register.REGISTER, talks.INTERVIEW)
WORDS = "She stands before me and her own office is closed."


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def person() -> Any:
    return builders.person()


@pytest.fixture
def worker(person: Any) -> User:
    """Somebody of another office of the same organisation."""
    return builders.user(builders.office(person.office.organisation, path="NP.3"), may=WORKER)


@pytest.fixture
def supervisor(person: Any) -> User:
    return builders.user(person.office, may=[permissions.REVIEW_OPENINGS], scope="district")


def opened(user: User, number: str, at: Any = AT) -> Opening:
    return actions.open_with_reason(user=user, number=number, category="danger", words=WORDS, by=user.as_actor(), at=at)


def sees(user: User, person: Any, at: Any) -> bool:
    with clock.frozen(at):
        fresh = User.objects.get(pk=user.pk).as_actor()
        return queries.person(str(person.pk), viewer=fresh, on=at.date()) is not None


def test_the_file_is_seen_for_three_hours_and_no_longer(worker: User, person: Any) -> None:
    assert not sees(worker, person, AT)
    opened(worker, person.case_number)
    assert sees(worker, person, AT)
    assert sees(worker, person, AT + timedelta(hours=2, minutes=59))
    assert not sees(worker, person, AT + timedelta(hours=3))


@pytest.mark.parametrize(
    ("hours", "is_lent"), [pytest.param(2, True, id="open"), pytest.param(3, False, id="run-out-and-never-closed")]
)
def test_whoever_clicks_on_is_lent_the_file_until_the_moment_it_ends(
    worker: User, person: Any, hours: int, is_lent: bool
) -> None:
    opened(worker, person.case_number)
    # Asked at another moment first: what every page asks is worded once, and the moment is not part of the words.
    for at, lent in ((AT + timedelta(hours=1), True), (AT + timedelta(hours=hours), is_lent)):
        with clock.frozen(at):
            clicking = OneReading().get_user(worker.pk)
            assert clicking is not None
            seen = queries.person(str(person.pk), viewer=clicking.as_actor(), on=at.date())
        assert (seen is not None) is lent
        assert clicking.has_open is lent


def test_nothing_can_be_changed_in_it_and_no_other_file_is_opened(worker: User, person: Any) -> None:
    opened(worker, person.case_number)
    with clock.frozen(AT):
        lent = [grant for grant in User.objects.get(pk=worker.pk).as_actor().grants if grant.ends_at]
    assert [sorted(grant.permissions) for grant in lent] == [["returnees.view"]]
    assert not sees(worker, builders.person(person.office), AT)


def test_the_opening_is_on_record_without_its_words_and_its_supervisors_hear_of_it(
    worker: User, person: Any, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    heard: Hook[[Any], None] = Hook("heard")
    heard.fill(told.append)
    monkeypatch.setattr("sankofa.accounts.actions.openings.notices", heard)
    assert notices is not heard
    held = opened(worker, person.case_number)
    event = Event.objects.get(action="accounts.open_outside")
    assert (event.actor_id, event.subject_id) == (str(worker.pk), str(held.pk))
    assert WORDS not in str(event.detail)
    assert [(notice.to, notice.code) for notice in told] == [(supervisor, "file_opened")]


def test_it_is_closed_early_and_only_by_whoever_opened_it(worker: User, person: Any) -> None:
    held = opened(worker, person.case_number)
    other = builders.user(worker.office, may=WORKER)
    with pytest.raises(NotAllowed):
        actions.close_opening(user=other, opening=held, by=other.as_actor(), at=AT)
    actions.close_opening(user=worker, opening=held, by=worker.as_actor(), at=AT)
    assert not sees(worker, person, AT)
    with pytest.raises(actions.ClosedAlready):
        actions.close_opening(user=worker, opening=held, by=worker.as_actor(), at=AT)


def test_nobody_opens_a_file_for_somebody_else(worker: User, person: Any) -> None:
    other = builders.user(worker.office, may=WORKER)
    with pytest.raises(NotAllowed):
        actions.open_outside(
            user=other, number=person.case_number, category="danger", words=WORDS, by=worker.as_actor(), at=AT
        )


@pytest.mark.parametrize("which", ["nobody's", "mistyped", "protected", "another organisation's"])
def test_what_cannot_be_opened_is_answered_as_if_nobody_had_the_number(worker: User, person: Any, which: str) -> None:
    number = {
        "nobody's": "SK-26-999999-9",
        "mistyped": "SK-26-1",
        "protected": builders.person(person.office, is_protected=True).case_number,
        "another organisation's": builders.person().case_number,
    }[which]
    with pytest.raises(actions.NoSuchFile):
        opened(worker, number)
    event = Event.objects.get(kind="refused")
    assert (event.subject_id, event.detail["reason"]) == ("", "no_such_file")
    assert number not in str(event.said())


def test_a_file_that_is_protected_after_it_was_opened_is_gone_at_once(
    worker: User, person: Any, supervisor: User
) -> None:
    opened(worker, person.case_number)
    person.is_protected = True
    person.save()
    assert not sees(worker, person, AT)
    assert openings.openings_to_review(supervisor.as_actor(), on=ON) == []


def test_what_one_sees_anyway_need_not_be_opened(person: Any) -> None:
    own = builders.user(person.office, may=WORKER)
    with pytest.raises(actions.AlreadySeen):
        opened(own, person.case_number)


def test_five_files_a_day_and_the_sixth_has_to_wait(worker: User, person: Any) -> None:
    for _ in range(5):
        opened(worker, builders.person(person.office).case_number)
    with pytest.raises(actions.TooManyOpenings) as many:
        opened(worker, person.case_number)
    assert many.value.again_at == AT + timedelta(hours=24)
    assert opened(worker, person.case_number, at=AT + timedelta(hours=24, seconds=1))


def test_ten_wrong_numbers_a_day_and_nothing_more_is_tried(worker: User, person: Any) -> None:
    for _ in range(10):
        with pytest.raises(actions.NoSuchFile):
            opened(worker, "SK-26-999999-9")
    with pytest.raises(actions.TooManyOpenings):
        opened(worker, person.case_number)


def test_a_supervisor_sees_or_questions_each_once_and_never_their_own(
    worker: User, person: Any, supervisor: User
) -> None:
    held = opened(worker, person.case_number)
    assert openings.openings_to_review(supervisor.as_actor(), on=ON) == [held]
    done = actions.review_opening(
        opening=held, is_questioned=True, remark="Why was it urgent?", by=supervisor.as_actor(), at=AT
    )
    assert (done.is_questioned, done.remark, done.reviewed_by) == (True, "Why was it urgent?", supervisor)
    with pytest.raises(actions.ReviewedAlready):
        actions.review_opening(opening=held, is_questioned=False, remark="", by=supervisor.as_actor(), at=AT)
    both = builders.user(
        builders.office(person.office.organisation, path="NP.9"), may=[*WORKER, permissions.REVIEW_OPENINGS]
    )
    builders.assignment(both, builders.role(may=[permissions.REVIEW_OPENINGS]), scope="organisation")
    own = opened(both, builders.person(person.office).case_number)
    with pytest.raises(actions.OwnOpening):
        actions.review_opening(opening=own, is_questioned=False, remark="", by=both.as_actor(), at=AT)


@pytest.mark.parametrize(
    ("boss", "other", "may"),
    [
        pytest.param("organisation", "office", True, id="an-office-from-the-organisation"),
        pytest.param("organisation", "district", True, id="a-district-within-the-organisation"),
        pytest.param("organisation", "everywhere", False, id="not-one-who-reaches-everything"),
        pytest.param("office", "organisation", False, id="not-the-organisation-from-an-office"),
        pytest.param("office", "own", True, id="own-people-from-the-office"),
    ],
)
def test_nobody_looks_as_somebody_who_reaches_further(boss: str, other: str, may: bool) -> None:
    administrator = builders.user(may=[permissions.VIEW_AS], scope=boss)
    colleague = builders.user(administrator.office, may=WORKER, scope=other)
    by = administrator.as_actor()
    assert openings.may_watch(by, colleague, on=ON) is may
    if may:
        assert actions.watch(user=colleague, by=by, at=AT) == colleague
        assert Event.objects.get(action="accounts.watch").actor_id == by.id
    else:
        with pytest.raises(actions.NotWatchable):
            actions.watch(user=colleague, by=by, at=AT)


def test_nobody_looks_as_themselves_or_as_somebody_of_another_organisation() -> None:
    administrator = builders.user(may=[permissions.VIEW_AS], scope="organisation")
    with pytest.raises(actions.NotWatchable):
        actions.watch(user=administrator, by=administrator.as_actor(), at=AT)
    with pytest.raises(NotAllowed):
        actions.watch(user=builders.user(), by=administrator.as_actor(), at=AT)


def test_what_a_page_did_not_foresee_while_looking_as_somebody_is_refused_and_no_accident() -> None:
    administrator = builders.user(may=[permissions.VIEW_AS, permissions.SIGNED_IN], scope="organisation")
    colleague = builders.user(administrator.office, may=[permissions.SIGNED_IN])
    client = Client()
    client.force_login(administrator)
    assert client.post(f"/as/{colleague.pk}/").status_code == 302
    session = client.session
    session["proved_at"] = clock.now().isoformat()
    session.save()
    assert client.get("/account/second-step/app/").status_code == 403

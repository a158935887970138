"""An action allows, refuses, locks and writes down, all or nothing; signing in is on record and has its limits."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from sankofa.accounts import action as mechanism
from sankofa.accounts import actions, queries
from sankofa.accounts.action import NotAllowed, Origin, action, look, origin
from sankofa.accounts.doors import sign_in
from sankofa.accounts.doors.tries import TooManyTries
from sankofa.accounts.models import Assignment, User
from sankofa.accounts.permissions import MANAGE
from sankofa.accounts.rules.lockout import PATIENCE, Counted
from sankofa.accounts.rules.terms import OF_A_ROLE, Actor, Permission, ScopeKind
from sankofa.audit import queries as audited
from sankofa.audit.models import Event
from sankofa.audit.rules import proof
from sankofa.store import revisions
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON
from tests.rooms.ground import AMEND, Note, Remark, TooLate, amend, amend_and_fail, remark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground_tables")]
OF_AN_ADDRESS = PATIENCE[Counted.ADDRESS]


@pytest.fixture
def note() -> Note:
    return Note.objects.create(office=builders.office(), title="before", phone="+880171")


@pytest.fixture
def clerk(note: Note) -> Actor:
    assert note.office is not None
    return builders.user(note.office, may=[AMEND]).as_actor()


@pytest.fixture
def stranger() -> Actor:
    return builders.user(may=[AMEND]).as_actor()


def test_an_allowed_action_changes_the_record_and_writes_one_revision_and_one_event(note: Note, clerk: Actor) -> None:
    amend(note=note, title="after", by=clerk, at=AT)
    assert Note.objects.get().title == "after"
    revision = Revision.objects.get()
    assert (revision.changes, revision.actor, revision.at) == ({"title": ["before", "after"]}, f"user:{clerk.id}", AT)
    event = Event.objects.get()
    assert (event.kind, event.action, event.actor_id) == ("write", "tests.rooms.ground.amend", clerk.id)
    assert (event.subject_kind, event.subject_id) == ("ground.note", str(note.pk))
    assert event.revision_digest == proof.digest_of_lines([revision.line])


def _whole() -> bool:
    *_, last = audited.verify()
    return last.is_whole


def test_a_history_that_was_rewritten_or_removed_is_found(note: Note, clerk: Actor) -> None:
    amend(note=note, title="after", by=clerk, at=AT)
    remark(note=note, text="please call", by=clerk, at=AT)
    assert _whole()
    first = next(iter(revisions.history_of(note)))
    Revision.objects.filter(pk=first.pk).update(changes={"title": ["before", "never so"]})
    assert not _whole()
    Revision.objects.filter(pk=first.pk).update(changes=first.changes)
    assert _whole()
    Revision.objects.filter(subject_kind="ground.remark").delete()
    assert not _whole()


def test_a_refused_action_changes_nothing_and_the_refusal_is_on_record(note: Note, stranger: Actor) -> None:
    with pytest.raises(NotAllowed) as refused:
        amend(note=note, title="after", by=stranger, at=AT)
    assert refused.value.decision.reason.code == "outside_scope"
    assert Note.objects.get().title == "before"
    assert not Revision.objects.exists()
    event = Event.objects.get()
    assert (event.kind, event.actor_id) == ("refused", stranger.id)
    assert event.detail == {"permission": "tests.amend", "reason": "outside_scope"}


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_committed_although_the_action_is_not(note: Note, stranger: Actor) -> None:
    with pytest.raises(NotAllowed):
        amend(note=note, title="after", by=stranger, at=AT)
    transaction.rollback()
    assert [event.kind for event in Event.objects.all()] == ["refused"]


def test_an_action_that_fails_leaves_nothing_behind(note: Note, clerk: Actor) -> None:
    with pytest.raises(TooLate):
        amend_and_fail(note=note, by=clerk, at=AT)
    assert Note.objects.get().title == "before"
    assert not Revision.objects.exists()
    assert not Event.objects.exists()


def test_an_action_that_may_not_go_on_inside_is_refused_and_on_record(note: Note, clerk: Actor) -> None:
    elsewhere = Note.objects.create(office=builders.office())

    @action(AMEND, on="note")
    def amend_both(*, note: Note, by: Actor, at: Any) -> Note:
        note.title = "after"
        note.save()
        return amend(note=elsewhere, title="after", by=by, at=at)

    with pytest.raises(NotAllowed):
        amend_both(note=note, by=clerk, at=AT)
    assert set(Note.objects.values_list("title", flat=True)) == {"before", ""}
    assert {event.kind for event in Event.objects.all()} == {"refused"}


def test_an_action_sees_the_record_as_it_is_now(note: Note, clerk: Actor) -> None:
    stale = Note.objects.get(pk=note.pk)
    Note.objects.filter(pk=note.pk).update(title="changed meanwhile", facts={"kept": True})
    amend(note=stale, title="after", by=clerk, at=AT)
    assert Note.objects.get().facts == {"kept": True}
    assert Revision.objects.get().changes == {"title": ["changed meanwhile", "after"]}


def test_a_record_that_moved_out_of_reach_meanwhile_is_refused(note: Note, clerk: Actor) -> None:
    stale = Note.objects.select_related("office").get(pk=note.pk)
    Note.objects.filter(pk=note.pk).update(office=builders.office())
    with pytest.raises(NotAllowed) as refused:
        amend(note=stale, title="after", by=clerk, at=AT)
    assert refused.value.decision.reason.code == "outside_scope"


def test_a_record_that_is_gone_is_refused(note: Note, clerk: Actor) -> None:
    stale = Note.objects.get(pk=note.pk)
    Note.objects.all().delete()
    with pytest.raises(NotAllowed) as refused:
        amend(note=stale, title="after", by=clerk, at=AT)
    assert refused.value.decision.reason.code == "no_longer_there"


def test_nothing_changed_is_on_record_without_a_revision(note: Note, clerk: Actor) -> None:
    amend(note=note, by=clerk, at=AT)
    assert not Revision.objects.exists()
    assert Event.objects.get().revision_digest == ""


def test_a_sealed_value_stays_sealed_in_the_history(note: Note, clerk: Actor) -> None:
    amend(note=note, phone="+8801712345678", by=clerk, at=AT)
    old, new = Revision.objects.get().changes["phone"]
    assert old != new
    assert b"1712345678" not in Revision.objects.get().canonical()
    assert b"1712345678" not in bytes.fromhex(new)


def test_what_an_action_makes_and_what_it_changes_on_the_way_both_have_their_revision(note: Note, clerk: Actor) -> None:
    made = remark(note=note, text="please call", by=clerk, at=AT)
    assert isinstance(made, Remark)
    assert [revision.changes["text"] for revision in revisions.history_of(made)] == [[None, "please call"]]
    assert [revision.changes for revision in revisions.history_of(note)] == [
        {"title": ["before", "waits for an answer"]}
    ]
    assert (Event.objects.get().subject_kind, Event.objects.get().subject_id) == ("ground.remark", str(made.pk))


def test_an_action_done_twice_that_answers_with_what_is_there_makes_no_second_history(note: Note, clerk: Actor) -> None:
    @action(AMEND, on="note")
    def remark_once(*, note: Note, by: Actor, at: Any) -> Remark:
        return Remark.objects.get_or_create(note=note, defaults={"text": "once"})[0]

    first = remark_once(note=note, by=clerk, at=AT)
    again = remark_once(note=note, by=clerk, at=AT)
    assert first == again
    assert [revision.number for revision in revisions.history_of(first)] == [1]


def test_the_history_says_where_a_change_came_from(note: Note, clerk: Actor) -> None:
    token = origin.set(Origin(source="import", reference="list.xlsx row 7", reason="correction"))
    try:
        amend(note=note, title="after", by=clerk, at=AT)
    finally:
        origin.reset(token)
    revision = Revision.objects.get()
    assert (revision.source, revision.source_reference, revision.reason) == ("import", "list.xlsx row 7", "correction")


def test_the_bulk_outcome_says_what_the_audit_holds(note: Note, clerk: Actor) -> None:
    class Done:
        def audit_detail(self) -> dict[str, Any]:
            return {"rows": 2, "digest": "ab"}

    @action(AMEND, on="note")
    def amend_many(*, note: Note, by: Actor, at: Any) -> Done:
        return Done()

    amend_many(note=note, by=clerk, at=AT)
    assert Event.objects.get().detail == {"rows": 2, "digest": "ab"}


def test_a_grant_counts_on_the_day_of_the_office_not_of_the_server(note: Note) -> None:
    """At 20:30 UTC on the 21st it is already the 22nd in Dhaka."""
    assert note.office is not None
    user = builders.user(note.office)
    builders.assignment(user, builders.role(may=[AMEND]), from_on=ON)
    evening_before = AT.replace(day=21, hour=20)
    amend(note=note, title="after", by=user.as_actor(), at=evening_before)
    with pytest.raises(NotAllowed):
        amend(note=note, title="too early", by=user.as_actor(), at=evening_before.replace(hour=17))


def test_a_function_that_does_not_say_by_whom_and_when_cannot_become_an_action() -> None:
    with pytest.raises(AssertionError, match="must take note, by and at"):

        @action(AMEND, on="note")
        def amend_silently(*, note: Note) -> None:
            pass


def test_the_system_may_do_what_rooms_declared_and_says_on_which_occasion(note: Note) -> None:
    by = mechanism.system("sankofa tick", on=ON)
    assert by.kind == "system"
    with pytest.raises(NotAllowed):
        amend(note=note, title="after", by=by, at=AT)  # a permission of the tests is declared by no room
    user = builders.user()
    assert queries.decision_on(user, actor=by, permission=MANAGE, on=ON).allowed


def test_looking_is_on_record_without_what_was_seen(note: Note, clerk: Actor) -> None:
    look(note, permission=AMEND, by=clerk, at=AT, what="ground.note_read")
    event = Event.objects.get()
    assert (event.kind, event.action, event.subject_id) == ("read", "ground.note_read", str(note.pk))
    assert event.detail == {"permission": "tests.amend"}


def test_changing_a_user_leaves_a_revision_without_their_password() -> None:
    boss = builders.user(may=[MANAGE], scope="organisation")
    user = builders.user(boss.office)

    @action(MANAGE, on="user")
    def rename(*, user: User, by: Actor, at: Any) -> User:
        user.name = "Rahima Khatun"
        user.set_password("another password entirely")
        user.save()
        return user

    rename(user=user, by=boss.as_actor(), at=AT)
    assert Revision.objects.get().changes == {"name": [user.name, "Rahima Khatun"]}


@pytest.mark.django_db(transaction=True)
def test_changes_to_one_record_at_once_are_all_kept(at_once: Any) -> None:
    office = builders.office()
    note = Note.objects.create(office=office, facts={"count": 0})
    clerk = builders.user(office, may=[AMEND]).as_actor()

    @action(AMEND, on="note")
    def add_one(*, note: Note, by: Actor, at: Any) -> Note:
        note.facts = {"count": note.facts["count"] + 1}
        note.save()
        return note

    answers = at_once([lambda: add_one(note=note, by=clerk, at=AT)] * 8)
    assert all(isinstance(answer, Note) for answer in answers)
    assert Note.objects.get().facts == {"count": 8}
    assert [revision.number for revision in revisions.history_of(note)] == list(range(1, 9))


GIVEN = "caseworker"


def _invite(boss: User, kind: str, anchor: object, email: str = "new@example.org") -> User:
    return actions.enter_user(
        office=boss.office,
        email=email,
        name="Awa Diop",
        password=builders.PASSWORD,
        language="fr",
        roles={GIVEN: (kind, str(anchor))},
        from_on=ON,
        by=boss.as_actor(),
        at=AT,
    )


def _boss(scope: str) -> tuple[User, dict[str, object]]:
    """A manager within a scope, and what roles could be anchored to, theirs and others'."""
    builders.role(GIVEN, may=["a.b"])
    boss, other = builders.user(may=[MANAGE], may_give=[GIVEN], scope=scope), builders.office(path="NP.3")
    return boss, {
        "": "",
        "own office": boss.office_id,
        "sister office": builders.office(boss.office.organisation, path="NP.1").pk,
        "foreign office": other.pk,
        "own organisation": boss.office.organisation_id,
        "foreign organisation": other.organisation_id,
        "own district": "BD.30.26",
        "division around": "BD.30",
        "foreign district": "NP.3",
        "own country": "BD",
        "foreign country": "NP",
    }


@pytest.mark.parametrize(
    ("scope", "kind", "anchor", "may"),
    [
        pytest.param("office", "own", "", True, id="own-records"),
        pytest.param("office", "office", "own office", True, id="own-office"),
        pytest.param("office", "office", "sister office", False, id="sister-office-from-an-office"),
        pytest.param("office", "organisation", "own organisation", False, id="organisation-from-an-office"),
        pytest.param("office", "everywhere", "", False, id="everywhere-from-an-office"),
        pytest.param("organisation", "office", "sister office", True, id="sister-office-from-the-organisation"),
        pytest.param("organisation", "office", "foreign office", False, id="foreign-office"),
        pytest.param("organisation", "organisation", "own organisation", True, id="organisation"),
        pytest.param("organisation", "organisation", "foreign organisation", False, id="foreign-organisation"),
        pytest.param("organisation", "district", "own district", True, id="district-within-the-organisation"),
        pytest.param("organisation", "country", "own country", True, id="country-within-the-organisation"),
        pytest.param("organisation", "everywhere", "", False, id="everywhere-from-the-organisation"),
        pytest.param("district", "district", "own district", True, id="district"),
        pytest.param("district", "district", "division around", False, id="the-division-from-a-district"),
        pytest.param("country", "district", "own district", True, id="district-from-the-country"),
        pytest.param("country", "district", "foreign district", False, id="foreign-district"),
        pytest.param("country", "country", "own country", True, id="country"),
        pytest.param("country", "country", "foreign country", False, id="foreign-country"),
        pytest.param("country", "everywhere", "", False, id="everywhere-from-a-country"),
        pytest.param("everywhere", "everywhere", "", True, id="everywhere"),
    ],
)
def test_nobody_gives_a_reach_wider_than_their_own(scope: str, kind: str, anchor: str, may: bool) -> None:
    boss, anchors = _boss(scope)
    if may:
        invited = _invite(boss, kind, anchors[anchor])
        assert invited.as_actor().grants[0].scope.kind == kind
        assert all(b"right horse" not in revision.canonical() for revision in Revision.objects.all())
        return
    with pytest.raises(NotAllowed):
        _invite(boss, kind, anchors[anchor])
    assert not User.objects.filter(email="new@example.org").exists()
    assert Event.objects.get().kind == "refused"


def test_an_address_that_somebody_has_is_not_given_to_another() -> None:
    boss, _ = _boss("organisation")
    first = _invite(boss, "office", boss.office_id)
    with pytest.raises(actions.AddressTaken):
        _invite(boss, "office", boss.office_id, email="New@Example.org")
    assert first.assignments.count() == 1
    assert [revision.number for revision in revisions.history_of(first)] == [1]


@pytest.mark.parametrize("kind", list(OF_A_ROLE))
def test_every_scope_of_an_assignment_becomes_a_grant_with_its_anchor(kind: ScopeKind) -> None:
    user = builders.user()
    held = builders.assignment(user, builders.role(may=["a.b"]), scope=kind.value)
    expected = {
        "office": str(user.office_id),
        "organisation": str(user.office.organisation_id),
        "district": "BD.30.26",
        "country": "BD",
    }.get(kind.value, "")
    grant = held.as_grant()
    assert (grant.scope.kind, grant.scope.anchor, grant.permissions) == (kind, expected, {"a.b"})
    assert user.as_actor().grants == (grant,)


@pytest.mark.parametrize(
    ("scope", "anchors"),
    [
        pytest.param("office", {}, id="office-without-office"),
        pytest.param("own", {"office"}, id="own-with-office"),
        pytest.param("everywhere", {"country"}, id="everywhere-with-country"),
        pytest.param("district", {"country"}, id="district-with-country"),
        pytest.param("country", {"country", "place", "organisation"}, id="country-with-two-anchors"),
        pytest.param("district", {"place"}, id="district-within-no-organisation"),
        pytest.param("country", {"country"}, id="country-within-no-organisation"),
        pytest.param(
            "district", {"place", "organisation", "of_every_organisation"}, id="district-within-one-and-every"
        ),
        pytest.param("office", {"office", "of_every_organisation"}, id="office-of-every-organisation"),
        pytest.param("organisation", {"office"}, id="organisation-with-office"),
    ],
)
def test_the_database_refuses_an_assignment_whose_anchor_does_not_fit_its_scope(scope: str, anchors: set[str]) -> None:
    user = builders.user()
    all_anchors: dict[str, Any] = {
        "office": user.office,
        "country": user.office.place.country,
        "place": user.office.place,
        "organisation": user.office.organisation,
        "of_every_organisation": True,
    }
    role = builders.role()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            user=user, role=role, scope_kind=scope, from_on=ON, **{name: all_anchors[name] for name in anchors}
        )


def test_the_database_refuses_an_assignment_that_ends_before_it_begins() -> None:
    user = builders.user()
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.assignment(user, builders.role(), scope="everywhere", from_on=ON, until_on=ON - timedelta(days=1))


def test_a_role_that_is_taken_back_on_its_first_day_never_counts() -> None:
    held = builders.assignment(from_on=ON, until_on=ON)
    assert not any(held.as_grant().is_current(ON + timedelta(days=days)) for days in (-1, 0, 1))


def test_the_database_refuses_an_address_in_capitals() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.user(email="Rahima@example.org")


def test_a_user_is_found_by_their_address_however_it_is_capitalised() -> None:
    user = builders.user(email="rahima@example.org")
    assert User.objects.get_by_natural_key(" Rahima@Example.ORG ") == user


@pytest.fixture
def request_() -> Any:
    made = RequestFactory().post("/sign-in/")
    made.session = SessionStore()
    return made


def _try(request: Any, password: str, at: Any = AT, email: str = "rahima@example.org") -> User | None:
    return sign_in.sign_in(request, email=email, password=password, at=at)


def test_a_wrong_password_is_on_record_without_what_was_typed(request_: Any) -> None:
    builders.user(email="rahima@example.org")
    assert _try(request_, "wrong") is None
    event = Event.objects.get()
    assert (event.kind, event.action, event.actor_kind) == ("refused", "accounts.sign_in", "address")
    assert "rahima" not in str(event.said())


def test_the_door_closes_after_ten_wrong_tries_and_opens_by_itself(request_: Any) -> None:
    builders.user(email="rahima@example.org")
    for second in range(OF_AN_ADDRESS.free):
        assert _try(request_, "wrong", AT + timedelta(seconds=second)) is None
    with pytest.raises(TooManyTries) as closed:
        _try(request_, builders.PASSWORD, AT + timedelta(minutes=1))
    assert closed.value.opens_at == AT + timedelta(seconds=OF_AN_ADDRESS.free - 1) + OF_AN_ADDRESS.wait_first
    assert _try(request_, builders.PASSWORD, closed.value.opens_at) is not None


def test_a_try_at_the_closed_door_is_on_record_and_does_not_keep_it_closed(request_: Any) -> None:
    builders.user(email="rahima@example.org")
    for _ in range(OF_AN_ADDRESS.free):
        _try(request_, "wrong")
    for minute in range(1, 5):
        with pytest.raises(TooManyTries):
            _try(request_, "wrong", AT + timedelta(minutes=minute))
    assert Event.objects.filter(action="accounts.sign_in_closed", kind="refused").count() == 4
    assert _try(request_, builders.PASSWORD, AT + OF_AN_ADDRESS.wait_first) is not None


def test_the_door_closes_for_one_address_however_it_is_capitalised_and_not_for_others(request_: Any) -> None:
    builders.user(email="rahima@example.org")
    builders.user(email="awa@example.org")
    for number in range(OF_AN_ADDRESS.free):
        _try(request_, "wrong", email="RAHIMA@example.org" if number % 2 else "rahima@example.org ")
    with pytest.raises(TooManyTries):
        _try(request_, builders.PASSWORD)
    assert _try(request_, builders.PASSWORD, email="awa@example.org") is not None


def test_nine_wrong_tries_and_a_right_one_let_in(request_: Any) -> None:
    builders.user(email="rahima@example.org")
    for _ in range(OF_AN_ADDRESS.free - 1):
        _try(request_, "wrong")
    assert _try(request_, builders.PASSWORD) is not None
    assert Event.objects.filter(kind="sign_in").count() == 1


def test_somebody_who_left_cannot_sign_in(request_: Any) -> None:
    builders.user(email="rahima@example.org", is_active=False)
    assert _try(request_, builders.PASSWORD) is None


def test_names_and_lists_of_accounts() -> None:
    user, left = builders.user(name="Rahima"), builders.user(is_active=False)
    assert queries.user_by_id(str(user.pk)) == user
    assert queries.user_by_id(str(left.pk)) is None
    assert queries.names_of({str(user.pk)}) == {str(user.pk): "Rahima"}
    assert queries.office(str(user.office_id)) == user.office


def test_offices_are_listed_by_name_within_reach() -> None:
    body = builders.organisation()
    for name in ("B", "A"):
        builders.office(body, name=name)
    builders.office(name="C")
    permission = Permission("tests.see", "see")
    viewer = builders.actor(builders.grant(permission, "organisation", body.pk))
    assert [office.name for office in queries.offices_of(viewer, permission, on=ON)] == ["A", "B"]

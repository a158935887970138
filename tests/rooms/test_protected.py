"""Protected files: the mark, who is named, lifting, silent comparison; nobody else sees, counts or finds them."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed, system
from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.returnees import actions, permissions, queries
from sankofa.returnees.models import Named, ProtectedMatch, Protection
from sankofa.returnees.rules.sameness import features
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("nothing_reserved")]
REASON = "her former employer asks for her at the office"
CASEWORKER = (permissions.VIEW, permissions.REGISTER, permissions.PROTECT)
OFFICER = (permissions.VIEW, permissions.PROTECT, permissions.LOOK_AFTER)


@pytest.fixture
def office() -> Office:
    return builders.office()


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=CASEWORKER, name="Shirin Das")


@pytest.fixture
def colleague(office: Office) -> User:
    return builders.user(office, may=CASEWORKER)


@pytest.fixture
def officer(office: Office) -> User:
    return builders.user(office, may=OFFICER, scope="organisation", name="Parvin Sultana")


@pytest.fixture
def person(office: Office, colleague: User) -> Any:
    return registered(office, colleague)


def registered(office: Office, by: User, **said: Any) -> Any:
    terms = PersonTerms(**{"given_name": "Rahima", "family_name": "Khatun", "phone": "+8801712345678", **said})
    return actions.register_many(office=office, rows=[("row", terms)], by=by.as_actor(), at=AT).people[0]


def protected(person: Any, by: User) -> Protection:
    return actions.protect(
        person=person, kind="threat", reason=REASON, review_on=ON + timedelta(days=90), by=by.as_actor(), at=AT
    )


def seen_by(user: User, person: Any) -> bool:
    return queries.person(str(person.pk), viewer=user.as_actor(), on=ON) is not None


def test_whoever_protects_a_file_and_the_officers_are_named_and_all_others_drop_out(
    person: Any, worker: User, colleague: User, officer: User
) -> None:
    everywhere = builders.user(may=CASEWORKER, scope="everywhere")
    assert all(seen_by(user, person) for user in (worker, colleague, officer, everywhere))
    protected(person, worker)
    assert [seen_by(user, person) for user in (worker, officer)] == [True, True]
    assert [seen_by(user, person) for user in (colleague, everywhere)] == [False, False], "not even who registered her"


def test_the_reason_is_sealed_and_stands_in_no_event(person: Any, worker: User, officer: User) -> None:
    made = protected(person, worker)
    assert Protection.objects.get().reason == REASON
    assert REASON not in str(list(Event.objects.values())) + str(list(Revision.objects.values_list("changes")))
    event = Event.objects.get(action="returnees.protect")
    assert (event.actor_id, event.subject_id, event.within) == (str(worker.pk), str(made.pk), str(worker.office_id))


@pytest.mark.parametrize("asked", ["Rahima", "rahima khatun", "01712345678", "case number"])
def test_no_search_finds_her(person: Any, worker: User, colleague: User, asked: str) -> None:
    text = person.case_number if asked == "case number" else asked
    assert queries.find(text, viewer=colleague.as_actor(), on=ON).people == (person,)
    protected(person, worker)
    assert queries.find(text, viewer=colleague.as_actor(), on=ON).people == ()
    assert queries.find(text, viewer=worker.as_actor(), on=ON).people == (person,)


def test_no_list_and_no_count_holds_her(person: Any, worker: User, colleague: User) -> None:
    protected(person, worker)
    viewer = colleague.as_actor()
    assert queries.filtered(viewer, queries.Filter(), on=ON).count() == 0
    assert queries.newest(viewer, on=ON).count() == queries.due_first(viewer, on=ON, until=ON).count() == 0
    assert queries.destinations_seen(viewer, on=ON) == []


def test_protecting_twice_is_refused_to_the_named_and_nobody_is_there_for_others(
    person: Any, worker: User, colleague: User
) -> None:
    protected(person, worker)
    with pytest.raises(actions.AlreadyProtected):
        protected(person, worker)
    with pytest.raises(NotAllowed) as refused:
        protected(person, colleague)
    assert refused.value.decision.reason.code == "no_longer_there"
    assert Protection.objects.count() == 1


def test_an_officer_names_and_takes_off_with_a_reason(
    person: Any, worker: User, colleague: User, officer: User
) -> None:
    protected(person, worker)
    actions.name_on(person=person, user_id=str(colleague.pk), reason=REASON, by=officer.as_actor(), at=AT)
    assert seen_by(colleague, person)
    with pytest.raises(actions.AlreadyNamed):
        actions.name_on(person=person, user_id=str(colleague.pk), reason=REASON, by=officer.as_actor(), at=AT)
    actions.take_off(person=person, user_id=str(colleague.pk), reason=REASON, by=officer.as_actor(), at=AT)
    assert not seen_by(colleague, person)
    assert Named.objects.get(user=colleague).ended_because == REASON
    assert Event.objects.get(action="returnees.take_off").detail == {"user": str(colleague.pk)}
    with pytest.raises(actions.NotNamed):
        actions.take_off(person=person, user_id=str(colleague.pk), reason=REASON, by=officer.as_actor(), at=AT)


def test_naming_reaches_no_further_than_the_role(person: Any, worker: User, officer: User) -> None:
    protected(person, worker)
    stranger = builders.user(may=CASEWORKER)
    with pytest.raises(actions.OutOfReach):
        actions.name_on(person=person, user_id=str(stranger.pk), reason=REASON, by=officer.as_actor(), at=AT)


def test_an_officer_who_is_not_named_names_nobody(person: Any, worker: User, colleague: User, officer: User) -> None:
    protected(person, worker)
    late = builders.user(worker.office, may=OFFICER, scope="organisation")
    with pytest.raises(NotAllowed):
        actions.name_on(person=person, user_id=str(colleague.pk), reason=REASON, by=late.as_actor(), at=AT)


def test_the_last_officer_stays(person: Any, worker: User, officer: User) -> None:
    protected(person, worker)
    with pytest.raises(actions.LastOfficer):
        actions.take_off(person=person, user_id=str(officer.pk), reason=REASON, by=officer.as_actor(), at=AT)


def test_nobody_is_named_on_a_file_that_is_not_protected(person: Any, colleague: User, officer: User) -> None:
    with pytest.raises(actions.NotProtected):
        actions.name_on(person=person, user_id=str(colleague.pk), reason=REASON, by=officer.as_actor(), at=AT)
    with pytest.raises(actions.NotProtected):
        actions.lift(person=person, reason=REASON, by=officer.as_actor(), at=AT)


def test_lifting_gives_the_file_back_to_all_whose_role_reaches_it(
    person: Any, worker: User, colleague: User, officer: User
) -> None:
    protected(person, worker)
    lifted = actions.lift(person=person, reason=REASON, by=officer.as_actor(), at=AT)
    assert (lifted.lifted_at, lifted.lifted_because) == (AT, REASON)
    assert seen_by(colleague, person)
    assert not Named.objects.filter(ended_at=None).exists()
    protected(person, worker)
    assert not seen_by(colleague, person), "and it can be protected again"


@pytest.mark.parametrize("same", [{"phone": "01712 345 678"}, {"phone": "", "document_number": "BX 0123456"}])
def test_whoever_gives_the_same_number_is_registered_like_anybody(
    office: Office, worker: User, colleague: User, officer: User, same: dict[str, str]
) -> None:
    """Nothing is said, nothing is asked, nothing is written but the new person; the comparison comes later."""
    first = registered(office, worker, document_number="BX0123456")
    protected(first, worker)
    said = PersonTerms(**{"given_name": "Rahima", "family_name": "Khatun", **same})
    assert queries.known_people({1: features(said)}, office=office) == queries.Known({}, frozenset())
    twin = registered(office, colleague, **same)
    assert not ProtectedMatch.objects.exists()
    by = system("tick", on=ON)
    actions.look_after_protected(by=by, at=AT)
    actions.look_after_protected(by=by, at=AT)
    match = queries.matches(officer.as_actor(), on=ON).get()
    assert (match.person, match.other) == (first, twin)
    assert not queries.matches(colleague.as_actor(), on=ON).exists()
    actions.settle_match(match=match, is_same=True, note="one woman", by=officer.as_actor(), at=AT)
    assert not queries.matches(officer.as_actor(), on=ON).exists()
    with pytest.raises(actions.SettledAlready):
        actions.settle_match(match=match, is_same=True, note="", by=officer.as_actor(), at=AT)


def test_nobody_of_another_organisation_is_compared(office: Office, worker: User, officer: User) -> None:
    protected(registered(office, worker), worker)
    elsewhere = builders.user(may=CASEWORKER)
    registered(elsewhere.office, elsewhere)
    assert actions.compare_with_protected(by=system("tick", on=ON), at=AT) == 0


def test_a_comparison_is_noted_by_the_system_alone(office: Office, worker: User, officer: User, person: Any) -> None:
    twin = registered(office, worker)
    protected(person, worker)
    with pytest.raises(NotAllowed):
        actions.note_match(person=person, other=twin, by=worker.as_actor(), at=AT)
    made = actions.note_match(person=person, other=twin, by=system("tick", on=ON), at=AT)
    assert actions.note_match(person=person, other=twin, by=system("tick", on=ON), at=AT) == made


def test_a_file_whose_officers_are_gone_gets_the_officers_of_today(person: Any, worker: User) -> None:
    protected(person, worker)
    later = builders.user(worker.office, may=OFFICER, scope="organisation")
    assert not seen_by(later, person)
    by = system("tick", on=ON)
    assert actions.keep_officers_named(by=by, at=AT) == 1
    assert seen_by(later, person)
    assert actions.keep_officers_named(by=by, at=AT) == 0


def test_rooms_above_learn_whom_to_leave_out(person: Any, worker: User, colleague: User) -> None:
    protected(person, worker)
    ids = [str(person.pk), str(builders.person(worker.office).pk)]
    assert queries.hidden_from(ids, viewer=colleague.as_actor(), on=ON) == {str(person.pk)}
    assert queries.hidden_from(ids, viewer=worker.as_actor(), on=ON) == frozenset()

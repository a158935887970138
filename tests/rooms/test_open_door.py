"""The open door: one letter however often a page is sent, marked floods, numbers that tell nothing, children apart."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from sankofa.accounts.action import NotAllowed, system
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.returnees import actions, arriving, doorstep, permissions
from sankofa.returnees.models import Announced, AnnouncedState, CallTry, Letter, Person, Protection
from sankofa.returnees.rules.doorstep import OF_NETWORK, Asked, Need
from sankofa.store.hooks import Hook
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = [permissions.REGISTER, permissions.VIEW, permissions.KEEP_DOORSTEP]
NOBODY = system("doorstep", on=ON)


@pytest.fixture
def office() -> Office:
    found = builders.office(path="BD.60.91", name="Sylhet office")
    builders.doorstep(found)
    return found


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=MAY, name="Shirin Das")


def asked(**told: Any) -> Asked:
    given: Mapping[str, Any] = {
        "name": "Amina Zqrahman",
        "place": "BD.60.91",
        "language": "en",
        "is_adult": True,
        "may_call": True,
        "phone": "01712345678",
        "word": "mango",
    }
    return Asked(**{**given, **told})


def written(
    office: Office, number: UUID | None = None, *, network: str = "", honey: bool = False, **told: Any
) -> Letter:
    return actions.keep_letter(
        office=office,
        number=number or uuid4(),
        told=asked(**told),
        network=network,
        is_honey_full=honey,
        by=NOBODY,
        at=AT,
    )


def test_a_letter_waits_at_the_office_and_lies_sealed(office: Office, worker: User) -> None:
    letter = written(office)
    [waits] = doorstep.calls(worker.as_actor(), on=ON, are_doubtful=False)
    assert (waits, waits.letter.receipt) == (letter.announced, letter.receipt)
    assert list(arriving.came(worker.as_actor(), on=ON)) == [waits], "they stand among the people who came, too"
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM returnees_announced")
        assert b"Zqrahman" not in bytes(cursor.fetchone()[0])
    for word in ("Zqrahman", "mango", "1712345678"):
        assert not [event for event in Event.objects.all() if word in str(event.detail)]
        assert not [one for one in Revision.objects.all() if word in str(one.changes)]


def test_the_same_page_sent_again_is_one_letter_whatever_it_says_then(office: Office) -> None:
    number = uuid4()
    once, twice = written(office, number), written(office, number, name="Somebody Else", network="n")
    assert once.receipt == twice.receipt
    assert (Letter.objects.count(), Announced.objects.count()) == (1, 1)
    assert arriving.facts_of(Announced.objects.get())["name"] == "Amina Zqrahman"


def test_whoever_gives_no_word_gets_one_in_figures(office: Office) -> None:
    word = arriving.facts_of(written(office, word="").announced)["word"]
    assert len(word) == 4
    assert word.isdecimal()


def test_a_flood_is_marked_and_then_turned_away_and_pushes_nobody_out(office: Office, worker: User) -> None:
    real = written(office, network="a")
    for _number in range(OF_NETWORK.turned_away):
        written(office, network="flood", name="x")
    with pytest.raises(actions.TooManyLetters):
        written(office, network="flood")
    other = written(office, network="b")
    by = worker.as_actor()
    waiting = list(arriving.came(by, on=ON))
    assert {real.announced, other.announced} <= set(waiting)
    assert len(waiting) == OF_NETWORK.marked + 2
    doubtful = doorstep.calls(by, on=ON, are_doubtful=True)
    assert doubtful.count() == OF_NETWORK.turned_away - OF_NETWORK.marked
    assert arriving.somebody(str(doubtful[0].pk), viewer=by, on=ON) == doubtful[0], "one can go on with them"


def test_the_limit_of_a_network_ends_with_the_hour(office: Office) -> None:
    for _number in range(OF_NETWORK.marked):
        written(office, network="a")
    assert written(office, network="a").is_doubtful
    Letter.objects.update(received_at=AT - timedelta(hours=1))
    assert not written(office, network="a").is_doubtful


def test_the_unseen_field_marks_and_loses_nobody(office: Office, worker: User) -> None:
    letter = written(office, honey=True)
    assert list(doorstep.calls(worker.as_actor(), on=ON, are_doubtful=True)) == [letter.announced]


def test_which_letters_came_from_one_network_is_forgotten_after_a_day(office: Office) -> None:
    written(office, network="a")
    actions.tend_doorstep(at=AT + timedelta(hours=23))
    assert Letter.objects.get().network == "a"
    actions.tend_doorstep(at=AT + timedelta(hours=25))
    assert Letter.objects.get().network == ""


def test_a_flood_is_cleared_with_a_reason_on_record_and_nothing_else_goes(office: Office, worker: User) -> None:
    gone = [written(office, honey=True).announced.pk for _number in range(3)]
    apart = written(office, is_adult=False).announced
    elsewhere = written(builders.office(office.organisation)).announced
    chosen = [*map(str, gone), str(apart.pk), str(elsewhere.pk)]
    done = actions.clear_letters(office=office, ids=chosen, because="flood", by=worker.as_actor(), at=AT)
    assert (done.count, done.chosen) == (3, 5)
    assert {one.state for one in Announced.objects.filter(pk__in=gone)} == {AnnouncedState.LET_GO}
    assert not Announced.objects.filter(pk__in=gone).exclude(facts=None).exists()
    assert Announced.objects.filter(pk__in=[apart.pk, elsewhere.pk], state="waiting").count() == 2
    assert Event.objects.get(action="returnees.clear_letters").detail == {
        "count": 3,
        "chosen": 5,
        "because": "flood",
    }


def test_a_letter_is_found_by_number_and_word_together_alone(office: Office) -> None:
    letter = written(office, word="Blue Bird")
    assert doorstep.letter_numbered(letter.receipt, word="bluebird") == letter.announced
    assert doorstep.letter_numbered(letter.receipt, word="bird") is None
    assert doorstep.letter_numbered(letter.receipt, word="") is None
    assert doorstep.letter_numbered("R-0000-0000", word="bluebird") is None
    assert doorstep.letter_numbered("R-0000-0000", word="") is None


def test_what_is_taken_back_is_destroyed_and_found_no_more(office: Office, worker: User) -> None:
    letter = written(office)
    actions.take_back(announced=letter.announced, by=NOBODY, at=AT)
    held = Announced.objects.get()
    assert (held.state, held.facts) == (AnnouncedState.LET_GO, None)
    assert doorstep.letter_numbered(letter.receipt, word="mango") is None
    assert not arriving.came(worker.as_actor(), on=ON).exists()
    with pytest.raises(actions.NobodyWaits):
        actions.take_back(announced=held, by=NOBODY, at=AT)


@pytest.mark.parametrize("told", [{"is_adult": False}, {"need": Need.NOT_SAFE}], ids=["a-child", "not-safe"])
def test_what_officers_alone_read_is_in_no_queue_and_stays_with_them_when_taken_back(
    office: Office, worker: User, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: Hook[[Notice], None] = Hook("test")
    told_of: list[Notice] = []
    heard.fill(told_of.append)
    monkeypatch.setattr(notices, "tell", heard.tell)
    officer = builders.user(office, may=[permissions.LOOK_AFTER, permissions.REGISTER, permissions.PROTECT])
    letter = written(office, **told)
    actions.tend_arrivals(by=system("upkeep", on=ON), at=AT)
    assert [(one.to, one.code) for one in told_of] == [(officer, "arrival_set_apart")]
    by = worker.as_actor()
    assert not arriving.waiting(by, on=ON).exists()
    assert not doorstep.calls(by, on=ON, are_doubtful=False).exists()
    assert list(arriving.set_apart(officer.as_actor(), on=ON)) == [letter.announced]
    with pytest.raises(NotAllowed):
        actions.note_try(announced=letter.announced, ended="no_answer", by=by, at=AT)
    actions.take_back(announced=letter.announced, by=NOBODY, at=AT)
    held = Announced.objects.get()
    assert (held.state, arriving.facts_of(held)["taken_back"]) == (AnnouncedState.WAITING, 1)
    assert doorstep.letter_numbered(letter.receipt, word="mango") is None, "a second try is answered as of any letter"


def test_a_flood_of_letters_for_officers_fills_no_mailbox_and_is_read_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_of: list[Notice] = []
    heard: Hook[[Notice], None] = Hook("test")
    heard.fill(told_of.append)
    monkeypatch.setattr(notices, "tell", heard.tell)
    officer = builders.user(office, may=[permissions.LOOK_AFTER])
    letter = written(office, is_adult=False, honey=True)
    actions.tend_arrivals(by=system("upkeep", on=ON), at=AT)
    assert told_of == []
    assert list(arriving.set_apart(officer.as_actor(), on=ON)) == [letter.announced]
    real = written(office, need=Need.NOT_SAFE)
    actions.tend_arrivals(by=system("upkeep", on=ON), at=AT)
    assert list(arriving.set_apart(officer.as_actor(), on=ON)) == [real.announced, letter.announced], "the flood last"


def test_an_officer_clears_what_looks_like_a_flood_and_never_what_may_be_meant(office: Office) -> None:
    officer = builders.user(office, may=[permissions.LOOK_AFTER])
    flood = [written(office, need=Need.NOT_SAFE, honey=True).announced for _number in range(3)]
    real = written(office, need=Need.NOT_SAFE).announced
    actions.tend_arrivals(by=system("upkeep", on=ON), at=AT)
    unnamed = builders.user(office, may=[permissions.LOOK_AFTER])
    chosen = [str(one.pk) for one in (*flood, real)]
    done = actions.clear_apart(office=office, ids=chosen, because="flood", by=unnamed.as_actor(), at=AT)
    assert done.count == 0, "an officer who is not named removes nothing"
    done = actions.clear_apart(office=office, ids=chosen, because="flood", by=officer.as_actor(), at=AT)
    assert (done.count, done.chosen) == (3, 4)
    assert list(Announced.objects.filter(state=AnnouncedState.WAITING)) == [real]
    assert not Announced.objects.filter(pk__in=[one.pk for one in flood]).exclude(facts=None).exists()
    events = Event.objects.filter(action="returnees.clear_apart").order_by("at")
    assert {"count": 3, "chosen": 4, "because": "flood"} in [event.detail for event in events]


def test_whoever_is_no_officer_clears_no_letter_for_officers(office: Office, worker: User) -> None:
    apart = written(office, need=Need.NOT_SAFE, honey=True).announced
    with pytest.raises(NotAllowed):
        actions.clear_apart(office=office, ids=[str(apart.pk)], because="flood", by=worker.as_actor(), at=AT)


def test_a_child_who_wrote_comes_into_the_register_as_a_child_alone_without_an_agreement(office: Office) -> None:
    may = [permissions.LOOK_AFTER, permissions.REGISTER, permissions.PROTECT, permissions.VIEW]
    officer = builders.user(office, may=may)
    letter = written(office, is_adult=False)
    assert arriving.facts_of(letter.announced)["consent_version"] == ""
    actions.tend_arrivals(by=system("upkeep", on=ON), at=AT)
    actions.take_in_protected(announced=letter.announced, by=officer.as_actor(), at=AT)
    assert Protection.objects.get().kind == "child_alone"


def test_a_call_that_reached_nobody_is_counted_and_nobody_leaves_the_queue(office: Office, worker: User) -> None:
    letter = written(office)
    for ended in ("no_answer", "not_alone"):
        actions.note_try(announced=letter.announced, ended=ended, by=worker.as_actor(), at=AT)
    [waits] = doorstep.calls(worker.as_actor(), on=ON, are_doubtful=False)
    assert (waits.tried, waits.tried_last) == (2, AT)
    assert {one.tried_by for one in doorstep.tries(waits)} == {worker}
    assert CallTry.objects.count() == 2


def test_the_wrong_office_hands_on_and_sees_it_no_more(office: Office, worker: User) -> None:
    sister = builders.office(office.organisation, path="BD.30.26")
    letter = written(office)
    actions.hand_on(announced=letter.announced, to=sister, by=worker.as_actor(), at=AT)
    assert not arriving.came(worker.as_actor(), on=ON).exists()
    assert list(arriving.came(builders.user(sister, may=MAY).as_actor(), on=ON)) == [letter.announced]


def test_nobody_is_handed_on_to_an_office_that_does_not_call_back(office: Office, worker: User) -> None:
    letter = written(office)
    with pytest.raises(actions.NotThere):
        actions.hand_on(announced=letter.announced, to=builders.office(), by=worker.as_actor(), at=AT)
    partner = builders.office()
    builders.doorstep(partner)
    actions.hand_on(announced=letter.announced, to=partner, by=worker.as_actor(), at=AT)


def test_the_nearest_office_that_calls_back_is_found_within_the_country(office: Office) -> None:
    builders.office(office.organisation, path="BD.30.26", name="Closed to letters")
    dhaka = builders.office(office.organisation, path="BD.30.33", name="Dhaka")
    builders.doorstep(dhaka)
    nepal = builders.office(path="NP.3")
    door = builders.doorstep(nepal)
    assert doorstep.office_for("BD.60.91") == office
    assert doorstep.office_for("BD.30.26") == dhaka
    assert doorstep.office_for("NP.3.23") == nepal
    door.is_open = False
    door.save()
    assert doorstep.office_for("NP.3.23") is None
    assert doorstep.place("NP.3") is None


def test_an_office_says_whether_it_calls_back_and_the_history_keeps_it(office: Office, worker: User) -> None:
    for is_open in (False, False, True):
        actions.keep_door(office=office, is_open=is_open, by=worker.as_actor(), at=AT)
        assert (office in doorstep.offices_open()) is is_open
    fresh = builders.office(office.organisation)
    by = builders.user(fresh, may=MAY).as_actor()
    assert actions.keep_door(office=fresh, is_open=True, by=by, at=AT).is_open


def test_without_a_first_talk_a_letter_is_destroyed_after_the_time_for_arrivals(office: Office) -> None:
    letter = written(office)
    later = AT + timedelta(days=400)
    actions.tend_arrivals(by=system("upkeep", on=later.date()), at=later)
    assert Announced.objects.get().facts is None
    assert doorstep.letter_numbered(letter.receipt, word="mango") is None


def test_nobody_is_told_whether_they_are_known(office: Office) -> None:
    """A letter is kept in the same way, with the same questions, whoever is in the register."""
    before = Person.objects.count()
    letter = written(office)
    assert Person.objects.count() == before
    assert {field.name for field in letter._meta.concrete_fields} == {
        "id",
        "created_at",
        "announced",
        "receipt",
        "received_at",
        "network",
        "is_doubtful",
        "texted",
    }

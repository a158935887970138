"""The map of help: loaded from its files, put right by whoever is near, checked by a named person for six months."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sankofa.accounts.action import NotAllowed, system
from sankofa.places.actions import load_reference_data
from sankofa.provision import actions, finding, permissions, queries
from sankofa.provision.models import Entry, EntryVersion, Facet
from sankofa.provision.rules import kept
from sankofa.provision.rules.checking import Confirmed, State
from sankofa.provision.rules.content import ContentNotUnderstood, entry_of
from sankofa.provision.rules.terms import Status
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = [permissions.VIEW, permissions.KEEP, permissions.CHECK]


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY).as_actor()


def written(name: str = "Legal advice", *, country: str = "BD", **said: Any) -> actions.Written:
    table = {"code": "own-bd-1", "kind": "service", "name": name, "levels": ["individual"], "status": "running", **said}
    return actions.Written(entry_of(table, as_of=2026, country=country), said_by="a call with them")


def asked(*, on: date = ON, phone: bool = True, place: bool = True, rules: bool = True, **said: str) -> actions.Asked:
    return actions.Asked(Confirmed(on, phone, place, rules), how="called", phone="02-555 0101", **said)


def checked(office: Any, entry: Entry, worker: Any, **said: Any) -> Any:
    return actions.note_check(office=office, entry=entry, asked=asked(**said), by=worker, at=AT)


@pytest.fixture
def loaded() -> actions.Loaded:
    load_reference_data()
    return actions.load_map(at=AT)


def test_the_map_is_loaded_once_and_says_what_its_files_say(loaded: actions.Loaded) -> None:
    said = queries.shipped()
    assert len(loaded.new) == len(said) == Entry.objects.count() == EntryVersion.objects.count()
    assert queries.known_terms(uuid4()) == {entry.code: entry for entry in said}
    assert actions.load_map(at=AT) == actions.Loaded()
    assert not Entry.objects.exclude(checked_on=None).exists(), "what a paper says is confirmed by nobody yet"


def test_a_text_that_changed_is_a_new_version_and_ends_the_check_of_the_old_one(
    loaded: actions.Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Entry.objects.get(code="bd-prottasha")
    builders.check(held, checked_on=ON)
    now = [replace(one, offers="Something else.") if one.code == held.code else one for one in queries.shipped()]
    monkeypatch.setattr(queries, "shipped", lambda: tuple(now))
    assert actions.load_map(at=AT).changed == ("bd-prottasha",)
    held.refresh_from_db()
    assert queries.current(held).to_terms().offers == "Something else."
    assert [version.number for version in queries.versions_of(held)] == [2, 1]
    assert queries.state_of(held, on=ON) is State.ENDED


def test_what_an_office_put_right_goes_on_to_count_and_the_newer_text_waits(
    loaded: actions.Loaded, office: Any, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Entry.objects.get(code="bd-prottasha")
    said = queries.current(held).to_terms()
    own = actions.Written(replace(said, offers="What we know."), "a visit", "they moved")
    actions.amend_entry(office=office, entry=held, written=own, by=worker, at=AT)
    now = [replace(one, offers="A new print.") if one.code == held.code else one for one in queries.shipped()]
    monkeypatch.setattr(queries, "shipped", lambda: tuple(now))
    assert actions.load_map(at=AT).waiting == ("bd-prottasha",)
    assert queries.current(held).to_terms().offers == "What we know."
    assert actions.load_map(at=AT) == actions.Loaded(), "it is said once"
    actions.use_newer_text(office=office, entry=held, by=worker, at=AT)
    assert queries.current(held).to_terms().offers == "A new print."
    with pytest.raises(actions.NothingWaits):
        actions.use_newer_text(office=office, entry=held, by=worker, at=AT)


def test_help_that_an_office_added_is_its_own_organisation_s_and_nobody_else_s(office: Any, worker: Any) -> None:
    held = actions.add_entry(office=office, written=written(), by=worker, at=AT)
    assert held.code.startswith("own-bd-")
    assert queries.entry(held.code, viewer=worker, on=ON) == held
    sister = builders.user(builders.office(office.organisation, path="BD.60.91"), may=MAY).as_actor()
    stranger = builders.user(may=MAY).as_actor()
    assert queries.entry(held.code, viewer=sister, on=ON) == held
    assert queries.entry(held.code, viewer=stranger, on=ON) is None
    assert builders.entry() in queries.entries(stranger, on=ON)
    elsewhere = builders.office()
    by = builders.user(elsewhere, may=MAY).as_actor()
    with pytest.raises(actions.NotNearby):
        checked(elsewhere, held, by)
    with pytest.raises(actions.NotNearby):
        actions.amend_entry(office=elsewhere, entry=held, written=written("Theirs now"), by=by, at=AT)


def test_help_in_another_country_is_not_put_right_from_here(office: Any, worker: Any) -> None:
    far = builders.entry(code="np-help", country="NP")
    with pytest.raises(actions.NotNearby):
        checked(office, far, worker)
    with pytest.raises(actions.NotNearby):
        actions.close_entry(office=office, entry=far, because="", by=worker, at=AT)
    builders.country("NP")
    with pytest.raises(actions.NotNearby):
        actions.add_entry(office=office, written=written(country="NP"), by=worker, at=AT)


def test_an_amendment_is_a_new_version_a_revision_and_the_end_of_the_check(office: Any, worker: Any) -> None:
    held = actions.add_entry(office=office, written=written(groups=["women"]), by=worker, at=AT)
    checked(office, held, worker)
    now = written("Legal advice and company", groups=["men"])
    made = actions.amend_entry(office=office, entry=held, written=now, by=worker, at=AT)
    held.refresh_from_db()
    assert (made.number, held.name) == (2, "Legal advice and company")
    assert queries.state_of(held, on=ON) is State.ENDED
    assert set(Facet.objects.filter(entry=held, kind="group").values_list("value", flat=True)) == {"men"}
    changed = [revision.changes for revision in Revision.objects.filter(subject_id=str(held.pk)).order_by("number")]
    assert any("name" in change and change["name"][1] == "Legal advice and company" for change in changed)
    with pytest.raises(actions.NothingChanged):
        actions.amend_entry(office=office, entry=held, written=now, by=worker, at=AT)


def test_a_check_of_all_three_holds_for_six_months_and_no_day_longer(office: Any, worker: Any) -> None:
    held = builders.entry()
    made = checked(office, held, worker)
    held.refresh_from_db()
    assert made.holds_until == date(2027, 5, 22)
    assert queries.state_of(held, on=date(2027, 5, 21)) is State.HOLDS
    assert held in queries.reliable(on=date(2027, 5, 21))
    assert queries.state_of(held, on=date(2027, 5, 22)) is State.ENDED
    assert held not in queries.reliable(on=date(2027, 5, 22))


def test_a_check_holds_no_longer_than_the_help_itself(office: Any, worker: Any) -> None:
    held = builders.entry(until="2026-12")
    assert checked(office, held, worker).holds_until == date(2027, 1, 1)
    held.refresh_from_db()
    assert held in queries.reliable(on=date(2026, 12, 31))
    assert held not in queries.reliable(on=date(2027, 1, 1))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"until": "2025"}, id="over"),
        pytest.param({"status": "closed"}, id="closed"),
        pytest.param({"status": "planned"}, id="planned"),
    ],
)
def test_what_the_map_calls_over_is_put_right_before_it_is_confirmed(
    office: Any, worker: Any, said: dict[str, str]
) -> None:
    held = builders.entry(**said)
    with pytest.raises(actions.Over):
        checked(office, held, worker)
    assert checked(office, held, worker, place=False, found="the door is shut").holds_until is None


def test_a_check_that_finds_something_else_ends_the_one_before(office: Any, worker: Any) -> None:
    held = builders.entry()
    checked(office, held, worker, on=ON - timedelta(days=9))
    checked(office, held, worker, phone=False, found="Nobody answers")
    held.refresh_from_db()
    assert queries.state_of(held, on=ON) is State.NOT_SO
    checked(office, held, worker, on=ON - timedelta(days=5))
    held.refresh_from_db()
    assert queries.state_of(held, on=ON) is State.NOT_SO, "an earlier day does not overrule the latest"


def test_a_number_is_public_once_two_people_said_it_and_never_by_whoever_wrote_it_alone(
    office: Any, worker: Any
) -> None:
    """Whoever adds help, or writes another number, does not publish it alone."""
    second, third = (builders.user(office, may=MAY).as_actor() for _ in range(2))
    held = actions.add_entry(office=office, written=written(contact="Phone 02-555 0101"), by=worker, at=AT)
    checked(office, held, worker)
    assert found_by_everybody(held) is False, "one who wrote it and checks it is one person"
    checked(office, held, second)
    assert found_by_everybody(held) is True
    other = actions.Asked(Confirmed(ON, True, True, True), how="called", phone="02-555 9999")
    actions.note_check(office=office, entry=held, asked=other, by=third, at=AT)
    assert found_by_everybody(held) is False, "another number is one person's word again"
    actions.note_check(office=office, entry=held, asked=other, by=third, at=AT)
    assert found_by_everybody(held) is False, "saying it twice makes nobody a second person"
    assert held in queries.wanting_a_second(worker, on=ON)
    assert held not in queries.wanting_a_second(third, on=ON)
    actions.note_check(office=office, entry=held, asked=other, by=worker, at=AT)
    assert found_by_everybody(held) is True
    assert held not in queries.wanting_a_second(second, on=ON)
    actions.amend_entry(office=office, entry=held, written=written("Legal advice, moved"), by=second, at=AT)
    assert found_by_everybody(held) is False, "a new text is confirmed by nobody yet"


def test_a_number_that_a_paper_prints_needs_one_person_more_and_one_it_does_not_print_two(
    office: Any, worker: Any
) -> None:
    printed = builders.entry(code="bd-printed", contact="Call 02 555 0101 in the morning.")
    silent = builders.entry(code="bd-silent")
    for held in (printed, silent):
        checked(office, held, worker)
    assert (found_by_everybody(printed), found_by_everybody(silent)) == (True, False)


def found_by_everybody(held: Entry) -> bool:
    return held in finding.public(on=ON)


def test_what_ended_asks_for_no_check_and_helps_nobody(office: Any, worker: Any) -> None:
    held = builders.entry(until="2025", status="running")
    builders.check(held, checked_on=date(2025, 3, 1), phone_confirmed=False)
    assert held not in queries.to_check(worker, on=ON)
    assert held.code not in queries.givers("BD", viewer=worker, on=ON)


def test_nobody_checks_in_the_future_and_nothing_checks_by_itself(office: Any, worker: Any) -> None:
    held = builders.entry()
    with pytest.raises(actions.InTheFuture):
        checked(office, held, worker, on=ON + timedelta(days=2))
    with pytest.raises(actions.NotNearby):
        checked(office, held, system("tick", on=ON))
    stranger = builders.user(office, may=[permissions.VIEW]).as_actor()
    with pytest.raises(NotAllowed):
        checked(office, held, stranger)


def test_the_database_keeps_no_check_that_holds_without_all_three() -> None:
    held = builders.check()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(held).objects.filter(pk=held.pk).update(phone_confirmed=False)


def test_what_ended_or_ends_soon_asks_to_be_checked_and_what_nobody_checked_does_not(office: Any, worker: Any) -> None:
    fresh, ending, ended, wrong, never, far = (builders.entry(code=f"bd-{n}") for n in "abcdef")
    builders.check(fresh)
    builders.check(ending, checked_on=ON - timedelta(days=170))
    builders.check(ended, checked_on=ON - timedelta(days=300))
    builders.check(wrong, phone_confirmed=False)
    builders.check(far)
    Entry.objects.filter(pk=far.pk).update(country=builders.country("NP"), holds_until=ON)
    assert list(queries.to_check(worker, on=ON)) == [wrong, ended, ending]
    assert never.checked_on is None


def test_what_is_closed_stays_on_the_map_and_nobody_is_sent_there(office: Any, worker: Any) -> None:
    held = builders.entry()
    builders.check(held)
    actions.close_entry(office=office, entry=held, because="the fund ended", by=worker, at=AT)
    held.refresh_from_db()
    assert (held.status, held in queries.reliable(on=ON)) == ("closed", False)
    assert queries.current(held).to_terms().status is Status.CLOSED
    with pytest.raises(actions.ClosedAlready):
        actions.close_entry(office=office, entry=held, because="", by=worker, at=AT)


def test_loans_are_never_among_what_people_are_sent_to() -> None:
    held = builders.entry(microcredit=True)
    builders.check(held)
    assert held not in queries.reliable(on=ON)


def test_help_that_names_what_is_nowhere_or_leads_back_to_itself_is_refused(office: Any, worker: Any) -> None:
    with pytest.raises(ContentNotUnderstood, match="bd-nowhere"):
        actions.add_entry(office=office, written=written(run_by=["bd-nowhere"]), by=worker, at=AT)
    held = builders.entry(code="bd-first")
    builders.entry(code="bd-second", rules={"after": ["bd-first"]})
    with pytest.raises(ContentNotUnderstood, match="leads back to itself"):
        actions.amend_entry(
            office=office, entry=held, written=written(rules={"after": ["bd-second"]}), by=worker, at=AT
        )


def test_a_place_is_served_by_what_serves_it_or_anything_around_it() -> None:
    near = builders.entry(code="bd-near", areas=["BD.60.91"])
    wide = builders.entry(code="bd-wide")
    builders.entry(code="bd-far", areas=["BD.10"])
    assert set(queries.serving(Entry.objects.all(), "BD.60.91")) == {near, wide}


def test_an_entry_is_kept_and_read_again_without_a_loss() -> None:
    for said in queries.shipped():
        assert kept.entry(kept.table(said)) == said
    with pytest.raises(kept.NotAnEntry):
        kept.entry({**kept.table(queries.shipped()[0]), "kind": "something"})


def test_naming_the_code_of_what_others_keep_to_themselves_tells_nothing_of_it(office: Any, worker: Any) -> None:
    theirs = builders.entry(builders.office(path="BD.30.26"), code="own-bd-theirs", name="Their safe house")
    for code in (theirs.code, "own-bd-nobodys"):
        with pytest.raises(ContentNotUnderstood) as told:
            actions.add_entry(office=office, written=written(run_by=[code]), by=worker, at=AT)
        assert told.value.faults[0].reason == f"names “{code}”, which is no entry."

"""A list of services comes in through the door of all lists, becomes reported entries, and can go out again."""

from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.models import Office, User
from sankofa.intake import actions as intake
from sankofa.intake import permissions as intake_may
from sankofa.intake import queries as received
from sankofa.intake import rows_shown
from sankofa.intake.contents import at_work, opened
from sankofa.intake.models import IncomingFile
from sankofa.intake.rules.mapping import proposals
from sankofa.intake.rules.stages import Stage
from sankofa.project import hooks
from sankofa.provision import actions, permissions, queries
from sankofa.provision.models import Entry, EntryVersion, Facet
from sankofa.provision.rules.checking import State
from sankofa.provision.rules.directories.rows import Around, outcomes
from tests import builders
from tests.builders import AT, ON
from tests.specification.test_lists_of_services import _rows

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {intake_may.SEND, intake_may.UNDO, permissions.VIEW, permissions.KEEP, permissions.CHECK}
LIST = b"""Organization,Org. Acronym,Project Sector,Activities,Status,States,LGA,LGA PCode,Year
#org+name,#org+acronym,#sector,#activity+name,#status,#adm1+name,#adm2+name,#adm2+code,#date+year
Action Aid,AA,Livelihoods,Vocational training,Ongoing,Dhaka,Dhaka,BD3026,2021
Action Aid,AA,Livelihoods,Vocational training,Ongoing,Dhaka,Gazipur,BD3033,2021
Action Aid,AA,Livelihoods,Vocational training,Ongoing,Dhaka,Dhaka,BD3026,2021
Red Crescent,RC,Health,Clinic,Completed,Dhaka,Dhaka,BD3026,2021
Red Crescent,RC,Health,Clinic,Ongoing,Dhaka,Nowhere at all,,2021
"""


@pytest.fixture
def office() -> Office:
    hooks.fill()
    return builders.office()


@pytest.fixture
def sender(office: Office) -> User:
    return builders.user(office, may=MAY)


def let_in(sender: User, content: bytes = LIST) -> IncomingFile:
    by = sender.as_actor()
    file = intake.send(office=sender.office, importer="services", name="a.csv", content=content, by=by, at=AT)
    held = opened(file)
    laid = held.layout()
    columns = {place: one.field for place, one in proposals(laid.columns, held.fields, laid.tags).items()}
    file = intake.confirm_mapping(
        file=file, sheet=laid.sheet, header_row=laid.header_row, columns=columns, day_first=True, by=by, at=AT
    )
    work = at_work(file)
    for step in (intake.check_next, intake.apply_next):
        step(file=file, work=work, by=by, at=AT)
    return IncomingFile.objects.get(pk=file.pk)


def taken_back(file: IncomingFile, sender: User) -> Any:
    intake.begin_undo(file=file, reason="an old list", by=sender.as_actor(), at=AT)
    return intake.undo_next(file=file, by=sender.as_actor(), at=AT)


def test_a_list_becomes_entries_of_the_organisation_that_are_only_reported(sender: User) -> None:
    file = let_in(sender)
    assert file.stage == Stage.DONE
    [held] = Entry.objects.all()
    assert (held.office, held.name, held.is_public) == (sender.office, "Vocational training (Action Aid)", False)
    assert queries.state_of(held, on=ON) is State.NOT_CHECKED
    now = queries.current(held)
    assert (now.origin, now.to_terms().areas) == ("directory", ("BD.30.26", "BD.30.33"))
    assert list(queries.entries(builders.user(may=[permissions.VIEW]).as_actor(), on=ON)) == []


def test_every_row_of_a_list_has_its_verdict(sender: User) -> None:
    verdicts = {row.row: (row.verdict, row.marks) for row in let_in(sender).results.order_by("row")}
    assert verdicts == {
        3: ("new", []),
        4: ("known", [":list_adds_place"]),
        5: ("known", [":list_same_help"]),
        6: ("refused", ["status:list_ended"]),
        7: ("refused", ["district:list_place_unknown"]),
    }


def test_a_list_of_another_country_is_told_so_in_one_sentence_on_top(sender: User) -> None:
    rows = b"".join(b"Aide,A,Livelihoods,Course %d,Ongoing,Kanem,Qqqxzz,TD0101,2021\n" % number for number in range(6))
    file = let_in(sender, b"\n".join(LIST.splitlines()[:2]) + b"\n" + rows)
    assert not Entry.objects.exists()
    assert rows_shown.common_reasons(file)[0].startswith("No row names a place that we know in your country.")


def test_columns_that_hold_each_others_names_are_told_once_under_their_own_headings(sender: User) -> None:
    rows = b"".join(b"AA,Action Aid,Livelihoods,Course %d,Ongoing,Dhaka,Dhaka,BD3026,2021\n" % n for n in range(6))
    file = let_in(sender, b"\n".join(LIST.splitlines()[:2]) + b"\n" + rows)
    assert rows_shown.about_columns(at_work(file)) == [
        "Organization: The short names stand in this column, such as AA. They are read as short names.",
        "Org. Acronym: The long names stand in this column, such as Action Aid. They are read as long names.",
    ]
    assert {row.verdict for row in file.results.all()} == {"new"}


def test_the_same_help_of_a_second_list_is_not_taken_over_again(sender: User) -> None:
    let_in(sender)
    let_in(sender, LIST + b"Action Aid,AA,Livelihoods,Money skills,Ongoing,Dhaka,Dhaka,BD3026,2021\n")
    assert sorted(Entry.objects.values_list("name", flat=True)) == [
        "Money skills (Action Aid)", "Vocational training (Action Aid)",
    ]  # fmt: skip


def test_two_organisations_keep_the_same_help_each_as_their_own(sender: User) -> None:
    let_in(sender)
    let_in(builders.user(builders.office(), may=MAY))
    assert Entry.objects.count() == 2


def test_a_list_taken_back_is_as_if_never_sent(sender: User) -> None:
    file = let_in(sender)
    assert taken_back(file, sender).stage == Stage.UNDONE
    assert not Entry.objects.exists()
    assert not EntryVersion.objects.exists()
    assert not Facet.objects.exists()
    assert {row.undone for row in received.came_in(file)} == {"out"}


@pytest.mark.parametrize("built", ["check", "amend"])
def test_what_somebody_checked_or_put_right_stays_when_the_list_is_taken_back(sender: User, built: str) -> None:
    file = let_in(sender)
    [held] = Entry.objects.all()
    if built == "check":
        builders.check(held, office=sender.office)
    else:
        actions.close_entry(office=sender.office, entry=held, because="it moved", by=sender.as_actor(), at=AT)
    taken_back(file, sender)
    assert Entry.objects.get() == held
    assert {row.undone for row in received.came_in(file)} == {"stays"}


def test_a_list_of_another_country_is_not_taken_over(office: Office, sender: User) -> None:
    [row] = outcomes(_rows({}), _rows({}), Around("NG", ON))
    builders.country("NG")
    with pytest.raises(actions.NotNearby):
        actions.take_over(
            office=office,
            rows=[actions.Listed("file:1/3", row.record)],
            by=sender.as_actor(),
            at=AT,  # type: ignore[arg-type]
        )
    assert not Entry.objects.exists()


def test_who_may_not_keep_the_map_takes_no_list_over_and_none_out(office: Office) -> None:
    stranger = builders.user(office, may={intake_may.SEND}).as_actor()
    with pytest.raises(NotAllowed):
        actions.take_over(office=office, rows=[], by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        actions.take_out_listed(office=office, entries=[], by=stranger, at=AT)

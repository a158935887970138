"""Lists that leave the register: who may take what, who is in them, what a row says, and how a copy is traced."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.utils import translation

from sankofa.accounts.action import NeedsSecondPerson, system
from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.intake import actions as intake
from sankofa.intake.contents import at_work, opened
from sankofa.intake.rules.mapping import proposals
from sankofa.kernel import clock
from sankofa.places.rules.calendars import Calendar
from sankofa.project import four_eyes, hooks
from sankofa.returnees import actions, permissions
from sankofa.returnees.leaving import files, people
from sankofa.returnees.models import Export, Exported, SamePerson
from sankofa.returnees.rules import exporting as rules
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, ReturnKind, Sex
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALL = [permissions.VIEW, permissions.REGISTER, permissions.EXPORT, permissions.EXPORT_NAMED, permissions.OPEN]
JOINING = [*ALL, permissions.JOIN]
PURPOSE = "quarterly report to the ministry"
NAMED = ("name", "contact", "papers", "journey")


@pytest.fixture
def office() -> Office:
    hooks.fill()
    return builders.office()


@pytest.fixture
def manager(office: Office) -> User:
    return builders.user(office, may=ALL, name="Shirin Das")


def registered(office: Office, by: User, *names: str, **facts: Any) -> list[Any]:
    rows = [
        (
            f"row {name}",
            PersonTerms(
                *name.split(" "),
                sex=Sex.FEMALE,
                phone=f"0171234567{place}",
                document_kind="passport",
                document_number=f"BX012345{place}",
                journey=JourneyTerms(destination="", return_kind=ReturnKind.FORCED, return_reason="=2+2"),
                **facts,
            ),
        )
        for place, name in enumerate(names)
    ]
    return list(actions.register_many(office=office, rows=rows, by=by.as_actor(), at=clock.now()).people)


def asked(office: Office, by: User, *groups: str, kind: str = "csv", **narrowed: str) -> Export:
    return actions.ask_export(
        office=office,
        groups=groups,
        format=kind,
        narrowed=narrowed,
        purpose=PURPOSE,
        by=by.as_actor(),
        at=clock.now(),
    )


def taken(export: Export, by: User) -> bytes:
    actions.release_export(export=export, by=by.as_actor(), at=clock.now())
    ready = actions.take_export(export=export, by=by.as_actor(), at=clock.now()).export
    rows = people.rows_of(ready, viewer=by.as_actor(), on=clock.today("Asia/Dhaka"))
    marks = files.about(ready, taken_by=by.name, taken_at="today")
    return b"".join(files.written(ready, rows, marks))


def lines(content: bytes) -> list[dict[str, str]]:
    head, _tags, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_list_without_names_tells_nobody_apart_but_by_its_mark(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun", "Karim Mia")
    content = taken(asked(office, manager, "journey"), manager)
    assert b"Rahima" not in content
    assert b"SK-26-" not in content
    assert len({row["Mark"] for row in lines(content)}) == 2
    assert {row["Sex"] for row in lines(content)} == {"female"}
    assert {row["Year of birth"] for row in lines(content)} == {""}
    assert {row["Marital status"] for row in lines(content)} == {"unknown"}


def test_a_list_with_names_comes_back_and_everybody_in_it_is_recognised(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun", "Karim Mia", "Salma Begum")
    content = taken(asked(office, manager, *NAMED), manager)
    at = clock.now()
    sender = builders.user(office, may=[*ALL, "intake.send"]).as_actor()
    file = intake.send(office=office, importer="returnees", name="back.csv", content=content, by=sender, at=at)
    held = opened(file)
    laid = held.layout()
    tags = {column.index: laid.tags[column.index] for column in laid.columns if column.index in laid.tags}
    guessed = {place: found.field for place, found in proposals(laid.columns, held.fields, tags).items()}
    intake.confirm_mapping(
        file=file, sheet=laid.sheet, header_row=laid.header_row, columns=guessed, day_first=True, by=sender, at=at
    )
    file.refresh_from_db()
    intake.check_next(file=file, work=at_work(file), by=sender, at=at)
    file.refresh_from_db()
    assert file.counts.get("known", 0) == 3, file.counts


def test_a_formula_is_written_as_text(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun")
    content = taken(asked(office, manager, "words"), manager)
    assert lines(content)[0]["Reason for return"] == "'=2+2"


def test_a_workbook_has_its_dictionary_and_says_who_took_it_on_every_sheet(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun")
    export = asked(office, manager, *NAMED, "words", kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(taken(export, manager)))
    assert book.sheetnames == ["People", "Dictionary", "About this copy"]
    assert all(manager.name in (sheet.oddFooter.center.text or "") for sheet in book)
    columns = book["People"].max_column
    assert book["Dictionary"].max_row == columns + 1
    assert [cell.value for cell in book["About this copy"]["B"]][:4] == [export.receipt, manager.name, "today", PURPOSE]
    reason = next(cell.value for cell in book["People"][3] if cell.value == "'=2+2")
    assert reason


def test_parquet_keeps_kinds_and_the_dictionary(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun", "Karim Mia")
    export = asked(office, manager, "name", "journey", kind="parquet")
    table = pq.read_table(io.BytesIO(taken(export, manager)))
    assert table.num_rows == 2
    assert str(table.schema.field("registered_on").type) == "date32[day]"
    assert table.schema.field("sex").metadata[b"hxl"] == b"#meta+sex"
    assert PURPOSE.encode() in table.schema.metadata[b"about"]
    assert table.column("born_on").null_count == 2


def test_joined_files_are_one_row_and_protected_and_erased_people_none(office: Office, manager: User) -> None:
    one, other, hidden, gone = registered(
        office, manager, "Rahima Khatun", "Rahima Khatoon", "Salma Begum", "Karim Mia"
    )
    builders.sameperson(other, one)
    type(hidden).objects.filter(pk=hidden.pk).update(is_protected=True)
    actions.erase(person=gone, because="asked", by=system("test", on=clock.today("UTC")), at=clock.now())
    content = taken(asked(office, manager, "name"), manager)
    assert [row["Case number"] for row in lines(content)] == [one.case_number]


def test_somebody_protected_after_the_list_was_made_ready_is_not_handed_out(office: Office, manager: User) -> None:
    one, other = registered(office, manager, "Rahima Khatun", "Salma Begum")
    export = asked(office, manager, "name")
    actions.release_export(export=export, by=manager.as_actor(), at=clock.now())
    type(other).objects.filter(pk=other.pk).update(is_protected=True)
    ready = actions.take_export(export=export, by=manager.as_actor(), at=clock.now()).export
    rows = list(people.rows_of(ready, viewer=manager.as_actor(), on=clock.today("Asia/Dhaka")))
    assert [row[0] for row in rows] == [one.case_number]


@pytest.mark.parametrize(
    ("may", "groups"),
    [
        pytest.param([permissions.EXPORT], ["name"], id="no-names-without-their-permission"),
        pytest.param([permissions.EXPORT, permissions.EXPORT_NAMED], ["contact"], id="no-phone-for-who-may-open-none"),
        pytest.param([permissions.EXPORT, permissions.EXPORT_NAMED], ["words"], id="no-words-either"),
    ],
)
def test_what_one_may_not_take_is_refused(office: Office, manager: User, may: list[Any], groups: list[str]) -> None:
    registered(office, manager, "Rahima Khatun")
    clerk = builders.user(office, may=may)
    with pytest.raises(actions.MayNotTake):
        asked(office, clerk, *groups)


def test_names_reach_no_further_than_the_right_to_them(office: Office, manager: User) -> None:
    """Somebody who may take lists of the whole organisation, but names of one office only."""
    sister = builders.office(office.organisation, path="NP.3")
    registered(office, manager, "Rahima Khatun")
    registered(sister, builders.user(sister, may=ALL), "Salma Begum")
    wide = builders.user(office, may=[permissions.EXPORT], scope="organisation")
    builders.assignment(wide, builders.role(may=[permissions.EXPORT_NAMED]), scope="office")
    assert asked(office, wide, "journey").rows == 2
    assert asked(office, wide, "name").rows == 1


def test_a_long_list_is_not_made_ready_by_one_person(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun")
    export = asked(office, manager, "name")
    Export.objects.filter(pk=export.pk).update(rows=51)
    with pytest.raises(NeedsSecondPerson):
        actions.release_export(export=export, by=manager.as_actor(), at=clock.now())
    assert not Exported.objects.exists()


def test_a_short_list_does_not_grow_after_it_was_counted(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun")
    export = asked(office, manager, "name")
    registered(office, manager, "Salma Begum", "Karim Mia")
    actions.release_export(export=export, by=manager.as_actor(), at=clock.now())
    assert Exported.objects.filter(export=export).count() == 1


def test_only_who_asked_takes_it_and_only_for_a_day(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun")
    export = asked(office, manager, "name")
    colleague = builders.user(office, may=ALL)
    with pytest.raises(actions.NotYours):
        actions.release_export(export=export, by=colleague.as_actor(), at=clock.now())
    with pytest.raises(actions.NotReady):
        actions.take_export(export=export, by=manager.as_actor(), at=clock.now())
    actions.release_export(export=export, by=manager.as_actor(), at=clock.now())
    with pytest.raises(actions.NotReady):
        actions.take_export(export=export, by=manager.as_actor(), at=clock.now() + timedelta(hours=24))


def test_taking_a_list_is_on_record_and_on_the_page_of_everybody_in_it(office: Office, manager: User) -> None:
    one, *_ = registered(office, manager, "Rahima Khatun", "Salma Begum")
    export = asked(office, manager, "name")
    assert people.exports_with(one) == []
    taken(export, manager)
    assert [held.pk for held in people.exports_with(one)] == [export.pk]
    event = Event.objects.get(kind="export", action="returnees.export")
    assert event.detail["rows"] == 2
    assert PURPOSE not in str(event.detail)


def test_without_names_no_day_is_told_more_exactly_than_its_month(office: Office, manager: User) -> None:
    journey = JourneyTerms(
        left=PartialDay(date(2016, 3, 17), Precision.DAY, Calendar.BIKRAM_SAMBAT),
        returned=PartialDay(date(2021, 6, 1), Precision.MONTH),
    )
    said = PersonTerms("Rahima", "Khatun", journey=journey)
    actions.register_many(office=office, rows=[("row", said)], by=manager.as_actor(), at=clock.now())
    (row,) = lines(taken(asked(office, manager, "journey"), manager))
    told = ["Date of departure", "How exactly the departure is known", "Calendar of the departure"]
    assert [row[name] for name in told] == ["2016-03-01", "month", "gregorian"]
    assert (row["Date of return"], row["How exactly the return is known"]) == ("2021-06-01", "month")
    assert row["In the register since"].endswith("-01")
    (row,) = lines(taken(asked(office, manager, "journey", "name"), manager))
    assert [row[name] for name in told] == ["2016-03-17", "day", "bikram_sambat"]


def test_a_file_that_followed_is_told_of_the_lists_of_that_time_and_of_no_other(office: Office, manager: User) -> None:
    leads, follows = registered(office, manager, "Rahima Khatun", "Salma Begum")
    by, now = builders.user(office, may=JOINING).as_actor(), clock.now()
    before = asked(office, manager, "name")
    taken(before, manager)
    Export.objects.filter(pk=before.pk).update(ready_at=now - timedelta(days=9), until_at=now - timedelta(days=8))
    Exported.objects.filter(export=before, person=follows).delete()
    link = actions.join(person=follows, leading=leads, reason="one voice", by=by, at=now)
    SamePerson.objects.update(from_at=now - timedelta(days=2))
    during = asked(office, manager, "name")
    taken(during, manager)
    assert not Exported.objects.filter(export=during, person=follows).exists()
    assert people.exports_with(follows) == [during]
    actions.separate(link=link, reason="two voices", by=by, at=clock.now())
    after = asked(office, manager, "name")
    taken(after, manager)
    assert Exported.objects.filter(export=after, person=follows).exists(), "it stands for itself again"
    Exported.objects.filter(export=after, person=follows).delete()
    assert people.exports_with(follows) == [during]
    assert {one.pk for one in people.exports_with(leads)} == {before.pk, during.pk, after.pk}


def test_who_followed_somebody_who_followed_is_told_too_while_both_links_held(office: Office, manager: User) -> None:
    top, middle, low = registered(office, manager, "Rahima Khatun", "Salma Begum", "Karim Mia")
    by, now = builders.user(office, may=JOINING).as_actor(), clock.now()
    first = actions.join(person=low, leading=middle, reason="one voice", by=by, at=now)
    actions.join(person=middle, leading=top, reason="one voice", by=by, at=now)
    SamePerson.objects.update(from_at=now - timedelta(days=3))
    export = asked(office, manager, "name")
    taken(export, manager)
    assert people.exports_with(low) == [export]
    actions.separate(link=first, reason="two voices", by=by, at=now)
    SamePerson.objects.filter(pk=first.pk).update(until_at=now - timedelta(days=1))
    assert people.exports_with(low) == []
    assert people.exports_with(middle) == [export]


def test_a_found_copy_is_traced_by_its_number_or_by_any_mark(office: Office, manager: User) -> None:
    registered(office, manager, "Rahima Khatun")
    first, second = asked(office, manager, "journey"), asked(office, manager, "journey")
    row = lines(taken(second, manager))[0]
    taken(first, manager)
    on = clock.today("Asia/Dhaka")
    for said in (row["Mark"], row["List"], f" {row['List'].lower()} "):
        assert people.traced(said, viewer=manager.as_actor(), on=on) == second
    assert people.traced("0" * 32, viewer=manager.as_actor(), on=on) is None
    stranger = builders.user(builders.office(), may=ALL)
    assert people.traced(row["Mark"], viewer=stranger.as_actor(), on=on) is None


def test_a_list_too_long_for_a_workbook_is_refused_when_it_is_asked_for(
    office: Office, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(office, manager, "Rahima Khatun", "Salma Begum")
    monkeypatch.setattr("sankofa.returnees.actions.exporting.WORKBOOK_ROWS_MAX", 1)
    with pytest.raises(actions.TooLongForWorkbook):
        asked(office, manager, "name", kind="xlsx")


@pytest.mark.parametrize("language", ["en", "fr", "ur"])
def test_every_column_is_told_in_the_dictionary(office: Office, manager: User, language: str) -> None:
    registered(office, manager, "Rahima Khatun")
    export = asked(office, manager, *NAMED, "words")
    with translation.override(language):
        told = files.dictionary(export)
    assert all(line[1] and line[2].startswith("#") for line in told)
    assert len({line[0] for line in told}) == len(told)
    assert len({line[2] for line in told}) == len(told)


def test_many_short_lists_are_one_long_list(office: Office, manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sliced by country, sex and kind of return, a whole register would go out without a second person."""
    monkeypatch.setattr("sankofa.returnees.rules.exporting.NAMED_ALONE_MAX", 2)
    first, *_ = registered(office, manager, "Rahima Khatun", "Salma Begum")
    taken(asked(office, manager, "name"), manager)
    taken(asked(office, manager, "name"), manager)
    type(first).objects.update(sex="male")
    registered(office, manager, "Karim Mia")
    other = asked(office, manager, "contact", sex="female")
    assert other.rows == 1
    with pytest.raises(NeedsSecondPerson):
        actions.release_export(export=other, by=manager.as_actor(), at=clock.now())
    long_ago = clock.now() - timedelta(days=8)
    Export.objects.exclude(pk=other.pk).update(ready_at=long_ago, until_at=long_ago + timedelta(days=1))
    actions.release_export(export=other, by=manager.as_actor(), at=clock.now())
    colleague = builders.user(office, may=ALL)
    taken(asked(office, colleague, "name", sex="female"), colleague)


def test_rows_without_names_come_in_another_order_in_every_copy(office: Office, manager: User) -> None:
    people_in_order = registered(office, manager, *[f"Rahima {letter}" for letter in "ABCDEFGHIJKL"])
    orders = set()
    for _copy in range(3):
        marks = [row["Mark"] for row in lines(taken(asked(office, manager, "journey"), manager))]
        tails = {person.pk.bytes[-8:]: place for place, person in enumerate(people_in_order)}
        read = [rules.read_mark(mark, secret=people._secret()) for mark in marks]
        orders.add(tuple(tails[held[1]] for held in read if held is not None))
    assert all(sorted(order) == list(range(12)) for order in orders)
    assert len(orders | {tuple(range(12))}) > 2


def test_of_joined_files_only_those_are_named_that_one_may_name(office: Office, manager: User) -> None:
    sister = builders.office(office.organisation, path="NP.3")
    theirs = builders.user(sister, may=ALL)
    [one] = registered(office, manager, "Rahima Khatun")
    [other] = registered(sister, theirs, "Rahima Khatoon", marital_status="widowed")
    type(one).objects.filter(pk=one.pk).update(phone=None)
    builders.sameperson(other, one)
    wide = builders.user(office, may=[permissions.EXPORT], scope="organisation")
    builders.assignment(wide, builders.role(may=[permissions.EXPORT_NAMED, permissions.OPEN]), scope="office")
    [row] = lines(taken(asked(office, wide, "name", "contact", "papers"), wide))
    assert (row["Phone"], row["Marital status"]) == ("", "unknown")


def test_who_agrees_could_take_the_whole_list_out(office: Office, manager: User) -> None:
    """The office on the form is only whom the list is for; who is in it may be of other offices."""
    sister = builders.office(office.organisation, path="NP.3")
    registered(office, manager, "Rahima Khatun")
    wide = builders.user(office, may=ALL, scope="organisation")
    on = clock.today("Asia/Dhaka")
    assert four_eyes._may_agree(asked(office, wide, "name"), {}, manager.as_actor(), on).allowed
    registered(sister, builders.user(sister, may=ALL), "Salma Begum")
    export = asked(office, wide, "name")
    refused = four_eyes._may_agree(export, {}, manager.as_actor(), on)
    assert (refused.allowed, refused.reason.code) == (False, "outside_scope")
    second = builders.user(office, may=ALL, scope="organisation")
    assert four_eyes._may_agree(export, {}, second.as_actor(), on).allowed

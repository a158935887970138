"""What lists say beyond the first page: brought in with its history, taken back, taken out, and never all of it."""

import csv
import io
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.models import Office, User
from sankofa.intake import actions as intake
from sankofa.intake import permissions as sending
from sankofa.intake.contents import at_work, opened
from sankofa.intake.models import IncomingFile
from sankofa.intake.rules.mapping import never_filled, proposals
from sankofa.intake.rules.terms import Column as SheetColumn
from sankofa.kernel import clock
from sankofa.places.rules import reference
from sankofa.project import hooks
from sankofa.returnees import actions, histories, more_facts, permissions, provenance, queries
from sankofa.returnees.fields import fields
from sankofa.returnees.leaving import files, people
from sankofa.returnees.leaving.columns import CHOICES, COLUMNS
from sankofa.returnees.models import Export, Intention, Person, Screening
from sankofa.returnees.models import passages as journeys
from sankofa.returnees.rules import more_words
from sankofa.returnees.rules.exporting import NAMING, OPENED, Group, Kind
from sankofa.returnees.rules.screening import Answer, Conditions, Interviewer, Present, Wish
from sankofa.returnees.said_more import BROUGHT
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = {
    permissions.REGISTER,
    permissions.VIEW,
    permissions.AMEND,
    permissions.EXPORT,
    permissions.EXPORT_NAMED,
    permissions.OPEN,
    permissions.ASK_INTENTION,
    permissions.SCREEN,
    sending.SEND,
    sending.UNDO,
}
LIST = "\n".join(
    (
        "Name,Sex,DoB,Father's name,Nationality,Languages,Previous occupation,Cost of migration,Currency,Channel,"
        "Reasons for return,IOM number,Religion",
        'Amina Rahman,F,12/03/1984,Karim Uddin,Bangladeshi,"Bangla, Arabic",bricklayer,350000,BDT,irregular,'
        "end of contract; family,AG-77-1234,secret",
        "Joyce Mensah,F,01/02/1979,,,,,,,,,,secret",
    )
)


@pytest.fixture
def office(db: None) -> Office:
    hooks.fill()
    for country in ("BD", "OM"):
        builders.country(country)
    return builders.office()


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=MAY, name="Shirin Das")


def let_in(by: User, content: bytes) -> IncomingFile:
    actor = by.as_actor()
    file = intake.send(office=by.office, importer="returnees", name="a.csv", content=content, by=actor, at=AT)
    laid = opened(file).layout()
    found = proposals(laid.columns, fields(), laid.tags)
    intake.confirm_mapping(
        file=file, sheet=laid.sheet, header_row=laid.header_row, day_first=True, by=actor, at=AT,
        columns={place: one.field for place, one in found.items()},
    )  # fmt: skip
    file.refresh_from_db()
    intake.check_next(file=file, work=at_work(file), by=actor, at=AT)
    file.refresh_from_db()
    return file


def came_in(by: User, content: bytes = LIST.encode()) -> IncomingFile:
    file = let_in(by, content)
    intake.apply_next(file=file, work=at_work(file), by=by.as_actor(), at=AT)
    file.refresh_from_db()
    return file


def amina() -> Person:
    return Person.objects.get(given_name="Amina")


def test_a_list_brings_what_it_says_beyond_the_first_page(worker: User) -> None:
    came_in(worker)
    kept = {kind: record for kind, record in histories.more_records(amina()) if kind != "language"}
    assert (kept["profile"].father_name, kept["profile"].nationality_id) == ("Karim Uddin", "BD")
    assert sorted(amina().languages.values_list("language", flat=True)) == ["ar", "bn"]
    assert (kept["work"].time, kept["work"].occupation, kept["work"].isco) == ("before", "bricklayer", "7112")
    assert (kept["passage"].channel, kept["passage"].reasons_return) == ("irregular", "contract family")
    assert (kept["reference"].kind, kept["reference"].number) == ("agency", "AG-77-1234")
    journey = amina().journeys.get()
    assert (journey.cost_minor, journey.cost_currency) == (35_000_000, "BDT")
    assert [held.pk for held in queries.find("AG 77 1234", viewer=worker.as_actor(), on=ON).people] == [amina().pk]
    assert histories.more_records(Person.objects.get(given_name="Joyce")) == []


def test_each_of_it_has_its_history_and_names_its_row(worker: User) -> None:
    came_in(worker)
    records = [record for _kind, record in histories.more_records(amina())]
    lines = Revision.objects.filter(subject_id__in=[str(record.pk) for record in records])
    assert lines.count() == len(records) == 6
    assert not [word for word in ("Karim", "AG-77", "irregular") if word in str(list(lines.values_list("changes")))]
    told = {one.label: one.now.source for one in provenance.origins([amina()])}
    assert told["Father’s name"].startswith("row 2 of a list, brought in by Shirin Das")


def test_a_column_of_religion_is_left_out_and_says_why(worker: User) -> None:
    headings = ("Religion", "Religious affiliation", "Confession", "RELIGION ")
    columns = [SheetColumn(place, heading) for place, heading in enumerate(headings)]
    assert set(never_filled(columns, fields())) == {0, 1, 2, 3}
    assert proposals(columns, fields(), None, {"Religion": "religion"}) == {}
    came_in(worker)
    written = str([list(table.objects.values()) for table in (Person, *more_facts.TABLES.values())])
    assert "secret" not in written + str(list(Revision.objects.values_list("changes")))


def test_a_list_taken_back_takes_all_of_it_along(worker: User) -> None:
    file = came_in(worker)
    actor = worker.as_actor()
    intake.begin_undo(file=file, reason="wrong list", by=actor, at=AT)
    file.refresh_from_db()
    intake.undo_next(file=file, by=actor, at=AT)
    assert not Person.objects.exists()
    assert not [table for table in BROUGHT.values() if table.objects.exists()]
    kept = Revision.objects.filter(subject_kind__in=[f"returnees.{one._meta.model_name}" for one in BROUGHT.values()])
    assert not [line for line in kept if line.changes]


def test_whoever_something_was_added_to_since_stays(worker: User) -> None:
    file = came_in(worker)
    actor = worker.as_actor()
    actions.amend(
        person=amina(), kind="language", record_id=None, said={"language": "hi"}, because="told", words="", seen=0,
        by=actor, at=clock.now(),
    )  # fmt: skip
    intake.begin_undo(file=file, reason="wrong list", by=actor, at=AT)
    file.refresh_from_db()
    intake.undo_next(file=file, by=actor, at=AT)
    assert [person.given_name for person in Person.objects.all()] == ["Amina"]
    assert amina().languages.count() == 3


def taken(by: User, *groups: str) -> tuple[list[dict[str, str]], bytes]:
    export = actions.ask_export(
        office=by.office, groups=groups, format="csv", narrowed={}, purpose="a report", by=by.as_actor(), at=AT
    )
    actions.release_export(export=export, by=by.as_actor(), at=AT)
    export = Export.objects.get(pk=export.pk)
    content = b"".join(files.written(export, people.rows_of(export, viewer=by.as_actor(), on=ON), []))
    _head, _tags, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    codes = [column.code for column, _read in COLUMNS if column.group in export.held_groups]
    return [dict(zip(codes, row, strict=True)) for row in rows], content


def test_what_came_in_goes_out_and_comes_back_as_the_same_people(worker: User) -> None:
    came_in(worker)
    rows, content = taken(worker, *Group)
    row = next(row for row in rows if row["given_name"] == "Amina")
    assert (row["father_name"], row["nationality"], row["languages"]) == ("Karim Uddin", "BD", "bn, ar")
    assert (row["work_before"], row["work_before_isco"]) == ("bricklayer", "7112")
    assert (row["channel"], row["reasons_return"]) == ("irregular", "contract, family")
    assert (row["other_number"], row["cost_minor"], row["born_calendar"]) == ("AG-77-1234", "35000000", "gregorian")
    assert (row["left_calendar"], row["visa"], row["seeing"]) == ("unknown", "unknown", "unknown")
    assert let_in(worker, content).counts.get("known") == 2


def test_a_list_taken_out_brings_the_same_to_an_office_that_has_nobody(worker: User) -> None:
    came_in(worker)
    _rows, content = taken(worker, *Group)
    elsewhere = builders.user(builders.office(path="BD.10"), may=MAY)
    came_in(elsewhere, content)
    one, other = Person.objects.filter(given_name="Amina").order_by("created_at", "pk")
    assert said_of(one) == said_of(other)
    assert said_of(one)


def said_of(person: Person) -> Any:
    told = [
        (kind, fact.code, fact.shown(record) if fact.shown else fact.told(record.image(), record))
        for kind, record in histories.more_records(person)
        for fact in more_facts.FACTS
        if fact.kind == kind
    ]
    journey = person.journeys.get()
    return sorted(map(str, told)), (journey.cost_minor, journey.cost_currency, journey.sector)


def sealed_words(person: Person) -> set[str]:
    """Write a word of its own into every sealed column of somebody's, and return the words."""
    journey = person.journeys.get()
    rows: list[Any] = [person, journey, builders.document(person)]
    for kind, table in more_facts.TABLES.items():
        more = {"journey": journey} if kind == "passage" else {}
        rows.append(table.objects.filter(person=person).first() or table(person=person, created_at=AT, **more))
    written = set()
    for place, row in enumerate(rows):
        for column in row._meta.concrete_fields:
            if isinstance(column, SealedTextField):
                word = f"Sealed{place}{column.name}".replace("_", "")
                setattr(row, column.name, word)
                written.add(word)
        if isinstance(row, more_facts.TABLES["registration"]):
            row.channel = "phone"
        if isinstance(row, more_facts.TABLES["name"]):
            row.text = "Sumi"
        row.save()
    return written


def test_what_is_sealed_leaves_only_in_groups_that_must_be_opened(worker: User) -> None:
    came_in(worker)
    words = sealed_words(amina())
    assert len(words) > 25
    _rows, plain = taken(worker, *(frozenset(Group) - OPENED))
    assert not [word for word in words if word in plain.decode()]
    _rows, everything = taken(worker, *Group)
    assert len([word for word in words if word in everything.decode()]) > 20
    assert OPENED <= NAMING


def test_no_column_tells_what_trained_staff_asked_or_who_thinks_of_going_again(worker: User) -> None:
    came_in(worker)
    by = worker.as_actor()
    said = {"going": "yes", "because": "need", "when": "year", "where": "OM", "prepared": "no"}
    actions.note_intention(person=amina(), said=said, by=by, at=AT)
    alone = Conditions(Present.NOBODY, Wish.WOMAN, Interviewer.WOMAN)
    actions.record_screening(
        person=amina(), conditions=alone, answers={"threats": Answer.YES}, talk_at="", by=by, at=AT
    )
    columns = {column.code for column, _read in COLUMNS}
    assert len(columns) == len(COLUMNS) > 80
    kept_inside = {
        field.name
        for table in (Screening, Intention)
        for field in table._meta.concrete_fields
        if not isinstance(field, models.ForeignKey) and field.name not in {"id", "created_at"}
    }
    assert columns.isdisjoint(kept_inside)
    with CaptureQueriesContext(connection) as asked:
        taken(worker, *Group)
    tables = {Screening._meta.db_table, Intention._meta.db_table}
    assert asked.captured_queries
    assert not [one["sql"] for one in asked.captured_queries if any(table in one["sql"] for table in tables)]


def test_every_column_of_codes_has_its_values_in_the_dictionary() -> None:
    codes = {column.code for column, _read in COLUMNS if column.kind is Kind.CODE}
    assert codes == set(CHOICES) - {"papers_where"}


def test_words_of_lists_mean_codes_that_the_register_has() -> None:
    from sankofa.returnees.models import SECTORS

    for words, choices in (
        (more_words.SECTORS, SECTORS),
        (more_words.CHANNELS, journeys.CHANNELS_OF_JOURNEYS),
        (more_words.REASONS_RETURN, [*journeys.REASONS_RETURN, ("unknown", "")]),
    ):
        assert set(words) == {code for code, _label in choices}
    assert set(more_words.NATIONALITIES) == set(reference.origins())

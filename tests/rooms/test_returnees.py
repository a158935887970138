"""The register: people go in once, are found in any script, and only by those who may see them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.audit import queries as audited
from sankofa.audit.models import Event
from sankofa.returnees import actions, permissions, queries
from sankofa.returnees.models import Document, Journey, Person, SearchKey
from sankofa.returnees.rules.rows import LENGTHS_MAX
from sankofa.returnees.rules.sameness import features
from sankofa.returnees.rules.search import Sought
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, Sex
from sankofa.store import revisions
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON
from tests.drawn import settled

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AMINA = PersonTerms(
    given_name="Amina",
    family_name="Rahman",
    native_name="আমিনা রহমান",
    sex=Sex.FEMALE,
    born=PartialDay(date(1992, 4, 13), Precision.DAY),
    phone="+880 1712 345678",
    document_kind="passport",
    document_number="BX 0123456",
    journey=JourneyTerms(returned=PartialDay(date(2021, 6, 20), Precision.DAY)),
)
MOHAMMED = PersonTerms(given_name="Mohammed", family_name="Hossain", sex=Sex.MALE)


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may={permissions.REGISTER, permissions.VIEW}).as_actor()


@pytest.fixture
def amina(office: Any, worker: Any) -> Person:
    done = actions.register_many(office=office, rows=[("file:1/2", AMINA), ("file:1/3", MOHAMMED)], by=worker, at=AT)
    return done.people[0]


def test_a_person_goes_in_with_number_journey_paper_history_and_one_event(amina: Person) -> None:
    assert amina.case_number.startswith("SK-26-")
    amina.refresh_from_db()
    assert (amina.phone, amina.documents.get().number) == ("+880 1712 345678", "BX 0123456")
    first = Revision.objects.get(subject_id=str(amina.pk))
    assert (first.number, first.source_reference) == (1, "file:1/2")
    event = Event.objects.get(action="returnees.register_many")
    assert event.detail["rows"][0][:2] == ["file:1/2", str(amina.pk)]


def test_what_could_hurt_lies_sealed_and_is_in_no_event_or_history(amina: Person) -> None:
    told = "".join(str(event.detail) for event in Event.objects.all()) + "".join(
        str(revision.changes) for revision in Revision.objects.all()
    )
    kept = bytes(Person.objects.filter(pk=amina.pk).values_list("phone", flat=True)[0].sealed)
    assert "1712" not in settled(told)
    assert "712 345678" not in told
    assert "0123456" not in settled(told)
    assert b"712 345678" not in kept


def test_case_numbers_are_given_once(office: Any, worker: Any) -> None:
    for reference in ("a", "b"):
        actions.register_many(office=office, rows=[(reference, MOHAMMED)], by=worker, at=AT)
    assert len(set(Person.objects.values_list("case_number", flat=True))) == 2


def test_registering_for_another_office_is_refused(worker: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.register_many(office=builders.office(), rows=[("a", MOHAMMED)], by=worker, at=AT)
    assert not Person.objects.exists()


@pytest.mark.usefixtures("amina")
@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("amina", "Amina Rahman", id="given-name"),
        pytest.param("RAHM", "Amina Rahman", id="beginning"),
        pytest.param("rahman amina", "Amina Rahman", id="turned"),
        pytest.param("আমিনা", "Amina Rahman", id="in-bangla"),
        pytest.param("ameena rehman", "Amina Rahman", id="another-spelling"),
        pytest.param("muhammad", "Mohammed Hossain", id="muhammad"),
        pytest.param("01712345678", "Amina Rahman", id="phone-without-country"),
        pytest.param("bx-0123456", "Amina Rahman", id="passport"),
    ],
)
def test_one_box_finds_a_person(worker: Any, text: str, name: str) -> None:
    assert [person.name for person in queries.find(text, viewer=worker, on=ON).people] == [name]


def test_a_case_number_finds_its_person_and_a_slip_is_told(amina: Person, worker: Any) -> None:
    number = amina.case_number
    assert queries.find(number.lower().replace("-", " "), viewer=worker, on=ON).people == (amina,)
    slipped = number[:-1] + ("2" if number[-1] != "2" else "3")
    found = queries.find(slipped, viewer=worker, on=ON)
    assert found.people == ()
    assert (found.understood.sought, found.understood.hint) == (Sought.MISTYPED_CASE_NUMBER, number[-1])


@pytest.mark.parametrize("text", ["amina", "আমিনা", "01712345678", "bx0123456"])
@pytest.mark.usefixtures("amina")
def test_nobody_is_found_by_whoever_may_not_see_them(text: str) -> None:
    stranger = builders.user(may={permissions.VIEW}).as_actor()
    assert queries.find(text, viewer=stranger, on=ON).people == ()
    assert queries.destinations_seen(stranger, on=ON) == []


def test_a_person_of_another_office_looks_like_nobody(amina: Person) -> None:
    stranger = builders.user(may={permissions.VIEW}).as_actor()
    assert queries.person(str(amina.pk), viewer=stranger, on=ON) is None
    assert queries.person("0190a0a0-0000-7000-8000-000000000000", viewer=stranger, on=ON) is None


def test_the_reason_why_a_person_is_visible_names_the_rule(amina: Person, worker: Any) -> None:
    assert queries.why_visible(amina, viewer=worker, on=ON).reason.code == "allowed_office"


def test_a_surely_same_person_is_known_within_the_organisation_and_not_beyond(amina: Person, office: Any) -> None:
    wanted = {7: features(AMINA), 8: features(MOHAMMED)}
    assert queries.known_people(wanted, office=office).same == {7: amina}
    sibling = builders.office(office.organisation)
    assert queries.known_people(wanted, office=sibling).same == {7: amina}
    assert queries.known_people(wanted, office=builders.office()).same == {}


@pytest.mark.usefixtures("amina")
def test_a_document_number_on_another_name_is_told_and_loses_nobody(office: Any) -> None:
    other = replace(AMINA, given_name="Rafiq", family_name="Mollah", sex=Sex.UNKNOWN, phone="")
    known = queries.known_people({7: features(other)}, office=office)
    assert (known.same, known.document_of_another) == ({}, {7})


def test_the_first_revision_of_somebody_who_came_in_with_a_list_cannot_be_rewritten_unseen(
    amina: Person, worker: Any, office: Any
) -> None:
    actions.register_many(office=office, rows=[("file:1/3", MOHAMMED)], by=worker, at=AT)
    *_, before = audited.verify()
    assert before.is_whole
    first = next(iter(revisions.history_of(amina)))
    Revision.objects.filter(pk=first.pk).update(changes={**first.changes, "given_name": [None, "Somebody"]})
    *_, after = audited.verify()
    assert [found.code for found in after.broken] == ["revision_changed"]


@pytest.mark.usefixtures("amina")
def test_the_search_keys_hold_no_number_in_the_open() -> None:
    keys = [bytes(key).decode() for key in SearchKey.objects.values_list("key", flat=True)]
    assert not any("1712345678" in key or "0123456" in key for key in keys)


def test_a_row_is_told_to_be_too_long_before_a_table_refuses_it() -> None:
    columns = {
        "document_kind": Document.kind,
        "occupation": Journey.occupation,
        **{name: getattr(Person, name) for name in ("given_name", "family_name", "native_name")},
    }
    # What is sealed has no length in the table.
    held = {name: column.field.max_length for name, column in columns.items()}
    assert {**held, "return_reason": LENGTHS_MAX["return_reason"]} == LENGTHS_MAX


def test_what_is_due_soon_is_the_same_on_the_list_and_on_the_day_and_begins_with_what_is_late(
    office: Any, worker: Any
) -> None:
    rows = [(str(days), MOHAMMED) for days in (7, -3, 8, 0)]
    people = actions.register_many(office=office, rows=rows, by=worker, at=AT).people
    for (days, _), person in zip(rows, people, strict=True):
        actions.note_next(person, code="talk", on=ON + timedelta(days=int(days)))
    listed = list(queries.filtered(worker, queries.Filter(due="soon"), on=ON))
    assert [(person.next_due_on - ON).days for person in listed] == [-3, 0, 7]
    assert listed == list(queries.due_first(worker, on=ON, until=ON + queries.SOON))

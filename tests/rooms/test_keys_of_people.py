"""Everybody has a key of their own: what is theirs lies under it, and nobody opens it once it is destroyed."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions
from sankofa.returnees.models import Document, Journey, Person
from sankofa.returnees.permissions import REGISTER
from sankofa.returnees.rules.terms import JourneyTerms, PersonTerms
from sankofa.store import keys, subjects
from sankofa.store.models import SubjectKey
from sankofa.store.rules import sealing
from tests import builders
from tests.builders import AT
from tests.rooms.ground import Note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground_tables")]


def _stored(note: Note) -> bytes:
    subjects.forget()
    with connection.cursor() as cursor:
        key = note.pk.hex if connection.vendor == "sqlite" else note.pk
        cursor.execute("SELECT phone FROM ground_note WHERE id = %s", [key])
        return bytes(cursor.fetchone()[0])


def test_what_is_somebodys_lies_under_their_own_key_and_what_is_nobodys_under_the_ring() -> None:
    whose = uuid7()
    theirs, nobodys = Note.objects.create(phone="+880171", about=whose), Note.objects.create(phone="+880171")
    assert sealing.subject_of(_stored(theirs)) == whose
    assert sealing.key_number_of(_stored(nobodys)) == keys.ring().current
    assert Note.objects.get(pk=theirs.pk).phone == "+880171"


def test_a_value_sealed_before_there_were_keys_of_people_still_opens() -> None:
    note = Note.objects.create(phone="+880171")
    Note.objects.filter(pk=note.pk).update(about=uuid7())
    assert Note.objects.get(pk=note.pk).phone == "+880171"


def test_a_value_copied_to_another_row_of_the_same_person_does_not_open() -> None:
    whose = uuid7()
    one, other = (Note.objects.create(phone=phone, about=whose) for phone in ("+880171", "+880999"))
    Note.objects.filter(pk=other.pk).update(phone=_stored(one))
    with pytest.raises(sealing.CannotOpen):
        _ = Note.objects.get(pk=other.pk).phone


def test_a_value_said_to_be_another_persons_does_not_open() -> None:
    one, other = Note.objects.create(phone="+880171", about=uuid7()), Note.objects.create(phone="1", about=uuid7())
    assert one.about
    assert other.about
    held = bytearray(_stored(one))
    held[1:17] = other.about.bytes
    Note.objects.filter(pk=one.pk).update(phone=bytes(held))
    with pytest.raises(sealing.CannotOpen):
        _ = Note.objects.get(pk=one.pk).phone


def test_many_are_read_with_one_more_query_and_not_one_for_each() -> None:
    for number in range(30):
        Note.objects.create(phone=f"+88017{number}", about=uuid7())
    subjects.forget()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read = [note.phone for note in list(Note.objects.order_by("pk"))]
    assert len(asked) == 2
    assert read == [f"+88017{number}" for number in range(30)]


def test_many_read_row_by_row_are_read_with_one_more_query_once_their_keys_were_fetched() -> None:
    whose = [uuid7() for _ in range(30)]
    for one in whose:
        Note.objects.create(phone="+880171", about=one)
    subjects.forget()
    with CaptureQueriesContext(connection) as asked:
        subjects.fetch(whose)
        assert [note.phone for note in Note.objects.iterator(chunk_size=5)] == ["+880171"] * 30
    assert len(asked) == 2


def test_a_key_of_a_transaction_that_was_taken_back_seals_nothing_later() -> None:
    """Else what is sealed under it would be lost: the key was never written."""
    whose = uuid7()

    class TakenBackError(Exception):
        pass

    def write_and_take_back() -> None:
        Note.objects.create(phone="+880171", about=whose)
        raise TakenBackError

    with pytest.raises(TakenBackError), transaction.atomic():
        write_and_take_back()
    assert not SubjectKey.objects.filter(pk=whose).exists()
    note = Note.objects.create(phone="+880172", about=whose)
    subjects.forget()
    assert Note.objects.get(pk=note.pk).phone == "+880172"


def test_what_is_erased_opens_nowhere_and_nothing_can_be_added() -> None:
    whose = uuid7()
    note = Note.objects.create(phone="+880171", about=whose)
    subjects.destroy(whose, at=AT)
    with pytest.raises(sealing.Erased):
        _ = Note.objects.get(pk=note.pk).phone
    with pytest.raises(sealing.Erased):
        Note.objects.create(phone="+880171", about=whose)


def test_somebody_erased_before_anything_was_sealed_gets_no_key_later() -> None:
    whose = uuid7()
    subjects.destroy(whose, at=AT)
    with pytest.raises(sealing.Erased):
        Note.objects.create(phone="+880171", about=whose)


def test_destroying_one_key_leaves_the_others() -> None:
    gone, there = (Note.objects.create(phone="+880171", about=uuid7()) for _ in range(2))
    assert gone.about
    subjects.destroy(gone.about, at=AT)
    assert Note.objects.get(pk=there.pk).phone == "+880171"
    assert subjects.not_yet_destroyed([gone.about, there.about or uuid4()]) == {there.about}


@pytest.mark.parametrize("phone", ["+8801712345678", ""], ids=["with-a-phone", "without"])
def test_the_people_of_a_list_get_their_keys_in_one_statement_and_everything_of_theirs_lies_under_it(
    phone: str,
) -> None:
    office = builders.office()
    worker = builders.user(office, may=[REGISTER]).as_actor()
    rows: Any = [
        (
            str(number),
            PersonTerms(
                "Amina",
                phone=phone,
                document_kind="passport",
                document_number=f"BX{number}",
                journey=JourneyTerms(return_reason="the money never came"),
            ),
        )
        for number in range(20)
    ]
    with CaptureQueriesContext(connection) as asked:
        actions.register_many(office=office, rows=rows, by=worker, at=AT)
    assert sum("store_subjectkey" in query["sql"] for query in asked) == 1
    whose: set[UUID] = set(Person.objects.values_list("pk", flat=True))
    assert set(SubjectKey.objects.values_list("pk", flat=True)) == whose
    for kind, column in ((Journey, "return_reason"), (Document, "number")):
        held = kind.objects.values_list("person_id", column)
        assert all(sealing.subject_of(value.sealed) == person for person, value in held)

"""Erasing a person: nothing says who it was, counts stay, the record stays whole, and no backup brings anybody back."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from sankofa.accounts.action import NotAllowed, look, system, words_of
from sankofa.audit import queries as audit
from sankofa.audit.actions import seal_all
from sankofa.audit.models import Event
from sankofa.intake import actions as intake
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.rules.terms import Verdict
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.project import hooks
from sankofa.returnees import actions, permissions, portrait, queries
from sankofa.returnees.models import Document, Journey, Person, SearchKey
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, ReturnKind, Sex
from sankofa.shell import drafts
from sankofa.store import blobs, erasures, subjects
from sankofa.store.models import Revision, SubjectKey
from sankofa.store.rules.sealing import CannotOpen, Erased
from sankofa.surveys import actions as surveys
from sankofa.surveys import interview
from sankofa.surveys import permissions as talks
from sankofa.surveys import queries as forms
from sankofa.surveys.models import Submission
from sankofa.sustainability.models import Score
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("nothing_reserved")]

FORM = forms.instrument(*forms.REINTEGRATION_SCORE)
ANSWERS = forms.understood(FORM, {asked.name: [asked.choices[0].code] for asked in FORM.questions if asked.choices})
SAID = ("Zubaida", "Quddusnama", "زبیدہ", "1798765432", "ZX7654321", "shepherdess", "the sheikh kept it all")
TERMS = PersonTerms(
    given_name="Zubaida",
    family_name="Quddusnama",
    native_name="زبیدہ",
    sex=Sex.FEMALE,
    born=PartialDay(ON.replace(year=1991, month=5, day=17), Precision.DAY),
    phone="+8801798765432",
    document_kind="passport",
    document_number="ZX7654321",
    place="BD.30.26",
    journey=JourneyTerms(
        destination="OM",
        occupation="shepherdess",
        returned=PartialDay(ON.replace(year=2024, month=6, day=20), Precision.DAY),
        return_kind=ReturnKind.FORCED,
        return_reason="the sheikh kept it all",
        cost=Money(35_000_000, "BDT"),
    ),
)


@pytest.fixture
def office() -> Any:
    hooks.fill()
    builders.country("OM")
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may={permissions.VIEW, permissions.REGISTER, talks.INTERVIEW})


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may={permissions.ERASE, permissions.VIEW}).as_actor()


@pytest.fixture(autouse=True)
def _no_erasures(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasures, "file", lambda: tmp_path / "keys.erased")


@pytest.fixture
def person(office: Any, worker: Any) -> Person:
    """Somebody with a talk, a score, a talk under way, a parked form, and a neighbour of the same list."""
    by = worker.as_actor()
    rows = [("file:1/2", TERMS), ("file:1/3", PersonTerms("Neighbour", phone="+8801700000001"))]
    made = actions.register_many(office=office, rows=rows, by=by, at=AT).people[0]
    surveys.record_interview(
        person=made,
        instrument=FORM,
        answers=ANSWERS,
        instance_id=uuid7(),
        answered_on=ON,
        by=by,
        at=AT,
    )
    interview.begun(owner_id=by.id, person_id=str(made.pk), form=FORM, on=ON)
    path = f"/people/{made.pk}/talk/"
    drafts.keep(owner_id=by.id, flow=drafts.PARKED, subject=str(uuid7()), content={"path": path, "fields": []})
    return made


def erase(person: Person, by: Any) -> Person:
    actions.erase(person=person, because=actions.Because.ASKED, by=by, at=AT)
    return Person.objects.get(pk=person.pk)


def everything() -> str:
    """What all tables hold, as text."""
    told = []
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            told.extend(json.dumps([str(value) for value in row], ensure_ascii=False) for row in cursor.fetchall())
    return "\n".join(told)


def checked() -> list[str]:
    *_, last = audit.verify()
    return [found.code for found in last.broken]


def test_nothing_in_any_table_says_who_it_was(person: Person, officer: Any) -> None:
    before = everything()
    assert [said for said in ("Zubaida", "Quddusnama", "زبیدہ", "shepherdess") if said not in before] == []
    erase(person, officer)
    assert [said for said in SAID if said in everything()] == []


def test_what_a_count_needs_stays(person: Person, officer: Any) -> None:
    left = erase(person, officer)
    assert (left.sex, left.place_id, left.erased_on, left.born_on) == ("female", "BD.30.26", ON, None)
    journey = Journey.objects.get(person=left)
    assert (journey.destination_id, journey.return_kind) == ("OM", "forced")
    assert (journey.returned_on, journey.returned_precision) == (ON.replace(year=2024, month=1, day=1), "year")
    assert (journey.return_reason, journey.cost) == (None, None)
    assert Score.objects.get(person=left).composite is not None


def test_a_place_nearer_than_the_district_is_forgotten(office: Any, officer: Any) -> None:
    village = builders.place("BD.30.26.14")
    assert erase(builders.person(office, place=village), officer).place_id == "BD.30.26"


def test_answers_papers_drafts_and_keys_to_find_them_by_are_gone(person: Person, officer: Any, worker: Any) -> None:
    erase(person, officer)
    assert not Document.objects.filter(person=person).exists()
    assert not SearchKey.objects.filter(person=person).exists()
    assert Submission.objects.get(person=person).answers is None
    assert Score.objects.get(person=person).flags is None
    assert drafts.drafts_of(owner_id=str(worker.pk), flow=interview.flow(FORM)) == []
    assert drafts.drafts_of(owner_id=str(worker.pk), flow=drafts.PARKED) == []


def test_the_key_is_destroyed_so_that_an_old_copy_does_not_open_either(person: Person, officer: Any) -> None:
    old = Person.objects.get(pk=person.pk)
    erase(person, officer)
    assert SubjectKey.objects.get(pk=person.pk).destroyed_at == AT
    with pytest.raises(Erased):
        _ = old.phone


def test_the_person_is_shown_without_a_name_and_in_no_list(person: Person, officer: Any) -> None:
    left = erase(person, officer)
    assert portrait.identity(left, queries.journeys_of(left), on=ON)["name"] == "Erased on 22 November 2026"
    assert [p.given_name for p in queries.filtered(officer, queries.Filter(), on=ON)] == ["Neighbour"]
    assert [p.given_name for p in queries.newest(officer, on=ON)] == ["Neighbour"]
    assert queries.find("Zubaida", viewer=officer, on=ON).people == ()
    assert queries.find(left.case_number, viewer=officer, on=ON).people == (left,)


def test_the_same_list_sent_again_does_not_meet_the_erased(person: Person, officer: Any, worker: Any) -> None:
    erase(person, officer)
    again = actions.register_many(office=person.office, rows=[("b", TERMS)], by=worker.as_actor(), at=AT).people[0]
    assert again.pk != person.pk
    assert again.phone == TERMS.phone


def test_the_record_is_whole_after_an_erasing_and_tells_of_it(person: Person, officer: Any) -> None:
    seal_all(at=AT)
    erase(person, officer)
    seal_all(at=AT)
    assert checked() == []
    event = Event.objects.get(action="returnees.erase")
    assert (event.subject_id, event.detail["because"]) == (str(person.pk), "asked")
    gone = Revision.objects.exclude(erased_line="")
    assert set(event.detail["erased_revisions"]) == {str(line.pk) for line in gone}
    assert {(len(line.changes), line.salt, line.reason) for line in gone} == {(0, "", "")}


def test_the_histories_of_the_neighbours_in_the_same_list_stay(person: Person, officer: Any) -> None:
    erase(person, officer)
    neighbour = Person.objects.get(given_name="Neighbour")
    line = Revision.objects.get(subject_id=str(neighbour.pk))
    assert line.changes["given_name"] == [None, "Neighbour"]
    line.changes["given_name"] = [None, "Somebody"]
    line.save()
    assert "revision_changed" in checked()


@pytest.mark.parametrize("whose", ["person", "neighbour"])
def test_a_line_erased_by_hand_is_found(person: Person, officer: Any, whose: str) -> None:
    """An erased line is believed only where an event names it, even where its digest is right."""
    given = "Zubaida" if whose == "person" else "Neighbour"
    subject = Person.objects.get(given_name=given)
    line = Revision.objects.filter(subject_id=str(subject.pk)).order_by("number")[0]
    line.erased_line, line.changes, line.salt = line.line, {}, ""
    line.save()
    if whose == "neighbour":
        erase(person, officer)
    assert checked() == ["revision_erased"]


def test_an_erased_line_with_another_digest_is_found(person: Person, officer: Any) -> None:
    erase(person, officer)
    line = Revision.objects.exclude(erased_line="").first()
    assert line is not None
    line.erased_line = "0" * 64
    line.save()
    assert "revision_changed" in checked()


def test_the_digest_that_is_left_cannot_be_guessed_from_the_name(person: Person, officer: Any) -> None:
    """The salt goes with what the line said: without it the digest of a name proves nothing."""
    line = Revision.objects.get(subject_kind="returnees.person", subject_id=str(person.pk), number=1)
    assert len(line.salt) == 32
    assert line.salt.encode() in line.canonical()
    erase(person, officer)
    assert line.salt not in everything()


def test_nobody_is_erased_twice(person: Person, officer: Any) -> None:
    left = erase(person, officer)
    with pytest.raises(actions.AlreadyErased):
        erase(left, officer)


def test_who_may_not_erase_is_refused_and_everything_stays(person: Person, worker: Any) -> None:
    with pytest.raises(NotAllowed):
        erase(person, worker.as_actor())
    assert Person.objects.get(pk=person.pk).phone == TERMS.phone


def test_no_talk_can_be_recorded_with_somebody_erased(person: Person, officer: Any, worker: Any) -> None:
    left = erase(person, officer)
    with pytest.raises(Erased):
        surveys.record_interview(
            person=left,
            instrument=FORM,
            answers=ANSWERS,
            instance_id=uuid7(),
            answered_on=ON,
            by=worker.as_actor(),
            at=AT,
        )


def test_the_row_of_the_list_shows_nothing_any_more(person: Person, officer: Any, worker: Any) -> None:
    kept = blobs.keep(b"a list")
    file = IncomingFile.objects.create(
        content=kept, reading=kept, name="a", size_bytes=1, importer="returnees", office=person.office, sent_at=AT
    )
    row = {"file": file, "verdict": Verdict.NEW, "subject_kind": "returnees.person"}
    theirs = RowResult.objects.create(row=1, subject_id=str(person.pk), marks=["phone:x"], **row)
    others = RowResult.objects.create(row=2, subject_id=str(uuid7()), marks=["phone:x"], **row)
    erase(person, officer)
    theirs.refresh_from_db()
    others.refresh_from_db()
    assert (theirs.is_erased, theirs.marks) == (True, [])
    assert (others.is_erased, others.marks) == (False, ["phone:x"])
    assert intake.erase_rows(kind="returnees.person", subject_id=str(UUID(int=0))) == 0


def test_what_somebody_looked_for_in_their_own_words_goes_with_the_person(person: Person, officer: Any) -> None:
    look(person, permission=permissions.VIEW, by=officer, at=AT, what="test", purpose="other", words="her aunt Zohra")
    event = Event.objects.get(action="test")
    assert words_of(event) == "her aunt Zohra"
    assert "Zohra" not in everything()
    erase(person, officer)
    with pytest.raises(Erased):
        words_of(event)


def test_who_was_erased_is_noted_beside_the_ring_once_it_is_committed(
    person: Person, officer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, officer)
        assert erasures.destroyed_ids() == set()
    assert erasures.destroyed_ids() == {person.pk}
    assert erasures.file().stat().st_mode & 0o777 == 0o600
    assert "Zubaida" not in erasures.file().read_text()
    assert erasures.still_there() == set()


def test_a_line_that_a_power_cut_tore_is_noted_again(person: Person, officer: Any) -> None:
    erasures.file().write_text(str(person.pk)[:12])
    erase(person, officer)
    assert erasures.catch_up() == 1
    assert erasures.destroyed_ids() == {person.pk}
    assert erasures.catch_up() == 0


def test_whoever_an_older_backup_brings_back_is_erased_again(person: Person) -> None:
    never_there = uuid7()
    erasures.note([person.pk, never_there], at=AT)
    assert erasures.still_there() == {person.pk, never_there}
    assert actions.erase_again(by=system("restoring", on=ON), at=AT) == 1
    assert Person.objects.get(pk=person.pk).erased_on == ON
    assert erasures.still_there() == set()
    assert Event.objects.get(action="returnees.erase").detail["because"] == "again"
    assert actions.erase_again(by=system("restoring", on=ON), at=AT) == 0
    with pytest.raises(CannotOpen):
        subjects.key_to_seal(never_there)


def test_the_erased_are_noted_beside_the_ring_and_not_beside_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert erasures.file().parent == settings.KEY_RING_FILE.parent
    assert erasures.file().name == "keys.erased"

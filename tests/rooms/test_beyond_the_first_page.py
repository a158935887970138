"""What is asked beyond the first page: kept with its history, found by search, gone when somebody is erased."""

from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.hooks import Notice, notices
from sankofa.audit.models import Event
from sankofa.desks import seen as desks
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions, asked_privately, histories, more_facts, permissions, provenance, queries
from sankofa.returnees.models import Headcount, Intention, Passage, Person, Profile, Screening, Settled
from sankofa.returnees.rules.screening import Answer, Conditions, Interviewer, Present, Wish
from sankofa.returnees.rules.terms import PersonKind, PersonTerms
from sankofa.store import erasures
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("nothing_reserved")]
ALONE = Conditions(Present.NOBODY, Wish.WOMAN, Interviewer.WOMAN)
WORKER = {permissions.REGISTER, permissions.VIEW, permissions.AMEND, permissions.ASK_INTENTION, permissions.COUNT}
SAID: dict[str, dict[str, Any]] = {
    "profile": {"father_name": "Karim Uddin", "heads_household": "yes"},
    "health": {"seeing": "some", "illness": "asthma"},
    "registration": {"channel": "phone", "caller": "family", "phone_of": "her brother"},
    "name": {"text": "Shirin", "script": "Latn", "use": "known_as"},
    "language": {"language": "bn", "speaks": "well", "reads": "not"},
    "reference": {"kind": "agency", "number": "AG-77-1234", "issuer": "Another agency"},
    "work": {"time": "abroad", "occupation": "Bricklayer", "isco": "7112", "years": 4},
    "training": {"kind": "licence", "subject": "heavy lorries", "certificate": "yes"},
}


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=WORKER, name="Shirin Das")


@pytest.fixture
def trained(office: Any) -> Any:
    return builders.user(office, may={permissions.VIEW, permissions.SCREEN}, name="Nadia Islam")


@pytest.fixture
def officer(office: Any) -> Any:
    may = {permissions.VIEW, permissions.SCREEN, permissions.LOOK_AFTER}
    return builders.user(office, may=may, scope="organisation")


@pytest.fixture
def amina(office: Any, worker: Any) -> Person:
    said = PersonTerms("Amina", "Rahman", kind=PersonKind.RETURNEE)
    done = actions.register(office=office, number=uuid7(), said=said, by=worker.as_actor(), at=AT)
    return done.people[0]


def amend(person: Person, by: Any, kind: str, record_id: Any = None, /, **said: Any) -> Any:
    record = histories.record_of(person, kind, record_id)
    return actions.amend(
        person=person, kind=kind, record_id=record_id, said=said, because="told", words="",
        seen=histories.version_of(record), by=by.as_actor(), at=AT,
    )  # fmt: skip


def screened(person: Person, by: Any, conditions: Conditions = ALONE, **answers: str) -> Screening:
    said = {code: Answer(value) for code, value in answers.items()}
    return actions.record_screening(
        person=person, conditions=conditions, answers=said, talk_at="", by=by.as_actor(), at=AT
    )


def found(text: str, by: Any) -> list[Any]:
    return [person.pk for person in queries.find(text, viewer=by.as_actor(), on=ON).people]


def test_every_kind_of_fact_is_kept_with_its_history(amina: Person, worker: Any) -> None:
    for kind, said in SAID.items():
        amend(amina, worker, kind, **said)
    amend(amina, worker, "passage", amina.journeys.get().pk, channel="irregular", reasons_return="wages abuse")
    kept = histories.more_records(amina)
    assert [kind for kind, _record in kept] == list(more_facts.TABLES)
    assert all(len(list(Revision.objects.filter(subject_id=str(record.pk)))) == 1 for _kind, record in kept)
    told = str(list(Revision.objects.values_list("changes", flat=True)))
    assert not [word for word in ("Karim", "asthma", "AG-77", "irregular", "abuse") if word in told]


def test_what_there_is_one_of_is_completed_and_not_added_twice(amina: Person, worker: Any) -> None:
    amend(amina, worker, "profile", father_name="Karim Uddin")
    amend(amina, worker, "profile", mother_name="Jahanara")
    held = Profile.objects.get()
    assert (held.father_name, held.mother_name) == ("Karim Uddin", "Jahanara")


def test_nothing_said_makes_no_row(amina: Person, worker: Any) -> None:
    with pytest.raises(actions.NothingToAmend):
        amend(amina, worker, "health", seeing=None, illness=None)


def test_how_somebody_else_s_journey_went_is_not_there(amina: Person, worker: Any, office: Any) -> None:
    other = builders.person(office)
    journey = other.journeys.create()
    with pytest.raises(actions.NotTheirs):
        actions.amend(
            person=amina, kind="passage", record_id=journey.pk, said={"visa": "work"}, because="told", words="",
            seen=0, by=worker.as_actor(), at=AT,
        )  # fmt: skip
    assert not Passage.objects.exists()


def test_another_name_in_any_script_and_another_agency_s_number_find_the_person(amina: Person, worker: Any) -> None:
    amend(amina, worker, "name", text="শিরিন", script="Beng", use="known_as")
    amend(amina, worker, "reference", kind="agency", number="AG-77-1234")
    assert found("শিরিন", worker) == found("AG 77 1234", worker) == found("Amina Rahman", worker) == [amina.pk]


def test_of_somebody_erased_nothing_beyond_the_first_page_is_left(
    amina: Person, office: Any, worker: Any, trained: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasures, "file", lambda: tmp_path / "keys.erased")
    for kind, said in SAID.items():
        amend(amina, worker, kind, **said)
    amend(amina, worker, "passage", amina.journeys.get().pk, city="Muscat")
    screened(amina, trained, threats="no")
    actions.note_intention(person=amina, said={"going": "unsure"}, by=worker.as_actor(), at=AT)
    eraser = builders.user(office, may={permissions.ERASE, permissions.VIEW}).as_actor()
    actions.erase(person=amina, because=actions.Because.ASKED, by=eraser, at=AT)
    assert histories.more_records(amina) == []
    assert not Screening.objects.exists()
    assert not Intention.objects.exists()
    assert found("Shirin", worker) == []


def test_where_a_fact_comes_from_is_told_with_what_was_said_before(amina: Person, worker: Any) -> None:
    amend(amina, worker, "person", given_name="Ameena")
    (name,) = [one for one in provenance.origins([amina]) if one.label == "Given name"]
    assert (name.now.value, name.now.source) == ("Ameena", "typed here by Shirin Das")
    assert [said.value for said in name.before] == ["Amina"]


def test_where_facts_come_from_is_one_question_to_the_history(
    amina: Person, worker: Any, django_assert_max_num_queries: Any
) -> None:
    amend(amina, worker, "name", text="Shirin")
    with django_assert_max_num_queries(8):
        provenance.origins([Person.objects.get(pk=amina.pk)])


def test_a_row_of_a_list_is_named_as_the_source(office: Any, worker: Any) -> None:
    done = actions.register_many(
        office=office, rows=[("file:abc/14", PersonTerms("Amina"))], by=worker.as_actor(), at=AT
    )
    Revision.objects.filter(subject_id=str(done.people[0].pk)).update(source="import")
    told = provenance.origins(done.people)
    assert {one.now.source for one in told} == {"row 14 of a list, brought in by Shirin Das"}


def test_a_grave_yes_waits_for_the_officer_and_nobody_else_learns_of_it(
    amina: Person, trained: Any, officer: Any, worker: Any, office: Any
) -> None:
    told: list[Notice] = []
    notices.fill(told.append)
    held = screened(amina, trained, threats="yes")
    another = builders.user(office, may={permissions.VIEW, permissions.SCREEN})
    waiting = asked_privately.waiting_screenings
    assert [(one.to, one.code) for one in told if one.to == officer] == [(officer, "demand_noted")]
    assert list(waiting(officer.as_actor(), on=ON)) == [held]
    for stranger in (worker, another, trained):
        assert not waiting(stranger.as_actor(), on=ON).exists()
    assert list(asked_privately.screenings(trained.as_actor(), on=ON)) == [held]
    for stranger in (worker, another):
        assert not asked_privately.screenings(stranger.as_actor(), on=ON).exists()


def test_no_event_about_the_person_tells_that_anything_was_asked(amina: Person, trained: Any) -> None:
    before = set(desks.events(amina).values_list("pk", flat=True))
    screened(amina, trained, threats="yes")
    assert set(desks.events(amina).values_list("pk", flat=True)) == before
    assert "threats" not in str(Event.objects.get(action="returnees.record_screening").detail)


def test_answers_given_when_somebody_could_hear_are_not_kept(amina: Person, trained: Any) -> None:
    loud = Conditions(Present.OTHERS, Wish.EITHER, Interviewer.WOMAN)
    with pytest.raises(actions.NotNow):
        screened(amina, trained, loud, threats="yes")
    assert screened(amina, trained, loud).answers == {}


def test_whoever_is_not_trained_asks_nothing(amina: Person, worker: Any) -> None:
    with pytest.raises(NotAllowed):
        screened(amina, worker, threats="no")


def test_an_officer_settles_what_waits_once(amina: Person, trained: Any, officer: Any) -> None:
    held = screened(amina, trained, threats="yes")
    said = {"how": Settled.REFERRED, "because": "a place in the shelter", "by": officer.as_actor(), "at": AT}
    actions.settle_screening(screening=held, **said)
    assert not asked_privately.waiting_screenings(officer.as_actor(), on=ON).exists()
    with pytest.raises(actions.NotWaiting):
        actions.settle_screening(screening=held, **said)


def test_only_who_may_ask_about_going_again_sees_what_was_said(amina: Person, worker: Any, officer: Any) -> None:
    actions.note_intention(
        person=amina, said={"going": "yes", "because": "need", "where": "OM"}, by=worker.as_actor(), at=AT
    )
    (held,) = asked_privately.intentions_of(amina, viewer=worker.as_actor(), on=ON)
    assert (held.going, held.because, held.when) == ("yes", "need", None)
    assert asked_privately.intentions_of(amina, viewer=officer.as_actor(), on=ON) == []
    assert "intention" not in more_facts.TABLES


def test_an_event_is_counted_corrected_and_its_numbers_stay_in_the_history(office: Any, worker: Any) -> None:
    said = {"held_on": ON, "place": "Sylhet", "event": "meeting", "note": ""}
    by = worker.as_actor()
    held = actions.note_headcount(office=office, **said, counts={"female|25-59": 12, "male|25-59": None}, by=by, at=AT)
    assert held.counts == {"female|25-59": 12}
    actions.correct_headcount(headcount=held, **said, counts={"female|25-59": 13}, by=by, at=AT)
    line = Revision.objects.filter(subject_id=str(held.pk)).latest("number")
    assert line.changes == {"counts": [{"female|25-59": 12}, {"female|25-59": 13}]}


def test_an_event_without_a_number_or_of_a_day_to_come_is_not_counted(office: Any, worker: Any) -> None:
    said = {"place": "Sylhet", "event": "meeting", "note": "", "by": worker.as_actor(), "at": AT}
    with pytest.raises(actions.NobodyCounted):
        actions.note_headcount(office=office, held_on=ON, counts={"female|0-17": None}, **said)
    with pytest.raises(actions.NotYetHeld):
        actions.note_headcount(office=office, held_on=ON.replace(year=2027), counts={"female|0-17": 1}, **said)
    assert not Headcount.objects.exists()

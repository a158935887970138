"""Registering by hand and correcting afterwards: one form one person, both versions kept, nothing overwritten."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.audit import queries as audit
from sankofa.audit.actions import seal_all
from sankofa.audit.models import Event
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions, histories, permissions, queries, typed
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.models import Document, Journey, Person, SearchKey, SentBack
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonKind, PersonTerms, Precision
from sankofa.store import erasures
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON
from tests.drawn import settled

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("nothing_reserved")]

AMINA = PersonTerms(
    given_name="Amina",
    family_name="Rahman",
    born=PartialDay(date(1992, 4, 13), Precision.DAY),
    phone="+880 1712 345678",
    journey=JourneyTerms(returned=PartialDay(date(2021, 6, 20), Precision.DAY)),
)


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def colleague(office: Any) -> Any:
    return builders.user(office, may={permissions.REGISTER, permissions.VIEW, permissions.AMEND})


@pytest.fixture
def worker(office: Any) -> Any:
    may = {permissions.REGISTER, permissions.VIEW, permissions.AMEND}
    return builders.user(office, may=may, name="Shirin Das")


@pytest.fixture
def supervisor(office: Any) -> Any:
    return builders.user(office, may={permissions.SEND_BACK, permissions.VIEW}).as_actor()


@pytest.fixture
def amina(office: Any, worker: Any) -> Person:
    return registered(office, worker)


def registered(office: Any, by: Any, said: PersonTerms = AMINA, number: UUID | None = None) -> Person:
    done = actions.register(office=office, number=number or uuid7(), said=said, by=by.as_actor(), at=AT)
    return done.people[0]


def amend(
    person: Person, by: Any, *, kind: str = "person", record: Any = None, seen: int | None = None, **said: Any
) -> Any:
    given = {"because": "told", "words": "", **{name: said.pop(name) for name in ("because", "words") if name in said}}
    version = histories.version_of(record or person) if seen is None else seen
    return actions.amend(
        person=person,
        kind=kind,
        record_id=None if record is None else record.pk,
        said=said,
        seen=version,
        by=by.as_actor(),
        at=AT,
        **given,
    )


def found(text: str, by: Any) -> list[UUID]:
    return [person.pk for person in queries.find(text, viewer=by.as_actor(), on=ON).people]


def test_a_person_put_in_by_hand_has_a_number_a_journey_a_history_and_one_event(amina: Person, worker: Any) -> None:
    assert amina.case_number.startswith("SK-26-")
    assert amina.journeys.count() == 1
    assert Revision.objects.get(subject_id=str(amina.pk)).source_reference == f"form/{amina.pk}"
    event = Event.objects.get(action="returnees.register")
    assert event.detail["rows"][0][1] == str(amina.pk)
    assert "Amina" not in str(event.detail)
    assert found("Amina Rahman", worker) == [amina.pk]


def test_a_form_sent_twice_makes_one_person(office: Any, worker: Any) -> None:
    number = uuid7()
    first = registered(office, worker, number=number)
    assert registered(office, worker, number=number).pk == first.pk
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_moment_makes_one_person(office: Any, worker: Any, at_once: Any) -> None:
    number = uuid7()
    done = at_once([lambda: registered(office, worker, number=number)] * 3)
    assert {person.pk for person in done} == {number}


def test_the_number_of_a_form_is_of_whoever_was_given_it(office: Any, worker: Any, colleague: Any) -> None:
    number = registered(office, worker).pk
    with pytest.raises(actions.NumberTaken):
        registered(office, colleague, number=number)


def test_a_life_that_cannot_be_is_not_put_in(office: Any, worker: Any) -> None:
    late = JourneyTerms(
        left=PartialDay(date(2020, 1, 1), Precision.DAY), returned=PartialDay(date(2019, 1, 1), Precision.DAY)
    )
    with pytest.raises(actions.NotOneLife) as refused:
        registered(office, worker, PersonTerms("Amina", journey=late))
    assert [finding.code for finding in refused.value.findings] == ["return_before_departure"]
    assert not Person.objects.exists()


def test_for_a_resident_no_journey_is_made_up_and_no_talk_is_due(office: Any, worker: Any) -> None:
    neighbour = registered(office, worker, PersonTerms("Amina", kind=PersonKind.RESIDENT))
    assert not neighbour.journeys.exists()
    assert neighbour.next_due_on is None


def test_registering_at_another_office_is_refused(worker: Any) -> None:
    with pytest.raises(NotAllowed):
        registered(builders.office(), worker)


def test_an_amendment_keeps_both_versions_with_the_reason(amina: Person, worker: Any) -> None:
    amend(amina, worker, because="paper", born_on=date(1993, 4, 13), born_precision="day")
    latest = Revision.objects.filter(subject_id=str(amina.pk)).latest("number")
    assert latest.changes == {"born_on": ["1992-04-13", "1993-04-13"]}
    assert (latest.number, latest.reason, latest.source) == (2, "paper", "form")


def test_search_keys_follow_an_amendment(amina: Person, worker: Any) -> None:
    amend(amina, worker, given_name="Zubaida", phone="+880 1812 000111")
    assert found("Zubaida", worker) == found("01812000111", worker) == [amina.pk]
    assert found("Amina", worker) == found("01712345678", worker) == []
    assert SearchKey.objects.filter(person=amina).count() == len(set(SearchKey.objects.values_list("key", flat=True)))


def test_a_paper_added_later_finds_its_person(amina: Person, worker: Any) -> None:
    amend(amina, worker, kind="paper", number="BX 0123456", issuer="Dhaka", valid_until=None)
    amend(amina, worker, kind="paper", number="1234567890", issuer=None, valid_until=None)
    assert found("BX0123456", worker) == found("1234567890", worker) == [amina.pk]
    assert "0123456" not in settled(str(list(Revision.objects.values_list("changes", flat=True))))


def test_a_second_journey_is_added_and_the_first_one_stays(amina: Person, worker: Any) -> None:
    builders.country("OM")
    amend(amina, worker, kind="journey", destination_id="OM", recruiter="Golden Gate, licence 12", income_minor=90_000,
          income_currency="OMR")  # fmt: skip
    assert amina.journeys.count() == 2
    assert Journey.objects.get(destination_id="OM").recruiter == "Golden Gate, licence 12"


def test_words_of_a_reason_lie_sealed_and_are_read_in_the_history(amina: Person, worker: Any) -> None:
    amend(amina, worker, because="other", words="Her brother brought the card", family_name="Khatun")
    line = Revision.objects.filter(subject_id=str(amina.pk)).latest("number")
    assert "brother" not in line.reason
    assert actions.reason_told(line.reason, amina, at=line.at) == ("other", "Her brother brought the card")


def test_what_somebody_changed_meanwhile_is_not_overwritten(amina: Person, worker: Any, colleague: Any) -> None:
    version = histories.version_of(amina)
    amend(amina, colleague, given_name="Aminah")
    with pytest.raises(actions.ChangedMeanwhile) as refused:
        amend(amina, worker, seen=version, given_name="Ameena")
    assert [fact.code for fact in refused.value.facts] == ["person.given_name"]
    assert Person.objects.get(pk=amina.pk).given_name == "Aminah"


def test_what_changed_meanwhile_elsewhere_stands_in_nobody_s_way(amina: Person, worker: Any, colleague: Any) -> None:
    version = histories.version_of(amina)
    amend(amina, colleague, marital_status="married")
    amend(amina, worker, seen=version, given_name="Ameena")
    now = Person.objects.get(pk=amina.pk)
    assert (now.given_name, now.marital_status) == ("Ameena", "married")


def test_an_amendment_that_changes_nothing_says_so(amina: Person, worker: Any) -> None:
    with pytest.raises(actions.NothingToAmend):
        amend(amina, worker, given_name="Amina")
    with pytest.raises(actions.NothingToAmend):
        amend(amina, worker, kind="journey", occupation="", sector="unknown")


def test_an_amendment_that_makes_a_life_impossible_is_refused(amina: Person, worker: Any) -> None:
    with pytest.raises(actions.NotOneLife):
        amend(amina, worker, born_on=date(2022, 1, 1), born_precision="day")


def test_a_paper_of_somebody_else_is_not_there(amina: Person, office: Any, worker: Any) -> None:
    other = registered(office, worker, PersonTerms("Fatou"))
    theirs = Document.objects.create(person=other, kind="passport", number="A1234567")
    with pytest.raises(actions.NotTheirs):
        amend(amina, worker, kind="paper", record=theirs, number="B7654321")


def test_correcting_somebody_of_another_office_is_refused(amina: Person) -> None:
    with pytest.raises(NotAllowed):
        amend(amina, builders.user(may={permissions.AMEND}), given_name="Ameena")


def test_the_record_stays_whole_through_amendments(amina: Person, worker: Any) -> None:
    amend(amina, worker, because="other", words="as she says", given_name="Ameena")
    amend(amina, worker, kind="paper", number="BX0123456")
    seal_all(at=AT + timedelta(hours=1))
    *_, checked = audit.verify()
    assert not checked.broken


def test_somebody_erased_is_not_amended_and_what_was_added_later_is_gone(
    amina: Person, office: Any, worker: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasures, "file", lambda: tmp_path / "keys.erased")
    journey = amina.journeys.get()
    amend(amina, worker, kind="journey", record=journey, recruiter="Golden Gate", route="by Doha", sector="care",
          income_minor=1, income_currency="BDT", cost_source="sold", skills_gained="cooking")  # fmt: skip
    officer = builders.user(office, may={permissions.ERASE, permissions.VIEW}).as_actor()
    actions.erase(person=amina, because=actions.Because.ASKED, by=officer, at=AT)
    journey.refresh_from_db()
    left = (
        journey.recruiter,
        journey.route,
        journey.skills_gained,
        journey.income,
        journey.sector,
        journey.cost_source,
    )
    assert left == (None, None, None, None, "unknown", "unknown")
    with pytest.raises(AlreadyErased):
        amend(Person.objects.get(pk=amina.pk), worker, given_name="Amina")


def test_a_fact_goes_back_to_whoever_wrote_it_last(amina: Person, worker: Any, colleague: Any, supervisor: Any) -> None:
    amend(amina, colleague, born_on=date(1985, 1, 1), born_precision="year")
    first = actions.send_back(person=amina, fact="person.born", question="Is 1985 right?", by=supervisor, at=AT)
    other = actions.send_back(person=amina, fact="person.given_name", question="One n?", by=supervisor, at=AT)
    assert (first.to, other.to) == (colleague, worker)
    assert [row.pk for row in histories.sent_back_to(colleague.as_actor(), on=ON)] == [first.pk]
    assert histories.sent_back_to(worker.as_actor(), on=ON)[0].question == "One n?"


def test_a_fact_whose_writer_left_goes_to_who_looks_after_the_person(
    amina: Person, worker: Any, colleague: Any, supervisor: Any
) -> None:
    amend(amina, colleague, given_name="Aminah")
    colleague.is_active = False
    colleague.save()
    assert actions.send_back(person=amina, fact="person.given_name", question="So?", by=supervisor, at=AT).to == worker
    worker.is_active = False
    worker.save()
    with pytest.raises(actions.NobodyToAsk):
        actions.send_back(person=amina, fact="person.family_name", question="So?", by=supervisor, at=AT)


def test_correcting_answers_what_was_sent_back(amina: Person, worker: Any, supervisor: Any) -> None:
    sent = actions.send_back(person=amina, fact="person.born", question="Is 1992 right?", by=supervisor, at=AT)
    with pytest.raises(actions.SentBackAlready):
        actions.send_back(person=amina, fact="person.born", question="Again?", by=supervisor, at=AT)
    amend(amina, worker, given_name="Ameena")
    assert SentBack.objects.get(pk=sent.pk).answered_at is None
    amend(amina, worker, born_on=date(1991, 4, 13), born_precision="day")
    answered = SentBack.objects.get(pk=sent.pk)
    assert (answered.answer, answered.answered_by, answered.answered_at) == ("amended", worker, AT)


def test_what_was_sent_back_can_be_right_as_it_stands(amina: Person, worker: Any, supervisor: Any) -> None:
    sent = actions.send_back(person=amina, fact="person.born", question="Is 1992 right?", by=supervisor, at=AT)
    actions.say_it_is_right(sent=sent, by=worker.as_actor(), at=AT)
    assert histories.sent_back_of(amina) == []
    with pytest.raises(actions.AnsweredAlready):
        actions.say_it_is_right(sent=SentBack.objects.get(pk=sent.pk), by=worker.as_actor(), at=AT)


def test_only_a_supervisor_sends_back(amina: Person, worker: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.send_back(person=amina, fact="person.born", question="So?", by=worker.as_actor(), at=AT)


def test_a_protected_twin_changes_nothing_for_whoever_registers(office: Any, worker: Any) -> None:
    hidden = registered(office, worker)
    Person.objects.filter(pk=hidden.pk).update(is_protected=True)
    new = registered(office, worker)
    assert found("01712345678", worker) == [new.pk]


@pytest.mark.parametrize("fact", typed.FACTS, ids=lambda fact: str(fact.code))
def test_every_fact_that_people_type_is_a_column_and_can_be_told(amina: Person, fact: typed.Fact) -> None:
    table = typed.TABLES[fact.kind]
    assert set(fact.columns) <= {field.attname for field in table._meta.concrete_fields}
    record: Any = (
        amina
        if fact.kind == "person"
        else table(person=amina, **({"number": "A1"} if fact.kind in {"paper", "reference"} else {}))
    )
    assert typed.told(fact, record) != ""

"""What a form of a phone says of a person: a correction where nothing speaks against it, else a question."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed, system
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import histories
from sankofa.returnees import permissions as returnees
from sankofa.returnees.models import Person
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.models import Arrival, Clash, PhoneChange, Submission
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = {permissions.INTERVIEW, permissions.RECEIVE, returnees.VIEW, returnees.AMEND}
SHEETS = {
    "survey": (
        "type,name,label,save_to\ntext,new_phone,Which phone?,phone\nselect_one m,married,Married?,marital_status\n"
        "text,called,Family name?,family_name\ntext,born,Born?,born_on\ntext,note_it,Anything else?,\n"
    ),
    "choices": "list_name,name,label\nm,single,Single\nm,married,Married\nm,often,Often\n",
    "settings": "form_title,form_id,version,about\nVisit,visit,1,person\n",
    "entities": "list_name,entity_id\ncaseload,${returnee}\n",
}


@pytest.fixture(autouse=True)
def _form() -> None:
    hooks.fill()
    publisher = builders.user(may={permissions.PUBLISH})
    actions.publish(office=publisher.office, sheets=SHEETS, note="", by=publisher.as_actor(), at=AT - timedelta(days=9))


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def person(office: Any) -> Person:
    made: Person = builders.person(office, family_name="Rahman", marital_status="single")
    corrected(made, builders.user(office, may=MAY), education="primary")
    return made


def xml(
    person: Any,
    *,
    base: str = "1",
    trunk: str = "",
    listed: str = "caseload",
    asks: str = 'update="1"',
    entry: Any = None,
    **said: str,
) -> bytes:
    """The form of a visit as a phone sends it, with the entry that it asks to change."""
    leaves = "".join(f"<{name}>{text}</{name}>" for name, text in said.items())
    entity = (
        f'<entity dataset="{listed}" {asks} id="{(entry or person).pk}" baseVersion="{base}" trunkVersion="{trunk}"/>'
    )
    about = f"<subject><returnee>{person.pk}</returnee></subject>"
    meta = f"<meta>{entity}<instanceID>uuid:{uuid7()}</instanceID></meta>"
    return f'<data id="visit" version="1">{about}{leaves}{meta}</data>'.encode()


def came(content: bytes, sender: Any, **facts: Any) -> Arrival:
    incoming = actions.Incoming(content, "device", sender.office_id, sender.pk, **facts)
    return actions.read_now(actions.arrive(incoming, at=AT).arrival.pk, at=AT)


def codes(arrival: Arrival) -> list[str]:
    return [reason["code"] for reason in arrival.reasons]


def corrected(person: Person, worker: Any, **said: str) -> None:
    """Somebody corrected the person at a desk."""
    seen = histories.version_of(person)
    by = worker.as_actor()
    register.amend(
        person=person, kind="person", record_id=None, said=said, because="told", words="", seen=seen, by=by, at=AT
    )


def waits() -> list[tuple[str, str, str | None]]:
    return [(one.fact, one.because, one.said) for one in PhoneChange.objects.order_by("fact")]


def test_a_fact_that_nobody_touched_meanwhile_is_corrected_in_the_name_of_the_worker(
    worker: Any, person: Person
) -> None:
    arrival = came(xml(person, married="married", called="Rahmani"), worker)
    person.refresh_from_db()
    assert (arrival.state, codes(arrival)) == ("read", ["arrival.change_made"])
    assert (person.marital_status, person.family_name) == ("married", "Rahmani")
    lines = [line for line in histories.histories_of(person)[0][2] if line.number > 1]
    assert {(line.actor, line.source, line.source_reference) for line in lines} == {
        (f"user:{worker.pk}", "arrival", str(arrival.pk))
    }
    assert not PhoneChange.objects.exists()


def test_a_fact_that_somebody_corrected_meanwhile_waits_with_both_values(worker: Any, person: Person) -> None:
    corrected(person, worker, family_name="Karim")
    arrival = came(xml(person, called="Rahmani", married="married"), worker)
    person.refresh_from_db()
    assert codes(arrival) == ["arrival.change_waits", "arrival.change_made"]
    assert (person.family_name, person.marital_status) == ("Karim", "married")
    assert waits() == [("person.family_name", "changed_meanwhile", "Rahmani")]
    assert list(queries.changes(worker.as_actor(), on=ON)) == [PhoneChange.objects.get()]


def test_what_the_register_says_already_is_no_question(worker: Any, person: Person) -> None:
    corrected(person, worker, family_name="Rahmani")
    assert codes(came(xml(person, called="Rahmani"), worker)) == []
    assert not PhoneChange.objects.exists()


def test_the_oldest_state_that_a_phone_names_is_the_one_it_was_given(worker: Any, person: Person) -> None:
    """A phone counts its own changes on; a colleague's correction in between must not look as if it had been seen."""
    corrected(person, worker, family_name="Karim")
    corrected(person, worker, education="secondary")
    came(xml(person, base="3", trunk="1", called="Rahmani"), worker)
    assert [because for _fact, because, _said in waits()] == ["changed_meanwhile"]
    person.refresh_from_db()
    assert person.family_name == "Karim"


@pytest.mark.parametrize(
    ("base", "because"), [("", "no_version"), ("many", "no_version"), ("77", "no_version"), ("9" * 17, "no_version")]
)
def test_a_form_that_does_not_say_what_it_was_filled_from_changes_nothing(
    worker: Any, person: Person, base: str, because: str
) -> None:
    came(xml(person, base=base, called="Rahmani"), worker)
    assert waits() == [("person.family_name", because, "Rahmani")]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"married": "often"}, id="no such choice"),
        pytest.param({"new_phone": "call my brother"}, id="no phone"),
        pytest.param({"called": "x" * 81}, id="too long"),
        pytest.param({"born": "1990-01-01"}, id="no fact that a phone may change"),
    ],
)
def test_what_no_form_can_change_is_noted_and_kept(worker: Any, person: Person, said: dict[str, str]) -> None:
    person.refresh_from_db()
    before = person.image()
    arrival = came(xml(person, **said), worker)
    person.refresh_from_db()
    assert (arrival.state, codes(arrival)) == ("read", ["arrival.change_not_made"])
    assert person.image() == before
    assert Submission.objects.exists()


def test_an_answer_left_empty_clears_nothing_and_is_no_question(worker: Any, person: Person) -> None:
    arrival = came(xml(person, called=" ", note_it="hello"), worker)
    person.refresh_from_db()
    assert (arrival.state, codes(arrival), person.family_name) == ("read", [], "Rahman")


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"listed": "cows"}, id="another list"),
        pytest.param({"asks": 'create="1"'}, id="a new entry"),
        pytest.param({"asks": 'update="0"'}, id="the form says no"),
    ],
)
def test_only_an_update_of_our_own_list_is_one(worker: Any, person: Person, asked: dict[str, str]) -> None:
    assert codes(came(xml(person, called="Rahmani", **asked), worker)) == ["arrival.change_not_made"]
    assert not PhoneChange.objects.exists()


def test_a_form_about_one_person_changes_nobody_else(worker: Any, office: Any, person: Person) -> None:
    other = builders.person(office, family_name="Das")
    assert codes(came(xml(person, entry=other, called="Rahmani"), worker)) == ["arrival.change_not_made"]
    other.refresh_from_db()
    assert other.family_name == "Das"


def test_an_unusual_phone_is_looked_at_before_it_counts(worker: Any, person: Person) -> None:
    came(xml(person, new_phone="0171234"), worker)
    assert waits() == [("person.phone", "unlikely", "0171234")]


def test_a_worker_who_may_not_correct_the_file_leaves_a_question(office: Any, person: Person) -> None:
    came(xml(person, called="Rahmani"), builders.user(office, may=MAY - {returnees.AMEND}))
    assert waits() == [("person.family_name", "may_not", "Rahmani")]


def test_a_file_out_of_reach_is_neither_changed_nor_asked_about(office: Any, person: Person) -> None:
    neighbour = builders.user(builders.office(office.organisation), may=MAY)
    assert codes(came(xml(person, called="Rahmani"), neighbour)) == ["arrival.not_in_reach"]
    assert not PhoneChange.objects.exists()


def test_whoever_takes_such_a_form_in_decides_on_the_change_as_well(office: Any, worker: Any, person: Person) -> None:
    neighbour = builders.user(builders.office(office.organisation), may=MAY)
    arrival = came(xml(person, called="Rahmani"), neighbour)
    Arrival.objects.filter(pk=arrival.pk).update(office=office)
    actions.read_arrival(arrival=arrival, person=person, by=worker.as_actor(), at=AT)
    assert waits() == [("person.family_name", "by_hand", "Rahmani")]


def test_a_phone_that_was_ended_changes_nothing_by_itself(worker: Any, person: Person) -> None:
    ended = builders.device(worker, ended_at=AT - timedelta(hours=1))
    arrival = came(xml(person, called="Rahmani"), worker, device_id=ended.pk)
    assert not PhoneChange.objects.exists()
    actions.read_arrival(arrival=arrival, by=worker.as_actor(), at=AT)
    assert waits() == [("person.family_name", "by_hand", "Rahmani")]


def test_a_protected_file_is_changed_by_a_person_alone(worker: Any, office: Any) -> None:
    person = builders.person(office, family_name="Rahman", is_protected=True)
    builders.named(person, worker)
    came(xml(person, called="Rahmani"), worker)
    assert waits() == [("person.family_name", "protected", "Rahmani")]
    assert not queries.changes(builders.user(office, may=MAY).as_actor(), on=ON).exists()
    assert queries.changes(worker.as_actor(), on=ON).exists()


def test_the_entry_of_a_joined_file_asks_about_the_file_that_leads(worker: Any, office: Any) -> None:
    link = builders.sameperson(builders.person(office), builders.person(office, family_name="Das"))
    came(xml(link.person, called="Rahmani"), worker)
    assert waits() == [("person.family_name", "joined", "Rahmani")]
    assert PhoneChange.objects.get().person == link.leading


def test_a_change_in_a_form_that_waits_for_a_decision_waits_with_it(worker: Any, office: Any, person: Person) -> None:
    came(xml(person, note_it="first"), worker)
    came(xml(person, called="Rahmani"), builders.user(office, may=MAY))
    clash = Clash.objects.get()
    assert waits() == [("person.family_name", "form_waits", "Rahmani")]
    actions.settle_clash(clash=clash, decision="later", by=worker.as_actor(), at=AT)
    assert Submission.objects.count() == 2
    assert PhoneChange.objects.get().decided_at is None


@pytest.mark.parametrize(("decision", "name"), [("phone", "Rahmani"), ("register", "Karim")])
def test_a_person_decides_once_and_the_register_says_it(worker: Any, person: Person, decision: str, name: str) -> None:
    corrected(person, worker, family_name="Karim")
    came(xml(person, called="Rahmani"), worker)
    held = PhoneChange.objects.get()
    say = {"by": worker.as_actor(), "at": AT, "seen": histories.version_of(person)}
    actions.settle_change(change=held, decision=decision, **say)
    person.refresh_from_db()
    held.refresh_from_db()
    assert (person.family_name, held.decision, held.decided_by) == (name, decision, worker)
    with pytest.raises(actions.ChangeDecided):
        actions.settle_change(change=held, decision="phone", **say)
    assert not queries.changes(worker.as_actor(), on=ON).exists()


def test_a_decision_overwrites_nothing_that_was_corrected_since_the_page_was_opened(
    worker: Any, person: Person
) -> None:
    held = builders.phonechange(person)
    seen = histories.version_of(person)
    corrected(person, worker, family_name="Karim")
    with pytest.raises(actions.SaysSomethingElse):
        actions.settle_change(change=held, decision="phone", seen=seen, by=worker.as_actor(), at=AT)
    held.refresh_from_db()
    person.refresh_from_db()
    assert (person.family_name, held.decided_at) == ("Karim", None)


def test_whoever_may_not_correct_the_file_decides_nothing_for_the_phone(office: Any, person: Person) -> None:
    held = builders.phonechange(person)
    looks = builders.user(office, may=MAY - {returnees.AMEND})
    with pytest.raises(NotAllowed):
        actions.settle_change(change=held, decision="phone", seen=1, by=looks.as_actor(), at=AT)
    held.refresh_from_db()
    assert held.decided_at is None


def test_erasing_somebody_destroys_what_phones_said_of_them(worker: Any, person: Person) -> None:
    builders.phonechange(person)
    register.erase(person=person, because="asked", by=system("test", on=ON), at=AT)
    assert PhoneChange.objects.get().said is None
    assert not queries.changes(worker.as_actor(), on=ON).exists()


def test_a_clash_about_a_form_that_was_taken_in_already_writes_no_second_one(worker: Any, person: Person) -> None:
    arrival = came(xml(person, called="Rahmani"), worker)
    held = builders.clash(person, arrival=arrival, earlier=builders.submission(person))
    actions.settle_clash(clash=held, decision="both", by=worker.as_actor(), at=AT)
    assert Submission.objects.filter(arrival=arrival).count() == 1

"""A demand by an authority: written down, told to whoever decides, decided once with its reason, sharing nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import Office, User
from sankofa.audit.models import Event
from sankofa.returnees import actions, permissions, queries
from sankofa.returnees.actions.demands import ANSWERED_WITHIN
from sankofa.returnees.models import Demand
from sankofa.store.hooks import Hook
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WANTED = "the list of everybody who came back on the flight of May"
BECAUSE = "The paper names no person and no law that asks for a list."


@pytest.fixture
def office() -> Office:
    return builders.office()


@pytest.fixture
def worker(office: Office) -> User:
    return builders.user(office, may=[permissions.NOTE_DEMAND], name="Shirin Das")


@pytest.fixture
def officer(office: Office) -> User:
    may = [permissions.NOTE_DEMAND, permissions.DECIDE_DEMAND]
    return builders.user(office, may=may, scope="organisation", name="Samira Haque")


def noted(office: Office, by: User, **said: Any) -> Demand:
    told = {"authority": "Airport police", "paper": "", "wanted": WANTED, "demanded_on": ON, "due_on": None, **said}
    return actions.note_demand(office=office, **told, by=by.as_actor(), at=AT)


def decided(demand: Demand, by: User, answer: str = "refused", because: str = BECAUSE) -> Demand:
    return actions.decide_demand(demand=demand, answer=answer, because=because, by=by.as_actor(), at=AT)


def test_a_demand_stands_as_it_was_made_and_waits_for_its_decision(office: Office, worker: User) -> None:
    held = Demand.objects.get(pk=noted(office, worker).pk)
    assert (held.authority, held.paper, held.wanted) == ("Airport police", None, WANTED)
    assert (held.noted_by, held.noted_at, held.demanded_on) == (worker, AT, ON)
    assert (held.decided_at, held.answer, held.because) == (None, "", None)


@pytest.mark.parametrize(
    ("due_on", "kept"),
    [
        pytest.param(None, ON + ANSWERED_WITHIN, id="the-paper-names-no-day"),
        pytest.param(ON + timedelta(days=3), ON + timedelta(days=3), id="the-day-on-the-paper"),
    ],
)
def test_it_has_a_day_by_which_it_is_answered(office: Office, worker: User, due_on: Any, kept: Any) -> None:
    assert noted(office, worker, due_on=due_on).due_on == kept


def test_whoever_decides_hears_of_it_and_nobody_else(
    office: Office, worker: User, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Notice] = []
    heard: Hook[[Notice], None] = Hook("for the test")
    heard.fill(told.append)
    monkeypatch.setattr(notices, "tell", heard.tell)
    builders.user(may=[permissions.DECIDE_DEMAND], scope="organisation")  # of another organisation
    made = noted(office, worker)
    assert [(one.to, one.code, one.path) for one in told] == [(officer, "demand_noted", f"/demands/{made.pk}/")]
    assert not [one.facts for one in told if one.facts], "what is demanded goes into no mail"


def test_what_is_demanded_lies_sealed_and_stands_in_no_event(office: Office, worker: User, officer: User) -> None:
    decided(noted(office, worker), officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT authority, wanted, because FROM returnees_demand")
        raw = str([bytes(cell) if cell is not None else b"" for cell in cursor.fetchone()])
    events = list(Event.objects.filter(action__in=["returnees.note_demand", "returnees.decide_demand"]))
    assert len(events) == 2
    for words in ("Airport", "flight of May", "names no person"):
        assert words not in raw
        assert not [event for event in events if words in str(event.detail)]


def test_writing_a_demand_down_gives_nothing_to_anybody(office: Office, worker: User) -> None:
    person = builders.person(office)
    noted(office, worker, wanted=f"the file {person.case_number}")
    assert not Event.objects.filter(subject_id=str(person.pk)).exists()


@pytest.mark.parametrize("answer", ["refused", "in_part", "allowed"])
def test_it_is_decided_with_a_reason(office: Office, worker: User, officer: User, answer: str) -> None:
    made = noted(office, worker)
    decided(made, officer, answer)
    held = Demand.objects.get(pk=made.pk)
    assert (held.answer, held.because, held.decided_by, held.decided_at) == (answer, BECAUSE, officer, AT)


def test_a_decision_is_not_changed(office: Office, worker: User, officer: User) -> None:
    made = noted(office, worker)
    decided(made, officer)
    with pytest.raises(actions.DecidedAlready):
        decided(made, officer, "allowed", "They came back and asked again.")
    assert Demand.objects.get(pk=made.pk).answer == "refused"


def test_whoever_wrote_it_down_does_not_decide_it(office: Office, worker: User) -> None:
    made = noted(office, worker)
    with pytest.raises(NotAllowed) as refused:
        decided(made, worker)
    assert refused.value.decision.reason.code == "no_role_allows"
    assert Demand.objects.get(pk=made.pk).decided_at is None


def test_a_data_officer_of_another_organisation_neither_sees_nor_decides_it(office: Office, worker: User) -> None:
    made = noted(office, worker)
    other = builders.user(may=[permissions.NOTE_DEMAND, permissions.DECIDE_DEMAND], scope="organisation")
    assert list(queries.demands(other.as_actor(), on=ON)) == []
    with pytest.raises(NotAllowed) as refused:
        decided(made, other)
    assert refused.value.decision.reason.code == "outside_scope"


def test_nobody_writes_a_demand_down_for_an_office_of_others(worker: User) -> None:
    with pytest.raises(NotAllowed):
        noted(builders.office(), worker)
    assert not Demand.objects.exists()

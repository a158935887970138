"""Who is counted on the way to a lender: each person or introduction once, in their programme, within reach."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.rules.terms import Actor
from sankofa.credit import counted, permissions
from sankofa.credit.rules import kept
from sankofa.credit.rules.funnel import NONE, SEVERAL, UNREADABLE, End, Introduced, Looked, Row
from sankofa.credit.rules.referrals import State
from sankofa.credit.rules.suitability import Outcome
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.project import hooks
from sankofa.store import keys, subjects
from sankofa.store.rules.sealing import KeyRing
from tests import builders
from tests.introduced import Introduced as Both
from tests.introduced import checked

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FINE = Finding("verdict.suitable", Weight.NOTE, "Responsible finance 1.3")


@pytest.fixture
def both() -> Iterator[Both]:
    hooks.fill()
    with checked():
        yield Both(builders.office())


@pytest.fixture
def counting(both: Both) -> Actor:
    return builders.user(both.office, may=(permissions.FUNNEL,)).as_actor()


def ways(viewer: Actor) -> list[Row]:
    return counted.ways(viewer, on=clock.today("UTC"))


def looked(person: Any, outcome: Outcome = Outcome.SUITABLE, **facts: Any) -> Any:
    return builders.loancheck(person, found=kept.first_to_keep(outcome, [FINE], 7, 7), **facts)


def named(person: Any, *codes: str, **facts: Any) -> Any:
    """A case whose agreed plan names these codes of help."""
    held = builders.plan(builders.case(person))
    first = held.content["activities"][0]
    held.content = {**held.content, "activities": [{**first, "provider": code} for code in codes]}
    held.agreed_on, held.agreed_how = builders.ON, "mark"
    held.save()
    return held.case


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        pytest.param({"decided_on": None, "valid_until": None, "rule_set": ""}, End.SUGGESTED, id="being-asked"),
        pytest.param({}, End.LOOKED_AT, id="looked-at"),
        pytest.param({"chosen": {"way": "ask", "words": ""}}, End.LOOKED_AT, id="wants-to-ask-this-lender"),
        pytest.param({"chosen": {"way": "save_first", "words": ""}}, End.OTHER_WAY, id="saves-first"),
        pytest.param({"ended_on": builders.ON, "ended_because": "withdrawn"}, End.OTHER_WAY, id="withdrew-afterwards"),
    ],
)
def test_somebody_never_introduced_stands_where_the_look_ended(
    both: Both, counting: Actor, facts: dict[str, Any], end: End
) -> None:
    looked(both.person, **facts)
    assert ways(counting) == [Looked(end)]


@pytest.mark.parametrize("outcome", [Outcome.NOT_YET, Outcome.NOT_SUITABLE])
def test_something_comes_first_and_why_is_not_told(both: Both, counting: Actor, outcome: Outcome) -> None:
    looked(both.person, outcome)
    assert ways(counting) == [Looked(End.NOT_YET)]


def test_who_agreed_and_who_took_it_back_before_anything_was_sent(both: Both, counting: Actor) -> None:
    looked(both.person)
    both.agree()
    assert ways(counting) == [Looked(End.AGREED)]
    both.take_back()
    assert ways(counting) == [Looked(End.SAID_NO)]


def test_an_introduction_counts_in_the_place_of_the_look_and_a_loan_told_of_ends_it(
    both: Both, counting: Actor
) -> None:
    looked(both.person)
    both.agree()
    held = both.send()
    assert ways(counting) == [Introduced("Gram Vikas", State.SENT)]
    held.state, held.decided_on = "taken", builders.ON
    held.save()
    assert [row.end for row in ways(counting)] == [End.TAKEN]
    builders.loan(both.person, lender=both.lender)
    assert [row.end for row in ways(counting)] == [End.LENT]


def test_the_programme_is_the_one_that_the_agreed_plan_names_or_that_gave_something(
    both: Both, counting: Actor
) -> None:
    builders.entry(code="bd-one", kind="programme")
    builders.entry(code="bd-two", kind="programme")
    builders.entry(code="bd-centre", kind="service")
    looked(both.person)
    case = named(both.person, "bd-one", "bd-centre")
    assert [row.programme for row in ways(counting)] == ["bd-one"]
    builders.plangrant(case, programme="bd-two")
    assert [row.programme for row in ways(counting)] == ["bd-one"], "it was not approved"
    builders.plangrant(case, programme="bd-two", approved_at=clock.now())
    assert [row.programme for row in ways(counting)] == [SEVERAL]


def test_without_a_plan_no_programme_is_named(both: Both, counting: Actor) -> None:
    looked(both.person)
    assert [row.programme for row in ways(counting)] == [NONE]


def test_a_missing_key_is_said_and_not_taken_for_no_programme(
    both: Both, counting: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(both.person)
    named(both.person, "bd-one")
    other = KeyRing(current=7, sealing={7: bytes(32)}, index=bytes(32), audit=bytes(32))
    monkeypatch.setattr(keys, "ring", lambda: other)
    subjects.forget()
    assert ways(counting) == [Looked(End.NOT_READ, UNREADABLE)]


def test_two_files_of_one_person_count_once_with_the_latest_look(both: Both, counting: Actor) -> None:
    other = builders.person(both.office)
    builders.sameperson(other, both.person)
    looked(both.person, begun_on=date(2026, 1, 1))
    looked(other, Outcome.NOT_YET, begun_on=date(2026, 2, 1))
    assert ways(counting) == [Looked(End.NOT_YET)]


def test_nobody_is_counted_whom_the_viewer_does_not_reach_and_no_protected_file(both: Both, counting: Actor) -> None:
    looked(both.person)
    assert ways(builders.user(may=(permissions.FUNNEL,)).as_actor()) == []
    type(both.person).objects.filter(pk=both.person.pk).update(is_protected=True)
    assert ways(counting) == []


def test_more_people_ask_the_database_no_more(both: Both, counting: Actor, django_assert_max_num_queries: Any) -> None:
    looked(both.person)
    named(both.person, "bd-one")
    with CaptureQueriesContext(connection) as few:
        ways(counting)
    for _ in range(5):
        person = builders.person(both.office)
        looked(person)
        named(person, "bd-one")
    with django_assert_max_num_queries(len(few)):
        assert len(ways(counting)) == 6

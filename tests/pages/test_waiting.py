"""What waits for somebody stands on their first page, for those alone whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sankofa.accounts import permissions as accounts
from sankofa.accounts.models import Office, Opening, User
from sankofa.approvals import permissions as approvals
from sankofa.consent import permissions as consent
from sankofa.consent.models import Consent, Sitting
from sankofa.consent.rules import texts
from sankofa.consent.rules.terms import Purpose
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.project import waiting
from sankofa.returnees import permissions as returnees
from sankofa.returnees.models import Demand
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def of(office: Office, *may: Any) -> Client:
    client = Client()
    client.force_login(builders.user(office, may={accounts.SIGNED_IN, *may}))
    return client


def opened(person: Any, by: User) -> Opening:
    at = clock.now()
    return Opening.objects.create(
        user=by,
        office=person.office,
        record_id=str(person.pk),
        number=person.case_number,
        category="danger",
        words="in danger",
        opened_at=at,
        ends_at=at + timedelta(hours=3),
    )


def said(person: Any, answer: str, *, days_ago: int, purpose: str = "registration", days: int = 10) -> None:
    at = clock.now() - timedelta(days=days_ago)
    sitting = Sitting.objects.create(subject_id=person.pk, sent_id=uuid7(), at=at, how="spoken", capacity="adult")
    is_yes = answer == "given"
    Consent.objects.create(
        sitting=sitting,
        subject_id=person.pk,
        purpose=purpose,
        answer=answer,
        at=at,
        capacity="adult",
        version="1" if is_yes else "",
        digest="0" * 64 if is_yes else "",
        expires_on=(at + timedelta(days=days)).date() if is_yes else None,
    )


def agreed(person: Any, purpose: str, *, days: int) -> None:
    """A yes to the text that is read now, that ends in so many days."""
    on, text = clock.today(person.office.zone), texts.text(Purpose(purpose), "1", "en")
    sitting = Sitting.objects.create(
        subject_id=person.pk, sent_id=uuid7(), at=clock.now(), how="spoken", capacity="in_doubt"
    )
    Consent.objects.create(
        sitting=sitting,
        subject_id=person.pk,
        purpose=purpose,
        answer="given",
        at=clock.now(),
        capacity="in_doubt",
        language="en",
        version=text.version,
        digest=text.digest,
        expires_on=on + timedelta(days=days),
    )


def test_a_file_opened_from_outside_is_told_until_somebody_read_the_reason(
    office: Office, worker: User, person: Any
) -> None:
    reads = of(office, accounts.REVIEW_OPENINGS)
    assert "Nothing is waiting for you" in reads.get("/").content.decode()
    opening = opened(person, worker)
    page = reads.get("/").content.decode()
    assert "1 file was opened from outside: read the reason" in page
    assert 'href="/open/digest/"' in page
    assert "Nothing is waiting for you" not in page
    reader = builders.user(office)
    Opening.objects.filter(pk=opening.pk).update(reviewed_at=clock.now(), reviewed_by=reader, is_questioned=False)
    assert "opened from outside" not in reads.get("/").content.decode()


def test_an_opening_of_a_file_protected_since_is_not_counted_for_others(
    office: Office, worker: User, person: Any
) -> None:
    opened(person, worker)
    type(person).objects.filter(pk=person.pk).update(is_protected=True)
    page = of(office, accounts.REVIEW_OPENINGS, returnees.VIEW).get("/").content.decode()
    assert "opened from outside" not in page


def test_nobody_is_told_of_what_they_may_not_do(signed_in: Client, worker: User, person: Any) -> None:
    opened(person, builders.user(person.office))
    assert "Waits for you" not in signed_in.get("/").content.decode()


def test_a_demand_waits_for_whoever_decides_it(office: Office) -> None:
    at = clock.now()
    Demand.objects.create(
        office=office, authority="police", wanted="a list", demanded_on=at.date(), due_on=at.date(), noted_at=at
    )
    page = of(office, returnees.DECIDE_DEMAND).get("/").content.decode()
    assert "1 demand by an authority waits for your decision" in page
    assert "demand by an authority" not in of(office, returnees.NOTE_DEMAND).get("/").content.decode()


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        pytest.param([("given", 20)], True, id="ran-out"),
        pytest.param([("given", 5, 60)], False, id="still-holds"),
        pytest.param([("given", 5, 35)], True, id="ends-in-thirty-days"),
        pytest.param([("given", 5, 37)], False, id="ends-later"),
        pytest.param([("given", 20), ("given", 5, 60)], False, id="asked-again"),
        pytest.param([("given", 5, 20), ("given", 2, 90)], False, id="asked-again-before-it-ended"),
        pytest.param([("given", 5, 20), ("refused", 2)], False, id="refused-before-it-ended"),
        pytest.param([("given", 20), ("withdrawn", 15)], False, id="taken-back"),
        pytest.param([("refused", 20)], False, id="refused"),
        pytest.param([], False, id="never-asked"),
    ],
)
def test_a_yes_that_ran_out_is_told_to_whoever_asks(
    office: Office, person: Any, words: list[tuple[Any, ...]], is_told: bool
) -> None:
    for answer, days_ago, *days in words:
        said(person, answer, days_ago=days_ago, days=days[0] if days else 10)
    asks = of(office, returnees.VIEW, consent.VIEW, consent.ASK)
    assert ("ran out or ends soon: ask again" in asks.get("/").content.decode()) is is_told
    listed = asks.get("/people/consent-ended/").content.decode()
    assert (person.case_number in listed) is is_told
    assert ("Nobody has to be asked again" in listed) is not is_told


def test_a_later_word_about_something_else_does_not_hide_what_ran_out(office: Office, person: Any) -> None:
    said(person, "given", days_ago=20)
    said(person, "given", days_ago=5, purpose="case_work", days=90)
    asks = of(office, returnees.VIEW, consent.ASK)
    assert "The consent of 1 person ran out or ends soon" in asks.get("/").content.decode()


def test_a_yes_that_ends_soon_is_a_task_on_the_persons_page(office: Office, person: Any) -> None:
    asks, sees = of(office, returnees.VIEW, consent.VIEW, consent.ASK), of(office, returnees.VIEW, consent.VIEW)
    for purpose in ("registration", "case_work"):
        agreed(person, purpose, days=31)
    assert "Ask again before a yes ends" not in asks.get(f"/people/{person.pk}/").content.decode()
    agreed(person, "contact_sms", days=12)
    agreed(person, "contact_phone", days=30)
    page = asks.get(f"/people/{person.pk}/").content.decode()
    assert "Ask again before a yes ends" in page
    assert "Short messages ends on" in page
    assert "1 more ends soon." in page
    assert f"/people/{person.pk}/consent/ask/" not in sees.get(f"/people/{person.pk}/").content.decode()


def test_the_consents_of_another_office_concern_nobody_here(person: Any) -> None:
    said(person, "given", days_ago=20)
    asks = of(builders.office(), returnees.VIEW, consent.ASK)
    assert person.case_number not in asks.get("/people/consent-ended/").content.decode()
    assert "ran out" not in asks.get("/").content.decode()


@pytest.mark.parametrize(
    ("line", "permission"),
    [
        pytest.param(waiting.decisions, approvals.DECIDE, id="decisions"),
        pytest.param(waiting.sent_back, approvals.PROPOSE, id="sent-back"),
        pytest.param(waiting.openings, accounts.REVIEW_OPENINGS, id="openings"),
        pytest.param(waiting.demands, returnees.DECIDE_DEMAND, id="demands"),
        pytest.param(waiting.consents, consent.ASK, id="consents"),
    ],
)
def test_a_line_asks_once_where_nothing_waits_and_not_at_all_without_the_permission(
    office: Office, line: Any, permission: Any
) -> None:
    may = builders.user(office, may={permission, returnees.VIEW}).as_actor()
    may_not = builders.user(office, may={accounts.SIGNED_IN}).as_actor()
    on = clock.now().date()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert line(may, on) is None
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert line(may_not, on) is None
    assert len(asked) == 0

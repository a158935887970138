"""Pages of visits and mediation: what is due, who tried in vain, what to try next, talks with others."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.cases import permissions
from sankofa.cases.models import Case, Mediation, VisitTry
from sankofa.kernel import clock
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.pages.conftest import CASEWORKER
from tests.pages.test_case_pages import page, sent

pytestmark = pytest.mark.django_db
MAY = (*CASEWORKER, permissions.VIEW, permissions.WORK, returnees.ASSIGN)


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def today(worker: Any) -> Any:
    return clock.today(worker.office.zone)


@pytest.fixture
def case(person: Any, worker: Any, today: Any) -> Case:
    """A case whose plan was agreed five weeks ago: the first visit is late."""
    type(person).objects.filter(pk=person.pk).update(owner=worker)
    agreed_on = today - timedelta(days=35)
    held = builders.case(person, opened_on=agreed_on, talk_on=agreed_on)
    made = builders.plan(held, agreed_on=agreed_on, agreed_how="signature")
    return Case.objects.get(pk=made.case.pk)


def visit(case: Case, months: int = 1) -> str:
    return reverse("cases:visit", args=[case.pk, months])


def test_a_late_visit_leads_to_its_page_and_its_forms(signed_in: Client, case: Case) -> None:
    assert visit(case) in page(signed_in, "case", case.pk)
    text = signed_in.get(visit(case)).content.decode()
    for code in ("programme_monitoring", "business_visit"):
        assert reverse("surveys:begin", args=[case.person_id, code]) in text
    assert signed_in.get(visit(case, 2)).status_code == 404


def test_forms_of_a_joined_file_out_of_reach_stand_on_no_page_of_the_case(
    signed_in: Client, case: Case, today: Any
) -> None:
    other = builders.person(builders.office())
    builders.sameperson(other, case.person)
    told = {"instrument": "business_visit", "answered_on": today}
    shut, own = (builders.submission(who, answers={"state": ["open"]}, **told) for who in (other, case.person))
    for text in (page(signed_in, "case", case.pk), signed_in.get(visit(case)).content.decode()):
        assert reverse("surveys:answers", args=[own.pk]) in text
        assert reverse("surveys:answers", args=[shut.pk]) not in text


def test_after_three_tries_in_vain_the_page_says_what_to_try_next_and_the_list_says_why(
    signed_in: Client, case: Case, today: Any
) -> None:
    for why in ("no_answer", "no_answer", "not_found"):
        answer = signed_in.post(visit(case), {"why": why, "tried_on": today.isoformat(), "note": ""})
        assert answer.status_code == 302
    text = signed_in.get(visit(case)).content.decode()
    assert "What to try next" in text
    assert "Ask the person whom they named for this." in text
    assert "Times tried: 3" in page(signed_in, "mine"), "overdue ones say why"
    assert "not at home" in page(signed_in, "case", case.pk)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        pytest.param("unsafe", "Speak with a protection officer today.", id="not-safe"),
        pytest.param("refused", "Let them be.", id="does-not-want-it"),
        pytest.param("moved", "Offer the office near them", id="moved"),
        pytest.param("later", "Try again in some days.", id="another-day"),
    ],
)
def test_what_is_tried_next_follows_from_why_there_was_no_talk(
    signed_in: Client, case: Case, today: Any, why: str, said: str
) -> None:
    signed_in.post(visit(case), {"why": why, "tried_on": today.isoformat()})
    assert said in signed_in.get(visit(case)).content.decode()


def test_a_try_without_a_reason_or_tomorrow_is_asked_for_again(signed_in: Client, case: Case, today: Any) -> None:
    answer = signed_in.post(visit(case), {"tried_on": today.isoformat(), "note": "The bridge is out"})
    assert answer.status_code == 422
    assert "Choose why." in answer.content.decode()
    assert "The bridge is out" in answer.content.decode()
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert signed_in.post(visit(case), {"why": "later", "tried_on": tomorrow}).status_code == 422
    assert not VisitTry.objects.exists()


def test_what_the_business_visit_learnt_stands_beside_the_case_with_who_filled_which_form(
    signed_in: Client, case: Case, worker: Any, today: Any
) -> None:
    said = {
        "state": ["open"],
        "sales": ["1200"],
        "currency": ["bdt"],
        "help_wanted": ["none"],
        "agreed": ["Buy a scale"],
    }
    builders.submission(
        case.person, instrument="business_visit", version="1", answered_on=today, answers=said, recorded_by=worker
    )
    builders.submission(
        case.person, instrument="needs_assessment", version="1", answered_on=today - timedelta(40), answers={}
    )
    text = page(signed_in, "case", case.pk)
    assert "learnt about the business" in text
    assert "1200" in text
    assert "Buy a scale" in text
    assert "What you need first" in text
    assert "Visit after one month" in text
    assert "Held on" in signed_in.get(visit(case)).content.decode()


def test_whoever_may_hold_no_talks_reads_no_answers_beside_the_case(
    client: Client, office: Any, case: Case, today: Any
) -> None:
    builders.submission(
        case.person, instrument="business_visit", version="1", answered_on=today, answers={"agreed": ["Buy a scale"]}
    )
    client.force_login(builders.user(office, may=(CASEWORKER[0], returnees.VIEW, permissions.VIEW)))
    text = page(client, "case", case.pk)
    assert "Buy a scale" not in text
    assert reverse("cases:mediate", args=[case.pk]) not in text


def test_a_mediation_is_opened_logged_and_ended_on_its_page(signed_in: Client, case: Case, today: Any) -> None:
    assert reverse("cases:mediate", args=[case.pk]) in page(signed_in, "case", case.pk)
    said = {"whom": "lender", "who": "A shop", "why": "He comes every day", "until_on": today.isoformat()}
    text = sent(signed_in, "mediate", case.pk, status=422, **said)
    assert "Without a yes nobody is spoken to." in text
    assert "He comes every day" in text
    sent(signed_in, "mediate", case.pk, **said, is_wanted="on")
    held = Mediation.objects.get()
    assert reverse("cases:mediation", args=[held.pk]) in page(signed_in, "case", case.pk)
    assert "He comes every day" in page(signed_in, "mediation", held.pk)
    later = (today + timedelta(days=7)).isoformat()
    log = {"talk-held_on": today.isoformat(), "talk-said": "He will wait until the harvest", "talk-until_on": later}
    sent(signed_in, "mediation", held.pk, **log)
    assert "He will wait until the harvest" in page(signed_in, "mediation", held.pk)
    sent(signed_in, "mediation", held.pk, status=422, end="1", **{"end-ended_on": today.isoformat()})
    sent(signed_in, "mediation", held.pk, end="1", **{"end-ended_on": today.isoformat(), "end-outcome": "agreed"})
    text = page(signed_in, "mediation", held.pk)
    assert "They agreed on something" in text
    assert "Note a talk" not in text
    sent(signed_in, "mediation", held.pk, **log)
    assert held.talks.count() == 1, "nothing of an ended one changes"

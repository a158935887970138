"""The two exceptions to consent: who may record them, what stands on the person's page, and the sheet for the file."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.consent import permissions
from sankofa.consent.models import Exemption, Handover
from sankofa.kernel import clock
from sankofa.returnees import permissions as returnees
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
SEES = {SIGNED_IN, returnees.VIEW, permissions.VIEW}
WHY = "Spoke of ending her life."


@pytest.fixture
def somebody(office: Office) -> Any:
    return builders.person(office, born_on=date(1992, 4, 13), born_precision="day", language="ur")


@pytest.fixture
def clinic(db: None) -> Any:
    return builders.organisation("Clinic of Dhaka")


def browser_of(office: Office, *may: Any, name: str = "") -> Client:
    client = Client()
    client.force_login(builders.user(office, may={*SEES, *may}, name=name))
    return client


def address(person: Any, kind: str = "life-at-risk") -> str:
    return f"/people/{person.pk}/consent/{kind}/"


def said(told: Any, **changes: Any) -> dict[str, Any]:
    given = {"decided_by": "Dr. Sen, register 4411", "why": WHY, "partner": str(told.pk), "days": "2"}
    return {**given, "fields_told": ["phone", "name"], **changes}


def recorded(person: Any, partner: Any, *, days_ago: int = 0, days: int = 2, **facts: Any) -> Exemption:
    from_on = clock.today(person.office.zone) - timedelta(days=days_ago)
    given = {
        "basis": "life_at_risk",
        "decider": "mental_health_professional",
        "decided_by": "Dr. Sen",
        "why": WHY,
        "fields": ["name"],
    }
    return Exemption.objects.create(
        subject_id=person.pk,
        partner=partner,
        from_on=from_on,
        until_on=from_on + timedelta(days=days),
        **{**given, **facts},
    )


def test_a_life_at_risk_is_recorded_from_the_persons_page_to_the_sheet(
    office: Office, somebody: Any, clinic: Any
) -> None:
    officer = browser_of(office, permissions.LIFE_AT_RISK, name="Nadia Islam")
    overview = officer.get(f"/people/{somebody.pk}/consent/").content.decode()
    assert f'href="{address(somebody)}"' in overview
    assert address(somebody, "court-order") not in overview
    form = officer.get(address(somebody)).content.decode()
    assert "7 days at most" in form
    assert "gives nothing away by itself" in form
    done = officer.post(address(somebody), said(clinic), follow=True)
    sheet = done.content.decode()
    for fact in ("Dr. Sen, register 4411", WHY, "Clinic of Dhaka", "Name, Phone", "Nadia Islam", "holds until"):
        assert fact in sheet
    assert "Nothing was given on this exception." in sheet
    made = Exemption.objects.get()
    assert (made.basis, made.fields) == ("life_at_risk", ["name", "phone"])
    assert (made.until_on - made.from_on).days == 2


def test_a_court_order_is_decided_by_the_officer_who_is_signed_in(office: Office, somebody: Any) -> None:
    ministry = builders.organisation("Ministry of Justice", "ministry")
    officer = browser_of(office, permissions.COURT_ORDER, name="Omar Faruk")
    form = officer.get(address(somebody, "court-order")).content.decode()
    assert "90 days at most" in form
    assert "mental-health professional" not in form
    officer.post(address(somebody, "court-order"), said(ministry, decided_by="Somebody else", days="90"))
    made = Exemption.objects.get()
    assert (made.basis, made.decided_by, made.decider) == ("court_order", "Omar Faruk", "data_officer")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"decided_by": " "}, "Write the name of the professional", id="nobody-decided"),
        pytest.param({"why": " "}, "Without a reason there is no exception", id="no-reason"),
        pytest.param({"partner": ""}, "Choose the partner.", id="no-partner"),
        pytest.param({"fields_told": []}, "Tick what the partner may be told.", id="nothing-ticked"),
        pytest.param({"days": ""}, "Write for how many days.", id="no-end"),
        pytest.param({"days": "8"}, "7 days at most.", id="too-long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_recorded(
    office: Office, somebody: Any, clinic: Any, changes: dict[str, Any], told: str
) -> None:
    officer = browser_of(office, permissions.LIFE_AT_RISK)
    answer = officer.post(address(somebody), said(clinic, **changes))
    assert answer.status_code == 422
    assert told in answer.content.decode().split('class="errors"', 1)[1].split("</div>", 1)[0]
    assert not Exemption.objects.exists()


def test_a_lender_is_never_told_because_a_life_is_at_risk(office: Office, somebody: Any) -> None:
    lender = builders.organisation("Lender of Dhaka", "lender")
    officer = browser_of(office, permissions.LIFE_AT_RISK)
    assert "There is no partner here who could be told." in officer.get(address(somebody)).content.decode()
    assert officer.post(address(somebody), said(lender)).status_code == 422
    assert not Exemption.objects.exists()


def test_a_button_pressed_twice_records_once(office: Office, somebody: Any, clinic: Any) -> None:
    officer = browser_of(office, permissions.LIFE_AT_RISK)
    first, again = (officer.post(address(somebody), said(clinic)) for _ in range(2))
    assert first["Location"] == again["Location"]
    officer.post(address(somebody), said(clinic, why="Another reason."))
    assert Exemption.objects.count() == 2


@pytest.mark.parametrize("kind", ["life-at-risk", "court-order"])
def test_whoever_may_not_record_an_exception_is_refused_and_shown_no_way(
    office: Office, somebody: Any, clinic: Any, kind: str
) -> None:
    other = {"life-at-risk": permissions.COURT_ORDER, "court-order": permissions.LIFE_AT_RISK}[kind]
    for client in (browser_of(office, permissions.ASK), browser_of(office, other)):
        assert client.get(address(somebody, kind)).status_code == 403
        assert client.post(address(somebody, kind), said(clinic)).status_code == 403
        assert address(somebody, kind) not in client.get(f"/people/{somebody.pk}/consent/").content.decode()
    assert not Exemption.objects.exists()


@pytest.mark.parametrize("kind", ["life-at-risk", "court-order"])
def test_somebody_protected_or_of_another_office_is_not_found(
    office: Office, somebody: Any, clinic: Any, kind: str
) -> None:
    may = (permissions.LIFE_AT_RISK, permissions.COURT_ORDER)
    sheet = f"/exceptions/{recorded(somebody, clinic).pk}/"
    elsewhere = browser_of(builders.office(), *may)
    assert elsewhere.get(address(somebody, kind)).status_code == 404
    assert elsewhere.get(sheet).status_code == 404
    officer = browser_of(office, *may)
    assert officer.get(sheet).status_code == 200
    type(somebody).objects.filter(pk=somebody.pk).update(is_protected=True)
    assert officer.get(address(somebody, kind)).status_code == 404
    assert officer.post(address(somebody, kind), said(clinic)).status_code == 404
    assert officer.get(sheet).status_code == 404
    assert Exemption.objects.count() == 1


def test_standing_and_past_exceptions_are_listed_without_who_decided_and_why(
    office: Office, somebody: Any, clinic: Any
) -> None:
    recorded(somebody, clinic)
    recorded(somebody, clinic, days_ago=2, fields=["needs"])
    page = browser_of(office).get(f"/people/{somebody.pk}/consent/").content.decode()
    assert page.count("holds until") == 1
    assert page.count("ended on") == 1
    assert "Clinic of Dhaka" in page
    assert "Dr. Sen" not in page
    assert WHY not in page


def test_where_there_is_no_exception_a_caseworkers_page_says_nothing_of_it(office: Office, somebody: Any) -> None:
    assert "Exceptions" not in browser_of(office).get(f"/people/{somebody.pk}/consent/").content.decode()
    officer = browser_of(office, permissions.LIFE_AT_RISK).get(f"/people/{somebody.pk}/consent/").content.decode()
    assert "There is no exception." in officer


def test_the_sheet_tells_what_was_given_on_it_and_why_one_sees_it_and_is_on_record(
    office: Office, somebody: Any, clinic: Any
) -> None:
    held = recorded(somebody, clinic)
    Handover.objects.create(
        subject_id=somebody.pk,
        purpose="referral",
        partner=clinic,
        fields=["name"],
        basis="life_at_risk",
        exemption=held,
        at=clock.now(),
    )
    page = browser_of(office).get(f"/exceptions/{held.pk}/").content.decode()
    assert "Nothing was given on this exception." not in page
    assert "Why can I see this?" in page
    looked = [one.detail for one in Event.objects.all() if "consent.exception" in str(one.detail) + str(one.action)]
    assert len(looked) == 1
    assert WHY not in str(looked)

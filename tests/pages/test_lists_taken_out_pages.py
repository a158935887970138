"""Pages of lists that leave the register: asked for, agreed to by a second person if long, taken, traced."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office, User
from sankofa.approvals import permissions as approvals
from sankofa.approvals.models import Proposal
from sankofa.audit.models import Event
from sankofa.returnees import permissions
from sankofa.returnees.models import Export
from sankofa.returnees.rules import exporting as rules
from tests import builders
from tests.pages.conftest import registered

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MANAGER = (
    permissions.VIEW,
    permissions.REGISTER,
    permissions.EXPORT,
    permissions.EXPORT_NAMED,
    permissions.OPEN,
    approvals.SEE,
    approvals.PROPOSE,
    approvals.DECIDE,
)
PURPOSE = "quarterly report to the ministry"


@pytest.fixture
def manager(office: Office) -> User:
    return builders.user(office, may=MANAGER, name="Shirin Das")


@pytest.fixture
def people(office: Office, manager: User) -> Any:
    return registered(office, manager, "Rahima Khatun", "Salma Begum")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(client: Client, office: Office, **given: Any) -> Any:
    said = {"format": "csv", "purpose": PURPOSE, "office": str(office.pk), "groups": ["name"], **given}
    return client.post(reverse("returnees:new_export"), said)


def test_a_short_list_is_asked_for_and_taken(office: Office, manager: User, people: Any) -> None:
    client = browser(manager)
    assert PURPOSE.encode() not in client.get(reverse("returnees:exports")).content
    answer = client.post(ask(client, office)["Location"] + "take/")
    content = b"".join(answer.streaming_content)
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert all(person.case_number.encode() in content for person in people)
    assert PURPOSE.encode() in client.get(reverse("returnees:exports")).content
    export = Export.objects.get()
    dictionary = client.get(reverse("returnees:export_dictionary", args=[export.pk]))
    assert b"#beneficiary+name+given" in dictionary.content


def test_a_long_list_is_proposed_and_taken_once_a_second_person_agrees(
    office: Office, manager: User, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "NAMED_ALONE_MAX", 1)
    client = browser(manager)
    address = ask(client, office)["Location"]
    assert "Ask a second person" in client.get(address).content.decode()
    assert client.post(f"{address}take/").status_code == 403
    client.post(f"{address}propose/")
    proposal = Proposal.objects.get()
    second = browser(builders.user(office, may=MANAGER, name="Karim Mia"))
    shown = second.get(reverse("approvals:proposal", args=[proposal.pk])).content.decode()
    assert PURPOSE in shown
    said = {"verdict": "approve", "comment": "Looked at.", "round": proposal.round, "step": "approve"}
    second.post(reverse("approvals:proposal", args=[proposal.pk]), {**said, "digest": proposal.digest})
    assert Event.objects.filter(action="returnees.release_export", kind="write").exists()
    assert b"Take the list" in client.get(address).content
    assert client.post(f"{address}take/").status_code == 200
    assert second.post(f"{address}take/").status_code == 403


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param({"purpose": ""}, "Write what the list is for.", id="no-purpose"),
        pytest.param({"purpose": "x"}, "in a few words", id="a-purpose-of-one-letter"),
        pytest.param({"sex": "male"}, "Nobody whom you may take out fits this.", id="nobody-fits"),
        pytest.param({"groups": ["screening"]}, "is not one of the answers", id="a-group-that-nobody-offers"),
    ],
)
def test_what_is_wrong_is_said(office: Office, manager: User, people: Any, given: Any, told: str) -> None:
    answer = ask(browser(manager), office, **given)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Export.objects.exists()


def test_somebody_without_the_right_to_names_is_offered_none(office: Office, people: Any) -> None:
    client = browser(builders.user(office, may=[permissions.EXPORT]))
    shown = client.get(reverse("returnees:new_export")).content.decode()
    assert 'value="journey"' in shown
    assert 'value="name"' not in shown
    assert ask(client, office).status_code == 422


def test_a_copy_is_traced_and_a_wrong_mark_is_told_so(office: Office, manager: User, people: Any) -> None:
    client = browser(manager)
    address = ask(client, office)["Location"]
    number = Export.objects.get().receipt
    assert client.post(reverse("returnees:trace_export"), {"said": number})["Location"] == address
    wrong = client.post(reverse("returnees:trace_export"), {"said": "nothing"})
    assert wrong.status_code == 422
    assert "a mark has 32 signs" in wrong.content.decode()

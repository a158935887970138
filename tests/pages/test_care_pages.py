"""Pages of what has to be done for people: the list, settling, and the safety card."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.returnees import permissions as returnees
from sankofa.sustainability.models import Concern
from sankofa.sustainability.permissions import CARE
from tests import builders
from tests.pages.conftest import CASEWORKER, talked

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=(*CASEWORKER, CARE), name="Shirin Das")


def test_the_list_says_what_and_since_when_and_is_settled_with_a_word(
    signed_in: Client, person: Any, worker: Any
) -> None:
    talked(person, worker, e2="never", e4="never", p4="very_safe", p5="never", p7="never", p8="yes", p9="yes")
    text = signed_in.get("/").content.decode()
    assert "1 person needs something done today, whatever their figures say" in text
    assert "counsell" not in text, "the first page names nobody's trouble"
    text = signed_in.get(reverse("sustainability:care")).content.decode()
    assert "Rahima Khatun" in text
    assert "Offer a counsellor and agree on a day." in text
    address = reverse("sustainability:settle", args=[Concern.objects.get().pk])
    assert signed_in.post(address, {"done": ""}).status_code == 422
    assert signed_in.post(address, {"done": "A counsellor comes on Tuesday."}).status_code == 302
    assert "Nothing is open" in signed_in.get(reverse("sustainability:care")).content.decode()
    assert signed_in.get(address).status_code == 404


def test_the_safety_card_is_one_press_from_the_persons_page_and_names_whom_to_call(
    signed_in: Client, person: Any, office: Office
) -> None:
    builders.user(office, may={returnees.LOOK_AFTER}, name="Parvin Sultana")
    address = reverse("sustainability:safety", args=[person.pk])
    assert address in signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    text = signed_in.get(address).content.decode()
    assert "Stay with them" in text
    assert "Parvin Sultana" in text
    assert not Concern.objects.exists(), "reading the card notes nothing"
    text = signed_in.post(address, follow=True).content.decode()
    assert "It stays on the list of today" in text
    assert Concern.objects.count() == 1
    assert "call the protection officer now" in signed_in.get(reverse("sustainability:care")).content.decode()


def test_whoever_may_not_see_to_people_is_not_led_to_the_card(client: Client, office: Office, person: Any) -> None:
    client.force_login(builders.user(office, may=CASEWORKER))
    assert "ending their life" not in client.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert client.get(reverse("sustainability:safety", args=[person.pk])).status_code == 403

"""What people see of a grant holds no word of lending, and what they see of lending holds no grant."""

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.approvals import permissions as by_two
from sankofa.approvals.models import Proposal
from sankofa.cases import actions, permissions
from sankofa.cases.models import PlanGrant
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.lenders import permissions as lenders
from tests import builders
from tests.architecture.test_grants_and_loans import APART, GRANT, LANGUAGES, LOAN, speaks_of
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
ACTIVITY = uuid7()


def words(client: Client, address: str) -> str:
    """Return what a page says between its head and its foot, without tags."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    inside = answer.content.decode().split("<main", 1)[1].split("</main")[0]
    text = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inside)))
    for said in APART:
        text = text.replace(said, "")
    return text


@pytest.fixture
def giver(office: Office) -> Any:
    may = (permissions.VIEW, permissions.WORK, permissions.HAND_OVER, permissions.APPROVE)
    return builders.user(office, may=(*CASEWORKER, *may, by_two.SEE, by_two.PROPOSE, by_two.DECIDE))


@pytest.fixture
def grant(office: Office, person: Any, giver: Any) -> PlanGrant:
    activity = {"key": str(ACTIVITY), "what": "Money for shelves", "kind": "grant", "provider": ""}
    activity |= {"provider_words": "", "amount": [2_500_000, "BDT"], "from_on": None, "until_on": None}
    today = clock.today(office.zone)
    case = builders.case(person, opened_on=today, talk_on=today)
    content = {"goals": ["A shop of my own"], "activities": [activity]}
    builders.plan(case, content=content, agreed_on=today, agreed_how="signature")
    amount = Money(2_500_000, "BDT")
    return actions.propose_grant(case=case, activity=ACTIVITY, amount=amount, by=giver.as_actor(), at=clock.now())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_and_no_paper_of_a_grant_speaks_of_lending(
    client: Client, person: Any, giver: Any, grant: PlanGrant, language: str
) -> None:
    client.force_login(giver)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    type(person).objects.filter(pk=person.pk).update(language=language)
    case = grant.case
    plan_again = f"{reverse('cases:grant_for', args=[case.pk])}?activity={ACTIVITY}"
    found = {
        "proposal": words(client, reverse("approvals:proposal", args=[Proposal.objects.get().pk])),
        "case": words(client, reverse("cases:case", args=[case.pk])),
        "plan": words(client, reverse("cases:plan", args=[case.pk])),
        "delivered": words(client, reverse("cases:delivered", args=[case.pk])),
        "paper": words(client, reverse("cases:paper", args=[case.pk])),
        "waits": words(client, reverse("cases:grant", args=[grant.pk])),
    }
    PlanGrant.objects.filter(pk=grant.pk).update(approved_at=clock.now())
    till = builders.account(builders.book(case.person.office.organisation, kind="grant"))
    given = builders.handover(grant, account=till, amount_minor=1_000_000, note="Half of it")
    found |= {
        "grant": words(client, reverse("cases:grant", args=[grant.pk])),
        "hand over": words(client, reverse("cases:hand_over", args=[grant.pk])),
        "receipt": words(client, reverse("cases:receipt", args=[given.pk])),
        "take back": words(client, reverse("cases:take_back", args=[given.pk])),
        "cancel": words(client, reverse("cases:cancel_grant", args=[grant.pk])),
    }
    PlanGrant.objects.filter(pk=grant.pk).update(amount_minor=1_000_000)
    found["propose"] = words(client, plan_again)
    assert {name: text for name, text in found.items() if speaks_of(LOAN, text, language)} == {}
    silent = [name for name, text in found.items() if not speaks_of(GRANT, text, language)]
    assert silent == [], "each of them says that it is a grant"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_lenders_speaks_of_grants(client: Client, office: Office, language: str) -> None:
    client.force_login(builders.user(office, may=(*CASEWORKER, lenders.VIEW, lenders.KEEP, lenders.ASSESS)))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    lender = builders.lender(office, name="Gram Unnayan")
    product = builders.product(lender)
    found = {
        "list": words(client, reverse("lenders:lenders")),
        "lender": words(client, reverse("lenders:lender", args=[lender.pk])),
        "product": words(client, reverse("lenders:product", args=[product.pk])),
        "compare": words(client, reverse("lenders:compare")),
    }
    assert {name: text for name, text in found.items() if speaks_of(GRANT, text, language)} == {}
    assert speaks_of(LOAN, " ".join(found.values()), language)

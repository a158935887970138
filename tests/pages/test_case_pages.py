"""Pages of cases: from opening one to the paper of the plan, my cases, and the end."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.cases import permissions
from sankofa.cases.models import Case, Delivery, Plan
from sankofa.kernel import clock
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
MAY = (*CASEWORKER, permissions.VIEW, permissions.WORK, returnees.ASSIGN)


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def today(worker: Any) -> str:
    return clock.today(worker.office.zone).isoformat()


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(f"cases:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, name: str, key: Any, status: int = 302, **fields: Any) -> str:
    answer = client.post(reverse(f"cases:{name}", args=[key]), fields)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def opened(client: Client, person: Any, worker: Any, today: str) -> Case:
    sent(client, "begin", person.pk, opened_on=today, colleague=str(worker.pk))
    return Case.objects.get(closed_on=None)


def agreed(client: Client, case: Case, today: str, *, kind: str = "grant", **said: Any) -> Plan:
    sent(client, "talk", case.pk, answer="not_now", offered_on=today)
    sent(client, "plan", case.pk, begin="1")
    sent(client, "plan", case.pk, goals="A shop of my own\nMy son back in school", edition="1")
    grant = {"what": "Money for shelves", "kind": kind, "amount": "25,000", "currency": "BDT", "edition": "2"}
    sent(client, "activity", case.pk, **grant, until_on=today)
    agreement = {"is_read_aloud": "on", "how": "mark", "witness": "The grocer", "guardian": "Her aunt"}
    sent(client, "agree", case.pk, **{**agreement, "agreed_on": today, "edition": "3", **said})
    return Plan.objects.get()


def test_a_case_is_opened_from_the_persons_page_and_says_what_is_next(
    signed_in: Client, person: Any, worker: Any, today: str
) -> None:
    of_person = reverse("returnees:person", args=[person.pk])
    text = signed_in.get(of_person).content.decode()
    assert reverse("cases:begin", args=[person.pk]) in text
    assert "No case yet" in text
    case = opened(signed_in, person, worker, today)
    text = page(signed_in, "case", case.pk)
    assert "Next: Offer a first talk, by" in text
    assert "Shirin Das" in text
    text = signed_in.get(of_person).content.decode()
    assert reverse("cases:case", args=[case.pk]) in text
    assert "Offer a first talk" in text
    sent(signed_in, "begin", person.pk, opened_on=today)
    assert Case.objects.count() == 1, "there is one already, and the page leads to it"


def test_a_plan_goes_from_the_persons_words_to_the_paper(
    signed_in: Client, person: Any, worker: Any, today: str
) -> None:
    case = opened(signed_in, person, worker, today)
    agreed(signed_in, case, today)
    text = page(signed_in, "case", case.pk)
    assert "My son back in school" in text
    assert "grant, never to be paid back" in text
    assert "not now, offer it again later" in text
    paper = page(signed_in, "paper", case.pk)
    assert "My plan" in paper
    assert "25,000.00" in paper
    assert "never to be paid back" in paper
    for word in ("return", "migra", "Return", "Migra", "caseworker"):
        assert word not in paper.split("<main", 1)[1].split("</main")[0], "the paper may lie anywhere"


@pytest.mark.parametrize(("language", "title"), [("ur", "میرا منصوبہ"), ("fr", "Mon plan"), ("bn", "My plan")])
def test_the_paper_speaks_the_persons_language(
    signed_in: Client, person: Any, worker: Any, today: str, language: str, title: str
) -> None:
    person.language = language
    person.save()
    case = opened(signed_in, person, worker, today)
    assert title in page(signed_in, "paper", case.pk)


def test_a_mark_that_nobody_saw_is_asked_for_again_and_nothing_typed_is_lost(
    signed_in: Client, person: Any, worker: Any, today: str
) -> None:
    case = opened(signed_in, person, worker, today)
    with pytest.raises(AssertionError):
        agreed(signed_in, case, today, witness="")
    said = {"is_read_aloud": "on", "how": "mark", "guardian": "Her aunt", "agreed_on": today, "edition": "3"}
    assert "Write who saw the mark" in sent(signed_in, "agree", case.pk, status=422, **said)
    assert Plan.objects.get().agreed_on is None


def test_the_page_of_agreeing_says_what_is_missing(signed_in: Client, person: Any, worker: Any, today: str) -> None:
    case = opened(signed_in, person, worker, today)
    sent(signed_in, "plan", case.pk, begin="1")
    text = page(signed_in, "agree", case.pk)
    assert "Write at least one goal" in text
    assert reverse("cases:talk", args=[case.pk]) in text
    assert "The person agrees" not in text


def test_an_activity_is_changed_and_removed_with_the_goals_kept(
    signed_in: Client, person: Any, worker: Any, today: str
) -> None:
    case = opened(signed_in, person, worker, today)
    sent(signed_in, "plan", case.pk, begin="1")
    sent(signed_in, "activity", case.pk, what="Seed", kind="goods", edition="1")
    key = str(Plan.objects.get().to_terms().activities[0].key)
    page(signed_in, "activity", case.pk, activity=key)
    address = f"{reverse('cases:activity', args=[case.pk])}?activity={key}"
    assert signed_in.post(address, {"what": "Better seed", "kind": "goods", "edition": "2"}).status_code == 302
    assert [one.what for one in Plan.objects.get().to_terms().activities] == ["Better seed"]
    sent(signed_in, "plan", case.pk, goals="A field", edition="3", drop=key)
    assert Plan.objects.get().to_terms().activities == ()
    assert Plan.objects.get().to_terms().goals == ("A field",)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"kind": "cash"}, "Write how much this person gets.", id="cash-without-an-amount"),
        pytest.param({"amount": "12,5x", "currency": "BDT"}, "Write the amount in figures", id="no-figure"),
        pytest.param({"amount": "-5", "currency": "BDT"}, "An amount is more than nothing.", id="less-than-nothing"),
        pytest.param({"amount": "5"}, "Choose the currency.", id="of-what"),
        pytest.param({"from_on": "2026-05-02", "until_on": "2026-05-01"}, "cannot end before", id="backwards"),
        pytest.param({"kind": "loan"}, "Choose what kind of help it is.", id="a-loan"),
    ],
)
def test_what_no_activity_can_be_is_told_beside_its_field(
    signed_in: Client, person: Any, worker: Any, today: str, fields: dict[str, str], said: str
) -> None:
    case = opened(signed_in, person, worker, today)
    sent(signed_in, "plan", case.pk, begin="1")
    given = {"what": "Tools", "kind": "goods", "edition": "1", **fields}
    assert said in sent(signed_in, "activity", case.pk, status=422, **given)


def test_my_cases_lie_in_heaps_and_lead_to_their_pages(
    signed_in: Client, person: Any, worker: Any, office: Office, today: str
) -> None:
    assert "No open case is yours" in page(signed_in, "mine")
    case = opened(signed_in, person, worker, today)
    waiting = builders.case(builders.person(office, given_name="Kamala"))
    text = page(signed_in, "mine")
    assert "Due this week" in text
    assert "Waiting for somebody to look after them" in text
    assert reverse("cases:case", args=[case.pk]) in text
    assert "Kamala" in text
    assert "Offer a first talk" in signed_in.get("/").content.decode()
    sent(signed_in, "assign", waiting.pk, colleague=str(worker.pk))
    assert "Waiting for somebody" not in page(signed_in, "mine")


def test_what_was_delivered_is_noted_from_the_case(signed_in: Client, person: Any, worker: Any, today: str) -> None:
    case = opened(signed_in, person, worker, today)
    plan = agreed(signed_in, case, today, kind="goods")
    key = str(plan.to_terms().activities[0].key)
    assert "Money for shelves" in page(signed_in, "delivered", case.pk)
    sent(signed_in, "delivered", case.pk, activity=key, done_on=today, note="")
    assert Delivery.objects.count() == 1
    assert "Nothing is left to deliver" in page(signed_in, "delivered", case.pk)
    assert "1 of 1 delivered." in page(signed_in, "case", case.pk)


def test_a_case_is_closed_with_a_reason_and_opened_again(
    signed_in: Client, person: Any, worker: Any, today: str
) -> None:
    case = opened(signed_in, person, worker, today)
    sent(signed_in, "close", case.pk, status=422, closed_on=today)
    sent(signed_in, "close", case.pk, reason="left_prepared", closed_on=today)
    text = page(signed_in, "case", case.pk)
    assert "Left again, prepared" in text
    assert "Next:" not in text
    sent(signed_in, "talk", case.pk, answer="no", offered_on=today)
    assert Case.objects.get().talk_on is None, "nothing in a closed case changes"
    sent(signed_in, "again", case.pk, opened_on=today)
    assert Case.objects.get(closed_on=None).again_of == case


def test_whoever_only_sees_cases_is_led_to_nothing_they_may_not_do(
    client: Client, office: Office, person: Any, worker: Any
) -> None:
    case = builders.plan(builders.case(person)).case
    client.force_login(builders.user(office, may=(*CASEWORKER, permissions.VIEW)))
    text = page(client, "case", case.pk)
    assert "Next:" in text
    for name in ("plan", "talk", "close", "assign"):
        address = reverse(f"cases:{name}", args=[case.pk])
        assert address not in text
        assert client.get(address).status_code == 403


def test_whoever_sees_no_cases_is_shown_none_on_the_persons_page(client: Client, office: Office, person: Any) -> None:
    builders.case(person)
    client.force_login(builders.user(office, may=CASEWORKER))
    assert "/cases/" not in client.get(reverse("returnees:person", args=[person.pk])).content.decode()

"""Pages of grants: proposed from the plan, decided by two, handed over with a receipt, taken back, cancelled."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.approvals import permissions as by_two
from sankofa.approvals.models import Proposal
from sankofa.cases import permissions
from sankofa.cases.models import Case, Handover, PlanGrant
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions as ledger
from sankofa.ledger.rules.terms import Line, Movement
from sankofa.returnees import permissions as returnees
from tests import builders
from tests.pages.conftest import CASEWORKER
from tests.pages.test_case_pages import agreed, opened, page, sent

pytestmark = pytest.mark.django_db
MAY = (*CASEWORKER, permissions.VIEW, permissions.WORK, permissions.HAND_OVER, returnees.ASSIGN, by_two.PROPOSE)
DECIDES = (*CASEWORKER, permissions.VIEW, permissions.APPROVE, permissions.HAND_OVER, by_two.SEE, by_two.DECIDE)


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=(*MAY, by_two.SEE), name="Shirin Das")


@pytest.fixture
def today(worker: Any) -> str:
    return clock.today(worker.office.zone).isoformat()


@pytest.fixture
def till(office: Office) -> Any:
    book = builders.book(office.organisation, kind="grant")
    account, outside = builders.account(book), builders.account(book, kind="outside", may_be_negative=True)
    line = Line(outside.pk, account.pk, Money(9_000_000, "BDT"))
    keeper = builders.user(office, may=["ledger.post"], scope="organisation").as_actor()
    ledger.post(book=book, movement=Movement(uuid7(), (line,), clock.today("Asia/Dhaka")), by=keeper, at=clock.now())
    return account


@pytest.fixture
def case(signed_in: Client, person: Any, worker: Any, today: str) -> Case:
    made = opened(signed_in, person, worker, today)
    agreed(signed_in, made, today)
    return made


def proposed(client: Client, case: Case, amount: str = "25,000", status: int = 302) -> str:
    key = case.plans.get().to_terms().activities[0].key
    address = f"{reverse('cases:grant_for', args=[case.pk])}?activity={key}"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"amount": amount, "reason": "The shop is rented"})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def approved(client: Client, case: Case, *, by: int = 2) -> PlanGrant:
    proposed(client, case)
    proposal = Proposal.objects.get()
    for name in ("Rahim Uddin", "Imran Hossain")[:by]:
        other = Client()
        other.force_login(builders.user(case.person.office, may=DECIDES, name=name))
        address = reverse("approvals:proposal", args=[proposal.pk])
        assert "Give a grant, never to be paid back" in other.get(address).content.decode()
        proposal.refresh_from_db()
        said = {"verdict": "approve", "round": proposal.round, "step": "approve", "digest": proposal.digest}
        assert other.post(address, said).status_code == 302
    return PlanGrant.objects.get()


def given(till: Any, today: str, **changes: Any) -> dict[str, Any]:
    said = {"amount": "25,000", "given_on": today, "account": str(till.pk), "receiver": "self", "receipt": str(uuid7())}
    return {**said, "witness": "The grocer", "received_by": "Her aunt", "others": "0", **changes}


def test_a_grant_goes_from_the_plan_over_two_approvals_to_a_receipt(
    signed_in: Client, case: Case, till: Any, today: str
) -> None:
    link = f"{reverse('cases:grant_for', args=[case.pk])}?activity="
    assert link in page(signed_in, "case", case.pk)
    assert link in page(signed_in, "delivered", case.pk), "noting what was delivered leads there too"
    grant = approved(signed_in, case)
    text = page(signed_in, "grant", grant.pk)
    assert "A grant: it is never to be paid back." in text
    assert "approved, to be handed over" in text
    assert "Rahim Uddin" in text
    assert "Imran Hossain" in text
    assert "It is never to be paid back. Nobody may ask you" in page(signed_in, "hand_over", grant.pk)
    sent(signed_in, "hand_over", grant.pk, **given(till, today))
    receipt = Handover.objects.get()
    assert "1 of 1 delivered." in page(signed_in, "case", case.pk)
    paper = page(signed_in, "receipt", receipt.pk)
    assert receipt.number in paper
    assert "This is a grant: it is never to be paid back." in paper
    assert "25,000.00" in paper
    for word in ("return", "migra", "Return", "Migra", "caseworker", "loan", "Loan"):
        assert word not in paper.split("<main", 1)[1].split("</main")[0], "the paper may lie anywhere"


@pytest.mark.parametrize(("language", "title"), [("ur", "رسید"), ("fr", "Reçu"), ("bn", "Receipt")])
def test_the_receipt_speaks_the_persons_language(
    signed_in: Client, person: Any, case: Case, till: Any, today: str, language: str, title: str
) -> None:
    type(person).objects.filter(pk=person.pk).update(language=language)
    row = builders.handover(builders.plangrant(case, approved_at=clock.now()), account=till)
    assert title in page(signed_in, "receipt", row.pk)


def test_the_receipt_is_one_page_of_large_letters(signed_in: Client, case: Case, till: Any) -> None:
    row = builders.handover(builders.plangrant(case, approved_at=clock.now()), account=till)
    made = signed_in.get(reverse("cases:receipt", args=[row.pk]), {"pdf": "1"})
    if made["Content-Type"] != "application/pdf":
        pytest.skip("this machine makes no PDF")
    assert made.content.startswith(b"%PDF")
    assert b"/Count 1" in made.content or made.content.count(b"/Type /Page\n") <= 1
    assert row.number in made["Content-Disposition"]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        pytest.param("25,001", "The plan promises", id="more-than-the-plan"),
        pytest.param("12,5x", "Write the amount in figures", id="no-figure"),
        pytest.param("0", "An amount is more than nothing.", id="nothing"),
    ],
)
def test_a_grant_that_cannot_be_so_large_is_told_beside_the_amount(
    signed_in: Client, case: Case, amount: str, said: str
) -> None:
    assert said in proposed(signed_in, case, amount, status=422)
    assert not PlanGrant.objects.exists()


def test_nothing_is_handed_over_before_two_have_approved(signed_in: Client, case: Case, till: Any, today: str) -> None:
    grant = approved(signed_in, case, by=1)
    assert "waits for two approvals" in page(signed_in, "grant", grant.pk)
    sent(signed_in, "hand_over", grant.pk, **given(till, today))
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"amount": "25,001"}, "that is what is left", id="more-than-left"),
        pytest.param({"witness": ""}, "Write who saw it", id="nobody-saw-it"),
        pytest.param({"received_by": ""}, "which grown-up received it", id="a-child-or-unknown-age-alone"),
        pytest.param({"receiver": ""}, "Choose who received it.", id="nobody-received-it"),
        pytest.param({"given_on": "2020-01-01"}, "Choose a day since", id="long-ago"),
        pytest.param({"account": str(uuid7())}, "Choose a cash box or bank account", id="no-such-cash-box"),
        pytest.param({"others": "3"}, "other grants have changed", id="joined-meanwhile"),
    ],
)
def test_a_handing_over_that_does_not_hold_is_told_beside_its_field(
    signed_in: Client, person: Any, case: Case, till: Any, today: str, changes: dict[str, str], said: str
) -> None:
    type(person).objects.filter(pk=person.pk).update(born_on=None, born_precision="unknown")
    grant = approved(signed_in, case)
    text = sent(signed_in, "hand_over", grant.pk, status=422, **given(till, today, **changes))
    assert said in text
    assert "The grocer" in text or "witness" in changes, "nothing typed is lost"
    assert not Handover.objects.exists()
    if "others" in changes:
        assert 'name="others" value="0"' in text, "who sends it again has seen what there is now"


def test_an_organisation_without_a_book_for_grants_is_told_whom_to_ask(signed_in: Client, case: Case) -> None:
    grant = approved(signed_in, case)
    assert "Ask who keeps the books" in page(signed_in, "hand_over", grant.pk)


def test_what_was_wrong_is_taken_back_by_a_colleague_and_what_is_left_is_cancelled(
    signed_in: Client, client: Client, office: Office, case: Case, till: Any, today: str
) -> None:
    grant = approved(signed_in, case)
    sent(signed_in, "hand_over", grant.pk, **given(till, today, amount="10,000"))
    row = Handover.objects.get()
    assert "handed over in part" in page(signed_in, "grant", grant.pk)
    assert reverse("cases:take_back", args=[row.pk]) not in page(signed_in, "grant", grant.pk)
    colleague = Client()
    colleague.force_login(builders.user(office, may=DECIDES))
    assert reverse("cases:take_back", args=[row.pk]) in page(colleague, "grant", grant.pk)
    assert "Write why." in sent(colleague, "take_back", row.pk, status=422, reason="")
    sent(colleague, "take_back", row.pk, reason="The wrong person got it")
    text = page(colleague, "grant", grant.pk)
    assert "The wrong person got it" in text
    assert "This was taken back. I owe nothing." in page(signed_in, "receipt", row.pk)
    text = sent(signed_in, "close", case.pk, status=422, reason="goals_met", closed_on=today)
    assert "Hand it over, or cancel it, first." in text
    sent(signed_in, "cancel_grant", grant.pk, reason="Does not want it any more")
    assert "Does not want it any more" in page(signed_in, "grant", grant.pk)
    assert "A grant: it is never to be paid back." in page(signed_in, "grant", grant.pk)


def test_a_refused_grant_says_who_refused_it_and_why(signed_in: Client, office: Office, case: Case) -> None:
    proposed(signed_in, case)
    proposal = Proposal.objects.get()
    other = Client()
    other.force_login(builders.user(office, may=DECIDES, name="Rahim Uddin"))
    said = {"verdict": "refuse", "comment": "A stall of hers stands there already", "round": 1, "step": "approve"}
    other.post(reverse("approvals:proposal", args=[proposal.pk]), {**said, "digest": proposal.digest})
    text = page(signed_in, "grant", PlanGrant.objects.get().pk)
    assert "A stall of hers stands there already" in text
    assert "Rahim Uddin" in text


def test_whoever_may_not_hand_over_is_not_led_there(client: Client, office: Office, case: Case) -> None:
    grant = builders.plangrant(case, approved_at=clock.now())
    client.force_login(builders.user(office, may=(*CASEWORKER, permissions.VIEW)))
    text = page(client, "grant", grant.pk)
    for name in ("hand_over", "cancel_grant"):
        address = reverse(f"cases:{name}", args=[grant.pk])
        assert address not in text
        assert client.get(address).status_code == 403


def test_what_was_handed_over_stands_in_the_history_of_the_person_and_of_the_case(office: Office, person: Any) -> None:
    worker = builders.user(office, may=(*CASEWORKER, permissions.VIEW, permissions.WORK), name="Shirin Das")
    client = Client()
    client.force_login(worker)
    case = builders.case(person)
    one = builders.handover(builders.plangrant(case, what="Shelves and scales", approved_at=clock.now()))
    address = reverse("cases:grant", args=[one.grant_id])
    for where in (reverse("returnees:person", args=[person.pk]), reverse("cases:case", args=[case.pk])):
        said = client.get(where).content.decode()
        assert "Grant handed over: 100.00\u00a0BDT" in said
        assert address in said


def test_the_page_of_a_case_reads_its_grants_once(office: Office, person: Any) -> None:
    client = Client()
    client.force_login(builders.user(office, may=(*CASEWORKER, permissions.VIEW, permissions.WORK)))
    case = builders.case(person)
    builders.handover(builders.plangrant(case, approved_at=clock.now()))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("cases:case", args=[case.pk]))
    read = [one["sql"] for one in asked.captured_queries if 'FROM "cases_plangrant"' in one["sql"]]
    assert len(read) == 1

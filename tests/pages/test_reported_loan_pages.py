"""Pages of reported loans: written down, a payment told twice, care when one is late, the person's own paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.debts import permissions as owing
from sankofa.lenders import permissions as lending
from sankofa.loans import permissions
from sankofa.loans.models import CareTalk, Loan, LoanReport
from tests import builders
from tests.moment import ON
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
MAY = (*CASEWORKER, permissions.VIEW, permissions.NOTE, owing.VIEW, owing.NOTE, lending.VIEW)


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def person(office: Office) -> Any:
    return builders.person(office)


@pytest.fixture
def signed_in(client: Client, worker: Any) -> Client:
    client.force_login(worker)
    return client


def day(days_ago: int) -> Any:
    return ON - timedelta(days=days_ago)


def typed(days_ago: int, name: str) -> dict[str, str]:
    return {name: day(days_ago).strftime("%d/%m/%Y"), f"{name}_calendar": "gregorian"}


@pytest.fixture
def loan(person: Any) -> Loan:
    """A loan of which two payments are late."""
    made: Loan = builders.loan(person, told_on=day(90))
    made.lent = {**made.lent, "handed_out_on": day(70).isoformat()}
    made.save()
    return made


def asked(person: Any, product: Any, **more: str) -> dict[str, str]:
    version = product.versions.get()
    return {
        "offer": f"{product.lender_id} {version.pk}",
        "amount": "12,000",
        "currency": "bdt",
        **typed(60, "handed_out_on"),
        "frequency": "month",
        "count": "12",
        "each": "",
        "first_due_on": "",
        "first_due_on_calendar": "gregorian",
        "source": "slip",
        "said_by": "slip 17",
        "debt": "",
        **more,
    }


def test_a_loan_is_written_down_by_the_rate_of_its_product(signed_in: Client, person: Any, office: Office) -> None:
    product = builders.product(builders.lender(office))
    url = reverse("loans:add", args=[person.pk])
    assert product.name in signed_in.get(url).content.decode()
    page = signed_in.post(url, asked(person, product), follow=True).content.decode()
    assert "counts among the debts, once" in page
    assert "1,240.00" in page, "a twelfth of 12,000 and of 24 % a year on it"
    made = Loan.objects.get()
    assert made.version == product.versions.get()
    assert made.debt is not None


@pytest.mark.parametrize(
    ("more", "says"),
    [
        pytest.param({"amount": "0"}, "more than nothing", id="nothing"),
        pytest.param({"each": "10"}, "less than the loan", id="less-comes-back"),
        pytest.param({"frequency": "once"}, "write one payment", id="all-at-once-without-a-day"),
        pytest.param(typed(-5, "handed_out_on"), "does not fit", id="handed-out-in-five-days"),
        pytest.param(typed(61, "first_due_on"), "comes after", id="paid-before-it-was-lent"),
        pytest.param({"source": ""}, "", id="nobody-says-so"),
    ],
)
def test_a_slip_is_said_in_words(
    signed_in: Client, person: Any, office: Office, more: dict[str, str], says: str
) -> None:
    product = builders.product(builders.lender(office))
    answer = signed_in.post(reverse("loans:add", args=[person.pk]), asked(person, product, **more))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Loan.objects.exists()


def test_without_a_rate_one_payment_is_asked(signed_in: Client, person: Any, office: Office) -> None:
    product = builders.product(builders.lender(office), content={"rate_percent": None})
    answer = signed_in.post(reverse("loans:add", args=[person.pk]), asked(person, product))
    assert answer.status_code == 422
    assert "no rate of this lender is known" in answer.content.decode()
    other = asked(person, product, offer=f"{product.lender_id} -", each="1,100")
    assert signed_in.post(reverse("loans:add", args=[person.pk]), other).status_code == 302


def test_a_late_loan_is_met_with_care(signed_in: Client, loan: Loan) -> None:
    page = signed_in.get(reverse("loans:loan", args=[loan.pk])).content.decode()
    assert "2 payments are late, the first since" in page
    assert "Ask what happened" in page
    for word in ("overdue", "default", "debtor", "collect", "grant"):
        assert word not in page.lower()
    url = reverse("loans:talk", args=[loan.pk])
    assert "Late is no fault" in signed_in.get(url).content.decode()
    said = {**typed(0, "held_on"), "reasons": ["sales"], "wishes": ["smaller_parts"], "words": "The rains came late."}
    page = signed_in.post(url, said, follow=True).content.decode()
    assert "Give it time" in page
    assert "The rains came late." in page
    both = signed_in.post(url, said | {"wishes": ["nothing", "pause"]})
    assert both.status_code == 422
    assert CareTalk.objects.count() == 1


def test_a_payment_that_two_tell_differently_is_settled(signed_in: Client, loan: Loan) -> None:
    url = reverse("loans:paid", args=[loan.pk])
    for taka, source, days in (("1,100", "visit", 40), ("900", "lender", 38)):
        said = {**typed(days, "on"), "amount": taka, "source": source, "words": ""}
        assert signed_in.post(url, said).status_code == 302
    page = signed_in.get(reverse("loans:loan", args=[loan.pk])).content.decode()
    assert "Two tell one payment differently" in page
    first = min(str(one.pk) for one in LoanReport.objects.all())
    which = reverse("loans:which", args=[first])
    assert which in page
    assert signed_in.get(which).status_code == 200
    page = signed_in.post(which, {"which": "this", "why": "the slip"}, follow=True).content.decode()
    assert "Two tell one payment differently" not in page
    assert "does not count: the slip" in page
    assert "Somebody said already" in signed_in.get(which, follow=True).content.decode()


def test_a_payment_written_wrongly_is_put_right_or_taken_out(signed_in: Client, loan: Loan) -> None:
    report = builders.loanreport(loan, what={**builders.loanreport(loan).what, "on": day(40).isoformat()})
    url = reverse("loans:report", args=[report.pk])
    assert 'value="1100.00"' in signed_in.get(url).content.decode()
    said = {**typed(39, "on"), "amount": "1,000", "source": "slip", "words": "", "why": "read again"}
    assert "Put right" in signed_in.post(url, said, follow=True).content.decode()
    again = signed_in.post(url, said)
    assert again.status_code == 422
    assert "looked at this meanwhile" in again.content.decode()
    new = LoanReport.objects.get(corrects=report)
    never = reverse("loans:never", args=[new.pk])
    assert signed_in.get(never).status_code == 200
    assert "with the reason" in signed_in.post(never, {"why": "not theirs"}, follow=True).content.decode()


def test_new_terms_and_the_end_are_written_down(signed_in: Client, loan: Loan) -> None:
    url = reverse("loans:anew", args=[loan.pk])
    page = signed_in.get(url)
    due = page.context["form"].fields["from_due_on"].choices[0][0]
    said = {**typed(0, "on"), "from_due_on": due, "to": "", "extra": "", "source": "lender", "words": ""}
    assert signed_in.post(url, said).status_code == 422
    assert signed_in.post(url, {**said, **typed(-30, "to"), "extra": "2"}).status_code == 302
    page_after = signed_in.get(reverse("loans:loan", args=[loan.pk])).content.decode()
    assert "It is on time." in page_after
    assert "2 payments more" in page_after
    end = reverse("loans:end", args=[loan.pk])
    ended = {"kind": "repaid", **typed(0, "on"), "source": "lender", "words": ""}
    assert "before its time" in signed_in.post(end, ended, follow=True).content.decode()
    again = signed_in.post(end, ended)
    assert again.status_code == 422
    anew = LoanReport.objects.get(kind="agreed_anew")
    assert "cannot be rewritten" in signed_in.get(reverse("loans:report", args=[anew.pk])).content.decode()


def test_a_loan_is_put_right(signed_in: Client, loan: Loan) -> None:
    url = reverse("loans:correct", args=[loan.pk])
    said = {
        "amount": "10,000",
        "currency": "BDT",
        **typed(20, "handed_out_on"),
        "frequency": "month",
        "count": "11",
        "each": "1,000",
        "first_due_on": "",
        "first_due_on_calendar": "gregorian",
        "source": "slip",
        "said_by": "",
    }
    assert signed_in.get(url).status_code == 200
    page = signed_in.post(url, said, follow=True).content.decode()
    assert "What stood there before is kept" in page
    assert "It is on time." in page


def test_the_paper_is_in_the_persons_language_and_names_what_to_do(signed_in: Client, loan: Loan) -> None:
    loan.person.language = "fr"
    loan.person.save()
    page = signed_in.get(reverse("loans:paper", args=[loan.pk])).content.decode()
    assert "Si je ne peux pas payer" in page
    pdf = signed_in.get(reverse("loans:paper", args=[loan.pk]), {"pdf": "1"})
    assert pdf["Content-Type"] in {"application/pdf", "text/html; charset=utf-8"}


def test_the_persons_page_tells_of_the_loan_without_amounts_in_what_is_next(
    signed_in: Client, person: Any, loan: Loan
) -> None:
    page = signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    assert loan.lender.name in page
    assert "a talk would help" in page
    rows = signed_in.get(reverse("loans:loans", args=[person.pk])).content.decode()
    assert "Write down a loan" in rows


def test_whoever_may_only_look_is_offered_nothing_to_write(client: Client, office: Office, loan: Loan) -> None:
    client.force_login(builders.user(office, may=(*CASEWORKER, permissions.VIEW)))
    page = client.get(reverse("loans:loan", args=[loan.pk])).content.decode()
    assert "Write down a payment" not in page
    assert client.get(reverse("loans:paid", args=[loan.pk])).status_code == 403


def test_a_loan_out_of_reach_is_not_there(client: Client, loan: Loan) -> None:
    client.force_login(builders.user(builders.office(), may=MAY))
    for name in ("loan", "paid", "anew", "end", "talk", "paper", "correct"):
        assert client.get(reverse(f"loans:{name}", args=[loan.pk])).status_code == 404

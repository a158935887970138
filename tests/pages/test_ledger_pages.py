"""Pages of the books: what a fund manager does in a week, and what others may not."""

from typing import Any

import pytest
from django.test import Client

from sankofa.accounts.models import Office
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.audit.models import Event
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.ledger import permissions
from sankofa.ledger.models import Account, Book, Period, Posting
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALL = (SIGNED_IN, permissions.VIEW, permissions.POST, permissions.CLOSE)


@pytest.fixture
def manager(office: Office) -> Client:
    client = Client()
    client.force_login(builders.user(office, may=ALL, scope="organisation", name="Farid Rahman"))
    return client


@pytest.fixture
def reader(office: Office) -> Client:
    client = Client()
    client.force_login(builders.user(office, may=(SIGNED_IN, permissions.VIEW), scope="organisation"))
    return client


@pytest.fixture
def book(office: Office) -> Any:
    return builders.book(office.organisation)


@pytest.fixture
def accounts(book: Any) -> tuple[Any, Any]:
    return builders.account(book, kind="outside", may_be_negative=True), builders.account(book)


def form(accounts: tuple[Any, Any], **said: Any) -> dict[str, Any]:
    outside, cash = accounts
    given = {
        "key": uuid7(),
        "from_account": outside.pk,
        "to_account": cash.pk,
        "amount": "1250.50",
        "booked_on": clock.today("Asia/Dhaka"),
        "note": "From the donor",
    }
    return {**given, **said}


def test_a_book_is_opened_with_its_accounts(manager: Client, office: Office) -> None:
    assert "There is no book yet" in manager.get("/books/").content.decode()
    said = {"organisation": office.organisation_id, "name": "Fund", "kind": "fund", "opened_on": "2026-01-01"}
    opened = manager.post("/books/open/", said)
    book = Book.objects.get()
    assert opened["Location"] == f"/books/{book.pk}/"
    assert "already" in manager.post("/books/open/", said).content.decode()
    manager.post(f"/books/{book.pk}/open-account/", {"kind": "cash", "currency": "BDT", "code": "till-2"})
    assert Account.objects.get().code == "till-2"
    assert (
        "small letters"
        in manager.post(
            f"/books/{book.pk}/open-account/", {"kind": "cash", "currency": "BDT", "code": "Rahima K"}
        ).content.decode()
    )
    assert "till-2" in manager.get(f"/books/{book.pk}/").content.decode()


def test_a_payment_is_entered_once_however_often_it_is_sent(manager: Client, book: Any, accounts: Any) -> None:
    said = form(accounts)
    sent = [manager.post(f"/books/{book.pk}/post/", said)["Location"] for _ in range(2)]
    assert sent == [f"/books/movements/{said['key']}/"] * 2
    assert Posting.objects.get().amount_minor == 125_050
    page = manager.get(f"/books/{book.pk}/").content.decode()
    assert "1,250.50\u00a0BDT" in page
    assert "-1,250.50\u00a0BDT" in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param({"amount": "a lot"}, "plain digits", id="no-number"),
        pytest.param({"amount": "0"}, "above zero", id="nothing"),
        pytest.param({"amount": "1.234"}, "decimals", id="too-fine"),
        pytest.param({"booked_on": "2019-01-01"}, "This day is closed", id="before-the-book"),
        pytest.param({"booked_on": "2090-01-01"}, "what has happened", id="to-come"),
    ],
)
def test_what_cannot_be_entered_is_told_in_a_sentence(
    manager: Client, book: Any, accounts: Any, said: dict[str, str], told: str
) -> None:
    answer = manager.post(f"/books/{book.pk}/post/", form(accounts, **said))
    assert told in answer.content.decode()
    assert not Posting.objects.exists()


def test_too_little_names_the_account_the_balance_and_what_was_needed(
    manager: Client, book: Any, accounts: Any
) -> None:
    outside, cash = accounts
    turned = form(accounts, from_account=cash.pk, to_account=outside.pk)
    told = manager.post(f"/books/{book.pk}/post/", turned).content.decode()
    assert "holds 0.00\u00a0BDT" in told
    assert "1,250.50\u00a0BDT is needed" in told


def test_accounts_that_cannot_meet_are_told_apart(manager: Client, book: Any, accounts: Any) -> None:
    francs = builders.account(book, currency="XOF")
    assert (
        "different currencies"
        in manager.post(f"/books/{book.pk}/post/", form(accounts, to_account=francs.pk)).content.decode()
    )
    assert (
        "two different accounts"
        in manager.post(f"/books/{book.pk}/post/", form(accounts, to_account=accounts[0].pk)).content.decode()
    )
    elsewhere = builders.account()
    assert (
        "is not one of the answers"
        in manager.post(f"/books/{book.pk}/post/", form(accounts, to_account=elsewhere.pk)).content.decode()
    )


def test_a_statement_is_shown_and_taken_away_on_record(
    manager: Client, reader: Client, book: Any, accounts: Any
) -> None:
    manager.post(f"/books/{book.pk}/post/", form(accounts))
    address = f"/books/accounts/{accounts[1].pk}/"
    page = reader.get(address).content.decode()
    assert page.count("1,250.50\u00a0BDT") >= 3
    assert "lies before" in reader.get(address, {"first": "2026-02-01", "last": "2026-01-01"}).content.decode()
    assert reader.get(address, {"first": "nonsense", "page": "x"}).status_code == 200
    taken = reader.get(f"{address}csv/")
    assert taken["Cache-Control"] == "no-store"
    assert "1250.50,1250.50,BDT" in taken.content.decode()
    export = Event.objects.get(kind="export")
    assert (export.action, export.within != "") == ("ledger.statement", True), "whoever reads the record of the office"


def test_an_entry_is_taken_back_with_a_reason_and_both_are_shown(
    manager: Client, reader: Client, book: Any, accounts: Any
) -> None:
    said = form(accounts)
    first = manager.post(f"/books/{book.pk}/post/", said)["Location"]
    page = manager.get(first).content.decode()
    assert "From the donor" in page
    assert "Farid Rahman" in page
    assert Event.objects.filter(kind="read", action="ledger.movement_page").exists()
    assert "Take this entry back" not in reader.get(first).content.decode()
    reader.post(first, {"key": uuid7(), "reason": "not mine to do"})
    assert Posting.objects.count() == 1
    assert "required" in manager.post(first, {"key": uuid7(), "reason": ""}).content.decode()
    second = manager.post(first, {"key": uuid7(), "reason": "Entered twice."})["Location"]
    assert "Show the entry that takes it back" in manager.get(first).content.decode()
    assert "Show the entry that was taken back" in manager.get(second).content.decode()
    assert Account.objects.get(pk=accounts[1].pk).balance_minor == 0


def test_a_period_is_closed_for_good(manager: Client, book: Any, accounts: Any) -> None:
    told = manager.post(f"/books/{book.pk}/close/", {"last_on": "2090-01-01"}).content.decode()
    assert "not after today" in told
    manager.post(f"/books/{book.pk}/close/", {"last_on": "2026-01-31"})
    assert str(Period.objects.get().until_on) == "2026-02-01"
    assert "31 January 2026" in manager.get(f"/books/{book.pk}/").content.decode()
    late = manager.post(f"/books/{book.pk}/post/", form(accounts, booked_on="2026-01-15"))
    assert "1 February 2026" in late.content.decode()


def test_books_of_another_organisation_are_not_found(book: Any, accounts: Any, db: None) -> None:
    client = Client()
    client.force_login(builders.user(may=ALL, scope="organisation"))
    for address in (f"{book.pk}/", f"{book.pk}/post/", f"{book.pk}/close/", f"accounts/{accounts[0].pk}/csv/"):
        assert client.get(f"/books/{address}").status_code == 404


def test_whoever_may_only_look_enters_nothing(reader: Client, book: Any, accounts: Any) -> None:
    for address in ("post/", "open-account/", "close/"):
        assert reader.get(f"/books/{book.pk}/{address}").status_code == 403
    page = reader.get(f"/books/{book.pk}/").content.decode()
    assert "Enter a payment" not in page
    assert "Close a period" not in page

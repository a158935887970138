"""Books balance, keep apart what must not meet, change nothing that stands, and never go below zero."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.models import Organisation
from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.audit.models import Event
from sankofa.kernel.currencies import UnknownCurrency
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions, permissions, queries
from sankofa.ledger.models import Account, Book, Period, Posting
from sankofa.ledger.rules.terms import AccountKind, BookKind, Line, Movement
from tests import builders
from tests.builders import AT, ON

pytestmark = pytest.mark.django_db

YESTERDAY, LAST_WEEK = ON - timedelta(days=1), ON - timedelta(days=7)


def fund_manager(*codes: Any) -> Actor:
    grants = [builders.grant(code, ScopeKind.EVERYWHERE) for code in codes or (permissions.POST, permissions.CLOSE)]
    return builders.actor(*grants, key="01900000-0000-7000-8000-00000000000f")


BY = fund_manager()


def moved(from_account: Account, to_account: Account, minor: int, on: date = ON, **said: Any) -> Movement:
    line = Line(from_account.pk, to_account.pk, Money(minor, said.pop("currency", from_account.currency)))
    return Movement(key=said.pop("key", None) or uuid7(), lines=(line,), booked_on=on, **said)


class Till:
    """A book with cash, savings and the outside."""

    def __init__(self) -> None:
        self.book = builders.book()
        self.cash = builders.account(self.book)
        self.savings = builders.account(self.book, kind="savings")
        self.outside = builders.account(self.book, kind="outside", may_be_negative=True)

    def post(self, *movements: Movement) -> actions.Posted:
        return actions.post_many(book=self.book, movements=movements, by=BY, at=AT)

    def fill(self, minor: int, on: date = LAST_WEEK) -> Movement:
        movement = moved(self.outside, self.cash, minor, on)
        actions.post(book=self.book, movement=movement, by=BY, at=AT)
        return movement

    def balances(self) -> tuple[int, int, int]:
        ids = [self.cash.pk, self.savings.pk, self.outside.pk]
        held = dict(Account.objects.values_list("pk", "balance_minor"))
        return held[ids[0]], held[ids[1]], held[ids[2]]


@pytest.fixture
def till() -> Till:
    return Till()


def broken() -> list[str]:
    return [found.code for found in queries.check().broken]


def test_a_posting_moves_both_balances_and_the_sum_stays_nothing(till: Till) -> None:
    till.fill(500)
    till.post(moved(till.cash, till.savings, 200))
    assert till.balances() == (300, 200, -500)
    assert broken() == []


def test_several_lines_of_a_movement_stand_or_fall_together(till: Till) -> None:
    till.fill(100)
    lines = (
        Line(till.cash.pk, till.savings.pk, Money(60, "BDT")),
        Line(till.cash.pk, till.outside.pk, Money(60, "BDT")),
    )
    with pytest.raises(actions.NotEnough):
        till.post(Movement(uuid7(), lines, ON))
    assert (till.balances(), Posting.objects.count()) == ((100, 0, -100), 1)


def test_too_little_says_what_is_there_and_what_was_needed(till: Till) -> None:
    till.fill(100)
    with pytest.raises(actions.NotEnough) as refused:
        till.post(moved(till.cash, till.savings, 101))
    found = refused.value
    assert (found.account, str(found.balance), str(found.needed), found.on) == (
        till.cash.pk,
        "1.00 BDT",
        "1.01 BDT",
        ON,
    )


def test_what_comes_in_covers_what_goes_out_on_the_same_day_whatever_the_order(till: Till) -> None:
    till.post(moved(till.cash, till.savings, 80), moved(till.outside, till.cash, 80))
    assert till.balances() == (0, 80, -80)


def test_a_late_entry_does_not_make_an_earlier_day_untrue(till: Till) -> None:
    till.fill(100, YESTERDAY)
    with pytest.raises(actions.NotEnough) as refused:
        till.post(moved(till.cash, till.savings, 50, LAST_WEEK))
    assert (refused.value.on, refused.value.balance.minor) == (LAST_WEEK, 0)
    till.post(moved(till.cash, till.savings, 50, YESTERDAY))


def test_a_late_entry_does_not_make_a_later_day_untrue(till: Till) -> None:
    till.fill(100, LAST_WEEK)
    till.post(moved(till.cash, till.savings, 90, YESTERDAY), moved(till.outside, till.cash, 90, ON))
    with pytest.raises(actions.NotEnough) as refused:
        till.post(moved(till.cash, till.savings, 20, LAST_WEEK))
    assert (refused.value.on, refused.value.balance.minor) == (YESTERDAY, 10)


def test_the_same_movement_again_changes_nothing(till: Till) -> None:
    movement = till.fill(100)
    again = actions.post(book=till.book, movement=movement, by=BY, at=AT)
    assert (again.postings, again.stood_before, till.balances()) == ((), 1, (100, 0, -100))
    assert broken() == []


def test_something_else_under_the_same_key_is_refused(till: Till) -> None:
    movement = till.fill(100)
    with pytest.raises(actions.MovementDiffers):
        till.post(moved(till.outside, till.cash, 101, LAST_WEEK, key=movement.key))


def test_one_key_for_two_things_in_one_call_is_refused(till: Till) -> None:
    key = uuid7()
    with pytest.raises(actions.MovementDiffers):
        till.post(moved(till.outside, till.cash, 1, key=key), moved(till.outside, till.cash, 2, key=key))


@pytest.mark.parametrize("minor", [0, -1, 10**15 + 1])
def test_a_posting_moves_something_and_not_everything(till: Till, minor: int) -> None:
    with pytest.raises(actions.NotAnAmountToPost):
        till.post(moved(till.outside, till.cash, minor))


def test_nothing_and_too_much_at_once_are_refused(till: Till) -> None:
    with pytest.raises(actions.NothingMoves):
        till.post(Movement(uuid7(), (), ON))
    many = [moved(till.outside, till.cash, 1) for _ in range(actions.LINES_MAX + 1)]
    with pytest.raises(actions.TooManyLines):
        till.post(*many)
    till.post(*many[1:])
    assert till.balances()[0] == actions.LINES_MAX


def test_an_account_does_not_pay_itself(till: Till) -> None:
    with pytest.raises(actions.CannotMeet) as refused:
        till.post(moved(till.outside, till.outside, 1))
    assert refused.value.because == "one_account"


def test_accounts_of_two_currencies_never_meet(till: Till) -> None:
    francs = builders.account(till.book, currency="XOF")
    for currency in ("BDT", "XOF"):
        with pytest.raises(actions.CannotMeet) as refused:
            till.post(moved(till.outside, francs, 1, currency=currency))
        assert refused.value.because == "currencies"


def test_a_grant_account_and_a_loan_account_never_meet(till: Till) -> None:
    grants = builders.book(till.book.organisation, kind="grant")
    other = builders.account(grants, kind="outside", may_be_negative=True)
    for book, pair in ((till.book, (other, till.cash)), (grants, (other, till.cash)), (till.book, (till.cash, other))):
        with pytest.raises(actions.CannotMeet) as refused:
            actions.post(book=book, movement=moved(*pair, 1), by=BY, at=AT)
        assert refused.value.because == "books"


def test_taking_back_leaves_both_in_the_books(till: Till) -> None:
    movement = till.fill(100)
    key = uuid7()
    for _ in range(2):
        actions.reverse(book=till.book, movement=movement.key, key=key, reason="Entered twice.", by=BY, at=AT)
    first, back = Posting.objects.order_by("id")
    assert (till.balances(), back.reverses, back.about_on, back.booked_on) == ((0, 0, 0), first, LAST_WEEK, ON)
    assert (back.code, back.note) == ("reversal", "Entered twice.")
    assert broken() == []


def test_taking_back_is_done_once_with_a_reason_and_of_what_is_there(till: Till) -> None:
    movement = till.fill(100)
    with pytest.raises(actions.NoReason):
        actions.reverse(book=till.book, movement=movement.key, key=uuid7(), reason=" ", by=BY, at=AT)
    with pytest.raises(actions.NoSuchMovement):
        actions.reverse(book=builders.book(), movement=movement.key, key=uuid7(), reason="x", by=BY, at=AT)
    actions.reverse(book=till.book, movement=movement.key, key=uuid7(), reason="x", by=BY, at=AT)
    with pytest.raises(actions.AlreadyTakenBack) as refused:
        actions.reverse(book=till.book, movement=movement.key, key=uuid7(), reason="x", by=BY, at=AT)
    assert refused.value.key == movement.key


def test_what_was_spent_cannot_be_taken_back(till: Till) -> None:
    movement = till.fill(100)
    till.post(moved(till.cash, till.savings, 30))
    with pytest.raises(actions.NotEnough):
        actions.reverse(book=till.book, movement=movement.key, key=uuid7(), reason="x", by=BY, at=AT)


def test_a_closed_period_takes_no_posting_and_a_late_one_names_its_day(till: Till) -> None:
    till.fill(100, LAST_WEEK)
    period = actions.close_period(book=till.book, until_on=YESTERDAY, by=BY, at=AT)
    assert (period.from_on, period.until_on, queries.open_from(till.book)) == (
        till.book.opened_on,
        YESTERDAY,
        YESTERDAY,
    )
    with pytest.raises(actions.PeriodClosed) as refused:
        till.post(moved(till.outside, till.cash, 5, LAST_WEEK))
    assert refused.value.open_from == YESTERDAY
    till.post(moved(till.outside, till.cash, 5, YESTERDAY, about_on=LAST_WEEK))
    assert Posting.objects.latest("id").about_on == LAST_WEEK
    assert broken() == []


@pytest.mark.parametrize("until_on", [ON + timedelta(days=1), builders.LONG_AGO, LAST_WEEK], ids=str)
def test_a_period_is_closed_when_it_is_over_and_after_the_one_before(till: Till, until_on: date) -> None:
    actions.close_period(book=till.book, until_on=LAST_WEEK, by=BY, at=AT)
    with pytest.raises(actions.PeriodNotOver):
        actions.close_period(book=till.book, until_on=until_on, by=BY, at=AT)


def test_nothing_is_booked_before_the_book_opens_or_in_days_to_come(till: Till) -> None:
    with pytest.raises(actions.PeriodClosed):
        till.fill(1, builders.LONG_AGO - timedelta(days=1))
    with pytest.raises(actions.NotYet):
        till.fill(1, ON + timedelta(days=1))
    with pytest.raises(actions.NotYet):
        till.post(moved(till.outside, till.cash, 1, YESTERDAY, about_on=ON))


def test_a_statement_adds_up_line_by_line(till: Till) -> None:
    till.fill(100, LAST_WEEK)
    till.post(moved(till.cash, till.savings, 30, YESTERDAY), moved(till.outside, till.cash, 5, ON))
    shown = queries.statement_of(till.cash, from_on=YESTERDAY, until_on=ON + timedelta(days=1))
    assert (shown.opening.minor, shown.closing.minor) == (100, 75)
    assert [(line.entry.change.minor, line.balance.minor) for line in shown.lines] == [(-30, 70), (5, 75)]
    assert (shown.came_in.minor, shown.went_out.minor) == (5, 30)
    assert [queries.balance_on(till.cash, day).minor for day in (LAST_WEEK, YESTERDAY, ON)] == [100, 70, 75]


def test_a_book_and_its_accounts_are_opened_once() -> None:
    organisation = builders.organisation()
    opened = {"organisation": organisation, "kind": BookKind.FUND, "name": "Fund", "opened_on": ON, "by": BY, "at": AT}
    book = actions.open_book(**opened)
    with pytest.raises(actions.BookExists):
        actions.open_book(**opened)
    one, other = (
        actions.open_account(book=book, kind=AccountKind.CASH, currency="BDT", by=BY, at=AT) for _ in range(2)
    )
    source = actions.open_account(book=book, kind=AccountKind.GRANT_IN, currency="BDT", by=BY, at=AT)
    assert (one.pk, one.may_be_negative, source.may_be_negative) == (other.pk, False, True)
    with pytest.raises(UnknownCurrency):
        actions.open_account(book=book, kind=AccountKind.CASH, currency="ZZZ", by=BY, at=AT)
    assert list(queries.books_for(fund_manager(permissions.VIEW), on=ON)) == [book]
    assert set(queries.accounts_in(book)) == {one, source}


def test_books_of_others_are_not_seen_and_not_written(till: Till) -> None:
    near = builders.organisation()
    grants = [builders.grant(code, ScopeKind.ORGANISATION, near.pk) for code in (permissions.VIEW, permissions.POST)]
    stranger = builders.actor(*grants, key="1")
    assert not queries.books_for(stranger, on=ON).exists()
    assert queries.account_for(till.cash.pk, viewer=stranger, on=ON) is None
    movement = till.fill(1)
    assert queries.movement_for(movement.key, viewer=stranger, on=ON) == []
    with pytest.raises(NotAllowed):
        actions.post(book=till.book, movement=moved(till.outside, till.cash, 1), by=stranger, at=AT)
    assert list(queries.organisations_of(stranger, on=ON)) == []


def test_the_event_of_posting_holds_keys_and_a_digest_and_no_note(till: Till) -> None:
    actions.post(book=till.book, movement=moved(till.outside, till.cash, 7, note="From Rahima"), by=BY, at=AT)
    event = Event.objects.get(action="ledger.post")
    assert set(event.detail) == {"movements", "postings", "stood_before", "digest"}
    assert "Rahima" not in str(event.detail)
    assert Posting.objects.get().note == "From Rahima"


# What the database itself refuses, whoever asks.


def _posting(till: Till, **said: Any) -> Posting:
    facts = {
        "book": till.book,
        "movement": uuid7(),
        "number": 0,
        "from_account": till.outside,
        "to_account": till.cash,
        "amount_minor": 5,
        "currency": "BDT",
        "booked_on": ON,
        "about_on": ON,
        "at": AT,
        "by_kind": "user",
        "by_id": "1",
    }
    return Posting(**{**facts, **said})


def _refused(said: str | None = None) -> Any:
    return pytest.raises(DatabaseError, match=said)


def test_the_database_refuses_to_change_or_delete_a_posting(till: Till) -> None:
    till.fill(5)
    with _refused("never changed"), transaction.atomic():
        Posting.objects.update(amount_minor=6)
    with _refused("never deleted"), transaction.atomic():
        Posting.objects.all()._raw_delete("default")
    assert Posting.objects.get().amount_minor == 5


def test_the_database_keeps_books_and_currencies_apart(till: Till) -> None:
    elsewhere = builders.account(kind="outside", may_be_negative=True)
    francs = builders.account(till.book, currency="XOF", may_be_negative=True)
    for crossing in (
        {"from_account": elsewhere},
        {"to_account": elsewhere},
        {"book": elsewhere.book},
        {"from_account": francs},
        {"currency": "XOF"},
    ):
        with _refused("never meet"), transaction.atomic():
            _posting(till, **crossing).save(force_insert=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0},
        {"amount_minor": -5},
        {"about_on": ON + timedelta(days=1)},
        {"booked_on": builders.LONG_AGO - timedelta(days=1), "about_on": builders.LONG_AGO - timedelta(days=1)},
    ],
    ids=str,
)
def test_the_database_refuses_postings_that_cannot_be(till: Till, wrong: dict[str, Any]) -> None:
    with _refused(), transaction.atomic():
        _posting(till, **wrong).save(force_insert=True)


def test_the_database_refuses_a_movement_twice_and_an_account_paying_itself(till: Till) -> None:
    key = uuid7()
    _posting(till, movement=key).save(force_insert=True)
    with _refused(), transaction.atomic():
        _posting(till, movement=key).save(force_insert=True)
    with _refused(), transaction.atomic():
        _posting(till, to_account=till.outside).save(force_insert=True)


def test_the_database_refuses_a_posting_into_a_closed_period(till: Till) -> None:
    actions.close_period(book=till.book, until_on=ON, by=BY, at=AT)
    with _refused("closed period"), transaction.atomic():
        _posting(till, booked_on=YESTERDAY, about_on=YESTERDAY).save(force_insert=True)
    _posting(till).save(force_insert=True)


def test_the_database_refuses_a_taking_back_that_is_no_mirror(till: Till) -> None:
    till.fill(5)
    first = Posting.objects.get()
    for wrong in ({}, {"amount_minor": 4, "from_account": till.cash, "to_account": till.outside}):
        with _refused("mirror"), transaction.atomic():
            _posting(till, reverses=first, **wrong).save(force_insert=True)


def test_the_database_refuses_a_balance_below_zero(till: Till) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=till.cash.pk).update(balance_minor=-1)


def test_the_database_keeps_accounts_books_and_periods_what_they_are(till: Till) -> None:
    actions.close_period(book=till.book, until_on=LAST_WEEK, by=BY, at=AT)
    changes: list[tuple[Any, dict[str, Any]]] = [
        (Account, {"book": builders.book()}),
        (Account, {"currency": "XOF"}),
        (Account, {"owner_kind": "a", "owner_id": "b"}),
        (Book, {"kind": "grant"}),
        (Period, {"until_on": LAST_WEEK - timedelta(days=1)}),
    ]
    for model, change in changes:
        with _refused("stays|as it is"), transaction.atomic():
            model.objects.update(**change)
    for model in (Account, Period):
        with _refused("never deleted|stays closed"), transaction.atomic():
            model.objects.all()._raw_delete("default")
    with _refused("overlap"), transaction.atomic():
        Period.objects.create(
            book=till.book, from_on=LAST_WEEK - timedelta(days=3), until_on=ON, closed_at=AT, closed_by_kind="user"
        )


# What somebody with the database in their hands changed is found.


@pytest.fixture
def tampering() -> Any:
    """Somebody who may change the database itself: the refusals are out of their way."""
    with connection.cursor() as cursor:
        for table in ("posting", "account", "period", "book"):
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [f"ledger_{table}"]
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def settle() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def filled() -> Till:
    made = Till()
    made.fill(100)
    made.post(moved(made.cash, made.savings, 40, note="a note"))
    settle()
    return made


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param({"amount_minor": 41}, "postings_changed", id="amount"),
        pytest.param({"booked_on": YESTERDAY, "about_on": YESTERDAY}, "postings_changed", id="day"),
        pytest.param({"by_id": "2"}, "postings_changed", id="by"),
        pytest.param({"code": "gift"}, "postings_changed", id="code"),
        pytest.param({"note": None}, "postings_changed", id="note"),
        pytest.param({"movement": UUID(int=7)}, "not_vouched_for", id="movement"),
    ],
)
def test_a_changed_posting_is_found(filled: Till, tampering: None, change: dict[str, Any], found: str) -> None:
    Posting.objects.filter(amount_minor=40).update(**change)
    assert found in broken()


def test_a_posting_added_behind_the_books_is_found(filled: Till, tampering: None) -> None:
    _posting(filled).save(force_insert=True)
    assert set(broken()) == {"balance_differs", "not_vouched_for"}


def test_a_removed_posting_is_found(filled: Till, tampering: None) -> None:
    Posting.objects.filter(amount_minor=40)._raw_delete("default")
    assert set(broken()) == {"balance_differs", "postings_changed"}


def test_a_changed_balance_is_found(filled: Till, tampering: None) -> None:
    Account.objects.filter(pk=filled.cash.pk).update(balance_minor=61)
    assert set(broken()) == {"balance_differs", "sum_not_zero"}


def test_an_account_carried_into_another_book_is_found(filled: Till, tampering: None) -> None:
    Account.objects.filter(pk=filled.savings.pk).update(book=builders.book(Organisation.objects.first()))
    assert {"books_crossed", "sum_not_zero"} <= set(broken())


def test_a_period_that_was_opened_again_or_entered_is_found(filled: Till, tampering: None) -> None:
    for until in (LAST_WEEK, YESTERDAY):
        actions.close_period(book=filled.book, until_on=until, by=BY, at=AT)
    _posting(filled, booked_on=LAST_WEEK, about_on=LAST_WEEK, at=AT + timedelta(days=1)).save(force_insert=True)
    assert "entered_after_closing" in broken()
    Period.objects.filter(until_on=LAST_WEEK)._raw_delete("default")
    assert "periods_torn" in broken()

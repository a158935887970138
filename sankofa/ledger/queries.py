"""Reads of the books, scoped to the viewer, and the check that they balance."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import queries as audit
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money
from sankofa.ledger import permissions
from sankofa.ledger.models import Account, Book, Period, Posting
from sankofa.ledger.rules import posting as rules
from sankofa.ledger.rules import vouching
from sankofa.ledger.rules.statement import Entry, Statement, statement, sums
from sankofa.ledger.rules.terms import AccountKind, BookKind, PeriodTerms

if TYPE_CHECKING:
    from sankofa.accounts.models import Organisation
    from sankofa.accounts.rules.terms import Permission

SOURCE = "the promises of the books"
ENTERING = ("ledger.post", "ledger.post_many", "ledger.reverse")
"""The actions whose events vouch for postings."""


def books_for(viewer: Actor, *, on: date, permission: "Permission" = permissions.VIEW) -> QuerySet[Book]:
    """Return the books that the viewer may see, by name."""
    books = Book.objects.select_related("organisation")
    return accounts.within_scope(books, viewer=viewer, permission=permission, on=on).order_by("name", "pk")


def organisations_of(viewer: Actor, *, on: date) -> QuerySet["Organisation"]:
    """Return the organisations for which the viewer may open books, by name."""
    return accounts.organisations_of(viewer, permissions.CLOSE, on=on)


def accounts_in(book: Book) -> QuerySet[Account]:
    """Return the accounts of a book, by kind."""
    return Account.objects.filter(book=book).order_by("currency", "kind", "code", "pk")


def tills(organisation: UUID | str, kind: BookKind, *, currency: str) -> list[Account]:
    """Return the cash and bank accounts of an organisation's books of one kind, from which others may pay out.

    Rooms that pay out name the book and the account to those who may; balances are for those who see the books.
    """
    found = Account.objects.select_related("book").filter(
        book__organisation_id=organisation,
        book__kind=kind.value,
        currency=currency,
        kind__in=[AccountKind.CASH.value, AccountKind.BANK.value],
        owner_kind="",
    )
    return list(found.order_by("book__name", "kind", "code", "pk"))


def account_for(account_id: UUID | str, *, viewer: Actor, on: date) -> Account | None:
    """Return an account that the viewer may see, with its book, or None."""
    found = Account.objects.select_related("book__organisation")
    return accounts.within_scope(found, viewer=viewer, permission=permissions.VIEW, on=on).filter(pk=account_id).first()


def movement_for(key: UUID | str, *, viewer: Actor, on: date) -> list[Posting]:
    """Return the postings of a movement that the viewer may see, in their order; none where there is no such one."""
    found = Posting.objects.select_related("book", "from_account", "to_account", "reverses", "reversed_by")
    scoped = accounts.within_scope(found, viewer=viewer, permission=permissions.VIEW, on=on)
    return list(scoped.filter(movement=key).order_by("number"))


def postings_of(keys: Collection[UUID]) -> list[Posting]:
    """Return the postings of movements, in the order in which they are vouched for."""
    return sorted(Posting.objects.filter(movement__in=keys), key=lambda one: (str(one.movement), one.number))


def periods_of(book: Book) -> list[Period]:
    """Return the closed periods of a book, the latest first."""
    return list(Period.objects.filter(book=book).order_by("-from_on"))


def closed_spans(book: Book) -> list[PeriodTerms]:
    """Return the closed periods of a book as the rules know them."""
    return [period.as_terms() for period in periods_of(book)]


def open_from(book: Book) -> date:
    """Return the first day of a book that takes postings."""
    return rules.open_from(book.opened_on, closed_spans(book))


def balance_on(account: Account, on: date) -> Money:
    """Return what an account held at the end of a day, from its postings."""
    return Money(_change(account, Q(booked_on__lte=on)), account.currency)


def statement_of(account: Account, *, from_on: date, until_on: date) -> Statement:
    """Return the statement of an account from a day until (not including) another."""
    opening = Money(_change(account, Q(booked_on__lt=from_on)), account.currency)
    touching = Q(from_account=account) | Q(to_account=account)
    found = Posting.objects.filter(touching, booked_on__gte=from_on, booked_on__lt=until_on).defer("note")
    return statement(opening, [_entry(one, account) for one in found], from_on=from_on, until_on=until_on)


def nets_after(first_days: dict[UUID, date]) -> rules.Nets:
    """Return what accounts gained or lost on each day after a first day of their own, in minor units."""
    if not first_days:
        return {}
    found: rules.Nets = {}
    after = min(first_days.values())
    for side, sign in (("from_account_id", -1), ("to_account_id", 1)):
        rows = Posting.objects.filter(**{f"{side}__in": list(first_days)}, booked_on__gt=after)
        for account, day, minor in rows.values_list(side, "booked_on").annotate(sum=Sum("amount_minor")):
            days = found.setdefault(account, {})
            days[day] = days.get(day, 0) + sign * minor
    return found


def _change(account: Account, when: Q) -> int:
    received = Posting.objects.filter(when, to_account=account).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    given = Posting.objects.filter(when, from_account=account).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return received - given


def _entry(one: Posting, account: Account) -> Entry:
    is_incoming = one.to_account_id == account.pk
    return Entry(
        posting=one.pk,
        movement=one.movement,
        other=one.from_account_id if is_incoming else one.to_account_id,
        change=one.amount if is_incoming else -one.amount,
        booked_on=one.booked_on,
        about_on=one.about_on,
        at=one.at,
        code=one.code,
        is_reversal=one.reverses_id is not None,
    )


@dataclass(slots=True)
class BooksChecked:
    """What checking the books found.  `broken` is empty where every balance is what its postings say."""

    books: int
    accounts: int
    postings: int
    broken: list[Finding]

    @property
    def is_whole(self) -> bool:
        """Whether everything balances."""
        return not self.broken


def check() -> BooksChecked:
    """Check every balance against its postings, every book for its sum of zero, and every posting for its voucher."""
    found = list(Account.objects.order_by("pk"))
    broken = [
        *_balances_broken(found),
        *_books_broken(found),
        *_meetings_broken(),
        *_periods_broken(),
        *_vouchers_broken(),
    ]
    return BooksChecked(Book.objects.count(), len(found), Posting.objects.count(), broken)


def _balances_broken(held: Sequence[Account]) -> Iterator[Finding]:
    posted: dict[UUID, int] = {}
    for side, sign in (("from_account_id", -1), ("to_account_id", 1)):
        for account, minor in Posting.objects.values_list(side).annotate(sum=Sum("amount_minor")):
            posted[account] = posted.get(account, 0) + sign * minor
    for account in held:
        stands = posted.get(account.pk, 0)
        if account.balance_minor != stands:
            yield Finding(
                "balance_differs",
                Weight.BARRIER,
                SOURCE,
                account=account.pk,
                balance=account.balance,
                posted=Money(stands, account.currency),
            )
        if stands < 0 and not account.may_be_negative:
            yield Finding(
                "below_zero", Weight.BARRIER, SOURCE, account=account.pk, balance=Money(stands, account.currency)
            )


def _books_broken(held: Iterable[Account]) -> Iterator[Finding]:
    by_book: dict[UUID, list[Account]] = {}
    for account in held:
        by_book.setdefault(account.book_id, []).append(account)
    for book, its in sorted(by_book.items()):
        for currency, minor in sums(account.as_terms() for account in its).items():
            if minor:
                yield Finding("sum_not_zero", Weight.BARRIER, SOURCE, book=book, sum=Money(minor, currency))


def _meetings_broken() -> Iterator[Finding]:
    apart = (
        ~Q(from_account__book=F("book"))
        | ~Q(to_account__book=F("book"))
        | ~Q(from_account__currency=F("currency"))
        | ~Q(to_account__currency=F("currency"))
    )
    for key in Posting.objects.filter(apart).order_by("pk").values_list("pk", flat=True):
        yield Finding("books_crossed", Weight.BARRIER, SOURCE, posting=key)


def _periods_broken() -> Iterator[Finding]:
    for book in Book.objects.filter(periods__isnull=False).distinct().order_by("pk"):
        if not rules.is_gapless(book.opened_on, closed_spans(book)):
            yield Finding("periods_torn", Weight.BARRIER, SOURCE, book=book.pk)
    late = Posting.objects.filter(
        book__periods__from_on__lte=F("booked_on"),
        book__periods__until_on__gt=F("booked_on"),
        book__periods__closed_at__lt=F("at"),
    )
    for key in late.order_by("pk").values_list("pk", flat=True):
        yield Finding("entered_after_closing", Weight.BARRIER, SOURCE, posting=key)


def _vouchers_broken() -> Iterator[Finding]:
    """Yield each event whose postings are no longer those it vouched for, and postings that no event vouches for."""
    vouched: set[UUID] = set()
    for event, detail in audit.details_of(ENTERING):
        keys = [UUID(key) for key in detail.get("movements", [])]
        if vouching.digest(one.said() for one in postings_of(keys)) != detail.get("digest"):
            yield Finding("postings_changed", Weight.BARRIER, SOURCE, event=event)
        vouched.update(keys)
    movements = Posting.objects.order_by("movement").values_list("movement", flat=True).distinct()
    for key in movements.iterator():
        if key not in vouched:
            yield Finding("not_vouched_for", Weight.BARRIER, SOURCE, movement=key)

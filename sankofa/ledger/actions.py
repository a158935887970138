"""Writes of the books: open a book and its accounts, post, take back, close a period.

A movement is posted once: its key is its name, and posting it again answers with what stands.  Whoever posts locks the
accounts that are touched in the order of their keys, so that no two wait for each other; balances move in the same
transaction as the postings, and the database refuses what must never happen, whoever asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, Case, F, Value, When

from sankofa.accounts.action import action, who_acts
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.kernel.money import exponent
from sankofa.ledger import permissions, queries
from sankofa.ledger.models import Account, Book, Period, Posting
from sankofa.ledger.rules import posting as rules
from sankofa.ledger.rules import vouching
from sankofa.ledger.rules.posting import (
    CannotMeet,
    NotAnAmountToPost,
    NotEnough,
    NothingMoves,
    NotYet,
    PeriodClosed,
    PeriodNotOver,
)
from sankofa.ledger.rules.terms import AccountKind, BookKind, Line, Movement, accounts_of, may_stand_in
from sankofa.store.rules.sealing import Erased

if TYPE_CHECKING:
    from sankofa.accounts.models import Organisation

__all__ = [
    "AlreadyTakenBack",
    "BookExists",
    "CannotMeet",
    "MovementDiffers",
    "NoReason",
    "NoSuchMovement",
    "NotAnAmountToPost",
    "NotEnough",
    "NotInThisBook",
    "NotYet",
    "NothingMoves",
    "PeriodClosed",
    "PeriodNotOver",
    "TooManyLines",
    "close_period",
    "note_export",
    "open_account",
    "open_book",
    "post",
    "post_many",
    "reverse",
]

LINES_MAX = 500


class BookExists(Exception):
    """The organisation has a book of this name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class NotInThisBook(Exception):
    """An account of this kind never stands in a book of that one: who gives does not lend."""

    def __init__(self, kind: AccountKind, book: BookKind) -> None:
        self.kind = kind
        self.book = book
        super().__init__(f"{kind} in {book}")


class TooManyLines(Exception):
    """More postings at once than fit into one transaction."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.most = LINES_MAX
        super().__init__(f"{count} of at most {LINES_MAX}")


class MovementDiffers(Exception):
    """Something else stands in the books under this movement's key."""

    def __init__(self, key: UUID) -> None:
        self.key = key
        super().__init__(str(key))


class NoSuchMovement(Exception):
    """The book holds no movement of this key."""

    def __init__(self, key: UUID) -> None:
        self.key = key
        super().__init__(str(key))


class AlreadyTakenBack(Exception):
    """A movement is taken back once; `by` is the movement that did."""

    def __init__(self, key: UUID, by: UUID) -> None:
        self.key = key
        self.by = by
        super().__init__(f"{key} by {by}")


class NoReason(Exception):
    """Taking back needs a reason, for whoever reads the books later."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands in the books after posting: the postings now made, and how many movements stood there before."""

    postings: tuple[Posting, ...]
    stood_before: int = 0

    def audit_detail(self) -> Mapping[str, Any]:
        """Return the keys of the movements and one digest over their postings; never an amount, never a note."""
        ordered = sorted(self.postings, key=lambda one: (str(one.movement), one.number))
        return {
            "movements": sorted({str(one.movement) for one in ordered}),
            "postings": len(ordered),
            "stood_before": self.stood_before,
            "digest": vouching.digest(one.said() for one in ordered),
        }


@action(permissions.CLOSE, on="organisation")
def open_book(
    *,
    organisation: "Organisation",
    kind: BookKind,
    name: str,
    opened_on: date,
    by: Actor,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> Book:
    """Open a book of an organisation; nothing is booked before the day it opens.  Raises BookExists."""
    if Book.objects.filter(organisation=organisation, name=name).exists():
        raise BookExists(name)
    book = Book(organisation=organisation, kind=BookKind(kind), name=name, opened_on=opened_on)
    book.full_clean(exclude=["organisation"])
    book.save(force_insert=True)
    return book


@action(permissions.POST, on="book", lock=False)
def open_account(
    *,
    book: Book,
    kind: AccountKind,
    currency: str,
    owner_kind: str = "",
    owner_id: str = "",
    code: str = "",
    may_be_negative: bool | None = None,
    by: Actor,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> Account:
    """Open an account in a book, or return the one that is open; it starts with nothing.

    May it go below zero is told by its kind unless said.  Raises UnknownCurrency, NotInThisBook.
    """
    exponent(currency)
    kind = AccountKind(kind)
    if not may_stand_in(kind, BookKind(book.kind)):
        raise NotInThisBook(kind, BookKind(book.kind))
    return Account.objects.get_or_create(
        book=book,
        kind=kind,
        owner_kind=owner_kind,
        owner_id=owner_id,
        code=code,
        currency=currency,
        defaults={"may_be_negative": kind.is_a_source if may_be_negative is None else may_be_negative},
    )[0]


@action(permissions.POST, on="book", lock=False)
def post(*, book: Book, movement: Movement, by: Actor, at: datetime) -> Posted:
    """Enter what happened to money: all lines of a movement, or none.  The same movement again changes nothing.

    Raises NothingMoves, CannotMeet, NotAnAmountToPost, PeriodClosed, NotYet, NotEnough, MovementDiffers, TooManyLines.
    """
    return _enter(book, [movement], by=by, at=at)


@action(permissions.POST, on="book", lock=False)
def post_many(*, book: Book, movements: Sequence[Movement], by: Actor, at: datetime) -> Posted:
    """Enter several movements at once, up to 500 lines: all of them, or none.

    What comes in covers what goes out on the same day, whatever their order.  Raises what `post` raises.
    """
    return _enter(book, movements, by=by, at=at)


@action(permissions.POST, on="book", lock=False)
def reverse(*, book: Book, movement: UUID, key: UUID, reason: str, by: Actor, at: datetime) -> Posted:
    """Take a movement back by a movement the other way round, today, about the day of the first.

    Nothing is changed or deleted; both stand in the books.  The same key again changes nothing.
    Raises NoReason, NoSuchMovement, AlreadyTakenBack, and what `post` raises.
    """
    if not reason.strip():
        raise NoReason
    taken = list(Posting.objects.filter(book=book, movement=movement).order_by("number"))
    if not taken:
        raise NoSuchMovement(movement)
    back = Movement(
        key=key,
        lines=tuple(Line(one.to_account_id, one.from_account_id, one.amount) for one in taken),
        booked_on=clock.day_of(at, by.zone),
        about_on=taken[0].booked_on,
        code="reversal",
        note=reason.strip(),
    )
    return _enter(book, [back], by=by, at=at, reverses=[one.pk for one in taken])


@action(permissions.CLOSE, on="book")
def close_period(*, book: Book, until_on: date, by: Actor, at: datetime) -> Period:
    """Close a book up to (not including) a day.  What is closed takes no posting and never opens again.

    Raises PeriodNotOver.
    """
    span = rules.next_period(
        book.opened_on, queries.closed_spans(book), until_on=until_on, today=clock.day_of(at, by.zone)
    )
    period = Period(
        book=book,
        from_on=span.from_on,
        until_on=span.until_on,
        closed_at=at,
        closed_by_kind=by.kind,
        closed_by_id=by.id,
    )
    period.save(force_insert=True)
    return period


def note_export(*, account: Account, lines: int, by: Actor, at: datetime) -> None:
    """Put on record that somebody took a statement away."""
    audit.record(
        kind=Kind.EXPORT,
        action="ledger.statement",
        who=who_acts(by, account),
        at=at,
        subject_kind="ledger.account",
        subject_id=str(account.pk),
        detail={"lines": lines, "permission": permissions.VIEW.code},
    )


def _enter(
    book: Book, movements: Sequence[Movement], *, by: Actor, at: datetime, reverses: Sequence[UUID] = ()
) -> Posted:
    count = sum(len(movement.lines) for movement in movements)
    if count > LINES_MAX:
        raise TooManyLines(count)
    _hold_open(book)
    held = {
        account.pk: account
        for account in Account.objects.select_for_update(no_key=True)
        .filter(pk__in=accounts_of(movements))
        .order_by("pk")
    }
    accounts = {key: account.as_terms() for key, account in held.items()}
    new, stood = _apart(movements, reverses)
    rules.check_lines(new, accounts, book=book.pk)
    rules.check_days(new, open_from=queries.open_from(book), today=clock.day_of(at, by.zone))
    if new and reverses:
        _check_not_taken_back(reverses)
    moved = rules.nets(new)
    rules.check_cover(moved, accounts, queries.nets_after(rules.needs_cover(moved, accounts)))
    if not new:
        return Posted((), stood)
    made = [
        Posting(
            book=book,
            movement=movement.key,
            number=number,
            from_account=held[line.from_account],
            to_account=held[line.to_account],
            amount_minor=line.amount.minor,
            currency=line.amount.currency,
            booked_on=movement.booked_on,
            about_on=movement.day,
            at=at,
            code=movement.code,
            note=movement.note or None,
            reverses_id=reverses[number] if reverses else None,
            by_kind=by.kind,
            by_id=by.id,
        )
        for movement in new
        for number, line in enumerate(movement.lines)
    ]
    Posting.objects.bulk_create(made)
    _move({account: sum(days.values()) for account, days in moved.items()})
    return Posted(tuple(made), stood)


def _hold_open(book: Book) -> None:
    """Keep the book's periods as they are until this transaction ends; others may post meanwhile, nobody may close."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_book WHERE id = %s FOR KEY SHARE", [book.pk])


def _apart(movements: Sequence[Movement], reverses: Sequence[UUID]) -> tuple[list[Movement], int]:
    """Return the movements that do not stand in the books yet, and how many do.  Raises MovementDiffers."""
    standing: dict[UUID, list[Posting]] = {}
    for one in queries.postings_of([movement.key for movement in movements]):
        standing.setdefault(one.movement, []).append(one)
    new: dict[UUID, Movement] = {}
    for movement in movements:
        if movement.key in standing:
            if not _is_same(movement, standing[movement.key], reverses):
                raise MovementDiffers(movement.key)
        elif new.setdefault(movement.key, movement) != movement:
            raise MovementDiffers(movement.key)
    return list(new.values()), len(standing)


def _is_same(movement: Movement, postings: Sequence[Posting], reverses: Sequence[UUID]) -> bool:
    lines = tuple(Line(one.from_account_id, one.to_account_id, one.amount) for one in postings)
    if reverses:
        # Taken back on another day under the same key is the same taking back.
        return [one.reverses_id for one in postings] == list(reverses)
    first = postings[0]
    try:
        note = first.note or ""
    except Erased:
        note = movement.note  # Destroyed with somebody who was erased, so it tells nothing apart any more.
    return (lines, first.booked_on, first.about_on, first.code, note, first.reverses_id) == (
        movement.lines,
        movement.booked_on,
        movement.day,
        movement.code,
        movement.note,
        None,
    )


def _check_not_taken_back(reverses: Sequence[UUID]) -> None:
    earlier = Posting.objects.filter(reverses__in=reverses).select_related("reverses").first()
    if earlier is not None:
        assert earlier.reverses is not None
        raise AlreadyTakenBack(earlier.reverses.movement, earlier.movement)


def _move(changes: Mapping[UUID, int]) -> None:
    """Move the balances of locked accounts in one statement; the database refuses what would go below zero."""
    moving = {account: minor for account, minor in sorted(changes.items()) if minor}
    if not moving:
        return
    change = Case(
        *(When(pk=account, then=Value(minor)) for account, minor in moving.items()),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    Account.objects.filter(pk__in=list(moving)).update(balance_minor=F("balance_minor") + change)

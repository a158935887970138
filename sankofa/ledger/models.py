"""Tables of the books.  What must never happen is refused by the database itself (see the migration's triggers)."""

from datetime import UTC
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import hooks
from sankofa.ledger.rules.terms import AMOUNT_MAX_MINOR, AccountKind, AccountTerms, BookKind, PeriodTerms
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record
from sankofa.store.rules.sealing import Erased

BOOK_KINDS = [
    (BookKind.GRANT.value, _("grants")),
    (BookKind.LOAN.value, _("loans")),
    (BookKind.SAVINGS.value, _("savings")),
    (BookKind.FUND.value, _("revolving fund")),
    (BookKind.REMITTANCE.value, _("money sent home")),
]
ACCOUNT_KINDS = [
    (AccountKind.CASH.value, _("cash")),
    (AccountKind.BANK.value, _("bank")),
    (AccountKind.GRANT_IN.value, _("money given by donors")),
    (AccountKind.LOCAL_SHARE.value, _("own contribution")),
    (AccountKind.LOANS_OUT.value, _("lent out")),
    (AccountKind.INTEREST.value, _("interest received")),
    (AccountKind.FEES.value, _("fees received")),
    (AccountKind.ADMIN.value, _("running costs")),
    (AccountKind.WRITE_OFF.value, _("given up")),
    (AccountKind.RECOVERY.value, _("recovered after being given up")),
    (AccountKind.SAVINGS.value, _("savings")),
    (AccountKind.RESERVE.value, _("reserve")),
    (AccountKind.OUTSIDE.value, _("outside")),
]


class Book(Guarded, Record):
    """The books of one undertaking of an organisation; of one kind for good."""

    scope_columns: ClassVar = ScopeColumns(organisation="organisation_id")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BOOK_KINDS)
    name = models.CharField(max_length=120)
    opened_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="ledger_book_name"),
            models.CheckConstraint(name="ledger_book_named", condition=~models.Q(name="")),
        ]


class Account(Guarded, Record):
    """A place in a book where an amount of one currency stands, and what stands there now.

    `owner_kind` and `owner_id` name the record that it is kept for, such as a loan; both are empty for the book's own.
    `code` tells accounts of one kind and owner apart; it is never a person's name.
    """

    scope_columns: ClassVar = ScopeColumns(organisation="book__organisation_id")

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=12, choices=ACCOUNT_KINDS)
    owner_kind = models.CharField(max_length=60, blank=True)
    owner_id = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=20, blank=True)
    currency = models.CharField(max_length=3)
    may_be_negative = models.BooleanField()
    balance_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book", "kind", "owner_kind", "owner_id", "code", "currency"], name="ledger_account_once"
            ),
            models.CheckConstraint(
                name="ledger_account_covered",
                condition=models.Q(may_be_negative=True) | models.Q(balance_minor__gte=0),
            ),
            models.CheckConstraint(
                name="ledger_account_owner",
                condition=models.Q(owner_kind="", owner_id="") | (~models.Q(owner_kind="") & ~models.Q(owner_id="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner_kind", "owner_id"], name="ledger_account_owner_ix")]

    @property
    def balance(self) -> Money:
        """What the account holds now."""
        return Money(self.balance_minor, self.currency)

    def as_terms(self) -> AccountTerms:
        """Return the account as the rules know it."""
        return AccountTerms(self.pk, self.book_id, self.currency, self.may_be_negative, self.balance_minor)


class Posting(Guarded):
    """So much out of one account into another.  Never changed, never deleted: taken back by another posting."""

    scope_columns: ClassVar = ScopeColumns(organisation="book__organisation_id")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    movement = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    from_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="outgoing", db_index=False)
    to_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="incoming", db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_on = models.DateField()
    about_on = models.DateField()
    at = models.DateTimeField()
    code = models.CharField(max_length=40, blank=True)
    note = SealedTextField(null=True, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["movement", "number"], name="ledger_posting_once"),
            models.CheckConstraint(
                name="ledger_posting_amount",
                condition=models.Q(amount_minor__gt=0, amount_minor__lte=AMOUNT_MAX_MINOR),
            ),
            models.CheckConstraint(
                name="ledger_posting_two_accounts", condition=~models.Q(from_account=models.F("to_account"))
            ),
            models.CheckConstraint(
                name="ledger_posting_about", condition=models.Q(about_on__lte=models.F("booked_on"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["from_account", "booked_on"], name="ledger_posting_from"),
            models.Index(fields=["to_account", "booked_on"], name="ledger_posting_to"),
            models.Index(fields=["book", "booked_on"], name="ledger_posting_book"),
        ]

    def sealed_for(self) -> UUID | None:
        """Return under whose key the note lies: of the person for whom one of the two accounts is kept, if any."""
        behind = (hooks.person_behind(one.owner_kind, one.owner_id) for one in (self.from_account, self.to_account))
        return next((found for found in behind if found is not None), None)

    @property
    def readable_note(self) -> str | None:
        """What was noted; None where nothing was, or where it was destroyed with somebody who was erased."""
        try:
            noted: str | None = self.note
        except Erased:
            return None
        return noted

    @property
    def amount(self) -> Money:
        """How much was moved."""
        return Money(self.amount_minor, self.currency)

    def said(self) -> list[str | int | None]:
        """Return all that the posting says, as the record of who did what vouches for it; what is sealed stays so."""
        note = self._meta.get_field("note")
        assert isinstance(note, SealedTextField)
        return [
            str(self.pk),
            str(self.book_id),
            str(self.movement),
            self.number,
            str(self.from_account_id),
            str(self.to_account_id),
            self.amount_minor,
            self.currency,
            self.booked_on.isoformat(),
            self.about_on.isoformat(),
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.code,
            note.value_to_string(self),
            None if self.reverses_id is None else str(self.reverses_id),
            self.by_kind,
            self.by_id,
        ]


class Period(Record):
    """A closed stretch of a book: from a day until (not including) another.  It never opens again."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="periods")
    from_on = models.DateField()
    until_on = models.DateField()
    closed_at = models.DateTimeField()
    closed_by_kind = models.CharField(max_length=12)
    closed_by_id = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "from_on"], name="ledger_period_from"),
            models.UniqueConstraint(fields=["book", "until_on"], name="ledger_period_until"),
            models.CheckConstraint(name="ledger_period_span", condition=models.Q(until_on__gt=models.F("from_on"))),
        ]

    def as_terms(self) -> PeriodTerms:
        """Return the period as the rules know it."""
        return PeriodTerms(self.from_on, self.until_on)

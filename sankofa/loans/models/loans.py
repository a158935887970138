"""A loan as a lender or the person reports it, and everything that was said of it since, each in a row of its own.

Rows tell whose loan it is, with which lender, when something was told, and when to ask how it goes.  Amounts,
days of the money, terms and words lie sealed under the person's own key.  Nothing is deleted: what was wrong is put
right by a row that says so.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.loans.rules import reported
from sankofa.loans.rules.reported import Kind, Lent, Said, Source
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record

SOURCES = [(one.value, one.value) for one in Source]


class Loan(Guarded, Record):
    """A loan that a lender gave to somebody; we know of it what was told."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    lender = models.ForeignKey("lenders.Lender", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "lenders.ProductVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The terms that the lender offered on the day; null where it was agreed on others, or nobody knows."""
    debt = models.OneToOneField("debts.Debt", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The same loan among the debts of the person, so that it is counted once."""
    told_on = models.DateField()
    source = models.CharField(max_length=6, choices=SOURCES)
    lent = SealedJSONField(null=True)
    """What was agreed; null of somebody erased."""
    said_by = SealedTextField(null=True)
    is_over = models.BooleanField(default=False)
    """Whether it is paid back or given up, as last reckoned: so that lists need not open every loan."""
    packet = models.OneToOneField(
        "credit.SentPacket", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """What was sent to the lender before it said yes: through it the lender's own officer tells of this loan."""
    lender_says = SealedJSONField(null=True)
    """What was agreed as the lender's own officer says it, beside what was told here; null where none did."""
    ask_on = models.DateField(null=True, blank=True)
    """Before this day it asks nothing of us, as last reckoned; null: nobody has reckoned it, or it is over."""
    unreached_on = models.DateField(null=True, blank=True)
    """The day of the third try in vain to reach the person; null: not so often, or somebody saw to it."""
    taken_up_on = models.DateField(null=True, blank=True)
    taken_up_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The supervisor who saw to it last."""
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["is_over", "ask_on"], name="loans_that_ask"),
            models.Index(fields=["person", "told_on"], name="loans_of_person"),
            models.Index(fields=["lender", "is_over"], name="loans_of_lender"),
        ]

    def sealed_for(self) -> UUID:
        """Return whose loan it is."""
        return self.person_id

    def to_terms(self) -> Lent | None:
        """Return what was agreed; None of somebody erased.  Raises CannotOpen."""
        return None if self.lent is None else reported.lent_from(self.lent)

    def to_lenders_terms(self) -> Lent | None:
        """Return what was agreed as the lender's own officer says it; None where none did.  Raises CannotOpen."""
        return None if self.lender_says is None else reported.lent_from(self.lender_says)


class LoanReport(Guarded, Record):
    """One thing that somebody said of a loan: a payment, its end, new terms."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=11, choices=[(one.value, one.value) for one in Kind])
    source = models.CharField(max_length=6, choices=SOURCES)
    at_desk = models.BooleanField(default=False)
    """Whether the lender's own officer said so, at the lender's desk."""
    told_on = models.DateField()
    what = SealedJSONField(null=True)
    """The day, the amount, the words; null of somebody erased."""
    counts = models.BooleanField(null=True, blank=True)
    """Null until somebody looks at it; true: it holds; false: it does not."""
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    why = SealedTextField(null=True)
    """Why it holds or does not, or what was wrong before."""
    looked_at_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    looked_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="loans_report_looked_at",
                condition=models.Q(counts=None, looked_on=None)
                | models.Q(counts__isnull=False, looked_on__isnull=False),
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return of whose loan it was said."""
        return self.person_id

    def to_terms(self) -> Said | None:
        """Return what was said as the rules know it; None of somebody erased.  Raises CannotOpen."""
        held = self.what
        if held is None:
            return None
        on = reported.day_from(held["on"])
        assert on is not None, "what was said has a day"
        return Said(
            id=str(self.pk),
            kind=Kind(self.kind),
            on=on,
            source=Source(self.source),
            amount=reported.money_from(held["amount"]),
            counts=self.counts,
            corrects=None if self.corrects_id is None else str(self.corrects_id),
            from_due_on=reported.day_from(held["from_due_on"]),
            to=reported.day_from(held["to"]),
            extra=int(held["extra"]),
        )

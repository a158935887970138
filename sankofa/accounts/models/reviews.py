"""The review of access: each quarter somebody looks at who holds which role, and says what stays."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models.organisations import Organisation
from sankofa.accounts.models.users import Assignment, User
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class Review(Guarded, Record):
    """The review of one organisation in one quarter."""

    scope_columns: ClassVar = ScopeColumns(organisation="organisation_id")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    quarter = models.CharField(max_length=7)
    opened_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "quarter"], name="accounts_review_quarter"),
        ]


class ReviewLine(Guarded, Record):
    """One role of one person, as it was when the review began, and what was decided about it."""

    class Answer(models.TextChoices):
        """What was decided."""

        OPEN = "open", _("not answered yet")
        KEEP = "keep", _("stays")
        END = "end", _("ended")

    scope_columns: ClassVar = ScopeColumns(
        office="assignment__user__office_id",
        organisation="review__organisation_id",
        place="assignment__user__office__place__path",
    )

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="lines")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    signed_in_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=4, choices=Answer.choices, default=Answer.OPEN)
    note = SealedTextField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "assignment"], name="accounts_review_line_once"),
            models.CheckConstraint(
                name="accounts_review_line_answered",
                condition=models.Q(answer="open", answered_at__isnull=True)
                | (~models.Q(answer="open") & models.Q(answered_at__isnull=False)),
            ),
        ]

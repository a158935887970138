"""Openings: a file outside somebody's reach, opened by them for three hours, with a reason that others read."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models.organisations import Office
from sankofa.accounts.models.users import User
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class OpeningReason(models.TextChoices):
    """Why somebody opens a file that is not in their reach."""

    IN_FRONT_OF_ME = "in_front_of_me", _("the person is here or on the phone")
    DANGER = "danger", _("somebody is in danger")
    COVER = "cover", _("I stand in for a colleague")
    MISTAKE = "mistake", _("something is wrong in the file")
    OTHER = "other", _("another reason")


class Opening(Guarded, Record):
    """A file opened with a reason.  `office` is that of the file: whoever supervises there looks at the opening.

    It ends by itself; it is never lengthened, only opened anew.
    """

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="openings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    record_id = models.CharField(max_length=40)
    number = SealedTextField()
    category = models.CharField(max_length=16, choices=OpeningReason.choices)
    words = SealedTextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_questioned = models.BooleanField(null=True)
    remark = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="accounts_opening_ends", condition=models.Q(ends_at__gt=models.F("opened_at"))),
            models.CheckConstraint(
                name="accounts_opening_reviewed",
                condition=models.Q(reviewed_at__isnull=True, reviewed_by__isnull=True, is_questioned__isnull=True)
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False, is_questioned__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "ends_at"], name="accounts_opening_open"),
            models.Index(fields=["office", "-opened_at"], name="accounts_opening_digest"),
        ]

"""Invitations: how somebody who is to sign in comes to a password of their own."""

from typing import Any, ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models.users import User
from sankofa.store.models import Record


class Invitation(Guarded, Record):
    """A code with which somebody sets their first password: good once, until a moment; only its digest is kept.

    `is_by_hand` says that the one who invited was shown the code, to hand it over on paper or by voice.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="user_id",
        office="user__office_id",
        organisation="user__office__organisation_id",
        place="user__office__place__path",
    )

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="invitation")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_by_hand = models.BooleanField()
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_invitation_one_end",
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
        ]

    def image(self) -> dict[str, Any]:
        """Return what the row holds, for revisions; what opens the door stays out."""
        return {name: value for name, value in super().image().items() if name != "digest"}

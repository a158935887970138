"""Tables of the shell: drafts."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.kernel import clock
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class Draft(Record):
    """What somebody has typed and not yet sent: sealed, theirs alone, deleted once it is sent.

    A draft about a person is sealed under that person's own key.
    """

    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    flow = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    about = models.UUIDField(null=True, blank=True, db_index=True)
    content = SealedJSONField()
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "flow", "subject"], name="shell_draft_one"),
        ]

    def sealed_for(self) -> UUID | None:
        """Return whom the draft is about; None where it is about nobody."""
        return self.about

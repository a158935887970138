"""Tables of the shell: drafts."""

from typing import ClassVar

from django.db import models

from sankofa.kernel import clock
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class Draft(Record):
    """What somebody has typed and not yet sent: sealed, theirs alone, deleted once it is sent."""

    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    flow = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    content = SealedJSONField()
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "flow", "subject"], name="shell_draft_one"),
        ]

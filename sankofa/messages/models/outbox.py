"""What goes out as a message, written in the transaction of its cause and sent afterwards."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.messages.rules.terms import Channel, State
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record


class Message(Guarded, Record):
    """One mail or SMS to one address.

    `code` names its text.  Address, title, text and facts are sealed, and destroyed some days after it was sent: a
    link in them may open something.  What goes to a person of the register is put together only when it is sent, from
    the facts and the contact plan of that moment.  `tries` counts the calls begun, written down before each call;
    `leased_until` keeps others away while one is being made.
    """

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    channel = models.CharField(max_length=4, choices=[(channel.value, channel.value) for channel in Channel])
    code = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    address = SealedTextField(null=True, blank=True)
    title = SealedTextField(null=True, blank=True)
    text = SealedTextField(null=True, blank=True)
    facts = SealedJSONField(null=True, blank=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject_id = models.UUIDField(null=True, blank=True)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    held_because = models.CharField(max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="messages_message_waits",
                condition=models.Q(state=State.WAITING.value, next_try_at__isnull=False)
                | (~models.Q(state=State.WAITING.value) & models.Q(next_try_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="messages_message_held",
                condition=(models.Q(state=State.HELD.value) & ~models.Q(held_because=""))
                | (~models.Q(state=State.HELD.value) & models.Q(held_because="")),
            ),
            models.CheckConstraint(
                name="messages_message_for_one",
                condition=models.Q(user__isnull=False, subject_id__isnull=True)
                | models.Q(user__isnull=True, subject_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="messages_to_try", fields=["next_try_at"], condition=models.Q(next_try_at__isnull=False)),
            models.Index(name="messages_by_state", fields=["state", "-created_at"]),
            models.Index(name="messages_of_subject", fields=["subject_id", "-created_at"]),
        ]

    def sealed_for(self) -> UUID | None:
        """Return whose the sealed values are; a mail to staff belongs to nobody of the register."""
        return self.subject_id

    def image(self) -> dict[str, Any]:
        """Return how far the message has come, for revisions; never to whom or what it says, which is destroyed."""
        return {
            "channel": self.channel,
            "code": self.code,
            "language": self.language,
            "state": self.state,
            "held_because": self.held_because,
            "tries": self.tries,
            "problem": self.problem,
        }

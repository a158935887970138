"""Calls to partners' systems: where they go, and what became of each."""

from typing import Any, ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.messages.rules.terms import CallState, EndpointState
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class Endpoint(Guarded, Record):
    """A partner's system that is told of events, at one address, under a secret that both sides hold.

    While a secret is being replaced, the one before signs along until its day.
    """

    scope_columns: ClassVar = ScopeColumns(organisation="organisation_id")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=300)
    events = models.JSONField()
    secret = SealedTextField()
    secret_before = SealedTextField(null=True, blank=True)
    secret_before_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=8, choices=[(state.value, state.value) for state in EndpointState], default=EndpointState.ON.value
    )
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="messages_endpoint_name"),
            models.CheckConstraint(
                name="messages_endpoint_before",
                condition=models.Q(secret_before__isnull=True, secret_before_until__isnull=True)
                | models.Q(secret_before__isnull=False, secret_before_until__isnull=False),
            ),
        ]

    def image(self) -> dict[str, Any]:
        """Return what was decided about the endpoint, for revisions; never a secret."""
        return {
            "organisation_id": str(self.organisation_id),
            "name": self.name,
            "url": self.url,
            "events": list(self.events),
            "state": self.state,
            "secret_before_until": None if self.secret_before_until is None else self.secret_before_until.isoformat(),
        }


class Call(Guarded, Record):
    """One event told to one endpoint: the same id and the same body however often it is tried."""

    scope_columns: ClassVar = ScopeColumns(organisation="endpoint__organisation_id")

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="calls")
    event = models.CharField(max_length=60)
    data = models.JSONField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in CallState])
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="messages_call_waits",
                condition=models.Q(state=CallState.WAITING.value, next_try_at__isnull=False)
                | (~models.Q(state=CallState.WAITING.value) & models.Q(next_try_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="messages_call_delivered",
                condition=models.Q(state=CallState.DELIVERED.value, delivered_at__isnull=False)
                | (~models.Q(state=CallState.DELIVERED.value) & models.Q(delivered_at__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="messages_call_to_try", fields=["next_try_at"], condition=models.Q(next_try_at__isnull=False)
            ),
            models.Index(name="messages_call_latest", fields=["endpoint", "-created_at"]),
        ]

    @property
    def call_id(self) -> str:
        """The id by which the partner's system knows a call that it had before."""
        return f"msg_{self.pk.hex}"

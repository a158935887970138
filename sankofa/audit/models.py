"""Tables of the audit: events, seals, and which seal holds which event."""

from datetime import UTC
from typing import Any, ClassVar

from django.db import models

from sankofa.audit.rules.terms import Kind
from sankofa.kernel.identifiers import uuid7


class Event(models.Model):
    """One thing that happened.  The database refuses to change or delete it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in Kind])
    action = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=40)
    on_behalf_of = models.CharField(max_length=40, blank=True)
    # Null, because a table with triggers is not written anew to fill a column: what was recorded before has none.
    within = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    revision_digest = models.CharField(max_length=64, blank=True)
    # The revisions that it wrote, by id; null where it was recorded before events named them.
    revisions = models.JSONField(null=True, blank=True)
    # Its place in the record (see rules/order.py); null where it was recorded before events had one.
    turn = models.PositiveBigIntegerField(null=True, blank=True)
    lane = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveBigIntegerField(null=True, blank=True)
    seen_lane = models.PositiveSmallIntegerField(null=True, blank=True)
    seen_number = models.PositiveBigIntegerField(null=True, blank=True)
    mark = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lane", "number"], condition=models.Q(lane__isnull=False), name="audit_event_place"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="audit_event_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_event_actor"),
            models.Index(fields=["within", "at"], name="audit_event_within"),
            models.Index(fields=["turn", "lane"], name="audit_event_turn"),
        ]

    def said(self) -> dict[str, Any]:
        """Return all that the event says, as its mark vouches for it; what it has none of is left out."""
        said = {
            "id": str(self.id),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": self.kind,
            "action": self.action,
            "actor": [self.actor_kind, self.actor_id, self.on_behalf_of],
            "subject": [self.subject_kind, self.subject_id],
            "detail": self.detail,
            "revision": self.revision_digest,
        }
        if self.within is not None:
            said["within"] = self.within
        if self.revisions is not None:
            said["revisions"] = self.revisions
        if (self.turn, self.lane, self.number, self.seen_lane, self.seen_number) != (None,) * 5:
            said["place"] = [self.turn, self.lane, self.number, self.seen_lane, self.seen_number]
        return said


class Seal(models.Model):
    """A link of the chain: the Merkle root over the events committed since the seal before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    events = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    mark = models.CharField(max_length=64)

    def said(self) -> dict[str, Any]:
        """Return all that the seal says, as its mark vouches for it."""
        return {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "events": self.events,
            "root": self.root,
            "previous": self.previous,
        }


class SealedEvent(models.Model):
    """The place of an event in its seal."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="members")
    position = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "position"], name="audit_sealed_position"),
        ]

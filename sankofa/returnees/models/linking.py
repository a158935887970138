"""Tables of comparing the whole register with itself: each run and what came of it, and the weights that were learned.

A run holds counts and codes and names nobody.  Its counts leave protected files out, so that they tell of none.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.returnees.rules import linkage
from sankofa.store.models import Record


class RunState(models.TextChoices):
    """How far a comparison of the whole register has come."""

    WAITING = "waiting", _("waits to begin")
    RUNNING = "running", _("is running")
    STOPPED = "stopped", _("stopped to ask you")
    DONE = "done", _("done")
    FAILED = "failed", _("could not be done")


class LinkageWeights(Guarded, Record):
    """Weights learned from the register of an organisation: by whom, when, from how many files; used once adopted."""

    scope_columns: ClassVar = ScopeColumns(organisation="organisation_id")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    weights = models.JSONField()
    engine = models.CharField(max_length=10)
    files_count = models.PositiveIntegerField()
    learned_at = models.DateTimeField()
    learned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    used_from = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="returnees_weights_numbered"),
        ]

    @property
    def terms(self) -> linkage.Weights:
        """The weights as the rules know them."""
        return linkage.weights(self.weights)


class LinkageRun(Guarded, Record):
    """One comparison of the register of an organisation with itself, or one learning of weights from it."""

    scope_columns: ClassVar = ScopeColumns(organisation="organisation_id")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    learns = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goes_on = models.BooleanField(default=False)
    engine = models.CharField(max_length=10, blank=True)
    weights = models.ForeignKey(LinkageWeights, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    files_count = models.PositiveIntegerField(default=0)
    pairs_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    because = models.CharField(max_length=20, blank=True)
    figure = models.PositiveIntegerField(default=0)
    memory_mb = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="returnees_one_run_at_once",
            ),
            models.CheckConstraint(
                name="returnees_run_ended",
                condition=models.Q(state__in=["waiting", "running"], ended_at__isnull=True)
                | (~models.Q(state__in=["waiting", "running"]) & models.Q(ended_at__isnull=False)),
            ),
        ]

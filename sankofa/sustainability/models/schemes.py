"""Ways of scoring that a deployment brought itself, such as the official table from its own copy of the handbook.

The text is kept word for word and never changed; a correction is a new version. It counts only once a second person
agreed, and scores made with it stay when it is taken out of use.
"""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.store.models import Record


class LoadedScheme(Guarded, Record):
    """A way of scoring in one version: its text, who loaded it from where, and since when it is used."""

    scope_columns: ClassVar = ScopeColumns(
        owner="loaded_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    file_name = models.CharField(max_length=200)
    note = models.CharField(max_length=300)
    """Where the table comes from, in the words of whoever loaded it."""
    loaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    study = models.ForeignKey("sustainability.Study", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The study whose weights it has, where it was written from one: its evidence."""
    used_from = models.DateTimeField(null=True, blank=True)
    used_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sustainability_used_in_order",
                condition=models.Q(used_until=None) | models.Q(used_until__gte=models.F("used_from")),
            )
        ]

    @property
    def is_used(self) -> bool:
        """Whether talks are scored with it now."""
        return self.used_from is not None and self.used_until is None

"""What makes a record guarded: it says in one place how scopes find it, for the list and for the single decision."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from sankofa.accounts.rules.terms import Resource


@dataclass(frozen=True, slots=True)
class ScopeColumns:
    """The lookups by which a table is scoped, such as `office__organisation_id`; None where a scope has no meaning."""

    owner: str | None = None
    office: str | None = None
    organisation: str | None = None
    place: str | None = None


class Guarded(models.Model):
    """A record that belongs somewhere and is shown only to those whose scope reaches it."""

    scope_columns: ClassVar[ScopeColumns]

    class Meta:
        abstract = True

    def resource(self) -> Resource:
        """Return where the record belongs, read through the same lookups as the lists."""
        columns = self.scope_columns
        return Resource(
            owner=self._read(columns.owner),
            office=self._read(columns.office),
            organisation=self._read(columns.organisation),
            place=self._read(columns.place),
        )

    def _read(self, lookup: str | None) -> str | None:
        if lookup is None:
            return None
        held: object = self
        for step in lookup.split("__"):
            if held is None:
                return None
            held = getattr(held, step)
        return None if held is None else str(held)

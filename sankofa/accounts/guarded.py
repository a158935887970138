"""What makes a record guarded: it says in one place how scopes find it, for the list and for the single decision."""

from dataclasses import dataclass, fields, replace
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sankofa.accounts.rules.terms import Resource


@dataclass(frozen=True, slots=True)
class ScopeColumns:
    """The lookups by which a table is scoped, such as `office__organisation_id`; None where a scope has no meaning."""

    owner: str | None = None
    office: str | None = None
    organisation: str | None = None
    place: str | None = None
    record: str | None = None
    """Whose file it is: the id that an opening names."""
    marked: str | None = None
    """The column that says whether the file is protected."""
    named: str | None = None
    """The rows that name people on a protected file; each has `user_id`, and `ended_at` while it still counts null."""

    def behind(self, relation: str) -> "ScopeColumns":
        """Return the same lookups as read from a table that points here: `person__office_id`."""
        return replace(
            self,
            **{
                field.name: f"{relation}__{lookup}"
                for field in fields(self)
                if (lookup := getattr(self, field.name)) is not None
            },
        )

    def relations(self) -> list[str]:
        """Return the relations to read along with a record, so that nothing more is asked when it is judged."""
        steps = (
            lookup.rpartition("__")[0] for lookup in (self.owner, self.organisation, self.place, self.marked) if lookup
        )
        return sorted({step for step in steps if step})


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
            record=self._read(columns.record),
            named=self._named(),
        )

    def resource_office(self) -> str | None:
        """Return the office that the record belongs to, if any is known."""
        return self._read(self.scope_columns.office)

    @property
    def is_marked(self) -> bool:
        """Whether the file that the record belongs to is protected."""
        return self._read(self.scope_columns.marked) == "True"

    def _named(self) -> frozenset[str] | None:
        """Return who is named on the protected file that the record belongs to; None where it is not protected."""
        named = self.scope_columns.named
        if named is None or not self.is_marked:
            return None
        rows = type(self)._default_manager.filter(Q(pk=self.pk) & Q(**{f"{named}__ended_at__isnull": True}))
        return frozenset(str(key) for key in rows.values_list(f"{named}__user_id", flat=True))

    def _read(self, lookup: str | None) -> str | None:
        if lookup is None:
            return None
        held: object = self
        for step in lookup.split("__"):
            if held is None:
                return None
            held = getattr(held, step)
        return None if held is None else str(held)

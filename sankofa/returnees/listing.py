"""Long lists of people, shown without sorting everybody for the first page.

The order of a list is an index of each office, and one of everybody.  PostgreSQL sees by itself how to follow it;
SQLite sorts everybody who is in several offices, or who is looked for by more than the order, unless it is asked for
the parts of which the list is made and merges them.  The answer is the same.
"""

from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db import connections
from django.db.models import Q, QuerySet

from sankofa.accounts.queries import offices_told
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.returnees.models import Person

MERGED_MAX = 60
"""Lists of as many offices are merged."""
DUE_OR_NOT = (Q(next_due_on__gt=date.min), Q(next_due_on=None))
"""The two parts of a list of everybody, each of which an index follows."""
_ORDERED_BY = ("next_due_on", "created_at", "pk")


class People(QuerySet[Person]):
    """A list of people that knows of which parts it is made.  Ordered by next step, by arrival and by number alone."""

    parts: tuple[Q, ...] = ()

    def _clone(self) -> Self:
        made: Self = super()._clone()  # type: ignore[misc]
        made.parts = self.parts
        return made

    def __getitem__(self, wanted: Any) -> Any:
        """Return a page of the list, or what any list returns."""
        is_page = isinstance(wanted, slice) and wanted.stop is not None and wanted.step is None
        # Only people are put in their place again; where their ids alone are read, the list is asked for as it stands.
        if not is_page or self._result_cache is not None or self._fields is not None or not self._is_merged():  # type: ignore[attr-defined]
            return super().__getitem__(wanted)
        place = {key: number for number, key in enumerate(self._merged(wanted))}
        return sorted(self.order_by().filter(pk__in=place), key=lambda person: place[person.pk])

    def in_parts(self, *parts: Q) -> Self:
        """Return the same list, made of these parts: everybody on it is in exactly one of them."""
        made = self._clone()
        made.parts = parts
        return made

    def whose(self, most: int) -> "list[UUID] | QuerySet[Person, Any]":
        """Return the ids of the first of the list, for asking what hangs on them."""
        return self._merged(slice(0, most)) if self._is_merged() else super().__getitem__(slice(0, most)).values("pk")

    def _is_merged(self) -> bool:
        is_list = len(self.parts) > 1 and bool(self.query.order_by) and not self.query.is_sliced
        return is_list and connections[self.db].vendor == "sqlite"

    def _merged(self, wanted: slice) -> "list[UUID]":
        one, *others = (
            self.prefetch_related(None).order_by().filter(part).values_list(*_ORDERED_BY) for part in self.parts
        )
        rows = one.union(*others, all=True).order_by(*self.query.order_by)
        # What is merged is cut as any other list.
        rows.parts = ()  # type: ignore[attr-defined]
        return [key for *_, key in rows[wanted]]


def listed(found: QuerySet[Person], *, viewer: Actor, permission: Permission, on: date) -> People:
    """Return a list of people whom a viewer told by offices may see, for reading page by page."""
    offices = offices_told(viewer, permission=permission, on=on)
    made = People(found.model, query=found.query.chain(), using=found.db)
    if offices is not None and len(offices) <= MERGED_MAX:
        made.parts = tuple(Q(office=office) for office in offices)
    # Places and offices are read after the people: joined, they make the database sort everybody for the first page.
    return made.select_related(None).prefetch_related("place", "office")

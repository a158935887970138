"""Reads of tables about many people: always of the offices within the viewer's reach."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import get_language

from sankofa.accounts import queries as offices
from sankofa.accounts.queries import offices_of, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.places import queries as places
from sankofa.returnees import counting as register
from sankofa.statistics import permissions
from sankofa.statistics.models import Copy, Count, Stood
from sankofa.statistics.rules import columns
from sankofa.statistics.rules.columns import Columns
from sankofa.statistics.rules.tables import Figures, Place
from sankofa.store.locks import write_alone
from sankofa.sustainability import queries as scores

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.statistics.rules.earlier import Members
    from sankofa.statistics.rules.sharing import Shared


@dataclass(frozen=True)
class Known:
    """What a viewer's tables are counted from: the columns of all offices in reach, and since when they stand.

    `counted_at` is the oldest count among them, None where no office was counted; `uncounted` names the others.
    """

    columns: Columns
    counted_at: datetime | None
    offices: Mapping[str, str]
    """The names of the offices in reach, by id."""
    names: Mapping[str, str]
    """The same, and the names of all places counted, by path."""
    uncounted: tuple[str, ...]


def known(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> Known:
    """Return what the tables of a viewer are counted from.  Whose file was protected since is taken out again."""
    names = {str(one.pk): one.name for one in offices_of(viewer, permission, on=on)}
    counts = list(within_scope(Count.objects.all(), viewer=viewer, permission=permission, on=on).order_by("pk"))
    found = columns.joined([columns.unpacked(count.columns) for count in counts])
    shut = np.array([int.from_bytes(key.bytes[-8:], "big") for key in register.protected_people()], dtype=np.uint64)
    if len(shut):
        found = found.of(~np.isin(found.people, shut))
    there = {str(count.office_id) for count in counts}
    return Known(
        found,
        min((count.counted_at for count in counts), default=None),
        names,
        {**names, **place_names(found.names["district"])},
        tuple(name for key, name in names.items() if key not in there),
    )


def place_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the names of places by path, in the reader's language; what is no place or not on the list is left out."""
    return places.full_names((path for path in paths if "." in path), get_language() or "en")


def scheme_titles() -> Mapping[str, str]:
    """Return how the ways of scoring are called, in the reader's language, by their names."""
    language = get_language() or "en"
    return {one.name: one.title.get(language, one.title["en"]) for one in scores.schemes()}


def default_scheme() -> str:
    """Return the name of the scheme by which every talk is scored."""
    return scores.scheme().name


def copies(viewer: Actor, *, on: date) -> QuerySet[Copy]:
    """Return the tables that were taken at offices within reach, the newest first."""
    found = Copy.objects.select_related("taken_by", "office")
    return within_scope(found, viewer=viewer, permission=permissions.VIEW, on=on).order_by("-taken_at", "-pk")


def office_to_take_for(viewer: Actor, permission: Permission, *, on: date) -> "Office | None":
    """Return the office under which a viewer takes a table: their own where it is in reach, else the first by name."""
    held = list(offices_of(viewer, permission, on=on))
    return next((one for one in held if str(one.pk) == viewer.office), held[0] if held else None)


def office_to_count(*, before: datetime) -> "Office | None":
    """Return an office that was not counted since a moment, those never counted first; None where all were."""
    return offices.longest_undone(dict(Count.objects.values_list("office_id", "counted_at")), before=before)


def earlier_tables() -> Iterator["Members"]:
    """Yield who stood in each version for sharing ever made, whoever made it: a reader may hold them all."""
    from sankofa.statistics.rules.earlier import Members

    for held in Stood.objects.order_by("pk").iterator(chunk_size=20):
        yield Members.unpacked(held.cells, held.members)


def lock_earlier() -> None:
    """Let one version for sharing be made at a time."""
    write_alone(Stood)


def shown_record(done: "Shared") -> dict[str, Any]:
    """Return what a version for sharing shows, as JSON can hold it."""
    return {
        "rows": list(done.counted.rows),
        "columns": list(done.counted.columns),
        "cells": [
            [*place, None if cell is None else {name: _written(each) for name, each in cell.items()}]
            for place, cell in done.cells.items()
        ],
    }


def shown_of(copy: Copy) -> tuple[tuple[str, ...], tuple[str, ...], Mapping[Place, Mapping[str, Figures] | None]]:
    """Return the rows, the columns and the cells that a version for sharing shows; None for a hidden cell."""
    held = copy.shown
    cells = {
        (row, column): None if cell is None else {name: _read(each) for name, each in cell.items()}
        for row, column, cell in held["cells"]
    }
    return tuple(held["rows"]), tuple(held["columns"]), cells


def _written(figures: Figures) -> list[Any]:
    rest = (figures.mean, figures.deviation, figures.lowest, figures.highest)
    return [figures.people, *(None if one is None else str(one) for one in rest)]


def _read(held: list[Any]) -> Figures:
    people, *rest = held
    mean, deviation, lowest, highest = (None if one is None else Decimal(one) for one in rest)
    return Figures(people, mean, deviation, lowest, highest)

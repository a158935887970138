"""Reads of debts in figures: the lines of the offices within the viewer's reach, and what was made for sharing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from sankofa.accounts import queries as offices
from sankofa.accounts.queries import offices_of, within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.debts import counting, permissions
from sankofa.debts.models import DebtCount, SharedDebts
from sankofa.debts.rules import brief
from sankofa.debts.rules.brief import Line, Reckoned
from sankofa.debts.rules.printed import Figure
from sankofa.kernel.money import Money
from sankofa.places.rules import reference
from sankofa.returnees import counting as register
from sankofa.store.locks import write_alone

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.disclosure.earlier import Members


@dataclass(frozen=True)
class Known:
    """What a viewer's figures are made from, country by country, and since when it stands.

    `people` is how many came back, asked or not.  `counted_at` is the oldest count, None where no office was counted;
    `uncounted` names the others.
    """

    lines: Mapping[str, tuple[Line, ...]]
    people: Mapping[str, int]
    counted_at: datetime | None
    uncounted: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """What a version for sharing shows: figures by country; the median, where it stands there."""

    figures: Mapping[str, Mapping[Figure, Reckoned]]
    median: Money | None


def known(viewer: Actor, *, on: date, permission: Permission = permissions.FIGURES) -> Known:
    """Return what the figures of a viewer are made from.  Whose file was protected since is taken out again."""
    reach = list(offices_of(viewer, permission, on=on))
    counts = within_scope(
        DebtCount.objects.select_related("office__place"), viewer=viewer, permission=permission, on=on
    )
    shut = {counting.key_of(key) for key in register.protected_people()}
    lines: dict[str, list[Line]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    held = list(counts.order_by("pk"))
    for one in held:
        country = str(one.office.place.country_id)
        people[country] += one.people
        lines[country] += [line for line in map(brief.line_from, one.lines) if line.key not in shut]
    there = {one.office_id for one in held}
    return Known(
        {country: tuple(found) for country, found in sorted(lines.items())},
        people,
        min((one.counted_at for one in held), default=None),
        tuple(office.name for office in reach if office.pk not in there),
    )


def shared(viewer: Actor, *, on: date) -> QuerySet[SharedDebts]:
    """Return the versions for sharing that were made at offices within reach, the newest first."""
    found = SharedDebts.objects.select_related("made_by", "office")
    return within_scope(found, viewer=viewer, permission=permissions.FIGURES, on=on).order_by("-made_at", "-pk")


def office_to_share_for(viewer: Actor, *, on: date) -> "Office | None":
    """Return the office under which a viewer shares: their own where it is in reach, else the first by name."""
    held = list(offices_of(viewer, permissions.SHARE_FIGURES, on=on))
    return next((one for one in held if str(one.pk) == viewer.office), held[0] if held else None)


def office_to_count(*, before: datetime) -> "Office | None":
    """Return an office that was not counted since a moment, those never counted first; None where all were."""
    return offices.longest_undone(dict(DebtCount.objects.values_list("office_id", "counted_at")), before=before)


def money_of(country: str) -> str:
    """Return the money of a country; empty where it is not known."""
    origin = reference.country(country).origin
    return "" if origin is None else origin.currency


def earlier() -> "Iterator[Members]":
    """Yield who stood in each version for sharing ever made, whoever made it: a reader may hold them all."""
    from sankofa.disclosure.earlier import Members

    for held in SharedDebts.objects.order_by("pk").iterator(chunk_size=20):
        yield Members.unpacked(held.cells, held.members)


def lock_earlier() -> None:
    """Let one version for sharing be made at a time."""
    write_alone(SharedDebts)


def shown_record(shown: Shown) -> dict[str, Any]:
    """Return what a version for sharing shows, as JSON can hold it."""
    return {
        "figures": {
            country: {str(figure): [one.part, one.base] for figure, one in found.items()}
            for country, found in shown.figures.items()
        },
        "median": None if shown.median is None else [shown.median.minor, shown.median.currency],
    }


def shown_of(held: SharedDebts) -> Shown:
    """Return what a version for sharing shows."""
    record = held.shown
    figures = {
        country: {Figure(code): Reckoned(Figure(code), part, base, 0) for code, (part, base) in found.items()}
        for country, found in record["figures"].items()
    }
    return Shown(figures, None if record["median"] is None else Money(*record["median"]))

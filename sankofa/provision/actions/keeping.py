"""How a version is kept and the columns beside it are brought up to date, inside the transaction of an action."""

from collections.abc import Iterator
from datetime import date, datetime

from sankofa.provision.models import Entry, EntryVersion, Facet, FacetKind
from sankofa.provision.rules import checking, kept, terms


def columns(held: Entry, said: terms.Entry) -> None:
    """Let the columns of an entry say what its version says; not saved yet."""
    held.kind = said.kind.value
    held.name = said.name[:200]
    held.country_id = said.country
    held.status = said.status.value
    held.microcredit = said.microcredit
    held.is_for_people = checking.is_for_people(said)
    held.as_of = said.as_of
    held.ends_on = said.span.last_day


def facets(said: terms.Entry) -> Iterator[tuple[str, str]]:
    """Yield the words by which an entry is found."""
    for kind, values in (
        (FacetKind.DIMENSION, said.dimensions),
        (FacetKind.LEVEL, said.levels),
        (FacetKind.PHASE, said.phases),
        (FacetKind.GROUP, said.groups),
        (FacetKind.APPROACH, said.approaches),
        (FacetKind.AREA, frozenset(said.areas)),
    ):
        yield from ((kind.value, str(value)) for value in sorted(values))


def write_facets(held: Entry, said: terms.Entry) -> None:
    """Bring the words by which an entry is found up to date."""
    Facet.objects.filter(entry=held).delete()
    Facet.objects.bulk_create([Facet(entry=held, kind=kind, value=value) for kind, value in facets(said)])


def version(
    held: Entry,
    said: terms.Entry,
    *,
    number: int,
    origin: str,
    at: datetime,
    said_by: str = "",
    note: str = "",
    user: str | None = None,
    counts: bool = True,
) -> EntryVersion:
    """Return a version of an entry, not saved yet; one that does not count waits for somebody to look at it."""
    return EntryVersion(
        created_at=at,
        entry=held,
        number=number,
        origin=origin,
        content=kept.table(said),
        digest=kept.digest(said),
        said_by=said_by.strip()[:200],
        note=note.strip()[:300],
        noted_by_id=user,
        from_at=at if counts else None,
    )


def forget_check(held: Entry, *, on: date) -> None:
    """Let no check hold any more: what it confirmed is no longer what is written.  Not saved yet."""
    if held.holds_until is not None and held.holds_until > on:
        held.holds_until = max(on, held.checked_on or on)
    held.public_until = None

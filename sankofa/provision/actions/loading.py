"""Loading the map that the product brings along: part of the set-up, safe to repeat.

A text that did not change makes no new version.  Where an office put an entry right, what it wrote goes on to count:
the newer text of the paper is kept beside it and waits for somebody to look.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sankofa.provision import queries
from sankofa.provision.actions import keeping
from sankofa.provision.models import Entry, EntryVersion, Facet, Origin
from sankofa.provision.rules import kept, terms


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading: codes of entries that are new, that changed, and whose change waits beside an office's."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """On the map here, and no longer in the files: they stay until somebody closes them."""


def load_map(*, at: datetime) -> Loaded:
    """Bring the map up to what the files say.  Raises ContentNotUnderstood with every fault; then nothing is loaded."""
    said = queries.shipped()
    with transaction.atomic():
        return _loaded(said, at=at)


def _loaded(said: tuple[terms.Entry, ...], *, at: datetime) -> Loaded:
    held = {entry.code: entry for entry in Entry.objects.filter(office=None).select_for_update()}
    latest = _latest_papers()
    new = [entry for entry in said if entry.code not in held]
    _add(new, at=at)
    changed: list[str] = []
    waiting: list[str] = []
    for entry in said:
        there = held.get(entry.code)
        if there is None or latest.get(entry.code) == kept.digest(entry):
            continue
        (changed if _follow(there, entry, at=at) else waiting).append(entry.code)
    codes = {entry.code for entry in said}
    gone = [code for code in held if code not in codes and code in latest]
    return Loaded(tuple(entry.code for entry in new), tuple(changed), tuple(waiting), tuple(sorted(gone)))


def _latest_papers() -> dict[str, str]:
    """Return the digest of the latest text of the paper of each entry, by code."""
    rows = EntryVersion.objects.filter(origin=Origin.PAPER).order_by("number")
    return dict(rows.values_list("entry__code", "digest"))


def _add(new: list[terms.Entry], *, at: datetime) -> None:
    made = []
    for said in new:
        entry = Entry(created_at=at, code=said.code)
        keeping.columns(entry, said)
        made.append((entry, said))
    Entry.objects.bulk_create([entry for entry, _ in made], batch_size=200)
    EntryVersion.objects.bulk_create(
        [keeping.version(entry, said, number=1, origin=Origin.PAPER, at=at) for entry, said in made], batch_size=100
    )
    Facet.objects.bulk_create(
        [Facet(entry=entry, kind=kind, value=value) for entry, said in made for kind, value in keeping.facets(said)],
        batch_size=500,
    )


def _follow(held: Entry, said: terms.Entry, *, at: datetime) -> bool:
    """Let a newer text of the paper count, or wait where an office's own counts; say whether it counts."""
    now = queries.current(held)
    number = (held.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    counts = now.origin == Origin.PAPER
    if counts:
        now.until_at = at
        now.save(update_fields=["until_at"])
        keeping.columns(held, said)
        keeping.forget_check(held, on=at.date())
        held.save()
        keeping.write_facets(held, said)
    keeping.version(held, said, number=number, origin=Origin.PAPER, at=at, counts=counts).save(force_insert=True)
    return counts

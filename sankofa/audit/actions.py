"""Writes of the audit: record an event in the caller's transaction, seal what was committed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from sankofa.audit import lanes
from sankofa.audit.models import Event, Seal, SealedEvent
from sankofa.audit.rules import proof
from sankofa.audit.rules.terms import Kind
from sankofa.store import counters, keys
from sankofa.store.models import Revision

SEAL_EVENTS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Who:
    """The actor as the audit knows them: a kind (user, device, key, link, system) and an id.

    `within` is the office for which they acted at that moment: who may read the event is decided by it.
    """

    kind: str
    id: str
    on_behalf_of: str = ""
    within: str = ""


@transaction.atomic(savepoint=False)
def record(
    *,
    kind: Kind,
    action: str,
    who: Who,
    at: datetime,
    subject_kind: str = "",
    subject_id: str = "",
    detail: Mapping[str, Any] | None = None,
    revisions: Sequence[Revision] = (),
) -> Event:
    """Record one event, vouched for.  It stands or falls with the transaction it reports.

    `revisions` are the lines of histories that it wrote, in order; the event names them and vouches for them too.
    """
    place = lanes.take()
    event = Event(
        at=at,
        kind=kind,
        action=action,
        actor_kind=who.kind,
        actor_id=who.id,
        on_behalf_of=who.on_behalf_of,
        within=who.within or None,
        subject_kind=subject_kind,
        subject_id=subject_id,
        detail=_as_given_back(detail or {}),
        revision_digest=proof.digest_of_lines([one.line for one in revisions]) if revisions else "",
        revisions=[one.pk.hex for one in revisions] or None,
        turn=place.turn,
        lane=place.lane,
        number=place.number,
        seen_lane=place.seen_lane,
        seen_number=place.seen_number,
    )
    event.mark = proof.vouched(proof.canonical(event.said()), key=keys.ring().audit)
    event.save(force_insert=True)
    return event


def _as_given_back(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Return detail as the database will give it back: keys as texts, tuples as lists."""

    def refuse(number: str) -> Any:
        raise TypeError(f"{number} has decimals, which databases write in their own way; give a text.")

    held: dict[str, Any] = json.loads(json.dumps(dict(detail)), parse_float=refuse, parse_constant=refuse)
    return held


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Seal the committed events that no seal holds yet; return None where there are none.

    One sealer at a time: a second one waits, then goes on from the first one's seal.
    """
    counters.hold("audit.seal")
    last = Seal.objects.order_by("-number").first()
    unsealed = Event.objects.filter(sealed=None).order_by(F("turn").asc(nulls_first=True), "lane", "id")
    marks = list(unsealed.values_list("id", "mark")[:SEAL_EVENTS_MAX])
    if not marks:
        return None
    made = Seal(
        number=1 if last is None else last.number + 1,
        at=at,
        events=len(marks),
        root=proof.merkle_root([mark for _, mark in marks]),
        previous=proof.EMPTY_ROOT if last is None else last.root,
    )
    made.mark = proof.vouched(proof.canonical(made.said()), key=keys.ring().audit)
    made.save(force_insert=True)
    SealedEvent.objects.bulk_create(
        [SealedEvent(event_id=key, seal=made, position=position) for position, (key, _) in enumerate(marks)],
        batch_size=2000,
    )
    return made


def seal_all(*, at: datetime) -> int:
    """Seal until nothing is left unsealed; return the number of events sealed."""
    sealed = 0
    while (made := seal(at=at)) is not None:
        sealed += made.events
    return sealed

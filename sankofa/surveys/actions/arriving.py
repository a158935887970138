"""Taking in filled forms: one durable writing, and nothing else, so that nothing acknowledged is ever lost.

Whoever brings forms in, a phone, the web form or a file of another system, calls `arrive`.  Only when it has answered
may the sender be told that the form is here.  It asks nothing of the form: a torn one, one of a phone that was ended or
of a form that nobody knows is kept like any other, and what becomes of it is said later (see `reading`).
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sankofa.store import blobs, keys, subjects
from sankofa.surveys.actions.devices import note_all_seen
from sankofa.surveys.models import Arrival, ArrivalFile, Source


@dataclass(frozen=True, slots=True)
class Incoming:
    """A filled form as it comes in: its bytes as they were sent, from whom, for which office, and its pictures.

    `carrier_id` is who brought it in, where that is somebody else than who wrote it.  `person_id` is whom it is about,
    where the page that sends it knows; else the form says so itself.  `clock_at` is what the clock of the device says.
    """

    content: bytes
    source: str
    office_id: UUID
    user_id: UUID | None = None
    device_id: UUID | None = None
    person_id: UUID | None = None
    clock_at: datetime | None = None
    carrier_id: UUID | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """A filled form that is kept now, and whether it came for the first time."""

    arrival: Arrival
    is_new: bool


def arrive_many(incoming: Sequence[Incoming], *, at: datetime) -> list[Received]:
    """Keep filled forms durably in one transaction, each once however often it is sent; pictures are kept apart.

    The phones that brought them are noted as seen in the same transaction: it must not cost one of its own.
    """
    digests = [digest_of(one.content) for one in incoming]
    known = {one.digest: one for one in Arrival.objects.filter(digest__in=digests).defer("content")}
    fresh: dict[str, Arrival] = {}
    for digest, one in zip(digests, incoming, strict=True):
        if digest not in known and digest not in fresh:
            fresh[digest] = _made(one, digest, at=at)
    try:
        with transaction.atomic(), subjects.holding([one.pk for one in fresh.values()], at=at, are_new=True):
            # In one order, so that two who bring the same forms at once never wait for each other in a ring.
            Arrival.objects.bulk_create([fresh[digest] for digest in sorted(fresh)], batch_size=200)
            if about := [one.pk for one in fresh.values() if one.person_id is not None]:
                Arrival.objects.filter(pk__in=about, person__is_protected=True).update(is_apart=True)
            note_all_seen({one.device_id for one in incoming if one.device_id is not None}, at=at)
    except IntegrityError:
        # Somebody else brought one of them at this very moment: theirs is the one that is kept.
        if not Arrival.objects.filter(digest__in=fresh).exists():
            raise
        return arrive_many(incoming, at=at)
    held = known | fresh
    first = set(fresh)
    answers = []
    for digest in digests:
        answers.append(Received(held[digest], digest in first))
        first.discard(digest)
    return answers


def digest_of(content: bytes) -> str:
    """Return the keyed digest under which the bytes of a form are found again; nobody can guess them from it."""
    return hmac.new(keys.ring().index, b"arrival\x00" + content, hashlib.sha256).hexdigest()


def _made(incoming: Incoming, digest: str, *, at: datetime) -> Arrival:
    return Arrival(
        created_at=at,
        received_at=at,
        source=Source(incoming.source),
        office_id=incoming.office_id,
        user_id=incoming.user_id,
        device_id=incoming.device_id,
        person_id=incoming.person_id,
        clock_at=incoming.clock_at,
        carried_by_id=incoming.carrier_id,
        digest=digest,
        content=incoming.content,
        size_bytes=len(incoming.content),
    )


def keep_files(arrival: Arrival, files: Mapping[str, bytes]) -> None:
    """Keep what came with a form: each file is on the disk before its row is written, and is kept once."""
    there = set(ArrivalFile.objects.filter(arrival=arrival).values_list("digest", flat=True))
    made = {}
    for name, content in files.items():
        digest = digest_of(arrival.pk.bytes + content)
        if digest not in there and digest not in made:
            # The same picture with another form is another file, so that destroying one leaves the other.
            blob = blobs.keep(arrival.pk.bytes + content)
            made[digest] = ArrivalFile(arrival=arrival, name=name, digest=digest, blob=blob, size_bytes=len(content))
    ArrivalFile.objects.bulk_create(made.values(), ignore_conflicts=True)

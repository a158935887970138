"""What surveys forget of somebody who is erased: the answers, and what came in about them with its pictures."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from sankofa.store import blobs, erasures, subjects
from sankofa.store.models import Record
from sankofa.surveys.models import Arrival, ArrivalFile, Clash, PhoneChange, Submission

if TYPE_CHECKING:
    from sankofa.returnees.hooks import Erasing


def erase_answers(event: "Erasing") -> Sequence[Record]:
    """Clear the answers of somebody who is being erased; that they answered, and when, stays for counts."""
    submissions = Submission.objects.filter(person_id=event.person.pk)
    submissions.update(answers=None)
    arrivals = list(Arrival.objects.filter(person_id=event.person.pk).defer("content"))
    destroy(arrivals, at=event.at)
    changes = PhoneChange.objects.filter(person_id=event.person.pk)
    changes.update(said=None)
    return [*submissions, *arrivals, *changes, *Clash.objects.filter(person_id=event.person.pk)]


def destroy(arrivals: Collection[Arrival], *, at: datetime) -> None:
    """Destroy what came in, with its pictures; that something came in, when and from whom stays."""
    ids = [arrival.pk for arrival in arrivals]
    if not ids:
        return
    for held in ArrivalFile.objects.filter(arrival__in=ids).select_related("blob"):
        blobs.destroy(held.blob)
    ArrivalFile.objects.filter(arrival__in=ids).delete()
    Arrival.objects.filter(pk__in=ids).update(content=None)
    subjects.destroy_all(ids, at=at)
    transaction.on_commit(lambda: erasures.note(ids, at=at))

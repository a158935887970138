"""Taking out of the register again whom a list brought in, where nothing was built on them since.

Nothing true is deleted by it: that the list arrived stays, with its rows, its verdicts and its receipt, and what the
register made of them is told to the record of events by id and digest.  The rows go for good, with what they said in
the histories and with the people's own keys, because a list taken back says of nobody that they came home.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import models, transaction

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions
from sankofa.returnees.built_on import PARTS, WITH_HISTORY, built_on
from sankofa.returnees.erasing import KIND
from sankofa.returnees.models import Person
from sankofa.store import erasures, revisions, subjects
from sankofa.store.models import Record, Revision

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

TAKEN_OUT_MAX = 500


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The outcome of taking people out: who is gone, with the beginning of the digest of how they came in."""

    source: str
    people: tuple[UUID, ...]
    digests: Mapping[UUID, str]
    erased_revisions: Sequence[str]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return who is gone, and the digest of the line that said who they were; no names."""
        return {"source": self.source, "rows": [[str(whose), self.digests.get(whose, "")] for whose in self.people]}


@action(permissions.REGISTER, on="office")
def take_out(*, office: "Office", people: Sequence[UUID], source: str, by: Actor, at: datetime) -> TakenOut:  # noqa: ARG001
    """Take out of the register, for good, the people whom a file brought in and on whom nothing was built since.

    Whoever does not fit stays, silently: people of another office, of another file, and those who have gone already.
    """
    assert len(people) <= TAKEN_OUT_MAX, "people are taken out in chunks"
    # Under their locks: what somebody is writing about one of them now is seen, or finds nobody.
    held = Person.objects.select_for_update(of=("self",)).filter(pk__in=people, office=office).order_by("pk")
    there = {person.pk: person for person in held}
    stays = built_on(there, source=source)
    going = [person for key, person in there.items() if key not in stays]
    keys = [person.pk for person in going]
    told = [
        *going,
        *(row for part in WITH_HISTORY for row in _of(part, keys).order_by("pk")),
    ]
    digests = _first_lines(keys)
    lines = revisions.erase(cast("Sequence[Record]", told))
    for part in PARTS:
        _of(part, keys).delete()
    # Every key that points at a person protects them, so whatever is not seen above stops it here.
    Person.objects.filter(pk__in=keys).delete()
    subjects.destroy_all(keys, at=at)
    transaction.on_commit(partial(erasures.note, keys, at=at))
    return TakenOut(source, tuple(keys), digests, tuple(lines))


def _first_lines(keys: Sequence[UUID]) -> dict[UUID, str]:
    first = Revision.objects.filter(subject_kind=KIND, subject_id__in=list(map(str, keys)), number=1)
    return {UUID(line.subject_id): line.line[:16] for line in first}


def _of(part: type[models.Model], keys: Sequence[UUID]) -> "models.QuerySet[models.Model]":
    """Return the rows of a table that hang on these people, by whichever of its keys."""
    whose = [field.name for field in part._meta.concrete_fields if field.related_model is Person]
    wanted = models.Q()
    for name in whose:
        wanted |= models.Q(**{f"{name}__in": keys})
    return part._base_manager.filter(wanted)

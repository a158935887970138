"""Writes of tables about many people: counting an office, taking a copy, making the version for sharing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import action, who_acts
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.disclosure.terms import Policy
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.statistics import counting, labels, permissions, queries
from sankofa.statistics.models import Copy, Count, Stood
from sankofa.statistics.rules import columns
from sankofa.statistics.rules.asking import Question

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.hooks import Erasing
    from sankofa.store.models import Record

POLICY = Policy()
COUNTED_EVERY = timedelta(hours=24)


class NotForSharing(Exception):
    """Together with what is known already the table gives somebody away.  `findings` say how, and what helps."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(one.code for one in self.findings))


class NothingCounted(Exception):
    """No office in reach was counted yet."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """The outcome of counting an office."""

    count: Count

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many talks there are to count from."""
        return {"talks": self.count.talks}


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of taking a table: the copy that is on record."""

    copy: Copy

    def audit_detail(self) -> Mapping[str, Any]:
        """Return what the table asks and whether it is the version for sharing."""
        return {
            "copy": str(self.copy.pk),
            "question": self.copy.question,
            "for_sharing": self.copy.is_for_sharing,
        }


@action(permissions.COUNT, on="office")
def count_office(*, office: "Office", by: Actor, at: datetime) -> Recounted:  # noqa: ARG001  the record names who
    """Count everything that the tables of an office are made from, in place of what was counted before."""
    found = counting.counted(office)
    held = Count.objects.filter(office=office).first() or Count(office=office)
    held.counted_at, held.talks, held.columns = at, len(found), columns.packed(found)
    held.save()
    return Recounted(held)


@action(permissions.TAKE, on="office")
def take_table(*, office: "Office", question: Question, by: Actor, at: datetime) -> Taken:
    """Take a table with its true figures out as a file: not for sharing, and on record.  Raises NothingCounted."""
    known = queries.known(by, permission=permissions.TAKE, on=clock.day_of(at, by.zone))
    if known.counted_at is None:
        raise NothingCounted
    made = Copy(
        created_at=at,
        office=office,
        taken_by_id=by.id,
        taken_at=at,
        counted_at=known.counted_at,
        question=question.record(),
        is_for_sharing=False,
    )
    made.save(force_insert=True)
    return _on_record(Taken(made), by=by, at=at)


@action(permissions.SHARE, on="office")
def share_table(*, office: "Office", question: Question, purpose: str, by: Actor, at: datetime) -> Taken:
    """Make the version of a table for sharing, and keep who stood in it for the next one to be held against.

    Raises NothingCounted, and NotForSharing where the table alone or with earlier ones would give somebody away.
    """
    from sankofa.statistics.rules import earlier, sharing, tables  # scipy is an extra, and slow to come

    known = queries.known(by, permission=permissions.SHARE, on=clock.day_of(at, by.zone))
    if known.counted_at is None:
        raise NothingCounted
    sample = tables.sample(known.columns, question, scheme=queries.default_scheme())
    counted = tables.counted_of(sample, question)
    done = sharing.shared(counted, sample, POLICY, labels.names_of(question, counted, known.names))
    if done.barriers:
        raise NotForSharing(done.barriers)
    made = Copy(
        created_at=at,
        office=office,
        taken_by_id=by.id,
        taken_at=at,
        counted_at=known.counted_at,
        purpose=purpose,
        question=question.record(),
        is_for_sharing=True,
        shown=queries.shown_record(done),
    )
    stood = earlier.members(done, sample, made.receipt)
    # Two tables made in the same moment must not pass each other by.
    queries.lock_earlier()
    if found := earlier.about_earlier(stood, queries.earlier_tables(), POLICY):
        raise NotForSharing(found)
    made.save(force_insert=True)
    Stood.objects.create(copy=made, cells=stood.record(), members=stood.packed())
    return _on_record(Taken(made), by=by, at=at)


@action(permissions.TAKE, on="copy")
def take_again(*, copy: Copy, by: Actor, at: datetime) -> Taken:
    """Take the file of a version for sharing that was made before; it goes on record as taken out."""
    return _on_record(Taken(copy), by=by, at=at)


def tend_counts(*, by: Actor, at: datetime) -> Count | None:
    """Count the office that was counted longest ago, where that is a day ago or was never done; one at a time."""
    office = queries.office_to_count(before=at - COUNTED_EVERY)
    return None if office is None else count_office(office=office, by=by, at=at).count


def forget_counts(event: "Erasing") -> list["Record"]:
    """Throw away what the office of somebody erased was counted from; the next count is made without them."""
    Count.objects.filter(office_id=event.person.office_id).delete()
    return []


def _on_record(taken: Taken, *, by: Actor, at: datetime) -> Taken:
    audit.record(
        kind=Kind.EXPORT,
        action="statistics.taken",
        who=who_acts(by, taken.copy),
        at=at,
        subject_kind="statistics.copy",
        subject_id=str(taken.copy.pk),
        detail=taken.audit_detail(),
    )
    return taken

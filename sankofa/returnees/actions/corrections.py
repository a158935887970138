"""Writes about what is recorded of somebody already: amend it for a reason, send it back, say that it is right.

Both versions are kept: the history holds what was and what is.  A form that was filled from an older version overwrites
nothing that changed meanwhile; it comes back with what changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.places.rules.calendars import Calendar
from sankofa.returnees import histories, permissions, typed
from sankofa.returnees.actions.register import check_one_life
from sankofa.returnees.candidates import note_candidates
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.models import Journey, Person, SearchKey, SentBack, SentBackAnswer
from sankofa.returnees.search_keys import keys_of_record
from sankofa.store import revisions, subjects
from sankofa.store.models import Record

_NOTHING_SAID = {None, "", "unknown", Calendar.GREGORIAN.value}


class Why(TextChoices):
    """Why something recorded is changed; the code goes into the history."""

    TOLD = "told", _("The person told us")
    PAPER = "paper", _("It was seen on a paper")
    MISTYPED = "mistyped", _("It was mistyped")
    OTHER = "other", _("Another reason, in my words")


class ChangedMeanwhile(Exception):
    """Some of what was typed has been changed by somebody else since the form was opened.  Carries the facts."""

    def __init__(self, facts: Sequence[typed.Fact]) -> None:
        self.facts = tuple(facts)
        super().__init__(", ".join(held.code for held in facts))


class NothingToAmend(Exception):
    """What was given is what is recorded already."""


class NotTheirs(Exception):
    """There is no such journey or paper of this person."""


class NobodyToAsk(Exception):
    """Nobody who wrote it, and nobody who looks after the person, can be asked any more."""


class SentBackAlready(Exception):
    """This fact was sent back before and waits for its answer."""


class AnsweredAlready(Exception):
    """The question was answered before."""


@dataclass(frozen=True, slots=True)
class Amended:
    """The outcome of an amendment: of which record which columns changed, and the reason for its history."""

    record: Record
    columns: tuple[str, ...]
    history_reason: str

    def audit_detail(self) -> Mapping[str, Any]:
        """Return which record and which columns; never what they hold."""
        return {"record": str(self.record.pk), "columns": list(self.columns)}


@action(permissions.AMEND, on="person")
def amend(
    *,
    person: Person,
    kind: str,
    record_id: UUID | None,
    said: Mapping[str, Any],
    because: str,
    words: str,
    seen: int,
    by: Actor,
    at: datetime,
) -> Amended:
    """Correct or complete a person, one of their journeys or papers; what was stays in the history, with the reason.

    `kind` is one of `typed.TABLES`; without `record_id` a row is added, but for kinds of which everybody has one.
    `said` holds columns with their new values, `seen` the version that the form was filled from
    (see `histories.version_of`).
    Raises AlreadyErased, NotTheirs, ChangedMeanwhile, NothingToAmend and NotOneLife.
    """
    assert set(said) <= typed.columns_of(kind), "only what people type is amended"
    if person.erased_on is not None:
        raise AlreadyErased(person)
    record = histories.record_of(person, kind, record_id)
    if record is None:
        raise NotTheirs
    is_new = record._state.adding
    before = None if is_new else record.image()
    changed = tuple(sorted(name for name, value in said.items() if is_new or getattr(record, name) != value))
    if not changed or (is_new and not any(said[name] not in _NOTHING_SAID for name in changed)):
        raise NothingToAmend
    if not is_new and (meanwhile := histories.changed_since(record, seen, kind=kind, columns=changed)):
        raise ChangedMeanwhile(meanwhile)
    for name in changed:
        setattr(record, name, said[name])
    _check_life(person, record, on=clock.day_of(at, person.office.zone))
    reason = _reason(person, because, words, at=at)
    record.save(force_insert=is_new)
    if record is not person:
        revisions.revise(
            record, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source, reason=reason
        )
    _remake_search_keys(person)
    note_candidates([person], at=at)
    _settle(person, kind, changed, by=by, at=at)
    return Amended(record=record, columns=changed, history_reason=reason if record is person else "")


@action(permissions.SEND_BACK, on="person")
def send_back(*, person: Person, fact: str, question: str, by: Actor, at: datetime) -> SentBack:
    """Send one fact back to whoever wrote it last, with a question; else to whoever looks after the person.

    Raises AlreadyErased, SentBackAlready and NobodyToAsk.
    """
    held = typed.fact(fact)
    assert held is not None, "only what people type is sent back"
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if SentBack.objects.filter(person=person, fact=fact, answered_at=None).exists():
        raise SentBackAlready
    to = histories.writer_of(person, held, on=clock.day_of(at, by.zone))
    if to is None:
        raise NobodyToAsk
    made = SentBack(
        created_at=at,
        person=person,
        fact=fact,
        question=question,
        to=to,
        asked_at=at,
        asked_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made


@action(permissions.AMEND, on="sent")
def say_it_is_right(*, sent: SentBack, by: Actor, at: datetime) -> SentBack:
    """Answer what was sent back: it is right as it stands.  Raises AnsweredAlready."""
    if sent.answered_at is not None:
        raise AnsweredAlready
    _answer(sent, SentBackAnswer.RIGHT, by=by, at=at)
    return sent


def reason_told(reason: str, person: Person, *, at: datetime) -> tuple[str, str]:
    """Return the code and the words of a reason as a history holds it.  Raises CannotOpen, Erased."""
    code, _colon, sealed = reason.partition(":")
    return code, subjects.opened_text(bytes.fromhex(sealed), place=_place_of_reason(person, at)) if sealed else ""


def _check_life(person: Person, record: Record, *, on: date) -> None:
    journeys = [held for held in person.journeys.all() if held.pk != record.pk]
    if isinstance(record, Journey):
        journeys.append(record)
    check_one_life(person.born, [(held.left, held.returned) for held in journeys], on=on)


def _reason(person: Person, because: str, words: str, *, at: datetime) -> str:
    """Return the reason for the history: its code, and words sealed under the person's own key behind it."""
    if not words:
        return because
    sealed = subjects.sealed_text(words, record=person, place=_place_of_reason(person, at))
    return f"{because}:{sealed.hex()}"


def _place_of_reason(person: Person, at: datetime) -> str:
    return f"store_revision/reason/{person.pk}/{at.astimezone(UTC).isoformat()}"


def _remake_search_keys(person: Person) -> None:
    wanted = keys_of_record(person)
    held = {bytes(row.key): row.pk for row in SearchKey.objects.filter(person=person)}
    SearchKey.objects.filter(pk__in=[pk for key, pk in held.items() if key not in wanted]).delete()
    made = (SearchKey(person=person, office_id=person.office_id, key=key) for key in sorted(wanted - set(held)))
    SearchKey.objects.bulk_create(made)


def _settle(person: Person, kind: str, columns: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Answer what was sent back about facts that have been corrected now."""
    touched = {held.code for held in typed.facts_of(kind) if set(held.columns) & set(columns)}
    for sent in SentBack.objects.filter(person=person, fact__in=touched, answered_at=None):
        before = sent.image()
        _answer(sent, SentBackAnswer.AMENDED, by=by, at=at)
        revisions.revise(sent, before=before, at=at, actor=f"{by.kind}:{by.id}", source=origin.get().source)


def _answer(sent: SentBack, answer: SentBackAnswer, *, by: Actor, at: datetime) -> None:
    sent.answered_at, sent.answer = at, answer
    sent.answered_by = accounts.user_by_id(by.id) if by.kind == "user" else None
    sent.save(update_fields=["answered_at", "answered_by", "answer"])

"""What phones change in the register: a correction like any other where nothing speaks against it, else a question.

A form can say which answers are facts of the person.  Where the file still says what the phone had been given, and the
worker may correct it, the fact is corrected in the worker's name.  In every other case it waits, with both values.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import Origin, action, origin
from sankofa.accounts.queries import user_by_id
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import actions as register
from sankofa.returnees import clusters, from_phones, histories, typed
from sankofa.returnees.meant import person_meant
from sankofa.store.models import Source as Where
from sankofa.surveys import conversion, permissions
from sankofa.surveys.models import Arrival, ChangeDecision, FormVersion, PhoneChange
from sankofa.surveys.rules import changed, outline
from sankofa.surveys.rules.changed import Why
from sankofa.surveys.rules.instance import Envelope

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

OUR_LIST = conversion.PEOPLE_LIST.removesuffix(".csv")
MADE, WAITS, NOT_MADE = "made", "waits", "not_made"


class ChangeDecided(Exception):
    """Somebody has decided this before; carries what was decided."""

    def __init__(self, held: PhoneChange) -> None:
        self.held = held
        super().__init__(held.decision)


class SaysSomethingElse(Exception):
    """The register was corrected since the page was opened; carries the version that it has now."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(str(version))


def change(
    arrival: Arrival,
    envelope: Envelope,
    version: FormVersion,
    answers: Mapping[str, Any],
    about: "Person | None",
    *,
    waits: Why | None,
    at: datetime,
) -> tuple[str, ...]:
    """Change what a filled form asks to change of whom it is about; return what became of it: made, waits, not_made.

    `waits` is why nothing is changed by itself, where that is known already.
    """
    asked = changed.properties(outline.tables_of(version.sheets))
    if about is None or not envelope.is_update or envelope.listed != OUR_LIST or not asked:
        return (NOT_MADE,)
    said = changed.said(asked, answers)
    meant = person_meant(envelope.changes, "", organisation_id=arrival.office.organisation_id)
    files = clusters.ids_together(about.pk)
    if meant is None or meant.pk not in files:
        # The answers are about somebody else than the entry of the list.
        return (NOT_MADE,)
    if waits is None:
        waits = _why_waits(arrival, envelope, about, is_joined=len(files) > 1, at=at)
    became = []
    for name, text in sorted(said.items()):
        fact = from_phones.fact_of(name)
        try:
            value = "" if fact is None else from_phones.value(fact, text)
        except from_phones.NotAValue:
            fact = None
        if fact is None:
            became.append(NOT_MADE)
        elif not from_phones.is_recorded(about, fact, value):
            became.append(_one(arrival, envelope, about, fact, value, waits=waits, at=at))
    return tuple(dict.fromkeys(became))


@action(permissions.RECEIVE, on="change")
def settle_change(*, change: PhoneChange, decision: str, seen: int, by: Actor, at: datetime) -> PhoneChange:
    """Say whether the phone or the register is right about one fact; the register is corrected where it was not.

    `seen` is the version of the file that the page showed.
    Raises ChangeDecided, SaysSomethingElse, and NotAllowed where the decider may not correct this file.
    """
    if change.decided_at is not None:
        raise ChangeDecided(change)
    chosen = ChangeDecision(decision)
    if chosen is ChangeDecision.PHONE:
        assert change.said is not None, "what belongs to somebody erased is decided by nobody"
        fact = typed.fact(change.fact)
        assert fact is not None
        try:
            _amend(change.person, fact, change.said, seen=seen, by=by, at=at, arrival=change.arrival)
        except register.ChangedMeanwhile:
            raise SaysSomethingElse(histories.version_of(change.person)) from None
    change.decided_at, change.decision = at, chosen
    change.decided_by_id = by.id if by.kind == "user" else None
    change.save(update_fields=["decided_at", "decision", "decided_by"])
    return change


def _why_waits(arrival: Arrival, envelope: Envelope, person: "Person", *, is_joined: bool, at: datetime) -> Why | None:
    """Return why nothing of this file is changed by a form alone; None where nothing speaks against it."""
    if person.is_protected:
        return Why.PROTECTED
    if is_joined:
        return Why.JOINED
    if envelope.seen is None or envelope.seen > histories.version_of(person):
        return Why.NO_VERSION
    holder = None if arrival.user_id is None else user_by_id(str(arrival.user_id))
    if holder is None:
        return Why.MAY_NOT
    viewer = holder.as_actor()
    may = histories.may_amend(person, viewer=viewer, on=clock.day_of(at, viewer.zone))
    return None if may else Why.MAY_NOT


def _one(
    arrival: Arrival,
    envelope: Envelope,
    person: "Person",
    fact: typed.Fact,
    value: str,
    *,
    waits: Why | None,
    at: datetime,
) -> str:
    if waits is None and from_phones.is_unlikely(fact, value, country=person.office.place.country_id):
        waits = Why.UNLIKELY
    if waits is None:
        holder = user_by_id(str(arrival.user_id))
        assert holder is not None
        assert envelope.seen is not None
        # Two facts of one form: the first correction makes a new version, which the second has not to be afraid of.
        try:
            _amend(person, fact, value, seen=envelope.seen, by=holder.as_actor(), at=at, arrival=arrival)
        except register.ChangedMeanwhile:
            waits = Why.CHANGED_MEANWHILE
        else:
            return MADE
    held = PhoneChange(
        created_at=at,
        person=person,
        arrival=arrival,
        fact=fact.code,
        said=value,
        because=waits.value,
        noted_at=at,
    )
    held.save(force_insert=True)
    return WAITS


def _amend(
    person: "Person", fact: typed.Fact, value: str, *, seen: int, by: Actor, at: datetime, arrival: Arrival
) -> None:
    """Correct one fact in somebody's name; the history says that it came with a form."""
    token = origin.set(Origin(Where.ARRIVAL, str(arrival.pk)))
    try:
        register.amend(
            person=person,
            kind="person",
            record_id=None,
            said={fact.columns[0]: value},
            because=register.Why.TOLD.value,
            words="",
            seen=seen,
            by=by,
            at=at,
        )
    except register.NothingToAmend:
        pass  # the register says it already: then both are right
    finally:
        origin.reset(token)

"""Writes about protected files: the mark, who is named, silent comparisons, and lifting.

Source: casework, "Safeguards": a protected person never appears to anyone not named on the file.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import permissions, queries
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.models import Named, Person, ProtectedMatch, Protection

if TYPE_CHECKING:
    from sankofa.accounts.models import User


class AlreadyProtected(Exception):
    """The file is protected already."""


class NotProtected(Exception):
    """The file is not protected, so nobody is named on it."""


class AlreadyNamed(Exception):
    """They are named on the file already."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        super().__init__(user_id)


class NotNamed(Exception):
    """They are not named on the file."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        super().__init__(user_id)


class OutOfReach(Exception):
    """Somebody is to be named whose role does not reach the file: naming never gives a reach."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        super().__init__(user_id)


class LastOfficer(Exception):
    """Without them nobody named on the file could name anybody else, and the file would be lost to all."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        super().__init__(user_id)


class SettledAlready(Exception):
    """The comparison was answered before."""


@action(permissions.PROTECT, on="person")
def protect(*, person: Person, kind: str, reason: str, review_on: date, by: Actor, at: datetime) -> Protection:
    """Protect a file.  From now on it is there only for whoever does this and for the office's protection officers.

    All others drop out at once, the one who looked after the person too unless they do this.  Raises AlreadyProtected.
    """
    if person.is_protected:
        raise AlreadyProtected
    # What is joined is one person: a file left open would tell what the protected one hides.
    joined = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids_together(person.pk) - {person.pk})
    for other in joined.filter(is_protected=False).order_by("pk"):
        _protect(other, kind=kind, reason=reason, review_on=review_on, by=by, at=at)
    return _protect(person, kind=kind, reason=reason, review_on=review_on, by=by, at=at)


def _protect(person: Person, *, kind: str, reason: str, review_on: date, by: Actor, at: datetime) -> Protection:
    person.is_protected = True
    person.save(update_fields=["is_protected"])
    made = Protection(
        created_at=at,
        person=person,
        kind=kind,
        reason=reason,
        review_on=review_on,
        protected_at=at,
        protected_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    first = {str(officer.pk) for officer in queries.officers_for(person, on=clock.day_of(at, by.zone))}
    for user_id in sorted(first | ({by.id} if by.kind == "user" else set())):
        _name(person, user_id, reason=reason, by=by, at=at)
    return made


@action(permissions.LOOK_AFTER, on="person")
def name_on(*, person: Person, user_id: str, reason: str, by: Actor, at: datetime) -> Named:
    """Name somebody on a protected file, so that it is there for them.

    Only whose role reaches the file can be named.  Raises NotProtected, AlreadyNamed and OutOfReach.
    """
    if not person.is_protected:
        raise NotProtected
    if user_id in queries.named_on(person):
        raise AlreadyNamed(user_id)
    if user_id not in {str(user.pk) for user in queries.who_could_see(person, on=clock.day_of(at, by.zone))}:
        raise OutOfReach(user_id)
    return _name(person, user_id, reason=reason, by=by, at=at)


@action(permissions.LOOK_AFTER, on="person")
def take_off(*, person: Person, user_id: str, reason: str, by: Actor, at: datetime) -> Named:
    """Take somebody off a protected file.  For them there is no such file any more.

    Raises NotNamed, and LastOfficer where nobody would be left who can name others.
    """
    held = Named.objects.filter(person=person, user_id=user_id, ended_at=None).first()
    if held is None:
        raise NotNamed(user_id)
    officers = {str(user.pk) for user in queries.officers_for(person, on=clock.day_of(at, by.zone))}
    if not officers & (queries.named_on(person) - {user_id}):
        raise LastOfficer(user_id)
    held.ended_at, held.ended_because = at, reason
    held.save(update_fields=["ended_at", "ended_because"])
    return held


@action(permissions.LOOK_AFTER, on="person")
def lift(*, person: Person, reason: str, by: Actor, at: datetime) -> Protection:  # noqa: ARG001
    """Lift the protection of a file: it is there again for everybody whose role reaches it.  Raises NotProtected."""
    held = queries.protection_of(person)
    if held is None:
        raise NotProtected
    held.lifted_at, held.lifted_because = at, reason
    held.save(update_fields=["lifted_at", "lifted_because"])
    for named in Named.objects.filter(person=person, ended_at=None):
        named.ended_at, named.ended_because = at, reason
        named.save(update_fields=["ended_at", "ended_because"])
    person.is_protected = False
    person.save(update_fields=["is_protected"])
    return held


@action(permissions.LOOK_AFTER, on="person")
def note_match(*, person: Person, other: Person, by: Actor, at: datetime) -> ProtectedMatch:  # noqa: ARG001
    """Note that somebody in the register resembles a protected person, for the officers named on the file alone."""
    made, _is_new = ProtectedMatch.objects.get_or_create(
        person=person, other=other, defaults={"created_at": at, "noted_at": at}
    )
    return made


@action(permissions.LOOK_AFTER, on="match")
def settle_match(*, match: ProtectedMatch, is_same: bool, note: str, by: Actor, at: datetime) -> ProtectedMatch:  # noqa: ARG001
    """Answer a comparison: whether the two are one person.  Nobody else hears of it.  Raises SettledAlready."""
    if match.settled_at is not None:
        raise SettledAlready
    match.settled_at, match.is_same, match.note = at, is_same, note or None
    match.save(update_fields=["settled_at", "is_same", "note"])
    return match


def look_after_protected(*, by: Actor, at: datetime) -> None:
    """Do the periodic work of protected files: compare in silence, and see to it that an officer is named on each."""
    compare_with_protected(by=by, at=at)
    keep_officers_named(by=by, at=at)


def compare_with_protected(*, by: Actor, at: datetime) -> int:
    """Compare everybody in the register with the protected people of their organisation; return how many are new.

    Done by the periodic work and never while somebody is being put into the register: so it takes no longer, asks no
    more and says no more when they are there already.
    """
    found = queries.unnoted_matches()
    for person, other in found:
        note_match(person=person, other=other, by=by, at=at)
    return len(found)


def keep_officers_named(*, by: Actor, at: datetime) -> int:
    """Name the protection officers of an office on files where no active officer is named; return how many files.

    Otherwise the file of somebody whose officer left would be lost to all.
    """
    on = clock.day_of(at, by.zone)
    kept = 0
    for person in queries.without_officer(on=on):
        for officer in queries.officers_for(person, on=on):
            name_on(person=person, user_id=str(officer.pk), reason="the officers named before are gone", by=by, at=at)
            kept += 1
    return kept


def _name(person: Person, user_id: str, *, reason: str, by: Actor, at: datetime) -> Named:
    user: User | None = accounts.user_by_id(user_id)
    assert user is not None, "whoever is named signs in"
    made = Named(
        created_at=at,
        person=person,
        user=user,
        named_at=at,
        named_by_id=by.id if by.kind == "user" else None,
        reason=reason,
    )
    made.save(force_insert=True)
    return made

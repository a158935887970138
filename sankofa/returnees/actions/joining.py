"""Writes about the same person twice: join two files, separate them again, or say that they are two people.

Joining moves no row: a link is written, and ending it is all that separating takes.  What is written meanwhile stays
on the file it was written on.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import clusters, permissions, standing
from sankofa.returnees.models import FieldChoice, PairState, Person, PossibleSame, SamePerson


class Refusal(Exception):
    """Why two files are not joined or separated as somebody asked: the file is not as they saw it."""


class TogetherAlready(Refusal):
    """The two files are one person's already."""


class Follows(Refusal):
    """The file follows another one since, so the pair has to be looked at again.  Carries the file that leads."""

    def __init__(self, leading_id: UUID) -> None:
        self.leading_id = leading_id
        super().__init__(str(leading_id))


class NotToBeJoined(Refusal):
    """The file is protected or erased: a protected file stays apart, and of an erased one nobody knows whose it was."""


class SeparatedAlready(Refusal):
    """The two files were separated before."""


class DecidedSame(Refusal):
    """The two were joined since: separate them first."""


class NotAField(Refusal):
    """Nothing can be chosen under this name, or not from this file."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


@action(permissions.JOIN, on="person")
def join(
    *, person: Person, leading: Person, reason: str, choices: Mapping[str, UUID] | None = None, by: Actor, at: datetime
) -> SamePerson:
    """Join two files of one person: from now on the leading one is shown, and all that the other holds with it.

    `choices` says whose word counts where they contradict each other; without a choice the leading file's does.
    Raises TogetherAlready, Follows, NotToBeJoined, NotAField; NotAllowed where the leading file is out of reach.
    """
    leading = _within_reach(leading, by=by, at=at)
    if clusters.leading_id(person.pk) == clusters.leading_id(leading.pk):
        raise TogetherAlready
    # Read under both locks: whoever joined one of them a moment ago is seen here, so links never form a ring.
    for file in (person, leading):
        if (top := clusters.leading_id(file.pk)) != file.pk:
            raise Follows(top)
        if file.is_protected or file.erased_on is not None:
            raise NotToBeJoined
    mine, theirs = clusters.ids_together(person.pk), clusters.ids_together(leading.pk)
    link = SamePerson(created_at=at, person=person, leading=leading, from_at=at, reason=reason, joined_by_id=_user(by))
    link.save(force_insert=True)
    _choose(link, choices or {}, at=at)
    _answer(mine, theirs, PairState.SAME, reason=reason, by=by, at=at)
    return link


@action(permissions.JOIN, on="link")
def choose_fields(*, link: SamePerson, choices: Mapping[str, UUID | None], by: Actor, at: datetime) -> SamePerson:
    """Say anew whose word counts for fields in which two joined files differ.  Raises SeparatedAlready, NotAField.

    None says that both stand, which only facts beyond the first page can.
    """
    _within_reach(link.person, by=by, at=at)
    if link.until_at is not None:
        raise SeparatedAlready
    _choose(link, choices, at=at)
    return link


@action(permissions.JOIN, on="link")
def separate(*, link: SamePerson, reason: str, by: Actor, at: datetime) -> SamePerson:
    """Separate two files again: each is what it was, with what was written on it since.  Raises SeparatedAlready."""
    person = _within_reach(link.person, by=by, at=at)
    if link.until_at is not None:
        raise SeparatedAlready
    link.until_at, link.until_because, link.separated_by_id = at, reason, _user(by)
    link.save(update_fields=["until_at", "until_because", "separated_by"])
    FieldChoice.objects.filter(link=link, until_at=None).update(until_at=at)
    mine = clusters.ids_together(person.pk)
    theirs = clusters.ids_together(link.leading_id)
    _answer(mine, theirs, PairState.DIFFERENT, reason=reason, by=by, at=at)
    return link


@action(permissions.JOIN, on="pair")
def decide_different(*, pair: PossibleSame, reason: str, by: Actor, at: datetime) -> PossibleSame:
    """Say that two files are two people's; they are not asked about again.  Raises DecidedSame."""
    return _decided(pair, PairState.DIFFERENT, reason=reason, by=by, at=at)


@action(permissions.JOIN, on="pair")
def decide_unsure(*, pair: PossibleSame, reason: str, by: Actor, at: datetime) -> PossibleSame:
    """Say that it cannot be told yet; the pair stays in the list, after those nobody looked at.  Raises DecidedSame."""
    return _decided(pair, PairState.UNSURE, reason=reason, by=by, at=at)


def _decided(pair: PossibleSame, state: PairState, *, reason: str, by: Actor, at: datetime) -> PossibleSame:
    _within_reach(pair.other, by=by, at=at)
    if pair.state == PairState.SAME and clusters.leading_id(pair.one_id) == clusters.leading_id(pair.other_id):
        raise DecidedSame
    pair.state, pair.reason, pair.decided_at, pair.decided_by_id = state, reason, at, _user(by)
    pair.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    return pair


def _within_reach(other: Person, *, by: Actor, at: datetime) -> Person:
    """Return the other file of a pair, locked; whoever says something of two files must reach both."""
    on = clock.day_of(at, by.zone)
    fresh = (
        accounts.within_scope(Person.objects.all(), viewer=by, permission=permissions.JOIN, on=on)
        .select_for_update(of=("self",))
        .filter(pk=other.pk)
        .first()
    )
    if fresh is None:
        raise NotAllowed(accounts.decision_on(other, actor=by, permission=permissions.JOIN, on=on), permissions.JOIN)
    return fresh


def _choose(link: SamePerson, choices: Mapping[str, UUID | None], *, at: datetime) -> None:
    sides = {link.person_id, link.leading_id}
    for field, chosen in choices.items():
        if field in standing.FACTS:
            may = chosen is None or chosen in sides
        else:
            may = field in clusters.FIELDS and chosen in sides
        if not may:
            raise NotAField(field)
        FieldChoice.objects.filter(link=link, field=field, until_at=None).update(until_at=at)
        if chosen is not None:
            FieldChoice(created_at=at, link=link, field=field, chosen_id=chosen, from_at=at).save(force_insert=True)


def _answer(
    mine: frozenset[UUID], theirs: frozenset[UUID], state: PairState, *, reason: str, by: Actor, at: datetime
) -> None:
    """Write the answer on every pair between two sides: who is one person with one file is so with all."""
    across = Q(one__in=mine, other__in=theirs) | Q(one__in=theirs, other__in=mine)
    for pair in PossibleSame.objects.select_for_update().filter(across).order_by("pk"):
        pair.state, pair.reason, pair.decided_at, pair.decided_by_id = state, reason, at, _user(by)
        pair.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def _user(by: Actor) -> UUID | None:
    return UUID(by.id) if by.kind == "user" else None

"""Writes about openings: open a file outside one's reach with a reason, close it, look at what others opened.

Source: casework, "Safeguards" (least privilege, and help must not wait for a role); docs/adr/0019.
"""

from datetime import datetime, timedelta

from sankofa.accounts import openings, permissions, queries
from sankofa.accounts.action import NotAllowed, action, who_acts
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import Opening, User
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit import queries as audited
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock

OPEN_FOR = timedelta(hours=3)
A_DAY = timedelta(hours=24)
OPENED_A_DAY_MAX = 5
MISSED_A_DAY_MAX = 10


class NoSuchFile(Exception):
    """Nobody has this case number, or nobody whose file can be opened: the two are told in the same words."""


class AlreadySeen(Exception):
    """The file can be seen without opening it; carries where it is."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class TooManyOpenings(Exception):
    """So many files were opened or tried within a day that the next has to wait."""

    def __init__(self, again_at: datetime) -> None:
        self.again_at = again_at
        super().__init__(f"not before {again_at.isoformat()}")


class ClosedAlready(Exception):
    """The opening has ended."""


class ReviewedAlready(Exception):
    """Somebody looked at this opening before."""


class OwnOpening(Exception):
    """Nobody looks at their own opening."""


def open_with_reason(*, user: User, number: str, category: str, words: str, by: Actor, at: datetime) -> Opening:
    """Open a file by its case number for three hours, viewing only; a wrong number is on record without the number.

    Raises NoSuchFile, AlreadySeen, TooManyOpenings and NotAllowed.
    """
    missed = audited.refused_at(actor_id=by.id, action="accounts.open_outside", after=at - A_DAY, most=MISSED_A_DAY_MAX)
    if len(missed) == MISSED_A_DAY_MAX:
        raise TooManyOpenings(missed[-1] + A_DAY)
    try:
        return open_outside(user=user, number=number, category=category, words=words, by=by, at=at)
    except NoSuchFile:
        audit.record(
            kind=Kind.REFUSED,
            action="accounts.open_outside",
            who=who_acts(by),
            at=at,
            detail={"permission": permissions.OPEN_OUTSIDE.code, "reason": "no_such_file"},
        )
        raise


@action(permissions.OPEN_OUTSIDE, on="user")
def open_outside(*, user: User, number: str, category: str, words: str, by: Actor, at: datetime) -> Opening:
    """Open a file for whoever asks, for three hours; whoever supervises its office and the data officer hear of it.

    Raises NoSuchFile, AlreadySeen and TooManyOpenings, and NotAllowed where somebody would open a file for another.
    """
    if str(user.pk) != by.id:
        raise NotAllowed(openings.for_oneself_alone(), permissions.OPEN_OUTSIDE)
    today = openings.opened_since(user, at - A_DAY)
    if len(today) >= OPENED_A_DAY_MAX:
        raise TooManyOpenings(today[0].opened_at + A_DAY)
    found = openings.file_numbered(number, viewer=by)
    if found is None or found.record.is_marked:
        raise NoSuchFile
    on = clock.day_of(at, by.zone)
    if queries.decision_on(found.record, actor=by, permission=found.permission, on=on).allowed:
        raise AlreadySeen(found.path)
    office_id = found.record.resource_office()
    assert office_id is not None, "a file that can be opened belongs to an office"
    made = Opening(
        created_at=at,
        user=user,
        office_id=office_id,
        record_id=str(found.record.pk),
        number=found.number,
        category=category,
        words=words,
        opened_at=at,
        ends_at=at + OPEN_FOR,
    )
    made.save(force_insert=True)
    for reviewer in queries.holders_of(permissions.REVIEW_OPENINGS, made.resource(), on=on):
        if reviewer.pk != user.pk:
            notices.tell(Notice(to=reviewer, code="file_opened", at=at, path="/open/digest/"))
    return made


@action(permissions.OPEN_OUTSIDE, on="user")
def close_opening(*, user: User, opening: Opening, by: Actor, at: datetime) -> Opening:
    """Close a file that one opened, before its three hours are over.  Raises ClosedAlready and NotAllowed."""
    if str(user.pk) != by.id or opening.user_id != user.pk:
        raise NotAllowed(openings.for_oneself_alone(), permissions.OPEN_OUTSIDE)
    if opening.closed_at is not None or opening.ends_at <= at:
        raise ClosedAlready
    opening.closed_at = at
    opening.save(update_fields=["closed_at"])
    return opening


@action(permissions.REVIEW_OPENINGS, on="opening")
def review_opening(*, opening: Opening, is_questioned: bool, remark: str, by: Actor, at: datetime) -> Opening:
    """Say that one has seen why a file was opened, or question it.  Raises ReviewedAlready and OwnOpening."""
    if str(opening.user_id) == by.id:
        raise OwnOpening
    if opening.reviewed_at is not None:
        raise ReviewedAlready
    opening.reviewed_at, opening.reviewed_by_id = at, by.id
    opening.is_questioned, opening.remark = is_questioned, remark or None
    opening.save(update_fields=["reviewed_at", "reviewed_by", "is_questioned", "remark"])
    if is_questioned:
        notices.tell(Notice(to=opening.user, code="opening_questioned", at=at, path="/open/"))
    return opening


def forget_openings(record_id: str) -> list[Opening]:
    """Clear what was written when somebody's file was opened, as they are being erased; return the rows.

    Who opened it, when and for which sort of reason stays: that is about staff.
    """
    found = list(Opening.objects.filter(record_id=record_id))
    for opening in found:
        opening.number = opening.words = ""
        opening.remark = None
        opening.save(update_fields=["number", "words", "remark"])
    return found

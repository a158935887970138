"""Writes of the review of access: begin it, keep or end each role, and what becomes of lines nobody answered."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sankofa.accounts import hooks, permissions, roster
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.actions import roles as role_actions
from sankofa.accounts.hooks import Notice
from sankofa.accounts.models import Organisation, Review, ReviewLine
from sankofa.accounts.rules import access
from sankofa.accounts.rules.reviewing import quarter_of
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock

ANSWERED_WITHIN = timedelta(days=30)


class AnsweredAlready(Exception):
    """Somebody decided about this line before; carries the line with who and when."""

    def __init__(self, line: ReviewLine) -> None:
        self.line = line
        super().__init__(str(line.pk))


class NoteMissing(Exception):
    """Who ends a role in a review says why."""


@action(permissions.MANAGE, on="organisation")
def open_review(*, organisation: Organisation, by: Actor, at: datetime) -> Review:
    """Begin the review of this quarter: a line for every role that somebody holds now.  Doing it twice is once."""
    on = clock.day_of(at, by.zone)
    review, is_new = Review.objects.get_or_create(
        organisation=organisation,
        quarter=quarter_of(on),
        defaults={"opened_on": on, "due_on": on + ANSWERED_WITHIN, "created_at": at},
    )
    if not is_new:
        return review
    held = roster.current_assignments(organisation, on=on)
    used = roster.last_used_at({str(one.user_id) for one in held})
    for one in held:
        ReviewLine.objects.create(
            review=review,
            created_at=at,
            assignment=one,
            signed_in_at=one.user.last_login,
            used_at=used.get(str(one.user_id)),
        )
    for manager in {one.user for one in roster.administrators_of(organisation.pk, on=on)}:
        hooks.notices.tell(
            Notice(manager, "review", at, {"due": review.due_on.isoformat()}, path=f"/staff/reviews/{review.pk}/")
        )
    return review


@action(permissions.MANAGE, on="line")
def answer_line(*, line: ReviewLine, is_kept: bool, note: str, by: Actor, at: datetime) -> None:
    """Say that a role stays, or end it from today on; who ends it says why.

    Nobody reviews themselves.  Raises NotAllowed, AnsweredAlready, NoteMissing and LastAdministrator.
    """
    on = clock.day_of(at, by.zone)
    held = line.assignment
    if line.answer != ReviewLine.Answer.OPEN:
        raise AnsweredAlready(line)
    if str(held.user_id) == by.id:
        raise NotAllowed(access.gone(permissions.MANAGE), permissions.MANAGE)
    if not is_kept:
        if not note.strip():
            raise NoteMissing
        if held.until_on is None or held.until_on > on:
            reach = role_actions.reach_of(held)
            role_actions.check_may_give(held.user, held.role_id, reach, until_on=on, by=by, on=on)
            role_actions.end_roles([held], on=on)
    line.answer = ReviewLine.Answer.KEEP if is_kept else ReviewLine.Answer.END
    line.note = note.strip() or None
    line.answered_by_id = UUID(by.id) if by.kind == "user" else None
    line.answered_at = at
    line.save()


def open_due_reviews(by: Actor, *, at: datetime) -> int:
    """Begin the review of this quarter in every organisation where it has not begun; return how many were begun."""
    quarter = quarter_of(clock.day_of(at, by.zone))
    waiting = Organisation.objects.filter(closed_on=None).exclude(reviews__quarter=quarter)
    for organisation in waiting:
        open_review(organisation=organisation, by=by, at=at)
    return len(waiting)


def look_after_reviews(by: Actor, *, at: datetime, ends_unanswered: bool) -> None:
    """Begin this quarter's reviews; where a deployment wants it so, end what nobody answered in time."""
    open_due_reviews(by, at=at)
    if ends_unanswered:
        end_unanswered(by, at=at)


def end_unanswered(by: Actor, *, at: datetime) -> int:
    """End the roles on lines that nobody answered in time, where a deployment wants it so; return how many.

    The last administrator of an organisation keeps the role: the line stays open, in red.
    """
    on: date = clock.day_of(at, by.zone)
    ended = 0
    late = ReviewLine.objects.filter(answer=ReviewLine.Answer.OPEN, review__due_on__lt=on)
    for line in late.select_related("assignment__user", "assignment__role"):
        try:
            answer_line(line=line, is_kept=False, note="Nobody answered in time.", by=by, at=at)
        except role_actions.LastAdministrator:
            continue
        ended += 1
    return ended

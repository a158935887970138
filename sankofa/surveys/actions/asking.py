"""Answers that are too many for one person: asked for, agreed to by a second one, then taken."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees.rules.exporting import READY_FOR
from sankofa.surveys import permissions, queries
from sankofa.surveys.actions.taking import NothingToTake, Taken, check_texts, taken
from sankofa.surveys.models import AnswersAsked, FormVersion

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class NotYoursToTake(Exception):
    """Somebody else asked for these answers; only they take them."""


class NotReady(Exception):
    """Nobody agreed yet, or the day for taking them is over."""


class MoreThanAgreed(Exception):
    """More would go out than somebody agreed to, because the reach of the asker grew."""

    def __init__(self, rows: int, agreed: int) -> None:
        self.rows, self.agreed = rows, agreed
        super().__init__(f"{rows} of {agreed}")


@action(permissions.ANSWERS, on="office")
def ask_answers(
    *,
    office: "Office",
    version: FormVersion,
    layout: str,
    format: str,  # noqa: A002  the word on the form
    has_texts: bool,
    purpose: str,
    rows: int,
    by: Actor,
    at: datetime,
) -> AnswersAsked:
    """Ask for answers that are too many to take alone.  Raises NothingToTake and MayNotTakeTexts."""
    if not rows:
        raise NothingToTake
    check_texts(office, has_texts=has_texts, by=by, at=at)
    made = AnswersAsked(
        created_at=at,
        office_id=office.pk,
        asked_by_id=by.id,
        asked_at=at,
        purpose=purpose,
        version=version,
        layout=layout,
        format=format,
        has_texts=has_texts,
        rows=rows,
        offices=queries.offices_in(
            queries.answers_in(version, viewer=by, on=clock.day_of(at, by.zone), has_texts=has_texts)
        ),
    )
    made.save(force_insert=True)
    return made


@action(permissions.ANSWERS, on="asked")
def release_answers(*, asked: AnswersAsked, by: Actor, at: datetime) -> AnswersAsked:
    """Make answers ready that are too many for one person; a second one agrees to it.  Raises NotYoursToTake."""
    _check_own(asked, by)
    if asked.ready_at is None:
        asked.ready_at, asked.until_at = at, at + READY_FOR
        asked.save(update_fields=["ready_at", "until_at"])
    return asked


@action(permissions.ANSWERS, on="asked")
def take_agreed_answers(*, asked: AnswersAsked, rows: int, by: Actor, at: datetime) -> Taken:
    """Take the answers to which somebody agreed; each taking goes on record, with marks of its own.

    Raises NotYoursToTake, NotReady, MoreThanAgreed, NothingToTake and MayNotTakeTexts.
    """
    _check_own(asked, by)
    if asked.until_at is None or at >= asked.until_at:
        raise NotReady
    if not rows:
        raise NothingToTake
    if rows > asked.rows:
        raise MoreThanAgreed(rows, asked.rows)
    check_texts(asked.office, has_texts=asked.has_texts, by=by, at=at)
    return taken(
        office=asked.office,
        version=asked.version,
        layout=asked.layout,
        has_texts=asked.has_texts,
        purpose=asked.purpose or "",
        rows=rows,
        asked=asked,
        by=by,
        at=at,
    )


def _check_own(asked: AnswersAsked, by: Actor) -> None:
    if by.kind != "user" or str(asked.asked_by_id) != by.id:
        raise NotYoursToTake

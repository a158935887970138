"""Answers leave the house: as tables without names, for a purpose, on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Max

from sankofa.accounts.action import action, who_acts
from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.returnees.permissions import EXPORT_NAMED
from sankofa.returnees.rules.exporting import COUNTED_TOGETHER, UNNAMED_ALONE_MAX
from sankofa.surveys import permissions
from sankofa.surveys.models import AnswersAsked, AnswersTaken, FormVersion

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

WEEK: Final[timedelta] = COUNTED_TOGETHER
ALONE_MAX: Final[int] = UNNAMED_ALONE_MAX
"""How many filled forms one person takes out alone in a week."""


class NothingToTake(Exception):
    """Nothing came in that the asker may take out."""


class TooManyAlone(Exception):
    """More filled forms than one person takes out alone in a week."""

    def __init__(self, rows: int, most: int) -> None:
        self.rows, self.most = rows, most
        super().__init__(f"{rows} of {most}")


class MayNotTakeTexts(Exception):
    """Free words and places may tell who somebody is; they are for those who may take names out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of taking answers out."""

    record: AnswersTaken

    def audit_detail(self) -> Mapping[str, Any]:
        """Return of which form and how many; never what anybody answered."""
        held = self.record
        return {"form": held.form_code, "version": held.form_version, "rows": held.rows, "texts": held.has_texts}


@action(permissions.ANSWERS, on="office")
def take_answers(
    *,
    office: "Office",
    version: FormVersion,
    layout: str,
    has_texts: bool,
    purpose: str,
    rows: int,
    by: Actor,
    at: datetime,
) -> Taken:
    """Take the answers of a form out; it goes on record before anything is handed over.

    Raises NothingToTake, MayNotTakeTexts, and TooManyAlone where one person would take more in a week than is allowed
    to one alone.
    """
    if not rows:
        raise NothingToTake
    check_texts(office, has_texts=has_texts, by=by, at=at)
    # What a second person agreed to is not counted once more.
    lately = AnswersTaken.objects.filter(taken_by_id=UUID(by.id), taken_at__gt=at - WEEK, asked=None)
    # The same version taken again brings the same filled forms; another version of the same form brings others.
    others = lately.exclude(form_code=version.instrument.code, form_version=version.version)
    taken_of = others.order_by().values("form_code", "form_version").annotate(most=Max("rows"))
    before = sum(one["most"] for one in taken_of)
    if before + rows > ALONE_MAX:
        raise TooManyAlone(before + rows, ALONE_MAX)
    return taken(
        office=office,
        version=version,
        layout=layout,
        has_texts=has_texts,
        purpose=purpose,
        rows=rows,
        asked=None,
        by=by,
        at=at,
    )


def check_texts(office: "Office", *, has_texts: bool, by: Actor, at: datetime) -> None:
    """Refuse free words to whoever may not take names out.  Raises MayNotTakeTexts."""
    on = clock.day_of(at, by.zone)
    if has_texts and not decision_on(office, actor=by, permission=EXPORT_NAMED, on=on).allowed:
        raise MayNotTakeTexts


def taken(
    *,
    office: "Office",
    version: FormVersion,
    layout: str,
    has_texts: bool,
    purpose: str,
    rows: int,
    asked: AnswersAsked | None,
    by: Actor,
    at: datetime,
) -> Taken:
    """Put on record that answers leave; called inside the action that lets them."""
    made = AnswersTaken(
        created_at=at,
        office_id=office.pk,
        taken_by_id=by.id,
        taken_at=at,
        purpose=purpose,
        form_code=version.instrument.code,
        form_version=version.version,
        layout=layout,
        has_texts=has_texts,
        rows=rows,
        asked=asked,
    )
    made.save(force_insert=True)
    done = Taken(made)
    audit.record(
        kind=Kind.EXPORT,
        action="surveys.answers",
        who=who_acts(by, made),
        at=at,
        subject_kind="surveys.answerstaken",
        subject_id=str(made.pk),
        detail=done.audit_detail(),
    )
    return done

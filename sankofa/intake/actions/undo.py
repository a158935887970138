"""Taking a whole list back: what came in by it is taken out again, but for those on whom something was built since.

It is begun once, with a reason, and goes on chunk by chunk; a chunk and the note of it are written together, so it can
stop anywhere and be gone on with.  The file, its verdicts and its receipt stay; what is taken out is told to the record
of events by id and digest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import Origin, action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.intake import permissions, queries
from sankofa.intake.actions.coming_in import CHUNK_ROWS_MAX, NotNow
from sankofa.intake.importers import importer_called
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.rules.stages import Stage, Undone, may_become
from sankofa.kernel import clock
from sankofa.store.models import Source

BEGIN_UNDO = "intake.begin_undo"
"""The action that others may have to approve first."""


class SentBySomebodyElse(Exception):
    """A colleague sent the list, and whoever asks may take back only lists of their own."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How far taking a list back has come."""

    stage: Stage
    out: int
    stays: int
    waiting: int
    now_out: int = 0
    now_stays: int = 0

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many records were taken out in this step and how many stay; the importer's event names them."""
        return {"stage": str(self.stage), "out": self.now_out, "stays": self.now_stays, "waiting": self.waiting}


def check_may_undo(file: IncomingFile, *, by: Actor, at: datetime) -> None:
    """Make sure that somebody may take this list back: whoever sent it, or who may do so for colleagues.

    Raises SentBySomebodyElse and NotNow.
    """
    if not may_become(Stage(file.stage), Stage.UNDOING):
        raise NotNow(file.stage, Stage.UNDOING)
    if by.kind == "user" and file.sent_by_id == UUID(by.id):
        return
    on = clock.day_of(at, by.zone)
    if not accounts.decision_on(file, actor=by, permission=permissions.UNDO_OTHERS, on=on).allowed:
        raise SentBySomebodyElse


def may_undo(file: IncomingFile, *, by: Actor, at: datetime) -> bool:
    """Whether somebody may take this list back now."""
    allowed = accounts.decision_on(file, actor=by, permission=permissions.UNDO, on=clock.day_of(at, by.zone)).allowed
    if not allowed:
        return False
    try:
        check_may_undo(file, by=by, at=at)
    except (SentBySomebodyElse, NotNow):
        return False
    return True


@action(permissions.UNDO, on="file")
def begin_undo(*, file: IncomingFile, reason: str, by: Actor, at: datetime) -> IncomingFile:
    """Begin to take a list back: from now on no row of it goes in.  Begun twice it is begun once.

    Raises SentBySomebodyElse and NotNow.
    """
    check_may_undo(file, by=by, at=at)
    if file.stage == Stage.UNDOING:
        return file
    file.stage, file.undo_reason = Stage.UNDOING, reason
    file.undone_by_id = UUID(by.id) if by.kind == "user" else None
    file.save(update_fields=["stage", "undo_reason", "undone_by"])
    return file


@action(permissions.UNDO, on="file")
def undo_next(*, file: IncomingFile, rows_max: int = CHUNK_ROWS_MAX, by: Actor, at: datetime) -> TakenBack:
    """Take the next records of a list out again; those on which something was built since stay.

    Raises SentBySomebodyElse, and NotNow before it was begun.
    """
    if file.stage == Stage.UNDONE:
        return _taken_back(file)
    check_may_undo(file, by=by, at=at)
    if file.stage != Stage.UNDOING:
        raise NotNow(file.stage, Stage.UNDOING)
    rows = list(queries.came_in(file).filter(undone="")[: min(rows_max, CHUNK_ROWS_MAX)])
    gone: set[str] = set()
    if rows:
        importer = importer_called(file.importer)
        token = origin.set(Origin(source=Source.IMPORT, reference=file.source))
        try:
            subjects = [row.subject_id for row in rows]
            gone |= set(importer.take_out(subjects, office=file.office, source=file.source, by=by, at=at))
        finally:
            origin.reset(token)
    for row in rows:
        row.undone = Undone.OUT if row.subject_id in gone else Undone.STAYS
    RowResult.objects.bulk_update(rows, ["undone"], batch_size=100)
    if not queries.came_in(file).filter(undone="").exists():
        file.stage, file.undone_at = Stage.UNDONE, at
        file.save(update_fields=["stage", "undone_at"])
    return _taken_back(file, out=len(gone), stays=len(rows) - len(gone))


def _taken_back(file: IncomingFile, *, out: int = 0, stays: int = 0) -> TakenBack:
    counts = queries.undone_counts(file)
    return TakenBack(Stage(file.stage), counts[Undone.OUT], counts[Undone.STAYS], counts[""], out, stays)

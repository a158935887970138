"""How a list goes on that was stopped because many of its rows look like people who are there already."""

from datetime import datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.intake import permissions, queries
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.rules.brake import Brake
from sankofa.intake.rules.judging import LOOKS_LIKE_SOMEBODY
from sankofa.intake.rules.stages import Stage
from sankofa.intake.rules.terms import Verdict


class NotStopped(Exception):
    """The list is not stopped, or not any more."""


@action(permissions.RELEASE, on="file")
def release(*, file: IncomingFile, reason: str, by: Actor, at: datetime) -> IncomingFile:  # noqa: ARG001
    """Let all rows of a stopped list go in, for a reason.  Raises NotStopped."""
    _check_is_stopped(file)
    file.brake, file.brake_reason = Brake.RELEASED, reason
    file.save(update_fields=["brake", "brake_reason"])
    return file


@action(permissions.SEND, on="file")
def leave_out_alike(*, file: IncomingFile, by: Actor, at: datetime) -> IncomingFile:  # noqa: ARG001
    """Let only the rows of a stopped list go in that look like nobody; the others go back.  Raises NotStopped."""
    _check_is_stopped(file)
    rows = [result.pk for result in queries.alike_rows(file)]
    for first in range(0, len(rows), 500):
        RowResult.objects.filter(pk__in=rows[first : first + 500]).update(
            verdict=Verdict.REFUSED, marks=[f":{LOOKS_LIKE_SOMEBODY}"]
        )
    file.brake, file.counts = Brake.OTHERS, queries.verdict_counts(file)
    file.save(update_fields=["brake", "counts"])
    return file


def _check_is_stopped(file: IncomingFile) -> None:
    if file.stage != Stage.CHECKED or file.brake != Brake.PULLED:
        raise NotStopped

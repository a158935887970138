"""What the command line does with scores."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from sankofa.accounts.action import system
from sankofa.kernel import clock
from sankofa.surveys import queries as surveys
from sankofa.sustainability import actions, queries, studies


def rescore_all(file: str, *, bar: Callable[[int, str], Any] | None = None) -> dict[str, int]:
    """Work the score of every talk out again under a scheme; return how many are new, the same, and different."""
    by = system("command line", on=clock.today("UTC"))
    talks = surveys.all_of(surveys.REINTEGRATION_SCORE[0], viewer=by, on=clock.today("UTC"))
    named = queries.scheme(file).name
    outcome = {"scored": 0, "new": 0, "same": 0, "differing": 0}
    with bar(talks.count(), "Working scores out") if bar else nullcontext() as shown:
        for talk in talks.iterator(chunk_size=500):
            done = actions.rescore(submission=talk, scheme=named, by=by, at=clock.now())
            outcome["scored"] += 1
            outcome["new" if done.is_new else "differing" if done.differs else "same"] += 1
            if shown is not None:
                shown.update(1)
    return outcome


def study_waiting() -> dict[str, int]:
    """Work out every study of the questions that somebody asked for or that was interrupted; return how many."""
    by = system("study-questions", on=clock.today("UTC"))
    waiting = studies.waiting()
    for held in waiting:
        actions.work_out(held, by=by, now=clock.now)
    return {"studies": len(waiting)}

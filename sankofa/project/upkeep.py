"""What is done by itself every minute so that what was promised stays true: the erased stay erased, files end."""

import subprocess
import sys
from datetime import datetime

from sankofa.accounts.action import system
from sankofa.debts import actions as debts
from sankofa.intake import actions as intake
from sankofa.kernel.periods import add_months
from sankofa.provision import actions as provision
from sankofa.returnees import actions as register
from sankofa.returnees.rules import retention
from sankofa.statistics import actions as statistics
from sankofa.store import erasures
from sankofa.store.upkeep import empty_log
from sankofa.sustainability import actions as sustainability
from sankofa.sustainability import studies


def compare_register(running: subprocess.Popen[bytes] | None, *, at: datetime) -> subprocess.Popen[bytes] | None:
    """Begin what people asked to be compared, in a process of its own: the rest of the upkeep must not wait for it.

    Returns the process that compares now, or None; hand it in the next time, so that there is one at most.
    """
    if running is not None and running.poll() is None:
        return running
    if not register.waiting_runs(at=at):
        return None
    command = [sys.executable, "-m", "sankofa.project.cli", "link-register", "--asked", "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603


def study_questions(running: subprocess.Popen[bytes] | None) -> subprocess.Popen[bytes] | None:
    """Begin the studies of questions that people asked for, in a process of its own; as `compare_register`."""
    if running is not None and running.poll() is None:
        return running
    if not studies.are_waiting():
        return None
    command = [sys.executable, "-m", "sankofa.project.cli", "study-questions", "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603


def remind(*, at: datetime) -> int:
    """Tell staff of the rounds of talks that began or end soon; return how many were told."""
    return sustainability.tell_staff(at=at)


def forget(*, at: datetime) -> None:
    """Note the erased, erase again whom a backup brought back, destroy files whose time is over, empty the log."""
    by = system("upkeep", on=at.date())
    erasures.catch_up()
    if erasures.still_there():
        register.erase_again(by=by, at=at)
    over = add_months(at.date(), -retention.shipped()[retention.Purpose.SENT_FILE])
    intake.destroy_old(by=by, at=at, before=over)
    register.tend_arrivals(by=by, at=at)
    register.tend_doorstep(at=at)
    statistics.tend_counts(by=by, at=at)
    debts.tend_counts(by=by, at=at)
    provision.count_groups(at=at)
    empty_log()

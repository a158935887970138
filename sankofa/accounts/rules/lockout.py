"""How long a door stays closed after wrong tries, and which of them are written down.

Three counts stand side by side.  An address has one, so that nobody guesses the password of one person.  A network has
one, so that nobody tries one password at many addresses.  A device that its owner signed in from before has one of its
own, so that a stranger who guesses elsewhere does not shut the owner out.

The wait grows with every further wrong try, up to a longest one: guessing becomes hopeless, waiting does not.

Source: NIST SP 800-63B-4, 3.2.2 (limit wrong tries, no more than 100 in a row; let waits grow; mind that a stranger
must not be able to shut somebody out) and OWASP Authentication Cheat Sheet, "Login Throttling".
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FORGOTTEN_AFTER = timedelta(hours=24)
"""Wrong tries are forgotten when none was added for a day."""
RECORDED_ONE_BY_ONE = 10


class Counted(StrEnum):
    """What wrong tries are counted by."""

    ADDRESS = "address"
    NETWORK = "network"
    DEVICE = "device"
    CODE = "code"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Patience:
    """How many wrong tries are free, the first wait after them, and the longest."""

    free: int
    wait_first: timedelta
    wait_max: timedelta


PATIENCE = {
    Counted.ADDRESS: Patience(10, timedelta(minutes=15), timedelta(hours=1)),
    Counted.DEVICE: Patience(10, timedelta(minutes=5), timedelta(minutes=30)),
    # An office shares one network: its mistakes of a day fit in, a list of addresses does not.
    Counted.NETWORK: Patience(50, timedelta(minutes=1), timedelta(hours=1)),
    # Six digits are a million codes: five free tries and then one each hour leave a guesser nothing.
    Counted.CODE: Patience(5, timedelta(minutes=15), timedelta(hours=1)),
    # Letters with a link to a new password: each one asked for lands in somebody's box.
    Counted.LETTER: Patience(3, timedelta(minutes=15), timedelta(hours=4)),
}


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries so far, and when the last one was; with none, no moment is known."""

    count: int = 0
    last_at: datetime | None = None


def settled(tries: Tries, *, at: datetime) -> Tries:
    """Return the tries as they stand at a moment: those of another day forgotten, none of them in the future.

    A moment still to come was written by a clock that has since been put back.  It is taken as now: the wait begins
    again, so that a clock put back opens nothing, and it runs off as always, so that it closes nothing for a year.
    """
    if tries.count == 0 or tries.last_at is None:
        return Tries()
    if tries.last_at > at:
        return replace(tries, last_at=at)
    if at - tries.last_at >= FORGOTTEN_AFTER:
        return Tries()
    return tries


def wait_after(count: int, patience: Patience) -> timedelta:
    """Return how long the door stays closed after so many wrong tries: nothing while they are free, then doubling."""
    beyond = count - patience.free
    if beyond < 0:
        return timedelta(0)
    # Past some doublings the longest wait is reached whatever the count, and a huge power is not worth working out.
    return min(patience.wait_first * (1 << min(beyond, 20)), patience.wait_max)


def opens_at(tries: Tries, patience: Patience, *, at: datetime) -> datetime | None:
    """Return when the door opens again; None where it is open now."""
    held = settled(tries, at=at)
    if held.last_at is None:
        return None
    opens = held.last_at + wait_after(held.count, patience)
    return opens if opens > at else None


def with_one_more(tries: Tries, *, at: datetime) -> Tries:
    """Return the tries with a wrong one more."""
    return Tries(settled(tries, at=at).count + 1, at)


def is_recorded(number: int) -> bool:
    """Whether the so-many-th wrong try has an event of its own: the first ten, then each time they have doubled.

    Five hundred events that say the same hide the one that does not; the event says how many there were.
    """
    if number <= RECORDED_ONE_BY_ONE:
        return number > 0
    times, rest = divmod(number, RECORDED_ONE_BY_ONE)
    return rest == 0 and times & (times - 1) == 0

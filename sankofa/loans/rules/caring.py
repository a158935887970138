"""What a late payment asks of us: to ask what happened, never to press.

    care(reading, talks, on)
    asks_from(reading, talks)

One payment a little late asks for a word at the next visit.  Two, or one that is more than a month late, ask for a
talk: what happened, and which of the ways out the person wants: a pause, smaller parts, somebody between them and the
lender, or nothing.  A mediation is begun where the person wants it, and by nobody else's wish.  After a talk the loan
rests for a month.  While two sources differ on whether anything is late, the only thing to do is to find out; so it is
where the lender says that a payment is late, and by all that was told it is not.

Source: issue of the story on pages, 7 ("arrears shown as care"); "Responsible finance", R08, R29, R33 and section 7.
The days are our own choice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.loans.rules.reported import Reading, is_open

SOURCE: Final = "Responsible finance R08, R29, R33"
A_WORD_AFTER: Final = timedelta(days=7)
"""So long a payment may be late without anybody asking."""
A_TALK_AFTER_DAYS: Final = 30
PAYMENTS_FOR_A_TALK: Final = 2
RESTS: Final = timedelta(days=30)
TRIES_MAX: Final = 3
"""After so many tries in vain a supervisor looks what else can be done, as with visits."""


class Wish(StrEnum):
    """What the person wants to be done; nobody else decides it."""

    PAUSE = "pause"
    SMALLER_PARTS = "smaller_parts"
    MEDIATION = "mediation"  # somebody between them and the lender
    NOTHING = "nothing"
    NOT_SURE = "not_sure"


class Reason(StrEnum):
    """What happened, as the person says it."""

    ILLNESS = "illness"
    SALES = "sales"  # sells less, or the season is bad
    LOSS = "loss"  # stolen, burnt, flooded, died
    FAMILY = "family"  # a birth, a death, school, a wedding
    OTHER_DEBT = "other_debt"
    PRICE = "price"  # the payments were too large from the start
    MISTAKE = "mistake"  # it was paid, and the lender has not noted it
    OTHER = "other"
    NOT_SAID = "not_said"


class Step(StrEnum):
    """What to do now."""

    NOTHING = "nothing"
    FIND_OUT = "find_out"  # two sources differ, and it matters
    A_WORD = "a_word"  # at the next visit
    A_TALK = "a_talk"  # ask what happened
    REST = "rest"  # a talk was held; give it time


ASKS: Final = frozenset({Step.FIND_OUT, Step.A_WORD, Step.A_TALK})
"""What somebody has to do; the other steps only say how it stands."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk about a loan: on which day, and what the person wants."""

    on: date
    wishes: frozenset[Wish] = frozenset()


@dataclass(frozen=True, slots=True)
class Care:
    """What a loan asks of us on a day, since when, and why in sentences."""

    step: Step
    due_on: date | None
    findings: tuple[Finding, ...]


def care(reading: Reading, talks: Iterable[Talk], on: date) -> Care:
    """Return what a loan asks of us on a day.  Of one that ended nothing is asked."""
    if reading.ended is not None:
        return Care(Step.NOTHING, None, ())
    late, late_at_most = reading.late, reading.late_at_most
    if late != late_at_most and on >= late_at_most[0].due_on + A_WORD_AFTER:
        first = reading.doubts[0].on
        return Care(Step.FIND_OUT, first, (_found("find_out", on=first),))
    if not late and reading.said_late_on is not None:
        told_on = reading.said_late_on
        return Care(Step.FIND_OUT, told_on, (_found("lender_says_late", on=told_on),))
    if not late or on < late[0].due_on + A_WORD_AFTER:
        return Care(Step.NOTHING, None, ())
    since = late[0].due_on
    last = max((one.on for one in talks if one.on >= since), default=None)
    if last is not None and on < last + RESTS:
        return Care(Step.REST, last + RESTS, (_found("rest", on=last, until=last + RESTS),))
    if len(late) >= PAYMENTS_FOR_A_TALK or reading.days_late > A_TALK_AFTER_DAYS:
        count = len(late)
        found = _found("several_late", count=count, since=since) if count > 1 else _found("one_long_late", since=since)
        due = late[1].due_on + A_WORD_AFTER if count > 1 else since + timedelta(days=A_TALK_AFTER_DAYS)
        return Care(Step.A_TALK, max(due, last + RESTS) if last else due, (found, _found("ways_out")))
    return Care(Step.A_WORD, since + A_WORD_AFTER, (_found("one_late", since=since),))


def asks_from(reading: Reading, talks: Iterable[Talk]) -> date | None:
    """Return the day before which a loan asks nothing of us, if nobody tells anything new; None: it never will.

    So a list need not open every loan.  What it asks on or after that day, `care` says.
    """
    if reading.ended is not None:
        return None
    if reading.said_late_on is not None:
        return reading.said_late_on
    first = next((one for one in reading.least.instalments if is_open(one)), None)
    if first is None:
        return None
    since = first.due_on + A_WORD_AFTER
    last = max((one.on for one in talks if one.on >= first.due_on), default=None)
    # Where two differ, a talk does not put off finding out.
    return since if last is None or reading.doubts else max(since, last + RESTS)


def asks_supervisor(tried: Iterable[date], talked: Iterable[date]) -> bool:
    """Whether a supervisor is asked now: the third try in vain since the last talk, and no later one."""
    last = max(talked, default=None)
    return sum(last is None or day > last for day in tried) == TRIES_MAX


def begins_mediation(before: Iterable[Talk], talk: Talk) -> bool:
    """Whether a talk begins a mediation: the person wants it now, and did not in the talk before."""
    last = max(before, key=lambda one: one.on, default=None)
    was_wanted = last is not None and Wish.MEDIATION in last.wishes and talk.on - last.on < RESTS
    return Wish.MEDIATION in talk.wishes and not was_wanted


def _found(code: str, **facts: date | int) -> Finding:
    return Finding(f"care.{code}", Weight.CONCERN, SOURCE, **facts)

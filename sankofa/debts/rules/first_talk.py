"""Six short questions first: whether debts matter to somebody, before anybody asks for the long roster.

Most who are asked have been asked too much already.  The roster is offered where somebody owes and it weighs, or they
want help; where the first answers are not known it waits, and nobody reads "no debts" out of a silence.

Source: the questionnaire of the debt studies (Mali 2020); casework, "Safeguards".
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sankofa.debts.rules.roster import money_from, plain
from sankofa.debts.rules.terms import Answer, Frequency
from sankofa.kernel.money import Money


class Presence(StrEnum):
    """Who can hear a talk."""

    ALONE = "alone"
    SMALL_CHILD = "small_child"  # a small child who does not understand
    OTHERS = "others"


class Owes(StrEnum):
    """Whether somebody owes anything: money, goods, work, or a promise."""

    YES = "yes"
    PAID = "paid"  # they did, and all is paid
    NEVER = "never"
    NOT_SAID = "not_said"
    UNKNOWN = "unknown"


class Strain(StrEnum):
    """Whether paying keeps the home from food, school or care."""

    OFTEN = "often"
    SOMETIMES = "sometimes"
    NO = "no"
    NOT_SAID = "not_said"
    UNKNOWN = "unknown"


class Next(StrEnum):
    """What follows the six questions."""

    ROSTER = "roster"  # go through the debts one by one
    NOTHING = "nothing"  # nothing is owed, or it does not weigh and no help is wanted
    ASK_AGAIN = "ask_again"  # not known yet whether anything is owed


@dataclass(frozen=True, slots=True)
class Six:
    """The answers to the six short questions.  None is an amount or a number that nobody knows."""

    owes: Owes = Owes.UNKNOWN
    lenders: int | None = None
    total: Money | None = None
    paid: Money | None = None
    paid_every: Frequency | None = None
    strain: Strain = Strain.UNKNOWN
    wants_help: Answer = Answer.UNKNOWN


def next_after(six: Six) -> Next:
    """Return what follows: the roster only where somebody owes and it weighs on them or they want help.

    A strain that is not known does not count as none: then the roster is offered too.
    """
    match six.owes:
        case Owes.PAID | Owes.NEVER:
            return Next.NOTHING
        case Owes.UNKNOWN | Owes.NOT_SAID:
            return Next.ROSTER if six.wants_help is Answer.YES else Next.ASK_AGAIN
    if six.strain is Strain.NO and six.wants_help is Answer.NO:
        return Next.NOTHING
    return Next.ROSTER


def may_ask_of_pressure(present: Presence) -> bool:
    """Whether pressure and ransom may be asked about now: only where nobody else can hear."""
    return present is not Presence.OTHERS


def six_from(held: Mapping[str, Any]) -> Six:
    """Return the answers as they were stored."""
    return Six(
        owes=Owes(held.get("owes", "unknown")),
        lenders=held.get("lenders"),
        total=money_from(held["total"]) if "total" in held else None,
        paid=money_from(held["paid"]) if "paid" in held else None,
        paid_every=Frequency(held["paid_every"]) if "paid_every" in held else None,
        strain=Strain(held.get("strain", "unknown")),
        wants_help=Answer(held.get("wants_help", "unknown")),
    )


def six_to(six: Six) -> dict[str, Any]:
    """Return the answers as they are stored; what is not known is left out."""
    known = {field.name: getattr(six, field.name) for field in fields(six)}
    return {name: plain(value) for name, value in known.items() if value is not None}

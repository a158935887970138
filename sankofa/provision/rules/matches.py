"""All help that one person could turn to, in order.  Nothing is hidden: what cannot be used says why.

In front stands what can be used, then what could be once something is there, then what depends on a question that
nobody asked yet, and last what is for others.  Within each, help that answers a need of this person comes first, then
help nearer by, then what asks for less.

All of it for one person, in order, is put together in `matches_many`.

Source: casework, feasibility grid (Reintegration Handbook, IOM, 2019, 2.4); mapping (IOM and ILO, 2022), chapter 8:
a mismatch between help and people.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sankofa.provision.rules.conditions import asked_on
from sankofa.provision.rules.eligibility import Answer, Conditions, Eligibility, Known, eligibility
from sankofa.provision.rules.feasibility import Need, answered
from sankofa.provision.rules.terms import Entry


class Standing(StrEnum):
    """How one kind of help stands for one person."""

    CAN = "can"
    CAN_IF = "can_if"  # something is missing that could be had
    ASK = "ask"  # nothing is known to be missing; something is not known
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Match:
    """One kind of help for one person: how it stands, and which of their needs it answers."""

    entry: Entry
    standing: Standing
    answers: tuple[Need, ...]
    asked: Conditions
    known: Known

    @property
    def eligibility(self) -> Eligibility:
        """Every reason why it stands so; found when it is asked for."""
        return eligibility(self.asked, self.known)


def match(entry: Entry, known: Known, *, wanted: Collection[Need], on: date) -> Match:
    """Return how one kind of help stands for a person on a day."""
    asked = asked_on(entry, on=on)
    return Match(entry, standing(eligibility(asked, known)), answered(entry, wanted), asked, known)


def standing(found: Eligibility) -> Standing:
    """Return how help stands for a person whose conditions came to this."""
    if found.answer is Answer.CAN_IF:
        return Standing.CAN_IF if found.missing else Standing.ASK
    return Standing.CAN if found.answer is Answer.CAN else Standing.CANNOT

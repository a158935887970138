"""All help that one person could turn to, explained and in order.  Nothing is hidden: what cannot be used says why.

In front stands what can be used, then what could be once something is there, then what depends on a question that
nobody asked yet, and last what is for others.  Within each, help that answers a need of this person comes first, then
help nearer by, then what asks for less.

Source: casework, feasibility grid (Reintegration Handbook, IOM, 2019, 2.4); mapping (IOM and ILO, 2022), chapter 8:
a mismatch between help and people.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sankofa.provision.rules.conditions import rules_on
from sankofa.provision.rules.eligibility import Answer, Eligibility, Known, eligibility
from sankofa.provision.rules.feasibility import Need, fits
from sankofa.provision.rules.terms import Entry


class Standing(StrEnum):
    """How one kind of help stands for one person."""

    CAN = "can"
    CAN_IF = "can_if"  # something is missing that could be had
    ASK = "ask"  # nothing is known to be missing; something is not known
    CANNOT = "cannot"


_ORDER: Final = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Match:
    """One kind of help for one person: how it stands, every reason, and which of their needs it answers."""

    entry: Entry
    standing: Standing
    eligibility: Eligibility
    answers: tuple[Need, ...]


def matches(entries: Iterable[Entry], known: Known, *, wanted: Collection[Need], on: date) -> tuple[Match, ...]:
    """Return every kind of help with how it stands for a person on a day, the most useful first.

    Whatever lends money is left out: it is no help to be matched, but a debt that has a door of its own.
    """
    found = [match(entry, known, wanted=wanted, on=on) for entry in entries if entry.may_be_matched]
    return tuple(sorted(found, key=_place))


def match(entry: Entry, known: Known, *, wanted: Collection[Need], on: date) -> Match:
    """Return how one kind of help stands for a person on a day."""
    answer = eligibility(rules_on(entry, on=on), known)
    return Match(entry, _standing(answer), answer, fits(entry.approaches, wanted))


def _standing(answer: Eligibility) -> Standing:
    if answer.answer is Answer.CAN_IF:
        return Standing.CAN_IF if answer.missing else Standing.ASK
    return Standing.CAN if answer.answer is Answer.CAN else Standing.CANNOT


def _place(found: Match) -> tuple[int, int, int, int, str, str]:
    nearest = max((area.count(".") for area in found.entry.areas), default=-1)
    return (
        _ORDER.index(found.standing),
        -len(found.answers),
        -nearest,
        len(found.eligibility.findings),
        found.entry.name,
        found.entry.code,
    )

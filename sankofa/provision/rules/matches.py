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

from sankofa.kernel.finding import Finding, Weight
from sankofa.provision.rules.conditions import NONE, rules_on
from sankofa.provision.rules.eligibility import SOURCE, Answer, Eligibility, Known, Rules, eligibility
from sankofa.provision.rules.feasibility import Need, fits
from sankofa.provision.rules.terms import GROWN_UP_FROM, OLDER_FROM, Entry, Group


class Standing(StrEnum):
    """How one kind of help stands for one person."""

    CAN = "can"
    CAN_IF = "can_if"  # something is missing that could be had
    ASK = "ask"  # nothing is known to be missing; something is not known
    CANNOT = "cannot"


_ORDER: Final = {standing: place for place, standing in enumerate(Standing)}


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
    # Many kinds of help ask for the same; each set of conditions is judged once for a person.
    judged: dict[Rules, Eligibility] = {}
    free = eligibility(NONE, known)
    found = []
    for entry in entries:
        if entry.may_be_matched:
            rules = rules_on(entry, on=on)
            answer = free if rules is NONE else judged.get(rules)
            if answer is None:
                answer = judged[rules] = eligibility(rules, known)
            if entry.groups:
                answer = _meant_for(entry, answer, known)
            found.append(Match(entry, _standing(answer), answer, fits(entry.approaches, wanted)))
    return tuple(sorted(found, key=_place))


def match(entry: Entry, known: Known, *, wanted: Collection[Need], on: date) -> Match:
    """Return how one kind of help stands for a person on a day."""
    answer = _meant_for(entry, eligibility(rules_on(entry, on=on), known), known)
    return Match(entry, _standing(answer), answer, fits(entry.approaches, wanted))


def _meant_for(entry: Entry, answer: Eligibility, known: Known) -> Eligibility:
    """Add the question for whom help is meant, where nothing on record says that it is meant for this person.

    That help was made for some is no condition: others may be welcome, and only those who give it know.
    """
    if not entry.groups or any(_is_of(group, known) for group in entry.groups):
        return answer
    groups = tuple(sorted(str(group) for group in entry.groups))
    asked = Finding("ask.meant_for", Weight.CONCERN, SOURCE, groups=groups)
    then = Answer.CAN_IF if answer.answer is Answer.CAN else answer.answer
    return Eligibility(then, (*answer.findings, asked))


def _is_of(group: Group, known: Known) -> bool:
    """Whether the record says that somebody is of a group; what it does not say is asked."""
    match group:
        case Group.WOMEN:
            return known.sex == "female"
        case Group.MEN:
            return known.sex == "male"
        case Group.OLDER:
            return known.age is not None and (known.age.start or 0) >= OLDER_FROM
        case Group.CHILDREN:
            return known.age is not None and known.age.end is not None and known.age.end <= GROWN_UP_FROM
        case Group.FORCED_RETURN:
            return known.return_kind == "forced"
        case Group.IRREGULAR:
            return known.way == "irregular"
        case Group.FROM_INDIA:
            return known.returned_from == "IN"
        case Group.IN_DEBT:
            return known.in_debt is True
        case _:
            return False


def _standing(answer: Eligibility) -> Standing:
    if answer.answer is Answer.CAN_IF:
        return Standing.CAN_IF if answer.missing else Standing.ASK
    return Standing.CAN if answer.answer is Answer.CAN else Standing.CANNOT


def _place(found: Match) -> tuple[int, int, int, int, str, str]:
    areas = found.entry.areas
    nearest = areas[0].count(".") if len(areas) == 1 else max((area.count(".") for area in areas), default=-1)
    return (
        _ORDER[found.standing],
        -len(found.answers),
        -nearest,
        len(found.eligibility.findings),
        found.entry.name,
        found.entry.code,
    )

"""The people of a round whom somebody does not reach, counted so that nobody can be told from the numbers.

Small numbers are hidden, and some others with them.  Two counts taken a month apart could be subtracted to find one
person, so each keeps who stood in which shown cell, and a new one is held against all that were shown before.

Source: responsible-finance rules, 8.3.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from sankofa.disclosure.earlier import Members, about_earlier
from sankofa.disclosure.protection import Protection, protection
from sankofa.disclosure.table import TOTAL, Dimension, Table
from sankofa.disclosure.terms import SOURCE, Policy
from sankofa.kernel.finding import Finding, Weight
from sankofa.sustainability.rules.rounds import Member

OUTCOMES: Final = ("answered", "open", "lost")
POLICY: Final = Policy()


def protected(members: Iterable[Member], sexes: Sequence[str]) -> Protection:
    """Return the people outside one's reach by sex and outcome, with small numbers hidden."""
    counts: dict[tuple[str, ...], int] = {(sex, outcome): 0 for sex in sexes for outcome in OUTCOMES}
    for member in members:
        counts[place_of(member)] += 1
    table = Table([Dimension.flat("sex", sexes), Dimension.flat("outcome", OUTCOMES)], counts)
    return protection(table, POLICY)


def place_of(member: Member) -> tuple[str, str]:
    """Return the cell in which somebody stands: their sex, and whether they answered, are lost, or still to come."""
    standing = member.place.standing.value
    return member.groups["sex"], standing if standing in ("answered", "lost") else "open"


def stood(done: Protection, members: Sequence[Member], keys: Sequence[int], number: str) -> Members | None:
    """Return who stood in which shown cell; None where no number about anybody is shown.  `keys` go with `members`."""
    shown = [
        cell for place, cell in enumerate(done.table.cells) if place not in done.reasons and done.table.values[place]
    ]
    if not shown:
        return None
    places = sorted({place_of(member) for member in members})
    patterns = [
        tuple(at for at, (sex, outcome) in enumerate(shown) if sex in (own, TOTAL) and outcome in (how, TOTAL))
        for own, how in places
    ]
    number_of = {place: at for at, place in enumerate(places)}
    held = np.array(keys, dtype=np.uint64)
    pattern = np.array([number_of[place_of(member)] for member in members], dtype=np.uint16)
    order = np.argsort(held)
    cells = tuple(" / ".join(cell) for cell in shown)
    return Members(number, cells, held[order], pattern[order], tuple(patterns))


def objections(done: Protection, new: Members | None, earlier: Iterable[Members]) -> tuple[Finding, ...]:
    """Return why a count may not be shown; nothing means that it may."""
    if new is None or not done.is_safe:
        return (Finding("round.too_few_outside", Weight.BARRIER, SOURCE),)
    return about_earlier(new, earlier, POLICY)

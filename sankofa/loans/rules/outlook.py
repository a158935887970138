"""The outlook: what every open line will ask for if all goes on as agreed, where interest follows what is owed.

Money that came early does what the agreement says: it makes the instalments smaller, pays the next ones, or ends the
loan sooner.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sankofa.instalments.terms import Shape
from sankofa.kernel.money import allocation
from sankofa.loans.rules.agreement import Early
from sankofa.loans.rules.lines import Line, Span
from sankofa.loans.rules.running_interest import RunningInterest


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a plan stands: its open lines from the running one on, what is owed and held, in minor units."""

    lines: Sequence[Line]
    spans: Sequence[Span]
    """The days of the running line, those that passed and those to come."""
    owed: int
    instalment: int
    ahead: int
    """Principal that counts as paid ahead."""
    held: int
    """Everything that came before its day."""
    at_once: int
    """The part of it that pays principal in the running line, whatever interest asks."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one open line will ask for, if all goes on as agreed from the day of the reckoning."""

    line: Line
    spans: Sequence[Span]
    interest: int
    principal: int
    instalment: int
    """The regular instalment after it."""
    ahead: int
    """Principal of the lines after it that counts as paid."""
    planned: list[int]
    """Principal planned for the lines after it."""


def outlooks(now: Standing, interest: RunningInterest, early: Early) -> list[Outlook]:
    """Return what every open line will ask for, from the running one to the one that ends the loan."""
    is_level = interest.terms.shape is Shape.EQUAL_INSTALMENTS
    owed, instalment, held, ahead = now.owed, now.instalment, now.held, now.ahead
    planned = [line.planned for line in now.lines]
    found: list[Outlook] = []
    for place, line in enumerate(now.lines):
        spans = now.spans if place == 0 else [Span(line.from_, line.due_on, max(owed - held, 0))]
        bears = interest.of(line, spans)
        is_last = place == len(now.lines) - 1
        regular = max(instalment - bears, 0) if is_level else planned[place]
        if line.pays_no_principal:
            regular = 0
        used = min(ahead, regular)
        ahead -= used
        principal = owed if is_last else min(regular - used, owed)
        more = 0
        if early is not Early.NEXT_INSTALMENT:
            at_once = now.at_once if place == 0 else 0
            more = min(max(held - bears - line.fee.unpaid, at_once), owed) - principal
        if more > 0:
            principal += more
            rest = owed - principal
            if early is Early.NEXT_PRINCIPAL:
                ahead += more
            elif is_level and early is Early.LOWER_INSTALMENTS and rest:
                instalment = interest.level(rest, now.lines[place + 1 :])
            elif not is_level and rest:
                planned[place + 1 :] = _lowered(planned[place + 1 :], rest, early)
        held -= min(held, principal + bears + line.fee.unpaid)
        owed -= principal
        found.append(Outlook(line, spans, bears, principal, instalment, ahead, planned[place + 1 :]))
        if not owed:
            break
    return found


def _lowered(planned: Sequence[int], rest: int, early: Early) -> list[int]:
    """Return planned principal after more was paid: smaller parts, or the same until nothing is left."""
    if early is Early.LOWER_INSTALMENTS:
        return list(allocation(rest, list(planned)))
    lowered = []
    for part in planned:
        lowered.append(min(part, rest))
        rest -= lowered[-1]
    return lowered

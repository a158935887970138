"""What was done with a proposal so far comes to, who may act next, and why somebody may not.

Each approval of a chain comes from another person, counted over all steps of a round; whoever proposed it, in whatever
round, approves it in none.  Sending back begins a new round in which earlier approvals do not count.  An approval is of
the content that was seen: where the content is another, it does not count.
"""

from collections.abc import Iterable

from sankofa.approvals.rules.terms import NEXT, Act, Course, Given, State, Step
from sankofa.kernel.finding import Finding, Weight

SOURCE = "four eyes by person"


def state(course: Course) -> State:
    """Return how far a proposal is."""
    for given in reversed(course.given):
        if given.act is Act.WITHDRAW:
            return State.WITHDRAWN
        if given.act is Act.REFUSE:
            return State.REFUSED
    latest = [given.act for given in course.given if given.round == course.round]
    if latest and latest[-1] is Act.SEND_BACK:
        return State.SENT_BACK
    return State.CARRIED_OUT if current_step(course) is None else State.WAITING


def current_step(course: Course) -> Step | None:
    """Return the step whose approvals are still missing, or None where every step has all of them."""
    for step in course.steps:
        if missing(course, step) > 0:
            return step
    return None


def missing(course: Course, step: Step) -> int:
    """Return how many people still have to approve at a step."""
    return max(0, step.persons - sum(given.step == step.name for given in counting(course)))


def counting(course: Course) -> list[Given]:
    """Return the approvals that count: of this round and content, each by people who did nothing else in it."""
    taken = set(proposers(course))
    counted = []
    for given in course.given:
        is_now = given.act is Act.APPROVE and given.round == course.round and given.digest == course.digest
        if is_now and given.persons and not given.persons & taken:
            counted.append(given)
            taken |= given.persons
    return counted


def proposers(course: Course) -> frozenset[str]:
    """Return everybody who proposed this, in any round."""
    return frozenset().union(*(given.persons for given in course.given if given.act is Act.PROPOSE))


def why_not(course: Course, act: Act, persons: frozenset[str]) -> list[Finding]:
    """Return every reason why these people may not do this with a proposal now; none means that they may.

    `persons` is the human who acts, with the one in whose place; empty where no human acts.
    """
    return list(_reasons(course, act, persons))


def _reasons(course: Course, act: Act, persons: frozenset[str]) -> Iterable[Finding]:
    now = state(course)
    if act not in NEXT[now]:
        yield Finding(f"is_{now}", Weight.BARRIER, SOURCE)
    if not persons:
        yield Finding("no_person_acts", Weight.BARRIER, SOURCE)
    has_proposed = bool(persons & proposers(course))
    match act:
        case Act.WITHDRAW | Act.PROPOSE:
            if persons and not has_proposed:
                yield Finding("proposed_by_others", Weight.BARRIER, SOURCE)
        case Act.APPROVE | Act.SEND_BACK | Act.REFUSE:
            if has_proposed:
                yield Finding("own_proposal", Weight.BARRIER, SOURCE)
            elif act is Act.APPROVE and any(persons & given.persons for given in counting(course)):
                yield Finding("approved_already", Weight.BARRIER, SOURCE)

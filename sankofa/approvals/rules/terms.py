"""The nouns of four eyes by person.

A person here is the human who acts: the id with which somebody signs in, never a role, a cover, a device or a key.
Whoever acts in somebody else's place counts as both, so that neither of them can act on the same proposal again.

Source: wish 7 of the survey of peers (one person approved, authorised and released a payment, because separation
rested on how roles were handed out).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sankofa.kernel.money import Money


class Act(StrEnum):
    """What somebody does with a proposal: propose it, or give a verdict on it."""

    PROPOSE = "propose"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class State(StrEnum):
    """How far a proposal is."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[State, Mapping[Act, State]] = {
    State.WAITING: {
        # The approval that completes the chain carries the proposal out; an earlier one leaves it waiting.
        Act.APPROVE: State.CARRIED_OUT,
        Act.SEND_BACK: State.SENT_BACK,
        Act.REFUSE: State.REFUSED,
        Act.WITHDRAW: State.WITHDRAWN,
    },
    State.SENT_BACK: {Act.PROPOSE: State.WAITING, Act.WITHDRAW: State.WITHDRAWN},
    State.CARRIED_OUT: {},
    State.REFUSED: {},
    State.WITHDRAWN: {},
}
"""What may be done in each state, and where it leads."""

OPEN = frozenset(state for state, leads in NEXT.items() if leads)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a chain: its name, how many people approve there, and from which amount on it is asked for."""

    name: str
    persons: int = 1
    from_amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps that a kind of proposal goes through, in their order."""

    kind: str
    steps: tuple[Step, ...]
    days: int = 14
    """Within how many days a decision is hoped for; what is late is shown as late, and never approved by waiting."""


@dataclass(frozen=True, slots=True)
class Given:
    """Something somebody did with a proposal: who, what, in which round, at which step, about which content."""

    persons: frozenset[str]
    act: Act
    round: int
    step: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A proposal as the rules see it: its steps, its present round and content, and all that was done so far."""

    steps: tuple[Step, ...]
    round: int
    digest: str
    given: tuple[Given, ...]

"""Deciding between two filled forms of one round: both are kept as they came, and only what counts is said."""

from datetime import datetime
from typing import Final

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.surveys import permissions
from sankofa.surveys.actions import reading
from sankofa.surveys.models import Clash, State, Submission

BOTH: Final = "both"
EARLIER: Final = "earlier"
LATER: Final = "later"
DECISIONS: Final = (BOTH, EARLIER, LATER)


class DecidedAlready(Exception):
    """Somebody has decided this before; carries what was decided."""

    def __init__(self, clash: Clash) -> None:
        self.clash = clash
        super().__init__(clash.decision)


@action(permissions.RECEIVE, on="clash")
def settle_clash(*, clash: Clash, decision: str, by: Actor, at: datetime) -> Submission | Clash:
    """Say which of two filled forms of one round counts, or that both do.  Raises DecidedAlready.

    What does not count is set aside and kept: no answer is changed and none is deleted.
    """
    if clash.decided_at is not None:
        raise DecidedAlready(clash)
    if decision not in DECISIONS:
        raise ValueError(decision)
    clash.decided_at, clash.decision = at, decision
    clash.decided_by_id = by.id if by.kind == "user" else None
    clash.save(update_fields=["decided_at", "decision", "decided_by"])
    arrival = clash.arrival
    taken_in = Submission.objects.filter(arrival=arrival).first()
    if decision == EARLIER:
        arrival.state = State.SET_ASIDE
        arrival.save(update_fields=["state"])
        if taken_in is not None:
            taken_in.set_aside_at = at
            taken_in.save(update_fields=["set_aside_at"])
        return clash
    if decision == LATER and clash.earlier is not None:
        clash.earlier.set_aside_at = at
        clash.earlier.save(update_fields=["set_aside_at"])
    arrival.state = State.READ
    arrival.save(update_fields=["state"])
    if taken_in is not None:
        # A form is taken in once, whatever is said of it afterwards.
        return taken_in
    assert arrival.content is not None, "what belongs to somebody erased is decided by nobody"
    read = reading.without_faults(reading.understood(arrival.content))
    on = reading.day_of(arrival, read).on
    return reading.submission_of(arrival, read, clash.person, on=on, at=at)

"""What is done with filled forms that nobody could link to anybody, once their time is over: two people destroy them.

Nothing is destroyed by the clock alone, because a form that waits may be the only word of somebody.
"""

from datetime import datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees.rules import retention
from sankofa.surveys import permissions
from sankofa.surveys.actions import forgetting
from sankofa.surveys.models import Arrival, State
from sankofa.surveys.rules import unlinked


class NotOverYet(Exception):
    """This form belongs to somebody, was destroyed already, or its time is not over."""


class NotForYou(Exception):
    """Whoever sent a form does not propose that it be destroyed: somebody else looks at it first."""


@action(permissions.RECEIVE, on="arrival")
def destroy_unlinked(*, arrival: Arrival, by: Actor, at: datetime) -> Arrival:
    """Destroy what stands in a form that is linked to nobody, with its pictures; two people do this.

    That it came, when, from which phone, under which number and with which fingerprint stays, so that the same form
    sent again is known.  Raises NotOverYet and NotForYou.
    """
    if arrival.user_id is not None and str(arrival.user_id) == by.id:
        raise NotForYou
    on = clock.day_of(at, by.zone)
    received_on = clock.day_of(arrival.received_at, arrival.office.zone)
    is_over = unlinked.waiting(received_on, on=on, policy=retention.shipped()).is_over
    is_open = arrival.state in (State.WAITING, State.SET_ASIDE) and arrival.person_id is None
    if not is_open or arrival.content is None or not is_over:
        raise NotOverYet
    forgetting.destroy([arrival], at=at)
    arrival.content = None
    arrival.state, arrival.looked_at = State.DESTROYED, at
    arrival.reasons = [Finding("arrival.destroyed", Weight.NOTE, "docs/adr/0042").record()]
    arrival.save(update_fields=["state", "looked_at", "reasons"])
    return arrival

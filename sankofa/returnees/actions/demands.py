"""Writes about demands by authorities: noted by whoever is asked, decided by the data officer, shared by neither.

Source: casework, "Safeguards": a demand by an authority is logged and decided by the data officer.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import action
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import permissions
from sankofa.returnees.models import Demand

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

ANSWERED_WITHIN = timedelta(days=14)
"""Where the paper names no day: time enough for advice, and no reason to forget it."""


class DecidedAlready(Exception):
    """The demand was decided before; a decision is not changed, a new demand is."""


@action(permissions.NOTE_DEMAND, on="office")
def note_demand(
    *,
    office: "Office",
    authority: str,
    paper: str,
    wanted: str,
    demanded_on: date,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Demand:
    """Write down what an authority demands: nothing is looked up or given, and the data officer hears of it."""
    made = Demand(
        created_at=at,
        office=office,
        authority=authority,
        paper=paper or None,
        wanted=wanted,
        demanded_on=demanded_on,
        due_on=due_on or clock.day_of(at, office.zone) + ANSWERED_WITHIN,
        noted_at=at,
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    for officer in accounts.holders_of(permissions.DECIDE_DEMAND, made.resource(), on=clock.day_of(at, office.zone)):
        notices.tell(Notice(to=officer, code="demand_noted", at=at, path=f"/demands/{made.pk}/"))
    return made


@action(permissions.DECIDE_DEMAND, on="demand")
def decide_demand(*, demand: Demand, answer: str, because: str, by: Actor, at: datetime) -> Demand:
    """Decide a demand, with the reason in words.  Deciding shares nothing by itself.  Raises DecidedAlready."""
    if demand.decided_at is not None:
        raise DecidedAlready
    demand.decided_at, demand.decided_by_id = at, by.id
    demand.answer, demand.because = answer, because
    demand.full_clean(exclude=["authority", "paper", "wanted", "because"])
    demand.save()
    return demand

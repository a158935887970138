"""Writes about what a plan promises: that it was delivered."""

from datetime import date, datetime
from uuid import UUID

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import permissions, queries
from sankofa.cases.actions.cases import check_day, check_open, user_id
from sankofa.cases.models import Case, Delivery
from sankofa.cases.rules.plans import Kind


class NotPromised(Exception):
    """The plan that counts promises nothing of the kind."""


class DeliveredAlready(Exception):
    """This was delivered already."""


class IsAGrant(Exception):
    """A grant is handed over with a receipt once two people approved it; it is not noted as delivered."""


@action(permissions.WORK, on="case")
def note_delivery(*, case: Case, activity: UUID, done_on: date, note: str = "", by: Actor, at: datetime) -> Delivery:
    """Note that something the plan promises was delivered.

    Raises CaseClosed, DayToCome, NotPromised, IsAGrant, DeliveredAlready.
    """
    check_open(case)
    check_day(case, done_on, by=by, at=at)
    counts = queries.plan_now(queries.plans_of([case]).get(case.pk, []))
    promised = None if counts is None else counts.to_terms().activity(activity)
    if promised is None:
        raise NotPromised
    if promised.kind is Kind.GRANT:
        raise IsAGrant
    if activity in queries.deliveries_of(case):
        raise DeliveredAlready
    made = Delivery(
        created_at=at,
        case=case,
        activity=activity,
        done_on=done_on,
        note=note.strip() or None,
        noted_by_id=user_id(by),
    )
    made.save(force_insert=True)
    return made

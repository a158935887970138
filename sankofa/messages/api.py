"""What partners' systems can ask about the calls made to them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema

from sankofa.accounts.api import allowed
from sankofa.accounts.pages import ActorRequest
from sankofa.kernel import clock
from sankofa.messages import actions, permissions, queries

router = Router(tags=["webhooks"])
MOST = 100


class Delivery(Schema):
    """A call made to a partner's system, and what became of it."""

    id: str
    endpoint: UUID
    event: str
    state: str
    tries: int
    made_at: datetime
    delivered_at: datetime | None
    next_try_at: datetime | None
    problem: str


class Page(Schema):
    """Deliveries, the newest first.  `before` asks for the next ones; empty where there are no more."""

    deliveries: list[Delivery]
    before: str


@router.get("/deliveries", response=Page, summary="What was my system told?")
@allowed(permissions.SEE_CALLS)
def deliveries(request: ActorRequest, before: Annotated[UUID | None, Query()] = None) -> Page:
    """Return the latest deliveries within reach, a hundred at a time, beginning before the one named."""
    found = queries.calls_for(request.actor, on=clock.today(request.actor.zone))
    if before is not None:
        found = found.filter(pk__lt=before)
    shown = list(found.order_by("-pk")[: MOST + 1])
    rows = [
        Delivery(
            id=call.call_id,
            endpoint=call.endpoint_id,
            event=call.event,
            state=call.state,
            tries=call.tries,
            made_at=call.created_at,
            delivered_at=call.delivered_at,
            next_try_at=call.next_try_at,
            problem=call.problem,
        )
        for call in shown[:MOST]
    ]
    return Page(deliveries=rows, before=str(shown[MOST - 1].pk) if len(shown) > MOST else "")


class Sent(Schema):
    """A trial call that will be made within seconds."""

    id: str
    state: str


@router.post("/{uuid:endpoint_id}/ping", response={202: Sent}, summary="Send my system a trial call")
@allowed(permissions.SET_UP_CALLS)
def ping(request: ActorRequest, endpoint_id: UUID) -> tuple[int, Sent]:
    """Send a trial call to a system within reach."""
    today = clock.today(request.actor.zone)
    endpoint = queries.endpoints_for(request.actor, on=today).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise Http404
    call = actions.ping(endpoint=endpoint, by=request.actor, at=clock.now())
    return 202, Sent(id=call.call_id, state=call.state)

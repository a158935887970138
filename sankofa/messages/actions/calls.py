"""Partners' systems and what they are told: set up, signed, called, tried again, parked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sankofa.accounts.action import action
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.messages import call_port, events, hooks, permissions
from sankofa.messages.models import Call, Endpoint
from sankofa.messages.ports import TryLater, WillNotTake
from sankofa.messages.rules import payload, signing, waits
from sankofa.messages.rules.terms import CallState, EndpointState

if TYPE_CHECKING:
    from sankofa.accounts.models import Organisation

LEASE = timedelta(minutes=1)
PAGE = "/partners/webhooks/"
WORKER = audit.Who("system", "messages")


class NameTaken(Exception):
    """The organisation has an endpoint of this name."""


class UnknownEvent(Exception):
    """No room declares this event."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class NotNow(Exception):
    """An endpoint that is not on is not called; a call that was delivered is not sent again."""


class NoPacket(Exception):
    """What was to be said is no packet that the room of consents made for this partner, so nothing is said."""


@action(permissions.SET_UP_CALLS, on="organisation")
def add_endpoint(
    *, organisation: "Organisation", name: str, url: str, told_of: Iterable[str], secret: str, by: Actor, at: datetime
) -> Endpoint:
    """Enter a partner's system that is to be told of events.  Raises NameTaken, UnknownEvent and NotAnAddress."""
    call_port.check(url)
    codes = sorted({*told_of, events.PING.code})
    for code in codes:
        if code not in events.declared():
            raise UnknownEvent(code)
    if Endpoint.objects.filter(organisation=organisation, name=name).exists():
        raise NameTaken
    made = Endpoint(
        created_at=at,
        organisation=organisation,
        name=name,
        url=url,
        events=codes,
        secret=secret,
        made_by_id=by.id if by.kind == "user" else None,
    )
    made.full_clean(exclude=["events", "secret"])
    made.save(force_insert=True)
    return made


@action(permissions.SET_UP_CALLS, on="endpoint")
def replace_secret(*, endpoint: Endpoint, secret: str, by: Actor, at: datetime) -> Endpoint:  # noqa: ARG001
    """Give an endpoint a new secret.  The one before signs along for some days, so that no call is refused."""
    endpoint.secret_before, endpoint.secret_before_until = endpoint.secret, at + signing.OVERLAP
    endpoint.secret = secret
    endpoint.save()
    return endpoint


@action(permissions.SET_UP_CALLS, on="endpoint")
def pause(*, endpoint: Endpoint, by: Actor, at: datetime) -> Endpoint:  # noqa: ARG001
    """Stop telling a partner's system; what waits stays until it is too old."""
    endpoint.state = EndpointState.PAUSED
    endpoint.save()
    return endpoint


@action(permissions.SET_UP_CALLS, on="endpoint")
def resume(*, endpoint: Endpoint, by: Actor, at: datetime) -> Endpoint:  # noqa: ARG001
    """Tell a partner's system again, from now on; what was parked can be sent again one by one."""
    endpoint.state = EndpointState.ON
    endpoint.save()
    return endpoint


@action(permissions.SET_UP_CALLS, on="endpoint")
def ping(*, endpoint: Endpoint, by: Actor, at: datetime) -> Call:  # noqa: ARG001
    """Send a trial call.  Raises NotNow where the endpoint is paused or parked."""
    if endpoint.state != EndpointState.ON:
        raise NotNow
    return _entered(endpoint, events.PING.code, {"endpoint": str(endpoint.pk)}, at=at)


@action(permissions.SET_UP_CALLS, on="call")
def send_again(*, call: Call, by: Actor, at: datetime) -> Call:  # noqa: ARG001
    """Try a parked call again, under the id it had.  Raises NotNow."""
    if call.state != CallState.PARKED or call.endpoint.state != EndpointState.ON:
        raise NotNow
    call.state, call.next_try_at, call.problem = CallState.WAITING, at, ""
    call.tries, call.expires_at = 0, at + waits.CALLED_FOR
    call.save()
    return call


def publish(code: str, facts: Mapping[str, str | int], *, organisation_id: UUID, at: datetime) -> list[Call]:
    """Tell an organisation's systems of an event, inside the transaction that is its cause: ids and codes only.

    Raises UnknownEvent and payload.NotACode.
    """
    return _told(code, payload.checked(facts), organisation_id=organisation_id, at=at)


def publish_packet(code: str, packet: object, *, organisation_id: UUID, at: datetime) -> list[Call]:
    """Tell an organisation's systems something about a person: only what the room of consents has packed.

    Raises NoPacket for anything else, and UnknownEvent.
    """
    held = next((found for found in hooks.packets.answers(packet, organisation_id) if found is not None), None)
    if held is None:
        raise NoPacket
    return _told(code, held, organisation_id=organisation_id, at=at)


def call_due(*, most: int = 50, for_seconds: int = 20) -> Mapping[str, int]:
    """Make the calls that are due, so many at most and no longer than so; return how many came into which state."""
    began = clock.now()
    done: Counter[str] = Counter()
    while sum(done.values()) < most and clock.now() - began < timedelta(seconds=for_seconds):
        call = _claimed(at=clock.now())
        if call is None:
            break
        done[_made(call)] += 1
    return done


def _told(code: str, data: Mapping[str, object], *, organisation_id: UUID, at: datetime) -> list[Call]:
    if code not in events.declared():
        raise UnknownEvent(code)
    listening = Endpoint.objects.filter(organisation_id=organisation_id, state=EndpointState.ON)
    return [_entered(endpoint, code, data, at=at) for endpoint in listening if code in endpoint.events]


def _entered(endpoint: Endpoint, code: str, data: Mapping[str, object], *, at: datetime) -> Call:
    payload.body(code, at=at, data=data)
    return Call.objects.create(
        created_at=at,
        endpoint=endpoint,
        event=code,
        data=dict(data),
        state=CallState.WAITING,
        next_try_at=at,
        expires_at=at + waits.CALLED_FOR,
    )


@transaction.atomic
def _claimed(*, at: datetime) -> Call | None:
    """Return the next call that is due, leased, its try written down; None where none is."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    due = Call.objects.filter(free, state=CallState.WAITING, next_try_at__lte=at, endpoint__state=EndpointState.ON)
    call = due.order_by("next_try_at", "pk").select_for_update(skip_locked=True, of=("self",)).first()
    if call is None:
        return None
    call.tries += 1
    call.leased_until = at + LEASE
    call.save(update_fields=["tries", "leased_until"])
    return call


def _made(call: Call) -> str:
    """Make a claimed call and write down what came of it; return its state."""
    now = clock.now()
    endpoint = call.endpoint
    holding = [endpoint.secret]
    if endpoint.secret_before_until is not None and now < endpoint.secret_before_until:
        holding.append(endpoint.secret_before)
    body = payload.body(call.event, at=call.created_at, data=call.data)
    try:
        call_port.post(
            endpoint.url, body=body, headers=signing.headers(holding, call_id=call.call_id, at=now, body=body)
        )
    except TryLater as later:
        return _settle(call, problem=later.code)
    except WillNotTake as refused:
        return _settle(call, problem=refused.code, is_final=True)
    return _settle(call)


@transaction.atomic
def _settle(call: Call, *, problem: str = "", is_final: bool = False) -> str:
    """Write down what came of a try; park the endpoint where the last one failed, and tell whoever set it up."""
    now = clock.now()
    held = Call.objects.select_for_update().get(pk=call.pk)
    if (held.state, held.tries) != (CallState.WAITING, call.tries):
        return str(held.state)
    held.problem, held.leased_until = problem, None
    following = None
    if problem and not is_final:
        following = waits.next_try_at(now, tries=held.tries, waits=waits.CALL_WAITS, until=held.expires_at)
    held.next_try_at = following
    if not problem:
        held.state, held.delivered_at = CallState.DELIVERED, now
    elif following is None:
        held.state = CallState.PARKED
        _park(held.endpoint_id, at=now)
    held.save()
    if held.state != CallState.WAITING:
        audit.record(
            kind=Kind.EXPORT if not problem else Kind.WRITE,
            action=f"messages.call_{held.state}",
            who=WORKER,
            at=now,
            subject_kind="messages.call",
            subject_id=str(held.pk),
            detail={"event": held.event, "endpoint": str(held.endpoint_id), "tries": held.tries, "problem": problem},
        )
    return str(held.state)


def _park(endpoint_id: UUID, *, at: datetime) -> None:
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
    if endpoint.state != EndpointState.ON:
        return
    endpoint.state = EndpointState.PARKED
    endpoint.save(update_fields=["state"])
    if endpoint.made_by is not None:
        notices.tell(Notice(to=endpoint.made_by, code="messages.call_parked", at=at, path=f"{PAGE}{endpoint.pk}/"))

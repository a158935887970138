"""The last step of coming in: the session begins, and the way, the device and the moment are noted.

Between the password and the second step somebody waits: their id lies in the session, but nobody is signed in.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from sankofa.accounts.doors import codes, devices, signed_in
from sankofa.accounts.models import CodeApp, FirstSignIn, Passkey, User
from sankofa.accounts.rules import proofs
from sankofa.accounts.rules.proofs import Means
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock

PROVED = "proved_at"
_WAITING = "waiting"
_BACKEND = "sankofa.accounts.doors.backend.OneReading"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who gave the right password, or came from a provider, and still has to take the second step."""

    user: User
    way: str


def means_of(user: User) -> Means:
    """Return what somebody can come in with."""
    return Means(
        has_password=user.has_usable_password(),
        has_app=CodeApp.objects.filter(user=user, confirmed_at__isnull=False).exists(),
        passkeys=Passkey.objects.filter(user=user).count(),
    )


def arrive(request: HttpRequest, user: User, way: str, *, at: datetime) -> bool:
    """Let somebody in, or have them wait where they have a second step; return whether they are in."""
    if not means_of(user).has_second_step:
        let_in(request, user, way, at=at)
        return True
    request.session.cycle_key()
    request.session[_WAITING] = {
        "user": str(user.pk),
        "way": way,
        "at": at.isoformat(),
        "password": user.get_session_auth_hash(),
    }
    return False


def waiting(request: HttpRequest, *, at: datetime) -> Waiting | None:
    """Return who waits for their second step in this browser; None where nobody does, or no longer."""
    held = request.session.get(_WAITING)
    if held is None or not proofs.counts(datetime.fromisoformat(held["at"]), proofs.WAITS_FOR_CODE, at=at):
        return None
    user = User.objects.select_related("office").filter(pk=held["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != held["password"]:
        return None
    return Waiting(user, held["way"])


@transaction.atomic
def let_in(request: HttpRequest, user: User, way: str, *, at: datetime) -> None:
    """Begin somebody's session: everything that they had to prove is proved."""
    login(request, user, backend=_BACKEND)
    request.session.pop(_WAITING, None)
    request.session[PROVED] = at.isoformat()
    request.session.save()
    signed_in.begin(request, user, way, at=at)
    request.device_mark = devices.note(request, user, at=at)  # type: ignore[attr-defined]
    FirstSignIn.objects.get_or_create(user=user, defaults={"at": at})
    who = audit.Who("user", str(user.pk), within=str(user.office_id))
    audit.record(kind=Kind.SIGN_IN, action="accounts.sign_in", who=who, at=at, detail={"way": way})


def see_in(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Put into the answer what the browser keeps of somebody: their language, and the mark of the device."""
    user = request.user
    if isinstance(user, User):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    mark = getattr(request, "device_mark", None)
    if mark is not None:
        devices.hand_over(answer, mark)


def recovery_codes_few(user: User) -> int | None:
    """Return how many codes on paper are left where there are fewer than three; None where there are enough."""
    left = codes.recovery_codes_left(user)
    return left if left < proofs.CODES_FEW else None


def is_asked(actor: Actor, *, at: datetime) -> bool:
    """Whether this deployment asks somebody for a second step because of their roles."""
    on = clock.day_of(at, actor.zone)
    return bool(settings.SECOND_STEP_BY_ROLE) and proofs.is_asked_for_second_step(actor.grants, on=on)


def must_enrol(user: User, *, at: datetime) -> bool:
    """Whether somebody whose role asks for it has to set up a second step before anything else."""
    if user.has_second_step:
        return False
    first = FirstSignIn.objects.filter(user=user).first()
    return proofs.must_enrol(
        is_asked=True,
        has_second_step=means_of(user).has_second_step,
        first_at=None if first is None else first.at,
        at=at,
    )


def grace_until(user: User) -> datetime | None:
    """Return until when somebody may still go on without a second step; None before they ever signed in."""
    first = FirstSignIn.objects.filter(user=user).first()
    return None if first is None else first.at + proofs.GRACE

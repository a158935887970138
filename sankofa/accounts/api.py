"""What the API of every room rests on: who is calling, what they may, and refusals as plain sentences.

A call shows a key (`Authorization: Bearer sk_...`) or comes from a page with its session; then the token against forged
forms must come along.  A key that is wrong is refused even where a session would do.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.security import SessionAuth
from ninja.security.base import AuthBase

from sankofa.accounts import key_door, permissions
from sankofa.accounts.doors import tries
from sankofa.accounts.pages import ActorRequest
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.kernel import clock

P = ParamSpec("P")
R = TypeVar("R")

PERMISSION_OF: dict[Callable[..., Any], Permission] = {}
"""The permission of every operation, by the function that answers it; a test asks for each."""


class MayNot(Exception):
    """Whoever is calling holds no grant of the permission that an operation asks for."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(permission.code)


class KeyAuth(AuthBase):
    """A key in the header `Authorization`."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return who is calling by their key; None where no key is shown.  Raises KeyRefused."""
        shown = request.headers.get("Authorization", "")
        if not shown:
            return None
        kind, _, whole = shown.partition(" ")
        held = whole.strip() if kind.lower() == "bearer" else ""
        network = tries.network(request, proxies=settings.PROXIES)
        actor = key_door.opened_by(held, network=network, at=clock.now()).as_actor()
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class PageAuth(SessionAuth):
    """The session of somebody signed in, with the token against forged forms."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return who is calling by their session; None where nobody is signed in."""
        return super().__call__(request) if request.user.is_authenticated else None


AUTH: tuple[AuthBase, ...] = (KeyAuth(), PageAuth())


def allowed(
    permission: Permission,
) -> Callable[[Callable[Concatenate[ActorRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Make a function an operation for those who hold a permission.  Stands below the router's decorator."""

    def decorate(
        operation: Callable[Concatenate[ActorRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            asked = cast("ActorRequest", request)
            for needed in (permissions.USE_API, permission):
                if not access.holds(asked.actor.grants, needed, on=clock.today(asked.actor.zone)):
                    raise MayNot(needed)
            return operation(asked, *args, **kwargs)

        PERMISSION_OF[guarded] = permission
        return cast("Callable[Concatenate[HttpRequest, P], R]", guarded)

    return decorate


router = Router(tags=["accounts"])


class Me(Schema):
    """Who is calling, and what they may do."""

    kind: str
    id: str
    name: str
    office: str | None
    permissions: list[str]


@router.get("/me", response=Me, summary="Who am I, and what may I do?")
@allowed(permissions.USE_API)
def me(request: ActorRequest) -> Me:
    """Tell the caller who they are here and which permissions they hold today."""
    actor = request.actor
    today = clock.today(actor.zone)
    held = {code for grant in actor.grants if grant.is_current(today) for code in grant.permissions}
    return Me(kind=actor.kind, id=actor.id, name=actor.name, office=actor.office, permissions=sorted(held))

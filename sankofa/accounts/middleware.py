"""Who is acting in this request, and in which language and time zone they work."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sankofa.accounts.models import User
from sankofa.accounts.rules.terms import Actor

NOBODY = Actor(kind="nobody", id="", name="")


class ActorMiddleware:
    """Puts `request.actor` beside `request.user`: an actor is what rules and actions understand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its actor known, and times shown as the clock of their office shows them."""
        user = request.user
        actor = user.as_actor() if isinstance(user, User) else NOBODY
        request.actor = actor  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(actor.zone)):
            response = self.get_response(request)
        if actor is not NOBODY:
            # On a shared computer, "back" after signing out must not show the people of whoever sat there before.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

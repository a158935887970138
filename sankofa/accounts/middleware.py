"""Who is acting in this request, and in which language and time zone they work; who must set up a second step first."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from sankofa.accounts.doors import arrival
from sankofa.accounts.models import User
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock

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


class SecondStepMiddleware:
    """Leads those whose role asks for a second step, and who have none after their days of grace, to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to the page on which a second step is set up."""
        user = request.user
        if (
            isinstance(user, User)
            and arrival.is_asked(request.actor, at=clock.now())  # type: ignore[attr-defined]
            and not _is_open(request.path)
            and arrival.must_enrol(user, at=clock.now())
        ):
            return redirect("accounts:second_step")
        return self.get_response(request)


def _is_open(path: str) -> bool:
    """Whether a page can be used before a second step is set up: one's own account, leaving, language, light."""
    starts = (reverse("accounts:second_step"), reverse("accounts:prove"), reverse("accounts:sign_out"))
    return path.startswith((*starts, "/language/", "/theme/", settings.STATIC_URL))

"""Who is acting in this request, and in which language and time zone they work; who must set up a second step first.

An administrator can look at the pages as somebody else sees them, for a quarter of an hour: then the actor is that
person, with the administrator as its watcher, and nothing but looking is answered.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sankofa.accounts import watching
from sankofa.accounts.doors import arrival
from sankofa.accounts.models import User
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock

NOBODY = Actor(kind="nobody", id="", name="")
LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
ANSWERED_WHILE_WATCHING = frozenset({"accounts:watch_end", "accounts:sign_out", "shell:set_language", "shell:theme"})
"""What is answered though it is sent: to stop, to leave, and how the page looks to the one who sits there."""


class ActorMiddleware:
    """Puts `request.actor` beside `request.user`: an actor is what rules and actions understand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its actor known, and times shown as the clock of their office shows them."""
        user = request.user
        actor = user.as_actor() if isinstance(user, User) else NOBODY
        if actor is not NOBODY and watching.KEY in request.session:
            actor = watching.watched(request, actor) or actor
        request.actor = actor  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(actor.zone)):
            response = self._while_watching(request, actor) if actor.watcher else self.get_response(request)
        if actor is not NOBODY:
            # On a shared computer, "back" after signing out must not show the people of whoever sat there before.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def _while_watching(self, request: HttpRequest, actor: Actor) -> HttpResponse:
        """Answer somebody who looks at the pages as somebody else: nothing is sent, and every page is on record."""
        try:
            name = resolve(request.path_info).view_name
        except Resolver404:
            name = ""
        if request.method not in LOOKING and name not in ANSWERED_WHILE_WATCHING:
            why = _("You are looking at the pages as %(name)s sees them. Nothing can be sent or changed meanwhile.")
            return render(request, "shell/refused.html", {"why": why % {"name": actor.name}}, status=403)
        watching.note_page(actor, name)
        return self.get_response(request)


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

"""Whoever signs out while the device still keeps forms is told so first; with the sign-out goes the key of drafts.

The device says in a cookie how many forms there are, begun or not yet sent: a number and nothing else.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sankofa.surveys import postbox


class KeptFormsMiddleware:
    """Stops a sign-out once, where forms on the device are not yet sent; then takes the key of drafts away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; what stays on the device after a sign-out can be opened by nobody there."""
        answer = self.get_response(request)
        if _is_leaving(request) and answer.status_code == 302:
            answer.delete_cookie(postbox.KEY_COOKIE, path=postbox.PATH, samesite="Strict")
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Ask once more before somebody leaves forms behind."""
        waiting = request.COOKIES.get(postbox.UNSENT_COOKIE, "0")
        if not _is_leaving(request) or "leave_forms" in request.GET or waiting in {"", "0"}:
            return None
        told = request.GET.copy()
        told["leave_forms"] = "1"
        stop = {
            "title": _("Some forms are begun or not yet sent"),
            "text": [
                _("They stay sealed on this device. Nobody else can read them."),
                _("Finished ones go out when somebody opens the forms on this device with internet."),
                _("Begun ones open again when you sign in here."),
            ],
            "action_url": f"{request.path}?{told.urlencode()}",
            "submit": _("Sign out all the same"),
            "back_url": reverse("surveys:on_this_device"),
            "back_label": _("See the forms on this device"),
            "script": "surveys/leaving.js",
        }
        return render(request, "shell/stop.html", {"stop": stop})


def _is_leaving(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path == reverse("accounts:sign_out")

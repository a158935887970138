"""Whoever signs out while a device still holds lines of the arrival desk is told so first, on whatever page they are.

The device says in a cookie how many there are: a number and nothing else.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

_UNSENT = "_unsent"
COOKIE = f"desk{_UNSENT}"


class UnsentLinesMiddleware:
    """Stops a sign-out once, where lines of the desk are not yet sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; with the sign-out, page, pass and numbers of the desk leave the device."""
        answer = self.get_response(request)
        # Only where the device says itself that nothing waits on it, lines or forms: else what is sealed would go, too.
        waiting = {said for name, said in request.COOKIES.items() if name.endswith(_UNSENT)}
        if _is_leaving(request) and answer.status_code == 302 and waiting == {"0"}:
            answer["Clear-Site-Data"] = '"storage"'
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Ask once more before somebody leaves lines behind."""
        if not _is_leaving(request) or "leave_lines" in request.GET or request.COOKIES.get(COOKIE, "0") in {"", "0"}:
            return None
        stop = {
            "title": _("Some lines are not yet sent"),
            "text": [
                _("They stay sealed on this device. Nobody here can read them."),
                _("Whoever opens the page for meeting people next with internet sends them."),
            ],
            "action_url": f"{request.path}?leave_lines=1",
            "submit": _("Sign out all the same"),
            "back_url": reverse("returnees:arrivals"),
            "back_label": _("Stay and send them"),
        }
        return render(request, "shell/stop.html", {"stop": stop})


def _is_leaving(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path == reverse("accounts:sign_out")

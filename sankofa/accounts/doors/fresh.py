"""Fresh proof: before something grave, such as keys or erasure, somebody proves again who they are.

An unlocked computer on an empty desk may show what it showed a minute ago; it must not erase anybody.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sankofa.accounts.doors.arrival import PROVED
from sankofa.accounts.rules import proofs
from sankofa.kernel import clock

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponse]


def recently_proved(request: HttpRequest, *, at: datetime | None = None) -> bool:
    """Whether whoever sits here proved who they are in the last ten minutes."""
    held = request.session.get(PROVED)
    if held is None:
        return False
    return proofs.counts(datetime.fromisoformat(held), proofs.PROVED_FOR, at=at or clock.now())


def freshly_proved(view: View[R, P]) -> View[R, P]:
    """Ask for the password again before a grave page, unless that was done in the last ten minutes.

    Put it under `page`, on the page that shows the form and on the one that takes it: a form sent too late leads back
    to the page that shows it, and what it said is not acted on.
    """

    @wraps(view)
    def guarded(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if recently_proved(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('accounts:prove')}?{urlencode({'next': _shown(request)})}")

    return cast("View[R, P]", guarded)


def _shown(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or for a form that came too late the one that it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    before = request.headers.get("referer", "")
    return before if url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}) else request.path

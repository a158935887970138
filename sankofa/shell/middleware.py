"""Parks forms that come after the session ended, and says in words what cannot be helped here and now."""

import errno
import logging
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.calendars import Wanted
from sankofa.shell import parking, words
from sankofa.shell.views import error_403, refused
from sankofa.store.blobs import NoRoom
from sankofa.store.rules.sealing import CannotOpen, Erased

BAD_REQUEST, NOT_SO, GONE, UNAVAILABLE, NO_ROOM = 400, 405, 410, 503, 507
log = logging.getLogger(__name__)


class CalendarsMiddleware:
    """Shows and reads days in the calendars that somebody chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the reader's calendars known to the words of pages."""
        user = request.user
        with words.calendars(user.calendars if user.is_authenticated else Wanted()):
            return self.get_response(request)


class ParkingMiddleware:
    """Keeps a form that arrives without a session and asks its writer to sign in again; forgets it once it is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a form without a session by asking its writer to sign in; pass everything else on."""
        is_typed = request.method == "POST" and not request.user.is_authenticated and not _reads_body_itself(request)
        if is_typed and parking.FIELD in request.POST:
            parked = parking.park(request)
            if parked is not None:
                return redirect_to_login(reverse("shell:parked", args=[parked.subject]))
        response = self.get_response(request)
        if request.method == "POST" and request.user.is_authenticated and response.status_code < BAD_REQUEST:
            parking.collect(request)
        return response


def _reads_body_itself(request: HttpRequest) -> bool:
    """Whether what is sent is for a view that takes it as it comes: it may be large, and nobody else looks into it."""
    try:
        return getattr(resolve(request.path_info).func, "reads_body_itself", False)
    except Resolver404:
        return False


class HonestMiddleware:
    """Says in a sentence what went wrong where it is neither our mistake nor the reader's: no key, no room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass every request on; an address that only takes forms answers a reader with a page, not with nothing."""
        response = self.get_response(request)
        is_read = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code == NOT_SO and is_read and not response.content:
            page = refused(
                request,
                gettext("There is nothing to read at this address: it only takes what is sent. Nothing was changed."),
                status=NOT_SO,
            )
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for what could not be opened or kept; everything else goes on to the page for our own mistakes."""
        if isinstance(exception, NotAllowed):
            # Refused by the action itself, where the page did not foresee it: on record already, and no accident.
            return error_403(request, exception)
        if isinstance(exception, Erased):
            return refused(request, gettext("This person was erased from the register."), status=GONE)
        if isinstance(exception, CannotOpen):
            log.error("%s Bring the missing key back: sankofa keys status", exception)
            return refused(
                request,
                gettext(
                    "Something on this page is sealed, and its key is missing here. Nothing is lost. "
                    "Tell your administrator; everything else goes on working."
                ),
                status=UNAVAILABLE,
            )
        if _is_full(exception):
            log.error("There is no room left on the disk; something was not kept.")
            return refused(
                request,
                gettext(
                    "There is no room left on the server, so this was not kept. What was there before is safe. "
                    "Tell your administrator, then send it again."
                ),
                status=NO_ROOM,
            )
        return None


def _is_full(exception: Exception) -> bool:
    if isinstance(exception, DatabaseError):
        return "disk is full" in str(exception) or "No space left" in str(exception)
    return isinstance(exception, NoRoom) or (isinstance(exception, OSError) and exception.errno == errno.ENOSPC)

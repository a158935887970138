"""Parks forms that come after the session ended."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sankofa.shell import parking

BAD_REQUEST = 400


class ParkingMiddleware:
    """Keeps a form that arrives without a session and asks its writer to sign in again; forgets it once it is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a form without a session by asking its writer to sign in; pass everything else on."""
        if request.method == "POST" and not request.user.is_authenticated and parking.FIELD in request.POST:
            parked = parking.park(request)
            if parked is not None:
                return redirect_to_login(reverse("shell:parked", args=[parked.subject]))
        response = self.get_response(request)
        if request.method == "POST" and request.user.is_authenticated and response.status_code < BAD_REQUEST:
            parking.collect(request)
        return response

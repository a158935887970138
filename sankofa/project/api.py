"""The API for partners' systems and devices: the operations of every room, at /api/v1/.

Described by /api/v1/openapi.json.  There is no page to try it out: such pages fetch their parts from elsewhere.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sankofa.accounts import api as accounts
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.key_door import KeyRefused
from sankofa.messages import actions as calls
from sankofa.messages import api as messages

_REFUSED: Mapping[str, tuple[int, Any]] = {
    "unknown": (401, _("This key is not known here. Check that it was copied whole.")),
    "revoked": (401, _("This key was ended. Ask whoever gave it to you for a new one.")),
    "expired": (401, _("This key has run out. Ask whoever gave it to you for a new one.")),
    "too_many": (429, _("Too many calls with this key. Wait a minute.")),
}


class Api(NinjaAPI):
    """The operations of the house: nothing that they answer is kept by browsers or proxies."""

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        """Return an answer that nobody keeps."""
        answer = super().create_response(request, data, **more)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    def said(self, request: HttpRequest, code: str, sentence: str, *, status: int) -> HttpResponse:
        """Return a refusal: a code for machines and a sentence for whoever looks after them."""
        return self.create_response(request, {"code": code, "error": sentence}, status=status)


api = Api(
    title="Sankofa",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=list(accounts.AUTH),
)
api.add_router("", accounts.router)
api.add_router("/webhooks", messages.router)


@api.exception_handler(KeyRefused)
def key_refused(request: HttpRequest, refused: KeyRefused) -> HttpResponse:
    """Say why a key does not open."""
    status, sentence = _REFUSED[refused.code]
    answer = api.said(request, f"key_{refused.code}", str(sentence), status=status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    else:
        answer.headers["Retry-After"] = "60"
    return answer


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, refused: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """Say that a key is needed."""
    answer = api.said(
        request, "no_key", gettext("Show a key: Authorization: Bearer, then a blank and the key."), status=401
    )
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(accounts.MayNot)
def may_not(request: HttpRequest, refused: accounts.MayNot) -> HttpResponse:
    """Say which permission is missing."""
    sentence = gettext("This key or role does not include: %(what)s.") % {"what": gettext(refused.permission.label)}
    return api.said(request, "may_not", sentence, status=403)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, refused: NotAllowed) -> HttpResponse:
    """Say that the record is out of reach, in the words for one that is not there: the two look alike on purpose."""
    return not_found(request, Http404(refused.permission.code))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, missing: Http404) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such record, or none within reach."""
    return api.said(request, "not_found", gettext("There is nothing here, or nothing within reach."), status=404)


@api.exception_handler(calls.NotNow)
def not_now(request: HttpRequest, paused: calls.NotNow) -> HttpResponse:  # noqa: ARG001
    """Say that a system is not called at present."""
    return api.said(
        request, "not_now", gettext("This system is paused or does not answer. Switch it on first."), status=409
    )


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Say which parts of a call could not be understood; never what they held."""
    parts = sorted({".".join(str(step) for step in error["loc"]) for error in wrong.errors})
    sentence = gettext("These parts could not be understood: %(parts)s.") % {"parts": ", ".join(parts)}
    return api.said(request, "not_understood", sentence, status=422)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say that a call from a page came without its token, or whatever else an operation refuses in a sentence."""
    if error.status_code == 403:
        return api.said(
            request, "no_token", gettext("This call came without the token of its page. Reload it."), status=403
        )
    return api.said(request, "refused", str(error), status=error.status_code)

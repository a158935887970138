"""Where the SMS gateway reports whether what it took arrived."""

import json
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sankofa.accounts.pages import public
from sankofa.kernel import clock
from sankofa.messages import actions, queries
from sankofa.messages.rules import signing
from sankofa.messages.rules.terms import State

BYTES_MAX = 10_000


@public("the gateway that calls here has no account; it signs what it reports")
@csrf_exempt
@never_cache
@require_POST
def reports(request: HttpRequest) -> HttpResponse:
    """Take a signed report: `{"id": the id that the SMS was handed over with, "state": "delivered" or "failed"}`.

    204 where it was taken, again or of a message that we do not know; 409 where it came too early.
    """
    if not settings.SMS_REPORTS:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > BYTES_MAX:
        return HttpResponse(status=413)
    now = clock.now()
    said = {name.lower(): value for name, value in request.headers.items()}
    if not signing.is_signed(settings.SMS_REPORTS, said, body=request.body, at=now):
        return HttpResponse(status=401)
    try:
        told = json.loads(request.body)
        message_id, arrived = UUID(told["id"]), State(told["state"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    if arrived not in actions.REPORTED:
        return HttpResponse(status=400)
    try:
        if queries.is_sms(message_id):
            actions.take_report(message_id, arrived, at=now)
    except actions.NotSentYet:
        return HttpResponse(status=409)
    return HttpResponse(status=204)

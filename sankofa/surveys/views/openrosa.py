"""What phones ask and send, by the OpenRosa standards; nobody signs in here, each phone shows its own token.

Source: docs.getodk.org/openrosa.
"""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from sankofa.accounts.doors import tries
from sankofa.accounts.pages import public
from sankofa.accounts.rules.keys import Standing
from sankofa.kernel import clock
from sankofa.kernel.identifiers import receipt_number
from sankofa.returnees.caseload import Listed
from sankofa.store.blobs import NoRoom
from sankofa.surveys import actions, openrosa, phone_door, queries
from sankofa.surveys.actions import Incoming
from sankofa.surveys.openrosa import CutOff, NotUnderstood, TooLarge
from sankofa.surveys.phone_door import PhoneRefused
from sankofa.surveys.rules.path import whole_number

if TYPE_CHECKING:
    from sankofa.surveys.models import Device

CREATED, NO_CONTENT = 201, 204
BAD, WHO, CLOSED, NOT_THERE, NOT_SO, TOO_MUCH, TOO_MANY, BUSY, NO_ROOM = 400, 401, 403, 404, 405, 413, 429, 503, 507
XML = "text/xml; charset=utf-8"

_large = threading.BoundedSemaphore(1)
"""Large parcels come one after the other: pictures lie in memory until they are sealed, and memory is small."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a phone whose token opened."""

    request: HttpRequest
    device: "Device"
    token: str

    @property
    def organisation_id(self) -> UUID:
        """The organisation whose forms the phone is offered."""
        return self.device.holder.office.organisation_id

    @property
    def asked(self) -> QueryDict:
        """What the address asks for."""
        return self.request.GET

    def address(self, name: str, **kwargs: str) -> str:
        """Return the whole address of something for this phone, with the token in it where it came so."""
        if self.token:
            kwargs["token"] = self.token
        return self.request.build_absolute_uri(reverse(f"surveys:phone_{name}", kwargs=kwargs))


def for_phones(*methods: str, brings_forms: bool = False) -> Callable[[Callable[..., HttpResponse]], Any]:
    """Make a view one for phones: the token opens it, and every answer is what OpenRosa asks for."""

    def decorate(view: Callable[..., HttpResponse]) -> Any:
        @csrf_exempt
        @public("a phone shows a token of its own, which opens this and nothing else")
        @wraps(view)
        def answered(request: HttpRequest, token: str = "", **kwargs: str) -> HttpResponse:
            return _signed(_answer(request, token, kwargs))

        def _answer(request: HttpRequest, token: str, kwargs: dict[str, str]) -> HttpResponse:
            if request.method not in methods:
                return _told(NOT_SO, gettext("Phones do not ask for this in that way."))
            shown = token or phone_door.token_in(request.headers.get("Authorization", ""))
            network = tries.network(request, proxies=settings.PROXIES)
            is_bringing = brings_forms and request.method == "POST"
            try:
                device = phone_door.opened_by(shown, network=network, at=clock.now(), brings_forms=is_bringing)
            except PhoneRefused as refused:
                return _refused(refused.code)
            if not is_bringing:
                # Who brings a form is noted in the transaction that keeps it.
                actions.note_seen(device, at=clock.now())
            return view(Call(request, device, token), **kwargs)

        answered.reads_body_itself = True  # type: ignore[attr-defined]
        return answered

    return decorate


@for_phones("GET", "HEAD")
def form_list(call: Call) -> HttpResponse:
    """Tell a phone which forms there are, in the language it asks for."""
    offered = queries.forms_for_phones(
        call.organisation_id,
        code=call.asked.get("formID", ""),
        all_versions=call.asked.get("listAllVersions", "").lower() == "true",
    )
    body = openrosa.form_list(
        offered,
        name=lambda one: queries.title_of(one.code, one.title),
        address=call.address,
        is_verbose=call.asked.get("verbose", "").lower() == "true",
    )
    return HttpResponse(body, content_type=XML)


@for_phones("GET", "HEAD")
def form(call: Call, code: str, version: str) -> HttpResponse:
    """Hand out one version of a form."""
    held = queries.form_for_phone(call.organisation_id, code, version)
    if held is None:
        return _told(NOT_THERE, gettext("There is no such form."))
    return _kept(call.request, held.xform.encode(), XML)


@for_phones("GET", "HEAD")
def manifest(call: Call, code: str, version: str) -> HttpResponse:
    """Tell a phone what a form needs besides itself: the list of its holder's own people."""
    held = queries.form_for_phone(call.organisation_id, code, version)
    if held is None:
        return _told(NOT_THERE, gettext("There is no such form."))
    people = _people(call) if queries.asks_for_people(held) else None
    body = openrosa.manifest(people, download=call.address("people"), integrity=call.address("integrity"))
    return HttpResponse(body, content_type=XML)


@for_phones("GET", "HEAD")
def people(call: Call) -> HttpResponse:
    """Hand out the list of the holder's own people; nothing where the phone has it already."""
    return _kept(call.request, _people(call), "text/csv; charset=utf-8")


@for_phones("GET", "HEAD")
def integrity(call: Call) -> HttpResponse:
    """Tell a phone whom it must take off its list: handed over, protected, erased."""
    asked = [one for one in call.asked.get("id", "").split(",") if one]
    there = [str(one.id) for one in _caseload(call)]
    return HttpResponse(openrosa.integrity(asked, there), content_type=XML)


@for_phones("HEAD", "POST", brings_forms=True)
def submission(call: Call) -> HttpResponse:
    """Keep a filled form and what came along; acknowledged only once it is on the disk."""
    if call.request.method == "HEAD":
        response = HttpResponse(status=NO_CONTENT)
        response["Location"] = call.request.build_absolute_uri(call.request.path)
        return response
    length = call.request.META.get("CONTENT_LENGTH") or ""
    announced = None if length.startswith("-") else whole_number(length)
    is_large = announced is None or announced > openrosa.ASKED_FOR_BYTES
    try:
        with _large if is_large else nullcontext():
            return _taken(call, announced)
    except TooLarge:
        return _told(TOO_MUCH, gettext("This is too much at once. It stays on the phone; send fewer pictures at once."))
    except CutOff:
        return _told(BAD, gettext("The line broke. The form stays on the phone; send it again."))
    except NotUnderstood:
        return _told(BAD, gettext("There is no form in what was sent. It stays on the phone; tell your administrator."))
    except NoRoom:
        return _told(NO_ROOM, gettext("There is no room left on the server. The form stays on the phone."))
    except OperationalError:
        return _told(BUSY, gettext("The server is busy. The form stays on the phone; send it again in a minute."))


def _taken(call: Call, announced: int | None) -> HttpResponse:
    device = call.device
    parcel = openrosa.parcel(
        call.request.environ["wsgi.input"],  # type: ignore[attr-defined]
        content_type=call.request.META.get("CONTENT_TYPE", ""),
        announced=announced,
    )
    at = clock.now()
    incoming = Incoming(
        parcel.form,
        source="device",
        office_id=device.holder.office_id,
        user_id=device.holder_id,
        device_id=device.pk,
        clock_at=openrosa.clock_of(call.request.headers.get("Date", "")),
        files=parcel.files,
    )
    received = actions.arrive(incoming, at=at)
    number = receipt_number(received.arrival.pk)
    if device.standing(at) is Standing.OPEN:
        text = gettext("Received. Number: %(number)s") % {"number": number}
    else:
        text = gettext("Received; your office looks at it, because this phone was ended. Number: %(number)s") % {
            "number": number
        }
    return HttpResponse(openrosa.message(text, nature="submit_success"), content_type=XML, status=CREATED)


def _caseload(call: Call) -> list[Listed]:
    holder = call.device.holder
    return queries.caseload(holder, on=clock.today(holder.office.zone))


def _people(call: Call) -> bytes:
    return openrosa.people_list(_caseload(call))


def _kept(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """Return a file with a mark of what it holds; only the mark, where the phone has the file already."""
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = f'"{openrosa.checksum(body)}"'
    return cast("HttpResponse", get_conditional_response(request, etag=response["ETag"], response=response))


def _refused(code: str) -> HttpResponse:
    if code == "ended":
        return _told(CLOSED, gettext("This phone was ended. Connect it again on the page “Phones”."))
    if code == "too_many":
        return _told(TOO_MANY, gettext("Too many wrong tries. Try again later."))
    response = _told(WHO, gettext("This phone is not known here. Connect it on the page “Phones”."))
    response["WWW-Authenticate"] = 'Basic realm="Sankofa", charset="UTF-8"'
    return response


def _told(status: int, text: str) -> HttpResponse:
    return HttpResponse(openrosa.message(text), content_type=XML, status=status)


def _signed(response: HttpResponse) -> HttpResponse:
    """Put on an answer what OpenRosa asks for on every one."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(openrosa.ASKED_FOR_BYTES)
    response["Date"] = http_date(clock.now().timestamp())
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    return response

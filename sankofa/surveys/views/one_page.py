"""A form on one page, in a browser that may lose its line: the page, what the device needs, and what it sends.

The engine follows the rules of the form in the browser; our own script draws it and keeps it (static/surveys).  Every
page here works for whoever has no script by leading to the form question by question.
"""

import base64
import binascii
import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING
from uuid import UUID

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.accounts.queries import offices_of
from sankofa.kernel import clock
from sankofa.kernel.identifiers import receipt_number
from sankofa.returnees import portrait
from sankofa.surveys import actions, permissions, postbox, queries, received
from sankofa.surveys.rules.arriving import believable
from sankofa.surveys.rules.terms import About
from sankofa.surveys.views.talks import identity_of, person_at

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.surveys.models import FormVersion

PARCEL_BYTES_MAX = 3_000_000
"""No form of ours is a hundredth of that; a body that is larger is no parcel of ours."""


# The engine reads conditions with a parser in WebAssembly.  Nothing else is opened by this, and on no other page.
@csp_update({"script-src": [WASM_UNSAFE_EVAL]})  # type: ignore[arg-type]
@page(permissions.INTERVIEW)
@require_safe
def fill(request: ActorRequest, person_id: str, code: str, version: str) -> HttpResponse:
    """Show a form about a person on one page; it is kept on the device as it is filled, and goes on there later."""
    person = person_at(request, person_id)
    held = _version(request, code, version)
    is_kept = "kept" in request.GET
    form = queries.reading_of(held)
    has_talk = form is not None and form.about is About.PERSON and not form.has_repeats
    context = {
        **_of_form(request, held, code),
        "identity": None if is_kept else identity_of(request, person),
        "person": person,
        "office_id": person.office_id,
        "name": "" if is_kept else portrait.name(person),
        "key_url": reverse("surveys:fill_key", args=[person.pk]),
        "back_url": portrait.link(person),
        "talk_url": reverse("surveys:begin", args=[person.pk, code]) if has_talk else "",
    }
    return render(request, "surveys/one_page.html", context)


@csp_update({"script-src": [WASM_UNSAFE_EVAL]})  # type: ignore[arg-type]
@page(permissions.INTERVIEW)
@require_safe
def fill_office(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Show a form about a household or an enterprise on one page; nobody of the register is named with it."""
    held = _version(request, code, version)
    if not queries.is_about_nobody(held) or _own_office(request) is None:
        raise Http404
    form = queries.reading_of(held)
    asks = {
        About.HOUSEHOLD: _("Which household? Write its number, or who lives there."),
        About.EMPLOYER: _("Which enterprise? Write its name."),
    }
    context = {
        **_of_form(request, held, code),
        "office_id": request.actor.office,
        "asks_which": asks.get(form.about if form else About.PERSON, _("What is it about? Write a name or a number.")),
        "key_url": reverse("surveys:fill_office_key"),
        "back_url": reverse("surveys:form", args=[code]),
    }
    return render(request, "surveys/one_page.html", context)


def _of_form(request: ActorRequest, held: "FormVersion", code: str) -> dict[str, object]:
    """Return what the page of a form needs, whomever it is about."""
    form = queries.reading_of(held)
    return {
        "form_title": queries.title_of(code, queries.outline_of(held).title),
        "held": held,
        "who": "" if "kept" in request.GET else request.actor.id,
        "sensitive": " ".join(asked.name for asked in form.questions if asked.is_sensitive) if form else "",
        "words": json.dumps(_words(), ensure_ascii=False),
    }


def _own_office(request: ActorRequest) -> "Office | None":
    """Return the office for which somebody fills forms about nobody of the register, where they may hold talks."""
    on = clock.today(request.actor.zone)
    mine = offices_of(request.actor, permissions.INTERVIEW, on=on)
    return next((one for one in mine if str(one.pk) == request.actor.office), None)


@page(permissions.INTERVIEW)
@require_safe
def on_this_device(request: ActorRequest) -> HttpResponse:
    """Show which forms this device keeps: begun, finished and not yet sent, and received with their numbers."""
    return render(request, "surveys/on_this_device.html", {"words": json.dumps(_words(), ensure_ascii=False)})


@page(permissions.INTERVIEW)
@require_safe
def form_text(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Hand out a form as the engine loads it; a published version never changes, so it is fetched once."""
    return HttpResponse(
        _version(request, code, version).xform,
        content_type="application/xml; charset=utf-8",
        headers={"Cache-Control": "private, max-age=31536000, immutable"},
    )


@page(permissions.INTERVIEW)
@require_POST
def key(request: ActorRequest, person_id: str) -> HttpResponse:
    """Give a device what it needs without a line: the office's public key, the writer's pass, the key of drafts."""
    person = person_at(request, person_id)
    held = actions.open_postbox(person=person, by=request.actor, at=clock.now())
    return _given(request, held.public_key, person.office_id)


@page(permissions.INTERVIEW)
@require_POST
def office_key(request: ActorRequest) -> HttpResponse:
    """Give a device the same for forms about households and enterprises, for the office of whoever fills them."""
    office = _own_office(request)
    if office is None:
        raise Http404
    held = actions.open_office_postbox(office=office, by=request.actor, at=clock.now())
    return _given(request, held.public_key, office.pk)


def _given(request: ActorRequest, public_key: str, office_id: UUID) -> HttpResponse:
    answer = JsonResponse({"key": public_key, "pass": postbox.pass_of(request.actor.id, office_id)})
    # Read by our own script, which opens drafts with it; gone with the browser or the sign-out, whichever comes first.
    answer.set_cookie(
        postbox.KEY_COOKIE,
        postbox.draft_key(request.actor.id),
        path=postbox.PATH,
        secure=settings.HTTPS,
        samesite="Strict",
    )
    return answer


@page(permissions.INTERVIEW)
@require_POST
def arrive(request: ActorRequest) -> HttpResponse:
    """Take a sealed form from a device and keep it before anything else; the device lets go of it once this answers."""
    try:
        told = json.loads(request.body[:PARCEL_BYTES_MAX])
        number, office_id = UUID(str(told["id"])), UUID(str(told["office"]))
        sealed = base64.b64decode(str(told["sealed"]), validate=True)
        sent_at = believable(datetime.fromisoformat(str(told["now"])).astimezone(UTC))
    except (ValueError, KeyError, TypeError, binascii.Error, OverflowError, RecursionError):
        return JsonResponse({"state": "not_understood"}, status=400)
    at = clock.now()
    content, office, writer = sealed, UUID(request.actor.office), UUID(request.actor.id)
    try:
        posted = postbox.opened(sealed, office_id=office_id, number=number)
        content, office, writer = posted.content, office_id, posted.writer or writer
    except postbox.NotForUs:
        # Kept as it is, for somebody to look at: a device must never be left with what nobody takes.
        pass
    here = UUID(request.actor.id)
    incoming = actions.Incoming(
        content=content,
        source="browser",
        office_id=office,
        user_id=writer,
        clock_at=sent_at,
        carrier_id=None if writer == here else here,
    )
    done = actions.arrive(incoming, at=at)
    now = actions.read_now(done.arrival.pk, at=at)
    answer = {"state": "kept", "receipt": receipt_number(number)}
    if now.user_id == here:
        # Whoever carries the form of a colleague learns nothing about it.
        answer["becomes"] = now.state
    return JsonResponse(answer)


@page(permissions.INTERVIEW)
@require_safe
def worker(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """Hand out the script that keeps these pages on the device; it reaches no page beside them."""
    script = (files("sankofa.surveys") / "static" / "surveys" / "fill_worker.js").read_text(encoding="utf-8")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _version(request: ActorRequest, code: str, version: str) -> "FormVersion":
    on = clock.today(request.actor.zone)
    seen = queries.forms_seen(request.actor, permission=permissions.INTERVIEW, on=on)
    held = queries.version(code, version, among=seen)
    if held is None:
        raise Http404
    return held


def _words() -> dict[str, str]:
    """Return what the script says, in the reader's language."""
    return {
        "opening": _("One moment, it is being opened."),
        "saved": _("Saved on this device {time}"),
        "notSaved": _("Not saved on this device. Do not close this page."),
        "unsent": _("Not yet sent: {count}"),
        "allSent": _("Everything sent"),
        "signIn": _("Sign in to send"),
        "optional": _("(optional)"),
        "choose": _("Choose"),
        "or": _("or"),
        "clear": _("Take the answer back"),
        "agree": _("Yes, done"),
        "addAnother": _("Add another"),
        "remove": _("Remove"),
        "answerThis": _("Please answer this question."),
        "notPossible": _("This answer is not possible. Please look again."),
        "notANumber": _("Write a number."),
        "needsPhone": _("This question can be answered on a phone only."),
        "overheard": _("Other people can hear. Leave this question empty and go on. Set a time for a private talk."),
        "cannotFinish": _("It could not be made ready. It is kept as it is. Sign in and try again."),
        "goOn": _("Go on"),
        "discard": _("Delete"),
        "nobody": _("nobody named"),
        "others": _("Begun by colleagues, closed to you: {count}"),
        "ofAColleague": _("A form of a colleague"),
        "nothingBegun": _("No form is begun on this device. Open a person’s page to begin one."),
        "nothingFinished": _("No form was finished on this device."),
        "waits": _("waits for internet"),
        "waitsHere": _("It is kept on this device and goes out as soon as there is internet."),
        "received": _("received {time}"),
        "clashes": received.becomes("clashes"),
        "waiting": received.becomes("waiting"),
        "set_aside": received.becomes("set_aside"),
    }

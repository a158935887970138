"""Pages of the arrival desk: lists, the desk itself, slips, help that waits, lines of devices that were not read."""

import base64
import binascii
import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.kernel import clock
from sankofa.kernel.identifiers import slip_number
from sankofa.returnees import actions, arriving, desk_pass, permissions
from sankofa.returnees.forms.arrivals import HELPS, CrossingForm, LineForm, PhoneForm
from sankofa.returnees.forms.typed import district_names
from sankofa.returnees.rules import device_sealing
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

PARCEL_BYTES_MAX = 20_000
_ASKED_BYTES_MAX = 1_000


@page(permissions.MEET)
@require_safe
def arrivals(request: ActorRequest) -> HttpResponse:
    """Show the desks, the help that waits, and who is expected on which flight."""
    on = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.MEET, on=on).filter(closed_on=None))
    rows = [
        {
            "url": reverse("returnees:crossing", args=[one.pk]),
            "label": _label(one),
            "kind": one.get_kind_display(),
            "day": words.day(one.due_on),
            "office": one.office.name,
            "counts": _counts(one),
        }
        for one in arriving.crossings(request.actor, on=on)[:50]
    ]
    waiting = arriving.helps_waiting(request.actor, on=on)
    context = {
        "desks": [{"url": reverse("returnees:desk", args=[one.pk]), "name": one.name} for one in offices],
        "rows": rows,
        "waiting": len(waiting),
        "unread": arriving.unreadable(request.actor, on=on).count(),
    }
    return render(request, "returnees/arrivals.html", context)


@page(permissions.MEET)
@require_http_methods(["GET", "HEAD", "POST"])
def expect(request: ActorRequest) -> HttpResponse:
    """Take down a flight, a bus or a boat, and who is on it."""
    on = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.MEET, on=on).filter(closed_on=None))
    start = {"office": request.actor.office, "due_on": on, "kind": "flight"}
    form = CrossingForm(request.POST or None, offices=offices, initial=start)
    if form.is_valid():
        told = form.cleaned_data
        office = next(one for one in offices if str(one.pk) == told["office"])
        try:
            done = actions.expect(
                office=office,
                kind=told["kind"],
                label=told["label"],
                due_on=told["due_on"],
                rows=told["people"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        return redirect("returnees:crossing", done.crossing.pk)
    return render(request, "returnees/expect.html", {"form": form}, status=422 if form.is_bound else 200)


@page(permissions.MEET)
@require_http_methods(["GET", "HEAD", "POST"])
def crossing(request: ActorRequest, crossing_id: str) -> HttpResponse:
    """Show who is still expected, with the numbers to tick them by; or say that nobody else will come."""
    on = clock.today(request.actor.zone)
    held = arriving.crossings(request.actor, on=on).filter(pk=crossing_id).first()
    if held is None:
        raise Http404
    if request.method == "POST":
        actions.close_crossing(crossing=held, by=request.actor, at=clock.now())
        messages.success(request, _("Whoever is still on the list did not come. They can be met later all the same."))
        return redirect("returnees:crossing", held.pk)
    shows(request, held, permissions.MEET, what="returnees.crossing_page")
    desk = reverse("returnees:desk", args=[held.office_id])
    rows = []
    for one in arriving.expected(held):
        facts = arriving.facts_of(one)
        rows.append(
            {
                "number": one.number_on_list,
                "name": facts.get("name") or _("no name on the list"),
                "about": [str(fact) for fact in (facts.get("age"), facts.get("district")) if fact],
                "url": f"{desk}?list={held.pk}&number={one.number_on_list}",
                "has_not_come": one.state == "not_come",
            }
        )
    context = {
        "label": _label(held),
        "kind": held.get_kind_display(),
        "day": words.day(held.due_on),
        "office": held.office.name,
        "counts": _counts(held),
        "rows": rows,
        "desk": desk,
        "is_closed": held.closed_at is not None,
    }
    return render(request, "returnees/crossing.html", context)


@page(permissions.MEET)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: ActorRequest, office_id: str) -> HttpResponse:
    """Meet people: a line per person, urgent help first.  With or without script, with or without a line."""
    office = _office(request, office_id)
    on = clock.today(office.zone)
    crossings = list(arriving.crossings_at(office, on=on))
    form = LineForm(
        request.POST or None,
        crossings=crossings,
        initial={
            "crossing": request.GET.get("list") or (str(crossings[0].pk) if crossings else ""),
            "number_on_list": request.GET.get("number", ""),
        },
    )
    if form.is_valid():
        try:
            number = UUID(request.POST.get("entry", ""))
            done = actions.meet(office=office, number=number, line=form.line(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (ValueError, actions.EntryTaken):
            return redirect("returnees:desk", office.pk)
        return redirect("returnees:slip", done.pk)
    shows(request, office, permissions.MEET)
    held = arriving.desk(office)
    is_kept = "kept" in request.GET
    waiting = [] if is_kept else arriving.helps_waiting(request.actor, on=on, office=office)
    context = {
        "form": form,
        "entry": request.POST.get("entry") or uuid4(),
        "office": office,
        "phone": "" if held is None else held.phone,
        "phone_form": PhoneForm(initial={"phone": "" if held is None else held.phone}),
        "districts": district_names(office.place.country_id),
        "waiting": [
            {
                "url": reverse("returnees:settle_help", args=[one.help.pk]),
                "slip": one.slip,
                "what": one.help.words or HELPS[one.kind],
                "since": words.moment(one.help.noted_at),
            }
            for one in waiting
        ],
        "who": request.actor.id,
        "is_kept": is_kept,
    }
    return render(request, "returnees/desk.html", context, status=422 if form.is_bound else 200)


@page(permissions.MEET)
@require_POST
def desk_phone(request: ActorRequest, office_id: str) -> HttpResponse:
    """Change the phone that stands on the slips of a desk."""
    office = _office(request, office_id)
    form = PhoneForm(request.POST)
    if form.is_valid():
        actions.open_desk(office=office, phone=form.cleaned_data["phone"], by=request.actor, at=clock.now())
    return redirect("returnees:desk", office.pk)


@page(permissions.MEET)
@require_POST
def numbers(request: ActorRequest, office_id: str) -> HttpResponse:
    """Give a device what it needs without a line: the office's public key, its pass, and numbers kept for it."""
    office, now = _office(request, office_id), clock.now()
    device = _device(request)
    if device is None:
        return JsonResponse({"state": "not_understood"}, status=400)
    held = arriving.desk(office) or actions.open_desk(office=office, phone="", by=request.actor, at=now)
    block = actions.reserve_slips(office=office, by=request.actor, at=now)
    shown = desk_pass.DeskPass(request.actor.id, office.pk, block.first, block.count, device)
    kept = [
        [serial, (text := slip_number(serial)), _squares(text)]
        for serial in range(block.first, block.first + block.count)
    ]
    return JsonResponse({"key": held.public_key, "pass": shown.signed(), "numbers": kept})


def _device(request: ActorRequest) -> bytes | None:
    """Return the public key that a device made for itself; None where it shows none."""
    try:
        told = bytes.fromhex(str(json.loads(request.body[:_ASKED_BYTES_MAX])["device"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return told if device_sealing.is_point(told) else None


@page(permissions.MEET)
@require_POST
def lines(request: ActorRequest, office_id: str) -> HttpResponse:
    """Take a sealed line from a device: keep it first, then read it.  The device forgets it once this answers."""
    office = _office(request, office_id)
    try:
        told = json.loads(request.body[:PARCEL_BYTES_MAX])
        number = UUID(str(told["id"]))
        sealed = base64.b64decode(str(told["sealed"]), validate=True)
        sent_at = datetime.fromisoformat(str(told["now"]))
        sent_at.astimezone(UTC)
    except (ValueError, KeyError, TypeError, binascii.Error, OverflowError, RecursionError):
        return JsonResponse({"state": "not_understood"}, status=400)
    try:
        kept = actions.keep_parcel(
            office=office,
            number=number,
            sealed=sealed,
            device_sent_at=sent_at if sent_at.tzinfo else None,
            by=request.actor,
            at=clock.now(),
        )
    except actions.EntryTaken:
        return JsonResponse({"state": "taken"}, status=409)
    actions.read_parcel(parcel=kept, by=request.actor, at=clock.now())
    # The same answer whatever became of it: what could not be read is the office's to look at, not the device's.
    return JsonResponse({"state": "kept"})


@page(permissions.MEET)
@require_safe
def worker(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """Hand out the script that keeps the desk's page on the device; it reaches no page beside the desk."""
    script = (files("sankofa.returnees") / "static" / "returnees" / "desk_worker.js").read_text(encoding="utf-8")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@page(permissions.MEET)
@require_safe
def slip(request: ActorRequest, meeting_id: str) -> HttpResponse:
    """Show the slip that somebody takes along: a number, the office's phone, and nothing that says why."""
    held = arriving.meeting(meeting_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, permissions.MEET)
    opened = arriving.desk(held.office)
    context = {
        "number": held.slip,
        "picture": segno.make(held.slip, error="m", micro=False).svg_data_uri(scale=5, border=2, light="#fff"),
        "office": held.office.name,
        "phone": "" if opened is None else opened.phone,
        "desk": reverse("returnees:desk", args=[held.office_id]),
    }
    return render(request, "returnees/slip.html", context)


@page(permissions.MEET)
@require_POST
def settle_help(request: ActorRequest, need_id: str) -> HttpResponse:
    """Note what became of a help."""
    held = arriving.help_at(need_id, viewer=request.actor, on=clock.today(request.actor.zone))
    state = request.POST.get("state", "")
    if held is None:
        raise Http404
    if state not in {"given", "refused", "not_available"}:
        return refused(request, _("Choose what became of it."), status=422)
    try:
        actions.settle_help(help=held, state=state, by=request.actor, at=clock.now())
    except actions.SettledBefore:
        messages.info(request, _("This was noted before."))
    return redirect("returnees:desk", held.meeting.office_id)


@page(permissions.MEET)
@require_safe
def unread(request: ActorRequest) -> HttpResponse:
    """Show the lines of devices that could not be read, and why."""
    on = clock.today(request.actor.zone)
    rows = [
        {
            "url": reverse("returnees:read_again", args=[one.pk]),
            "at": words.moment(one.received_at),
            "office": one.office.name,
            "by": "" if one.sent_by is None else one.sent_by.name,
            "why": _why_unread(one.reason),
        }
        for one in arriving.unreadable(request.actor, on=on)
    ]
    return render(request, "returnees/unread.html", {"rows": rows})


@page(permissions.MEET)
@require_POST
def read_again(request: ActorRequest, parcel_id: str) -> HttpResponse:
    """Try once more to read a line of a device."""
    held = arriving.parcel(parcel_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    done = actions.read_parcel(parcel=held, by=request.actor, at=clock.now())
    if done.reason:
        messages.info(request, _why_unread(done.reason))
    else:
        messages.success(request, _("It could be read now, and stands among the others."))
    return redirect("returnees:unread")


def _office(request: ActorRequest, office_id: str) -> "Office":
    found = arriving.office(office_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if found is None:
        raise Http404
    return found


def _label(held: Any) -> str:
    return held.label or _("List of the day")


def _counts(held: Any) -> list[str]:
    found = [ngettext("%(count)s met", "%(count)s met", held.met) % {"count": words.number(held.met)}]
    if held.expected:
        text = ngettext("%(count)s still expected", "%(count)s still expected", held.expected)
        found.append(text % {"count": words.number(held.expected)})
    if held.not_come:
        text = ngettext("%(count)s did not come", "%(count)s did not come", held.not_come)
        found.append(text % {"count": words.number(held.not_come)})
    return found


def _squares(text: str) -> str:
    """Return the picture of a number as the device draws it: its rows of squares as one figure to the base of 16."""
    code = segno.make(text, error="m", micro=False, version=1)
    return f"{int(''.join(str(square & 1) for row in code.matrix for square in row), 2):x}"


def _why_unread(reason: str) -> str:
    match reason:
        case "does_not_open":
            return _("It does not open. Perhaps it was changed on the way, or written for another office.")
        case "no_pass":
            return _("It came more than a week late, or its device was never let in.")
        case "number_not_kept" | "number_taken":
            return _("Its number belongs to another line. Ask whoever wrote it.")
        case "nothing_there":
            return _("Its time for being kept is over.")
        case "":
            return _("It waits to be read.")
        case _:
            return _("Something in it cannot be understood. Ask whoever wrote it.")

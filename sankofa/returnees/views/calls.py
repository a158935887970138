"""Pages about people who asked for a call: who waits, calls that reached nobody, a flood, the poster for the wall."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.kernel import clock
from sankofa.messages import actions as sending
from sankofa.messages.rules import contact
from sankofa.returnees import actions, arriving, doorstep, permissions
from sankofa.returnees.forms.doorstep import HOURS, NEEDS, ClearForm, HandOnForm, TryForm
from sankofa.returnees.rules.doorstep import SPANS, By, Hours
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import Announced, Person

_NEED_WORDS: Mapping[str, Any] = dict(NEEDS)
_HOUR_WORDS: Mapping[str, Any] = dict(HOURS)
_WHOSE = {"own": contact.Whose.OWN, "family": contact.Whose.SHARED, "other": contact.Whose.ANOTHERS}


@page(permissions.REGISTER)
@require_safe
def calls(request: ActorRequest) -> HttpResponse:
    """Show who asked for a call, whoever waits longest first; apart from them, what looks like a flood."""
    on = clock.today(request.actor.zone)
    kept = doorstep.offices_kept(request.actor, on=on)
    rows = [_row(one) for one in doorstep.calls(request.actor, on=on, are_doubtful=False)[: doorstep.LISTED_MAX]]
    doubtful = doorstep.calls(request.actor, on=on, are_doubtful=True)
    offices = [
        {
            "name": office.name,
            "is_open": hasattr(office, "doorstep") and office.doorstep.is_open,
            "url": reverse("returnees:keep_door", args=[office.pk]),
            "clear_url": reverse("returnees:clear_letters", args=[office.pk]),
            "doubtful": [_row(one) for one in doubtful.filter(office=office)[: doorstep.LISTED_MAX]],
        }
        for office in kept
    ]
    context = {
        "rows": rows,
        "offices": offices,
        "doubtful": doubtful.count(),
        "form": ClearForm(),
        "posters": [
            {"name": office.name, "url": reverse("returnees:poster", args=[office.pk])}
            for office in offices_of(request.actor, permissions.REGISTER, on=on).filter(
                closed_on=None, doorstep__is_open=True
            )
        ],
        "page_url": settings.ADDRESS.rstrip("/") + reverse("returnees:reach_start"),
        "lobby_url": settings.ADDRESS.rstrip("/") + reverse("returnees:lobby_start"),
    }
    return render(request, "returnees/calls.html", context)


@page(permissions.KEEP_DOORSTEP)
@require_POST
def keep_door(request: ActorRequest, office_id: str) -> HttpResponse:
    """Say whether an office calls back whoever writes to it."""
    office = _kept(request, office_id)
    is_open = "open" in request.POST
    actions.keep_door(office=office, is_open=is_open, by=request.actor, at=clock.now())
    if is_open:
        messages.success(request, _("People can ask for a call from this office now."))
    else:
        messages.success(request, _("Nothing new is sent to this office. Who wrote before still waits for a call."))
    return redirect("returnees:calls")


@page(permissions.KEEP_DOORSTEP)
@require_POST
def clear_letters(request: ActorRequest, office_id: str) -> HttpResponse:
    """Remove the letters that were chosen, with a reason."""
    office = _kept(request, office_id)
    form = ClearForm(request.POST)
    chosen = _letters_chosen(request)
    if not form.is_valid() or not chosen:
        messages.info(request, _("Choose which letters, and why they are removed."))
        return redirect("returnees:calls")
    because = form.cleaned_data["because"]
    done = actions.clear_letters(office=office, ids=chosen, because=because, by=request.actor, at=clock.now())
    text = ngettext("%(count)s letter was removed.", "%(count)s letters were removed.", done.count)
    messages.success(request, text % {"count": words.number(done.count)})
    return redirect("returnees:calls")


@page(permissions.LOOK_AFTER)
@require_POST
def clear_apart(request: ActorRequest) -> HttpResponse:
    """Remove letters for officers alone that look like part of a flood, with a reason."""
    on = clock.today(request.actor.zone)
    form = ClearForm(request.POST)
    chosen = _letters_chosen(request)
    if not form.is_valid() or not chosen:
        messages.info(request, _("Choose which letters, and why they are removed."))
        return redirect("returnees:apart")
    count = 0
    because = form.cleaned_data["because"]
    for office in doorstep.offices_with_flood_apart(request.actor, ids=chosen, on=on):
        try:
            done = actions.clear_apart(office=office, ids=chosen, because=because, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        count += done.count
    text = ngettext("%(count)s letter was removed.", "%(count)s letters were removed.", count)
    messages.success(request, text % {"count": words.number(count)})
    return redirect("returnees:apart")


@page(permissions.REGISTER)
@require_safe
def poster(request: ActorRequest, office_id: UUID) -> HttpResponse:
    """Show a sheet for the wall, A5: the address as words and as a picture.  It says nothing of why."""
    on = clock.today(request.actor.zone)
    office = doorstep.office_of_poster(office_id, viewer=request.actor, on=on)
    if office is None:
        raise Http404
    shows(request, office, permissions.REGISTER)
    address = settings.ADDRESS.rstrip("/") + reverse("returnees:reach_start")
    opened = arriving.desk(office)
    context = {
        "address": address,
        "shown": address.split("://", 1)[-1].rstrip("/"),
        "picture": segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=2, light="#fff"),
        "office": office.name,
        "phone": "" if opened is None else opened.phone,
    }
    return render(request, "returnees/poster.html", context)


@page(permissions.REGISTER)
@require_POST
def note_try(request: ActorRequest, announced_id: str) -> HttpResponse:
    """Note a call that reached nobody."""
    held = _waiting(request, announced_id)
    form = TryForm(request.POST)
    if not form.is_valid():
        messages.info(request, _("Choose how the call ended."))
        return redirect("returnees:somebody_came", held.pk)
    actions.note_try(announced=held, ended=form.cleaned_data["ended"], by=request.actor, at=clock.now())
    messages.success(request, _("Noted. They stay in the queue."))
    return redirect("returnees:somebody_came", held.pk)


@page(permissions.REGISTER)
@require_POST
def hand_on(request: ActorRequest, announced_id: str) -> HttpResponse:
    """Hand somebody on to the office that should go on with them."""
    held = _waiting(request, announced_id)
    form = HandOnForm(request.POST, offices=doorstep.offices_to_hand_on(held))
    if not form.is_valid():
        messages.info(request, _("Choose the office that goes on with them."))
        return redirect("returnees:somebody_came", held.pk)
    to = form.offices[form.cleaned_data["to"]]
    actions.hand_on(announced=held, to=to, by=request.actor, at=clock.now())
    messages.success(request, _("They wait at %(office)s now.") % {"office": to.name})
    return redirect("returnees:calls" if doorstep.has_written(held) else "returnees:came")


def about_call(held: "Announced") -> dict[str, Any]:
    """Return what the page of somebody who waits shows of calling them."""
    offices = doorstep.offices_to_hand_on(held)
    facts = arriving.facts_of(held)
    tried = [
        {
            "text": one.get_ended_display(),
            "at": words.moment(one.tried_at),
            "by": "" if one.tried_by is None else one.tried_by.name,
        }
        for one in doorstep.tries(held)
    ]
    return {
        "is_asked": doorstep.has_written(held),
        "may_call": bool(facts.get("may_call", 1)) and bool(facts.get("phone")),
        "word": facts.get("word", ""),
        "tries": tried,
        "try_form": TryForm(auto_id="try_%s"),
        "hand_on_form": HandOnForm(offices=offices, auto_id="hand_%s") if offices else None,
    }


def rows_of(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what somebody who wrote said about being reached, as rows of facts."""
    if "need" not in facts:
        return []
    rows: list[dict[str, Any]] = [{"label": _("Needs first"), "value": _NEED_WORDS.get(facts["need"])}]
    if facts.get("under_18"):
        rows.append({"label": _("Age"), "value": _("under 18, or not sure")})
        rows.append({"label": _("Safe to call"), "value": _("yes, they say") if facts["may_call"] else _("no")})
    else:
        rows.append({"label": _("May be called"), "value": _("yes") if facts["may_call"] else _("no, they come")})
    rows += [
        {"label": _("Hours that are safe"), "value": _HOUR_WORDS.get(str(facts.get("hours")))},
        {"label": _("Word to say first"), "value": facts.get("word") or None},
    ]
    if facts.get("by") == By.SMS:
        rows.append({"label": _("Begin with"), "value": _("a short message")})
    if facts.get("taken_back"):
        rows.append({"label": _("Taken back"), "value": _("yes, by whoever had the number and the word: do not call")})
    return rows


def plan_kept(request: ActorRequest, person: "Person", facts: Mapping[str, Any]) -> None:
    """Keep how somebody who wrote wants to be reached as their contact plan, where whoever took them in may do so."""
    if "need" not in facts or not facts.get("phone"):
        return
    span = SPANS[Hours(facts["hours"])]
    plan = contact.Plan(
        number=facts["phone"],
        whose=_WHOSE[facts["phone_whose"]],
        ways=frozenset({contact.Way.SMS if facts["by"] == By.SMS else contact.Way.VOICE}),
        from_hour=None if span is None else span[0],
        until_hour=None if span is None else span[1],
        zone=person.office.zone,
        word=facts["word"],
        language=facts["languages"],
    )
    try:
        sending.keep_plan(person=person, plan=plan, by=request.actor, at=clock.now())
    except (NotAllowed, sending.NotNeutral):
        messages.info(request, _("How to reach them was not kept: note it on the page of the person."))


def flood_apart(request: ActorRequest, *, on: date) -> list[dict[str, Any]]:
    """Return the letters for officers alone that look like part of a flood, as rows to tick."""
    return [
        {**_row(one), "url": reverse("returnees:one_apart", args=[one.pk])}
        for one in doorstep.flood_apart(request.actor, on=on).select_related("letter")[: doorstep.LISTED_MAX]
    ]


def _row(held: "Announced") -> dict[str, Any]:
    facts = arriving.facts_of(held)
    tried = getattr(held, "tried", 0)
    text = ngettext("called %(count)s time", "called %(count)s times", tried) % {"count": words.number(tried)}
    return {
        "id": held.pk,
        "url": reverse("returnees:somebody_came", args=[held.pk]),
        "name": facts.get("name") or _("no name yet"),
        "receipt": held.letter.receipt,
        "need": _NEED_WORDS.get(str(facts.get("need")), ""),
        "hours": _HOUR_WORDS.get(str(facts.get("hours")), ""),
        "may_call": bool(facts.get("may_call")),
        "tried": text if tried else "",
        "since": words.day(clock.day_of(held.announced_at, held.office.zone)),
    }


def _kept(request: ActorRequest, office_id: str) -> Any:
    on = clock.today(request.actor.zone)
    found = next((one for one in doorstep.offices_kept(request.actor, on=on) if str(one.pk) == str(office_id)), None)
    if found is None:
        raise Http404
    return found


def _letters_chosen(request: ActorRequest) -> list[str]:
    """Return the letters that were ticked, or all that stood on the page: what came since is looked at first."""
    named = request.POST.getlist("listed" if "all" in request.POST else "letter")[: doorstep.LISTED_MAX]
    return named if all(map(_is_key, named)) else []


def _waiting(request: ActorRequest, announced_id: str) -> "Announced":
    found = arriving.somebody(announced_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if found is None:
        raise Http404
    return found


def _is_key(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True

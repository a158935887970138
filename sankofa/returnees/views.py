"""Pages of the register: find people, one person, why a person is visible."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from sankofa.accounts.action import look
from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock, wording
from sankofa.returnees import contributions, permissions, portrait, queries
from sankofa.returnees.forms import NarrowForm
from sankofa.shell import words

PAGE_ROWS = 25


@page(permissions.VIEW)
@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """Search the register, or narrow down the list of all whom one may see."""
    today = clock.today(request.actor.zone)
    text = request.GET.get("q", "").strip()
    found = queries.find(text, viewer=request.actor, on=today) if text else None
    context = {"query": text, "today": today}
    if found is not None:
        rows = [_row(person, today) for person in found.people]
        return render(request, "returnees/found.html", {**context, "found": found, "rows": rows, "told": _told(found)})
    form = NarrowForm(request.GET, destinations=queries.destinations_seen(request.actor, on=today))
    narrowed = form.narrowed()
    pages = Paginator(queries.filtered(request.actor, narrowed, on=today).prefetch_related("journeys"), PAGE_ROWS)
    shown = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "returnees/people.html",
        {
            **context,
            "form": form,
            "chips": form.chips(request.path),
            "rows": [_row(person, today) for person in shown],
            "pages": _pages(request, shown),
            "count": pages.count,
        },
    )


@page(permissions.VIEW)
@require_safe
def person(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show one person: who it is, what is next, what is to do, what happened."""
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None:
        raise Http404
    look(seen, permission=permissions.VIEW, by=request.actor, at=clock.now(), what="returnees.person_page")
    journeys = queries.journeys_of(seen)
    added = contributions.gathered(seen, viewer=request.actor, on=today)
    told = portrait.facts(seen, journeys)
    return render(
        request,
        "returnees/person.html",
        {
            "person": seen,
            "identity": {
                **portrait.identity(seen, journeys, on=today),
                "tags": [{"label": tag.text, "kind": tag.tone} for tag in _tags(seen, added)],
                "why_url": reverse("returnees:why", args=[seen.pk]),
            },
            "next": _next(added),
            "tasks": _tasks(added),
            "timeline": _timeline(seen, added),
            "panels": added.panels,
            "facts": {
                "title": gettext("Person and journey"),
                "rows": [{"label": label, "value": value} for label, value in told if value is not None],
                "unknown": [label for label, value in told if value is None],
                "short": True,
            },
            "contact": _contact(seen),
        },
    )


@page(permissions.VIEW)
@require_safe
def why(request: ActorRequest, person_id: str) -> HttpResponse:
    """Say by which role and scope the viewer may see this person."""
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None:
        raise Http404
    decision = queries.why_visible(seen, viewer=request.actor, on=today)
    because = wording.text(decision.reason, get_language() or "en", "sankofa.accounts")
    identity = {**portrait.identity(seen, queries.journeys_of(seen), on=today), "heading": "p"}
    return render(request, "returnees/why.html", {"person": seen, "identity": identity, "because": because})


def _row(person: queries.Person, today: words.date) -> dict[str, object]:
    journeys = queries.journeys_of(person)
    return {
        "url": portrait.link(person),
        "name": person.name or person.native_name,
        "native_name": person.native_name if person.name else "",
        "native_language": person.language,
        "code": person.case_number,
        "about": portrait.about(person, journeys, on=today),
        "due": None if person.next_due_on is None else words.day(person.next_due_on),
        "is_overdue": person.next_due_on is not None and person.next_due_on < today,
    }


def _told(found: queries.Found) -> str:
    """Return what a search came to, in a sentence."""
    sought = queries.search.Sought
    match found.understood.sought:
        case sought.MISTYPED_CASE_NUMBER if found.understood.hint:
            return gettext(
                "This case number has a slip in it: a sign is wrong, or two are exchanged. "
                "If all others are right, it ends in %(sign)s."
            ) % {"sign": found.understood.hint}
        case sought.MISTYPED_CASE_NUMBER:
            return gettext("This is not a whole case number. One looks like SK-26-004217-5.")
        case _ if not found.people:
            return gettext("Nobody found whom you may see. Try fewer letters, another spelling, the phone or the case number.")
        case _ if found.is_cut:
            return gettext("Many people fit. Here are the closest %(count)s; write more of the name to narrow it down.") % {
                "count": len(found.people)
            }
        case _:
            return ngettext("%(count)s person found", "%(count)s people found", len(found.people)) % {
                "count": len(found.people)
            }

"""Pages of the register: find people, and one person."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext
from django.views.decorators.http import require_safe

from sankofa.accounts.action import look
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.returnees import (
    asked_privately,
    contributions,
    histories,
    kept,
    more_facts,
    numbers,
    permissions,
    portrait,
    queries,
    standing,
    typed,
)
from sankofa.returnees.clusters import Cluster
from sankofa.returnees.forms.people import NarrowForm
from sankofa.returnees.rules import search
from sankofa.returnees.views.corrections import TITLES, waiting
from sankofa.shell import why as why_seen
from sankofa.shell import words
from sankofa.shell.paging import Pages, pages_of
from sankofa.store.plans import kept_plans

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

PAGE_ROWS = 25
CALM_DAYS = 30


@page(permissions.VIEW)
@require_safe
def people(request: ActorRequest) -> HttpResponse:
    """Search the register, or narrow down the list of all whom one may see."""
    today = clock.today(request.actor.zone)
    text = request.GET.get("q", "").strip()
    found = queries.find(text, viewer=request.actor, on=today) if text else None
    may_add = access.holds(request.actor.grants, permissions.REGISTER, on=today)
    context = {
        "query": text,
        "today": today,
        "may_add": may_add,
        "may_send": access.holds(request.actor.grants, SEND, on=today),
    }
    if found is not None:
        rows = [portrait.row(person, on=today) for person in found.people]
        return render(request, "returnees/found.html", {**context, "found": found, "rows": rows, "told": _told(found)})
    form = NarrowForm(request.GET, destinations=queries.destinations_seen(request.actor, on=today))
    narrowed = form.narrowed()
    pages = Pages(queries.filtered(request.actor, narrowed, on=today).prefetch_related("journeys"), PAGE_ROWS)
    shown = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "returnees/people.html",
        {
            **context,
            "form": form,
            "chips": form.chips(request.path),
            "rows": [
                portrait.row(person, on=today) for person in queries.as_shown(shown, viewer=request.actor, on=today)
            ],
            "pages": pages_of(shown, request.GET),
            "told": ngettext("%(count)s person", "%(count)s people", pages.count) % {"count": pages.counted},
        },
    )


@page(permissions.VIEW)
@require_safe
@kept_plans()
def person(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show one person: who it is, what is next, what is to do, what happened."""
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None:
        raise Http404
    together = Cluster(seen)
    if not queries.stands_alone(seen):
        leading = queries.leading_of(seen, viewer=request.actor, on=today)
        if leading != seen:
            return redirect(portrait.link(leading))
        together = queries.cluster(seen, viewer=request.actor, on=today)
    for file in together.others:
        look(file, permission=permissions.VIEW, by=request.actor, at=clock.now(), what="returnees.person_page")
    shows(request, seen, permissions.VIEW, what="returnees.person_page")
    if seen.erased_on is not None:
        return _erased(request, seen, today)
    with kept.asked_beforehand([file.pk for file in together.files]):
        return render(request, "returnees/person.html", _told_of(request, together, today))


def _told_of(request: ActorRequest, together: Cluster, today: date) -> dict[str, Any]:
    """Return what the page of a person shows: what the register holds, and what every room adds."""
    seen = together.leading
    together.read_whole()
    shown, journeys = together.shown(), queries.journeys_of(*together.files)
    added = contributions.gathered(seen, viewer=request.actor, on=today, together=together)
    told = portrait.fitting_facts(shown, journeys)
    beyond = histories.more_records(*together.files)
    more: list[tuple[str, str | None]] = [*standing.told(together, standing.rows_of(beyond))]
    more += dict.fromkeys(fact for kind, record in beyond for fact in _shown(kind, record))
    return {
        "person": seen,
        "identity": {
            **portrait.identity(shown, journeys, on=today),
            "is_title": True,
            "tags": [{"label": tag.text, "kind": tag.tone} for tag in _tags(seen, added)],
            "seen_url": next(filter(None, contributions.seen_by.answers(seen, request.actor, today)), ""),
            "why": why_seen.about_page(request),
            "more": [
                *_more(seen, request.actor, today),
                *({"url": link.url, "label": link.label} for link in added.links),
            ],
        },
        "joined": _joined(together, request.actor, today),
        "next": _next(added, today),
        "tasks": _tasks(added),
        "timeline": _timeline(together, added),
        "panels": added.panels,
        "facts": {
            "title": gettext("Person and journey"),
            "rows": [{"label": label, "value": value} for label, value in [*told, *more] if value is not None],
            "unknown": [label for label, value in told if value is None],
        },
        "sent_back": waiting(
            seen,
            histories.sent_back_of(seen),
            may_answer=histories.may_amend(seen, viewer=request.actor, on=today),
        ),
        "contact": {**numbers.contact(seen, also=together.others), "act": _opening(request, together, today)},
    }


def _shown(kind: str, record: "Record") -> list[tuple[str, str | None]]:
    """Return what one of several records of a kind tells on the page of a person; sealed facts are told elsewhere."""
    if kind in more_facts.ONE_EACH:
        return []
    told = [(fact, typed.told(fact, record)) for fact in typed.facts_of(kind) if fact.shown is None]
    if kind == "passage":
        return [(gettext(fact.label), value) for fact, value in told]
    values = [value for _fact, value in told if value is not None]
    return [(gettext(TITLES[kind]), " · ".join(values))] if values else []


def _erased(request: ActorRequest, seen: "Person", today: date) -> HttpResponse:
    identity = {**portrait.identity(seen, queries.journeys_of(seen), on=today), "is_title": True}
    return render(request, "returnees/erased.html", {"person": seen, "identity": identity})


def _opening(request: ActorRequest, together: Cluster, today: date) -> Mapping[str, str] | None:
    """Return where the numbers are opened; None where there are none, or the viewer may not."""
    seen = together.leading
    if not queries.may_open(seen, viewer=request.actor, on=today) or not any(map(numbers.has_numbers, together.files)):
        return None
    return {"url": reverse("returnees:open_numbers", args=[seen.pk]), "label": gettext("Show phone and papers")}


def _joined(together: Cluster, viewer: Actor, on: date) -> Mapping[str, str] | None:
    """Return how many files are read as one, and where they are separated for whoever may."""
    if not together.others:
        return None
    count = len(together.files)
    told = ngettext("Joined from %(count)s file", "Joined from %(count)s files", count) % {"count": words.number(count)}
    may = queries.may_join(together.leading, viewer=viewer, on=on)
    return {"told": told, "url": reverse("returnees:joined", args=[together.leading.pk]) if may else ""}


def _more(seen: "Person", viewer: Actor, on: date) -> list[dict[str, str]]:
    """Return what else can be done with a file: correct it, see its history, protect it, see who is named on it."""
    more = [{"url": reverse("returnees:history", args=[seen.pk]), "label": gettext("What was changed, and why")}]
    if histories.may_amend(seen, viewer=viewer, on=on):
        more.insert(0, {"url": reverse("returnees:correct", args=[seen.pk]), "label": gettext("Correct or complete")})
    more.append(
        {"url": reverse("returnees:facts_from", args=[seen.pk]), "label": gettext("Where each fact comes from")}
    )
    if asked_privately.may_ask_intention(seen, viewer=viewer, on=on):
        more.append({"url": reverse("returnees:going_again", args=[seen.pk]), "label": gettext("Going again")})
    if asked_privately.may_screen(seen, viewer=viewer, on=on):
        more.append({"url": reverse("returnees:private_talk", args=[seen.pk]), "label": gettext("A private talk")})
    if histories.may_send_back(seen, viewer=viewer, on=on):
        more.append(
            {"url": reverse("returnees:send_back", args=[seen.pk]), "label": gettext("Ask whether it is right")}
        )
    if seen.is_protected:
        label = gettext("Who is named on this file")
        more.append({"url": reverse("returnees:protection", args=[seen.pk]), "label": label})
    elif decision_on(seen, actor=viewer, permission=permissions.PROTECT, on=on).allowed:
        more.append({"url": reverse("returnees:protect", args=[seen.pk]), "label": gettext("Protect this file")})
    return more


def _tags(seen: "Person", added: contributions.Gathered) -> list[contributions.Tag]:
    own = [contributions.Tag(str(seen.get_kind_display()), "")] if seen.kind != "returnee" else []
    if seen.is_protected:
        own.append(contributions.Tag(gettext("Protected file"), "danger"))
    invented = [contributions.Tag(gettext("Invented person"), "info")] if seen.is_synthetic else []
    return [*own, *added.tags, *invented]


def _next(added: contributions.Gathered, on: date) -> Mapping[str, Any] | None:
    if not added.next_steps:
        return None
    step = added.next_steps[0]
    kind = "late" if step.due_on < on else "calm" if (step.due_on - on).days > CALM_DAYS else ""
    return {"title": step.title, "note": step.why, "url": step.url, "label": step.button, "kind": kind}


_STATES: Mapping[contributions.Status, tuple[str, str]] = {
    contributions.Status.NOT_STARTED: (gettext_noop("Not yet started"), "plain"),
    contributions.Status.IN_PROGRESS: (gettext_noop("In progress"), "care"),
    contributions.Status.WAITING: (gettext_noop("Waiting for someone"), "info"),
    contributions.Status.COMPLETED: (gettext_noop("Completed"), "done"),
    contributions.Status.CANNOT_START: (gettext_noop("Cannot start yet"), "plain"),
    contributions.Status.PROBLEM: (gettext_noop("There is a problem"), "danger"),
}


def _tasks(added: contributions.Gathered) -> Mapping[str, Any]:
    rows = [
        {
            "label": task.title,
            "url": task.url,
            "note": task.note,
            "state": gettext(_STATES[task.status][0]),
            "kind": _STATES[task.status][1],
        }
        for task in added.tasks
    ]
    return {"title": gettext("To do"), "groups": [{"rows": rows}] if rows else []}


def _timeline(together: Cluster, added: contributions.Gathered) -> Mapping[str, Any]:
    entries = [
        {
            "title": happening.title,
            "url": happening.url,
            "by": happening.by,
            "at": words.moment(happening.at),
            "datetime": happening.at.isoformat(),
            "note": happening.detail,
        }
        for happening in added.happenings
    ]
    came = [
        {
            "title": gettext("Added to the register"),
            "by": "" if file.owner is None else file.owner.name,
            "at": words.moment(file.created_at),
            "datetime": file.created_at.isoformat(),
            "note": file.case_number if together.others else "",
        }
        for file in sorted(together.files, key=lambda file: file.created_at, reverse=True)
    ]
    return {"title": gettext("What happened"), "entries": [*entries, *came]}


def _told(found: queries.Found) -> str:
    """Return what a search came to, in a sentence."""
    sought = search.Sought
    match found.understood.sought:
        case sought.MISTYPED_CASE_NUMBER if found.understood.hint:
            return gettext(
                "This case number has a slip in it: one character is wrong, or two are swapped. "
                "If the rest is right, it ends in %(sign)s."
            ) % {"sign": found.understood.hint}
        case sought.MISTYPED_CASE_NUMBER:
            return gettext("This case number is not complete. It should look like SK-26-004217-5.")
        case _ if not found.people:
            return gettext(
                "Nobody was found among the people you may see. "
                "Try fewer letters, another spelling, the phone or the case number."
            )
        case _ if found.is_cut:
            return gettext(
                "Many people match. Here are the closest %(count)s. Write more of the name to see fewer."
            ) % {"count": len(found.people)}
        case _:
            return ngettext("%(count)s person found", "%(count)s people found", len(found.people)) % {
                "count": len(found.people)
            }

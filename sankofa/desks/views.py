"""Desks: today's work, and the record of who did what."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import openings, registry
from sankofa.accounts import permissions as accounts
from sankofa.accounts import queries as people
from sankofa.accounts.action import ACTIONS, who_acts
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Resource
from sankofa.audit import kept
from sankofa.audit import queries as audit
from sankofa.audit.actions import record as note
from sankofa.audit.rules.terms import Kind
from sankofa.consent import permissions as consent
from sankofa.desks import ended, hooks, seen
from sankofa.desks.my_day import my_day
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock, wording
from sankofa.kernel.finding import Finding, Value
from sankofa.returnees import histories, portrait
from sankofa.returnees import permissions as returnees
from sankofa.returnees import queries as register
from sankofa.returnees.typed import fact_name
from sankofa.shell import words
from sankofa.shell.paging import Pages, pages_of
from sankofa.surveys import interview
from sankofa.surveys import permissions as surveys

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.audit.models import Event
    from sankofa.returnees.models import Person

EVENTS_PAGE = 50
PEOPLE_PAGE = 25
PAPER_EVENTS_MAX = 1_000


@page(accounts.SIGNED_IN)
@require_safe
def today(request: ActorRequest) -> HttpResponse:
    """Show what to do now and why, what waits and is counted, what was begun and not finished, and who came last."""
    actor = request.actor
    day = clock.today(actor.zone)
    context: dict[str, object] = {
        "day": words.weekday(day),
        "first_name": actor.name.split(" ")[0],
        "waiting": [line for line in hooks.waiting.answers(actor, day) if line is not None],
    }
    if access.holds(actor.grants, returnees.VIEW, on=day):
        context |= {
            "sees_people": True,
            "may_send": access.holds(actor.grants, SEND, on=day),
            "may_add": access.holds(actor.grants, returnees.REGISTER, on=day),
            "day_work": my_day(actor, on=day, wanted=request.GET.get("page", "1")),
            "newest": [
                portrait.row(person, on=day)
                for person in register.as_shown(
                    register.newest(actor, on=day).prefetch_related("journeys")[:5], viewer=actor, on=day
                )
            ],
            "begun": _begun(request, day),
            "sent_back": [
                {
                    "name": portrait.name(row.person),
                    "url": portrait.link(row.person),
                    "fact": fact_name(row.fact),
                    "question": portrait.opened(row, "question"),
                }
                for row in histories.sent_back_to(actor, on=day)
            ],
        }
    return render(request, "desks/today.html", context)


@page(consent.ASK)
@require_safe
def consent_ended(request: ActorRequest) -> HttpResponse:
    """Show of whom a consent has ended or ends soon, so that they are asked again."""
    day = clock.today(request.actor.zone)
    found = ended.people(request.actor, on=day).prefetch_related("journeys")
    shown = Pages(found, PEOPLE_PAGE).get_page(request.GET.get("page"))
    rows = [{**portrait.row(person, on=day), "url": reverse("consent:page", args=[person.pk])} for person in shown]
    return render(request, "desks/consent_ended.html", {"rows": rows, "pages": pages_of(shown, request.GET)})


@page(accounts.VIEW_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: ActorRequest) -> HttpResponse:
    """Show who did what and who looked, newest first; on demand, check that the record is whole."""
    checked = None
    if request.method == "POST":
        for checked in audit.verify():  # noqa: B007  the last state is the result
            pass
    hidden = _hidden_from(request)
    shown = Pages(_events(request, hidden), EVENTS_PAGE).get_page(request.GET.get("page"))
    names = people.names_of({event.actor_id for event in shown if event.actor_kind == "user"})
    rows = [
        {
            "at": words.moment(event.at),
            "datetime": event.at.isoformat(),
            "who": names.get(event.actor_id) or _who(event),
            "kind": gettext(_KINDS[Kind(event.kind)]),
            "what": seen.looked_at(event) or _what(event),
            "action": "" if seen.looked_at(event) or event.kind == Kind.SIGN_IN else event.action,
            "subject": gettext(_SUBJECTS.get(event.subject_kind, "")) if event.subject_id else "",
            "subject_number": event.subject_id[-12:],
        }
        for event in shown
        if not audit.hides(event, hidden)
    ]
    context = {"rows": rows, "pages": pages_of(shown, request.GET), "checked": checked, **_told_of(checked)}
    return render(request, "desks/record.html", context)


def _told_of(checked: audit.Verification | None) -> dict[str, object]:
    """Return what a check found in sentences, and whether the seals that are to be kept elsewhere get there."""
    day_seal = kept.waits(settings.SEALS_FOLDER, on=clock.now().date())
    if checked is None:
        return {"notes": [_said(day_seal)] if day_seal else []}
    return {
        "broken": [_said(one) for one in checked.broken],
        "first": _said(checked.first) if checked.first else "",
        "notes": [_said(one) for one in [*checked.notes, *([day_seal] if day_seal else [])]],
    }


def _said(found: Finding) -> str:
    return wording.text(found, get_language() or "en", "sankofa.audit", show=_shown)


def _shown(fact: Value) -> str:
    return words.moment(fact) if isinstance(fact, datetime) else wording.plain(fact)


@page(accounts.VIEW_AUDIT)
@require_safe
def download_record(request: ActorRequest) -> HttpResponseBase:
    """Hand out what the page of the record shows as a table, newest first, on record as an export itself."""
    hidden = _hidden_from(request)
    events = _events(request, hidden)
    count = events.count()
    note(
        kind=Kind.EXPORT,
        action="desks.record_csv",
        who=who_acts(request.actor),
        at=clock.now(),
        detail={"events": count, "permission": accounts.VIEW_AUDIT.code},
    )
    answer = StreamingHttpResponse(_record_lines(events, hidden), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="record.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def _record_lines(events: "QuerySet[Event]", hidden: frozenset[str]) -> Iterator[str]:
    columns = ("turn", "at", "kind", "action", "actor_kind", "actor_id", "on_behalf_of", "subject_kind", "subject_id")
    writer = csv.writer(_Line())
    yield writer.writerow([*columns, "mark"])
    for event in events.iterator(chunk_size=1000):
        if audit.hides(event, hidden):
            continue
        held = [event.at.isoformat() if name == "at" else getattr(event, name) for name in columns]
        yield writer.writerow([*held, event.mark])


class _Line:
    """Takes a line and gives it back, for a table that is handed out line by line."""

    def write(self, line: str) -> str:
        """Give the line back."""
        return line


@page(accounts.VIEW_PERSON)
@require_safe
def who_has_seen(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show who has seen a person's file, newest first: when, who, as what, what they did and what for."""
    person = _person(request, person_id)
    shown = Pages(seen.events(person), EVENTS_PAGE).get_page(request.GET.get("page"))
    rows = seen.visits(list(shown), viewer=request.actor)
    shows(request, person, accounts.VIEW_PERSON, what="desks.seen_page")
    context = {"person": person, "rows": rows, "pages": pages_of(shown, request.GET), "lists": seen.taken_out(person)}
    return render(request, "desks/seen.html", context)


@page(accounts.VIEW_PERSON)
@require_safe
def seen_paper(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the paper that tells the person who has seen their file, in plain words."""
    person = _person(request, person_id)
    at = clock.now()
    found = list(seen.events(person)[:PAPER_EVENTS_MAX])
    days = seen.told_on_paper(found, zone=person.office.zone, with_names=settings.NAMES_ON_PAPERS)
    shows(request, person, accounts.VIEW_PERSON, what="desks.seen_paper")
    lists = seen.taken_out_on_paper(person, with_names=settings.NAMES_ON_PAPERS)
    context = {"person": person, "days": days, "lists": lists, "on": words.day(clock.day_of(at, person.office.zone))}
    return render(request, "desks/seen_paper.html", context)


def _person(request: ActorRequest, person_id: str) -> "Person":
    today = clock.today(request.actor.zone)
    found = register.person(person_id, viewer=request.actor, on=today)
    if found is None or not seen.address(found, request.actor, today):
        raise Http404
    return found


_KINDS: Mapping[Kind, str] = {
    Kind.WRITE: gettext_noop("changed"),
    Kind.READ: gettext_noop("looked"),
    Kind.REFUSED: gettext_noop("was refused"),
    Kind.SIGN_IN: gettext_noop("signed in or out"),
    Kind.EXPORT: gettext_noop("took out"),
}


_SUBJECTS: Mapping[str, str] = {
    "returnees.person": gettext_noop("a person"),
    "returnees.demand": gettext_noop("a demand by an authority"),
    "returnees.export": gettext_noop("a list that was taken out"),
    "accounts.user": gettext_noop("a member of staff"),
    "accounts.office": gettext_noop("an office"),
    "accounts.organisation": gettext_noop("an organisation"),
    "accounts.assignment": gettext_noop("a role that somebody holds"),
    "accounts.cover": gettext_noop("a cover"),
    "accounts.key": gettext_noop("a key"),
    "accounts.opening": gettext_noop("a file opened from outside"),
    "accounts.review": gettext_noop("a review"),
    "accounts.reviewline": gettext_noop("a line of a review"),
    "approvals.proposal": gettext_noop("a proposal"),
    "consent.sitting": gettext_noop("a talk about consent"),
    "intake.incomingfile": gettext_noop("a file that came in"),
    "ledger.book": gettext_noop("a book"),
    "ledger.account": gettext_noop("an account"),
    "ledger.posting": gettext_noop("a posting"),
    "messages.contactplan": gettext_noop("how to reach a person"),
    "messages.endpoint": gettext_noop("a partner's system"),
    "messages.message": gettext_noop("a message"),
    "surveys.submission": gettext_noop("a talk"),
    "surveys.arrival": gettext_noop("a filled form that came in"),
    "surveys.clash": gettext_noop("two filled forms that say different things"),
    "surveys.device": gettext_noop("a phone"),
}
"""What an event is about, in words; of other kinds the number alone is shown."""


_OF_PROTECTED = frozenset({"returnees.protection", "returnees.named", "returnees.protectedmatch"})
"""Subjects that would tell that somebody's file is protected; those named on it see them on the file's own page."""


def _hidden_from(request: ActorRequest) -> frozenset[str]:
    return openings.hidden_from(request.actor, on=clock.today(request.actor.zone))


def _events(request: ActorRequest, hidden: frozenset[str]) -> "QuerySet[Event]":
    """Return the events that happened for offices within the reader's reach; all, for a reach of everything.

    What tells of a protected file is left out here and not on the page, so that no page comes short by a line.
    """
    on = clock.today(request.actor.zone)
    reach = access.decide(request.actor.grants, accounts.VIEW_AUDIT, Resource(), actor_id=request.actor.id, on=on)
    within = None
    if not reach.allowed:
        offices = people.offices_of(request.actor, accounts.VIEW_AUDIT, on=on)
        within = [str(key) for key in offices.values_list("pk", flat=True)]
    return audit.latest(within=within).exclude(subject_kind__in=_OF_PROTECTED).exclude(subject_id__in=hidden)


def _who(event: "Event") -> str:
    if event.actor_kind == "system":
        return gettext("Sankofa itself (%(occasion)s)") % {"occasion": event.actor_id}
    if event.actor_kind in {"key", "device"}:
        name = people.key_name(event.actor_id)
        told = gettext("a device (%(name)s)") if event.actor_kind == "device" else gettext("another system (%(name)s)")
        return told % {"name": name}
    return gettext("somebody not signed in")


def _what(event: "Event") -> str:
    """Return the permission that an event made use of, in words; empty for signing in and out, which need none."""
    permission = getattr(ACTIONS.get(event.action), "permission", None)
    code = permission.code if permission is not None else str(event.detail.get("permission", ""))
    known = registry.declared().get(code)
    return gettext(known.label) if known is not None else ""


def _begun(request: ActorRequest, day: date) -> list[dict[str, str]]:
    """Return the talks that the viewer began and has not sent, with where to go on."""
    if request.actor.watcher or not access.holds(request.actor.grants, surveys.INTERVIEW, on=day):
        return []
    found = []
    for draft, code in interview.under_way(owner_id=request.actor.id):
        person = register.person(draft.subject, viewer=request.actor, on=day)
        if person is not None:
            url = interview.resume_url(person, code)
            found.append({"name": portrait.name(person), "url": url, "at": words.moment(draft.updated_at)})
    return found

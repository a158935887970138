"""Desks: today's work, and the record of who did what."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import permissions as accounts
from sankofa.accounts import queries as people
from sankofa.accounts import registry
from sankofa.accounts.action import ACTIONS
from sankofa.accounts.pages import ActorRequest, page
from sankofa.accounts.rules import access
from sankofa.audit import queries as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock, wording
from sankofa.returnees import permissions as returnees
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import drafts, words
from sankofa.shell.paging import pages_of
from sankofa.surveys import interview
from sankofa.surveys import permissions as surveys
from sankofa.surveys import queries as forms

if TYPE_CHECKING:
    from sankofa.audit.models import Event

SHOWN = 8
EVENTS_PAGE = 50


@page(accounts.SIGNED_IN)
@require_safe
def today(request: ActorRequest) -> HttpResponse:
    """Show what is due, what was begun and not finished, and who came last."""
    actor = request.actor
    day = clock.today(actor.zone)
    context: dict[str, object] = {"day": words.weekday(day), "first_name": actor.name.split(" ")[0]}
    if access.holds(actor.grants, returnees.VIEW, on=day):
        due = register.due_first(actor, on=day, until=day + register.SOON).prefetch_related("journeys")
        count = due.count()
        overdue = register.due_first(actor, on=day, until=day).count()
        context |= {
            "sees_people": True,
            "due": [portrait.row(person, on=day) for person in due[:SHOWN]],
            "due_told": ngettext("%(count)s talk due within a week", "%(count)s talks due within a week", count)
            % {"count": words.number(count)},
            "overdue": overdue,
            "more_due": count > SHOWN,
            "newest": [
                portrait.row(person, on=day)
                for person in register.newest(actor, on=day).prefetch_related("journeys")[:5]
            ],
            "begun": _begun(request, day),
        }
    return render(request, "desks/today.html", context)


@page(accounts.VIEW_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: ActorRequest) -> HttpResponse:
    """Show who did what and who looked, newest first; on demand, check that the record is whole."""
    checked = None
    if request.method == "POST":
        for checked in audit.verify():  # noqa: B007  the last state is the result
            pass
    shown = Paginator(audit.latest(), EVENTS_PAGE).get_page(request.GET.get("page"))
    names = people.names_of({event.actor_id for event in shown if event.actor_kind == "user"})
    rows = [
        {
            "at": words.moment(event.at),
            "datetime": event.at.isoformat(),
            "who": names.get(event.actor_id) or _who(event),
            "kind": gettext(_KINDS[Kind(event.kind)]),
            "what": _what(event),
            "action": event.action,
            "subject": f"{event.subject_kind} {event.subject_id[-12:]}" if event.subject_id else "",
        }
        for event in shown
    ]
    found = checked.broken if checked else []
    broken = [wording.text(one, get_language() or "en", "sankofa.audit") for one in found]
    context = {"rows": rows, "pages": pages_of(shown, request.GET), "checked": checked, "broken": broken}
    return render(request, "desks/record.html", context)


_KINDS: Mapping[Kind, str] = {
    Kind.WRITE: gettext_noop("changed"),
    Kind.READ: gettext_noop("looked"),
    Kind.REFUSED: gettext_noop("was refused"),
    Kind.SIGN_IN: gettext_noop("signed in or out"),
    Kind.EXPORT: gettext_noop("took out"),
}


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
    if not access.holds(request.actor.grants, surveys.INTERVIEW, on=day):
        return []
    found = []
    for code, version in forms.SHIPPED.items():
        form = forms.instrument(code, version)
        for draft in drafts.drafts_of(owner_id=request.actor.id, flow=interview.flow(form)):
            person = register.person(draft.subject, viewer=request.actor, on=day)
            if person is not None:
                url = interview.resume_url(person, code)
                found.append({"name": portrait.name(person), "url": url, "at": words.moment(draft.updated_at)})
    return found

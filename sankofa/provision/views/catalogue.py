"""Pages of the map: the list with its filters, and one entry with everything that is said of it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.kernel import clock
from sankofa.provision import permissions, queries, sayings, telling
from sankofa.provision.forms import NarrowForm
from sankofa.shell.paging import Pages, pages_of

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.provision.models import Entry

PAGE_ROWS = 25


@page(permissions.VIEW)
@require_safe
def catalogue(request: ActorRequest) -> HttpResponse:
    """Show what help there is, narrowed down as one likes."""
    today = clock.today(request.actor.zone)
    asked = request.GET.copy()
    if not asked and (own := queries.own_country(request.actor, on=today)):
        # What is near comes first; one tap shows everything.
        asked["country"] = own
    form = NarrowForm(asked, countries=queries.countries_on_map(request.actor, on=today))
    pages = Pages(queries.narrowed(request.actor, form.narrowed(), on=today), PAGE_ROWS)
    shown = pages.get_page(request.GET.get("page"))
    may = request.actor.grants
    context = {
        "form": form,
        "chips": form.chips(request.path),
        "rows": [telling.row(held, on=today) for held in shown],
        "pages": pages_of(shown, request.GET),
        "told": ngettext("%(count)s entry", "%(count)s entries", pages.count) % {"count": pages.counted},
        "may_add": access.holds(may, permissions.KEEP, on=today),
        "may_check": access.holds(may, permissions.CHECK, on=today),
    }
    return render(request, "provision/catalogue.html", context)


@page(permissions.VIEW)
@require_safe
def entry(request: ActorRequest, code: str) -> HttpResponse:
    """Show one entry: what it is, who can use it, who stands behind it, what was checked, what it said before."""
    today = clock.today(request.actor.zone)
    held = seen(request, code)
    now = queries.current(held)
    said = now.to_terms()
    context = {
        "held": held,
        "status": telling.status(held, on=today),
        "facts": telling.facts(said, on=today),
        "conditions": telling.conditions(said, on=today),
        "behind": telling.behind(said),
        "said": said,
        "source": telling.source(said, now),
        "figures": telling.figures(said),
        "checks": telling.checks(queries.checks_of(held)),
        "versions": [telling.version(one) for one in queries.versions_of(held)],
        "waits": queries.waiting_version(held) is not None,
        "may_keep": office_for(request.actor, held, permissions.KEEP, on=today) is not None,
        "may_check": office_for(request.actor, held, permissions.CHECK, on=today) is not None,
        "country": sayings.country(said.country),
        "owner": "" if held.office is None else held.office.organisation.name,
        "title": gettext("Help on the map"),
    }
    return render(request, "provision/entry.html", context)


def seen(request: ActorRequest, code: str) -> "Entry":
    """Return an entry that the viewer may see, and say why they see it.  Raises Http404."""
    held = queries.entry(code, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, permissions.VIEW)
    return held


def office_for(actor: Actor, held: "Entry | None", permission: Permission, *, on: date) -> "Office | None":
    """Return the office for which the viewer may do something to an entry: their own first; None where none may."""
    offices: list[Any] = list(offices_of(actor, permission, on=on).filter(closed_on=None))
    near = [office for office in offices if held is None or queries.may_keep(held, office)]
    return next((office for office in near if str(office.pk) == actor.office), near[0] if near else None)

"""Pages of debts in figures: true ones within one's reach, and versions for sharing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules import access
from sankofa.debts import actions, figures, figures_told, permissions
from sankofa.debts.forms import ShareFiguresForm
from sankofa.kernel import clock, wording
from sankofa.shell import words
from sankofa.shell.paging import pages_of
from sankofa.shell.views import refused

FIRST = "ML"
"""The country of the brief stands first where it is in reach."""
PAGE_ROWS = 25


@page(permissions.FIGURES)
@require_safe
def debts_in_figures(request: ActorRequest) -> HttpResponse:
    """Show the figures of a country and the table of countries beside what the papers print."""
    return _page(request)


@page(permissions.COUNT_FIGURES)
@require_POST
def count(request: ActorRequest) -> HttpResponse:
    """Count the offices in reach anew."""
    today = clock.today(request.actor.zone)
    for office in offices_of(request.actor, permissions.COUNT_FIGURES, on=today):
        actions.count_debts(office=office, by=request.actor, at=clock.now())
    messages.success(request, gettext("Everything is counted anew."))
    return redirect("debts:figures")


@page(permissions.SHARE_FIGURES)
@require_POST
def share(request: ActorRequest) -> HttpResponse:
    """Make the version for sharing, or say why there is none."""
    today = clock.today(request.actor.zone)
    known = figures.known(request.actor, on=today, permission=permissions.SHARE_FIGURES)
    form = ShareFiguresForm(request.POST, offered=_offered(known))
    office = figures.office_to_share_for(request.actor, on=today)
    if not form.is_valid() or office is None:
        return _page(request, share=form, status=422)
    purpose = form.cleaned_data["purpose"]
    try:
        made = actions.share_debts(
            office=office, country=form.country(), purpose=purpose, by=request.actor, at=clock.now()
        ).version
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.TooFewAsked:
        why = [gettext("So few people were asked that every figure would tell of somebody.")]
        return _page(request, share=form, why_not=why, status=422)
    except actions.NotForSharing as no:
        told = [wording.text(one, get_language() or "en", "sankofa.disclosure") for one in no.findings]
        return _page(request, share=form, why_not=told, status=422)
    return redirect("debts:shared", made.pk)


@page(permissions.FIGURES)
@require_safe
def shared(request: ActorRequest, shared_id: str) -> HttpResponse:
    """Show one version for sharing; it prints as it is."""
    found = figures.shared(request.actor, on=clock.today(request.actor.zone)).filter(pk=shared_id).first()
    if found is None:
        raise Http404
    shows(request, found, permissions.FIGURES, what="debts.shared_page")
    held = figures.shown_of(found)
    told = [
        (gettext("Number"), found.receipt),
        (gettext("Made by"), found.made_by.name),
        (gettext("Made"), words.moment(found.made_at)),
        (gettext("Counted"), words.moment(found.counted_at)),
        (gettext("What for"), found.purpose),
    ]
    context: dict[str, Any] = {
        "title": figures_told.title(found.country),
        "number": found.receipt,
        "facts": {"title": gettext("About it"), "rows": [{"label": label, "value": value} for label, value in told]},
        "conflicts": figures_told.conflicts(),
    }
    if found.country:
        of_country = held.figures[found.country]
        context["table"] = figures_told.of_country_shared(of_country, held.median, found.country)
    else:
        context["countries"] = figures_told.countries(held.figures, hides=True)
        context["all_together"] = figures_told.all_together()
    return render(request, "debts/shared.html", context)


def _page(
    request: ActorRequest,
    *,
    share: ShareFiguresForm | None = None,
    why_not: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = clock.today(request.actor.zone)
    known = figures.known(request.actor, on=today)
    countries = sorted(known.lines, key=lambda code: (code != FIRST, figures_told.country(code)))
    chosen = request.GET.get("country", "")
    country = chosen if chosen in known.lines else next(iter(countries), "")
    lines = known.lines.get(country, ())
    versions = Paginator(figures.shared(request.actor, on=today), PAGE_ROWS).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "share": share or ShareFiguresForm(offered=_offered(known)),
        "why_not": why_not,
        "may_count": access.holds(request.actor.grants, permissions.COUNT_FIGURES, on=today),
        "may_share": access.holds(request.actor.grants, permissions.SHARE_FIGURES, on=today),
        "counted_at": None if known.counted_at is None else words.moment(known.counted_at),
        "uncounted": known.uncounted,
        "country": country,
        "choices": [
            {"url": f"?country={code}", "label": figures_told.country(code), "current": code == country}
            for code in countries
        ],
        "versions": [
            {
                "url": reverse("debts:shared", args=[one.pk]),
                "title": figures_told.title(one.country),
                "note": f"{one.receipt} · {one.made_by.name} · {words.moment(one.made_at)}",
            }
            for one in versions
        ],
        "pages": pages_of(versions, request.GET),
        "conflicts": figures_told.conflicts(),
        "all_together": figures_told.all_together(),
        "countries": figures_told.countries(
            {code: figures_told.by_figure(held) for code, held in known.lines.items()}, hides=False
        ),
    }
    if country:
        context |= {
            "title": figures_told.title(country),
            "asked": words.number(len(lines)),
            "people": words.number(known.people[country]),
            "table": figures_told.of_country(lines, country, figures.money_of(country)),
        }
    return render(request, "debts/figures.html", context, status=status)


def _offered(known: figures.Known) -> list[tuple[str, str]]:
    return [(code, figures_told.country(code)) for code in known.lines]

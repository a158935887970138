"""Pages of gaps: what help is missing, for whom and where, and which help stands behind each part."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.places import queries as places
from sankofa.places.rules.naming import country_name
from sankofa.provision import gap_words, gaps, permissions, queries
from sankofa.provision.forms.countries import GapsForm
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.matrix import WHO, Cell, Help, Matrix
from sankofa.provision.rules.terms import Dimension, Level
from sankofa.shell import words

DISTRICT_LEVEL = 2


@page(permissions.VIEW)
@require_safe
def gaps_page(request: ActorRequest) -> HttpResponse:
    """Show for each group which parts of a return are served, thin or empty in a country or a district."""
    today = clock.today(request.actor.zone)
    form, place, group = _asked(request, today)
    found = gaps.gaps(place, viewer=request.actor, on=today)
    numbers, counted_at = gaps.numbers(place)
    shown = [gap_words.group_of(group)] if group else list(WHO)
    context = {
        "form": form,
        "title": _place_name(place),
        "cards": [_card(found, one, place, numbers.get(str(one or ""))) for one in shown],
        "legend": [
            {"state": state.value, "word": word, "rule": gap_words.RULES[state]}
            for state, word in gap_words.STATES.items()
        ],
        "levels": list(gap_words.LEVELS.values()),
        "counted_at": words.moment(counted_at) if counted_at else "",
        "nothing_checked": not any(cell.checked for cell in found.cells.values()),
        "reported": len({one.code for cell in found.cells.values() for one in cell.reported}),
        "apart": _apart(found),
        "profile_url": reverse("provision:profile", args=[place[:2]]),
    }
    return render(request, "provision/gaps.html", context)


@page(permissions.VIEW)
@require_safe
def cell_page(request: ActorRequest, place: str, part: str, level: str, group: str) -> HttpResponse:
    """Show which help stands behind one part of a return, for one group."""
    today = clock.today(request.actor.zone)
    _check_place(place)
    try:
        key = Dimension(part), Level(level), gap_words.group_of(group)
    except ValueError as unknown:
        raise Http404 from unknown
    cell = gaps.gaps(place, viewer=request.actor, on=today).cells[key]
    names = queries.names_of(one.code for one in (*cell.checked, *cell.reported))
    context = {
        "place": _place_name(place),
        "part": gap_words.PARTS[key[0]],
        "level": gap_words.LEVELS[key[1]],
        "group": gap_words.GROUPS[key[2]],
        "state": cell.state.value,
        "word": gap_words.STATES[cell.state],
        "rule": gap_words.RULES[cell.state],
        "if_reports_hold": gap_words.STATES[cell.if_reports_hold] if cell.if_reports_hold is not cell.state else "",
        "checked": [_help(one, names) for one in cell.checked],
        "reported": [_help(one, names) for one in cell.reported],
        "back": _address(place, key[2]),
    }
    return render(request, "provision/gap.html", context)


def _asked(request: ActorRequest, today: date) -> tuple[GapsForm, str, str]:
    """The form as it was asked, and the place and group it comes to; what names none of ours falls back."""
    countries = [(one.pk, country_name(one.pk, get_language() or "en")) for one in places.origins()]
    country = request.GET.get("country") or gaps.home_country(request.actor, on=today)
    if country not in dict(countries):
        country = countries[0][0]
    districts = [(one.pk, one.name) for one in places.places_within(country, level=DISTRICT_LEVEL).order_by("name")]
    district, group = request.GET.get("district", ""), request.GET.get("group", "")
    if district not in dict(districts):
        district = ""
    if group not in {str(one or "everybody") for one in WHO}:
        group = ""
    form = GapsForm(
        {"country": country, "district": district, "group": group}, countries=countries, districts=districts
    )
    return form, district or country, group


def _card(found: Matrix, group: Group | None, place: str, number: gaps.Number | None) -> dict[str, Any]:
    """One group as a small table: three parts of a return by three levels."""
    return {
        "group": gap_words.GROUPS[group],
        "code": str(group or "everybody"),
        "number": number,
        "people": words.number(number.people) if number else "",
        "not_known": words.number(number.not_known) if number and number.not_known else "",
        "counts": [
            {"state": state.value, "word": word, "count": words.number(found.count(state, group))}
            for state, word in gap_words.STATES.items()
        ],
        "rows": [
            {
                "part": gap_words.PARTS[part],
                "cells": [_cell(found.cells[part, level, group], place, part, level, group) for level in Level],
            }
            for part in Dimension
        ],
    }


def _cell(cell: Cell, place: str, part: Dimension, level: Level, group: Group | None) -> dict[str, Any]:
    return {
        "state": cell.state.value,
        "word": gap_words.STATES[cell.state],
        "checked": words.number(len(cell.checked)),
        "reported": words.number(len(cell.reported)) if cell.reported else "",
        "url": reverse("provision:cell", args=[place, part.value, level.value, str(group or "everybody")]),
        "part": gap_words.PARTS[part],
        "level": gap_words.LEVELS[level],
    }


def _help(one: Help, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": names.get(one.code, one.code),
        "aim": _("Made for this group") if one.is_for_them else _("For everybody; this group is not shut out"),
        "reach": "" if one.is_everywhere else _("Reaches only a part of the place"),
    }


def _apart(found: Matrix) -> list[dict[str, Any]]:
    """What stands in no cell, and why: nothing disappears."""
    lists = (
        (_("Their source does not say with what they help, or at which level"), found.without_cell),
        (_("Closed, planned, ended, or found not to be as written"), found.over),
        (_("Lend money: a loan closes no gap"), found.loans),
    )
    names = queries.names_of(code for _why, codes in lists for code in codes)
    return [
        {"why": why, "entries": [{"code": code, "name": names.get(code, code)} for code in codes]}
        for why, codes in lists
        if codes
    ]


def _address(place: str, group: Group | None) -> str:
    district = f"&district={place}" if "." in place else ""
    return f"{reverse('provision:gaps')}?country={place[:2]}{district}#{group or 'everybody'}"


def _place_name(place: str) -> str:
    language = get_language() or "en"
    return places.full_name(place, language) if "." in place else country_name(place, language)


def _check_place(place: str) -> None:
    """Answer with 404 for a place that we do not know."""
    known = places.is_known(place) if "." in place else any(one.pk == place for one in places.origins())
    if not known:
        raise Http404(place)

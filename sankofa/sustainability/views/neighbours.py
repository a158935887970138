"""The page that sets people who came back beside residents of the same districts."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.shell import words
from sankofa.sustainability import neighbours as reading
from sankofa.sustainability import permissions
from sankofa.sustainability.rules.neighbours import LEAST, Beside, Side, beside


@page(permissions.KEEP_ROUNDS)
@require_safe
def neighbours(request: ActorRequest) -> HttpResponse:
    """Show the overall figures of people who came back beside those of residents, district by district."""
    held = reading.answered(request.actor, on=clock.today(request.actor.zone))
    everybody, districts = beside(held)
    context = {
        "everybody": [_row(everybody, gettext("Everybody"))],
        "districts": [_row(one, one.district or gettext("District not known")) for one in districts],
        "has_any": bool(held),
        "least": words.number(LEAST),
    }
    return render(request, "sustainability/neighbours.html", context)


def _row(one: Beside, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "returnees": _side(one.returnees),
        "residents": _side(one.residents),
        "to_ask": words.number(one.to_ask),
    }


def _side(side: Side) -> dict[str, Any]:
    # A count below the least is not said either: nobody behind it has a mean, and it may be one.
    shown = words.number(side.people) if side.people >= LEAST or not side.people else None
    mean = side.mean
    return {
        "people": shown,
        "mean": None if mean is None else words.figure(mean.quantize(Decimal("0.01"))),
        "percent": None if mean is None else mean * 100,
    }

"""The page that counts: how many were looked at, introduced, answered, offered something, and took it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.credit import permissions, referral_words, referred
from sankofa.credit.rules import funnel as rules
from sankofa.credit.rules.funnel import ALL, End
from sankofa.credit.views.finding import today
from sankofa.shell import words


@page(permissions.FUNNEL)
@never_cache
@require_safe
def funnel(request: ActorRequest) -> HttpResponse:
    """Show what came of introductions, true for the office, and the same in steps for others."""
    rows = referred.introduced(request.actor, on=today(request))
    looked_at = referred.looked_at(request.actor, on=today(request))
    true = {
        "caption": gettext("By lender, true numbers, not for sharing"),
        "columns": [
            {"label": gettext("Lender")},
            *(
                {"label": label, "number": True}
                for label in (
                    gettext("Introduced"),
                    gettext("Answered"),
                    gettext("Offered something"),
                    gettext("Taken"),
                )
            ),
        ],
        "rows": [
            {"cells": [one.lender, *(words.number(n) for n in (one.introduced, one.answered, one.offered, one.taken))]}
            for one in rules.lines(rows)
        ],
    }
    why = {
        "title": gettext("Why lenders said no"),
        "sums": True,
        "rows": [
            {"label": str(dict(referral_words.REASONS)[code.value]), "value": words.number(count)}
            for code, count in rules.reasons(rows)
        ],
    }
    context = {"looked_at": words.number(looked_at), "true": true, "why": why, "shared": _shared(rows)}
    return render(request, "credit/funnel.html", context)


def _shared(rows: Any) -> dict[str, Any] | None:
    held = rules.shared(rows)
    if held is None:
        return None
    ends = {
        End.WAITING: gettext("Waiting"),
        End.DECLINED: gettext("The lender says no"),
        End.OFFERED: gettext("Offered, not decided"),
        End.TAKEN: gettext("Taken"),
        End.NOT_TAKEN: gettext("Not taken"),
        End.BACK: gettext("Taken back or ended"),
    }

    def said(lender: str, end: str) -> str:
        number = held.get((lender, end))
        return gettext("hidden") if number is None else gettext("%(number)s or more") % {"number": words.number(number)}

    lenders = [*sorted({row.lender for row in rows}), ALL]
    return {
        "caption": gettext("For sharing: in steps of five; where few people or nobody stand, the number is hidden"),
        "columns": [
            {"label": gettext("Lender")},
            *({"label": label, "number": True} for label in ends.values()),
            {"label": gettext("Introduced"), "number": True},
        ],
        "rows": [
            {"cells": [gettext("All") if one == ALL else one, *(said(one, end.value) for end in ends), said(one, ALL)]}
            for one in lenders
        ],
    }

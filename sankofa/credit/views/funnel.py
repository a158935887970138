"""The page that counts: by programme how far people came and why they left, by lender what came of introductions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.credit import counted, permissions, referral_words
from sankofa.credit.rules import funnel as rules
from sankofa.credit.rules.funnel import ALL, WENT_NO_FURTHER, End, Reached, Row, Steps, Told
from sankofa.credit.views.finding import today
from sankofa.provision.queries import programme_names
from sankofa.shell import words


@page(permissions.FUNNEL)
@never_cache
@require_safe
def funnel(request: ActorRequest) -> HttpResponse:
    """Show what came of introductions, true for the office, and the same in steps for others."""
    rows = counted.ways(request.actor, on=today(request))
    names = programme_names({row.programme for row in rows})
    true, told = rules.by_programme(rules.counted(rows)), rules.told(rows)
    why = {
        "title": gettext("Why lenders said no"),
        "sums": True,
        "rows": [
            {"label": str(dict(referral_words.REASONS)[code.value]), "value": words.number(count)}
            for code, count in rules.reasons(rows)
        ],
    }
    context = {
        "programmes": _programmes(gettext("By programme: how many came so far"), true, names, words.number),
        "left": _left(gettext("Why people went no further"), true, names, words.number),
        "lenders": _lenders(rows),
        "why": why,
        "shared": _shared(rows, told, names),
    }
    return render(request, "credit/funnel.html", context)


def _programmes(caption: str, held: Iterable[Steps], names: Mapping[str, str], number: Any) -> dict[str, Any]:
    """Return how many came at least so far, a row for each programme."""
    columns = [(gettext("Not yet"), None) if step is None else (_so_far(step), step) for step in _COLUMNS]
    return {
        "caption": caption,
        "columns": [
            {"label": gettext("Programme")},
            *({"label": label, "number": True} for label, _ in columns),
        ],
        "rows": [
            {
                "cells": [
                    _name(one.programme, names),
                    *(
                        number(one.left.get(End.NOT_YET, 0) if step is None else one.reached[step])
                        for _, step in columns
                    ),
                ]
            }
            for one in held
        ],
    }


_COLUMNS: Sequence[Reached | None] = (
    Reached.SUGGESTED,
    Reached.LOOKED_AT,
    None,
    Reached.AGREED,
    Reached.SENT,
    Reached.ANSWERED,
    Reached.LENT,
)
"""The steps in their order; None stands for those who left because something else comes first."""


def _left(caption: str, held: Iterable[Steps], names: Mapping[str, str], number: Any) -> dict[str, Any]:
    """Return after which step how many went no further, and why, a row for each programme and reason."""
    return {
        "caption": caption,
        "columns": [
            {"label": gettext("Programme")},
            {"label": gettext("Came as far as")},
            {"label": gettext("Why no further")},
            {"label": gettext("How many"), "number": True},
        ],
        "rows": [
            {"cells": [_name(one.programme, names), _so_far(rules.REACHED[end]), _at_end(end), number(one.left[end])]}
            for one in held
            for end in WENT_NO_FURTHER
            if end in one.left
        ],
    }


def _lenders(rows: Sequence[Row]) -> dict[str, Any]:
    labels = (gettext("Introduced"), gettext("Answered"), gettext("Offered something"), gettext("Loan taken"))
    return {
        "caption": gettext("By lender"),
        "columns": [{"label": gettext("Lender")}, *({"label": label, "number": True} for label in labels)],
        "rows": [
            {"cells": [one.lender, *(words.number(n) for n in (one.introduced, one.answered, one.offered, one.taken))]}
            for one in rules.lines(rows)
        ],
    }


def _shared(rows: Sequence[Row], told: Told, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the tables for others, all made of the same numbers; none where everything would be hidden."""
    held = rules.by_programme(told)
    found = [
        _programmes(gettext("By programme, in steps of five"), held, names, _in_steps),
        _left(gettext("Why people went no further, in steps of five"), held, names, _in_steps),
        _lenders_shared(rows, told),
    ]
    return [table for table in found if table["rows"]]


def _lenders_shared(rows: Sequence[Row], told: Told) -> dict[str, Any]:
    held = rules.by_lender(told)
    ends = (End.WAITING, End.DECLINED, End.OFFERED, End.TAKEN, End.NOT_TAKEN, End.BACK)
    lenders = [*sorted({row.lender for row in rows} - {""}), ALL] if held else []
    return {
        "caption": gettext("By lender, in steps of five"),
        "columns": [
            {"label": gettext("Lender")},
            *({"label": _at_end(end), "number": True} for end in ends),
            {"label": gettext("Introduced"), "number": True},
        ],
        "rows": [
            {
                "cells": [
                    gettext("All") if one == ALL else one,
                    *(_in_steps(held.get((one, end.value), 0)) for end in ends),
                    _in_steps(held.get((one, ALL), 0)),
                ]
            }
            for one in lenders
        ],
    }


def _in_steps(number: int) -> str:
    return gettext("%(number)s or more") % {"number": words.number(number)} if number else gettext("hidden")


def _name(programme: str, names: Mapping[str, str]) -> str:
    return {
        rules.NONE: gettext("No programme is named"),
        rules.SEVERAL: gettext("More than one programme"),
        rules.UNREADABLE: gettext("Not known: a key is missing"),
    }.get(programme) or names.get(programme, programme)


def _so_far(reached: Reached) -> str:
    return {
        Reached.SUGGESTED: gettext("Spoken of"),
        Reached.LOOKED_AT: gettext("Looked at"),
        Reached.AGREED: gettext("Agreed"),
        Reached.SENT: pgettext("how far an introduction is", "Sent"),
        Reached.ANSWERED: gettext("Answered"),
        Reached.LENT: gettext("Loan received"),
    }[reached]


def _at_end(end: End) -> str:
    return {
        End.LEFT: gettext("Did not want to go on"),
        End.NOT_YET: gettext("Something else comes first"),
        End.OTHER_WAY: gettext("Chose another way, or no loan"),
        End.SAID_NO: gettext("Did not agree that a lender is told"),
        End.WAITING: gettext("Waiting"),
        End.BACK: gettext("Taken back or ended"),
        End.OFFERED: gettext("Offered, not decided"),
        End.DECLINED: gettext("The lender says no"),
        End.NOT_TAKEN: gettext("Not taken"),
        End.TAKEN: gettext("Loan taken"),
    }[end]

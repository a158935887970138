"""Debts in figures as pages show them: what is counted beside what the papers print, with every base."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext

from sankofa.debts.portrait import say
from sankofa.debts.rules import brief, printed
from sankofa.debts.rules.brief import Line, Reckoned
from sankofa.debts.rules.printed import CONFLICTS, MALI, SIX_COUNTRIES, Figure, Printed
from sankofa.disclosure.terms import Policy
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.share import Share
from sankofa.places.rules.naming import country_name
from sankofa.shell import words

POLICY = Policy()
SIX = (Figure.INDEBTED, Figure.AFTER_OF_ASKED, Figure.FRIENDS_OR_RELATIVES, Figure.INSTITUTIONS)
COUNTRIES = tuple(one.country for one in SIX_COUNTRIES if one.figure is Figure.INDEBTED)
Row = dict[str, Any]


def country(code: str) -> str:
    """Return how a country is called in the reader's language."""
    return country_name(code, get_language() or "en")


def title(code: str) -> str:
    """Return what figures are about: a country, or the table of countries."""
    if code:
        return gettext("Debts in figures: %(country)s") % {"country": country(code)}
    return gettext("Debts in figures: country by country")


def figure(code: Figure) -> str:
    """Return what a figure says, and of whom or what it is a share."""
    return _capital(_said(f"figure.{code}"))


def of_country(lines: Sequence[Line], code: str, currency: str) -> dict[str, Any]:
    """Return the figures of a country beside the papers, with true numbers; of what was said alone no small ones."""
    rows = [_row(one.figure, code, _in_reach(one), _unknown(one)) for one in brief.of_lines(lines)]
    middle, _behind = brief.median_of(lines, currency, POLICY)
    return _table(code, [*rows, _median(middle, code)], with_unknown=True)


def of_country_shared(found: Mapping[Figure, Reckoned], median: Money | None, code: str) -> dict[str, Any]:
    """Return the figures of a country as the version for sharing shows them."""
    rows = [_row(one, code, found.get(one)) for one in Figure]
    return _table(code, [*rows, _median(median, code)], with_unknown=False)


def countries(found: Mapping[str, Mapping[Figure, Reckoned]], *, hides: bool) -> dict[str, Any]:
    """Return the table of six countries: in each cell what is counted here, and below it what the paper prints.

    With `hides`, a figure that is not there is hidden; else nobody of that country is counted here.
    """
    codes = [*COUNTRIES, *(code for code in found if code not in COUNTRIES)]
    rows = [
        {
            "name": country(code),
            "cells": [
                {
                    "label": figure(one),
                    "here": _in_cell(found.get(code), one, hides=hides),
                    "printed": _of_six(one, code),
                }
                for one in SIX
            ],
        }
        for code in codes
    ]
    return {"columns": [figure(one) for one in SIX], "rows": rows}


def by_figure(lines: Sequence[Line]) -> Mapping[Figure, Reckoned]:
    """Return the figures of lines by what they are about."""
    return {one.figure: one for one in brief.of_lines(lines)}


def conflicts() -> list[Row]:
    """Return where the papers contradict themselves: both statements as printed, and a guess."""
    return [{part: _said(f"conflict.{code}.{part}") for part in ("one", "other", "guess")} for code in CONFLICTS]


def all_together() -> str:
    """Return what the paper prints of all six countries together."""
    (held,) = [one for one in SIX_COUNTRIES if not one.country]
    return gettext("Of all six countries together the paper prints: %(figure)s, %(share)s.") % {
        "figure": _said(f"figure.{held.figure}"),
        "share": _percents(held),
    }


def percent(share: Share, places: int = 1) -> str:
    """Return a share in per cents as the reader writes it."""
    return gettext("%(number)s %%") % {"number": words.figure(share.as_percent(places, Rounding.HALF_UP))}


def _table(code: str, rows: list[list[Any]], *, with_unknown: bool) -> dict[str, Any]:
    columns = [
        {"label": gettext("Figure")},
        {"label": gettext("The papers print")},
        {"label": gettext("Here"), "number": True},
        {"label": gettext("How many of how many"), "number": True},
        {"label": gettext("Not known"), "number": True},
    ]
    last = len(columns) if with_unknown else -1
    return {
        "caption": title(code),
        "hide_caption": True,
        "columns": columns[:last],
        "rows": [{"cells": cells[:last]} for cells in rows],
    }


def _row(one: Figure, code: str, held: Reckoned | None, unknown: str = "") -> list[Any]:
    start = [figure(one), _printed(one, code)]
    if held is None:
        return [*start, gettext("hidden: too few"), "", ""]
    if held.share is None:
        return [*start, gettext("nobody yet"), "", unknown]
    return [*start, percent(held.share), _of(held), unknown]


def _in_reach(one: Reckoned) -> Reckoned | None:
    """Return a figure as it may be seen by whoever looks after these people; what was said alone only of many."""
    return one if one.figure is not Figure.ABUSED or one.may_be_shown(POLICY) else None


def _unknown(one: Reckoned) -> str:
    is_few = one.figure is Figure.ABUSED and 0 < one.unknown < POLICY.threshold
    return gettext("a few") if is_few else words.number(one.unknown)


def _in_cell(found: Mapping[Figure, Reckoned] | None, one: Figure, *, hides: bool) -> str:
    if found is None:
        return gettext("nobody counted here")
    held = found.get(one)
    if held is None:
        return gettext("hidden: too few") if hides else gettext("nobody counted here")
    if held.share is None:
        return gettext("nobody yet")
    return gettext("%(share)s (%(of)s)") % {"share": percent(held.share), "of": _of(held)}


def _median(middle: Money | None, code: str) -> list[Any]:
    papers = words.money(Money(printed.MALI_MEDIAN_XOF, "XOF")) if code == "ML" else ""
    here = gettext("hidden: too few")
    if middle is not None:
        here = gettext("about %(amount)s") % {"amount": words.money(middle)}
    return [_capital(_said("figure.median")), papers, here, "", ""]


def _printed(one: Figure, code: str) -> str:
    """Return what the papers print of a figure in a country, each with its place; empty where they print nothing."""
    told = []
    for held in (*MALI, *SIX_COUNTRIES):
        if (held.country, held.figure) == (code, one):
            source = _said(f"paper.{held.source}")
            if not held.base_is_said:
                source = gettext("%(paper)s; of whom is not said") % {"paper": source}
            told.append(gettext("%(share)s (%(of)s)") % {"share": _percents(held), "of": source})
    return "; ".join(told)


def _of_six(one: Figure, code: str) -> str:
    """Return what the paper on six countries prints of a figure in a country; empty where it prints nothing."""
    return "".join(_percents(held) for held in SIX_COUNTRIES if (held.country, held.figure) == (code, one))


def _percents(held: Printed) -> str:
    if held.low == held.high:
        return percent(held.low, 0)
    low, high = (words.figure(one.as_percent(0, Rounding.HALF_UP)) for one in (held.low, held.high))
    return gettext("%(low)s to %(high)s %%") % {"low": low, "high": high}


def _of(held: Reckoned) -> str:
    return gettext("%(part)s of %(base)s") % {"part": words.number(held.part), "base": words.number(held.base)}


def _said(code: str) -> str:
    return say(Finding(code, Weight.NOTE, printed.PAPER))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]

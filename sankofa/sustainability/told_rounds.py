"""Rounds as pages tell them: where people stand in words, and whom we lost touch with as rows and as bars."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.shell import words
from sankofa.sustainability import rounds
from sankofa.sustainability.models import REASONS
from sankofa.sustainability.rules import rounds as rules

if TYPE_CHECKING:
    from sankofa.sustainability.models import OutsideCount, Round

REASON_WORDS: Mapping[str, Any] = {**dict(REASONS), rules.NEVER_TRIED: _("nobody tried")}
ORDER = (*(reason.value for reason in rules.Reason if reason is not rules.Reason.REMINDED), rules.NEVER_TRIED)
SEX_WORDS: Mapping[str, Any] = {
    "female": _("Women"),
    "male": _("Men"),
    "other": _("Other"),
    "unknown": _("Sex not recorded"),
}
THIRD_WORDS: Mapping[str, Any] = {
    "low": _("Lowest third before"),
    "middle": _("Middle third before"),
    "high": _("Highest third before"),
    "none": _("No earlier figure"),
}
STANDINGS: Mapping[rules.Standing, tuple[Any, str]] = {
    rules.Standing.COMING: (_("not yet due"), ""),
    rules.Standing.DUE: (_("due"), "info"),
    rules.Standing.LATE: (_("late"), "care"),
    rules.Standing.ANSWERED: (_("answered"), "good"),
    rules.Standing.LOST: (_("not reached"), ""),
}
"""Each standing in words, with the tone of its tag."""


def span(held: "Round") -> str:
    """Return when a round is open, in words."""
    return gettext("%(from)s until %(until)s") % {"from": words.day(held.from_on), "until": words.day(held.until_on)}


def whom(held: "Round") -> str:
    """Return whom a round asks, in words."""
    return gettext("back for %(from)s to %(until)s months") % {
        "from": words.number(held.months_from),
        "until": words.number(held.months_until),
    }


def row(one: rules.Row, label: str) -> dict[str, Any]:
    """Return one group: its numbers, its reasons in words, and the parts of its bar in hundredths of the whole."""
    return {
        "label": label,
        "people": words.number(one.people),
        "answered": words.number(one.answered),
        "open": words.number(one.open),
        "lost": words.number(one.lost_people),
        "share": None if not one.people else f"{words.number(one.answered * 100 // one.people)}\u00a0%",
        "reasons": [f"{REASON_WORDS[code]}: {words.number(one.lost[code])}" for code in ORDER if code in one.lost],
        "bar": bar(one),
    }


def bar(one: rules.Row) -> list[dict[str, Any]]:
    """Return the parts of a bar: answered, lost, still open; together as wide as the picture."""
    if not one.people:
        return []
    answered = one.answered * 1000 // one.people
    lost = one.lost_people * 1000 // one.people
    parts = (("answered", 0, answered), ("lost", answered, lost), ("open", answered + lost, 1000 - answered - lost))
    return [{"kind": kind, "x": x, "width": width} for kind, x, width in parts if width]


def groups(members: Sequence[rules.Member], offices: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the tables of a round: by sex, by office, by the third in which people stood before."""
    by_name = sorted(offices, key=lambda key: offices[key])
    tables = (
        (gettext("By sex"), "sex", rounds.SEXES, SEX_WORDS),
        (gettext("By office"), "office", by_name, offices),
        (gettext("By the figure before the round"), "third", rounds.THIRDS, THIRD_WORDS),
    )
    return [
        {
            "title": title,
            "rows": [row(one, str(labels[one.group])) for one in rules.attrition(members, dimension, order)],
        }
        for title, dimension, order, labels in tables
        if dimension != "office" or len(offices) > 1
    ]


def outside(held: "OutsideCount | None") -> dict[str, Any] | None:
    """Return the people outside one's reach by sex, as they were counted; None where nobody counted them yet."""
    if held is None:
        return None
    rows = [
        {
            "label": str(SEX_WORDS.get(sex, gettext("Everybody"))),
            "cells": [None if cell is None else words.number(cell) for cell in cells],
        }
        for sex, cells in held.shown
        if any(cells) or None in cells
    ]
    return {"rows": rows, "at": words.moment(held.counted_at)}

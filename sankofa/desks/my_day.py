"""My day: what somebody has to do now, in its order, each with its reason, and others of the same home beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext, ngettext

from sankofa.accounts.rules.terms import Actor
from sankofa.desks import hooks
from sankofa.desks.hooks import Todo
from sankofa.desks.rules import order
from sankofa.desks.rules.order import Due, Risk, Turn
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.returnees.at_home import homes_now
from sankofa.shell import words

SHOWN = 12
BESIDE_SHOWN = 4


def my_day(viewer: Actor, *, on: date, wanted: str = "1") -> dict[str, Any]:
    """Return what the first page shows of a day's work: one page of the people in their turn, and how much there is.

    `wanted` says which page; what is no page shows the first one, and a page beyond the last shows the last.
    """
    due = [Due(one.person.pk, one.risk, one.due_on, one) for todo in hooks.to_do.answers(viewer, on) for one in todo]
    turns = order.turns(due, homes_now({one.whose for one in due}))
    shown = Paginator(turns, SHOWN).get_page(wanted)
    now = list(shown)
    named = _names(now, viewer=viewer, on=on)
    return {
        "rows": [_row(turn, named, on) for turn in now],
        "shown": shown,
        "told": ngettext("%(count)s thing to do this week", "%(count)s things to do this week", len(due))
        % {"count": words.number(len(due))},
        "late": _late(order.late(due, on=on)),
    }


def _late(count: int) -> str:
    text = ngettext("%(overdue)s overdue", "%(overdue)s overdue", count)
    return text % {"overdue": words.number(count)} if count else ""


def _names(turns: Sequence[Turn[Todo]], *, viewer: Actor, on: date) -> dict[Any, str]:
    """Return what everybody on the page is called, as all their files together tell."""
    every = {one.whose: one.said.person for turn in turns for one in (turn.first, *turn.at_home[:BESIDE_SHOWN])}
    shown = register.as_shown(every.values(), viewer=viewer, on=on)
    return {person.pk: portrait.name(person) for person in shown}


def _row(turn: Turn[Todo], names: dict[Any, str], on: date) -> dict[str, Any]:
    first = turn.first
    what = first.said.what()
    return {
        "name": names[first.whose],
        "code": first.said.person.case_number,
        "url": first.said.url,
        "what": what,
        "why": first.said.why(),
        "also": [also for also in dict.fromkeys(one.said.what() for one in turn.also) if also != what],
        "state": _when(first, on),
        "is_late": first.risk is Risk.TODAY or (first.due_on is not None and first.due_on < on),
        "at_home": [{"name": names[one.whose], "what": one.said.what()} for one in turn.at_home[:BESIDE_SHOWN]],
    }


def _when(due: Due[Todo], on: date) -> str:
    if due.risk is Risk.TODAY:
        return gettext("today")
    if due.due_on is None:
        return ""
    if due.due_on < on:
        return gettext("since %(day)s") % {"day": words.day(due.due_on)}
    return gettext("by %(day)s") % {"day": words.day(due.due_on)}

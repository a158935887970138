"""What debts show beside a case: what is owed, what of every 100 earned goes to them, and what to ask or do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.debts import contribution, portrait, queries
from sankofa.debts.rules.burden import Grade, Measure
from sankofa.kernel.money import Rounding
from sankofa.returnees.contributions import Link, Panel, Status, Task
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.debts.queries import Held
    from sankofa.kernel.share import Share
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class OfDebts:
    """The debts' part of the page of a case."""

    panels: tuple[Panel, ...] = ()
    links: tuple[Link, ...] = ()
    asked: tuple[Task, ...] = ()
    """The talk about debts, and writing them down."""
    steps: tuple[Task, ...] = ()
    """The next step of the plan out of debt."""


def of_debts(person: "Person", viewer: Actor, on: date) -> OfDebts:
    """Return the debts' part of the page of a case; nothing for whoever may not see what somebody owes."""
    if not queries.may_view(person, viewer=viewer, on=on):
        return OfDebts()
    record = queries.latest_talk(person, viewer=viewer, on=on)
    roster = queries.debts_of(person, viewer=viewer, on=on)
    talked = None if record is None else queries.talked(record)
    may = queries.may_note(person, viewer=viewer, on=on)
    asks = Task(gettext("Ask about debts"), Status.NOT_STARTED, reverse("debts:six", args=[person.pk]) if may else "")
    url = reverse("debts:debts", args=[person.pk])
    links = (Link(gettext("Debts"), url),)
    if record is None and not roster:
        return OfDebts(links=links, asked=(asks,))
    found = portrait.owed(roster, on=on)
    facts: dict[str, Any] = {
        "url": url,
        "owed": portrait.owed_lines(found) if roster else contribution.said_lines(record, talked),
        "monthly": portrait.monthly_lines(found) if roster else [],
        "asked": "" if record is None else gettext("Asked on %(day)s.") % {"day": words.day(record.held_on)},
        "taken": _taken(person, roster, viewer, on),
    }
    day = "" if record is None else words.day(record.held_on)
    done = Task(gettext("Ask about debts"), Status.COMPLETED, note=day)
    return OfDebts(
        panels=(Panel("debts/panel.html", facts),),
        links=links,
        asked=(done, *(contribution.tasks(person, talked, has_roster=bool(roster)) if may else ())),
        steps=contribution.steps(person, viewer, on) if may else (),
    )


def _taken(person: "Person", roster: "Sequence[Held]", viewer: Actor, on: date) -> dict[str, Any] | None:
    """Return what of every 100 earned goes to debts, with a bar; None where it is not known."""
    if not roster:
        return None
    try:
        known = queries.latest_budget(person, viewer=viewer, on=on)
    except CannotOpen:
        return None
    found = None if known is None else portrait.measures_of(roster, known[1], on=on)
    if found is None:
        return None
    if found.of_income is not None:
        told = gettext("Of every 100 earned at home, debts take %(count)s.")
        return _bar(told, found.of_income)
    if found.of_own_income is not None:
        told = gettext("Of every 100 that this person earns, debts take %(count)s.")
        return _bar(told, found.of_own_income)
    return None


def _bar(told: str, share: "Share") -> dict[str, Any]:
    percent = share.as_percent(0, Rounding.HALF_UP)
    return {
        "told": told % {"count": words.number(int(percent))},
        "percent": min(percent, Decimal(100)),
        "tone": "good"
        if share.fraction <= portrait.POLICY.limit(Measure.OF_INCOME, Grade.GREEN)
        else "care"
        if share.fraction <= portrait.POLICY.limit(Measure.OF_INCOME, Grade.AMBER)
        else "danger",
    }

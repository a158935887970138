"""What the score shows beside a case: three bars in words, how each changed since the first talk, and what to ask when.

Change is told between talks that were scored in the same way, and of no others.
Source: domain notes on the score, 1.6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.contributions import Panel, Status, Tag, Task
from sankofa.shell import words
from sankofa.sustainability import contribution, queries

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.sustainability.models import Score

SHOWN = Decimal("0.01")
"""What is less than this is told as no change: the pages show no finer figure."""


@dataclass(frozen=True, slots=True)
class OfScore:
    """The score's part of the page of a case."""

    panels: tuple[Panel, ...] = ()
    tags: tuple[Tag, ...] = ()
    first: tuple[Task, ...] = ()
    """The first talk, and what the answers ask to be done."""
    again: tuple[Task, ...] = ()


def of_score(person: "Person", viewer: Actor, on: date) -> OfScore:
    """Return the score's part of the page of a case; nothing for whoever may not see how it goes."""
    if not queries.may_view(person, viewer=viewer, on=on):
        return OfScore()
    held = queries.scores_of(person, viewer=viewer, on=on)
    url = contribution.talk_address(person, viewer, on)
    due = contribution.due_note(person, on)
    if not held:
        if person.kind != "returnee":
            return OfScore()
        task = Task(gettext("Hold the first reintegration talk"), Status.NOT_STARTED, url, due)
        return OfScore(panels=(Panel("sustainability/none.html", {"url": url}),), first=(task,))
    latest = held[0]
    result = queries.result_of(latest)
    shown = dict(contribution.panel(latest, result))
    first = _first_alike(held)
    if first is not latest:
        shown["dimensions"] = [{**one, "change": _change(first, latest, one["key"])} for one in shown["dimensions"]]
        shown["since"] = gettext("Changes since the first talk on %(day)s.") % {"day": words.day(first.answered_on)}
    done = Task(gettext("Hold the first reintegration talk"), Status.COMPLETED, note=words.day(held[-1].answered_on))
    return OfScore(
        panels=(Panel("sustainability/panel.html", {"score": shown}),),
        tags=contribution.tags(result),
        first=(*contribution.to_be_done(person, latest, viewer, on), done),
        again=(Task(gettext("Hold the next reintegration talk"), Status.NOT_STARTED, url, due),),
    )


def _first_alike(held: "Sequence[Score]") -> "Score":
    """Return the first talk that was scored in the very way of the last one.  They come latest first."""
    return next(one for one in reversed(held) if one.scheme_digest == held[0].scheme_digest)


def _change(first: "Score", latest: "Score", side: Any) -> str:
    before, after = getattr(first, side), getattr(latest, side)
    if before is None or after is None:
        return gettext("not known")
    moved = after.quantize(SHOWN) - before.quantize(SHOWN)
    if not moved:
        return gettext("as before")
    return gettext("better than before") if moved > 0 else gettext("lower than before")

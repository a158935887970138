"""The page of a case: everything that stands on it, put together from the case itself and from what other rooms add."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import grants_told, hooks, sayings, told
from sankofa.cases.hooks import Part
from sankofa.cases.rules.grants import State
from sankofa.cases.rules.steps import Step
from sankofa.consent import permissions as consent
from sankofa.provision import permissions as helping
from sankofa.returnees import contributions, permissions, timeline
from sankofa.returnees.clusters import Cluster
from sankofa.returnees.contributions import Link, NextStep, Panel, Status, Tag, Task
from sankofa.returnees.timeline import A_PAGE, Asked, Matter
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen
from sankofa.sustainability import permissions as scores

if TYPE_CHECKING:
    from sankofa.accounts.rules.terms import Permission

PAGES_MAX = 40
"""How far back one may turn the pages of a history; far more than any life here has."""
PARTS: Mapping[Part, Any] = {
    Part.INTAKE: _("The beginning"),
    Part.ASSESS: _("Needs and means"),
    Part.PLAN: _("Plan"),
    Part.DELIVER: _("Help"),
    Part.FOLLOW_UP: _("Afterwards"),
    Part.CLOSE: _("The end"),
}


@dataclass(slots=True)
class Added:
    """What all rooms add, in the order in which they speak."""

    panels: list[Panel] = field(default_factory=list)
    tasks: dict[Part, list[Task]] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    due: list[NextStep] = field(default_factory=list)

    def problem(self) -> Task | None:
        """Return what cannot wait, whatever else is due; None where there is nothing like it."""
        found = (task for tasks in self.tasks.values() for task in tasks if task.status is Status.PROBLEM)
        return next(found, None)


def added(together: Cluster, *, viewer: Actor, on: date) -> Added:
    """Return what the rooms add to a page of this person.  A room whose part does not open says so in its place."""
    found = Added()
    with contributions.read_as_one(together):
        for adds in hooks.beside.functions:
            try:
                one = adds(together.leading, viewer, on)
            except CannotOpen:
                one = hooks.Beside(panels=(Panel("returnees/key_missing.html", {}),))
            found.panels.extend(one.panels)
            found.tags.extend(one.tags)
            found.links.extend(one.links)
            found.due.extend(one.due)
            for part, tasks in one.tasks.items():
                found.tasks.setdefault(part, []).extend(tasks)
    return found


def next_action(this: told.Told, found: Added) -> dict[str, Any] | None:
    """Return the one thing to do next, with its reason folded beside it: what cannot wait goes before every date.

    What another room asks for comes first where its day comes before the case's own, and somebody looks after them.
    """
    problem = found.problem()
    if problem is not None and this.case.closed_on is None:
        return {
            "title": gettext("Next: %(what)s, today") % {"what": problem.title.rstrip(".")},
            "note": problem.note,
            "why": gettext("What was answered in a talk cannot wait, so it goes before everything that has a date."),
            "url": problem.url,
            "label": gettext("See to it"),
            "kind": "late",
        }
    first = min(found.due, key=lambda one: one.due_on, default=None)
    own = this.next
    if first is None or own is None or own.step is Step.ASSIGN:
        return told.next_action(this)
    if own.due_on is not None and own.due_on <= first.due_on:
        return told.next_action(this)
    return {
        "title": gettext("Next: %(what)s, by %(day)s") % {"what": first.title, "day": words.weekday(first.due_on)},
        "note": told.lateness(first.due_on, this.on),
        "why": first.why,
        "url": first.url,
        "label": first.button,
        "kind": "" if first.due_on >= this.on else "late",
    }


def task_list(this: told.Told, found: Added) -> dict[str, Any]:
    """Return all there is to do by the part of the work: what the case asks for, and what other rooms do."""
    own = told.tasks_by_part(this)
    own[Part.DELIVER].extend(_grants(this))
    is_closed = this.case.closed_on is not None
    groups = [
        {
            "title": str(PARTS[part]),
            "rows": [*own.get(part, ()), *(_row(task, is_closed=is_closed) for task in found.tasks.get(part, ()))],
        }
        for part in Part
    ]
    return {"title": gettext("What there is to do"), "groups": [one for one in groups if one["rows"]]}


_GRANTS: Mapping[State, Status] = {
    State.WAITING: Status.WAITING,
    State.SENT_BACK: Status.PROBLEM,
    State.APPROVED: Status.NOT_STARTED,
    State.IN_PART: Status.IN_PROGRESS,
    State.GIVEN: Status.COMPLETED,
    State.REST_CANCELLED: Status.COMPLETED,
}
"""How far handing over a grant is; one that was refused, taken back or cancelled asks for nothing more."""


def _grants(this: told.Told) -> list[dict[str, Any]]:
    """Return the grants of a case as things to do."""
    is_closed = this.case.closed_on is not None
    found = []
    for held in this.grants:
        status = _GRANTS.get(held.terms.state)
        if status is not None:
            title = gettext("Hand over the grant: %(what)s") % {"what": grants_told.what(held.grant)}
            note = f"{words.money(held.grant.amount)} · {sayings.GRANT_STATES[held.terms.state]}"
            url = reverse("cases:grant", args=[held.grant.pk])
            found.append(_row(Task(title, status, url, note), is_closed=is_closed))
    return found


def _row(task: Task, *, is_closed: bool) -> dict[str, Any]:
    state, kind = told.STATES[task.status]
    is_over = task.status in (Status.COMPLETED, Status.CANNOT_START)
    url = "" if is_closed or is_over else task.url
    return {"label": task.title, "url": url, "note": task.note, "state": str(state), "kind": kind}


def side(this: told.Told, found: Added) -> dict[str, Any]:
    """Return where one is inside a case: only pages that the viewer may open."""
    person = this.case.person
    ways: Sequence[tuple[str, str, Permission]] = (
        ("returnees:person", gettext("Person and family"), permissions.VIEW),
        ("sustainability:score", gettext("How it goes"), scores.VIEW),
        ("provision:matches", gettext("Help that fits"), helping.MATCH),
        ("returnees:papers", gettext("Papers"), permissions.VIEW),
        ("consent:page", gettext("Consent"), consent.VIEW),
    )
    entries = [
        {"url": reverse("cases:case", args=[this.case.pk]), "label": gettext("Overview"), "current": True},
        *(
            {"url": reverse(view, args=[person.pk]), "label": label}
            for view, label, permission in ways
            if decision_on(person, actor=this.viewer, permission=permission, on=this.on).allowed
        ),
        *({"url": link.url, "label": link.label} for link in found.links),
    ]
    return {"label": gettext("Pages of this case"), "entries": entries}


def history(this: told.Told, together: Cluster, *, kind: str, page: str) -> dict[str, Any]:
    """Return one page of what happened, all rooms together: the newest first, one kind alone where that is asked."""
    only = Matter(kind) if kind in set(Matter) else None
    number = min(int(page), PAGES_MAX) if page.isascii() and page.isdecimal() and int(page) else 1
    skipped = (number - 1) * A_PAGE
    asked = Asked(together, this.viewer, this.on, most=skipped + A_PAGE + 1, only=only)
    found = timeline.happened(asked, skipped=skipped)
    kinds = [{"url": _address(this, None, 1), "label": gettext("Everything"), "current": only is None}]
    kinds += [
        {"url": _address(this, one, 1), "label": str(timeline.NAMES[one]), "current": one is only}
        for one in found.matters
    ]
    return {
        "id": "what-happened",
        "title": gettext("What happened"),
        "kinds": kinds if len(found.matters) > 1 or only else [],
        "entries": [
            {
                "title": one.title,
                "url": one.url,
                "by": one.by,
                "at": one.when,
                "datetime": "" if one.at is None else one.at.isoformat(),
                "note": one.detail,
            }
            for one in found.entries
        ],
        "empty": gettext("Nothing of this yet."),
        "is_partly_closed": found.is_partly_closed,
        "newer": _address(this, only, number - 1) if number > 1 else "",
        "older": _address(this, only, number + 1) if found.is_more and number < PAGES_MAX else "",
    }


def _address(this: told.Told, only: Matter | None, number: int) -> str:
    asked = {**({"kind": only.value} if only else {}), **({"page": str(number)} if number > 1 else {})}
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{reverse('cases:case', args=[this.case.pk])}{query}#what-happened"

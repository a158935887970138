"""Reads of what few may see: the answers to trained staff, thoughts of going again, counts without names."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions, portrait
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.models import Headcount, Intention, Person, Screening, Settled, intentions
from sankofa.shell import words


def may_screen(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may ask this person the questions for trained staff."""
    return seen.erased_on is None and decision_on(seen, actor=viewer, permission=permissions.SCREEN, on=on).allowed


def may_ask_intention(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may ask this person about going again, and see what was said."""
    allowed = decision_on(seen, actor=viewer, permission=permissions.ASK_INTENTION, on=on).allowed
    return seen.erased_on is None and allowed


def screenings(viewer: Actor, *, on: date) -> QuerySet[Screening]:
    """Return the answers that the viewer asked for themselves, or looks after as a protection officer."""
    rows = Screening.objects.select_related("person__office", "person__place", "asked_by", "settled_by")
    officer = within_scope(rows, viewer=viewer, permission=permissions.LOOK_AFTER, on=on).order_by()
    own = within_scope(rows, viewer=viewer, permission=permissions.SCREEN, on=on).order_by()
    mine = Q(pk__in=own.values("pk"), asked_by_id=viewer.id) if viewer.kind == "user" else Q(pk__in=[])
    return rows.filter(Q(pk__in=officer.values("pk")) | mine).filter(person__erased_on=None)


def waiting_screenings(viewer: Actor, *, on: date) -> QuerySet[Screening]:
    """Return the answers that wait for the viewer as an officer, the oldest first."""
    rows = Screening.objects.filter(waits_since__isnull=False, settled_at=None, person__erased_on=None)
    rows = rows.select_related("person__office", "person__place", "asked_by")
    return within_scope(rows, viewer=viewer, permission=permissions.LOOK_AFTER, on=on).order_by("waits_since", "pk")


def intentions_of(seen: Person, *, viewer: Actor, on: date) -> list[Intention]:
    """Return what somebody said about going again, the newest first; nothing for whoever may not see it."""
    rows = Intention.objects.filter(person__in=ids_together(seen.pk)).select_related("asked_by")
    return list(
        within_scope(rows, viewer=viewer, permission=permissions.ASK_INTENTION, on=on).order_by("-asked_at", "-pk")
    )


def headcounts(viewer: Actor, *, on: date) -> QuerySet[Headcount]:
    """Return the counted events of the viewer's offices, the newest first."""
    rows = Headcount.objects.select_related("office", "counted_by")
    return within_scope(rows, viewer=viewer, permission=permissions.COUNT, on=on).order_by("-held_on", "-pk")


def settled_how(held: Screening) -> str | None:
    """Return what an officer did about answers, in the reader's words."""
    return portrait.opened(held, "settled_how", lambda how: str(Settled(how).label))


def told(held: Intention) -> dict[str, Any]:
    """Return what somebody said about going again, as a card of facts."""
    asked = (
        (gettext("Thinks of going again"), "going", intentions.GOING),
        (gettext("A wish or a need"), "because", intentions.BECAUSE),
        (gettext("When"), "when", intentions.WHEN),
        (gettext("Prepared"), "prepared", intentions.PREPARED),
    )
    rows = [(label, _chosen(held, name, choices)) for label, name, choices in asked]
    rows.insert(3, (gettext("Where to"), portrait.opened(held, "where", portrait.country)))
    return {
        "title": words.moment(held.asked_at),
        "rows": [{"label": label, "value": value} for label, value in rows if value is not None],
        "unknown": [label for label, value in rows if value is None],
    }


def _chosen(held: Intention, name: str, choices: list[tuple[str, Any]]) -> str | None:
    said = portrait.opened(held, name)
    return None if said in {None, "unknown"} else str(dict(choices).get(said, said))
